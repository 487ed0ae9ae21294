import { describe, expect, it } from "vitest";
import type { Block, Cell, Document } from "#core/document.ts";
import { unreadableDocument } from "#core/document.ts";
import { type DocumentRole, rolesOf } from "#core/roles.ts";
import { assess, plainDocument, plainMessage } from "#test/support/plain-message.ts";

const roleOf = (name: string, text: string): readonly DocumentRole[] => rolesOf(plainDocument(name, text)).roles;
const neutral = "Denne teksten handler om ingenting bestemt og er lang nok til å bli lest.";
const cell = (text: string): Cell => ({ text, columnSpan: 1, rowSpan: 1, header: false });
/** A document that is a heading and a table of questions with these answers. */
const form = (name: string, title: string, rows: readonly (readonly [string, string])[]): Document => ({
  ...plainDocument(name, ""),
  blocks: [
    { kind: "heading", level: 1, number: null, text: title, index: 0, origin: "own", place: { page: null } },
    {
      kind: "table",
      headerRows: 0,
      index: 1,
      origin: "own",
      place: { page: null },
      rows: rows.map((row) => row.map(cell)),
      text: rows.map((row) => row.join(" | ")).join("\n"),
    },
  ] satisfies Block[],
});

describe("a file's name", () => {
  it.each<[string, DocumentRole]>([
    ["DPIA_vinterlys.txt", "dpia"],
    ["Personvernkonsekvensvurdering.txt", "dpia"],
    ["CV.txt", "cv"],
    ["cv_ola_mykle.txt", "cv"],
    ["Ola Mykle CV.txt", "cv"],
    ["Curriculum vitae.txt", "cv"],
    ["prosjektbeskrivelse.txt", "project_description"],
    ["Prosjektskildring_v2.txt", "project_description"],
    ["project-description.txt", "project_description"],
    ["søknad.txt", "application"],
    ["mappe/søknadsskjema.txt", "application"],
  ])("%s tells what the file is where its text does not", (name, role) => expect(roleOf(name, neutral)).toEqual([role]));
  it("counts with its letters composed or not", () =>
    expect(roleOf("søknad åpen.txt".normalize("NFD"), neutral)).toEqual(roleOf("søknad åpen.txt", neutral)));
  it.each(["notat.txt", "discovery.txt", "acv12.txt", "scan0001.txt"])("%s tells nothing", (name) =>
    expect(roleOf(name, neutral)).toEqual(["other"]),
  );
  it.each<[string, DocumentRole]>([
    ["DPIA.pdf", "dpia"],
    ["CV Ola Mykle.pdf", "cv"],
    ["Prosjektbeskrivelse.pdf", "project_description"],
    ["variabelliste.xlsx", "variables"],
    ["søknad.docx", "application"],
    ["bilde.jpg", "other"],
  ])("%s is all there is to go by where the file cannot be read", (name, role) => {
    expect(rolesOf(unreadableDocument(name, "application/octet-stream", "encrypted")).roles).toEqual([role]);
  });
});

describe("a file's first lines", () => {
  it.each<[string, DocumentRole]>([
    ["VURDERING AV PERSONVERNKONSEKVENSER\n\nProsjektet Vinterlys og hva det betyr for dem det gjelder.", "dpia"],
    ["Data protection impact assessment\n\nThe project Winter Light and what it means.", "dpia"],
    ["CURRICULUM VITAE\n\nOla Mykle, født 1970, forsker ved Høgskolen i Nordmarka.", "cv"],
    ["PROSJEKTBESKRIVELSE\n\nVinterlys handler om unge som kommer alene.", "project_description"],
    ["Project description\n\nWinter Light is about young people who arrive alone.", "project_description"],
    ["Søknad om dispensasjon fra taushetsplikten\n\nVi søker med dette om opplysninger.", "application"],
  ])("decide under a name that tells nothing: %j", (text, role) => expect(roleOf("dokument1.txt", text)).toEqual([role]));
  it("decide against a name that says something weaker", () => {
    expect(
      roleOf(
        "vedlegg til søknad.txt",
        "CURRICULUM VITAE\n\nOla Mykle\n\nUtdanning\n\nPh.d. 2005\n\nPublikasjoner\n\nVeien, 2011\n\nUndervisning\n\nMetode",
      ),
    ).toEqual(["cv"]);
  });
});

describe("a file's sections", () => {
  it("education, positions and publications make a CV", () => {
    expect(
      roleOf(
        "ola.txt",
        "Ola Mykle\n\nUTDANNING\n\nPh.d. i sosiologi, 2005\n\nARBEIDSERFARING\n\nForsker, 2006\n\nPUBLIKASJONER\n\nVeien nordover, 2011",
      ),
    ).toEqual(["cv"]);
  });
  it("legal basis, risks and rights make an assessment of privacy", () => {
    const text =
      "Vinterlys\n\nBEHANDLINGSGRUNNLAG\n\nArtikkel 6.\n\nRISIKOVURDERING\n\nLav.\n\nDE REGISTRERTES RETTIGHETER\n\nInnsyn.\n\nPERSONVERNOMBUD\n\nHar uttalt seg.\n\nNØDVENDIGHET OG FORHOLDSMESSIGHET\n\nJa.\n\nDATABEHANDLER\n\nIngen.";
    expect(roleOf("vinterlys.txt", text)).toEqual(["dpia"]);
  });
  it("questions, methods and background make a project description", () => {
    const text =
      "Vinterlys\n\nBAKGRUNN\n\nMange kommer alene.\n\nPROBLEMSTILLING\n\nHva skjer så?\n\nMETODE\n\nIntervjuer.\n\nTEORI\n\nTilhørighet.\n\nFRAMDRIFT\n\nTo år.";
    expect(roleOf("vinterlys.txt", text)).toEqual(["project_description"]);
  });
});

describe("an assessment that nobody filled in", () => {
  const questions = Array.from({ length: 14 }, (_, index) => `Spørsmål ${index + 1} om risiko`);
  const title = "Vurdering av personvernkonsekvenser (DPIA)";
  it("is no assessment and answers nothing", () => {
    expect(
      rolesOf(
        form(
          "DPIA.docx",
          title,
          questions.map((question) => [question, ""] as const),
        ),
      ),
    ).toMatchObject({ roles: ["other"], ignored: "empty_template" });
  });
  it("is empty too where the cells hold lines and boxes to fill in", () => {
    expect(
      rolesOf(
        form(
          "DPIA.docx",
          title,
          questions.map((question) => [question, "____ ☐ …"] as const),
        ),
      ).ignored,
    ).toBe("empty_template");
  });
  it("is one when it is filled in", () => {
    const decision = rolesOf(
      form(
        "DPIA.docx",
        title,
        questions.map((question) => [question, "Lav risiko, fordi navn er fjernet."] as const),
      ),
    );
    expect(decision.roles).toEqual(["dpia"]);
    expect(decision.ignored).toBeUndefined();
  });
  it("with a few answers left open is one", () => {
    expect(
      rolesOf(
        form(
          "DPIA.docx",
          title,
          questions.map((question, index) => [question, index < 4 ? "" : "Vurdert."] as const),
        ),
      ).roles,
    ).toEqual(["dpia"]);
  });
});

describe("two roles in one file", () => {
  it("are both given where the file is named and headed as both", () => {
    const text =
      "PROSJEKTBESKRIVELSE\n\nVURDERING AV PERSONVERNKONSEKVENSER\n\nBAKGRUNN\n\nMange.\n\nMETODE\n\nIntervju.\n\nRISIKOVURDERING\n\nLav.\n\nBEHANDLINGSGRUNNLAG\n\nArtikkel 6.";
    expect([...roleOf("prosjektbeskrivelse og DPIA.txt", text)].toSorted()).toEqual(["dpia", "project_description"]);
  });
});

describe("a letter", () => {
  const roleInMail = (text: string): unknown => assess(plainMessage({ body: "Se vedlegg.", files: { "brev.txt": text } })).attachments[0]?.role;
  it("that asks for data for research is an application", () => {
    expect(roleInMail("Til etaten\n\nVi søker om innsyn i vedtak til forskningsprosjektet Vinterlys.\n\nOla Mykle")).toEqual(["application"]);
  });
  it("that speaks of no research is none", () => {
    expect(roleInMail("Til etaten\n\nJeg søker om innsyn i saken min om oppholdstillatelse, og ber om kopi.\n\nOla Mykle")).toEqual(["other"]);
  });
});

it("a file with hardly any text is none of these", () => expect(rolesOf(plainDocument("CV.txt", "Side 1")).roles).toEqual(["other"]));
