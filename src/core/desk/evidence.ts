/** From an answer to the place that proves it: which mail, which document, which block; and which answers compete. */
import type { Evidence, ItemAssessment, ItemValue } from "../assessment.ts";
import type { CaseView } from "../case.ts";

/** The mail that brought a piece of evidence: the first reading that holds it. Null where no reading does (a merged case). */
export const mailOfEvidence = (view: CaseView, evidence: Evidence): string | null => {
  for (const event of view.events) {
    if (event.type !== "read") continue;
    const items = [...event.assessment.items, ...event.merged.items];
    const held = items.some(
      (item) =>
        item.evidence.some((one) => isSame(one, evidence)) || item.trace.some((step) => step.evidence !== null && isSame(step.evidence, evidence)),
    );
    if (held || event.assessment.flags.some((flag) => flag.evidence.some((one) => isSame(one, evidence)))) return event.messageKey;
  }
  return null;
};

const isSame = (one: Evidence, other: Evidence): boolean => one.source === other.source && one.block === other.block && one.quote === other.quote;

/** Evidence of an item without repetitions, in the order that the reader gave. */
export const distinctEvidence = (item: ItemAssessment): Evidence[] =>
  item.evidence.filter(
    (one, index, all) => all.findIndex((other) => other.source === one.source && other.block === one.block && other.quote === one.quote) === index,
  );

export type RuleReasons = { readonly rule: string; readonly reasons: readonly string[] };

/** Why we think so: each rule that was accepted, once, with its reasons in the reader's own words (English), each once. */
export const reasonsOf = (item: ItemAssessment): readonly RuleReasons[] => {
  const accepted = item.trace.filter((step) => step.verdict === "accepted");
  return [...Map.groupBy(accepted, (step) => step.rule)].map(([rule, steps]) => ({ rule, reasons: [...new Set(steps.map((step) => step.because))] }));
};

export type Competing = { readonly label: string; readonly evidence: Evidence };

/** Two answers of which one was not taken: both stand where a person can compare them. Empty where there is only one. */
export const competingAnswers = (view: CaseView, item: ItemAssessment): readonly Competing[] => {
  const flagged = view.flags.filter((flag) => flag.items.includes(item.item) && differs.has(flag.code) && flag.evidence.length > 1);
  const fromFlags = flagged.flatMap((flag) => flag.evidence.map((evidence) => ({ label: evidence.source, evidence })));
  return fromFlags.filter((one, index, all) => all.findIndex((other) => isSame(one.evidence, other.evidence)) === index).slice(0, 4);
};

const differs: ReadonlySet<string> = new Set([
  "dates_differ",
  "title_differs",
  "leader_differs",
  "controller_differs",
  "participants_differ",
  "linkage_differs",
]);

/** A value in words for a page: fields by name with their text; participants one a line. */
export const valueLines = (value: ItemValue | null): readonly { readonly field: string; readonly text: string }[] => {
  if (value === null) return [];
  return Object.entries(value).flatMap(([field, content]): { field: string; text: string }[] => {
    if (content === undefined) return [];
    if (typeof content === "string") return content === "" ? [] : [{ field, text: content }];
    return content.map((person) => ({ field, text: [person.name, person.title, person.institution].filter(Boolean).join(", ") }));
  });
};
