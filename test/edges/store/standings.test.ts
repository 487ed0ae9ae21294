/** What checks, metrics and charts are told by the store, on both databases. */
import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Store } from "#app/ports.ts";
import { openStore } from "#edges/store/store.ts";
import { standingsProbe, recentHeadsProbe } from "#edges/store/probe.ts";
import { describeStores } from "#test/support/stores.ts";

const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");

describeStores("standings", (fresh) => {
  let store: Store;
  let url: string;
  beforeEach(async () => {
    url = await fresh();
    store = await openStore({ url });
  });
  afterEach(() => store.close());

  const keep = async (text: string, at: number) => {
    const raw = Buffer.from(text);
    await store.intake.keep({ mailbox: "m", place: text.slice(0, 40), hash: hashOf(text), size: raw.length, receivedAt: at, raw }, at);
  };
  const outcome = (kind: string, reply: boolean) => ({
    now: 9_000,
    contentId: hashOf(kind),
    duplicate: false,
    headerId: null,
    kind,
    action: "receipt",
    reason: "complete",
    label: "complete" as const,
    language: "nb",
    reading: JSON.stringify({ items: [{ item: 3, status: "missing", value: "a secret" }] }),
    case: null,
    hold: null,
    suppress: [],
    drop: [],
    reply: reply
      ? {
          id: hashOf(kind).slice(0, 32),
          messageId: `<${kind}@x>`,
          inReplyTo: null,
          recipient: "a@b.example",
          sender: "c@d.example",
          raw: Buffer.from("x"),
          state: "withheld" as const,
          reason: "mode_hold",
          notBefore: null,
        }
      : null,
  });

  it("count what waits, with the age of the oldest", async () => {
    expect(await store.operation.standings()).toMatchObject({
      backlog: { count: 0, oldestAt: null },
      outgoing: { count: 0, oldestAt: null },
      parked: {},
      withheld: {},
      lastPollAt: null,
      starts: 0,
      canary: null,
    });
    await keep("Subject: one\r\n\r\nfirst", 1_000);
    await keep("Subject: two\r\n\r\nsecond", 2_000);
    await store.operation.polled("m", 3_000);
    await store.operation.polled("m", 4_000);
    await store.operation.started();
    await store.operation.started();
    expect(await store.operation.standings()).toMatchObject({ backlog: { count: 2, oldestAt: 1_000 }, lastPollAt: 4_000, starts: 2 });
    const first = await store.work.claim("w", 5_000, 60_000);
    const second = await store.work.claim("w", 5_000, 60_000);
    if (!first || !second) throw new Error("nothing to claim");
    await store.work.park(first, "message_broken", 6_000);
    await store.work.commit({ ...outcome("application", true), message: second });
    await store.operation.stopSending(true, 7_000);
    expect(await store.operation.standings()).toMatchObject({
      backlog: { count: 0, oldestAt: null },
      parked: { message_broken: 1 },
      withheld: { mode_hold: 1 },
      outbox: { withheld: 1, planned: 0 },
      sendingStopped: true,
    });
    await store.outbox.discard(hashOf("application").slice(0, 32), 8_000, null);
    expect((await store.operation.standings()).withheld).toEqual({});
    expect(await standingsProbe({ url })()).toEqual(await store.operation.standings());
  });

  it("give the beginnings of recent mails, newest first, and no more", async () => {
    await keep("Subject: old\r\n\r\nx", 1_000);
    await keep(`Subject: new\r\n\r\n${"y".repeat(40_000)}`, 2_000);
    const heads = await store.operation.recentHeads(10);
    expect(heads.map((head) => Buffer.from(head).toString().slice(0, 12))).toEqual(["Subject: new", "Subject: old"]);
    expect(heads[0]?.length).toBe(16_384);
    expect(await recentHeadsProbe({ url }, 1)()).toHaveLength(1);
  });

  it("keep one trial a day, and how it stands", async () => {
    const trial = (day: string) => ({
      id: `trial-application-${day}-abc`,
      messageId: `<${day}@x>`,
      recipient: "a@b.example",
      sender: "a@b.example",
      raw: Buffer.from("x"),
    });
    expect(await store.operation.planTrial(trial("2026-11-22"), 1_000)).toBe(true);
    expect(await store.operation.planTrial(trial("2026-11-22"), 2_000)).toBe(false);
    expect(await store.operation.planTrial(trial("2026-11-23"), 3_000)).toBe(true);
    expect((await store.operation.standings()).canary).toMatchObject({ sentAt: 3_000, waitingSince: 1_000, provedAt: null, receipt: true });
    await store.operation.trialAnswered(false);
    await store.operation.trialProved("2026-11-23", 5_000);
    expect((await store.operation.standings()).canary).toEqual({
      sentAt: 3_000,
      waitingSince: null,
      provedAt: 5_000,
      tookMilliseconds: 2_000,
      receipt: false,
    });
    expect((await store.operation.standings()).outgoing).toMatchObject({ count: 2, oldestAt: 1_000 });
    // Those of last month are not kept.
    expect(await store.operation.planTrial(trial("2026-12-24"), 32 * 86_400_000)).toBe(true);
    expect((await store.operation.standings()).outgoing).toMatchObject({ count: 1 });
  });

  it("give charts numbers and statuses, and nothing of the trial", async () => {
    await keep("one", 1_000);
    await keep("two", 2_000);
    const [first, second] = [await store.work.claim("w", 5_000, 60_000), await store.work.claim("w", 5_000, 60_000)];
    if (!first || !second) throw new Error("nothing to claim");
    const opened = { reference: "A", state: "complete", summary: "{}", openedAt: 1, updatedAt: 1, version: 0 };
    const write = { row: opened, events: [{ type: "corrected", at: 4_000, item: 12 } as never], headerIds: [], addresses: [] };
    await store.work.commit({ ...outcome("application", false), message: first, case: write });
    await store.work.commit({ ...outcome("trial", true), message: second });
    const figures = await store.desk.figures(0);
    expect(figures).toEqual({
      received: [first.receivedAt],
      answered: [],
      applications: [{ reference: "A", action: "receipt", items: [{ item: 3, status: "missing" }] }],
      corrected: [12],
    });
    expect((await store.desk.figures(10_000)).received).toEqual([]);
    expect((await store.records.received({ since: 0, until: 10_000 }, null, 10)).map(({ kind }) => kind)).toEqual(["application"]);
  });
});
