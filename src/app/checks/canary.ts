/** Did the daily trial come back with its receipt? */
import { found } from "#core/checks/findings.ts";
import type { Standings } from "../ports.ts";
import { type Check, HOUR, MINUTE } from "./check.ts";

/** A day, and two hours for a slow morning. */
export const LATE = 26 * HOUR;

export type CanaryCheckOptions = { readonly on: boolean; readonly standings: () => Promise<Standings | null>; readonly now: () => number };

export const canaryCheck = ({ on, standings, now }: CanaryCheckOptions): Check => ({
  name: "canary",
  every: MINUTE,
  deadline: 20_000,
  run: async () => {
    if (!on) return [found("canary_off", {})];
    const canary = (await standings())?.canary ?? null;
    if (!canary) return [found("canary_waiting", {})];
    if (!canary.receipt) return [found("canary_wrong", {})];
    const since = canary.provedAt ?? canary.waitingSince ?? canary.sentAt;
    const hours = Math.floor((now() - since) / HOUR);
    if (now() - since > LATE) return [found("canary_late", { hours })];
    return canary.provedAt === null
      ? [found("canary_waiting", {})]
      : [found("canary_ok", { hours, seconds: Math.round((canary.tookMilliseconds ?? 0) / 1000) })];
  },
});
