/**
 * Who does it: whether a sentence names somebody who links, or who keeps the key. "The data are linked" and "the key is
 * kept apart" name nobody; "SSB kobler", "koblingen gjør vi selv" and "stays with Statistics Norway" do.
 */

const PRONOUN = "vi|we|jeg|eg|me|de|dei|they|he|she|han|hun|ho";
/** Words with a capital at the start of a sentence that name no one. */
const NOBODY =
  "(?:Koblingen|Koplinga|Kobling|Kopling|Sammenstillingen|Samanstillinga|Opplysningene|Opplysningane|Opplysninger|Dataene|Dataa|Data|Datasettet|Datasetta|Nøkkelen|Nykelen|Koblingsnøkkelen|Koplingsnøkkelen|Kodenøkkelen|Filen|Fila|Filene|Materialet|Dette|Det|Den|Disse|Desse|Alle|All|Ingen|It|This|The|These|That|Linkage|Linking|Key|Nei|Ja|No|Yes|Navn|Namn|Variablene|Variablane|Dokumentene|Dokumenta|Resultatene|Resultata|Etter|Når|Hvis|Dersom|If|When|After|A|An|En|Ei|Et|Eit|Is|Er|Skal|Blir|Vil)(?!\\p{L})";
const PERSON =
  "(?:prosjekt|data|studie|forsknings|forskings)?(?:leder|leiar|lederen|leiaren|ansvarleg|ansvarlig|ansvarlige|forvalter|forvaltar|forvalteren)|personvernombudet|veileder|veilederen|rettleiar|rettleiaren|forskeren|forskerne|forskaren|forskarane|forskergruppen|forskargruppa|prosjektgruppen|prosjektgruppa|studenten|stipendiaten|biblioteket|arkivet|museet|avdelingen|avdelinga|seksjonen|instituttet|universitetet|fakultetet|høgskolen|høgskulen|høyskolen|sykehuset|helseforetaket|kommunen|departementet|it-\\p{L}+|registeret|registereier|registerforvalter|\\p{L}+(?:byrå|byrået|instituttet|direktoratet|etaten|senteret|enheten|eininga|tjenesten|tenesta|kontoret)|statistisk sentralbyrå|ekstern part|tredjepart\\p{L}*|tiltrodd\\p{L}*|(?:project|principal|lead|data|research) (?:leader|manager|investigator|steward|protection officer|team|office|office's|support|director)|investigator|supervisor|researchers?|author|library|archive|department|unit|university|institute|agency|register|registry|statistics norway|third party|trusted party|statistician|controller|processor";
const NAME = `(?!${NOBODY})(?:\\p{Lu}[\\p{L}&-]+(?: \\p{Lu}?[\\p{L}&-]+)?|\\p{Lu}{2,}\\p{L}*)`;

/** Between the one who acts and the act: a few words, but no full stop. */
const NOT = "(?!(?:ikke|ikkje|not|never|aldri|neither|verken|korkje)(?!\\p{L}))";
const GAP = `(?:[\\s,()«»"–-]+${NOT}[\\p{L}\\d«»"().-]+){0,6}?[\\s,)]+`;
const any = (...parts: string[]): string => `(?:${parts.join("|")})`;

/** An actor, cased names included: matched without the `i` flag, so the words come in both cases. */
const caseless = (words: string): string =>
  words.replace(/(^|\||\()(\p{Ll})/gu, (_, before: string, letter: string) => `${before}[${letter}${letter.toUpperCase()}]`);
const ACTOR = any(caseless(PRONOUN), caseless(PERSON), NAME);
const BY_ACTOR = any(caseless(PERSON), caseless("oss|us|meg|hverandre"), NAME);
const byActor = (prepositions: string): RegExp => new RegExp(`(?<!\\p{L})(?:${prepositions})\\s+(?:\\p{Ll}+\\s+){0,3}?${BY_ACTOR}(?!\\p{L})`, "u");

const LINK_ACTIVE = `kobler|koblar|koplar|kopler|sammenstiller|samanstiller|samanstiller|sammenkobler|samankoplar|matcher|knytter|knyter|knyt|setter sammen|set saman|sett saman|attaches|attach|utfører|gjennomfører|gjør|gjer|foretar|føretek|foretek|ordner|ordnar|står for|stend for|står ansvarlig|tar seg av|tek seg av|tar|tek|sørger|syter|setter|links?|linked|merges?|merge|joins?|matches|does|do|performs?|carries|carry|conducts?|undertakes?|handles?|makes?|makes the|prepares?|combines?|(?:skal|vil|kan|will|shall|can|to) (?:${NOT}\\p{L}+ )?(?:koble|kople|sammenstille|samanstille|utføre|gjøre|gjere|foreta|gjennomføre|stå for|matche|link|merge|join|match|do|perform|carry|conduct|handle|combine)|er ansvarlig|er ansvarleg|is responsible|har ansvar|has responsibility`;
const KEEP_ACTIVE = `oppbevarer|oppbevarar|beholder|beheld|behelder|beholdar|har|forvalter|forvaltar|sitter|sit|sitt|tar vare|tek vare|holder|held|eier|eig|lagrer|lagrar|låser|administrerer|keeps?|kept|holds?|held|retains?|stores?|manages?|has|have|owns?|possess(?:es)?|administers?|lager|lagar|generer|genererer|opprettar|oppretter|sletter|slettar|destroys?|deletes?|(?:skal|vil|will|shall|to) (?:${NOT}\\p{L}+ )?(?:oppbevare|beholde|behalde|ta vare|forvalte|ha|lagre|sitte|keep|hold|retain|store|manage|have)|er ansvarlig|er ansvarleg|is responsible|har ansvar`;
const LINK_THING =
  /(?<!\p{L})(?:knytt|knyt|attach|set(?:ter|t)? sa(?:mm|m)[ea]n|kobl|kopl|samankopl|sammenkobl|sammenstil|samanstil|link|merg|match|join|combin|registerkobl|data ?linkage)/iu;

const start = "(?<![\\p{L}])";
const end = "(?![\\p{L}])";
const acts = (verbs: string): RegExp => new RegExp(`${start}${ACTOR}${end}${GAP}(?:${verbs})${end}(?! (?:ikke|ikkje|not)${end})`, "u");
const inverted = (verbs: string): RegExp => new RegExp(`${start}(?:${verbs})${end}\\s+(?:\\p{Ll}+\\s+){0,2}?${ACTOR}${end}`, "u");
const LINKS = [acts(LINK_ACTIVE), inverted(LINK_ACTIVE), byActor("av|by|hos|ved|hjå|at|through")];
const KEEPS = [acts(KEEP_ACTIVE), inverted(KEEP_ACTIVE), byActor("av|by|hos|ved|hjå|at|with|in")];
const PASSIVE_LINK =
  /(?<!\p{L})(?:kobl\p{L}+|kopl\p{L}+|utfør\p{L}*|gjennomfør\p{L}*|foreta\p{L}*|gjort|gjøres|gjerast|linked|linkage|linking|done|carried out|performed|made|merged|matched|undertaken|conducted|combined)(?!\p{L})/iu;
const ANY_ACTOR = new RegExp(`${start}${ACTOR}${end}`, "u");

/** Sentences longer than this are cut: what names the actor stands near. */
const LONGEST = 500;

/** "It must say who keeps the key": names the question, not the answer. */
const INDIRECT = /(?<!\p{L})(?:kven|hvem|who|whoever)(?: (?:som|that|skal|will|is|er|of)){0,2} \p{L}+/iu;

/** Somebody links, in this sentence. */
export const namesLinker = (sentence: string): boolean => {
  const text = sentence.slice(0, LONGEST);
  if (INDIRECT.test(text)) return false;
  if (!LINK_THING.test(text) && !PASSIVE_LINK.test(text)) return false;
  return LINKS.some((pattern) => pattern.test(text));
};

/** Somebody keeps the key, in this sentence. */
export const namesKeeper = (sentence: string): boolean => {
  const text = sentence.slice(0, LONGEST);
  if (INDIRECT.test(text)) return false;
  return KEEPS.some((pattern) => pattern.test(text));
};

export const namesActor = (sentence: string): boolean => ANY_ACTOR.test(sentence.slice(0, LONGEST));

/** "Opplysningene skal ikke kobles", "no linkage with other data": says that nothing is linked. The linkage key is no linkage. */
const LINK_WORD =
  "(?:(?:kobl|kopl|samankopl|sammenkobl|sammenstil|samanstil|registerkobl|registerkopl)(?!\\p{L}*n[øy]k)\\p{L}*|link(?:ed|age|ages|ing|s)?|merg(?:ed|ing|e)|match(?:ed|ing)|combin(?:ed|ing|e))";
const NO_WORD =
  "(?:ikke|ikkje|ingen|inga|ingi|not|no|never|aldri|uten|utan|without|neither|nothing|verken|korkje|none|unaktuelt|uaktuelt|hverken|nei)";
const NOT_WORD = "(?:ikke|ikkje|not|never|aldri|ei)";
const gap = (most: number): string => `(?:[\\s,()«»"–/-]+(?!nøkkel|key)[\\p{L}\\d.'’-]+){0,${most}}?[\\s,()«»"–/:-]+`;
const KEYLESS = "(?! ?(?:nøkkel|key))";
const NO_LINK = [
  `${start}(?:ingen|inga|no|nothing|none|verken|korkje|hverken|neither)${end}${gap(9)}${LINK_WORD}${end}${KEYLESS}`,
  `${start}${NOT_WORD}${end}${gap(4)}${LINK_WORD}${end}${KEYLESS}`,
  `${start}(?:uten|utan|without)${end}${gap(2)}${LINK_WORD}${end}${KEYLESS}`,
  `${start}${LINK_WORD}${end}${KEYLESS}${gap(2)}${NO_WORD}${end}`,
  `${start}${LINK_WORD}${end}${KEYLESS}${gap(12)}(?:does|do|will|is|are|skal|blir|vil|er|finner|finn)${end}\\s+(?:sted\\s+|stad\\s+)?${NOT_WORD}${end}`,
].map((pattern) => new RegExp(pattern, "iu"));
export const deniesLinkage = (sentence: string): boolean => {
  const text = sentence.slice(0, LONGEST);
  return NO_LINK.some((pattern) => pattern.test(text));
};
