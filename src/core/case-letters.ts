/** Letters that the program drafts and a person releases: a reminder to the sender, and a provisional answer before it is due. */
import { domainOf } from "./address.ts";
import type { CaseView } from "./case.ts";
import type { Actor, Refusal } from "./case-commands.ts";
import type { CaseEvent, Outgoing } from "./case-events.ts";
import type { Agency, Localised } from "./catalogue.ts";
import { type Letter, letterHtml, letterText } from "./compose/document.ts";
import { composeProvisional, composeReply, replySubject } from "./compose/reply.ts";
import type { Texts } from "./compose/texts.ts";
import { dateInWords } from "./compose/words.ts";
import type { OutgoingReply } from "./intake.ts";
import { type KeyedHash, makeMessageId } from "./reference.ts";
import { replyContent } from "./reply-content.ts";
import type { ReplyReason } from "./reply-rules.ts";

export type LetterInput = {
  readonly view: CaseView;
  readonly agency: Agency;
  readonly texts: Texts;
  readonly hash: KeyedHash;
  readonly actor: Actor;
};
export type Draft = { readonly events: readonly CaseEvent[]; readonly reply: OutgoingReply };

const waits: ReplyReason = { code: "mode_hold", effect: "withhold", because: "a person releases reminders and provisional answers" };

/** A reminder of what still lacks, withheld until a person releases it. */
export const draftReminder = (input: LetterInput): Draft | Refusal => {
  const { view, agency, texts } = input;
  if (!view.allowed.includes("remind") || !view.merged || view.askedAt === null)
    return { refused: "not_allowed", because: "nobody has been asked and is waited for" };
  const content = replyContent({
    purpose: "reminder",
    asked: null,
    merged: view.merged,
    brought: null,
    attachments: [],
    catalogue: agency.catalogue,
    language: view.language,
    languageSure: view.languageSure,
    personalNumbers: false,
    showPlaces: false,
  });
  const reply = addressed(input, composeReply(content, agency, texts, view.reference, dateInWords(view.askedAt, view.language)), "reminder");
  if (!reply) return noRecipient;
  const items = content.asks.flatMap((ask) => (ask.pair === null ? [ask.item] : [ask.item, ask.pair]));
  return { events: [{ ...input.actor, type: "asked", reply: outgoingOf(reply), items, documents: content.documentsMissing }], reply };
};

/** A provisional answer in the sender's language with places for reason and date, withheld until a person has filled them in. */
export const draftProvisional = (input: LetterInput, law: Localised): Draft | Refusal => {
  const { view, agency, texts } = input;
  if (!view.allowed.includes("provisional_answer")) return { refused: "not_allowed", because: "the case is over or has had its provisional answer" };
  const letter = composeProvisional(agency, texts, {
    language: view.language,
    reference: view.reference,
    date: dateInWords(view.openedAt, view.language),
    law: law[view.language],
  });
  const reply = addressed(input, letter, "provisional");
  return reply ? { events: [{ ...input.actor, type: "answered", reply: outgoingOf(reply) }], reply } : noRecipient;
};

/** A request for what lacks now, after a person has looked; withheld until a person releases it. */
export const draftRequest = (input: LetterInput): Draft | Refusal => {
  const { view, agency, texts } = input;
  if (!view.allowed.includes("ask_again") || !view.merged) return { refused: "not_allowed", because: "nothing lacks, or a reply waits already" };
  const content = replyContent({
    purpose: view.rounds > 0 ? "remaining" : "request",
    asked: null,
    merged: view.merged,
    brought: null,
    attachments: view.merged.attachments,
    catalogue: agency.catalogue,
    language: view.language,
    languageSure: view.languageSure,
    personalNumbers: view.flags.some((flag) => flag.code === "identity_number" || flag.code === "duf_number"),
    showPlaces: false,
  });
  const reply = addressed(input, composeReply(content, agency, texts, view.reference), content.purpose);
  if (!reply) return noRecipient;
  const items = content.asks.flatMap((ask) => (ask.pair === null ? [ask.item] : [ask.item, ask.pair]));
  return { events: [{ ...input.actor, type: "asked", reply: outgoingOf(reply), items, documents: content.documentsMissing }], reply };
};

const noRecipient: Refusal = { refused: "not_found", because: "the case knows no address to write to" };

const outgoingOf = ({ inReplyTo: _, references: __, ...reply }: OutgoingReply): Outgoing => reply;

const addressed = ({ view, agency, texts, hash }: LetterInput, letter: Letter, purpose: Outgoing["purpose"]): OutgoingReply | null => {
  const last = view.messages.findLast((one) => one.from !== null);
  const to = view.outgoing.findLast((one) => one.to.address === last?.from)?.to ?? (last?.from ? { name: "", address: last.from } : null);
  if (!to) return null;
  return {
    messageId: makeMessageId(view.reference, view.outgoing.length + 1, domainOf(agency.addresses[0] ?? ""), hash),
    answers: null,
    inReplyTo: last?.messageId ?? null,
    references: last?.messageId ? [last.messageId] : [],
    to,
    purpose,
    subject: replySubject(last?.subject ?? "", view.reference, agency, texts[letter.language]),
    text: letterText(letter),
    html: letterHtml(letter),
    language: letter.language,
    state: "withheld",
    reasons: [waits],
  };
};
