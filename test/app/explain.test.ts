/** What `explain` tells of an item. */
import { describe, expect, it } from "vitest";
import { explanation } from "#app/explain.ts";
import { assess, plainMessage, udi } from "#test/support/plain-message.ts";

const message = plainMessage({
  body: "Hei,\n\nVi søker om dispensasjon fra taushetsplikten for å få utlevert opplysninger til forskning.\n\nProsjektperiode: 01.08.2022–31.12.2025\n\n14. Lagring\n\nDataene lagres på universitetets krypterte server.",
});
const explained = (number: number): string => {
  const assessment = assess(message);
  const [entry, item] = [udi.catalogue.items.find((one) => one.number === number), assessment.items.find((one) => one.item === number)];
  if (!entry || !item) throw new Error(`no item ${number}`);
  return explanation(assessment, entry, item);
};

describe("an explanation", () => {
  it("names the rule, what spoke for it in plain words, and the place", () => {
    expect(explained(14)).toMatch(/storage by prose .*for: .*storage/);
    expect(explained(14)).toContain("“Dataene lagres på universitetets krypterte server.” — body");
  });
  it("says which parts were not found", () => expect(explained(14)).toContain("Not found: access_security"));
  it("shows no name of a feature", () => {
    for (const { number } of udi.catalogue.items) expect(explained(number)).not.toMatch(/(?<![\p{L}])(?:c|cc|h|hc|w|l|q):\w/u);
  });
  it("says what a person should look at", () => expect(explained(12)).toContain("end_date_passed: 2025-12-31"));
  it("says where nothing was a candidate", () => expect(explained(1)).toContain("Nothing in the message was a candidate"));
});
