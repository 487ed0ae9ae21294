/** Drift: does everything work, and what waits; with the next thing to do, and the last weeks in pictures. */
import type { OperationPage } from "#app/ports.ts";
import { html, type Markup } from "#core/markup.ts";
import type { CheckWords } from "#core/checks/words.ts";
import { checksSection } from "./checks.ts";
import { figuresSection } from "./figures.ts";
import { sendingSwitch } from "./sending.ts";
import type { Page, PageContext } from "../page.ts";

export const operationPage = (context: PageContext, operation: OperationPage, words: CheckWords): Page => {
  const { say } = context.speech;
  const { mode, sendingStopped, checks, figures } = operation;
  return {
    title: say("operation_title"),
    area: "operation",
    body: html`<div class="page-head"><h1 class="ds-heading" data-size="lg">${say("operation_title")}</h1><p class="ds-paragraph lead">${say("operation_lead")} ${say("operation_mode", { mode })}</p></div>
${latest(context, operation)}
${checksSection(context, checks, words)}
${sendingSwitch(context, sendingStopped)}
${waiting(context, operation)}
${parkedSection(context, operation)}
${figuresSection(context, figures)}`,
  };
};

/** When the mailbox was last read, and when the way there and back was last proved. */
const latest = ({ speech }: PageContext, { standings, canaryOn }: OperationPage): Markup => {
  const { say } = speech;
  const when = (at: number | null | undefined) =>
    at ? html`<time datetime="${new Date(at).toISOString()}">${speech.time(at)}</time>` : say("operation_never");
  return html`<dl class="facts"><div><dt>${say("operation_poll")}</dt><dd>${when(standings?.lastPollAt)}</dd></div>
<div><dt>${say("operation_canary")}</dt><dd>${canaryOn ? when(standings?.canary?.provedAt) : say("operation_off")}</dd></div></dl>`;
};

const waiting = ({ speech }: PageContext, { counts, standings }: OperationPage): Markup => {
  const { say } = speech;
  const withheld = Object.entries(standings?.withheld ?? {}).toSorted(([, a], [, b]) => b - a);
  return html`<section aria-labelledby="counts"><h2 class="ds-heading" data-size="sm" id="counts">${say("operation_counts")}</h2>
<dl class="facts">${Object.entries(counts).map(([name, count]) => html`<div><dt>${speech.word("count", name)}</dt><dd>${count}</dd></div>`)}</dl>
${
  withheld.length > 0 &&
  html`<table class="ds-table" data-size="sm"><caption>${say("operation_withheld")}</caption><thead><tr><th scope="col">${say("operation_reason")}</th><th scope="col">${say("figures_count")}</th></tr></thead>
<tbody>${withheld.map(([reason, count]) => html`<tr><th scope="row">${speech.word("reason", reason)}</th><td>${count}</td></tr>`)}</tbody></table>`
}</section>`;
};

const parkedSection = ({ speech, session }: PageContext, { parked }: OperationPage): Markup => {
  const { say } = speech;
  const heads = ["message_title", "column_received", "operation_code", "operation_attempts", "operation_next"] as const;
  return html`<section aria-labelledby="parked"><h2 class="ds-heading" data-size="sm" id="parked">${say("operation_parked")}</h2>
${
  parked.length === 0
    ? html`<p class="ds-paragraph">${say("operation_parked_none")}</p>`
    : html`<div class="scroll" role="region" tabindex="0" aria-label="${say("operation_parked")}"><table class="ds-table"><thead><tr>${heads.map((head) => html`<th scope="col">${say(head)}</th>`)}</tr></thead>
<tbody>${parked.map(
        (
          one,
        ) => html`<tr><th scope="row"><a class="ds-link" href="/melding/${one.id}">${one.id.slice(0, 12)}</a></th><td>${speech.time(one.receivedAt)}</td><td><code>${one.code}</code></td><td>${one.attempts}</td>
<td><form method="post" action="/drift/satt-til-side"><input type="hidden" name="token" value="${session?.token ?? ""}"><input type="hidden" name="melding" value="${one.id}"><button class="ds-button" data-variant="secondary" data-size="sm" type="submit">${say("operation_retry")}<span class="ds-sr-only"> ${one.id.slice(0, 12)}</span></button></form></td></tr>`,
      )}</tbody></table></div>`
}</section>`;
};
