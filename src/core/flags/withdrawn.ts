/** "We withdraw our application": said in the first person, now, of the application as a whole. */
import type { Flag } from "../assessment.ts";
import { evidenceOfBlock, flag, type FlagInput, ownLines } from "./input.ts";

const OBJECT =
  "(?:(?:hele |heile |the whole |the entire )?(?:denne |vår |min |our |my |the |this |above )?(?:søknad(?:en)?(?: vår| min)?|application))";
const WITHDRAWS = new RegExp(
  `(?<!\\p{L})(?:(?:vi|jeg|eg|me)(?: (?:herved|hermed|derfor|difor|med dette|nå|no|ønsker (?:derfor |nå |herved )?å|ynskjer (?:difor |no )?å|ønskjer (?:difor |no )?å|vil(?: gjerne| derfor| nå)?|må(?: dessverre| derfor)?|har besluttet å|har bestemt oss for å)){0,3} (?:trekker|trekke|trekkjer|trekkje|trekk|dreg)(?: (?:herved|derfor|difor|med dette|tilbake|attende)){0,2} ${OBJECT}|(?:we|i)(?: (?:hereby|therefore|now|wish to|want to|would like to|must|have decided to|have to|am writing to|are writing to|regret that we must)){0,3} withdraw(?:ing)? ${OBJECT}|(?:kan|kunne|could|can|please|vennligst|ber om at|please have)(?: (?:dere|de|you|i|jeg|vi))? (?:trekke|trekk|withdraw|annullere?|cancel) ${OBJECT}|${OBJECT} (?:trekkes|trekkast|er (?:nå |herved |med dette )?trukket|is (?:hereby )?withdrawn|blir (?:herved |med dette )?trukket))(?!\\p{L})`,
  "iu",
);
/** Another application, an earlier one, a condition, or a right that is only spoken of. */
const OTHER =
  /(?<!\p{L})(?:tidligere|tidlegare|forrige|førre|gamle|første|erstatt\p{L}*|earlier|previous|former|old|first|replac\p{L}*|hvis|dersom|if|unless|deltaker\p{L}*|participants?|del(?:en)? av|part of|ikke|ikkje|not)(?!\p{L})/iu;

/** The reason that follows ("fordi vi ikke fikk penger") takes nothing back. */
const withdraws = (text: string): boolean => {
  const found = WITHDRAWS.exec(text);
  if (!found) return false;
  const end = found.index + found[0].length;
  const clause = text.slice(end).split(/[,.;:]|(?<!\p{L})(?:fordi|siden|sidan|ettersom|because|since)(?!\p{L})/iu)[0] ?? "";
  return !OTHER.test(text.slice(0, end) + clause);
};

export const withdrawnFlags = (input: FlagInput): Flag[] => {
  const body = input.sources.slice(0, 1);
  const evidence = ownLines(body)
    .filter(({ block, text }) => block.origin === "own" && withdraws(text))
    .map(({ source, block, text }) => evidenceOfBlock(source.document, block, text));
  const subject =
    /^(?:(?:sv|re|vs|fwd?):\s*)*(?:trekker|trekkjer|tilbaketrekking av|tilbaketrekning av|withdrawal of|withdrawing)(?:\s+\S+){0,3}\s+(?:søknad\p{L}*|application)/iu.test(
      input.message.subject,
    );
  if (evidence.length > 0) return [flag("withdrawn", [], evidence)];
  return subject ? [flag("withdrawn", [], [{ source: "subject", page: null, block: -1, quote: input.message.subject, part: null }])] : [];
};
