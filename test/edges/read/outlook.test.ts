import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { readFile } from "#edges/read/documents.ts";
import { bytesOf } from "./fixture.ts";

const { burn } = createRequire(import.meta.url)("@kenjiuno/msgreader/lib/Burner") as typeof import("@kenjiuno/msgreader/lib/Burner.js");
type Entry = Parameters<typeof burn>[0][number];
const [directory, stream, root] = [1, 2, 5];

type Properties = readonly (readonly [id: number, type: number, value: string | Buffer | number])[];
type Folder = { readonly name: string; readonly header: number; readonly properties: Properties; readonly folders: readonly Folder[] };

const wide = (text: string): Buffer => Buffer.from(text, "utf16le");
const hex = (value: number): string => value.toString(16).toUpperCase().padStart(4, "0");

/** A message file as Outlook lays it out (MS-OXMSG): a storage of property streams, one storage for each attachment. */
const msgOf = (message: Folder): Buffer => {
  const entries: Entry[] = [];
  const add = (folder: Folder, type: number): number => {
    const index = entries.length;
    const entry: Entry = { name: folder.name, type, length: 0, children: [] };
    entries.push(entry);
    const streams = folder.properties.map(([id, kind, value]) => ({
      id,
      kind,
      data: typeof value === "number" ? null : typeof value === "string" ? wide(value) : value,
      value,
    }));
    const table = Buffer.concat([
      Buffer.alloc(folder.header),
      ...streams.map(({ id, kind, data, value }) => {
        const row = Buffer.alloc(16);
        row.writeUInt16LE(kind, 0);
        row.writeUInt16LE(id, 2);
        row.writeUInt32LE(6, 4);
        row.writeUInt32LE(data ? data.length + (kind === 0x1f ? 2 : 0) : Number(value), 8);
        return row;
      }),
    ]);
    const file = (name: string, data: Buffer): void => {
      entry.children?.push(entries.length);
      entries.push({ name, type: stream, length: data.length, binaryProvider: () => Uint8Array.from(data) });
    };
    file("__properties_version1.0", table);
    for (const { id, kind, data } of streams) if (data) file(`__substg1.0_${hex(id)}${hex(kind)}`, data);
    for (const inner of folder.folders) entry.children?.push(add(inner, directory));
    return index;
  };
  add(message, root);
  return Buffer.from(burn(entries));
};

const message = (attachment: Buffer): Buffer =>
  msgOf({
    name: "Root Entry",
    header: 32,
    properties: [
      [0x001a, 0x1f, "IPM.Note"],
      [0x0037, 0x1f, "Søknad om data"],
      [0x0c1a, 0x1f, "Kari Nordvik"],
      [0x5d01, 0x1f, "kari@example.org"],
      [0x1000, 0x1f, "Hei,\n\nHer er søknaden vår.\n\nHilsen Kari"],
    ],
    folders: [
      {
        name: "__attach_version1.0_#00000000",
        header: 8,
        properties: [
          [0x3705, 0x03, 1],
          [0x3707, 0x1f, "CV Nordvik.docx"],
          [0x3704, 0x1f, "CVNORD~1.DOC"],
          [0x3701, 0x0102, attachment],
        ],
        folders: [],
      },
    ],
  });

describe("Outlook's own formats", () => {
  it("a message file gives its text, its sender and its files", async () => {
    const documents = await readFile({ name: "vs.msg", bytes: message(bytesOf("soknad.docx")) });
    expect(documents).toMatchObject([
      { name: "vs.msg", state: "read" },
      { name: "vs.msg/CV Nordvik.docx", state: "read" },
    ]);
    expect(documents[0]?.blocks.map((block) => `${block.origin} ${block.text}`)).toEqual(
      expect.arrayContaining(["signature Fra: Kari Nordvik <kari@example.org>\nEmne: Søknad om data", "forwarded Her er søknaden vår."]),
    );
  });
  it("winmail.dat gives its text and its files", async () => {
    const record = (level: number, id: number, data: Buffer): Buffer => {
      const head = Buffer.alloc(9);
      head.writeUInt8(level, 0);
      head.writeUInt32LE(id, 1);
      head.writeUInt32LE(data.length, 5);
      return Buffer.concat([head, data, Buffer.alloc(2)]);
    };
    const bytes = Buffer.concat([
      Buffer.from("789f3e220100", "hex"),
      record(1, 0x00069007, Buffer.from([0xe4, 4, 0, 0, 0, 0, 0, 0])),
      record(1, 0x00018004, Buffer.from("Søknad\0", "latin1")),
      record(1, 0x0002800c, Buffer.from("Hei, søknaden følger vedlagt.\0", "latin1")),
      record(2, 0x00069002, Buffer.alloc(14)),
      record(2, 0x00018010, Buffer.from("Søknad.docx\0", "latin1")),
      record(2, 0x0006800f, bytesOf("soknad.docx")),
    ]);
    const documents = await readFile({ name: "winmail.dat", bytes });
    expect(documents).toMatchObject([
      { name: "winmail.dat", state: "read" },
      { name: "winmail.dat/Søknad.docx", state: "read" },
    ]);
    expect(documents[0]?.blocks.at(-1)?.text).toContain("søknaden følger vedlagt");
    const cut = await readFile({ name: "winmail.dat", bytes: bytes.subarray(0, bytes.length - 1000) });
    expect(cut).toMatchObject([{ name: "winmail.dat", state: "read" }]);
  });
  it("encrypted Office files and protected messages say so", async () => {
    const folder = (name: string) => ({
      name: "Root Entry",
      header: 0,
      properties: [] as Properties,
      folders: [{ name, header: 0, properties: [] as Properties, folders: [] }],
    });
    expect(await readFile({ name: "DPIA.docx", bytes: msgOf(folder("EncryptedPackage")) })).toMatchObject([
      { state: "encrypted", detail: "office_password" },
    ]);
    expect(
      await readFile({ name: "message.rpmsg", bytes: Buffer.concat([Buffer.from("76e80460c411e386", "hex"), Buffer.alloc(100)]) }),
    ).toMatchObject([{ state: "encrypted", detail: "rights_managed" }]);
  });
});
