/** The mail's own text as a document: blocks marked as own, quoted, forwarded or signature. */
import type { Block, Document, Origin } from "#core/document.ts";
import type { HtmlBlock } from "./html.ts";
import { blocksFromText, type Draft } from "./text-blocks.ts";

/** A block with how deep it was quoted (`>` marks, blockquote), and what the HTML of mail programs says of it. */
export type QuotedDraft = {
  readonly draft: Draft;
  readonly depth: number;
  /** Stands in the element that the mail program keeps for the signature. */
  readonly inSignature?: boolean;
  /** Written in a colour of its own, as answers within a quoted mail are. */
  readonly coloured?: boolean;
};

/** Ids and classes of signatures: Gmail, Outlook (web, phone), Thunderbird, Proton, Samsung, eM Client. */
const SIGNATURE_MARK =
  /^(?:x_)*(?:gmail_signature|signature|ms-outlook-mobile-signature|moz-signature|protonmail_signature_block(?:-user)?|composer_signature|signature_old)$/i;

/** Drafts of an HTML body. */
export const draftsFromHtml = (blocks: readonly HtmlBlock[]): QuotedDraft[] =>
  blocks.map(({ draft, quoteDepth, marks, coloured }) => {
    const { origin: _, ...rest } = draft;
    return { draft: rest as Draft, depth: quoteDepth, inSignature: marks.some((mark) => SIGNATURE_MARK.test(mark)), coloured };
  });

/** Drafts of a plain-text body; lines with `>` in front carry their depth. */
export const draftsFromPlainText = (text: string): QuotedDraft[] => {
  const out: QuotedDraft[] = [];
  let depth = 0;
  let lines: string[] = [];
  const flush = () => {
    if (lines.length > 0) out.push(...blocksFromText(lines.join("\n")).map((draft) => ({ draft, depth })));
    lines = [];
  };
  for (const line of text.replace(/\r\n?/g, "\n").split("\n")) {
    const marks = line.match(/^(?:\s?>)+/)?.[0] ?? "";
    const lineDepth = [...marks].filter((mark) => mark === ">").length;
    const rest = line.slice(marks.length).replace(/^ /, "");
    // An empty line between quoted lines belongs to either side; it never changes depth by itself.
    if (lineDepth !== depth && (line.trim() !== "" || depth > 0)) {
      flush();
      depth = lineDepth;
    }
    if (CLOSING.test(rest) || (lines.length > 0 && HEADER_BLOCK.test(rest) && /@|<|\p{Lu}/u.test(rest))) flush();
    const begun = lines.at(-1) ?? "";
    const wrapped = INTRODUCTION_BEGINS.test(begun) && INTRODUCTION.test(`${begun} ${rest}`) && /:\s*$/.test(rest);
    if (wrapped) lines.pop();
    if (wrapped || INTRODUCTION.test(rest) || SEPARATOR.test(rest)) {
      flush();
      // As it stands: a heading would lose the colon by which it is known.
      const text = (wrapped ? `${begun.trim()} ${rest.trim()}` : rest).trim();
      out.push({ draft: { kind: "paragraph", text, bold: false, place: { page: null } }, depth });
    } else lines.push(rest);
  }
  flush();
  return out;
};

/** "Den 4. mai 2026 kl. 13:22 skrev X:", "On Tue, 3 May 2026 X wrote:", "X skrev 3. mai:". What "we wrote" introduces no quote. */
const WROTE = "(?<!(?<!\\p{L})(?:vi|jeg|eg|dere|dykk|we|i|you) )(?:skrev|skreiv|wrote|schrieb|a écrit)(?! (?:vi|jeg|eg|dere)(?!\\p{L}))(?!\\p{L})";
const INTRODUCTION = new RegExp(
  `^\\s*(?:(?:den|på|on|le|am|kl\\.)(?!\\p{L})(?=.*(?:@|:\\s*$)).{4,160}(?<!\\p{L})${WROTE}.{0,120}(?<![.?!])|.{2,120}(?<!\\p{L})${WROTE}.{0,90}:)\\s*$`,
  "iu",
);
/** First line of an introduction that a mail program wrapped over two. */
const INTRODUCTION_BEGINS =
  /^\s*(?:den|på|on|le|am|kl\.|(?:man|tir|tys|ons|tor|fre|lør|lau|laur|søn|sun|mon|tue|wed|thu|fri|sat)\p{L}*\.?,?|\d{1,2}\.)(?!\p{L}).*\d/iu;
const SEPARATOR =
  /^\s*-{2,}\s*(?:opprinnelig melding|original melding|opprinnelig e-post|opphavleg melding|original message|oprindelig meddelelse|ursprüngliche nachricht)\s*-{2,}\s*$/iu;
const FORWARD_MARK =
  /^\s*(?:-{2,}\s*)?(?:videresendt melding|vidaresend melding|forwarded message|videresendt e-post|start på videresendt melding|begin forwarded message|weitergeleitete nachricht|videresendt meddelelse)\s*:?\s*(?:-{2,})?\s*:?\s*$/iu;
/** The header lines that Outlook and others put over quoted or forwarded mail. */
const HEADER_BLOCK = /^\s*\*?(?:fra|frå|from|von|från)\s*:\s*\*?.+/iu;
const HEADER_LINES = /(?:^|\n)\s*\*?(?:sendt|sent|dato|date|skickat|gesendet)\s*:/iu;
const FORWARD_SUBJECT = /^\s*(?:vs|fwd?|fw|vid|wg|videresendt|vidaresendt)\s*:/iu;

/** A closing line; what a person writes between the greeting word and the end of the line is short. */
const CLOSING =
  /^\s*(?:(?:med\s+)?(?:vennlig|vennleg|venleg|venlig|beste?|varme?|kollegiale?)\s+(?:hilsen|helsing|hilsning)(?:er|ar)?|mvh\.?|vh\.?|m\.v\.h\.?|(?:med\s+)?(?:hilsen|helsing)|hels\.?|hjartleg helsing|(?:with\s+)?(?:best|kind|kindest|warm|warmest|many)\s+(?:regards|wishes)|regards|(?:yours\s+)?(?:sincerely|faithfully|truly)(?:\s+yours)?|respectfully(?:\s+yours)?|cheers|med vänlig hälsning(?:ar)?|vänliga hälsningar|dearvvuođaiguin|dearvvuođat|mit freundlichen grüßen|all the best|best)(?![\p{L}:])[^\n:]{0,45}$|^\s*(?:takk|thanks|mange takk|many thanks|tusen takk|takk på forhånd|på forhånd takk|på førehand takk|thank you(?: in advance)?)[\s,.!]*$/iu;
const DEVICE_LINE = /^\s*(?:sendt fra min|sendt frå|sendt fra|sent from my|sent from|få outlook for|get outlook for|hent outlook)\b/iu;

/** "Se svar i rødt under": the sender writes answers into the quoted mail, and tells them from it by colour. */
const ANNOUNCEMENT =
  /(?<!\p{L})(?:svar|kommentar|merknad|answer|comment|repl(?:y|ies)|response)\p{L}*(?!\p{L})[^.!?]{0,60}(?<!\p{L})(?:under|nedenfor|nedanfor|rødt?|raudt?|blått?|grønt?|farger?|fargar|i teksten|inline|below|red|blue|green|colou?r|in the text)(?!\p{L})|(?<!\p{L})(?:under|nedenfor|nedanfor|rødt|raudt|blått|grønt|below|red|blue|green)(?!\p{L})[^.!?]{0,40}(?<!\p{L})(?:svar|svart|kommentar|answer|comment|repl)/iu;

/**
 * Marks each block's origin. In a forwarded mail (subject "VS:", "Fwd:", or a forward mark) what stands under the first
 * header block is content by its own sender; in an answer it is quoted and proves nothing. `inThread` is false for a mail
 * that answers none.
 */
export const markOrigins = (drafts: readonly QuotedDraft[], subject: string, inThread = true): Block[] => {
  const blocks: Block[] = [];
  let tail: Origin | null = null;
  let pendingForward = false;
  let lastQuoted: string[] = [];
  let quotedRun = false;
  let sawIntroduction = false;
  let announced = false;
  const inColour = new Set<number>();
  drafts.forEach(({ draft, depth, coloured }, position) => {
    const text = draft.text.trim();
    const markForward = FORWARD_MARK.test(text.split("\n")[0] ?? "");
    const headerBlock =
      HEADER_BLOCK.test(text) &&
      (HEADER_LINES.test(text) || drafts.slice(position + 1, position + 4).some((next) => HEADER_LINES.test(`\n${next.draft.text}`)));
    if (markForward) pendingForward = true;
    if (markForward || headerBlock || SEPARATOR.test(text)) {
      const nested = tail === "quoted" || (tail === "forwarded" && !pendingForward);
      tail = nested ? "quoted" : pendingForward || (FORWARD_SUBJECT.test(subject) && !SEPARATOR.test(text)) ? "forwarded" : "quoted";
    }
    // A first mail of a thread quotes nobody: a blockquote in it is an indented paragraph.
    const quotes = depth > 0 && (inThread || tail !== null || sawIntroduction);
    let origin: Origin = quotes ? (tail === "forwarded" || pendingForward ? "forwarded" : "quoted") : (tail ?? "own");
    const isIntroduction = depth === 0 && tail === null && INTRODUCTION.test(text.replace(/\n/g, " ")) && followsQuote(drafts, position);
    if (isIntroduction) {
      sawIntroduction = true;
      origin = "quoted";
      // Without quote marks below, everything under the introduction is quoted.
      if (!drafts.slice(position + 1).some((next) => next.depth > 0)) tail = "quoted";
    }
    if (origin === "own" && ANNOUNCEMENT.test(text)) announced = true;
    if (origin === "quoted" && coloured && announced && !isIntroduction && !headerBlock) {
      origin = "own";
      inColour.add(position);
    }
    const answers = origin === "own" && lastQuoted.length > 0 ? lastQuoted.join("\n") : undefined;
    blocks.push({ ...draft, index: position, origin, ...(answers === undefined ? {} : { answersQuoted: answers }) } as Block);
    if (origin === "quoted" && !isIntroduction && !headerBlock) {
      lastQuoted = quotedRun ? [...lastQuoted, printed(draft)].slice(-6) : [printed(draft)];
      quotedRun = true;
    } else quotedRun = false;
  });
  return markSignatures(withoutTrailingAnswers(withSignatureElements(blocks, drafts), inColour));
};

/** The text with the number or marker that stands before it: by its number a quoted question is known. */
const printed = (draft: Draft): string => {
  const before = draft.kind === "list_item" ? draft.marker : draft.kind === "heading" ? draft.number : null;
  return before ? `${before}${/[\d\p{L}]$/u.test(before) ? "." : ""} ${draft.text.trim()}` : draft.text.trim();
};

const followsQuote = (drafts: readonly QuotedDraft[], position: number): boolean => position < drafts.length - 1;

/** Own text below ALL quoted text answers nothing in particular unless quoted text follows it again; a last own block after quotes keeps its tie. */
const withoutTrailingAnswers = (blocks: readonly Block[], inColour: ReadonlySet<number>): Block[] => {
  const hasInterleaving = blocks.some(
    (block, index) =>
      block.origin === "own" && block.answersQuoted !== undefined && blocks.slice(index + 1).some((later) => later.origin === "quoted"),
  );
  if (hasInterleaving || inColour.size > 0) return [...blocks];
  return blocks.map((block) => {
    const { answersQuoted: _, ...rest } = block;
    return rest as Block;
  });
};

/** At most this many blocks and characters after a closing line are a signature; more is a letter that goes on. */
const SIGNATURE_BLOCKS = 14;
const SIGNATURE_CHARACTERS = 900;

/** Marks what stands in the mail program's element for signatures. Some people write their letter into it: more than a signature is none. */
const withSignatureElements = (blocks: readonly Block[], drafts: readonly QuotedDraft[]): Block[] => {
  const within = blocks.filter((block, index) => drafts[index]?.inSignature && block.origin === "own");
  const size = within.reduce((sum, block) => sum + block.text.length, 0);
  if (within.length > SIGNATURE_BLOCKS || size > SIGNATURE_CHARACTERS) return [...blocks];
  return blocks.map((block) => (within.includes(block) ? { ...block, origin: "signature" } : block));
};

/** Marks the closing line and what follows it, within each run of own or forwarded text, as signature. */
const markSignatures = (blocks: readonly Block[]): Block[] => {
  const out = [...blocks];
  let runStart = 0;
  for (let index = 0; index <= out.length; index += 1) {
    const here = out[index];
    if (here && here.origin === out[runStart]?.origin) continue;
    markRun(out, runStart, index);
    runStart = index;
  }
  return out;
};

const markRun = (blocks: Block[], start: number, end: number): void => {
  const origin = blocks[start]?.origin;
  if (origin !== "own" && origin !== "forwarded") return;
  for (let index = end - 1; index >= start; index -= 1) {
    const block = blocks[index];
    if (!block) continue;
    const firstLine = block.text.split("\n")[0]?.trim() ?? "";
    if (!CLOSING.test(firstLine) && firstLine !== "--" && !DEVICE_LINE.test(firstLine)) continue;
    const after = blocks.slice(index, end);
    const size = after.reduce((sum, each) => sum + each.text.length, 0);
    if (after.length <= SIGNATURE_BLOCKS && size <= SIGNATURE_CHARACTERS) for (let at = index; at < end; at += 1) setOrigin(blocks, at);
  }
};

const setOrigin = (blocks: Block[], index: number): void => {
  const block = blocks[index];
  if (block) blocks[index] = { ...block, origin: "signature" };
};

/** The body document of a mail from its marked blocks. */
export const bodyDocument = (blocks: readonly Block[], mediaType: string, links: readonly string[], hidden: Document["hidden"]): Document => ({
  name: "body",
  mediaType,
  state: blocks.length > 0 ? "read" : "empty",
  detail: null,
  method: "text",
  pages: null,
  blocks,
  hidden,
  links,
  ocrConfidence: null,
});
