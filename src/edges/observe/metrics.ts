/**
 * Metrics for Prometheus. Counters and times are this process's own; what waits is read from the store at each scrape, so it is
 * the same whichever worker is asked. Labels come from closed lists and hold nothing that a person wrote.
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Meter, Standings } from "#app/ports.ts";
import type { CheckResult } from "#core/checks/result.ts";
import { memoryBytes } from "./memory.ts";

export type MetricsSource = {
  readonly now: () => number;
  readonly version: string;
  readonly mode: string;
  readonly canary: boolean;
  /** Null, or a failure, where the store cannot be asked now. */
  readonly standings: () => Promise<Standings | null>;
  readonly checks: () => readonly CheckResult[];
  readonly freeBytes: () => Promise<number | null>;
};

export type Metrics = {
  readonly meter: Meter;
  /** The text of the scrape. */
  text(source: MetricsSource): Promise<string>;
  readonly contentType: string;
  /** Names of all metrics, for the rules and the board. */
  names(): readonly string[];
};

/** Seconds: a login takes tenths, recognition of a scan minutes. */
const BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];
const SECONDS = 1000;
const DAY_SECONDS = 86_400;

export const openMetrics = (): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter({ name, help, labelNames, registers: [registry] });
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] });

  const steps = new Histogram({
    name: "mottak_step_duration_seconds",
    help: "Time of a step.",
    labelNames: ["step"],
    buckets: BUCKETS,
    registers: [registry],
  });
  const messages = counter("mottak_messages_total", "Messages that were decided, by kind, action and reason.", ["kind", "action", "reason"]);
  const items = counter("mottak_items_total", "Items as they were found, by number and status.", ["item", "status"]);
  const corrections = counter("mottak_corrections_total", "Items that a person corrected, by number.", ["item"]);
  const failures = counter("mottak_failures_total", "Errors and warnings of the log, by event and code.", ["event", "code"]);

  const build = gauge("mottak_build_info", "1, with version and mode.", ["version", "mode"]);
  const up = gauge("mottak_store_up", "Whether the store answered this scrape.");
  const poll = gauge("mottak_mailbox_last_poll_timestamp_seconds", "When the mailbox was last read whole.");
  const backlog = gauge("mottak_backlog_messages", "Messages that wait or are being read.");
  const backlogAge = gauge("mottak_backlog_age_seconds", "How long the oldest of them has waited; 0 where none waits.");
  const outbox = gauge("mottak_outbox_replies", "Replies by state.", ["state"]);
  const outboxAge = gauge("mottak_outbox_age_seconds", "How long the oldest reply on its way out has waited; 0 where none waits.");
  const doubtful = gauge("mottak_outbox_doubtful_replies", "Replies that may or may not have gone out, and wait for a person.");
  const failed = gauge("mottak_outbox_failed_replies", "Replies that were refused for good, and wait for a person.");
  const parked = gauge("mottak_parked_messages", "Messages that are set aside, by error code.", ["code"]);
  const withheld = gauge("mottak_withheld_replies", "Replies that wait for a release, by reason.", ["reason"]);
  const starts = gauge("mottak_starts_total", "Starts of workers since the database was made.");
  const stopped = gauge("mottak_sending_stopped", "1 while all sending is stopped.");
  const checkState = gauge("mottak_check_state", "Newest result of a check: 0 fine, 1 to look at, 2 wrong.", ["check"]);
  const certificate = gauge("mottak_certificate_remaining_seconds", "How long the certificate of a server is valid.", ["peer"]);
  const secret = gauge("mottak_secret_remaining_seconds", "How long the OAuth2 client secret is valid.");
  const canaryOn = gauge("mottak_canary_enabled", "1 where the daily trial is on.");
  const canarySent = gauge("mottak_canary_last_sent_timestamp_seconds", "When the newest trial was sent.");
  const canaryProved = gauge(
    "mottak_canary_last_proved_timestamp_seconds",
    "When a trial last came back with its receipt; until then, when the first was sent.",
  );
  const memory = gauge("mottak_memory_bytes", "Resident memory of the worker and of the processes that read files.", ["process"]);
  const disk = gauge("mottak_disk_free_bytes", "Free space where the data are.");
  const labelled = [outbox, parked, withheld];
  const single = [poll, backlog, backlogAge, outboxAge, doubtful, failed, starts, stopped, canarySent, canaryProved];

  const age = (at: number | null, now: number): number => (at === null ? 0 : Math.max(0, (now - at) / SECONDS));
  const setStandings = (facts: Standings, now: number): void => {
    if (facts.lastPollAt !== null) poll.set(facts.lastPollAt / SECONDS);
    backlog.set(facts.backlog.count);
    backlogAge.set(age(facts.backlog.oldestAt, now));
    for (const [state, count] of Object.entries(facts.outbox)) outbox.set({ state }, count);
    outboxAge.set(facts.sendingStopped ? 0 : age(facts.outgoing.oldestAt, now));
    doubtful.set(facts.doubtful);
    failed.set(facts.failed);
    for (const [code, count] of Object.entries(facts.parked)) parked.set({ code }, count);
    for (const [reason, count] of Object.entries(facts.withheld)) withheld.set({ reason }, count);
    starts.set(facts.starts);
    stopped.set(facts.sendingStopped ? 1 : 0);
    if (facts.canary) canarySent.set(facts.canary.sentAt / SECONDS);
    if (facts.canary) canaryProved.set((facts.canary.provedAt ?? facts.canary.waitingSince ?? facts.canary.sentAt) / SECONDS);
  };
  const setChecks = (results: readonly CheckResult[]): void => {
    checkState.reset();
    certificate.reset();
    for (const { name, state, findings } of results) {
      checkState.set({ check: name }, { ok: 0, warn: 1, fail: 2 }[state]);
      for (const { code, values } of findings) {
        const remaining = Number(values["days"] ?? 0) * DAY_SECONDS;
        if (code === "certificate_ok" || code === "certificate_soon" || code === "certificate_expired") certificate.set({ peer: name }, remaining);
        if (code === "secret_ok" || code === "secret_soon" || code === "secret_expired") secret.set(remaining);
      }
    }
  };

  return {
    meter: {
      step: (step, milliseconds) => steps.observe({ step }, milliseconds / SECONDS),
      message: (kind, action, reason) => messages.inc({ kind, action, reason }),
      item: (item, status) => items.inc({ item: String(item), status }),
      correction: (item) => corrections.inc({ item: String(item) }),
      failure: (event, code) => failures.inc({ event, code }),
    },
    text: async (source) => {
      // What the store does not say now is not shown: an old figure would pass for a new one.
      for (const one of labelled) one.reset();
      for (const one of single) one.remove();
      const facts = await source.standings().catch(() => null);
      up.set(facts ? 1 : 0);
      if (facts) setStandings(facts, source.now());
      setChecks(source.checks());
      build.set({ version: source.version, mode: source.mode }, 1);
      canaryOn.set(source.canary ? 1 : 0);
      const { own, children } = memoryBytes();
      memory.set({ process: "worker" }, own);
      memory.set({ process: "readers" }, children);
      const free = await source.freeBytes().catch(() => null);
      if (free !== null) disk.set(free);
      return registry.metrics();
    },
    contentType: registry.contentType,
    names: () => registry.getMetricsAsArray().map(({ name }) => name),
  };
};
