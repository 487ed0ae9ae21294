import { describe, expect, it } from "vitest";
import type { ReaderContext } from "#core/extract/context.ts";
import { readPerson } from "#core/extract/person.ts";
import { writerOf } from "#core/extract/role-candidates.ts";
import { sameInstitution } from "#core/people/institution.ts";
import { phoneDigits } from "#core/people/contact.ts";
import { sameName } from "#core/people/names.ts";
import { contextOfPhrase, contextOfTexts, itemOf, phrasesOf } from "./phrase-context.ts";

const parts = ["name", "phone", "email", "address"] as const;
type Part = (typeof parts)[number];
const plain = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s\p{P}]+/gu, " ")
    .trim();
const same: Readonly<Record<Part, (gold: string, got: string) => boolean>> = {
  name: (gold, got) => sameName(gold, got) || plain(gold) === plain(got),
  phone: (gold, got) => gold.split(/[/,]/).every((one) => phoneDigits(got).includes(phoneDigits(one))),
  email: (gold, got) => gold.toLowerCase() === got.toLowerCase(),
  address: (gold, got) => plain(got).includes(plain(gold)) || plain(gold).includes(plain(got)),
};

/** Parts of an item with their values; the leader is read first where the text says who that is. */
const read = (context: ReaderContext, number: number, withLeader = true): Readonly<Record<string, unknown>> => {
  const leader = number === 4 || !withLeader ? null : readPerson(context, itemOf(4), null, null).person;
  const finding = readPerson(context, itemOf(number), null, leader);
  return Object.fromEntries(finding.answered.map(({ part }) => [part, finding.value?.[part]]));
};

const classOf = (expected: boolean, got: string | undefined, right: boolean): string =>
  right ? "right" : !expected ? "found where there is none" : got === undefined ? "not found" : "wrong value";

/** Share right of each part: found with the right value where there is one, silent where there is none. Just under what was measured. */
const floors: Readonly<Record<string, Readonly<Record<Part, number>>>> = {
  "03": { name: 0.85, phone: 0.84, email: 0.84, address: 0.87 },
  "04": { name: 0.81, phone: 0.87, email: 0.86, address: 0.84 },
  "05": { name: 0.73, phone: 0.77, email: 0.75, address: 0.78 },
};

describe.each(["03", "04", "05"])("readPerson on the phrases of item %s", (number) => {
  const results = phrasesOf(number).map((phrase) => ({ phrase, got: read(contextOfPhrase(phrase.text), Number(number), false) }));
  it.each(parts)("is right about the %s in at least the measured share", (part) => {
    const judged = results.map(({ phrase, got }) => {
      const expected = phrase.answers.includes(part);
      const value = got[part] as string | undefined;
      const gold = phrase.value?.[part];
      const right = expected ? value !== undefined && (gold === undefined || same[part](gold, value)) : value === undefined;
      return { phrase, value, gold, kind: classOf(expected, value, right) };
    });
    const misses = judged.filter(({ kind }) => kind !== "right");
    const classes = Object.entries(Object.groupBy(misses, ({ kind, phrase }) => `${kind} (${phrase.language})`)).toSorted(
      ([, a = []], [, b = []]) => b.length - a.length,
    );
    const share = 1 - misses.length / judged.length;
    console.log(
      `${number} ${part}: ${(100 * share).toFixed(1)} % of ${judged.length}; ${classes.map(([kind, all = []]) => `${kind} ${all.length}`).join(", ")}\n${(
        classes[0]?.[1] ?? []
      )
        .slice(0, 4)
        .map(
          ({ phrase, value, gold }) =>
            `  ${JSON.stringify(value ?? null)} for ${JSON.stringify(gold ?? null)} in ${JSON.stringify(phrase.text.slice(0, 160))}`,
        )
        .join("\n")}`,
    );
    expect(share).toBeGreaterThanOrEqual(floors[number]?.[part] ?? 1);
  });
});

describe("readPerson", () => {
  const leaderLine = "Prosjektleder: førsteamanuensis Ola Mykle, tlf. 55 11 22 33, ola.mykle@vestmark.example, Fjordgata 7, 5003 Bergen";
  it("reads name, telephone, e-mail and address under the label", () => {
    expect(read(contextOfPhrase(leaderLine), 4)).toEqual({
      name: "Ola Mykle",
      phone: "55 11 22 33",
      email: "ola.mykle@vestmark.example",
      address: "Fjordgata 7, 5003 Bergen",
    });
  });
  it("gives verbatim proof for each part", () => {
    const finding = readPerson(contextOfPhrase(leaderLine), itemOf(4), null, null);
    expect(finding.answered.map(({ part }) => part)).toEqual([...parts]);
    for (const { evidence } of finding.answered) for (const one of evidence) expect(leaderLine).toContain(one.quote);
  });
  it("leaves out what the message does not say", () => {
    expect(read(contextOfPhrase("Prosjektleder: Ola Mykle, ola.mykle@vestmark.example"), 4)).toEqual({
      name: "Ola Mykle",
      email: "ola.mykle@vestmark.example",
    });
  });
  it("does not lend one person's details to another", () => {
    const context = contextOfPhrase("Prosjektleder: Ola Mykle, tlf. 55 11 22 33\n\nKontaktperson: Brita Løland, brita.loland@vestmark.example");
    expect(read(context, 4)).toEqual({ name: "Ola Mykle", phone: "55 11 22 33" });
    expect(read(context, 5)).toEqual({ name: "Brita Løland", email: "brita.loland@vestmark.example" });
  });
  it("takes the rector and not the project leader for the head", () => {
    const context = contextOfPhrase(
      "Leder for behandlingsansvarlig institusjon: Rektor Signe Aune, tlf. 55 99 88 77\n\nProsjektleder: Ola Mykle, tlf. 55 11 22 33",
    );
    expect(read(context, 3)).toMatchObject({ name: "Signe Aune", phone: "55 99 88 77" });
  });
  it("finds no contact beside a leader who is said to be the contact too", () => {
    const finding = readPerson(contextOfPhrase("Kontaktperson: samme som prosjektleder"), itemOf(5), null, null);
    expect(finding.answered).toEqual([]);
    expect(finding.notApplicable?.quote).toBe("samme som prosjektleder");
  });
  it("takes no data protection officer, referee or author of a reference for the leader", () => {
    for (const text of [
      "Personvernombud: Anne Lie, anne.lie@vestmark.example",
      "Mykle, O. (2019). Veier nordover. Nordisk tidsskrift.",
      "Prosjektleder oppnevnes senere.",
      "",
    ])
      expect(read(contextOfPhrase(text), 4), text).toEqual({});
  });
  it("does not let a CV alone name the head", () => {
    const context = contextOfTexts([{ name: "cv.txt", text: "CV\n\nRektor Signe Aune, tlf. 55 99 88 77", roles: ["cv"] }]);
    expect(read(context, 3)).toEqual({});
  });
  it("takes details from another document where the same person stands", () => {
    const context = contextOfTexts([
      { name: "beskrivelse.txt", text: "Prosjektleder er Ola Mykle.", roles: ["project_description"] },
      { name: "cv.txt", text: "Curriculum vitae\n\nOla Mykle\nTelefon: 55 11 22 33\nE-post: ola.mykle@vestmark.example", roles: ["cv"] },
    ]);
    expect(read(context, 4)).toMatchObject({ name: "Ola Mykle", phone: "55 11 22 33", email: "ola.mykle@vestmark.example" });
  });
});

describe("writerOf", () => {
  it("is the mail's sender in its body, null where there is neither sender nor signature", () => {
    const signed = contextOfTexts([
      { name: "brev.txt", text: "Vi søker om data.\n\nVennlig hilsen\nOla Mykle\nOla.Mykle@vestmark.example", roles: ["application"] },
    ]);
    expect(writerOf(signed, 0)).toBeNull();
    expect(writerOf({ ...signed, sender: { name: "Ola Mykle", address: "ola.mykle@vestmark.example" } }, 0)?.name).toBe("Ola Mykle");
  });
});

describe("sameInstitution", () => {
  it.each([
    ["Universitetet i Nordmarka", "universitetet i nordmarka"],
    ["Universitetet i Nordmarka", "Institutt for sosiologi, Universitetet i Nordmarka"],
    ["UN", "Universitetet i Nordmarka"],
    ["The University of Penrose", "University of Penrose"],
  ])("%s is %s", (one, other) => {
    expect(sameInstitution(one, other)).toBe(true);
    expect(sameInstitution(other, one)).toBe(true);
  });
  it.each([
    ["Universitetet i Nordmarka", "Høgskolen i Vest"],
    ["Fjordheim kommune", "Dalheim kommune"],
    ["", "Fjordheim kommune"],
  ])("%s is not %s", (one, other) => expect(sameInstitution(one, other)).toBe(false));
});
