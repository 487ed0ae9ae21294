/** Text recognition with tesseract.js, offline: a few workers, Norwegian and English together, results cached by content. */
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { median } from "./layout-lines.ts";
import { type PictureRules, rulesOfPicture } from "./ocr-rules.ts";
import { createWorker, type Worker } from "tesseract.js";

/** A recognised word; lengths in pixels of the picture. `y` is its line's baseline under the word. */
export type Word = { readonly text: string; readonly x: number; readonly x2: number; readonly y: number; readonly confidence: number };
export type WordLine = { readonly words: readonly Word[]; /** Height of the line's letters, ascenders and descenders included, pixels. */ readonly height: number; readonly slope: number };
export type Recognised = { readonly lines: readonly WordLine[]; readonly confidence: number; /** Tilt of the text lines (rise over run). */ readonly slope: number; readonly rules: PictureRules };

export type Recogniser = {
  /** Recognises a picture (JPEG, PNG, TIFF bytes). `key` names what is recognised for the cache; the picture is made only when needed. */
  readonly recognise: (key: string, picture: () => Promise<Buffer>) => Promise<Recognised>;
  readonly close: () => Promise<void>;
};

export type OcrOptions = {
  /** Folder with nor.traineddata.gz and eng.traineddata.gz (`installLanguages`). */
  readonly languages: string;
  readonly workers: number;
  /** Folder of results; none are kept when absent. */
  readonly cache?: string;
};

/** Raised when settings or models change, so that old results are not used. */
const version = "1";
const languageNames = ["nor", "eng"];

/**
 * Puts the language data of the two npm packages into one folder, as tesseract.js wants it. Cheap when it is there already.
 * `nor` alone cannot write "@"; with `eng` it can (measured: 9 of 12 addresses against none).
 */
export const installLanguages = (folder: string): void => {
  const require = createRequire(import.meta.url);
  mkdirSync(folder, { recursive: true });
  for (const name of languageNames) {
    const source = join(dirname(require.resolve(`@tesseract.js-data/${name}/package.json`)), "4.0.0_best_int", `${name}.traineddata.gz`);
    const target = join(folder, `${name}.traineddata.gz`);
    if (existsSync(target) && statSync(target).size === statSync(source).size) continue;
    copyFileSync(source, `${target}.${process.pid}`);
    renameSync(`${target}.${process.pid}`, target);
  }
};

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
    recognise: async (key, picture) => {
      const file = options.cache ? join(options.cache, `${createHash("sha256").update(`${version} ${key}`).digest("hex")}.json`) : null;
      const known = file ? fromCache(file) : null;
      if (known) return known;
      const worker = await take();
      try {
        const bytes = await picture();
        const page = linesOfPage((await worker.recognize(bytes, {}, { text: false, blocks: true })).data as unknown as Page);
        const result = { ...page, rules: await rulesOfPicture(bytes, page.slope) };
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
type PageLine = { readonly words: readonly { readonly text: string; readonly confidence: number; readonly bbox: Bbox }[]; readonly baseline: Bbox; readonly bbox: Bbox; readonly rowAttributes?: { readonly rowHeight?: number }; readonly row_attributes?: { readonly row_height?: number } };
type Page = { readonly blocks: readonly { readonly paragraphs: readonly { readonly lines: readonly PageLine[] }[] }[] | null; readonly confidence: number };

const linesOfPage = (page: Page): Omit<Recognised, "rules"> => {
  const lines = (page.blocks ?? [])
    .flatMap((block) => block.paragraphs.flatMap((paragraph) => paragraph.lines))
    .map((line): WordLine => {
      const { x0, y0, x1, y1 } = line.baseline;
      const slope = x1 > x0 ? (y1 - y0) / (x1 - x0) : 0;
      const words = line.words
        .filter((word) => word.text.trim() !== "")
        .map((word) => ({ text: word.text, x: word.bbox.x0, x2: word.bbox.x1, y: y0 + slope * ((word.bbox.x0 + word.bbox.x1) / 2 - x0), confidence: word.confidence }));
      return { words, height: line.row_attributes?.row_height ?? line.rowAttributes?.rowHeight ?? line.bbox.y1 - line.bbox.y0, slope };
    })
    .filter((line) => line.words.length > 0);
  const letters = lines.flatMap((line) => line.words).reduce((sum, word) => sum + word.text.length, 0);
  const weighted = lines.flatMap((line) => line.words).reduce((sum, word) => sum + word.confidence * word.text.length, 0);
  const slope = median(lines.filter((line) => line.words.length >= 4).map((line) => line.slope));
  return { lines, confidence: letters === 0 ? 0 : weighted / letters, slope };
};
