/** The newest result of every check, kept by a worker: each check is run again when its time has come. */
import { type CheckResult, checkNames } from "#core/checks/result.ts";
import type { Clock } from "../ports.ts";
import { type Check, runCheck } from "./check.ts";

export type Board = {
  /** In the order of the list; checks that were not done yet or do not apply are not in it. */
  results(): readonly CheckResult[];
  /** Does every check now, those that are quick to be had beside each other. */
  refresh(): Promise<void>;
  /** Goes on until the signal aborts. Never throws. */
  run(signal: AbortSignal): Promise<void>;
};

const LOOK = 1_000;

export const openBoard = (checks: readonly Check[], clock: Clock): Board => {
  const newest = new Map<string, CheckResult | null>();
  const done = new Map<string, number>();
  const running = new Map<string, Promise<void>>();
  /** Two who ask at once wait for one run. */
  const once = (check: Check): Promise<void> => {
    const before = running.get(check.name);
    if (before) return before;
    const work = runCheck(check, () => clock.now())
      .then((result) => {
        newest.set(check.name, result);
        done.set(check.name, clock.now());
      })
      .finally(() => running.delete(check.name));
    running.set(check.name, work);
    return work;
  };
  return {
    results: () => checkNames.flatMap((name) => newest.get(name) ?? []),
    refresh: async () => {
      await Promise.all(checks.map(once));
    },
    run: async (signal) => {
      const begun = clock.now();
      const due = (check: Check): boolean => {
        const last = done.get(check.name);
        return last === undefined ? clock.now() - begun >= (check.first ?? 0) : clock.now() - last >= check.every;
      };
      while (!signal.aborted) {
        for (const check of checks) if (due(check)) void once(check);
        await clock.sleep(LOOK, signal);
      }
      await Promise.all(running.values());
    },
  };
};
