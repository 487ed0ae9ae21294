/** Workbooks (XLSX) through exceljs: each sheet is a table, numbered as a page. */
import ExcelJS from "exceljs";
import type { Cell } from "#core/document.ts";
import type { Content, Draft, Hidden } from "./drafts.ts";
import { wordHeaderRows } from "./html-table.ts";
import type { ReadLimits } from "./limits.ts";
import { dateText, percentText } from "./sheet-values.ts";

/** Blocks of a workbook. Hidden sheets are read as hidden text. Throws ZipError. */
export const readSheet = async (bytes: Uint8Array, limits: ReadLimits): Promise<Content> => {
  const book = await opened(bytes);
  if (!book) {
    const { readBinarySheet } = await import("./sheet-binary.ts");
    return readBinarySheet(bytes, limits);
  }
  const drafts: Draft[] = [];
  const hidden: Hidden[] = [];
  const links: string[] = [];
  let cut = false;
  book.worksheets.forEach((sheet, index) => {
    const place = { page: index + 1, part: sheet.name };
    const rows: Cell[][] = [];
    sheet.eachRow({ includeEmpty: false }, (row) => {
      if (rows.length >= limits.sheetRows) {
        cut = true;
        return;
      }
      const cells: Cell[] = [];
      const last = Math.min(row.cellCount, limits.sheetColumns);
      for (let column = 1; column <= last; column += 1) {
        const cell = row.getCell(column);
        // A merged cell's text belongs to its first place; the others are left out, across and down.
        if (cell.isMerged && cell.master !== cell) continue;
        if (cell.hyperlink) links.push(cell.hyperlink);
        cells.push({
          text: textOf(cell),
          columnSpan: spanOf(sheet, cell, "right"),
          rowSpan: spanOf(sheet, cell, "bottom"),
          header: false,
          bold: cell.font?.bold === true,
        });
      }
      while (cells.length > 0 && cells.at(-1)?.text === "") cells.pop();
      if (cells.length > 0) rows.push(cells);
    });
    if (rows.length === 0) return;
    if (sheet.state !== "visible") {
      hidden.push({ text: rows.map((row) => row.map((cell) => cell.text).join(" | ")).join("\n"), reason: "not_displayed", place });
      return;
    }
    const headerRows = wordHeaderRows(rows);
    const marked = rows.map((row, at) => row.map((cell) => (at < headerRows ? { ...cell, header: true } : cell)));
    drafts.push({ kind: "table", place, origin: "own", headerRows, rows: marked, text: "" });
  });
  return { drafts, hidden, links, pages: book.worksheets.length, ...(cut ? { state: "partial", detail: "row_limit" } : {}) };
};

/** Null for binary workbooks (XLSB), of which exceljs finds no sheet, and for the few XLSX files that it stumbles over. */
const opened = async (bytes: Uint8Array): Promise<ExcelJS.Workbook | null> => {
  const book = new ExcelJS.Workbook();
  try {
    await book.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer, {
      ignoreNodes: ["dataValidations", "conditionalFormatting", "extLst", "picture", "drawing", "printOptions", "pageSetup", "headerFooter"],
    });
    return book.worksheets.length > 0 ? book : null;
  } catch {
    return null;
  }
};

const textOf = (cell: ExcelJS.Cell): string => {
  const value = cell.type === ExcelJS.ValueType.Formula ? cell.result : cell.value;
  if (value instanceof Date) return dateText(value);
  if (typeof value === "number" && /%/.test(cell.numFmt ?? "")) return percentText(value);
  try {
    return cell.text ?? "";
  } catch {
    return "";
  }
};

const spanOf = (sheet: ExcelJS.Worksheet, cell: ExcelJS.Cell, side: "right" | "bottom"): number => {
  if (!cell.isMerged) return 1;
  let span = 1;
  const [row, column] = [Number(cell.row), Number(cell.col)];
  const next = (): ExcelJS.Cell => (side === "right" ? sheet.getCell(row, column + span) : sheet.getCell(row + span, column));
  while (span < 200 && next().isMerged && next().master === cell) span += 1;
  return span;
};
