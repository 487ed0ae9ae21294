/** Entry: picks the command, loads only that one, and turns a Failure into a line for a person and an exit code. */
import { constants, enableCompileCache } from "node:module";
import { join } from "node:path";
import { closest } from "fastest-levenshtein";
import { asFailure, Failure, type FailureCode } from "#core/failure.ts";
import type { Command, SettingFlags } from "./command.ts";
import { commands } from "./commands.ts";
import { root } from "./root.ts";

/** Codes that speak of wrong use or wrong configuration; the rest is the world. */
const WRONG_USE: readonly FailureCode[] = ["wrong_use", "setting_wrong"];
const WRONG_INPUT: readonly FailureCode[] = [
  "backup_broken",
  "catalogue_wrong",
  "message_empty",
  "message_not_mail",
  "message_broken",
  "message_too_large",
  "message_unreadable",
  "message_timeout",
];

const main = async (words: readonly string[]): Promise<number> => {
  const [first, ...rest] = words;
  if (first === undefined || first === "help" || first === "--help" || first === "-h") {
    process.stdout.write(overview());
    return first === undefined ? 2 : 0;
  }
  const entry = commands.find((one) => one.name === first) ?? commands.find((one) => one.name === `${first} ${rest[0]}`);
  if (!entry) {
    const family = commands.filter((one) => one.name.startsWith(`${first} `));
    const hint =
      family.length > 0
        ? `one of: ${family.map((one) => one.name).join(", ")}`
        : `nearest: ${closest(
            first,
            commands.map((one) => one.name),
          )}`;
    throw new Failure("wrong_use", `"${first}" is no command; ${hint}`);
  }
  const command = await entry.load();
  const { helpOf, readArguments } = await import("./command.ts");
  const settings = await settingFlags(command);
  const input = readArguments(command, settings, entry.name.includes(" ") ? rest.slice(1) : rest);
  if (input.help) {
    process.stdout.write(helpOf(command, settings));
    return 0;
  }
  return command.run(input);
};

const settingFlags = async (command: Command): Promise<SettingFlags> => {
  if (!command.takesSettings) return new Map();
  const { definitions, flagName, settingKeys } = await import("#edges/settings/definitions.ts");
  return new Map(settingKeys.map((key) => [flagName(key), { key, summary: definitions[key].summary, secret: "secret" in definitions[key] }]));
};

const overview = (): string =>
  [
    "mottak COMMAND [OPTIONS]",
    "",
    ...commands.map((one) => `  ${one.name.padEnd(18)} ${one.summary}`),
    "",
    "mottak COMMAND --help tells more about a command.",
    "",
  ].join("\n");

/** Output that goes into a closed pipe (`| head`) is no error. */
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
});

// Compiled code is kept between runs: a command starts in half the time from the second one on.
if (enableCompileCache(join(root, "node_modules", ".cache", "mottak")).status === constants.compileCacheStatus.FAILED) enableCompileCache();

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (thrown) {
  const failure = asFailure(thrown);
  process.stderr.write(`mottak: ${failure.message} [${failure.code}]\n  ${failure.remedy}\n`);
  if (failure.code === "internal" && process.env["MOTTAK_LOG_LEVEL"] === "debug" && failure.cause instanceof Error)
    process.stderr.write(`${failure.cause.stack}\n`);
  process.exitCode = WRONG_USE.includes(failure.code) ? 2 : WRONG_INPUT.includes(failure.code) ? 1 : 3;
}
