/** The forms by which a person puts an item right. */
import type { OpenCase } from "#app/ports.ts";
import type { ItemAssessment, ItemStatus, ItemValue, Participant } from "#core/assessment.ts";
import type { Item } from "#core/catalogue.ts";
import { html, type Markup } from "#core/markup.ts";
import { numberOf } from "#core/reference.ts";
import type { PageContext } from "../page.ts";

const statuses: readonly ItemStatus[] = ["complete", "incomplete", "missing", "not_applicable", "unclear"];
/** Fields of the value by kind of item: what a person can fill in. */
const fields: Readonly<Record<Item["kind"], readonly string[]>> = {
  title: ["title"],
  organisation: ["institution"],
  person: ["name", "phone", "email", "address"],
  people: [],
  period: ["start", "end"],
  prose: ["text"],
};

export const versionFields = ({ session }: PageContext, { version }: OpenCase): Markup =>
  html`<input type="hidden" name="token" value="${session?.token ?? ""}"><input type="hidden" name="version" value="${version}">`;

const target = ({ view }: OpenCase, item: ItemAssessment): string => `/sak/${numberOf(view.reference)}/punkt/${item.item}`;

/** One press: what was read is right, or the item need not be answered. */
export const quickForms = (context: PageContext, open: OpenCase, item: ItemAssessment): Markup => {
  const { say } = context.speech;
  const about = html`<span class="ds-sr-only">: ${say("item_number", { number: item.item })}</span>`;
  const quick = (status: ItemStatus, label: string, variant: string): Markup =>
    html`<form method="post" action="${target(open, item)}">${versionFields(context, open)}<input type="hidden" name="status" value="${status}"><input type="hidden" name="keep" value="1"><button class="ds-button" data-size="sm" data-variant="${variant}" type="submit">${label}${about}</button></form>`;
  return html`${(item.status === "unclear" || item.status === "incomplete") && quick("complete", say("item_accept"), "secondary")}${(item.status === "missing" || item.status === "unclear") && quick("not_applicable", say("item_not_applicable"), "tertiary")}`;
};

export const correctForm = (context: PageContext, open: OpenCase, item: ItemAssessment, known: Item): Markup => {
  const { speech } = context;
  const { say } = speech;
  const id = `rett-${item.item}`;
  return html`<details class="more correct"><summary>${say("item_correct", { number: item.item })}</summary>
<form method="post" action="${target(open, item)}" class="stack">${versionFields(context, open)}
<div class="ds-field"><label class="ds-label" for="${id}-status">${say("item_correct_status")}</label><select class="ds-input" id="${id}-status" name="status">${statuses.map((one) => html`<option value="${one}"${one === item.status ? html` selected` : ""}>${speech.word("status", one)}</option>`)}</select></div>
${known.parts.length > 1 && html`<fieldset class="ds-fieldset"><legend class="ds-label">${say("item_correct_parts")}</legend>${known.parts.map((part) => html`<div class="ds-field"><input class="ds-input" type="checkbox" id="${id}-${part.id}" name="missing" value="${part.id}"${item.missingParts.includes(part.id) ? html` checked` : ""}><label class="ds-label" for="${id}-${part.id}">${part.label[speech.language]}</label></div>`)}</fieldset>`}
${fields[known.kind].map((field) => html`<div class="ds-field"><label class="ds-label" for="${id}-value-${field}">${known.kind === "title" || known.kind === "prose" ? say("item_correct_value") : speech.word("field", field)}</label>${field === "text" ? html`<textarea class="ds-input" id="${id}-value-${field}" name="value.${field}" rows="3">${textIn(item.value, field)}</textarea>` : html`<input class="ds-input" id="${id}-value-${field}" name="value.${field}" value="${textIn(item.value, field)}">`}</div>`)}
${known.kind === "people" && html`<div class="ds-field"><label class="ds-label" for="${id}-people">${say("item_correct_participants")}</label><textarea class="ds-input" id="${id}-people" name="participants" rows="5">${participantsText(item.value)}</textarea></div>`}
<div class="ds-field"><label class="ds-label" for="${id}-why">${say("item_correct_why")}</label><input class="ds-input" id="${id}-why" name="why" maxlength="500"></div>
<button class="ds-button" data-size="sm" type="submit">${say("item_correct_save")}</button>
</form></details>`;
};

const textIn = (value: ItemValue | null, field: string): string => {
  const text = value?.[field];
  return typeof text === "string" ? text : "";
};

const participantsText = (value: ItemValue | null): string => {
  const people = value?.["participants"];
  return Array.isArray(people)
    ? (people as readonly Participant[])
        .map((one) => [one.name, one.title ?? "", one.institution ?? ""].join("; ").replace(/(?:; )+$/, ""))
        .join("\n")
    : "";
};

type Fields = ReadonlyMap<string, readonly string[]>;

/** What a posted form says of an item; null where it is no form of ours. `before` is kept where the form says so. */
export const correctionFrom = (
  posted: Fields,
  known: Item,
  before: ItemAssessment,
): { status: ItemStatus; missingParts: string[]; value: ItemValue | null; why: string } | null => {
  const status = statuses.find((one) => one === posted.get("status")?.[0]);
  if (!status) return null;
  const named = (posted.get("missing") ?? []).filter((part) => known.parts.some((one) => one.id === part));
  const all = known.parts.map((part) => part.id);
  const missingParts = status === "complete" || status === "not_applicable" ? [] : status === "missing" ? all : named;
  const value = posted.has("keep") ? before.value : status === "not_applicable" || status === "missing" ? null : valueFrom(posted, known);
  return { status, missingParts, value, why: (posted.get("why")?.[0] ?? "").trim().slice(0, 500) };
};

const valueFrom = (posted: Fields, known: Item): ItemValue | null => {
  if (known.kind === "people") {
    const participants = (posted.get("participants")?.[0] ?? "")
      .split(/\r?\n/)
      .map((line) => line.split(";").map((part) => part.trim()))
      .filter(([name]) => name)
      .map(
        ([name = "", title = "", institution = ""]): Participant => ({ name, ...(title ? { title } : {}), ...(institution ? { institution } : {}) }),
      );
    return participants.length > 0 ? { participants } : null;
  }
  const entries = fields[known.kind]
    .map((field) => [field, (posted.get(`value.${field}`)?.[0] ?? "").trim()] as const)
    .filter(([, text]) => text !== "");
  return entries.length > 0 ? Object.fromEntries(entries) : null;
};
