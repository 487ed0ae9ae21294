/** What README and docs tell people to type exists: commands with their options, settings, files, npm scripts. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { readArguments, type SettingFlags } from "#cli/command.ts";
import { commands } from "#cli/commands.ts";
import { root } from "#cli/root.ts";
import { definitions, environmentName, flagName, settingKeys } from "#edges/settings/definitions.ts";

const pages = [
  "README.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
];
const samples = readdirSync(join(root, "config", "operation", "samples")).map((name) => join("config", "operation", "samples", name));
const read = (page: string) => readFileSync(join(root, page), "utf8");

const settings: SettingFlags = new Map(settingKeys.map((key) => [flagName(key), { key, summary: "", secret: false }]));
const names = new Set(
  settingKeys.flatMap((key) => [environmentName(key), ...("secret" in definitions[key] ? [`${environmentName(key)}_FILE`] : [])]),
);

/** Words of every command line of ours in a page: `npm run -s mottak -- WORDS`, in a line of code or between backticks. */
const commandLines = (text: string): string[][] =>
  [...text.matchAll(/npm run -s mottak -- ([^`\n]*)/g)].map(([, words = ""]) =>
    words
      .replace(/\s+#.*$/, "")
      .trim()
      .split(/\s+/)
      .filter(Boolean),
  );

describe.each(pages)("%s", (page) => {
  const text = read(page);

  it("names only commands and options that exist", async () => {
    for (const words of commandLines(text)) {
      if (words[0] === "COMMAND") continue;
      const entry = commands.find(({ name }) => name === words[0] || name === `${words[0]} ${words[1]}`);
      expect(entry?.name, words.join(" ")).toBeDefined();
      if (!entry) continue;
      const command = await entry.load();
      expect(
        () => readArguments(command, command.takesSettings ? settings : new Map(), words.slice(entry.name.split(" ").length)),
        words.join(" "),
      ).not.toThrow();
    }
  });

  it("names only settings that exist", () => {
    const named = [...text.matchAll(/\bMOTTAK_[A-Z_]*[A-Z](?!\w|_\.\.\.)/g)]
      .map(([name]) => name)
      .filter((name) => !/^MOTTAK_(?:TEST|SETTINGS_FILE)/.test(name));
    expect(named.filter((name) => !names.has(name))).toEqual([]);
  });

  it("names only files that exist", () => {
    const links = [...text.matchAll(/\]\(((?!https?:|#)[^)#]+)/g)].map(([, link = ""]) => link);
    expect(links.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([]);
    const quoted = [...text.matchAll(/(?<![\w/.])((?:config|test|docs|src|fixtures)\/[\w./@-]+\.[a-z]+)/g)].map(([, file = ""]) => file);
    // Not in the repository: what the agency writes itself, and a name with a number to fill in.
    expect(quoted.filter((file) => file !== "config/settings.json" && !file.includes("NN") && !existsSync(join(root, file)))).toEqual([]);
  });
});

it("the samples name only settings that exist", () => {
  const named = samples.flatMap((file) => [...read(file).matchAll(/^#? ?(MOTTAK_\w+)=/gm)].map(([, name = ""]) => name));
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !names.has(name))).toEqual([]);
});
