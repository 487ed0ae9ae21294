/** `mottak backup`: a whole copy of the database in one file, while workers run. */
import { Failure } from "#core/failure.ts";
import type { Command } from "./command.ts";
import { configFolder } from "./root.ts";

export const backup: Command = {
  name: "backup",
  summary: "Writes a whole copy of the database while workers run.",
  usage: "FILE [--json]",
  options: { json: { type: "boolean", summary: "As one JSON object." } },
  takesSettings: true,
  details: [
    "SQLite: one moment of the database, checked. PostgreSQL: pg_dump in its own format, which must be installed here.",
    "The file holds everything that came by mail: keep it as safe as the database, and delete it when the retention terms say so.",
    "Settings, secrets and the agency's folder are not in it.",
  ],
  run: async ({ files, flags, settingFlags }) => {
    const [file, more] = files;
    if (!file || more) throw new Failure("wrong_use", "backup: give the file to write");
    const { loadSettings } = await import("#edges/settings/load.ts");
    const { settings } = loadSettings({ flags: settingFlags, environment: process.env, configFolder });
    const { backUp } = await import("#edges/store/backup.ts");
    const copy = await backUp({ url: settings.databaseUrl, password: settings.databasePassword }, file);
    process.stdout.write(
      flags["json"]
        ? `${JSON.stringify(copy)}\n`
        : `${copy.file}: ${copy.bytes} bytes${copy.messages === null ? "" : `, ${copy.messages} messages, ${copy.cases} cases, checked`}.\n`,
    );
    return 0;
  },
};
