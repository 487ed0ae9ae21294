import { describe, expect, it } from "vitest";
import { answersByNumber, isPromise, quotedRequest } from "#core/quoted-request.ts";
import { agency, bodyOf, mail, reading, World } from "#test/support/case-world.ts";

const asked = (text: string) => quotedRequest(bodyOf(text), agency.catalogue);
const answers = (text: string): number[] => [...answersByNumber(bodyOf(text), agency.catalogue).keys()];

describe("a quoted request", () => {
  it("of ours tells points and documents", () => {
    expect(
      asked(
        "> Dette fant vi ikke\n> - Punkt 3. Leder for institusjonen: telefonnummer\n> - Punkt 16. Forhåndsdrøfting med Datatilsynet: svar ja eller nei\n> - CV til prosjektlederen\n> Dette fant vi\n> Svar på punkt 1, 2 og 4.",
      ),
    ).toEqual({
      items: [3, 16],
      documents: ["cv"],
    });
  });
  it("written by people tells them too, by number or by name", () => {
    expect(
      asked(
        "> Dette ser ut til å mangle:\n> - Dokument: Prosjektskildring\n> - Punkt 12: Sluttdato for prosjektet\n> Dette har vi funne:\n> - Punkt 1: Bli buande?\n> - CV",
      ),
    ).toEqual({ items: [12], documents: ["project_description"] });
    expect(
      asked(
        "> Noe mangler før vi kan behandle den:\n> - Leder for behandlingsansvarlig institusjon: telefonnummer mangler.\n> - Prosjektbeskrivelse: filen kunne ikke åpnes.",
      ),
    ).toEqual({ items: [3], documents: ["project_description"] });
    expect(asked("> We did not find:\n> 1. Point 5: contact person - telephone\n> 2. Point 12: end date")).toEqual({ items: [5, 12], documents: [] });
  });
  it("that asks for nothing, or no quote at all, is empty", () => {
    expect(asked("> Vi har fått søknaden din.")).toEqual({ items: [], documents: [] });
    expect(asked("Punkt 3 mangler")).toEqual({ items: [], documents: [] });
  });
});

describe("an answer by number", () => {
  it("stands under the quoted point, or after the number in own words", () => {
    expect(answers("> Punkt 16. Forhåndsdrøfting: svar ja eller nei\nDet er gjort.")).toEqual([16]);
    expect(answers("Punkt 16: Nei, ikke drøftet.\nPoint 12: 31 December 2029")).toEqual([16, 12]);
    expect(answers("Punkt 14, tryggleik:\nOpplysningane ligg kryptert.")).toEqual([14]);
  });
  it("is no promise, no bare number and no point that is not there", () => {
    expect(answers("> Punkt 16. Forhåndsdrøfting: svar ja eller nei\nDet kommer vi tilbake til.")).toEqual([]);
    expect(answers("Punkt 16:\n> sitat\nHei")).toEqual([]);
    expect(answers("Punkt 17: ja visst")).toEqual([]);
    expect(answers("12 personer deltar.")).toEqual([]);
  });
  it("is kept where the mail was taken for a question: unclear, never asked for again, and a person looks", () => {
    const world = new World();
    const first = world.receive(mail(), reading({ items: { 16: "missing" } }));
    const second = world.receive(
      mail({ inReplyTo: [first.reply?.messageId ?? ""], body: "Punkt 16: Det har vi gjort i fjor." }),
      reading({ kind: "question" }),
    );
    expect(second.decision).toMatchObject({ action: "receipt", reason: "complete_with_doubt" });
    expect(second.view?.merged?.items[15]).toMatchObject({ status: "unclear", evidence: [{ quote: "Punkt 16: Det har vi gjort i fjor." }] });
  });
});

describe("a promise", () => {
  it.each([
    "Prosjektskildringa kjem så snart vi har fått henne ferdig.",
    "Det må jeg ettersende.",
    "Her må vi høre med personvernombudet.",
    "This will follow next week.",
    "Sluttdatoen er ikke bestemt.",
  ])("%s", (text) => {
    expect(isPromise(text)).toBe(true);
  });
  it.each([
    "Nei, prosjektet er ikke forhåndsdrøftet.",
    "Prosjektet slutter 31. desember 2029.",
    "Data slettes så snart artikkelen er publisert i 2030.",
  ])("is not: %s", (text) => {
    expect(isPromise(text)).toBe(false);
  });
});
