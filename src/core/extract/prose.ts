/** Items answered in prose: each part is looked for sentence by sentence, under its own label or anywhere. */
import type { Evidence, Finding, Trace } from "../assessment.ts";
import type { Item, Part } from "../catalogue.ts";
import { prepare, type Prepared, probability } from "../prose/model.ts";
import { evidenceFrom, isCvOnly, type Placed, type ReaderContext } from "./context.ts";
import { isEmptyAnswer, isGuidance, isNoAnswer, isPointer, isPromise } from "./reject.ts";

/** A sentence that may answer, with how likely it does here. */
type Candidate = { readonly placed: Placed; readonly sentence: Prepared; readonly score: number; readonly raw: number; readonly context: number };

/** Scores at which a sentence answers: under the item's own label, and anywhere. */
const ACCEPT = 0.5;

/** Prepared sentences by passage, made once for all items. */
export type PreparedPassage = { readonly placed: Placed; readonly sentences: readonly Prepared[] };

/** Sentences of every passage that may answer something; what is no answer at all is left out. */
export const preparePassages = (context: ReaderContext): PreparedPassage[] =>
  context.placed
    .filter(({ passage }) => !isCvOnly(context.sources[passage.source]) && passage.kind !== "heading" && passage.origin !== "signature" && passage.text.trim() !== "" && !isEmptyAnswer(passage.text))
    .map((placed) => ({ placed, sentences: prepare(placed.passage.text, [...placed.passage.labels, ...placed.passage.headings.map((heading) => heading.text), ...(placed.passage.answersQuoted ? [placed.passage.answersQuoted.split("\n").at(-1) ?? ""] : [])]) }));

const logit = (value: number): number => Math.log(Math.max(1e-6, value) / Math.max(1e-6, 1 - value));
const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

/** How a passage's place moves the odds: up under the item's own label, down under another item's, down elsewhere. */
const placeOdds = (placed: Placed, item: Item, part: Part): number => {
  const own = placed.items.get(item.id);
  const other = Math.max(0, ...[...placed.items.entries()].filter(([id]) => id !== item.id).map(([, entry]) => entry.weight));
  const weight = own?.weight ?? 0;
  const partHit = own && own.part === part.id && weight > 0.5 ? 0.8 : 0;
  if (weight >= 0.5) return 1.1 * weight + partHit;
  return other >= 0.75 ? -1.1 : -0.7;
};

/** Reads a prose item: every part on its own evidence. */
export const readProse = (context: ReaderContext, item: Item, prepared: readonly PreparedPassage[]): Finding => {
  const trace: Trace[] = [];
  const answered: { part: string; confidence: number; evidence: Evidence[] }[] = [];
  const no = item.noMeansComplete ? bestFor(context, item, { id: item.noMeansComplete, recogniser: item.noMeansComplete }, prepared) : null;
  for (const part of item.parts) {
    const best = bestFor(context, item, part, prepared);
    const structural = fromStructure(context, item, part, prepared);
    const chosen = structural && (!best || structural.score > best.score) ? structural : best;
    if (chosen) trace.push(step(context, part.id, chosen, chosen.score >= ACCEPT ? "accepted" : "considered"));
    if (chosen && chosen.score >= ACCEPT) answered.push({ part: part.id, confidence: chosen.score, evidence: [evidenceFrom(context, chosen.placed.passage, chosen.sentence.text, part.id)] });
  }
  if (no && no.score >= ACCEPT && answered.length < item.parts.length) {
    const others = answered.map((one) => one.confidence);
    // "No linkage" decides where it is surer than what speaks for a linkage.
    if (no.score >= Math.max(0, ...others) - 0.15) {
      trace.push(step(context, null, no, "accepted"));
      const evidence = [evidenceFrom(context, no.placed.passage, no.sentence.text, null)];
      return { item: item.id, answered: item.parts.map((part) => ({ part: part.id, confidence: no.score, evidence })), value: { text: no.sentence.text }, notApplicable: null, trace };
    }
    trace.push(step(context, null, no, "refused"));
  }
  const not = item.notApplicable ? bestFor(context, item, { id: item.notApplicable, recogniser: item.notApplicable }, prepared) : null;
  if (not) trace.push(step(context, null, not, not.score >= ACCEPT ? "accepted" : "considered"));
  const quote = answered[0]?.evidence[0]?.quote;
  return { item: item.id, answered, value: quote ? { text: quote } : null, notApplicable: not && not.score >= ACCEPT ? evidenceFrom(context, not.placed.passage, not.sentence.text, null) : null, trace };
};

const step = (context: ReaderContext, part: string | null, candidate: Candidate, verdict: Trace["verdict"]): Trace => ({
  rule: "prose",
  part,
  verdict,
  because: `sentence ${candidate.raw.toFixed(2)}, with its place ${candidate.score.toFixed(2)} (own label ${candidate.context.toFixed(2)})`,
  evidence: evidenceFrom(context, candidate.placed.passage, candidate.sentence.text, part),
  strength: candidate.score,
});

const bestFor = (context: ReaderContext, item: Item, part: Pick<Part, "id" | "recogniser">, prepared: readonly PreparedPassage[]): Candidate | null => {
  let best: Candidate | null = null;
  for (const { placed, sentences } of prepared) {
    const odds = placeOdds(placed, item, part as Part);
    for (const sentence of sentences) {
      const raw = probability(context.model, part.recogniser, sentence);
      if (raw < 0.2) continue;
      if (isGuidance(sentence.text) || isPointer(sentence.text) || isPromise(sentence.text) || context.cues.question(sentence.text)) continue;
      const score = sigmoid(logit(raw) + odds);
      if (score > (best?.score ?? 0)) best = { placed, sentence, score, raw, context: placed.items.get(item.id)?.weight ?? 0 };
    }
  }
  return best;
};

/** A whole answer under the part's own label, or under the item's own where it has one part: being there is the answer. */
const fromStructure = (context: ReaderContext, item: Item, part: Part, prepared: readonly PreparedPassage[]): Candidate | null => {
  let best: Candidate | null = null;
  for (const { placed, sentences } of prepared) {
    const entry = placed.items.get(item.id);
    if (!entry || entry.weight < 0.7 || entry.from === "heading" && entry.weight < 0.8) continue;
    const { passage } = placed;
    if (isNoAnswer(passage.text) || context.cues.question(passage.text)) continue;
    const enough = passage.text.trim().length >= 45;
    const partLabelled = entry.part === part.id && passage.labels.length > 0 && passage.text.trim().length >= 8;
    const single = item.parts.length === 1 && enough && item.noMeansComplete === undefined && part.id !== "answer";
    if (!single && !partLabelled) continue;
    const sentence = sentences.find((one) => !isPromise(one.text) && !isGuidance(one.text));
    if (!sentence) continue;
    const raw = Math.max(...sentences.map((one) => probability(context.model, part.recogniser, one)));
    const score = single ? 0.6 + 0.35 * entry.weight : sigmoid(logit(Math.max(0.25, raw)) + 1.2 * entry.weight);
    if (score > (best?.score ?? 0)) best = { placed, sentence, score, raw, context: entry.weight };
  }
  return best;
};
