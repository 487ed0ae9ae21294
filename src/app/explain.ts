/** Why one item came out as it did, as text for people: candidates, what spoke for and against each, and the rule that decided. */
import type { Assessment, Evidence, ItemAssessment, Trace } from "#core/assessment.ts";
import type { Item } from "#core/catalogue.ts";

/** How parts of the text are set off; a terminal's bold and grey, or nothing. */
export type Look = {
  readonly strong: (text: string) => string;
  readonly heading: (text: string) => string;
  readonly faint: (text: string) => string;
};
export const plainLook: Look = { strong: (text) => text, heading: (text) => text, faint: (text) => text };

const QUOTE = 200;

const headings: Readonly<Record<Trace["verdict"], string>> = {
  accepted: "Taken as the answer",
  considered: "Looked at, not enough or not needed",
  refused: "Refused",
};

const verdicts: readonly Trace["verdict"][] = ["accepted", "considered", "refused"];

/** The whole explanation of one item, with a line break at its end. */
export const explanation = (assessment: Assessment, entry: Item, item: ItemAssessment, look: Look = plainLook): string => {
  const lines = [
    `${look.strong(`${item.item} ${entry.label[assessment.language]}`)}: ${item.status} (confidence ${item.confidence.toFixed(2)})`,
    `Asked for: ${entry.parts.map((part) => part.id).join(", ")}`,
    ...(item.missingParts.length > 0 ? [`Not found: ${item.missingParts.map((part) => partText(item, part)).join(", ")}`] : []),
    "",
  ];
  for (const verdict of verdicts) {
    const steps = item.trace.filter((step) => step.verdict === verdict).toSorted((a, b) => b.strength - a.strength);
    if (steps.length > 0) lines.push(look.heading(headings[verdict]), ...steps.flatMap((step) => stepLines(step, look)), "");
  }
  const proven = new Set(item.trace.filter((step) => step.verdict === "accepted").map((step) => step.part));
  const proofs = item.evidence.filter(({ part }) => !proven.has(part));
  if (proofs.length > 0)
    lines.push(look.heading("Found with it"), ...proofs.flatMap((proof) => [`  ${proof.part ?? "(item)"}`, look.faint(quoteLine(proof))]), "");
  if (item.trace.length === 0) lines.push("Nothing in the message was a candidate for this item.", "");
  const flags = assessment.flags.filter((flag) => flag.items.includes(item.item));
  if (flags.length > 0)
    lines.push(look.heading("For a person to look at"), ...flags.map(({ code, detail }) => `  ${code}${detail ? `: ${detail}` : ""}`), "");
  return `${lines.join("\n").trimEnd()}\n`;
};

/** A part that lacks, with whom it lacks for. */
const partText = (item: ItemAssessment, part: string): string => {
  const names = item.lacking?.[part] ?? [];
  return names.length > 0 ? `${part} (of ${names.join(", ")})` : part;
};

const stepLines = ({ part, rule, because, strength, evidence }: Trace, look: Look): string[] => {
  const head = `  ${part ?? "(item)"} by ${rule} (${strength.toFixed(2)}): ${because}`;
  return evidence ? [head, look.faint(quoteLine(evidence))] : [head];
};

const quoteLine = ({ quote, source, page }: Evidence): string => {
  const line = quote.replace(/\s+/g, " ").trim();
  return `      “${line.length > QUOTE ? `${line.slice(0, QUOTE)}…` : line}” — ${source}${page ? ` p. ${page}` : ""}`;
};
