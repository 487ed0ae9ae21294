/** A message without a case: why it waits, what it says, and its files. */
import type { LooseMessage } from "#core/desk/inbox-row.ts";
import { messageRow } from "#core/desk/inbox-row.ts";
import { blockText } from "#core/document.ts";
import { html } from "#core/markup.ts";
import type { Message } from "#core/message.ts";
import { numberOf } from "#core/reference.ts";
import type { ScreenKey } from "#core/screens.ts";
import { alert, type Page, type PageContext, tag } from "../page.ts";

type Loose = LooseMessage & { readonly code: string | null; readonly hold: string | null };

export const messagePage = ({ speech }: PageContext, loose: Loose, message: Message | null): Page => {
  const { say } = speech;
  const row = messageRow(loose, { sender: message?.from?.address ?? "", subject: message?.subject ?? "" });
  const title = row.title || say("message_title");
  const suggestions = suggestionsOf(loose.hold);
  return {
    title,
    area: "case",
    body: html`<nav class="crumbs"><a class="ds-link" href="/">${say("case_back")}</a></nav>
<div class="case-head"><p class="reference">${say("message_title")}</p><h1 class="ds-heading" data-size="md">${title}</h1>
<p class="standing">${tag(say(`group_${row.group}` as ScreenKey), row.group === "person" ? "warning" : "neutral")} <span>${speech.word("why", row.why)}</span></p>
<dl class="facts"><div><dt>${say("case_sender")}</dt><dd>${row.sender || "–"}</dd></div><div><dt>${say("case_received")}</dt><dd>${speech.time(loose.receivedAt)}</dd></div></dl></div>
${loose.state === "parked" ? alert("warning", say("why_parked"), say("message_parked", { code: loose.code ?? "internal" })) : html`<p class="ds-paragraph">${say("message_in_mailbox")}</p>`}
${suggestions.length > 0 && html`<section><h2 class="ds-heading" data-size="sm">${say("message_suggestions")}</h2><ul>${suggestions.map((one) => html`<li><a class="ds-link" href="/sak/${numberOf(one)}">${one}</a></li>`)}</ul></section>`}
<p><a class="ds-link" href="/melding/${loose.id}/original" download>${say("document_original_mail")}</a></p>
${message && html`<section class="sheet"><h2 class="ds-heading" data-size="sm">${say("item_place_mail")}</h2><div class="text" role="region" tabindex="0" aria-label="${say("document_region", { name: say("item_place_mail") })}">${message.body.blocks.map((block) => html`<p class="${block.origin === "quoted" ? "is-quoted" : "block"}">${blockText(block)}</p>`)}</div>${message.attachments.length > 0 && html`<ul>${message.attachments.map((one) => html`<li>${one.name} (${speech.word("state", one.state)})</li>`)}</ul>`}</section>`}`,
  };
};

const suggestionsOf = (hold: string | null): readonly string[] => {
  if (hold === null) return [];
  const { suggestions } = JSON.parse(hold) as { suggestions?: readonly string[] };
  return suggestions ?? [];
};
