/** Which items a label or heading speaks of: the catalogue's cue phrases, and the agency's own questions where an applicant pasted them. */
import type { Catalogue, Item } from "../catalogue.ts";
import { stemsOf } from "../prose/features.ts";

/** How well a label fits an item: 0 not, up to 1 for the agency's own words. `part` is set where the label names one part. */
export type CueMatch = { readonly item: Item; readonly weight: number; readonly part: string | null; readonly cue: string };

export type CueMatcher = {
  /** Items that a label or heading speaks of, best first. */
  readonly match: (label: string) => readonly CueMatch[];
  /** The item whose question this text is, where it is one pasted from the agency's page. */
  readonly question: (text: string) => Item | null;
};

const normalise = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replace(/[\u00ad]/g, "")
    .replace(/[^\p{L}\p{N}./']+/gu, " ")
    .replace(/[./]+(?=\s|$)/g, "")
    .trim()} `;

/** `lead` is the literal start of the cue: a label without it is not worth the pattern. */
type Compiled = { readonly cue: string; readonly regex: () => RegExp; readonly lead: string };

const compile = (cue: string): Compiled => {
  const source = cue
    .toLowerCase()
    .split(/[^\p{L}\p{N}*./']+/u)
    .filter(Boolean)
    .map((word) =>
      word.replace(/[.*+?^${}()|[\]\\/]/g, (character) => (character === "*" ? "[\\p{L}\\p{N}]*" : `\\${character}`)).replace(/\\\.$/, ""),
    )
    .join(" ");
  const lead = ` ${
    cue
      .toLowerCase()
      .trim()
      .split(/[^\p{L}\p{N}./']+/u)[0] ?? ""
  }`.replace(/[./]+$/, "");
  let regex: RegExp | null = null;
  // Most cues meet no label of a message: their patterns are never made.
  return { cue, regex: () => (regex ??= new RegExp(` ${source}(?= )`, "u")), lead };
};

const find = (cue: Compiled, text: string): RegExpMatchArray | null => (text.includes(cue.lead) ? text.match(cue.regex()) : null);

/** Share of the label's words that the cue must cover for the label to be about it alone. */
const cover = (matched: string, label: string): number => matched.trim().split(" ").length / Math.max(1, label.trim().split(" ").length);

/** Builds the matcher once for a catalogue. */
export const cueMatcher = (catalogue: Catalogue): CueMatcher => {
  const items = catalogue.items.map((item) => ({
    item,
    cues: item.cues.map(compile),
    not: item.notCues.map(compile),
    parts: Object.entries(item.partCues).map(([part, cues]) => ({ part, cues: cues.map(compile) })),
    questions: [...Object.values(item.question), ...Object.values(item.label)].map((text) => new Set(stemsOf(text))),
    fullQuestions: Object.values(item.question).map((text) => new Set(stemsOf(text))),
  }));
  const memory = new Map<string, readonly CueMatch[]>();
  const match = (label: string): readonly CueMatch[] => {
    const known = memory.get(label);
    if (known) return known;
    const result = compute(label);
    if (memory.size < 20_000) memory.set(label, result);
    return result;
  };
  const compute = (label: string): readonly CueMatch[] => {
    if (label.length > 400) return [];
    const bare = label.replace(/^\s*(?:\(?\d{1,2}(?:\.\d{1,2})*[.):]?|(?:punkt|pkt\.?|item|point|spørsmål|ad)\s*\d{1,2}\s*[.:,–-]?)\s+/iu, "");
    const text = normalise(bare);
    const stems = new Set(stemsOf(bare));
    const number = label.match(/^\s*(?:punkt|pkt\.?|item|point|spørsmål|nr\.?|no\.?)?\s*(\d{1,2})(?:[.):]|\s|$)/iu)?.[1];
    const found: CueMatch[] = [];
    for (const { item, cues, not, parts, questions } of items) {
      const own = Math.max(...questions.map((question) => overlap(question, stems)));
      let weight = own >= 0.8 && stems.size >= 2 ? 1 : 0;
      let best = weight > 0 ? "question" : "";
      for (const cue of cues) {
        const hit = find(cue, text);
        if (!hit) continue;
        const starts = hit.index === 0;
        const value = Math.min(0.98, 0.35 + 0.45 * cover(hit[0], text) + (starts ? 0.15 : 0));
        if (value > weight) {
          weight = value;
          best = cue.cue;
        }
      }
      if (weight > 0 && weight < 1 && not.some((cue) => find(cue, text) !== null)) weight *= 0.3;
      if (weight > 0 && number && Number(number) === item.number) weight = Math.min(1, weight + 0.1);
      let part: string | null = null;
      for (const entry of parts) if (entry.cues.some((cue) => find(cue, text) !== null)) part ??= entry.part;
      if (weight > 0.2) found.push({ item, weight, part: weight > 0.6 ? part : part, cue: best });
    }
    return found.toSorted((a, b) => b.weight - a.weight);
  };
  return {
    match,
    question: (text) => {
      const stems = stemsOf(text);
      // Figures alone (a phone number, two dates) are nobody's question.
      if (stems.length < 3 || stems.length > 70 || stems.filter((stem) => /\p{L}/u.test(stem)).length < 2) return null;
      const set = new Set(stems);
      let best: { item: Item; share: number } | null = null;
      for (const { item, fullQuestions } of items)
        for (const question of fullQuestions) {
          const inQuestion = stems.filter((stem) => question.has(stem)).length / stems.length;
          if (inQuestion < 0.75) continue;
          const ofQuestion = [...question].filter((stem) => set.has(stem)).length / question.size;
          const share = Math.min(inQuestion, Math.max(ofQuestion, inQuestion > 0.9 && stems.length >= 5 ? 0.76 : 0));
          if (share >= 0.75 && share > (best?.share ?? 0)) best = { item, share };
        }
      return best?.item ?? null;
    },
  };
};

const overlap = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => {
  if (a.size === 0 || b.size === 0) return 0;
  let common = 0;
  for (const word of a) if (b.has(word)) common += 1;
  return (2 * common) / (a.size + b.size);
};
