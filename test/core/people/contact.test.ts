import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Found, findAddresses, findEmails, findPhones, phoneDigits } from "#core/people/contact.ts";

const texts = (found: readonly Found[]): string[] => found.map((one) => one.text);

describe("findPhones", () => {
  it.each([
    ["Tlf. 55 11 22 33", ["55 11 22 33"]],
    ["Tlf: 55112233.", ["55112233"]],
    ["mobil 905 11 223", ["905 11 223"]],
    ["Telefon +47 55 11 22 33", ["+47 55 11 22 33"]],
    ["0047 55 11 22 33", ["0047 55 11 22 33"]],
    ["(+47) 905 11 223", ["(+47) 905 11 223"]],
    ["phone +46 8 123 456 78", ["+46 8 123 456 78"]],
    ["55 11 22 33 / 905 11 223", ["55 11 22 33", "905 11 223"]],
    ["Han nås på 905 11 223 eller per e-post.", ["905 11 223"]],
  ])("finds the number of %j", (text, phones) => expect(texts(findPhones(text))).toEqual(phones));
  it("takes a number that is called a telephone number though no plan knows its series", () => {
    expect(texts(findPhones("Telefon: 11 22 33 44"))).toEqual(["11 22 33 44"]);
    expect(findPhones("Tallet er 11 22 33 44")).toEqual([]);
  });
  it.each([
    "i perioden 2015–2026",
    "2015-2026",
    "org.nr. 974 760 673",
    "Org nr: 974760673",
    "saksnr. 55 11 22 33",
    "Prosjektnr. 55112233",
    "kontonr. 55 11 22 33",
    "kr 22 334 455",
    "NOK 22334455",
    "DUF-nr. 55112233",
    "22 334 455 personer",
    "31.12.2026",
    "ORCID: 0000-0002-1825-0097",
    "ISBN 978-82-02-11223-4",
    "forvaltningsloven § 13",
    "0316 Oslo",
    "",
  ])("finds none in %j", (text) => expect(texts(findPhones(text))).toEqual([]));
  it.each(["Sentralbord: 55 11 22 33", "switchboard 55 11 22 33", "Privat tlf. 55 11 22 33", "Faks: 55 11 22 33"])(
    "leaves out what is not the person's own at work: %s",
    (text) => expect(findPhones(text)).toEqual([]),
  );
  it("says where the number stands", () => {
    const text = "Ola, tlf. 55 11 22 33, Bergen";
    const [phone] = findPhones(text);
    expect(text.slice(phone?.start, phone?.end)).toBe("55 11 22 33");
  });
});

describe("phoneDigits", () => {
  it.each(["55 11 22 33", "+47 55 11 22 33", "0047 55112233", "(+47) 55 11 22 33", "55.11.22.33"])("%s is 55112233", (text) =>
    expect(phoneDigits(text)).toBe("55112233"),
  );
  it("keeps a foreign country's code", () => expect(phoneDigits("+46 8 123 456 78")).toBe("46812345678"));
  it("keeps a Norwegian number that begins with 47", () => expect(phoneDigits("47 11 22 33")).toBe("47112233"));
});

describe("findEmails", () => {
  it.each([
    ["Skriv til ola.mykle@nordmarka.example.", "ola.mykle@nordmarka.example"],
    ["<ola@post.nordmarka.example>", "ola@post.nordmarka.example"],
    ["E-post:ola_m+data@nordmarka.example;", "ola_m+data@nordmarka.example"],
    ["ola (at) nordmarka.example", "ola@nordmarka.example"],
    ["ola[at]nordmarka.example", "ola@nordmarka.example"],
    ["ola krøllalfa nordmarka.example", "ola@nordmarka.example"],
    ["åse.søvik@fjøs.example", "åse.søvik@fjøs.example"],
    ["o'neill@nordmarka.example", "o'neill@nordmarka.example"],
  ])("reads %j", (text, email) => expect(texts(findEmails(text))).toEqual([email]));
  it.each(["ola@", "@nordmarka.example", "ola@nordmarka", "Møtet er @ Blindern", "We are at the university.", ""])("finds none in %j", (text) =>
    expect(findEmails(text)).toEqual([]),
  );
  it("finds each of several, in order", () =>
    expect(texts(findEmails("a.b@x.example, c@y.example / d@z.example"))).toEqual(["a.b@x.example", "c@y.example", "d@z.example"]));
});

describe("findAddresses", () => {
  it.each([
    ["Postboks 104, 2402 Elverum", "Postboks 104, 2402 Elverum"],
    ["Adresse: Fjordgata 7, 5003 Bergen", "Fjordgata 7, 5003 Bergen"],
    ["Fjordgata 7\n5003 Bergen", "Fjordgata 7, 5003 Bergen"],
    ["Ola Mykle, Jon Smørs vei 3 B, 7013 Trondheim", "Jon Smørs vei 3 B, 7013 Trondheim"],
    ["P.O. Box 12, NO-0316 Oslo, Norway", "P.O. Box 12, NO-0316 Oslo, Norway"],
    ["Postadresse: 9019 Tromsø", "9019 Tromsø"],
    ["Storgatan 4, 114 28 Stockholm", "Storgatan 4, 114 28 Stockholm"],
    ["12 Park Road, Oxford OX1 2JD", "12 Park Road, Oxford OX1 2JD"],
    ["Pb. 7 Blindern, 0315 Oslo", "Pb. 7 Blindern, 0315 Oslo"],
  ])("reads %j", (text, address) => expect(texts(findAddresses(text))).toEqual([address]));
  it.each([
    "Vi fikk vedtak i 2026 Oslo tingrett.",
    "tlf. 5003 Bergen",
    "Ola Mykle, Bergen",
    "I perioden 2015 Norge rundt",
    "Fjordgata 7",
    "Prosjektet har 4000 Personer",
    "ola@nordmarka.example",
    "",
  ])("finds none in %j", (text) => expect(texts(findAddresses(text))).toEqual([]));
  it("leaves telephone and e-mail outside", () => {
    const [address] = findAddresses("Ola Mykle, tlf. 55 11 22 33, ola@nordmarka.example, Fjordgata 7, 5003 Bergen, tlf. 905 11 223");
    expect(address?.text).toBe("Fjordgata 7, 5003 Bergen");
  });
  it("finds two addresses in two lines", () => {
    expect(texts(findAddresses("Ola: Fjordgata 7, 5003 Bergen\nKari: Postboks 104, 2402 Elverum"))).toEqual([
      "Fjordgata 7, 5003 Bergen",
      "Postboks 104, 2402 Elverum",
    ]);
  });
});

describe("contact details of any text", () => {
  const piece = fc.constantFrom(
    "Postboks 1 ",
    "0316 Oslo",
    ", ",
    "\n",
    "tlf. ",
    "55 11 22 33",
    "ola@x.example",
    "Fjordgata 7",
    "St. ",
    "P.O. Box ",
    "(",
    ")",
    "|",
    "+47",
    "og ",
    "§ ",
    "2026 ",
  );
  const any = fc.oneof(
    fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join("")),
    fc.string({ unit: "binary", maxLength: 200 }),
  );
  it("stand where they are said to stand, in order", () => {
    fc.assert(
      fc.property(any, (text) => {
        for (const find of [findPhones, findEmails, findAddresses]) {
          for (const one of find(text)) {
            expect(one.start).toBeGreaterThanOrEqual(0);
            expect(one.end).toBeLessThanOrEqual(text.length);
            expect(one.start).toBeLessThan(one.end);
          }
        }
        for (const phone of findPhones(text)) expect(text.slice(phone.start, phone.end)).toContain(phone.text);
        // Signs and blanks apart, an address is made of the text's own letters.
        for (const address of findAddresses(text)) expect(text.replace(/[^\p{L}\p{N}]/gu, "")).toContain(address.text.replace(/[^\p{L}\p{N}]/gu, ""));
        for (const email of findEmails(text)) expect(email.text).toContain("@");
      }),
    );
  });
});
