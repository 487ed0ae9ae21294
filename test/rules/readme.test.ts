/** The parts of README that repeat the code: written from it, and compared with it. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { examine } from "#app/examine.ts";
import { commands } from "#cli/commands.ts";
import { loadKnowledge } from "#cli/knowledge.ts";
import { openReader } from "#cli/reader.ts";
import { root } from "#cli/root.ts";
import { failures } from "#core/failure.ts";
import { definitions, environmentName, settingKeys } from "#edges/settings/definitions.ts";

const file = join(root, "README.md");
const cell = (text: string) => text.replaceAll("|", "\\|");

const tables: Record<string, () => string> = {
  commands: () =>
    [
      "| command | what it does |",
      "|---|---|",
      ...commands.map(({ name, summary }) => `| \`npm run -s mottak -- ${name}\` | ${cell(summary)} |`),
    ].join("\n"),
  settings: () =>
    [
      "| setting | default | what it is for |",
      "|---|---|---|",
      ...settingKeys.map(
        (key) =>
          `| \`${environmentName(key)}\` | ${"secret" in definitions[key] ? "secret" : definitions[key].fallback === null ? "" : `\`${definitions[key].fallback}\``} | ${cell(definitions[key].summary)} |`,
      ),
    ].join("\n"),
  errors: () =>
    [
      "| code | tried again | what to do |",
      "|---|---|---|",
      ...Object.entries(failures).map(([code, { temporary, remedy }]) => `| \`${code}\` | ${temporary ? "yes" : "no"} | ${cell(remedy)} |`),
    ].join("\n"),
};

const replaceBetween = (text: string, name: string, content: string): string => {
  const pattern = new RegExp(`(<!-- ${name}[^>]*-->\\n)[\\s\\S]*?(<!-- /${name.split(":")[0]} -->)`);
  expect(pattern.test(text), `README has <!-- ${name} -->`).toBe(true);
  return text.replace(pattern, (_, open: string, close: string) => `${open}${content}\n${close}`);
};

describe("README", () => {
  it("repeats commands, settings, error codes and the sample answer as they are", async () => {
    const before = readFileSync(file, "utf8");
    let after = before;
    for (const [name, make] of Object.entries(tables)) after = replaceBetween(after, name, make());
    const sample = before.match(/<!-- sample: (\S+) -->/)?.[1] ?? "";
    const knowledge = loadKnowledge({ agency: "udi" });
    const reader = openReader(Promise.resolve(knowledge.agency));
    const { reply } = await examine(readFileSync(join(root, sample)), knowledge, reader, 0);
    await reader.close();
    after = replaceBetween(after, `sample: ${sample}`, `\`\`\`\nSubject: ${reply?.subject}\n\n${reply?.text.trim()}\n\`\`\``);
    if (process.env["MOTTAK_TEST_WRITE"]) writeFileSync(file, after);
    else expect(before, "write it anew: npm run generate").toBe(after);
  });
});
