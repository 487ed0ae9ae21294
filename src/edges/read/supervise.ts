/** One task in one reading process: limits on time and memory, and what stopped it. */
import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Report, Stage, Task } from "./child.ts";

/** What stopped a task, and at what: null where the process had not begun, which is no file's fault. */
export type Stopped = { readonly at: Stage | null; readonly state: "timeout" | "memory" | "corrupt"; readonly detail: string };

/** Detail of what was stopped because the whole message took too long. */
export const MESSAGE_TIME = "message_time";

/** Coming to life takes half a second; on a machine with no time left, much longer. */
const BEGIN_MS = 60_000;

export type Watch = {
  /** Milliseconds that a stage, or a page of it, may take. */
  readonly stageMs: number;
  readonly residentBytes: number;
  /** `text_time` or `ocr_time`. */
  readonly late: string;
  /** Milliseconds for all of it. */
  readonly totalMs?: number;
};

/** The clock of the present stage. */
export type StageClock = { readonly restart: () => void; readonly hold: () => void };

/**
 * Runs a task in a process. `hear` is told every report and answers whether the task is done. Null when it went through; else the
 * process is gone, and what is given back tells what stopped it.
 */
export const supervise = (
  child: ChildProcess,
  task: Task,
  watch: Watch,
  hear: (report: Report, clock: StageClock) => boolean,
): Promise<Stopped | null> =>
  new Promise((resolve) => {
    let current: Stage | null = null;
    let why: { state: Stopped["state"]; detail: string } | null = null;
    let timer: NodeJS.Timeout | undefined;
    const stop = (state: Stopped["state"], detail: string): void => {
      why ??= { state, detail };
      // A process that never came to life has no end to wait for.
      if (!child.kill("SIGKILL")) onExit(null, "SIGKILL");
    };
    const clock: StageClock = {
      hold: () => clearTimeout(timer),
      restart: () => {
        clearTimeout(timer);
        const allowed = current === null ? Math.max(BEGIN_MS, watch.stageMs) : watch.stageMs;
        timer = setTimeout(() => stop("timeout", watch.late), allowed);
      },
    };
    const total = watch.totalMs === undefined ? undefined : setTimeout(() => stop("timeout", MESSAGE_TIME), Math.max(0, watch.totalMs));
    const memory = setInterval(() => {
      if (residentBytes(child.pid) > watch.residentBytes) stop("memory", "resident_bytes");
    }, 25);
    const finish = (stopped: Stopped | null): void => {
      clearTimeout(timer);
      clearTimeout(total);
      clearInterval(memory);
      child.off("message", onMessage);
      child.off("exit", onExit);
      child.off("error", onError);
      if (stopped) child.kill("SIGKILL");
      resolve(stopped);
    };
    const onMessage = (report: Report): void => {
      // The answer to warming up can still be on its way.
      if (report.kind === "ready") return;
      if (report.kind === "start") current = report.at;
      clock.restart();
      if (hear(report, clock)) finish(null);
    };
    const onExit = (code: number | null, signal: NodeJS.Signals | null): void => {
      // V8 aborts (134, SIGABRT) when its heap is full; the kernel's memory killer uses SIGKILL.
      const isMemory = code === 134 || signal === "SIGABRT" || (signal === "SIGKILL" && why === null);
      const reason = why ?? (isMemory ? { state: "memory" as const, detail: "heap" } : { state: "corrupt" as const, detail: "reader_stopped" });
      finish({ at: current, ...reason });
    };
    const onError = (): void => stop("corrupt", "reader_stopped");
    child.on("message", onMessage);
    child.on("exit", onExit);
    child.on("error", onError);
    clock.restart();
    child.send(task, (cause) => {
      if (cause) stop("corrupt", "reader_stopped");
    });
  });

/** Resident memory in bytes, 0 where the system has no /proc. */
export const residentBytes = (pid: number | undefined): number => {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * 4096;
  } catch {
    return 0;
  }
};
