/** A marked person, number and text go through every step and every error path; log, screen and errors are searched for them. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { Context } from "#app/context.ts";
import type { MailboxSession, Store } from "#app/ports.ts";
import { runWorker } from "#app/worker.ts";
import { root } from "#cli/root.ts";
import { openScreen } from "#cli/screen.ts";
import { wire } from "#cli/wire.ts";
import { asFailure, Failure } from "#core/failure.ts";
import { createLog } from "#edges/observe/log.ts";
import { openStore } from "#edges/store/store.ts";
import { applicationMail, newPlace, type Place, settingsFor } from "#test/support/worker.ts";

const PERSON = "Marte Merkelig";
const marks = ["merkelig", "marte", "kanarifugl", "01010112345", "201012345603", "99 88 77 66", "99887766", "kanari.example", "fjellskrent"];
/** What a careless error would say. */
const careless = `Unexpected token in "From: ${PERSON} <marte.merkelig@kanari.example>, tlf. 99 88 77 66, fnr 01010112345: Kanarifugl på Fjellskrent"`;
const body = `Vi søker om dispensasjon fra taushetsplikten til forskningsprosjektet «Kanarifugl på Fjellskrent».\r\nProsjektleder ${PERSON}, tlf. 99 88 77 66, marte.merkelig@kanari.example, Kanarifuglveien 7.\r\nDUF 201012345603, fødselsnummer 01010112345.\r\n`;
const person = (more: Parameters<typeof applicationMail>[0] = {}) =>
  applicationMail({
    from: `${PERSON} <marte.merkelig@kanari.example>`,
    id: "<merkelig.1@kanari.example>",
    subject: "Kanarifugl: søknad",
    body,
    ...more,
  });
const withFiles = (...names: string[]): string =>
  person({ id: "<merkelig.2@kanari.example>", body: "" })
    .replace("Content-Type: text/plain; charset=utf-8", "Content-Type: multipart/mixed; boundary=xx")
    .replace("Content-Transfer-Encoding: 8bit\r\n", "")
    .concat(
      `--xx\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${body}\r\n`,
      ...names.map(
        (name) =>
          `--xx\r\nContent-Type: application/octet-stream; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(`%PDF-1.7 PK\u0003\u0004 {\\rtf1 ${careless}`).toString("base64")}\r\n`,
      ),
      "--xx--\r\n",
    );

type Seen = { text: string; events: Set<string> };

/** Runs the worker with the real log and the real screen; gives everything that was written. */
const watched = async (
  place: Place,
  replace: (context: Context) => Partial<Context>,
  flags: Record<string, string> = {},
  until: (seen: Seen) => boolean = () => false,
): Promise<Seen> => {
  const seen: Seen = { text: "", events: new Set() };
  const stop = new AbortController();
  const collect = () =>
    new Writable({
      write: (chunk, _, done) => {
        seen.text += String(chunk);
        for (const [, event] of String(chunk).matchAll(/"message":"([a-z.]+)"/g)) seen.events.add(event ?? "");
        if (until(seen)) stop.abort();
        done();
      },
    });
  const log = createLog("debug", { stream: collect() });
  const screen = openScreen(collect() as NodeJS.WriteStream);
  const wired = await wire(settingsFor(place, { attempts: "2", sendAttempts: "1", limitMessageMb: "1", ...flags }), log, screen.onProgress);
  const timer = setTimeout(() => stop.abort(), 30_000);
  try {
    const context = { ...wired.context, ...replace(wired.context) };
    await runWorker(context, { lanes: 1, once: until.length === 0, signal: stop.signal });
    screen.say(screen.summary());
  } finally {
    clearTimeout(timer);
    screen.close();
    await wired.close();
    await log.close();
  }
  return seen;
};

const found = (text: string): string[] => marks.filter((mark) => text.toLowerCase().includes(mark));
const failing = async (): Promise<never> => {
  throw new SyntaxError(careless);
};
/** A group of the store with one function that fails. */
const broken = <G extends keyof Store>(context: Context, group: G, name: keyof Store[G]): Partial<Context> => ({
  store: { ...context.store, [group]: { ...(context.store[group] as object), [name]: failing } } as Store,
});

describe("nothing that a person wrote comes into log, screen or errors", { timeout: 90_000 }, () => {
  it("of every kind of message: read, unreadable, hostile, too large, duplicate, held, bounced", async () => {
    const place = newPlace();
    const put = (name: string, text: string) => writeFileSync(join(place.inbox, name), text);
    put("01.eml", person());
    put("02.eml", `Received: by another\r\n${person()}`);
    put("03.eml", withFiles("Merkelig-CV.pdf", "Kanarifugl.docx", "Merkelig.zip", "Merkelig.xlsx", "Merkelig.rtf", "Merkelig.msg", "Merkelig.p7m"));
    put("04.eml", `${careless}\nsecond line\n`);
    put(
      "05.eml",
      `From: ${PERSON} <m@kanari.example>\r\nSubject: Kanarifugl\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n${"--x\r\n\r\nMerkelig\r\n".repeat(1_200)}`,
    );
    put("06.eml", `From: ${PERSON} <m@kanari.example>\r\nSubject: Kanarifugl\r\n\r\n${`${careless}\r\n`.repeat(9_000)}`);
    put(
      "07.eml",
      person({
        id: "<merkelig.7@kanari.example>",
        body: `Hei, når får jeg svar på min egen sak? DUF 201012345603. Hilsen ${PERSON}\r\n`,
        subject: "Min sak",
      }),
    );
    put("08.eml", person({ id: "<merkelig.8@kanari.example>", headers: "Auto-Submitted: auto-replied", body: "Kanarifugl er på ferie.\r\n" }));
    put(
      "09.eml",
      person({ id: "<merkelig.9@kanari.example>", headers: "In-Reply-To: <merkelig.1@kanari.example>", body: "Takk! Hilsen Marte Merkelig\r\n" }),
    );
    put("10.eml", "");
    const seen = await watched(place, () => ({}));
    expect(found(seen.text)).toEqual([]);
    expect([...seen.events]).toEqual(
      expect.arrayContaining(["message.kept", "message.decided", "message.duplicate", "message.parked", "reply.sent"]),
    );
  });

  const steps: [string, (context: Context) => Partial<Context>, string][] = [
    ["the reader", () => ({ reader: { readMessage: failing, assess: failing, close: async () => undefined } }), "message.parked"],
    ["the freezing of the reply", () => ({ freeze: failing }), "message.parked"],
    ["the sender", () => ({ sender: { send: failing, close: async () => undefined } }), "reply.failed"],
    [
      "a refusal by the sending server",
      () => ({
        sender: {
          send: async () => ({ kind: "refused", permanent: true, failure: new Failure("send_refused", careless) }),
          close: async () => undefined,
        },
      }),
      "reply.failed",
    ],
    ["the store when it keeps", (context) => broken(context, "intake", "keep"), "mailbox.lost"],
    ["the store when it commits", (context) => broken(context, "work", "commit"), "message.parked"],
    ["the store when it looks for cases", (context) => broken(context, "cases", "byAddress"), "message.parked"],
    ["the store when it gives work", (context) => broken(context, "work", "claim"), "store.trouble"],
    ["the store when it gives replies", (context) => broken(context, "outbox", "claim"), "store.trouble"],
    ["the mailbox when it opens", ({ mailbox }) => ({ mailbox: { ...mailbox, open: failing } }), "mailbox.lost"],
    ...(["list", "fetch", "wait"] as const).map((name): [string, (context: Context) => Partial<Context>, string] => [
      `the mailbox at ${name}`,
      ({ mailbox }) => ({
        mailbox: { ...mailbox, open: async (signal) => ({ ...sessionOf(await mailbox.open(signal)), [name]: failing }) as MailboxSession },
      }),
      "mailbox.lost",
    ]),
  ];
  it.each(steps)("when %s fails with a message that quotes them", async (_, replace, event) => {
    const place = newPlace();
    writeFileSync(join(place.inbox, "01.eml"), person());
    const seen = await watched(place, replace, {}, (now) => now.events.has(event));
    expect([...seen.events]).toContain(event);
    expect(found(seen.text)).toEqual([]);
  });

  it("of an error that is no Failure: only its kind goes on, itself as the cause", () => {
    const failure = asFailure(new SyntaxError(careless));
    expect(failure).toMatchObject({ code: "internal", message: "SyntaxError", cause: expect.any(SyntaxError) });
    expect(asFailure(Object.assign(new Error(careless), { code: "ECONNRESET" }), "mailbox_unavailable").message).toBe("Error (ECONNRESET)");
    expect(asFailure(careless).message).not.toContain("Merkelig");
  });

  it("of a command that meets a broken row", async () => {
    const place = newPlace();
    writeFileSync(join(place.inbox, "01.eml"), person());
    await watched(place, () => ({}));
    const { openDatabase } = await import("#edges/store/open.ts");
    const database = await openDatabase({ url: `sqlite:${place.data}/mottak.db` });
    await database.db
      .updateTable("mail_case")
      .set({ summary: `${PERSON} {` })
      .execute();
    await database.close();
    mkdirSync(join(place.data, "read"), { recursive: true });
    for (const words of [["case", "list"], ["start", "--once"], ["retention"]]) {
      const { stderr } = spawnSync(process.execPath, [join(root, "src", "cli", "main.ts"), ...words, "--data", place.data], {
        encoding: "utf8",
        env: { PATH: process.env["PATH"] ?? "" },
      });
      expect(found(stderr)).toEqual([]);
    }
    const store = await openStore({ url: `sqlite:${place.data}/mottak.db` });
    expect((await store.operation.counts()).cases).toBe(1);
    await store.close();
  });
});

/** A session's functions as a plain object, bound. */
const sessionOf = (session: MailboxSession): MailboxSession => ({
  list: () => session.list(),
  fetch: (place) => session.fetch(place),
  download: (place, file) => session.download(place, file),
  file: (place, label) => session.file(place, label),
  wait: (milliseconds, signal) => session.wait(milliseconds, signal),
  close: () => session.close(),
});
