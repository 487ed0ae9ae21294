/** Text recognition with tesseract.js, offline: a few workers, Norwegian and English together, results cached by content. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { median } from "./layout-lines.ts";
import { languageNames } from "./ocr-languages.ts";
import { gridsOf } from "./layout-ruled.ts";
import { withBoxes } from "./ocr-boxes.ts";
import { type Analysis, analyse, type PictureRules } from "./ocr-rules.ts";
import { createWorker, type Worker } from "tesseract.js";

/** A recognised word; lengths in pixels of the picture. `y` is its line's baseline under the word. */
export type Word = { readonly text: string; readonly x: number; readonly x2: number; readonly y: number; readonly confidence: number };
export type WordLine = {
  readonly words: readonly Word[] /** Height of the line's letters, ascenders and descenders included, pixels. */;
  readonly height: number;
  readonly slope: number;
};
export type Recognised = {
  readonly lines: readonly WordLine[];
  readonly confidence: number /** Tilt of the text lines (rise over run). */;
  readonly slope: number;
  readonly rules: PictureRules;
};

export type Recogniser = {
  /** Recognises a picture (JPEG, PNG, TIFF bytes). `key` names what is recognised for the cache; the picture is made only when needed. */
  readonly recognise: (key: string, picture: () => Promise<Buffer>, segmentation?: "page" | "block") => Promise<Recognised>;
  readonly close: () => Promise<void>;
};

export type OcrOptions = {
  /** Folder with nor.traineddata.gz and eng.traineddata.gz (`ocr-languages.ts`). */
  readonly languages: string;
  readonly workers: number;
  /** Folder of results; none are kept when absent. */
  readonly cache?: string;
};

/** Raised when settings or models change, so that old results are not used. */
const version = "5";

/** Starts recognition; workers are started with the first picture. */
export const openRecogniser = (options: OcrOptions): Recogniser => {
  const idle: Promise<Worker>[] = [];
  const waiting: ((worker: Promise<Worker>) => void)[] = [];
  let started = 0;
  const all: Promise<Worker>[] = [];
  const take = (): Promise<Promise<Worker>> | Promise<Worker> => {
    const free = idle.pop();
    if (free) return free;
    if (started < options.workers) {
      started += 1;
      const worker = startWorker(options.languages);
      all.push(worker);
      return worker;
    }
    return new Promise<Promise<Worker>>((resolve) => waiting.push(resolve));
  };
  const give = (worker: Worker): void => {
    const next = waiting.shift();
    if (next) next(Promise.resolve(worker));
    else idle.push(Promise.resolve(worker));
  };
  return {
    recognise: async (key, picture, segmentation = "page") => {
      const file = options.cache
        ? join(options.cache, `${createHash("sha256").update(`${version} ${segmentation} ${key}`).digest("hex")}.json`)
        : null;
      const known = file ? fromCache(file) : null;
      if (known) return known;
      const worker = await take();
      try {
        const bytes = await picture();
        const analysis = await analyse(bytes);
        const cleaned = analysis?.withoutRules ?? bytes;
        let page = await recognisePage(worker, cleaned, segmentation === "block" ? "6" : "3");
        // tesseract's page analysis leaves out what it takes for pictures; read as one block, nothing is left out.
        if (segmentation === "page" && analysis && analysis.covered(boxesOf(page.lines)) < leastCovered)
          page = await recognisePage(worker, cleaned, "6");
        const cells = analysis?.withoutRules ? await missedCells(worker, analysis, page) : [];
        const lines = [...page.lines, ...cells];
        const result: Recognised = {
          lines: withBoxes(lines, analysis?.boxes ?? [], analysis?.slope ?? 0),
          confidence: confidenceOf(lines),
          slope: analysis?.slope ?? slopeOf(page.lines),
          rules: analysis?.rules ?? { horizontal: [], vertical: [] },
        };
        if (file) toCache(file, result);
        return result;
      } finally {
        give(worker);
      }
    },
    close: async () => {
      await Promise.all(all.map(async (worker) => (await worker).terminate())).catch(() => undefined);
    },
  };
};

const startWorker = async (languages: string): Promise<Worker> => {
  // Without errorHandler a failing job throws outside the promise and ends the process; without cacheMethod files are written here.
  const worker = await createWorker(languageNames, 1, { langPath: languages, gzip: true, cacheMethod: "none", errorHandler: () => undefined });
  // Sauvola's threshold: shadowed phone photos go from 50 % wrong characters to 3 %, clean scans are unharmed.
  await worker.setParameters({ thresholding_method: "2" } as Parameters<Worker["setParameters"]>[0]);
  return worker;
};

const fromCache = (file: string): Recognised | null => {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Recognised;
  } catch {
    return null;
  }
};

const toCache = (file: string, result: Recognised): void => {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(result));
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // A full disk costs time at the next reading, nothing else.
  }
};

/** The part of tesseract.js' result that is read. */
type Bbox = { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number };
type PageLine = {
  readonly words: readonly { readonly text: string; readonly confidence: number; readonly bbox: Bbox }[];
  readonly baseline: Bbox;
  readonly bbox: Bbox;
  readonly rowAttributes?: { readonly rowHeight?: number };
  readonly row_attributes?: { readonly row_height?: number };
};
type Page = {
  readonly blocks: readonly { readonly paragraphs: readonly { readonly lines: readonly PageLine[] }[] }[] | null;
  readonly confidence: number;
};

const linesOfPage = (page: Page): { readonly lines: WordLine[] } => {
  const lines = (page.blocks ?? [])
    .flatMap((block) => block.paragraphs.flatMap((paragraph) => paragraph.lines))
    .map((line): WordLine => {
      const { x0, y0, x1, y1 } = line.baseline;
      const slope = x1 > x0 ? (y1 - y0) / (x1 - x0) : 0;
      const words = line.words
        .filter((word) => word.text.trim() !== "")
        .map((word) => ({
          text: word.text,
          x: word.bbox.x0,
          x2: word.bbox.x1,
          y: y0 + slope * ((word.bbox.x0 + word.bbox.x1) / 2 - x0),
          confidence: word.confidence,
        }));
      return { words, height: line.row_attributes?.row_height ?? line.rowAttributes?.rowHeight ?? line.bbox.y1 - line.bbox.y0, slope };
    })
    .filter((line) => line.words.length > 0);
  return { lines };
};

/** Less than this share of a page's ink in words: tesseract overlooked whole parts. Usual pages reach 0.9. */
const leastCovered = 0.6;

/** Segmentation 3 finds columns and large titles; 6 takes the page for one block and overlooks nothing. */
const recognisePage = async (worker: Worker, bytes: Buffer, segmentation: "3" | "6"): Promise<{ readonly lines: WordLine[] }> => {
  await worker.setParameters({ tessedit_pageseg_mode: segmentation } as Parameters<Worker["setParameters"]>[0]);
  return linesOfPage((await worker.recognize(bytes, {}, { text: false, blocks: true })).data as unknown as Page);
};

const boxesOf = (lines: readonly WordLine[]): { x1: number; x2: number; y1: number; y2: number }[] =>
  lines.flatMap((line) => line.words.map((word) => ({ x1: word.x - 2, x2: word.x2 + 2, y1: word.y - line.height, y2: word.y + line.height * 0.4 })));

const slopeOf = (lines: readonly WordLine[]): number => median(lines.filter((line) => line.words.length >= 4).map((line) => line.slope));

/** Mean confidence of the words, by their length; 0 when there are none. */
const confidenceOf = (lines: readonly WordLine[]): number => {
  const words = lines.flatMap((line) => line.words);
  const letters = words.reduce((sum, word) => sum + word.text.length, 0);
  return letters === 0 ? 0 : words.reduce((sum, word) => sum + word.confidence * word.text.length, 0) / letters;
};

/** A form with more empty cells than this is mostly empty; each costs a tenth of a second. */
const mostCells = 60;

/** Cells of ruled tables that hold ink but came out empty ("Nei" or "7" alone in a cell is overlooked): each is read by itself. */
const missedCells = async (worker: Worker, analysis: Analysis, page: { readonly lines: readonly WordLine[] }): Promise<WordLine[]> => {
  const { slope, rules } = analysis;
  const words = page.lines.flatMap((line) =>
    line.words.map((word) => ({ x: (word.x + word.x2) / 2 + slope * word.y, y: word.y - slope * word.x - line.height * 0.3 })),
  );
  const found: WordLine[] = [];
  let tried = 0;
  for (const grid of gridsOf(rules.horizontal, rules.vertical))
    for (let row = 0; row + 1 < grid.ys.length; row += 1)
      for (let column = 0; column + 1 < grid.xs.length; column += 1) {
        const box = { x1: grid.xs[column] ?? 0, x2: grid.xs[column + 1] ?? 0, y1: grid.ys[row] ?? 0, y2: grid.ys[row + 1] ?? 0 };
        if (tried >= mostCells || words.some((word) => word.x > box.x1 && word.x < box.x2 && word.y > box.y1 && word.y < box.y2)) continue;
        const inset = 6;
        const x = Math.round(box.x1 - slope * box.y1) + inset;
        const y = Math.round(box.y1 + slope * box.x1) + inset;
        const part = analysis.part(x, y, Math.round(box.x2 - box.x1) - 2 * inset, Math.round(box.y2 - box.y1) - 2 * inset);
        if (!part) continue;
        tried += 1;
        const cell = await recognisePage(worker, part, "6");
        for (const line of cell.lines) {
          const own = line.words
            .filter((word) => word.confidence > 40)
            .map((word) => ({ ...word, x: word.x + x - 12, x2: word.x2 + x - 12, y: word.y + y - 12 }));
          if (own.length > 0) found.push({ ...line, words: own });
        }
      }
  return found;
};
