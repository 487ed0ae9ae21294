/** Removes once a day what is older than its term, where the setting says so. One worker of several does it. */
import type { Context } from "#app/context.ts";
import { carryOut, planRetention, type RetentionRules } from "#app/retention.ts";
import { asFailure } from "#core/failure.ts";
import { removeRecognised } from "./recognised.ts";

const DAY = 24 * 60 * 60_000;
const LOOK_MILLISECONDS = 10 * 60_000;
const LEASE = "retention";

/** Goes on until the signal aborts; trouble is logged and tried again the next day. */
export const runRetention = async (
  rules: RetentionRules,
  data: string,
  { store, clock, log, worker }: Context,
  signal: AbortSignal,
): Promise<void> => {
  let last: number | null = null;
  while (!signal.aborted) {
    const now = clock.now();
    if (last === null || now - last >= DAY) {
      try {
        if (await store.operation.lease(LEASE, worker, now, now + DAY)) {
          last = now;
          const done = await carryOut(store.keeping, await planRetention(store.keeping, rules, now), rules, now, false);
          await removeRecognised(data);
          log.info("retention.done", { count: done.messages, milliseconds: clock.now() - now });
        }
      } catch (thrown) {
        last = now;
        log.error("step.failed", { step: "retention", code: asFailure(thrown).code });
      }
    }
    await clock.sleep(LOOK_MILLISECONDS, signal);
  }
};
