/** Reads an agency's folder: agency.json and catalogue.json, checked field by field; an error names file, line and field. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Agency, Catalogue } from "#core/catalogue.ts";
import { Failure } from "#core/failure.ts";

const localised = z.strictObject({ nb: z.string().min(1), nn: z.string().min(1), en: z.string().min(1) });
const cues = z.array(z.string().min(2));

const partSchema = z.strictObject({ id: z.string().regex(/^[a-z_]+$/), recogniser: z.string().regex(/^[a-z_]+$/), label: localised });

const itemSchema = z.strictObject({
  number: z.int().min(1).max(99),
  id: z.string().regex(/^[a-z_]+$/),
  kind: z.enum(["title", "organisation", "person", "people", "period", "prose"]),
  role: z.enum(["head", "leader", "contact"]).optional(),
  parts: z.array(partSchema).min(1),
  question: localised,
  label: localised,
  example: localised,
  applies: z.enum(["always", "contact_is_leader", "other_of_pair"]),
  pair: z.string().optional(),
  noMeansComplete: z.string().optional(),
  notApplicable: z.string().optional(),
  cues,
  notCues: cues,
  partCues: z.record(z.string(), cues),
});

export const catalogueSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.string().min(1),
  validFrom: z.iso.date(),
  items: z.array(itemSchema).min(1),
  documents: z.array(z.strictObject({ role: z.enum(["project_description", "cv", "dpia"]), label: localised })),
});

export const agencySchema = z.strictObject({
  $schema: z.string().optional(),
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: localised,
  shortName: z.string().min(1),
  addresses: z.array(z.email()).min(1),
  phone: z.string().min(3),
  webPage: z.string().min(3),
  referencePrefix: z.string().regex(/^[A-Z]{2,8}$/),
  suppliedByStatistics: cues.optional(),
});

/** The agency in `folder`. Throws Failure `catalogue_wrong` that names file, line and field. */
export const loadAgency = (folder: string): Agency => {
  const { $schema: _, suppliedByStatistics, ...agency } = readChecked(join(folder, "agency.json"), agencySchema);
  const { $schema: __, ...catalogue } = readChecked(join(folder, "catalogue.json"), catalogueSchema);
  checkReferences(join(folder, "catalogue.json"), catalogue as Catalogue);
  return { ...agency, ...(suppliedByStatistics ? { suppliedByStatistics } : {}), catalogue: catalogue as Catalogue };
};

/** Reads a JSON file against a schema. */
export const readChecked = <S extends z.ZodType>(file: string, schema: S): z.infer<S> => {
  let source: string;
  try {
    source = readFileSync(file, "utf8");
  } catch (cause) {
    throw new Failure("catalogue_wrong", `${file} cannot be read`, { cause });
  }
  let data: unknown;
  try {
    data = JSON.parse(source);
  } catch (cause) {
    const position = Number((cause as Error).message.match(/position (\d+)/)?.[1] ?? Number.NaN);
    const line = Number.isNaN(position) ? "" : `:${source.slice(0, position).split("\n").length}`;
    throw new Failure("catalogue_wrong", `${file}${line} is not JSON: ${(cause as Error).message}`, { cause });
  }
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path ?? [];
  throw new Failure(
    "catalogue_wrong",
    `${file}:${lineOf(source, path)} ${path.join(".") || "(top)"}: ${issue?.message ?? "does not fit the schema"}`,
  );
};

/** 1-based line at which a path of keys and indexes begins; the nearest enclosing one where the last key is absent. */
export const lineOf = (source: string, path: readonly PropertyKey[]): number => {
  let at = 0;
  for (const key of path) {
    const next = typeof key === "number" ? elementAt(source, at, key) : source.indexOf(`"${String(key)}"`, at);
    if (next < 0) break;
    at = next;
  }
  return source.slice(0, at).split("\n").length;
};

/** Position of the n-th element of the first array after `from`. */
const elementAt = (source: string, from: number, index: number): number => {
  let at = source.indexOf("[", from);
  if (at < 0) return -1;
  let depth = 0;
  let count = 0;
  let inString = false;
  for (at += 1; at < source.length; at += 1) {
    const character = source[at];
    if (inString) {
      if (character === "\\") at += 1;
      else if (character === '"') inString = false;
      continue;
    }
    if (depth === 0 && character !== undefined && !/[\s,\]]/.test(character)) {
      if (count === index) return at;
    }
    if (character === '"') inString = true;
    else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") {
      if (depth === 0) return -1;
      depth -= 1;
    } else if (character === "," && depth === 0) count += 1;
  }
  return -1;
};

/** Numbers and ids are unique, and what one item says of another exists. */
const checkReferences = (file: string, catalogue: Catalogue): void => {
  const ids = new Set<string>();
  const numbers = new Set<number>();
  catalogue.items.forEach((item, index) => {
    const complain = (field: string, message: string): never => {
      throw new Failure(
        "catalogue_wrong",
        `${file}:${lineOf(readFileSync(file, "utf8"), ["items", index, field])} items.${index}.${field}: ${message}`,
      );
    };
    if (ids.has(item.id)) complain("id", `"${item.id}" is used twice`);
    if (numbers.has(item.number)) complain("number", `${item.number} is used twice`);
    ids.add(item.id);
    numbers.add(item.number);
    if (item.pair && !catalogue.items.some((other) => other.id === item.pair)) complain("pair", `there is no item "${item.pair}"`);
    if (item.kind === "person" && !item.role) complain("role", "an item of kind person needs a role (head, leader or contact)");
    for (const part of Object.keys(item.partCues)) if (!item.parts.some((one) => one.id === part)) complain("partCues", `there is no part "${part}"`);
  });
};
