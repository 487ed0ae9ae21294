/** Runs the loops side by side: one watches the mailbox, some process, one sends. Stops cleanly, or at once when nothing is left. */
import { asFailure } from "#core/failure.ts";
import type { Context } from "./context.ts";
import { Bell, backoff } from "./deadline.ts";
import { processMessage } from "./process.ts";
import { resolveNext, sendNext } from "./send.ts";
import { Turns } from "./suspects.ts";
import { watchMailbox } from "./watch.ts";

export type WorkerOptions = {
  /** Messages processed at the same time. */
  readonly lanes: number;
  /** End when the mailbox is read, every message is processed or parked, and every reply that is due has gone. */
  readonly once: boolean;
  readonly signal: AbortSignal;
};

/** How long an idle loop sleeps when nothing wakes it: another worker may have left work behind. */
const IDLE_MILLISECONDS = 1_000;
const TROUBLE_FIRST = 500;
const TROUBLE_MOST = 30_000;

/** Runs until the signal aborts or, with `once`, until nothing is left to do now. */
export const runWorker = async (context: Context, { lanes, once, signal }: WorkerOptions): Promise<void> => {
  const { log, worker } = context;
  const stop = new AbortController();
  const ending = AbortSignal.any([signal, stop.signal]);
  const arrived = new Bell();
  const decided = new Bell();
  const finished = new Bell();
  let rounds = 0;
  let busy = 0;
  let incomplete = 0;
  log.info("worker.started", { worker, count: lanes });

  const turns = new Turns();
  const processing = Array.from({ length: lanes }, () =>
    loop(context, ending, arrived, () =>
      turns.take(
        (deaths) => context.store.work.claim(worker, context.clock.now(), context.limits.leaseMilliseconds, deaths),
        async (claimed) => {
          busy += 1;
          arrived.ring();
          try {
            await keepingLease(context, claimed, () => processMessage(context, claimed));
          } finally {
            busy -= 1;
            decided.ring();
            finished.ring();
          }
        },
      ),
    ),
  );
  const sending = loop(context, ending, decided, async () => {
    const worked = (await sendNext(context)) || (await resolveNext(context));
    if (worked) finished.ring();
    return worked;
  });
  const watching = watchMailbox(context, {
    signal: ending,
    finished,
    arrived,
    unreadable: new Set(),
    round: (left) => {
      rounds += 1;
      incomplete = left;
    },
  });
  if (once)
    void endWhenDone(
      context,
      ending,
      () => rounds,
      () => busy + incomplete,
      finished,
    ).then(() => stop.abort());
  await Promise.all([...processing, sending, watching]);
  log.info("worker.stopped", { worker });
};

/** Calls `step` again as long as it finds work; else waits for the bell or a while. Trouble is reported once and waited out. */
const loop = async (context: Context, signal: AbortSignal, bell: Bell, step: () => Promise<boolean>): Promise<void> => {
  let failed = 0;
  while (!signal.aborted) {
    try {
      const wake = bell.next();
      if (!(await step()) && !signal.aborted) await context.clock.sleep(IDLE_MILLISECONDS, AbortSignal.any([signal, wake]));
      failed = 0;
    } catch (thrown) {
      const failure = asFailure(thrown);
      failed += 1;
      const wait = backoff(failed, TROUBLE_FIRST, TROUBLE_MOST, context.chance());
      context.log[failed === 1 ? "error" : "debug"]("store.trouble", { code: failure.code, attempts: failed, waitMilliseconds: wait });
      if (failed === 1) context.progress({ type: "trouble", code: failure.code, text: failure.message, remedy: failure.remedy });
      await context.clock.sleep(wait, signal);
    }
  }
};

/** Renews the lease of a message while it is worked on. */
const keepingLease = async (context: Context, claimed: Parameters<typeof processMessage>[1], work: () => Promise<void>): Promise<void> => {
  const { store, clock, limits } = context;
  const timer = setInterval(() => {
    store.work.renew(claimed, clock.now() + limits.leaseMilliseconds).catch(() => undefined);
  }, limits.leaseMilliseconds / 3);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
};

/**
 * Resolves when a whole round found nothing new and nothing is left to do. A message that was put off is waited for: it comes again
 * soon, or is parked. A reply that is to go later is not: that may be ten minutes (too soon after another) or hours (server down).
 */
const endWhenDone = async (context: Context, signal: AbortSignal, rounds: () => number, busy: () => number, finished: Bell): Promise<void> => {
  while (!signal.aborted) {
    await context.clock.sleep(25, signal);
    if (rounds() === 0 || busy() > 0) continue;
    try {
      const now = context.clock.now();
      const work = await context.store.work.load(now);
      const replies = await context.store.outbox.load(now);
      if (work.due + work.later + work.running + replies.due > 0) continue;
    } catch {
      continue;
    }
    // One more round files what was finished meanwhile.
    const seen = rounds();
    finished.ring();
    while (!signal.aborted && rounds() === seen) await context.clock.sleep(10, signal);
    return;
  }
};
