import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Block } from "#core/document.ts";
import { plainDocument } from "#test/support/plain-message.ts";
import { blocksFromText, joinWrapped } from "#edges/read/text-blocks.ts";
import { outline } from "./fixture.ts";

const lines = (text: string): string[] =>
  outline({ ...plainDocument("a.txt", ""), blocks: blocksFromText(text).map((draft, index) => ({ ...draft, index, origin: "own" }) as Block) });

describe("headings of plain text", () => {
  it.each([
    ["a line in capitals", "FORMÅL\nVi vil vite mer.", "h2 FORMÅL"],
    ["a line that ends in a colon", "Formål:\nVi vil vite mer.", "h3 Formål"],
    ["a line that asks", "Hvem får tilgang?\nVi vil vite mer.", "h3 Hvem får tilgang?"],
    ["a line underlined with dashes", "Formål\n------\nVi vil vite mer.", "h2 Formål"],
    ["a line underlined with equals signs", "Formål\n======\nVi vil vite mer.", "h2 Formål"],
    ["a Markdown heading", "## Formål\nVi vil vite mer.", "h2 Formål"],
    ["a deeper Markdown heading", "### Formål\nVi vil vite mer.", "h3 Formål"],
  ])("%s", (_, text, heading) => expect(lines(text)).toEqual([heading, "Vi vil vite mer."]));
  it.each(["Hei:\nVi søker om data.", "Kjære Kari:\nVi søker om data.", "Dear all:\nWe apply."])("a greeting is none: %j", (text) => {
    expect(lines(text).filter((line) => /^h\d/.test(line))).toEqual([]);
  });
  it("a running sentence is none", () => expect(lines("Vi søker om data.\nVi er forskere.")).toEqual(["Vi søker om data.\nVi er forskere."]));
});

describe("numbered questions and answers", () => {
  it.each([
    ["3. Leder for institusjonen", "3"],
    ["3) Leder for institusjonen", "3"],
    ["(3) Leder for institusjonen", "3"],
    ["3: Leder for institusjonen", "3"],
    ["Punkt 3: Leder for institusjonen", "3"],
    ["Pkt. 3 - Leder for institusjonen", "3"],
    ["Item 3: Leder for institusjonen", "3"],
    ["Spørsmål 3 Leder for institusjonen", "3"],
  ])("%s is a heading over the answer below it", (question, number) => {
    expect(lines(`${question}\nRektor Signe Aune`)).toEqual([`h2 ${number} Leder for institusjonen`, "Rektor Signe Aune"]);
  });
  it("a number with its answer on the same line is a list item", () => {
    expect(lines("1. Prosjekttittel: Vinterlys\n2. Institusjon: Høgskolen i Nordmarka\n3. Leder: Signe Aune")).toEqual([
      "1. Prosjekttittel: Vinterlys",
      "2. Institusjon: Høgskolen i Nordmarka",
      "3. Leder: Signe Aune",
    ]);
  });
  it("a question and its answer in the next paragraph stay apart", () => {
    expect(lines("12. Hvor lagres dataene?\n\nDe lagres på en lukket server.")).toEqual([
      "h2 12 Hvor lagres dataene?",
      "De lagres på en lukket server.",
    ]);
  });
  it.each(["1.3 millioner personer bor der.", "31.12.2028 er siste dag.", "2026 er siste år."])(
    "a figure or date in front is no number of a question: %s",
    (text) => {
      expect(blocksFromText(text)[0]).toMatchObject({ kind: expect.not.stringMatching("heading") });
      expect(lines(text).join(" ")).toContain(text.slice(4));
    },
  );
  it("a number that a mail program wrapped to the front of a line does not cut the sentence", () => {
    const text =
      "Vi ber om opplysninger om alle personer som fikk opphold i årene fra og med\n12. mars 2015, og som fortsatt bor i landet når perioden for prosjektet går\nut i desember.";
    expect(blocksFromText(text)).toHaveLength(1);
    expect(lines(text)[0]).toContain("fra og med 12. mars 2015");
  });
});

describe("lists of plain text", () => {
  it("keep their markers as printed", () => {
    expect(lines("- alder\n* kjønn\n• bosted\na) land\nii) år")).toEqual(["- alder", "* kjønn", "• bosted", "a) land", "ii) år"]);
  });
  it("have depth by their indent", () => {
    expect(blocksFromText("- ytre\n  - indre\n    - innerst").map((block) => (block.kind === "list_item" ? block.depth : null))).toEqual([0, 1, 2]);
  });
  it("an indented line goes on from its item", () => {
    expect(lines("- opplysninger om alder,\n  kjønn og bosted\n- år")).toEqual(["- opplysninger om alder, kjønn og bosted", "- år"]);
  });
  it("a dash within a sentence starts no list", () => expect(lines("Vi – og de – søker.")).toEqual(["Vi – og de – søker."]));
});

describe("lines of plain text", () => {
  const wrapped =
    "Prosjektet undersøker hvordan unge voksne som har kommet til landet\nalene, finner seg til rette i arbeidslivet de første fem årene etter\nat de har fått opphold.";
  it("that a mail program wrapped are joined", () => expect(lines(wrapped)).toEqual([wrapped.replaceAll("\n", " ")]));
  it("that the author broke keep their breaks", () => {
    expect(lines("Kari Heggdal\nforsker\nHøgskolen i Nordmarka")).toEqual(["Kari Heggdal\nforsker\nHøgskolen i Nordmarka"]);
  });
  it("labels below each other stay lines of their own", () => {
    expect(lines("Navn: Kari Heggdal\nTelefon: 55 11 22 33\nE-post: kari@nordmarka.example")).toEqual([
      "Navn: Kari Heggdal\nTelefon: 55 11 22 33\nE-post: kari@nordmarka.example",
    ]);
  });
  it("with Windows, Unix and old Mac line ends give the same blocks", () => {
    const text = "FORMÅL\nVi vil vite mer.\n\n- alder\n- kjønn";
    for (const end of ["\r\n", "\r"]) expect(blocksFromText(text.replaceAll("\n", end))).toEqual(blocksFromText(text));
  });
  it("of nothing give no blocks", () => {
    for (const text of ["", "\n\n", "  \t \n"]) expect(blocksFromText(text)).toEqual([]);
  });
  it("that only rule the page are left out", () => expect(lines("Del en\n\n_______\n\nDel to")).toEqual(["Del en", "Del to"]));
});

describe("joinWrapped", () => {
  it("mends a word parted at the end of a line", () => {
    expect(joinWrapped(["Vi ber om tilgang til opplysninger etter reglene om taushets-", "plikt i forvaltningsloven."])).toBe(
      "Vi ber om tilgang til opplysninger etter reglene om taushetsplikt i forvaltningsloven.",
    );
  });
  it("keeps the dash of a half compound", () => {
    expect(joinWrapped(["Vi ber om tilgang til opplysninger om hvem som er på arbeids-", "og bosettingstiltak det året."])).toContain(
      "arbeids- og bosettingstiltak",
    );
  });
  it("keeps each line of a short one", () => expect(joinWrapped(["en", "to"])).toBe("en\nto"));
});

describe("tables of plain text", () => {
  it("parted by bars", () => {
    expect(lines("| Variabel | Nivå |\n|---|---|\n| Fødselsår | år |")).toEqual(["table 0: Variabel | Nivå / Fødselsår | år"]);
  });
  it("parted by tabs", () =>
    expect(lines("Variabel\tNivå\nFødselsår\tår\nKjønn\tto verdier")).toEqual(["table 0: Variabel | Nivå / Fødselsår | år / Kjønn | to verdier"]));
  it("keep empty answer cells", () =>
    expect(lines("| Telefon | |\n| E-post | kari@nordmarka.example |")).toEqual(["table 0: Telefon |  / E-post | kari@nordmarka.example"]));
  it("of uneven rows are none, and lose no word", () => {
    const text = lines("en | to\nen | to | tre").join(" ");
    expect(text).not.toContain("table");
    expect(text).toContain("tre");
  });
  it("of one row are none", () => expect(lines("Kari | Ola")).toEqual(["Kari | Ola"]));
});

describe("blocksFromText on any text", () => {
  const piece = fc.constantFrom(
    "1. ",
    "- ",
    "Punkt 4: ",
    "Navn:",
    "ord ",
    "et langt ord til ",
    "\n",
    "\n\n",
    "|",
    "\t",
    "###",
    "----",
    "> ",
    "?",
    ".",
    "æøå ",
    "\r",
    " ",
  );
  it("never throws and keeps every word in its order", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join("");
        const words = (value: string): string => (value.match(/\p{L}/gu) ?? []).join("");
        // "Punkt" is the number's own word and goes with it.
        const got = words(
          blocksFromText(text)
            .map((block) => block.text)
            .join(" "),
        );
        expect(got.replaceAll("Punkt", "")).toBe(words(text).replaceAll("Punkt", ""));
      }),
    );
  });
  it("never throws on any characters", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => void blocksFromText(text)));
  });
});
