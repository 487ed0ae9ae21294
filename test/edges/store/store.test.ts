import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Arrival, ClaimedMessage, PlannedReply, Result, Store } from "#app/ports.ts";
import { openStore } from "#edges/store/store.ts";
import { temporaryFolder } from "#test/support/folder.ts";
import { describeStores } from "#test/support/stores.ts";

const NOW = 1_790_000_000_000;
const LEASE = 60_000;
const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

const arrival = (text: string, place = text): Arrival => {
  const raw = new TextEncoder().encode(text);
  return { mailbox: "folder:test", place, hash: hashOf(raw), size: raw.length, receivedAt: NOW, raw };
};

const planned = (id: string): PlannedReply => ({
  id,
  messageId: `<${id}@example.org>`,
  inReplyTo: null,
  recipient: "kari@uni.example",
  sender: "post@etat.example",
  raw: new Uint8Array([1, 2, 3]),
  state: "planned",
  reason: null,
  notBefore: null,
});

const resultFor = (message: ClaimedMessage, more: Partial<Result> = {}): Result => ({
  message,
  now: NOW,
  contentId: `content-${message.id}`,
  duplicate: false,
  headerId: `<${message.id.slice(0, 8)}@uni.example>`,
  kind: "application",
  action: "receipt",
  reason: "complete",
  label: "complete",
  language: "nb",
  reading: "{}",
  case: null,
  hold: null,
  suppress: [],
  drop: [],
  reply: null,
  ...more,
});

const aCase = (version = 0): NonNullable<Result["case"]> => ({
  row: { reference: "UDI 2026-0001-BBBB", state: "open", summary: "{}", openedAt: NOW, updatedAt: NOW, version },
  events: [
    { type: "opened", at: NOW },
    { type: "received", at: NOW },
  ],
  headerIds: ["<a@uni.example>"],
  addresses: ["Kari@Uni.example"],
});

describeStores("the store", (fresh) => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore({ url: await fresh() });
  });
  afterEach(() => store.close());

  const claimed = async (text: string): Promise<ClaimedMessage> => {
    await store.intake.keep(arrival(text), NOW);
    const message = await store.work.claim("w1", NOW, LEASE);
    if (!message) throw new Error("nothing to claim");
    return message;
  };

  it("keeps the same bytes once, and every place where they stood", async () => {
    expect(await store.intake.keep(arrival("a", "1"), NOW)).toBe(true);
    expect(await store.intake.keep(arrival("a", "2"), NOW)).toBe(false);
    expect(await store.intake.unseen("folder:test", ["1", "2", "3"])).toEqual(["3"]);
    expect(await store.intake.unseen("folder:other", ["1"])).toEqual(["1"]);
    expect((await store.operation.counts()).waiting).toBe(1);
  });

  it("F04 asks about thousands of places at once", async () => {
    const places = Array.from({ length: 2_345 }, (_, index) => `p${index}`);
    expect(await store.intake.unseen("folder:test", places)).toHaveLength(2_345);
  });

  it("gives back exactly the bytes that came, small and large", async () => {
    const bytes = Uint8Array.from({ length: 3_500_000 }, (_, index) => (index * 31) % 256);
    const file = `${temporaryFolder()}/large.eml`;
    writeFileSync(file, bytes);
    await store.intake.keep({ ...arrival("x"), hash: hashOf(bytes), size: bytes.length, raw: { file }, parked: "message_too_large" }, NOW);
    expect(hashOf(await store.work.raw(hashOf(bytes)))).toBe(hashOf(bytes));
    await store.intake.keep(arrival("small"), NOW);
    expect(new TextDecoder().decode(await store.work.raw(hashOf(new TextEncoder().encode("small"))))).toBe("small");
    expect((await store.operation.parked(10)).map((one) => one.code)).toEqual(["message_too_large"]);
  });

  it("F10 gives one message to one worker only", async () => {
    for (let index = 0; index < 20; index += 1) await store.intake.keep(arrival(`m${index}`), NOW);
    const claims = await Promise.all(Array.from({ length: 30 }, (_, index) => store.work.claim(`w${index}`, NOW, LEASE)));
    const ids = claims.filter((one) => one !== null).map((one) => one.id);
    expect(ids).toHaveLength(20);
    expect(new Set(ids).size).toBe(20);
  });

  it("gives a message to another worker when the lease is over, and refuses the first one's result", async () => {
    const first = await claimed("a");
    expect(await store.work.claim("w2", NOW + LEASE - 1, LEASE)).toBeNull();
    const second = await store.work.claim("w2", NOW + LEASE + 1, LEASE);
    expect(second?.id).toBe(first.id);
    expect(second).toMatchObject({ attempts: 1, deaths: 1 });
    expect(await store.work.commit(resultFor(first, { reply: planned("r1") }))).toBe("lost");
    expect(await store.work.renew(first, NOW + 2 * LEASE)).toBe(false);
    expect((await store.operation.counts()).outbox.planned).toBe(0);
    expect(await store.work.commit(resultFor(second as ClaimedMessage, { reply: planned("r1") }))).toBe("written");
    expect((await store.operation.counts()).outbox.planned).toBe(1);
  });

  it("writes case, events and reply together, or nothing of them", async () => {
    const message = await claimed("a");
    await expect(store.work.commit(resultFor(message, { case: aCase(7), reply: planned("r1") }))).rejects.toMatchObject({ code: "case_changed" });
    expect((await store.operation.counts()).outbox.planned).toBe(0);
    expect(await store.cases.knownContent(`content-${message.id}`)).toBeNull();
    expect(await store.work.commit(resultFor(message, { case: aCase(), reply: planned("r1") }))).toBe("written");
    expect((await store.cases.events("UDI 2026-0001-BBBB")).map((event) => event.type)).toEqual(["opened", "received"]);
    expect((await store.cases.byMessageIds(["<a@uni.example>"]))[0]?.version).toBe(2);
    expect(await store.cases.byAddress("KARI@uni.example")).toHaveLength(1);
    expect(await store.cases.byReferences(["UDI 2026-0001-BBBB"])).toHaveLength(1);
    expect(await store.cases.knownContent(`content-${message.id}`)).toEqual({ reference: "UDI 2026-0001-BBBB" });
  });

  it("answers the same content once, also when two workers finish at the same time", async () => {
    const first = await claimed("a");
    const second = await claimed("b");
    const outcomes = await Promise.all([
      store.work.commit(resultFor(first, { contentId: "same", reply: planned("r1") })),
      store.work.commit(resultFor(second, { contentId: "same", reply: planned("r2") })),
    ]);
    expect(outcomes.toSorted()).toEqual(["duplicate", "written"]);
    expect((await store.operation.counts()).outbox.planned).toBe(1);
  });

  it("refuses a second message of a case that was made on an older state", async () => {
    await store.work.commit(resultFor(await claimed("a"), { case: aCase() }));
    const [one, other] = [await claimed("b"), await claimed("c")];
    const outcomes = await Promise.allSettled([
      store.work.commit(resultFor(one, { case: aCase(2) })),
      store.work.commit(resultFor(other, { case: aCase(2) })),
    ]);
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
    expect(await store.cases.events("UDI 2026-0001-BBBB")).toHaveLength(4);
  });

  it("gives case numbers in a row, the same one for the same message", async () => {
    const first = await claimed("a");
    const second = await claimed("b");
    expect([await store.work.caseNumber(first, 2026), await store.work.caseNumber(second, 2026), await store.work.caseNumber(first, 2026)]).toEqual([
      1, 2, 1,
    ]);
  });

  it("F13 parks, lists, and tries a parked message again", async () => {
    const message = await claimed("a");
    await store.work.park(message, "message_broken", NOW);
    const [parked] = await store.operation.parked(10);
    expect(parked?.code).toBe("message_broken");
    expect(await store.operation.retryParked(message.id.slice(0, 12), NOW)).toBe(true);
    expect((await store.work.claim("w1", NOW, LEASE))?.attempts).toBe(1);
  });

  it("does not count a try that the world broke off", async () => {
    const message = await claimed("a");
    await store.work.giveBack(message, NOW);
    expect((await store.work.claim("w1", NOW, LEASE))?.attempts).toBe(1);
  });

  it("sends a planned reply once, whoever asks", async () => {
    await store.work.commit(resultFor(await claimed("a"), { case: aCase(), reply: planned("r1") }));
    const claims = (await Promise.all([1, 2, 3, 4].map((worker) => store.outbox.claim(`w${worker}`, NOW, LEASE)))).filter((one) => one !== null);
    expect(claims).toHaveLength(1);
    const [reply] = claims;
    if (!reply) throw new Error("no claim");
    expect(Buffer.from(reply.raw)).toEqual(Buffer.from([1, 2, 3]));
    expect(await store.outbox.sending(reply, NOW)).toBe(true);
    await store.outbox.sent(reply, NOW, { type: "sent", at: NOW });
    expect((await store.operation.counts()).outbox.sent).toBe(1);
    expect((await store.cases.events("UDI 2026-0001-BBBB")).map((event) => event.type)).toEqual(["opened", "received", "sent"]);
    expect(await store.outbox.claim("w1", NOW + 10 * LEASE, LEASE)).toBeNull();
  });

  it("lets nobody send on a lost claim", async () => {
    await store.work.commit(resultFor(await claimed("a"), { reply: planned("r1") }));
    const first = await store.outbox.claim("w1", NOW, LEASE);
    const second = await store.outbox.claim("w2", NOW + LEASE + 1, LEASE);
    expect(second?.id).toBe("r1");
    if (!first || !second) throw new Error("no claim");
    expect(await store.outbox.sending(first, NOW + LEASE + 2)).toBe(false);
    expect(await store.outbox.sending(second, NOW + LEASE + 2)).toBe(true);
  });

  it("takes a reply for doubtful only after lease and settle time", async () => {
    await store.work.commit(resultFor(await claimed("a"), { reply: planned("r1") }));
    const reply = await store.outbox.claim("w1", NOW, LEASE);
    if (!reply) throw new Error("no claim");
    await store.outbox.sending(reply, NOW);
    const settle = 5 * LEASE;
    expect(await store.outbox.claim("w2", NOW + 10 * LEASE, LEASE)).toBeNull();
    expect(await store.outbox.claimDoubtful("w2", NOW + 2 * LEASE, LEASE, settle)).toBeNull();
    const doubtful = await store.outbox.claimDoubtful("w2", NOW + settle, LEASE, settle);
    expect(doubtful?.since).toBe(NOW);
    expect(await store.outbox.claimDoubtful("w3", NOW + settle, LEASE, settle)).toBeNull();
    if (!doubtful) throw new Error("no claim");
    await store.outbox.doubtful(doubtful, "send_ambiguous", null, null);
    expect(await store.outbox.claimDoubtful("w3", NOW + 100 * settle, LEASE, settle)).toBeNull();
    expect((await store.outbox.waiting(10)).map((one) => one.state)).toEqual(["unknown"]);
    expect(await store.outbox.release("r1", NOW, null)).toBe(true);
    expect((await store.outbox.claim("w1", NOW, LEASE))?.id).toBe("r1");
  });

  it("sends a reply that has to wait when its time has come, and counts it as of then", async () => {
    await store.work.commit(resultFor(await claimed("a"), { case: aCase(), reply: { ...planned("r1"), notBefore: NOW + 600_000 } }));
    expect(await store.outbox.claim("w1", NOW + 599_999, LEASE)).toBeNull();
    expect(await store.cases.repliesSince(NOW, { reference: "UDI 2026-0001-BBBB" })).toEqual([NOW + 600_000]);
    expect((await store.outbox.claim("w1", NOW + 600_000, LEASE))?.id).toBe("r1");
  });

  it("drops a reply that a later one makes pointless, unless somebody has begun to send it: then nothing is written", async () => {
    await store.work.commit(resultFor(await claimed("a"), { case: aCase(), reply: planned("r1") }));
    expect(await store.cases.unsent("UDI 2026-0001-BBBB", NOW)).toEqual(["<r1@example.org>"]);
    const reply = await store.outbox.claim("w1", NOW, LEASE);
    expect(await store.cases.unsent("UDI 2026-0001-BBBB", NOW)).toEqual([]);
    const second = await claimed("b");
    const result = resultFor(second, { case: aCase(2), reply: planned("r2"), drop: ["<r1@example.org>"] });
    await expect(store.work.commit(result)).rejects.toMatchObject({ code: "case_changed" });
    if (reply) await store.outbox.again(reply, "send_unavailable", NOW + 1);
    expect(await store.work.commit(result)).toBe("written");
    expect(await store.cases.unsent("UDI 2026-0001-BBBB", NOW)).toEqual(["<r2@example.org>"]);
    expect((await store.outbox.claim("w1", NOW + 1, LEASE))?.id).toBe("r2");
    expect(await store.outbox.claim("w1", NOW + 1, LEASE)).toBeNull();
  });

  it("sends nothing while sending is stopped, not even what was claimed before", async () => {
    await store.work.commit(resultFor(await claimed("a"), { reply: planned("r1") }));
    const reply = await store.outbox.claim("w1", NOW, LEASE);
    await store.operation.stopSending(true, NOW);
    expect(reply && (await store.outbox.sending(reply, NOW))).toBe(false);
    expect(await store.outbox.claim("w2", NOW + 2 * LEASE, LEASE)).toBeNull();
    await store.operation.stopSending(false, NOW);
    expect((await store.outbox.claim("w2", NOW + 2 * LEASE, LEASE))?.id).toBe("r1");
  });

  it("gives a named lease to one holder until it runs out", async () => {
    expect(await store.operation.lease("mailbox", "w1", NOW, NOW + LEASE)).toBe(true);
    expect(await store.operation.lease("mailbox", "w2", NOW, NOW + LEASE)).toBe(false);
    expect(await store.operation.lease("mailbox", "w1", NOW + 1, NOW + LEASE)).toBe(true);
    expect(await store.operation.lease("mailbox", "w2", NOW + LEASE + 1, NOW + 2 * LEASE)).toBe(true);
    await store.operation.releaseLease("mailbox", "w1");
    expect(await store.operation.lease("mailbox", "w1", NOW + LEASE + 2, NOW + 2 * LEASE)).toBe(false);
  });

  it("frees at once what a dead worker held", async () => {
    await claimed("a");
    expect(await store.operation.holders()).toEqual(["w1"]);
    await store.operation.freeHeldBy("w1", NOW);
    expect(await store.work.claim("w2", NOW, LEASE)).not.toBeNull();
  });

  it("files a message when its reply is out, not before", async () => {
    const message = await claimed("a");
    await store.work.commit(resultFor(message, { reply: planned("r1") }));
    expect(await store.intake.toFile("folder:test", 10)).toEqual([]);
    const reply = await store.outbox.claim("w1", NOW, LEASE);
    if (!reply) throw new Error("no claim");
    await store.outbox.sending(reply, NOW);
    await store.outbox.sent(reply, NOW, null);
    expect(await store.intake.toFile("folder:test", 10)).toEqual([{ place: "a", label: "complete", message: message.id }]);
    await store.intake.filed("folder:test", "a", NOW);
    expect(await store.intake.toFile("folder:test", 10)).toEqual([]);
  });

  it("remembers when replies went to a case, an address and anybody", async () => {
    await store.work.commit(resultFor(await claimed("a"), { case: aCase(), reply: planned("r1") }));
    expect(await store.cases.repliesSince(NOW - 1, { reference: "UDI 2026-0001-BBBB" })).toEqual([NOW]);
    expect(await store.cases.repliesSince(NOW - 1, { recipient: "kari@uni.example" })).toEqual([NOW]);
    expect(await store.cases.repliesSince(NOW - 1, "anybody")).toEqual([NOW]);
    expect(await store.cases.repliesSince(NOW + 1, "anybody")).toEqual([]);
    expect(await store.cases.repliesSince(NOW - 1, { recipient: "ola@uni.example" })).toEqual([]);
  });

  it("keeps the first reference key", async () => {
    expect(await store.operation.referenceKey("one", NOW)).toBe("one");
    expect(await store.operation.referenceKey("two", NOW)).toBe("one");
  });
});
