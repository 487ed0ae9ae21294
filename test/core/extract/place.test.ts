import { describe, expect, it } from "vitest";
import type { Placed } from "#core/extract/context.ts";
import { cueMatcher } from "#core/extract/cues.ts";
import { passagesOf } from "#core/extract/passages.ts";
import { placePassages } from "#core/extract/place.ts";
import { plainDocument, udi } from "#test/support/plain-message.ts";

const cues = cueMatcher(udi.catalogue);
const placedIn = (text: string, answersQuoted?: string): Placed[] => {
  const document = plainDocument("a.txt", text);
  const blocks = document.blocks.map((block) => (answersQuoted === undefined ? block : { ...block, answersQuoted }));
  return placePassages(passagesOf([{ document: { ...document, blocks }, roles: [] }]), cues, udi.catalogue);
};
const id = (number: number): string => udi.catalogue.items.find((item) => item.number === number)?.id ?? "";
const over = (placed: readonly Placed[], text: string, number: number) =>
  placed
    .filter((one) => one.passage.text === text)
    .map((one) => one.items.get(id(number)))
    .find(Boolean);

describe("placePassages", () => {
  it("places a value by the label in front of it", () => {
    expect(over(placedIn("Prosjektleder: Ola Mykle"), "Ola Mykle", 4)).toMatchObject({ from: "label" });
  });
  it("places a paragraph by the heading over it, weaker than by a label", () => {
    const heading = over(placedIn("## Prosjektleder\n\nOla Mykle"), "Ola Mykle", 4);
    const label = over(placedIn("Prosjektleder: Ola Mykle"), "Ola Mykle", 4);
    expect(heading).toMatchObject({ from: "heading" });
    expect(heading?.weight).toBeLessThan(label?.weight ?? 0);
  });
  it("weighs an outer heading less than the inner one", () => {
    const inner = over(placedIn("# Annet\n\n## Prosjektleder\n\nOla Mykle"), "Ola Mykle", 4)?.weight ?? 0;
    const outer = over(placedIn("# Prosjektleder\n\n## Annet\n\nOla Mykle"), "Ola Mykle", 4)?.weight ?? 0;
    expect(outer).toBeGreaterThan(0);
    expect(outer).toBeLessThan(inner);
  });
  it("places an answer between quoted lines by the quoted line right above it", () => {
    expect(over(placedIn("Ola Mykle", "Hei\nProsjektleder"), "Ola Mykle", 4)?.weight).toBeGreaterThan(0.5);
  });
  it("places nothing that stands under no label", () => expect(placedIn("Vi takker for hjelpen.").every((one) => one.items.size === 0)).toBe(true));

  const agreeing =
    "1. Prosjektets tittel\n\nVinterlys\n\n2. Behandlingsansvarlig institusjon\n\nHøgskolen\n\n4. Prosjektleder\n\nOla Mykle\n\n5. Kontaktperson\n\nSigne Aune\n\n";
  it("trusts a document's numbers once four agree with the agency's", () => {
    expect(over(placedIn(`${agreeing}3. Om han på toppen\n\nKari Lie`), "Kari Lie", 3)).toMatchObject({ from: "number", weight: 0.8 });
  });
  it("does not trust the numbers of a document that numbers in its own way", () => {
    const own = "1. Kontaktperson\n\nSigne Aune\n\n2. Prosjektleder\n\nOla Mykle\n\n3. Om han på toppen\n\nKari Lie\n\n4. Annet\n\nIntet";
    expect(over(placedIn(own), "Kari Lie", 3)).toBeUndefined();
  });
  it("does not carry one document's numbers over to another", () => {
    const sources = [plainDocument("a.txt", agreeing), plainDocument("b.txt", "3. Om han på toppen\n\nKari Lie")].map((document) => ({
      document,
      roles: [],
    }));
    expect(over(placePassages(passagesOf(sources), cues, udi.catalogue), "Kari Lie", 3)).toBeUndefined();
  });
  it("keeps every passage, in order", () => {
    const sources = [{ document: plainDocument("a.txt", agreeing), roles: [] }];
    expect(placePassages(passagesOf(sources), cues, udi.catalogue).map((one) => one.passage)).toEqual(passagesOf(sources));
  });
});
