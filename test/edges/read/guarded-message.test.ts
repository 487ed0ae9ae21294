/** Whole messages behind the wall: the child parses, reads and assesses; what stops it costs this message or this file alone. */
import { setTimeout as sleep } from "node:timers/promises";
import { deflateSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { modelFile } from "#cli/root.ts";
import { assessMessage } from "#core/assess.ts";
import type { AssessKnowledge } from "#edges/read/child.ts";
import { type DocumentReader, openDocumentReader, type ReaderOptions } from "#edges/read/guard.ts";
import { readMessage } from "#edges/read/reader.ts";
import { temporaryFolder } from "#test/support/folder.ts";
import { model, udi } from "#test/support/plain-message.ts";
import { applicationMail } from "#test/support/worker.ts";
import { bytesOf } from "./fixture.ts";

const folder = temporaryFolder();
const opened: DocumentReader[] = [];
const reader = (options: ReaderOptions = {}): DocumentReader => {
  const one = openDocumentReader({ folder, ocr: false, assessing: Promise.resolve({ agency: udi, modelFile }), ...options });
  opened.push(one);
  return one;
};
afterAll(() => Promise.all(opened.map((one) => one.close())));

const RECEIVED = "2026-11-02T09:00:00.000Z";
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const withFiles = (...files: { name: string; content: Uint8Array }[]): Uint8Array =>
  bytes(
    [
      "From: Kari Nordmann <kari@uni.example>",
      "To: statistikk@udi.no",
      "Subject: Application",
      "Message-ID: <files@uni.example>",
      "MIME-Version: 1.0",
      'Content-Type: multipart/mixed; boundary="part"',
      "",
      "--part",
      "Content-Type: text/plain; charset=utf-8",
      "",
      "Vi søker om dispensasjon fra taushetsplikten til forskning. Vedlegg følger.",
      ...files.flatMap(({ name, content }) => [
        "--part",
        `Content-Type: application/octet-stream; name="${name}"`,
        `Content-Disposition: attachment; filename="${name}"`,
        "Content-Transfer-Encoding: base64",
        "",
        Buffer.from(content).toString("base64").replace(/.{76}/g, "$&\r\n"),
      ]),
      "--part--",
      "",
    ].join("\r\n"),
  );

/** Inflates twice, to gigabytes. */
const bomb = (): Uint8Array => {
  const inner = deflateSync(deflateSync(Buffer.alloc(900_000_000, 32), { level: 9 }), { level: 9 });
  return Buffer.concat([
    Buffer.from(
      `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R>>endobj\n4 0 obj<</Filter[/FlateDecode/FlateDecode]/Length ${inner.length}>>stream\n`,
    ),
    inner,
    Buffer.from("\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"),
  ]);
};

describe("a message read behind the wall", () => {
  it("comes out as it does without the wall, assessment included", async () => {
    const raw = withFiles({ name: "soknad.docx", content: bytesOf("soknad.docx") }, { name: "lang.pdf", content: bytesOf("lang.pdf") });
    const { message, assessment } = await reader().readMessage(raw, RECEIVED);
    const here = await readMessage(raw);
    expect(message).toEqual(here);
    expect(assessment).toEqual(assessMessage(here, { agency: udi, model, receivedAt: RECEIVED }));
  });
  it("is read without being assessed where nobody asks for it", async () => {
    expect(await reader().readMessage(bytes(applicationMail()), null)).toMatchObject({ assessment: null, message: { attachments: [] } });
  });
  it("is read beside others, each in a process of its own", async () => {
    const one = reader({ warm: 2 });
    const many = await Promise.all(
      [1, 2, 3, 4].map((number) => one.readMessage(bytes(applicationMail({ id: `<${number}@uni.example>` })), RECEIVED)),
    );
    expect(many.map(({ message }) => message.messageId)).toEqual([1, 2, 3, 4].map((number) => `<${number}@uni.example>`));
  });
  it("loses only the file that bursts; the files before and after it are read", async () => {
    const raw = withFiles(
      { name: "first.txt", content: bytes("Variabler: alder og kjønn.") },
      { name: "bomb.pdf", content: bomb() },
      { name: "last.txt", content: bytes("Formål: å forske.") },
    );
    const { message, assessment } = await reader({ limits: { textMs: 4_000, residentBytes: 500_000_000 } }).readMessage(raw, RECEIVED);
    expect(message.attachments.map(({ name }) => name)).toEqual(["first.txt", "bomb.pdf", "last.txt"]);
    expect(message.attachments.map(({ state }) => state)).toEqual(["read", expect.stringMatching(/memory|timeout/), "read"]);
    expect(assessment?.kind).toBe("application");
  }, 60_000);
});

describe("a message that stops its reading", () => {
  const never = new Promise<AssessKnowledge>(() => undefined);
  it("in its text is given up after the limit, and the next one is read", async () => {
    const one = reader({ assessing: never, limits: { textMs: 1_500 } });
    await expect(one.readMessage(bytes(applicationMail()), RECEIVED)).rejects.toMatchObject({ code: "message_timeout" });
    expect(await one.readMessage(bytes(applicationMail()), null)).toMatchObject({ message: { subject: "Søknad om dispensasjon fra taushetsplikt" } });
  });
  it("is given up when all its parts together take too long", async () => {
    const one = reader({ assessing: never, limits: { messageMs: 1_500 } });
    await expect(one.readMessage(bytes(applicationMail()), RECEIVED)).rejects.toMatchObject({ code: "message_timeout" });
  });
  it("by bursting the process is named as the one that did", async () => {
    const one = reader({ limits: { residentBytes: 280_000_000 } });
    const raw = bytes(applicationMail({ body: `Vi søker. ${"Data om personer lagres. ".repeat(2_000_000)}` }));
    await expect(one.readMessage(raw, RECEIVED)).rejects.toMatchObject({ code: "message_crashed" });
  });
  it("is told apart from what is no mail", async () => {
    await expect(reader().readMessage(bytes("no mail at all"), RECEIVED)).rejects.toMatchObject({ code: "message_not_mail" });
    await expect(reader().readMessage(bytes(""), RECEIVED)).rejects.toMatchObject({ code: "message_empty" });
  });
  it("is no matter of the message where no process can begin", async () => {
    const one = reader({ warm: 0, limits: { residentBytes: 1 } });
    await expect(one.readMessage(bytes(applicationMail()), RECEIVED)).rejects.toMatchObject({ code: "reader_unavailable" });
  });
});

describe("a signal to the whole group, as Ctrl-C on a terminal or a service manager gives it", () => {
  it("does not end a reading process in the middle of a message", async () => {
    const { readdirSync, readFileSync } = await import("node:fs");
    const mine = () =>
      readdirSync("/proc").filter((name) => {
        try {
          return /^\d+$/.test(name) && Number(readFileSync(`/proc/${name}/stat`, "utf8").split(") ")[1]?.split(" ")[1]) === process.pid;
        } catch {
          return false;
        }
      });
    const others = new Set(mine());
    let load: (knowledge: AssessKnowledge) => void = () => undefined;
    const one = reader({
      assessing: new Promise((resolve) => {
        load = resolve;
      }),
    });
    await one.readMessage(bytes(applicationMail()), null);
    const own = mine().filter((pid) => !others.has(pid));
    const reading = one.readMessage(bytes(applicationMail()), RECEIVED);
    for (const pid of own) for (const signal of ["SIGINT", "SIGTERM"]) process.kill(Number(pid), signal);
    await sleep(300);
    expect(mine()).toEqual(expect.arrayContaining(own));
    load({ agency: udi, modelFile });
    const { assessment } = await reading;
    expect(assessment?.kind).toBe("application");
  });
});
