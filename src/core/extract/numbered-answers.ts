/** Answers that name their question by the agency's number alone: "Ad 3: ...", "Til punkt 6: ...", or a list numbered as the agency numbers. */
import type { Block } from "../document.ts";
import { findEmails, findPhones } from "../people/contact.ts";
import { findNames } from "../people/names.ts";
import { findTurnedNames } from "../people/turned-names.ts";
import type { ReaderContext } from "./context.ts";

const NUMBERS = "(?<numbers>\\d{1,2}(?:(?:,| og| and| &| \\+)? \\d{1,2}){0,3})";
/** A word that points at the agency's list stands in front of the number. */
const EXPLICIT = new RegExp(
  `^\\W*(?:(?:til|ad|re|vedr\\.?|vedrørende|angående|svar på|answer to|on|to|regarding)[ .:]{1,2}(?:(?:punkt|pkt\\.?|point|item|spørsmål|question|nr\\.?|no\\.?) )?|(?:punkt|pkt\\.?|point|item|spørsmål|question) )${NUMBERS}\\s*(?:[:.)–-]|\\()`,
  "iu",
);
const MARKER = /^\(?(?<number>\d{1,2})[.)]?$/u;

const memory = new WeakMap<ReaderContext["directory"], Map<string, readonly number[]>>();

/** The numbers that a block answers; empty where it names none. */
export const numbersOf = (context: ReaderContext, source: number, block: number): readonly number[] => {
  const known = memory.get(context.directory) ?? readAll(context);
  memory.set(context.directory, known);
  return known.get(`${source}|${block}`) ?? [];
};

const readAll = (context: ReaderContext): Map<string, readonly number[]> => {
  const out = new Map<string, readonly number[]>();
  for (const [index, { document, ignored }] of context.sources.entries()) {
    if (ignored) continue;
    const own = document.blocks.filter((block) => block.origin !== "quoted");
    const trusted = followsNumbers(own);
    for (const block of own) {
      // Only the mail answers a list that the sender has from the agency; a document numbers its own parts.
      const said = index === 0 ? block.text.match(EXPLICIT)?.groups?.["numbers"] : undefined;
      const marker = trusted && block.kind === "list_item" ? block.marker?.match(MARKER)?.groups?.["number"] : undefined;
      const numbers = (said ?? marker)?.match(/\d{1,2}/gu)?.map(Number);
      if (numbers) out.set(`${index}|${block.index}`, numbers);
    }
  }
  return out;
};

/** Whether a numbered list without labels has persons with contact details at 3 and 4, as the agency's list has. */
const followsNumbers = (blocks: readonly Block[]): boolean =>
  [3, 4].every((number) =>
    blocks.some(
      (block) =>
        block.kind === "list_item" &&
        Number(block.marker?.match(MARKER)?.groups?.["number"]) === number &&
        (findEmails(block.text).length > 0 || findPhones(block.text).length > 0) &&
        (findNames(block.text).length > 0 || findTurnedNames(block.text).length > 0),
    ),
  );
