/** Checks that need no network, each in a world that is broken in one way. */
import { closeSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { authenticationCheck } from "#app/checks/authentication.ts";
import { openBoard } from "#app/checks/board.ts";
import { canaryCheck } from "#app/checks/canary.ts";
import { catalogueCheck } from "#app/checks/catalogue.ts";
import { type Check, runCheck } from "#app/checks/check.ts";
import { clockCheck } from "#app/checks/clock.ts";
import { dataCheck } from "#app/checks/data.ts";
import { databaseCheck, integrityCheck } from "#app/checks/database.ts";
import { readingCheck } from "#app/checks/reading.ts";
import { workCheck } from "#app/checks/work.ts";
import type { Standings } from "#app/ports.ts";
import { openReader } from "#cli/reader.ts";
import { Failure } from "#core/failure.ts";
import { httpTime } from "#edges/observe/remote-time.ts";
import { folderProbe } from "#edges/observe/folder.ts";
import { topmostAuthentication } from "#edges/read/head.ts";
import { databaseProbe, integrityProbe, standingsProbe } from "#edges/store/probe.ts";
import { openStore } from "#edges/store/store.ts";
import { temporaryFolder } from "#test/support/folder.ts";
import { openUrl } from "#test/support/stores.ts";

const NOW = Date.UTC(2026, 10, 23, 8);
const codes = async (check: Check) => (await runCheck(check, () => NOW))?.findings.map(({ code }) => code) ?? [];

describe("any check", () => {
  const check = (run: Check["run"]): Check => ({ name: "data", every: 1, deadline: 20, run });
  it("that hangs is told as hanging, and its signal aborts", async () => {
    let aborted = false;
    const hanging = check((signal) => new Promise(() => signal.addEventListener("abort", () => (aborted = true))));
    expect(await codes(hanging)).toEqual(["check_timeout"]);
    expect(aborted).toBe(true);
  });
  it("that throws fails alone, with its reason", async () => {
    expect(
      await runCheck(
        check(() => Promise.reject(new Error("a fault\nwith a stack"))),
        () => NOW,
      ),
    ).toMatchObject({
      state: "fail",
      findings: [{ code: "check_failed", detail: "a fault" }],
    });
  });
  it("on the board is run again when its time has come, and two who ask at once share a run", async () => {
    let runs = 0;
    let now = 0;
    const stop = new AbortController();
    const sleep = async () => {
      await new Promise(setImmediate);
      now += 1_000;
      if (now >= 8_000) stop.abort();
    };
    const counted = check(async () => {
      runs += 1;
      return [];
    });
    const board = openBoard([{ ...counted, every: 3_000, first: 2_000 }], { now: () => now, sleep });
    await board.run(stop.signal);
    expect(runs).toBe(2);
    await Promise.all([board.refresh(), board.refresh()]);
    expect(runs).toBe(3);
  });
});

describe("checklist and texts", () => {
  it("fail with file and line where a file is wrong, and warn without weights", async () => {
    expect(await codes(catalogueCheck(() => Promise.reject(new Failure("catalogue_wrong", "config/x.json:3 wrong"))))).toEqual(["catalogue_wrong"]);
    expect(await codes(catalogueCheck(async () => ({ agency: "A", items: 1, version: "1", trained: false })))).toEqual([
      "catalogue_ok",
      "model_missing",
    ]);
  });
});

describe("the data folder", () => {
  const facts = { folder: "data", writable: true, open: false, freeBytes: 1e11, error: null };
  it("is looked at by writing into it", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "");
    expect(await codes(dataCheck(folderProbe(folder)))).toEqual(["data_ok"]);
    expect(await folderProbe(join(folder, "file"))()).toMatchObject({ writable: false, error: expect.any(String) });
    expect(await codes(dataCheck(folderProbe(join(folder, "file"))))).toEqual(["data_unwritable"]);
    expect(await folderProbe(join(folder, "not", "there"))()).toMatchObject({ folder, writable: true });
  });
  it("warns before the disk is full, fails when it is, and tells when others can read it", async () => {
    expect(await codes(dataCheck(async () => ({ ...facts, freeBytes: 1.5e9 })))).toEqual(["disk_low"]);
    expect(await codes(dataCheck(async () => ({ ...facts, freeBytes: 5e7 })))).toEqual(["disk_full"]);
    expect(await codes(dataCheck(async () => ({ ...facts, writable: false, freeBytes: 0, error: "ENOSPC" })))).toEqual([
      "data_unwritable",
      "disk_full",
    ]);
    expect(await codes(dataCheck(async () => ({ ...facts, open: true })))).toEqual(["data_ok", "data_open"]);
  });
});

describe("the database", () => {
  const made = async () => {
    const file = join(temporaryFolder(), "mottak.db");
    await (await openStore({ url: `sqlite:${file}` })).close();
    return file;
  };
  const of = (file: string) => databaseCheck(databaseProbe({ url: `sqlite:${file}` }), file);
  const whole = (file: string) => integrityCheck(integrityProbe({ url: `sqlite:${file}` }));

  it("that is not there yet is fine, and is not made by looking", async () => {
    const file = join(temporaryFolder(), "mottak.db");
    expect([await codes(of(file)), await codes(whole(file))]).toEqual([["database_absent"], []]);
    expect(() => statSync(file)).toThrow();
  });
  it("that is whole is fine", async () => {
    const file = await made();
    expect([await codes(of(file)), await codes(whole(file))]).toEqual([["database_ok"], ["integrity_ok"]]);
    expect(await standingsProbe({ url: `sqlite:${file}` })()).toMatchObject({ backlog: { count: 0, oldestAt: null }, lastPollAt: null });
  });
  it("of another version is told as older or newer, and left as it is", async () => {
    const file = await made();
    const database = await openUrl(`sqlite:${file}`);
    await database.db.executeQuery({ sql: "update kysely_migration set name = '999-tomorrow' where name = '001-first'", parameters: [] } as never);
    await database.close();
    expect(await codes(of(file))).toEqual(["database_newer"]);
    const old = join(temporaryFolder(), "old.db");
    await (await openUrl(`sqlite:${old}`)).close();
    expect(await codes(of(old))).toEqual(["database_older"]);
    expect(await standingsProbe({ url: `sqlite:${old}` })()).toBeNull();
  });
  it("whose file is damaged or none at all is told as damaged", async () => {
    const file = await made();
    const size = statSync(file).size;
    const handle = openSync(file, "r+");
    writeSync(handle, Buffer.alloc(Math.floor(size / 2), 0x5a), 0, Math.floor(size / 2), Math.floor(size / 4));
    closeSync(handle);
    expect(await codes(whole(file))).toEqual(["database_broken"]);
    const none = join(temporaryFolder(), "none.db");
    writeFileSync(none, "this is no database ".repeat(1_000));
    expect([await codes(of(none)), await codes(whole(none))]).toEqual([["database_broken"], ["database_broken"]]);
  });
});

describe("the clock", () => {
  const source = (name: string, seconds: number | null) => ({ name, time: async () => (seconds === null ? null : NOW + seconds * 1000) });
  const check = (...seconds: (number | null)[]) =>
    clockCheck(
      seconds.map((one, index) => source(`s${index}`, one)),
      () => NOW,
    );
  it("is judged by the clock that differs most; clocks that tell nothing are left out", async () => {
    expect(await codes(check())).toEqual(["clock_alone"]);
    expect(await codes(check(null))).toEqual(["clock_alone"]);
    expect(await codes(check(2, null))).toEqual(["clock_ok"]);
    expect((await runCheck(check(2, -45), () => NOW))?.findings).toMatchObject([{ code: "clock_off", values: { seconds: 45, source: "s1" } }]);
    expect(await codes(check(2, 3_600))).toEqual(["clock_wrong"]);
    expect(await codes(clockCheck([{ name: "away", time: () => Promise.reject(new Error("away")) }], () => NOW))).toEqual(["clock_alone"]);
  });
  it("is compared with the Date of a web server", async () => {
    const server = createServer((_, response) => response.setHeader("date", new Date(NOW + 600_000).toUTCString()).end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    expect(await codes(clockCheck([httpTime(url)], () => NOW))).toEqual(["clock_wrong"]);
    server.close();
  });
});

describe("confirmed senders", () => {
  const mail = (...headers: string[]) =>
    topmostAuthentication(Buffer.from([...headers, "Subject: x", "", "Authentication-Results: body; spf=pass"].join("\r\n")));
  const check = (authservId: string, ...recent: (string | null)[]) => authenticationCheck({ recent: async () => recent, authservId });
  const ours = mail(
    "Authentication-Results: mx.example.org 1;\r\n\tspf=pass smtp.mailfrom=a.example",
    "Authentication-Results: forged.example; dmarc=pass",
  );
  const exchange = mail("Authentication-Results: spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=a.example; dkim=pass");
  it("are told by the topmost header only", () => {
    expect(ours).toContain("mx.example.org");
    expect(mail("From: a@b.example")).toBeNull();
  });
  it("name the setting that lacks, the one that is wrong, and the server that writes nothing", async () => {
    expect(await codes(check("mx.example.org", ours, null))).toEqual(["authserv_ok"]);
    expect((await runCheck(check("", ours, ours, null), () => NOW))?.findings).toMatchObject([
      { code: "authserv_unset", values: { id: "mx.example.org", count: 2, of: 3 } },
    ]);
    expect((await runCheck(check("old.example.org", ours), () => NOW))?.findings).toMatchObject([
      { code: "authserv_other", values: { id: "old.example.org", seen: "mx.example.org" } },
    ]);
    expect(await codes(check("mx.example.org", null, null))).toEqual(["authserv_absent"]);
    expect(await codes(check("", null))).toEqual(["authserv_silent"]);
    expect(await codes(check("mx.example.org"))).toEqual(["authserv_unknown"]);
  });
  it("know a server that writes its results without a name", async () => {
    expect((await runCheck(check("", exchange), () => NOW))?.findings).toMatchObject([{ code: "authserv_unset", values: { id: "unnamed" } }]);
    expect(await codes(check("unnamed", exchange))).toEqual(["authserv_ok"]);
  });
});

describe("reading of files", () => {
  const sample = () => readFileSync("config/operation/sample.eml");
  it("is tried on a sample of every way, scans too", async () => {
    const reader = openReader(null, { fresh: true });
    expect((await runCheck(readingCheck(reader, sample), () => NOW))?.findings).toMatchObject([
      { code: "reading_ok", values: { formats: "PDF, DOCX, PNG" } },
    ]);
    await reader.close();
  });
  it("names the ways that do not work", async () => {
    const { openDocumentReader } = await import("#edges/read/guard.ts");
    const { readMessage } = await import("#edges/read/reader.ts");
    const documents = openDocumentReader({ ocr: false, warm: 0 });
    const blind = { readMessage: (raw: Uint8Array) => readMessage(raw, (files) => documents.read(files)) };
    expect((await runCheck(readingCheck(blind, sample), () => NOW))?.findings).toMatchObject([
      { code: "reading_failed", values: { formats: "PNG" } },
    ]);
    await documents.close();
  });
});

describe("the work and the daily trial", () => {
  const fine: Standings = {
    backlog: { count: 0, oldestAt: null },
    outgoing: { count: 0, oldestAt: null },
    outbox: {},
    doubtful: 0,
    failed: 0,
    parked: {},
    withheld: {},
    lastPollAt: NOW - 60_000,
    starts: 1,
    sendingStopped: false,
    canary: null,
  };
  const minutes = (count: number) => NOW - count * 60_000;
  const work = (changes: Partial<Standings>) =>
    workCheck({ standings: async () => ({ ...fine, ...changes }), pollMilliseconds: 60_000, now: () => NOW });
  it("goes on", async () => {
    expect(await codes(work({}))).toEqual(["poll_ok"]);
    expect(await codes(work({ backlog: { count: 2, oldestAt: minutes(3) } }))).toEqual(["poll_ok"]);
    expect(await codes(workCheck({ standings: async () => null, pollMilliseconds: 1, now: () => NOW }))).toEqual([]);
  });
  it("that stands still is told: mailbox, messages, replies", async () => {
    expect(await codes(work({ lastPollAt: null }))).toEqual(["poll_never"]);
    expect(await codes(work({ lastPollAt: minutes(11) }))).toEqual(["poll_late"]);
    expect(await codes(work({ backlog: { count: 2, oldestAt: minutes(16) } }))).toEqual(["poll_ok", "backlog_old"]);
    expect(await codes(work({ outgoing: { count: 1, oldestAt: minutes(16) } }))).toEqual(["poll_ok", "outbox_old"]);
    expect(await codes(work({ outgoing: { count: 1, oldestAt: minutes(16) }, sendingStopped: true }))).toEqual(["poll_ok", "sending_stopped"]);
  });
  it("that waits for a person is told", async () => {
    expect(await codes(work({ doubtful: 1, failed: 2, parked: { message_broken: 3 } }))).toEqual([
      "poll_ok",
      "outbox_doubtful",
      "outbox_failed",
      "parked",
    ]);
  });
  it("the trial is late after 26 hours, also where the first never came back, and wrong without its receipt", async () => {
    const hours = (count: number) => NOW - count * 3_600_000;
    const trial = (canary: Standings["canary"], on = true) => canaryCheck({ on, standings: async () => ({ ...fine, canary }), now: () => NOW });
    expect(await codes(trial(null, false))).toEqual(["canary_off"]);
    expect(await codes(trial(null))).toEqual(["canary_waiting"]);
    expect(await codes(trial({ sentAt: hours(1), waitingSince: hours(1), provedAt: null, tookMilliseconds: null, receipt: true }))).toEqual([
      "canary_waiting",
    ]);
    expect(await codes(trial({ sentAt: hours(3), waitingSince: hours(27), provedAt: null, tookMilliseconds: null, receipt: true }))).toEqual([
      "canary_late",
    ]);
    expect(await codes(trial({ sentAt: hours(3), waitingSince: null, provedAt: hours(25), tookMilliseconds: 1, receipt: true }))).toEqual([
      "canary_ok",
    ]);
    expect(await codes(trial({ sentAt: hours(3), waitingSince: null, provedAt: hours(27), tookMilliseconds: 1, receipt: true }))).toEqual([
      "canary_late",
    ]);
    expect(await codes(trial({ sentAt: hours(3), waitingSince: null, provedAt: hours(2), tookMilliseconds: 1, receipt: false }))).toEqual([
      "canary_wrong",
    ]);
  });
});
