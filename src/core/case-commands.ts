/** What a person does with a case: each command gives events, or says why it is refused. Nothing is done here. */
import type { Assessment, ItemStatus, ItemValue } from "./assessment.ts";
import type { CaseAction, CaseView } from "./case.ts";
import type { CaseEvent } from "./case-events.ts";
import type { Catalogue } from "./catalogue.ts";
import { type Merged, mergeAssessment } from "./merge.ts";

export type Refusal = { readonly refused: "not_allowed" | "not_found"; readonly because: string };
/** Who acts, and when. */
export type Actor = { readonly at: number; readonly by: string };

/** Whether a command was refused; the refusal says why. */
export const isRefusal = (result: object): result is Refusal => "refused" in result;

const unlessAllowed = (view: CaseView, action: CaseAction, events: () => readonly CaseEvent[] | Refusal): readonly CaseEvent[] | Refusal =>
  view.allowed.includes(action) ? events() : { refused: "not_allowed", because: `"${action}" is not possible while the case is ${view.state}` };

/** Lets a withheld reply go out as it stands. Without a Message-ID: the only one that waits. */
export const releaseReply = (view: CaseView, actor: Actor, messageId: string | null = null): readonly CaseEvent[] | Refusal =>
  unlessAllowed(view, "release", () => withheldOne(view, messageId, (id) => [{ ...actor, type: "released", messageId: id }]));

/** Drops a withheld reply; it stays in the case as discarded. */
export const discardReply = (view: CaseView, actor: Actor, why: string, messageId: string | null = null): readonly CaseEvent[] | Refusal =>
  unlessAllowed(view, "discard", () => withheldOne(view, messageId, (id) => [{ ...actor, type: "discarded", messageId: id, why }]));

const withheldOne = (view: CaseView, messageId: string | null, events: (id: string) => CaseEvent[]): readonly CaseEvent[] | Refusal => {
  const waiting = view.outgoing.filter((one) => one.state === "withheld" && (messageId === null || one.messageId === messageId));
  const [only, ...more] = waiting;
  if (!only) return { refused: "not_found", because: "no reply of that Message-ID waits in the case" };
  return more.length > 0 ? { refused: "not_found", because: "several replies wait: give the Message-ID" } : events(only.messageId);
};

/** Events of closing a case, or why it cannot be closed now. */
export const closeCase = (view: CaseView, actor: Actor, why: string): readonly CaseEvent[] | Refusal =>
  unlessAllowed(view, "close", () => [{ ...actor, type: "closed", why }]);

/** Events of opening a closed case again, or why it cannot be opened. */
export const reopenCase = (view: CaseView, actor: Actor, why: string): readonly CaseEvent[] | Refusal =>
  unlessAllowed(view, "reopen", () => [{ ...actor, type: "reopened", why }]);

/** Events of leaving a case to people, or why that cannot be done. */
export const handOver = (view: CaseView, actor: Actor, because: string): readonly CaseEvent[] | Refusal =>
  unlessAllowed(view, "hand_over", () => [{ ...actor, type: "handed_over", reason: "by_person", because }]);

export type ItemCorrection = {
  readonly item: number;
  readonly status: ItemStatus;
  readonly missingParts: readonly string[];
  readonly value: ItemValue | null;
  readonly why: string;
};

/** A person's answer for one item; the machine's stays in the event. */
export const correctItem = (view: CaseView, actor: Actor, correction: ItemCorrection): readonly CaseEvent[] | Refusal =>
  unlessAllowed(view, "correct", () => {
    const before = view.merged?.items.find((one) => one.item === correction.item);
    return before
      ? [{ ...actor, type: "corrected", ...correction, before }]
      : { refused: "not_found", because: `there is no item ${correction.item}` };
  });

/** Joins `from` to `into`: the answers of the younger case count as sent later. */
export const mergeCases = (
  from: CaseView,
  into: CaseView,
  actor: Actor,
  catalogue: Catalogue,
): { readonly from: readonly CaseEvent[]; readonly into: readonly CaseEvent[] } | Refusal => {
  if (from.reference === into.reference) return { refused: "not_allowed", because: "a case cannot be merged into itself" };
  for (const view of [from, into])
    if (!view.allowed.includes("merge")) return { refused: "not_allowed", because: `${view.reference} is ${view.state}` };
  const [older, younger] = from.openedAt <= into.openedAt ? [from, into] : [into, from];
  const messageIds = [...from.messages.flatMap((one) => (one.messageId ? [one.messageId] : [])), ...from.outgoing.map((one) => one.messageId)];
  const merged =
    older.merged && younger.merged ? mergeAssessment(older.merged, asAssessment(younger.merged), catalogue).merged : (older.merged ?? younger.merged);
  return {
    from: [{ ...actor, type: "merged_into", reference: into.reference }],
    into: [{ ...actor, type: "merged_from", reference: from.reference, messageIds, addresses: from.addresses, merged }],
  };
};

const asAssessment = (merged: Merged): Assessment => ({
  ...merged,
  kind: "supplement",
  kindReason: { code: "merged", because: "a person joined two cases" },
  language: "nb",
  languageSure: false,
});
