/** Backup while the worker runs on, restore of the old state, and nothing sent twice; against Dovecot's Sent and against a folder. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { root } from "#cli/root.ts";
import { backUp, putBack } from "#edges/store/backup.ts";
import { openStore } from "#edges/store/store.ts";
import { type Dovecot, PASSWORD, startDovecot, USER } from "#test/support/dovecot.ts";
import { temporaryFolder } from "#test/support/folder.ts";
import { describeWith } from "#test/support/servers.ts";
import { type Sink, startSink } from "#test/support/sink.ts";
import { describeStores } from "#test/support/stores.ts";
import { applicationMail, newPlace, ofType, type Place, replies, type Run, work } from "#test/support/worker.ts";

const mottak = (data: string, ...words: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "src", "cli", "main.ts"), ...words, "--data", data], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"] ?? "" },
  });
  return { status, stdout, stderr };
};
const from = (name: string) =>
  applicationMail({
    from: `${name} <${name}@uni.example>`,
    id: `<${name}@uni.example>`,
    body: `Vi søker om dispensasjon fra taushetsplikten til forskningsprosjektet «Prosjekt ${name}».\r\n`,
  });

describeWith("dovecot", "a restore on a mail server", () => {
  let server: Dovecot;
  let sink: Sink;
  beforeAll(async () => {
    server = await startDovecot();
    sink = await startSink();
  });
  afterAll(async () => {
    await sink.close();
    await server.stop();
  });

  it("sends nothing twice, neither what was planned nor what came after the backup", async () => {
    const place = newPlace();
    const backup = join(temporaryFolder(), "mottak.backup");
    const run = (more: Record<string, string> = {}, until?: (now: Run) => boolean) =>
      work(
        place,
        {
          mailboxUrl: `imap://127.0.0.1:${server.port}/INBOX`,
          mailboxTls: "none",
          sendUrl: `smtp://127.0.0.1:${sink.port}`,
          sendTls: "none",
          sentSettleSeconds: "0",
          filing: "none",
          ...more,
        },
        { environment: { MOTTAK_MAILBOX_PASSWORD: PASSWORD }, ...(until ? { until } : {}) },
      );
    const store = () => openStore({ url: `sqlite:${place.data}/mottak.db` });
    const recipients = () => sink.mails.map((mail) => mail.to[0]).toSorted();

    server.deliver(from("a"));
    await run();
    // "b" is planned and waits while the backup is taken; "c" waits for a person.
    server.deliver(from("b"));
    server.deliver(from("c"));
    await run({ mode: "hold" });
    let open = await store();
    const [b, c] = await open.outbox.waiting(10);
    await open.outbox.release(b?.id ?? "", Date.now(), null);
    await open.close();
    expect(mottak(place.data, "backup", backup)).toMatchObject({ status: 0, stdout: expect.stringContaining("3 messages, 3 cases, checked") });
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    // Life goes on: "b" goes out, a person releases "c", "d" comes and is answered.
    open = await store();
    await open.outbox.release(c?.id ?? "", Date.now(), null);
    await open.close();
    server.deliver(from("d"));
    await run();
    expect(recipients()).toEqual(["a", "b", "c", "d"].map((name) => `${name}@uni.example`));

    expect(mottak(place.data, "restore", backup)).toMatchObject({ status: 0, stdout: expect.stringContaining("2 replies are looked for in Sent") });
    open = await store();
    const waiting = await open.outbox.waiting(10);
    for (const one of waiting) expect(await open.outbox.release(one.id, Date.now(), null)).toBe(true);
    await open.close();
    const done = await run();
    expect(ofType(done, "decided").map((one) => one.reference?.slice(0, 13))).toEqual(["UDI 2026-0005"]);
    expect(done.log.filter((line) => line.event === "reply.found")).toHaveLength(3);
    expect(recipients()).toEqual(["a", "b", "c", "d"].map((name) => `${name}@uni.example`));

    // What came later is new, and answered as ever. A mail server tells only the second in which a mail came.
    await sleep(1_100);
    server.deliver(from("e"));
    const last = await run({}, (now) => ofType(now, "sent").length === 1);
    expect(recipients(), JSON.stringify(last.log)).toHaveLength(5);
    await run();
    expect(recipients()).toHaveLength(5);
    expect(server.doveadm("mailbox", "status", "-u", USER, "messages", "Sent")).toContain("messages=5");
  });
});

describe("a restore with folders", { timeout: 120_000 }, () => {
  let place: Place;
  let backup: string;
  beforeEach(() => {
    place = newPlace();
    backup = join(temporaryFolder(), "mottak.backup");
  });
  const drop = (name: string) => writeFileSync(join(place.inbox, `${name}.eml`), from(name));

  it("sends nothing twice, and gives no case number a second time where the later database is lost", async () => {
    drop("a");
    await work(place);
    expect(mottak(place.data, "backup", backup).status).toBe(0);
    drop("b");
    await work(place);
    expect(replies(place)).toHaveLength(2);
    const file = join(place.data, "mottak.db");
    for (const name of [file, `${file}-wal`]) if (existsSync(name)) truncateSync(name, Math.min(200, statSync(name).size));
    expect(mottak(place.data, "start", "--once")).toMatchObject({ status: 3 });
    expect(mottak(place.data, "restore", backup)).toMatchObject({ status: 0, stdout: expect.stringContaining("before-restore-") });
    const done = await work(place);
    expect(ofType(done, "decided").map((one) => one.reference?.slice(0, 13))).toEqual(["UDI 2026-1002"]);
    expect(replies(place)).toHaveLength(2);
  });

  it("is refused while a worker runs, and for a file that is no backup; nothing is changed then", async () => {
    drop("a");
    await work(place);
    const before = readFileSync(join(place.data, "mottak.db"));
    const bad = join(temporaryFolder(), "bad");
    writeFileSync(bad, "not a database");
    expect(mottak(place.data, "restore", bad)).toMatchObject({ status: 1, stderr: expect.stringContaining("backup_broken") });
    expect(mottak(place.data, "restore", join(bad, "none"))).toMatchObject({ status: 1 });
    expect(mottak(place.data, "restore").status).toBe(2);
    expect(readFileSync(join(place.data, "mottak.db"))).toEqual(before);
    expect(mottak(place.data, "backup", backup, "--json")).toMatchObject({ status: 0, stdout: expect.stringContaining('"messages":1') });
    expect(mottak(place.data, "backup", backup)).toMatchObject({ status: 3, stderr: expect.stringContaining("there already") });
    const store = await openStore({ url: `sqlite:${place.data}/mottak.db` });
    await store.operation.lease("mailbox:folder:x", "another-machine/1/abc", Date.now(), Date.now() + 60_000);
    await store.close();
    expect(mottak(place.data, "restore", backup)).toMatchObject({ status: 3, stderr: expect.stringContaining("worker_running") });
    expect(readdirSync(place.data).filter((name) => name.includes("before-restore"))).toEqual([]);
  });

  it("notes a snapshot that was brought back by other means", async () => {
    drop("a");
    await work(place, { mode: "hold" });
    expect(mottak(place.data, "restore", "--already", "--json")).toMatchObject({ status: 0, stdout: expect.stringContaining('"doubtful":1') });
  });
});

describeStores("a backup", (fresh) => {
  it("brings back what was there, counters and all, and forgets what came after", async () => {
    const url = await fresh();
    const file = join(temporaryFolder(), "copy");
    let store = await openStore({ url });
    await store.cases.suppress("borte@annet.example", 5, "5.1.1");
    const key = await store.operation.referenceKey("a key", 1);
    await store.close();
    await backUp({ url }, file);
    await expect(backUp({ url }, file)).rejects.toMatchObject({ code: "data_unwritable" });
    store = await openStore({ url });
    await store.cases.suppress("senere@annet.example", 5, "5.1.1");
    await store.close();
    await putBack({ url }, file, "20260101000000");
    store = await openStore({ url });
    expect(await store.cases.suppressedUntil("borte@annet.example")).toBe(5);
    expect(await store.cases.suppressedUntil("senere@annet.example")).toBeNull();
    expect(await store.operation.referenceKey("another key", 2)).toBe(key);
    await store.close();
  });

  it("says which program lacks or failed, and nothing of what is in the database", async () => {
    await expect(backUp({ url: "postgres://nobody@127.0.0.1:1/none" }, join(temporaryFolder(), "copy"))).rejects.toMatchObject({
      code: "database_unavailable",
      message: expect.stringContaining("pg_dump"),
    });
  });
});
