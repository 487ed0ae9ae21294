import { CFB } from "@e965/xlsx";
import { describe, expect, it } from "vitest";
import type { Document } from "#core/document.ts";
import { readFile } from "#edges/read/documents.ts";
import { bytesOf, outline } from "./fixture.ts";

/** A record of MS-PPT: type, instance, and its content or the records within it. */
const record = (type: number, instance: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const isContainer = [1000, 1006, 1036, 4080, 0xf002, 0xf003, 0xf004, 0xf00d, 0xf011].includes(type);
  const head = Buffer.alloc(8);
  head.writeUInt16LE((instance << 4) | (isContainer ? 0xf : 0), 0);
  head.writeUInt16LE(type, 2);
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
};
const numbers = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeUInt32LE(value >>> 0, index * 4));
  return bytes;
};
const wide = (text: string): Buffer => Buffer.from(text, "utf16le");
const heading = (role: number, text: string): Buffer => Buffer.concat([record(3999, 0, numbers(role)), record(4000, 0, wide(text))]);
const anchored = (top: number, left: number, ...parts: readonly Buffer[]): Buffer =>
  record(0xf004, 0, record(0xf010, 0, Buffer.from(new Int16Array([top, left, left + 100, top + 50]).buffer)), ...parts);
const drawing = (...shapes: readonly Buffer[]): Buffer => record(1006, 0, record(1036, 0, record(0xf002, 0, record(0xf003, 0, ...shapes))));

/**
 * Slides as PowerPoint itself saves them, which LibreOffice does not: texts of placeholders stand in the outline and shapes refer to them,
 * and a second, quick save leaves the older slide behind in the file.
 */
const savedTwice = (mark = 0xe391c05f): Buffer => {
  const first = drawing(anchored(10, 10, record(0xf00d, 0, heading(4, "Gammel tekst som ble endret."))));
  const document = record(
    1000,
    1,
    record(
      4080,
      0,
      record(1011, 0, numbers(2, 0, 2, 256, 0)),
      heading(0, "Utvalg"),
      record(3999, 0, numbers(1)),
      record(4008, 0, Buffer.from("S\xf8kere\rF\xf8dt f\xf8r 2000", "latin1")),
    ),
  );
  const second = drawing(
    anchored(500, 10, record(0xf00d, 0, heading(4, "Nederst."))),
    anchored(200, 10, record(0xf00d, 0, record(3998, 0, numbers(1)))),
    anchored(10, 10, record(0xf00d, 0, record(3998, 0, numbers(0)))),
  );
  const directory = (id: number, count: number, ...offsets: readonly number[]): Buffer => record(6002, 0, numbers(id | (count << 20), ...offsets));
  const edit = (before: number, places: number): Buffer => record(4085, 0, numbers(256, 0, before, places, 1, 3, 0));
  const parts: Buffer[] = [];
  const place = (bytes: Buffer): number => {
    const at = parts.reduce((sum, part) => sum + part.length, 0);
    parts.push(bytes);
    return at;
  };
  const documentAt = place(document);
  const firstEdit = place(edit(0, place(directory(1, 2, documentAt, place(first)))));
  const lastEdit = place(edit(firstEdit, place(directory(2, 1, place(second)))));
  const file = CFB.utils.cfb_new();
  CFB.utils.cfb_add(file, "/PowerPoint Document", Buffer.concat(parts));
  CFB.utils.cfb_add(file, "/Current User", record(4086, 0, numbers(0x14, mark, lastEdit, 0)));
  return Buffer.from(CFB.write(file, { type: "buffer" }) as Buffer);
};

const read = async (bytes: Buffer): Promise<Document> => {
  const [document] = await readFile({ name: "lysark.ppt", bytes });
  if (!document) throw new Error("no document");
  return document;
};

describe("old slides", () => {
  it("are read as they were saved last, placeholders through the outline, in the order of the page", async () => {
    expect(outline(await read(savedTwice()))).toEqual(["h1 Utvalg", "• Søkere", "• Født før 2000", "Nederst."]);
  });
  it("with a password say so", async () => {
    expect(await read(savedTwice(0xf3d1c4df))).toMatchObject({ state: "encrypted", detail: "office_password", blocks: [] });
  });
  it("that are cut short have a state", async () => {
    const bytes = bytesOf("lysark-to.ppt");
    for (const share of [0.05, 0.5, 0.95])
      expect((await read(bytes.subarray(0, Math.floor(bytes.length * share)))).state).toMatch(/read|corrupt|unsupported|empty/);
  });
});
