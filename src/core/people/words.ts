/** Academic and administrative titles, and what names an institution, in Norwegian, Danish, Swedish and English. */

/** Titles that a person carries; the longest match counts. Matched without regard to case, from a word's start. */
const titles = [
  "maître de conférences|privatdozent|universitair docent|universitair hoofddocent|hoogleraar|universitetslektor|biträdande lektor|forskarassistent|adjunkt|lektor|akademischer rat|akademische rätin|juniorprofessor|juniorprofessorin|professorin|professor emeritus|professor emerita|professor ii|professor i|associate professor|assistant professor|full professor|adjunct professor|research professor|visiting professor|professor",
  "førsteamanuensis ii|førsteamanuensis|fyrsteamanuensis|førstelektor|fyrstelektor|dosent|høgskolelektor|høyskolelektor|høgskulelektor|universitetslektor|lektor|senior lecturer|lecturer|reader|docent|amanuensis|lektorn",
  "postdoktor|postdoc|post doc|postdoctoral researcher|postdoctoral fellow|postdoctoral research fellow|post-doctoral researcher|post-doctoral fellow|postdoktorstipendiat|postdok",
  "doktorgradsstipendiat|doktorgradskandidat|ph\\.?\\s?d\\.?-stipendiat|phd-stipendiat|ph\\.?\\s?d\\.?-kandidat|phd-kandidat|ph\\.?\\s?d\\.?-student|stipendiat|doctoral research fellow|doctoral researcher|doctoral candidate|doctoral student|phd research fellow|phd candidate|phd student|phd fellow|phd researcher|ph\\.d\\. candidate|ph\\.d\\. student|ph\\.d\\. fellow|doktorand|research fellow|senior research fellow|junior research fellow|ph\\.?\\s?d\\.?-studerende",
  "forsker iii|forsker ii|forsker i|forsker [123]|forskar [123i]+|seniorforsker|seniorforskar|forskningssjef|forskningsleder|forskingsleiar|forskingssjef|forskningsdirektør|forskningskoordinator|forsker|forskar|senior researcher|senior scientist|senior research scientist|research scientist|researcher|scientist|research director|head of research|forskningsprofessor|forskningsassistent|forskingsassistent|vitenskapelig assistent|vitskapleg assistent|vit\\.? ass\\.?|research assistant|research associate|senior research associate|scientific assistant|hjelpeforsker|wissenschaftlicher mitarbeiter(?:in)?",
  "masterstudent|masterstudenten|bachelorstudent|student|master's student|masters student|ma student|msc student|mastergradsstudent|forskerlinjestudent",
  "seniorrådgiver|seniorrådgivar|spesialrådgiver|spesialrådgivar|fagrådgiver|forskningsrådgiver|forskingsrådgivar|rådgiver|rådgivar|senior adviser|senior advisor|special adviser|research adviser|research advisor|adviser|advisor|seniorkonsulent|førstekonsulent|konsulent|consultant|senior consultant|prosjektkoordinator|koordinator|coordinator|project coordinator|fagsjef|fagleder|fagleiar|utreder|utgreiar|seniorutreder|analytiker|senioranalytiker|analytikar|senior analyst|data analyst|analyst|data manager|datamanager|dataforvalter|statistiker|statistikar|biostatistiker|statistician|biostatistician|sosialøkonom|samfunnsøkonom|samfunnsgeograf|economist|jurist|advokat|partner|advokatfullmektig|konservator|førstekonservator|fyrstekonservator|museumskonservator|curator|arkivar|historiker|dataingeniør|overingeniør|ingeniør|senioringeniør|engineer|senior engineer|programmer|research software engineer|systemutvikler|it-konsulent|statsviter|sosiolog|sosialantropolog|psykologspesialist|psykolog|psychologist|overlege|overlækjar|avdelingsoverlege|spesiallege|lege|lækjar|lege i spesialisering|jordmor|sykepleier|sjukepleiar|spesialsykepleier|physician|senior physician|senior consultant physician|consultant|psykiater|psychiatrist|nurse|midwife|fysioterapeut|sosionom|klinisk sosionom|barnevernspedagog|vernepleier|pedagog|lærer|lærar",
  "analysesjef|leder analyse|analyseleder|analyseleiar|seksjonsleder|seksjonsleiar|seksjonssjef|avdelingsleder|avdelingsleiar|avdelingssjef|avdelingsdirektør|gruppeleder|instituttleder|instituttleiar|enhetsleder|einingsleiar|teamleder|underdirektør|forskergruppeleder|senterleder|senterleiar|centre director|centerleder|head of department|head of unit|head of section|head of analysis|head of school|planlegger|planleggar|kommuneplanlegger|kommuneoverlege|kommunelege|prosjektmedarbeider|project officer|research officer|policy officer|policy adviser|ph\\.?\\s?d\\.?|d\\.phil\\.?",
];

/** Titles of those who head an institution. */
const heads = [
  "präsidentin|präsident|rektorin|rector magnificus|president|voorzitter|bestuursvoorzitter|universitetsdirektör|rektor|prorektor|rector|pro-rector|vice-chancellor|vice chancellor|chancellor|university president|president and vice-chancellor|universitetsdirektør|university director|administrerende direktør|adm\\.? ?dir\\.?|adm\\. direktør|direktør|director general|director-general|managing director|executive director|director|direktor|dekan|dekanus|dean|pro-dean|prodekan|rådmann|kommunedirektør|kommunaldirektør|fylkesrådmann|fylkeskommunedirektør|fylkesdirektør|byrådsleder|daglig leder|dagleg leiar|departementsråd|generalsekretær|general secretary|secretary general|secretary-general|chief executive officer|chief executive|ceo|konstituert direktør|konstituert rektor|viserektor|instituttdirektør|institute director|museumsdirektør|museumsleder|forstander|forstandar|bestyrer|bestyrar|senterdirektør|senterleder|senterleiar|instituttsjef|styreleder|styreleiar|chair of the board|administrasjonsdirektør|klinikkdirektør|sjukehusdirektør|sykehusdirektør|avdelingsdirektør|forlagsdirektør|fylkeskommunedirektøren|kst\\.? rektor|acting rector|acting director|prinsipal|principal(?! investigator)|provost|geschäftsführer(?:in)?|kanzler(?:in)?|rektor/direktør|rektorn|prefekt|klinikksjef|klinikkleder|klinikkleiar|klinikkdirektør|konsernsjef|adm\\. ?dir\\.?|instituttdirektør|fagdirektør(?! for)",
];

const alternation = (lists: readonly string[]): string =>
  lists
    .flatMap((list) => list.split("|"))
    .toSorted((a, b) => b.length - a.length)
    .join("|");

/** Degrees written as titles. */
const DEGREES =
  "dr\\.?\\s?(?:polit|philos|art|juris|med|scient|ing|oecon|psychol)\\.?|cand\\.?\\s?(?:polit|mag|philol|med|jur|oecon|sociol|psychol)\\.?";
/** A title of either kind as a whole word. */
export const TITLE = new RegExp(`(?<![\\p{L}-])(?:${alternation([...titles, ...heads])}|${DEGREES})(?:en|n|a)?(?![\\p{L}-])\\.?`, "giu");
export const HEAD_TITLE = new RegExp(`(?<![\\p{L}-])(?:${alternation(heads)})(?:en|n|a)?(?![\\p{L}-])`, "giu");

/** Titles of one plain word, as they are written: no part of a name. */
export const TITLE_WORDS: ReadonlySet<string> = new Set(
  [...titles, ...heads]
    .flatMap((list) => list.split("|"))
    .filter((title) => /^\p{L}[\p{L}-]{4,}$/u.test(title) && !/^(?:reader|partner|dekanus|prefekt)$/u.test(title)),
);

/** First words of names of institutions, and endings that mark one. */
const ORGANISATION_WORD =
  "universitetet|universitet|university|universität|universiteit|university college|høgskolen|høyskolen|høgskulen|høgskole|høyskole|høgskule|handelshøyskolen|politihøgskolen|institutt|instituttet|institute|institution|instituttets|senter|senteret|centre|center|department|dept\\.?|faculty|fakultet|fakultetet|school|stiftelsen|stiftinga|stiftelse|foundation|kommune|fylkeskommune|direktoratet|direktorat|directorate|ministry|departementet|sykehus|sykehuset|sjukehus|sjukehuset|hospital|helseforetak|museet|museum|college|akademi|akademiet|academy|forskningsinstitutt|forskingsinstitutt|forskning|forsking|research|byrå|sentralbyrå|avdeling|avdelinga|seksjon|seksjonen|enhet|enheten|laboratory|group|gruppa|nettverket|network|foreningen|forbundet|rådet|council|board|statistics";
const ORGANISATION_LIKE = new RegExp(
  `(?<![\\p{L}])(?:${ORGANISATION_WORD})(?![\\p{L}])|\\p{L}{2,}(?:universitetet|senteret|høgskolen|høyskolen|høgskulen|høgskole|høyskole|høgskule|instituttet|museet|sykehuset|sjukehuset|stiftelsen|forsking|forskning|direktoratet|kommune|institutt|stiftinga|sentret|gruppen|instituut|institutet)(?![\\p{L}])`,
  "iu",
);
const ORGANISATION_NAME =
  /(?<![\p{L}])(?:AS|ASA|HF|IKS|SA|RHF|Ltd|GmbH|AB|ApS|BV|NORCE|NTNU|NHH|NMBU|UiO|UiB|UiT|UiS|UiA|HVL|USN|INN|HiØ|HINN|OsloMet|NIFU|NOVA|PRIO|NUPI|ISF|Fafo|NKVTS|SINTEF|FHI|SSB|NAV|IMDi|BI|VID|MF|NLA|PHS|HiVolda|SDU|KTH|NIBIO|NIBR|SIFO|AFI|Sikt|Frisch|CICERO|Nordlandsforskning|Vestlandsforsking|Telemarksforsking|Møreforsking)(?![\p{L}])/u;

/** Whether a text holds a word or an abbreviation that names an institution. */
export const ORGANISATION = { test: (text: string): boolean => ORGANISATION_LIKE.test(text) || ORGANISATION_NAME.test(text) };
