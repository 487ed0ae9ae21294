import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Block, Cell, Document, Origin, Table } from "#core/document.ts";
import { type Passage, passagesOf, splitLabel } from "#core/extract/passages.ts";
import { plainDocument } from "#test/support/plain-message.ts";

const of = (document: Document): Passage[] => passagesOf([{ document, roles: [] }]);
const ofText = (text: string): Passage[] => of(plainDocument("a.txt", text));
const cell = (text: string, columnSpan = 1, rowSpan = 1): Cell => ({ text, columnSpan, rowSpan, header: false });
const ofTable = (rows: readonly (readonly Cell[])[], headerRows = 0): Passage[] => {
  const table: Table = {
    kind: "table",
    index: 0,
    origin: "own",
    place: { page: null },
    headerRows,
    rows,
    text: rows.map((row) => row.map((one) => one.text).join(" | ")).join("\n"),
  };
  return of({ ...plainDocument("a.docx", ""), blocks: [table] });
};
/** Text and labels of the passages of one kind. */
const brief = (passages: readonly Passage[], kind: Passage["kind"]): [string, ...string[]][] =>
  passages.filter((one) => one.kind === kind).map((one) => [one.text, ...one.labels]);

describe("splitLabel", () => {
  it.each([
    ["Telefon: 55 11 22 33", "Telefon", "55 11 22 33"],
    ["  Navn på prosjektet : Vinterlys", "Navn på prosjektet", "Vinterlys"],
    ["Prosjektleder:", "Prosjektleder", ""],
    ["4. Prosjektleder: Ola Mykle", "4. Prosjektleder", "Ola Mykle"],
  ])("parts %j", (line, label, value) => expect(splitLabel(line)).toEqual({ label, value }));
  it.each([
    "Ingen kolon her",
    "https://nordmarka.example/side",
    "Møtet er kl. 12:30 i dag",
    "Vi har valgt dette. Grunnen er enkel: det trengs",
    "Dette er en altfor lang setning til at det som står foran kolon kan være noe navn på et felt: ja",
    ": verdi",
    "",
  ])("leaves %j whole", (line) => expect(splitLabel(line)).toBeNull());
});

describe("passages of running text", () => {
  it("know the headings over them, innermost first", () => {
    const [passage] = ofText("# Data\n\n## Lagring\n\nPå en lukket server.").filter((one) => one.kind === "paragraph");
    expect(passage?.headings.map((heading) => heading.text)).toEqual(["Lagring", "Data"]);
  });
  it("leave a heading behind at the next one of its level", () => {
    const [passage] = ofText("## Lagring\n\nServer.\n\n## Tilgang\n\nTo forskere.").filter((one) => one.text === "To forskere.");
    expect(passage?.headings.map((heading) => heading.text)).toEqual(["Tilgang"]);
  });
  it("know the number in front of their heading", () => {
    expect(ofText("12. Lagring\n\nServer.").find((one) => one.text === "Server.")?.headings).toEqual([{ text: "Lagring", number: "12" }]);
  });
  it("hold each labelled line as a value of its own, beside the whole", () => {
    const passages = ofText("Navn: Ola Mykle\nTelefon: 55 11 22 33");
    expect(brief(passages, "label_value")).toEqual([
      ["Ola Mykle", "Navn"],
      ["55 11 22 33", "Telefon"],
    ]);
    expect(passages[0]?.text).toBe("Navn: Ola Mykle\nTelefon: 55 11 22 33");
  });
  it("give a value that goes on over lines whole", () => {
    expect(brief(ofText("Adresse: Fjordgata 7\n5003 Bergen\nNavn: Ola"), "label_value")[0]).toEqual(["Fjordgata 7\n5003 Bergen", "Adresse"]);
  });
  it("give no value to a label with nothing behind it", () => expect(brief(ofText("Navn:\nTelefon:"), "label_value")).toEqual([]));
  it("label a list with the line that leads it in", () => {
    expect(brief(ofText("Disse får tilgang i prosjektet vårt:\n\n- Ola Mykle\n- Signe Aune"), "list_item").map(([text]) => text)).toEqual([
      "Ola Mykle",
      "Signe Aune",
    ]);
  });
  it("of quoted text are none", () => {
    const document = plainDocument("body", "Navn: Ola Mykle");
    expect(of({ ...document, blocks: document.blocks.map((block) => ({ ...block, origin: "quoted" as Origin })) })).toEqual([]);
  });
  it("of a source that must not answer are none", () =>
    expect(passagesOf([{ document: plainDocument("a.txt", "Navn: Ola"), roles: [], ignored: "empty_template" }])).toEqual([]));
  it("carry the quoted line that they answer", () => {
    const document = plainDocument("body", "Vinterlys.");
    expect(of({ ...document, blocks: document.blocks.map((block) => ({ ...block, answersQuoted: "Hva er tittelen?" })) })[0]?.answersQuoted).toBe(
      "Hva er tittelen?",
    );
  });
});

describe("passages of a table", () => {
  it("of label and value are labelled by their row", () => {
    expect(
      brief(
        ofTable([
          [cell("Prosjektleder"), cell("Ola Mykle")],
          [cell("Telefon"), cell("55 11 22 33")],
        ]),
        "cell",
      ),
    ).toEqual([
      ["Ola Mykle", "Prosjektleder"],
      ["55 11 22 33", "Telefon"],
    ]);
  });
  it("with columns are labelled by row and column, the row first", () => {
    const passages = ofTable(
      [
        [cell("Variabel"), cell("Nivå"), cell("Begrunnelse")],
        [cell("Fødselsår"), cell("år"), cell("alder teller")],
      ],
      1,
    );
    expect(brief(passages, "cell")).toContainEqual(["alder teller", "Fødselsår", "Begrunnelse"]);
    expect(passages.find((one) => one.kind === "row")?.row).toEqual([
      { header: "Variabel", text: "Fødselsår" },
      { header: "Nivå", text: "år" },
      { header: "Begrunnelse", text: "alder teller" },
    ]);
  });
  it("do not give the column names themselves as answers", () => {
    expect(
      ofTable(
        [
          [cell("Variabel"), cell("Nivå"), cell("Begrunnelse")],
          [cell("Alder"), cell("år"), cell("fordi")],
        ],
        1,
      ).map((one) => one.text),
    ).not.toContain("Begrunnelse");
  });
  it("with the agency's number in the first column take it into the label", () => {
    expect(
      brief(
        ofTable([
          [cell("4"), cell("Prosjektleder"), cell("Ola Mykle")],
          [cell("5"), cell("Kontaktperson"), cell("Signe Aune")],
        ]),
        "cell",
      ),
    ).toEqual([
      ["Ola Mykle", "4. Prosjektleder"],
      ["Signe Aune", "5. Kontaktperson"],
    ]);
  });
  it("with an empty answer cell keep the question and give no answer", () => {
    const passages = ofTable([
      [cell("Prosjektleder"), cell("Ola Mykle")],
      [cell("Kontaktperson"), cell("")],
      [cell("Telefon"), cell("55 11 22 33")],
    ]);
    expect(brief(passages, "heading")).toEqual([["Kontaktperson"]]);
    expect(brief(passages, "cell").map(([text]) => text)).not.toContain("Kontaktperson");
  });
  it("with a cell over the whole width name what stands below", () => {
    const passages = ofTable([[cell("Lagring av data", 2)], [cell("Sted"), cell("Lukket server")], [cell("Tid"), cell("Til 2028")]]);
    expect(brief(passages, "cell")).toEqual([
      ["Lukket server", "Sted", "Lagring av data"],
      ["Til 2028", "Tid", "Lagring av data"],
    ]);
  });
  it("with a label merged over rows label each of them", () => {
    const passages = ofTable([[cell("Prosjektleder", 1, 2), cell("Ola Mykle")], [cell("55 11 22 33")]]);
    expect(brief(passages, "cell")).toEqual([
      ["Ola Mykle", "Prosjektleder"],
      ["55 11 22 33", "Prosjektleder"],
    ]);
  });
  it("with an answer merged over columns give it once", () => {
    const passages = ofTable(
      [
        [cell("Felt"), cell("Norsk"), cell("Engelsk")],
        [cell("Tittel"), cell("Vinterlys", 2)],
      ],
      1,
    );
    expect(passages.filter((one) => one.kind === "cell" && one.text === "Vinterlys")).toHaveLength(1);
  });
  it("with labelled lines in a cell give each value", () => {
    expect(
      brief(
        ofTable([
          [cell("Prosjektleder"), cell("Navn: Ola Mykle\nTelefon: 55 11 22 33")],
          [cell("Annet"), cell("Intet")],
        ]),
        "label_value",
      ).map(([text]) => text),
    ).toEqual(["Ola Mykle", "55 11 22 33"]);
  });
});

describe("passages of form parts", () => {
  const common = { index: 0, origin: "own", place: { page: null } } as const;
  it("a field is its value under its label, an empty one too", () => {
    const blocks: Block[] = [
      { ...common, kind: "field", label: "Navn", value: "Ola", text: "Navn: Ola" },
      { ...common, index: 1, kind: "field", label: "Telefon", value: "", text: "Telefon:" },
    ];
    expect(brief(of({ ...plainDocument("a.pdf", ""), blocks }), "field")).toEqual([
      ["Ola", "Navn"],
      ["", "Telefon"],
    ]);
  });
  it("tick boxes are labelled by the question above", () => {
    const blocks: Block[] = [
      { ...common, kind: "paragraph", bold: false, text: "Kobles dataene?" },
      {
        ...common,
        index: 1,
        kind: "choice",
        text: "☐ Ja ☒ Nei",
        options: [
          { label: "Ja", checked: false },
          { label: "Nei", checked: true },
        ],
      },
    ];
    expect(brief(of({ ...plainDocument("a.pdf", ""), blocks }), "choice")).toEqual([["☐ Ja ☒ Nei", "Kobles dataene?"]]);
  });
});

it("passages of any text are stretches of it, with labels that are not empty", () => {
  const piece = fc.constantFrom("Navn: ", "Ola ", "\n", "\n\n", "| a | b |\n", "1. ", "- ", "Data:\n", "## ", "HEI\n", "? ", ". ");
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join("")),
        fc.string({ unit: "binary", maxLength: 200 }),
      ),
      (text) => {
        const document = plainDocument("a.txt", text);
        for (const passage of of(document)) {
          const block = document.blocks.find((one) => one.index === passage.block);
          expect(passage.labels.every((label) => label !== "")).toBe(true);
          expect(block).toBeDefined();
          if (block && passage.kind !== "row") for (const line of passage.text.split("\n")) expect(block.text).toContain(line.trim());
        }
      },
    ),
  );
});
