import { describe, expect, it } from "vitest";
import { readFile } from "#edges/read/documents.ts";
import { bytesOf, outline, readAll } from "./fixture.ts";

describe("Outlook's own formats", () => {
  it("a message file gives its text, its sender and its files", async () => {
    const [mail, file] = await readAll("melding.msg");
    expect(mail).toMatchObject({ name: "melding.msg", mediaType: "application/vnd.ms-outlook", state: "read" });
    expect(mail && outline(mail)).toEqual([
      "(signature) Fra: Kari Nordvik <kari@example.org>\nEmne: Søknad med vedlegg",
      "(forwarded) Hei,",
      "(forwarded) Her er søknaden.",
      "(forwarded) table 0: Prosjekt | Vinterlys / Leder | Kari Nordvik",
      "(signature) Hilsen Kari",
    ]);
    expect(file).toMatchObject({ name: "melding.msg/CV Nordvik – 2026.docx", state: "read" });
  });
  it("winmail.dat gives its text and its files, in the charset that it names", async () => {
    const [mail, file] = await readAll("winmail.dat");
    expect(mail && outline(mail)).toEqual([
      "(signature) Emne: Søknad",
      "(forwarded) Hei,",
      "(forwarded) Her er søknaden.",
      "(forwarded) table 0: Prosjekt | Vinterlys / Leder | Kari Nordvik",
      "(signature) Hilsen Kari",
    ]);
    expect(file).toMatchObject({ name: "winmail.dat/CV Nordvik – 2026.docx", state: "read" });
  });
  it("winmail.dat that is cut short keeps what stands before the cut", async () => {
    const bytes = bytesOf("winmail.dat");
    const documents = await readFile({ name: "winmail.dat", bytes: bytes.subarray(0, bytes.length - 5000) });
    expect(documents).toMatchObject([{ name: "winmail.dat", state: "read" }]);
  });
  it("messages protected by rights say so", async () => {
    expect(
      await readFile({ name: "message.rpmsg", bytes: Buffer.concat([Buffer.from("76e80460c411e386", "hex"), Buffer.alloc(100)]) }),
    ).toMatchObject([{ state: "encrypted", detail: "rights_managed" }]);
  });
});
