/** Scanned files: pictures and PDF pages without text through recognition to documents. */
import { createHash } from "node:crypto";
import { type Document, unreadableDocument } from "#core/document.ts";
import { type Draft, documentOf } from "./drafts.ts";
import { flattened } from "./flatten.ts";
import type { ReadLimits } from "./limits.ts";
import type { Recognised, Recogniser } from "./ocr.ts";
import { recognisedDrafts, type RecognisedPage, repaired } from "./ocr-layout.ts";
import type { PdfContent } from "./pdf.ts";
import { forRecognition, pictureSize, splitTiff, type Turn } from "./picture.ts";
import { openRenderer, renderDpi } from "./render.ts";

/** Fewer recognised letters than this on a page count as none: an empty page is "read" with 95 % confidence. */
const fewest = 20;
/** Below this confidence the page may lie upside down, or on its side, and is turned. */
const doubtful = 60;

/** Below this confidence the light may be uneven, as on phone photos: the page is read once more with shadows taken out. Clean scans reach 93-96. */
const uneven = 90;

const lettersOf = (result: Recognised): number =>
  result.lines.reduce((sum, line) => sum + line.words.reduce((own, word) => own + word.text.length, 0), 0);
const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Recognises a page; one that comes out badly is turned, upside down first, and the best reading kept. */
const recogniseUpright = async (recogniser: Recogniser, key: string, picture: (turn: Turn) => Promise<Buffer>): Promise<Recognised> => {
  let best = await recogniser.recognise(key, () => picture(0));
  let upright: Turn = 0;
  if (lettersOf(best) < fewest) return best;
  if (best.confidence < doubtful)
    for (const turn of [180, 90, 270] as const) {
      const turned = await recogniser.recognise(`${key} ${turn}`, () => picture(turn));
      if (turned.confidence > best.confidence + 5) [best, upright] = [turned, turn];
      if (best.confidence >= doubtful + 15) break;
    }
  if (best.confidence >= uneven) return best;
  const { slope } = best;
  const even = await recogniser.recognise(`${key} ${upright} even`, async () => flattened(await picture(upright), slope), "block").catch(() => best);
  return even.confidence > best.confidence ? even : best;
};

const confidenceOf = (results: readonly Recognised[]): number =>
  Math.round(results.reduce((sum, result) => sum + result.confidence, 0) / Math.max(1, results.length));

/** A picture file (each page of a TIFF) as a document. */
export const readPicture = async (name: string, bytes: Buffer, mediaType: string, limits: ReadLimits, recogniser: Recogniser): Promise<Document> => {
  const size = pictureSize(bytes, mediaType);
  if (!size || size.width === 0 || size.height === 0) return unreadableDocument(name, mediaType, "corrupt", "picture");
  if (size.width * size.height > limits.pixels) return unreadableDocument(name, mediaType, "too_large", "pixels");
  const parts = splitTiff(bytes);
  const used = parts.slice(0, limits.ocrPages);
  const pages = await Promise.all(
    used.map(async (part, index): Promise<RecognisedPage | null> => {
      const own = pictureSize(part, mediaType) ?? size;
      if (own.width * own.height > limits.pixels) return null;
      const result = await recogniseUpright(recogniser, `${hashOf(bytes)} ${index}`, (turn) => forRecognition(part, mediaType, turn));
      // The picture was made smaller for recognition: the page is taken as A4 along its longer side (842 points).
      const longest = Math.max(...result.lines.flatMap((line) => line.words.map((word) => Math.max(word.x2, word.y))), 1);
      const pixels = Math.max(longest, Math.min(Math.max(own.width, own.height), 2800));
      const scale = 842 / pixels;
      return { number: index + 1, result, scale, width: (own.width / Math.max(own.width, own.height)) * 842 };
    }),
  );
  return scannedDocument(
    name,
    mediaType,
    pages.filter((page) => page !== null),
    [],
    parts.length,
    parts.length > used.length,
    limits,
  );
};

/** A PDF whose pages are scans, all or some: recognised pages take their place among the others. */
export const readScannedPdf = async (
  name: string,
  mediaType: string,
  bytes: Uint8Array,
  content: PdfContent,
  limits: ReadLimits,
  recogniser: Recogniser,
): Promise<Document> => {
  const numbers = content.scanned.slice(0, limits.ocrPages);
  const renderer = await openRenderer(bytes, limits);
  const hash = hashOf(bytes);
  let broken = 0;
  try {
    const pages = await Promise.all(
      numbers.map(async (number): Promise<RecognisedPage | null> => {
        try {
          const { width } = await renderer.size(number);
          const result = await recogniseUpright(recogniser, `${hash} ${number}`, async (turn) =>
            forRecognition(await renderer.page(number), "image/jpeg", turn),
          );
          return { number, result, scale: 72 / renderDpi, width };
        } catch {
          broken += 1;
          return null;
        }
      }),
    );
    const others = content.drafts.filter((draft) => !numbers.includes(draft.place.page ?? 0) || draft.origin !== "own");
    const document = scannedDocument(
      name,
      mediaType,
      pages.filter((page) => page !== null),
      others,
      content.pages ?? numbers.length,
      broken > 0 || numbers.length < content.scanned.length || content.state === "partial",
      limits,
    );
    return { ...document, hidden: [...document.hidden, ...(content.hidden ?? [])], links: [...new Set(content.links ?? [])] };
  } finally {
    await renderer.close();
  }
};

const scannedDocument = (
  name: string,
  mediaType: string,
  pages: readonly RecognisedPage[],
  others: readonly Draft[],
  count: number,
  isCut: boolean,
  limits: ReadLimits,
): Document => {
  const filled = pages.filter((page) => lettersOf(page.result) >= fewest);
  if (filled.length === 0 && others.length === 0)
    return { ...unreadableDocument(name, mediaType, "no_text", "nothing_recognised"), method: "ocr", pages: count };
  const recognised = recognisedDrafts(filled).flat().map(repaired);
  const drafts = [...others, ...recognised]
    .map((draft, index) => ({ draft, index }))
    .sort((a, b) => orderOf(a.draft) - orderOf(b.draft) || a.index - b.index);
  return documentOf(
    name,
    mediaType,
    {
      drafts: drafts.map(({ draft }) => draft),
      pages: count,
      method: others.some((draft) => draft.origin === "own") ? "mixed" : "ocr",
      ocrConfidence: filled.length > 0 ? confidenceOf(filled.map((page) => page.result)) : null,
      ...(isCut ? { state: "partial", detail: "ocr_page_limit" } : {}),
    },
    limits.characters,
  );
};

const orderOf = (draft: Draft): number => (draft.origin === "header" ? 0 : draft.origin === "footer" ? 1e6 : (draft.place.page ?? 0));
