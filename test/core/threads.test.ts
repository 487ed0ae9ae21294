/** Supplements, each read with its application as their gold answers say: what then lacks, and what the reply asks for. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Message } from "#core/message.ts";
import { outstandingIn } from "#core/reply-content.ts";
import { readMessage } from "#edges/read/reader.ts";
import { agency, DAY, World } from "#test/support/case-world.ts";
import { assessmentFromGold, goldOf } from "#test/support/gold.ts";
import { lackingAfter, readByGold, type Thread, threadFolders, threadsIn } from "#test/support/threads.ts";

const threads = threadsIn(threadFolders);
/** The files within are not opened: the gold answer says what stands in them. */
const read = (file: string): Promise<Message> => readMessage(readFileSync(file), async () => []);

const play = async ({ application, supplement }: Thread) => {
  const world = new World();
  const [one, other] = [await read(application), await read(supplement)];
  const first = world.receive(one, assessmentFromGold(goldOf(application), one), DAY);
  return { first, second: world.receive(other, assessmentFromGold(goldOf(supplement), other), DAY) };
};

describe("a supplement whose References hold its application's Message-ID", () => {
  it("is found among the repository's own mails", () => {
    expect(threads.length).toBeGreaterThanOrEqual(7);
  });
  it.each(threads)("$name ends as the gold of both says", async (thread) => {
    const { first, second } = await play(thread);
    const lacking = lackingAfter([thread.application, thread.supplement].map(readByGold));
    expect(second.reference).toBe(first.reference);
    expect(second.decision.action).toBe(lacking.length === 0 ? "receipt" : "request_missing");
    const merged = second.view?.merged;
    const { asks, documentsMissing } = merged ? outstandingIn(merged, agency.catalogue) : { asks: [], documentsMissing: [] };
    expect([...asks.map((ask) => `${ask.item}: ${ask.parts.join(", ")}`), ...documentsMissing]).toEqual(lacking);
    expect(second.view?.state).toBe(lacking.length === 0 ? "complete" : "waiting");
  });
  it("is answered with exactly what remains, by number and part", async () => {
    const thread = threads.find((one) => one.name === "11-supplement-kvartil");
    const { second } = thread ? await play(thread) : { second: null };
    expect(second?.reply?.text).toMatch(/Dette gjenstår\n\n- Punkt 16\. Forhåndsdrøfting med Datatilsynet: svar ja eller nei\n[^-]*\n\n/);
  });
});
