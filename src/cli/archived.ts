/** `mottak archived`: notes that the archive has a case as it stands. */
import { userInfo } from "node:os";
import { Failure } from "#core/failure.ts";
import type { Command } from "./command.ts";
import { withStore } from "./with-store.ts";

export const archived: Command = {
  name: "archived",
  summary: "Notes that the archive has a case, so that it may be removed when its term is over.",
  usage: "CASE... [--by NAME] [--json]",
  options: {
    by: { type: "string", value: "NAME", summary: "Who has seen it in the archive; the user of this machine where not given." },
    json: { type: "boolean", summary: "One JSON object a line." },
  },
  takesSettings: true,
  details: [
    "A case is named by its reference or its number (2026-0142). What comes into the case afterwards is not covered: it is noted again then.",
  ],
  run: async (input) => {
    if (input.files.length === 0) throw new Failure("wrong_use", "archived: give the reference of a case, for example 2026-0001");
    const by = typeof input.flags["by"] === "string" ? input.flags["by"] : userInfo().username;
    return withStore(input, async (store) => {
      let missing = 0;
      for (const wanted of input.files) {
        const found = await store.desk.openCase(wanted);
        const done = found ? await store.keeping.confirmArchived(found.row.reference, by, Date.now()) : false;
        if (!done) missing += 1;
        if (found && done)
          await store.desk.audit({ at: Date.now(), by, action: "archived", subject: found.row.reference, detail: `version ${found.row.version}` });
        const reference = found?.row.reference ?? wanted;
        if (input.flags["json"]) process.stdout.write(`${JSON.stringify({ reference, archived: done })}\n`);
        else if (done) process.stdout.write(`${reference}: the archive has it.\n`);
        else process.stderr.write(`${wanted}: there is no such case\n`);
      }
      return missing > 0 ? 1 : 0;
    });
  },
};
