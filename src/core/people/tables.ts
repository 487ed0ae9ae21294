/** Persons in tables: a row a person, a column a person, or roles down the side with everything in one cell. */
import type { Table } from "../document.ts";
import { gridOf } from "../table.ts";
import { type Card, cardsOf } from "./cards.ts";
import { findAddresses, findEmails, findPhones } from "./contact.ts";
import { findNames, isJustName } from "./names.ts";
import { rolesIn } from "./role.ts";
import {
  accessLabels,
  bareLabel,
  type Column,
  columnOf,
  columnWords,
  FIELD,
  isAccessHeader,
  isField,
  meaningful,
  nameIn,
  namesAcross,
} from "./table-words.ts";
import { ORGANISATION, TITLE } from "./words.ts";

/** A card from a table with the labels that say who it is: the row's first cell, role cells, column headers. */
export type TableCard = { readonly card: Card; readonly labels: readonly string[]; readonly columns: readonly string[] };

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

type Grid = readonly (readonly string[])[];

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

/** Rows without a header, each beginning with a person (after a number): "1 | Kari Nordmann, professor | UiO". */
const personRows = (rows: readonly (readonly string[])[], isOther: (name: string) => boolean): TableCard[] | null => {
  const read = rows.map((row) => {
    const cells = row.filter((text, column) => text !== "" && row.indexOf(text) === column && !/^\d{1,2}[.)]?$/.test(text));
    const first = cells[0] ?? "";
    const name = nameIn(first);
    const startsWithName = name !== null && first.length < 120 && (isJustName(first) || first.indexOf(name) <= 12);
    return startsWithName && name && cells.length > 1 && !isOther(name) ? { name, cells } : null;
  });
  const persons = read.filter((one) => one !== null);
  if (persons.length < 2 || persons.length < rows.length * 0.6) return null;
  return persons.map(({ name, cells }) => {
    const text = cells.join(" | ");
    const found = cardsOf(text, isOther).find((one) => one.name === name);
    const card = found ?? { name, titles: [], institutions: [], phones: [], emails: [], addresses: [], text, near: text };
    return { card: { ...card, text, near: text }, labels: [], columns: cells.map(() => "") };
  });
};

/** A row a person: the header row names a name column and at least one other. */
const byRows = (grid: Grid, isOther: (name: string) => boolean): TableCard[] | null => {
  for (let at = 0; at < Math.min(3, grid.length - 1); at += 1) {
    const header = grid[at] ?? [];
    const columns = header.map(columnOf);
    // Of several columns that may name persons ("User", "Name") the one with the most names does.
    const named = (column: number): number => grid.slice(at + 1).filter((row) => nameIn(row[column] ?? "") !== null).length;
    let name = columns.reduce((best, column, index) => (column === "name" && (best < 0 || named(index) > named(best)) ? index : best), -1);
    const filled = grid.slice(at + 1).filter((row) => row.some(Boolean)).length;
    if (name < 0 && filled >= 2 && (columns.includes("access") || header.some(isAccessHeader)))
      name = header.findIndex((_, column) => columns[column] === null && named(column) >= filled * 0.6);
    const hasSplitName = columns.includes("first_name") && columns.includes("last_name");
    if ((name < 0 && !hasSplitName) || header.filter((text, column) => columns[column] || column === name || isAccessHeader(text)).length < 2)
      continue;
    const rows = grid.slice(at + 1);
    const nameCells = rows.filter((row) => (hasSplitName ? true : nameIn(row[name] ?? "") !== null));
    if (nameCells.length === 0) continue;
    const out: TableCard[] = [];
    for (const row of rows) {
      if (row.every((text) => text === row[0])) continue;
      out.push(...rowCards(row, header, columns, name, isOther));
    }
    // "C Tilgang til filen" over the header speaks of all rows.
    const over = [...new Set(grid[at - 1] ?? [])].filter(
      (text) => text.length > 3 && text.length < 120 && nameIn(text) === null && columnOf(text) !== "name",
    );
    return out.length > 0 ? out.map((one) => ({ ...one, labels: [...one.labels, ...over] })) : null;
  }
  return null;
};

const rowCards = (
  row: readonly string[],
  header: readonly string[],
  columns: readonly (Column | null)[],
  nameColumn: number,
  isOther: (name: string) => boolean,
): TableCard[] => {
  const cell = (column: Column): string =>
    columns
      .map((one, index) => (one === column ? (row[index] ?? "") : ""))
      .filter(Boolean)
      .join("\n");
  const split = columns.includes("last_name");
  const nameCell = split ? `${cell("first_name")} ${cell("last_name")}` : (row[nameColumn] ?? "");
  const several = split ? [] : cardsOf(nameCell, isOther).filter((card) => card.name);
  const labels = [...accessLabels(row, header), cell("role"), columns[0] === null || columns[0] === "role" ? (row[0] ?? "") : ""].filter(Boolean);
  if (several.length > 1) return several.map((card) => ({ card: addCells(card, row, columns, nameColumn), labels, columns: header }));
  const name = nameIn(nameCell);
  // "Øyen Haug, Per-Arne" is a name and no name with a place behind it.
  const contacts = name !== null && !nameCell.includes(name) ? undefined : cardsOf(nameCell, isOther)[0];
  const base: Card = {
    name,
    titles: contacts?.titles ?? [],
    institutions: contacts?.institutions ?? [],
    phones: contacts?.phones ?? [],
    emails: contacts?.emails ?? [],
    addresses: contacts?.addresses ?? [],
    text: row.filter(Boolean).join(" | "),
    near: row.filter(Boolean).join(" | "),
  };
  if (!name && base.phones.length === 0 && base.emails.length === 0) return [];
  return [{ card: addCells(base, row, columns, nameColumn), labels, columns: header }];
};

const addCells = (card: Card, row: readonly string[], columns: readonly (Column | null)[], nameColumn: number): Card => {
  const titles = [...card.titles];
  const institutions = [...card.institutions];
  const phones = [...card.phones];
  const emails = [...card.emails];
  const addresses = [...card.addresses];
  let { near } = card;
  row.forEach((text, index) => {
    if (index === nameColumn || !meaningful(text)) return;
    const column = columns[index];
    if (column === "title") {
      // "Professor, Universitetet i Oslo" in one cell gives both.
      const parts = text.split(/\n|, /);
      titles.push((parts.find((part) => new RegExp(TITLE.source, "iu").test(part) && cardInstitution(part) === null) ?? parts[0] ?? text).trim());
      const place = cardInstitution(text);
      if (place) institutions.push(place);
    } else if (column === "role" && !columns.includes("title") && new RegExp(TITLE.source, "iu").test(text))
      titles.push(text.split(/\n|, |\(/)[0]?.trim() ?? text);
    else if (column === "institution") {
      // "Where": a place with contact details gives the institution alone.
      const place =
        findEmails(text).length + findPhones(text).length + findAddresses(text).length > 0 ? cardInstitution(text) : text.replace(/\n/g, ", ");
      if (place) institutions.push(place);
    }
    // A column that no word names says what it is by what stands in it.
    if (column === null && text.length < 80 && index > nameColumn) {
      const title = new RegExp(TITLE.source, "iu").test(text)
        ? (text.split(/\s*[/|\n]\s*/u).find((part) => new RegExp(TITLE.source, "iu").test(part) && rolesIn(part).length === 0) ?? null)
        : null;
      if (title && titles.length === 0 && !columns.includes("title")) titles.push(title.trim());
      else if (
        title === null &&
        institutions.length === 0 &&
        !columns.includes("institution") &&
        ORGANISATION.test(text) &&
        findEmails(text).length === 0
      )
        institutions.push(text.replace(/\n/g, ", "));
    }
    phones.push(...findPhones(text).map((found) => found.text));
    emails.push(...findEmails(text).map((found) => found.text));
    addresses.push(...findAddresses(text).map((found) => found.text));
    if (
      column === "address" &&
      /^(?:den |det |the )?(?:samme|same|sama|som over|sjå over|se over|see above|as above|ditto|do\.?)(?!\p{L})/iu.test(text)
    )
      near = `${near} | samme adresse`;
  });
  return { ...card, titles, institutions, phones, emails, addresses, near };
};

const cardInstitution = (text: string): string | null => cardsOf(`Kari Nordmann, ${text}`)[0]?.institutions[0] ?? null;

/** A column a person: fields (name, title, phone ...) down the side. */
const byColumns = (grid: Grid): TableCard[] | null => {
  const fields = grid.map((row) => row[0] ?? "");
  const named = fields.findIndex((text) => /^(?:fullt? )?(?:navn|namn|name)\b/iu.test(text));
  const width = grid[0]?.length ?? 0;
  if (
    width < 3 ||
    (named < 0
      ? fields.filter((text) => FIELD.test(text)).length <
        (grid.some((row) => row.slice(1).filter((text) => nameIn(text) !== null).length >= 2) ? 2 : 3)
      : fields.filter((text) => FIELD.test(text)).length < 2)
  )
    return null;
  const nameRow =
    named >= 0 ? (grid[named] ?? []) : (grid.find((row) => row.slice(1).filter((text) => nameIn(text) !== null).length >= 2) ?? grid[0] ?? []);
  const out: TableCard[] = [];
  for (let column = 1; column < width; column += 1) {
    const name = nameIn(nameRow[column] ?? "");
    const cells = fields
      .map((field, row) => ({
        field,
        text: (grid[row]?.[column] ?? "") || (FOR_SEVERAL.test(field) ? ((grid[row] ?? []).slice(1).find(meaningful) ?? "") : ""),
      }))
      .filter((cell) => meaningful(cell.text));
    if (!name && !cells.some((cell) => findEmails(cell.text).length > 0 || findPhones(cell.text).length > 0)) continue;
    const of = (pattern: RegExp) => cells.filter((cell) => pattern.test(cell.field)).map((cell) => cell.text.replace(/\n/g, ", "));
    const text = cells.map((cell) => cell.text).join(" | ");
    out.push({
      card: {
        name,
        titles: of(columnWords.title),
        institutions: of(columnWords.institution),
        phones: cells.flatMap((cell) => findPhones(cell.text).map((found) => found.text)),
        emails: cells.flatMap((cell) => findEmails(cell.text).map((found) => found.text)),
        addresses: [...cells.flatMap((cell) => findAddresses(cell.text).map((found) => found.text))],
        text,
        near: text,
      },
      labels: [
        ...accessLabels(
          grid.map((row) => row[column] ?? ""),
          fields,
        ),
        grid[0]?.[column] ?? "",
        ...(named < 0 ? [nameRow[0] ?? ""] : []),
        ...of(columnWords.role),
      ].filter((label) => label !== "" && label !== name),
      columns: fields,
    });
  }
  return out.length > 0 ? out : null;
};

/** Roles down the side: the label of the row says who the persons in its other cells are. */
const byLabels = (grid: Grid, isOther: (name: string) => boolean): TableCard[] => {
  const out: TableCard[] = [];
  grid.forEach((row, rowIndex) => {
    const distinct = row.filter((text, column) => text !== "" && row.indexOf(text) === column);
    const label = distinct.length > 1 ? (row[0] ?? "") : "";
    const number = /^\d{1,2}(?:\.\d+)*\.?$/.test(label);
    const labels = number ? [`${label} ${row[1] ?? ""}`] : [label].filter(Boolean);
    // "Telefon" under "Prosjektleder": a field row belongs to the named row above.
    const rest = distinct.slice(distinct.length > 1 ? (number ? 2 : 1) : 0).join("\n");
    if (rest === "") return;
    const cards = cardsOf(rest, isOther);
    const owner =
      FIELD.test(bareLabel(label)) && !FOR_SEVERAL.test(label)
        ? ownerAbove(grid, rowIndex)
        : isJustName(label)
          ? { name: nameIn(label), label: "" }
          : null;
    // A row without a label goes on about the person of the row above.
    const above = out.at(-1);
    if ((row[0] ?? "") === "" && above?.card.name && cards.every((card) => card.name === null)) {
      for (const card of cards)
        out.push({ card: { ...card, name: above.card.name, near: above.labels[0] ?? "" }, labels: above.labels, columns: [] });
      return;
    }
    for (const card of cards) {
      if (!card.name && owner) out.push({ card: { ...card, name: owner.name, near: owner.label }, labels: [owner.label], columns: [] });
      else out.push({ card: { ...card, near: `${label}: ${card.near}` }, labels: owner ? [owner.label, ...labels] : labels, columns: [] });
    }
    if (cards.length === 0 && owner && meaningful(rest)) {
      const base: Card = {
        name: owner.name,
        titles: columnWords.title.test(label) ? [rest] : [],
        institutions: columnWords.institution.test(label) ? [rest] : [],
        phones: [],
        emails: [],
        addresses: [],
        text: rest,
        near: owner.label,
      };
      if (owner.name && (base.titles.length > 0 || base.institutions.length > 0)) out.push({ card: base, labels: [owner.label], columns: [] });
    }
  });
  // A signature laid out as a table: one name, and contact details in the cells around it.
  const names = [...new Set(out.map(({ card }) => card.name).filter((name) => name !== null))];
  return names.length === 1 && grid.length <= 8 && out.every(({ labels }) => labels.every((label) => label.length < 40))
    ? out.map((one) => (one.card.name ? one : { ...one, card: { ...one.card, name: names[0] ?? null } }))
    : out;
};

/** "Adresse for begge": a field of all persons of the form. */
const FOR_SEVERAL = /(?<!\p{L})(?:begge|both|alle|all|felles|common|shared)(?!\p{L})/iu;

/** The name and role that the field rows below them are about. */
const ownerAbove = (grid: Grid, from: number): { name: string | null; label: string } | null => {
  let name: string | null = null;
  for (let at = from; at >= Math.max(0, from - 6); at -= 1) {
    const row = grid[at] ?? [];
    const label = row[0] ?? "";
    const value = row.slice(1).find((text) => text !== "" && text !== label) ?? "";
    if (name === null && value !== "") name = nameIn(value);
    if (!FIELD.test(bareLabel(label)) && at !== from) return name !== null || value === "" ? { name: name ?? nameIn(value), label } : null;
  }
  return name === null ? null : { name, label: "" };
};
