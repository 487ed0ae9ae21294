/** Can the mailbox be read, and may finished messages be filed as the settings say? */
import { type Finding, found } from "#core/checks/findings.ts";
import { asFailure } from "#core/failure.ts";
import type { FilingMode, MailboxFacts, MailboxProbe } from "../ports.ts";
import { type Check, MINUTE } from "./check.ts";
import { certificateFinding, connectionFindings } from "./connection.ts";

export type MailboxCheckOptions = {
  readonly probe: MailboxProbe;
  readonly place: string;
  readonly host: string;
  /** The sample mailbox, which the first start makes. */
  readonly madeAtStart: boolean;
  readonly filing: FilingMode;
  readonly pollSeconds: number;
  readonly now: () => number;
};

export const mailboxCheck = ({ probe, place, host, madeAtStart, filing, pollSeconds, now }: MailboxCheckOptions): Check => ({
  name: "mailbox",
  every: 10 * MINUTE,
  deadline: 60_000,
  run: async () => {
    let facts: MailboxFacts;
    try {
      facts = await probe();
    } catch (thrown) {
      const failure = asFailure(thrown, "mailbox_unavailable");
      if (madeAtStart && failure.code === "mailbox_missing") return [found("mailbox_absent", { place })];
      const certificate = certificateFinding(failure, host);
      if (certificate) return [certificate];
      const code = failure.code === "mailbox_login" || failure.code === "mailbox_missing" ? failure.code : "mailbox_unavailable";
      return [found(code, { place }, failure.message)];
    }
    return [
      ...(facts.peer ? connectionFindings(facts.peer, now()) : []),
      found("mailbox_ok", { place: facts.place, count: facts.messages }),
      ...filingFindings(facts, filing),
      ...(facts.sent ? [] : [found("mailbox_no_sent", {})]),
      ...(facts.idle ? [] : [found("mailbox_no_idle", { seconds: pollSeconds })]),
    ];
  },
});

const filingFindings = ({ place, writable, keywords, filingLacks }: MailboxFacts, filing: FilingMode): Finding[] => {
  if (filing === "none") return [];
  if (!writable) return [found("mailbox_read_only", { place })];
  if (filing === "keywords") return keywords ? [] : [found("mailbox_no_keywords", { place })];
  return filingLacks === null ? [] : [found("mailbox_no_folders", { folder: filingLacks })];
};
