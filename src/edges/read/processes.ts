/**
 * The reading processes: started with as few rights as Node can give, kept warm between messages, replaced after a number of messages
 * and at once when anything was not plainly readable. No rights to write (but recognised pages), start programs or use the network.
 */
import { type ChildProcess, fork } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { setPriority } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AssessKnowledge, Prepare } from "./child.ts";
import { claimCompiling, compiledFolder, sourceStamp, stampFile } from "./compiled.ts";
import type { ReadLimits } from "./limits.ts";
import { residentBytes } from "./supervise.ts";

export type Kind = "text" | "ocr";
export type ProcessOptions = {
  readonly limits: ReadLimits;
  readonly folder: string;
  /** Processes that stay warm between messages. */
  readonly warm: number;
  /** What assessing needs; processes that only read files go without. */
  readonly assessing: Promise<AssessKnowledge> | null;
};
export type Processes = {
  /** A process for one task: a warm one, or a new one. */
  take(kind: Kind): ChildProcess;
  /** Gives a process back. One that met any trouble ends here. */
  release(child: ChildProcess, kind: Kind, plain: boolean): void;
  /** Starts a process ahead where none is warm. */
  keepWarm(): void;
  close(): Promise<void>;
};

/** Share of the memory limit up to which a process is used again: what is left is more than all but the largest files need. */
const FIT = 0.65;

const root = fileURLToPath(new URL("../../../", import.meta.url));
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The right to read a path, by its name and by where a link leads. */
const readable = (path: string): string[] => {
  const real = existsSync(path) ? realpathSync(path) : path;
  return [...new Set([path, real])].map((one) => `--allow-fs-read=${one}`);
};

/** Opens the pool; the first process is started at once where any is to be warm. */
export const openProcesses = ({ limits, folder, warm, assessing }: ProcessOptions): Processes => {
  const children = new Set<ChildProcess>();
  const idle: ChildProcess[] = [];
  const messagesRead = new WeakMap<ChildProcess, number>();
  const compiled = compiledFolder(folder);
  let closed = false;

  const start = (kind: Kind, prepare: Prepare, writable = false): ChildProcess => {
    const child = fork(here("./child.ts"), [], {
      execPath: process.execPath,
      env: { NODE_COMPILE_CACHE: compiled },
      serialization: "advanced",
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      execArgv: [
        "--max-old-space-size=512",
        "--no-warnings",
        "--expose-gc",
        // Most patterns are used a few times only: compiling each once saves a third of the time of a first message.
        "--no-regexp-tier-up",
        "--permission",
        ...[...["src", "node_modules", "package.json", "config/reader"].map((name) => join(root, name)), folder, compiled].flatMap(readable),
        // Compiled code is written once by a process that reads no foreign file; afterwards it is read only.
        ...(writable ? [`--allow-fs-write=${compiled}`] : []),
        ...(kind === "ocr" ? ["--allow-worker", "--allow-addons", `--allow-fs-write=${join(folder, "recognised")}`] : []),
        "--import",
        here("./no-network.ts"),
      ],
    });
    children.add(child);
    child.on("exit", () => {
      children.delete(child);
      const at = idle.indexOf(child);
      if (at >= 0) idle.splice(at, 1);
    });
    child.on("error", () => undefined);
    child.send(prepare, () => undefined);
    if (kind === "text" && assessing)
      void assessing.then(
        (knowledge) => child.send({ kind: "assessing", ...knowledge }, () => undefined),
        () => undefined,
      );
    return child;
  };

  /** Sets a process aside for the next message, without keeping this program alive. */
  const wait = (child: ChildProcess): void => {
    child.unref();
    child.channel?.unref();
    idle.push(child);
  };

  /** Compiles for the processes to come, where sources or Node changed. It outlives this program if it must. */
  const compileAhead = (): void => {
    if (!assessing) return;
    const stamp = sourceStamp();
    const claimed = claimCompiling(compiled, stamp);
    if (!claimed) return;
    const child = start("text", { kind: "prepare", imports: "all", stamp: { file: stampFile(compiled), text: stamp, lock: claimed.lock } }, true);
    children.delete(child);
    // What is waited for comes first.
    if (child.pid) setPriority(child.pid, 19);
    child.unref();
    child.channel?.unref();
  };

  const keepWarm = (): void => {
    if (!closed && warm > 0 && idle.length === 0) wait(start("text", { kind: "prepare", imports: "usual", rehearse: true }));
  };
  keepWarm();
  compileAhead();

  return {
    keepWarm,
    take: (kind) => {
      const child = kind === "text" ? idle.pop() : undefined;
      if (!child?.connected) return start(kind, { kind: "prepare", imports: "none" });
      child.ref();
      child.channel?.ref();
      return child;
    },
    release: (child, kind, plain) => {
      const count = (messagesRead.get(child) ?? 0) + 1;
      messagesRead.set(child, count);
      const isFit = count < limits.messagesPerProcess && residentBytes(child.pid) < limits.residentBytes * FIT;
      if (kind === "text" && !closed && plain && isFit && child.connected && idle.length < warm) wait(child);
      else child.kill("SIGKILL");
    },
    close: async () => {
      closed = true;
      await Promise.all(
        [...children].map(
          (child) =>
            new Promise<void>((resolve) => {
              child.ref();
              child.once("exit", () => resolve());
              if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) resolve();
              else child.kill("SIGKILL");
            }),
        ),
      );
    },
  };
};
