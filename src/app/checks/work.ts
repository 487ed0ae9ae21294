/** Does the work go on: is the mailbox read, do messages and replies move, and what waits for a person? */
import { type Finding, found } from "#core/checks/findings.ts";
import type { Standings } from "../ports.ts";
import { type Check, MINUTE } from "./check.ts";

/** A quarter of an hour is what a sender should wait at most; a mailbox that is polled each minute is late long before. */
const OLD = 15 * MINUTE;
const POLLS_MISSED = 5;

export type WorkCheckOptions = {
  /** Null where there is no database yet. */
  readonly standings: () => Promise<Standings | null>;
  readonly pollMilliseconds: number;
  readonly now: () => number;
};

export const workCheck = ({ standings, pollMilliseconds, now }: WorkCheckOptions): Check => ({
  name: "work",
  every: MINUTE / 2,
  deadline: 20_000,
  run: async () => {
    const facts = await standings();
    return facts ? [pollFinding(facts.lastPollAt, now(), lateAfter(pollMilliseconds)), ...waiting(facts, now())] : [];
  },
});

/** How long the mailbox may go unread before something is wrong. */
const lateAfter = (pollMilliseconds: number): number => Math.max(10 * MINUTE, POLLS_MISSED * pollMilliseconds);

const minutesSince = (at: number, now: number): number => Math.max(0, Math.floor((now - at) / MINUTE));

const pollFinding = (at: number | null, now: number, late: number): Finding => {
  if (at === null) return found("poll_never", {});
  return found(now - at > late ? "poll_late" : "poll_ok", { minutes: minutesSince(at, now) });
};

const waiting = ({ backlog, outgoing, doubtful, failed, parked, sendingStopped }: Standings, now: number): Finding[] => {
  const list: Finding[] = [];
  const aside = Object.values(parked).reduce((sum, count) => sum + count, 0);
  if (backlog.oldestAt !== null && now - backlog.oldestAt > OLD)
    list.push(found("backlog_old", { count: backlog.count, minutes: minutesSince(backlog.oldestAt, now) }));
  if (sendingStopped) list.push(found("sending_stopped", {}));
  else if (outgoing.oldestAt !== null && now - outgoing.oldestAt > OLD)
    list.push(found("outbox_old", { count: outgoing.count, minutes: minutesSince(outgoing.oldestAt, now) }));
  if (doubtful > 0) list.push(found("outbox_doubtful", { count: doubtful }));
  if (failed > 0) list.push(found("outbox_failed", { count: failed }));
  if (aside > 0) list.push(found("parked", { count: aside }));
  return list;
};
