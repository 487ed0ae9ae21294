/** HTML tables: rows and cells with spans, header rows, and tables that only lay a page out. */
import type { Cell } from "#core/document.ts";
import { type Element, childrenOf, descendants } from "./markup.ts";

const sections = new Set(["thead", "tbody", "tfoot"]);

/** The rows of this table, not of tables within it. */
const rowElements = (table: Element): Element[] =>
  childrenOf(table).flatMap((child) => (child.name === "tr" ? [child] : sections.has(child.name) ? childrenOf(child, "tr") : []));

const cellElements = (row: Element): Element[] => childrenOf(row).filter((child) => child.name === "td" || child.name === "th");

const span = (value: string | undefined): number => Math.min(100, Math.max(1, Number.parseInt(value ?? "1", 10) || 1));

/** Cells as printed; `read` gives the text of one. */
export const tableRows = (table: Element, read: (cell: Element) => { text: string; bold: boolean }): Cell[][] =>
  rowElements(table).map((row) =>
    cellElements(row).map((cell) => ({
      ...read(cell),
      columnSpan: span(cell.attributes["colspan"]),
      rowSpan: span(cell.attributes["rowspan"]),
      header: cell.name === "th",
    })),
  );

/** Number of header rows: what <thead> holds, rows of <th> only, else a first row that alone is bold throughout. */
export const headerRowsOf = (table: Element, rows: readonly (readonly Cell[])[]): number => {
  const head = childrenOf(table, "thead").flatMap((thead) => childrenOf(thead, "tr")).length;
  if (head > 0 && head < rows.length) return head;
  const plain = rows.findIndex((row) => !row.every((cell) => cell.header));
  if (plain > 0) return plain;
  return boldHeaderRows(rows);
};

/** One header row when the first row, and not the second, is bold in every filled cell and has two or more. */
export const boldHeaderRows = (rows: readonly (readonly Cell[])[]): number => {
  const isBold = (row: readonly Cell[] | undefined): boolean => {
    const filled = (row ?? []).filter((cell) => cell.text.trim() !== "");
    return filled.length >= 2 && filled.every((cell) => cell.bold);
  };
  return rows.length > 1 && isBold(rows[0]) && !isBold(rows[1]) ? 1 : 0;
};

/** For sheets: the bold first row, else a first row of words over rows of the same width. */
export const wordHeaderRows = (rows: readonly (readonly Cell[])[]): number => {
  const bold = boldHeaderRows(rows);
  if (bold > 0) return bold;
  const [first, second] = rows;
  if (!first || !second || first.length < 2) return 0;
  const words = first.every((cell) => /\p{L}/u.test(cell.text) && cell.text.length <= 60);
  return words && second.length >= first.length - 1 ? 1 : 0;
};

/** Tables that mail programs and newsletters use as frames: said so, or with one column, or holding whole letters in cells. */
export const isLayoutTable = (table: Element): boolean => {
  if (/^(presentation|none)$/.test(table.attributes["role"] ?? "")) return true;
  const rows = rowElements(table);
  if (rows.length === 0) return true;
  if (rows.every((row) => cellElements(row).length <= 1)) return true;
  const hasBorder = Number(table.attributes["border"] ?? 0) > 0 || /border/i.test(table.attributes["style"] ?? "");
  if (hasBorder) return false;
  return (
    rows.length === 1 &&
    cellElements(rows[0] ?? table).some(
      (cell) => descendants(cell, "p").length + descendants(cell, "div").length + descendants(cell, "table").length > 6,
    )
  );
};
