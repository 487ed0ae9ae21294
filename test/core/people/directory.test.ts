import { describe, expect, it } from "vitest";
import type { Document, Origin } from "#core/document.ts";
import type { Source } from "#core/extract/passages.ts";
import { directoryOf, emailsSpelling, evidenceOf, type Mention, roleStrength, valuesOf } from "#core/people/directory.ts";
import { plainDocument } from "#test/support/plain-message.ts";

const source = (text: string, more: Partial<Document> = {}, ignored?: string): Source => ({
  document: plainDocument("a.txt", text, more),
  roles: [],
  ...(ignored ? { ignored } : {}),
});
const withOrigin = (text: string, origin: Origin): Source => {
  const document = plainDocument("body", text);
  return { document: { ...document, blocks: document.blocks.map((block) => ({ ...block, origin })) }, roles: [] };
};
const sender = { name: "Kari Heggdal", address: "kari.heggdal@nordmarka.example" };
const namesIn = (...sources: Source[]): string[] => directoryOf(sources, null).persons.map((person) => person.name);
const mentionOf = (text: string, name: string): Mention => {
  const mention = directoryOf([source(text)], null).persons.find((person) => person.name === name)?.mentions[0];
  if (!mention) throw new Error(`no ${name}`);
  return mention;
};

describe("directoryOf", () => {
  it("holds each person once, however the name is written", () => {
    const directory = directoryOf(
      [source("Prosjektleder er Ola Berg Mykle."), source("Skriv til O. Mykle om det."), source("Ola Mykle svarer.")],
      null,
    );
    expect(directory.persons).toHaveLength(1);
    expect(directory.persons[0]?.mentions.map((mention) => mention.source)).toEqual([0, 1, 2]);
  });
  it("keeps persons with the same last name apart", () =>
    expect(namesIn(source("Ola Mykle og Kari Mykle deltar.")).toSorted()).toEqual(["Kari Mykle", "Ola Mykle"]));
  it("calls a person by the name without initials", () => expect(namesIn(source("O. Mykle leder.\n\nOla Mykle svarer."))).toEqual(["Ola Mykle"]));
  it("reads nothing from quoted text", () => expect(namesIn(withOrigin("Prosjektleder er Ola Mykle.", "quoted"))).toEqual([]));
  it("reads forwarded text and signatures", () => {
    expect(namesIn(withOrigin("Prosjektleder er Ola Mykle.", "forwarded"))).toEqual(["Ola Mykle"]);
    expect(directoryOf([withOrigin("Mvh\nOla Mykle", "signature")], null).persons[0]?.mentions[0]?.kind).toBe("signature");
  });
  it("reads nothing from a document that must not answer", () =>
    expect(namesIn(source("Prosjektleder er Ola Mykle.", {}, "empty_template"))).toEqual([]));
  it("knows the sender, also with the last name first", () => {
    expect(directoryOf([source("Hei.")], sender).persons.map((person) => person.name)).toEqual(["Kari Heggdal"]);
    expect(directoryOf([source("Hei.")], { ...sender, name: "Heggdal, Kari" }).persons.map((person) => person.name)).toEqual(["Kari Heggdal"]);
  });
  it("takes a sender of one word for no person", () => expect(directoryOf([source("Hei.")], { ...sender, name: "Postmottak" }).persons).toEqual([]));
  it("passes over names that are no person's", () =>
    expect(directoryOf([source("Kvartil Analyse søker om data.")], null, (name) => name === "Kvartil Analyse").persons).toEqual([]));
  it("gives the writer's details to the sender", () => {
    const [person] = directoryOf([source("Jeg kan nås på tlf. 55 11 22 33 hele uken.")], sender).persons;
    expect(person?.name).toBe("Kari Heggdal");
    expect(valuesOf(person?.mentions ?? [], "phones").map(({ value }) => value)).toEqual(["55 11 22 33"]);
  });
  it("gives details on the lines below a name to that person", () => {
    const [person] = directoryOf([source("Prosjektleder\nOla Mykle\nTelefon: 55 11 22 33\nE-post: ola.mykle@nordmarka.example")], null).persons;
    expect(valuesOf(person?.mentions ?? [], "phones")[0]?.value).toBe("55 11 22 33");
  });
  it("keeps details without a person as such", () => {
    const directory = directoryOf([source("Telefon: 55 11 22 33")], null);
    expect([directory.persons, directory.nameless.map((mention) => mention.card.phones)]).toEqual([[], [["55 11 22 33"]]]);
  });
  it("knows the headings over a mention, innermost first", () => {
    const mention = mentionOf("# Søknad\n\n## Kontaktperson\n\nSigne Aune, tlf. 55 11 22 33", "Signe Aune");
    expect(mention.headings).toEqual(["Kontaktperson", "Søknad"]);
  });
});

describe("roleStrength", () => {
  it("is strongest under the role's own label", () => {
    expect(roleStrength(mentionOf("| Prosjektleder | Ola Mykle |\n| Kontaktperson | Signe Aune |", "Ola Mykle"), "leader").strength).toBe(0.95);
  });
  it("is strong right beside the word, weaker further away, nothing elsewhere", () => {
    const near = roleStrength(mentionOf("Prosjektleder er Ola Mykle.", "Ola Mykle"), "leader").strength;
    const far = roleStrength(mentionOf("Ola Mykle har i mange år og med stort alvor vært vår prosjektleder.", "Ola Mykle"), "leader").strength;
    expect(near).toBeGreaterThan(far);
    expect(far).toBeGreaterThan(0);
    expect(roleStrength(mentionOf("Ola Mykle deltar. Vi har en prosjektleder.", "Ola Mykle"), "leader").strength).toBe(0);
  });
  it("is nothing for another role", () => expect(roleStrength(mentionOf("Kontaktperson er Signe Aune.", "Signe Aune"), "leader").strength).toBe(0));
  it("follows a pronoun to the one named before", () => {
    expect(
      roleStrength(mentionOf("Signe Aune er rådgiver hos oss. Hun er kontaktperson for søknaden.", "Signe Aune"), "contact").strength,
    ).toBeGreaterThan(0.8);
  });
  it("counts a heading where nothing nearer says otherwise", () => {
    expect(roleStrength(mentionOf("## Kontaktperson\n\nSigne Aune, tlf. 55 11 22 33", "Signe Aune"), "contact").strength).toBe(0.8);
  });
  it("gives no role to officers who stand in the same table", () => {
    expect(
      roleStrength(mentionOf("| Rolle | Navn |\n| Personvernombud, kontakt | Signe Aune |\n| Prosjektleder | Ola Mykle |", "Signe Aune"), "contact")
        .strength,
    ).toBe(0);
  });
});

describe("valuesOf", () => {
  it("counts a number written in two ways once, most often named first", () => {
    const [person] = directoryOf(
      [source("Ola Mykle, tlf. 905 11 223"), source("Ola Mykle, tlf. 55 11 22 33"), source("Ola Mykle, tlf. +47 55112233")],
      null,
    ).persons;
    expect(valuesOf(person?.mentions ?? [], "phones").map(({ value, count }) => [value, count])).toEqual([
      ["905 11 223", 1],
      ["55 11 22 33", 2],
    ]);
  });
});

describe("evidenceOf", () => {
  it("is the verbatim line that holds the value", () => {
    const directory = directoryOf([source("Prosjektleder\nOla Mykle\nTelefon: 55 11 22 33")], null);
    const mention = directory.persons[0]?.mentions[0] as Mention;
    expect(evidenceOf(directory, mention, "55 11 22 33", "phone")).toMatchObject({ source: "a.txt", quote: "Telefon: 55 11 22 33", part: "phone" });
  });
  it("is none for what only the mail's head says", () => {
    const directory = directoryOf([source("Hei.")], sender);
    expect(evidenceOf(directory, directory.persons[0]?.mentions[0] as Mention, "Kari Heggdal", "name")).toBeNull();
  });
});

describe("emailsSpelling", () => {
  it("finds an address that spells the name anywhere in the message", () => {
    const directory = directoryOf(
      [source("Prosjektleder er Ola Mykle."), source("E-post: ola.mykle@nordmarka.example, post@nordmarka.example")],
      null,
    );
    expect(emailsSpelling(directory, "Ola Mykle").map(({ value }) => value)).toEqual(["ola.mykle@nordmarka.example"]);
  });
});
