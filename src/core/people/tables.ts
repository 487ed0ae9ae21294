/** Persons in tables: which way a table is to be read, part by part. */
import type { Table } from "../document.ts";
import { gridOf } from "../table.ts";
import { cardsOf } from "./cards.ts";
import { findAddresses, findEmails, findPhones } from "./contact.ts";
import { findNames } from "./names.ts";
import { rolesIn } from "./role.ts";
import type { Grid, TableCard } from "./table-card.ts";
import { byRows, personRows } from "./table-rows.ts";
import { byColumns, byLabels } from "./table-sides.ts";
import { bareLabel, columnOf, FIELD, isAccessHeader, isField, nameIn, namesAcross } from "./table-words.ts";

/** "B1 Project leader | name | B2 Phone | number" on one row is two rows of label and value. */
const splitPairs = (row: readonly string[]): string[][] => {
  if (row.length < 4 || row.length % 2 !== 0 || new Set(row).size < 4) return [[...row]];
  const labels = row.filter((_, column) => column % 2 === 0);
  // A row of nothing but field words names columns.
  if (row.filter((text) => columnOf(text) !== null).length >= row.length - 1) return [[...row]];
  const looksLikeLabel = (text: string) =>
    text.length < 60 &&
    /\p{L}{3}/u.test(text) &&
    findEmails(text).length === 0 &&
    findNames(text).length === 0 &&
    (FIELD.test(bareLabel(text)) || rolesIn(text).length > 0 || /^[A-Z]?\d{1,2}(?:\.\d)?[.)]?\s+\p{Lu}/u.test(text));
  if (!labels.slice(1).every(looksLikeLabel)) return [[...row]];
  return labels.map((label, index) => [label, row[index * 2 + 1] ?? ""]);
};

/** Persons of a table; empty where it is about something else. */
export const cardsOfTable = (table: Table, isOther: (name: string) => boolean = () => false): TableCard[] =>
  cardsOfGrid(
    gridOf(table).map((row) => row.map((text) => text.trim())),
    isOther,
  );

const cardsOfGrid = (whole: Grid, isOther: (name: string) => boolean): TableCard[] => {
  const ticks = tickedRows(whole, isOther);
  const plain = ticks.length > 0 ? whole.filter((row) => !TICK.test(row[0] ?? "")) : whole;
  if (ticks.length > 0) return [...ticks, ...(plain.length > 0 ? cardsOfGrid(plain, isOther) : [])];
  const roles = roleColumns(plain);
  if (roles)
    return [
      ...(roles.from > 0 ? cardsOfGrid(plain.slice(0, roles.from), isOther) : []),
      ...(byColumns(plain.slice(roles.from, roles.to)) ?? []),
      ...(roles.to < plain.length ? cardsOfGrid(plain.slice(roles.to), isOther) : []),
    ];
  const grid = plain.flatMap(splitPairs);
  if (namesAcross(grid)) return byColumns(grid) ?? byLabels(grid, isOther);
  // A form with roles down its side is read by them, whatever its first row looks like.
  const sideRoles = grid.filter(
    (row) => row[0] && row[0].length < 90 && rolesIn(row[0]).some((role) => role !== "participant") && findNames(row[0]).length === 0,
  ).length;
  if (sideRoles >= 2 && !/^(?:navn|namn|name)$/iu.test(grid[0]?.[1] ?? "") && (grid[0] ?? []).filter((text) => columnOf(text) !== null).length < 3) {
    const cards = bySections(plain, isOther, false);
    if (cards.filter(({ card }) => card.name).length >= 2) return cards;
  }
  return byRows(grid, isOther) ?? byColumns(grid) ?? bySections(plain, isOther);
};

const TICK = /^(?:[☒☑✓✔☐✗□■]|\[[ xX]?\])$/u;

/** "☒ | Kari Nordmann, professor, UiO": ticked persons have access, the others in the list have not. */
const tickedRows = (grid: Grid, isOther: (name: string) => boolean): TableCard[] => {
  const rows = grid.filter((row) => TICK.test(row[0] ?? ""));
  const isTicked = (row: readonly string[]): boolean => !/^(?:[☐□]|\[ ?\])$/u.test(row[0] ?? "");
  const read = rows.map((row) => ({ row, cards: cardsOf([...new Set(row.slice(1))].join(", "), isOther).filter((card) => card.name) }));
  if (read.filter(({ cards }) => cards.length > 0).length < 2 || !rows.some(isTicked)) return [];
  const above = grid[grid.indexOf(rows[0] ?? []) - 1]?.[0] ?? "";
  return read.flatMap(({ row, cards }) =>
    cards.map((card) => ({ card, labels: [isTicked(row) ? "med tilgang" : "uten tilgang", above].filter(Boolean), columns: ["☒", "Navn"] })),
  );
};

/** Where in a form roles stand side by side over the fields of persons ("Navn", "Telefon"); null where nowhere. */
const roleColumns = (grid: Grid): { from: number; to: number } | null => {
  for (const [from, row] of grid.entries()) {
    const labels = new Set(row.slice(1).filter((text) => text.length < 60 && rolesIn(text).length > 0 && findNames(text).length === 0));
    if (labels.size < 2 || (row[0] ?? "").length > 60) continue;
    let to = from + 1;
    while (to < grid.length && isFieldRow(grid[to] ?? [])) to += 1;
    const fields = grid.slice(from + 1, to);
    if (fields.length >= 2 && fields.some((one) => one.slice(1).filter((text) => nameIn(text) !== null).length >= 2)) return { from, to };
  }
  return null;
};

/** A row of one field over several persons, and no header of another table. */
const isFieldRow = (row: readonly string[]): boolean => {
  const label = bareLabel(row[0] ?? "");
  const cells = row.slice(1).filter(Boolean);
  if (cells.length > 0 && cells.every((text) => text === row[0])) return false;
  return (
    (isField(label) || isAccessHeader(label)) &&
    !(
      cells.length > 0 &&
      cells.every(
        (text) =>
          columnOf(text) !== null &&
          nameIn(text) === null &&
          findPhones(text).length === 0 &&
          findEmails(text).length === 0 &&
          findAddresses(text).length === 0 &&
          text.length < 30 &&
          FIELD.test(text),
      )
    )
  );
};

/** A table in parts under full-width rows: rows of persons are read where they stand, everything else by its labels. */
const bySections = (grid: Grid, isOther: (name: string) => boolean, headers = true): TableCard[] => {
  const parts: { section: string; rows: (readonly string[])[] }[] = [];
  const taken = new Set<readonly string[]>();
  const nested: TableCard[] = [];
  for (const [at, row] of grid.entries()) {
    const text = row[0] ?? "";
    if (taken.has(row)) continue;
    // A label beside a table within the table: "B5 Persons | Name | Title", "(B5) | Kari Nordmann | professor".
    const end = grid.findIndex((other, index) => index > at && other[0] !== text);
    const inner = text === "" ? [] : grid.slice(at, end < 0 ? grid.length : end);
    const cards =
      inner.length > 1 && row.slice(1).filter((cell) => columnOf(cell) !== null).length >= 2
        ? byRows(
            inner.map((one) => one.slice(1)),
            isOther,
          )
        : null;
    if (cards) {
      nested.push(...cards.map((one) => ({ ...one, labels: [...one.labels, text] })));
      for (const one of inner) taken.add(one);
      continue;
    }
    const wide = row.length > 1 && text !== "" && text.length < 160 && row.every((one) => one === text || one === "") && nameIn(text) === null;
    if (wide) parts.push({ section: text, rows: [] });
    else if (parts.length === 0) parts.push({ section: "", rows: [row] });
    else parts.at(-1)?.rows.push(row);
  }
  const cards = parts.flatMap(({ section, rows }) => {
    const read = (headers ? byRows(rows, isOther) : null) ?? personRows(rows, isOther);
    if (read) for (const row of rows) taken.add(row);
    return (read ?? []).map((one) => ({ ...one, labels: [...one.labels, section].filter(Boolean) }));
  });
  const rest = grid.filter((row) => !taken.has(row)).flatMap(splitPairs);
  return [...nested, ...cards, ...byLabels(rest, isOther)];
};
