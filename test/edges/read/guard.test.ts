import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { distance } from "fastest-levenshtein";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentText } from "#core/document.ts";
import { type DocumentReader, openDocumentReader } from "#edges/read/guard.ts";
import { analyse } from "#edges/read/ocr-rules.ts";
import { repairAddresses } from "#edges/read/ocr-layout.ts";
import { temporaryFolder } from "#test/support/folder.ts";
import { bytesOf, outline } from "./fixture.ts";

const folder = temporaryFolder();
let reader: DocumentReader;
beforeAll(() => {
  reader = openDocumentReader({ folder });
});
afterAll(() => reader.close());

const fixture = (name: string) => ({ name, bytes: bytesOf(name) });
const plain = (text: string): string => text.replace(/\s+/g, " ").trim();
const truth = plain(bytesOf("brev.truth.txt").toString("utf8"));
const wrong = (text: string): number => distance(plain(text), truth) / truth.length;

describe("reading in a child process", () => {
  it("gives the documents in the order of the files", async () => {
    const documents = await reader.read(["soknad.docx", "lang.pdf", "soknad.odt", "tekst-utf8.txt"].map(fixture));
    expect(documents.map((document) => `${document.name} ${document.state}`)).toEqual([
      "soknad.docx read",
      "lang.pdf read",
      "soknad.odt read",
      "tekst-utf8.txt read",
    ]);
  });
  it("reads messages one after the other, each in a new process", async () => {
    for (let round = 0; round < 3; round += 1) expect(await reader.read([fixture("tekst-utf8.txt")])).toMatchObject([{ state: "read" }]);
    expect(await reader.read([])).toEqual([]);
  });
  it("F47 stops a file that takes too long and reads the others", async () => {
    const hasty = openDocumentReader({ folder, warm: 0, ocr: false, limits: { textMs: 1 } });
    const documents = await hasty.read([fixture("lang.pdf"), fixture("soknad.docx")]);
    await hasty.close();
    expect(documents).toMatchObject([
      { name: "lang.pdf", state: "timeout" },
      { name: "soknad.docx", state: "timeout" },
    ]);
  });
  it("stops a file that takes too much memory", async () => {
    const small = openDocumentReader({ folder, warm: 0, ocr: false, limits: { residentBytes: 45_000_000 } });
    const documents = await small.read([fixture("lang.pdf")]);
    await small.close();
    expect(documents).toMatchObject([{ state: "memory", detail: "resident_bytes" }]);
  });
});

describe("recognition of scans", () => {
  it("reads a clean scan with fewer than 1.5 % wrong characters, e-mail address included", async () => {
    const [document] = await reader.read([fixture("skannet.pdf")]);
    expect(document).toMatchObject({ state: "read", method: "ocr", pages: 1 });
    expect(document?.ocrConfidence).toBeGreaterThan(85);
    expect(wrong(documentText(document as NonNullable<typeof document>))).toBeLessThan(0.015);
    expect(documentText(document as NonNullable<typeof document>)).toContain("kari.nordvik@example.no");
  }, 150_000);
  it("reads a page upside down, and one on its side", async () => {
    const documents = await reader.read([fixture("opp-ned.jpg"), fixture("liggende.png")]);
    for (const document of documents) expect(wrong(documentText(document))).toBeLessThan(0.015);
  }, 150_000);
  it("reads a shadowed, tilted phone photo with fewer than 7 % wrong characters", async () => {
    const [document] = await reader.read([fixture("telefonbilde.jpg")]);
    expect(wrong(documentText(document as NonNullable<typeof document>))).toBeLessThan(0.07);
    expect(documentText(document as NonNullable<typeof document>)).toContain("kari.nordvik@example.no");
  }, 150_000);
  it("reads a photo in the format of phones", async () => {
    const [document] = await reader.read([fixture("telefonbilde.heic")]);
    expect(document).toMatchObject({ mediaType: "image/heic", state: "read", method: "ocr" });
    expect(documentText(document as NonNullable<typeof document>)).toContain("Stadfestelse fra veileder");
  }, 150_000);
  it("finds the table of a ruled form on paper, short answers included", async () => {
    const [document] = await reader.read([fixture("skjema-papir.jpg")]);
    expect(outline(document as NonNullable<typeof document>)[0]).toContain("3 | Skal data kobles? | Nei");
  }, 150_000);
  it("finds tick boxes and whether they are ticked, in lines and in cells, printed and by hand", async () => {
    const [printed, written] = await reader.read([fixture("avkryssing.jpg"), fixture("avkryssing-hand.jpg")]);
    const signs = (document: typeof printed): string =>
      outline(document as NonNullable<typeof document>)
        .map((line) => line.match(/[+-](?:Ja|.?Nei)(?!\p{L})|[☒☐] (?:Variabler|Dokumenter|Prosjektleder|En annen)/gu)?.join(" ") ?? "")
        .filter((line) => line !== "")
        .join(" / ");
    expect(signs(printed)).toBe("+Ja / -Nei / -Ja +Nei / -Ja +Nei / ☒ Variabler ☐ Dokumenter ☐ Prosjektleder ☒ En annen");
    expect(signs(written).replace(/[^\p{L}]Nei/gu, (sign) => sign)).toMatch(
      /^\+Ja \/ \+.?Nei \/ -Ja \+Nei \/ \+Ja \+Nei \/ ☒ Variabler ☒ Dokumenter ☐ Prosjektleder ☒ En annen$/u,
    );
  }, 150_000);
  it("takes no letter for a tick box", async () => {
    for (const name of ["skannet-stoy.jpg", "telefonbilde.jpg", "skjema-papir.jpg", "liggende.png"])
      expect((await analyse(bytesOf(name)))?.boxes, name).toEqual([]);
  });
  it("reads each page of a TIFF and the scanned pages of a mixed PDF", async () => {
    const [tiff, mixed] = await reader.read([fixture("to-sider.tiff"), fixture("blandet.pdf")]);
    expect(tiff).toMatchObject({ state: "read", pages: 2 });
    expect(new Set(tiff?.blocks.map((block) => block.place.page))).toEqual(new Set([1, 2]));
    expect(mixed).toMatchObject({ state: "read", method: "mixed", pages: 2 });
    expect(documentText(mixed as NonNullable<typeof mixed>)).toMatch(/Variabelliste[\s\S]*Stadfestelse fra veileder/);
  }, 150_000);
  it("says of an empty sheet and a logo that nothing is on them", async () => {
    for (const document of await reader.read([fixture("blankt-ark.jpg"), fixture("logo.png")])) expect(document.state).toMatch(/no_text|read/);
    expect(await reader.read([fixture("blankt-ark.jpg")])).toMatchObject([{ state: "no_text", blocks: [] }]);
  }, 150_000);
  it("never reads the same scan twice", async () => {
    const kept = (): string[] =>
      readdirSync(join(folder, "recognised")).map((name) => `${name} ${statSync(join(folder, "recognised", name)).mtimeMs}`);
    await reader.read([fixture("skannet.pdf")]);
    const before = kept();
    expect(before.length).toBeGreaterThan(0);
    expect(await reader.read([{ ...fixture("skannet.pdf"), name: "igjen.pdf" }])).toMatchObject([{ name: "igjen.pdf", state: "read" }]);
    // What is recognised anew is written anew.
    expect(kept()).toEqual(before);
  }, 150_000);
  it("repairs addresses in which the sign is read wrong, and leaves words alone", () => {
    expect(repairAddresses("oddbjorg.reiteØhivolda.no")).toBe("oddbjorg.reite@hivolda.no");
    expect(repairAddresses("kari.nordvik @example. no")).toBe("kari.nordvik@example.no");
    expect(repairAddresses("Ørsta og Ålesund. Oslo")).toBe("Ørsta og Ålesund. Oslo");
  });
});
