/** `mottak migrate`: brings the database to this version's schema; `start` does so too. */
import type { Command } from "./command.ts";

export const migrate: Command = {
  name: "migrate",
  summary: "Brings the database to this version's schema.",
  usage: "",
  options: {},
  takesSettings: true,
  details: ["Forward only. A database that a newer version wrote is refused. Back it up first: README, Backup."],
  run: async ({ settingFlags }) => {
    const { loadSettings } = await import("#edges/settings/load.ts");
    const { configFolder } = await import("./root.ts");
    const { settings } = loadSettings({ flags: settingFlags, environment: process.env, configFolder });
    const { openDatabase } = await import("#edges/store/open.ts");
    const { migrate: run } = await import("#edges/store/migrate.ts");
    const database = await openDatabase({ url: settings.databaseUrl, password: settings.databasePassword });
    try {
      const done = await run(database);
      process.stdout.write(done.length === 0 ? "The schema is the newest.\n" : `Done: ${done.join(", ")}.\n`);
      return 0;
    } finally {
      await database.close();
    }
  },
};
