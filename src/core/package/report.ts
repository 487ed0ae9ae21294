/** The case as a page to read: one HTML file that needs nothing else, for the archive and for print. */
import type { ItemAssessment } from "../assessment.ts";
import type { CaseView } from "../case.ts";
import type { Agency } from "../catalogue.ts";
import { distinctEvidence, valueLines } from "../desk/evidence.ts";
import { timelineText } from "../desk/timeline.ts";
import { html, type Markup, raw, withBreaks } from "../markup.ts";
import type { Speech } from "../screens.ts";
import type { DescribedFile } from "./case-package.ts";

export type ReportInput = {
  readonly view: CaseView;
  readonly agency: Agency;
  readonly speech: Speech;
  readonly files: readonly DescribedFile[];
  readonly now: number;
  readonly by: string;
};

const style = `body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1e2b3c}h1{font-size:1.6rem}h2{font-size:1.25rem;margin-top:2rem;border-bottom:1px solid #8a94a3}h3{font-size:1.05rem;margin-bottom:.25rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.35rem .5rem;border-bottom:1px solid #c9ced6;vertical-align:top;overflow-wrap:anywhere}blockquote{margin:.4rem 0;padding-left:.8rem;border-left:.25rem solid #5b7ea6}
dt{font-weight:600}dd{margin:0 0 .4rem}pre{white-space:pre-wrap;border:1px solid #c9ced6;padding:.8rem}.status{font-weight:600}code{font-size:.85em}@media print{body{margin:0}h3{break-after:avoid}}`;

/** The whole page. */
export const reportHtml = ({ view, agency, speech, files, now, by }: ReportInput): string => {
  const { say } = speech;
  const items = view.merged?.items ?? [];
  const found = items.filter((item) => item.status === "complete" || item.status === "not_applicable").length;
  return html`<!DOCTYPE html>
<html lang="${speech.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${say("report_title")} ${view.reference}</title>
<style>${raw(style)}</style>
</head>
<body>
<main>
<h1>${say("report_title")} ${view.reference}</h1>
<p>${say("report_note")}</p>
<dl>
${pair(say("field_title"), view.title ?? say("no_title"))}
${pair(say("column_sender"), view.messages.find((one) => one.from !== null)?.from ?? "")}
${pair(say("case_received"), speech.time(view.openedAt))}
${pair(say("case_points"), say("points_of", { found, total: items.length }))}
${pair(say("report_made", { time: speech.time(now), name: by }), say("timeline_version", { version: view.merged?.catalogueVersion ?? agency.catalogue.version }))}
</dl>
<h2>${say("case_documents")}</h2>
<ul>${agency.catalogue.documents.map(({ role, label }) => html`<li>${label[speech.language]}: ${speech.word("document", view.merged?.documents[role]?.status ?? "missing")}</li>`)}</ul>
${view.flags.length > 0 && html`<h2>${say("flags_title")}</h2><ul>${view.flags.map((flag) => html`<li>${speech.word("flag", flag.code)}${flag.items.length > 0 && html` (${say("flag_points", { numbers: flag.items.join(", ") })})`}</li>`)}</ul>`}
<h2>${say("items_title", { total: items.length })}</h2>
${items.map((item) => itemSection(view, agency, speech, item))}
<h2>${say("reply_title")}</h2>
${view.outgoing.map((reply) => html`<h3>${speech.word("purpose", reply.purpose)}, ${speech.time(reply.at)}: ${speech.word("reply_state", reply.state)}</h3><p>${say("reply_to")}: ${reply.to.address}<br>${say("reply_subject")}: ${reply.subject}</p><pre>${reply.text}</pre>`)}
<h2>${say("timeline_title")}</h2>
<ol>${view.events.map((event) => html`<li>${speech.time(event.at)}, ${event.by === "mottak" ? say("timeline_machine") : event.by}: ${timelineText(event, speech)}</li>`)}</ol>
<h2>${say("report_files")}</h2>
<table><thead><tr><th scope="col">${say("report_file")}</th><th scope="col">${say("report_checksum")}</th></tr></thead>
<tbody>${files.map((file) => html`<tr><td>${file.path}</td><td><code>${file.hash}</code></td></tr>`)}</tbody></table>
</main>
</body>
</html>
`.text;
};

const pair = (term: string, text: string): Markup => html`<dt>${term}</dt><dd>${text}</dd>`;

const itemSection = (view: CaseView, agency: Agency, speech: Speech, item: ItemAssessment): Markup => {
  const { say } = speech;
  const known = agency.catalogue.items.find((one) => one.number === item.item);
  const label = (part: string): string => known?.parts.find((one) => one.id === part)?.label[speech.language] ?? part;
  const correction = view.corrections.findLast((one) => one.item === item.item);
  return html`<h3>${item.item}. ${known?.label[speech.language] ?? item.id}</h3>
<p class="status">${speech.word("status", item.status)}${item.missingParts.length > 0 && html`. ${say("item_missing_parts", { parts: item.missingParts.map(label).join(", ") })}`}</p>
${valueLines(item.value).map(({ field, text }) => html`<p>${speech.word("field", field)}: ${withBreaks(text)}</p>`)}
${correction && html`<p>${say("item_corrected_by", { name: correction.by, time: speech.time(correction.at) })}. ${correction.before && say("item_machine_said", { status: speech.word("status", correction.before.status) })}</p>`}
${distinctEvidence(item).map((one) => html`<blockquote>${withBreaks(one.quote)}<br><cite>${placeText(one, speech)}</cite></blockquote>`)}
`;
};

/** "DPIA.pdf, page 3", or the mail. */
export const placeText = ({ source, page }: { readonly source: string; readonly page: number | null }, { say }: Speech): string => {
  const name = source === "body" ? say("item_place_mail") : source;
  return page === null ? name : say("item_place", { source: name, page });
};
