/** Places passages: which items the labels and headings over each passage speak of, and how strongly. */
import type { Catalogue } from "../catalogue.ts";
import type { CueMatcher } from "./cues.ts";
import type { Placed } from "./context.ts";
import type { Passage } from "./passages.ts";

const LABEL_WEIGHTS = [1, 0.8, 0.65, 0.5];
const HEADING_WEIGHTS = [0.92, 0.7, 0.5, 0.4];
/** A document follows the agency's numbering when this many of its numbered headings agree with it, and few differ. */
const NUMBERS_AGREEING = 4;

type Entry = { weight: number; part: string | null; cue: string; from: "label" | "heading" | "number" };

/** Every passage with the items over it. */
export const placePassages = (passages: readonly Passage[], cues: CueMatcher, catalogue: Catalogue): Placed[] => {
  const trusted = sourcesWithAgencyNumbers(passages, cues, catalogue);
  return passages.map((passage) => ({ passage, items: itemsOver(passage, cues, catalogue, trusted.has(passage.source)) }));
};

const itemsOver = (passage: Passage, cues: CueMatcher, catalogue: Catalogue, numbered: boolean): Map<string, Entry> => {
  const items = new Map<string, Entry>();
  const add = (label: string, factor: number, from: Entry["from"]) => {
    for (const match of cues.match(label)) {
      const weight = match.weight * factor;
      const known = items.get(match.item.id);
      if (!known || weight > known.weight) items.set(match.item.id, { weight, part: match.part ?? known?.part ?? null, cue: match.cue, from });
      else if (known.part === null && match.part !== null) items.set(match.item.id, { ...known, part: match.part });
    }
  };
  passage.labels.forEach((label, index) => add(label, LABEL_WEIGHTS[index] ?? 0.4, "label"));
  passage.headings.forEach((heading, index) => {
    add(
      heading.number && /^\d{1,2}\.?$/.test(heading.number) ? `${heading.number.replace(/\.$/, "")}. ${heading.text}` : heading.text,
      HEADING_WEIGHTS[index] ?? 0.3,
      "heading",
    );
  });
  if (numbered) {
    const number =
      passage.headings.map((heading) => Number(heading.number?.match(/^(\d{1,2})\.?$/)?.[1] ?? Number.NaN)).find((value) => !Number.isNaN(value)) ??
      labelNumber(passage);
    const item = catalogue.items.find((one) => one.number === number);
    if (item && (items.get(item.id)?.weight ?? 0) < 0.8)
      items.set(item.id, { weight: 0.8, part: items.get(item.id)?.part ?? null, cue: `number ${item.number}`, from: "number" });
  }
  if (passage.answersQuoted) {
    // The line right above the answer says most; what stands further up says less.
    const lines = passage.answersQuoted
      .split("\n")
      .filter((line) => line.trim())
      .toReversed();
    lines.slice(0, 4).forEach((line, index) => add(line, 0.9 - index * 0.1, "label"));
  }
  return items;
};

const labelNumber = (passage: Passage): number | undefined => {
  for (const label of passage.labels) {
    const number = label.match(/^\s*(?:(?:punkt|pkt\.?|item|point|spørsmål|nr\.?|no\.?)\s*)?(\d{1,2})(?:[.):]|\s)/iu)?.[1];
    if (number) return Number(number);
  }
  return undefined;
};

const sourcesWithAgencyNumbers = (passages: readonly Passage[], cues: CueMatcher, catalogue: Catalogue): Set<number> => {
  const votes = new Map<number, { agree: Set<number>; differ: number }>();
  const seen = new Set<string>();
  for (const passage of passages) {
    const numbered = [
      ...passage.headings.map((heading) => ({ number: Number(heading.number?.match(/^(\d{1,2})\.?$/)?.[1] ?? Number.NaN), text: heading.text })),
      ...passage.labels.map((label) => ({
        number: Number(label.match(/^\s*(?:(?:punkt|pkt\.?|item|point)\s*)?(\d{1,2})[.):\s]/iu)?.[1] ?? Number.NaN),
        text: label,
      })),
    ];
    for (const { number, text } of numbered) {
      const key = `${passage.source}|${number}|${text}`;
      if (Number.isNaN(number) || seen.has(key)) continue;
      seen.add(key);
      const best = cues.match(text)[0];
      if (!best || best.weight < 0.5) continue;
      const entry = votes.get(passage.source) ?? { agree: new Set<number>(), differ: 0 };
      const all = cues.match(text).filter((match) => match.weight >= 0.5);
      if (all.some((match) => match.item.number === number)) entry.agree.add(number);
      else entry.differ += 1;
      votes.set(passage.source, entry);
    }
  }
  void catalogue;
  return new Set(
    [...votes.entries()].filter(([, vote]) => vote.agree.size >= NUMBERS_AGREEING && vote.agree.size > vote.differ * 2).map(([source]) => source),
  );
};
