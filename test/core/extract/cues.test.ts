import { describe, expect, it } from "vitest";
import { cueMatcher } from "#core/extract/cues.ts";
import { udi } from "#test/support/plain-message.ts";

const cues = cueMatcher(udi.catalogue);
const best = (label: string): number | undefined => cues.match(label)[0]?.item.number;

describe("cueMatcher.match", () => {
  it("gives every item's own question and label to that item, in all three languages", () => {
    for (const item of udi.catalogue.items)
      for (const text of [...Object.values(item.question), ...Object.values(item.label)].filter((one) => one.length <= 400))
        expect(
          cues.match(text).map((match) => match.item.number),
          text,
        ).toContain(item.number);
  });
  it("gives every cue to its item", () => {
    for (const item of udi.catalogue.items)
      for (const cue of item.cues) {
        const label = cue.replace(/\*/g, "");
        expect(
          cues.match(label).map((match) => match.item.number),
          `${item.number}: ${cue}`,
        ).toContain(item.number);
      }
  });
  it.each([
    ["Prosjektleder", 4],
    ["4. Prosjektleder", 4],
    ["Punkt 4: Prosjektleder", 4],
    ["PROSJEKTLEDER:", 4],
    ["Project leader", 4],
    ["Prosjektleiar", 4],
    ["Kontaktperson", 5],
    ["Contact person", 5],
  ])("%s speaks of item %i", (label, number) => expect(best(label)).toBe(number));
  it.each(["", "Hei", "Med vennlig hilsen", "Side 3 av 9", "12345", "a".repeat(401)])("%j speaks of none", (label) =>
    expect(cues.match(label)).toEqual([]),
  );
  it("weighs a label that says more lower", () => {
    const weight = (label: string): number => cues.match(label).find((match) => match.item.number === 4)?.weight ?? 0;
    expect(weight("Prosjektleder")).toBeGreaterThan(weight("Møtet der prosjektleder og alle de andre var til stede"));
  });
  it("weighs a label higher with the agency's own number in front", () => {
    const weight = (label: string): number => cues.match(label).find((match) => match.item.number === 4)?.weight ?? 0;
    expect(weight("4. Prosjektleder")).toBeGreaterThanOrEqual(weight("9. Prosjektleder"));
  });
  it("is best first, with weights between nothing and one, and the same twice", () => {
    for (const label of ["Prosjektleder og kontaktperson", "Behandlingsansvarlig institusjon og dens leder", "Lagring, tilgang og sletting"]) {
      const weights = cues.match(label).map((match) => match.weight);
      expect(weights).toEqual(weights.toSorted((a, b) => b - a));
      for (const weight of weights) expect(weight > 0 && weight <= 1).toBe(true);
      expect(cues.match(label)).toEqual(cueMatcher(udi.catalogue).match(label));
    }
  });
  it("makes no pattern of what stands in a cue", () => {
    const [item] = udi.catalogue.items;
    if (!item) throw new Error("no item");
    const odd = cueMatcher({ ...udi.catalogue, items: [{ ...item, cues: ["a(b", "c.d", "[e", "f+"], notCues: [], partCues: {} }] });
    for (const label of ["a(b", "[e", "f+", "cxd"]) expect(() => odd.match(label)).not.toThrow();
    expect(odd.match("cxd")).toEqual([]);
  });
});

describe("cueMatcher.question", () => {
  it("knows every question of the agency that is long enough to be told from an answer", () => {
    for (const item of udi.catalogue.items)
      for (const question of Object.values(item.question)) {
        const found = cues.question(question);
        if (found) expect(found.number, question).toBe(item.number);
      }
    expect(udi.catalogue.items.filter((item) => cues.question(item.question.nb)).length).toBeGreaterThan(udi.catalogue.items.length / 2);
  });
  it("takes no answer for a question", () => {
    for (const text of ["Ola Mykle, tlf. 55 11 22 33", "Vi lagrer dataene på en lukket server i Norge til 2028.", "Nei", ""])
      expect(cues.question(text), text).toBeNull();
  });
});
