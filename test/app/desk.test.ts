/** The desk over both databases: the list, a person's commands with their replies, and two people at once. */
import { afterEach, expect, it } from "vitest";
import { type DeskWorld, deskWorld } from "#test/support/desk-world.ts";
import { describeStores } from "#test/support/stores.ts";

const all = { group: "all", search: "", limit: 50, offset: 0 } as const;

describeStores("the desk", (fresh) => {
  let world: DeskWorld;
  const open = async () => {
    world = await deskWorld(await fresh());
    return world;
  };
  afterEach(() => world?.close());

  it("lists what needs a person first, oldest first, and counts by group", async () => {
    const { desk, add } = await open();
    const first = await add({ items: { 3: "missing" } });
    const second = await add({ items: { 12: ["end"] }, title: "Skolegang i nord" });
    const page = await desk.inbox(all);
    expect(page.rows.map((row) => [row.id, row.group, row.why, row.found])).toEqual([
      [first, "person", "reply_withheld", 15],
      [second, "person", "reply_withheld", 15],
    ]);
    expect(page.counts).toMatchObject({ person: 2, waiting: 0 });
    expect((await desk.inbox({ ...all, search: "nord skole" })).rows.map((row) => row.id)).toEqual([second]);
    expect((await desk.inbox({ ...all, search: "100%" })).rows).toEqual([]);
  });

  it("releases a reply: the case, the list and the outbox agree", async () => {
    const { desk, add, store, now } = await open();
    const reference = await add({ items: { 3: "missing" } });
    const before = await desk.open(reference);
    const messageId = before?.view.outgoing[0]?.messageId ?? "";
    expect(await desk.act(reference, before?.version ?? 0, { kind: "release", messageId, text: null }, "Kari")).toMatchObject({ kind: "done" });
    expect((await desk.open(reference))?.view.outgoing[0]?.state).toBe("released");
    expect((await desk.inbox(all)).rows[0]).toMatchObject({ group: "waiting", why: "asked" });
    const claimed = await store.outbox.claim("test", now + 1, 60_000);
    expect(claimed?.messageId).toBe(messageId);
  });

  it("sends nothing in shadow mode, whoever asks", async () => {
    world = await deskWorld(await fresh(), "shadow");
    const reference = await world.add({ items: { 3: "missing" } });
    const open = await world.desk.open(reference);
    expect(
      await world.desk.act(
        reference,
        open?.version ?? 0,
        { kind: "release", messageId: open?.view.outgoing[0]?.messageId ?? "", text: null },
        "Kari",
      ),
    ).toMatchObject({ kind: "refused" });
    expect(await world.store.outbox.claim("test", world.now + 1, 60_000)).toBeNull();
  });

  it("sends an edited reply as it was edited, under the same Message-ID and reply id", async () => {
    const { desk, add, store, now } = await open();
    const reference = await add({ items: { 3: "missing" } });
    const before = await desk.open(reference);
    const reply = before?.view.outgoing[0];
    const text = `${reply?.text}\nHilsen Kari\n`;
    await desk.act(reference, before?.version ?? 0, { kind: "release", messageId: reply?.messageId ?? "", text }, "Kari");
    const claimed = await store.outbox.claim("test", now + 1, 60_000);
    const raw = Buffer.from(claimed?.raw ?? []).toString("latin1");
    expect(raw.match(/Hilsen Kari/g)?.length).toBe(2);
    expect(raw.toLowerCase()).toContain(`x-mottak-reply-id: ${claimed?.id}`);
    expect((await desk.open(reference))?.view.events.map((event) => event.type)).toContain("edited");
  });

  it("tells the second of two, and changes nothing for them", async () => {
    const { desk, add } = await open();
    const reference = await add({ items: { 3: "missing" } });
    const version = (await desk.open(reference))?.version ?? 0;
    const correction = { kind: "correct", item: 3, status: "complete", missingParts: [], value: { name: "Ada" }, why: "" } as const;
    expect(await desk.act(reference, version, correction, "Kari")).toMatchObject({ kind: "done" });
    const second = await desk.act(reference, version, { ...correction, value: { name: "Bo" } }, "Per");
    expect(second).toMatchObject({ kind: "conflict", since: [{ type: "corrected", by: "Kari" }] });
    const item = (await desk.open(reference))?.view.merged?.items.find((one) => one.item === 3);
    expect(item?.value).toEqual({ name: "Ada" });
    expect((await desk.open(reference))?.view.corrections[0]?.before?.status).toBe("missing");
  });

  it("lets exactly one of many at once release a reply", async () => {
    const { desk, add, store } = await open();
    const reference = await add({ items: { 3: "missing" } });
    const before = await desk.open(reference);
    const messageId = before?.view.outgoing[0]?.messageId ?? "";
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        desk.act(reference, before?.version ?? 0, { kind: "release", messageId, text: null }, `person ${index}`),
      ),
    );
    expect(outcomes.filter((one) => one.kind === "done")).toHaveLength(1);
    expect((await store.cases.events(reference)).filter((event) => event.type === "released")).toHaveLength(1);
  });

  it("goes on over a delivery that the worker noted meanwhile", async () => {
    const { desk, add, store, now } = await open();
    const reference = await add({ items: { 3: "missing" } });
    const first = await desk.open(reference);
    const messageId = first?.view.outgoing[0]?.messageId ?? "";
    await desk.act(reference, first?.version ?? 0, { kind: "release", messageId, text: null }, "Kari");
    const seen = (await desk.open(reference))?.version ?? 0;
    const claimed = await store.outbox.claim("test", now + 1, 60_000);
    if (claimed) await store.outbox.sent(claimed, now + 2, { type: "sent", at: now + 2, by: "mottak", messageId } as never);
    expect(await desk.act(reference, seen, { kind: "hand_over", why: "se på dette" }, "Kari")).toMatchObject({ kind: "done" });
    expect((await desk.inbox(all)).rows[0]).toMatchObject({ group: "person", why: "by_person" });
  });

  it("drafts a new request after a correction, joins cases, and closes what is no application", async () => {
    const { desk, add } = await open();
    const reference = await add({ items: { 3: "missing", 12: "missing" } });
    const step = async (command: Parameters<typeof desk.act>[2]) => desk.act(reference, (await desk.open(reference))?.version ?? 0, command, "Kari");
    const [reply] = (await desk.open(reference))?.view.outgoing ?? [];
    expect(await step({ kind: "discard", messageId: reply?.messageId ?? "", why: "" })).toMatchObject({ kind: "done" });
    expect(await step({ kind: "ask_again" })).toMatchObject({ kind: "done" });
    expect((await desk.open(reference))?.view.outgoing.map((one) => one.state)).toEqual(["discarded", "withheld"]);
    const other = await add({});
    expect(await step({ kind: "merge", into: "nowhere" })).toMatchObject({ kind: "refused" });
    expect(await step({ kind: "merge", into: other })).toMatchObject({ kind: "done", reference: other });
    expect((await desk.open(reference))?.view).toMatchObject({ state: "merged", mergedInto: other });
    expect((await desk.open(other))?.mails).toHaveLength(2);
    const third = await add({ items: { 3: "missing" } });
    await desk.act(third, (await desk.open(third))?.version ?? 0, { kind: "not_application", why: "et spørsmål" }, "Kari");
    expect((await desk.open(third))?.view).toMatchObject({ state: "closed", outgoing: [{ state: "discarded" }] });
  });

  it("traces changes, conflicts and exports", async () => {
    const { desk, add, store } = await open();
    const reference = await add({ items: { 3: "missing" } });
    const version = (await desk.open(reference))?.version ?? 0;
    await desk.act(reference, version, { kind: "close", why: "ferdig" }, "Kari");
    await desk.act(reference, version, { kind: "close", why: "ferdig" }, "Per");
    await desk.exportCase(reference, "Kari");
    const traced = await store.desk.audited(reference, 10);
    expect(traced.map(({ by, action, detail }) => `${by} ${action} ${detail.split(" ")[0]}`).toSorted()).toEqual([
      "Kari change close",
      "Kari export version",
      "Per conflict closed",
    ]);
  });
});
