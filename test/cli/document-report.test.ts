import { describe, expect, it } from "vitest";
import { documentReport, documentsOf } from "#cli/document-report.ts";
import { type Document, unreadableDocument } from "#core/document.ts";
import { readMessage } from "#edges/read/reader.ts";
import { readOne } from "#test/edges/read/fixture.ts";

const shown = async (name: string): Promise<string> => documentReport([await readOne(name)]);
const flat = (text: string): string => text.replace(/\s+/g, " ");

describe("what check --documents shows", () => {
  it("headings have their level, list items their marker, and blocks stand in reading order", async () => {
    const text = flat(await shown("soknad.docx"));
    expect(text).toMatch(/heading 1 Søknad om opplysninger.*heading 1 Prosjektet.*item 1 • Registerdata fra UDI.*item 1 2\. Andre trinn/);
  });
  it("tables have all their cells, merged ones with what they reach over", async () => {
    const text = flat(await shown("soknad.docx"));
    expect(text).toContain("table 4 rows, 1 of them headers | Variabel | Nivå | Begrunnelse | | Fødselsår | år | alder |");
    expect(text).toContain("| Slått sammen (over 2 columns) | indre A | indre B |");
  });
  it("fields have label and value, filled in or not, and tick boxes their state and the line they stand in", async () => {
    const text = flat(await shown("skjema.pdf"));
    expect(text).toContain("p. 1 field Prosjektleder = Kari Nordvik");
    expect(text).toContain("p. 1 field Telefon = (not filled in)");
    expect(text).toContain("tick boxes ☒ Ja ☐ Nei as it stands: Skal data kobles? ☒ Ja ☐ Nei");
  });
  it("pages are named, and so are sheets", async () => {
    expect(flat(await shown("lang.pdf"))).toMatch(/application\/pdf, 4 pages.*p\. 4 heading 1 4\. Kapittel D/);
    expect(flat(await shown("variabler.xlsx"))).toMatch(/p\. 1 table Variabler: 4 rows/);
  });
  it("hidden text stands apart with its reason", async () => {
    const text = flat(await shown("skjult-tekst.pdf"));
    expect(text).toContain("2 blocks, 3 hidden");
    expect(text).toContain("hidden (white, proves nothing) Hvit tekst som ingen ser.");
  });
  it("letterheads, footnotes, signatures and quoted mail say what they are", async () => {
    expect(flat(await shown("soknad.docx"))).toContain("text (header) Høgskolen i Vest");
    expect(flat(await shown("notat.docx"))).toContain("item 1 (footnote) 1. Noten står her.");
    const mail =
      "From: kari@example.org\r\nTo: post@etat.example\r\nSubject: SV: Data\r\n\r\n> Hva heter prosjektet?\r\n\r\nVinterlys.\r\n\r\n> Takk.\r\n";
    const body = documentReport(documentsOf(await readMessage(Buffer.from(mail))));
    expect(flat(body)).toContain("(quoted) Hva heter prosjektet? text Vinterlys. answers: Hva heter prosjektet?");
  });
  it.each(["encrypted", "corrupt", "unsupported", "empty", "no_text", "too_large", "timeout", "memory", "link"] as const)(
    "a document that is %s says so and why",
    (state) => {
      const text = documentReport([unreadableDocument("vedlegg.bin", "application/octet-stream", state, "because_of_this")]);
      expect(text).toContain(`✗ ${state}: `);
      expect(text).toContain("[because_of_this]");
    },
  );
  it("control characters in a document do not steer the terminal", () => {
    const document = { ...unreadableDocument("a\u001b[2Jb", "text/plain", "corrupt"), blocks: [] } satisfies Document;
    expect(documentReport([document])).not.toMatch(/[^\P{Cc}\n]/u);
  });
});
