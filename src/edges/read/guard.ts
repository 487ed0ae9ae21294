/**
 * The wall around document reading: files are read in a child process with limits on time and memory, without rights to write, start
 * programs or use the network. A process reads one message at a time and waits warm for the next; it is replaced after a number of
 * messages, and at once when a file was anything but plainly readable. A file that hangs or bursts costs itself.
 */
import { type ChildProcess, fork } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Document, unreadableDocument } from "#core/document.ts";
import type { Report, Task, Warm } from "./child.ts";
import type { FileToRead } from "./documents.ts";
import { defaultLimits, type ReadLimits } from "./limits.ts";
import { installLanguages, type OcrOptions } from "./ocr.ts";

export type ReaderOptions = {
  readonly limits?: Partial<ReadLimits>;
  /** Recognition of scans: on unless false. */
  readonly ocr?: boolean;
  /** Folder for what may be kept between runs: compiled code, language data, recognised pages. Default: a folder of the system's temporary files. */
  readonly folder?: string;
  /** Keep a warm process waiting. Off in one-shot commands that read a single message. */
  readonly spare?: boolean;
  /** Keep recognised pages by content, so that the same scan is never read twice. On unless false. */
  readonly cache?: boolean;
};

export type DocumentReader = {
  /** The documents of the files, in order; members of containers follow each other. Never throws for what is in a file. */
  readonly read: (files: readonly FileToRead[]) => Promise<Document[]>;
  readonly close: () => Promise<void>;
};

type Kind = "text" | "ocr";
const root = fileURLToPath(new URL("../../../", import.meta.url));
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Opens the reader. The first child is started at once when a spare is kept. */
export const openDocumentReader = (options: ReaderOptions = {}): DocumentReader => {
  const limits = { ...defaultLimits, ...options.limits };
  const folder = options.folder ?? join(tmpdir(), `mottak-read-${process.getuid?.() ?? "user"}`);
  const languages = join(folder, "languages");
  const children = new Set<ChildProcess>();
  let installed = false;
  let spare: ChildProcess | null = null;
  const messagesRead = new WeakMap<ChildProcess, number>();
  let closed = false;

  const start = (kind: Kind, writable = false): ChildProcess => {
    const child = fork(here("./child.ts"), [], {
      execPath: process.execPath,
      env: { NODE_COMPILE_CACHE: join(folder, "compiled") },
      serialization: "advanced",
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      execArgv: [
        "--max-old-space-size=512",
        "--no-warnings",
        "--permission",
        ...["src", "node_modules", "package.json"].map((name) => `--allow-fs-read=${join(root, name)}`),
        `--allow-fs-read=${folder}`,
        // Compiled code is written once by a process that reads no foreign file; afterwards it is read only.
        ...(writable ? [`--allow-fs-write=${join(folder, "compiled")}`] : []),
        ...(kind === "ocr" ? ["--allow-worker", "--allow-addons", `--allow-fs-write=${join(folder, "recognised")}`] : []),
        "--import",
        here("./no-network.ts"),
      ],
    });
    children.add(child);
    child.on("exit", () => {
      children.delete(child);
      if (spare === child) spare = null;
    });
    child.on("error", () => undefined);
    return child;
  };

  const keepSpare = (): void => {
    if (closed || options.spare === false || spare) return;
    const child = start("text");
    child.send({ warm: [] } satisfies Warm, () => undefined);
    wait(child);
  };

  /** Sets a process aside for the next message, without keeping this program alive. */
  const wait = (child: ChildProcess): void => {
    child.unref();
    child.channel?.unref();
    spare = child;
  };

  /** A process that read a message without any trouble reads the next one too; all others end here. */
  const release = (child: ChildProcess, kind: Kind, documents: readonly Document[]): void => {
    const count = (messagesRead.get(child) ?? 0) + 1;
    messagesRead.set(child, count);
    const isPlain = documents.every((document) => !/^(corrupt|memory|timeout|too_large)$/.test(document.state));
    const isFit = count < limits.messagesPerProcess && residentBytes(child.pid) < limits.residentBytes / 2;
    if (kind === "text" && options.spare !== false && !closed && !spare && isPlain && isFit && child.connected) wait(child);
    else child.kill("SIGKILL");
  };

  /** Writes compiled code for the processes to come, when sources or Node changed since the last time. It reads no foreign file. */
  const compileAhead = (): void => {
    const stamp = join(folder, "compiled.stamp");
    const now = sourceStamp();
    if (textOf(stamp) === now) return;
    mkdirSync(join(folder, "compiled"), { recursive: true });
    const child = start("text", true);
    child.on("message", () => {
      child.disconnect();
      writeFileSync(stamp, now);
    });
    child.send({ warm: everyReader } satisfies Warm, () => undefined);
    child.unref();
    child.channel?.unref();
  };

  const take = (kind: Kind): ChildProcess => {
    if (kind === "text" && spare?.connected) {
      const child = spare;
      spare = null;
      child.ref();
      child.channel?.ref();
      return child;
    }
    return start(kind);
  };

  const run = async (kind: Kind, files: readonly { index: number; file: FileToRead }[], results: Map<number, readonly Document[]>): Promise<void> => {
    let left = files;
    let attempts = 0;
    while (left.length > 0) {
      const ocr: OcrOptions | null =
        kind === "ocr"
          ? { languages, workers: Math.min(4, availableParallelism()), ...(options.cache === false ? {} : { cache: join(folder, "recognised") }) }
          : null;
      const child = take(kind);
      const failed = await supervise(child, { files: left, limits, ocr }, kind, limits, results);
      if (!failed) return release(child, kind, [...results.values()].flat());
      if (failed.index < 0 && failed.state !== "timeout" && attempts < 2) {
        attempts += 1;
        continue;
      }
      const at = failed.index < 0 ? 0 : left.findIndex(({ index }) => index === failed.index);
      const bad = left[at];
      if (!bad) {
        for (const { index, file } of left)
          results.set(index, [unreadableDocument(file.name, file.mediaType ?? "application/octet-stream", failed.state, failed.detail)]);
        return;
      }
      if (!results.has(bad.index) || kind === "text")
        results.set(bad.index, [unreadableDocument(bad.file.name, bad.file.mediaType ?? "application/octet-stream", failed.state, failed.detail)]);
      else
        results.set(
          bad.index,
          (results.get(bad.index) ?? []).map((document) =>
            needsOcr(document) && document.state === "no_text" ? { ...document, state: failed.state, detail: failed.detail } : document,
          ),
        );
      left = left.slice(at + 1);
    }
  };

  const reader: DocumentReader = {
    read: async (files) => {
      const results = new Map<number, readonly Document[]>();
      const all = files.map((file, index) => ({ index, file }));
      await run("text", all, results);
      const scans = options.ocr === false ? [] : all.filter(({ index }) => (results.get(index) ?? []).some(needsOcr));
      if (scans.length > 0) {
        // Node grants rights to a folder only when it is there at the start.
        mkdirSync(join(folder, "recognised"), { recursive: true });
        if (!installed) installLanguages(languages);
        installed = true;
        const before = new Map(scans.map(({ index }) => [index, results.get(index) ?? []]));
        await run("ocr", scans, results);
        // What recognition could not do must not lose what was there as text.
        for (const { index } of scans)
          if (
            (results.get(index) ?? []).every((document) => document.blocks.length === 0) &&
            (before.get(index) ?? []).some((document) => document.blocks.length > 0)
          )
            results.set(index, before.get(index) ?? []);
      }
      keepSpare();
      return all.flatMap(({ index }) => [...(results.get(index) ?? [])]);
    },
    close: async () => {
      closed = true;
      await Promise.all(
        [...children].map(
          (child) =>
            new Promise<void>((resolve) => {
              child.ref();
              child.once("exit", () => resolve());
              child.kill("SIGKILL");
            }),
        ),
      );
    },
  };
  compileAhead();
  keepSpare();
  return reader;
};

const everyReader = ["./documents.ts", "./pdf.ts", "./docx.ts", "./odf.ts", "./sheet.ts", "./office.ts", "./doc.ts", "./text.ts", "./html.ts"];

const textOf = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};

/** Changes when a source file here or the Node version does. */
const sourceStamp = (): string => {
  const folder = fileURLToPath(new URL("./", import.meta.url));
  const latest = Math.max(...readdirSync(folder).map((name) => statSync(join(folder, name)).mtimeMs), statSync(join(root, "package.json")).mtimeMs);
  return `${process.version} ${latest}`;
};

/** Scans are told apart by the process that reads text. */
const needsOcr = (document: Document): boolean => document.detail === "ocr_off";

type Failed = { readonly index: number; readonly state: "timeout" | "memory" | "corrupt"; readonly detail: string };

/** Runs a task in a child. Null when it went through, else the file that stopped it. */
const supervise = (
  child: ChildProcess,
  task: Task,
  kind: Kind,
  limits: ReadLimits,
  results: Map<number, readonly Document[]>,
): Promise<Failed | null> =>
  new Promise((resolve) => {
    // Below zero until the process has begun: what ends before that is no file's fault.
    let current = -1;
    let why: { state: Failed["state"]; detail: string } | null = null;
    let ended = false;
    const allowed = kind === "ocr" ? Math.max(limits.ocrPageMs, limits.textMs) : limits.textMs;
    const tooLate = (): void => {
      why = { state: "timeout", detail: kind === "ocr" ? "ocr_time" : "text_time" };
      child.kill("SIGKILL");
    };
    let clock = setTimeout(tooLate, allowed);
    const restart = (): void => {
      clearTimeout(clock);
      clock = setTimeout(tooLate, allowed);
    };
    const most = kind === "ocr" ? limits.ocrResidentBytes : limits.residentBytes;
    const watch = setInterval(() => {
      if (residentBytes(child.pid) > most) {
        why = { state: "memory", detail: "resident_bytes" };
        child.kill("SIGKILL");
      }
    }, 25);
    const finish = (failed: Failed | null): void => {
      clearTimeout(clock);
      clearInterval(watch);
      child.off("message", onMessage);
      child.off("exit", onExit);
      if (failed) child.kill("SIGKILL");
      resolve(failed);
    };
    const onMessage = (message: Report): void => {
      // The answer to warming up can still be on its way.
      if (message.kind === "start") {
        current = message.index;
        restart();
      } else if (message.kind === "page") restart();
      else if (message.kind === "done") {
        results.set(message.index, message.documents);
        if (message.index === task.files.at(-1)?.index) {
          ended = true;
          finish(null);
        }
      }
    };
    const onExit = (code: number | null, signal: NodeJS.Signals | null): void => {
      if (ended) return;
      // V8 aborts (134, SIGABRT) when its heap is full; the kernel's memory killer uses SIGKILL.
      const memory = code === 134 || signal === "SIGABRT" || (signal === "SIGKILL" && why === null);
      const reason = why ?? (memory ? { state: "memory" as const, detail: "heap" } : { state: "corrupt" as const, detail: "reader_stopped" });
      finish({ index: current, ...reason });
    };
    child.on("message", onMessage);
    child.on("exit", onExit);
    child.send(task, (cause) => {
      if (cause) child.kill("SIGKILL");
    });
  });

/** Resident memory in bytes, 0 where the system has no /proc. */
const residentBytes = (pid: number | undefined): number => {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * 4096;
  } catch {
    return 0;
  }
};
