/** Threads through the real worker with real reading: application, our reply, supplement; the case as it ends. */
import { beforeAll, describe, expect, it } from "vitest";
import type { Assessment } from "#core/assessment.ts";
import type { CaseView } from "#core/case.ts";
import { lackingAfter, type Played, playThreads, readByGold, readByProgram, threadFolders, threadsIn } from "#test/support/threads.ts";

/** Threads of the repository that end exactly as the gold of both mails says; the rest are misread in at least one point. */
const RIGHT_AT_LEAST = 4;

const lackingIn = ({ merged }: CaseView): string[] =>
  lackingAfter([readByProgram({ items: merged?.items ?? [], documents: merged?.documents ?? {} })]);
const readings = ({ events }: CaseView): Assessment[] => events.flatMap((event) => (event.type === "read" ? [event.assessment] : []));
const isOwn = ({ thread }: Played): boolean => thread.application.startsWith("fixtures/");

describe("threads played through the worker", () => {
  let played: Played[] = [];
  let opened: { name: string; opened: CaseView; ended: CaseView }[] = [];
  beforeAll(async () => {
    played = await playThreads(threadsIn(threadFolders));
    opened = played.flatMap(({ thread, opened: before, ended }) => (before && ended ? [{ name: thread.name, opened: before, ended }] : []));
  }, 300_000);

  it("nearly every application opens a case", () => {
    expect(opened.length).toBeGreaterThanOrEqual(played.length - 1);
  });
  it("every supplement finds its application's case by the Message-ID of our reply, and is answered there", () => {
    for (const { name, ended } of opened) {
      expect([name, ended.messages.map((one) => one.how)]).toEqual([name, ["opened", "own_message_id"]]);
      expect([name, ended.outgoing.map((one) => one.state)]).toEqual([name, ["sent", "sent"]]);
    }
  });
  it("every case ends with what both mails were read to bring, no more and no less", () => {
    for (const { name, ended } of opened) {
      // Persons who lack something are followed by name: a list of others does not make up for them.
      const byName = (ended.merged?.items ?? []).flatMap(({ item, lacking }) => (lacking ? [item] : []));
      const compared = (lines: readonly string[]) => lines.filter((line) => !byName.some((number) => line.startsWith(`${number}: `)));
      expect([name, compared(lackingIn(ended))]).toEqual([name, compared(lackingAfter(readings(ended).map(readByProgram)))]);
    }
  });
  it("every case that lacks nothing is complete with a receipt, every other one waits for its sender", () => {
    for (const { name, ended } of opened) {
      const complete = lackingIn(ended).length === 0;
      expect([name, ended.state, ended.outgoing.at(-1)?.purpose]).toEqual([
        name,
        complete ? "complete" : "waiting",
        complete ? "completed" : "remaining",
      ]);
    }
  });
  it("enough of them end exactly as the gold of both mails says", () => {
    const right = played.filter(
      ({ thread, ended }) =>
        ended && lackingIn(ended).join("; ") === lackingAfter([thread.application, thread.supplement].map(readByGold)).join("; "),
    );
    expect(right.filter(isOwn).length).toBeGreaterThanOrEqual(RIGHT_AT_LEAST);
  });
});
