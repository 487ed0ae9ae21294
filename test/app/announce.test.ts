/** Staff are told once an occasion, with everything or with nothing of the sender's, and complete cases are written out. */
import { afterEach, expect, it } from "vitest";
import { announceNext, type AnnounceTools } from "#app/announce.ts";
import { exportTools } from "#cli/web.ts";
import { freeze } from "#edges/send/freeze.ts";
import { loadClocks } from "#edges/settings/texts.ts";
import { agency, hash, policy, texts } from "#test/support/case-world.ts";
import { type DeskWorld, deskWorld } from "#test/support/desk-world.ts";
import { describeStores } from "#test/support/stores.ts";
import { createHash } from "node:crypto";

const folder = "config/agencies/udi";

describeStores("notes to staff", (fresh) => {
  let world: DeskWorld;
  const packages: string[] = [];
  const open = async (changes: Partial<AnnounceTools> = {}): Promise<AnnounceTools> => {
    world = await deskWorld(await fresh());
    world.world.policy = { ...world.world.policy, mode: "auto" };
    packages.length = 0;
    const knowledge = {
      agency,
      texts,
      model: { version: 1, trainedOn: { phrases: 0, hash: "" }, parts: {} } as never,
      policy,
      hash,
      digest: (text: string) => createHash("sha256").update(text).digest("hex"),
    };
    return {
      ...(await exportTools({ store: world.store, knowledge }, folder)),
      clock: { now: () => world.now, sleep: async () => undefined },
      clocks: loadClocks(folder),
      freeze,
      from: { name: "UDI", address: "statistikk@udi.no" },
      envelopeFrom: "statistikk@udi.no",
      to: "saksbehandlere@udi.no",
      contents: "full",
      pages: "https://mottak.example",
      writePackage: async (files) => void packages.push(files.name),
      ...changes,
    };
  };
  afterEach(() => world?.close());

  const notes = async (): Promise<string[]> => {
    const found: string[] = [];
    for (;;) {
      const reply = await world.store.outbox.claim("test", world.now + 1, 60_000);
      if (!reply) return found;
      if (reply.recipient === "saksbehandlere@udi.no") found.push(decoded(reply.raw));
    }
  };

  it("go out once when a case is complete, and its package is written", async () => {
    const tools = await open();
    await world.add({ title: "Skolegang i nord" });
    expect(await announceNext(tools)).toBe(1);
    expect(await announceNext(tools)).toBe(0);
    const [note, ...more] = await notes();
    expect(more).toEqual([]);
    expect(note).toContain("Klar til behandling");
    expect(note).toContain("Skolegang i nord");
    expect(note).toContain("https://mottak.example/sak/2026-0001");
    expect(note).toContain("16.");
    expect(packages).toHaveLength(1);
  });

  it("go out for what is unclear, not for what a mode holds back or an applicant is asked", async () => {
    const tools = await open();
    await world.add({ items: { 7: "unclear" } });
    await world.add({ items: { 3: "missing" } });
    world.world.policy = { ...world.world.policy, mode: "hold" };
    await world.add({ items: { 3: "missing" } });
    expect(await announceNext(tools)).toBe(1);
    expect((await notes())[0]).toContain("Ett eller flere punkter er uklare");
    expect(packages).toEqual([]);
  });

  it("hold nothing of the sender's where the address is one that many read", async () => {
    const tools = await open({ contents: "short" });
    const reference = await world.add({ title: "Skolegang i nord" });
    await announceNext(tools);
    const [note = ""] = await notes();
    expect(note).toContain(reference);
    expect(note).not.toMatch(/Skolegang|Marte|vestforsk/);
  });

  it("are told by one of two workers that look at once", async () => {
    const tools = await open();
    await world.add({});
    const told = await Promise.all([announceNext(tools), announceNext(tools)]);
    expect(told.reduce((sum, one) => sum + one, 0)).toBe(1);
    expect(await notes()).toHaveLength(1);
  });
});

/** A mail's text as a person reads it. */
const decoded = (raw: Uint8Array): string =>
  Buffer.from(
    Buffer.from(raw)
      .toString("latin1")
      .replace(/=\r\n/g, "")
      .replace(/=\?UTF-8\?Q\?([^?]*)\?=\s*/gi, (_, text: string) => text.replaceAll("_", " "))
      .replace(/=\?UTF-8\?B\?([^?]*)\?=\s*/gi, (_, text: string) => Buffer.from(text, "base64").toString("latin1"))
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  ).toString("utf8");
