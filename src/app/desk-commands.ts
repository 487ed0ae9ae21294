/** What a person's command changes: events and replies, worked out on the case as it stands. Nothing is written here. */
import type { CaseEvent, CaseView } from "#core/case.ts";
import type { OutgoingPurpose } from "#core/case-events.ts";
import type { TextSet } from "#core/compose/texts.ts";
import {
  type Actor,
  closeCase,
  correctItem,
  discardReply,
  handOver,
  isRefusal,
  mergeCases,
  type Refusal,
  releaseReply,
  reopenCase,
} from "#core/case-commands.ts";
import { type Draft, draftProvisional, draftReminder, draftRequest } from "#core/case-letters.ts";
import { editedReply } from "#core/compose/edited.ts";
import type { Clock as CaseClock } from "#core/clocks.ts";
import type { Localised } from "#core/catalogue.ts";
import type { OutgoingReply } from "#core/intake.ts";
import type { Knowledge } from "./context.ts";
import type { DeskCommand, Freeze, OutboxChange, OutgoingAddress } from "./ports.ts";

export type DeskTools = {
  readonly knowledge: Knowledge;
  readonly clocks: readonly CaseClock[];
  readonly freeze: Freeze;
  readonly from: OutgoingAddress;
  readonly envelopeFrom: string;
};

/** Changes to the case itself, and to the one that it is joined to. */
export type Worked = {
  readonly events: readonly CaseEvent[];
  readonly outbox: readonly OutboxChange[];
  readonly into?: { readonly view: CaseView; readonly events: readonly CaseEvent[] };
};

/** Works a command out. `into` is the other case of a merge. */
export const workOut = async (
  tools: DeskTools,
  view: CaseView,
  command: DeskCommand,
  actor: Actor,
  into: CaseView | null,
): Promise<Worked | Refusal> => {
  const letter = { view, agency: tools.knowledge.agency, texts: tools.knowledge.texts, hash: tools.knowledge.hash, actor };
  switch (command.kind) {
    case "correct":
      return only(correctItem(view, actor, command));
    case "release":
      return release(tools, view, command, actor);
    case "discard":
      return withOutbox(discardReply(view, actor, command.why, command.messageId), [{ messageId: command.messageId, change: "discard" }]);
    case "hand_over":
      return only(handOver(view, actor, command.why));
    case "close":
      return only(closeCase(view, actor, command.why));
    case "reopen":
      return only(reopenCase(view, actor, command.why));
    case "not_application":
      return notApplication(view, actor, command.why);
    case "merge":
      return into ? merge(tools, view, into, actor) : { refused: "not_found", because: "there is no such case" };
    case "remind":
      return drafted(tools, draftReminder(letter), actor);
    case "ask_again":
      return drafted(tools, draftRequest(letter), actor);
    case "provisional_answer":
      return drafted(tools, draftProvisional(letter, lawOf(tools.clocks)), actor);
  }
};

const only = (result: readonly CaseEvent[] | Refusal): Worked | Refusal => withOutbox(result, []);

const withOutbox = (result: readonly CaseEvent[] | Refusal, outbox: readonly OutboxChange[]): Worked | Refusal =>
  isRefusal(result) ? result : { events: result, outbox };

const release = async (
  tools: DeskTools,
  view: CaseView,
  command: Extract<DeskCommand, { kind: "release" }>,
  actor: Actor,
): Promise<Worked | Refusal> => {
  if (tools.knowledge.policy.mode === "shadow") return { refused: "not_allowed", because: "nothing is sent in shadow mode" };
  const released = releaseReply(view, actor, command.messageId);
  const reply = view.outgoing.find((one) => one.messageId === command.messageId);
  if (isRefusal(released) || !reply) return isRefusal(released) ? released : { refused: "not_found", because: "there is no such reply" };
  const edited = command.text === null ? null : editedReply(command.text, reply.language);
  if (edited && edited.text.trim() === "") return { refused: "not_allowed", because: "the reply is empty" };
  const open = stillToFillIn(reply.purpose, edited?.text ?? reply.text, tools.knowledge.texts[reply.language]);
  if (open) return { refused: "not_allowed", because: `the letter still says ${open}: fill it in first` };
  if (!edited || edited.text === reply.text) return { events: released, outbox: [{ messageId: reply.messageId, change: "release" }] };
  const answered = view.messages.find((one) => one.messageKey === reply.answers) ?? view.messages.findLast((one) => one.from !== null);
  const inReplyTo = answered?.messageId ?? null;
  const raw = await frozen(tools, { ...reply, ...edited, inReplyTo, references: inReplyTo ? [inReplyTo] : [], state: "withheld" }, actor.at);
  return {
    events: [{ ...actor, type: "edited", messageId: reply.messageId, ...edited }, ...released],
    outbox: [
      { messageId: reply.messageId, change: "edit", raw },
      { messageId: reply.messageId, change: "release" },
    ],
  };
};

/** A place in a provisional answer that a person has not filled in yet; null where there is none. */
const stillToFillIn = (purpose: OutgoingPurpose, text: string, texts: TextSet): string | null =>
  purpose === "provisional"
    ? ([texts.provisional_reason, texts.provisional_expected].flatMap((one) => one.match(/\[[^\]]+\]/g) ?? []).find((one) => text.includes(one)) ??
      null)
    : null;

/** The case is closed as no application; what waits to go out is dropped. */
const notApplication = (view: CaseView, actor: Actor, why: string): Worked | Refusal => {
  const closed = closeCase(view, actor, why);
  if (isRefusal(closed)) return closed;
  const dropped = dropWithheld(view, actor, why);
  return { events: [...dropped.events, ...closed], outbox: dropped.outbox };
};

const dropWithheld = (
  view: CaseView,
  actor: Actor,
  why: string,
): { readonly events: readonly CaseEvent[]; readonly outbox: readonly OutboxChange[] } => {
  const waiting = view.outgoing.filter((one) => one.state === "withheld");
  return {
    events: waiting.map(({ messageId }) => ({ ...actor, type: "discarded", messageId, why })),
    outbox: waiting.map(({ messageId }) => ({ messageId, change: "discard" })),
  };
};

const merge = (tools: DeskTools, view: CaseView, into: CaseView, actor: Actor): Worked | Refusal => {
  const merged = mergeCases(view, into, actor, tools.knowledge.agency.catalogue);
  if (isRefusal(merged)) return merged;
  const dropped = dropWithheld(view, actor, `joined to ${into.reference}`);
  return { events: [...dropped.events, ...merged.from], outbox: dropped.outbox, into: { view: into, events: merged.into } };
};

const drafted = async (tools: DeskTools, draft: Draft | Refusal, actor: Actor): Promise<Worked | Refusal> => {
  if (isRefusal(draft)) return draft;
  const { reply } = draft;
  return {
    events: draft.events,
    outbox: [
      {
        messageId: reply.messageId,
        change: "add",
        id: idOf(tools, reply),
        inReplyTo: reply.inReplyTo,
        recipient: reply.to.address.toLowerCase(),
        sender: tools.envelopeFrom,
        raw: await frozen(tools, reply, actor.at),
      },
    ],
  };
};

/** The id that the reply has in the outbox: made from the mail it answers (process.ts), or from its own Message-ID. */
const idOf = (tools: DeskTools, reply: OutgoingReply): string =>
  tools.knowledge.digest(reply.answers === null ? `letter ${reply.messageId}` : `reply ${reply.answers}`).slice(0, 32);

const frozen = (tools: DeskTools, reply: OutgoingReply, at: number): Promise<Uint8Array> =>
  tools.freeze({
    messageId: reply.messageId,
    replyId: idOf(tools, reply),
    from: tools.from,
    to: reply.to,
    subject: reply.subject,
    text: reply.text,
    html: reply.html,
    inReplyTo: reply.inReplyTo,
    references: reply.references,
    date: at,
  });

const noLaw: Localised = { nb: "", nn: "", en: "" };
const lawOf = (clocks: readonly CaseClock[]): Localised => clocks.find((clock) => clock.id === "provisional_answer")?.law ?? noLaw;
