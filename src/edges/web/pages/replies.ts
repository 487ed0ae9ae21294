/** Our replies: the one that waits exactly as it goes out, and those that were made before. */
import type { OpenCase } from "#app/ports.ts";
import type { OutgoingView } from "#core/case.ts";
import { html, type Markup } from "#core/markup.ts";
import { numberOf } from "#core/reference.ts";
import { type PageContext, tag } from "../page.ts";
import { versionFields } from "./correct.ts";

const colors: Readonly<Record<OutgoingView["state"], Parameters<typeof tag>[1]>> = {
  planned: "info",
  withheld: "warning",
  released: "info",
  discarded: "neutral",
  sent: "success",
  unknown: "danger",
  failed: "danger",
  bounced: "danger",
};

export const repliesSection = (context: PageContext, open: OpenCase, mayAct: boolean): Markup | null => {
  const { say } = context.speech;
  const { outgoing } = open.view;
  if (outgoing.length === 0) return null;
  const waiting = outgoing.filter((one) => one.state === "withheld");
  const others = outgoing.filter((one) => one.state !== "withheld");
  return html`<section class="replies" id="svar" aria-labelledby="replies-title"><h2 class="ds-heading" data-size="sm" id="replies-title">${say("reply_title")}</h2>
${waiting.map((reply, index) => waitingReply(context, open, reply, index, mayAct))}
${others.map((reply) => finishedReply(context, reply))}</section>`;
};

const head = ({ speech: { say } }: PageContext, reply: OutgoingView): Markup =>
  html`<dl class="reply-head"><div><dt>${say("reply_to")}</dt><dd>${reply.to.name ? `${reply.to.name} <${reply.to.address}>` : reply.to.address}</dd></div><div><dt>${say("reply_subject")}</dt><dd>${reply.subject}</dd></div></dl>`;

const waitingReply = (context: PageContext, open: OpenCase, reply: OutgoingView, index: number, mayAct: boolean): Markup => {
  const { speech } = context;
  const { say } = speech;
  const may = mayAct && context.mode !== "shadow" && open.view.allowed.includes("release");
  const text = `svar-${index}`;
  return html`<article class="ds-card reply waiting" data-color="warning" aria-labelledby="${text}-title">
<div class="item-head"><h3 class="ds-heading" data-size="2xs" id="${text}-title">${speech.word("purpose", reply.purpose)}</h3>${tag(speech.word("reply_state", reply.state), colors[reply.state])}</div>
<p class="ds-paragraph">${say("reply_waits")}</p>
${reply.reasons.length > 0 && html`<p class="ds-paragraph" data-size="sm">${say("reply_because")}: ${reply.reasons.map((reason) => speech.word("reason", reason.code, "reason_other")).join(". ")}.</p>`}
${head(context, reply)}
${
  may
    ? html`<form method="post" action="/sak/${numberOf(open.view.reference)}/svar" class="stack">${versionFields(context, open)}<input type="hidden" name="reply" value="${reply.messageId}">
<div class="ds-field"><label class="ds-label" for="${text}">${say("reply_text")}</label><p id="${text}-help" class="ds-paragraph" data-size="sm">${say("reply_edit_help")}</p><textarea class="ds-input reply-text" id="${text}" name="text" rows="24" lang="${reply.language}" aria-describedby="${text}-help">
${reply.text}</textarea></div>
<div class="buttons"><button class="ds-button" type="submit" name="handling" value="release">${say("reply_send")}</button><button class="ds-button" data-variant="secondary" data-color="danger" type="submit" name="handling" value="discard">${say("reply_discard")}</button></div></form>`
    : html`<pre class="reply-text" lang="${reply.language}">${reply.text}</pre>`
}</article>`;
};

const finishedReply = (context: PageContext, reply: OutgoingView): Markup => {
  const { speech } = context;
  return html`<details class="ds-details reply"><summary>${speech.word("purpose", reply.purpose)}, ${speech.time(reply.at)} ${tag(speech.word("reply_state", reply.state), colors[reply.state])}</summary><div>${head(context, reply)}<pre class="reply-text" lang="${reply.language}">${reply.text}</pre></div></details>`;
};
