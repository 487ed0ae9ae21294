import { read as readWorkbook, write as writeWorkbook } from "@e965/xlsx";
import { describe, expect, it } from "vitest";
import { readFile } from "#edges/read/documents.ts";
import { cleanText, optionsOf } from "#edges/read/drafts.ts";
import { fileStoreOf, linkDocuments } from "#edges/read/file-links.ts";
import { blocksFromHtml } from "#edges/read/html.ts";
import { isDecoration } from "#edges/read/picture.ts";
import { bytesOf, outline, readAll, readOne } from "./fixture.ts";

const ticked = ["choice +Ja -Nei", "choice -Ja +Nei", "choice +Ja -Nei"];
const table = "table 1: Variabel | Nivå | Begrunnelse / Fødselsår | år | alder / Kjønn | to verdier | fordeling / Slått sammen | indre A | indre B";

describe("Word files", () => {
  it("give headings, lists, tables, tick boxes of three kinds, drop-downs and text boxes", async () => {
    const lines = outline(await readOne("soknad.docx"));
    expect(lines).toContain("h1 Søknad om opplysninger");
    expect(lines).toContain("h2 Avkryssing");
    expect(lines).toContain("• Registerdata fra UDI");
    expect(lines).toContain("2. Andre trinn");
    expect(lines.filter((line) => line.startsWith("choice"))).toEqual(ticked);
    expect(lines).toEqual(expect.arrayContaining(["Fylke: Vestland", "Rolle: Prosjektleder", "Forfatter: Kari Nordvik", "Tekst i tekstboks", table]));
  });
  it("take tracked changes as accepted, and an unfilled prompt as no answer", async () => {
    const lines = outline(await readOne("soknad.docx"));
    expect(lines).toContain("Start: 1. august 2026");
    expect(lines).toContain("Telefon:");
  });
  it("mark letterheads, and a bold short paragraph is a heading", async () => {
    const lines = outline(await readOne("soknad.docx"));
    expect(lines).toContain("(header) Høgskolen i Vest – saksnr. 2026/117");
    expect(lines).toContain("(footer) Postboks 12, 5020 Bergen");
    expect(lines).toContain("h6 Kontaktperson");
  });
  it("keep hidden text apart", async () => {
    const document = await readOne("soknad.docx");
    expect(document.hidden.map((part) => part.reason)).toEqual(["vanish", "white"]);
    expect(outline(document)).toContain("Synlig tekst.");
  });
  it("count the numbers that headings get by their style", async () => {
    expect(outline(await readOne("nummererte-overskrifter.docx")).slice(0, 5)).toEqual([
      "h1 1 Bakgrunn",
      "h2 1.1 Formål",
      "h1 2 Metode",
      "h2 2.1 Data",
      "h2 2.2 Etikk",
    ]);
  });
  it("read footnotes as such", async () => {
    expect(outline(await readOne("notat.docx")).at(-1)).toBe("(footnote) 1. Noten står her.");
  });
  it("give spans and nested tables", async () => {
    const document = await readOne("soknad.docx");
    const found = document.blocks.find((block) => block.kind === "table");
    expect(found?.kind === "table" && found.rows.at(-1)?.[0]).toMatchObject({ text: "Slått sammen", columnSpan: 2 });
  });
});

describe("other office files say the same", () => {
  it("ODT", async () => {
    const lines = outline(await readOne("soknad.odt"));
    expect(lines).toEqual(
      expect.arrayContaining(["h1 Prosjektet", "• Intervjuer", "1. Første trinn", "Fylke: Vestland", "Telefon:", "Start: 1. august 2026", table]),
    );
    expect(lines.filter((line) => line.startsWith("choice"))).toEqual(ticked);
  });
  it("RTF", async () => {
    const document = await readOne("soknad.rtf");
    expect(outline(document)).toEqual(
      expect.arrayContaining(["h1 Prosjektet", "Fylke: Vestland", "Start: 1. august 2026", "Synlig tekst.", "choice +Ja -Nei"]),
    );
    expect(document.hidden.map((part) => part.text)).toEqual(["Skjult med vanish.", "Skjult som hvitt."]);
  });
  it("DOC", async () => {
    const lines = outline(await readOne("soknad.doc"));
    expect(lines).toEqual(
      expect.arrayContaining(["Navn på prosjektet: Veier til varig opphold", "choice +Ja -Nei", "(header) Høgskolen i Vest - saksnr. 2026/117"]),
    );
    expect(lines.find((line) => line.startsWith("table"))).toContain("Fødselsår | år | alder");
  });
  it("sheets are tables, dates are dates, hidden sheets are hidden", async () => {
    const document = await readOne("variabler.xlsx");
    expect(outline(document)).toEqual(["table 1: Variabel | Nivå | Fra dato / Fødselsår | år | 31.01.2015 / Andel | 25 % / Slått sammen"]);
    expect(document.hidden).toMatchObject([{ reason: "not_displayed", text: "hemmelig | ark" }]);
    expect(outline(await readOne("variabler.ods"))[0]).toContain("Fødselsår | år");
    const old = await readOne("variabler.xls");
    expect(outline(old)).toEqual(outline(document));
    expect(old.hidden).toEqual(document.hidden);
    expect(old).toMatchObject({ mediaType: "application/vnd.ms-excel", pages: 2 });
    expect(outline(await readOne("variabler.csv"))).toEqual([
      "table 1: Variabel | Nivå | Merknad / Fødselsår | år | to linjer\ni ett felt; med semikolon / Kjønn | to verdier | ",
    ]);
  });
  it("slides", async () => {
    for (const name of ["lysark.pptx", "lysark.odp"]) {
      const lines = outline(await readOne(name));
      expect(lines).toContain("h1 Framdrift");
      expect(lines.find((line) => line.startsWith("table"))).toContain("2026 | Innsamling");
    }
  });
  it("binary workbooks and the XML of 2003 are read too", async () => {
    const book = readWorkbook(bytesOf("variabler.xlsx"), { cellNF: true });
    for (const bookType of ["xlsb", "xlml"] as const) {
      const [document] = await readFile({ name: "variabler", bytes: writeWorkbook(book, { type: "buffer", bookType }) as Buffer });
      expect(document && outline(document)[0], bookType).toContain("Fødselsår | år | 31.01.2015 / Andel | 25 % / Slått sammen");
    }
  });
  it("workbooks of Excel 95 are read in the code page that they name", async () => {
    const file = writeWorkbook(readWorkbook(bytesOf("variabler.xlsx")), { type: "buffer", bookType: "biff5" }) as Buffer;
    // The writer puts "_" for letters outside ASCII; Excel put the byte of Windows-1252.
    const bytes = Buffer.from(file.toString("latin1").replaceAll("F_dsels_r", "F\xf8dsels\xe5r"), "latin1");
    const [document] = await readFile({ name: "variabler.xls", bytes });
    expect(document && outline(document)[0]).toContain("Fødselsår");
  });
  it("old slides have their title, text and table, in the order of the page", async () => {
    expect(outline(await readOne("lysark.ppt"))).toEqual([
      "h1 Framdrift",
      "table 1: År | Arbeid / 2026 | Innsamling / 2027 | Analyse",
      "Oppstart i august",
      "Slutt i juli",
    ]);
    const document = await readOne("lysark-to.ppt");
    expect(document.blocks.map((block) => block.place.page)).toEqual([1, 1, 1, 2, 2, 2]);
    expect(outline(document)).toEqual([
      "h1 Prosjektet Vinterlys",
      "Søkere fra 2015 til 2020",
      "Kobles ikke",
      "h1 Tidsplan",
      "Start: 1. august 2026",
      "Slutt: 31. juli 2029",
    ]);
  });
  it("text in four charsets gives the same blocks", async () => {
    const all = await Promise.all(["utf8", "cp1252", "utf16", "cp850"].map(async (charset) => outline(await readOne(`tekst-${charset}.txt`))));
    expect(all[0]).toContain("Navn: Åse Ødegård\nE-post: ase@example.org");
    expect(all[0]?.at(-1)).toMatch(/sytti tegn, slik at .* settes sammen igjen før noen leser den\.$/);
    for (const other of all) expect(other).toEqual(all[0]);
  });
  it("HTML files", async () => {
    const document = await readOne("side.html");
    expect(outline(document)).toEqual(
      expect.arrayContaining(["h1 Søknad", "• ett", "  • to", "table 1: År | Arbeid / 2026 | Start / Data", "choice +Ja -Nei"]),
    );
    expect(document.hidden).toMatchObject([{ text: "skjult avsnitt", reason: "not_displayed" }]);
  });
});

describe("PDF files", () => {
  it("give headings, lists, tables and tick boxes in their order", async () => {
    const lines = outline(await readOne("soknad-lo.pdf"));
    expect(lines).toEqual(
      expect.arrayContaining(["h1 Søknad om opplysninger", "h2 Prosjektet", "• Registerdata fra UDI", "1. Første trinn", "choice +Ja -Nei"]),
    );
    expect(lines.find((line) => line.startsWith("table"))).toContain("Kjønn | to verdier | fordeling");
  });
  it("give tables with lines and without, wrapped cells joined", async () => {
    for (const name of ["tabell-med-linjer.pdf", "tabell-uten-linjer.pdf"])
      expect(outline(await readOne(name)).find((line) => line.startsWith("table"))).toContain(
        "Fødselsår | år | Alder har betydning for hvor lenge søkeren har ventet og for hva som skjer etterpå",
      );
  });
  it("read two columns one after the other", async () => {
    const [, left, right] = outline(await readOne("to-spalter.pdf"));
    expect(left).toMatch(/^Venstre begynner her\..*Venstre slutter her\.$/s);
    expect(right).toMatch(/^Høyre begynner her\..*Høyre slutter her\.$/s);
  });
  it("give form fields with labels, filled or not, and boxes", async () => {
    expect(outline(await readOne("skjema.pdf"))).toEqual(
      [
        "h1 Søknadsskjema",
        "field Navn på prosjektet = Veier til opphold",
        "field Prosjektleder = Kari Nordvik",
        "field Telefon =",
        "choice +Ja -Nei",
      ].map((line) => (line === "field Telefon =" ? "field Telefon = " : line)),
    );
  });
  it("set repeated headers and page numbers apart", async () => {
    const document = await readOne("lang.pdf");
    expect(outline(document).filter((line) => line.startsWith("("))).toEqual([
      "(header) Høgskolen i Vest – prosjektbeskrivelse",
      "(footer) Side 1 av 4",
    ]);
    expect(outline(document).filter((line) => line.startsWith("h1"))).toEqual([
      "h1 1. Kapittel A",
      "h1 2. Kapittel B",
      "h1 3. Kapittel C",
      "h1 4. Kapittel D",
    ]);
  });
  it("keep white, tiny and invisible text apart, but not white text on colour", async () => {
    const document = await readOne("skjult-tekst.pdf");
    expect(outline(document)).toEqual(["Dette kan alle lese.", "Hvit på blått synes."]);
    expect(document.hidden.map((part) => part.reason)).toEqual(["white", "tiny", "invisible_mode"]);
  });
  it("follow the tags of tagged files", async () => {
    expect(outline(await readOne("notat-merket.pdf"))).toEqual(expect.arrayContaining(["h1 1. Innledning", "h2 Formål", "Tekst om formålet."]));
  });
  it("give every block its page and box", async () => {
    const document = await readOne("lang.pdf");
    for (const block of document.blocks.filter(({ origin }) => origin === "own"))
      expect(block.place).toMatchObject({ page: expect.any(Number), box: { width: expect.any(Number) } });
  });
});

describe("containers", () => {
  it("zip members are documents, also in zips within zips", async () => {
    expect((await readAll("mappe.zip")).map((document) => document.name).sort()).toEqual([
      "mappe.zip/Søknad/soknad.docx",
      "mappe.zip/Søknad/tabell-med-linjer.pdf",
      "mappe.zip/Søknad/tekst-utf8.txt",
    ]);
    expect((await readAll("ytre.zip")).map((document) => document.name)).toContain("ytre.zip/mappe.zip/Søknad/soknad.docx");
    expect((await readOne("norsk-navn.zip")).name).toBe("norsk-navn.zip/Søknad.txt");
  });
  it("kept and signed mails give their text and files", async () => {
    for (const name of ["melding.eml", "signert.p7m"]) {
      const [mail, file] = await readAll(name);
      expect(mail?.blocks.map((block) => block.text)).toContain("Her er søknaden.");
      expect(file).toMatchObject({ name: `${name}/CV Nordvik.docx`, state: "read" });
    }
  });
  it("stop at the depth limit with a reason", async () => {
    const documents = await readAll("ytre.zip", { depth: 1 });
    expect(documents).toContainEqual(expect.objectContaining({ name: "ytre.zip/mappe.zip", state: "too_large", detail: "depth" }));
  });
});

describe("what cannot be read has its own state", () => {
  it.each([
    ["laast.pdf", "encrypted", "pdf_password"],
    ["laast.odt", "encrypted", "odf_password"],
    ["laast.zip", "encrypted", "zip_password"],
    ["kryptert.p7m", "encrypted", "mail_encrypted"],
    ["avkuttet.pdf", "corrupt", expect.stringMatching(/^pdf_/)],
    ["avkuttet.docx", "corrupt", "damaged_directory"],
    ["tom.pdf", "empty", "no_bytes"],
    ["tom.docx", "empty", null],
    ["laast.docx", "encrypted", "office_password"],
    ["laast.xlsx", "encrypted", "office_password"],
    ["laast.pptx", "encrypted", "office_password"],
    ["laast.doc", "encrypted", "office_password"],
    ["laast.xls", "encrypted", "office_password"],
    ["laast.ods", "encrypted", "odf_password"],
    ["telefonbilde.heic", "no_text", "ocr_off"],
    ["skannet.pdf", "no_text", "ocr_off"],
    ["skannet-stoy.jpg", "no_text", "ocr_off"],
  ])("%s is %s (%s)", async (name, state, detail) => {
    expect(await readOne(name)).toMatchObject({ state, detail, blocks: [] });
  });
  it("types are told by content, not by name", async () => {
    expect(await readOne("feil-navn.pdf")).toMatchObject({ state: "read", mediaType: expect.stringContaining("wordprocessingml") });
    expect(await readOne("bare-eierpassord.pdf")).toMatchObject({ state: "read" });
  });
  it("what was read before the time ran out is kept, and the rest said", async () => {
    const document = await readOne("lang.pdf", { textMs: 0 });
    expect(document).toMatchObject({ state: "partial", detail: "text_time", pages: 4 });
    expect(new Set(document.blocks.map((block) => block.place.page))).toEqual(new Set([1]));
    const members = await readAll("mappe.zip", { textMs: 0 });
    expect(members.length).toBe(3);
    for (const member of members) expect(member).toMatchObject({ state: "timeout", detail: "text_time" });
  });
  it("F51 limits cut with a reason", async () => {
    expect(await readOne("soknad.docx", { fileBytes: 1000 })).toMatchObject({ state: "too_large", detail: "file_bytes" });
    expect(await readOne("lang.pdf", { pages: 2 })).toMatchObject({ state: "partial", detail: "page_limit", pages: 4 });
    expect(await readOne("soknad.odt", { characters: 100 })).toMatchObject({ state: "partial", detail: "text_limit" });
    expect(await readOne("soknad.docx", { elements: 50 })).toMatchObject({ state: "too_large", detail: "elements" });
    expect(await readOne("soknad.docx", { xmlBytes: 5000 })).toMatchObject({ state: "too_large", detail: "xml_bytes" });
  });
});

describe("small things", () => {
  it("options of a line with boxes, labels after or before them", () => {
    expect(optionsOf("☒ Ja ☐ Nei")).toEqual([
      { label: "Ja", checked: true },
      { label: "Nei", checked: false },
    ]);
    expect(optionsOf("Ja ☐ Nei ☒")).toEqual([
      { label: "Ja", checked: false },
      { label: "Nei", checked: true },
    ]);
    expect(optionsOf("Skal data kobles? ☐ Ja ☒ Nei")).toEqual([
      { label: "Ja", checked: false },
      { label: "Nei", checked: true },
    ]);
    expect(optionsOf("Ingen bokser")).toBeNull();
    expect(optionsOf("Fylles ut av lederen. Kryss av med ☒. Skjemaet erstatter ingenting.")).toBeNull();
  });
  it("control characters are no text", () => expect(cleanText("a\u001b[2Jb\u0007c\td\u0085e")).toBe("a[2Jbc d\ne"));
  it("links to file stores are told from other links", () => {
    expect(fileStoreOf("https://contoso-my.sharepoint.com/:w:/g/personal/kari/abc")).toBe("OneDrive");
    expect(fileStoreOf("https://www.dropbox.com/s/abc/DPIA.pdf?dl=0")).toBe("Dropbox");
    expect(fileStoreOf("https://drive.google.com/file/d/abc/view")).toBe("Google Drive");
    expect(fileStoreOf("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2F1drv.ms%2Fb%2Fs!abc")).toBe("OneDrive");
    expect(fileStoreOf("https://www.dropbox.com/")).toBeNull();
    expect(fileStoreOf("https://www.udi.no/statistikk")).toBeNull();
    expect(linkDocuments(["https://www.dropbox.com/s/abc/DPIA.pdf?dl=0"])).toMatchObject([{ name: "DPIA.pdf", state: "link", detail: "Dropbox" }]);
  });
  it("logos and tracking pixels are decoration, scanned pages are not", () => {
    expect(isDecoration(bytesOf("logo.png"), "image/png", true)).toBe(true);
    expect(isDecoration(bytesOf("sporing.gif"), "image/gif", true)).toBe(true);
    expect(isDecoration(bytesOf("skannet-stoy.jpg"), "image/jpeg", false)).toBe(false);
    expect(isDecoration(bytesOf("telefonbilde.jpg"), "image/jpeg", true)).toBe(false);
  });
  it("HTML of mail programs: bold labels, breaks, quotes, Outlook's list markers", () => {
    const { blocks } = blocksFromHtml(
      '<div><b>4. Prosjektleder</b><br>Kari<br>Oslo</div><p class="MsoListParagraph"><span style="mso-list:Ignore">a)&nbsp;&nbsp;</span>punkt</p><blockquote class="gmail_quote">sitat</blockquote>',
    );
    expect(blocks.map(({ draft, quoteDepth }) => [draft.kind, draft.kind === "table" ? "" : draft.text, quoteDepth])).toEqual([
      ["paragraph", "4. Prosjektleder", 0],
      ["paragraph", "Kari\nOslo", 0],
      ["list_item", "punkt", 0],
      ["paragraph", "sitat", 1],
    ]);
    expect(blocks.at(-1)?.marks).toContain("gmail_quote");
  });
});
