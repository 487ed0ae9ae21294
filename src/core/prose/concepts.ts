/**
 * The ideas that decide whether a sentence answers a point, in bokmål, nynorsk and English alike. A concept is a name
 * and the word forms that express it; the learned weights speak of concepts, so that what was learned from one wording or
 * language holds for the others. Patterns are stems: they match from the start of a word; `=` after one demands the whole word.
 */

import { deniesLinkage, namesActor, namesKeeper, namesLinker } from "./agents.ts";

const lists = {
  key: "koblingsnøk koplingsnøk koblingsnykel koplingsnykel kodenøk kodenykel navnenøk namnenøk nøkkelfil nykelfil løpenummernøk koblingsliste koplingsliste nøkkelen nøkkel= nøklar nøkler nykel lykel linkage|key linking|key link|key code|key key|file scrambling|key pseudonymisation|key pseudonymization|key the|key key= keys= nøkkelinnehaver key-holder keyholder koblingstabell oversettelsestabell kryssreferanse crosswalk concordance lookup|table correspondence|table",
  linkkey:
    "nøkkel= nøkkelen|mellom kodenøk kodenykel navnenøk namnenøk løpenummernøk scrambling pseudonymisation|key pseudonymization|key code|key key|file koblingsliste koplingsliste koblingsnøk koplingsnøk koblingsnykel koplingsnykel linkage|key linking|key nøkkelfil nykelfil crosswalk concordance",
  keep: "oppbevar forvalt ta|vare tar|vare tatt|vare tek|vare teke|vare oppbevart beholder beholdes behald beheld beholdt blir|hos blir|liggende blir|liggjande blir|verande ligg|hos ligger|hos ligg|hjå ligger|bare|hos ligger|kun|hos finnes|bare|hos er|hos hos|hjå held|på sitter|på sitt|på sit|på keeps= keep= kept hold= holds held= retain custod remain|with remains|with rests|with stay|with stays|with stored|by stored|at in|the|hands possess administrer innehar deponer deposit safeguard sits|with lies|with",
  link: "knyttes|til knyttast|til connected|to kobl kople kopla kopling koplast kopler koplar samankopl sammenkobl sammenstil samanstil samkøyr samkjør link= links= linked linkage linking merge= merged merging match= matched matching join= joined combine= combined sammenføy samanføy krysskobl berik enrich supplere|med",
  perform:
    "utfør utført gjennomfør står|for stå|for stend|for står|ansvarlig foretar foretas føretek gjør|koblingen gjer|koplinga kobler koblar koplar kopler carried|out carry|out carries|out perform done|by does|the made|by undertaken undertake conducted|by handled|by tar|seg|av tek|seg|av av|ssb av|fhi by|statistics by|ssb vil|koble skal|koble vil|kople skal|kople ivaretas|av links= linking",
  registry:
    "ssb ssbs statistisk|sentralbyrå statistics|norway fhi folkehels helsedataservice sikt nsd nav navs skatteetat npr kpr norsk|pasientregister dødsårsaks reseptregister legemiddelregister fd-trygd fd|trygd a-ordning aa-registeret arbeidsgiver-|og nudb utdanningsdat folkeregister inntektsregister introduksjonsregister imdi nir= lånekassen microdata|no mikrodata|no registerdata register= registre registers registeropplysninger sysselsetting inntekt utdanning employment income education lønn trygd earnings benefit|data tax barnevern helsedirektorat kripos politi husbanken brønnøysund datatjeneste udir utdanningsdirektorat",
  third:
    "ekstern|part tredjepart third|party trusted|third datasenter data|centre data|center it-avdeling it|department forskningsstøtte personvernombud biblioteket arkivet dataforvalter data|manager data|steward prosjektleder prosjektleiar project|leader project|manager principal|investigator pi= jeg= eg= i= udi= udi",
  we: "vi= vår vårt våre oss= prosjektet prosjektgruppa prosjektgruppen forskerne forskarane forskergruppa we= our= us= the|project the|team research|team research|group project|group jeg= eg= i= undertegnede",
  negation:
    "ikke ikkje ingen= inga= intet= not= no= never= aldri neither nor= none= verken korkje hverken without uten= utan= nei= cannot kan|ikke kan|ikkje unngå ei=",
  method:
    "forløpsanaly forløpsdata cox= cox- overlevelsesanaly overlevingsanaly survival hazard duration fixed|effect faste|effekt instrument regresjon regression matching modeller modellar flernivå multilevel paneldata panel|data hendelsesanaly event|history differanse difference-in",
  must: "må= must= nødvendig naudsynt necessary need= needs= needed trenger treng= trengst trengs kreves krevst krev= requires require required",
  raw: "rådata raw|data individnivå individ-nivå individdata mikrodata microdata micro-data personnivå person-nivå persondata individual-level individual|level individual|records individual|data unaggregated disaggregated person-level person|level case-level record-level observation|level observasjonsnivå saksnivå én|rad ei|rad en|rad én|linje ei|linje one|row one|record per|person samme|person same|person same|individual same|persons over|time longitudinel longitudinal unit-level uaggreg enkeltpersonnivå hver|enkelt|person kvar|enkelt|person for|hver|person for|kvar|person hver|person kvar|person each|person each|individual per|individual individopplysning for|individuals same|people dei|same|personane de|samme|personene samme|individ følge|den følgje|den følge|enkelt forløp|for|den|enkelte",
  aggregate:
    "aggreg tabell table= tables= tabular statistikk statistics= summary|stat gjennomsnitt averages= means= snittall fordeling ferdig|tall ferdige|tall ferdigtal sumtall totaltall published|figure offentlige|tall counts= cell|count krysstabell cross-tab opptelling opptalte oppsummerte summeringar gruppert|data grupperte|data grouped|data totals= frequencies frekvens statistikkbank samletall samletal hovudtal",
  insufficient:
    "ikke|tilstrekkelig ikkje|tilstrekkeleg utilstrekkelig utilstrekkeleg holder|ikke held|ikkje strekker|ikke strekk|ikkje ikke|nok ikkje|nok kan|ikke kan|ikkje cannot could|not can|not not|sufficient insufficient not|enough not|possible impossible umulig umogleg ikke|mulig ikkje|mogleg not|suffice do|not|allow does|not|allow would|not ville|ikke ville|ikkje viser|ikke viser|bare syner|ikkje only|show hide= hides skjul mister mistar lost= lose= lar|seg|ikke let|seg|ikkje unable inadequate verken korkje neither forsvinner forsvinn vanish in|place|of fremfor framfor framføre rather|than instead|of i|stedet|for i|staden|for",
  because:
    "fordi for|å siden= sidan ettersom slik|at for|at because= so|that since= in|order needed|to needed|for needed|as need|to used|to used|for used|as use|to brukes|til brukes|som brukast nyttast nyttes inngår|som inngår|i trengs|for trengst|for trenger trengjer treng= nødvendig naudsynt nødvendige grunngjev begrunn begrunnelse grunngjeving justif rationale reason= reasons= why= hvorfor kvifor skyldes avhenger avheng påvirker påverkar kontrollvariabel control|variable control|for kontroll|for kontrollere hovedvariabel hovudvariabel utfallsmål outcome forklaringsvariab eksponering treatment mål|på measures measure= måle= måler identifies allows|us enables gjør|det|mulig gjer|det|mogleg skille= skilje= distinguish required essential dette|er|prosjektets forklarer forklare explain sentral|for av|di ettersom= då=",
  level:
    "i|sin|helhet i|heilskap helheit in|full full|version complete|text komplett|tekst hele|saken heile|saka hele|teksten heile|teksten hele|vedtaket les|dei|heile lese|dem|hele blacked|out detaljnivå detaljeringsnivå detaljgrad detaljeringsgrad nivå= level|of|detail detail|level granularity oppløsning resolution måned|og|år månad|og|år måned= måneder månad= month= months= year|only år= bare|år kun|år årstall calendar|year landnivå country-level country|level på|land enkeltland verdensdel region= regioner regionar kommunenummer kommunenivå fylke= fylkesnivå county municipality|level gruppert grupperes grupperast grouped kategori category categories kodeverk koder= kodar= codes= code= code|list femårig femårs five-year ti-år intervaller intervals eksakt exact= nøyaktig dag= day= daily dagsnivå full|dato full|date hele|dokument heile|dokument entire|document full|text fulltekst whole|document sladd redacted unredacted usladd fullstendig avidentifisert pseudonymisert coarse grov grovt ja/nei yes/no binær binary dummy antall|dager whole|numbers to|siffer tresifret desil kvartil ikke|dato ikkje|dato not|date klokkeslett utdrag extracts sammendrag",
  variables:
    "kjønn fødselsår fødselsdato alder= statsborgerskap statsborgarskap landbakgrunn søknadsdato vedtaksdato utfall utfallet avslagsgrunn oppholdsgrunnlag opphaldsgrunnlag oppholdstillatelse opphaldsløyve tillatelsestype løyvetype sakstype vedtakstype bosettingskommune busetjingskommune bostedskommune sivilstand variabel variabler variablar variable= variables= citizenship nationality gender year|of|birth birth|year application|date decision|date date|of|decision date|of|application permit|type type|of|permit legal|ground outcome|of outcome= registeropplysninger registeropplysningar familierelasjon familiestatus ankomstdato innreisedato utreisedato date|of|entry mottaksopphold yrkeskode arbeidsgiver marital age= first|decision country|of|origin place|of|residence yrkeskode occupation|code kjønn= næringskode sex= mottakstype mottaksnavn",
  documents:
    "saksdokument saksmappe saksmapper saksakt case|file case|document case|record asylintervju intervjureferat intervjurapport interview|record interview|report interview|transcript transcripts vedtaksbrev vedtaksdokument vedtak= vedtaka= vedtakene vedtakstekst begrunnelsen decision|letter decisions= the|decision egenerklæring søknadsskjema notat notater notatar internal|note memos landnotat klagen= klager= klagesak oversendelse forhåndsvarsel dokument dokumenter dokumentene dokumenta dokumenttyp documents= files= file= case|files innsyn utskrift transcript korrespondanse correspondence uttalelse sakene= sakane= journalnotat",
  request:
    "ber|om bed|om søker|om søkjer|om ønsker ønskjer ynskjer trenger treng= trengjer request ask|for asks|for apply|for applies|for require need= needs= wish would|like skal|ha vil|ha hente innhent utlever få|tilgang innsyn|i get|access obtain receive",
  population:
    "people= foreign= arbeidarar arbeidere children= tar|bare|med ser|bare|på saker|avgjort limit avgrens utvalg utval= utvalet populasjon population cohort kohort sample= selection alle|som alle|personer alle|søknader alle|saker personer|som personar|som all|persons all|applicants all|applications all|individuals all|who everyone|who individuals|who persons|who people|who adults|who women|who søkere|som søkjarar asylsøkere asylsøkjarar asylum|seekers flyktninger flyktningar refugees applicants enslige einslege mindreårige unaccompanied barn|som vaksne voksne students|who studenter|som arbeidsinnvandr labour|migrants familieinnvandr inkludert inkluderer omfatter omfattar gjelder|alle gjeld|alle består består|av består|av consists comprises trekkes|tilfeldig trekt|tilfeldig random avgrens inngår inngår|i delimited restricted inclusion exclusion include= included exclude excluded holdes|utenfor haldast|utanfor trukket drawn selected",
  geography:
    "bosatt|i busett|i settled|in resident|in kommuner= kommunar= fylker= municipalit county counties politidistrikt police|district oslo= hele|landet heile|landet nasjonalt nationwide afghan syri eritre somali irak iraq iran= etiopia ethiopia ukrain russ pakistan filippin polen poland tyrki india= kina= landgruppe",
  age: "over|18 under|18 18|år 16|år fylt|18 years|of|age aged|18 aged= eldre|enn yngre|enn mellom|18 år|eller|eldre",
  benefit:
    "hjelpe hjelper til|gode til|gagn forebygg tryggere raskere help= helps= samfunnsnytt nytte nytten nytteverdi samfunnsverdi allmennytt allmenn|interesse til|nytte samfunnsinteresse verdi= verdien gevinst bidra bidrar bidrag benefit beneficial value|to societal public|interest useful usefulness contribute contribution kunnskapsgrunnlag kunnskapsbehov kunnskap|om bedre betre improve policy politikkutforming beslutningsgrunnlag avgjerdsgrunnlag interest|of|society gain= gains= samfunnet society likebehandling rettssikkerhet better= opplæring tiltak|som viktig|for important|for relevan impact",
  harm: "ulempe ulemper ulempa ulempene ulempen personvernulemp inngrep inngripende inngripande belast byrde burden disadvantage drawback intrus intrusion interfere harm= harms harmful privacy|risk privacy|cost privacy|impact personvernrisik risiko|for|de risiko|for|den risikoen|for risk|for|the risk|to|the risks|to risks|for|the reidentif re-identif gjenkjen attkjen identifisert|indirekte bakveis stigma sårbar vulnerable uten|samtykke utan|samtykke without|consent have|not|consented ikke|samtykket ikkje|samtykt tillit trust= integritet privatliv private|life de|registrerte dei|registrerte data|subjects avveie lekk leak misbruk misuse følsom kjenslevar sensitive konsekvens|for krenk skadelig skadeleg ubehag distress worry",
  weigh:
    "veid|mot vege|mot vegen|mot veie|mot veies vege|opp veid|opp opp|mot avvei avveg avveging oppveier oppveg overstiger overstig outweigh weighed weigh= weighing balance= balanced balancing proportional forholdsmessig forholdsmessighet høve= overgår tyngre|enn tyngre= større|enn greater|than justify justified forsvar rettferdiggjør exceed klart|større",
  storage:
    "lagre lagra lagring lagringssted oppbevar server serveren serveren tsd= tsds safe= hunt|cloud sikker|sone sikkert|område sikkert|lager kryptert kryptering encrypt stored= store= storage locked|cabinet cabinet= safe|room arkivskap låst låste minnepinne lokal|lagring lokale|disk on|premises on-premises data|centre datasenter driftsleverandør skyløsning cloud= sharepoint forskningsserver prosjektområde prosjektmappe fellesområde disk= filområde backup sikkerhetskopi safe= lagringsområde vault educloud nice-1 saferoom røde|data svarte|data rød|sone raud|sone fortrolig microdata desktop= hosted hostet datalager hvelv database=",
  login:
    "pålogg pålogging innlogg logge|på logger|på logger|inn loggar|på loggar|inn logge|inn log|in log|on logs|in logging|in login logon log-in tofaktor to-faktor totrinn to-trinn tostegs mfa= 2fa multi-factor multifactor multifaktor flerfaktor two-factor two-step bankid passord password vpn= feide id-porten idporten smartkort smart|card token= engangskode eingongskode one-time autentis authenticat brukernavn brukarnamn username personlig|bruker personleg|brukar personal|account personlig|konto individual|account fingeravtrykk biometri kodebrikke kodebrik authenticator sertifikat maskinvarenøkkel yubikey pin-kode pin|code nøkkelkort adgangskort access|card key|card",
  access:
    "tilgangen|tilbake tilgang|godkjenn tilganger|godkjenn log-off tilgangskode tilgangsgruppe permissions least|privilege kort|og|kode tilgangsstyr tilgangskontroll tilgangsrutin tilgangen|blir tilgang|gis tilgang|gjev tilgang|blir|gitt tilgang|tildeles tildeles tildelast tildeler access|control access|is|granted access|granted access|rights access|list grants|access granted|by granted|to revoked revoke access|withdrawn access|is|withdrawn trekkes|tilbake trekt|tilbake fjernes|når konto|stenges tilgangsliste tilgangslista bare|de|som berre|dei|som only|named only|the|persons kun|de kun|navngitte bare|navngitte berre|namngjevne need-to-know tjenstlig tenestleg behov|for|tilgang logges loggast loggført loggført logget|og blir|logga blir|logget logged= audit|log audit|trail log|files sporbar gjennomgås gjennomgått gått|gjennom går|gjennom review|of|access roller= rollebasert role-based autoriser authoris authoriz ingen|andre|får ingen|andre|har no|one|else restricted|to skjermlås screen|lock låst|kontor locked|office nøkkel|til",
  necessity:
    "uten|dem utan|dei utan|dem uten|dette utan|dette ikke|besvares ikkje|svarast ikke|svare ikkje|svare not|be|answered nødvendig naudsynt naudsynte necessary necessity essential indispensable avgjørende avgjerande uunnværlig uunnverleg uten|disse utan|desse without|these without|this without|the uten|opplysninger utan|opplysningar uten|data ikke|andre|steder ikkje|andre|stader nowhere|else only|source eneste|kilde einaste|kjelde finnes|bare finst|berre bare|udi berre|udi only|udi exist|only held|only hos|udi ingen|andre|kilder no|other|source alternative alternativ kan|ikke|besvares kan|ikkje|svarast cannot|be|answered kan|ikke|nås ikkje|nåast cannot|be|achieved fulfil oppnå formålet føremålet purpose formål føremål mindre|inngripende less|intrusive can|only not|available ikke|tilgjengelig verken|i finnes|ikke|i finst|ikkje|i lacks= mangler|i",
  study:
    "spørsmålet spørsmål= question= utvikle validere nærmere|bestemt spør= spør|jeg undersøk undersøker undersøkjer studere studerer studien|ser problemstilling forskningsspørsmål forskingsspørsmål investigate investigates examine examines study= studies= explore= explores research|question aim= aims= objective hovedmål hovudmål delmål målet|er målet|med kartlegg analysere analyserer beskrive skildre hvordan korleis hvilke kva= how= whether= om|det sammenheng samanheng relationship effekt effect= effects= betydning tyding virkninger verknad prosjektet|handler prosjektet|handlar temaet hypotese hypothes ser|på ser|særlig look|at describes",
  authority: "datatilsynet datatilsyn data|protection|authority dpa= supervisory|authority tilsynsmyndighet tilsynsstyresmakt datainspektion",
  prior:
    "forhåndsdrøft førehandsdrøft forhandsdrøft forhåndskonsult førehandskonsult forhåndsrådfør førehandsrådfør prior|consult prior|discussion consulted|in|advance discussed|in|advance drøftet|på|forhånd drøfta|på|førehand artikkel|36 art|36 article|36",
  consult:
    "drøft konsult konferert rådført forelagt førelagt forelegg forelegges consult discuss submitted oversendt kontaktet kontakta contacted saken|er|sendt involver involved",
  yes: "ja= yes=",
  done: "vart|halden fikk|svar fekk|svar unnlatt har|sendt sendte er|gjennomført er|blitt har|hatt har|vært was= has|been have|been ble|sendt ble|forelagt vart|sendt svarte svara mottok received gjennomført gjennomførte approved er|drøftet har|drøftet blei|drøfta held|in took|place",
  risk: "restrisiko resterende|risiko residual|risk høy|risiko høg|risiko high|risk lav|risiko låg|risiko low|risk ikke|høy ikkje|høg not|high akseptabel acceptable behov|for ikke|nødvendig ikkje|naudsynt not|required not|necessary vilkår konkluder conclud vurdert vurderte",
  officer: "personvernombud personvernrådgiver data|protection|officer dpo= sikt= rek= nsd= etisk etikk ethics irb= committee komité",
  promise:
    "ettersend ettersender kommer|senere kjem|seinare kjem|seinere kommer|tilbake kjem|attende kjem|tilbake kome|attende avklares avklarast må|avklares under|avklaring avklart|når fastsettes|når fastsetjast|når ikke|fastsatt ikkje|fastsett ikke|avklart ikkje|avklart ikke|bestemt ikkje|bestemt to|be|decided to|be|determined to|be|confirmed tbd= tba= tbc= will|follow to|follow not|yet= ikke|ennå ikkje|enno ennå|ikke enno|ikkje later= will|be|sent skal|vurderes vil|bli|vurdert vurderes|når vurderer|å avgjøres avgjerast tar|stilling kommer|når under|utarbeidelse under|arbeid i|arbeid when|ready når|det|er|klart når|den|er|klar sender|den sender|det|senere",
  guidance:
    "beskriv= beskriv|her oppgi= fyll|ut fyll|inn før|opp skriv|her skriv|inn svar= forklar= redegjør gjør|rede gjer|greie angi= list|opp spesifiser= describe= explain= please|describe please|state state|whether specify= indicate= her|skal|du her|beskriver her|skal|det dersom|aktuelt hvis|relevant if|applicable eksempel|på veiledning rettleiing malen= template= må|beskrives skal|beskrives skal|fylles bør|beskrives",
  pointer:
    "se|vedlegg sjå|vedlegg see|attach se|dpia sjå|dpia see|dpia se|prosjekt sjå|prosjekt see|project see|section see|annex se|punkt sjå|punkt se|kapittel sjå|kapittel se|avsnitt jf|vedlegg som|over som|ovenfor as|above som|nevnt framgår|av fremgår|av går|fram|av is|described|in described|in står|i beskrevet|i omtalt|i",
  destroy: "slette slettes slettast sletta delete deleted deletion makuler destroy erase erased anonymiser anonymise anonymize",
  time: "årene åra= perioden period= between mellom from|20 fra|20 frå|20 til|og|med from|1 i|tidsrommet siden|20 since|20 tidsrom årgang årgangar årganger",
  nonapplicable:
    "ikke|aktuelt ikkje|aktuelt uaktuelt ikke|relevant ikkje|relevant not|applicable not|relevant n/a= ikke|behov ikkje|behov do|not|need no|need søker|ikke|om søkjer|ikkje|om ber|ikke|om bed|ikkje|om do|not|ask not|ask|for do|not|request not|request no|case no|documents no|variables ingen|dokument ingen|variabl inga|saksdok bare|variabl kun|variabl berre|variabl bare|dokument kun|dokument berre|dokument only|variabl only|document only|register bare|register kun|register berre|register only|case utgår not|apply gjelder|ikke gjeld|ikkje",
  place:
    "forskningsområde forskingsområde datarommet skjermet|rom microdata|no datasentral educloud server= serveren serverar servere tsd= tsds safe= hunt|cloud sikker|sone trygg|sone sikre|sone sikkert|område kryptert|disk kryptert|volum kryptert|område krypterte|disker encrypted|disk encrypted|volume encrypted|drive locked|cabinet cabinet= safe|room arkivskap låst låste fireproof i|safe stålskap brannsikre minnepinne minnepenn lokal|lagring lokal|disk on|premises on-premises data|centre data|center datasenter datarom serverrom skyløsning cloud= sharepoint onedrive teams= forskningsserver forskingsserver fellesområde filområde disk= disken harddisk backup sikkerhetskopi tryggingskopi vault educloud nice-1 saferoom røde|data svarte|data rød|sone raud|sone raudt|område rødt|område svart|sone hosted hostet database= databasen hemmeleg prosjektområde prosjektmappe mappe= mappa= mappen= folder= drive= network|drive o:-området hjemmeområde heimeområde pc= pc-en laptop maskin plattform platform tjeneste tjenester|for tenester|for tenesta storage|service lagringstjeneste lagringsteneste lagringsløsning lagringsløysing lagringsområde arkivet magasin skap= skapet hvelv kvelv kontoret isolert isolated virtual|machine virtuell filtenar tenar tenaren serverhall infrastruktur environment= dropbox nettskjema nas= depot repository filsystem",
  dataset:
    "data= dataene dataa datasett dataset register registre= registrene opplysninger|fra opplysningar|frå opplysningene opplysningane informasjon|fra undersøkelse undersøking survey spørreskjema spørjeskjema questionnaire intervju interview results test= tests prøver karakter matrikkel statistikk tall|fra tal|frå record records helse health tax skatt meldinger",
  output:
    "celler|med cells|with celler|under cells|below færre|enn fewer|than fewer|persons undertrykk suppress avrund publisert|materiale resultatene|publiseres resultat|blir|publisert ingen|tabell no|table results|are rapporteres|bare rapporterast publiserast|berre publiseres|bare published|only reported|only",
  other_project:
    "egen|forstudie eiga|forstudie own|report earlier|report vår|egen|rapport våre|tidligere our|earlier forprosjektet tidligere|prosjekt tidlegare|prosjekt earlier|project previous|project et|annet|prosjekt eit|anna|prosjekt another|project forprosjekt pilot= i|fase|2 neste|prosjekt litteratur tidligere|forskning tidlegare|forsking earlier|studies previous|research andre|studier other|studies",
} as const satisfies Record<string, string>;

export type Concept = keyof typeof lists;

const escapeForRegExp = (text: string): string => text.replace(/[.*+?^${}()[\]\\/]/g, "\\$&");

/** A long word also counts as the last part of a compound: "analyseserver", "totrinnspålogging". */
const isLong = (form: string): boolean => /^\p{L}{6,}$/u.test(form);

/** "om|det" -> the words in a row; a stem matches from a word's start, `=` asks for the whole last word. */
const pattern = (list: string): RegExp => {
  const forms = list
    .split(/\s+/)
    .filter(Boolean)
    .map((form) => {
      const whole = form.endsWith("=");
      const words = (whole ? form.slice(0, -1) : form).split("|").map(escapeForRegExp).join('[\\s,.:;«»"()–-]{1,3}');
      return { form, text: `${words}${whole ? "(?![\\p{L}\\d])" : ""}` };
    });
  const inside = forms.filter(({ form }) => isLong(form)).map(({ text }) => text);
  const start = forms.filter(({ form }) => !isLong(form)).map(({ text }) => text);
  return new RegExp([`(?<![\\p{L}\\d])(?:${start.join("|")})`, ...(inside.length > 0 ? [`(?:${inside.join("|")})`] : [])].join("|"), "u");
};

const patterns = (Object.entries(lists) as [Concept, string][]).map(([name, list]) => [name, pattern(list)] as const);
const shapes: readonly (readonly [string, RegExp])[] = [
  ["year", /(?<!\d)(?:19|20)\d\d(?!\d)/],
  ["years", /(?<!\d)(?:19|20)\d\d\s*(?:[–-]|til|to|and|og)\s*(?:(?:19|20)\d\d|\d\d)(?!\d)/],
  ["number", /\d/],
  ["question", /\?\s*$/],
  ["ticked", /☒/],
  ["unticked", /☐/],
  ["list", /(?:[^,;]+[,;]){3}/],
  ["colon", /:/],
  ["cells", / \| /],
  ["dash_level", / [–-] /],
  ["parenthesis", /\([^)]{3,}\)/],
  ["short", /^.{0,28}$/su],
  [
    "aim",
    /(?<!\p{L})(?:prosjekt(?:et)?|studien|studia|avhandling\p{L}*|oppgåv\p{L}*|\p{L}*oppgav\p{L}*|vi|me|jeg|eg|forskning\p{L}*|forsking\p{L}*|undersøkels\p{L}*|undersøking\p{L}*|doktorgrad\p{L}*|prosjektet mitt|(?:the|this|our|my) (?:\p{L}+ )?(?:project|study|thesis|research|dissertation|paper)|we|i)\s+(?:(?:skal|vil|ønsker|ynskjer|will|aims?|wants?|seeks?|å|to|derfor|her|also|også|òg) ){0,4}(?:undersøk\p{L}*|studer\p{L}*|ser (?:på|nærmere|nærare)|se (?:på|nærmere)|sjå (?:på|nærare)|kartlegg\p{L}*|analyser\p{L}*|sammenlign\p{L}*|samanlikn\p{L}*|handl\p{L}+ om|spør\p{L}*|beskriv\p{L}*|skildr\p{L}*|følg\p{L}*|måle?r?|finne ut|investigat\p{L}*|examin\p{L}*|stud(?:y|ies)|explor\p{L}*|asks?|looks? (?:at|into)|compar\p{L}*|analys\p{L}*|describ\p{L}*|maps?|assess\p{L}*|measures?|follows?|traces?|find out)(?!\p{L})|(?<!\p{L})(?:formålet|føremålet|målet|hensikten|(?:the|our) (?:aim|purpose|objective|goal))\s+(?:(?:med|of|for) [^.]{1,60} )?(?:er|is)\s+(?:å|to)(?!\p{L})/iu,
  ],
  [
    "research_question",
    /^\W*(?:\d\W+|[a-d]\)\s*|(?:forskningsspørsmål|problemstilling|rq)\s*\d?\W+)?(?:hvordan|hvorfor|hvilke|hvilken|hva|i hvilken grad|korleis|kvifor|kva|kva for|i kva grad|how|why|what|which|to what extent|does|do|is|are|er|har|kan|om)(?!\p{L}).{25,}\?\s*$/isu,
  ],
  ["cells_few", /(?:celle|cell)\p{L}*/iu],
  ["only_no", /^\W*(?:nei|no|none|ingen|inga)\W*$/iu],
  ["starts_no", /^\W*(?:nei|no)\b/iu],
  ["starts_yes", /^\W*(?:ja|yes)\b/iu],
];

/** How results are shown so that nobody is recognised: speaks of tables, and is no reason for raw data. */
const DISCLOSURE =
  /(?:ingen|no|not|aldri|never)\s+(?:\p{L}+\s+){0,3}(?:tabell|table|cell|result|tal)|(?:result|funn|finding|tabell|table|cell|tal)\p{L}*\s+(?:[\p{L}]+\s+){0,6}?(?:publis|rapporter|report|present|vis(?:es|ast)|shown|avrund|round|færre|fewer|under|minst|at least|below)|sannsynl|konsekvens \d|likelihood/iu;

/** How files are sent, which says nothing of where they are kept. */
const TRANSFER =
  /^\W*(?:\d+\W+)?(?:overfør|transfer|oversend|sending|utlevering av|levering)|(?:sender|sendes|sendast|sent|send|overfør\p{L}*|transferred|delivered|leveres)\s+(?:[\p{L}\d]+\s+){0,5}(?:kryptert|krypterte|encrypted|via|gjennom|through)/iu;

/** Names of the concepts and shapes found in a text (lower-cased within). */
export const conceptsOf = (text: string): string[] => {
  const lower = text.toLowerCase();
  const found: string[] = [];
  for (const [name, regex] of patterns) if (regex.test(lower)) found.push(name);
  for (const [name, regex] of shapes) if (regex.test(text)) found.push(name);
  if (namesLinker(text)) found.push("agent_link");
  if (namesKeeper(text)) found.push("agent_keep");
  const actor = namesActor(text);
  if (actor && text.length <= 45 && !found.includes("negation")) found.push("short_actor");
  if (found.includes("harm") && !found.includes("benefit")) found.push("harm_only");
  if (found.includes("benefit") && !found.includes("harm") && !found.includes("weigh")) found.push("benefit_only");
  if (TRANSFER.test(text)) found.push("transfer");
  if (deniesLinkage(text)) found.push("no_link");
  if (found.includes("aggregate") && DISCLOSURE.test(text) && !found.includes("insufficient")) found.push("disclosure");
  return found;
};
