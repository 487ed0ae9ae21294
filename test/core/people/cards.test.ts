import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cardsOf, SELF } from "#core/people/cards.ts";

/** A card as little more than what it says. */
const brief = (text: string, isOther?: (name: string) => boolean) =>
  cardsOf(text, isOther).map(({ name, titles, institutions, phones, emails, addresses }) => ({
    name,
    ...Object.fromEntries(Object.entries({ titles, institutions, phones, emails, addresses }).filter(([, values]) => values.length > 0)),
  }));

describe("cardsOf", () => {
  it("reads a line with all of it", () => {
    expect(brief("Professor Ola Mykle, Høgskolen i Nordmarka, tlf. 55 11 22 33, ola.mykle@nordmarka.example, Fjordgata 7, 5003 Bergen")).toEqual([
      {
        name: "Ola Mykle",
        titles: ["Professor"],
        institutions: ["Høgskolen i Nordmarka"],
        phones: ["55 11 22 33"],
        emails: ["ola.mykle@nordmarka.example"],
        addresses: ["Fjordgata 7, 5003 Bergen"],
      },
    ]);
  });
  it("reads a signature", () => {
    expect(brief("Signe Aune\nforsker\nHøgskolen i Nordmarka\nTelefon: 55 11 22 33\nsigne.aune@nordmarka.example")).toEqual([
      {
        name: "Signe Aune",
        titles: ["forsker"],
        institutions: ["Høgskolen i Nordmarka"],
        phones: ["55 11 22 33"],
        emails: ["signe.aune@nordmarka.example"],
      },
    ]);
  });
  it("gives each of two persons on a line their own", () => {
    expect(brief("Ola Mykle (tlf. 55 11 22 33) og Signe Aune (tlf. 905 11 223)")).toEqual([
      { name: "Ola Mykle", phones: ["55 11 22 33"] },
      { name: "Signe Aune", phones: ["905 11 223"] },
    ]);
  });
  it("gives an address that spells a name to that name, wherever it stands", () => {
    expect(brief("Ola Mykle og Signe Aune. ola.mykle@nordmarka.example, signe.aune@nordmarka.example")).toEqual([
      { name: "Ola Mykle", emails: ["ola.mykle@nordmarka.example"] },
      { name: "Signe Aune", emails: ["signe.aune@nordmarka.example"] },
    ]);
  });
  it("gives a title in front of a name to that name", () => {
    expect(brief("Rektor Signe Aune, professor Ola Mykle")).toEqual([
      { name: "Signe Aune", titles: ["Rektor"] },
      { name: "Ola Mykle", titles: ["professor"] },
    ]);
  });
  it("gives all of them the institution said of all", () => {
    expect(brief("Ola Mykle og Signe Aune, begge ved Høgskolen i Nordmarka").map((card) => "institutions" in card && card.institutions)).toEqual([
      ["Høgskolen i Nordmarka"],
      ["Høgskolen i Nordmarka"],
    ]);
  });
  it("reads title and institution by their place where no list of words knows them", () => {
    expect(brief("Ola Mykle, vinterforvalter, Snøhuset")).toEqual([{ name: "Ola Mykle", titles: ["vinterforvalter"], institutions: ["Snøhuset"] }]);
  });
  it("leaves contact details without a name nameless", () => {
    expect(brief("Telefon: 55 11 22 33\nE-post: post@nordmarka.example")).toEqual([
      { name: null, phones: ["55 11 22 33"], emails: ["post@nordmarka.example"] },
    ]);
  });
  it("passes over names that are said to be no person's", () => {
    expect(brief("Kvartil Analyse, tlf. 55 11 22 33", (name) => name === "Kvartil Analyse")).toEqual([{ name: null, phones: ["55 11 22 33"] }]);
  });
  it("does not take where a degree was taken for where a person works", () => {
    expect(brief("Ola Mykle, ph.d. fra Universitetet i Nordmarka").every((card) => !("institutions" in card))).toBe(true);
  });
  it("marks the writer where he or she speaks of himself or herself with a role or details", () => {
    expect(brief("Undertegnede kan nås på tlf. 55 11 22 33.")).toEqual([{ name: SELF, phones: ["55 11 22 33"] }]);
    expect(cardsOf("Jeg synes at dette er viktig.")).toEqual([]);
  });
  it("gives nothing where nobody is named", () => expect(cardsOf("Vi lagrer data på en lukket server.")).toEqual([]));
  it("never throws, and a card's name and text are words of the text", () => {
    const piece = fc.constantFrom(
      "Ola Mykle",
      "Signe Aune",
      ", ",
      "\n",
      "tlf. 55 11 22 33",
      "ola.mykle@x.example",
      "professor ",
      "(",
      ")",
      "ved ",
      "Høgskolen i Vest",
      "Fjordgata 7, 5003 Bergen",
      "jeg ",
      "Jeg er ",
      ". ",
      " | ",
      "begge ved ",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { maxLength: 15 }).map((pieces) => pieces.join("")),
          fc.string({ unit: "binary", maxLength: 150 }),
        ),
        (text) => {
          for (const card of cardsOf(text)) {
            if (card.name !== null && card.name !== SELF) expect(text).toContain(card.name);
            expect(text).toContain(card.text);
            for (const title of card.titles) expect(text).toContain(title);
          }
        },
      ),
    );
  });
});
