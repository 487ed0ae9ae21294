/** Laws that hold for any row of mails, whoever writes them and however they are read. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Assessment } from "#core/assessment.ts";
import { foldCase } from "#core/case.ts";
import type { CaseEvent } from "#core/case-events.ts";
import { agency, DAY, file, type ItemSays, MINUTE, mail, reading, World } from "#test/support/case-world.ts";

const kinds: readonly Assessment["kind"][] = ["application", "supplement", "question", "automatic", "unrelated"];
const says = fc.constantFrom<ItemSays>("complete", "missing", "unclear", ["end"]);
const step = fc.record({
  kind: fc.constantFrom(...kinds),
  sender: fc.constantFrom("marte.haug@vestforsk.example", "per.lie@vestforsk.example", "fremmed@annet.example"),
  answers: fc.constantFrom("latest", "first", "nothing"),
  title: fc.constantFrom("Ventetid i mottak", "Barn i mottak"),
  item12: says,
  file: fc.boolean(),
  body: fc.constantFrom("Takk", "Hva mener dere?", "Her er svaret", "Vedlagt"),
  header: fc.constantFrom("", "Auto-Submitted", "X-Auto-Response-Suppress", "List-Id"),
  minutes: fc.constantFrom(1, 30, 60 * 30),
});

/** Plays a row of mails and gives the world with every result. */
const play = (steps: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[], rounds = 2) => {
  const world = new World({ rounds });
  const results = steps.map((one, index) => {
    const sent = one.answers === "latest" ? world.sent.at(-1) : one.answers === "first" ? world.sent[0] : undefined;
    const message = mail({
      messageId: `<law-${index}@vestforsk.example>`,
      from: { name: "", address: one.sender },
      body: `${one.body} ${index}`,
      ...(sent ? { inReplyTo: [sent.messageId], references: [sent.messageId] } : {}),
      ...(one.header ? { headers: { [one.header]: "All" } } : {}),
    });
    const assessment = reading({
      kind: one.kind,
      title: one.title,
      items: { 1: one.kind === "application" ? "complete" : "missing", 12: one.item12 },
      attachments: one.file ? [file(`fil ${index}.pdf`, ["other"])] : [],
    });
    return { one, assessment, result: world.receive(message, assessment, one.minutes * MINUTE) };
  });
  return { world, results };
};

const rows = fc.array(step, { minLength: 1, maxLength: 25 });

describe("whatever comes", () => {
  it("only applications and supplements are answered, and never where a header says that a machine or a list wrote", () => {
    fc.assert(
      fc.property(rows, (steps) => {
        for (const { one, result } of play(steps).results)
          if (result.reply)
            expect(["application", "supplement"].includes(one.kind) && one.header !== "Auto-Submitted" && one.header !== "List-Id").toBe(true);
      }),
    );
  });
  it("nobody gets more than the caps allow, and no case more than its rounds and two", () => {
    fc.assert(
      fc.property(rows, (steps) => {
        const { world } = play(steps);
        for (const events of world.cases.values()) expect(foldCase(events).outgoing.length).toBeLessThanOrEqual(4);
        for (const { at, to, reference } of world.sent) {
          expect(world.sent.filter((other) => other.to === to && other.at > at - DAY && other.at <= at).length).toBeLessThanOrEqual(5);
          expect(world.sent.filter((other) => other.reference === reference && other.at > at - 10 * MINUTE && other.at <= at).length).toBe(1);
        }
      }),
    );
  });
  it("no stranger is told anything of a case", () => {
    fc.assert(
      fc.property(rows, (steps) => {
        const { world } = play(steps);
        for (const { to, reference } of world.sent) expect(world.view(reference).addresses).toContain(to);
        for (const { to, reference } of world.sent) if (to === "fremmed@annet.example") expect(world.view(reference).messages[0]?.from).toBe(to);
      }),
    );
  });
  it("every message ends in exactly one place: a case, the holding list, or with people", () => {
    fc.assert(
      fc.property(rows, (steps) => {
        for (const { result } of play(steps).results) {
          expect(Number(result.events.length > 0) + Number(result.hold !== null)).toBeLessThanOrEqual(1);
          if (result.reply) expect(result.reference).not.toBeNull();
        }
      }),
    );
  });
  it("no application disappears: it has a case, is held, or is linked to the same mail", () => {
    fc.assert(
      fc.property(rows, (steps) => {
        for (const { one, result } of play(steps).results)
          if (one.kind === "application") expect(result.reference !== null || result.hold !== null).toBe(true);
      }),
    );
  });
  it("a case folds to the same after its events have been stored and read again, and all our Message-IDs differ", () => {
    fc.assert(
      fc.property(rows, (steps) => {
        const { world } = play(steps);
        const ids = [...world.cases.values()].flatMap((events) => foldCase(events).outgoing.map((one) => one.messageId));
        expect(new Set(ids).size).toBe(ids.length);
        for (const events of world.cases.values())
          expect(JSON.stringify(foldCase(JSON.parse(JSON.stringify(events)) as CaseEvent[]))).toBe(JSON.stringify(foldCase(events)));
      }),
      { numRuns: 40 },
    );
  });
  it("what a case asks for is never more than the checklist holds", () => {
    fc.assert(
      fc.property(rows, (steps) => {
        for (const { result } of play(steps).results)
          for (const ask of result.decision.content?.asks ?? []) expect(agency.catalogue.items.some((item) => item.number === ask.item)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});
