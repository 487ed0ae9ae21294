import { describe, expect, it } from "vitest";
import { readTitle } from "#core/extract/title.ts";
import { contextOfMail, contextOfPhrase, contextOfTexts, itemOf, measure, phrasesOf, sameTitle } from "./phrase-context.ts";

const item = itemOf(1);
const titleOf = (context: Parameters<typeof readTitle>[0]): string | null =>
  (readTitle(context, item).value?.["title"] as string | undefined) ?? null;

describe("readTitle", () => {
  it("answers at least 92 % of the phrases of the specification rightly", () => {
    const figures = measure(phrasesOf("01"), "title", titleOf, sameTitle);
    console.log(
      `title: found ${figures.found}/${figures.answers}, false ${figures.falsely}/${figures.silent}, wrong value ${figures.wrong}\n${figures.lines.join("\n")}`,
    );
    expect(figures.right).toBeGreaterThanOrEqual(0.92);
  });

  it("quotes verbatim and says why", () => {
    const context = contextOfPhrase("Prosjekttittel: Veien hjem: retur og ny start");
    const finding = readTitle(context, item);
    const evidence = finding.answered[0]?.evidence[0];
    expect(evidence?.quote).toBe("Veien hjem: retur og ny start");
    expect(finding.trace.some((step) => step.verdict === "accepted" && step.because.includes("label"))).toBe(true);
  });

  it("joins a subtitle on the next line and prefers the name in full over the short one", () => {
    const context = contextOfTexts([
      { name: "body", text: "Hei,\n\nVi søker om innsyn til prosjektet «Veien hjem».", roles: ["application"] },
      {
        name: "prosjektbeskrivelse.txt",
        text: "# Veien hjem\n## Retur og ny start etter avslag\n\nProsjektbeskrivelse, Høgskolen i Nordmarka\n\n## 1. Bakgrunn\n\nMange reiser.",
        roles: ["project_description"],
      },
    ]);
    expect(titleOf(context)).toBe("Veien hjem. Retur og ny start etter avslag");
  });

  it("takes the first heading and no section of the description, whether named or counted by letters", () => {
    const of = (text: string) => titleOf(contextOfTexts([{ name: "plan.txt", text, roles: ["project_description"] }]));
    const more = "\n\nMange reiser, og få vet hvorfor.\n\n## Metode\n\nIntervjuer.";
    expect(of(`# Bofast i nord før krigen kom\n## Hvem vi er${more}`)).toBe("Bofast i nord før krigen kom");
    expect(of(`# Søknad med prosjektbeskrivelse: Bofast i nord etter mottak\n## A Ansvar${more}`)).toBe("Bofast i nord etter mottak");
  });

  it("keeps to the project that more documents name", () => {
    const context = contextOfTexts([
      { name: "body", text: "Vi søker om data til prosjektet «Ny jobb, nytt liv».", roles: ["application"] },
      { name: "dpia.txt", text: "Prosjekt: Ny jobb, nytt liv", roles: ["dpia"] },
      { name: "beskrivelse.txt", text: "Vi bygger på det tidligere prosjektet «Gammel jobb», avsluttet 2020.", roles: ["project_description"] },
    ]);
    expect(titleOf(context)).toBe("Ny jobb, nytt liv");
  });

  it("never takes the question, a kind of document, a section or a job for a title", () => {
    for (const text of [
      "Navn på forskningsprosjektet",
      "# Prosjektbeskrivelse",
      "# Bakgrunn og problemstilling",
      "Tittel: Seniorforsker",
      "| Navn | Tittel |\n| Kari Hole | Professor |",
      "Prosjekttittel: kommer senere",
      "Prosjektets tittel: se vedlegg 2",
    ])
      expect(titleOf(contextOfPhrase(text)), text).toBeNull();
  });

  it("does not read a CV", () => {
    expect(titleOf(contextOfTexts([{ name: "cv.txt", text: "Prosjekttittel: Et helt annet prosjekt", roles: ["cv"] }]))).toBeNull();
  });

  it("takes the subject where nothing else names the project, but not the subject of a reply", () => {
    const texts = [{ name: "body", text: "Hei, her er søknaden.", roles: ["application"] as const }];
    expect(titleOf(contextOfTexts(texts, "Søknad om data – Ventetid og helse i mottak"))).toBe("Ventetid og helse i mottak");
    expect(titleOf(contextOfTexts(texts, "SV: Søknad om data – Ventetid og helse i mottak"))).toBeNull();
    expect(titleOf(contextOfTexts(texts, "Søknad om dispensasjon fra taushetsplikten"))).toBeNull();
  });

  it("reads a whole message", async () => {
    const context = await contextOfMail("fixtures/mail/andre/10-norpol-reporting.eml");
    expect(titleOf(context)).toBe("Waiting Rooms of the Welfare State: Operators of Reception Centres and the First Job");
  });
});
