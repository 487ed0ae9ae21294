/** Persons as senders write of them in passing: short mails, each with one turn of phrase that must not cost the sender a question. */
import { describe, expect, it } from "vitest";
import type { ItemAssessment } from "#core/assessment.ts";
import { assess, plainMessage } from "#test/support/plain-message.ts";

const START = "Jeg søker om dispensasjon fra taushetsplikten for å forske på opplysninger hos dere.\n\n";
const item = (number: number, body: string, files: Readonly<Record<string, string>> = {}): ItemAssessment => {
  const found = assess(plainMessage({ body: `${START}${body}`, files })).items.find((one) => one.item === number);
  if (!found) throw new Error(`no item ${number}`);
  return found;
};

describe("the head of the controller", () => {
  it.each([
    [
      "a word for the post",
      "Behandlingsansvarlig er Fjellhallen museum. Bestyrer er Ottar Lunde Vik, Storgata 4, 2670 Otta, telefon 61 23 00 10, ottar.vik@fjellhallen.example.",
    ],
    [
      '"led by"',
      "Ansvarleg for handsaminga er Sunnvik forskingsinstitutt. Instituttet er leidd av Ottar Lunde Vik, Storgata 4, 2670 Otta, tlf. 61 23 00 10, ottar.vik@fjellhallen.example.",
    ],
    [
      "in brackets behind the controller",
      "Fjellhallen museum er behandlingsansvarlig (leder Ottar Lunde Vik, 61 23 00 10, ottar.vik@fjellhallen.example, Storgata 4, 2670 Otta).",
    ],
    [
      '"our head"',
      "Fjellhallen museum er behandlingsansvarlig. Lederen vår er Ottar Lunde Vik, telefon 61 23 00 10, ottar.vik@fjellhallen.example, Storgata 4, 2670 Otta.",
    ],
    [
      "between numbered points of one paragraph",
      "1.1 Fjellhallen AS er behandlingsansvarlig. 1.2 Administrerende direktør er Ottar Lunde Vik, ottar.vik@fjellhallen.example, 61 23 00 10, Storgata 4, 2670 Otta. 1.3 Prosjektleder er Kari Heggdal.",
    ],
  ])("is found by %s", (_, body) => {
    expect(item(3, body)).toMatchObject({ status: "complete", value: { name: "Ottar Lunde Vik", address: "Storgata 4, 2670 Otta" } });
  });

  it('has the address that stands behind "or at", without the word', () => {
    const body =
      "The controller is the Brenna Institute. Its director, Dr Ottar Vik, can be reached on +47 61 23 00 10 or at ottar.vik@brenna.example.";
    expect(item(3, body).value).toMatchObject({ email: "ottar.vik@brenna.example" });
  });
});

describe("addresses given once", () => {
  const two =
    "Fjellhallen museum er behandlingsansvarlig. Direktør: Ottar Lunde Vik, 61 23 00 10, ottar.vik@fjellhallen.example.\nProsjektleder: Kari Heggdal, 61 23 00 14, kari.heggdal@uia.example.\n";
  it.each(["Postadresse for begge: Storgata 4, 2670 Otta.", "Begge har adresse Storgata 4, 2670 Otta.", "Adresse (begge): Storgata 4, 2670 Otta."])(
    "are both persons': %s",
    (line) => {
      for (const number of [3, 4])
        expect(item(number, `${two}${line}`)).toMatchObject({ status: "complete", value: { address: "Storgata 4, 2670 Otta" } });
    },
  );

  it("are the project leader's who is in the same building as the head", () => {
    const body =
      "Fjellhallen museum er behandlingsansvarlig. Direktør er Ottar Lunde Vik, 61 23 00 10, ottar.vik@fjellhallen.example, Storgata 4, 2670 Otta. Prosjektleder er Kari Heggdal, 61 23 00 14, kari.heggdal@uia.example, i samme bygg.";
    expect(item(4, body)).toMatchObject({ status: "complete", value: { address: "Storgata 4, 2670 Otta" } });
  });
});

describe("the contact", () => {
  it.each([
    "Spørsmål om saken rettes til rådgiver Mona Sletten, tlf. 61 23 00 20, mona.sletten@uia.example, Storgata 4, 2670 Otta.",
    "Contact for this application: Mona Sletten, 61 23 00 20, mona.sletten@uia.example, Storgata 4, 2670 Otta.",
  ])("is found by what it is for: %s", (line) => {
    expect(item(5, `Prosjektleder er Kari Heggdal.\n\n${line}`)).toMatchObject({ status: "complete", value: { name: "Mona Sletten" } });
  });
});

describe("participants", () => {
  const CONTROLLER =
    "Behandlingsansvarlig er Fjellhallen forskningssenter. Prosjektleder er Kari Maria Heggdal, seniorforsker ved Fjellhallen forskningssenter.\n\n";
  const both = [{ name: "Kari Maria Heggdal" }, { name: "Jens Orre" }];
  it.each([
    "På filene: Kari Maria Heggdal (seniorforsker, Fjellhallen forskningssenter) og Jens Orre (rådgiver, Fjellhallen forskningssenter).",
    "Kari Maria Heggdal, seniorforsker, og Jens Orre, rådgiver ved Fjellhallen forskningssenter, får se tallene.",
    "Readers: Kari Maria Heggdal, senior researcher, and Jens Orre, adviser, both at Fjellhallen forskningssenter.",
    "I prosjektet arbeider Kari Maria Heggdal, seniorforsker, og Jens Orre, rådgiver, begge ved Fjellhallen forskningssenter.",
    "Tilgang: KMH + Jens Orre (rådgiver, samme sted).",
    "To har tilgang til data: seniorforsker Kari Maria Heggdal og rådgiver Jens Orre, Fjellhallen forskningssenter.",
    "Tilgang: Kari Maria Heggdal (seniorforsker), Jens Orre (rådgiver), begge fra senteret.",
    "Data users: Kari Maria Heggdal, senior researcher at Fjellhallen forskningssenter, and Jens Orre, adviser at the same centre.",
  ])("are all found, with title and institution: %s", (line) => {
    expect(item(6, `${CONTROLLER}${line}`)).toMatchObject({ status: "complete", value: { participants: both } });
  });

  it("have the project leader among them where a co-worker stands under a label", () => {
    const found = item(6, "Se vedlegg.", { "skisse.txt": `${CONTROLLER}Medarbeider: Jens Orre, rådgiver, Fjellhallen forskningssenter` });
    expect(found.value).toMatchObject({ participants: both });
  });

  it('do not have those who stand behind "without access"', () => {
    const line = "Tilgang: Jens Orre (rådgiver, Fjellhallen forskningssenter). Uten tilgang: professor Siri Nordli.";
    expect(item(6, `${CONTROLLER}${line}`)).toMatchObject({ status: "complete", value: { participants: [{ name: "Jens Orre" }] } });
  });

  it("may have the name of a month between two names", () => {
    const line = "Tilgang: Thi Mai Fureby (stipendiat, Fjellhallen forskningssenter).";
    expect(item(6, `${CONTROLLER}${line}`).value).toMatchObject({ participants: [{ name: "Thi Mai Fureby" }] });
  });
});
