/** Clocks of a case: what is due when, from data with a validity, so that a new law is a new line and no new code. */
import type { CaseView } from "./case.ts";
import type { Localised } from "./catalogue.ts";

/** Calendar months and days. */
export type Span = { readonly months?: number; readonly days?: number };

export type ClockId =
  /** The agency owes a provisional answer when the case is not decided in time. */
  | "provisional_answer"
  /** The sender has been asked and has not answered; a reminder waits for a person. */
  | "waiting_for_sender"
  /** Everything is there and nobody has closed the case. */
  | "complete_unhandled";

export type Clock = {
  readonly id: ClockId;
  readonly runsFrom: "received" | "asked" | "complete";
  readonly stopsAt: readonly ("received" | "closed" | "provisional_answer")[];
  readonly due: Span;
  /** How long before it is due a person is told. */
  readonly warn: Span;
  readonly law: Localised | null;
  /** ISO dates; the clock counts for what begins within them. */
  readonly validFrom: string;
  readonly validTo: string | null;
};

export type ClockState = "running" | "warning" | "overdue" | "stopped";

export type RunningClock = {
  readonly id: ClockId;
  readonly state: ClockState;
  readonly since: number;
  /** Whole days since it began. */
  readonly days: number;
  readonly dueAt: number;
  readonly law: Localised | null;
};

const DAY = 86_400_000;

/** An instant plus calendar months and days; the 31st plus a month is the last day of that month. */
export const plusSpan = (instant: number, { months = 0, days = 0 }: Span): number => {
  const date = new Date(instant);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.getTime() + days * DAY;
};

/** The clocks of a case at an instant. A clock that has not begun is left out. */
export const clocksOf = (view: CaseView, clocks: readonly Clock[], now: number): RunningClock[] =>
  clocks.flatMap((clock) => {
    const since = beginning(view, clock);
    if (since === null || !isValid(clock, since)) return [];
    const dueAt = plusSpan(since, clock.due);
    const warnAt = dueAt - (plusSpan(0, clock.warn) - 0);
    const stopped = clock.stopsAt.some((stop) => hasStopped(view, stop, since));
    const state: ClockState = stopped ? "stopped" : now > dueAt ? "overdue" : now >= warnAt ? "warning" : "running";
    return [{ id: clock.id, state, since, days: Math.max(0, Math.floor((now - since) / DAY)), dueAt, law: clock.law }];
  });

const isValid = ({ validFrom, validTo }: Clock, since: number): boolean => {
  const date = new Date(since).toISOString().slice(0, 10);
  return date >= validFrom && (validTo === null || date <= validTo);
};

const beginning = (view: CaseView, { runsFrom }: Clock): number | null =>
  runsFrom === "received" ? view.openedAt : runsFrom === "asked" ? view.askedAt : view.completeAt;

const hasStopped = (view: CaseView, stop: Clock["stopsAt"][number], since: number): boolean => {
  if (stop === "closed") return view.state === "closed" || view.state === "merged";
  if (stop === "provisional_answer") return view.provisionalAt !== null;
  return view.receivedAt !== null && view.receivedAt > since;
};

export type DueLetter = "remind" | "provisional_answer";

/**
 * Letters that should be drafted now: a provisional answer from the day its clock warns, and one reminder when the sender has not
 * answered in time. A draft waits for a person; one that is already there is not drafted again.
 */
export const dueLetters = (view: CaseView, clocks: readonly Clock[], now: number): DueLetter[] => {
  const running = clocksOf(view, clocks, now);
  const stateOf = (id: ClockId): ClockState | null => running.find((one) => one.id === id)?.state ?? null;
  const provisional = stateOf("provisional_answer");
  const reminded = view.outgoing.some((one) => one.purpose === "reminder" && one.at > (view.receivedAt ?? 0));
  return [
    ...(view.allowed.includes("remind") && stateOf("waiting_for_sender") === "overdue" && !reminded ? (["remind"] as const) : []),
    ...(view.allowed.includes("provisional_answer") && (provisional === "warning" || provisional === "overdue")
      ? (["provisional_answer"] as const)
      : []),
  ];
};
