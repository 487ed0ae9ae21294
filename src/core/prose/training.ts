/**
 * Learns the weights from the phrase corpora: logistic regression on sentence features, where a phrase answers a part if its
 * best sentence does (multiple-instance learning). Deterministic: fixed order, no randomness.
 */
import type { ProseModel } from "./model.ts";
import { type Gateway, gateway } from "./gates.ts";
import { directionOf } from "./relevance.ts";
import { AJAR, type Prepared, sigmoid } from "./model.ts";

/** One labelled fragment: its sentences, the parts it answers, and the parts it is known not to answer. */
export type Example = {
  /** A whole message rather than a phrase: of its many sentences only the best few count as refusing a part. */
  readonly whole?: boolean;
  readonly sentences: readonly {
    readonly sentence: Prepared /** Set where the sentence can answer these parts only. */;
    readonly only: readonly string[] | null;
    /** Set where somebody judged this very sentence: the parts it answers alone, and those where two would differ. */
    readonly judged?: { readonly answers: ReadonlySet<string>; readonly unsure: ReadonlySet<string> };
  }[];
  readonly answers: readonly string[];
  readonly rejects: readonly string[];
  readonly weight: number;
};

type Bag = {
  readonly whole: boolean;
  readonly gates: ReadonlyMap<string, readonly Gateway[]>;
  readonly instances: readonly Int32Array[];
  /** One a sentence where the sentences were judged one by one; null where only the whole was. */
  readonly judged: readonly NonNullable<Example["sentences"][number]["judged"]>[] | null;
  readonly answers: ReadonlySet<string>;
  readonly rejects: ReadonlySet<string>;
  readonly weight: number;
};

/** Times that the best sentences of whole messages are chosen anew, and passes over the rows each time. */
const ROUNDS = 5;
const EPOCHS = 25;
const RATE = 0.25;
const L2 = 3e-3;
/** Features and words seen in fewer examples than this say more about the example than about the part. */
const LEAST_COUNT = 3;
const LEAST_WORD_COUNT = 5;
/** Sentences of a whole message that are learned as refusals in each round. */
const HARDEST = 15;
/** How much words and pairs of ideas count beside ideas: what is rare in the examples must not decide. */
const WORD_VALUE = 0.5;
const PAIR_VALUE = 0.5;
/** What an idea weighs before anything was learned of it. */
const PRIOR = 0.3;
/** Sentences of a message judged sentence by sentence that are learned as refusals in each round. */
const JUDGED_HARDEST = 40;
/** How much each of them counts beside a phrase. */
const JUDGED_REFUSAL = 0.3;
const NOTHING_JUDGED = { answers: new Set<string>(), unsure: new Set<string>() };
/** What a missing idea weighs before anything was learned of it. */
const AJAR_PRIOR = -2;
/** Weights smaller than this change nothing. */
const PRUNE_BELOW = 0.04;

export const train = (examples: readonly Example[], parts: readonly string[], hash: string): ProseModel => {
  const prepared = examples.map((example) => ({ example, sentences: example.sentences.map((one) => one.sentence) }));
  const counts = new Map<string, number>();
  for (const { sentences } of prepared)
    for (const feature of new Set(sentences.flatMap((sentence) => sentence.features))) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const names = [
    AJAR,
    ...[...counts.entries()]
      .filter(([name, count]) => !name.startsWith("q:") && count >= (/^[wl]:/.test(name) ? LEAST_WORD_COUNT : LEAST_COUNT))
      .map(([name]) => name)
      .toSorted(),
  ];
  const indexes = new Map(names.map((name, index) => [name, index]));
  const bags: Bag[] = prepared
    .filter(({ sentences }) => sentences.length > 0)
    .map(({ example, sentences }) => ({
      whole: example.whole ?? false,
      gates: new Map(
        parts.map((part) => [
          part,
          example.sentences.map(({ sentence, only }): Gateway => (only === null || only.includes(part) ? gateway(part, sentence.set) : "shut")),
        ]),
      ),
      instances: sentences.map((sentence) =>
        Int32Array.from(sentence.features.map((feature) => indexes.get(feature) ?? -1).filter((index) => index >= 0)),
      ),
      judged: example.sentences.every(({ judged }) => judged) ? example.sentences.map(({ judged }) => judged ?? NOTHING_JUDGED) : null,
      answers: new Set(example.answers),
      rejects: new Set(example.rejects),
      weight: example.weight,
    }));
  const values = Float64Array.from(names, (name) => (/^[wl]:/.test(name) ? WORD_VALUE : /^(?:cc|hc):/.test(name) ? PAIR_VALUE : 1));
  const learned: Record<string, Record<string, number>> = {};
  for (const part of parts) {
    const directions = names.map((name) => (name === AJAR ? -1 : directionOf(part, name)));
    const own = values.map((value, index) => (directions[index] === null ? 0 : value));
    const signs = Int8Array.from(directions, (direction) => direction ?? 0);
    const priors = Float64Array.from(names, (name, index) => (name === AJAR ? AJAR_PRIOR : name.startsWith("c:") ? (signs[index] ?? 0) * PRIOR : 0));
    const weights = trainPart(bags, part, { values: own, signs, priors });
    const kept: Record<string, number> = {};
    names.forEach((name, index) => {
      const weight = (weights[index] ?? 0) * (own[index] ?? 0);
      if (Math.abs(weight) >= PRUNE_BELOW) kept[name] = Math.round(weight * 100) / 100;
    });
    learned[part] = kept;
  }
  return { version: 1, trainedOn: { phrases: examples.length, hash }, parts: learned };
};

/** How much each feature counts, which way it may weigh, and what it weighs before anything was learned. */
type Shape = { readonly values: Float64Array; readonly signs: Int8Array; readonly priors: Float64Array };

const trainPart = (bags: readonly Bag[], part: string, shape: Shape): Float64Array<ArrayBuffer> => {
  const { values } = shape;
  const positive = bags.filter((bag) => !bag.judged && bag.answers.has(part));
  const negative = bags.filter((bag) => !bag.judged && bag.rejects.has(part));
  const judged = bags.flatMap((bag) => (bag.judged ? [judgedBy(bag, bag.judged, part)] : []));
  let weights: Float64Array<ArrayBuffer> = shape.priors.slice();
  if (positive.length === 0 && judged.every(({ yes }) => yes.length === 0)) return weights;
  const positiveWeight = positive.reduce((total, bag) => total + bag.weight, 0);
  const negativeWeight = negative.reduce((total, bag) => total + bag.weight, 0);
  const balance = Math.min(3, Math.max(0.5, negativeWeight / Math.max(1, positiveWeight)));
  for (let round = 0; round < ROUNDS; round += 1) {
    const rows: { features: Int32Array; label: 0 | 1; weight: number }[] = [];
    for (const bag of positive) {
      const able = open(bag, part);
      if (able.length === 0) continue;
      // A whole message is only trusted to hold an answer once phrases have shown what one looks like.
      if (bag.whole && round === 0) continue;
      const chosen = round === 0 ? able : [best(able, weights, values)];
      for (const features of chosen) rows.push({ features, label: 1, weight: ((bag.whole ? 0.6 : bag.weight) * balance) / chosen.length });
    }
    for (const bag of negative) {
      const able = open(bag, part);
      const chosen = bag.whole ? hardest(able, weights, values) : able;
      for (const features of chosen) rows.push({ features, label: 0, weight: bag.weight / (bag.whole ? 1 : Math.sqrt(able.length)) });
    }
    for (const { yes, no } of judged) {
      for (const features of yes) rows.push({ features, label: 1, weight: balance / Math.sqrt(yes.length) });
      for (const features of hardest(no, weights, values, JUDGED_HARDEST)) rows.push({ features, label: 0, weight: JUDGED_REFUSAL });
    }
    weights = descend(interleave(rows), shape);
  }
  return weights;
};

const score = (features: Int32Array, weights: Float64Array, values: Float64Array): number => {
  let total = 0;
  for (const index of features) total += (weights[index] ?? 0) * (values[index] ?? 1);
  return total;
};

/** The sentences of a bag that can answer the part, each told where it lacks an idea. */
const open = (bag: Bag, part: string): Int32Array[] => bag.instances.flatMap((features, index) => throughGate(bag, part, features, index));

const throughGate = (bag: Bag, part: string, features: Int32Array, index: number): Int32Array[] => {
  const gate = bag.gates.get(part)?.[index] ?? "open";
  // The feature for a missing idea is the first of all.
  return gate === "shut" ? [] : [gate === "open" ? features : Int32Array.from([0, ...features])];
};

/** The sentences of a whole message that come nearest to answering. */
const hardest = (instances: readonly Int32Array[], weights: Float64Array, values: Float64Array, most = HARDEST): Int32Array[] =>
  instances
    .map((features) => ({ features, score: score(features, weights, values) }))
    .toSorted((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ features }) => features);

/** The sentences of a message that answer the part and those that do not, where each was judged. */
const judgedBy = (bag: Bag, judged: NonNullable<Bag["judged"]>, part: string): { yes: Int32Array[]; no: Int32Array[] } => {
  const those = (wanted: (one: NonNullable<Bag["judged"]>[number]) => boolean): Int32Array[] =>
    bag.instances.flatMap((features, index) => (wanted(judged[index] ?? NOTHING_JUDGED) ? throughGate(bag, part, features, index) : []));
  return {
    yes: those((one) => one.answers.has(part)),
    no: those((one) => !one.answers.has(part) && !one.unsure.has(part)),
  };
};

const best = (instances: readonly Int32Array[], weights: Float64Array, values: Float64Array): Int32Array =>
  instances.reduce((top, next) => (score(next, weights, values) > score(top, weights, values) ? next : top));

/** A fixed order that mixes labels and items, as shuffling would. */
const interleave = <T>(rows: readonly T[]): T[] => {
  const step = 7919;
  return rows.map((_, index) => rows[(index * step) % rows.length]).filter((row): row is T => row !== undefined);
};

/** AdaGrad on the logistic loss. */
const descend = (
  rows: readonly { features: Int32Array; label: 0 | 1; weight: number }[],
  { values, signs, priors }: Shape,
): Float64Array<ArrayBuffer> => {
  const weights = priors.slice();
  const squares = new Float64Array(values.length).fill(1e-2);
  for (let epoch = 0; epoch < EPOCHS; epoch += 1)
    for (const { features, label, weight } of rows) {
      const gradient = (sigmoid(score(features, weights, values)) - label) * weight;
      for (const index of features) {
        const value = values[index] ?? 0;
        if (value === 0) continue;
        const step = gradient * value + L2 * ((weights[index] ?? 0) - (priors[index] ?? 0));
        squares[index] = (squares[index] ?? 0) + step * step;
        const next = (weights[index] ?? 0) - (RATE * step) / Math.sqrt(squares[index] ?? 1);
        const sign = signs[index] ?? 0;
        weights[index] = sign === 0 ? next : sign * Math.max(0, sign * next);
      }
    }
  return weights;
};
