/** The shape of a command, and how its arguments are read and its help is made. */
import { parseArgs } from "node:util";
import { closest } from "fastest-levenshtein";
import { Failure } from "#core/failure.ts";

export type Option = { readonly type: "string" | "boolean"; readonly summary: string; readonly value?: string };

export type Command = {
  readonly name: string;
  readonly summary: string;
  /** What stands after the name ("FILE..."). */
  readonly usage: string;
  readonly options: Readonly<Record<string, Option>>;
  /** Takes every setting as a flag too. */
  readonly takesSettings?: true;
  /** Its help lists every setting; the others point to it. */
  readonly tellsSettings?: true;
  /** Further lines of help. */
  readonly details?: readonly string[];
  /** Resolves with the exit code: 0 fine, 1 something wrong in the input, 2 wrong use, 3 the world is broken. */
  readonly run: (input: Input) => Promise<number>;
};

export type Input = {
  readonly files: readonly string[];
  readonly flags: Readonly<Record<string, string | boolean | undefined>>;
  /** Settings given as flags, by key. */
  readonly settingFlags: Readonly<Record<string, string>>;
};

const common: Record<string, Option> = { help: { type: "boolean", summary: "Shows this help." } };

/** Settings by flag name; loaded only by commands that take them. */
export type SettingFlags = ReadonlyMap<string, { readonly key: string; readonly summary: string; readonly secret: boolean }>;

/** Reads the arguments after the command's name. Throws Failure `wrong_use` that names the nearest right flag. */
export const readArguments = (command: Command, settings: SettingFlags, words: readonly string[]): Input & { readonly help: boolean } => {
  const options = { ...common, ...command.options };
  const known = [...Object.keys(options), ...settings.keys()];
  const config: Record<string, { type: "string" | "boolean" }> = {};
  for (const [name, option] of Object.entries(options)) config[name] = { type: option.type };
  for (const name of settings.keys()) config[name] ??= { type: "string" };
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({ args: [...words], options: config, allowPositionals: true, strict: true });
  } catch (cause) {
    const { code, message } = cause as { code?: string; message: string };
    const given = message.match(/'(?:-h|--?([\w-]+))/)?.[1];
    if (words.includes("-h")) return { files: [], flags: {}, settingFlags: {}, help: true };
    if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION" && given)
      throw new Failure("wrong_use", `${command.name}: --${given} is no option; nearest: --${closest(given, known)}`);
    throw new Failure("wrong_use", `${command.name}: ${message}`, { cause });
  }
  const flags: Record<string, string | boolean | undefined> = {};
  const settingFlags: Record<string, string> = {};
  for (const [name, value] of Object.entries(parsed.values)) {
    const setting = settings.get(name);
    if (setting && !(name in options)) settingFlags[setting.key] = String(value);
    else flags[name] = value as string | boolean;
  }
  return { files: parsed.positionals, flags, settingFlags, help: flags["help"] === true };
};

/** The help of one command. */
export const helpOf = (command: Command, settings: SettingFlags): string => {
  const lines = [`mottak ${command.name} ${command.usage}`.trimEnd(), "", `  ${command.summary}`, ""];
  const options = { ...command.options, ...common };
  lines.push("Options:");
  for (const [name, option] of Object.entries(options))
    lines.push(`  ${`--${name}${option.type === "string" ? ` ${option.value ?? "VALUE"}` : ""}`.padEnd(26)} ${option.summary}`);
  if (settings.size > 0 && !command.tellsSettings)
    lines.push("", "Every setting is an option here too, such as --data FOLDER or --database-url URL: `mottak start --help` lists them.");
  if (settings.size > 0 && command.tellsSettings) {
    lines.push("", "Settings (also as MOTTAK_... in the environment or in config/settings.json):");
    for (const [name, setting] of settings) if (!setting.secret) lines.push(`  ${`--${name}`.padEnd(26)} ${setting.summary}`);
  }
  if (command.details) lines.push("", ...command.details);
  lines.push("", "Exit codes: 0 fine, 1 something wrong in the input, 2 wrong use, 3 the world is broken.");
  return `${lines.join("\n")}\n`;
};
