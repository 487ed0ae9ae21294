/** What became of the messages of a time, counted by day, kind and outcome. In shadow mode: what would have been sent. */
import type { MessageRecord, RecordStore } from "./ports.ts";

/** sent: it went out or is about to. would_send: only shadow mode kept it. waits: a person must release it. none: no reply was made. */
export type Outcome = "sent" | "would_send" | "waits" | "failed" | "none";

export type ReportLine = {
  readonly id: string;
  readonly at: number;
  readonly kind: string;
  readonly action: string;
  readonly outcome: Outcome;
  /** Why there is no reply, or why it waits; the decision's reason where it goes out. */
  readonly reason: string;
  readonly reference: string | null;
};

export type ReportCount = {
  readonly day: string;
  readonly kind: string;
  readonly action: string;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly count: number;
};

const AT_ONCE = 500;

/** Every message received in [since, until), oldest first. */
export const reportLines = async function* (records: RecordStore, since: number, until: number): AsyncGenerator<ReportLine> {
  let after: MessageRecord | null = null;
  for (;;) {
    const some: readonly MessageRecord[] = await records.received({ since, until }, after, AT_ONCE);
    for (const record of some) yield lineOf(record);
    after = some.at(-1) ?? null;
    if (some.length < AT_ONCE) return;
  }
};

/** The line of one message. */
export const lineOf = (record: MessageRecord): ReportLine => {
  const { id, receivedAt: at, state, reply, reference } = record;
  const common = { id, at, reference, kind: record.kind ?? "unread", action: record.action ?? "none" };
  if (state === "parked") return { ...common, outcome: "none", reason: record.code ?? "parked" };
  const reason = record.reason ?? "";
  if (!reply) return { ...common, outcome: "none", reason };
  // The rules name the mode last: where it is the first reason, nothing else spoke against sending.
  if (reply.state === "withheld")
    return reply.reason === "mode_shadow"
      ? { ...common, outcome: "would_send", reason }
      : { ...common, outcome: "waits", reason: reply.reason ?? reason };
  if (reply.state === "failed" || reply.state === "unknown") return { ...common, outcome: "failed", reason: reply.reason ?? reason };
  return { ...common, outcome: "sent", reason };
};

/** Counts by day (in the given time zone), kind, action, outcome and reason; days in order, the largest count of a day first. */
export const countsOf = (lines: readonly ReportLine[], timeZone: string): ReportCount[] => {
  const days = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" });
  const counts = new Map<string, { -readonly [K in keyof ReportCount]: ReportCount[K] }>();
  for (const { at, kind, action, outcome, reason } of lines) {
    const day = days.format(at);
    const key = [day, kind, action, outcome, reason].join(" ");
    const row = counts.get(key) ?? { day, kind, action, outcome, reason, count: 0 };
    row.count += 1;
    counts.set(key, row);
  }
  return [...counts.values()].toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : b.count - a.count));
};
