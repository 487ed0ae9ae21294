/** The items of a case: problems open, the rest folded; each with value, what lacks, why, proof, and the way to correct it. */
import type { OpenCase } from "#app/ports.ts";
import type { ItemAssessment, ItemStatus } from "#core/assessment.ts";
import type { Item } from "#core/catalogue.ts";
import { competingAnswers, distinctEvidence, type RuleReasons, reasonsOf, valueLines } from "#core/desk/evidence.ts";
import { attribute, html, type Markup, withBreaks } from "#core/markup.ts";
import { numberOf } from "#core/reference.ts";
import { placeText } from "#core/package/report.ts";
import { type PageContext, tag } from "../page.ts";
import { evidencePath } from "../selection.ts";
import { correctForm, quickForms } from "./correct.ts";

export const statusColors: Readonly<Record<ItemStatus, Parameters<typeof tag>[1]>> = {
  complete: "success",
  incomplete: "warning",
  missing: "danger",
  not_applicable: "neutral",
  unclear: "info",
};

const QUOTE_SHOWN = 260;

/** The left side of the case page. */
export const itemsSection = (context: PageContext, open: OpenCase, chosen: number | null, mayAct: boolean): Markup => {
  const { say } = context.speech;
  const items = open.view.merged?.items ?? [];
  const isOpen = (item: ItemAssessment): boolean =>
    item.status === "missing" || item.status === "incomplete" || item.status === "unclear" || competingAnswers(open.view, item).length > 1;
  const problems = items.filter(isOpen);
  const answered = items.filter((item) => !isOpen(item));
  const card = (item: ItemAssessment): Markup => itemCard(context, open, item, chosen === item.item, mayAct);
  return html`<section class="items" aria-labelledby="items-title">
<h2 class="ds-heading" data-size="sm" id="items-title">${say("items_title", { total: items.length || context.agency.catalogue.items.length })}</h2>
${items.length === 0 && html`<p class="ds-paragraph">${say("items_none")}</p>`}
${problems.map(card)}
${answered.length > 0 && html`<details class="ds-details answered" data-variant="tinted"${answered.some((item) => item.item === chosen) || problems.length === 0 ? html` open` : ""}><summary>${say("items_answered", { count: answered.length })}</summary><div>${answered.map(card)}</div></details>`}
</section>`;
};

const itemCard = (context: PageContext, open: OpenCase, item: ItemAssessment, chosen: boolean, mayAct: boolean): Markup => {
  const { speech, agency } = context;
  const { say } = speech;
  const known = agency.catalogue.items.find((one) => one.number === item.item);
  const labels = partLabels(context, known);
  return html`<article class="item${chosen ? " is-chosen" : ""}" id="punkt-${item.item}" data-status="${item.status}"${attribute("aria-current", chosen && "true")} aria-labelledby="punkt-${item.item}-title">
<div class="item-head"><h3 class="ds-heading" data-size="2xs" id="punkt-${item.item}-title"><span class="item-number">${item.item}</span> ${known?.label[speech.language] ?? item.id}</h3>${tag(speech.word("status", item.status), statusColors[item.status])}</div>
${item.missingParts.length > 0 && item.status !== "not_applicable" && html`<p class="missing">${say("item_missing_parts", { parts: item.missingParts.map(labels).join(", ") })}${lackingNames(context, item, labels)}</p>`}
${values(context, item)}
${competing(context, open, item)}
${correctionNote(context, open, item)}
${proof(context, open, item, labels)}
${known && html`<details class="more"><summary>${say("item_asked")}</summary><p>${known.question[speech.language]}</p></details>`}
${mayAct && open.view.allowed.includes("correct") && known && html`<div class="item-actions">${quickForms(context, open, item)}${correctForm(context, open, item, known)}</div>`}
</article>`;
};

const partLabels =
  ({ speech: { language } }: PageContext, known: Item | undefined) =>
  (part: string): string =>
    known?.parts.find((one) => one.id === part)?.label[language] ?? part;

const lackingNames = ({ speech: { say } }: PageContext, { lacking }: ItemAssessment, labels: (part: string) => string): Markup | null =>
  lacking
    ? html`${Object.entries(lacking)
        .filter(([, names]) => names.length > 0)
        .map(([part, names]) => html`<br>${say("item_lacking", { part: labels(part), names: names.join(", ") })}.`)}`
    : null;

const values = ({ speech }: PageContext, { value }: ItemAssessment): Markup | null => {
  const lines = valueLines(value);
  if (lines.length === 0) return null;
  return lines.length === 1 && lines[0]?.field !== "participants"
    ? html`<p class="value">${withBreaks(lines[0]?.text ?? "")}</p>`
    : html`<dl class="values">${lines.map(({ field, text }) => html`<div><dt>${speech.word("field", field)}</dt><dd>${withBreaks(text)}</dd></div>`)}</dl>`;
};

const proof = ({ speech }: PageContext, { view }: OpenCase, item: ItemAssessment, labels: (part: string) => string): Markup | null => {
  const { say } = speech;
  const evidence = distinctEvidence(item);
  if (evidence.length === 0) return null;
  const reasons = reasonsOf(item);
  return html`<div class="proof"><p class="proof-title">${say("item_where")}</p><ul>${evidence.map(
    (one, place) =>
      html`<li><blockquote>${one.quote.length > QUOTE_SHOWN ? `${one.quote.slice(0, QUOTE_SHOWN)} …` : one.quote}</blockquote><a class="ds-link" href="${evidencePath(view.reference, item.item, place)}">${placeText(one, speech)}<span class="ds-sr-only">. ${say("item_show")}, ${say("item_number", { number: item.item })}, ${place + 1}</span></a>${one.part && html` <span class="part">${labels(one.part)}</span>`}</li>`,
  )}</ul>
${reasons.length > 0 && html`<details class="more"><summary>${say("item_why")}</summary><ul>${reasons.map(({ rule }) => html`<li>${speech.word("rule", rule.replaceAll(".", "_"), "rule_other")}</li>`)}</ul><p>${say("item_sure", { percent: Math.round(item.confidence * 100) })}</p>${reasons.map((one) => ruleDetails(speech, one))}</details>`}</div>`;
};

/** The trace is written once, in English, for those who mend rules: folded, and marked as English for screen readers. */
const ruleDetails = ({ say }: PageContext["speech"], { rule, reasons }: RuleReasons): Markup =>
  html`<details class="more"><summary>${say("item_rule", { rule })}</summary><ul lang="en">${reasons.map((reason) => html`<li>${reason}</li>`)}</ul></details>`;

const competing = ({ speech }: PageContext, { view }: OpenCase, item: ItemAssessment): Markup | null => {
  const answers = competingAnswers(view, item);
  if (answers.length < 2) return null;
  return html`<div class="competing"><p class="proof-title">${speech.say("item_competing")}</p><div class="side-by-side">${answers.map(
    ({ evidence }) => {
      const place = distinctEvidence(item).findIndex(
        (one) => one.source === evidence.source && one.block === evidence.block && one.quote === evidence.quote,
      );
      const name = placeText(evidence, speech);
      return html`<div><p class="proof-title">${place >= 0 ? html`<a class="ds-link" href="${evidencePath(view.reference, item.item, place)}">${name}</a>` : name}</p><blockquote>${evidence.quote}</blockquote></div>`;
    },
  )}</div></div>`;
};

const correctionNote = ({ speech }: PageContext, { view }: OpenCase, item: ItemAssessment): Markup | null => {
  const correction = view.corrections.findLast((one) => one.item === item.item);
  if (!correction) return null;
  const { say } = speech;
  const before = valueLines(correction.before?.value ?? null).map((line) => line.text);
  return html`<div class="correction"><p>${say("item_corrected_by", { name: correction.by, time: speech.time(correction.at) })}${correction.why && html`: ${correction.why}`}</p>
<p>${say("item_machine_said", { status: correction.before ? speech.word("status", correction.before.status) : "–" })}${before.length > 0 && html` (${before.join("; ")})`}</p>
<p><a class="ds-link" href="/sak/${numberOf(view.reference)}/testeksempel/${item.item}" download>${say("item_testcase")}</a></p></div>`;
};
