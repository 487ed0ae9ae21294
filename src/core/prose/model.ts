/** Applies the learned weights: how likely it is that a sentence answers a part, and which features say so. */
import { conceptsOf } from "./concepts.ts";
import { featuresOf, over } from "./features.ts";
import { answersAlong, gateway } from "./gates.ts";
import { sentencesOf } from "./sentences.ts";

/** Weights by part name ("14.storage" without the number: parts are named, not numbered) and feature. */
export type ProseModel = {
  readonly version: number;
  /** What it was trained on: file count, phrase count and content hash, so that a figure can be traced. */
  readonly trainedOn: { readonly phrases: number; readonly hash: string };
  readonly parts: Readonly<Record<string, Readonly<Record<string, number>>>>;
};

/** A sentence with its probability for one part, 0 to 1, and the features that weighed most. */
export type Scored = { readonly text: string; readonly start: number; readonly end: number; readonly probability: number };

/** Stands for "lacks an idea that a gate of the part asks for"; learned like any other feature. */
export const AJAR = "ajar";

export const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

const sum = (weights: Readonly<Record<string, number>>, features: readonly string[]): number => {
  let total = 0;
  for (const feature of features) total += weights[feature] ?? 0;
  return total;
};

/** Each sentence of a text with its features, computed once for all parts. */
export type Prepared = {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly features: readonly string[];
  readonly set: ReadonlySet<string>;
};

export const prepare = (text: string, context: readonly string[]): Prepared[] => {
  const sentences = sentencesOf(text);
  const above = over(context);
  const ideas = sentences.map((sentence) => conceptsOf(sentence.text));
  return sentences.map((sentence, index) => {
    const features = featuresOf(sentence.text, ideas[index] ?? [], above, ideas[index - 1] ?? []);
    return { ...sentence, features, set: new Set(features) };
  });
};

/** Probability that the prepared sentence answers the part; 0 for a part the model does not know, or that lacks the idea without which nothing answers it. */
export const probability = (model: ProseModel, part: string, prepared: Prepared): number => {
  const alone = own(model, part, prepared);
  const along = answersAlong(part, prepared.set);
  return along ? Math.max(alone, own(model, along, prepared)) : alone;
};

const own = (model: ProseModel, part: string, prepared: Prepared): number => {
  const weights = model.parts[part];
  if (!weights) return 0;
  const gate = gateway(part, prepared.set);
  if (gate === "shut") return 0;
  return sigmoid(sum(weights, prepared.features) + (gate === "ajar" ? (weights[AJAR] ?? 0) : 0));
};

/** The features that weighed most for and against, for `explain`. */
export const reasons = (model: ProseModel, part: string, prepared: Prepared, most = 6): { feature: string; weight: number }[] =>
  prepared.features
    .map((feature) => ({ feature, weight: model.parts[part]?.[feature] ?? 0 }))
    .filter((reason) => reason.weight !== 0)
    .toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, most);
