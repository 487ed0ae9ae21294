/** `mottak restore`: a backup in the database's place, with everything noted that keeps replies from going out twice. */
import { Failure } from "#core/failure.ts";
import type { Settings } from "#edges/settings/load.ts";
import type { Command } from "./command.ts";
import { isDeadHere, workerName } from "./identity.ts";
import { configFolder } from "./root.ts";

export const restore: Command = {
  name: "restore",
  summary: "Puts a backup in the database's place, so that nothing that went out since goes out again.",
  usage: "FILE | --already [--json]",
  options: {
    already: { type: "boolean", summary: "The database was brought back by other means (a snapshot of the machine): only notes it." },
    json: { type: "boolean", summary: "As one JSON object." },
  },
  takesSettings: true,
  details: [
    "Stop every worker first. The database that was there is kept beside the new one; remove it when all is well.",
    "Every reply that the backup holds as unsent, and every reply to mail that came until now, is looked for in Sent before it goes out.",
    "Mail that was filed after the backup is no longer in the inbox: move it back there, and it is read again and not answered twice.",
  ],
  run: async ({ files, flags, settingFlags }) => {
    const [file, more] = files;
    const already = flags["already"] === true;
    if (more || already === (file !== undefined)) throw new Failure("wrong_use", "restore: give the backup's file, or --already");
    const { loadSettings } = await import("#edges/settings/load.ts");
    const { settings } = loadSettings({ flags: settingFlags, environment: process.env, configFolder });
    const before = await lookAtPresent(settings);
    const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
    const { putBack } = await import("#edges/store/backup.ts");
    const options = { url: settings.databaseUrl, password: settings.databasePassword };
    const aside = file ? await putBack(options, file, stamp) : null;
    const { openStore } = await import("#edges/store/store.ts");
    const store = await openStore(options);
    try {
      // Where the database was brought back by other means, what is there is the old state itself: it knows no later numbers.
      const doubtful = await store.restored.noteRestored(already ? null : before, Date.now());
      const { cases } = await store.operation.counts();
      await store.desk.audit({ at: Date.now(), by: "restore", action: "change", subject: "database", detail: `${doubtful} replies in doubt` });
      process.stdout.write(
        flags["json"]
          ? `${JSON.stringify({ cases, doubtful, aside })}\n`
          : `Restored: ${cases} cases; ${doubtful} replies are looked for in Sent before they go out.${aside ? ` The database that was there: ${aside}` : ""}\n`,
      );
      return 0;
    } finally {
      await store.close();
    }
  },
};

/** Running numbers of the database that is there; null where it cannot be read. Throws Failure `worker_running`. */
const lookAtPresent = async (settings: Settings): Promise<Readonly<Record<string, number>> | null> => {
  const { existsSync } = await import("node:fs");
  const { databaseUrl: url, databasePassword: password } = settings;
  if (url.startsWith("sqlite:") && !existsSync(url.slice("sqlite:".length))) return null;
  const { openStore } = await import("#edges/store/store.ts");
  const store = await openStore({ url, password }).catch(() => null);
  if (!store) return null;
  try {
    for (const holder of await store.restored.running(Date.now()))
      if (!isDeadHere(holder, workerName())) throw new Failure("worker_running", `the worker ${holder} is running on this database`);
    return await store.restored.counters();
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.code === "worker_running") throw thrown;
    return null;
  } finally {
    await store.close().catch(() => undefined);
  }
};
