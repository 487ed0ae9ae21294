/** All flags of a message: what a person should look at. A flag never changes a status, a value or an answer. */
import type { Flag } from "../assessment.ts";
import { concealedFlags } from "./concealed.ts";
import { dataFlags } from "./data.ts";
import { dateFlags } from "./dates.ts";
import { fileFlags } from "./files.ts";
import type { FlagInput, ReadInput } from "./input.ts";
import { institutionFlags } from "./institutions.ts";
import { numberFlags } from "./numbers.ts";
import { personFlags } from "./persons.ts";
import { titleFlags } from "./titles.ts";
import { withdrawnFlags } from "./withdrawn.ts";

/** Flags in the order in which a person would want them. Automatic mail has none. */
export const flagsOf = (input: FlagInput): Flag[] => {
  if (input.kind === "automatic") return [];
  const general = [...withdrawnFlags(input), ...numberFlags(input), ...concealedFlags(input), ...fileFlags(input)];
  if (input.reading === null) return general;
  const read: ReadInput = { ...input, reading: input.reading };
  return [...general, ...dateFlags(read), ...titleFlags(read), ...institutionFlags(read), ...personFlags(read), ...dataFlags(read)];
};
