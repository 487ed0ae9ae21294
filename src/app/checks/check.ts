/** The shape of a check, and how one is run: alone, with a deadline, and never throwing. */
import { type Finding, found } from "#core/checks/findings.ts";
import { type CheckName, type CheckResult, resultOf } from "#core/checks/result.ts";

export type Check = {
  readonly name: CheckName;
  /** How long a worker waits between two runs, in milliseconds. */
  readonly every: number;
  /** How long after the start of a worker it is done first: heavy ones let the mail go before. At once where not set. */
  readonly first?: number;
  /** After this many milliseconds it counts as hanging. */
  readonly deadline: number;
  /** What was found; nothing where the check does not apply. */
  readonly run: (signal: AbortSignal) => Promise<readonly Finding[]>;
};

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Runs one check. A check that hangs or throws has a finding that says so. Null where it does not apply. */
export const runCheck = async (check: Check, now: () => number): Promise<CheckResult | null> => {
  const begun = now();
  const stop = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<readonly Finding[]>((resolve) => {
    timer = setTimeout(() => resolve([found("check_timeout", { seconds: check.deadline / 1000 })]), check.deadline);
  });
  const work = (async () => check.run(stop.signal))().catch((thrown: unknown) => [found("check_failed", {}, reasonOf(thrown))]);
  const list = await Promise.race([work, late]);
  clearTimeout(timer);
  stop.abort();
  return list.length === 0 ? null : resultOf(check.name, list, now(), now() - begun);
};

/** What a technician needs of an error: its words, never its stack. */
export const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown)).split("\n")[0]?.slice(0, 300) ?? "";

/** Whole days from now until then. */
export const daysUntil = (then: number, now: number): number => Math.floor((then - now) / DAY);

/** "3.2 GB": decimal units, as disks are sold. */
export const inBytes = (bytes: number): string => {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
};
