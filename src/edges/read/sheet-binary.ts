/** Older and binary workbooks (XLS, XLSB, and XLSX that exceljs cannot open) through SheetJS: each sheet is a table, numbered as a page. */
import { type CellObject, read, SSF, set_cptable, type WorkBook, type WorkSheet } from "@e965/xlsx";
import type { Cell } from "#core/document.ts";
import type { Content, Draft, Hidden } from "./drafts.ts";
import { wordHeaderRows } from "./html-table.ts";
import type { ReadLimits } from "./limits.ts";
import { dateText, percentText } from "./sheet-values.ts";
import { ZipError } from "./zip.ts";

/** Blocks of a workbook. Hidden sheets are read as hidden text. Throws ZipError. */
export const readBinarySheet = async (bytes: Uint8Array, limits: ReadLimits): Promise<Content> => {
  if (isOfExcel95(bytes)) set_cptable(await import("@e965/xlsx/dist/cpexcel.full.mjs"));
  const book = open(bytes, limits);
  const isFrom1904 = book.Workbook?.WBProps?.date1904 === true;
  const drafts: Draft[] = [];
  const hidden: Hidden[] = [];
  const links: string[] = [];
  let cut = false;
  book.SheetNames.forEach((name, index) => {
    const sheet = book.Sheets[name];
    if (!sheet) return;
    const place = { page: index + 1, part: name };
    const { rows, isCut } = rowsOf(sheet, limits, isFrom1904, links);
    cut ||= isCut;
    if (rows.length === 0) return;
    if (book.Workbook?.Sheets?.[index]?.Hidden) {
      hidden.push({ text: rows.map((row) => row.map((cell) => cell.text).join(" | ")).join("\n"), reason: "not_displayed", place });
      return;
    }
    const headerRows = wordHeaderRows(rows);
    const marked = rows.map((row, at) => row.map((cell) => (at < headerRows ? { ...cell, header: true } : cell)));
    drafts.push({ kind: "table", place, origin: "own", headerRows, rows: marked, text: "" });
  });
  return { drafts, hidden, links, pages: book.SheetNames.length, ...(cut ? { state: "partial", detail: "row_limit" } : {}) };
};

/** Workbooks of Excel 95 hold letters in code pages, whose tables are large; later ones name their stream "Workbook" and hold Unicode. */
const isOfExcel95 = (bytes: Uint8Array): boolean => {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return file.includes(Buffer.from("Book\0", "utf16le")) && !file.includes(Buffer.from("Workbook\0", "utf16le"));
};

const open = (bytes: Uint8Array, limits: ReadLimits): WorkBook => {
  try {
    return read(bytes, { type: "buffer", dense: true, cellHTML: false, cellFormula: false, cellNF: true, sheetRows: limits.sheetRows + 1 });
  } catch (cause) {
    const isLocked = cause instanceof Error && /password|encrypt/i.test(cause.message);
    throw isLocked ? new ZipError("encrypted", "office_password") : new ZipError("corrupt", "workbook");
  }
};

const rowsOf = (sheet: WorkSheet, limits: ReadLimits, isFrom1904: boolean, links: string[]): { rows: Cell[][]; isCut: boolean } => {
  const lines: readonly (readonly (CellObject | undefined)[] | undefined)[] = sheet["!data"] ?? [];
  const merged = mergesOf(sheet, limits);
  const rows: Cell[][] = [];
  let isCut = false;
  lines.forEach((line, row) => {
    if (!line) return;
    if (rows.length >= limits.sheetRows) {
      isCut = true;
      return;
    }
    const cells: Cell[] = [];
    for (let column = 0; column < Math.min(line.length, limits.sheetColumns); column += 1) {
      const span = merged.get(`${row} ${column}`);
      // A merged cell's text belongs to its first place; the others are left out, across and down.
      if (span === null) continue;
      const cell = line[column];
      if (cell?.l?.Target) links.push(cell.l.Target);
      cells.push({ text: textOf(cell, isFrom1904), columnSpan: span?.columns ?? 1, rowSpan: span?.rows ?? 1, header: false });
    }
    while (cells.length > 0 && cells.at(-1)?.text === "") cells.pop();
    if (cells.length > 0) rows.push(cells);
  });
  return { rows, isCut };
};

type Span = { readonly rows: number; readonly columns: number };

/** By "row column": the span of a merged cell at its first place, null at the places that it covers. */
const mergesOf = (sheet: WorkSheet, limits: ReadLimits): ReadonlyMap<string, Span | null> => {
  const found = new Map<string, Span | null>();
  for (const { s, e } of (sheet["!merges"] ?? []).slice(0, limits.sheetRows)) {
    const last = { r: Math.min(e.r, s.r + 200), c: Math.min(e.c, s.c + limits.sheetColumns) };
    for (let row = s.r; row <= last.r; row += 1) for (let column = s.c; column <= last.c; column += 1) found.set(`${row} ${column}`, null);
    found.set(`${s.r} ${s.c}`, { rows: last.r - s.r + 1, columns: last.c - s.c + 1 });
    if (found.size > 200_000) break;
  }
  return found;
};

const textOf = (cell: CellObject | undefined, isFrom1904: boolean): string => {
  if (!cell || cell.v === undefined || cell.t === "e" || cell.t === "z") return "";
  if (typeof cell.v !== "number") return typeof cell.v === "boolean" ? String(cell.v) : String(cell.w ?? cell.v);
  const format = String(cell.z ?? "");
  if (format !== "General" && SSF.is_date(format)) {
    const date = SSF.parse_date_code(cell.v, { date1904: isFrom1904 });
    return date ? dateText(new Date(Date.UTC(date.y, date.m - 1, date.d, date.H, date.M))) : "";
  }
  return format.includes("%") ? percentText(cell.v) : String(cell.v);
};
