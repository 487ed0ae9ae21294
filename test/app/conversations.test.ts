/** The conversations of fixtures/conversations through the real worker: read, judged, kept and answered as they would be, word by word. */
import { copyFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { simpleParser } from "mailparser";
import { describe, expect, it } from "vitest";
import { actOnCase } from "#app/case-actions.ts";
import type { Clock, Store } from "#app/ports.ts";
import { type CaseEvent, type CaseView, foldCase } from "#core/case.ts";
import type { HoldEntry } from "#core/intake.ts";
import { systemClock } from "#cli/clock.ts";
import { loadKnowledge } from "#cli/knowledge.ts";
import { agencyFolder } from "#cli/root.ts";
import { freeze } from "#edges/send/freeze.ts";
import { loadClocks } from "#edges/settings/texts.ts";
import { openStore } from "#edges/store/store.ts";
import { DAY, MINUTE, NOON } from "#test/support/case-world.ts";
import { newPlace, ofType, type Place, settingsFor, work } from "#test/support/worker.ts";

const folder = "fixtures/conversations";
/** The key with which the Message-IDs and references in the message files were made. */
const KEY = "a key for tests";

type Told = { readonly steps: readonly string[]; readonly out: readonly Sent[]; readonly cases: readonly CaseView[] };

/** Plays a conversation, one mail after the other; `pause` is the time between them, `before` acts as a person. */
const play = async (
  name: string,
  { pause = DAY, before = async () => undefined }: { pause?: number; before?: (store: Store, file: string) => Promise<unknown> } = {},
): Promise<Told> => {
  const place = newPlace();
  let now = NOON;
  const begun = Date.now();
  const clock: Clock = { ...systemClock, now: () => now + Date.now() - begun };
  await withStore(place, (store) => store.operation.referenceKey(KEY, now));
  const steps: string[] = [];
  for (const file of readdirSync(`${folder}/${name}`)
    .filter((one) => one.endsWith(".eml"))
    .toSorted()) {
    await withStore(place, (store) => before(store, file));
    copyFileSync(`${folder}/${name}/${file}`, join(place.inbox, file));
    const run = await work(place, {}, { replace: { clock } });
    const [decided] = ofType(run, "decided");
    const held = (await withStore(place, (store) => store.hold.held(10))).map((one) => (JSON.parse(one.hold) as HoldEntry).because);
    steps.push(decided ? (decided.reference?.slice(4, 13) ?? `held ${held.join()}`) : "duplicate");
    now += pause;
  }
  // What waited for its time goes out.
  await work(place, {}, { replace: { clock } });
  return withStore(place, async (store) => ({
    steps,
    out: await outOf(place),
    cases: await Promise.all(
      (await store.cases.list(null, 10)).map(async ({ reference }) => foldCase((await store.cases.events(reference)) as readonly CaseEvent[])),
    ),
  }));
};

const withStore = async <T>(place: Place, use: (store: Store) => Promise<T>): Promise<T> => {
  const store = await openStore({ url: settingsFor(place).databaseUrl, password: null });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
};

type Sent = { readonly to: string; readonly subject: string; readonly messageId: string; readonly inReplyTo: string; readonly text: string };

/** The mails that went out, read again from their bytes. */
const outOf = async (place: Place): Promise<Sent[]> => {
  const files = existsSync(place.outbox) ? readdirSync(place.outbox).filter((one) => one.endsWith(".eml")) : [];
  const mails = await Promise.all(files.toSorted().map(async (file) => simpleParser(readFileSync(join(place.outbox, file)))));
  return mails.map(({ to, subject = "", messageId = "", inReplyTo = "", text = "" }) => ({
    to: to && !Array.isArray(to) ? (to.value[0]?.address ?? "") : "",
    subject,
    messageId,
    inReplyTo,
    text,
  }));
};

const close = async (store: Store, file: string): Promise<void> => {
  if (!file.startsWith("02")) return;
  const from = { name: "", address: "statistikk@udi.no" };
  const knowledge = loadKnowledge({ agency: "udi", key: KEY });
  const tools = { knowledge, clocks: loadClocks(agencyFolder("udi")), freeze, from, envelopeFrom: from.address };
  for (const { reference } of await store.cases.list(null, 10))
    expect(await actOnCase(tools, store, reference, { kind: "close", why: "avslått" }, { at: NOON + MINUTE, by: "kari" })).toBe("done");
};

/** Where each mail ends up, and for which purposes we write. The words are compared with what the case says went out. */
const ends: Record<string, { readonly mails: readonly string[]; readonly out: readonly string[] }> = {
  "complete-at-once": { mails: ["2026-0001"], out: ["1"] },
  "complete-after-two-answers": { mails: ["2026-0001", "2026-0001", "2026-0001", "2026-0001"], out: ["1", "2", "3"] },
  "answers-between-the-lines": { mails: ["2026-0001", "2026-0001"], out: ["1", "2"] },
  "another-subject": { mails: ["2026-0001", "2026-0001"], out: ["1", "2"] },
  "two-cases-of-one-sender": { mails: ["2026-0001", "2026-0002", "2026-0002", "held no_thread"], out: ["1", "2", "3"] },
  "sent-by-an-assistant": { mails: ["2026-0001", "2026-0001", "held unknown_sender"], out: ["1", "2"] },
  "sent-again-with-the-cv": { mails: ["2026-0001", "duplicate", "2026-0001"], out: ["1", "3"] },
  "our-mail-comes-back": { mails: ["2026-0001", "2026-0001"], out: ["1"] },
};

/** Mails of the case that the outgoing ones answer, by their place in the conversation. */
const answeredIn = (out: readonly Sent[], name: string): string[] => {
  const files = readdirSync(`${folder}/${name}`)
    .filter((one) => one.endsWith(".eml"))
    .toSorted();
  return out
    .map((one) => String(1 + files.findIndex((file) => readFileSync(`${folder}/${name}/${file}`, "latin1").includes(`Message-ID: ${one.inReplyTo}`))))
    .toSorted();
};

describe("a conversation through the worker, with real reading", { timeout: 120_000 }, () => {
  it.each(Object.entries(ends))("%s", async (name, expected) => {
    const { steps, out, cases } = await play(name);
    expect(steps).toEqual(expected.mails);
    expect(answeredIn(out, name)).toEqual(expected.out);
    const written = cases.flatMap((one) => one.outgoing);
    for (const { messageId, text, subject, to } of out) {
      const told = written.find((one) => one.messageId === messageId);
      expect([to, subject, text.trim()]).toEqual([told?.to.address, told?.subject, told?.text.trim()]);
      expect(text.includes("Dette gjenstår") || text.includes("Dette er nytt")).toBe(told?.purpose !== "request" && told?.purpose !== "receipt");
    }
  });
  it("that ends with the application taken back: a person is told so", async () => {
    const { cases } = await play("withdrawn");
    expect(cases).toMatchObject([{ state: "with_person", needsPerson: "the sender seems to take the application back" }]);
  });
  it("that goes on after the case is closed: a person looks, nothing goes out", async () => {
    const { out, cases } = await play("answer-to-a-closed-case", { before: close });
    expect(cases).toMatchObject([{ state: "closed", needsPerson: "the case is closed" }]);
    expect(out).toHaveLength(1);
  });
  it("with an answering machine that shows no sign of being one: one mail goes out", async () => {
    const { out, cases } = await play("two-machines", { pause: MINUTE });
    expect([out.length, cases.length]).toEqual([1, 1]);
  });
  it("whose mails follow within minutes: two mails go out, and the second answers all of them", async () => {
    const { out, cases } = await play("complete-after-two-answers", { pause: 3 * MINUTE });
    expect(cases).toMatchObject([{ outgoing: [{ state: "sent" }, { state: "discarded" }, { state: "sent" }] }]);
    expect(out[1]?.text).toMatch(/- Punkt 3, 12 og 16\n- CV til prosjektlederen\n/);
  });
});
