import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sentencesOf } from "#core/prose/sentences.ts";

const texts = (text: string): string[] => sentencesOf(text).map((sentence) => sentence.text);

describe("sentencesOf", () => {
  it("cuts at full stops, question marks, exclamation marks and semicolons", () => {
    expect(texts("Vi søker. Hvorfor? Fordi! Data lagres her; nøkkelen der.")).toEqual([
      "Vi søker.",
      "Hvorfor?",
      "Fordi!",
      "Data lagres her;",
      "nøkkelen der.",
    ]);
  });
  it("cuts at line breaks", () => expect(texts("Lagring\nPå lukket server")).toEqual(["Lagring", "På lukket server"]));
  it("takes the closing quote or bracket along", () =>
    expect(texts("Han sa «nei.» Vi spurte (igjen.) Så kom svaret.")).toEqual(["Han sa «nei.»", "Vi spurte (igjen.)", "Så kom svaret."]));
  it.each([
    "Vi bruker f.eks. alder og kjønn.",
    "Data, bl.a. Om bosted, trengs.",
    "Se jf. § 13 i loven.",
    "Ring tlf. 55 11 22 33 i kontortiden.",
    "Prof. Ola Mykle leder det.",
    "Reglene i art. 6 gjelder.",
    "Vi følger kap. 4 i planen.",
    "Alder, kjønn osv. Trengs alt.",
    "See e.g. Section 4 of it.",
    "Dr. Mykle et al. Mener det.",
    "J. Mykle skrev det.",
    "Det er ca. 300 personer.",
  ])("ends no sentence at an abbreviation: %s", (text) => expect(texts(text)).toEqual([text]));
  it.each([
    "Den 1. januar 2026 begynner vi.",
    "Fra 12. mars til 3. okt. 2027.",
    "I 2. halvår er vi ferdige.",
    "Etter 3. ledd i paragrafen.",
    "3. Leder for institusjonen",
  ])("ends no sentence at an ordinal number: %s", (text) => expect(texts(text)).toEqual([text]));
  it.each(["Versjon 2.1 gjelder.", "Se www.nordmarka.example for mer.", "Skriv til ola.mykle@nordmarka.example i dag.", "Andelen er 3.5 prosent."])(
    "ends no sentence within a word or a figure: %s",
    (text) => expect(texts(text)).toEqual([text]),
  );
  it("ends a sentence at a year", () =>
    expect(texts("Prosjektet slutter i 2028. Data slettes da.")).toEqual(["Prosjektet slutter i 2028.", "Data slettes da."]));
  it("gives nothing for blanks", () => expect(texts(" \n \t ")).toEqual([]));
  it("gives verbatim, trimmed stretches in order that lose no letter", () => {
    const piece = fc.constantFrom("Vi søker", ". ", "f.eks. ", "\n", "1. ", "januar ", "? ", "; ", "2028", " ", "«", "» ", "jf. ", "æøå ");
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join("")),
          fc.string({ unit: "binary", maxLength: 200 }),
        ),
        (text) => {
          let at = 0;
          for (const sentence of sentencesOf(text)) {
            expect(text.slice(sentence.start, sentence.end)).toBe(sentence.text);
            expect(sentence.text.trim()).toBe(sentence.text);
            expect(text.slice(at, sentence.start).trim()).toBe("");
            at = sentence.end;
          }
          expect(text.slice(at).trim()).toBe("");
        },
      ),
    );
  });
});
