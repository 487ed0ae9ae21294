/** The closed list of what may be logged. Fields hold ids, codes, counts and times: nothing that a person wrote. */

export type LogEvent =
  | "worker.started"
  | "worker.stopping"
  | "worker.stopped"
  | "mailbox.opened"
  | "mailbox.lost"
  | "mailbox.lease"
  | "message.kept"
  | "message.decided"
  | "message.duplicate"
  | "message.retry"
  | "message.parked"
  | "message.filed"
  | "message.lost"
  | "message.unreadable"
  | "reply.sent"
  | "reply.retry"
  | "reply.failed"
  | "reply.doubtful"
  | "reply.found"
  | "reply.resent"
  | "reply.held"
  | "reply.copied"
  | "letter.drafted"
  | "sending.stopped"
  | "store.trouble"
  | "step.failed"
  | "retention.done"
  | "web.opened"
  | "web.failed"
  | "health.opened"
  | "health.unavailable"
  | "trial.sent"
  | "trial.answered"
  | "trial.proved";

export type LogFields = {
  /** First 12 digits of the message's hash. */
  readonly mail?: string;
  readonly case?: string;
  readonly reply?: string;
  readonly worker?: string;
  readonly kind?: string;
  readonly action?: string;
  readonly reason?: string;
  readonly code?: string;
  readonly state?: string;
  readonly mode?: string;
  readonly label?: string;
  readonly step?: string;
  readonly attempts?: number;
  readonly bytes?: number;
  readonly count?: number;
  readonly milliseconds?: number;
  readonly waitMilliseconds?: number;
};

/** A hash as it stands in logs and on screens. */
export const shortId = (id: string): string => id.slice(0, 12);
