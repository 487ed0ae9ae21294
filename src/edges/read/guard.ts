/**
 * The wall around reading: what strangers wrote is parsed and weighed in a child process with limits on time and memory. A file that
 * hangs or bursts costs itself; a mail whose structure or text does so costs itself; the next one is read by a fresh process.
 */
import { mkdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Assessment } from "#core/assessment.ts";
import { type Document, unreadableDocument } from "#core/document.ts";
import { Failure } from "#core/failure.ts";
import type { Message } from "#core/message.ts";
import type { AssessKnowledge, ReadFiles, ReadMessage } from "./child.ts";
import type { FileToRead } from "./documents.ts";
import { keptFolder } from "./kept-folder.ts";
import { defaultLimits, type ReadLimits } from "./limits.ts";
import { type Kind, openProcesses } from "./processes.ts";
import { MESSAGE_TIME, type Stopped, supervise, type Watch } from "./supervise.ts";

export type ReaderOptions = {
  readonly limits?: Partial<ReadLimits>;
  /** Recognition of scans: on unless false. */
  readonly ocr?: boolean;
  /** Folder for what may be kept between runs: compiled code, language data, recognised pages. Default: a folder of the system's temporary files. */
  readonly folder?: string;
  /** Processes that wait warm: one unless said. None in one-shot commands that read a single message. */
  readonly warm?: number;
  /** Keep recognised pages by content, so that the same scan is never read twice. On unless false. */
  readonly cache?: boolean;
  /** What assessing needs, as soon as it is loaded; without it messages are only read. */
  readonly assessing?: Promise<AssessKnowledge>;
};

export type DocumentReader = {
  /** The documents of the files, in order; members of containers follow each other. Never throws for what is in a file. */
  readonly read: (files: readonly FileToRead[]) => Promise<Document[]>;
  /**
   * The whole message, and its assessment where the ISO instant of receipt is given. Throws Failure `message_*` where there is no message
   * to speak of, or where its structure or text stops the reading; `reader_unavailable` where no process comes to life.
   */
  readonly readMessage: (
    raw: Uint8Array,
    receivedAt: string | null,
  ) => Promise<{ readonly message: Message; readonly assessment: Assessment | null }>;
  readonly close: () => Promise<void>;
};

/** Fresh processes that a message is given when one ends without any file being to blame. */
const TRIES = 3;

type Numbered = ReadFiles["files"];

/** Opens the reader. */
export const openDocumentReader = (options: ReaderOptions = {}): DocumentReader => {
  const limits = { ...defaultLimits, ...options.limits };
  const folder = options.folder ?? keptFolder();
  const processes = openProcesses({ limits, folder, warm: options.warm ?? 1, assessing: options.assessing ?? null });
  const text: Watch = { stageMs: limits.textMs, residentBytes: limits.residentBytes, late: "text_time" };
  const ocr: Watch = { stageMs: Math.max(limits.ocrPageMs, limits.textMs), residentBytes: limits.ocrResidentBytes, late: "ocr_time" };

  const runFiles = async (kind: Kind, files: Numbered, results: Map<number, readonly Document[]>, until?: number): Promise<void> => {
    let left = files;
    let tries = 0;
    while (left.length > 0) {
      const child = processes.take(kind);
      const task: ReadFiles = { kind: "files", files: left, limits, ocr: kind === "ocr" ? ocrOptions(folder, options.cache !== false) : null };
      const last = left.at(-1)?.index;
      const watch: Watch = { ...(kind === "ocr" ? ocr : text), ...(until === undefined ? {} : { totalMs: until - performance.now() }) };
      const stopped = await supervise(child, task, watch, (report) => {
        if (report.kind === "done") results.set(report.index, report.documents);
        return report.kind === "done" && report.index === last;
      });
      if (!stopped) return processes.release(child, kind, isPlain([...results.values()].flat()));
      if (stopped.at === null && stopped.state !== "timeout" && tries < TRIES - 1) {
        tries += 1;
        continue;
      }
      const at = stopped.at === null ? 0 : left.findIndex(({ index }) => index === stopped.at);
      const bad = left[at];
      if (!bad || stopped.detail === MESSAGE_TIME) {
        for (const { index, file } of left) results.set(index, markStopped(results.get(index), file, kind, stopped));
        return;
      }
      results.set(bad.index, markStopped(results.get(bad.index), bad.file, kind, stopped));
      left = left.slice(at + 1);
    }
  };

  /** Recognises scans; what recognition could not do must not lose what was there as text. */
  const recognise = async (
    scans: Numbered,
    before: ReadonlyMap<number, readonly Document[]>,
    until?: number,
  ): Promise<Map<number, readonly Document[]>> => {
    const results = new Map(scans.map(({ index }) => [index, before.get(index) ?? []] as const));
    await prepareOcr(folder);
    await runFiles("ocr", scans, results, until);
    for (const { index } of scans)
      if ((results.get(index) ?? []).every(isBlank) && !(before.get(index) ?? []).every(isBlank)) results.set(index, before.get(index) ?? []);
    return results;
  };

  /** One process's try at a message. */
  const attempt = async (
    task: ReadMessage,
    known: Map<number, readonly Document[]>,
    until: number,
  ): Promise<{ message: Message; assessment: Assessment | null } | Attempt> => {
    const child = processes.take("text");
    let file: { name: string; mediaType: string } | undefined;
    let answer: { message: Message; assessment: Assessment | null } | null = null;
    let failed: Failure | null = null;
    const stopped = await supervise(child, task, { ...text, totalMs: until - performance.now() }, (report, clock) => {
      if (report.kind === "start") file = report.file;
      else if (report.kind === "done") known.set(report.index, report.documents);
      else if (report.kind === "scans") {
        clock.hold();
        void recognise(report.files, known, until).then((documents) => {
          for (const [index, read] of documents) known.set(index, read);
          child.send({ kind: "recognised", documents }, () => undefined);
          clock.restart();
        });
      } else if (report.kind === "message") answer = report;
      else if (report.kind === "failed")
        failed = new Failure(report.code, report.text, { cause: Object.assign(new Error(report.text), { stack: report.stack }) });
      return report.kind === "message" || report.kind === "failed";
    });
    if (stopped) return { stopped, ...(file ? { file } : {}) };
    const documents = [...known].toSorted(([a], [b]) => a - b).flatMap(([, read]) => read);
    processes.release(child, "text", failed === null && isPlain(documents));
    if (failed) throw failed;
    const { message, assessment } = answer as unknown as { message: Message; assessment: Assessment | null };
    return { message: { ...message, attachments: [...documents, ...message.attachments] }, assessment };
  };

  return {
    read: async (files) => {
      const results = new Map<number, readonly Document[]>();
      const all = files.map((file, index) => ({ index, file }));
      await runFiles("text", all, results);
      const scans = options.ocr === false ? [] : all.filter(({ index }) => (results.get(index) ?? []).some(isScan));
      if (scans.length > 0) for (const [index, documents] of await recognise(scans, results)) results.set(index, documents);
      processes.keepWarm();
      return all.flatMap(({ index }) => [...(results.get(index) ?? [])]);
    },
    readMessage: async (raw, receivedAt) => {
      const until = performance.now() + limits.messageMs;
      const known = new Map<number, readonly Document[]>();
      try {
        for (let tries = 0; ; ) {
          const task: ReadMessage = { kind: "message", raw, limits, receivedAt, known, askForScans: options.ocr !== false };
          const result = await attempt(task, known, until);
          if ("message" in result) return result;
          const { stopped, file } = result;
          if (stopped.detail === MESSAGE_TIME)
            throw new Failure("message_timeout", `reading the message took longer than ${limits.messageMs / 1000} s`);
          if (typeof stopped.at === "number" && file) {
            known.set(stopped.at, [stoppedDocument({ ...file, bytes: raw }, stopped)]);
            continue;
          }
          if (stopped.state === "timeout" && stopped.at !== null)
            throw new Failure(
              "message_timeout",
              `the ${stopped.at === "mime" ? "structure" : "text"} of the message took longer than ${limits.textMs / 1000} s`,
            );
          tries += 1;
          if (tries < TRIES && stopped.state !== "memory") continue;
          if (stopped.at === null) throw new Failure("reader_unavailable", "a reading process ended before it had begun");
          throw new Failure("message_crashed", `reading the message ended the reading process (${stopped.detail})`);
        }
      } finally {
        processes.keepWarm();
      }
    },
    close: () => processes.close(),
  };
};

type Attempt = { readonly stopped: Stopped; readonly file?: { readonly name: string; readonly mediaType: string } };

let installed: string | null = null;
/** Node grants rights to a folder only when it is there at the start. */
const prepareOcr = async (folder: string): Promise<void> => {
  mkdirSync(join(folder, "recognised"), { recursive: true });
  if (installed === folder) return;
  const { installLanguages } = await import("./ocr-languages.ts");
  installLanguages(join(folder, "languages"));
  installed = folder;
};

const ocrOptions = (folder: string, cache: boolean): ReadFiles["ocr"] => ({
  languages: join(folder, "languages"),
  workers: Math.min(4, availableParallelism()),
  ...(cache ? { cache: join(folder, "recognised") } : {}),
});

const isScan = (document: Document): boolean => document.detail === "ocr_off";
const isBlank = (document: Document): boolean => document.blocks.length === 0;
/** Nothing of it was damaged, oversized or hanging. */
const isPlain = (documents: readonly Document[]): boolean =>
  documents.every((document) => !/^(corrupt|memory|timeout|too_large)$/.test(document.state));

const stoppedDocument = (file: FileToRead, { state, detail }: Stopped): Document =>
  unreadableDocument(file.name, file.mediaType ?? "application/octet-stream", state, detail);

/** The file that stopped its process; of one that only recognition stopped, what was read as text stays. */
const markStopped = (before: readonly Document[] | undefined, file: FileToRead, kind: Kind, stopped: Stopped): readonly Document[] =>
  before === undefined || kind === "text"
    ? [stoppedDocument(file, stopped)]
    : before.map((document) =>
        isScan(document) && document.state === "no_text" ? { ...document, state: stopped.state, detail: stopped.detail } : document,
      );
