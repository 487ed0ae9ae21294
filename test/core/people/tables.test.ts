import { describe, expect, it } from "vitest";
import type { Table } from "#core/document.ts";
import { cardsOfTable } from "#core/people/tables.ts";

const tableOf = (...rows: readonly string[]): Table =>
  ({
    kind: "table",
    headerRows: 0,
    rows: rows.map((row) => row.split("|").map((text) => ({ text: text.trim(), columnSpan: 1, rowSpan: 1, header: false, bold: false }))),
  }) as unknown as Table;
const rowsOf = (...rows: readonly string[]) =>
  cardsOfTable(tableOf(...rows))
    .filter(({ card }) => card.name !== null)
    .map(({ card, labels }) => ({ name: card.name, title: card.titles[0], institution: card.institutions[0], labels }));

describe("cardsOfTable", () => {
  it("reads a row a person, with access said in a column", () => {
    expect(rowsOf("Navn | Tittel | Institusjon | Tilgang", "Kari Berg | professor | UiO | ja", "Per Lie | | NTNU | nei")).toEqual([
      { name: "Kari Berg", title: "professor", institution: "UiO", labels: ["med tilgang"] },
      { name: "Per Lie", title: undefined, institution: "NTNU", labels: ["uten tilgang"] },
    ]);
  });
  it("takes the column with the names where two headers could name persons", () => {
    expect(rowsOf("Bruker | Navn | Stilling og institusjon", "u-1 | Kari Berg | professor, Universitetet i Oslo").map((one) => one.name)).toEqual([
      "Kari Berg",
    ]);
  });
  it("reads a column a person", () => {
    const rows = rowsOf(
      "| Deltaker 1 | Deltaker 2",
      "Navn | Kari Berg | Per Lie",
      "Tittel | professor | stipendiat",
      "Institusjon | UiO | NTNU",
      "Tilgang | ja | nei",
    );
    expect(rows.map(({ name, title, institution }) => [name, title, institution])).toEqual([
      ["Kari Berg", "professor", "UiO"],
      ["Per Lie", "stipendiat", "NTNU"],
    ]);
    expect(rows[1]?.labels).toContain("uten tilgang");
  });
  it("turns names round", () => {
    expect(rowsOf("Etternavn, fornavn | Stilling", "Berg, Kari | forsker", "van der Meulen, Joost | lektor").map((one) => one.name)).toEqual([
      "Kari Berg",
      "Joost van der Meulen",
    ]);
  });
  it("reads rows of persons under a heading within the table", () => {
    const rows = rowsOf(
      "A. Prosjekt | A. Prosjekt | A. Prosjekt",
      "Tittel | Tid i mottak | Tid i mottak",
      "B. Tilgang | B. Tilgang | B. Tilgang",
      "1 | Kari Berg, professor | Universitetet i Oslo",
      "2 | Per Lie | Nord universitet",
    );
    expect(rows.map(({ name, labels }) => [name, labels.at(-1)])).toEqual([
      ["Kari Berg", "B. Tilgang"],
      ["Per Lie", "B. Tilgang"],
    ]);
  });
  it("reads a table beside its label", () => {
    const rows = rowsOf(
      "B5 Personer som får tilgang | Navn | Tittel",
      "B5 Personer som får tilgang | Kari Berg | professor",
      "B5 Personer som får tilgang | Per Lie | stipendiat",
      "B6 Dato | 1. mars | 2026",
    );
    expect(rows.map(({ name, title }) => [name, title])).toEqual([
      ["Kari Berg", "professor"],
      ["Per Lie", "stipendiat"],
    ]);
  });
  it("parts title and institution that share a cell, in either order", () => {
    const rows = rowsOf("Name | Affiliation and position", "Hanne Lind | Uppsala University, associate professor");
    expect(rows.map(({ title, institution }) => [title, institution])).toEqual([["associate professor", "Uppsala University"]]);
  });
});
