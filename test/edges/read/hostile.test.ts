import { deflateRawSync, deflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DocumentReader, openDocumentReader } from "#edges/read/guard.ts";
import { temporaryFolder } from "#test/support/folder.ts";
import { bytesOf } from "./fixture.ts";

/** A ZIP by hand: real programs refuse to write lying ones. `size` is what the directory claims. */
const zipOf = (files: readonly { name: string; data: Buffer; size?: number }[]): Buffer => {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, data, size } of files) {
    const packed = deflateRawSync(data);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt32LE(size ?? data.length, 22);
    head.writeUInt16LE(Buffer.byteLength(name), 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    entry.writeUInt16LE(20, 6);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(size ?? data.length, 24);
    entry.writeUInt16LE(Buffer.byteLength(name), 28);
    entry.writeUInt32LE(offset, 42);
    locals.push(head, Buffer.from(name), packed);
    central.push(entry, Buffer.from(name));
    offset += 30 + Buffer.byteLength(name) + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
};

const wordWith = (document: string): Buffer =>
  zipOf([
    { name: "[Content_Types].xml", data: Buffer.from('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>') },
    {
      name: "word/document.xml",
      data: Buffer.from(
        `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${document}</w:body></w:document>`,
      ),
    },
  ]);

/** A PDF with one page and the given content stream and extra objects. */
const pdfWith = (stream: Buffer, filter: string, extra = ""): Buffer =>
  Buffer.concat([
    Buffer.from(
      `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>endobj\n4 0 obj<</Length ${stream.length}${filter}>>stream\n`,
    ),
    stream,
    Buffer.from(`\nendstream endobj\n${extra}trailer<</Root 1 0 R>>\n%%EOF`),
  ]);

/** The same numbers every run (Mulberry32). */
const randomFrom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

const good = { name: "god.docx", bytes: bytesOf("soknad.docx") };
let reader: DocumentReader;
beforeAll(() => {
  reader = openDocumentReader({ folder: temporaryFolder(), ocr: false, limits: { textMs: 8_000, residentBytes: 500_000_000 } });
});
afterAll(() => reader.close());

/** Reads a hostile file between two good ones, which must come through. */
const among = async (name: string, bytes: Buffer) => {
  const documents = await reader.read([good, { name, bytes }, { ...good, name: "god2.docx" }]);
  expect(documents[0]).toMatchObject({ name: "god.docx", state: "read" });
  expect(documents.at(-1)).toMatchObject({ name: "god2.docx", state: "read" });
  return documents.slice(1, -1);
};

describe("hostile files cost themselves and nothing else", () => {
  it("F48 a word bomb of 100 MB of XML is refused by its declared size", async () => {
    expect(await among("bombe.docx", wordWith(`<w:p><w:r><w:t>${"a".repeat(100_000_000)}</w:t></w:r></w:p>`))).toMatchObject([
      { state: "too_large", detail: "xml_bytes" },
    ]);
  });
  it("a part that lies about its size is stopped", async () => {
    const bytes = zipOf([{ name: "stor.txt", data: Buffer.alloc(30_000_000, 97), size: 10 }]);
    expect((await among("loegn.zip", bytes))[0]?.state).toMatch(/corrupt|too_large/);
  });
  it("a zip bomb of zips stops at depth and at the sum of bytes", async () => {
    let inner = zipOf(Array.from({ length: 10 }, (_, index) => ({ name: `${index}.txt`, data: Buffer.alloc(4_000_000, 97) })));
    for (let level = 0; level < 6; level += 1) inner = zipOf(Array.from({ length: 10 }, (_, index) => ({ name: `${index}.zip`, data: inner })));
    const documents = await among("bombe.zip", inner);
    expect(documents.length).toBeGreaterThan(0);
    for (const document of documents) expect(document).toMatchObject({ state: "too_large" });
  });
  it("ten thousand members are refused", async () => {
    expect(
      await among("mange.zip", zipOf(Array.from({ length: 10_000 }, (_, index) => ({ name: `${index}.txt`, data: Buffer.from("a") })))),
    ).toMatchObject([{ state: "too_large", detail: "members" }]);
  });
  it("twenty thousand tables within each other end in a state", async () => {
    const deep = `${"<w:tbl><w:tr><w:tc>".repeat(20_000)}<w:p/>${"</w:tc></w:tr></w:tbl>".repeat(20_000)}`;
    expect((await among("dyp.docx", wordWith(deep)))[0]?.state).toMatch(/read|empty|too_large|corrupt|timeout/);
  });
  it("a million empty elements are too many", async () => {
    expect((await among("elementer.docx", wordWith("<w:p/>".repeat(1_000_000))))[0]).toMatchObject({ state: "too_large", detail: "elements" });
  });
  it("external entities are not fetched or expanded", async () => {
    const xml = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>';
    const bytes = zipOf([
      { name: "[Content_Types].xml", data: Buffer.from("<Types/>") },
      {
        name: "word/document.xml",
        data: Buffer.from(
          `${xml}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&b;&c;</w:t></w:r></w:p></w:body></w:document>`,
        ),
      },
    ]);
    expect(JSON.stringify(await among("entiteter.docx", bytes))).not.toMatch(/root:|aaaaaaaaaa/);
  });
  it("a PDF that inflates twice to gigabytes is stopped by time or memory", async () => {
    const once = deflateSync(Buffer.alloc(900_000_000, 32), { level: 9 });
    const bytes = pdfWith(deflateSync(once, { level: 9 }), "/Filter[/FlateDecode/FlateDecode]");
    expect(bytes.length).toBeLessThan(20_000);
    const [document] = await among("bombe.pdf", bytes);
    expect(document?.state).toMatch(/memory|timeout|no_text|empty|partial|corrupt/);
  }, 60_000);
  it("forms within forms that never end are stopped", async () => {
    const levels = Array.from(
      { length: 12 },
      (_, index) =>
        `${5 + index} 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X ${6 + index} 0 R>>>>/Length 60>>stream\n${"/X Do ".repeat(10)}\nendstream endobj\n`,
    ).join("");
    const [document] = await among(
      "former.pdf",
      pdfWith(Buffer.from("/X Do"), "", `${levels}17 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 0>>stream\n\nendstream endobj\n`),
    );
    expect(document?.state).toMatch(/timeout|memory|no_text|empty/);
  }, 60_000);
  it("a picture of 60,000 by 60,000 pixels is refused by its header", async () => {
    const head = Buffer.from("89504e470d0a1a0a0000000d49484452000ea600000ea6000806000000", "hex");
    const { readPicture } = await import("#edges/read/scan.ts");
    const { defaultLimits } = await import("#edges/read/limits.ts");
    const never = { recognise: () => Promise.reject(new Error("not reached")), close: () => Promise.resolve() };
    expect(await readPicture("stor.png", Buffer.concat([head, Buffer.alloc(100)]), "image/png", defaultLimits, never)).toMatchObject({
      state: "too_large",
      detail: "pixels",
    });
  });
  it("every good file cut short anywhere has a state", async () => {
    const names = [
      "soknad.docx",
      "soknad.odt",
      "soknad.doc",
      "soknad.rtf",
      "tabell-med-linjer.pdf",
      "variabler.xlsx",
      "lysark.pptx",
      "variabler.xls",
      "lysark-to.ppt",
      "melding.msg",
      "winmail.dat",
      "laast.docx",
      "mappe.zip",
      "signert.p7m",
      "melding.eml",
    ];
    const files = names.flatMap((name) =>
      [0.1, 0.5, 0.9, 0.99].map((share) => ({
        name: `${share}-${name}`,
        bytes: bytesOf(name).subarray(0, Math.floor(bytesOf(name).length * share)),
      })),
    );
    const documents = await reader.read(files);
    for (const file of files)
      expect(
        documents.some((document) => document.name.startsWith(file.name)),
        file.name,
      ).toBe(true);
  }, 120_000);
  it("random bytes behind every file's first bytes have a state", async () => {
    const random = randomFrom(7);
    const files = [
      "soknad.docx",
      "soknad.doc",
      "variabler.xls",
      "lysark-to.ppt",
      "melding.msg",
      "soknad.rtf",
      "skjema.pdf",
      "signert.p7m",
      "skannet-stoy.jpg",
      "to-sider.tiff",
      "logo.png",
      "telefonbilde.heic",
    ].map((name) => ({
      name,
      bytes: Buffer.concat([bytesOf(name).subarray(0, 64), Buffer.from(Array.from({ length: 20_000 }, () => Math.floor(random() * 256)))]),
    }));
    const tnef = {
      name: "winmail.dat",
      bytes: Buffer.concat([Buffer.from("789f3e22", "hex"), Buffer.from(Array.from({ length: 5000 }, () => Math.floor(random() * 256)))]),
    };
    const documents = await reader.read([...files, tnef]);
    expect(documents.length).toBeGreaterThanOrEqual(files.length + 1);
  }, 60_000);
});

describe("1,000 mutated copies of good files", () => {
  it("all come to a state, with no crash of the reader", async () => {
    const random = randomFrom(20260311);
    const names = [
      "soknad.docx",
      "notat.docx",
      "soknad.odt",
      "soknad.doc",
      "soknad.rtf",
      "variabler.xlsx",
      "variabler.ods",
      "lysark.pptx",
      "tabell-med-linjer.pdf",
      "skjult-tekst.pdf",
      "skjema.pdf",
      "notat-merket.pdf",
      "side.html",
      "variabler.csv",
      "tekst-cp850.txt",
      "melding.eml",
      "signert.p7m",
      "norsk-navn.zip",
      "laast.pdf",
      "kryptert.p7m",
      "variabler.xls",
      "lysark-to.ppt",
      "melding.msg",
      "winmail.dat",
      "laast.docx",
    ];
    const seen: Record<string, number> = {};
    for (let round = 0; round < 40; round += 1) {
      const files = names.map((name) => {
        const bytes = Buffer.from(bytesOf(name));
        const changes = 1 + Math.floor(random() * 20);
        for (let change = 0; change < changes; change += 1) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
        return { name: `${round}-${name}`, bytes: random() < 0.1 ? bytes.subarray(0, Math.floor(random() * bytes.length)) : bytes };
      });
      const documents = await reader.read(files);
      for (const file of files) {
        const own = documents.filter((document) => document.name.startsWith(file.name));
        expect(own.length, file.name).toBeGreaterThan(0);
        for (const document of own) seen[document.state] = (seen[document.state] ?? 0) + 1;
      }
    }
    expect(Object.values(seen).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(1000);
    // The walls are for the odd file: what the readers themselves do not notice.
    expect((seen["memory"] ?? 0) + (seen["timeout"] ?? 0)).toBeLessThan(20);
  }, 600_000);
});
