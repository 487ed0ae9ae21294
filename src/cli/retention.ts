/** `mottak retention`: what is older than its term, what is kept and why; and its removal. */
import type { RetentionRules } from "#app/retention.ts";
import type { Settings } from "#edges/settings/load.ts";
import type { Command } from "./command.ts";
import { removeRecognised } from "./recognised.ts";
import { withStore } from "./with-store.ts";

export const rulesOf = (settings: Settings): RetentionRules => ({
  caseDays: settings.retentionCaseDays,
  needs: settings.retentionNeeds,
  otherDays: settings.retentionOtherDays,
  automaticDays: settings.retentionAutomaticDays,
  parkedDays: settings.retentionParkedDays,
  auditDays: settings.retentionAuditDays,
});

/** Why something is kept, for people. */
export const keptWords: Readonly<Record<string, string>> = {
  not_archived: "the archive is not known to have it: export it, and note it with `mottak archived`",
  not_exported: "no package of it as it stands was written: `mottak export`",
  replying: "a reply is on its way or in doubt: `mottak outbox list`",
  merged_into: "it belongs to a case that is kept",
  waits_for_person: "a person has not decided about it yet",
  open: "the case is open",
  mentioned: "another person's case mentions the address; it goes when that case goes",
};

export const retention: Command = {
  name: "retention",
  summary: "Shows what is older than its term and what is kept and why; removes it with --yes.",
  usage: "[--yes] [--compact] [--json]",
  options: {
    yes: { type: "boolean", summary: "Removes; without it nothing is changed." },
    compact: { type: "boolean", summary: "PostgreSQL: writes the tables anew afterwards (VACUUM FULL), locked meanwhile. SQLite always does." },
    json: { type: "boolean", summary: "One JSON object a line: each case or message, then the sums." },
  },
  takesSettings: true,
  details: ["Terms are the settings MOTTAK_RETENTION_...; the mailbox, Sent, written packages and backups are not touched."],
  run: async (input) =>
    withStore(input, async (store, _, settings) => {
      const { carryOut, planRetention } = await import("#app/retention.ts");
      const rules = rulesOf(settings);
      const json = input.flags["json"] === true;
      const plan = await planRetention(store.keeping, rules, Date.now());
      for (const { what, id, since, kept } of plan) {
        const name = what === "case" ? id : id.slice(0, 12);
        process.stdout.write(
          json
            ? `${JSON.stringify({ what, id, since: new Date(since).toISOString(), kept })}\n`
            : `${kept ? "keep  " : "remove"}  ${what.padEnd(10)} ${name}  since ${new Date(since).toISOString().slice(0, 10)}${kept ? `: ${keptWords[kept]}` : ""}\n`,
        );
      }
      if (!input.flags["yes"]) {
        const goes = plan.filter((line) => line.kept === null).length;
        process.stdout.write(
          json
            ? `${JSON.stringify({ removed: null, due: goes, kept: plan.length - goes })}\n`
            : `${goes} due, ${plan.length - goes} kept. Nothing was changed; --yes removes.\n`,
        );
        return 0;
      }
      const done = await carryOut(store.keeping, plan, rules, Date.now(), input.flags["compact"] === true);
      await removeRecognised(settings.data);
      await store.desk.audit({
        at: Date.now(),
        by: "retention",
        action: "removed",
        subject: "",
        detail: `${done.cases} cases ${done.messages} messages`,
      });
      process.stdout.write(
        json
          ? `${JSON.stringify({ removed: done, kept: plan.filter((line) => line.kept !== null).length })}\n`
          : `Removed ${done.cases} cases, ${done.messages} messages, ${done.replies} replies, ${done.notes} notes, ${done.audit} lines of the trace, ${done.silences} silences.\n`,
      );
      return 0;
    }),
};
