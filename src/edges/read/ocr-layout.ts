/** Recognised words to pieces and drafts: the page set straight, letter sizes made even, then the layout engine of PDF text. */
import type { Draft } from "./drafts.ts";
import { withDepths } from "./layout-depth.ts";
import { usualOf } from "./layout-flow.ts";
import { linesOf, median, type Piece } from "./layout-lines.ts";
import type { Recognised, WordLine } from "./ocr.ts";
import type { Rule } from "./pdf-graphics.ts";
import { pageDrafts } from "./pdf.ts";

export type RecognisedPage = {
  readonly number: number;
  readonly result: Recognised /** Points per pixel. */;
  readonly scale: number;
  readonly width: number;
};

/** Drafts of recognised pages. */
export const recognisedDrafts = (pages: readonly RecognisedPage[]): Draft[][] => {
  const pieces = pages.map((page) => piecesOf(page));
  const usual = usualOf(pieces.map((own) => linesOf(own)));
  return pages.map((page, index) =>
    withHeadings(withDepths(pageDrafts({ number: page.number, width: page.width, pieces: pieces[index] ?? [], graphics: rulesOf(page) }, usual))),
  );
};

/**
 * Weight cannot be seen in recognised text, so a bold heading of the text's own size looks like a short paragraph. One that stands alone
 * over a long paragraph, a list or a table, and is neither sentence nor address nor label, is taken for a heading.
 */
const withHeadings = (drafts: readonly Draft[]): Draft[] =>
  drafts.map((draft, index): Draft => {
    const next = drafts[index + 1];
    if (draft.kind !== "paragraph" || draft.origin !== "own" || !next || next.origin !== "own") return draft;
    const text = draft.text.trim();
    const leads = (next.kind === "paragraph" && next.text.length > 120) || next.kind === "list_item" || next.kind === "table";
    const isTitle =
      text.length <= 70 && !text.includes("\n") && /^[\p{Lu}\d]/u.test(text) && /\p{L}{3}/u.test(text) && !/[.,;:!)]$|@|\d{4,}|[☒☐]/.test(text);
    if (!leads || !isTitle) return draft;
    return { kind: "heading", place: draft.place, origin: draft.origin, level: 3, number: null, text };
  });

/** Letters of a line, from top of ascender to bottom of descender, are nine tenths of the nominal letter size. */
const nominal = 1 / 0.93;

const piecesOf = ({ result, scale }: RecognisedPage): Piece[] => {
  const { slope } = result;
  const usual = median(result.lines.flatMap((line) => line.words.map(() => line.height)));
  return result.lines.filter(isText).flatMap((line) => {
    // Measured heights waver by a tenth from line to line; only what is clearly larger is.
    const height = Math.abs(line.height - usual) < usual * 0.16 ? usual : line.height;
    // Bars are the borders of cells.
    return line.words
      .filter((word) => !/^[|¦[\]]+$/.test(word.text))
      .map(
        (word): Piece => ({
          text: word.text.replace(/^[|¦](?=\p{L}{2})|(?<=[\p{L}\d])[|¦\]]$/gu, ""),
          x: (word.x + slope * word.y) * scale,
          y: (word.y - slope * word.x) * scale,
          width: (word.x2 - word.x) * scale,
          size: Math.round(height * nominal * scale * 2) / 2,
          bold: false,
          italic: false,
        }),
      );
  });
};

/** Ruled lines in points; they were set straight as the words are. */
const rulesOf = ({ result, scale }: RecognisedPage): { horizontal: Rule[]; vertical: Rule[] } => {
  const scaled = (rule: Rule): Rule => ({ x1: rule.x1 * scale, x2: rule.x2 * scale, y1: rule.y1 * scale, y2: rule.y2 * scale });
  return { horizontal: result.rules.horizontal.map(scaled), vertical: result.rules.vertical.map(scaled) };
};

/** Specks and ruled lines come out as lines of a few uncertain signs. */
const isText = (line: WordLine): boolean => {
  const text = line.words.map((word) => word.text).join("");
  const sure = Math.max(...line.words.map((word) => word.confidence));
  if (/^[|[\]¦—–_=\-.,'"]+$/.test(text)) return false;
  return /[\p{L}\p{N}]/u.test(text) ? sure > 25 : text.length <= 3 && sure > 80;
};

/** "@" is often read as Ø or ®, and blanks slip into addresses: put right where a domain follows. */
const address =
  /([\p{L}\d][\p{L}\d._+-]{2,})\s?[@Ø®©]\s?([a-z\d-]+(?:\.\s?[a-z\d-]+)*\.\s?(?:no|com|org|net|edu|se|dk|fi|eu|uk|de|nl|is|info|int))(?=[^\p{L}\d]|$)/gu;

/** Text with e-mail addresses repaired. */
export const repairAddresses = (text: string): string =>
  text.replace(address, (_, name: string, domain: string) => `${name}@${domain.replace(/\s/g, "")}`);

/** Drafts with e-mail addresses repaired, in cells too. */
export const repaired = (draft: Draft): Draft => {
  if (draft.kind === "table") return { ...draft, rows: draft.rows.map((row) => row.map((cell) => ({ ...cell, text: repairAddresses(cell.text) }))) };
  if (draft.kind === "field") return { ...draft, value: repairAddresses(draft.value) };
  return { ...draft, text: repairAddresses(draft.text) };
};
