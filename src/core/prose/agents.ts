/**
 * Who does it: whether a sentence names somebody who links, or who keeps the key. "The data are linked" and "the key is
 * kept apart" name nobody; "SSB kobler", "koblingen gjør vi selv" and "stays with Statistics Norway" do.
 */

const PRONOUN = "vi|we|jeg|eg|i|me|de|dei|they|he|she|han|hun|ho";
const PERSON =
  "(?:prosjekt|data|studie|forsknings|forskings)?(?:leder|leiar|lederen|leiaren|ansvarleg|ansvarlig|ansvarlige|forvalter|forvaltar|forvalteren)|personvernombudet|veileder|veilederen|rettleiar|rettleiaren|forskeren|forskerne|forskaren|forskarane|forskergruppen|forskargruppa|prosjektgruppen|prosjektgruppa|studenten|stipendiaten|biblioteket|arkivet|museet|avdelingen|avdelinga|seksjonen|instituttet|universitetet|fakultetet|høgskolen|høgskulen|høyskolen|sykehuset|helseforetaket|kommunen|departementet|it-\\p{L}+|registeret|registereier|registerforvalter|\\p{L}+(?:byrå|byrået|instituttet|direktoratet|etaten|senteret|enheten|eininga|tjenesten|tenesta|kontoret)|statistisk sentralbyrå|ekstern|tredjepart\\p{L}*|tiltrodd\\p{L}*|(?:project|principal|lead|data|research) (?:leader|manager|investigator|steward|protection officer|team|office|office's|support|director)|investigator|supervisor|researchers?|author|library|archive|department|unit|university|institute|agency|register|registry|statistics norway|third party|trusted party|statistician|controller|processor|nobody|no one|ingen";
const NAME = "\\p{Lu}[\\p{L}&-]+(?: \\p{Lu}?[\\p{L}&-]+)?|\\p{Lu}{2,}\\p{L}*";

/** Between the one who acts and the act: a few words, but no full stop. */
const GAP = "(?:[\\s,()«»\"–-]+[\\p{L}\\d«»\"().-]+){0,6}?[\\s,)]+";
const any = (...parts: string[]): string => `(?:${parts.join("|")})`;

/** An actor, cased names included: matched without the `i` flag, so the words come in both cases. */
const caseless = (words: string): string => words.replace(/(^|\||\()(\p{Ll})/gu, (_, before: string, letter: string) => `${before}[${letter}${letter.toUpperCase()}]`);
const ACTOR = any(caseless(PRONOUN), caseless(PERSON), NAME);
const BY = `(?<!\\p{L})(?:av|by|hos|ved|hjå|with|at|i regi av|through|via|til|to|from|from the|under)\\s+(?:\\p{Ll}+\\s+){0,3}?${ACTOR}(?!\\p{L})`;

const LINK_ACTIVE = "kobler|koblar|koplar|kopler|sammenstiller|samanstiller|samanstiller|sammenkobler|samankoplar|matcher|utfører|gjennomfører|gjør|gjer|foretar|føretek|foretek|ordner|ordnar|står for|stend for|står ansvarlig|tar seg av|tek seg av|tar|tek|sørger|syter|setter|links?|linked|merges?|merge|joins?|matches|does|do|performs?|carries|carry|conducts?|undertakes?|handles?|makes?|makes the|prepares?|combines?|(?:skal|vil|kan|will|shall|can|to) (?:\\p{L}+ )?(?:koble|kople|sammenstille|samanstille|utføre|gjøre|gjere|foreta|gjennomføre|stå for|matche|link|merge|join|match|do|perform|carry|conduct|handle|combine)|er ansvarlig|er ansvarleg|is responsible|har ansvar|has responsibility";
const KEEP_ACTIVE = "oppbevarer|oppbevarar|beholder|beheld|behelder|beholdar|har|forvalter|forvaltar|sitter|sit|sitt|tar vare|tek vare|holder|held|eier|eig|lagrer|lagrar|låser|administrerer|keeps?|kept|holds?|held|retains?|stores?|manages?|has|have|owns?|possess(?:es)?|administers?|lager|lagar|generer|genererer|opprettar|oppretter|sletter|slettar|destroys?|deletes?|(?:skal|vil|will|shall|to) (?:\\p{L}+ )?(?:oppbevare|beholde|behalde|ta vare|forvalte|ha|lagre|sitte|keep|hold|retain|store|manage|have)|er ansvarlig|er ansvarleg|is responsible|har ansvar";
const LINK_THING = /(?<!\p{L})(?:kobl|kopl|samankopl|sammenkobl|sammenstil|samanstil|link|merg|match|join|combin|registerkobl|data ?linkage)/iu;
const KEY_THING = /(?<!\p{L})(?:(?:koblings|koplings|kode|navne|namne|løpenummer|pseudonym|id-)?n[øy]kk?[ea]l|l[iy]kel|key|keys|crosswalk|koblings(?:liste|fil|tabell)|koplings(?:liste|fil|tabell))/iu;

const start = "(?<![\\p{L}])";
const end = "(?![\\p{L}])";
const acts = (verbs: string): RegExp => new RegExp(`${start}${ACTOR}${end}${GAP}(?:${verbs})${end}(?! (?:ikke|ikkje|not)${end})`, "u");
const inverted = (verbs: string): RegExp => new RegExp(`${start}(?:${verbs})${end}\\s+(?:\\p{Ll}+\\s+){0,2}?${ACTOR}${end}`, "u");
const LINKS = [acts(LINK_ACTIVE), inverted(LINK_ACTIVE), new RegExp(BY, "u")];
const KEEPS = [acts(KEEP_ACTIVE), inverted(KEEP_ACTIVE), new RegExp(BY, "u")];
const PASSIVE_LINK = /(?<!\p{L})(?:kobl\p{L}+|kopl\p{L}+|utfør\p{L}*|gjennomfør\p{L}*|foreta\p{L}*|gjort|gjøres|gjerast|linked|linkage|linking|done|carried out|performed|made|merged|matched|undertaken|conducted|combined)(?!\p{L})/iu;
const ANY_ACTOR = new RegExp(`${start}${ACTOR}${end}`, "u");

/** Sentences longer than this are cut: what names the actor stands near. */
const LONGEST = 500;

/** Somebody links, in this sentence. */
export const namesLinker = (sentence: string): boolean => {
  const text = sentence.slice(0, LONGEST);
  if (!LINK_THING.test(text) && !PASSIVE_LINK.test(text)) return false;
  return LINKS.some((pattern) => pattern.test(text));
};

/** Somebody keeps the key, in this sentence. */
export const namesKeeper = (sentence: string): boolean => {
  const text = sentence.slice(0, LONGEST);
  return KEEPS.some((pattern) => pattern.test(text));
};

export const speaksOfKey = (sentence: string): boolean => KEY_THING.test(sentence);
export const namesActor = (sentence: string): boolean => ANY_ACTOR.test(sentence.slice(0, LONGEST));
