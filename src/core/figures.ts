/** What the operations page draws: how much came and was answered, how fast, how whole it was, and what people had to correct. */
import type { ItemStatus } from "./assessment.ts";

/** Plain facts of a period, as the store holds them. Messages of the daily trial are not among them. */
export type FigureRows = {
  /** When messages arrived. */
  readonly received: readonly number[];
  readonly answered: readonly { readonly receivedAt: number; readonly sentAt: number }[];
  /** Applications, oldest first: the case, and what was done. */
  readonly applications: readonly {
    readonly reference: string;
    readonly action: string;
    readonly items: readonly { readonly item: number; readonly status: ItemStatus }[];
  }[];
  /** Numbers of items, one a correction. */
  readonly corrected: readonly number[];
};

export const answerTimes = ["minute", "quarter", "hour", "day", "more"] as const;
export type AnswerTime = (typeof answerTimes)[number];
export const firstOutcomes = ["receipt", "request_missing", "other"] as const;
export type FirstOutcome = (typeof firstOutcomes)[number];

export type Figures = {
  /** One a day, oldest first; `day` is "2026-11-23". */
  readonly days: readonly { readonly day: string; readonly received: number; readonly answered: number }[];
  readonly times: readonly { readonly time: AnswerTime; readonly count: number }[];
  /** What became of the first mail of each case. */
  readonly first: readonly { readonly outcome: FirstOutcome; readonly count: number }[];
  /** Items that lacked something in a first mail, most often first. */
  readonly lacking: readonly { readonly item: number; readonly count: number }[];
  readonly corrections: readonly { readonly item: number; readonly count: number }[];
};

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const limits: readonly (readonly [AnswerTime, number])[] = [
  ["minute", MINUTE],
  ["quarter", 15 * MINUTE],
  ["hour", 60 * MINUTE],
  ["day", DAY],
];
/** Days are those of the agency's clock on the wall. */
const dayFormat = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Oslo", year: "numeric", month: "2-digit", day: "2-digit" });
const dayOf = (at: number): string => dayFormat.format(at);

/** Figures of the last days up to now. */
export const figuresOf = (rows: FigureRows, now: number, days: number): Figures => {
  const received = countBy(rows.received.map(dayOf));
  const answered = countBy(rows.answered.map(({ sentAt }) => dayOf(sentAt)));
  const times = countBy(rows.answered.map(({ receivedAt, sentAt }) => limits.find(([, most]) => sentAt - receivedAt < most)?.[0] ?? "more"));
  const firsts = [...new Map(rows.applications.toReversed().map((one) => [one.reference, one])).values()];
  const outcomes = countBy(firsts.map(({ action }) => (action === "receipt" || action === "request_missing" ? action : "other")));
  return {
    days: lastDays(now, days).map((day) => ({ day, received: received.get(day) ?? 0, answered: answered.get(day) ?? 0 })),
    times: answerTimes.map((time) => ({ time, count: times.get(time) ?? 0 })),
    first: firstOutcomes.map((outcome) => ({ outcome, count: outcomes.get(outcome) ?? 0 })),
    lacking: ranked(
      firsts.flatMap(({ items }) => items.filter(({ status }) => status === "missing" || status === "incomplete").map(({ item }) => item)),
    ),
    corrections: ranked(rows.corrected),
  };
};

/** Noon of each day, so that a change to summer time neither skips nor repeats one. */
const lastDays = (now: number, days: number): string[] => {
  const noon = Date.parse(`${dayOf(now)}T12:00:00Z`);
  return Array.from({ length: days }, (_, index) => dayOf(noon - (days - 1 - index) * DAY));
};

const countBy = <T>(values: readonly T[]): Map<T, number> => {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
};

const ranked = (items: readonly number[]): { item: number; count: number }[] =>
  [...countBy(items)].map(([item, count]) => ({ item, count })).toSorted((a, b) => b.count - a.count || a.item - b.item);
