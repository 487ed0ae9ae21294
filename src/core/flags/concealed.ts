/** Text that a person would not see, and text that speaks to an automatic reader instead of to a person. */
import type { Evidence, Flag } from "../assessment.ts";
import { type Document, isReadable } from "../document.ts";
import { flag, type FlagInput, evidenceOfBlock, ownLines } from "./input.ts";
import { maskNumbers } from "./numbers.ts";

/** Preheaders and signature services hide a few words in every mail; a concealed answer is longer. */
const LEAST_WORDS = 5;
const GAP = "[ \\t,]{1,3}(?:\\p{L}{1,12}[ ,]{1,2}){0,4}";

const TO_READERS = new RegExp(
  [
    // Taking back what the reader was told.
    `(?:ignore|disregard|forget|override)${GAP}(?:previous|prior|above|earlier|preceding|foregoing|system)${GAP.replace("{1,3}", "{0,3}")}(?:instructions?|prompts?|rules|text)`,
    `(?:ignorer|se bort fra|sjå bort frå|glem|gløym)${GAP}(?:tidligere|tidlegare|foregående|føregåande|forrige|førre|overstående)${GAP.replace("{1,3}", "{0,3}")}(?:instruks\\p{L}*|instruksjon\\p{L}*|regl\\p{L}*|beskjed\\p{L}*)`,
    // Telling it what to answer.
    "(?:mark|treat|classify|regard|consider|register|score|report) (?:this|the|our|all|every|each)(?: \\p{L}+){0,3} as (?:being )?(?:complete|fulfilled|answered|approved|compliant|satisfied)",
    "(?:marker|merk|registrer|klassifiser|behandle?|regn|vurder) (?:denne |dette |søknaden|alle |samtlige |punkt\\p{L}* )(?:\\p{L}+ ){0,3}som (?:fullstendig|komplett|besvart|oppfylt|godkjent|ferdig)\\p{L}*",
    // Addressing it.
    "(?:if you are|to|for|note to|message to|attention) (?:an? |any |the |all )?(?:ai|a\\.i\\.|llms?|language models?|large language models?|automated|automatic|machine)(?: (?:system|assistant|model|agent|reader|reviewer|processor|screening)s?)?(?: (?:reading|processing|reviewing|handling|screening|that read)| *:)",
    "(?:ai|llm)(?: (?:system|assistant|model|agent|reader|reviewer)s?)? (?:reading|processing|reviewing|evaluating) this",
    "(?:hvis|dersom|om) du er (?:en |ein )?(?:ki|ai|språkmodell|maskin|robot|automatisk)",
    "til (?:den |deg som |enhver |alle )?(?:automatiske?|maskinelle?|ki-?|ai-?)[ -]?(?:leser\\p{L}*|lesar\\p{L}*|system\\p{L}*|saksbehandler\\p{L}*|modell\\p{L}*)(?: som leser|:)",
    "(?:you are|du er) (?:now |nå |no )?(?:an? |en |ein )(?:ai|helpful|språkmodell|language model|ki)[ -]",
    "(?:new|system) (?:instructions?|prompts?):",
  ]
    .map((one) => `(?:${one})`)
    .join("|"),
  "iu",
);

/** Whether a text speaks to a machine that reads it. */
export const speaksToReader = (text: string): boolean => TO_READERS.test(text);

const evidenceOfHidden = (document: Document, { text, place }: Document["hidden"][number]): Evidence => ({
  source: document.name,
  page: place.page,
  block: -1,
  quote: maskNumbers(text).trim().slice(0, 400),
  part: null,
});

/** Hidden text that says something, but for comments, which every program shows. */
const hiddenFlag = (input: FlagInput): Flag[] => {
  const evidence = input.sources.flatMap(({ document }) =>
    document.hidden
      .filter(({ text, reason }) => reason !== "comment" && (speaksToReader(text) || (text.match(/\p{L}{2,}/gu) ?? []).length >= LEAST_WORDS))
      .filter(({ text }) => document.name !== "body" || speaksToReader(text) || !MAIL_FURNITURE.test(text))
      .map((one) => evidenceOfHidden(document, one)),
  );
  const reasons = new Set(input.sources.flatMap(({ document }) => document.hidden.map(({ reason }) => reason)));
  return evidence.length > 0 ? [flag("hidden_text", [], evidence.slice(0, 10), [...reasons].join(", "))] : [];
};

/** What mail programs and signature services hide in mails. */
const MAIL_FURNITURE =
  /(?:sendt med|sent (?:with|from|via)|signatur\p{L}*|view (?:this|in)|vis i nettleser|unsubscribe|preheader|\bmobil\b|newsletter|nyhetsbrev)/iu;

const instructionsFlag = (input: FlagInput): Flag[] => {
  const shown = ownLines(input.sources)
    .filter(({ text }) => speaksToReader(text))
    .map(({ source, block, text }) => evidenceOfBlock(source.document, block, text));
  const hidden = input.sources.flatMap(({ document }) =>
    document.hidden.filter(({ text }) => speaksToReader(text)).map((one) => evidenceOfHidden(document, one)),
  );
  const evidence = [...shown, ...hidden];
  return evidence.length > 0 ? [flag("instructions_to_reader", [], evidence.slice(0, 10), "never followed")] : [];
};

export const concealedFlags = (input: FlagInput): Flag[] =>
  input.sources.some(({ document }) => isReadable(document)) ? [...hiddenFlag(input), ...instructionsFlag(input)] : [];
