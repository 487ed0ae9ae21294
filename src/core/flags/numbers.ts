/** Numbers that identify a person and must not be sent by e-mail: national identity numbers, D-numbers, DUF numbers. Always shown masked. */
import { idnr } from "@navikt/fnrvalidator";
import type { Flag } from "../assessment.ts";
import { blockText } from "../document.ts";
import { evidenceOfBlock, flag, type FlagInput, ownBlocks, readableSources } from "./input.ts";

type Kind = "identity_number" | "duf_number";
type Hit = { readonly kind: Kind; readonly start: number; readonly end: number };

/** Six digits of a date and five more, as people write them: "010190 12345", "01.01.90 12345", "01019012345". */
const ELEVEN = /(?<![\p{L}\d@/_=.,+-])(\d{2})([. ]?)(\d{2})\2(\d{2})[ .-]?(\d{5})(?![\d@/_]|[.,]\d|-\d)/gu;
/** A year, six digits and two more. */
const TWELVE = /(?<![\p{L}\d@/_=.,+-])((?:19|20)\d{2}) ?(\d{6}) ?(\d{2})(?![\d@/_]|[.,]\d|-\d)/gu;
const SAYS_IDENTITY =
  /(?<!\p{L})(?:fødsels-?(?:og personn)?(?:nummer|nr)|fødselsnr|fnr|personnummer|person-?nr|d-?nummer|d-?nr|national id(?:entity)?(?: number)?|personal (?:id|identity)(?:entification)? ?(?:number|no)?|social security number)(?!\p{L})/iu;
const SAYS_DUF = /(?<!\p{L})duf(?:-|\s)?(?:nummer|nr|number|no)?(?!\p{L})/iu;
/** How far in front of a number its label may stand. */
const LABEL_REACH = 60;

const before = (text: string, at: number): string => text.slice(Math.max(0, at - LABEL_REACH), at);

/** Twelve digits that read as a day and a time of day are a time stamp. */
const isTimestamp = (digits: string): boolean => {
  const [month, day, hour, minute] = [4, 6, 8, 10].map((at) => Number(digits.slice(at, at + 2)));
  return (month ?? 0) >= 1 && (month ?? 0) <= 12 && (day ?? 0) >= 1 && (day ?? 0) <= 31 && (hour ?? 0) < 24 && (minute ?? 0) < 60;
};

/** Day and month as they can stand in an identity number; D-numbers have 40 more on the day, made-up test numbers 40 or 80 more on the month. */
const mayBeDate = (day: number, month: number): boolean => {
  const [d, m] = [day > 40 ? day - 40 : day, month > 80 ? month - 80 : month > 40 ? month - 40 : month];
  return d >= 1 && d <= 31 && m >= 1 && m <= 12;
};

const hitsIn = (text: string): Hit[] => {
  const hits: Hit[] = [];
  for (const match of text.matchAll(TWELVE)) {
    const digits = match[0].replaceAll(" ", "");
    if (SAYS_DUF.test(before(text, match.index)) || (!match[0].includes(" ") && !isTimestamp(digits) && Number(match[1]) <= 2035))
      hits.push({ kind: "duf_number", start: match.index, end: match.index + match[0].length });
  }
  for (const match of text.matchAll(ELEVEN)) {
    const digits = match[0].replace(/\D/g, "");
    const end = match.index + match[0].length;
    if (hits.some((hit) => match.index < hit.end && end > hit.start)) continue;
    const labelled = SAYS_IDENTITY.test(before(text, match.index)) && mayBeDate(Number(match[1]), Number(match[3]));
    if (labelled || idnr(digits).status === "valid") hits.push({ kind: "identity_number", start: match.index, end });
  }
  return hits.toSorted((a, b) => a.start - b.start);
};

/** The text with every digit of such numbers replaced by "*". */
export const maskNumbers = (text: string): string =>
  hitsIn(text).reduce(
    (masked, hit) => masked.slice(0, hit.start) + masked.slice(hit.start, hit.end).replace(/\d/g, "*") + masked.slice(hit.end),
    text,
  );

const AROUND = 60;
/** Places shown at most; the detail counts them all. */
const MOST = 10;

/** One flag a kind of number, with every place where one stands. */
export const numberFlags = (input: FlagInput): Flag[] => {
  const places = readableSources(input).flatMap(({ document }) =>
    ownBlocks(document).flatMap((block) => {
      const text = blockText(block);
      if (!/\d{5}/.test(text)) return [];
      const masked = maskNumbers(text);
      return hitsIn(text).map((hit) => {
        const quote = masked.slice(Math.max(0, hit.start - AROUND), hit.end + AROUND);
        return { kind: hit.kind, evidence: evidenceOfBlock(document, block, quote) };
      });
    }),
  );
  return (["identity_number", "duf_number"] as const).flatMap((kind) => {
    const mine = places.filter((place) => place.kind === kind);
    const files = new Set(mine.map(({ evidence }) => evidence.source)).size;
    return mine.length === 0
      ? []
      : [
          flag(
            kind,
            [],
            mine.slice(0, MOST).map(({ evidence }) => evidence),
            `${mine.length} in ${files} ${files === 1 ? "document" : "documents"}, masked`,
          ),
        ];
  });
};
