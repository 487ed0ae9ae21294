/** Dates in tables: rows whose label or column names the start or end, work plans, and charts with years along the top. */
import type { Table } from "../document.ts";
import { gridOf } from "../table.ts";
import { latestDay } from "./calendar.ts";
import type { Passage } from "./passages.ts";
import { findDates } from "./dates.ts";
import { readText } from "./period-prose.ts";
import type { Over, Reading } from "./period-subject.ts";
import { DELETION, END, EVENT, labelKind, placesOf, START, TIME_PLAN } from "./period-words.ts";

type Cell = { readonly header: string; readonly text: string };
/** What a label says: its kind, by the words and by the catalogue's cues. */
export type LabelReader = (labels: readonly string[]) => Pick<Over, "label" | "labelText">;

const PLAN_HEADER =
  /^(?:når|when|tid|time|periode?|tidsrom|år|year|måned|månad|month|semester|dato|date|fra|frå|from|til|to|frist|kvartal|quarter|start(?:er)?|slutt|end)$/iu;
const PROJECT_ROW = /(?<!\p{L})(?:hele|heile|whole|entire|total|samlet|samla|overall)(?!\p{L})/iu;

const hasDate = (text: string): boolean => findDates(text).length > 0;
const isPlan = (passage: Passage): boolean =>
  [...passage.labels, ...passage.headings.map((heading) => heading.text), ...(passage.row ?? []).map((cell) => cell.header)].some(
    (text) => text.length < 120 && placesOf(TIME_PLAN, text).length > 0,
  );

/** Readings of one row; `alone` when no other row of the table has dates in the same columns. */
export const readRow = (passage: Passage, alone: boolean, over: Over, read: LabelReader): Reading[] => {
  const cells = passage.row ?? [];
  const out: Reading[] = [];
  const first = cells[0]?.text ?? "";
  cells.forEach((cell, index) => {
    const previous =
      cells.slice(0, index).findLast((one) => !hasDate(one.text) && one.text.length <= 160 && !/^[\dIVX]{1,3}\.?$/u.test(one.text))?.text ?? "";
    const plan = planCell(cell, previous, alone);
    if (plan) return;
    const labels = [previous, cell.header, ...(first !== previous && !hasDate(first) ? [first] : []), ...passage.labels].filter(
      (text) => text !== "" && text !== cell.text,
    );
    // A year in the first cell holds for dates without one in the cells behind it.
    const year = index > 0 && hasDate(first) && !hasDate(cell.text) ? `${first} ` : "";
    const found = read(labels);
    const readings = readText(year + cell.text, { ...over, ...found, placed: over.placed && !isPlan(passage) });
    const weaker = found.label === null && isPlan(passage) ? 0.62 : 1;
    out.push(
      ...readings.map((one) => ({
        ...one,
        strength: Math.min(one.strength, weaker),
        quote: passage.text.includes(one.quote) ? rowQuote(passage.text, one.quote) : passage.text,
      })),
    );
  });
  return out;
};

const rowQuote = (row: string, quote: string): string => (row.length <= 240 ? row : quote);

/** Whether a dated cell is one line of a plan: its column says "when", and its row is about one activity of several. */
const planCell = (cell: Cell, rowLabel: string, alone: boolean): boolean => {
  if (alone || !PLAN_HEADER.test(cell.header.trim()) || PROJECT_ROW.test(rowLabel)) return false;
  const kind = labelKind(rowLabel, 0);
  if (kind === "period" || kind === "both") return false;
  return !((kind === "start" || kind === "end") && rowLabel.split(/\s+/).length <= 2);
};

/** First and last date of a work plan with at least two dated rows: a weak answer, where nothing better stands. */
export const readPlan = (rows: readonly Passage[], receivedAt: string): Reading[] => {
  const dated = rows
    .filter((row) => isPlan(row) && placesOf(EVENT, row.text.slice(0, 60)).length === 0)
    .flatMap((row) =>
      findDates(row.text)
        .filter((hit) => Number(hit.iso.slice(0, 4)) >= Number(receivedAt.slice(0, 4)) - 1)
        .map((hit) => ({ hit, row })),
    );
  if (new Set(dated.map((one) => one.row)).size < 2) return [];
  const ordered = dated.toSorted((a, b) => a.hit.iso.localeCompare(b.hit.iso));
  const first = ordered[0];
  const last = ordered.toSorted((a, b) => latestDay(b.hit.iso).localeCompare(latestDay(a.hit.iso)))[0];
  if (!first || !last || first.hit.iso === last.hit.iso) return [];
  const starts = placesOf(START, first.row.text).length > 0;
  const ends = placesOf(END, last.row.text).length > 0 || placesOf(DELETION, last.row.text).length > 0;
  return [
    { part: "start", iso: first.hit.iso, strength: starts ? 0.5 : 0.35, because: "the first date of the work plan", quote: first.row.text },
    { part: "end", iso: last.hit.iso, strength: ends ? 0.5 : 0.35, because: "the last date of the work plan", quote: last.row.text },
  ];
};

/** A chart with years along the top: the year of "Oppstart (1. september)" is that of its first mark. */
export const readChart = (table: Table, rows: readonly Passage[]): { reading: Reading; row: Passage | undefined }[] => {
  const grid = gridOf(table);
  const years = grid[0]?.map((text) => (/^(?:19|20)\d\d$/.test(text.trim()) ? text.trim() : "")) ?? [];
  if (years.filter(Boolean).length < 2) return [];
  return grid.slice(1).flatMap((cells) => {
    const label = cells[0] ?? "";
    const marked = cells.flatMap((text, column) => (column > 0 && text.trim() !== "" && years[column] ? [years[column]] : []));
    const starts = placesOf(START, label).length > 0;
    const ends = placesOf(END, label).length > 0 || placesOf(DELETION, label).length > 0;
    if (marked.length === 0 || starts === ends) return [];
    const year = (starts ? marked[0] : marked.at(-1)) ?? "";
    const iso = findDates(`${year} ${label}`).at(-1)?.iso ?? year;
    const row = rows.find((one) => one.text.startsWith(label.trim()));
    return [
      {
        row,
        reading: {
          part: starts ? ("start" as const) : ("end" as const),
          iso: iso.startsWith(year) ? iso : year,
          strength: 0.75,
          because: `is marked under ${year} in the chart`,
          quote: row?.text ?? label,
        },
      },
    ];
  });
};

/** Whether another row of the same block has a date too. */
export const isAlone = (row: Passage, rows: readonly Passage[]): boolean =>
  !rows.some((other) => other !== row && hasDate(other.text) && columns(other) === columns(row));
const columns = (row: Passage): string => (row.row ?? []).map((cell) => cell.header).join("|");
