/** Everything that may lie in a mailbox: each gives a clear outcome, keeps its bytes, and lets the next one through. */
import { sql } from "kysely";
import { existsSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openStore, storeOver } from "#edges/store/store.ts";
import { migrate } from "#edges/store/migrate.ts";
import { openDatabase } from "#edges/store/open.ts";
import { Failure } from "#core/failure.ts";
import { readerHere } from "#test/support/reader-here.ts";
import { applicationMail, newPlace, ofType, type Place, replies, work } from "#test/support/worker.ts";

const put = (place: Place, name: string, content: string | Uint8Array): string => {
  const file = join(place.inbox, name);
  writeFileSync(file, content);
  utimesSync(file, 1_700_000_000, 1_700_000_000);
  return file;
};

const bytesOf = async (place: Place, id: string): Promise<Uint8Array> => {
  const store = await openStore({ url: `sqlite:${place.data}/mottak.db` });
  try {
    return await store.work.raw(id);
  } finally {
    await store.close();
  }
};

describe("bad input", () => {
  it.each([
    ["an empty file", "", "message_empty"],
    ["a file of blanks", " \r\n \r\n", "message_empty"],
    ["a file that is no mail", "PK\u0003\u0004 not a mail at all\nsecond line\n", "message_not_mail"],
    [
      "a message of endless parts",
      `From: a@b.example\r\nTo: statistikk@udi.no\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n${"--x\r\n\r\na\r\n".repeat(1_200)}`,
      "message_broken",
    ],
  ])("%s is parked with its reason and its bytes, and the next one is answered", async (_, content, code) => {
    const place = newPlace();
    put(place, "1-bad.eml", content);
    put(place, "2-good.eml", applicationMail());
    const run = await work(place);
    const [parked] = ofType(run, "parked");
    expect(parked?.code).toBe(code);
    expect(parked?.remedy.length).toBeGreaterThan(20);
    expect(Buffer.from(await bytesOf(place, parked?.message ?? ""))).toEqual(Buffer.from(content));
    expect(replies(place)).toHaveLength(1);
  });

  it("F12 F46 a message of 60 MB is parked without being read, its bytes kept, and the next one is answered", async () => {
    const place = newPlace();
    const large = Buffer.alloc(60 * 1024 * 1024, "A");
    large.write(applicationMail());
    put(place, "1-large.eml", large);
    put(place, "2-good.eml", applicationMail());
    const run = await work(place);
    expect(ofType(run, "parked").map((one) => one.code)).toEqual(["message_too_large"]);
    expect((await bytesOf(place, ofType(run, "parked")[0]?.message ?? "")).length).toBe(large.length);
    expect(replies(place)).toHaveLength(1);
    expect(readdirSync(join(place.data, "tmp"))).toEqual([]);
  });

  it("æøå as windows-1252 without a label is read", async () => {
    const place = newPlace();
    const mail = applicationMail().replace("Content-Type: text/plain; charset=utf-8\r\n", "");
    put(place, "1.eml", Buffer.from(mail, "latin1"));
    const run = await work(place);
    expect(ofType(run, "decided")[0]).toMatchObject({ kind: "application", language: "nb" });
    expect(replies(place)).toHaveLength(1);
  });

  it("a mail without Message-ID is answered once, also when it comes again", async () => {
    const place = newPlace();
    const mail = applicationMail({ id: null });
    put(place, "1.eml", mail);
    await work(place);
    put(place, "2.eml", `Received: from elsewhere\r\n${mail}`);
    const run = await work(place);
    expect(ofType(run, "duplicate")).toHaveLength(1);
    expect(replies(place)).toHaveLength(1);
  });

  it("the same Message-ID with other content is a message of its own", async () => {
    const place = newPlace();
    put(place, "1.eml", applicationMail({ id: "<same@uni.example>", from: "Kari <kari@uni.example>" }));
    put(
      place,
      "2.eml",
      applicationMail({
        id: "<same@uni.example>",
        from: "Ola <ola@other.example>",
        body: "Vi søker om utlevering av taushetsbelagte opplysninger til forskning i prosjektet «Noe annet».\r\nHilsen Ola\r\n",
      }),
    );
    const run = await work(place);
    expect(ofType(run, "decided")).toHaveLength(2);
    expect(ofType(run, "duplicate")).toHaveLength(0);
  });

  it("a missing mailbox folder is told once, and work begins when it is there", async () => {
    const place = newPlace();
    rmSync(place.inbox, { recursive: true });
    const run = await work(
      place,
      {},
      {
        until: (now) => {
          if (ofType(now, "mailbox").length === 1 && !existsSync(place.inbox)) {
            newFolderWith(place);
          }
          return ofType(now, "sent").length > 0;
        },
      },
    );
    expect(ofType(run, "mailbox").map((one) => [one.state, one.code])).toEqual([
      ["lost", "mailbox_missing"],
      ["open", undefined],
    ]);
    expect(run.log.filter((line) => line.event === "mailbox.lost" && line.level === "error")).toHaveLength(1);
    expect(replies(place)).toHaveLength(1);
  });

  it("a data folder that cannot be written is named at the start", async () => {
    const place = newPlace();
    writeFileSync(join(place.data, "file"), "");
    await expect(work({ ...place, data: join(place.data, "file", "data") })).rejects.toMatchObject({
      code: "data_unwritable",
      message: expect.stringContaining(join(place.data, "file", "data")),
    });
  });

  it("a full disk is told once, loses nothing, and is worked off when there is room", async () => {
    const place = newPlace();
    const database = await openDatabase({ url: `sqlite:${place.data}/mottak.db` });
    await migrate(database);
    const store = storeOver(database);
    put(place, "1.eml", applicationMail());
    put(
      place,
      "2.eml",
      applicationMail({
        from: "Ola <ola@other.example>",
        body: `${"Vi søker om dispensasjon fra taushetsplikt til forskning.\r\n".repeat(2_500)}\r\n`,
      }),
    );
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(database.db);
    await sql`pragma max_page_count = ${sql.raw(String((rows[0]?.page_count ?? 0) + 25))}`.execute(database.db);
    let freed = false;
    const run = await work(
      place,
      {},
      {
        replace: { store },
        until: (now) => {
          if (!freed && now.progress.some((one) => one.type === "trouble" && one.code === "data_unwritable")) {
            freed = true;
            setTimeout(() => void sql`pragma max_page_count = 1000000`.execute(database.db), 300);
          }
          return ofType(now, "sent").length === 2;
        },
      },
    );
    expect(freed).toBe(true);
    expect(ofType(run, "parked")).toHaveLength(0);
    expect(replies(place)).toHaveLength(2);
  });

  it("a file that may not be read is told once and does not stop the others", async () => {
    const place = newPlace();
    put(place, "1.eml", applicationMail());
    put(place, "2.eml", applicationMail({ from: "Ola <ola@other.example>" }));
    const run = await work(
      place,
      {},
      { until: (now) => ofType(now, "sent").length === 1 && ofType(now, "unreadable").length === 1, replace: await unreadableFirst(place) },
    );
    expect(ofType(run, "unreadable")[0]).toMatchObject({ code: "message_unreadable" });
  });

  it("F14 a reader that never comes back is given up after its time, and the next message is answered", async () => {
    const place = newPlace();
    put(place, "1-hangs.eml", applicationMail({ subject: "hang" }));
    put(place, "2.eml", applicationMail({ from: "Ola <ola@other.example>" }));
    const { readMessage } = await import("#edges/read/reader.ts");
    const reader = readerHere((raw) => (Buffer.from(raw).includes(Buffer.from("aGFuZw==")) ? new Promise<never>(() => undefined) : readMessage(raw)));
    const run = await work(place, { limitMessageSeconds: "1" }, { replace: { reader } });
    expect(ofType(run, "parked").map((one) => one.code)).toEqual(["message_timeout"]);
    expect(replies(place)).toHaveLength(1);
  });
});

const newFolderWith = async (place: Place): Promise<void> => {
  const { mkdirSync } = await import("node:fs");
  mkdirSync(place.inbox, { recursive: true });
  put(place, "1.eml", applicationMail());
};

/** The folder mailbox, but its first message gives "permission denied" (which tests as root cannot provoke). */
const unreadableFirst = async (place: Place) => {
  const { folderMailbox } = await import("#edges/mailbox/folder.ts");
  const mailbox = folderMailbox({ path: place.inbox, filing: "none", filingFolder: "Mottak" });
  return {
    mailbox: {
      ...mailbox,
      open: async (signal: AbortSignal) => {
        const session = await mailbox.open(signal);
        return {
          ...session,
          fetch: async (name: string) => {
            if (name.startsWith("1.eml")) throw new Failure("message_unreadable", "1.eml cannot be read (EACCES)");
            return session.fetch(name);
          },
        };
      },
    },
  };
};
