/** Recogniser for kind `period`: start and end of the project, each with the sentence or row that gives it. */
import type { Evidence, Finding, Trace } from "../assessment.ts";
import type { Item } from "../catalogue.ts";
import { latestDay } from "./calendar.ts";
import { evidenceFrom, isCvOnly, type Placed, type ReaderContext } from "./context.ts";
import { findDates } from "./dates.ts";
import type { Passage } from "./passages.ts";
import { type LabelReader, isAlone, readChart, readPlan, readRow } from "./period-tables.ts";
import { readText } from "./period-prose.ts";
import type { Over, PeriodPart, Reading } from "./period-subject.ts";
import { labelKind } from "./period-words.ts";
import { isGuidance } from "./reject.ts";

type Candidate = Reading & { readonly passage: Passage; readonly order: number };

const PARTS: readonly PeriodPart[] = ["start", "end"];
/** Below this, a date is shown to the case handler but is no answer. */
const LEAST = 0.35;
/** A work plan or a sum is no answer where the applicant says that the date will come. */
const ABOVE_PROMISE = 0.6;
/** Words of a heading that still works as a label. */
const LONGEST_HEADING = 4;
/** Weight from which a heading places a passage under the item. */
const PLACED = 0.5;

/** Start and end of the project. */
export const readPeriod = (context: ReaderContext, item: Item): Finding => {
  const candidates = candidatesOf(context, item);
  const trace: Trace[] = [];
  const chosen = new Map<PeriodPart, Candidate>();
  for (const part of PARTS) {
    const best = chooseOne(candidates, part);
    if (best) chosen.set(part, best);
  }
  keepInOrder(candidates, chosen);
  for (const one of candidates) trace.push(traceOf(context, one, chosen));
  const ids = new Map(PARTS.map((part) => [part, item.parts.find((entry) => entry.recogniser === part)?.id ?? part]));
  const answered = PARTS.flatMap((part) => {
    const best = chosen.get(part);
    if (!best) return [];
    return [
      { part: ids.get(part) ?? part, confidence: confidenceOf(best, candidates), evidence: proofs(context, best, candidates, ids.get(part) ?? part) },
    ];
  });
  const value = Object.fromEntries(PARTS.flatMap((part) => (chosen.get(part)?.iso ? [[ids.get(part) ?? part, chosen.get(part)?.iso ?? ""]] : [])));
  return { item: item.id, answered, value: answered.length > 0 ? value : null, notApplicable: null, trace: tidy(trace) };
};

const candidatesOf = (context: ReaderContext, item: Item): Candidate[] => {
  const out: Candidate[] = [];
  const rowsOf = groupRows(context);
  const dropped = new Set<string>();
  let order = 0;
  const add = (passage: Passage, readings: readonly Reading[]) => {
    for (const reading of readings) {
      const key = `${passage.source}|${passage.block}|${reading.part}|${reading.iso}|${reading.strength > 0}|${reading.because}`;
      if (dropped.has(key)) continue;
      dropped.add(key);
      out.push({ ...reading, passage, order: order++ });
    }
  };
  for (const placed of context.placed) {
    const { passage } = placed;
    if (!mayProve(context, passage) || !mayHoldDate(placed, item)) continue;
    const rows = rowsOf.get(`${passage.source}|${passage.block}`) ?? [];
    const read: LabelReader = (labels) => labelOver(context, item, labels, passage);
    if (passage.kind === "row") {
      add(passage, readRow(passage, isAlone(passage, rows), overOf(context, item, placed, passage.labels), read));
      if (rows[0] === passage) addTable(context, passage, rows, add);
    } else if (!(passage.kind === "cell" && rows.some((row) => row.row?.some((cell) => cell.text === passage.text.trim())))) {
      if (isGuidance(passage.text) && findDates(passage.text).length === 0) continue;
      add(passage, readText(passage.text, overOf(context, item, placed, passage.labels)));
    }
  }
  return out;
};

const addTable = (
  context: ReaderContext,
  passage: Passage,
  rows: readonly Passage[],
  add: (passage: Passage, readings: readonly Reading[]) => void,
): void => {
  add(passage, readPlan(rows, context.receivedAt));
  const block = context.sources[passage.source]?.document.blocks.find((one) => one.index === passage.block);
  if (block?.kind === "table") for (const { reading, row } of readChart(block, rows)) add(row ?? passage, [reading]);
};

const groupRows = (context: ReaderContext): Map<string, Passage[]> => {
  const groups = new Map<string, Passage[]>();
  for (const { passage } of context.placed) {
    if (passage.kind !== "row") continue;
    const key = `${passage.source}|${passage.block}`;
    groups.set(key, [...(groups.get(key) ?? []), passage]);
  }
  return groups;
};

/** Own and forwarded text of documents that may answer; a CV tells of other years. */
const mayProve = (context: ReaderContext, passage: Passage): boolean =>
  (passage.origin === "own" || passage.origin === "forwarded") && !isCvOnly(context.sources[passage.source]) && passage.kind !== "choice";

/** Text with no figure, no word of starting or ending and no label of the item over it gives no date, and promises none. */
const mayHoldDate = (placed: Placed, item: Item): boolean =>
  placed.passage.kind === "row" ||
  /\d/.test(placed.passage.text) ||
  (placed.items.get(item.id)?.weight ?? 0) >= 0.3 ||
  /slutt|start|end|begin|byrj|ferdig|avslut|varer|varar|last|varighe/iu.test(placed.passage.text);

/** The nearest label that says what kind of date stands here. */
const labelOver = (context: ReaderContext, item: Item, labels: readonly string[], passage: Passage): Pick<Over, "label" | "labelText"> => {
  const all = [...labels, ...(passage.answersQuoted?.split("\n").toReversed().slice(0, 2) ?? [])];
  const headings = passage.headings.slice(0, 2).map((heading) => heading.text);
  for (const text of [...all, ...headings]) {
    const weight = context.cues.match(text).find((match) => match.item.id === item.id)?.weight ?? 0;
    // A long heading that is not about the period is a title ("When the scheme ended"), and says nothing of the dates under it.
    if (!all.includes(text) && weight < 0.3 && text.trim().split(/\s+/).length > LONGEST_HEADING) continue;
    const kind = labelKind(text, weight);
    if (kind !== null) return { label: kind, labelText: text.slice(0, 80) };
  }
  return { label: numberedAs(context, item, passage) ? "period" : null, labelText: `point ${item.number}` };
};

/** A list item with the agency's own number in front. */
const numberedAs = (context: ReaderContext, item: Item, passage: Passage): boolean => {
  const block = context.sources[passage.source]?.document.blocks.find((one) => one.index === passage.block);
  const number = block?.kind === "list_item" ? block.marker : block?.kind === "heading" ? block.number : null;
  return number?.replace(/^\W|\W$/g, "") === String(item.number);
};

const overOf = (context: ReaderContext, item: Item, placed: Placed, labels: readonly string[]): Over => {
  const entry = placed.items.get(item.id);
  const best = Math.max(0, ...[...placed.items.values()].map((one) => one.weight));
  return {
    ...labelOver(context, item, labels, placed.passage),
    placed: (entry?.weight ?? 0) >= PLACED && (entry?.weight ?? 0) >= best - 0.25,
    receivedAt: context.receivedAt,
  };
};

const exactness = (one: Candidate): number => one.iso?.length ?? 0;

/** Strongest first; among equals the more exact, the one that stands more often, the first. */
const ranked = (candidates: readonly Candidate[], part: PeriodPart): Candidate[] => {
  const promised = candidates.some((one) => one.part === part && one.promised);
  const mine = candidates.filter((one) => one.part === part && one.iso !== null && one.strength >= (promised ? ABOVE_PROMISE : LEAST));
  const votes = (one: Candidate): number => new Set(mine.filter((other) => other.iso === one.iso).map((other) => other.passage.source)).size;
  return mine.toSorted(
    (a, b) => band(b) - band(a) || exactness(b) - exactness(a) || votes(b) - votes(a) || b.strength - a.strength || a.order - b.order,
  );
};

/** Strengths that differ by little count as equal. */
const band = (one: Candidate): number => Math.round(one.strength * 10);

/** The strongest, made more exact by another place that says the same with a month or day. */
const chooseOne = (candidates: readonly Candidate[], part: PeriodPart): Candidate | null => {
  const list = ranked(candidates, part);
  const best = list[0];
  if (!best?.iso) return null;
  const iso = best.iso;
  return list.find((one) => one.strength >= 0.6 && exactness(one) > iso.length && one.iso?.startsWith(iso)) ?? best;
};

/** An end before the start is taken back where another end fits. */
const keepInOrder = (candidates: readonly Candidate[], chosen: Map<PeriodPart, Candidate>): void => {
  const [start, end] = [chosen.get("start"), chosen.get("end")];
  if (!start?.iso || !end?.iso || latestDay(end.iso) >= start.iso) return;
  const startIso = start.iso;
  const fits = ranked(candidates, "end").find((one) => one.iso !== null && latestDay(one.iso) >= startIso);
  const earlier = ranked(candidates, "start").find((one) => one.iso !== null && one.iso <= latestDay(end.iso ?? ""));
  if (fits && (!earlier || fits.strength >= earlier.strength)) chosen.set("end", fits);
  else if (earlier) chosen.set("start", earlier);
};

const agrees = (a: Candidate, b: Candidate): boolean => a.iso !== null && b.iso !== null && (a.iso.startsWith(b.iso) || b.iso.startsWith(a.iso));

/** Less sure where another place of about the same strength says something else. */
const confidenceOf = (best: Candidate, candidates: readonly Candidate[]): number => {
  const against = candidates.some((one) => one.part === best.part && one.strength >= best.strength - 0.1 && !agrees(one, best));
  return Math.max(0.3, Math.min(0.97, best.strength) - (against ? 0.12 : 0));
};

/** The chosen place first, then one other place that says the same. */
const proofs = (context: ReaderContext, best: Candidate, candidates: readonly Candidate[], part: string): Evidence[] => {
  const second = candidates.find(
    (one) => one.part === best.part && one.strength >= ABOVE_PROMISE && one.iso === best.iso && one.passage.source !== best.passage.source,
  );
  return [best, ...(second ? [second] : [])].map((one) => evidenceFrom(context, one.passage, one.quote, part));
};

const traceOf = (context: ReaderContext, one: Candidate, chosen: ReadonlyMap<PeriodPart, Candidate>): Trace => {
  const best = one.part ? chosen.get(one.part) : undefined;
  const evidence = evidenceFrom(context, one.passage, one.quote, one.part);
  const date = one.iso ? `${one.iso}: ` : "";
  const base = { rule: "period", part: one.part, evidence, strength: one.strength };
  if (one.strength === 0) return { ...base, verdict: "refused", because: `${date}${one.because}` };
  if (best === one || (best && agrees(best, one) && one.strength >= ABOVE_PROMISE))
    return { ...base, verdict: "accepted", because: `${date}${one.because}` };
  return {
    ...base,
    verdict: "considered",
    because: `${date}${one.because}${best ? `; ${best.iso} is better founded` : "; too weak, or a date is promised for later"}`,
  };
};

/** Accepted first; at most forty, and one a quote and verdict. */
const tidy = (trace: readonly Trace[]): Trace[] => {
  const seen = new Set<string>();
  const rank = { accepted: 0, considered: 1, refused: 2 };
  return trace
    .filter((one) => {
      const key = `${one.part}|${one.verdict}|${one.because}|${one.evidence?.quote ?? ""}`;
      return !seen.has(key) && seen.add(key) !== undefined;
    })
    .toSorted((a, b) => rank[a.verdict] - rank[b.verdict] || b.strength - a.strength)
    .slice(0, 40);
};
