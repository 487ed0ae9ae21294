/** Sak: the items beside the document that proves them, the reply, what happened, and what can be done. */
import type { OpenCase } from "#app/ports.ts";
import type { CaseEvent } from "#core/case.ts";
import type { Document } from "#core/document.ts";
import { timelineNote, timelineText, timelineVersion } from "#core/desk/timeline.ts";
import { html, type Markup } from "#core/markup.ts";
import { numberOf } from "#core/reference.ts";
import type { ScreenKey } from "#core/screens.ts";
import { screenTexts } from "#core/screen-texts.ts";
import { alert, type Page, type PageContext, tag } from "../page.ts";
import type { Selection } from "../selection.ts";
import { evidencePath } from "../selection.ts";
import { actionsSection } from "./actions.ts";
import { documentSection } from "./document.ts";
import { itemsSection } from "./items.ts";
import { repliesSection } from "./replies.ts";

/** What a post came to, told on the page that follows. */
export type Outcome =
  | { readonly kind: "done"; readonly what: string }
  | { readonly kind: "conflict"; readonly since: readonly CaseEvent[]; readonly yours: readonly (readonly [string, string])[] }
  | { readonly kind: "refused"; readonly yours: readonly (readonly [string, string])[] }
  | null;

export type CaseInput = {
  readonly open: OpenCase;
  readonly selection: Selection;
  readonly document: Document | null;
  readonly outcome: Outcome;
  readonly standing: { readonly group: string; readonly why: string };
};

export const casePage = (context: PageContext, { open, selection, document, outcome, standing }: CaseInput): Page => {
  const { say } = context.speech;
  const { view } = open;
  const mayAct = context.session?.roles.includes("handler") ?? false;
  return {
    title: `${view.reference} ${view.title ?? ""}`.trim(),
    area: "case",
    body: html`<nav class="crumbs"><a class="ds-link" href="/">${say("case_back")}</a></nav>
${outcomeAlert(context, outcome)}
${caseHead(context, open, standing, mayAct)}
<div class="columns">
${itemsSection(context, open, selection.item, mayAct)}
${documentSection(context, view.reference, selection, document)}
</div>
<div class="columns lower">
<div>${repliesSection(context, open, mayAct)}</div>
<div>${mayAct && actionsSection(context, open)}${timelineSection(context, open)}</div>
</div>`,
  };
};

const outcomeAlert = (context: PageContext, outcome: Outcome): Markup | null => {
  const { say } = context.speech;
  switch (outcome?.kind) {
    case "done":
      return `done_${outcome.what}` in screenTexts
        ? html`<div class="outcome">${alert("success", say(`done_${outcome.what}` as ScreenKey))}</div>`
        : null;
    case "conflict":
      return html`<div class="outcome">${alert("warning", say("conflict_title"), html`<p>${say("conflict_text")}</p><ul>${outcome.since.map((event) => html`<li>${eventLine(context, event)}</li>`)}</ul>${yours(context, outcome.yours)}`)}</div>`;
    case "refused":
      return html`<div class="outcome">${alert("warning", say("refused_title"), html`<p>${say("refused_text")}</p>${yours(context, outcome.yours)}`)}</div>`;
    default:
      return null;
  }
};

const yours = ({ speech: { say } }: PageContext, lines: readonly (readonly [string, string])[]): Markup | null =>
  lines.length > 0
    ? html`<p><strong>${say("conflict_yours")}</strong></p><pre class="yours">${lines.map(([, text]) => text).join("\n")}</pre>`
    : null;

const caseHead = (context: PageContext, open: OpenCase, standing: CaseInput["standing"], mayAct: boolean): Markup => {
  const { speech, agency } = context;
  const { say } = speech;
  const { view, clocks } = open;
  const items = view.merged?.items ?? [];
  const found = items.filter((item) => item.status === "complete" || item.status === "not_applicable").length;
  const first = view.messages.find((one) => one.from !== null);
  const group = standing.group;
  return html`<div class="case-head"><p class="reference">${view.reference}</p><h1 class="ds-heading" data-size="md">${view.title ?? first?.subject ?? say("no_title")}</h1>
<p class="standing">${tag(say(`group_${group}` as ScreenKey), group === "person" ? "warning" : group === "ready" ? "success" : group === "waiting" ? "info" : "neutral")} <span>${speech.word("why", standing.why)}</span>${view.outgoing.some((one) => one.state === "withheld") && html` <a class="ds-link" href="#svar">${say("reply_title")}</a>`}</p>
${view.mergedInto && html`<p class="ds-paragraph"><a class="ds-link" href="/sak/${numberOf(view.mergedInto)}">${say("case_merged_into", { reference: view.mergedInto })}</a></p>`}
<dl class="facts">
${fact(say("case_sender"), first?.from ?? "–")}
${fact(say("case_received"), html`<time datetime="${new Date(view.openedAt).toISOString()}">${speech.time(view.openedAt)}</time>`)}
${fact(say("case_points"), say("points_of", { found, total: items.length }))}
${fact(say("case_documents"), html`<ul class="plain">${agency.catalogue.documents.map(({ role, label }) => documentFact(context, label[speech.language], view.merged?.documents[role]?.status ?? "missing"))}</ul>`)}
${fact(say("case_rounds"), String(view.rounds))}
${clocks.length > 0 && fact(say("case_clocks"), html`<ul class="plain">${clocks.map((clock) => html`<li class="clock-${clock.state}">${say(clock.state === "stopped" ? "clock_stopped" : clock.state === "overdue" ? "clock_overdue" : "clock_due", { clock: speech.word("clock", clock.id), date: speech.date(clock.dueAt) })}${clock.state !== "stopped" && html` (${say("clock_days", { days: clock.days })})`}</li>`)}</ul>`)}
</dl>
${flags(context, open)}
${mayAct && html`<form method="post" action="/sak/${numberOf(view.reference)}/pakke" class="export"><input type="hidden" name="token" value="${context.session?.token ?? ""}"><button class="ds-button" data-variant="secondary" data-size="sm" type="submit">${say("case_export")}</button></form>`}
</div>`;
};

const fact = (term: string, text: Markup | string): Markup => html`<div><dt>${term}</dt><dd>${text}</dd></div>`;

const documentFact = ({ speech }: PageContext, label: string, status: string): Markup =>
  html`<li><span class="shape shape-${status}" aria-hidden="true"></span>${label}: ${speech.word("document", status)}</li>`;

const flags = ({ speech }: PageContext, { view }: OpenCase): Markup | null => {
  if (view.flags.length === 0) return null;
  const { say } = speech;
  return html`<section class="flags" aria-labelledby="flags-title"><h2 class="ds-heading" data-size="2xs" id="flags-title">${say("flags_title")}</h2><ul>${view.flags.map(
    (flag) =>
      html`<li>${speech.word("flag", flag.code)}${flag.items.length > 0 && html` (${flag.items.map((item, index) => html`${index > 0 && ", "}<a class="ds-link" href="${evidencePath(view.reference, item, 0).replace("#merke", `#punkt-${item}`)}">${say("item_number", { number: item })}</a>`)})`}</li>`,
  )}</ul></section>`;
};

const timelineSection = (context: PageContext, { view }: OpenCase): Markup => {
  const { say } = context.speech;
  return html`<section class="timeline" aria-labelledby="timeline-title"><h2 class="ds-heading" data-size="sm" id="timeline-title">${say("timeline_title")}</h2><ol>${view.events.toReversed().map((event) => html`<li data-by="${event.by === "mottak" ? "machine" : "person"}">${eventLine(context, event)}</li>`)}</ol></section>`;
};

const eventLine = ({ speech }: PageContext, event: CaseEvent): Markup => {
  const { say } = speech;
  const version = timelineVersion(event);
  const note = timelineNote(event);
  return html`<span class="when"><time datetime="${new Date(event.at).toISOString()}">${speech.time(event.at)}</time>, ${event.by === "mottak" ? say("timeline_machine") : event.by}</span> <span>${timelineText(event, speech)}${version && html` <span class="version">(${say("timeline_version", { version })})</span>`}${note && html`: ${note}`}</span>`;
};
