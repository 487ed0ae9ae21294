/** The code knows kinds of answers, never one agency: names, addresses, numbers and ids of its list are data. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "#cli/root.ts";
import { loadAgency } from "#edges/settings/agency.ts";

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesIn(join(folder, entry.name)) : entry.name.endsWith(".ts") ? [join(folder, entry.name)] : [],
  );
const code = (file: string): string => readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\/|(?:^|\s)\/\/.*/g, " ");
const sources = ["core", "app"].flatMap((folder) => filesIn(join(root, "src", folder)));
const agencies = readdirSync(join(root, "config", "agencies"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => loadAgency(join(root, "config", "agencies", entry.name)));
const naming = (pattern: RegExp) => sources.filter((file) => pattern.test(code(file))).map((file) => relative(root, file));

/**
 * Vocabulary of the trade that happens to hold an agency's short name: lists of abbreviations that are no persons, words by
 * which applicants say whose data they need. A file here may name agencies in word lists, beside other agencies; nothing decides on it.
 */
const WORD_LISTS = [
  "src/core/extract/organisation-words.ts",
  "src/core/extract/participant-details.ts",
  "src/core/extract/participant-names.ts",
  "src/core/extract/role-candidates.ts",
  "src/core/extract/period-words.ts",
  "src/core/extract/title-prose.ts",
  "src/core/people/names.ts",
  "src/core/prose/concepts.ts",
  "src/core/roles.ts",
  "src/core/triage.ts",
  "src/core/extract/participant-places.ts",
];

describe("the core and the application", () => {
  it("are looked at with more than one agency in hand", () => expect(agencies.length).toBeGreaterThan(1));
  it("hold no address, telephone number or page of an agency", () => {
    for (const { addresses, phone, webPage } of agencies)
      for (const text of [...addresses, phone, webPage])
        expect(naming(new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "i")), text).toEqual([]);
  });
  it("name an agency nowhere but in lists of words", () => {
    const names = agencies.flatMap(({ shortName, name }) => [shortName, ...Object.values(name).map((one) => one.replace(/ \(.*/, ""))]);
    const found = naming(new RegExp(`(?<![\\p{L}\\d])(?:${[...new Set(names)].join("|")})(?![\\p{L}\\d])`, "iu"));
    expect(found.filter((file) => !WORD_LISTS.includes(file))).toEqual([]);
  });
  it("compare no number of a point", () => {
    expect(naming(/(?:item|entry|asked|point)\.number\s*===\s*\d|itemByNumber\([^)]*\d\)|item\.id\s*===\s*"/)).toEqual([]);
  });
  it("speak of no point by its id in a list", () => {
    // Ids that are names of parts, roles or kinds of documents too are told apart by their place.
    const words = new Set([
      "variables",
      "documents",
      "participants",
      "period",
      "controller",
      "linkage",
      "selection",
      "necessity",
      "storage",
      "purpose",
      "time",
      "data",
    ]);
    const ids = agencies.flatMap(({ catalogue }) => catalogue.items.map(({ id }) => id)).filter((id) => !words.has(id));
    // src/app/phrases.ts says which phrases of the training corpora overlap; it only counts for training.
    expect(naming(new RegExp(`["'](?:${ids.join("|")})["']`)).filter((file) => !/src\/app\/(?:phrases|training-set)\.ts/.test(file))).toEqual([]);
  });
});
