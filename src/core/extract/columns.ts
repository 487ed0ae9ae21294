/**
 * Tables whose columns are the parts of an item ("Variabel | Detaljnivå | Begrunnelse"): being filled in is the answer,
 * whatever the words in the cells are. Recognised by the column names alone, never by a sender's layout.
 */
import type { Catalogue, Item } from "../catalogue.ts";
import { conceptsOf } from "../prose/concepts.ts";
import type { Placed } from "./context.ts";
import { isEmptyAnswer, isPromise } from "./reject.ts";

/** A table that belongs to an item, with the share of its rows that fill each part, and a row to show. */
export type OwnedTable = {
  readonly item: string;
  /** Part -> share of rows in which its column says something, and the fullest row. */
  readonly filled: ReadonlyMap<string, { readonly share: number; readonly row: Placed }>;
};

/** Key of a table: its document and its block. */
export const tableKey = (placed: Placed): string => `${placed.passage.source}|${placed.passage.block}`;

const LEAST_ROWS = 1;
/** A variable list names things in few words; running text in the first column makes it another table. */
const LONGEST_NAME = 160;

type Columns = ReadonlyMap<number, string>;

const patterns = new WeakMap<Item, readonly (readonly [string, RegExp])[]>();

/** The part cues of an item as patterns that a column name must begin with. */
const partPatterns = (item: Item): readonly (readonly [string, RegExp])[] => {
  const known = patterns.get(item);
  if (known) return known;
  const made = Object.entries(item.partCues).flatMap(([part, cues]) =>
    cues.map((cue) => {
      const words = cue
        .toLowerCase()
        .split(/\s+/)
        .map((word) => word.replace(/[.+?^${}()|[\]\\/]/g, "\\$&").replace(/\*/g, "[\\p{L}\\p{N}]*"))
        .join("\\s+");
      return [part, new RegExp(`^\\W*${words}(?![\\p{L}\\p{N}])`, "iu")] as const;
    }),
  );
  patterns.set(item, made);
  return made;
};

const partOf = (item: Item, header: string): string | null => {
  if (header.length > 70) return null;
  for (const piece of [header, ...header.split(/[/,(]|\s(?:og|and)\s/u).slice(1)]) {
    const hit = partPatterns(item).find(([, pattern]) => pattern.test(piece.trim()));
    if (hit) return hit[0];
  }
  return null;
};

/** Column number -> part, by the names of the columns. */
const columnsOf = (item: Item, headers: readonly string[]): Columns => {
  const columns = new Map<number, string>();
  headers.forEach((header, index) => {
    const part = header ? partOf(item, header) : null;
    if (part && part !== item.parts[0]?.id && ![...columns.values()].includes(part)) columns.set(index, part);
  });
  return columns;
};

const weightOver = (rows: readonly Placed[], item: Item): number => Math.max(0, ...rows.map((row) => row.items.get(item.id)?.weight ?? 0));

/** Tables of the message that belong to one of these paired items (variables and documents), by table key. */
export const ownedTables = (placed: readonly Placed[], catalogue: Catalogue): Map<string, OwnedTable> => {
  const items = catalogue.items.filter((item) => item.kind === "prose" && item.applies === "other_of_pair");
  const byTable = new Map<string, Placed[]>();
  for (const one of placed) {
    if (one.passage.kind !== "row" || !one.passage.row) continue;
    const rows = byTable.get(tableKey(one)) ?? [];
    rows.push(one);
    byTable.set(tableKey(one), rows);
  }
  const owned = new Map<string, OwnedTable>();
  for (const [key, rows] of byTable) {
    const table = ownerOf(rows, items);
    if (table) owned.set(key, table);
  }
  return owned;
};

const ownerOf = (rows: readonly Placed[], items: readonly Item[]): OwnedTable | null => {
  if (rows.length < LEAST_ROWS) return null;
  const headers = headersOf(rows);
  if (headers.filter(Boolean).length < 2) return null;
  const choices = items
    .map((item) => ({ item, columns: columnsOf(item, headers), over: weightOver(rows, item) }))
    .filter(({ columns, over }) => columns.size >= 2 || (columns.size >= 1 && over >= 0.45));
  if (choices.length === 0) return null;
  const names = rows.map((row) => row.passage.row?.[0]?.text ?? "");
  if (names.some((name) => name.length > LONGEST_NAME)) return null;
  const documents = /(?<!\p{L})(?:dokument|document|fil\b|file)/iu.test(headers[0] ?? "")
    ? 1
    : names.filter((name) => conceptsOf(name).includes("documents") && !conceptsOf(name).includes("variables")).length / names.length;
  const best = choices.toSorted((a, b) => suits(b, documents) - suits(a, documents))[0];
  if (!best) return null;
  // A table of risks or of persons has columns for reasons too: what it lists must be what is asked for.
  if (best.over < 0.45 && !names.some((name) => conceptsOf(name).some((concept) => concept === "variables" || concept === "documents"))) return null;
  const filled = new Map<string, { share: number; row: Placed }>();
  const first = best.item.parts[0];
  const full = rows.toSorted((a, b) => (b.passage.row?.length ?? 0) - (a.passage.row?.length ?? 0))[0];
  if (first && full) filled.set(first.id, { share: 1, row: full });
  for (const [column, part] of best.columns) {
    const header = headers[column] ?? "";
    const saying = rows.filter((row) =>
      row.passage.row?.some(
        (pair) =>
          pair.header === header &&
          pair.text.length > 1 &&
          !isEmptyAnswer(pair.text) &&
          !isPromise(pair.text) &&
          !/^\W*\([^)]*fill[^)]*\)\W*$/iu.test(pair.text),
      ),
    );
    if (saying[0]) filled.set(part, { share: saying.length / rows.length, row: saying[0] });
  }
  return { item: best.item.id, filled };
};

const suits = (choice: { item: Item; columns: Columns; over: number }, documents: number): number =>
  choice.over + choice.columns.size * 0.1 + (choice.item.parts[0]?.recogniser === "documents" ? documents : 1 - documents);

/** The column names of a table, in order of first appearance over its rows. */
const headersOf = (rows: readonly Placed[]): string[] => {
  const seen: string[] = [];
  for (const row of rows) for (const pair of row.passage.row ?? []) if (pair.header && !seen.includes(pair.header)) seen.push(pair.header);
  return seen;
};
