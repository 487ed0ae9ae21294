/** The checks with what was found and the next step, worst first. */
import type { CheckResult } from "#core/checks/result.ts";
import { type CheckWords, inWords } from "#core/checks/words.ts";
import { severityOf } from "#core/checks/findings.ts";
import { html, type Markup } from "#core/markup.ts";
import type { ScreenKey } from "#core/screens.ts";
import { type PageContext, tag } from "../page.ts";

const colors = { ok: "success", warn: "warning", fail: "danger" } as const;
const rank = { fail: 0, warn: 1, ok: 2 } as const;

export const checksSection = ({ speech, session }: PageContext, results: readonly CheckResult[], words: CheckWords): Markup => {
  const { say } = speech;
  const row = ({ name, state, findings, at }: CheckResult): Markup => {
    // What is fine beside what is not is left out: the row says what to look at.
    const shown = state === "ok" ? findings : findings.filter((one) => severityOf(one) !== "ok");
    const told = shown.map((finding) => ({ ...inWords(finding, words), detail: finding.detail }));
    return html`<tr><th scope="row">${words.names[name]}<span class="when">${speech.time(at)}</span></th><td>${tag(say(`check_${state}` as ScreenKey), colors[state])}</td>
<td>${told.map(({ says, detail }) => html`<p class="ds-paragraph">${says}${detail && html` <span class="detail" lang="en">${detail}</span>`}</p>`)}</td>
<td>${told.flatMap(({ next }) => (next === null ? [] : [html`<p class="ds-paragraph">${marked(next)}</p>`]))}</td></tr>`;
  };
  return html`<section aria-labelledby="checks"><h2 class="ds-heading" data-size="sm" id="checks">${say("operation_checks")}</h2>
<form method="post" action="/drift/kontroller"><input type="hidden" name="token" value="${session?.token ?? ""}"><button class="ds-button" data-variant="secondary" data-size="sm" type="submit">${say("operation_refresh")}</button></form>
${
  results.length === 0
    ? html`<p class="ds-paragraph">${say("operation_checks_none")}</p>`
    : html`<div class="scroll" role="region" tabindex="0" aria-label="${say("operation_checks")}"><table class="ds-table checks"><thead><tr><th scope="col">${say("operation_check")}</th><th scope="col">${say("operation_result")}</th><th scope="col">${say("operation_found")}</th><th scope="col">${say("operation_next")}</th></tr></thead>
<tbody>${results.toSorted((a, b) => rank[a.state] - rank[b.state]).map(row)}</tbody></table></div>`
}</section>`;
};

/** Commands stand between backticks in the words. */
const marked = (text: string): Markup => html`${text.split("`").map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;
