/** Drift: does everything work, and what waits; with the next thing to do. */
import type { OperationPage } from "#app/ports.ts";
import { html } from "#core/markup.ts";
import { sendingSwitch } from "./sending.ts";
import { type Page, type PageContext, tag } from "../page.ts";

const colors = { ok: "success", warning: "warning", failed: "danger" } as const;

export const operationPage = (context: PageContext, { mode, sendingStopped, counts, checks, parked }: OperationPage): Page => {
  const { speech } = context;
  const { say } = speech;
  return {
    title: say("operation_title"),
    area: "operation",
    body: html`<div class="page-head"><h1 class="ds-heading" data-size="lg">${say("operation_title")}</h1><p class="ds-paragraph lead">${say("operation_lead")} ${say("operation_mode", { mode })}</p></div>
${sendingSwitch(context, sendingStopped)}
<section aria-labelledby="counts"><h2 class="ds-heading" data-size="sm" id="counts">${say("operation_counts")}</h2>
<dl class="facts">${Object.entries(counts).map(([name, count]) => html`<div><dt>${speech.word("count", name)}</dt><dd>${count}</dd></div>`)}</dl></section>
${
  checks.length > 0 &&
  html`<section aria-labelledby="checks"><h2 class="ds-heading" data-size="sm" id="checks">${say("operation_checks")}</h2>
<table class="ds-table"><thead><tr><th scope="col">${say("operation_check")}</th><th scope="col">${say("operation_result")}</th><th scope="col">${say("operation_next")}</th></tr></thead>
<tbody>${checks.map((check) => html`<tr><th scope="row">${check.name}</th><td>${tag(speech.word("operation", check.state), colors[check.state])} ${check.text}</td><td>${check.remedy}</td></tr>`)}</tbody></table></section>`
}
<section aria-labelledby="parked"><h2 class="ds-heading" data-size="sm" id="parked">${say("operation_parked")}</h2>
${
  parked.length === 0
    ? html`<p class="ds-paragraph">${say("operation_parked_none")}</p>`
    : html`<table class="ds-table"><thead><tr><th scope="col">${say("message_title")}</th><th scope="col">${say("column_received")}</th><th scope="col">${say("operation_code")}</th><th scope="col">${say("operation_attempts")}</th></tr></thead>
<tbody>${parked.map((one) => html`<tr><th scope="row"><a class="ds-link" href="/melding/${one.id}">${one.id.slice(0, 12)}</a></th><td>${speech.time(one.receivedAt)}</td><td><code>${one.code}</code></td><td>${one.attempts}</td></tr>`)}</tbody></table>`
}</section>`,
  };
};
