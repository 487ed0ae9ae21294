import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isEmptyAnswer, isGuidance, isNoAnswer, isPointer, isPromise, isQuestion, isReference } from "#core/extract/reject.ts";

type Test = (text: string) => boolean;
const table = (name: string, test: Test, yes: readonly string[], no: readonly string[]) =>
  describe(name, () => {
    it.each(yes)("holds for %j", (text) => expect(test(text)).toBe(true));
    it.each(no)("does not hold for %j", (text) => expect(test(text)).toBe(false));
  });

table(
  "isPromise",
  isPromise,
  [
    "DPIA ettersendes.",
    "Kommer senere",
    "Dette er ikke avklart ennå.",
    "Blir bestemt, men er ikkje fastsett enno",
    "To be decided",
    "TBD",
    "The DPIA will follow.",
    "Avventer svar fra personvernombudet",
    "Under utarbeidelse",
  ],
  ["Data lagres i Norge.", "Vi følger deltakerne i tre år.", "Personer som kommer til landet alene.", "Data are stored until 2028.", "Ola Mykle"],
);
table(
  "isGuidance",
  isGuidance,
  [
    "Beskriv formålet med prosjektet",
    "[Fyll inn navn her]",
    "Oppgi navn og stilling.",
    "Describe the purpose of the project",
    "Klikk her for å skrive inn tekst.",
    "Kryss av for ja eller nei",
    "State the name of the institution",
  ],
  [
    "Vi beskriver formålet slik.",
    "Beskrivelsen ligger ved.",
    "Velgerne i undersøkelsen er over 18 år.",
    "Vurderingen er at risikoen er lav.",
    "Begrunnelsen er at vi trenger alder.",
  ],
);
table(
  "isPointer",
  isPointer,
  [
    "Se vedlegg 2",
    "Se DPIA punkt 4.",
    "Jf. prosjektbeskrivelsen",
    "As described in section 3",
    "Som beskrevet ovenfor",
    "Nytten er beskrevet i prosjektbeskrivelsen",
    "See attached DPIA",
  ],
  [
    "Vi ser på vedtak fra 2015.",
    "Data lagres på lukket server hos oss, se DPIA pkt. 4 for flere detaljer om det.",
    "Seks forskere får tilgang.",
    "Ola Mykle",
  ],
);
table(
  "isEmptyAnswer",
  isEmptyAnswer,
  [
    "",
    "  ",
    "-",
    "____",
    "…",
    "☐ Ja ☐ Nei",
    "Skriv her",
    "Velg et element",
    "Klikk eller trykk her for å skrive inn tekst.",
    "xxx",
    "N.N.",
    "???",
    "[ ]",
  ],
  ["☒ Ja ☐ Nei", "Nei", "0", "a", "Ingen", "2028", "Ola"],
);
table(
  "isQuestion",
  isQuestion,
  ["Hvem får tilgang?", "Who keeps the key? "],
  ["Ja.", "Hvem får tilgang? Ola Mykle.", "Vi spør. Hvem får tilgang?", ""],
);
table(
  "isReference",
  isReference,
  ["Mykle, O. (2019). Veier nordover. Nordlys forlag.", "Aune et al. (2020) Home again.", "doi: 10.1000/182", "Journal of Winter Studies 4(2)"],
  ["Ola Mykle er prosjektleder.", "Prosjektet varer fra 2026 til 2028.", "Vi søker om data for 2019."],
);
table(
  "isNoAnswer",
  isNoAnswer,
  ["", "Beskriv formålet", "Hvem får tilgang?", "Se vedlegg 2", "Ettersendes"],
  [
    "Ola Mykle og Signe Aune får tilgang.",
    "Nei",
    "Nøkkelen oppbevares av institutt for sosiologi. Resten av detaljene ettersendes når avtalen er signert av alle parter.",
  ],
);

describe("what looks like an answer and is none", () => {
  it("is told without throwing for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        for (const test of [isPromise, isGuidance, isPointer, isEmptyAnswer, isQuestion, isReference, isNoAnswer])
          expect(typeof test(text)).toBe("boolean");
      }),
    );
  });
  it("is empty with any blanks and rules round it", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(" ", "_", ".", "-", "…", "\n", "|", ":", "*"), { maxLength: 40 }), (signs) =>
        isEmptyAnswer(signs.join("")),
      ),
    );
  });
});
