import { describe, expect, it } from "vitest";
import { readOrganisation } from "#core/extract/organisation.ts";
import { contextOfMail, contextOfPhrase, contextOfTexts, itemOf, measure, phrasesOf, sameInstitution } from "./phrase-context.ts";

const item = itemOf(2);
const institutionOf = (context: Parameters<typeof readOrganisation>[0]): string | null =>
  (readOrganisation(context, item).value?.["institution"] as string | undefined) ?? null;

describe("readOrganisation", () => {
  it("answers at least 92 % of the phrases of the specification rightly", () => {
    const figures = measure(phrasesOf("02"), "institution", institutionOf, sameInstitution);
    console.log(
      `institution: found ${figures.found}/${figures.answers}, false ${figures.falsely}/${figures.silent}, wrong value ${figures.wrong}\n${figures.lines.join("\n")}`,
    );
    expect(figures.right).toBeGreaterThanOrEqual(0.92);
  });

  it("takes the institution alone where person and address stand in the same cell", () => {
    expect(
      institutionOf(
        contextOfPhrase("Behandlingsansvarlig institusjon: Høgskolen i Nordmarka v/ rektor Ola Berg, Skogveien 4, 2400 Elverum, tlf. 62 00 00 00"),
      ),
    ).toBe("Høgskolen i Nordmarka");
    expect(institutionOf(contextOfPhrase("Data controller: University of Penrose, represented by the Rector"))).toBe("University of Penrose");
  });

  it("quotes the sentence that says so", () => {
    const evidence = readOrganisation(
      contextOfPhrase("Takk for sist. Det er Fjordheim kommune som er behandlingsansvarlig for prosjektet. Vi lagrer i TSD."),
      item,
    ).answered[0]?.evidence[0];
    expect(evidence?.quote).toBe("Det er Fjordheim kommune som er behandlingsansvarlig for prosjektet.");
  });

  it("finds the institution's name where the sentence only names its kind", () => {
    const context = contextOfTexts([
      {
        name: "body",
        text: "Vi i Stiftelsen Havlys søker om data.\n\nDet er stiftelsen som er behandlingsansvarlig for prosjektet.",
        roles: ["application"],
      },
    ]);
    expect(institutionOf(context)).toBe("Stiftelsen Havlys");
  });

  it("reads who signs for the controller", () => {
    expect(institutionOf(contextOfPhrase("For behandlingsansvarlig: rektor Anne Lie ved Høgskolen i Nordmarka"))).toBe("Høgskolen i Nordmarka");
  });

  it("does not take an affiliation, a processor, a funder, the register owner or guidance for the controller", () => {
    for (const text of [
      "Med vennlig hilsen\nKari Hole\nprofessor, Universitetet i Vest",
      "Databehandler: Skydrift AS",
      "Prosjektet finansieres av Norges forskningsråd.",
      "Registereieren er behandlingsansvarlig for egne registre.",
      "Behandlingsansvarlig: avklares senere",
      "Oppgi navnet på institusjonen som er behandlingsansvarlig.",
    ])
      expect(institutionOf(contextOfPhrase(text)), text).toBeNull();
  });

  it("holds the applicant institution for weaker than the controller", () => {
    expect(institutionOf(contextOfPhrase("Søkerinstitusjon: Nordforsk Institutt"))).toBe("Nordforsk Institutt");
    expect(institutionOf(contextOfPhrase("Søkerinstitusjon: Nordforsk Institutt\nBehandlingsansvarlig: Fjordheim kommune"))).toBe(
      "Fjordheim kommune",
    );
  });

  it("reads a whole message", async () => {
    expect(institutionOf(await contextOfMail("fixtures/mail/universitet/08-nord-zip-komplett.eml"))).toBe("Nord universitet");
  });
});
