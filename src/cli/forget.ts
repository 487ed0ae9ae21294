/** `mottak forget`: what is held of one address, and its removal as far as nothing speaks against it (GDPR article 17). */
import { Failure } from "#core/failure.ts";
import type { Command } from "./command.ts";
import { removeRecognised } from "./recognised.ts";
import { keptWords } from "./retention.ts";
import { withStore } from "./with-store.ts";

export const forget: Command = {
  name: "forget",
  summary: "Shows what is held of an address and what must be kept; removes the rest with --yes.",
  usage: "ADDRESS [--yes] [--json]",
  options: {
    yes: { type: "boolean", summary: "Removes what may go; without it nothing is changed." },
    json: { type: "boolean", summary: "One JSON object." },
  },
  takesSettings: true,
  details: [
    "A case is kept while it is open, and until what MOTTAK_RETENTION_NEEDS asks for is sure: the archival duty goes before (GDPR article 17 no. 3).",
    "Not reached from here: the mailbox with its folders, Sent, packages that were written, backups, the archive.",
    "Exit code 1 where something is kept.",
  ],
  run: async (input) => {
    const [address, more] = input.files;
    if (!address || more || !/^[^\s@]+@[^\s@]+$/.test(address))
      throw new Failure("wrong_use", "forget: give one address, for example kari@uni.example");
    return withStore(input, async (store, _, settings) => {
      const { forget: remove, planForget } = await import("#app/forget.ts");
      const { headOf } = await import("#edges/read/head.ts");
      const now = Date.now();
      const plan = await planForget({ store, headOf }, address, settings.retentionNeeds, now);
      const goes = plan.lines.filter((line) => line.kept === null);
      const kept = plan.lines.length - goes.length;
      if (input.flags["yes"]) {
        await remove({ store }, address, plan, now);
        await removeRecognised(settings.data);
        // The address itself is not written into the trace: it is what is to be forgotten.
        await store.desk.audit({ at: now, by: "forget", action: "removed", subject: "", detail: `${goes.length} removed ${kept} kept` });
      }
      if (input.flags["json"]) process.stdout.write(`${JSON.stringify({ removed: input.flags["yes"] === true, ...plan })}\n`);
      else {
        for (const { what, id, kept: why } of plan.lines)
          process.stdout.write(
            `${why ? "keep  " : "remove"}  ${what.padEnd(8)} ${what === "case" ? id : id.slice(0, 12)}${why ? `: ${keptWords[why]}` : ""}\n`,
          );
        if (plan.notes > 0) process.stdout.write(`remove  mail to the address outside any case: ${plan.notes}\n`);
        if (plan.silenced) process.stdout.write("remove  the note that mail to the address came back\n");
        if (plan.lines.length + plan.notes === 0 && !plan.silenced) process.stdout.write("Nothing is held of this address.\n");
        else process.stdout.write(input.flags["yes"] ? "Removed, but for what is kept.\n" : "Nothing was changed; --yes removes.\n");
        process.stdout.write("Not reached from here: the mailbox and its folders, Sent, written packages, backups, the archive.\n");
      }
      return kept > 0 ? 1 : 0;
    });
  },
};
