/** A sentence and its surroundings as a set of named features: concepts, pairs of concepts, words, and what the labels above it speak of. */
import { conceptsOf } from "./concepts.ts";

/** Endings cut off so that forms of a word in bokmål, nynorsk and English meet. Crude on purpose: the same for training and use. */
const ENDING = /(?:enes|anes|ene|ane|ing|ens|ets|ers|ars|en|et|er|ar|es|as|ed|e|a|s)$/u;

/** Shapes that say how a sentence is laid out, not what it speaks of: they make no pairs. */
const LAYOUT: ReadonlySet<string> = new Set(["short", "short_actor", "colon", "cells", "parenthesis", "list", "dash_level", "number", "cells_few", "question"]);

/** The word forms of a text: lower case, digits as #, endings cut. */
export const stemsOf = (text: string): string[] =>
  (text.toLowerCase().match(/[\p{L}\d][\p{L}\d-]*/gu) ?? []).map((word) => {
    const masked = word.replace(/\d+/g, "#");
    return masked.length > 5 ? masked.replace(ENDING, "") : masked;
  });

/**
 * Features of one sentence. `context` holds the labels and headings above it (nearest first), `before` the sentence in
 * front of it in the same paragraph ("They could not." means nothing alone).
 */
export const featuresOf = (sentence: string, context: readonly string[], before: string): string[] => {
  const own = conceptsOf(sentence);
  const near = conceptsOf(context.slice(0, 2).join("\n"));
  const previous = before ? conceptsOf(before) : [];
  const features = new Set<string>(["bias"]);
  for (const name of own) features.add(`c:${name}`);
  const ideas = own.filter((name) => !LAYOUT.has(name));
  for (let i = 0; i < ideas.length; i += 1) for (let j = i + 1; j < ideas.length; j += 1) features.add(`cc:${ideas[i]}+${ideas[j]}`);
  for (const name of near) features.add(`h:${name}`);
  for (const name of near) if (!LAYOUT.has(name)) for (const mine of own) if (!LAYOUT.has(mine)) features.add(`hc:${name}>${mine}`);
  for (const name of previous) {
    features.add(`q:${name}`);
  }
  const stems = stemsOf(sentence);
  for (const stem of stems) features.add(`w:${stem}`);
  for (const stem of stemsOf(context.slice(0, 2).join(" "))) features.add(`l:${stem}`);
  if (context.length === 0) features.add("nolabel");
  return [...features];
};
