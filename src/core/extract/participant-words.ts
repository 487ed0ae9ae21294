/** Words by which a message says who gets to see the data, who does not, and whom it speaks of without a name. */

const START = "(?<![\\p{L}\\d])";
const END = "(?![\\p{L}\\d])";
const words = (source: string, flags = "iu"): RegExp => new RegExp(`${START}(?:${source})${END}`, flags);

/** Having access said outright, in any of the languages. */
export const ACCESS = words(
  "tilgang\\p{L}*|datatilgang\\p{L}*|lesetilgang\\p{L}*|tilgjenge\\p{L}*|innsyn|adgang|access|accessed|accessible|credentials|user accounts?|named users|authori[sz]ed (?:users?|persons?|to)|autoriser\\p{L}*|(?:har|får|ha|få|gis|gjevast) (?:\\p{L}+ ){0,2}(?:pålogging|innlogging|brukerkonto\\p{L}*|brukarkonto\\p{L}*|konto|nøkkel)|(?:pålogging|innlogging|nøkkel) (?:har|får)|brukere? (?:i|av|på)|brukar(?:ar)? (?:i|av|på)|tilgång|åtkomst|adgangen|lukker opp|key and log-?in|(?:readers?|lesere|lesarar|data users?[^:.]{0,20}|(?:på|on) (?:the )?(?:filene|dataene|data|files?)|(?:who sees|hvem ser|kven ser)[^:.]{0,20})(?=\\s*:)|hands on (?:the )?data|(?:skal|får|vil|kan) (?:\\p{L}+ )?inn i (?:dataene|filene|materialet|mappene)|(?:får|fær|skal|vil|kan) (?:\\p{L}+ ){0,2}(?:se|sjå|lese) (?:tallene|tala|dataene|filene|opplysningene|opplysningane|sakene|sakane|mappene|dokumentene|datagrunnlaget)|(?:på|med|i) (?:dataene|filene|materialet|opplysningene|opplysningane|data) (?:arbeid[ea]r|jobb[ea]r|sitter|sit)",
);
const HANDLE =
  "leses?|lese|les|lesne|lest|analysert|kodet|koda|behandlet|behandla|analy[sz]ed|coded|åpnes?|åpner|åpne|opnes?|opnar?|opna|brukes?|bruke|bruker|brukar|nyttes?|nytta|ser|se|sjå|ser på|analyserer?|analyseres|analyserar|behandles?|behandle|behandler|behandlar|handsamar?|håndterer?|håndteres|handterar?|bearbeider?|bearbeidar?|koder?|kodar?|kode|arbeider? (?:\\p{L}+ ){0,2}(?:med|i)|arbeidar? (?:\\p{L}+ ){0,2}(?:med|i)|jobber? (?:\\p{L}+ ){0,2}med|jobbe (?:\\p{L}+ ){0,2}med|sitter på|sit på|reads?|read|opens?|opened|open|see|sees|use|uses|used|handled?|handles|analy[sz]es?|process|processes|processed|work(?:s|ing)? (?:\\p{L}+ ){0,2}(?:with|in)|codes?|enter|log in";
const MATERIAL =
  "\\p{L}*data|dataene|datasett\\p{L}*|datafil\\p{L}*|\\p{L}*opplysning\\p{L}*|\\p{L}*filer?|\\p{L}*filene|\\p{L}*mappe\\p{L}*|\\p{L}*dokument\\p{L}*|vedtak\\p{L}*|journal(?:ar|er|ane|ene)|materialet?|saker|sakene|sakane|saksdokument\\p{L}*|registeruttrekk\\p{L}*|files?|records?|documents?|decisions|material|microdata|information|case files|enclave|secure (?:area|zone|environment)";
const HANDLES = words(
  `(?:${HANDLE})${END}[^.;\\n]{0,70}${START}(?:${MATERIAL})|(?:${MATERIAL})${END}[^.;\\n]{0,60}${START}(?:${HANDLE})|(?:les|leser|lese|arbeid[ea]r|jobb[ea]r) (?:sammen|saman) med (?:meg|henne|ham|han)|(?:gjør|gjer|does|do) (?:alle |all )?(?:the )?(?:analysene|analysane|analyses)|i prosjektet (?:arbeid[ea]r|jobb[ea]r|deltar|deltek)`,
);

/** Sentences with a word for access that give it to nobody: applying for it, granting it, keeping records of it. */
const NOT_GIVEN = words(
  "(?:søker|søkjer|søke|søkjer om|ber|bed|apply|applying|applies|request|requests|would like|wish|søknad|application|(?:vi|jeg|eg|we|i|project|prosjektet) (?:\\p{L}+ ){0,2}(?:ønsker|ønskjer|need|needs|trenger|treng))(?: (?:\\p{L}+)){0,5} (?:tilgang|innsyn|tilgjenge|access)|(?:innlogging|pålogging|log-?in|tilgang|tilgangen|tilgjenge|access)(?: (?:til|to) (?:\\p{L}+ ){1,3})? ?(?:krever|krev|requires?|skjer|skjer med|utløper|expires?|bestilles|bestillast|gjennomgås|logges|loggføres|står i|opnar|står i ei liste|is reviewed|are reviewed|is logged|happens|takes place|trekkes|slettes|avsluttes)|(?:granting|removing|gi|gir|gives?|grants?) (?:\\p{L}+ ){0,3}(?:access|tilgang)|(?:lagring|storage|roller|sikkerhet|sikkerheit|security|tryggleik),? (?:og |and )?(?:tilgang|access)|tilgang,? (?:og|and) (?:sikkerhet|sikkerheit|lagring|avvei\\p{L}*)|(?:søknad|application|spørsmål|questions|dispensasjon) (?:om|about|for|on)|right of access|rett til innsyn|retten til innsyn|innsynsrett|tilgangslista|tilgangslisten|open access|public access|åpen tilgang",
);
/** Somebody grants, removes or reviews access; those are not the ones who get it. */
export const GRANTS = words(
  "(?:gis|gjevast|vert gjeve|blir gitt|godkjennes|godkjennast|godkjent|tildeles|tildelast|administreres|administrert|kontrolleres|kontrollert|gjennomgås|bestilles|styres|styrt|approved|granted|managed|reviewed|controlled|administered|assigned|driftes|drifta) (?:av|by)|(?:gir|gjev|godkjenner|godkjenner|tildeler|tildeler|administrerer|administrerar|approves|grants|controls|administers|reviews|kontrollerer|gjennomgår|drifter|trekker tilbake|oppretter|opens and closes|kan gi|melder|melde|melder fra)(?: \\p{L}+){0,3} (?:tilgang\\p{L}*|access|accounts?|konto\\p{L}*|members|brukere|logg\\p{L}*|serveren|skriftleg)",
);
const GIVES_TO = words(
  "(?:gis|gjevast|gitt|gjeven|given|granted|tildeles|får|har|skal ha|vil ha|få|ha|have|has|get|gets) (?:\\p{L}+ ){0,4}(?:til|tilgang|to|access|innsyn)",
);

/** Access talked over with somebody. */
const DISCUSSED = words(
  "(?:drøfte[rt]?|drøfta|diskuter\\p{L}*|discuss(?:ed)?|snakket|snakka|avtalt|avtalte|agreed|avklart|avklarte|spurt) (?:\\p{L}+ ){0,3}(?:tilgang|innsyn|access)\\p{L}*",
);

/** How plainly a sentence says that those in it get to see the data: 0 not at all, 1 outright. */
export const accessIn = (sentence: string): number => {
  if (DISCUSSED.test(sentence)) return 0;
  if (NOT_GIVEN.test(sentence) && !GIVES_TO.test(sentence)) return 0;
  if (ACCESS.test(sentence)) return GRANTS.test(sentence) && !GIVES_TO.test(sentence) ? 0 : 1;
  return HANDLES.test(sentence) ? 0.6 : 0;
};

/** Nobody but those named: no denial. */
export const NOBODY_ELSE = words(
  "(?:ingen|inga|ikke|ikkje) (?:andre|annen|annan|flere|fleire|utover|utenom|utanom|eksterne|studenter)(?: (?:enn|personer|personar|i|får|fær|har|enn meg|skal|og eksterne|eller eksterne))*|ingen (?:utenom|utanom|utover)|no ?(?:one|body) (?:else|other than|but|except)|no others?|and no others|nobody else|ikke andre|ikkje andre|fler(?:e)? blir det ikke|none other",
  "giu",
);
/** Access denied; what stands after it is not about the data themselves where it names the key. */
export const DENIED = words(
  "(?:skal|vil|får|fær|har|kan|må|will|shall|do|does|can|may|has|have|get|gets|ser|is|are|er|bør)?,? ?(?:derfor |likevel |heller |therefore |dog )?(?:ikke|ikkje|ingen|aldri|aldrig|inte|uten|utan|not|no|never|without|neither|verken|verken har|inga)(?: (?:få|ha|have|get|be given|be granted|given|granted|gain|får|har|noe|noko|any|direkte|direct|rett til|selv|sjølv|lenger|kunne|kan|be able to|to|behov for|need|need for|vere|være|with|any))* (?:\\p{L}*tilgang\\p{L}*|innsyn|tilgjenge|adgang|pålogging\\p{L}*|access|log in|logge (?:seg )?(?:inn|på)|sjå|se|ser|lese|leser|les|åpne|opne|see|read|open|use|bruke|bruker|handle|behandler?|behandle|arbeide med|work with|involved|delta|deltar|deltek|part of)|(?:ser|sjå|se|får|fær|mottar|møter|bruker|brukar|nyttar|arbeider med|arbeidar med|sees?|receives?|gets?|works? (?:with|on)|uses?|discuss(?:es)?|diskuterer|use|working with|veileder på)(?: \\p{L}+){0,3} (?:published|publiserte?|aggregerte?|aggregate|aggregated|ferdige?|anonyme?|anonymiserte|anonymi[sz]ed|syntetiske|synthetic|samandrag|sammendrag|results|resultater?|resultat|tabeller|tabellar|tables|rapporter?|reports)|(?:only|kun|bare|berre) (?:ser|får|see|sees|receives?|get|gets|works?) (?:\\p{L}+ ){0,3}(?:tables|tabeller|tabellar|results|resultat\\p{L}*|rapport\\p{L}*|aggregate\\p{L}*)|(?:tilgang|innsyn|access|tilgjenge) (?:kun |bare |berre |only )?(?:til|to|i|in) (?:anonym|aggreg|syntet|synth|publi|ferdige|avidentifiserte tabeller)\\p{L}*|ikke[- ]?tilgang|(?:no|without) (?:\\p{L}+[- ])?access|(?:will|do|does|shall|får det|gjør det) (?:not|ikke|ikkje)(?=[\\s.,;]|$)|^(?:without|uten|utan)(?=:)|(?<=[.;] )(?:without|uten|utan)(?=:)|bistår (?:kun|bare|berre)|\\p{L}+ (?:kun|bare|berre) (?:manus|utkast)\\p{L}*|(?:les|leser|reads?|comments? on|kommenterer) (?:kun |bare |berre |only )?(?:utkast|drafts|manuskript|artikkelutkast|kapittelutkast)\\p{L}*",
  "giu",
);
/** What a denial may be about without taking anything from the person. */
export const NOT_THE_DATA =
  /^[^.;]{0,25}(?:nøkkel|key|direkte identif|direct(?:ly)? identif|navn|namn|names|fødselsnummer|internet|utskrift|print|admin)/iu;

/** The persons named are all of them. */
export const ONLY = words(
  "bare|kun|berre|utelukkende|only|sole|solely|eneste|einaste|alene|åleine|alone|ingen andre|ingen annen|ingen annan|ingen utenom|ingen utanom|no one else|nobody else|no others|restricted to|limited to|begrenset til|avgrenset til|avgrensa til|avgrensar seg til|exclusively|ingen andre enn|flere blir det ikke|fleire er det ikkje|altså|these are the|namely|følgende|følgjande|fylgjande",
);

/** Those named before: "alle tre", "these four". */
export const ALL_OF_THEM = words(
  "alle (?:de )?(?:to|tre|fire|fem|seks|sju|ovennevnte|ovanfor|over|nevnte|nemnde|som er nevnt|ovenfor)|(?:disse|desse|de|dei|vi) (?:to|tre|fire|fem|seks)|begge(?: to)?|samtlige|samtlege|tabellen viser alle|these (?:two|three|four|five|six|people|persons)|we (?:two|three|four)|all (?:of (?:them|the above|us)|two|three|four|five|six|named|the above|persons named)|the (?:two|three|four|five|six) of (?:us|them)|both(?: of (?:them|us))?|everyone (?:named|listed|mentioned)|disse(?= (?:får|har|skal|vil|er|kan))|desse(?= (?:får|har|skal|vil|er|kan))|de nevnte|dei nemnde",
);
const NUMBERS: Readonly<Record<string, number>> = {
  to: 2,
  tre: 3,
  fire: 4,
  fem: 5,
  seks: 6,
  sju: 7,
  begge: 2,
  both: 2,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
};
/** The number of persons that a phrase speaks of, where it says one. */
export const numberIn = (phrase: string): number | null =>
  phrase
    .toLowerCase()
    .split(/\s+/)
    .map((word) => NUMBERS[word])
    .find((number) => number !== undefined) ?? null;

/** The writer. */
export const SELF_WORD =
  /(?<![\p{L}\d])(?:undertegnede|underteikna|undertegna|underskrivne|underskriven|the undersigned|meg selv|meg sjølv|jeg selv|eg sjølv|myself|jeg|eg|meg|undertecknad|(?<=(?:only|and|than|but|besides|except|access|who): ?|(?:only|and|than|but|besides|except) |: ?)me(?= ?(?:[(,;.]|$|and |alone))|I)(?![\p{L}\d’']|-|\.\p{L})/giu;
/** The project leader without a name. */
export const LEADER_WORD =
  /(?<![\p{L}\d])(?:prosjekt-?(?:leder|leiar)(?:en)?|prosjektansvarlig|prosjektansvarleg|(?:the )?project (?:leader|manager|lead|head)|(?:the )?principal investigator|the pi|pi|pl(?=\s*[+&,]|\s(?:og|and)\s)|projektleder(?:en)?|projektledaren)(?![\p{L}\d’'])/giu;
/** The participants without their names. */
export const GROUP_WORD =
  /(?<![\p{L}\d])(?:prosjekt(?:medarbeid[ea]r|delta[ck][ea]r)(?:e|ne|ane|ar)?|(?:the )?(?:project|team) (?:members|participants|staff))(?![\p{L}\d’'])/giu;
/** The writer's supervisor without a name. */
export const SUPERVISOR_WORD =
  /(?<![\p{L}\d])(?:(?:hoved|hovud)?(?:veileder|rettleiar|vegleiar)(?:en|ane|ene|ne|e)?(?: (?:min|mine|hennes|hans|hennar|vår))?|(?:main |principal )?supervisors?|vejleder(?:en)?|handledare)(?![\p{L}\d’'])/giu;
export const IS_SUPERVISOR = /(?<!\p{L})(?:hoved|hovud)?(?:veileder|rettleiar|vegleiar|vejleder|supervisor|handledare|promotor)(?:en)?(?!\p{L})/iu;

/** "Ingen andre gis adgang.", "Andre skal ikke se materialet.", "No one else.": those named right before are all of them. */
export const NO_OTHERS =
  /^(?:(?:ingen|inga|ikke|ikkje) (?:andre|fleire|flere)|andre (?:enn (?:disse|desse) )?(?:skal|får|fær|vil|har|kan|gis) (?:ikke|ikkje)|no ?one else|nobody else|no others?|no other (?:person|people|member|researcher)\p{L}*|others (?:will|shall|do|may) not)(?![\p{L}])[^.]{0,70}\.?$/iu;
/** "Vi blir fire som skal arbeide med dataene": who they are is said in what follows. */
export const COUNTED =
  /(?<!\p{L})(?:vi|we|det|there|dei|de|they) (?:blir|er|vert|are|will be) (?:bare |kun |berre |only |i alt |altogether )?(?:to|tre|fire|fem|seks|sju|two|three|four|five|six)(?!\p{L})/iu;
/** A label or heading that names those with access. */
export const ACCESS_LABEL = words(
  "på (?:filene|dataene|data)|hands on (?:the )?data|readers|lesere|lesarar|data users[^:]{0,20}|(?:hvem|kven|who) (?:gjennomfører|utfører|gjer arbeidet|gjør arbeidet|carries out[^:]{0,20}|ser|sees)|(?:har|få|får|skal ha|ha|have|med|with|uten|utan|gets?|given)[^:]{0,20} (?:tilgang|innsyn|access|tilgjenge)|tilgang til (?:data|opplysning|dokument|person|materiale|sak|fil)\\p{L}*|access to[^:]{0,30}(?:data|information|documents|files|records)|(?:som|who|der)(?: \\p{L}+){0,3} (?:behandler|behandlar|behandle|arbeide med|arbeider med|arbeidar med|jobbe med|jobber med|work with|works with|working with|handle|handles|lese|leser|read|see|ser|process|bruker|brukar|use)\\p{L}*|(?:skal|får|vil|kan|will|can|may|gets to|get to) (?:sjå|se|see|lese|read|open|åpne|opne)|(?:prosjekt)?delta[ck]\\p{L}*|deltagande\\p{L}*|prosjektmedlem\\p{L}*|(?:får|har|gis) (?:brukerkonto|brukarkonto|konto)|(?:prosjekt)?medarbeid[ea]r\\p{L}*|participants?|team members|forskerne|forskarane|tilgang|access|tilgjenge|innsyn|brukarar|brukere|users|data access",
);
/** Of labels, those that speak of access and not of membership alone. */
export const SPEAKS_OF_ACCESS =
  /tilgang|access|tilgjenge|innsyn|adgang|lese|les |åpne|opne|behandle|handsam|handle|work(?:s|ing)? with|arbeid(?:e|er|ar)? med|jobbe|konto|autoris|authori|users|bruker|brukar|readers|lesarar|på (?:filene|data)|hands on|sees/iu;
/** Persons in a sentence that speaks of what is not this project: authors, committees, former work, thanks. */
export const OTHER_WORK = words(
  "opponent\\p{L}*|bedømmelse\\p{L}*|komité\\p{L}*|committee|takk til|thanks|medforfatter\\p{L}*|co-?authors?|authors? of|forfatter\\p{L}*|publikasjon\\p{L}*|publications?|tidligere prosjekt|pilot\\p{L}*|sister (?:study|project)|fagfelle\\p{L}*|fagfelle\\p{L}*|reviewers?|reviewed|mottakere av resultat\\p{L}*|kontaktperson ved|budsjett|budget|oppdragsgiver\\p{L}*|vitenskapelig råd|scientific board|rådet|litteratur|references|informant\\p{L}*|bøker|books?|phd supervision|(?:kan|may|might) kanskje|godkjent av|signert av|signed by|sign\\.|kopi|ved personvernombud\\p{L}*",
);
/** "De tre i B5", "the four on the list": whoever another place names. */
export const POINTS_ELSEWHERE =
  /(?<!\p{L})(?:to|tre|fire|fem|seks|sju|two|three|four|five|six|dei|de|those|the persons|personene|personane)(?: (?:personene|personane|persons|forskerne))? (?:(?:som er |som vert |who are )?(?:nevnt|nemnt|nemnde|named|listed|oppført|kryssa av|krysset av|oppgitt|navngitt)|i [A-Z]?\d|på \p{L}*lista|på \p{L}*listen|on the list|in (?:section|point|item|[A-Z]?\d)|under punkt|i punkt)/iu;
/** "Also", "besides": the persons named come beside the project leader. */
export const BESIDE_LEADER =
  /(?<!\p{L})(?:også|òg|also|too|i tillegg|in addition|besides|øvrige|øvrige|andre (?:som|med|personer|personar)|other (?:persons|people|participants)|foruten|forutan|utenom prosjektleder|ellers|elles|for øvrig|forøvrig|otherwise|furthermore|dessuten|dessutan)(?!\p{L})/iu;
/** Groups without names: a denial said of them is not said of the person named before. */
export const GENERIC =
  /(?<!\p{L})(?:\p{L}*student(?:er|ar|ene|ane|s)|\p{L}*assistent(?:er|ar|ene|ane)|assistants|interns|volunteers|ansatte|tilsette|others|andre|gruppen|gruppa|\p{L}*gruppene|\p{L}*panelet|board|committee|panel|leverandør\p{L}*|partner(?:s|e|ar|ne|ane)|it-\p{L}+|drift\p{L}*|seven more staff|transkriptør\p{L}*|komit\p{L}+|opponent\p{L}*|fotograf\p{L}*|formidl\p{L}*)(?!\p{L})/iu;
/** "Who." as a heading within a paragraph. */
export const WHO =
  /^(?:\p{L}\)|\d+[.)])?\s*(?:who|hvem|kven)(?: (?:får|skal|kan|vil|will|may|can)(?: \p{L}+)? (?:lese|se|sjå|read|see|åpne|opne|open|bruke|use)| (?:has|have|gets?|får|har|skal ha|vil ha) (?:\p{L}+ ){0,2}(?:access|tilgang|innsyn))?\s*[.:?]$/iu;
/** The name of an application or a form is no label for those who get access. */
export const APPLICATION =
  /(?<!\p{L})(?:søknad\p{L}*|søkjer|application|request\p{L}*|\p{L}*skjema\p{L}*|form|antrag|ansökan|ansøgning|dispensasjon|routines?|rutin\p{L}*|styring|kontroll|control|lagring|storage|sikkerh?e?i?t)(?!\p{L})/iu;
