/** The case package: valid against the archive's schema whatever the mails hold, its own schema true, and whole or not there. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { archiveMessage, type ArchiveInput } from "#core/package/archive.ts";
import { type DescribedFile, safeFileName } from "#core/package/case-package.ts";
import { assessmentFile } from "#core/package/assessment-file.ts";
import { asAssessmentFile, assessmentJsonSchema } from "#edges/archive/schema.ts";
import { writePackage, zipPackage } from "#edges/archive/write.ts";
import { xmlText } from "#edges/archive/xml.ts";
import { loadArchiveRules } from "#edges/settings/screens.ts";
import { agency, mail, NOON, reading, World } from "#test/support/case-world.ts";
import { temporaryFolder } from "#test/support/folder.ts";

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");
const file = (path: string, name = path): DescribedFile => ({ path, name, mediaType: "application/pdf", size: 3, hash: digest(path) });
const nasty = "Søknad \u0000\u0008\u001b[31m <&\"' ]]> \u{1f600} \ud800 \u202e ﷽";

const input = (changes: Partial<ArchiveInput> = {}): ArchiveInput => ({
  rules: loadArchiveRules("config/agencies/udi"),
  reference: "UDI 2026-0142-KXRT",
  title: "Fra mottak til arbeid",
  openedAt: NOON,
  closedAt: null,
  incoming: [
    {
      id: "a",
      messageId: "<a@uni.example>",
      receivedAt: NOON,
      date: NOON - 1000,
      sender: { name: "Marte Haug", address: "marte@uni.example" },
      subject: "Søknad",
      files: [file("incoming-01/mail.eml"), file("incoming-01/01-DPIA.pdf")],
    },
  ],
  outgoing: [
    {
      messageId: "<b@udi.no>",
      sentAt: NOON + 60_000,
      purpose: "request",
      answers: "a",
      to: { name: "", address: "marte@uni.example" },
      subject: "Re: Søknad",
      files: [file("outgoing-01/mail.eml")],
    },
  ],
  notes: [file("report.html"), file("assessment.json")],
  now: NOON + 120_000,
  digest,
  ...changes,
});

const validate = (xml: string): void => {
  const path = join(temporaryFolder(), "arkivmelding.xml");
  writeFileSync(path, xml);
  execFileSync("xmllint", ["--noout", "--nonet", "--schema", "fixtures/noark5/arkivmelding.xsd", path], { stdio: "pipe" });
};

describe("the arkivmelding", () => {
  it("is valid, open and closed, with and without replies and shielding", () => {
    validate(xmlText(archiveMessage(input())));
    validate(xmlText(archiveMessage(input({ closedAt: NOON + 90_000 }))));
    validate(xmlText(archiveMessage(input({ incoming: [], outgoing: [], notes: [] }))));
    validate(xmlText(archiveMessage(input({ rules: { ...input().rules, shielding: null } }))));
  });

  it("is valid whatever a sender writes", () => {
    const [first] = input().incoming;
    if (!first) throw new Error("no mail");
    const hostile = { ...first, subject: nasty, sender: { name: nasty, address: "" }, files: [file(`incoming-01/${safeFileName(nasty)}`, nasty)] };
    validate(xmlText(archiveMessage(input({ title: nasty, incoming: [hostile, { ...hostile, id: "c", subject: "" }] }))));
  });

  it("names nobody in the titles for the public journal", () => {
    const xml = xmlText(archiveMessage(input({ title: "Prosjektet til Marte Haug" })));
    const titles = [...xml.matchAll(/<offentligTittel>([^<]*)</g)].map((match) => match[1]);
    expect(titles.length).toBe(4);
    for (const title of titles) expect(title).not.toMatch(/Marte|Haug|Prosjektet|@/);
  });

  it("writes off a mail by the request that answers it, and leaves one with a receipt open", () => {
    expect(xmlText(archiveMessage(input()))).toContain("<avskrivningsmaate>Besvart med e-post</avskrivningsmaate>");
    const [reply] = input().outgoing;
    expect(reply && xmlText(archiveMessage(input({ outgoing: [{ ...reply, purpose: "receipt" }] })))).not.toContain("avskrivning");
  });

  it("gives the same identifiers every time, so that a second export is recognised", () => {
    const ids = (xml: string) => xml.match(/<systemID>[^<]+/g);
    expect(ids(xmlText(archiveMessage(input())))).toEqual(ids(xmlText(archiveMessage(input({ now: NOON + 999_999 })))));
  });
});

describe("assessment.json", () => {
  it("is what its published schema says", () => {
    const published = "config/case-assessment.schema.json";
    if (process.env["MOTTAK_TEST_WRITE"]) writeFileSync(published, `${JSON.stringify(assessmentJsonSchema(), null, 2)}\n`);
    expect(JSON.parse(readFileSync(published, "utf8"))).toEqual(JSON.parse(JSON.stringify(assessmentJsonSchema())));
    const world = new World({ mode: "hold" });
    world.receive(
      mail(),
      reading({
        items: { 3: ["phone"], 12: "missing" },
        flags: [{ code: "dates_differ", items: [12], evidence: [{ source: "body", page: null, block: 0, quote: "x", part: null }] }],
      }),
    );
    const [reference = ""] = world.cases.keys();
    const data = assessmentFile({ view: world.view(reference), agency, incoming: [], outgoing: [], now: NOON, by: "Kari" });
    expect(asAssessmentFile(JSON.parse(JSON.stringify(data)))).toEqual(JSON.parse(JSON.stringify(data)));
  });
});

describe("a package on disk", () => {
  const files = [{ path: "a/b.txt", bytes: new TextEncoder().encode("hei"), hash: digest("hei") }];
  const made = { name: "UDI-2026-0142", files, archive: archiveMessage(input()) };

  it("is never half there, and never takes the place of an earlier one", async () => {
    const folder = temporaryFolder();
    expect(await writePackage(made, folder)).toBe(join(folder, "UDI-2026-0142"));
    expect(await writePackage(made, folder)).toBe(join(folder, "UDI-2026-0142.2"));
    expect(readdirSync(folder).toSorted()).toEqual(["UDI-2026-0142", "UDI-2026-0142.2"]);
  });

  it("tells clearly when the folder cannot be written", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "");
    await expect(writePackage(made, join(folder, "file"))).rejects.toMatchObject({ code: "data_unwritable" });
    mkdirSync(join(folder, "ok"));
  });

  it("comes as a zip with everything in one folder", async () => {
    const zip = Buffer.from(await zipPackage(made));
    expect(zip.subarray(0, 2).toString()).toBe("PK");
    expect(zip.includes("UDI-2026-0142/a/b.txt")).toBe(true);
  });

  it("has file names that every system takes", () => {
    expect(safeFileName("../../etc/passwd")).toBe("passwd");
    expect(safeFileName("CON.pdf")).toBe("_CON.pdf");
    expect(safeFileName("  .skjult. ")).toBe("skjult");
    expect(safeFileName("")).toBe("file");
    expect(safeFileName(`${"å".repeat(300)}.docx`)).toHaveLength(105);
    expect(safeFileName("invoice\u202efdp.exe")).toBe("invoice_fdp.exe");
  });
});
