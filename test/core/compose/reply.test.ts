import axe from "axe-core";
import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { letterHtml, letterText } from "#core/compose/document.ts";
import { composeProvisional, composeReply, replySubject } from "#core/compose/reply.ts";
import { agency, texts } from "#test/support/case-world.ts";
import { contentOf, outcomes } from "./outcomes.ts";

const languages = ["nb", "nn", "en"] as const;
const reference = "UDI 2026-0142-KXRT";
const letters = languages.flatMap((language) => [
  ...Object.entries(outcomes).map(([name, outcome]) => ({
    name: `${name}, ${language}`,
    letter: composeReply(contentOf(outcome, language), agency, texts, reference, "3. mars 2026"),
  })),
  {
    name: `provisional answer, ${language}`,
    letter: composeProvisional(agency, texts, { language, reference, date: "3. mars 2026", law: "§ 11 a" }),
  },
]);

/** The words of a page as a person reads them. */
const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== "" && word !== "-");

// A loop, because the names of describe.each are cut short, and each snapshot needs its own.
for (const { name, letter } of letters)
  describe(name, () => {
    const text = letterText(letter);
    const html = letterHtml(letter);
    const page = new JSDOM(html, { runScripts: "outside-only" });

    it("reads as agreed", async () => {
      await expect(text).toMatchSnapshot();
    });
    it("says the same in HTML, word for word", () => {
      for (const one of page.window.document.querySelectorAll("br, p, li, h1, h2")) one.after("\n");
      expect(wordsOf(page.window.document.body.textContent)).toEqual(wordsOf(text));
    });
    it("leaves no slot unfilled", () => {
      expect(text).not.toMatch(/[{}]|undefined|null/);
    });
    it("uses headings and lists only, in the letter's language", () => {
      const { document } = page.window;
      expect(document.documentElement.lang).toBe(letter.language);
      expect(document.querySelectorAll("table, img, style, script, a, [style], font").length).toBe(0);
      expect(document.querySelectorAll("h1").length).toBe(1);
    });
    it("has no fault that an accessibility checker sees", async () => {
      const fresh = new JSDOM(html, { runScripts: "outside-only" });
      fresh.window.eval(axe.source);
      const checker = (fresh.window as unknown as { axe: typeof axe }).axe;
      // Colours and sizes need a browser; there are none of either in these letters.
      const { violations } = await checker.run(fresh.window.document, {
        rules: { "color-contrast": { enabled: false }, "target-size": { enabled: false } },
      });
      expect(violations.map((one) => one.id)).toEqual([]);
    });
  });

describe("a reply", () => {
  const requests = letters.filter(({ name }) =>
    /request for points and a document|request for a document only|request for a locked file only|^receipt,|supplement/.test(name),
  );
  it.each(requests)("fits about one screen: $name", ({ letter }) => {
    expect(letterText(letter).split("\n").length).toBeLessThan(60);
    expect(wordsOf(letterText(letter)).length).toBeLessThan(300);
  });
  it.each(letters)("accuses nobody: $name", ({ letter }) => {
    expect(letterText(letter)).not.toMatch(
      /\b(?:mangler|manglar|mangelfull|feil|ugyldig|avvist|glemt|invalid|wrong|rejected|failed|you forgot|you did not)\b/i,
    );
  });
  it.each(letters.filter(({ name }) => !name.startsWith("provisional")))(
    "says that a machine wrote it and that it decides nothing: $name",
    ({ letter }) => {
      expect(letterText(letter)).toMatch(/ikke et vedtak|ikkje eit vedtak|not a decision/);
      expect(letterText(letter)).toContain("23 35 15 00");
      expect(letterText(letter)).toContain(reference);
    },
  );
});

describe("a subject", () => {
  const subject = (given: string) => replySubject(given, reference, agency, texts.nb);
  it.each([
    ["Søknad om data", "[UDI 2026-0142-KXRT] Re: Søknad om data"],
    ["SV: Re: VS: Søknad om data", "[UDI 2026-0142-KXRT] Re: Søknad om data"],
    ["Re: [UDI 2026-0142-KXRT] Re: Søknad om data", "[UDI 2026-0142-KXRT] Re: Søknad om data"],
    ["", "[UDI 2026-0142-KXRT] Søknaden din"],
    ["Søknad\r\nBcc: andre@x.example", "[UDI 2026-0142-KXRT] Re: Søknad Bcc: andre@x.example"],
  ])("%j becomes %j", (given, expected) => {
    expect(subject(given)).toBe(expected);
  });
});

describe("a mail with hundreds of files or persons", () => {
  const many = Array.from({ length: 500 }, (_, at) => `Navn ${at}`);
  const file = (name: string) => ({ name: `${name}.pdf`, roles: ["other" as const] });
  it.each(languages)("has an answer in %s that still fits a screen or two, and tells how many more there are", (language) => {
    const content = contentOf(Object.values(outcomes)[0] as (typeof outcomes)[string], language);
    const received = letterText(composeReply({ ...content, files: many.map(file) }, agency, texts, reference));
    const asked = letterText(
      composeReply(
        {
          ...content,
          purpose: "request",
          unreadable: many.map((name) => ({ name, problem: "corrupt" as const })),
          asks: [{ item: 6, pair: null, whole: false, parts: ["title"], names: { title: many } }],
        },
        agency,
        texts,
        reference,
      ),
    );
    for (const letter of [received, asked]) {
      expect(letter).toContain("481 ");
      expect(letter).toContain("Navn 18");
      expect(letter).not.toContain("Navn 19");
    }
  });
});
