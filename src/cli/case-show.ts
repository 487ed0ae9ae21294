/** A case as lines for a terminal: what is there, with its proof, what lacks, our mails, and what may be done. */
import type { CaseView } from "#core/case.ts";
import type { Catalogue } from "#core/catalogue.ts";
import type { RunningClock } from "#core/clocks.ts";
import { stamp } from "./case-desk.ts";

const QUOTE_LIMIT = 100;

export const showCase = (view: CaseView, clocks: readonly RunningClock[], catalogue: Catalogue): string => {
  const lines = [
    `${view.reference}  ${view.state}${view.mergedInto ? ` into ${view.mergedInto}` : ""}`,
    ...(view.title ? [`  ${view.title}`] : []),
    `  opened ${stamp(view.openedAt)}, changed ${stamp(view.updatedAt)}, ${view.rounds} requests, language ${view.language}`,
    ...(view.needsPerson ? [`  A person must look: ${view.needsPerson}`] : []),
    ...clocks.map((clock) => `  ${clock.id}: ${clock.state}, ${clock.days} days, due ${stamp(clock.dueAt)}`),
    "",
    ...itemLines(view, catalogue),
    ...Object.entries(view.merged?.documents ?? {}).map(([role, { status, source }]) => `      ${role}: ${status}${source ? ` (${source})` : ""}`),
    ...(view.merged?.unreadable ?? []).map((one) => `      ${one.name}: could not be read (${one.problem})`),
    ...view.flags.map((flag) => `      look at: ${flag.code}${flag.items.length > 0 ? ` (${flag.items.join(", ")})` : ""}`),
    "",
    "Mails:",
    ...view.messages.map((one) => `  in   ${stamp(one.at)}  ${one.how}  ${one.from ?? ""}`),
    ...view.outgoing.map(
      (one) =>
        `  out  ${stamp(one.at)}  ${one.purpose}  ${one.state}${one.reasons.length > 0 ? ` (${one.reasons.map((reason) => reason.code).join(", ")})` : ""}  ${one.messageId}`,
    ),
    "",
    `Possible now: ${view.allowed.join(", ") || "nothing"}`,
  ];
  return `${lines.join("\n")}\n`;
};

const itemLines = (view: CaseView, catalogue: Catalogue): string[] =>
  (view.merged?.items ?? []).flatMap((item) => {
    const label = catalogue.items.find((one) => one.number === item.item)?.label.en ?? item.id;
    const corrected = view.corrections.some((one) => one.item === item.item) ? " (corrected by a person)" : "";
    const [proof] = item.evidence;
    const head = `  ${String(item.item).padStart(2)}. ${item.status.padEnd(14)} ${label}${item.status === "incomplete" ? `: not found ${item.missingParts.join(", ")}` : ""}${corrected}`;
    return proof
      ? [
          head,
          `        ${proof.source}${proof.page === null ? "" : `, page ${proof.page}`}: "${proof.quote.replace(/\s+/g, " ").slice(0, QUOTE_LIMIT)}"`,
        ]
      : [head];
  });
