/** A sentence and its surroundings as a set of named features: concepts, pairs of concepts, words, and what the labels above it speak of. */
import { conceptsOf } from "./concepts.ts";

/** Endings cut off so that forms of a word in bokmål, nynorsk and English meet. Crude on purpose: the same for training and use. */
const ENDING = /(?:enes|anes|ene|ane|ing|ens|ets|ers|ars|en|et|er|ar|es|as|ed|e|a|s)$/u;

/** Shapes that say how a sentence is laid out, not what it speaks of: they make no pairs. */
const LAYOUT: ReadonlySet<string> = new Set([
  "short",
  "short_actor",
  "colon",
  "cells",
  "parenthesis",
  "list",
  "dash_level",
  "number",
  "cells_few",
  "question",
]);

/** The word forms of a text: lower case, digits as #, endings cut. */
export const stemsOf = (text: string): string[] =>
  (text.toLowerCase().match(/[\p{L}\d][\p{L}\d-]*/gu) ?? []).map((word) => {
    const masked = word.replace(/\d+/g, "#");
    return masked.length > 5 ? masked.replace(ENDING, "") : masked;
  });

/** What stands over a stretch of text, worked out once for all its sentences. */
export type Over = { readonly ideas: readonly string[]; readonly stems: readonly string[]; readonly bare: boolean };

/** The cells of a table stand under the same labels: what was worked out is kept, up to this many. */
const MOST_KEPT = 2000;
const kept = new Map<string, Over>();

/** The labels and headings over a text, nearest first; only the nearest two count. */
export const over = (context: readonly string[]): Over => {
  const nearest = context.slice(0, 2);
  const key = `${context.length === 0}|${nearest.join("\n")}`;
  const known = kept.get(key);
  if (known) return known;
  const made: Over = { ideas: conceptsOf(nearest.join("\n")), stems: stemsOf(nearest.join(" ")), bare: context.length === 0 };
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, made);
  return made;
};

/**
 * Features of one sentence. `own` and `previous` are the ideas in it and in the sentence in front of it in the same
 * paragraph ("They could not." means nothing alone), `above` is what stands over it.
 */
export const featuresOf = (sentence: string, own: readonly string[], above: Over, previous: readonly string[]): string[] => {
  const near = above.ideas;
  const features = new Set<string>(["bias"]);
  for (const name of own) features.add(`c:${name}`);
  const ideas = own.filter((name) => !LAYOUT.has(name));
  for (let i = 0; i < ideas.length; i += 1) for (let j = i + 1; j < ideas.length; j += 1) features.add(`cc:${ideas[i]}+${ideas[j]}`);
  for (const name of near) features.add(`h:${name}`);
  for (const name of near) if (!LAYOUT.has(name)) for (const mine of own) if (!LAYOUT.has(mine)) features.add(`hc:${name}>${mine}`);
  // Only gates ask for these; they carry no weight.
  for (const name of previous) features.add(`q:${name}`);
  for (const stem of stemsOf(sentence)) features.add(`w:${stem}`);
  for (const stem of above.stems) features.add(`l:${stem}`);
  if (above.bare) features.add("nolabel");
  return [...features];
};
