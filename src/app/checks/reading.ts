/** Can files be read here? A built-in sample goes through every way of reading, recognition of scans too. */
import { documentText } from "#core/document.ts";
import { found } from "#core/checks/findings.ts";
import type { Reader } from "../ports.ts";
import { type Check, DAY, MINUTE } from "./check.ts";

/** Stands in every file of the sample. */
export const SAMPLE_WORD = "Kontrollprøve";

export const readingCheck = (reader: Pick<Reader, "readMessage">, sample: () => Uint8Array): Check => ({
  name: "reading",
  every: DAY,
  first: MINUTE,
  deadline: 120_000,
  run: async () => {
    const message = await reader.readMessage(sample());
    const formatOf = (name: string): string => name.split(".").at(-1)?.toUpperCase() ?? name;
    const failed = message.attachments.filter((document) => !documentText(document).includes(SAMPLE_WORD));
    if (failed.length > 0 || message.attachments.length === 0)
      return [
        found(
          "reading_failed",
          { formats: failed.map(({ name }) => formatOf(name)).join(", ") },
          failed.map(({ name, state, detail }) => `${name}: ${state}${detail ? ` (${detail})` : ""}`).join("; "),
        ),
      ];
    return [found("reading_ok", { formats: message.attachments.map(({ name }) => formatOf(name)).join(", ") })];
  },
});
