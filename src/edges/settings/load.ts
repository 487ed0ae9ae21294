/** The effective settings: flag > environment > config/settings.json > default. Anything unknown or wrong stops the start. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { closest, distance } from "fastest-levenshtein";
import { z } from "zod";
import { Failure } from "#core/failure.ts";
import { type Definition, definitions, environmentName, flagName, type SettingKey, settingKeys } from "./definitions.ts";

type Values = { [K in SettingKey]: z.infer<(typeof definitions)[K]["schema"]> | null };
type Optional = { [K in SettingKey]: null extends (typeof definitions)[K]["fallback"] ? K : never }[SettingKey];
/** Every setting with its value; those without a default may be null. */
export type Settings = { readonly [K in Exclude<SettingKey, Optional>]: NonNullable<Values[K]> } & { readonly [K in Optional]: Values[K] };

export type Origin = "flag" | "environment" | "file" | "default" | "unset";
/** One line of `mottak settings`. `value` is masked for secrets. */
export type EffectiveSetting = {
  readonly key: SettingKey;
  readonly value: string | null;
  readonly origin: Origin;
  readonly place: string;
  readonly summary: string;
};
export type LoadedSettings = { readonly settings: Settings; readonly effective: readonly EffectiveSetting[] };

export type Sources = {
  /** Flags by key ("mailboxUrl"), as given on the command line. */
  readonly flags: Readonly<Record<string, string | undefined>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folder that holds `settings.json`. */
  readonly configFolder: string;
};

/** Environment names that begin like ours and are read by others: the test suite, and the settings file's own place. */
const notSettings = /^MOTTAK_(?:TEST_|CHAOS_|BENCH_|SETTINGS_FILE$)/;

type Found = { readonly text: string; readonly origin: Origin; readonly place: string };

/**
 * Loads and checks all settings. Throws Failure `setting_wrong` that names the setting, the place of its value, what is wrong
 * with it and the nearest right name or value.
 */
export const loadSettings = (sources: Sources): LoadedSettings => {
  const file = readFile(sources);
  checkNames(sources.environment);
  const effective: EffectiveSetting[] = [];
  const values: Record<string, unknown> = {};
  for (const key of settingKeys) {
    const definition: Definition = definitions[key];
    const found = find(key, definition, sources, file);
    if (!found) {
      values[key] = null;
      effective.push({ key, value: null, origin: "unset", place: environmentName(key), summary: definition.summary });
      continue;
    }
    const text = found.origin === "default" ? found.text.replace("{data}", String(values["data"])) : found.text;
    values[key] = checked(key, definition, { ...found, text });
    effective.push({
      key,
      value: definition.secret ? "********" : masked(text),
      origin: found.origin,
      place: found.place,
      summary: definition.summary,
    });
  }
  return { settings: values as Settings, effective };
};

const find = (key: SettingKey, definition: Definition, sources: Sources, file: SettingsFile): Found | null => {
  const flag = sources.flags[key];
  const name = environmentName(key);
  if (flag !== undefined) {
    if (definition.secret)
      throw new Failure("setting_wrong", `--${flagName(key)} is a secret and may not stand on the command line; set ${name} or ${name}_FILE`);
    return { text: flag, origin: "flag", place: `--${flagName(key)}` };
  }
  const direct = sources.environment[name];
  if (direct !== undefined && direct !== "") return { text: direct, origin: "environment", place: name };
  const secretFile = definition.secret ? sources.environment[`${name}_FILE`] : undefined;
  if (secretFile)
    return { text: readSecret(`${name}_FILE`, credentialPath(secretFile, sources.environment)), origin: "environment", place: `${name}_FILE` };
  const written = file.values[key];
  if (written !== undefined) {
    if (definition.secret)
      throw new Failure("setting_wrong", `${file.name}: "${key}" is a secret and may not stand in a file of settings; set ${name} or ${name}_FILE`);
    if (typeof written === "object") throw new Failure("setting_wrong", `${file.name}: "${key}" must be a text, a number or true/false`);
    return { text: String(written), origin: "file", place: `${file.name}: "${key}"` };
  }
  return definition.fallback === null ? null : { text: definition.fallback, origin: "default", place: "default" };
};

/** URLs may not carry passwords: they would be shown by `mottak settings` and in errors. */
const PASSWORD_IN_URL = /^[a-z]+:\/\/[^/\s:@]*:[^/\s@]+@/i;

const checked = (key: SettingKey, definition: Definition, found: Found): unknown => {
  const shown = definition.secret ? "the value" : JSON.stringify(masked(found.text));
  if (!definition.secret && PASSWORD_IN_URL.test(found.text))
    throw new Failure("setting_wrong", `${found.place} (${key}) holds a password in its URL; put the password in its own setting`);
  const result = definition.schema.safeParse(found.text);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const options = definition.schema instanceof z.ZodEnum ? definition.schema.options.map(String) : [];
  const nearest = options.length > 0 ? `; nearest: "${closest(found.text, options)}"` : "";
  const rule = options.length > 0 ? `must be one of ${options.join(", ")}` : (issue?.message ?? "is wrong");
  throw new Failure("setting_wrong", `${found.place} (${key}) is ${shown}: ${rule}${nearest}`);
};

const masked = (text: string): string => text.replace(/^([a-z]+:\/\/[^/\s:@]*):[^/\s@]+@/i, "$1:********@");

/** A bare name is one of the service manager's credentials (systemd's LoadCredential), where there are any. */
const credentialPath = (path: string, { CREDENTIALS_DIRECTORY: folder }: Sources["environment"]): string =>
  folder && !path.includes("/") ? join(folder, path) : path;

const readSecret = (name: string, path: string): string => {
  try {
    return readFileSync(path, "utf8").replace(/\r?\n$/, "");
  } catch (cause) {
    throw new Failure("setting_wrong", `${name} names ${path}, which cannot be read`, { cause });
  }
};

type SettingsFile = { readonly name: string; readonly values: Readonly<Record<string, unknown>> };

const readFile = (sources: Sources): SettingsFile => {
  const named = sources.environment["MOTTAK_SETTINGS_FILE"];
  const name = named ?? join(sources.configFolder, "settings.json");
  if (!existsSync(name)) {
    if (named) throw new Failure("setting_wrong", `MOTTAK_SETTINGS_FILE names ${named}, which does not exist`);
    return { name, values: {} };
  }
  let values: unknown;
  try {
    values = JSON.parse(readFileSync(name, "utf8"));
  } catch (cause) {
    throw new Failure("setting_wrong", `${name} is not JSON: ${(cause as Error).message}`, { cause });
  }
  if (typeof values !== "object" || values === null || Array.isArray(values))
    throw new Failure("setting_wrong", `${name} must hold one object with settings`);
  const { $schema: _, ...rest } = values as Record<string, unknown>;
  for (const key of Object.keys(rest))
    if (!settingKeys.includes(key as SettingKey))
      throw new Failure("setting_wrong", `${name}: "${key}" is no setting; nearest: "${closest(key, settingKeys)}"`);
  return { name, values: rest };
};

const checkNames = (environment: Sources["environment"]): void => {
  const known = settingKeys.flatMap((key) => [environmentName(key), ...("secret" in definitions[key] ? [`${environmentName(key)}_FILE`] : [])]);
  for (const name of Object.keys(environment))
    if (name.startsWith("MOTTAK_") && !notSettings.test(name) && !known.includes(name))
      throw new Failure("setting_wrong", `${name} in the environment is no setting; nearest: ${nearestOf(name, known)}`);
};

const nearestOf = (name: string, known: readonly string[]): string => known.toSorted((a, b) => distance(name, a) - distance(name, b))[0] ?? "";

/** JSON schema of `config/settings.json`, for editors; the repository holds it and a test keeps it true. */
export const settingsJsonSchema = (): object => ({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Settings of Mottak",
  type: "object",
  additionalProperties: false,
  properties: {
    $schema: { type: "string" },
    ...Object.fromEntries(
      settingKeys
        .filter((key) => !("secret" in definitions[key]))
        .map((key) => {
          const { $schema: _, ...schema } = z.toJSONSchema(definitions[key].schema, { io: "output" }) as Record<string, unknown>;
          const { fallback, summary } = definitions[key];
          return [
            key,
            {
              ...schema,
              description: summary,
              ...(fallback === null ? {} : { default: schema["type"] === "integer" ? Number(fallback) : fallback }),
            },
          ];
        }),
    ),
  },
});
