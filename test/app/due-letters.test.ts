/** Letters that clocks ask for, over a real store: drafted once, waiting for a person, in the sender's language. */
import { copyFileSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { actOnCase, loadCase } from "#app/case-actions.ts";
import { draftDueLetters, draftOnce } from "#app/due-letters.ts";
import { systemClock } from "#cli/clock.ts";
import { loadKnowledge } from "#cli/knowledge.ts";
import { agencyFolder, root } from "#cli/root.ts";
import { freeze } from "#edges/send/freeze.ts";
import { loadClocks } from "#edges/settings/texts.ts";
import { openStore } from "#edges/store/store.ts";
import { type LogLine, newPlace, recordingLog, replies, work } from "#test/support/worker.ts";

const DAY = 86_400_000;

it("a provisional answer is drafted before it is due, once, and nothing goes out by itself", { timeout: 60_000 }, async () => {
  const place = newPlace();
  const copy = join(place.inbox, "soknad.eml");
  copyFileSync(join(root, "fixtures", "conversations", "another-subject", "01-soknad.eml"), copy);
  const yesterday = Math.floor(Date.now() / 1000) - 86_400;
  utimesSync(copy, yesterday, yesterday);
  await work(place);
  const sent = replies(place).length;
  const lines: LogLine[] = [];
  const store = await openStore({ url: `sqlite:${place.data}/mottak.db` });
  try {
    const knowledge = loadKnowledge({ agency: "udi", key: await store.operation.referenceKey("unused", 0) });
    const tools = {
      knowledge,
      clocks: loadClocks(agencyFolder("udi")),
      freeze,
      from: { name: "UDI", address: "statistikk@udi.no" },
      envelopeFrom: "statistikk@udi.no",
    };
    const [row] = await store.cases.list(null, 1);
    if (!row) throw new Error("the application opened no case");
    const later = { at: row.openedAt + 26 * DAY, by: "mottak" };
    expect(await draftDueLetters(tools, store, { ...later, at: row.openedAt + DAY })).toEqual([]);
    const context = (worker: string, at: number) => ({ store, worker, log: recordingLog(lines), clock: { ...systemClock, now: () => at } });
    // Of two workers only one looks within the hour; what is drafted once is not drafted again.
    await draftOnce(tools, context("w1", later.at));
    await draftOnce(tools, context("w2", later.at + 60_000));
    await draftOnce(tools, context("w2", later.at + DAY));
    expect(lines.map(({ event, fields }) => [event, fields])).toEqual([
      ["letter.drafted", { case: row.reference, kind: "remind" }],
      ["letter.drafted", { case: row.reference, kind: "provisional_answer" }],
    ]);
    const loaded = await loadCase(store, row.reference);
    expect(loaded?.view.outgoing.find((one) => one.purpose === "provisional")).toMatchObject({ state: "withheld", language: "nb" });
    const release = {
      kind: "release",
      messageId: loaded?.view.outgoing.find((one) => one.purpose === "provisional")?.messageId ?? "",
      text: null,
    } as const;
    const actor = { ...later, by: "kari" };
    expect(await actOnCase(tools, store, row.reference, release, actor)).toMatchObject({
      refused: "not_allowed",
      because: expect.stringContaining("[skriv hvorfor det tar tid]"),
    });
    expect((await store.outbox.waiting(10)).length).toBeGreaterThan(0);
  } finally {
    await store.close();
  }
  await work(place);
  expect(replies(place).length).toBe(sent);
});
