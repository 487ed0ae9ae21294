/** Page headers, footers and page numbers: text that repeats at the same place from page to page. */
import type { Draft } from "./drafts.ts";
import { type Line, linesOf, type Piece } from "./layout-lines.ts";
import type { PageContent } from "./pdf-page.ts";

/** "Side 2 av 5", "Page 2 of 5", "- 2 -", "2/5", "s. 2", "2". */
const pageNumber = /^[-–—\s|]*(?:(?:side|page|s\.|p\.|sida)\s*)?\d{1,4}(?:\s*(?:av|of|\/|von)\s*\d{1,4})?[-–—\s|]*$/i;

const textOfLine = (line: Line): string => line.segments.map((segment) => segment.text).join(" ");
const shapeOf = (line: Line): string => textOfLine(line).replace(/\d+/g, "#").replace(/\s+/g, " ").trim();

/** The pages without what repeats, and that as drafts of origin header and footer, once each. */
export const withoutFurniture = (pages: readonly PageContent[]): { readonly pages: PageContent[]; readonly furniture: Draft[] } => {
  const furniture: Draft[] = [];
  const edges = pages.map((page) => edgeLines(page));
  const seen = new Map<string, number>();
  for (const lines of edges) for (const { line, zone } of lines) seen.set(keyOf(line, zone), (seen.get(keyOf(line, zone)) ?? 0) + 1);
  const needed = Math.max(2, Math.ceil(pages.length * 0.4));
  const done = new Set<string>();
  const own = pages.map((page, index) => {
    const removed = new Set<Piece>();
    for (const { line, zone, outermost } of edges[index] ?? []) {
      const text = textOfLine(line);
      const repeats = pages.length > 1 && (seen.get(keyOf(line, zone)) ?? 0) >= needed;
      const number = outermost && pageNumber.test(text) && (pages.length > 1 || /\D/.test(text.trim()));
      if (!repeats && !number) continue;
      for (const segment of line.segments) for (const piece of segment.pieces) removed.add(piece);
      const key = keyOf(line, zone);
      if (!done.has(key))
        furniture.push({ kind: "paragraph", place: { page: page.number }, origin: zone === "top" ? "header" : "footer", text, bold: false });
      done.add(key);
    }
    return removed.size === 0 ? page : { ...page, pieces: page.pieces.filter((piece) => !removed.has(piece)) };
  });
  return { pages: own, furniture };
};

const keyOf = (line: Line, zone: string): string => `${zone} ${Math.round(line.y / 6)} ${shapeOf(line)}`;

/** Up to three lines from the top and the bottom of the page, within its outer 13 %. */
const edgeLines = (page: PageContent): { line: Line; zone: "top" | "bottom"; outermost: boolean }[] => {
  const lines = linesOf(page.pieces).filter((line) => line.y <= page.height + 20);
  const top = lines.filter((line) => line.y < page.height * 0.13).slice(0, 3);
  const bottom = lines.filter((line) => line.y > page.height * 0.87).slice(-3);
  return [
    ...top.map((line, index) => ({ line, zone: "top" as const, outermost: index === 0 })),
    ...bottom.map((line, index) => ({ line, zone: "bottom" as const, outermost: index === bottom.length - 1 })),
  ];
};
