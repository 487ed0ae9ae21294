/** Innboks: what needs a person first, oldest first; counts that filter; nothing hidden. */
import type { InboxPage, InboxQuery } from "#app/ports.ts";
import { type InboxGroup, type InboxRow, inboxGroups } from "#core/desk/inbox-row.ts";
import { attribute, html, type Markup } from "#core/markup.ts";
import { numberOf } from "#core/reference.ts";
import type { ScreenKey } from "#core/screens.ts";
import { type Page, type PageContext, tag } from "../page.ts";

export const ROWS_A_PAGE = 50;

type Color = Parameters<typeof tag>[1];
const colors: Readonly<Record<InboxGroup, Color>> = { person: "warning", ready: "success", waiting: "info", closed: "neutral", other: "neutral" };

export const inboxPage = (context: PageContext, query: InboxQuery, found: InboxPage, now: number): Page => {
  const { say } = context.speech;
  return {
    title: say("inbox_title"),
    area: "inbox",
    body: html`<div class="page-head"><h1 class="ds-heading" data-size="lg">${say("inbox_title")}</h1><p class="ds-paragraph lead">${say("inbox_lead")}</p></div>
${filters(context, query, found)}
${searchForm(context, query)}
${found.rows.length === 0 ? empty(context, query) : table(context, found.rows, now)}
${pagination(context, query, found)}`,
  };
};

const address = (query: Pick<InboxQuery, "group" | "search">, page = 1): string => {
  const search = new URLSearchParams();
  if (query.group !== "all") search.set("vis", query.group);
  if (query.search) search.set("sok", query.search);
  if (page > 1) search.set("side", String(page));
  return search.size > 0 ? `/?${search}` : "/";
};

const filters = ({ speech: { say } }: PageContext, query: InboxQuery, { counts }: InboxPage): Markup => {
  const all = Object.values(counts).reduce((sum, one) => sum + one, 0);
  const filter = (group: InboxGroup | "all", count: number): Markup =>
    html`<li><a class="filter" data-group="${group}" href="${address({ group, search: query.search })}"${attribute("aria-current", query.group === group && "true")}><span class="filter-count">${count}</span><span class="filter-name">${say(`group_${group}` as ScreenKey)}</span></a></li>`;
  return html`<nav aria-label="${say("filter_label")}"><ul class="filters">${filter("all", all)}${inboxGroups.map((group) => filter(group, counts[group]))}</ul></nav>`;
};

const searchForm = ({ speech: { say } }: PageContext, query: InboxQuery): Markup => html`<form class="search" role="search" method="get" action="/">
${query.group !== "all" && html`<input type="hidden" name="vis" value="${query.group}">`}
<div class="ds-field"><label class="ds-label" for="sok">${say("search_label")}</label><input class="ds-input" id="sok" name="sok" type="search" value="${query.search}" maxlength="100"></div>
<button class="ds-button" type="submit">${say("search_button")}</button>
${query.search && html`<a class="ds-link" href="${address({ ...query, search: "" })}">${say("search_clear")}</a>`}
</form>`;

const empty = ({ speech: { say } }: PageContext, { search }: InboxQuery): Markup =>
  html`<div class="ds-card empty"><p class="ds-paragraph">${search ? say("inbox_empty_search", { search }) : say("inbox_empty")}</p></div>`;

const table = (context: PageContext, rows: readonly InboxRow[], now: number): Markup => {
  const { say } = context.speech;
  const heads: readonly ScreenKey[] = [
    "column_case",
    "column_sender",
    "column_received",
    "column_state",
    "column_points",
    "column_why",
    "column_due",
  ];
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${say("inbox_title")}"><table class="ds-table inbox" data-hover>
<thead><tr>${heads.map((key) => html`<th scope="col">${say(key)}</th>`)}</tr></thead>
<tbody>${rows.map((row) => line(context, row, now))}</tbody>
</table></div>`;
};

const line = ({ speech }: PageContext, row: InboxRow, now: number): Markup => {
  const { say } = speech;
  const overdue = row.dueAt !== null && row.dueAt <= now;
  const path = row.kind === "case" ? `/sak/${numberOf(row.id)}` : `/melding/${row.id}`;
  const why = overdue && (row.why === "asked" || row.why === "complete") ? say("why_overdue") : speech.word("why", row.why);
  return html`<tr>
<th scope="row"><a class="ds-link row-link" href="${path}">${row.title || say("no_title")}</a><span class="reference">${row.kind === "case" ? row.id : say("message_without_case")}</span></th>
<td class="sender">${senderText(row.sender)}</td>
<td class="nowrap"><time datetime="${new Date(row.receivedAt).toISOString()}">${speech.date(row.receivedAt)}</time></td>
<td>${tag(say(`group_${row.group}` as ScreenKey), colors[row.group])}</td>
<td class="nowrap">${row.total > 0 ? html`<span class="points">${say("points_of", { found: row.found, total: row.total })}</span><meter class="meter" min="0" max="${row.total}" value="${row.found}" aria-hidden="true"></meter>` : say("points_none")}</td>
<td>${why}</td>
<td>${row.dueAt === null || row.clock === null ? "" : html`<span${attribute("class", overdue && "overdue")}>${say(overdue ? "clock_overdue" : "clock_due", { clock: speech.word("clock", row.clock), date: speech.date(row.dueAt) })}</span>`}</td>
</tr>`;
};

const pagination = ({ speech: { say } }: PageContext, query: InboxQuery, { total }: InboxPage): Markup | null => {
  const pages = Math.ceil(total / query.limit);
  const page = Math.floor(query.offset / query.limit) + 1;
  if (pages <= 1) return html`<p class="ds-paragraph" data-size="sm">${say("inbox_table", { count: total })}</p>`;
  return html`<nav class="pages" aria-label="${say("page_position", { page, pages })}">
${page > 1 && html`<a class="ds-button" data-variant="secondary" href="${address(query, page - 1)}" rel="prev">${say("page_previous")}</a>`}
<span>${say("page_position", { page, pages })}. ${say("inbox_table", { count: total })}</span>
${page < pages && html`<a class="ds-button" data-variant="secondary" href="${address(query, page + 1)}" rel="next">${say("page_next")}</a>`}
</nav>`;
};

/** An address that may break at its sign, not within a word. */
const senderText = (address: string): Markup => {
  const [local = "", domain] = address.split("@");
  return domain === undefined ? html`${local}` : html`${local}<wbr>@${domain}`;
};
