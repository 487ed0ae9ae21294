/**
 * The reading process: everything that a stranger wrote is parsed and weighed here. It takes one task at a time, says what it is at, so
 * that a file that hangs or bursts can be named, and sends each file's documents as they are ready.
 */
import { rmSync, writeFileSync } from "node:fs";
import { flushCompileCache } from "node:module";
import type { AssessInput } from "#core/assess.ts";
import type { Assessment } from "#core/assessment.ts";
import type { Document } from "#core/document.ts";
import { asFailure, type FailureCode } from "#core/failure.ts";
import type { Message } from "#core/message.ts";
import type { FileToRead } from "./documents.ts";
import type { ReadLimits } from "./limits.ts";
import type { OcrOptions } from "./ocr.ts";

/** A file by its number, the mail's structure, or the assessment. */
export type Stage = number | "mime" | "assess";

/** What assessing needs: the agency's data, the file of learned weights, and a mail of our own to rehearse with. */
export type AssessKnowledge = { readonly agency: AssessInput["agency"]; readonly modelFile: string; readonly rehearsal?: Uint8Array };
export type Prepare = {
  readonly kind: "prepare";
  readonly imports: "none" | "usual" | "all";
  /** Rehearse when nothing is asked for a while: the first mail of a process takes ten times as long as the next ones. */
  readonly rehearse?: boolean;
  /** Rehearse, write what was compiled, this stamp with it, and end. */
  readonly stamp?: { readonly file: string; readonly text: string; readonly lock: string };
};
export type ReadMessage = {
  readonly kind: "message";
  readonly raw: Uint8Array;
  readonly limits: ReadLimits;
  /** ISO instant of receipt where the message is to be assessed. */
  readonly receivedAt: string | null;
  /** Documents of files that were read, or given up, in a process before. */
  readonly known: ReadonlyMap<number, readonly Document[]>;
  /** Ask for recognition of files that hold scans. */
  readonly askForScans: boolean;
};
export type ReadFiles = {
  readonly kind: "files";
  readonly files: readonly { readonly index: number; readonly file: FileToRead }[];
  readonly limits: ReadLimits;
  readonly ocr: OcrOptions | null;
};
export type Task = ReadMessage | ReadFiles;
export type Recognised = { readonly kind: "recognised"; readonly documents: ReadonlyMap<number, readonly Document[]> };

export type Report =
  | { readonly kind: "ready" }
  | { readonly kind: "start"; readonly at: Stage; readonly file?: { readonly name: string; readonly mediaType: string } }
  /** A page was recognised: the clock starts anew. */
  | { readonly kind: "page" }
  | { readonly kind: "done"; readonly index: number; readonly documents: readonly Document[] }
  /** Files with scans, for a process that can recognise them. */
  | { readonly kind: "scans"; readonly files: ReadFiles["files"] }
  /** The message without the files' documents, which were sent before. */
  | { readonly kind: "message"; readonly message: Message; readonly assessment: Assessment | null }
  | { readonly kind: "failed"; readonly code: FailureCode; readonly text: string; readonly stack: string }
  | { readonly kind: "end" };

const report = (message: Report): void => void process.send?.(message);

// A signal to the whole group (Ctrl-C, a service manager) is the parent's to obey; it ends this process when it is done.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);

/** What nearly every message needs, imported while the process waits for work; and what any message may need. */
const usual = ["./reader.ts", "#core/assess.ts", "./pdf.ts", "./docx.ts"];
const all = [...usual, "./scan.ts", "./odf.ts", "./sheet.ts", "./office.ts", "./doc.ts", "./text.ts", "./html.ts", "./msg.ts", "./tnef.ts"];

const prepare = async ({ imports, rehearse: later, stamp }: Prepare): Promise<void> => {
  for (const name of imports === "all" ? all : imports === "usual" ? usual : []) await import(name);
  if (later) setTimeout(() => void (hasWork || rehearse()), IDLE_MILLISECONDS).unref();
  if (!stamp) return;
  await rehearse();
  flushCompileCache();
  writeFileSync(stamp.file, stamp.text);
  rmSync(stamp.lock, { force: true });
  process.exit(0);
};

/** Scans are told apart by the process that reads text. */
const needsRecognition = (document: Document): boolean => document.detail === "ocr_off";

let assessing: Promise<Pick<AssessInput, "agency" | "model">> | null = null;
let heardKnowledge: (knowledge: AssessKnowledge) => void = () => undefined;
const knowledge = new Promise<AssessKnowledge>((resolve) => {
  heardKnowledge = resolve;
});
const loadAssessing = async (): Promise<Pick<AssessInput, "agency" | "model">> => {
  const [{ agency, modelFile }, { loadModel }] = await Promise.all([knowledge, import("./model-file.ts")]);
  return { agency, model: loadModel(modelFile) };
};

/** Reads and assesses the mail of our own, and drops the result: what it needs is loaded and compiled then. */
const rehearse = async (): Promise<void> => {
  const { rehearsal } = await knowledge;
  if (!rehearsal) return;
  const [{ readMessage }, { assessMessage }] = await Promise.all([import("./reader.ts"), import("#core/assess.ts")]);
  assessing ??= loadAssessing();
  assessMessage(await readMessage(rehearsal), { ...(await assessing), receivedAt: new Date(0).toISOString() });
};

/** 250 MB resident: a process that has rehearsed, and one usual message. */
const COLLECT_FROM = 250_000_000;

/** Programs that end soon need no rehearsal. */
const IDLE_MILLISECONDS = 1_000;
let hasWork = false;

let heardRecognised: (message: Recognised) => void = () => undefined;

const readWholeMessage = async (task: ReadMessage): Promise<void> => {
  hasWork = true;
  const { readMessage } = await import("./reader.ts");
  const { assessMessage } = await import("#core/assess.ts");
  report({ kind: "start", at: "mime" });
  let fromFiles = 0;
  const message = await readMessage(task.raw, async (files) => {
    const { readFile } = await import("./documents.ts");
    const results: (readonly Document[])[] = [];
    for (const [index, file] of files.entries()) {
      const known = task.known.get(index);
      if (!known) report({ kind: "start", at: index, file: { name: file.name, mediaType: file.mediaType } });
      const documents = known ?? (await readFile(file, task.limits));
      if (!known) report({ kind: "done", index, documents });
      results.push(documents);
    }
    const scans = [...files.entries()]
      .filter(([index]) => results[index]?.some(needsRecognition))
      .map(([index, { name, bytes, mediaType }]) => ({ index, file: { name, bytes, mediaType } }));
    if (task.askForScans && scans.length > 0) {
      const answer = new Promise<Recognised>((resolve) => {
        heardRecognised = resolve;
      });
      report({ kind: "scans", files: scans });
      for (const [index, documents] of (await answer).documents) results[index] = documents;
    }
    const documents = results.flat();
    fromFiles = documents.length;
    return documents;
  });
  report({ kind: "start", at: "assess" });
  let assessment: Assessment | null = null;
  if (task.receivedAt !== null) {
    assessing ??= loadAssessing();
    assessment = assessMessage(message, { ...(await assessing), receivedAt: task.receivedAt });
  }
  report({ kind: "message", message: { ...message, attachments: message.attachments.slice(fromFiles) }, assessment });
  // When the answer is out: a process that looks full is replaced, and a new one costs twenty messages.
  setImmediate(() => {
    if (process.memoryUsage.rss() > COLLECT_FROM) globalThis.gc?.();
  });
};

const readFiles = async (task: ReadFiles): Promise<void> => {
  const [{ readFile }, { openRecogniser }] = await Promise.all([import("./documents.ts"), task.ocr ? import("./ocr.ts") : { openRecogniser: null }]);
  const recogniser = task.ocr && openRecogniser ? openRecogniser(task.ocr) : null;
  const counted = recogniser && {
    ...recogniser,
    recognise: async (...args: Parameters<typeof recogniser.recognise>) => {
      const result = await recogniser.recognise(...args);
      report({ kind: "page" });
      return result;
    },
  };
  for (const { index, file } of task.files) {
    report({ kind: "start", at: index });
    report({ kind: "done", index, documents: await readFile(file, task.limits, counted) });
  }
  report({ kind: "end" });
};

process.on("message", (message: Task | Prepare | Recognised | ({ readonly kind: "assessing" } & AssessKnowledge)) => {
  if (message.kind === "assessing") heardKnowledge(message);
  else if (message.kind === "recognised") heardRecognised(message);
  else if (message.kind === "prepare")
    prepare(message).then(
      () => report({ kind: "ready" }),
      () => process.exit(1),
    );
  // A failure outside every promise of a library counts for the file that is being read: the parent sees the process end.
  else if (message.kind === "files") readFiles(message).catch(() => process.exit(1));
  else
    readWholeMessage(message).catch((thrown: unknown) => {
      const { code, message: text, stack, cause } = asFailure(thrown);
      report({ kind: "failed", code, text, stack: (cause instanceof Error ? cause.stack : stack) ?? "" });
    });
});
