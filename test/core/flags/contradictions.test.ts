/** Flags for what two documents say differently, and for what cannot be so. */
import { describe, expect, it } from "vitest";
import { assess, flagOf, flagsIn, plainMessage } from "#test/support/plain-message.ts";

const body =
  "Hei,\n\nVi søker om dispensasjon fra taushetsplikten for å få utlevert opplysninger til forskning. Søknad og vedlegg følger.\n\nHilsen Kari Heggdal";
const letter = (more: string) => `Søknad om dispensasjon fra taushetsplikten\n\nProsjektets tittel: Fra mottak til arbeid\n\n${more}`;
const description = (more: string) =>
  `Prosjektbeskrivelse\n\nBakgrunn\n\nVi vet lite om hvordan bosatte kommer i arbeid. Prosjektet skal undersøke sammenhengen mellom botid og sysselsetting.\n\n${more}\n\nMetode\n\nVi bruker forløpsanalyse.`;
const dpia = (more: string) =>
  `Vurdering av personvernkonsekvenser (DPIA)\n\nBehandlingsgrunnlag\n\nArtikkel 6 nr. 1 e.\n\n${more}\n\nRisikovurdering\n\nRisikoen er lav.\n\nDe registrertes rettigheter\n\nDe får informasjon på nettsiden.`;
const message = (first: string, second: string, third?: string) => ({
  body,
  files: {
    "Søknad.docx": letter(first),
    "Prosjektbeskrivelse.docx": description(second),
    ...(third === undefined ? {} : { "DPIA.docx": dpia(third) }),
  },
});

describe("dates", () => {
  it("that two documents give differently are told with both places", () => {
    const flag = flagOf(message("Prosjektperiode: 01.08.2026–31.12.2029", "Prosjektperiode: 01.08.2026–31.12.2031"), "dates_differ");
    expect(flag?.evidence.map(({ source }) => source)).toEqual(["Søknad.docx", "Prosjektbeskrivelse.docx"]);
    expect(flag?.detail).toContain("2029-12-31 / 2031-12-31");
    expect(flag?.items).toEqual([12]);
  });
  it("that one document only gives less exactly are no contradiction", () => {
    expect(flagOf(message("Prosjektperiode: 01.08.2026–31.12.2029", "Prosjektperiode: 2026–2029"), "dates_differ")).toBeUndefined();
  });
  it("that are over when the application comes are told", () => {
    expect(flagOf(message("Prosjektperiode: 01.08.2022–31.12.2025", ""), "end_date_passed")?.detail).toBe("2025-12-31");
  });
  it("in the year of the application, given as a year, are not over", () => {
    expect(flagOf(message("Prosjektperiode: 2023–2026", ""), "end_date_passed")).toBeUndefined();
  });
  it("with the end before the start are told", () => {
    expect(flagOf(message("Prosjektstart: 01.08.2028\nProsjektslutt: 31.12.2027", ""), "end_before_start")?.items).toEqual([12]);
  });
});

describe("titles", () => {
  const titled = (title: string) => `Prosjektets tittel: ${title}`;
  it("that share nothing between application and assessment say that the assessment is another project's", () => {
    const flag = flagOf(message("", titled("Fra mottak til arbeid"), titled("Helsehjelp for eldre med demens på sykehjem")), "dpia_other_project");
    expect(flag?.evidence[0]?.source).toBe("DPIA.docx");
  });
  it("with a subtitle, an acronym or another language are the same project", () => {
    for (const title of [
      "Fra mottak til arbeid: bosetting og yrkesdeltakelse",
      "MOTARB – Fra mottak til arbeid",
      "From reception to work among the settled",
    ])
      expect(flagsIn(message("", titled("Fra mottak til arbeid"), titled(title))).map(({ code }) => code)).not.toEqual(
        expect.arrayContaining(["title_differs"]),
      );
  });
  it("with other years in the same name are told", () => {
    const files = {
      "Søknad.docx": "Søknad om dispensasjon fra taushetsplikten\n\nProsjektets tittel: Avslag og klage 2010–2020",
      "Prosjektbeskrivelse.docx": description(titled("Avslag og klage 2005–2020")),
    };
    expect(flagOf({ body, files }, "title_differs")?.detail).toContain("2005");
  });
});

describe("persons and institutions", () => {
  it("another project leader in another document is told", () => {
    const flag = flagOf(
      message(
        "Prosjektleder: Kari Heggdal, førsteamanuensis, Universitetet i Agder",
        "Prosjektleder: Tor Brekkhus, professor, Universitetet i Agder",
      ),
      "leader_differs",
    );
    expect(flag?.detail).toBe("Kari Heggdal / Tor Brekkhus");
  });
  it("the same leader with a middle name is not", () => {
    expect(flagOf(message("Prosjektleder: Kari Heggdal", "Prosjektleder: Kari Lund Heggdal"), "leader_differs")).toBeUndefined();
  });
  it("another controller in another document is told", () => {
    expect(
      flagOf(
        message("Behandlingsansvarlig institusjon: Universitetet i Agder", "", "Behandlingsansvarlig: Universitetet i Stavanger"),
        "controller_differs",
      )?.items,
    ).toEqual([2]);
  });
  it("the same controller by its short name or in English is not", () => {
    for (const name of ["UiA", "University of Agder", "Universitetet i Agder (UiA)"])
      expect(
        flagOf(message("Behandlingsansvarlig institusjon: Universitetet i Agder", "", `Behandlingsansvarlig: ${name}`), "controller_differs"),
      ).toBeUndefined();
  });
  it("a participant who belongs to another institution than the controller is named", () => {
    const flag = flagOf(
      message(
        "Behandlingsansvarlig institusjon: Universitetet i Agder\n\nProsjektdeltakere med tilgang:\n- Kari Heggdal, førsteamanuensis, Universitetet i Agder\n- Tor Brekkhus, forsker, NORCE",
        "",
      ),
      "participant_outside_institution",
    );
    expect(flag?.detail).toBe("Tor Brekkhus (NORCE)");
  });
  it("the CV of somebody else than the project leader is told", () => {
    const cv =
      "Curriculum vitae\n\nTor Brekkhus\n\nUtdanning\n\n2009 Ph.d., Universitetet i Bergen\n\nStillinger\n\n2015– professor\n\nPublikasjoner\n\nBrekkhus 2020";
    const files = { ...message("Prosjektleder: Kari Heggdal, førsteamanuensis", "").files };
    expect(flagOf({ body, files: { ...files, "CV.docx": cv } }, "cv_not_leader")?.detail).toBe("Tor Brekkhus / Kari Heggdal");
    expect(flagOf({ body, files: { ...files, "CV.docx": cv.replaceAll("Tor Brekkhus", "Kari Heggdal") } }, "cv_not_leader")).toBeUndefined();
  });
  it("a leader who is a doctoral candidate has no doctorate; a professor has", () => {
    expect(flagOf(message("Prosjektleder: Kari Heggdal, ph.d.-stipendiat, Universitetet i Agder", ""), "leader_without_doctorate")?.items).toEqual([
      4,
    ]);
    expect(flagOf(message("Prosjektleder: Kari Heggdal, professor, Universitetet i Agder", ""), "leader_without_doctorate")).toBeUndefined();
  });
  it("a leader of whom nothing is known is left alone", () => {
    expect(flagOf(message("Prosjektleder: Kari Heggdal", ""), "leader_without_doctorate")).toBeUndefined();
  });
  it("a student without a supervisor is told, one with a supervisor is not", () => {
    const leader = "Prosjektleder: Kari Heggdal, masterstudent, Universitetet i Agder";
    expect(flagOf(message(leader, ""), "student_without_supervisor")?.items).toEqual([4]);
    expect(flagOf(message(leader, "Veileder er professor Tor Brekkhus."), "student_without_supervisor")).toBeUndefined();
  });
});

describe("a flag", () => {
  it("never changes a status", () => {
    const same = message("Prosjektperiode: 01.08.2026–31.12.2029", "Prosjektperiode: 01.08.2026–31.12.2029");
    const other = message("Prosjektperiode: 01.08.2026–31.12.2029", "Prosjektperiode: 01.08.2026–31.12.2031");
    const statuses = (plain: typeof same) => assess(plainMessage(plain)).items.map(({ item, status }) => [item, status]);
    expect(statuses(other)).toEqual(statuses(same));
  });
});
