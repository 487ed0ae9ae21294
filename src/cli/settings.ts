/** `mottak settings`: every setting, its value and where it comes from; secrets masked. */
import { environmentName } from "#edges/settings/definitions.ts";
import { loadSettings, settingsJsonSchema } from "#edges/settings/load.ts";
import type { Command } from "./command.ts";
import { paint } from "./paint.ts";
import { configFolder } from "./root.ts";

export const settings: Command = {
  name: "settings",
  summary: "Shows every setting, its value and where it comes from.",
  usage: "[--json | --schema]",
  options: {
    json: { type: "boolean", summary: "As one JSON object." },
    schema: { type: "boolean", summary: "Prints the JSON schema of config/settings.json instead." },
  },
  takesSettings: true,
  run: async ({ flags, settingFlags }) => {
    if (flags["schema"]) {
      process.stdout.write(`${JSON.stringify(settingsJsonSchema(), null, 2)}\n`);
      return 0;
    }
    const { effective } = loadSettings({ flags: settingFlags, environment: process.env, configFolder });
    if (flags["json"]) {
      process.stdout.write(
        `${JSON.stringify(Object.fromEntries(effective.map(({ key, value, origin, place }) => [key, { value, origin, place }])), null, 2)}\n`,
      );
      return 0;
    }
    for (const { key, value, origin, place, summary } of effective) {
      const from = origin === "default" || origin === "unset" ? origin : `${origin} (${place})`;
      process.stdout.write(
        `${paint("bold", environmentName(key).padEnd(30))} ${value ?? "–"}  ${paint("gray", from)}\n${paint("gray", `    ${summary}`)}\n`,
      );
    }
    return 0;
  },
};
