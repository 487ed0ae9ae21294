/** Pages for what went wrong and for the way in: clear words, a way on, never a stack. */
import { html } from "#core/markup.ts";
import type { ScreenKey } from "#core/screens.ts";
import type { Page, PageContext } from "../page.ts";

const known: readonly number[] = [400, 403, 404, 413, 429, 500];

export const problemPage = ({ speech: { say }, session }: PageContext, status: number): Page => {
  const code = known.includes(status) ? status : 500;
  const title = say(`error_${code}` as ScreenKey);
  return {
    title,
    area: "none",
    body: html`<div class="narrow"><h1 class="ds-heading" data-size="lg">${title}</h1><p class="ds-paragraph">${say(`error_${code}_text` as ScreenKey)}</p>${session && html`<p><a class="ds-link" href="/">${say("case_back")}</a></p>`}</div>`,
  };
};

/** Where somebody without a session lands. */
export const loginPage = ({ speech: { say } }: PageContext, withProvider: boolean, loggedOut: boolean): Page => ({
  title: say("login_title"),
  area: "none",
  body: html`<div class="narrow"><h1 class="ds-heading" data-size="lg">${loggedOut ? say("login_out") : say("login_title")}</h1>
${withProvider ? html`<p><a class="ds-button" href="/logg-inn">${say("login_button")}</a></p>` : html`<p class="ds-paragraph">${say("login_link")}</p>`}</div>`,
});
