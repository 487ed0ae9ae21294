/** One message after reading: which events it adds to which case, what is decided, and the reply word for word. Pure. */
import { domainOf, plainAddress } from "./address.ts";
import type { Assessment, MessageKind } from "./assessment.ts";
import { authenticationOf } from "./authentication.ts";
import { type Bounce, bounceOf } from "./bounce.ts";
import { type CaseView, foldCase } from "./case.ts";
import { type CaseEvent, MACHINE, type Outgoing } from "./case-events.ts";
import type { Agency } from "./catalogue.ts";
import { letterHtml, letterText } from "./compose/document.ts";
import { composeReply, replySubject } from "./compose/reply.ts";
import type { Texts } from "./compose/texts.ts";
import { type Decision, decide, withoutReply } from "./decide.ts";
import { emptyMerged, type Merged, mergeAssessment } from "./merge.ts";
import type { Message } from "./message.ts";
import { answersByNumber, ownWords } from "./quoted-request.ts";
import { type KeyedHash, makeMessageId, makeReference } from "./reference.ts";
import { noHistory, recipientOf, type ReplyHistory, type ReplyPolicy } from "./reply-rules.ts";
import { bringsFile, isThanks } from "./thanks.ts";
import { addressesIn, type HoldReason, isKnown, type ThreadChoice } from "./thread.ts";

export type IntakeInput = {
  readonly message: Message;
  /** Key of the message in the store. */
  readonly messageKey: string;
  /** Hash of contentKey(message). */
  readonly contentKey: string;
  readonly assessment: Assessment;
  readonly agency: Agency;
  readonly texts: Texts;
  readonly policy: ReplyPolicy;
  readonly history: ReplyHistory;
  readonly choice: ThreadChoice;
  /** Events of the case that `choice` names (also for a duplicate that names one); empty otherwise. */
  readonly caseEvents: readonly CaseEvent[];
  /** Message-IDs of the case's replies that have surely not gone out yet: a new reply takes their place. */
  readonly unsent: readonly string[];
  /** "2026-0142": number of the case to open; used only when `choice` is new. */
  readonly newNumber: string;
  readonly hash: KeyedHash;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** When the mail came into the mailbox; `now` where not given. */
  readonly receivedAt?: number;
};

/** A message that waits for a person to say which case it belongs to. */
export type HoldEntry = { readonly messageKey: string; readonly suggestions: readonly string[]; readonly because: HoldReason };

/** A reply with everything a mail needs, apart from its bytes. */
export type OutgoingReply = Outgoing & { readonly inReplyTo: string | null; readonly references: readonly string[] };

export type IntakeResult = {
  readonly decision: Decision;
  /** What the mail was taken for in the end: its case may know better than its words. */
  readonly kind: MessageKind;
  /** To be appended to the case; empty when the message has none. */
  readonly events: readonly CaseEvent[];
  readonly reference: string | null;
  readonly reply: OutgoingReply | null;
  readonly hold: HoldEntry | null;
  /** The case with these events; null when the message has none. */
  readonly view: CaseView | null;
};

/** Takes one read message into its case. The same input always gives the same result, Message-ID and all. */
export const takeIn = (input: IntakeInput): IntakeResult => {
  const { choice, messageKey } = input;
  const { kind } = input.assessment;
  if (choice.kind === "duplicate") return duplicate(input);
  if (choice.kind === "hold") {
    const reason = choice.because === "unknown_sender" || choice.because === "not_authenticated" ? "unknown_sender" : "unsure_case";
    return {
      ...nothing,
      kind,
      decision: withoutReply("handover", reason),
      hold: { messageKey, suggestions: choice.suggestions, because: choice.because },
    };
  }
  if (choice.kind === "none") return { ...nothing, kind, decision: decide({ ...input, earlier: null }).decision };
  const read = partOfCase(input, choice);
  return read ? intoCase({ ...input, assessment: read }, choice) : noted(input, choice);
};

/** The mail as a part of its case's application; null where it is none: machines' mail, thanks, and questions that bring nothing. */
const partOfCase = (input: IntakeInput, choice: Chosen): Assessment | null => {
  const { assessment, agency } = input;
  if (assessment.kind === "application" || assessment.kind === "supplement") return assessment;
  if (assessment.kind === "automatic") return null;
  const { items, documents } = emptyMerged(agency.catalogue);
  const read = { ...assessment, ...(assessment.ifAdded ?? { items }), documents: { ...documents, ...assessment.documents } };
  // Triage opens no case for such a mail: a person chose to.
  if (choice.kind === "new") return { ...read, kind: "application" };
  const supplement = { ...read, kind: "supplement" as const };
  if (choice.how === "person") return supplement;
  const { merged, addresses } = foldCase(input.caseEvents);
  return isTrusted(input, addresses) && addsSomething(input, supplement, merged) ? supplement : null;
};

/** A sender known in the case whom our mail server, where it is asked, has confirmed. */
const isTrusted = ({ message, policy }: IntakeInput, addresses: readonly string[]): boolean => {
  const authentication = authenticationOf(message, policy.authservId);
  return (
    authentication !== "failed" && authentication !== "unverified" && isKnown(message.from ? plainAddress(message.from.address) : null, { addresses })
  );
};

/** Whether a mail that looked like a question brings a file or an answer that its case lacked. */
const addsSomething = ({ message, agency }: IntakeInput, read: Assessment, earlier: Merged | null): boolean => {
  if (isThanks(message)) return false;
  if (bringsFile(message) || answersByNumber(message.body, agency.catalogue).size > 0) return true;
  const { items, partly, documents } = mergeAssessment(earlier ?? emptyMerged(agency.catalogue), read, agency.catalogue).brought;
  return !ownWords(message.body).includes("?") && items.length + partly.length + documents.length > 0;
};

const nothing = { events: [], reference: null, reply: null, hold: null, view: null } as const;

const finish = (
  input: IntakeInput,
  reference: string,
  decision: Decision,
  events: readonly CaseEvent[],
  reply: OutgoingReply | null,
): IntakeResult => ({
  decision,
  kind: input.assessment.kind,
  events,
  reference,
  reply,
  hold: null,
  view: foldCase([...input.caseEvents, ...events]),
});

const duplicate = (input: IntakeInput): IntakeResult => {
  const { choice, message, messageKey, now } = input;
  const decision = withoutReply("none", "duplicate");
  const reference = choice.kind === "duplicate" ? choice.of : null;
  if (reference === null || input.caseEvents.length === 0) return { ...nothing, kind: input.assessment.kind, decision, reference };
  return finish(input, reference, decision, [{ at: now, by: MACHINE, type: "duplicate", messageKey, messageId: message.messageId }], null);
};

type Chosen = Extract<ThreadChoice, { kind: "case" | "new" }>;

/** Automatic mail and questions that belong to a case: they are noted there and change no answer. */
const noted = (input: IntakeInput, choice: Chosen): IntakeResult => {
  const { message, messageKey, assessment, now, hash } = input;
  const thanked = choice.kind === "case" && assessment.kind === "question" && isThanks(message);
  const decision = thanked ? withoutReply("none", "nothing_new") : decide({ ...input, earlier: null }).decision;
  if (choice.kind === "new") return { ...nothing, kind: assessment.kind, decision };
  const stamp = { at: now, by: MACHINE };
  const bounce = bounceOf(message, hash);
  const events: CaseEvent[] = [{ ...stamp, type: "noted", messageKey, messageId: message.messageId, kind: assessment.kind }];
  if (decision.reason === "withdrawn")
    for (const { messageId } of overtaken(foldCase(input.caseEvents), input.unsent))
      events.push({ ...stamp, type: "discarded", messageId, why: TAKEN_BACK });
  const returned = bounce ? returnedMail(foldCase(input.caseEvents), bounce) : null;
  // Whom we wrote to, not whom the report names: everybody can write a report, and nobody's answers stop because of another's.
  if (bounce && returned)
    events.push({
      ...stamp,
      type: "bounced",
      messageId: returned.messageId,
      address: plainAddress(returned.to.address),
      permanent: bounce.permanent,
      status: bounce.status,
    });
  else if (decision.action === "handover") events.push({ ...stamp, type: "handed_over", reason: decision.reason, because: decision.because });
  return finish(input, choice.reference, decision, events, null);
};

/** Our mail that came back; where the report does not say which one, the latest to the address that it names. */
const returnedMail = ({ outgoing }: CaseView, { messageId, address }: Bounce): CaseView["outgoing"][number] | null =>
  outgoing.findLast((one) => (messageId !== null ? one.messageId === messageId : address === null || plainAddress(one.to.address) === address)) ??
  null;

const intoCase = (input: IntakeInput, choice: Chosen): IntakeResult => {
  const { message, messageKey, assessment, agency, hash, now } = input;
  const stamp = { at: now, by: MACHINE };
  const before = choice.kind === "case" ? foldCase(input.caseEvents) : null;
  const reference = choice.kind === "case" ? choice.reference : makeReference(agency.referencePrefix, input.newNumber, hash);
  const waiting = before ? overtaken(before, input.unsent) : [];
  const replies = before?.outgoing.filter((one) => one.answers !== null && one.state !== "discarded" && !waiting.includes(one)) ?? [];
  const reached = replies.filter((one) => one.state !== "failed" && one.state !== "bounced");
  const earlier = before
    ? {
        merged: before.merged,
        told: mergedAt(before, reached.at(-1)?.answers ?? null),
        rounds: before.rounds - waiting.filter((one) => one.purpose === "request" || one.purpose === "remaining").length,
        replies: replies.length,
        handedOver: replies.some((one) => one.purpose === "handed_over"),
        closed: before.state === "closed",
        language: before.languageSure ? before.language : null,
      }
    : null;
  const { decision, merged, brought } = decide({ ...input, earlier });
  const events: CaseEvent[] = [
    ...(choice.kind === "new" ? [{ ...stamp, type: "opened" as const, reference, ...came(input) }] : []),
    {
      ...stamp,
      type: "received",
      messageKey,
      messageId: message.messageId,
      from: message.from?.address ?? null,
      addresses: addressesIn(message, assessment, input.policy.ownAddresses),
      subject: message.subject,
      how: choice.kind === "case" ? choice.how : "opened",
    },
  ];
  if (merged) events.push({ ...stamp, type: "read", messageKey, assessment, merged, brought });
  const drop = decision.content !== null || decision.reason === "withdrawn" ? waiting : [];
  const why = decision.content === null ? TAKEN_BACK : "the sender wrote again before it went out";
  for (const { messageId: dropped } of drop) events.push({ ...stamp, type: "discarded", messageId: dropped, why });
  events.push({
    ...stamp,
    type: "decided",
    messageKey,
    action: decision.action,
    reason: decision.reason,
    because: decision.because,
    withheld: decision.withheld,
  });
  const serial = (before?.outgoing.length ?? 0) + 1;
  const reply = replyFor(input, decision, reference, serial);
  if (reply) events.push(outgoingEvent(stamp, reply, decision));
  if (decision.action === "handover") events.push({ ...stamp, type: "handed_over", reason: decision.reason, because: decision.because });
  return finish(input, reference, decision, events, reply);
};

const TAKEN_BACK = "the application is taken back";

/** Replies and reminders that wait, for a person or for their time, and that a reply to this mail makes pointless. */
const overtaken = ({ outgoing }: CaseView, unsent: readonly string[]): CaseView["outgoing"] =>
  outgoing.filter((one) => (one.state === "planned" || one.state === "withheld") && one.purpose !== "provisional" && unsent.includes(one.messageId));

/** The case as it stood when one of its mails was read; null where none is named. */
const mergedAt = ({ events }: CaseView, messageKey: string | null): Merged | null => {
  const read = events.findLast((event) => event.type === "read" && event.messageKey === messageKey);
  return read?.type === "read" ? read.merged : null;
};

/** A mail that waited for us (the program or the line was down) was received before it is read. A clock that runs ahead counts for nothing. */
const came = ({ receivedAt, now }: IntakeInput): { receivedAt?: number } => (receivedAt !== undefined && receivedAt < now ? { receivedAt } : {});

const outgoingEvent = (stamp: { at: number; by: string }, whole: OutgoingReply, decision: Decision): CaseEvent => {
  const { inReplyTo: _, references: __, ...reply } = whole;
  if (decision.action !== "request_missing") return { ...stamp, type: "answered", reply };
  const content = decision.content;
  return {
    ...stamp,
    type: "asked",
    reply,
    items: content?.asks.flatMap((ask) => (ask.pair === null ? [ask.item] : [ask.item, ask.pair])) ?? [],
    documents: content?.documentsMissing ?? [],
  };
};

/** Message-IDs that a mail may refer to; more would be cut off by mail servers. */
const MOST_REFERENCES = 20;

const replyFor = (
  { message, messageKey, agency, texts, hash }: Pick<IntakeInput, "message" | "messageKey" | "agency" | "texts" | "hash">,
  decision: Decision,
  reference: string,
  serial: number,
): OutgoingReply | null => {
  const to = recipientOf(message).to;
  if (!decision.content || decision.outcome === "none" || !to) return null;
  const letter = composeReply(decision.content, agency, texts, reference);
  return {
    messageId: makeMessageId(reference, serial, domainOf(agency.addresses[0] ?? ""), hash),
    answers: messageKey,
    inReplyTo: message.messageId,
    references: [...new Set([...message.references, ...(message.messageId ? [message.messageId] : [])])].slice(-MOST_REFERENCES),
    to,
    purpose: decision.content.purpose,
    subject: replySubject(message.subject, reference, agency, texts[letter.language]),
    text: letterText(letter),
    html: letterHtml(letter),
    language: letter.language,
    state: decision.outcome === "send" ? "planned" : "withheld",
    reasons: decision.withheld,
    ...(decision.outcome === "send" && decision.notBefore !== null ? { notBefore: decision.notBefore } : {}),
  };
};

/** The decision and the reply for one message on its own, with no case and no history: for checking before anything is sent. */
export const checkReply = (
  input: Pick<IntakeInput, "message" | "assessment" | "agency" | "texts" | "policy" | "hash" | "now">,
): { readonly decision: Decision; readonly reply: OutgoingReply | null } => {
  const { decision } = decide({ ...input, history: noHistory, earlier: null });
  const year = new Date(input.now).getUTCFullYear();
  const reference = makeReference(input.agency.referencePrefix, `${year}-0000`, input.hash);
  return { decision, reply: replyFor({ ...input, messageKey: "check" }, decision, reference, 1) };
};
