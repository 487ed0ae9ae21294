/** Opens the store for a command that works on it, and closes it. */
import type { Store } from "#app/ports.ts";
import type { Settings } from "#edges/settings/load.ts";
import type { Input } from "./command.ts";
import { configFolder } from "./root.ts";

/** Opens the store that the settings name, and closes it when `use` is done. Throws Failure of settings and database. */
export const withStore = async <T>(input: Input, use: (store: Store, mode: Settings["mode"], settings: Settings) => Promise<T>): Promise<T> => {
  const { loadSettings } = await import("#edges/settings/load.ts");
  const { settings } = loadSettings({ flags: input.settingFlags, environment: process.env, configFolder });
  const { openStore } = await import("#edges/store/store.ts");
  const store = await openStore({ url: settings.databaseUrl, password: settings.databasePassword });
  try {
    return await use(store, settings.mode, settings);
  } finally {
    await store.close();
  }
};
