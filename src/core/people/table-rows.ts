/** Tables with a row a person, with a header of columns or without one. */
import { type Card, cardsOf } from "./cards.ts";
import { findAddresses, findEmails, findPhones } from "./contact.ts";
import { isJustName } from "./names.ts";
import { rolesIn } from "./role.ts";
import type { Grid, TableCard } from "./table-card.ts";
import { accessLabels, type Column, columnOf, isAccessHeader, meaningful, nameIn } from "./table-words.ts";
import { ORGANISATION, TITLE } from "./words.ts";

/** Rows without a header, each beginning with a person (after a number): "1 | Kari Nordmann, professor | UiO". */
export const personRows = (rows: readonly (readonly string[])[], isOther: (name: string) => boolean): TableCard[] | null => {
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
export const byRows = (grid: Grid, isOther: (name: string) => boolean): TableCard[] | null => {
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
