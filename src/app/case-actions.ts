/** What a person does to a case, from the command to one commit: events by the core, replies and look-ups with them, or a refusal. */
import { type CaseEvent, type CaseView, foldCase, summaryOf } from "#core/case.ts";
import { type Actor, closeCase, discardReply, handOver, isRefusal, mergeCases, type Refusal, releaseReply, reopenCase } from "#core/case-commands.ts";
import { type Draft, draftProvisional, draftReminder } from "#core/case-letters.ts";
import type { Localised } from "#core/catalogue.ts";
import type { Context } from "./context.ts";
import type { DeskCommit, OutboxChange } from "./ports.ts";

export type CaseAction =
  | { readonly kind: "release" | "discard"; readonly messageId: string | null; readonly why: string }
  | { readonly kind: "close" | "reopen" | "hand_over"; readonly why: string }
  | { readonly kind: "merge"; readonly into: string }
  | { readonly kind: "remind" }
  | { readonly kind: "provisional_answer"; readonly law: Localised };

/** A case with the version on which a change must be made. */
export type LoadedCase = { readonly view: CaseView; readonly version: number };

type Needs = Pick<Context, "store" | "knowledge" | "freeze" | "from" | "envelopeFrom">;

/** The case of a reference or of the number within it ("2026-0142"); null where there is none. */
export const loadCase = async ({ store }: Pick<Needs, "store">, reference: string): Promise<LoadedCase | null> => {
  const found = await store.desk.openCase(reference);
  return found ? { view: foldCase(found.events as readonly CaseEvent[]), version: found.row.version } : null;
};

/** Does it. "conflict": somebody else changed the case meanwhile, and nothing was done. */
export const actOnCase = async (needs: Needs, reference: string, action: CaseAction, actor: Actor): Promise<"done" | "conflict" | Refusal> => {
  const loaded = await loadCase(needs, reference);
  if (!loaded) return { refused: "not_found", because: `there is no case ${reference}` };
  const commits = await commitsFor(needs, loaded, action, actor);
  if (isRefusal(commits)) return commits;
  return (await needs.store.desk.commit(commits)) === "written" ? "done" : "conflict";
};

const commitsFor = async (needs: Needs, loaded: LoadedCase, action: CaseAction, actor: Actor): Promise<readonly DeskCommit[] | Refusal> => {
  const { view } = loaded;
  const simple = (events: readonly CaseEvent[] | Refusal, outbox: readonly OutboxChange[] = []): readonly DeskCommit[] | Refusal =>
    isRefusal(events) ? events : [commitOf(loaded, events, outbox, actor.at)];
  switch (action.kind) {
    case "release":
    case "discard": {
      const events = action.kind === "release" ? releaseReply(view, actor, action.messageId) : discardReply(view, actor, action.why, action.messageId);
      const changed = isRefusal(events) ? [] : events.flatMap((event) => ("messageId" in event && event.messageId ? [event.messageId] : []));
      return simple(
        events,
        changed.map((messageId) => ({ messageId, change: action.kind })),
      );
    }
    case "close":
      return simple(closeCase(view, actor, action.why));
    case "reopen":
      return simple(reopenCase(view, actor, action.why));
    case "hand_over":
      return simple(handOver(view, actor, action.why));
    case "merge":
      return merge(needs, loaded, action.into, actor);
    case "remind":
    case "provisional_answer": {
      const input = { view, agency: needs.knowledge.agency, texts: needs.knowledge.texts, hash: needs.knowledge.hash, actor };
      const draft = action.kind === "remind" ? draftReminder(input) : draftProvisional(input, action.law);
      return isRefusal(draft) ? draft : simple(draft.events, [await outboxRow(needs, draft, actor.at)]);
    }
  }
};

const merge = async (needs: Needs, loaded: LoadedCase, into: string, actor: Actor): Promise<readonly DeskCommit[] | Refusal> => {
  const target = await loadCase(needs, into);
  if (!target) return { refused: "not_found", because: `there is no case ${into}` };
  const events = mergeCases(loaded.view, target.view, actor, needs.knowledge.agency.catalogue);
  return isRefusal(events) ? events : [commitOf(loaded, events.from, [], actor.at), commitOf(target, events.into, [], actor.at)];
};

const commitOf = ({ view, version }: LoadedCase, events: readonly CaseEvent[], outbox: readonly OutboxChange[], now: number): DeskCommit => {
  const summary = summaryOf(foldCase([...view.events, ...events]));
  return {
    reference: view.reference,
    version,
    row: { state: summary.state, summary: JSON.stringify(summary) },
    events,
    headerIds: summary.messageIds,
    addresses: summary.addresses,
    outbox,
    now,
  };
};

const outboxRow = async ({ knowledge, freeze, from, envelopeFrom }: Needs, { reply }: Draft, now: number): Promise<OutboxChange> => {
  const id = knowledge.digest(`letter ${reply.messageId}`).slice(0, 32);
  const { messageId, to, subject, text, html, inReplyTo, references } = reply;
  const raw = await freeze({ messageId, replyId: id, from, to, subject, text, html, inReplyTo, references, date: now });
  return { change: "add", messageId, id, inReplyTo, recipient: to.address.toLowerCase(), sender: envelopeFrom, raw };
};
