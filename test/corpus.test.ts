/** The phrase corpora of the prose items, by folds: every phrase is judged by weights that were learned without it. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { examplesOf, type PhraseCorpus, recognisersOf } from "#app/phrases.ts";
import { cueMatcher } from "#core/extract/cues.ts";
import { probability } from "#core/prose/model.ts";
import { type Example, train } from "#core/prose/training.ts";
import { blocksFromText } from "#edges/read/text-blocks.ts";
import { loadAgency } from "#edges/settings/agency.ts";

const { catalogue } = loadAgency("config/agencies/udi");
const cues = cueMatcher(catalogue);
const prose = catalogue.items.filter((item) => item.kind === "prose");
const FOLDS = 4;
/** Share of the decisions (a phrase and one part) that must be right, in per cent. */
const FLOOR: Readonly<Record<number, number>> = { 7: 63, 8: 84, 9: 80, 10: 62, 11: 73, 13: 75, 14: 85, 15: 80, 16: 82 };

const examples = prose.map((item) => ({
  item,
  all: examplesOf(
    JSON.parse(readFileSync(`fixtures/corpus/${String(item.number).padStart(2, "0")}.json`, "utf8")) as PhraseCorpus,
    catalogue,
    cues,
    blocksFromText,
  ),
}));

const says = (model: ReturnType<typeof train>, part: string, example: Example): boolean =>
  example.sentences.some(({ sentence, only }) => (only === null || only.includes(part)) && probability(model, part, sentence) >= 0.5);

describe("phrases of the prose items", () => {
  const right = new Map<number, [number, number]>();
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const model = train(
      examples.flatMap(({ all }) => all.filter((_, index) => index % FOLDS !== fold)),
      prose.flatMap(recognisersOf),
      "",
    );
    for (const { item, all } of examples) {
      const tally = right.get(item.number) ?? [0, 0];
      right.set(item.number, tally);
      for (const example of all.filter((_, index) => index % FOLDS === fold))
        for (const part of recognisersOf(item)) {
          if (!example.answers.includes(part) && !example.rejects.includes(part)) continue;
          tally[1] += 1;
          if (says(model, part, example) === example.answers.includes(part)) tally[0] += 1;
        }
    }
  }
  it.each(prose.map((item) => [item.number, item.id]))("item %i (%s) is judged right often enough", (number) => {
    const [good, of] = right.get(number) ?? [0, 1];
    expect((100 * good) / of).toBeGreaterThanOrEqual(FLOOR[number] ?? 100);
  });
});
