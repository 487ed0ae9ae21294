import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deniesLinkage, namesKeeper, namesLinker } from "#core/prose/agents.ts";

describe("who links", () => {
  it.each([
    "SSB utfører koblingen.",
    "Koblingen gjør vi selv.",
    "Statistics Norway will carry out the linkage at its premises.",
    "Koplinga blir utført av HVL",
    "SSB koplar dei to filene, og Sikt tek vare på koplingsnøkkelen.",
    "Data will be linked by the research team.",
  ])("is named: %s", (sentence) => expect(namesLinker(sentence)).toBe(true));
  it.each([
    "Opplysningene skal kobles til SSBs data.",
    "UDI-opplysningene skal kobles med SSBs opplysninger om flytting.",
    "Sammenstillingen gjøres på grunnlag av et felles løpenummer, i tre trinn",
    "Kontrollen av koblingen skjer ved sammenlikning av antall rader",
    "Small citizenship groups are merged after the first check",
  ])("is not named: %s", (sentence) => expect(namesLinker(sentence)).toBe(false));
});

describe("who keeps the key", () => {
  it.each([
    "Koblingsnøkkelen skal oppbevares av Sikt.",
    "Nøkkelen blir hos SSB",
    "Prosjektleder oppbevarer nøkkelen i safe",
    "Nøkkelfilen skal SSB oppbevare fram til 2030",
    "The key stays with Statistics Norway",
  ])("is named: %s", (sentence) => expect(namesKeeper(sentence)).toBe(true));
  it.each([
    "Koblingsnøkkelen oppbevares adskilt fra forskningsdataene.",
    "Forskerne skal ikke ha koblingsnøkkelen.",
    "Forskerne får ikke tilgang til koblingsnøkkelen",
    "The key is kept separate from the research file",
    "Avtala med SSB må seie kven som tek vare på nøkkelen",
  ])("is not named: %s", (sentence) => expect(namesKeeper(sentence)).toBe(false));
});

describe("no linkage", () => {
  it.each([
    "Dokumentene kobles ikke til andre opplysninger",
    "Ingen kobling.",
    "Skal ikke kobles.",
    "A linkage with other data about the same persons does not take place.",
    "Nothing about the persons will be linked to any other register",
  ])("is said: %s", (sentence) => expect(deniesLinkage(sentence)).toBe(true));
  it.each(["Dataene kobles av SSB.", "Forskerne får ikke koblingsnøkkelen", "Sikt utfører koblingen og leverer filen til oss uten fødselsnummer."])(
    "is not said: %s",
    (sentence) => expect(deniesLinkage(sentence)).toBe(false),
  );
});

it("takes no longer on any text than on ordinary text", () => {
  const words = fc.constantFrom(
    "SSB",
    "kobler",
    "ikke",
    "av",
    "nøkkelen",
    "(",
    "«",
    "-",
    "Universitetet",
    "oppbevares",
    "hos",
    "the",
    "key",
    "not",
    "linked",
    ",",
    "  ",
    "koblingskoblingskobling",
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 400 }), (parts) => {
      const text = parts.join(" ");
      const begun = performance.now();
      namesLinker(text);
      namesKeeper(text);
      deniesLinkage(text);
      expect(performance.now() - begun).toBeLessThan(200);
    }),
    { numRuns: 60 },
  );
});
