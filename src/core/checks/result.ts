/** What a check found, summed up: its state is its worst finding, and the whole is as bad as its worst check. */
import { type Finding, type Severity, severityOf } from "./findings.ts";

/** Every check, in the order in which a person reads them: what needs no network comes first. */
export const checkNames = [
  "settings",
  "catalogue",
  "data",
  "database",
  "integrity",
  "reading",
  "work",
  "authentication",
  "canary",
  "clock",
  "token",
  "mailbox",
  "sending",
  "login",
] as const;
export type CheckName = (typeof checkNames)[number];

export type CheckResult = {
  readonly name: CheckName;
  readonly state: Severity;
  readonly findings: readonly Finding[];
  /** When it was done, milliseconds since 1970, and how long it took. */
  readonly at: number;
  readonly milliseconds: number;
};

const order: readonly Severity[] = ["ok", "warn", "fail"];

/** The worst of several; ok where there is none. */
export const worst = (states: readonly Severity[]): Severity => order[Math.max(0, ...states.map((state) => order.indexOf(state)))] ?? "ok";

export const resultOf = (name: CheckName, list: readonly Finding[], at: number, milliseconds: number): CheckResult => ({
  name,
  state: worst(list.map(severityOf)),
  findings: list,
  at,
  milliseconds,
});

/** The worst state, and how many checks have each. */
export const summaryOf = (results: readonly CheckResult[]): { readonly state: Severity; readonly counts: Readonly<Record<Severity, number>> } => ({
  state: worst(results.map(({ state }) => state)),
  counts: {
    ok: results.filter(({ state }) => state === "ok").length,
    warn: results.filter(({ state }) => state === "warn").length,
    fail: results.filter(({ state }) => state === "fail").length,
  },
});

/** Without these a worker cannot take mail in: it is not ready while one of them fails. Sending may be away; replies wait then. */
const vital: ReadonlySet<CheckName> = new Set(["settings", "catalogue", "data", "database", "mailbox", "work"]);

/** Names of the vital checks that fail; the worker is ready when there is none and every vital check was done once. */
export const readiness = (
  results: readonly CheckResult[],
): { readonly ready: boolean; readonly failing: readonly CheckName[]; readonly pending: boolean } => {
  const done = results.filter(({ name }) => vital.has(name));
  const failing = done.filter(({ state }) => state === "fail").map(({ name }) => name);
  const pending = [...vital].some((name) => !done.some((one) => one.name === name));
  return { ready: failing.length === 0 && !pending, failing, pending };
};
