/** List numbers of a Word file, counted as Word counts them: numbering.xml holds the formats, the document only references. */
import type { NumberRef } from "./docx-styles.ts";
import { type Element, childOf, childrenOf } from "./markup.ts";

type Level = { readonly format: string; readonly text: string; readonly start: number };
type List = { readonly abstractId: string; readonly levels: ReadonlyMap<number, Level>; readonly restarts: ReadonlySet<number> };

/** Gives the marker of the next paragraph of a list ("3.2", "a)", "•"); null where the list prints none. */
export type Numbering = (reference: NumberRef) => string | null;

/** Reads numbering.xml into a counter. Call it once for each numbered paragraph, in document order. */
export const numberingOf = (root: Element | null): Numbering => {
  const lists = listsOf(root);
  const counters = new Map<string, number[]>();
  const seen = new Set<string>();
  return ({ numId, level }) => {
    const list = lists.get(numId);
    const format = list?.levels.get(level);
    if (!list || !format) return null;
    const counts = counters.get(list.abstractId) ?? [];
    counters.set(list.abstractId, counts);
    if (!seen.has(numId)) {
      seen.add(numId);
      for (const restarted of list.restarts) counts.length = Math.min(counts.length, restarted);
    }
    counts[level] = (counts[level] ?? format.start - 1) + 1;
    counts.length = level + 1;
    if (format.format === "bullet") return "•";
    if (format.format === "none" && !/%/.test(format.text)) return format.text.trim() || null;
    const text = format.text.replace(/%([1-9])/g, (_, digit: string) => {
      const at = Number(digit) - 1;
      const of = list.levels.get(at);
      return of ? numeral(counts[at] ?? of.start, of.format) : "";
    });
    return text.trim() || null;
  };
};

const listsOf = (root: Element | null): Map<string, List> => {
  const numbering = root ? childOf(root, "w:numbering") : undefined;
  const abstracts = new Map(childrenOf(numbering, "w:abstractNum").map((abstract) => [abstract.attributes["w:abstractNumId"] ?? "", abstract]));
  const lists = new Map<string, List>();
  for (const num of childrenOf(numbering, "w:num")) {
    const abstractId = childOf(num, "w:abstractNumId")?.attributes["w:val"] ?? "";
    const levels = levelsOf(abstracts.get(abstractId));
    const restarts = new Set<number>();
    for (const override of childrenOf(num, "w:lvlOverride")) {
      const at = Number(override.attributes["w:ilvl"] ?? 0);
      const own = childOf(override, "w:lvl");
      const start = childOf(override, "w:startOverride")?.attributes["w:val"];
      const level = own ? levelOf(own) : levels.get(at);
      if (level) levels.set(at, start === undefined ? level : { ...level, start: Number(start) });
      if (start !== undefined) restarts.add(at);
    }
    lists.set(num.attributes["w:numId"] ?? "", { abstractId, levels, restarts });
  }
  return lists;
};

const levelsOf = (abstract: Element | undefined): Map<number, Level> =>
  new Map(childrenOf(abstract, "w:lvl").map((level) => [Number(level.attributes["w:ilvl"] ?? 0), levelOf(level)]));

const levelOf = (level: Element): Level => ({
  format: childOf(level, "w:numFmt")?.attributes["w:val"] ?? "decimal",
  text: childOf(level, "w:lvlText")?.attributes["w:val"] ?? "",
  start: Number(childOf(level, "w:start")?.attributes["w:val"] ?? 1),
});

const numeral = (value: number, format: string): string => {
  if (format === "lowerLetter" || format === "upperLetter") {
    const letter = String.fromCharCode(97 + ((value - 1) % 26)).repeat(Math.floor((value - 1) / 26) + 1);
    return format === "upperLetter" ? letter.toUpperCase() : letter;
  }
  if (format === "lowerRoman") return roman(value).toLowerCase();
  if (format === "upperRoman") return roman(value);
  if (format === "decimalZero") return String(value).padStart(2, "0");
  return format === "none" ? "" : String(value);
};

/** A list number as Roman numeral (1-3999). */
export const roman = (value: number): string => {
  const signs: [number, string][] = [
    [1000, "M"],
    [900, "CM"],
    [500, "D"],
    [400, "CD"],
    [100, "C"],
    [90, "XC"],
    [50, "L"],
    [40, "XL"],
    [10, "X"],
    [9, "IX"],
    [5, "V"],
    [4, "IV"],
    [1, "I"],
  ];
  let left = Math.min(3999, Math.max(0, value));
  let text = "";
  for (const [worth, sign] of signs)
    while (left >= worth) {
      text += sign;
      left -= worth;
    }
  return text;
};
