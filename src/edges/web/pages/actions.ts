/** What may be done with the case now: exactly what the case allows. */
import type { DeskCommand, OpenCase } from "#app/ports.ts";
import type { CaseAction } from "#core/case.ts";
import { html, type Markup } from "#core/markup.ts";
import { numberOf } from "#core/reference.ts";
import type { ScreenKey } from "#core/screens.ts";
import type { PageContext } from "../page.ts";
import { versionFields } from "./correct.ts";

type Kind = Exclude<DeskCommand["kind"], "correct" | "release" | "discard">;
type Offer = { readonly kind: Kind; readonly needs: CaseAction; readonly asks: "why" | "into" | "nothing" };

const offers: readonly Offer[] = [
  { kind: "ask_again", needs: "ask_again", asks: "nothing" },
  { kind: "remind", needs: "remind", asks: "nothing" },
  { kind: "provisional_answer", needs: "provisional_answer", asks: "nothing" },
  { kind: "hand_over", needs: "hand_over", asks: "why" },
  { kind: "close", needs: "close", asks: "why" },
  { kind: "not_application", needs: "close", asks: "why" },
  { kind: "merge", needs: "merge", asks: "into" },
  { kind: "reopen", needs: "reopen", asks: "why" },
];

export const actionsSection = (context: PageContext, open: OpenCase): Markup | null => {
  const { say } = context.speech;
  const possible = offers.filter((offer) => open.view.allowed.includes(offer.needs));
  if (possible.length === 0) return null;
  return html`<section class="actions" aria-labelledby="actions-title"><h2 class="ds-heading" data-size="sm" id="actions-title">${say("actions_title")}</h2><div class="action-list">${possible.map((offer) => action(context, open, offer))}</div></section>`;
};

const action = (context: PageContext, open: OpenCase, { kind, asks }: Offer): Markup => {
  const { say } = context.speech;
  const label = say(`action_${kind}` as ScreenKey);
  const path = `/sak/${numberOf(open.view.reference)}/handling`;
  const id = `handling-${kind}`;
  const hidden = html`${versionFields(context, open)}<input type="hidden" name="handling" value="${kind}">`;
  const question =
    asks === "into"
      ? html`<div class="ds-field"><label class="ds-label" for="${id}">${say("action_merge_into")}</label><input class="ds-input" id="${id}" name="into" required maxlength="60"></div>`
      : asks === "why"
        ? html`<div class="ds-field"><label class="ds-label" for="${id}">${say("action_why")}</label><input class="ds-input" id="${id}" name="why" required maxlength="500"></div>`
        : html`<p class="ds-paragraph" data-size="sm">${say("action_draft_help")}</p>`;
  return html`<details class="ds-details action"><summary>${label}</summary><div><form method="post" action="${path}" class="stack">${hidden}${question}<button class="ds-button" data-size="sm" type="submit">${say("action_do")}<span class="ds-sr-only">: ${label}</span></button></form></div></details>`;
};

/** The command of a posted form; null where it is none. */
export const commandFrom = (posted: ReadonlyMap<string, readonly string[]>): DeskCommand | null => {
  const kind = posted.get("handling")?.[0];
  const text = (name: string): string => (posted.get(name)?.[0] ?? "").trim().slice(0, 500);
  const offer = offers.find((one) => one.kind === kind);
  switch (offer?.kind) {
    case "merge":
      return text("into") ? { kind: "merge", into: text("into") } : null;
    case "hand_over":
    case "close":
    case "reopen":
    case "not_application":
      return text("why") ? { kind: offer.kind, why: text("why") } : null;
    case "remind":
    case "ask_again":
    case "provisional_answer":
      return { kind: offer.kind };
    default:
      return null;
  }
};
