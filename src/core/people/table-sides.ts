/** Tables with labels down the side: the fields of a person a column, or roles with everything in the cells beside them. */
import { type Card, cardsOf } from "./cards.ts";
import { findAddresses, findEmails, findPhones } from "./contact.ts";
import { isJustName } from "./names.ts";
import type { Grid, TableCard } from "./table-card.ts";
import { accessLabels, bareLabel, columnWords, FIELD, meaningful, nameIn } from "./table-words.ts";

/** A column a person: fields (name, title, phone ...) down the side. */
export const byColumns = (grid: Grid): TableCard[] | null => {
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
export const byLabels = (grid: Grid, isOther: (name: string) => boolean): TableCard[] => {
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
