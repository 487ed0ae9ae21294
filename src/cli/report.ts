/** The report of `check` for a person: what kind of mail, each item with a mark, value, quote and place, and the reply. */
import type { Examined } from "#app/examine.ts";
import type { ItemAssessment, ItemStatus, ItemValue, Participant } from "#core/assessment.ts";
import type { Catalogue } from "#core/catalogue.ts";
import { paint, wrap } from "./paint.ts";

const marks: Readonly<Record<ItemStatus, { readonly mark: string; readonly style: "green" | "yellow" | "red" | "gray" | "magenta" }>> = {
  complete: { mark: "✓", style: "green" },
  incomplete: { mark: "◐", style: "yellow" },
  missing: { mark: "✗", style: "red" },
  not_applicable: { mark: "–", style: "gray" },
  unclear: { mark: "?", style: "magenta" },
};

const WIDTH = 110;
const QUOTE = 150;

/** A screen or two of text that ends in a line break. */
export const report = (file: string, { message, assessment, decision, reply }: Examined, catalogue: Catalogue): string => {
  const lines: string[] = [];
  const put = (...added: string[]) => lines.push(...added);
  put(paint("bold", file));
  put(
    `  ${assessment.kind}${assessment.kindReason.because ? ` (${assessment.kindReason.because})` : ""}, language ${assessment.language}${assessment.languageSure ? "" : " (unsure)"}`,
  );
  put(
    `  ${paint("bold", decision.action)}: ${decision.because}${decision.withheld.length > 0 ? `; ${decision.outcome === "withhold" ? "waits for a person" : "no automatic reply"}: ${decision.withheld.map((reason) => reason.because).join("; ")}` : ""}`,
  );
  if (assessment.attachments.length > 0) {
    put("", paint("underline", "Attachments"));
    for (const one of assessment.attachments)
      put(
        `  ${one.readable ? paint("green", "✓") : paint("red", "✗")} ${one.name}  ${one.role.join(" + ")}${one.problem ? paint("red", `  ${one.problem}`) : ""}`,
      );
  }
  if (assessment.items.length > 0) {
    const missing = Object.entries(assessment.documents).filter(([, document]) => document.status !== "present");
    if (missing.length > 0) put(`  ${missing.map(([role, document]) => paint("red", `${role}: ${document.status}`)).join(", ")}`);
    put("", paint("underline", "Items"));
    for (const item of assessment.items) put(...itemLines(item, catalogue, assessment.language));
  }
  if (assessment.flags.length > 0) {
    put("", paint("underline", "For the case handler"));
    for (const flag of assessment.flags)
      put(`  ! ${flag.code}${flag.items.length > 0 ? ` (item ${flag.items.join(", ")})` : ""}${flag.detail ? `: ${flag.detail}` : ""}`);
  }
  put("", paint("underline", reply ? "Reply" : "No reply"));
  if (reply) {
    put(`  To: ${reply.to}`, `  Subject: ${reply.subject}`, "");
    put(...reply.text.split("\n").map((line) => `  ${line}`.trimEnd()));
  } else put(message.from ? "  The message is left to people, as it is." : "  The message has no sender.");
  return `${lines.join("\n")}\n\n`;
};

const itemLines = (item: ItemAssessment, catalogue: Catalogue, language: "nb" | "nn" | "en"): string[] => {
  const { mark, style } = marks[item.status];
  const entry = catalogue.items.find((one) => one.number === item.item);
  const lacks = item.missingParts.length > 0 && item.status !== "missing" ? `  lacks ${item.missingParts.join(", ")}` : "";
  const head = `  ${paint(style, mark)} ${String(item.item).padStart(2)} ${entry?.label[language] ?? item.id}: ${paint(style, item.status)}${paint("yellow", lacks)}`;
  const lines = [head];
  const value = valueText(item.value);
  if (value) lines.push(wrap(value, WIDTH, "       "));
  for (const evidence of item.evidence.slice(0, 2)) {
    const quote = evidence.quote.replace(/\s+/g, " ").trim();
    const place = `${evidence.source}${evidence.page ? ` p. ${evidence.page}` : ""}`;
    lines.push(paint("gray", `       “${quote.length > QUOTE ? `${quote.slice(0, QUOTE)}…` : quote}” — ${place}`));
  }
  return lines;
};

const valueText = (value: ItemValue | null): string => {
  if (!value) return "";
  return Object.entries(value)
    .flatMap(([field, content]) => {
      if (content === undefined || content === "") return [];
      if (typeof content !== "string") return [content.map(participantText).join("; ")];
      const flat = content.replace(/\s+/g, " ").trim();
      return [field === "text" ? (flat.length > QUOTE ? `${flat.slice(0, QUOTE)}…` : flat) : `${field} ${flat}`];
    })
    .join(" · ");
};

const participantText = ({ name, title, institution }: Participant): string => [name, title, institution].filter(Boolean).join(", ");
