/** Tables without lines: text that stands in columns. Labels beside values, pandoc and LaTeX tables, CV years beside posts. */
import type { Cell } from "#core/document.ts";
import { boldHeaderRows } from "./html-table.ts";
import { cellText, type Line, type Segment, segmentOf } from "./layout-lines.ts";
import type { Rule } from "./pdf-graphics.ts";

export type ColumnTable = {
  readonly rows: readonly (readonly Cell[])[];
  readonly headerRows: number /** Index after the table's last line. */;
  readonly end: number;
};

const align = 4;

/**
 * The table that begins at line `start`, null where none does. `pitch` is the usual distance of lines within a paragraph
 * as a multiple of the letter size.
 */
export const columnTable = (lines: readonly Line[], start: number, pitch: number, rules: readonly Rule[]): ColumnTable | null => {
  if (!beginsTable(lines, start, pitch)) return null;
  const end = endOfRun(lines, start, pitch);
  const run = lines.slice(start, end);
  const tabular = run.filter((line) => line.segments.length >= 2);
  if (tabular.length < 2) return null;
  const columns = columnsOf(run);
  if (columns.length < 2) return null;
  const split = run.map((line) => splitAtColumns(line, columns));
  const groups = rowsOf(split, columns, pitch);
  if (groups.length < 2) return null;
  const rows = mergeLooseRows(groups.map((group) => cellsOf(group, columns)));
  if (rows.length < 2) return null;
  return { rows, headerRows: headerRowsOf(groups, rows, columns, rules), end };
};

type Column = { readonly x: number; readonly x2: number };

/** A line with two parts, or the upper lines of a header that stands on its last line ("Kil-" over "de"). */
const beginsTable = (lines: readonly Line[], start: number, pitch: number): boolean => {
  for (let index = start; index < Math.min(lines.length, start + 10); index += 1) {
    const line = lines[index];
    const before = lines[index - 1];
    if (!line || (index > start && before && line.y - before.y > 1.25 * pitch * line.size)) return false;
    if (line.segments.length < 2) continue;
    const stops = stopsOf(line).slice(1);
    const upper = lines.slice(start, index);
    return upper.every((above) => above.segments.every((segment) => segment.text.length <= 14 && stops.some((x) => Math.abs(x - segment.x) < align)));
  }
  return false;
};

/** Where text begins on a line: its start, and after every gap that is wider than a blank. */
const stopsOf = (line: Line): number[] =>
  line.segments.flatMap((segment) =>
    segment.pieces
      .filter((piece, index) => {
        const before = segment.pieces[index - 1];
        return !before || piece.x - (before.x + before.width) >= 0.2 * piece.size;
      })
      .map((piece) => piece.x),
  );

const endOfRun = (lines: readonly Line[], start: number, pitch: number): number => {
  const first = lines.slice(start).find((line) => line.segments.length >= 2);
  const stops: number[] = first ? stopsOf(first) : [];
  const left = Math.min(...stops);
  let second = first?.segments[1]?.x ?? Number.POSITIVE_INFINITY;
  let end = start + 1;
  let last = start;
  for (let index = start + 1; index < lines.length; index += 1) {
    const line = lines[index];
    const before = lines[index - 1];
    if (!line || !before) break;
    const gap = (line.y - before.y) / Math.max(line.size, before.size);
    if (gap > 4.5) break;
    if (line.segments.length >= 2) {
      const own = stopsOf(line);
      const aligned =
        own.some((x, at) => at > 0 && stops.some((stop) => Math.abs(stop - x) < align)) ||
        line.segments.some((segment, at) => at > 0 && isKnown(segment, lines, start, index));
      if (!aligned || gap > 3.6) break;
      for (const x of own) if (!stops.some((stop) => Math.abs(stop - x) < 1)) stops.push(x);
      second = Math.min(second, ...line.segments.slice(1).map((segment) => segment.x));
      last = index;
      end = index + 1;
      continue;
    }
    const [segment] = line.segments;
    if (!segment) break;
    // A heading in larger letters is no row.
    if (segment.size > 1.06 * (first?.size ?? segment.size)) break;
    const tight = gap <= pitch * 1.3;
    const inLater = stops.some((x) => x > left + align && Math.abs(x - segment.x) < align);
    const inFirst = Math.abs(segment.x - left) < align + 8 && segment.x2 < second;
    const goesOn = nextTabular(lines, index, stops);
    if (inLater && gap <= 2.4 && segment.x2 < widest(lines.slice(start, end)) + 60) end = index + 1;
    else if (inFirst && (tight || (goesOn && gap <= 3))) {
      if (tight && index - last <= 6) end = index + 1;
    } else if (!(goesOn && segment.text.length < 90 && gap <= 3.6 && (segment.bold || gap > pitch * 1.3))) break;
  }
  return end;
};

const widest = (lines: readonly Line[]): number => Math.max(...lines.flatMap((line) => line.segments.map((segment) => segment.x2)));

/** True when one of the next lines is tabular and stands in the columns. */
const nextTabular = (lines: readonly Line[], index: number, stops: readonly number[]): boolean => {
  for (const line of lines.slice(index + 1, index + 4)) {
    if (line.segments.length >= 2) return line.segments.slice(1).some((segment) => stops.slice(1).some((x) => Math.abs(x - segment.x) < 2));
  }
  return false;
};

/** A segment stands in a column when an earlier one begins, ends or is centred where it does. */
const isKnown = (segment: Segment, lines: readonly Line[], start: number, index: number): boolean =>
  lines.slice(Math.max(start, index - 12), index).some((line) =>
    line.segments.some((other, at) => {
      if (at === 0 && line.segments.length > 1) return false;
      const near = (a: number, b: number): boolean => Math.abs(a - b) < align;
      return near(other.x, segment.x) || near(other.x2, segment.x2) || near((other.x + other.x2) / 2, (segment.x + segment.x2) / 2);
    }),
  );

/** Columns as the stretches of the width that text covers on any line, with a strip of nothing between them. */
const columnsOf = (run: readonly Line[]): Column[] => {
  const tabular = run.filter((line) => line.segments.length >= 2);
  const intervals = tabular.flatMap((line) =>
    line.segments.flatMap((segment) => segment.pieces.map((piece): [number, number] => [piece.x, piece.x + piece.width])),
  );
  const size = run[0]?.size ?? 10;
  const joined = withoutSlivers(union(intervals, size * 0.2), tabular);
  if (joined.length >= 2) return joined.map(([x, x2]) => ({ x, x2 }));
  // One overlong cell covers the gap: fall back on where segments begin.
  const segments = tabular.flatMap((line) => line.segments);
  return union(
    segments.map((segment): [number, number] => [segment.x - align, segment.x + align]),
    1,
  )
    .map(([x], index, starts) => ({ x: x + align, x2: (starts[index + 1]?.[0] ?? Number.POSITIVE_INFINITY) - 1 }))
    .filter((column) => segments.filter((segment) => Math.abs(segment.x - column.x) < align * 2).length >= 2);
};

/** Two rows of single words can leave a strip within one cell: a column must begin after a wide gap, or be filled on three lines. */
const withoutSlivers = (columns: readonly [number, number][], lines: readonly Line[]): [number, number][] => {
  const kept: [number, number][] = [];
  for (const column of columns) {
    const last = kept.at(-1);
    const wide = lines.some((line) => line.segments.some((segment) => Math.abs(segment.x - column[0]) < align));
    const filled = lines.filter((line) => stopsOf(line).some((x) => Math.abs(x - column[0]) < align)).length;
    if (last && !wide && filled < 3) last[1] = column[1];
    else kept.push([column[0], column[1]]);
  }
  return kept;
};

/** A line with its text parted at the columns. */
const splitAtColumns = (line: Line, columns: readonly Column[]): Line => {
  const pieces = line.segments.flatMap((segment) => segment.pieces);
  const crosses =
    line.segments.length === 1 &&
    pieces.some((piece) => piece.x < (columns[1]?.x ?? 0) - align && piece.x + piece.width > (columns[1]?.x ?? 0) + align);
  if (crosses) return line;
  const groups = columns.map((_, index) => pieces.filter((piece) => columnAt(piece, columns) === index)).filter((group) => group.length > 0);
  return {
    ...line,
    segments: groups.map((group) =>
      segmentOf(
        [...group].sort((a, b) => a.x - b.x),
        line.y,
      ),
    ),
  };
};

/** Intervals that overlap, joined. */
const union = (parts: readonly [number, number][], gap: number): [number, number][] => {
  const merged: [number, number][] = [];
  for (const [x, x2] of [...parts].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && x < last[1] + gap) last[1] = Math.max(last[1], x2);
    else merged.push([x, x2]);
  }
  return merged;
};

const columnAt = (segment: { readonly x: number }, columns: readonly Column[]): number => {
  const index = columns.findIndex(
    (column, at) => segment.x < (columns[at + 1]?.x ?? Number.POSITIVE_INFINITY) - 1.5 && segment.x >= column.x - align * 3,
  );
  return Math.max(0, index);
};

/** Lines to rows. Rows stand further apart than lines within a cell; where they do not, a filled first column begins a row. */
const rowsOf = (run: readonly Line[], columns: readonly Column[], pitch: number): Line[][] => {
  const gaps = run.slice(1).map((line, index) => line.y - (run[index]?.y ?? 0));
  const usable = gaps.filter((gap, index) => gap >= 0.85 * (run[index]?.size ?? 10));
  const smallest = Math.min(...usable, Number.POSITIVE_INFINITY);
  const size = run[0]?.size ?? 10;
  const hasWraps = run.some(
    (line) =>
      line.segments.length < columns.length || line.segments.some((segment) => columnAt(segment, columns) > 0 && /^\p{Ll}/u.test(segment.text)),
  );
  const wide = smallest * 1.15;
  const spaced = hasWraps && smallest <= size * pitch * 1.12 && gaps.some((gap) => gap > wide) && !mostLinesAreRows(run, gaps, wide, columns);
  const rows: Line[][] = [];
  run.forEach((line, index) => {
    const row = rows.at(-1);
    const gap = gaps[index - 1] ?? 0;
    const begins = spaced ? gap > wide : beginsRow(line, row, columns, gap, size * pitch);
    if (!row || begins) rows.push([line]);
    else row.push(line);
  });
  return rows;
};

/** Wide gaps alone (under a header) do not make the lines between them one row. */
const mostLinesAreRows = (run: readonly Line[], gaps: readonly number[], wide: number, columns: readonly Column[]): boolean => {
  const inner = run.filter((_, index) => index > 0 && (gaps[index - 1] ?? 0) <= wide);
  const full = inner.filter((line) => line.segments.length >= Math.max(2, columns.length) && !/^\p{Ll}/u.test(line.segments[0]?.text ?? ""));
  return inner.length > 0 && full.length >= inner.length * 0.6;
};

const beginsRow = (line: Line, row: readonly Line[] | undefined, columns: readonly Column[], gap: number, usual: number): boolean => {
  const [segment] = line.segments;
  if (!segment || columnAt(segment, columns) > 0) return false;
  if (gap > usual * 1.3) return true;
  const above = row?.at(-1)?.segments[0];
  const lower = /^[\p{Ll}(]/u.test(segment.text);
  const cut = above !== undefined && /[\p{L}][-,]$/u.test(above.text);
  return !(lower || cut);
};

const cellsOf = (group: readonly Line[], columns: readonly Column[]): Cell[] => {
  const [only] = group;
  const [segment] = only?.segments ?? [];
  if (
    group.length === 1 &&
    only?.segments.length === 1 &&
    segment &&
    columnAt(segment, columns) === 0 &&
    segment.x2 > (columns[1]?.x ?? Number.POSITIVE_INFINITY)
  )
    return [{ text: segment.text, columnSpan: columns.length, rowSpan: 1, header: false, bold: segment.bold }];
  return columns.map((column, index) => {
    const parts = group.flatMap((line) => {
      const own = line.segments.filter((candidate) => columnAt(candidate, columns) === index);
      const [head] = own;
      return head
        ? [{ ...head, text: own.map((part) => part.text).join(" "), x2: own.at(-1)?.x2 ?? head.x2, bold: own.every((part) => part.bold) }]
        : [];
    });
    return {
      text: cellText(parts, Math.min(column.x2, (columns[index + 1]?.x ?? Number.POSITIVE_INFINITY) - 3)),
      columnSpan: 1,
      rowSpan: 1,
      header: false,
      bold: parts.length > 0 && parts.every((part) => part.bold),
    };
  });
};

/** A later paragraph of a value in a table of labels and values belongs to the row above. */
const mergeLooseRows = (rows: readonly Cell[][]): Cell[][] => {
  const merged: Cell[][] = [];
  for (const row of rows) {
    const above = merged.at(-1);
    const [label, value] = row;
    const [aboveLabel, aboveValue] = above ?? [];
    if (row.length === 2 && above?.length === 2 && label && value && aboveLabel && aboveValue && label.text === "" && value.text !== "")
      merged[merged.length - 1] = [aboveLabel, { ...aboveValue, text: `${aboveValue.text}\n${value.text}` }];
    else merged.push(row);
  }
  return merged;
};

const headerRowsOf = (
  groups: readonly (readonly Line[])[],
  rows: readonly (readonly Cell[])[],
  columns: readonly Column[],
  rules: readonly Rule[],
): number => {
  const bold = boldHeaderRows(rows);
  if (bold > 0 || rows.length !== groups.length) return bold;
  const bottom = groups[0]?.at(-1)?.y ?? 0;
  const next = groups[1]?.[0];
  if (!next) return 0;
  const width = (columns.at(-1)?.x2 ?? 0) - (columns[0]?.x ?? 0);
  const ruled = rules.filter((rule) => rule.y1 > bottom - 1 && rule.y1 < next.y - next.size * 0.5 && rule.x2 - rule.x1 > width * 0.3);
  const below = rules.filter((rule) => rule.y1 > next.y && rule.y1 < (groups.at(-1)?.at(-1)?.y ?? 0));
  return ruled.length > 0 && below.length <= 1 && (rows[0]?.length ?? 0) >= 2 ? 1 : 0;
};
