/** `mottak export`: writes case packages (originals, checksums, assessment, report, replies, arkivmelding) into a folder. */
import { join } from "node:path";
import { Failure } from "#core/failure.ts";
import type { Command } from "./command.ts";

export const exportCommand: Command = {
  name: "export",
  summary: "Writes the package of a case: originals with checksums, assessment, report, replies, arkivmelding.xml.",
  usage: "CASE... [--to DIR]",
  options: { to: { type: "string", value: "DIR", summary: "Folder for the packages; exports in the data folder where not set." } },
  takesSettings: true,
  details: ["A case is named by its reference or its number (2026-0142). A package that is there already is kept; the new one gets a number."],
  run: async ({ files, flags, settingFlags }) => {
    if (files.length === 0) throw new Failure("wrong_use", "export: give the reference of a case, for example 2026-0001");
    const { loadSettings } = await import("#edges/settings/load.ts");
    const { agencyFolder, configFolder } = await import("./root.ts");
    const { settings } = loadSettings({ flags: settingFlags, environment: process.env, configFolder });
    const { openStore } = await import("#edges/store/store.ts");
    const store = await openStore({ url: settings.databaseUrl, password: settings.databasePassword });
    const { exportTools } = await import("./web.ts");
    const { packageOf } = await import("#app/export.ts");
    const { writePackage } = await import("#edges/archive/write.ts");
    const { loadKnowledge } = await import("./knowledge.ts");
    try {
      const folder = typeof flags["to"] === "string" ? flags["to"] : join(settings.data, "exports");
      const tools = await exportTools({ store, knowledge: loadKnowledge({ agency: settings.agency }) }, agencyFolder(settings.agency));
      const { openCase } = await import("#app/desk.ts");
      let missing = 0;
      for (const reference of files) {
        const open = await openCase({ store, clocks: [], clock: { now: () => Date.now() } }, reference);
        if (!open) {
          missing += 1;
          process.stderr.write(`${reference}: there is no such case\n`);
          continue;
        }
        const made = await packageOf(tools, open, "export", Date.now());
        const path = await writePackage(made, folder);
        await store.desk.audit({ at: Date.now(), by: "export", action: "export", subject: open.view.reference, detail: `version ${open.version}` });
        process.stdout.write(`${open.view.reference}: ${made.files.length} files in ${path}\n`);
      }
      return missing > 0 ? 1 : 0;
    } finally {
      await store.close();
    }
  },
};
