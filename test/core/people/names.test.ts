import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emailFitsName, findNames, isJustName, sameName } from "#core/people/names.ts";

const names = (text: string): string[] => findNames(text).map((one) => one.text);

describe("findNames", () => {
  it.each([
    ["Prosjektleder er Ola Mykle.", ["Ola Mykle"]],
    ["Rektor Signe Aune og professor Ola B. Mykle", ["Signe Aune", "Ola B. Mykle"]],
    ["Liv-Torill Måge", ["Liv-Torill Måge"]],
    ["J. P. Mykle leder det", ["J. P. Mykle"]],
    ["Anna van der Berg", ["Anna van der Berg"]],
    ["Åse Sørli Østby", ["Åse Sørli Østby"]],
    ["Dr. Femi Balogun", ["Femi Balogun"]],
    ["Kjersti O’Neill", ["Kjersti O’Neill"]],
    ["Kontaktperson: Irja Mäkinen", ["Irja Mäkinen"]],
  ])("%j", (text, expected) => expect(names(text)).toEqual(expected));
  it.each([
    "Universitetet i Oslo",
    "Høgskolen i Nordmarka",
    "Fjordheim kommune",
    "Norges forskningsråd",
    "Med vennlig hilsen",
    "Kind Regards",
    "Department of Human Geography",
    "Kjell Arholms gate 41",
    "Vi søker om data.",
    "ola mykle",
    "OLA MYKLE",
    "Ola",
    "Mandag 4. Mai",
    "",
  ])("finds no person in %j", (text) => expect(names(text)).toEqual([]));
  it("finds verbatim stretches in order, and never throws", () => {
    const piece = fc.constantFrom(
      "Ola ",
      "Mykle ",
      "van der ",
      "Rektor ",
      "B. ",
      "-",
      "’",
      "\n",
      ", ",
      "og ",
      "Universitetet i ",
      "Åse",
      " ",
      "Sørli",
      "é",
      "12 ",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join("")),
          fc.string({ unit: "binary", maxLength: 200 }),
        ),
        (text) => {
          let at = 0;
          for (const name of findNames(text)) {
            expect(text.slice(name.start, name.end)).toBe(name.text);
            expect(name.start).toBeGreaterThanOrEqual(at);
            at = name.end;
          }
        },
      ),
    );
  });
});

describe("isJustName", () => {
  it.each(["Ola Mykle", "Professor Ola Mykle", "Ola Mykle, forsker", "Dr. Ola Mykle:"])("holds for %j", (text) =>
    expect(isJustName(text)).toBe(true),
  );
  it.each(["Ola Mykle leder prosjektet", "Ola Mykle og Signe Aune", "Universitetet i Oslo", "Prosjektleder", ""])("does not hold for %j", (text) =>
    expect(isJustName(text)).toBe(false),
  );
});

describe("sameName", () => {
  it.each([
    ["Ola Mykle", "Ola Mykle"],
    ["Ola Mykle", "OLA MYKLE"],
    ["Ola Mykle", "Ola Berg Mykle"],
    ["O. Mykle", "Ola Mykle"],
    ["O. B. Mykle", "Ola Berg Mykle"],
    ["Mykle", "Ola Mykle"],
    ["Åse Sørli", "Ase Sorli"],
    ["Kristin Mykle", "Kristin Mykla"],
    ["Liv-Torill Måge", "Liv Torill Måge"],
  ])("%s may be %s", (one, other) => expect(sameName(one, other)).toBe(true));
  it.each([
    ["Ola Mykle", "Kari Mykle"],
    ["Ola Mykle", "Ola Aune"],
    ["O. Mykle", "Kari Mykle"],
    ["Ola", "Ola Mykle"],
    ["Ola Berg Mykle", "Ola Lie Mykle"],
    ["Aas", "Maren Aas"],
    ["", "Ola Mykle"],
    ["", ""],
  ])("%s is not %s", (one, other) => expect(sameName(one, other)).toBe(false));
  const word = fc.constantFrom("Ola", "O.", "Kari", "Mykle", "Myklo", "Aune", "Åse", "Ase", "B.", "Liv-Torill", "Berg");
  it("says the same both ways", () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 4 }), fc.array(word, { maxLength: 4 }), (one, other) => {
        expect(sameName(one.join(" "), other.join(" "))).toBe(sameName(other.join(" "), one.join(" ")));
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (one, other) => sameName(one, other) === sameName(other, one)),
    );
  });
  it("holds for any whole name and itself", () => {
    fc.assert(fc.property(fc.array(word, { minLength: 2, maxLength: 4 }), (one) => sameName(one.join(" "), one.join(" "))));
  });
});

describe("emailFitsName", () => {
  it.each([
    ["ola.mykle@x.example", "Ola Mykle", 2],
    ["omykle@x.example", "Ola Mykle", 2],
    ["obm@x.example", "Ola Berg Mykle", 2],
    ["olamyk@x.example", "Ola Mykle", 2],
    ["ase.sorli@x.example", "Åse Sørli", 2],
    ["aase.soerli@x.example", "Åse Sørli", 2],
    ["mykle@x.example", "Kari Mykle", 1],
    ["signe@x.example", "Signe Aune", 1],
    ["post@x.example", "Ola Mykle", 0],
    ["kari.lie@x.example", "Ola Mykle", 0],
  ] as const)("%s and %s: %i", (email, name, fit) => expect(emailFitsName(email, name)).toBe(fit));
});
