/** The switch that stops all sending: what it does now, and the button that turns it. */
import { html, type Markup } from "#core/markup.ts";
import type { PageContext } from "../page.ts";

export const sendingSwitch = ({ speech, session }: PageContext, stopped: boolean): Markup => {
  const { say } = speech;
  return html`<section aria-labelledby="sending"><h2 class="ds-heading" data-size="sm" id="sending">${say("sending_title")}</h2>
<p class="ds-paragraph">${say(stopped ? "sending_is_stopped" : "sending_is_on")}</p>
<form method="post" action="/drift/utsending"><input type="hidden" name="token" value="${session?.token ?? ""}"><input type="hidden" name="utsending" value="${stopped ? "start" : "stopp"}">
<button class="ds-button" type="submit" data-variant="${stopped ? "primary" : "secondary"}" data-color="${stopped ? "accent" : "danger"}">${say(stopped ? "sending_start" : "sending_stop")}</button></form></section>`;
};
