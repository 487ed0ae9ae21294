import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { detectLanguage, type Language } from "#core/language.ts";
import { assess } from "#test/support/plain-message.ts";
import { messageOf, shortMails } from "./short-mails.ts";

const judged = await Promise.all(shortMails.map(async (mail) => ({ ...mail, got: assess(await messageOf(mail)) })));
/** Share of each language that is right; each just under what it was when it was measured. */
const floors: Readonly<Record<Language, number>> = { nb: 0.99, nn: 0.94, en: 0.93 };

describe("the languages of 200 short mails", () => {
  it.each(["nb", "nn", "en"] as const)("are right for at least the measured share of %s", (language) => {
    const mails = judged.filter((mail) => mail.language === language);
    const misses = mails.filter((mail) => mail.got.language !== language);
    console.log(
      `${language}: ${mails.length - misses.length} of ${mails.length}\n${misses.map((mail) => `  ${mail.got.language}${mail.got.languageSure ? " (sure)" : ""}: ${JSON.stringify(mail.text.slice(0, 150))}`).join("\n")}`,
    );
    expect(1 - misses.length / mails.length).toBeGreaterThanOrEqual(floors[language]);
  });
  it("are seldom wrong where the guess is sure, and never Norwegian for English", () => {
    const sure = judged.filter((mail) => mail.got.languageSure);
    const wrong = sure.filter((mail) => mail.got.language !== mail.language);
    console.log(`sure: ${sure.length}, of these wrong: ${wrong.length}`);
    expect(wrong.length / sure.length).toBeLessThanOrEqual(0.02);
    expect(wrong.filter((mail) => mail.language === "en").map((mail) => mail.text)).toEqual([]);
  });
});

describe("detectLanguage", () => {
  it.each<[Language, string]>([
    ["nb", "Hei, jeg har ikke fått noe svar på søknaden."],
    ["nn", "Hei, eg har ikkje fått noko svar på søknaden."],
    ["en", "Hello, I have not had any answer to the application."],
    ["nb", "Hvilke opplysninger mangler dere fra oss?"],
    ["nn", "Kva opplysningar manglar de frå oss?"],
    ["nb", "Vennlig hilsen Ola"],
    ["nn", "Venleg helsing Ola"],
    ["en", "Kind regards, Ola, with the data attached"],
  ])("%s: %s", (language, text) => expect(detectLanguage(text).language).toBe(language));
  it("tells nynorsk by its forms in a text that names bokmål institutions", () => {
    const text = "Eg søkjer om opplysningar frå dykk. Behandlingsansvarlig er Høgskolen i Nordmarka, og rettleiaren min heiter Kari. Kva manglar?";
    expect(detectLanguage(text)).toMatchObject({ language: "nn", sure: true });
  });
  it("answers an English mail with a Norwegian project name and signature in English", () => {
    const text =
      "Dear Sir or Madam, please find attached our application for access to data for the project «Veien til Norge». Best regards, Institutt for samfunnsforskning";
    expect(detectLanguage(text)).toMatchObject({ language: "en", sure: true });
  });
  it("answers a Norwegian mail with an English title in Norwegian", () => {
    const text =
      "Hei, vi søker om tilgang til opplysninger til prosjektet «The Roads of Return: Integration and Migration in the North». Hva mangler dere fra oss?";
    expect(detectLanguage(text)).toMatchObject({ language: "nb", sure: true });
  });
  it("goes by the greater part of a mail in two languages", () => {
    const norwegian = "Vi har ikke mottatt noe svar fra dere, og jeg lurer på hva som mangler.";
    expect(detectLanguage(`${norwegian} ${norwegian} Thank you for your help.`).language).toBe("nb");
    expect(detectLanguage("We have not received any answer from you, and we would like to know what is missing. Hilsen Kari").language).toBe("en");
  });
  it("is not sure of names, numbers and a word or two", () => {
    for (const text of ["", "   ", "Se vedlegg", "Kari Heggdal 22 33 44 55", "CV DPIA PDF", "?"]) expect(detectLanguage(text).sure, text).toBe(false);
  });
  it("calls a text that says nothing bokmål", () => expect(detectLanguage("12 34 56")).toMatchObject({ language: "nb", margin: 0 }));
  it("is the same in capitals", () => {
    fc.assert(
      fc.property(fc.constantFrom(...shortMails), ({ text }) => {
        expect(detectLanguage(text.toUpperCase()).language).toBe(detectLanguage(text.toLowerCase()).language);
      }),
    );
  });
  it("gives a language and a margin of at least nothing for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        const guess = detectLanguage(text);
        expect(["nb", "nn", "en"]).toContain(guess.language);
        expect(guess.margin).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
