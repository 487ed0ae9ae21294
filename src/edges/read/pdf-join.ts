/** Paragraphs and tables that a page break cut in two, joined again. */
import type { Cell } from "#core/document.ts";
import type { Draft } from "./drafts.ts";
import { joinLines } from "./layout-lines.ts";

/** The drafts of all pages in one list. The place is that of the first part. */
export const joinPages = (pages: readonly (readonly Draft[])[]): Draft[] => {
  const result: Draft[] = [];
  for (const page of pages) {
    const [first, ...rest] = page;
    if (!first) continue;
    const last = result.at(-1);
    const joined = last ? joinPair(last, first) : null;
    if (joined) result[result.length - 1] = joined;
    else result.push(first);
    result.push(...rest);
  }
  return result;
};

const joinPair = (last: Draft, first: Draft): Draft | null => {
  if (last.kind === "table" && first.kind === "table") return joinTables(last, first);
  if ((last.kind === "paragraph" || last.kind === "list_item") && first.kind === "paragraph") {
    const open = !/[.!?:;☒☐]$/.test(last.text.trim()) || /\p{L}-$/u.test(last.text);
    const lastLine = last.text.split("\n").at(-1) ?? "";
    const cut =
      /^[\p{Ll}(]/u.test(first.text) || (/[,–-]$/.test(lastLine) && !first.bold) || (lastLine.length > 120 && !first.bold && first.text.length > 60);
    return open && cut ? { ...last, text: joinLines(last.text, first.text) } : null;
  }
  return null;
};

type TableDraft = Extract<Draft, { kind: "table" }>;

const joinTables = (last: TableDraft, first: TableDraft): Draft | null => {
  const width = (table: TableDraft): number => Math.max(...table.rows.map((row) => row.reduce((sum, cell) => sum + cell.columnSpan, 0)));
  if (width(last) !== width(first)) return null;
  const [a, b] = [last.place.box, first.place.box];
  if (a && b && Math.abs(a.x - b.x) > 12) return null;
  const sameHead = textsOf(first.rows[0]) === textsOf(last.rows[0]);
  // A table that begins with a header row of its own is another table.
  if (!sameHead && first.headerRows > 0 && last.headerRows > 0) return null;
  const rows = sameHead ? first.rows.slice(Math.max(1, last.headerRows)) : first.rows.map((row) => row.map((cell) => ({ ...cell, header: false })));
  const [next, ...others] = rows;
  const end = last.rows.at(-1);
  if (next && end && isRestOf(next, end)) {
    const merged = end.map((cell, index) => ({
      ...cell,
      text: next[index]?.text ? (cell.text ? joinLines(cell.text, next[index].text) : next[index].text) : cell.text,
    }));
    return { ...last, rows: [...last.rows.slice(0, -1), merged, ...others] };
  }
  return { ...last, rows: [...last.rows, ...rows] };
};

const textsOf = (row: readonly Cell[] | undefined): string => (row ?? []).map((cell) => cell.text).join("|");

/** A first row whose filled cells all go on in lower case, or which lacks its first cell, is the end of the row above. */
const isRestOf = (row: readonly Cell[], above: readonly Cell[]): boolean => {
  if (row.length !== above.length) return false;
  const filled = row.filter((cell) => cell.text !== "");
  const [first] = row;
  return (
    filled.length > 0 &&
    (first?.text === ""
      ? filled.length < row.length && filled.some((cell) => /^[\p{Ll}(]/u.test(cell.text))
      : filled.every((cell) => /^[\p{Ll}(]/u.test(cell.text)) && !/^\p{Ll}/u.test(above[0]?.text ?? ""))
  );
};
