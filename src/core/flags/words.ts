/** Comparing names of projects and institutions as a person would: translations and abbreviations are no contradiction. */
import { stemsOf } from "../prose/features.ts";

const STOP = new Set(
  "og i på av for til fra frå med om en et ei ein eit de dei det den the of and in on for to from with a an by at as ved hos som is are er und der die das".split(
    " ",
  ),
);

/** Words of a name that carry meaning, in small letters and stemmed. */
const contentWords = (text: string): string[] =>
  stemsOf(
    text
      .normalize("NFKC")
      .toLowerCase()
      .replace(/(?<=\p{L})-(?=\p{L})/gu, ""),
  ).filter((word) => word.length > 1 && !STOP.has(word));

const ENGLISH =
  /(?<!\p{L})(?:the|of|and|from|in the|among|between|university|institute|college|school|centre|center|council|research|norwegian|national|department|hospital|foundation|migration|refugees?|integration of|how|with|study)(?!\p{L})/iu;
const NORSE =
  /(?<!\p{L})(?:og|av|fra|frå|for|på|blant|mellom|hvordan|korleis|universitetet|høgskolen|høyskolen|høgskulen|instituttet|stiftelsen|sykehus|flyktninger|flyktningar|innvandrere|innvandrarar|asylsøkere|barns?|unges?|i norge|i noreg|til)(?!\p{L})|[æøå]/iu;

/** Whether two names stand in different languages, as far as their words tell. */
export const inOtherLanguages = (a: string, b: string): boolean => {
  const side = (text: string) => (ENGLISH.test(text) ? 1 : 0) - (NORSE.test(text) ? 1 : 0);
  return side(a) * side(b) < 0 || side(a) === 0 || side(b) === 0 ? side(a) !== side(b) || side(a) === 0 : false;
};

const acronyms = (text: string): string[] => text.match(/(?<![\p{L}\d])\p{Lu}[\p{Lu}\d-]{2,}(?![\p{L}\d])/gu) ?? [];

/** Share of the shorter name's words that stand in the longer one. */
export const shared = (a: string, b: string): number => {
  const [first, second] = [new Set(contentWords(a)), new Set(contentWords(b))];
  const [short, long] = first.size <= second.size ? [first, second] : [second, first];
  if (short.size === 0) return 1;
  return [...short].filter((word) => long.has(word) || [...long].some((other) => nearly(word, other))).length / short.size;
};

/** Written together or apart, bent otherwise: one word begins with the other. */
const nearly = (a: string, b: string): boolean => (a.length >= 5 && b.startsWith(a)) || (b.length >= 5 && a.startsWith(b));

/** Whether two titles may name the same project: a subtitle, an acronym, another language do not part them. */
export const sameProject = (a: string, b: string): boolean => {
  if (shared(a, b) >= 0.5) return true;
  const bare = (text: string) => text.toLowerCase().replace(/-/g, "");
  return acronyms(a).some((one) => bare(b).includes(bare(one))) || acronyms(b).some((one) => bare(a).includes(bare(one)));
};

/** Years within titles that name the same project, where both give some and they differ. */
export const yearsDiffer = (a: string, b: string): boolean => {
  const yearsIn = (text: string): string[] => text.match(/(?<!\d)(?:19|20)\d\d(?!\d)/g) ?? [];
  const [first, second] = [yearsIn(a), yearsIn(b)];
  return first.length > 0 && first.length === second.length && first.some((year) => !second.includes(year));
};

const GENERIC =
  /^(?:universitet\p{L}*|universi\p{L}*|høgskol\p{L}*|høyskol\p{L}*|høgskul\p{L}*|college|institut\p{L}*|senter\p{L}*|sentre\p{L}*|cent(?:re|er)|stift\p{L}*|foundation|school|forsk\p{L}*|research|museum|museet|norges?|noreg\p{L}*|norsk|norwegian|norway|national\p{L}*|nasjonal\p{L}*|arktiske|arctic|kommune|municipality|fylkeskommune|the|of|i|in|for|og|and|as|hf|at|ved|nord|south|sør|øst|vest|east|west|metropolitan|storby\p{L}*|applied|sciences|avd\p{L}*|international\p{L}*|social\p{L}*|science|technology|teknisk\p{L}*|naturvitenskapelige)$/iu;

const placeWords = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word.length > 1 && !GENERIC.test(word));

/** Parts of an institution: they say nothing of whose they are. */
const PART_OF =
  /^\W*(?:institutt(?:et)? for|department of|dept\.? of|det \p{L}+ fakultet\p{L}*|faculty of|fakultet\p{L}*|school of|senter for|centre for|center for|avdeling\p{L}*|seksjon\p{L}*|section|division|gruppe\p{L}*|unit|institutt|institute (?:of|for)(?![^(]*\()|forskergruppe\p{L}*|program\p{L}* for|\p{L}+(?:avdeling|instituttet|seksjon)\p{L}*)/iu;

const STANDS_ALONE =
  /universitet|universit|høgskol|høyskol|høgskul|college|sykehus|sjukehus|hospital|kommune|stiftels|foundation|direktorat|museum|museet|byrå|forsking|forskning|folkehelse|institute of|instituttet/iu;
const SHORT_NAME =
  /(?<!\p{L})(?:AS|HF|NTNU|UiO|UiB|UiT|UiS|UiA|HVL|USN|NMBU|NHH|OsloMet|NOVA|NORCE|NIFU|PRIO|NUPI|Fafo|FAFO|NKVTS|SINTEF|FHI|SSB|NAV|BI|VID)(?!\p{L})/u;

/** Whether a name is surely that of an institution of its own, not of a part of one. */
export const standsAlone = (name: string): boolean => !PART_OF.test(name) && (STANDS_ALONE.test(name) || SHORT_NAME.test(name));

const initials = (text: string): string =>
  (text.match(/[\p{L}\d]+/gu) ?? [])
    .map((word) => word[0] ?? "")
    .join("")
    .toLowerCase();

/** Short names that are no initials of the full one, with a word of it. */
const SHORT_NAMES: Readonly<Record<string, RegExp>> = {
  uio: /\boslo\b/i,
  uib: /\bbergen\b/i,
  uit: /troms|arkti|arcti/i,
  uis: /stavanger/i,
  uia: /agder/i,
  ntnu: /teknisk-naturvit|science and technology/i,
  hvl: /vestlandet|western norway/i,
  usn: /sørøst|south-eastern/i,
  nmbu: /miljø|life sciences/i,
  oslomet: /storby|metropolitan/i,
  inn: /innlandet|inland/i,
  hiof: /østfold/i,
  nhh: /handelsh|school of economics/i,
  phs: /politih|police/i,
  fhi: /folkehelse|public health/i,
  ssb: /statistisk sentral|statistics norway/i,
};

/** Whether two names may be of the same institution: a word in common that is no kind of institution, an abbreviation, a translation. */
export const sameInstitutionLoosely = (a: string, b: string, texts: () => Iterable<string> = () => []): boolean => {
  const [first, second] = [placeWords(a), placeWords(b)];
  if (first.length === 0 || second.length === 0) return true;
  if (
    first.some((word) =>
      second.some((other) => word === other || (word.length >= 4 && other.startsWith(word.slice(0, Math.max(4, word.length - 2))))),
    )
  )
    return true;
  const abbreviates = (short: string, long: string): boolean => {
    const bare = short.trim().toLowerCase();
    return (
      (SHORT_NAMES[bare]?.test(long) ?? false) ||
      (/^\p{L}{2,7}$/u.test(bare) &&
        (initials(long).startsWith(bare) || initials(long.replace(/\b(?:i|in|of|for|og|and|the)\b/giu, "")).startsWith(bare)))
    );
  };
  if (first.some((word) => abbreviates(word, b)) || second.some((word) => abbreviates(word, a))) return true;
  // "Universitetet i Oslo (UiO)" somewhere in the message: the two are one.
  const [one, other] = [a.toLowerCase(), b.toLowerCase()];
  for (const text of texts()) {
    const lower = text.toLowerCase();
    for (const [long, short] of [
      [one, other],
      [other, one],
    ] as const) {
      const at = lower.indexOf(long);
      if (at >= 0 && lower.slice(at + long.length, at + long.length + 4 + short.length).includes(short)) return true;
    }
  }
  return false;
};
