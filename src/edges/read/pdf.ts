/** PDF files to blocks: pages to pieces, tables by their lines, the rest by layout or, where the file is tagged, by its tags. */
import type { Content, Draft, Hidden } from "./drafts.ts";
import { withDepths } from "./layout-depth.ts";
import { boxOf, flow, type PlacedTable, regionsOf, type Usual, usualOf } from "./layout-flow.ts";
import { boldHeaderRows } from "./html-table.ts";
import { linesOf } from "./layout-lines.ts";
import { type Grid, gridsOf, isInside, ruledRows } from "./layout-ruled.ts";
import type { ReadLimits } from "./limits.ts";
import { fieldsOf } from "./pdf-fields.ts";
import { withoutFurniture } from "./pdf-furniture.ts";
import { joinPages } from "./pdf-join.ts";
import { openPdf } from "./pdf-open.ts";
import { type PageContent, readPage } from "./pdf-page.ts";
import { type TagNode, taggedDrafts } from "./pdf-tags.ts";

export type PdfContent = Content & { /** Pages with too little text, for OCR; 1-based. */ readonly scanned: readonly number[] };

/**
 * Blocks of a PDF. `until` (milliseconds of performance.now) ends reading with what the pages before gave, as `partial`. Throws ZipError.
 */
export const readPdf = async (bytes: Uint8Array, limits: ReadLimits, until = Number.POSITIVE_INFINITY): Promise<PdfContent> => {
  const pdf = await openPdf(bytes, false);
  try {
    const { document } = pdf;
    const count = Math.min(document.numPages, limits.pages);
    const marked = (await document.getMarkInfo().catch(() => null))?.Marked === true;
    const pages: PageContent[] = [];
    const tags = new Map<number, TagNode>();
    let characters = 0;
    let broken = 0;
    let late = false;
    for (let number = 1; number <= count && characters < limits.characters; number += 1) {
      late = pages.length > 0 && performance.now() > until;
      if (late) break;
      try {
        const page = await document.getPage(number);
        const content = await readPage(pdf, page, number);
        const tree = marked ? await page.getStructTree().catch(() => null) : null;
        if (tree) tags.set(number, tree as TagNode);
        pages.push(content);
        characters += content.pieces.reduce((sum, piece) => sum + piece.text.length, 0);
        page.cleanup();
      } catch {
        broken += 1;
      }
    }
    const content = layOut(pages, tags);
    const cut = document.numPages > count || characters >= limits.characters;
    const scanned = pages.filter(isScanned).map((page) => page.number);
    const state =
      broken > 0 || cut || late
        ? {
            state: pages.length === 0 ? ("corrupt" as const) : ("partial" as const),
            detail: late ? "text_time" : cut ? "page_limit" : "broken_pages",
          }
        : {};
    return { ...content, ...state, pages: document.numPages, scanned };
  } finally {
    await pdf.close().catch(() => undefined);
  }
};

/** Fewer letters than this on a page: a scan with a stamp or a page number, or nothing. */
const isScanned = (page: PageContent): boolean => page.hasTextLayer || page.pieces.reduce((sum, piece) => sum + piece.text.trim().length, 0) < 20;

const layOut = (pages: readonly PageContent[], tags: ReadonlyMap<number, TagNode>): { drafts: Draft[]; hidden: Hidden[]; links: string[] } => {
  const { pages: own, furniture } = withoutFurniture(pages);
  const usual = usualOf(own.map((page) => linesOf(page.pieces)));
  const drafts = own.map((page) => {
    const tree = tags.get(page.number);
    return (tree ? taggedDrafts(tree, page, usual) : null) ?? pageDrafts(page, usual);
  });
  const joined = withDepths(joinPages(drafts));
  const headers = furniture.filter((draft) => draft.origin === "header");
  const footers = furniture.filter((draft) => draft.origin === "footer");
  return { drafts: [...headers, ...joined, ...footers], hidden: pages.flatMap((page) => page.hidden), links: pages.flatMap((page) => page.links) };
};

/** One page by its layout. */
export const pageDrafts = (
  page: Pick<PageContent, "number" | "width" | "pieces"> & { readonly graphics: Pick<PageContent["graphics"], "horizontal" | "vertical"> },
  usual: Usual,
): Draft[] => {
  const place = { page: page.number };
  let pieces = page.pieces;
  const tables: PlacedTable[] = [];
  const outermost = gridsOf(page.graphics.horizontal, page.graphics.vertical).sort((a, b) => area(b) - area(a));
  for (const grid of outermost) {
    const inside = pieces.filter((piece) => isInside(piece, grid.box));
    if (inside.length === 0) continue;
    const rows = ruledRows(grid, inside);
    if (rows.flat().filter((cell) => cell.text !== "").length < 2) continue;
    pieces = pieces.filter((piece) => !inside.includes(piece));
    const headerRows = boldHeaderRows(rows);
    const marked = rows.map((row, index) => row.map((cell) => (index < headerRows ? { ...cell, header: true } : cell)));
    const draft: Draft = { kind: "table", place: { ...place, ...boxOf(linesOf(inside)) }, origin: "own", headerRows, rows: marked, text: "" };
    tables.push({ y1: grid.box.y1, x1: grid.box.x1, x2: grid.box.x2, draft });
  }
  const { fields, rest } = fieldsOf(pieces, page.number);
  const placed = [...tables, ...fields];
  const regions = regionsOf(rest, page.width);
  return regions.flatMap((region, index) => {
    const isLast = index === regions.length - 1;
    const own = placed.filter((table) => {
      const middle = (table.x1 + table.x2) / 2;
      const following = regions.slice(index + 1).some((later) => middle >= later.x1 && middle <= later.x2 && table.y1 >= later.y1 - 20);
      return middle >= region.x1 && middle <= region.x2 && (isLast || !following);
    });
    for (const table of own) placed.splice(placed.indexOf(table), 1);
    return flow(region.lines, isLast ? [...own, ...placed.splice(0)] : own, usual, page.graphics.horizontal, place);
  });
};

const area = ({ box }: Grid): number => (box.x2 - box.x1) * (box.y2 - box.y1);
