/** How long what came is kept here, and what stands against removing it. The archive keeps; this program holds a working copy. */
import type { ClosedCase, KeepingStore, LooseRecord, Removed } from "./ports.ts";

export type RetentionRules = {
  /** Days after a case was closed. */
  readonly caseDays: number;
  /** What must be sure before a case is removed: the archive has it, a package of it was written, or nothing. */
  readonly needs: ArchiveNeed;
  /** Days for messages without a case that people answered themselves. */
  readonly otherDays: number;
  /** Days for mail by machines, and for our own notes to staff. */
  readonly automaticDays: number;
  /** Days for messages that could not be processed. */
  readonly parkedDays: number;
  /** Days for the trace of what staff saw and did. */
  readonly auditDays: number;
};
export type ArchiveNeed = "archived" | "exported" | "nothing";

/** Why something is kept although its time is over. */
export type KeptBecause = "not_archived" | "not_exported" | "replying" | "merged_into" | "waits_for_person";

/** One case or message whose time is over; `kept` is null where it may go. */
export type RetentionLine = {
  readonly what: "case" | "question" | "automatic" | "unrelated" | "parked" | "duplicate" | "other";
  readonly id: string;
  /** When its time began. */
  readonly since: number;
  readonly kept: KeptBecause | null;
};

export type RetentionDone = Removed & { readonly cases: number; readonly notes: number; readonly audit: number; readonly silences: number };

const DAY = 24 * 60 * 60_000;
/** Lines looked at in one go; a mailbox has some tens a day. */
const MOST = 100_000;

/** What stands against removing a case that is closed: what the archive lacks, or a reply that is still on its way. */
export const keptBecause = (one: Pick<ClosedCase, "version" | "exported" | "archived" | "replying">, needs: ArchiveNeed): KeptBecause | null => {
  if (one.replying) return "replying";
  if (needs === "archived" && (one.archived ?? -1) < one.version) return "not_archived";
  if (needs === "exported" && Math.max(one.exported ?? -1, one.archived ?? -1) < one.version) return "not_exported";
  return null;
};

/** Everything whose time is over, with what may go and what is kept and why. Changes nothing. */
export const planRetention = async (keeping: KeepingStore, rules: RetentionRules, now: number): Promise<readonly RetentionLine[]> => {
  const cases = await keeping.closedCases(now - rules.caseDays * DAY, MOST);
  const lines: RetentionLine[] = cases.map((one) => ({ what: "case", id: one.reference, since: one.closedAt, kept: keptBecause(one, rules.needs) }));
  const going = new Set(lines.filter((line) => line.kept === null).map((line) => line.id));
  const shortest = Math.min(rules.otherDays, rules.automaticDays, rules.parkedDays);
  const loose = (await keeping.looseMessages(now - shortest * DAY, MOST)).flatMap((one): RetentionLine[] => {
    const what = kindOf(one);
    return one.finishedAt > now - daysOf(what, rules) * DAY
      ? []
      : [{ what, id: one.id, since: one.finishedAt, kept: one.waiting ? "waits_for_person" : null }];
  });
  return [...(await withMerged(keeping, cases, lines, going)), ...loose];
};

/** A case that was merged into another one is shown with it, and goes with it. */
const withMerged = async (
  keeping: KeepingStore,
  cases: readonly ClosedCase[],
  lines: readonly RetentionLine[],
  going: ReadonlySet<string>,
): Promise<RetentionLine[]> => {
  const targets = cases.flatMap((one) => (one.mergedInto ? [one.mergedInto] : []));
  const there = new Set((await keeping.casesNamed(targets)).map((one) => one.reference));
  return lines.map((line) => {
    const into = cases.find((one) => one.reference === line.id)?.mergedInto;
    if (!into || line.kept === "replying") return line;
    return { ...line, kept: there.has(into) && !going.has(into) ? "merged_into" : null };
  });
};

const kindOf = ({ state, kind }: LooseRecord): RetentionLine["what"] => {
  if (state === "parked" || state === "duplicate") return state;
  return kind === "question" || kind === "automatic" || kind === "unrelated" ? kind : "other";
};

const daysOf = (what: RetentionLine["what"], rules: RetentionRules): number => {
  if (what === "parked") return rules.parkedDays;
  return what === "automatic" ? rules.automaticDays : rules.otherDays;
};

/** Removes what the plan lets go, and what is old of notes, traces and silences; then sweeps the files. */
export const carryOut = async (
  keeping: KeepingStore,
  plan: readonly RetentionLine[],
  rules: RetentionRules,
  now: number,
  whole: boolean,
): Promise<RetentionDone> => {
  const done = { cases: 0, messages: 0, replies: 0, events: 0 };
  for (const line of plan) {
    if (line.kept !== null) continue;
    const removed = line.what === "case" ? await keeping.removeCase(line.id, now) : await keeping.removeMessage(line.id, now);
    if (line.what === "case" && removed.events > 0) done.cases += 1;
    done.messages += removed.messages;
    done.replies += removed.replies;
    done.events += removed.events;
  }
  const notes = await keeping.removeNotes(now - rules.automaticDays * DAY);
  const audit = await keeping.removeAudit(now - rules.auditDays * DAY);
  const silences = await keeping.removeSilences(now);
  if (whole || done.messages + done.replies + done.events + notes + audit + silences > 0) await keeping.sweep(whole);
  return { ...done, notes, audit, silences };
};
