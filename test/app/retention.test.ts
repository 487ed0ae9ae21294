/** What is removed when its term is over, what is kept and why, and that nothing is left of what was removed. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { forget, planForget } from "#app/forget.ts";
import type { DeskCommand } from "#app/ports.ts";
import { carryOut, planRetention, type RetentionRules } from "#app/retention.ts";
import { headOf } from "#edges/read/head.ts";
import { openStore } from "#edges/store/store.ts";
import { root } from "#cli/root.ts";
import { DAY } from "#test/support/case-world.ts";
import { type DeskWorld, deskWorld } from "#test/support/desk-world.ts";
import { describeStores } from "#test/support/stores.ts";
import { filesWith, rowsWith } from "#test/support/traces.ts";
import { applicationMail, newPlace, ofType, work } from "#test/support/worker.ts";

const rules: RetentionRules = { caseDays: 90, needs: "archived", otherDays: 60, automaticDays: 30, parkedDays: 180, auditDays: 730 };

describeStores("retention", (fresh) => {
  let url: string;
  let world: DeskWorld;
  beforeEach(async () => {
    url = await fresh();
    world = await deskWorld(url);
  });
  afterEach(() => world.close());

  const act = async (reference: string, command: DeskCommand) => {
    const open = await world.desk.open(reference);
    return world.desk.act(reference, open?.version ?? 0, command, "Kari");
  };
  const closed = async (subject?: string): Promise<string> => {
    const reference = await world.add({}, subject);
    await act(reference, { kind: "close", why: "ferdig" });
    return reference;
  };
  const loose = async (text: string, kind: string, more: { hold?: string; parked?: "message_broken" } = {}): Promise<string> => {
    const raw = Buffer.from(`From: Spør Meg <spor@annet.example>\r\nSubject: ${text}\r\n\r\n${text}\r\n`);
    const id = createHash("sha256").update(raw).digest("hex");
    const { keep } = world.store.intake;
    const place = { mailbox: "folder:test", place: `${text}.eml`, hash: id, size: raw.length, receivedAt: world.now, raw };
    await keep({ ...place, ...(more.parked ? { parked: more.parked } : {}) }, world.now);
    if (more.parked) return id;
    const message = await world.store.work.claim("test", world.now, 60_000);
    if (!message) throw new Error("nothing to claim");
    await world.store.work.commit({
      message,
      now: world.now,
      contentId: id,
      duplicate: false,
      headerId: `<${text}@annet.example>`,
      kind,
      action: "handover",
      reason: kind,
      label: "handover",
      language: "nb",
      reading: null,
      case: null,
      hold: more.hold ?? null,
      suppress: [],
      drop: [],
      reply: null,
    });
    return id;
  };
  const plan = (days: number) => planRetention(world.store.keeping, rules, world.now + days * DAY);
  const purge = async (days: number) => carryOut(world.store.keeping, await plan(days), rules, world.now + days * DAY, false);

  it("removes a closed case when its days are over and the archive has it, and keeps the others with the reason", async () => {
    const archived = await closed("Merkelig sak");
    const unconfirmed = await closed();
    const open = await world.add();
    expect(await world.store.keeping.confirmArchived(archived, "Kari", world.now)).toBe(true);
    expect(await plan(89)).toEqual([]);
    expect((await plan(90)).map((line) => [line.id, line.kept])).toEqual([
      [archived, null],
      [unconfirmed, "not_archived"],
    ]);
    expect(await purge(90)).toMatchObject({ cases: 1, messages: 1, replies: 1 });
    expect(await world.desk.open(archived)).toBeNull();
    expect((await world.desk.open(unconfirmed))?.view.state).toBe("closed");
    expect((await world.desk.open(open))?.view.state).not.toBe("closed");
    expect(await purge(90)).toMatchObject({ cases: 0, messages: 0 });
  });

  it("leaves no row behind that names the person", async () => {
    const reference = await closed("Merkelig sak");
    await world.desk.inbox({ group: "all", search: "", limit: 10, offset: 0 });
    await world.store.keeping.confirmArchived(reference, "Kari", world.now);
    const marks = ["marte.1@vestforsk", "Merkelig sak", "raw-1@vestforsk"];
    expect(await rowsWith(url, marks)).toEqual(
      expect.arrayContaining(["raw_message", "case_event", "outbox", "desk_row", "thread_key", "case_address", "mail_case"]),
    );
    await purge(90);
    expect(await rowsWith(url, marks)).toEqual([]);
  });

  it("asks for an export where that is the rule, and a later change makes it anew", async () => {
    const reference = await world.add();
    const exported = { ...rules, needs: "exported" as const };
    const kept = async () => (await planRetention(world.store.keeping, exported, world.now + 90 * DAY)).map((line) => line.kept);
    await world.desk.exportCase(reference, "Kari");
    await act(reference, { kind: "close", why: "ferdig" });
    expect(await kept()).toEqual([null]);
    await act(reference, { kind: "reopen", why: "ny opplysning" });
    await act(reference, { kind: "close", why: "ferdig" });
    expect(await kept()).toEqual(["not_exported"]);
    await world.desk.exportCase(reference, "Kari");
    expect(await kept()).toEqual([null]);
  });

  it("keeps a merged case as long as the one it was merged into, and removes both together", async () => {
    const [from, into] = [await world.add(), await world.add()];
    await act(from, { kind: "merge", into });
    expect((await plan(90)).map((line) => line.kept)).toEqual(["merged_into"]);
    await act(into, { kind: "close", why: "ferdig" });
    await world.store.keeping.confirmArchived(into, "Kari", world.now);
    expect((await plan(90)).map((line) => line.kept)).toEqual([null, null]);
    expect(await purge(90)).toMatchObject({ cases: 2, messages: 2 });
  });

  it("leaves a case alone that was opened again after the plan was made", async () => {
    const reference = await closed();
    await world.store.keeping.confirmArchived(reference, "Kari", world.now);
    const made = await plan(90);
    await act(reference, { kind: "reopen", why: "ny opplysning" });
    expect(await carryOut(world.store.keeping, made, rules, world.now + 90 * DAY, false)).toMatchObject({ cases: 0, messages: 0 });
    expect((await world.desk.open(reference))?.mails).toHaveLength(1);
  });

  it("has its own term for each kind of loose message, dead letters too, and waits for people", async () => {
    await loose("auto", "automatic");
    await loose("spor", "question");
    await loose("holdt", "application", { hold: "{}" });
    await loose("parkert", "", { parked: "message_broken" });
    const due = async (days: number) => (await plan(days)).map((line) => `${line.what} ${line.kept ?? "goes"}`).toSorted();
    expect(await due(29)).toEqual([]);
    expect(await due(30)).toEqual(["automatic goes"]);
    expect(await due(60)).toEqual(["automatic goes", "other waits_for_person", "question goes"]);
    expect(await due(180)).toEqual(["automatic goes", "other waits_for_person", "parked goes", "question goes"]);
    await purge(180);
    expect(await rowsWith(url, ["parkert", "spor.eml"])).toEqual([]);
    expect(await due(180)).toEqual(["other waits_for_person"]);
    expect((await world.store.operation.counts()).parked).toBe(0);
  });

  it("never answers a message anew that was removed, however often it stands in the mailbox", async () => {
    const id = await loose("spor", "question");
    await purge(60);
    const raw = Buffer.from("From: Spør Meg <spor@annet.example>\r\nSubject: spor\r\n\r\nspor\r\n");
    const again = { mailbox: "folder:test", place: "another.eml", hash: id, size: raw.length, receivedAt: world.now, raw };
    expect(await world.store.intake.keep(again, world.now)).toBe(false);
    expect(await world.store.work.claim("test", world.now + 90 * DAY, 60_000)).toBeNull();
    expect(await rowsWith(url, ["Spør Meg"])).toEqual([]);
  });

  it("removes old notes to staff, traces and silences, and keeps young ones", async () => {
    await world.store.cases.suppress("borte@annet.example", world.now + 5 * DAY, "5.1.1");
    await world.store.desk.audit({ at: world.now, by: "Kari", action: "view", subject: "x", detail: "" });
    expect(await purge(4)).toMatchObject({ silences: 0, audit: 0 });
    expect(await purge(5)).toMatchObject({ silences: 1, audit: 0 });
    expect(await purge(730)).toMatchObject({ audit: 1 });
  });

  it("forgets a person as far as nothing speaks against it, and says what does", async () => {
    const done = await closed();
    const other = await closed();
    await world.store.keeping.confirmArchived(done, "Kari", world.now);
    await loose("spor", "question");
    const tools = { store: world.store, headOf };
    const later = world.now + DAY;
    const first = await planForget(tools, "Marte.1@vestforsk.example", "archived", later);
    expect(first.lines).toEqual([{ what: "case", id: done, kept: null }]);
    expect((await planForget(tools, "marte.2@vestforsk.example", "archived", later)).lines).toEqual([
      { what: "case", id: other, kept: "not_archived" },
    ]);
    await forget(tools, "Marte.1@vestforsk.example", first, later);
    expect(await rowsWith(url, ["marte.1@vestforsk"])).toEqual([]);
    const asked = await planForget(tools, "spor@annet.example", "archived", later);
    expect(asked.lines).toMatchObject([{ what: "message", kept: null }]);
    await forget(tools, "spor@annet.example", asked, later);
    expect(await rowsWith(url, ["spor@annet"])).toEqual([]);
    expect(await rowsWith(url, ["marte.2@vestforsk"])).not.toEqual([]);
  });
});

const mottak = (data: string, ...words: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "src", "cli", "main.ts"), ...words, "--data", data], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"] ?? "" },
  });
  return { status, stdout, stderr };
};

describe("mottak retention, archived, forget", { timeout: 120_000 }, () => {
  const marks = ["Marte Merkelig", "kanari.example", "Kanarifuglprosjektet", "99 88 77 66"];
  const application = (name: string, from: string, project: string) =>
    applicationMail({
      from,
      body: `Vi søker om dispensasjon fra taushetsplikten til forskningsprosjektet «${project}». Prosjektleder ${name}, tlf. 99 88 77 66.\r\n`,
    });

  it("leaves no byte of a removed case in the files of the database, among others that stay", async () => {
    const place = newPlace();
    for (let number = 0; number < 12; number += 1)
      writeFileSync(join(place.inbox, `${number}.eml`), applicationMail({ from: `P${number} <p${number}@uni${number}.example>` }));
    writeFileSync(join(place.inbox, "merkelig.eml"), application("Marte Merkelig", "Marte Merkelig <marte@kanari.example>", "Kanarifuglprosjektet"));
    for (let number = 12; number < 24; number += 1)
      writeFileSync(join(place.inbox, `${number}.eml`), applicationMail({ from: `P${number} <p${number}@uni${number}.example>` }));
    const done = await work(place);
    const file = join(place.data, "mottak.db");
    expect(filesWith(file, marks)).not.toEqual([]);
    const store = await openStore({ url: `sqlite:${file}` });
    const [row] = await store.cases.byAddress("marte@kanari.example");
    await store.close();
    const reference = row?.reference ?? "";
    expect(ofType(done, "decided")).toHaveLength(25);
    expect(mottak(place.data, "case", "close", reference, "--why", "ferdig").status).toBe(0);
    const flags = ["--retention-case-days", "0"];
    expect(mottak(place.data, "retention", ...flags)).toMatchObject({ status: 0, stdout: expect.stringMatching(/keep .*archived.*\n0 due, 1 kept/) });
    expect(mottak(place.data, "forget", "marte@kanari.example")).toMatchObject({ status: 1, stdout: expect.stringContaining("keep    case") });
    expect(mottak(place.data, "archived", reference, "2026-9999")).toMatchObject({ status: 1, stdout: expect.stringContaining(reference) });
    expect(mottak(place.data, "retention", ...flags)).toMatchObject({ stdout: expect.stringContaining("1 due, 0 kept. Nothing was changed") });
    expect(filesWith(file, marks)).not.toEqual([]);
    const scan = join(place.data, "read", "recognised", "a.json");
    mkdirSync(join(place.data, "read", "recognised"), { recursive: true });
    writeFileSync(scan, JSON.stringify(marks));
    expect(mottak(place.data, "retention", "--yes", "--json", ...flags)).toMatchObject({ status: 0, stdout: expect.stringContaining('"cases":1') });
    expect(filesWith(file, marks)).toEqual([]);
    expect(existsSync(scan)).toBe(false);
    expect(mottak(place.data, "forget", "marte@kanari.example").stdout).toContain("Nothing is held");
    expect(mottak(place.data, "forget", "p3@uni3.example", "--json")).toMatchObject({ status: 1, stdout: expect.stringContaining('"kept":"open"') });
    expect(mottak(place.data, "forget", "nobody").status).toBe(2);
    // The mail still stands in the mailbox: it is not answered a second time, and none of it comes back.
    const again = await work(place);
    expect(ofType(again, "decided")).toEqual([]);
    expect(filesWith(file, marks)).toEqual([]);
  });
});
