/** ODF list numbers: formats from list styles, counted in document order. */
import { roman } from "./docx-numbering.ts";
import { type Element, childrenOf, descendants } from "./markup.ts";

type Level = { readonly format: string | null; readonly prefix: string; readonly suffix: string; readonly shown: number; readonly start: number };
export type ListStyles = { readonly lists: ReadonlyMap<string, ReadonlyMap<number, Level>>; readonly outline: ReadonlyMap<number, Level> };

/** Formats of every list style and of the heading outline. */
export const listStylesOf = (roots: readonly (Element | undefined)[]): ListStyles => {
  const lists = new Map<string, Map<number, Level>>();
  for (const style of roots.flatMap((root) => descendants(root, "text:list-style"))) lists.set(style.attributes["style:name"] ?? "", levelsOf(style));
  const outline = roots.flatMap((root) => descendants(root, "text:outline-style"))[0];
  return { lists, outline: outline ? levelsOf(outline) : new Map() };
};

const levelsOf = (style: Element): Map<number, Level> =>
  new Map(
    childrenOf(style).flatMap((level): [number, Level][] => {
      const { attributes } = level;
      const at = Number(attributes["text:level"] ?? 0) - 1;
      if (at < 0) return [];
      const numbered = level.name !== "text:list-level-style-bullet" && level.name !== "text:list-level-style-image";
      return [
        [
          at,
          {
            format: numbered ? (attributes["style:num-format"] ?? "") : null,
            prefix: attributes["style:num-prefix"] ?? "",
            suffix: attributes["style:num-suffix"] ?? "",
            shown: Number(attributes["text:display-levels"] ?? 1),
            start: Number(attributes["text:start-value"] ?? 1),
          },
        ],
      ];
    }),
  );

export type ListCounter = {
  /** A list begins; a top-level one starts over unless it says that it goes on. */
  readonly open: (list: Element, style: string, depth: number) => void;
  /** Marker of the next item at this depth, "" where the list prints none. */
  readonly next: (style: string, depth: number, start: string | undefined) => string;
  /** Outline number of a heading; null where headings are not numbered. */
  readonly heading: (level: number, text: string) => string | null;
};

/** Counts the items of a document's lists. */
export const listCounter = (styles: ListStyles): ListCounter => {
  const counts = new Map<string, number[]>();
  const headings: number[] = [];
  const countsOf = (style: string): number[] => {
    const known = counts.get(style) ?? [];
    counts.set(style, known);
    return known;
  };
  return {
    open: (list, style, depth) => {
      const goesOn = list.attributes["text:continue-numbering"] === "true" || list.attributes["text:continue-list"] !== undefined;
      if (!goesOn) countsOf(style).length = Math.min(countsOf(style).length, depth);
    },
    next: (style, depth, start) => {
      const levels = styles.lists.get(style);
      const level = levels?.get(depth);
      const own = countsOf(style);
      own[depth] = start === undefined ? (own[depth] ?? (level?.start ?? 1) - 1) + 1 : Number(start);
      own.length = depth + 1;
      if (!level || level.format === null) return "•";
      return markerOf(levels ?? new Map(), own, depth);
    },
    heading: (level, text) => {
      const at = level - 1;
      if (text.trim() === "" || !styles.outline.get(at)?.format) return null;
      headings[at] = (headings[at] ?? (styles.outline.get(at)?.start ?? 1) - 1) + 1;
      headings.length = level;
      return markerOf(styles.outline, headings, at) || null;
    },
  };
};

const markerOf = (levels: ReadonlyMap<number, Level>, counts: readonly number[], depth: number): string => {
  const level = levels.get(depth);
  if (!level?.format) return "";
  const numbers: string[] = [];
  for (let at = Math.max(0, depth + 1 - level.shown); at <= depth; at += 1) {
    const of = levels.get(at);
    if (of?.format) numbers.push(numeral(counts[at] ?? of.start, of.format));
  }
  return `${level.prefix}${numbers.join(".")}${level.suffix}`.trim();
};

const numeral = (value: number, format: string): string => {
  if (format === "a") return String.fromCharCode(96 + (((value - 1) % 26) + 1));
  if (format === "A") return String.fromCharCode(64 + (((value - 1) % 26) + 1));
  if (format === "i") return roman(value).toLowerCase();
  return format === "I" ? roman(value) : String(value);
};
