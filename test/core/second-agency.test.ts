/** A second agency works by its folder alone: another list, other numbers, points split and joined, no line of code. */
import { describe, expect, it } from "vitest";
import { examine } from "#app/examine.ts";
import { agencyFolder } from "#cli/root.ts";
import { loadKnowledge } from "#cli/knowledge.ts";
import { loadAgency } from "#edges/settings/agency.ts";
import { assess, plainMessage, udi } from "#test/support/plain-message.ts";

const agency = loadAgency(agencyFolder("eksempel"));

const answers: Record<number, string> = {
  1: "1. Om prosjektet\n\nProsjektet skal undersøke hvordan fravær henger sammen med hvem som fullfører videregående opplæring.",
  2: "2. Ansvarlig institusjon\n\nUniversitetet i Agder er behandlingsansvarlig.",
  3: "3. Ansvarlig forsker\n\nKari Heggdal, professor, kari.heggdal@uia.example",
  4: "4. Tidsrom\n\nProsjektet varer fra 1. august 2026 til 31. desember 2029.",
  5: "5. Opplysninger som ønskes\n\nVi ber om å få utlevert disse variablene på individnivå:\n\n- Skolestart, fordi den viser årskullet\n- Fravær i dager per halvår, fordi det måler fullføring\n- Kjønn, for å se om gutter og jenter skiller seg\n\nOpplysningene er nødvendige fordi ingen andre registre viser når fraværet begynte; uten dem kan forskningsspørsmålet ikke besvares.",
  6: "6. Lagring\n\nDataene lagres kryptert på universitetets server for sensitive data.",
  7: "7. Innlogging og tilgang\n\nInnlogging skjer med personlig bruker og tofaktor, og all tilgang logges.",
  8: "8. Kobling\n\nOpplysningene skal ikke kobles til andre opplysninger.",
  9: "9. Prosjektets navn\n\nHvem blir ferdig?",
};
const letter = (...without: number[]) =>
  Object.entries(answers)
    .filter(([number]) => !without.includes(Number(number)))
    .map(([, text]) => text)
    .join("\n\n");
const message = (text: string) =>
  plainMessage({
    body: "Hei,\n\nVi søker om dispensasjon fra taushetsplikten for å få utlevert opplysninger til forskning. Søknaden er vedlagt.\n\nHilsen Kari Heggdal",
    files: { "Søknad.docx": `Søknad om dispensasjon fra taushetsplikten\n\n${text}` },
  });
const statuses = (text: string) => Object.fromEntries(assess(message(text), agency).items.map(({ item, status }) => [item, status]));

describe("an agency of its own folder", () => {
  it("has another list than the first one", () => {
    expect(agency.catalogue.items.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(agency.catalogue.items.map(({ id }) => id).filter((id) => udi.catalogue.items.some((item) => item.id === id))).toEqual(["linkage"]);
  });
  it("gets an assessment by its own numbers, complete where all is answered", () => {
    expect(Object.entries(statuses(letter())).filter(([, status]) => status !== "complete" && status !== "unclear")).toEqual([]);
  });
  it("finds lacking exactly the point that is left out", () => {
    for (const number of [3, 4, 6, 7, 8]) {
      const { [number]: left, ...others } = statuses(letter(number));
      expect(left, `point ${number}`).not.toBe("complete");
      expect(
        Object.values(others).filter((status) => status !== "complete" && status !== "unclear"),
        `beside ${number}`,
      ).toEqual([]);
    }
  });
  it("asks only for its own parts: no telephone number, no address", () => {
    expect(assess(message(letter()), agency).items.find(({ item }) => item === 3)?.missingParts).toEqual([]);
  });
  it("asks only for its own documents", () => {
    expect(Object.keys(assess(message(letter()), agency).documents)).toEqual(["project_description"]);
  });
  it("answers in its own name, by its own numbers", async () => {
    const knowledge = loadKnowledge({ agency: "eksempel" });
    const raw = Buffer.from(
      [
        "From: Kari Heggdal <kari.heggdal@uia.example>",
        "To: forskning@eksempeldirektoratet.example",
        "Subject: =?utf-8?q?S=C3=B8knad_om_data_til_forskning?=",
        "Date: Tue, 3 Mar 2026 10:00:00 +0100",
        "Message-ID: <second@uia.example>",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "",
        `Hei,\n\nVi søker om dispensasjon fra taushetsplikten for å få utlevert opplysninger til forskning.\n\n${letter(7)}\n\nHilsen Kari Heggdal`,
      ].join("\r\n"),
    );
    const { readerHere } = await import("#test/support/reader-here.ts");
    const { decision, reply } = await examine(raw, knowledge, readerHere(undefined, knowledge.agency), Date.UTC(2026, 2, 3, 10));
    expect(decision.action).toBe("request_missing");
    expect(reply?.subject).toMatch(/^\[EKS /);
    expect(reply?.text).toContain("Eksempeldirektoratet");
    expect(reply?.text).toContain("7");
    expect(reply?.text).not.toMatch(/UDI|Utlendingsdirektoratet/);
  });
});
