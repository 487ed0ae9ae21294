/** Conversations from message files, read by the real reader of mails and judged as a faultless reader would: every mail that goes out, word by word. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { IntakeResult } from "#core/intake.ts";
import { readMessage } from "#edges/read/reader.ts";
import { DAY, World } from "#test/support/case-world.ts";
import { assessmentFromGold, goldOf } from "#test/support/gold.ts";

const folder = "fixtures/conversations";

/** Plays one conversation a day a mail; `between` may act as a person before a mail. */
const play = async (
  name: string,
  between: (world: World, next: string) => void = () => undefined,
  pause = DAY,
): Promise<{ world: World; steps: string[]; results: IntakeResult[] }> => {
  const world = new World();
  const steps: string[] = [];
  const results: IntakeResult[] = [];
  for (const file of readdirSync(`${folder}/${name}`)
    .filter((one) => one.endsWith(".eml"))
    .toSorted()) {
    between(world, file);
    const path = `${folder}/${name}/${file}`;
    const message = await readMessage(readFileSync(path));
    const result = world.receive(message, assessmentFromGold(goldOf(path), message), pause);
    const { action, reason, outcome } = result.decision;
    steps.push(
      `${file.slice(0, 2)} ${result.reference?.slice(4, 13) ?? (result.hold ? `held ${result.hold.because}` : "no case")}: ${action}, ${reason}, ${outcome}`,
    );
    results.push(result);
  }
  return { world, steps, results };
};

/** Everything that went out, as one text to compare. */
const outbox = (world: World): string =>
  world.sent.map((one) => `To: ${one.to}\nSubject: ${one.subject}\nMessage-ID: ${one.messageId}\n\n${one.text}`).join("\n----------\n");

describe("a conversation", () => {
  it("complete at once: one receipt", async () => {
    const { world, steps } = await play("complete-at-once");
    expect(steps).toEqual(["01 2026-0001: receipt, complete, send"]);
    expect(outbox(world)).toMatchSnapshot();
  });
  it("incomplete, supplement, complete, thanks: three mails out, none for the thanks", async () => {
    const { world, steps } = await play("complete-after-two-answers");
    expect(steps).toEqual([
      "01 2026-0001: request_missing, lacking, send",
      "02 2026-0001: request_missing, lacking, send",
      "03 2026-0001: receipt, complete, send",
      "04 2026-0001: none, nothing_new, none",
    ]);
    expect(outbox(world)).toMatchSnapshot();
  });
  it("answered between the quoted lines: complete", async () => {
    const { world, steps } = await play("answers-between-the-lines");
    expect(steps).toEqual(["01 2026-0001: request_missing, lacking, send", "02 2026-0001: receipt, complete, send"]);
    expect(outbox(world)).toMatchSnapshot();
  });
  it("continued under another subject: same case", async () => {
    const { world, steps, results } = await play("another-subject");
    expect(steps).toEqual(["01 2026-0001: request_missing, lacking, send", "02 2026-0001: request_missing, lacking, send"]);
    expect(results[1]?.events[0]).toMatchObject({ type: "received", how: "sender_message_id" });
    expect(outbox(world)).toMatchSnapshot();
  });
  it("by one sender about two projects: two cases, and a mail that fits both is held", async () => {
    const { world, steps, results } = await play("two-cases-of-one-sender");
    expect(steps).toEqual([
      "01 2026-0001: request_missing, lacking, send",
      "02 2026-0002: request_missing, lacking, send",
      "03 2026-0002: request_missing, lacking, send",
      "04 held no_thread: handover, unsure_case, none",
    ]);
    expect(results[3]?.hold?.suggestions).toHaveLength(2);
    expect(outbox(world)).toMatchSnapshot();
  });
  it("begun by an assistant: the project leader goes on, a private address is held", async () => {
    const { world, steps } = await play("sent-by-an-assistant");
    expect(steps).toEqual([
      "01 2026-0001: request_missing, lacking, send",
      "02 2026-0001: request_missing, lacking, send",
      "03 held unknown_sender: handover, unknown_sender, none",
    ]);
    expect(world.sent.map((one) => one.to)).toEqual(["post@vestforsk.example", "marte.haug@vestforsk.example"]);
    expect(outbox(world)).toMatchSnapshot();
  });
  it("with an answering machine that shows no sign of being one: it gets one mail, and a person sees it", async () => {
    const { world, steps } = await play("two-machines", () => undefined, 60_000);
    expect(steps[0]).toBe("01 2026-0001: request_missing, lacking, send");
    expect(steps.slice(1, 6)).toEqual(["02", "03", "04", "05", "06"].map((number) => `${number} 2026-0001: handover, nothing_recognised, none`));
    expect(steps[6]).toBe("07 2026-0001: none, automatic, none");
    expect(world.sent).toHaveLength(1);
  });
  it("that goes on after the case is closed: a person looks, nothing goes out", async () => {
    const { world, steps } = await play("answer-to-a-closed-case", (now, next) => {
      if (next.startsWith("02"))
        for (const [reference] of now.cases) now.append(reference, [{ at: now.now, by: "kari", type: "closed", why: "avslått" }]);
    });
    expect(steps[1]).toBe("02 2026-0001: handover, case_closed, none");
    expect(world.sent).toHaveLength(1);
  });
  it("with the same mail twice and then the whole again with the CV: linked, then complete", async () => {
    const { world, steps } = await play("sent-again-with-the-cv");
    expect(steps).toEqual([
      "01 2026-0001: request_missing, lacking, send",
      "02 2026-0001: none, duplicate, none",
      "03 2026-0001: receipt, complete, send",
    ]);
    expect(outbox(world)).toMatchSnapshot();
  });
  it("that ends with the application taken back: a person looks", async () => {
    const { world, steps } = await play("withdrawn");
    expect(steps[1]).toBe("02 2026-0001: handover, withdrawn, none");
    expect(world.sent).toHaveLength(1);
  });
  it("in which our mail comes back: it shows on the case", async () => {
    const { steps, results } = await play("our-mail-comes-back");
    expect(steps[1]).toBe("02 2026-0001: none, automatic, none");
    expect(results[1]?.view).toMatchObject({
      bouncedAddresses: ["marte.haug@vestforsk.example"],
      needsPerson: "our mail came back",
      outgoing: [{ state: "bounced" }],
    });
  });
});
