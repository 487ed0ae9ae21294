/** Items answered in prose: each part is looked for sentence by sentence, under its own label or anywhere. */
import type { Evidence, Finding, Trace } from "../assessment.ts";
import type { Item, Part } from "../catalogue.ts";
import { prepare, type Prepared, probability } from "../prose/model.ts";
import { reasonsInWords } from "../prose/reasons.ts";
import { type OwnedTable, ownedTables, tableKey } from "./columns.ts";
import { ownedLists } from "./lists.ts";
import { evidenceFrom, isCvOnly, type Placed, type ReaderContext } from "./context.ts";
import { isEmptyAnswer, isGuidance, isNoAnswer, isPointer, isPromise, isReference } from "./reject.ts";

/** A sentence that may answer, with how likely it does here. */
type Candidate = {
  readonly placed: Placed;
  readonly sentence: Prepared;
  readonly score: number;
  readonly raw: number;
  readonly context: number;
  readonly rule: string;
};

/** Score from which a sentence answers. */
const ACCEPT = 0.5;
/** What the model must say for its place to matter at all. */
const CONSIDER = 0.1;
/** How the place moves the odds. */
const ODDS = { own: 1.1, ownPart: 0.8, elsewhere: -0.1, otherItem: -0.4, far: -0.8 };
/** Blocks between a part and what it is a part of. */
const NEAR = 3;
/** Share of rows in which a column must say something to answer its part. */
const FILLED = 0.6;

const REFERENCES = /^\W*(?:referanse|litteratur|references|bibliogra|kildeliste|kjeldeliste|literature|works cited)/iu;

/** Prepared sentences by passage, made once for all items; only those that may answer something. */
export type PreparedPassage = { readonly placed: Placed; readonly sentences: readonly Prepared[]; readonly owner: string | null };
export type PreparedMessage = {
  readonly passages: readonly PreparedPassage[];
  readonly tables: ReadonlyMap<string, OwnedTable>;
  readonly lists: readonly OwnedTable[];
};

type Reading = Pick<ReaderContext, "placed" | "sources" | "catalogue" | "cues">;
type ProseContext = Reading & Pick<ReaderContext, "model">;

/** What is no answer at all is left out: headings, signatures, CVs, empty fields, guidance, promises, pointers, the agency's own questions. */
export const preparePassages = (context: Reading): PreparedMessage => {
  const tables = ownedTables(context.placed, context.catalogue);
  const mayStand = ({ passage }: Placed): boolean =>
    !isCvOnly(context.sources[passage.source]) && !REFERENCES.test(passage.headings[0]?.text ?? "") && passage.origin !== "signature";
  const passages = context.placed
    .filter(
      (placed) => mayStand(placed) && placed.passage.kind !== "heading" && placed.passage.text.trim() !== "" && !isEmptyAnswer(placed.passage.text),
    )
    .filter((placed) => !(placed.passage.kind === "row" && tables.has(tableKey(placed))))
    .map((placed) => ({
      placed,
      owner: tables.get(tableKey(placed))?.item ?? null,
      sentences: prepare(placed.passage.text, contextOf(placed)).filter(
        ({ text }) => !isGuidance(text) && !isPointer(text) && !isPromise(text) && !isReference(text) && context.cues.question(text) === null,
      ),
    }));
  return { passages, tables, lists: ownedLists(context.placed.filter(mayStand), context.catalogue) };
};

/** What stands over a passage, nearest first. */
const contextOf = ({ passage }: Placed): string[] => [
  ...passage.labels,
  ...passage.headings.map((heading) => heading.text),
  ...(passage.answersQuoted ? [passage.answersQuoted.split("\n").at(-1) ?? ""] : []),
];

const logit = (value: number): number => Math.log(Math.max(1e-6, value) / Math.max(1e-6, 1 - value));
const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

/** How a passage's place moves the odds: up under the item's own label, down under another item's, down elsewhere. */
const placeOdds = (placed: Placed, item: Item, part: string, anchors: ReadonlySet<string> | null): number => {
  const own = placed.items.get(item.id);
  const weight = own?.weight ?? 0;
  if (weight >= 0.5) return ODDS.own * weight + (own?.part === part ? ODDS.ownPart : 0);
  const far = anchors && !isNear(placed, anchors) ? ODDS.far : 0;
  let other = 0;
  for (const [id, entry] of placed.items) if (id !== item.id) other = Math.max(other, entry.weight);
  return (other >= 0.75 ? ODDS.otherItem : ODDS.elsewhere) + far;
};

const isNear = (placed: Placed, anchors: ReadonlySet<string>): boolean => {
  for (let offset = -NEAR; offset <= NEAR; offset += 1) if (anchors.has(`${placed.passage.source}|${placed.passage.block + offset}`)) return true;
  return false;
};

/** Reads a prose item: every part on its own evidence. */
export const readProse = (context: ProseContext, item: Item, prepared: PreparedMessage): Finding => {
  const trace: Trace[] = [];
  const answered: { part: string; confidence: number; evidence: Evidence[] }[] = [];
  const labelled: string[] = [];
  const [first] = item.parts;
  const anchors = first && item.parts.length > 1 ? anchorsOf(context, item, first, prepared) : null;
  for (const part of item.parts) {
    const found = [
      bestFor(context, item, part.id, part.recogniser, prepared, part === first ? null : anchors),
      fromStructure(context, item, part, prepared),
      fromTables(context, item, part, prepared),
    ];
    const chosen = found.reduce((best, next) => (next && (!best || next.score > best.score) ? next : best), null);
    if (!chosen) continue;
    const accepted = chosen.score >= ACCEPT;
    trace.push(step(context, part.id, part.recogniser, chosen, accepted ? "accepted" : "considered"));
    if (!accepted) continue;
    answered.push({
      part: part.id,
      confidence: chosen.score,
      evidence: [evidenceFrom(context, chosen.placed.passage, chosen.sentence.text, part.id)],
    });
    if (chosen.context >= 0.7) labelled.push(part.id);
  }
  const no = item.noMeansComplete ? bestFor(context, item, item.noMeansComplete, item.noMeansComplete, prepared, null) : null;
  if (no && no.score >= ACCEPT && answered.length < item.parts.length) {
    // "No linkage" decides where less speaks for a linkage.
    const against = answered.filter((one) => one.confidence >= no.score).length;
    if (against < 2 && !(against === 1 && no.context < 0.5 && answered.some((one) => one.part === first?.id))) {
      trace.push(step(context, null, item.noMeansComplete ?? "", no, "accepted"));
      const evidence = [evidenceFrom(context, no.placed.passage, no.sentence.text, null)];
      return {
        item: item.id,
        answered: item.parts.map((part) => ({ part: part.id, confidence: no.score, evidence })),
        value: { text: no.sentence.text },
        notApplicable: null,
        trace,
      };
    }
    trace.push(step(context, null, item.noMeansComplete ?? "", no, "refused"));
  }
  const not = item.notApplicable ? bestFor(context, item, item.notApplicable, item.notApplicable, prepared, null) : null;
  if (not) trace.push(step(context, null, item.notApplicable ?? "", not, not.score >= ACCEPT ? "accepted" : "considered"));
  const quote = answered[0]?.evidence[0]?.quote;
  return {
    item: item.id,
    answered,
    labelled,
    value: quote ? { text: quote } : null,
    notApplicable: not && not.score >= ACCEPT ? evidenceFrom(context, not.placed.passage, not.sentence.text, null) : null,
    notApplicableConfidence: not?.score ?? 0,
    trace,
  };
};

/** One step of the trace: where the sentence stands, what it says for and against, and how likely that makes it an answer. */
const step = (context: ProseContext, part: string | null, recogniser: string, candidate: Candidate, verdict: Trace["verdict"]): Trace => ({
  rule: candidate.rule,
  part,
  verdict,
  because: [
    candidate.context >= 0.5 ? `under the point's own label (${candidate.context.toFixed(2)})` : "not under the point's own label",
    reasonsInWords(context.model, recogniser, candidate.sentence),
    `the sentence alone ${candidate.raw.toFixed(2)}, with its place ${candidate.score.toFixed(2)}`,
  ]
    .filter(Boolean)
    .join("; "),
  evidence: evidenceFrom(context, candidate.placed.passage, candidate.sentence.text, part),
  strength: candidate.score,
});

const mayAnswer = (passage: PreparedPassage, item: Item): boolean => passage.owner === null || passage.owner === item.id;

/** Where the item's first part is answered: its other parts are looked for around there. */
const anchorsOf = (context: ProseContext, item: Item, part: Part, prepared: PreparedMessage): ReadonlySet<string> | null => {
  const anchors = new Set<string>();
  for (const passage of prepared.passages) {
    if (!mayAnswer(passage, item)) continue;
    const odds = placeOdds(passage.placed, item, part.id, null);
    if (
      passage.owner === item.id ||
      passage.sentences.some((sentence) => sigmoid(logit(probability(context.model, part.recogniser, sentence)) + odds) >= ACCEPT)
    )
      anchors.add(tableKey(passage.placed));
  }
  return anchors.size > 0 ? anchors : null;
};

const bestFor = (
  context: ProseContext,
  item: Item,
  part: string,
  recogniser: string,
  prepared: PreparedMessage,
  anchors: ReadonlySet<string> | null,
): Candidate | null => {
  let best: Candidate | null = null;
  for (const passage of prepared.passages) {
    if (!mayAnswer(passage, item)) continue;
    const { placed } = passage;
    const odds = placeOdds(placed, item, part, anchors);
    for (const sentence of passage.sentences) {
      const raw = probability(context.model, recogniser, sentence);
      if (raw < CONSIDER) continue;
      const score = sigmoid(logit(raw) + odds);
      if (score > (best?.score ?? 0)) best = { placed, sentence, score, raw, context: placed.items.get(item.id)?.weight ?? 0, rule: "prose" };
    }
  }
  return best;
};

/** A whole answer under the part's own label, or under the item's own where it has one part: being there is the answer. */
const fromStructure = (context: ProseContext, item: Item, part: Part, prepared: PreparedMessage): Candidate | null => {
  let best: Candidate | null = null;
  for (const entry of prepared.passages) {
    if (!mayAnswer(entry, item)) continue;
    const { placed, sentences } = entry;
    const own = placed.items.get(item.id);
    if (!own || own.weight < 0.7 || (own.from === "heading" && own.weight < 0.8)) continue;
    const { passage } = placed;
    if (isNoAnswer(passage.text) || context.cues.question(passage.text)) continue;
    const enough = passage.text.trim().length >= 45;
    const partLabelled = own.part === part.id && passage.labels.length > 0 && passage.text.trim().length >= 8;
    const single = item.parts.length === 1 && enough && item.noMeansComplete === undefined && part.id !== "answer";
    if (!single && !partLabelled) continue;
    const [sentence] = sentences;
    if (!sentence) continue;
    const raw = Math.max(...sentences.map((one) => probability(context.model, part.recogniser, one)));
    // A stated aim alone is no reason: only a description is answered by being there.
    if (part.recogniser !== "description" && (single ? raw < CONSIDER : raw === 0)) continue;
    const score = single ? 0.6 + 0.35 * own.weight : sigmoid(logit(Math.max(0.25, raw)) + 1.2 * own.weight);
    if (score > (best?.score ?? 0)) best = { placed, sentence, score, raw, context: own.weight, rule: "label" };
  }
  return best;
};

/** Filled columns of a table that is the item's own. */
const fromTables = (context: ProseContext, item: Item, part: Part, prepared: PreparedMessage): Candidate | null => {
  let best: Candidate | null = null;
  for (const table of [...prepared.tables.values(), ...prepared.lists]) {
    if (table.item !== item.id) continue;
    const entry = table.filled.get(part.id);
    if (!entry || entry.share < FILLED || isCvOnly(context.sources[entry.row.passage.source])) continue;
    const score = 0.85 + 0.12 * entry.share;
    const text = entry.row.passage.text;
    if (score > (best?.score ?? 0))
      best = {
        placed: entry.row,
        sentence: { text, start: 0, end: text.length, features: [], set: new Set() },
        score,
        raw: entry.share,
        context: 1,
        rule: "column",
      };
  }
  return best;
};
