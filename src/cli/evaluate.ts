/** `mottak evaluate`: checks a folder of messages with gold answers, prints the figures and every difference. */
import { appendFileSync, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join, relative } from "node:path";
import type { Answer } from "#app/answer.ts";
import type { Gold, Score } from "#app/score.ts";
import { asFailure, Failure } from "#core/failure.ts";
import type { Command } from "./command.ts";
import { paint } from "./paint.ts";
import { modelFile, root } from "./root.ts";

const history = join(root, "test", "quality", "history.ndjson");

/** How a folder is named in the history: its path in the repository, or its own name where it lies elsewhere. */
const folderName = (folder: string): string => {
  const path = relative(root, folder);
  return path.startsWith("..") ? basename(folder) : path;
};

export const evaluate: Command = {
  name: "evaluate",
  summary: "Checks a folder of messages with gold answers and prints the figures.",
  usage: "DIR...",
  options: {
    json: { type: "boolean", summary: "The figures as one JSON object." },
    quiet: { type: "boolean", summary: "Without the differences." },
    record: { type: "boolean", summary: "Adds the figures to test/quality/history.ndjson." },
    only: { type: "string", value: "TEXT", summary: "Only cases whose name holds the text." },
  },
  takesSettings: true,
  run: async ({ files, flags, settingFlags }) => {
    if (files.length === 0) throw new Failure("wrong_use", "evaluate: give a folder of .eml files with .gold.json beside them");
    const { loadSettings } = await import("#edges/settings/load.ts");
    const { configFolder } = await import("./root.ts");
    const { settings } = loadSettings({ flags: settingFlags, environment: process.env, configFolder });
    const { loadKnowledge } = await import("./knowledge.ts");
    const knowledge = loadKnowledge({ agency: settings.agency });
    const { examine } = await import("#app/examine.ts");
    const { answerOf } = await import("#app/answer.ts");
    const { inLanes } = await import("#app/lanes.ts");
    const { score } = await import("#app/score.ts");
    const { readMessageFile } = await import("./read-files.ts");
    const { openReader } = await import("./reader.ts");
    const reader = openReader(Promise.resolve(knowledge.agency), { warm: availableParallelism() });
    const only = typeof flags["only"] === "string" ? flags["only"] : "";
    const pairs: { id: string; gold: Gold; answer: Answer | null }[] = [];
    const begun = performance.now();
    try {
      const cases = casesIn(files).filter((one) => one.id.includes(only));
      const answers = inLanes(cases, availableParallelism(), async ({ id, message, gold }) => {
        const answer = await examine(readMessageFile(message, settings.limitMessageMb), knowledge, reader, Date.now())
          .then((examined) => answerOf(message, examined))
          .catch((thrown: unknown) => {
            const failure = asFailure(thrown);
            process.stderr.write(`${id}: ${failure.message} [${failure.code}]\n`);
            return null;
          });
        return { id, gold: readGold(gold), answer };
      });
      for await (const pair of answers) pairs.push(pair);
    } finally {
      await reader.close();
    }
    if (pairs.length === 0) throw new Failure("wrong_use", `evaluate: no .eml with a .gold.json in ${files.join(", ")}`);
    const result = score(pairs);
    const { byCase: _, ...figures } = result;
    const { loadModel } = await import("#edges/read/model-file.ts");
    if (flags["record"])
      appendFileSync(
        history,
        `${JSON.stringify({ at: new Date().toISOString(), folders: files.map(folderName), model: loadModel(modelFile).trainedOn, ...figures })}\n`,
      );
    if (flags["json"]) process.stdout.write(`${JSON.stringify(result)}\n`);
    else process.stdout.write(figuresText(result, !flags["quiet"], (performance.now() - begun) / 1000));
    return result.perfect === result.cases ? 0 : 1;
  },
};

const casesIn = (folders: readonly string[]): { id: string; message: string; gold: string }[] => {
  const found: { id: string; message: string; gold: string }[] = [];
  const walk = (folder: string, prefix: string) => {
    if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new Failure("wrong_use", `evaluate: ${folder} is no folder`);
    for (const entry of readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path, `${prefix}${entry.name}/`);
      else if (entry.name.endsWith(".eml")) {
        const gold = path.replace(/\.eml$/, ".gold.json");
        if (existsSync(gold)) found.push({ id: `${prefix}${entry.name.replace(/\.eml$/, "")}`, message: path, gold });
      }
    }
  };
  for (const folder of folders) walk(folder, "");
  return found;
};

const readGold = (file: string): Gold => {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Gold;
  } catch (cause) {
    throw new Failure("wrong_use", `${file} is not JSON`, { cause });
  }
};

const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;

const figuresText = (result: Score, withDifferences: boolean, seconds: number): string => {
  const lines: string[] = [];
  if (withDifferences)
    for (const { id, right, differences } of result.byCase)
      if (differences.length > 0)
        lines.push(`${paint("bold", id)}${right ? " (answer right)" : ""}`, ...differences.map((difference) => `  ${difference}`));
  if (lines.length > 0) lines.push("");
  lines.push(`cases ${result.cases}, unanswered ${result.unanswered}, ${seconds.toFixed(1)} s`);
  lines.push(
    `right answer to the sender (kind, language, action, exactly the right things asked for): ${result.perfect}/${result.cases} = ${percent(result.perfect / result.cases)}`,
  );
  lines.push(
    `receipt though something lacks: ${result.falseReceipt}; completeness answer to a machine or a mere question: ${result.replyToMachineOrPerson}`,
  );
  for (const [key, { rate, of }] of Object.entries(result.rates)) lines.push(`${key.padEnd(22)} ${percent(rate).padStart(8)} of ${of}`);
  lines.push(
    `items: ${Object.entries(result.perItem)
      .map(([number, rate]) => `${number}:${Math.round(100 * rate)}`)
      .join(" ")}`,
  );
  lines.push(
    `gold>answer: ${Object.entries(result.confusion)
      .map(([key, count]) => `${key} ${count}`)
      .join(", ")}`,
  );
  return `${lines.join("\n")}\n`;
};
