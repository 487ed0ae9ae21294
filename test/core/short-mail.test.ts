import { describe, expect, it } from "vitest";
import { isThanks, isWithdrawal } from "#core/short-mail.ts";
import { mail, reading, World } from "#test/support/case-world.ts";

describe("a mail that takes the application back", () => {
  it.each([
    "Vi trekker søknaden.",
    "Vi må dessverre trekke søknaden vår, fordi vi ikke fikk midler.",
    "Eg trekkjer søknaden.",
    "Jeg ønsker å trekke tilbake søknaden.",
    "Søknaden trekkes.",
    "We hereby ask you to stop: we are withdrawing our application.",
    "I would like to withdraw my application.",
  ])("%s", (body) => {
    expect(isWithdrawal(mail({ body }))).toBe(true);
  });
  it.each([
    "Deltakerne kan når som helst trekke seg.",
    "Participants may withdraw their consent.",
    "Vi trekker ut et tilfeldig utvalg.",
    "> Vi trekker søknaden.",
  ])("is not: %s", (body) => {
    expect(isWithdrawal(mail({ body }))).toBe(false);
  });
});

describe("a mail that only says thank you", () => {
  it.each(["Tusen takk!", "Hei, takk for raskt svar. Vi kommer tilbake.", "Thank you very much, noted.", "Mottatt, flott."])("%s", (body) => {
    expect(isThanks(mail({ body }))).toBe(true);
  });
  it.each(["Takk. Når får vi svar?", "Takk, telefonen er 57 67 61 50.", "Prosjektet er ikke drøftet.", "> Takk"])("is not: %s", (body) => {
    expect(isThanks(mail({ body }))).toBe(false);
  });
  it("gets no answer and no person's time in its case, however it is read", () => {
    const world = new World();
    const first = world.receive(mail(), reading({ items: { 16: "missing" } }));
    const thanks = world.receive(mail({ inReplyTo: [first.reply?.messageId ?? ""], body: "Tusen takk!" }), reading({ kind: "question" }));
    expect(thanks.decision).toMatchObject({ action: "none", reason: "nothing_new" });
    expect(thanks.view).toMatchObject({ state: "waiting", needsPerson: null });
  });
});
