/** Reads an agency's texts and clocks, checked key by key and slot by slot; an error names file, line and key. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Clock } from "#core/clocks.ts";
import { checkTexts, type TextProblem, textSlots, type Texts } from "#core/compose/texts.ts";
import { Failure } from "#core/failure.ts";
import type { Language } from "#core/language.ts";
import { lineOf, readChecked } from "./agency.ts";

const keys = Object.keys(textSlots) as (keyof typeof textSlots)[];

/** Unknown keys and empty texts are told by checkTexts, with the slots. */
export const textsSchema = z.looseObject(Object.fromEntries(keys.map((key) => [key, z.string().optional()])));

const localised = z.strictObject({ nb: z.string().min(1), nn: z.string().min(1), en: z.string().min(1) });
const span = z.strictObject({ months: z.int().min(0).optional(), days: z.int().min(0).optional() });

export const clocksSchema = z.strictObject({
  $schema: z.string().optional(),
  clocks: z.array(
    z.strictObject({
      id: z.enum(["provisional_answer", "waiting_for_sender", "complete_unhandled"]),
      runsFrom: z.enum(["received", "asked", "complete"]),
      stopsAt: z.array(z.enum(["received", "closed", "provisional_answer"])),
      due: span,
      warn: span,
      law: localised.nullable(),
      validFrom: z.iso.date(),
      validTo: z.iso.date().nullable(),
    }),
  ),
});

/** The texts in all languages. Throws Failure `catalogue_wrong` that names file, line and text. */
export const loadTexts = (folder: string): Texts => ({
  nb: loadLanguage(folder, "nb"),
  nn: loadLanguage(folder, "nn"),
  en: loadLanguage(folder, "en"),
});

const loadLanguage = (folder: string, language: Language): Texts[Language] => {
  const file = join(folder, `texts.${language}.json`);
  const { $schema: _, ...texts } = readChecked(file, textsSchema) as Record<string, string>;
  const [problem, ...more] = checkTexts(texts);
  if (problem) {
    const line = lineOf(readFileSync(file, "utf8"), [problem.key]);
    const others = more.length > 0 ? ` (and ${more.length} more)` : "";
    throw new Failure("catalogue_wrong", `${file}:${line} ${problem.key}: ${problemInWords(problem)}${others}`);
  }
  return texts as Texts[Language];
};

const problemInWords = ({ problem, slot }: TextProblem): string => {
  switch (problem) {
    case "missing":
      return "the text is missing";
    case "unknown_text":
      return "there is no text of this name";
    case "empty":
      return "the text is empty";
    case "unknown_slot":
      return `there is no slot {${slot}} here`;
    case "unused_slot":
      return `the slot {${slot}} must be used`;
  }
};

/** The agency's clocks. Throws Failure `catalogue_wrong`. */
export const loadClocks = (folder: string): readonly Clock[] => readChecked(join(folder, "clocks.json"), clocksSchema).clocks as readonly Clock[];

/** Schemas for editors, by file name in config/agencies; a test holds the files to them. */
export const editorSchemas = (): Readonly<Record<string, unknown>> => ({
  "texts.schema.json": z.toJSONSchema(
    z.strictObject({
      $schema: z.string().optional(),
      ...Object.fromEntries(
        keys.map((key) => [key, textSlots[key].length > 0 ? z.string().describe(`slots: ${textSlots[key].join(", ")}`) : z.string()]),
      ),
    }),
  ),
  "clocks.schema.json": z.toJSONSchema(clocksSchema),
});
