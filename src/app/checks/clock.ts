/** Does the clock of this machine go right? Compared with every other clock at hand; the one that differs most speaks. */
import { found } from "#core/checks/findings.ts";
import type { ClockSource } from "../ports.ts";
import { type Check, HOUR } from "./check.ts";

/** Mail servers and tokens forgive some minutes; half a minute is a clock that nobody sets. */
const OFF_SECONDS = 30;
const WRONG_SECONDS = 240;

export const clockCheck = (sources: readonly ClockSource[], now: () => number): Check => ({
  name: "clock",
  every: HOUR,
  deadline: 30_000,
  run: async () => {
    const seen = await Promise.all(
      sources.map(async ({ name, time }) => {
        const begun = now();
        const other = await time().catch(() => null);
        // The answer was made at some time between asking and getting it.
        return other === null ? [] : [{ source: name, seconds: Math.round(Math.abs((begun + now()) / 2 - other) / 1000) }];
      }),
    );
    const furthest = seen.flat().toSorted((a, b) => b.seconds - a.seconds)[0];
    if (!furthest) return [found("clock_alone", {})];
    if (furthest.seconds >= WRONG_SECONDS) return [found("clock_wrong", furthest)];
    return [furthest.seconds >= OFF_SECONDS ? found("clock_off", furthest) : found("clock_ok", furthest)];
  },
});
