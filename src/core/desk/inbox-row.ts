/** One line of the staff's list: who, what, how much is there, why it waits, until when. Made from the case's events alone. */
import type { CaseView } from "../case.ts";
import { type Clock, type ClockId, clocksOf } from "../clocks.ts";

/** What a line is for the people who work through the list. */
export type InboxGroup =
  /** A person must look: unsure, withheld, failed, parked, a question. */
  | "person"
  /** Everything is there: ready to be handled. */
  | "ready"
  /** The sender has been asked. */
  | "waiting"
  | "closed"
  /** Machine mail and the like: nothing to do, nothing hidden. */
  | "other";

export const inboxGroups: readonly InboxGroup[] = ["person", "ready", "waiting", "closed", "other"];

/** Why a line waits, as a code that the screens have words for. */
export const waitReasons = [
  "reply_withheld",
  "several_withheld",
  "unclear",
  "bounced",
  "unknown_delivery",
  "failed_delivery",
  "rounds_used",
  "question",
  "question_in_case",
  "nothing_recognised",
  "withdrawn",
  "case_closed",
  "by_person",
  "reopened",
  "discarded",
  "unsure_case",
  "unknown_sender",
  "unrelated",
  "parked",
  "automatic",
  "duplicate",
  "asked",
  "nothing_new",
  "complete",
  "closed",
  "merged",
  "reading",
] as const;
export type WaitReason = (typeof waitReasons)[number];

export type InboxRow = {
  /** Case reference, or the message's key where it has no case. */
  readonly id: string;
  readonly kind: "case" | "message";
  readonly group: InboxGroup;
  /** Number of the case's newest event when the line was made. */
  readonly version: number;
  readonly receivedAt: number;
  readonly updatedAt: number;
  readonly sender: string;
  /** Title of the project, else the subject. */
  readonly title: string;
  readonly found: number;
  readonly total: number;
  readonly why: WaitReason;
  readonly dueAt: number | null;
  readonly clock: ClockId | null;
};

/** The line of a case. */
export const caseRow = (view: CaseView, version: number, clocks: readonly Clock[]): InboxRow => {
  const { group, why } = standingOf(view);
  const over = view.state === "closed" || view.state === "merged";
  const next = over
    ? undefined
    : clocksOf(view, clocks, view.updatedAt)
        .filter((clock) => clock.state !== "stopped")
        .toSorted((a, b) => a.dueAt - b.dueAt)[0];
  const items = view.merged?.items ?? [];
  const first = view.messages.find((one) => one.from !== null);
  return {
    id: view.reference,
    kind: "case",
    group,
    version,
    receivedAt: view.openedAt,
    updatedAt: view.updatedAt,
    sender: first?.from ?? "",
    title: view.title ?? first?.subject ?? "",
    found: items.filter((item) => item.status === "complete" || item.status === "not_applicable").length,
    total: items.length,
    why,
    dueAt: next?.dueAt ?? null,
    clock: next?.id ?? null,
  };
};

type Standing = { readonly group: InboxGroup; readonly why: WaitReason };

const standingOf = (view: CaseView): Standing => {
  if (view.state === "merged") return { group: "closed", why: "merged" };
  if (view.state === "closed") return { group: "closed", why: "closed" };
  const withheld = view.outgoing.filter((one) => one.state === "withheld").length;
  if (withheld > 0) return { group: "person", why: withheld > 1 ? "several_withheld" : "reply_withheld" };
  const trouble = view.outgoing.findLast((one) => one.state === "unknown" || one.state === "failed" || one.state === "bounced");
  if (view.needsPerson !== null && trouble)
    return { group: "person", why: trouble.state === "unknown" ? "unknown_delivery" : trouble.state === "failed" ? "failed_delivery" : "bounced" };
  if (view.needsPerson !== null) return { group: "person", why: personReason(view) };
  if (view.state === "with_person") return { group: "person", why: personReason(view) };
  if (view.state === "complete") return { group: "ready", why: "complete" };
  if (view.state === "waiting") return { group: "waiting", why: "asked" };
  return { group: "person", why: "reading" };
};

/** Why a person must look, from the last event that says so. */
const personReason = (view: CaseView): WaitReason => {
  for (const event of view.events.toReversed()) {
    if (event.type === "handed_over" || event.type === "decided") {
      const { reason } = event;
      if (reason === "complete_with_doubt") return "unclear";
      if ((waitReasons as readonly string[]).includes(reason)) return reason as WaitReason;
    }
    if (event.type === "reopened") return "reopened";
    if (event.type === "discarded") return "discarded";
  }
  return "unclear";
};

/** What the store knows of a message without a case. */
export type LooseMessage = {
  readonly id: string;
  /** done, parked, duplicate, waiting, running */
  readonly state: string;
  readonly kind: string | null;
  readonly action: string | null;
  readonly reason: string | null;
  readonly receivedAt: number;
};

/** The line of a message that belongs to no case. */
export const messageRow = (message: LooseMessage, head: { readonly sender: string; readonly subject: string }): InboxRow => ({
  id: message.id,
  kind: "message",
  group: message.state === "parked" || message.action === "handover" ? "person" : "other",
  version: 0,
  receivedAt: message.receivedAt,
  updatedAt: message.receivedAt,
  sender: head.sender,
  title: head.subject,
  found: 0,
  total: 0,
  why:
    message.state === "parked"
      ? "parked"
      : message.state === "duplicate"
        ? "duplicate"
        : (waitReasons as readonly string[]).includes(message.reason ?? "")
          ? (message.reason as WaitReason)
          : "automatic",
  dueAt: null,
  clock: null,
});
