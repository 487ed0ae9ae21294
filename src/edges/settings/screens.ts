/** Reads the words of the staff pages and the rules of the archive, checked; an error names file, line and key. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { Failure } from "#core/failure.ts";
import type { Language } from "#core/language.ts";
import type { ArchiveRules } from "#core/package/archive.ts";
import { checkScreens, type Screens, type ScreenWords } from "#core/screens.ts";
import { lineOf, readChecked } from "./agency.ts";

const words = z.record(z.string(), z.string());

/** The words in all languages. Throws Failure `catalogue_wrong`. */
export const loadScreens = (folder: string): Screens => ({
  nb: loadLanguage(folder, "nb"),
  nn: loadLanguage(folder, "nn"),
  en: loadLanguage(folder, "en"),
});

const loadLanguage = (folder: string, language: Language): ScreenWords => {
  const file = join(folder, `screens.${language}.json`);
  const { $schema: _, ...texts } = readChecked(file, words);
  const [first, ...more] = checkScreens(texts);
  if (first) {
    const line = lineOf(readFileSync(file, "utf8"), [first.key]);
    const what =
      first.problem === "missing"
        ? "the text is missing"
        : first.problem === "unknown"
          ? "there is no text of this name"
          : "the slots are not those that the text must use";
    throw new Failure("catalogue_wrong", `${file}:${line} ${first.key}: ${what}${more.length > 0 ? ` (and ${more.length} more)` : ""}`);
  }
  return texts as ScreenWords;
};

const text = z.string().min(1);

export const archiveSchema = z.strictObject({
  $schema: z.string().optional(),
  system: text,
  series: text,
  unit: text,
  responsible: text,
  caseTitle: text,
  publicCaseTitle: text,
  incomingTitle: text,
  publicIncomingTitle: text,
  supplementTitle: text,
  publicSupplementTitle: text,
  receiptTitle: text,
  requestTitle: text,
  letterTitle: text,
  noteTitle: text,
  shielding: z
    .strictObject({
      restriction: text,
      authority: text,
      metadata: z.array(text).min(1),
      document: z.enum(["Skjerming av hele dokumentet", "Skjerming av deler av dokumentet"]).nullable(),
    })
    .nullable(),
});

/** The agency's words and rules for its archive. Throws Failure `catalogue_wrong`. */
export const loadArchiveRules = (folder: string): ArchiveRules => readChecked(join(folder, "archive.json"), archiveSchema);
