/** Which institution a sentence makes the controller, by the words between its name and the word for it. */
import { cleanOrganisation, type Org, orgsIn } from "./organisation-words.ts";
import { isCvOnly, type ReaderContext } from "./context.ts";
import type { Passage } from "./passages.ts";

const VERB =
  "(?:er|blir|vert|ble|forblir|står|har|skal|vil|tek|tar|tok|påtar|påtek|påtatt|bestemmer|fastset\\p{L}*|avgjør|is|are|acts?|remains?|serves?|has|have|will|shall|assumes?|determines?|decides?|as|som|being|står)";
const BEFORE = new RegExp(
  `^(?:\\s*\\([^)]{1,40}\\))?(?:\\s*,\\s*(?:og|and) (?:ikke|ikkje|not)[^,]{1,50},)?(?:\\s+v/\\s?\\p{L}+|\\s+ved \\p{L}+|\\s*,\\s*\\p{Lu}\\p{L}+\\s*,)?(?:\\s+(?:alone|alene|åleine|selv|sjølv|itself))?\\s*,?\\s*(?:(?:som|which|who|og|and|that)\\s+)?(?:(?:etter|ifølge|under|ikke jeg som student,)[^,.;]{1,30}?\\s+)?(?:(?:vi|we)\\s+)?${VERB}(?![\\p{L}])[^.;]{0,100}$`,
  "iu",
);
const BRACKET = /^\s*(?:,\s*)?[(–-]\s*(?:the\s+|som\s+|heretter\s+)?["“«]?\s*$/iu;
const INVERTED = /(?<![\p{L}])(?:er|blir|forblir|vert|is|med|with)(?:\s+(?:derfor|således|difor|dermed|det|altså|the))*\s+$/iu;
const PAST = /(?<![\p{L}])(?:var|hadde|was|were|had)(?:\s+(?:det|the))*\s*$/iu;
const AFTER =
  /^[^.;]{0,75}?(?:(?<![\p{L}])(?:er|blir|vert|is|will be|ligger hos|ligg hos|ligger ved|hos|til|with|to|av|by)(?![\p{L}])|[:–=])\s*(?:(?:the|den|det|dermed|altså|derfor|i dette tilfellet|\p{Ll}+ selv)\s*,?\s*){0,4}(?:altså\s+)?$/iu;
const PROCESSOR = /(?<![\p{L}])(?:databehandle?[rl]\p{L}*|processors?|partner\p{L}*|fører tilsyn|klage)(?![\p{L}])/iu;

/** The institution that the sentence ties to the word: before it with a verb between, in brackets before it, or after it. */
export const choose = (sentence: string, start: number, end: number, orgs: readonly Org[]): Org | null => {
  for (const org of orgs.filter((one) => one.end <= start).toReversed()) {
    const gap = sentence.slice(org.end, start);
    const lead = sentence.slice(0, org.start);
    if (PAST.test(lead) || PROCESSOR.test(gap)) continue;
    if (BRACKET.test(gap) || BEFORE.test(gap) || (gap.trim() === "" && INVERTED.test(lead)) || /^\s+som(?: den)?\s+$/iu.test(gap))
      return joined(sentence, org, orgs);
  }
  for (const org of orgs.filter((one) => one.start >= end)) {
    const gap = sentence.slice(end, org.start);
    if (PROCESSOR.test(gap)) break;
    if (AFTER.test(gap)) return joined(sentence, org, orgs);
  }
  return null;
};

/** "X, Y og Z er felles behandlingsansvarlige": all of them; "X, Faculty of Y": both. */
const joined = (sentence: string, org: Org, orgs: readonly Org[]): Org => {
  const before = orgs.find((one) => one.end < org.start && /^\s+(?:og|and)\s+(?:the\s+)?$/u.test(sentence.slice(one.end, org.start)));
  const shared = /(?<![\p{L}])(?:felles|joint)(?![\p{L}])/iu.test(sentence);
  return before && shared ? { text: sentence.slice(before.start, org.end), start: before.start, end: org.end, strong: true } : org;
};

/** The institution of a kind that the message names most often, where one stands out; its own text and signatures count. */
export const nameOfKind = (context: ReaderContext, full: RegExp): string | null => {
  const counts = new Map<string, number>();
  const add = (name: string, weight: number): void => {
    const clean = cleanOrganisation(name);
    if (!full.test(clean) || /^\p{Ll}/u.test(clean) || clean.length > 70) return;
    counts.set(clean, (counts.get(clean) ?? 0) + weight);
  };
  const texts = new Set<string>();
  for (const { passage } of context.placed) {
    const key = `${passage.source}|${passage.block}`;
    if (texts.has(key) || isCvOnly(context.sources[passage.source])) continue;
    texts.add(key);
    for (const org of orgsIn(passage.text.slice(0, 3000)))
      if (org.strong || full.test(org.text)) add(org.text, passage.origin === "signature" ? 2 : 1);
  }
  const [best] = [...counts.entries()].toSorted((a, b) => b[1] - a[1] || a[0].length - b[0].length);
  return best?.[0] ?? null;
};

/** Blocks of a letter in which its head stands. */
const HEAD = 6;

/** Who writes: the institution of the document's head or of the mail's signature that the message names most often. */
export const ownInstitution = (context: ReaderContext, from: Passage): string | null => {
  const count = (name: string): number => context.placed.filter(({ passage }) => passage.text.includes(name)).length;
  const names = context.placed
    .filter(({ passage }) => (passage.source === from.source && passage.block < HEAD) || passage.origin === "signature")
    .flatMap(({ passage }) => orgsIn(passage.text.slice(0, 600)))
    .filter((org) => org.strong && !/^\p{Lu}+$|[Uu]tlendingsdirektoratet|Directorate of Immigration/u.test(org.text))
    .map((org) => cleanOrganisation(org.text));
  return [...new Set(names)].map((name) => ({ name, times: count(name) })).toSorted((a, b) => b.times - a.times)[0]?.name ?? null;
};
