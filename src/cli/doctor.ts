/** `mottak doctor`: every check, offline ones first, with cause and next step. Changes nothing. */
import { type Check, runCheck } from "#app/checks/check.ts";
import { wrongSettings } from "#app/checks/settings.ts";
import { severityOf } from "#core/checks/findings.ts";
import { type CheckResult, summaryOf } from "#core/checks/result.ts";
import { type CheckWords, inWords } from "#core/checks/words.ts";
import { asFailure, Failure } from "#core/failure.ts";
import type { Command, Input } from "./command.ts";
import { paint } from "./paint.ts";
import { checkWordsFolder, configFolder } from "./root.ts";

export const doctor: Command = {
  name: "doctor",
  summary: "Checks everything that Mottak needs, and says what to do about what is wrong.",
  usage: "[--json] [--send-to ADDRESS]",
  options: {
    json: { type: "boolean", summary: "As one JSON object." },
    "send-to": { type: "string", value: "ADDRESS", summary: "Sends a short test mail there too." },
  },
  takesSettings: true,
  details: [
    "Nothing is changed and, without --send-to, nothing is sent; it may run beside the worker, and before the first start.",
    "Ends with 0 where all is fine or only to be looked at, with 1 where something fails.",
  ],
  run: async (input) => {
    const { loadCheckWords } = await import("#edges/settings/check-words.ts");
    const words = loadCheckWords(checkWordsFolder, "en");
    const json = input.flags["json"] === true;
    const results: CheckResult[] = [];
    // All begin at once, each with its deadline; they are shown in their order.
    for (const running of (await checksFor(input)).map((check) => runCheck(check, Date.now))) {
      const result = await running;
      if (!result) continue;
      results.push(result);
      if (!json) process.stdout.write(lineOf(result, words));
    }
    const { state, counts } = summaryOf(results);
    if (json) process.stdout.write(`${JSON.stringify({ state, counts, checks: results.map((result) => asJson(result, words)) }, null, 2)}\n`);
    else process.stdout.write(`\n${counts.ok} fine, ${counts.warn} to look at, ${counts.fail} wrong.\n`);
    return state === "fail" ? 1 : 0;
  },
};

/** Every check; where the settings are wrong, the one that says so. */
const checksFor = async ({ flags, settingFlags }: Input): Promise<readonly Check[]> => {
  const sendTo = typeof flags["send-to"] === "string" ? flags["send-to"] : null;
  if (sendTo !== null && !/^[^\s@<>]+@[^\s@<>]+$/.test(sendTo)) throw new Failure("wrong_use", `doctor: --send-to needs an address, not "${sendTo}"`);
  try {
    const { loadSettings } = await import("#edges/settings/load.ts");
    const loaded = loadSettings({ flags: settingFlags, environment: process.env, configFolder });
    const { allChecks, lookFromOutside } = await import("./checks.ts");
    return await allChecks({ ...loaded, look: await lookFromOutside(loaded.settings), sendTo });
  } catch (thrown) {
    const failure = asFailure(thrown);
    if (failure.code !== "setting_wrong") throw failure;
    return [wrongSettings(failure.message)];
  }
};

const marks = { ok: paint("green", "✓"), warn: paint("yellow", "!"), fail: paint("red", "✗") } as const;
const NAME_WIDTH = 21;

const lineOf = ({ name, state, findings }: CheckResult, words: CheckWords): string => {
  const lines: string[] = [];
  for (const finding of findings) {
    const { says, next } = inWords(finding, words);
    const first = lines.length === 0 ? `${marks[state]} ${paint("bold", words.names[name].padEnd(NAME_WIDTH))} ` : " ".repeat(NAME_WIDTH + 3);
    lines.push(`${first}${findings.length > 1 ? `${marks[severityOf(finding)]} ` : ""}${says}`);
    if (finding.detail) lines.push(`${" ".repeat(NAME_WIDTH + 5)}${paint("gray", finding.detail)}`);
    if (next) lines.push(`${" ".repeat(NAME_WIDTH + 5)}→ ${next}`);
  }
  return `${lines.join("\n")}\n`;
};

const asJson = ({ name, state, milliseconds, findings }: CheckResult, words: CheckWords) => ({
  name,
  state,
  milliseconds,
  findings: findings.map((finding) => {
    const { says, next } = inWords(finding, words);
    return { code: finding.code, severity: severityOf(finding), says, do: next, detail: finding.detail, values: finding.values };
  }),
});
