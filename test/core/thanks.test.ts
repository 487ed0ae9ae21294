import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isThanks } from "#core/thanks.ts";
import { readMessage } from "#edges/read/reader.ts";
import { mail, reading, World } from "#test/support/case-world.ts";

describe("a mail that only says thank you", () => {
  it.each(["Tusen takk!", "Hei, takk for raskt svar. Vi kommer tilbake.", "Thank you very much, noted.", "Mottatt, flott."])("%s", (body) => {
    expect(isThanks(mail({ body }))).toBe(true);
  });
  it.each([
    "Takk. Når får vi svar?",
    "Takk, telefonen er 57 67 61 50.",
    "Prosjektet er ikke drøftet.",
    "Thank you. One thing we left out: nobody but me has access.",
    "> Takk",
  ])("is not: %s", (body) => {
    expect(isThanks(mail({ body }))).toBe(false);
  });
  it("also where it is read as the closing formula above a name", async () => {
    expect(isThanks(await readMessage(readFileSync("fixtures/conversations/complete-after-two-answers/04-takk.eml")))).toBe(true);
  });
  it("gets no answer and no person's time in its case, however it is read", () => {
    const world = new World();
    const first = world.receive(mail(), reading({ items: { 16: "missing" } }));
    const thanks = world.receive(mail({ inReplyTo: [first.reply?.messageId ?? ""], body: "Tusen takk!" }), reading({ kind: "question" }));
    expect(thanks.decision).toMatchObject({ action: "none", reason: "nothing_new" });
    expect(thanks.view).toMatchObject({ state: "waiting", needsPerson: null });
  });
});
