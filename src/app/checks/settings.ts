/** Are the settings right? By the time that anything else can be checked, they are. */
import { found } from "#core/checks/findings.ts";
import { type Check, DAY } from "./check.ts";

export const settingsCheck = (counts: { readonly count: number; readonly changed: number }): Check => ({
  name: "settings",
  every: DAY,
  deadline: 1_000,
  run: async () => [found("settings_ok", counts)],
});

/** In place of the others, where the settings cannot be read. */
export const wrongSettings = (because: string): Check => ({
  name: "settings",
  every: DAY,
  deadline: 1_000,
  run: async () => [found("settings_wrong", {}, because)],
});
