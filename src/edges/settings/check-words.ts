/** Reads the words of the checks, checked against the list of findings. */
import { join } from "node:path";
import { z } from "zod";
import { checkWords, type CheckWords } from "#core/checks/words.ts";
import { Failure } from "#core/failure.ts";
import type { Language } from "#core/language.ts";
import { readChecked } from "./agency.ts";

const schema = z.strictObject({
  names: z.record(z.string(), z.string().min(1)),
  findings: z.record(z.string(), z.strictObject({ says: z.string().min(1), do: z.string().min(1).optional() })),
});

/** The words in one language, from `config/operation`. Throws Failure `catalogue_wrong` that names the file and what lacks. */
export const loadCheckWords = (folder: string, language: Language): CheckWords => {
  const file = join(folder, `checks.${language}.json`);
  const words = readChecked(file, schema);
  const [first, ...more] = checkWords(words);
  if (first) throw new Failure("catalogue_wrong", `${file}: ${first}${more.length > 0 ? ` (and ${more.length} more)` : ""}`);
  return words as CheckWords;
};
