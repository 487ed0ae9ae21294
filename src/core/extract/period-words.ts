/** What words around a date say about it: that something starts or ends, that it is the project, or that it is something else. */

const word = (source: string, flags = "giu"): RegExp => new RegExp(`(?<!\\p{L})(?:${source})(?!\\p{L})`, flags);

/** The project begins. */
export const START = word(
  "(?:prosjekt|projekt|studie)?(?:opp)?start(?:s?dato(?:en)?|datum|tidspunkt(?:et)?|dag(?:en)?|en)?|(?:opp)?start(?:er|ar|es|ast|et|ed|s|a|e|ing|ades|as)|starting date|begynnelse(?:n)?|begyn(?:n|ner|te|ne|der|dte|t)|byrj(?:e|a|ar|ing|inga)|börjar?|begin(?:s|ning)?|began|begun|commence(?:s|d|ment)?|commencing|(?:tar|tok|tek|tek|ta|tatt|take) til|ta(?:r|ke)? to|(?:sett(?:es|ast|er|ar|e|a)?|sette?s?|setj(?:e|ast)|set|gå(?:r)?|komme?r?|kjem|kom) (?:\\p{L}{1,12} ){0,2}i gang|(?:er|være|vere|vera) i gang|igangset(?:t|j)?(?:e|es|ast|ing|jing|else|elsen)?|igangsatt|iverksett?(?:es|ast|ing)?|iverksatt|påbegyn(?:nes|des|t|nelse)|påbyrj(?:ast|a)|kick(?:s|ed)?[ -]?off|launch(?:es|ed)?|åpne[rs]|opna(?:r|st)|opens|(?:get|gets|got|getting) under ?way|vart siden|vart sidan|first day|(?:første|fyrste|första) dag(?:en)?|inleds|påbörjas|opptakt",
);
/** The project ends. */
export const END = word(
  "(?:prosjekt|projekt)?slutt?(?:dato(?:en)?|datum|tidspunkt(?:et)?|dag(?:en)?|en|føring(?:en)?|ført|føres?|førast)?|slut(?:ter|tar|ar|t)|avslut(?:t|te|ter|tar|tet|ta|tes|tast|ning|ninga|ningen|ting|tinga|ad|as|ar|ning|tende)|afslut(?:tes|tet|ning)|opphør(?:er|et|t|e)?|opphøyr(?:er|t|e)?|upphör|ophører|end(?:s|ed|ing)?|end[ae]r|enddato|terminat(?:es|ed|e|ion)|complet(?:ion|e|ed|es)|conclu(?:de|des|ded|sion)|finish(?:es|ed)?|wrap(?:s|ped)? up|clos(?:es|ed|ing date|ure)|ferdig(?:e|stilles?|stilt|stillast)?|færdig|fullfør(?:es|t|ast|e)?|lukk(?:es|ast|et|a)|i hamn|i havn|i mål|siste dag(?:en)?|sista dagen|(?:last|final) day|(?:er|is|be|blir|være|vere) over|utløper|går ut",
);
/** A thesis is handed in: an end where the project is a thesis. */
export const HAND_IN = word(
  "innlever(?:ing|inga|es|ast|er)|lever(?:es|ast|er|ing|inga)|hand(?:ed|s)? in|submit(?:s|ting)?|hand-in|submission|submitted|disputas(?:en)?|defen[cs]e|viva",
);
/** Data go: the end of the processing where the project's own end is not given. */
export const DELETION = word(
  "slett(?:es|ast|ing|inga|a|et|er|ar)?|slett(?:e)?dato|sletning|makuler(?:es|ast|t|ing)|destruer(?:es|ast|t)|tilintetgj(?:øres|ort)|delet(?:e|ed|es|ion)|eras(?:e|ed|ure)|destroy(?:ed|s)?|destruction|destructed|gallr(?:as|ing)|radera(?:s|de)|retention|lagringstid|oppbevaringstid|oppbevar(?:es|ast)",
);
/** The data are needed no longer. */
export const NEED_ENDS =
  /(?<!\p{L})(?:(?:ikke|ikkje|ingen|inga|inte|no|not) (?:\p{L}{1,14} ){0,3}?(?:lenger|lengre|lengere|longer|meir|mer|further)[^.;]{0,50}?(?:behov|bruk|nødvendig|naudsyn|trenge|treng|need|necessary|require|use)\p{L}*|(?:treng(?:er|s|st)?|need(?:ed)?|behov|bruk)[^.;]{0,60}?(?:ikke|ikkje|inte|no|not) (?:\p{L}{1,14} ){0,4}?(?:lenger|lengre|mer|meir|any ?more|longer)|(?:behov|need|necessity)(?:et|en|s)?[^.;,]{0,60}?(?:opphør|bortfall|fell bort|faller bort|falle|cease|lapse|end)\p{L}*|ingen (?:\p{L}{1,12} ){0,3}(?:behov|bruk)|no (?:\p{L}{1,12} ){0,2}(?:need|use)|(?:ikke|ikkje) (?:\p{L}{1,12} ){0,2}(?:behov|bruk|nødvendige?)|(?:ikke|ikkje) opplysnings?\p{L}*|(?:not|never) needed)(?!\p{L})/giu;
/** The project goes on in a stretch of time. */
export const LASTS = word(
  "var(?:er|e|te|t|ar|a|ede)|løp(?:er|e)|løb(?:er|e)|går|gå|gjekk|gikk|pågå(?:r)?|foregå(?:r)?|føregår|gjennomfør(?:es|ast|e)|run(?:s|ning)?|last(?:s|ing)?|takes? place|continue(?:s)?|carried out|conducted|brukes|brukast|nyttast|benyttes|used|utføres|utførast|scheduled|planlagt|planned|set to|strekk(?:er|jer) seg|held(?:er)? på|holder på|behov|treng(?:er|s|st|e)?|need(?:s|ed)?|process(?:ed|ing)?|handsam(?:e|ast|ar)|behandl(?:e|es|er|ar)|er|is|are|blir|covers?|dekker|dekkjer|span(?:s)?|work(?:ing)?|pågår|löper|arbeid(?:er|e|ar)?",
);
/** A noun that names the project's own stretch of time. */
export const PERIOD_NOUN = word(
  "(?:prosjekt|projekt|forskings|forsknings|behandlings|gjennomførings)(?:periode?n?|perioda|tid(?:en|a)?)|(?:prosjektet|prosjektets|projektets|studiens)(?: si)? (?:periode|varighet|varigheit|levetid|tidsramme)|varighet(?:en)?|varigheit(?:a)?|varaktighet|varighed|tidsramme(?:n|a)?|tidsrom(?:met)? for (?:prosjektet|behandlingen)|(?:project|study|research|processing|life) ?(?:period|duration|span|time|dates)|duration|time ?frame|life ?span|levetid|period of the project|hvor lenge|kor lenge|how long|project's (?:period|duration)",
);
/** What is the project itself: what follows is about it. */
export const PROJECT = word(
  "(?:del|forsknings|forskings|doktorgrads|doktor|ph\\.?d\\.?-|phd-|master|hoved|hovud|bok|forsker|samarbeids)?-?(?:prosjekt|projekt)(?:et|ets|a)?|project(?:'s)?|(?:forskings|forsknings|kohort|register)?studi(?:en|ens|a|e|um)|study|undersøkels(?:e|en)|undersøgels(?:e|en)|undersökning(?:en)?|afhandling(?:en)?|undersøking(?:a)?|forskning(?:en)?|forsking(?:a)?|research|(?:prosjekt|forsknings|avhandlings)?arbeid(?:et)?|work|(?:data)?behandling(?:en|a)?|processing|handsaming(?:a)?|oppdrag(?:et)?|utgreiing(?:a)?|utredning(?:en|a)?|evaluering(?:en|a)?|evaluation|kartlegging(?:en|a)?|avhandling(?:en|a)?|avhandlingsarbeid(?:et)?|thesis|dissertation|(?:master|bachelor|hoved|doktor|ph\\.?d\\.?-)?oppg[aå]v[ea]n?|ph\\.?d|doktorgrad(?:en|a)?|doktorgradsløp(?:et)?|doctora(?:te|l work)|master|registerdel(?:en)?|register part|part of the project|task \\d(?:\\.\\d)?|tiltak(?:et)?|boka|boken|arbeidet",
);
export const SELF = word("vi|we|jeg|eg|jag|i|oss|our|vår|vårt|mitt|my");
/** What is not the project, though it has a beginning and an end. */
export const OTHER = word(
  "(?:tidligere|tidlegare|forrige|førre|foregående|earlier|previous|former|past|last) (?:\\p{L}{1,20} ){0,2}?(?:prosjekt\\p{L}*|project|version|versjon\\p{L}*|studi\\p{L}*|study|period\\p{L}*|draft|utkast\\p{L}*|waves?)|forstudi\\p{L}*|førprosjekt\\p{L}*|forprosjekt\\p{L}*|pilot\\p{L}*|[\\p{L}-]*(?:ansettelse|ansettels|tilsetj|tilsett|stilling|permisjon|stipend|kontrakt|avtale|bevilg|løyving|finansier|utlysning|utlysing|godkjen|tilråd|vedtak|tillatelse|løyve|dispensasjon)\\p{L}*|ansatt|tilsatt|employ\\p{L}*|fellowship|scholarship|leave|contracts?|agreement|grants?|funding|funded|funds|programme|program(?:met)?|call|sent(?:er|ret|eret)|centre|center|approv\\p{L}*|clearance|permission|permit\\p{L}*|licen[cs]e\\p{L}*|versjon\\p{L}*|version|kurs(?:et)?|(?:summer )?school|konferanse\\p{L}*|conference|seminar\\p{L}*|workshop\\p{L}*|artik(?:kel|kelen|ler|lar|lane|lene)\\p{L}*|articles?|papers?|rapport\\p{L}*|sluttrapport\\p{L}*|report|intervju\\p{L}*|interviews?|survey|spørreundersøk\\p{L}*|feltarbeid\\p{L}*|fieldwork|datainnsaml\\p{L}*|datainnhent\\p{L}*|data collection|uttrekk\\p{L}*|kapit\\p{L}*|chapters?|manus\\p{L}*|(?:gjeste|utenlands|utanlands|forsknings)opphold\\p{L}*|research (?:visit|stay)|koding(?:en|a)?|coding|koble til|nettverk\\p{L}*|network|veileder\\p{L}*|rettleiar\\p{L}*|supervisor\\p{L}*|stillingen|lov(?:en|a|endring\\p{L}*)|act|pandemi\\p{L}*|oppfølgingstid\\p{L}*|follow-up|contact file|logg(?:en|ene|er|ane)|logs?|log files?|reserv\\p{L}* seg|rett(?:en|a) til|programmet|newsletter|nyhetsbrev|kontaktfil\\p{L}*|nøkkel\\p{L}*|key|koblingsnøkkel\\p{L}*",
);
/** Persons, cases and records that data are about. */
export const DATA = word(
  "personer|personar|persons|people|individuals|individ|søk(?:te|nad|nader|nadar|ere|arar|jarar)|asylsøk\\p{L}*|avslag|avgj\\p{L}*|fatt(?:et|a)|vedtak\\p{L}*|decisions?|decided|applied|applicants|applications|arriv\\p{L}*|ankom\\p{L}*|innvilg\\p{L}*|granted|refused|saker|saka?ne|cases|files from|records (?:of|from)|dataset|årgang\\p{L}*|data fra|data for|data from|utvalg(?:et)?|utval(?:et)?|sample|kohort\\p{L}*|cohorts?|populasjon\\p{L}*|population|bosatt|busett\\p{L}*|født|fødd|born|innvandr\\p{L}*|familiane|variabl\\p{L}*|opplysning(?:er|ar) (?:om|for|fra|frå)|datakild\\p{L}*|datagrunnlag\\p{L}*|flytt\\p{L}*|inntekt\\p{L}*|sysselsett\\p{L}*|income|employment",
);
/** Something was approved, sent, signed: a date of an act, not of a period. */
export const EVENT = word(
  "godkjen(?:t|d|te|de|ne|nes|ninga?|ningen)|approved|vedtatt|vedteke|vedtok|signert|signed|inngått|oppdatert|oppdatering|updated|revi(?:dert|sjon|deres|derast|sed|sion|ew)|review|tilrådd?|tilråding(?:a|en)?|tilrådning|uttal(?:t|else|te)|vurdert?e?|drøft(?:et|a)|sendt?|sende|sent|mottatt|motteken|received|replied|svart?e|svar|søknadsfrist|frist(?:en)?|deadline|utlever(?:t|es|ing)|levert|delivered|født|fødd|born|publiser(?:es|t|ing)|published|utgitt|trådte i kraft|lyst ut|utlyst|innvilget|granted|awarded|tildel(?:t|te)|bevilget|datert|dated|versjon|version|endret|endra|changed|extend(?:ed)?|forleng(?:es|ast|et|else)|intervju(?:a|et)|samtykk\\p{L}*|ansatt|tilsett|appointed|møte(?:t)?|meeting|appreciate|reply|ønsk(?:er|jer) (?:\\p{L}{1,12} ){0,2}data|vedtaket av|ble lansert|gjelder fra|effective",
);
/** A sentence that makes another period the project's own. */
export const SAME_PERIOD =
  /(?<!\p{L})(?:(?:prosjekt|project|studie)\p{L}*(?:'s)?[^.;\n]{0,60}?(?:den samme|det samme|det same|den same|the same|tilsvar\p{L}*|sammenfall\p{L}*|samanfall\p{L}*|coincid\p{L}*|identical|identisk|same dates|stipendstart\p{L}*|stipendperiod\p{L}*)|(?:som (?:òg|også|samtidig)|which is (?:also )?|også er|òg er|samme som|same as|lik|tilsvarer)[^.;\n]{0,20}?(?:prosjektperiod\p{L}*|prosjektets \p{L}+|the (?:project )?period(?: of the project)?|project period))(?!\p{L})/iu;
/** Parts of the work plan. */
export const WORK_PACKAGE = word(
  "(?:arbeidspakk[ea]n?|work ?packages?|wp|ap|fase|phase|trinn|step|steg|milepæl|milestone|delstudie|delmål) ?[\\dIVX]{0,3}",
);
export const TIME_PLAN = word(
  "tids?plan(?:en)?|(?:fram|frem)drift(?:s?plan(?:en)?)?|work ?plan|time ?line|time ?table|time ?plan|schedule|milestones?|milepæl(?:er|ar)?|gjennomføring(?:splan)?|arbeidspakker?|arbeidspakkar|work ?packages?|planning|progress(?: plan)?|gantt|aktivitet(?:er|splan)?|activity|activities|fase(?:r|plan)?|phases?",
);

/** Label that names a kind of date that is never the project's. */
const OTHER_LABEL = word(
  "dato|date|versjon\\p{L}*|version\\p{L}*|sted|stad|place|signatur\\p{L}*|signature|underskrift|godkjen\\p{L}*|approv\\p{L}*|fødsel\\p{L}*|født|born|utvalg\\p{L}*|utval|sample|populasjon\\p{L}*|population|dataperiode\\p{L}*|datasett|datakild\\p{L}*|data period|data|variab\\p{L}*|finansier\\p{L}*|funding|financing|økonomi|budsjett|budget|stilling\\p{L}*|ansettelse\\p{L}*|tilsetjing\\p{L}*|arbeidserfaring|employment|education|utdanning\\p{L}*|erfaring|experience|sendt|sent|mal|revisjon\\p{L}*|review|frist\\p{L}*|deadline|tilråding\\p{L}*|rek|ombud\\p{L}*|personvernombud\\p{L}*|publikasjon\\p{L}*|publications?|kobling\\p{L}*|kopling\\p{L}*|linkage|referanse\\p{L}*|oppdatert|endret|emne|subject",
  "iu",
);
const STRONG_PERIOD_LABEL = word(
  "(?:prosjekt|projekt|behandlings|gjennomførings)(?:periode?n?|perioda|tid(?:en|a)?)|varighet(?:en)?|varigheit(?:a)?|varaktighet|varighed|project (?:period|duration|dates)|duration|tidsramme\\p{L}*|time ?frame|life ?span|levetid|(?:tidsrom|tidsperiode|periode) for (?:prosjektet|behandlingen)|hvor lenge|kor lenge|how long|processing period|period of the project|prosjektets (?:lengde|tidsrom|varighet)",
  "iu",
);
const WEAK_PERIOD_LABEL = word(
  "periode?n?|perioda|tidsrom(?:met)?|tidsperiode|tid|når|when|dates|fra når til når|time|varer|lagringstid|oppbevaringstid|retention|sletting|gallring|deletion|lagringsperiode",
  "iu",
);
const START_LABEL = word(
  "(?:prosjekt|projekt|studie)?(?:opp)?start(?:er|ar|et|a|ed|s|en|dato\\p{L}*|datum|tidspunkt\\p{L}*|dag)?|starting date|begyn(?:ner|te|nelse|der)?|byrj(?:ar|a|ing)|begin(?:s|ning)?|commenc\\p{L}*|tek til|tar til|påbegyn\\p{L}*|igangset\\p{L}*|launch|kick-?off|(?:første|fyrste|first) dag\\p{L}*|first day",
  "iu",
);
const END_LABEL = word(
  "(?:prosjekt|projekt)?slutt?(?:er|ar|dato\\p{L}*|datum|tidspunkt\\p{L}*|dag|en)?|avslut(?:ning|ting|tinga|tes|tast|ter|tar|tet|ta)\\p{L}*|afslut\\p{L}*|opphør\\p{L}*|end|ends|ending|end-date|completion|terminat\\p{L}*|ferdig\\p{L}*|siste dag\\p{L}*|last day|slett(?:ing|es|ast|edato)|deletion|finish(?:es|ed)?|retention|gallring",
  "iu",
);
/** "Fra", "Varer frå", "Til": labels of one or two words that end in the preposition. */
const FROM_LABEL = /^[^\p{L}]*(?:[A-Z]?\d[\d.]* )?(?:\p{L}+ )?(?:fra|frå|från|from)(?: og med)?[^\p{L}]*$/iu;
const TO_LABEL = /^[^\p{L}]*(?:[A-Z]?\d[\d.]* )?(?:\p{L}+ )?(?:til|to|until|till)(?: og med)?[^\p{L}]*$/iu;

export type LabelKind = "both" | "start" | "end" | "period" | "weak_period" | "other" | null;

/** Labels recur by the hundred in tables; what each says of dates is worked out once. */
const known = new Map<string, LabelKind>();

/** What kind of date a label announces. `weight` is how strongly the catalogue's cues place the label under the item. */
export const labelKind = (label: string, weight: number): LabelKind => {
  const key = `${weight >= 0.5 ? 1 : 0}${label}`;
  const remembered = known.get(key);
  if (remembered !== undefined) return remembered;
  const kind = workOut(label, weight);
  if (known.size > 5000) known.clear();
  known.set(key, kind);
  return kind;
};

const workOut = (label: string, weight: number): LabelKind => {
  const text = label.replace(/\([^)]{0,80}\)/gu, "").trim();
  if (text.length > 200) return null;
  const starts = START_LABEL.test(text) || FROM_LABEL.test(text);
  const ends = END_LABEL.test(text) || TO_LABEL.test(text);
  if (placesOf(NEED_ENDS, text).length > 0 && !starts) return "end";
  const words = text.split(/\s+/).length;
  const foreign = weight < 0.5 && (placesOf(OTHER, text).length > 0 || placesOf(DATA, text).length > 0 || placesOf(WORK_PACKAGE, text).length > 0);
  if (starts && ends && !foreign && (words <= 8 || weight >= 0.5)) return "both";
  if (STRONG_PERIOD_LABEL.test(text) && !foreign) return "period";
  if (foreign || (OTHER_LABEL.test(text) && weight < 0.5 && !starts && !ends)) return "other";
  if (starts && words <= 9) return "start";
  if (ends && words <= 9) return "end";
  if (WEAK_PERIOD_LABEL.test(text) && words <= 8) return "weak_period";
  return weight >= 0.5 ? "period" : null;
};

/** Every match with its place, in order. */
export const placesOf = (regex: RegExp, text: string): { readonly index: number; readonly end: number; readonly word: string }[] =>
  [...text.matchAll(regex)].map((match) => ({ index: match.index, end: match.index + match[0].length, word: match[0].toLowerCase() }));
