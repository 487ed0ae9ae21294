/** A case is what its events fold to: state, answers, mails, and what may be done next. */
import type { Flag, ItemAssessment } from "./assessment.ts";
import type { CaseEvent, Outgoing } from "./case-events.ts";
import type { Language } from "./language.ts";
import type { Brought, Merged } from "./merge.ts";
import { type CaseSummary, type ThreadHow, titleOf } from "./thread.ts";

export type { CaseEvent } from "./case-events.ts";
export type { CaseSummary } from "./thread.ts";
export type CaseState = CaseSummary["state"];

/** Where one of our mails is. */
export type OutgoingState = "planned" | "withheld" | "released" | "discarded" | "sent" | "unknown" | "failed" | "bounced";
export type OutgoingView = Omit<Outgoing, "state"> & { readonly state: OutgoingState; readonly at: number };

export type Correction = Extract<CaseEvent, { type: "corrected" }>;

export type CaseAction =
  | "correct"
  | "hand_over"
  | "close"
  | "reopen"
  | "merge"
  | "release"
  | "discard"
  | "ask_again"
  | "remind"
  | "provisional_answer";

export type CaseMessage = {
  readonly messageKey: string;
  readonly messageId: string | null;
  readonly at: number;
  readonly from: string | null;
  readonly subject: string;
  readonly how: ThreadHow | "duplicate" | "noted";
};

export type CaseView = {
  readonly reference: string;
  readonly state: CaseState;
  readonly mergedInto: string | null;
  readonly openedAt: number;
  readonly updatedAt: number;
  /** Latest mail from the sender that was read. */
  readonly receivedAt: number | null;
  /** Latest request that asks the sender for something and is on its way or sent. */
  readonly askedAt: number | null;
  /** Since when everything is there; null while something lacks. */
  readonly completeAt: number | null;
  readonly closedAt: number | null;
  readonly provisionalAt: number | null;
  readonly language: Language;
  /** A mail was long enough to tell the language. */
  readonly languageSure: boolean;
  readonly title: string | null;
  /** Answers of all mails with persons' corrections; null before the first reading. */
  readonly merged: Merged | null;
  /** What the latest mail added. */
  readonly brought: Brought | null;
  readonly corrections: readonly Correction[];
  readonly messages: readonly CaseMessage[];
  readonly outgoing: readonly OutgoingView[];
  /** Requests asked so far, reminders not counted. */
  readonly rounds: number;
  readonly addresses: readonly string[];
  readonly bouncedAddresses: readonly string[];
  /** Why a person must look; null when nobody needs to. */
  readonly needsPerson: string | null;
  readonly flags: readonly Flag[];
  readonly events: readonly CaseEvent[];
  /** What may be done now; pages and commands offer exactly these. */
  readonly allowed: readonly CaseAction[];
};

type Draft = { -readonly [K in Exclude<keyof CaseView, "allowed" | "events">]: CaseView[K] };

const start: Draft = {
  reference: "",
  state: "reading",
  mergedInto: null,
  openedAt: 0,
  updatedAt: 0,
  receivedAt: null,
  askedAt: null,
  completeAt: null,
  closedAt: null,
  provisionalAt: null,
  language: "nb",
  languageSure: false,
  title: null,
  merged: null,
  brought: null,
  corrections: [],
  messages: [],
  outgoing: [],
  rounds: 0,
  addresses: [],
  bouncedAddresses: [],
  needsPerson: null,
  flags: [],
};

/** The case as it stands after these events, in order. */
export const foldCase = (events: readonly CaseEvent[]): CaseView => {
  const view: Draft = { ...start };
  for (const event of events) {
    apply(view, event);
    view.updatedAt = Math.max(view.updatedAt, event.at);
  }
  return { ...view, events, allowed: allowedIn(view) };
};

const apply = (view: Draft, event: CaseEvent): void => {
  switch (event.type) {
    case "opened":
      Object.assign(view, { reference: event.reference, openedAt: event.receivedAt ?? event.at });
      return;
    case "received":
      view.messages = [
        ...view.messages,
        { messageKey: event.messageKey, messageId: event.messageId, at: event.at, from: event.from, subject: event.subject, how: event.how },
      ];
      view.addresses = union(view.addresses, event.addresses);
      view.receivedAt = event.at;
      return;
    case "duplicate":
    case "noted":
      view.messages = [
        ...view.messages,
        { messageKey: event.messageKey, messageId: event.messageId, at: event.at, from: null, subject: "", how: event.type },
      ];
      return;
    case "read":
      view.merged = event.merged;
      view.brought = event.brought;
      view.flags = event.merged.flags;
      view.title = titleOf(event.merged) ?? view.title;
      if (event.assessment.languageSure || !view.languageSure) view.language = event.assessment.language;
      view.languageSure ||= event.assessment.languageSure;
      return;
    case "decided":
      decided(view, event);
      return;
    case "asked":
      view.outgoing = [...view.outgoing, { ...event.reply, at: event.at }];
      if (event.reply.purpose !== "reminder") view.rounds += 1;
      if (event.reply.state === "planned") view.askedAt = event.at;
      if (view.state !== "closed") view.state = "waiting";
      return;
    case "answered":
      view.outgoing = [...view.outgoing, { ...event.reply, at: event.at }];
      if (event.reply.purpose === "provisional") view.provisionalAt = event.at;
      return;
    case "edited":
      view.outgoing = view.outgoing.map((one) => (one.messageId === event.messageId ? { ...one, text: event.text, html: event.html } : one));
      return;
    case "released":
    case "sent":
    case "unknown":
    case "failed":
    case "discarded":
      delivery(view, event);
      return;
    case "bounced":
      // A delay is told by the mail server too; it is no return.
      if (!event.permanent) return;
      setOutgoing(view, event.messageId, "bounced");
      if (event.address) view.bouncedAddresses = union(view.bouncedAddresses, [event.address]);
      view.needsPerson = "our mail came back";
      return;
    case "corrected":
      view.corrections = [...view.corrections, event];
      if (view.merged)
        view.merged = { ...view.merged, items: view.merged.items.map((item) => (item.item === event.item ? corrected(item, event) : item)) };
      return;
    case "handed_over":
      Object.assign(view, { state: view.state === "closed" ? "closed" : "with_person", needsPerson: event.because });
      return;
    case "closed":
      Object.assign(view, { state: "closed", closedAt: event.at, needsPerson: null });
      return;
    case "reopened":
      Object.assign(view, { state: "with_person", closedAt: null, needsPerson: event.why });
      return;
    case "merged_into":
      Object.assign(view, { state: "merged", mergedInto: event.reference, needsPerson: null });
      return;
    case "merged_from":
      view.addresses = union(view.addresses, event.addresses);
      view.messages = [
        ...view.messages,
        ...event.messageIds.map((messageId) => ({ messageKey: "", messageId, at: event.at, from: null, subject: "", how: "person" as const })),
      ];
      if (event.merged) view.merged = event.merged;
      return;
  }
};

const union = (one: readonly string[], other: readonly string[]): string[] => [...new Set([...one, ...other])];

const WITHHELD = "a reply is withheld";
const UNKNOWN = "it is not known whether our mail went out";
const FAILED = "our mail could not be sent";
/** Reasons for a person to look that end with the reply's way out, and those that end when a person has released or dropped it. */
const untilSent: readonly (string | null)[] = [UNKNOWN, FAILED];
const untilReleased: readonly (string | null)[] = [WITHHELD, ...untilSent];

const decided = (view: Draft, event: Extract<CaseEvent, { type: "decided" }>): void => {
  const never = event.withheld.find((one) => one.effect === "never");
  const kept = never ? `no machine may answer: ${never.because}` : event.withheld.length > 0 ? WITHHELD : null;
  if (event.action === "receipt") {
    Object.assign(view, { state: view.state === "closed" ? "closed" : "complete", completeAt: view.completeAt ?? event.at });
    view.needsPerson = kept ?? (event.reason === "complete_with_doubt" ? event.because : null);
  } else if (event.action === "request_missing") {
    view.completeAt = null;
    view.needsPerson = kept;
    if (kept && view.state === "reading") view.state = "with_person";
  }
};

const delivery = (view: Draft, event: Extract<CaseEvent, { type: "released" | "sent" | "unknown" | "failed" | "discarded" }>): void => {
  setOutgoing(view, event.messageId, event.type);
  const mail = view.outgoing.find((one) => one.messageId === event.messageId);
  const asks = mail?.purpose === "request" || mail?.purpose === "remaining" || mail?.purpose === "reminder";
  if (event.type === "released" && asks) view.askedAt = event.at;
  if ((event.type === "released" || event.type === "discarded") && untilReleased.includes(view.needsPerson)) view.needsPerson = null;
  if (event.type === "sent" && untilSent.includes(view.needsPerson)) view.needsPerson = null;
  if (event.type === "discarded" && asks && mail?.purpose !== "reminder") view.rounds = Math.max(0, view.rounds - 1);
  if (event.type === "discarded" && asks && mail?.purpose !== "reminder" && view.state === "waiting")
    Object.assign(view, { state: "with_person", needsPerson: "a request was discarded" });
  if (event.type === "unknown" || event.type === "failed") view.needsPerson = event.type === "unknown" ? UNKNOWN : FAILED;
};

const setOutgoing = (view: Draft, messageId: string, state: OutgoingState): void => {
  view.outgoing = view.outgoing.map((one) => (one.messageId === messageId ? { ...one, state } : one));
};

const corrected = (item: ItemAssessment, event: Correction): ItemAssessment => {
  const { lacking: _, ...rest } = item;
  return { ...rest, status: event.status, missingParts: event.missingParts, value: event.value, confidence: 1 };
};

const lacksSomething = ({ merged }: Draft): boolean =>
  merged !== null &&
  (merged.items.some((item) => item.status === "missing" || item.status === "incomplete") ||
    Object.values(merged.documents).some((one) => one.status !== "present"));

const allowedIn = (view: Draft): CaseAction[] => {
  if (view.state === "merged") return [];
  const withheld = view.outgoing.some((one) => one.state === "withheld");
  if (view.state === "closed") return ["reopen", ...(withheld ? (["discard"] as const) : [])];
  return [
    ...(view.merged ? (["correct"] as const) : []),
    ...(view.state === "with_person" ? [] : (["hand_over"] as const)),
    "close",
    "merge",
    ...(withheld ? (["release", "discard"] as const) : []),
    ...(view.state !== "waiting" && !withheld && lacksSomething(view) ? (["ask_again"] as const) : []),
    ...(view.state === "waiting" && !withheld ? (["remind"] as const) : []),
    ...(view.provisionalAt === null ? (["provisional_answer"] as const) : []),
  ];
};

/** The case as far as choosing a case for a later mail needs it. */
export const summaryOf = (view: CaseView): CaseSummary => ({
  reference: view.reference,
  state: view.state,
  mergedInto: view.mergedInto,
  messageIds: [...view.messages.flatMap((one) => (one.messageId ? [one.messageId] : [])), ...view.outgoing.map((one) => one.messageId)],
  addresses: view.addresses,
  title: view.title,
  subject: view.messages[0]?.subject ?? "",
  updatedAt: view.updatedAt,
});
