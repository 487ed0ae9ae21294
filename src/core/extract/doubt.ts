/**
 * How sure an answer of a prose item is, and when it is too doubtful to act on. What the recogniser says of its own
 * sentences is surer than it ought to be; the table turns it into shares that were right on messages it had not learned from.
 */
import type { Finding, ItemStatus } from "../assessment.ts";
import type { Item } from "../catalogue.ts";

/** Certainty of the weakest part, and the share of items with it that were right in cross-validation (`mottak train`). */
const RIGHT: readonly (readonly [number, number])[] = [
  [0.5, 0.62],
  [0.7, 0.68],
  [0.85, 0.76],
  [0.93, 0.85],
  [0.965, 0.92],
  [0.985, 0.97],
  [1, 0.99],
];
/**
 * Certainty below which an item with some parts answered is left to a person. In cross-validation two of three such items
 * were asked for wrongly; for whole answers and for missing ones, doubt cost more right answers than it saved.
 */
const DOUBTFUL = 0.53;
/** A part that not one sentence came near to answering. */
const NOWHERE = 0.97;

/** Certainty, 0.5 to 1, that every part is judged right: that of the weakest. */
export const certaintyOf = (item: Item, finding: Finding): number => {
  const whole = finding.trace.find((step) => step.part === null && step.verdict === "accepted");
  if (whole && finding.answered.length === item.parts.length && finding.answered.every((one) => one.evidence[0]?.part === null))
    return whole.strength;
  return Math.min(...item.parts.map((part) => partCertainty(part.id, finding)));
};

const partCertainty = (part: string, finding: Finding): number => {
  const answer = finding.answered.find((one) => one.part === part);
  if (answer) return Math.max(0.5, answer.confidence);
  const near = Math.max(0, ...finding.trace.filter((step) => step.part === part && step.verdict === "considered").map((step) => step.strength));
  return Math.min(NOWHERE, Math.max(0.5, 1 - near));
};

/** Straight lines between the points of the table. */
const calibrated = (certainty: number): number => {
  for (let at = 1; at < RIGHT.length; at += 1) {
    const [from, low] = RIGHT[at - 1] ?? [0, 0];
    const [to, high] = RIGHT[at] ?? [1, 1];
    if (certainty <= to) return low + ((high - low) * Math.max(0, certainty - from)) / (to - from);
  }
  return RIGHT.at(-1)?.[1] ?? certainty;
};

/** Confidence in the status of a prose item, calibrated: of those given with 0.9, nine in ten are right. */
export const proseConfidence = (item: Item, finding: Finding, status: ItemStatus): number => {
  if (status === "not_applicable") return calibrated(Math.max(0.85, finding.notApplicableConfidence ?? 0));
  return calibrated(certaintyOf(item, finding));
};

/** Too doubtful to ask for: something is there, and the part that would be asked for may well be too. */
export const isDoubtful = (item: Item, finding: Finding, status: ItemStatus): boolean =>
  status === "incomplete" && certaintyOf(item, finding) < DOUBTFUL;
