/** The worker's checks and its health port, put together for `start`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "#app/context.ts";
import { type Board, openBoard } from "#app/checks/board.ts";
import { measured } from "#app/measured.ts";
import type { LoadedSettings, Settings } from "#edges/settings/load.ts";
import type { Metrics } from "#edges/observe/metrics.ts";
import { root } from "./root.ts";
import { isTrialOn } from "./trial.ts";

export type Observed = {
  /** The worker's ports, measured. */
  readonly context: Context;
  readonly board: Board;
  /** Where /ready is; null where the setting is off or the address is taken. */
  readonly address: string | null;
  /** Goes on with the checks until the signal aborts, then closes the port. */
  run(signal: AbortSignal): Promise<void>;
};

/** Measures the worker, notes its start, and opens the health port. */
export const observe = async (loaded: LoadedSettings, bare: Context): Promise<Observed> => {
  const { openMetrics } = await import("#edges/observe/metrics.ts");
  const metrics = openMetrics();
  const context = measured(bare, metrics.meter);
  const board = laterBoard(() => boardOf(loaded, context), context.clock);
  await context.store.operation.started();
  const health = await openHealthPort(loaded.settings, context, metrics, board);
  return {
    context,
    board,
    address: health?.address ?? null,
    run: async (signal) => {
      await board.run(signal);
      await health?.close();
    },
  };
};

/** Mail goes before: what the checks need is loaded when the worker has begun. */
const CHECKS_AFTER = 2_000;

const laterBoard = (make: () => Promise<Board>, clock: Context["clock"]): Board => {
  let made: Promise<Board> | null = null;
  let board: Board | null = null;
  const opened = async (): Promise<Board> => {
    made ??= make();
    board = await made;
    return board;
  };
  return {
    results: () => board?.results() ?? [],
    refresh: async () => (await opened()).refresh(),
    run: async (signal) => {
      await clock.sleep(CHECKS_AFTER, signal);
      if (!signal.aborted) await (await opened()).run(signal);
    },
  };
};

/** The checks over the worker's own store; nothing is run yet. */
const boardOf = async (loaded: LoadedSettings, { store, clock }: Pick<Context, "store" | "clock">): Promise<Board> => {
  const { allChecks, RECENT } = await import("./checks.ts");
  return openBoard(
    await allChecks({
      ...loaded,
      look: { standings: () => store.operation.standings(), recentHeads: () => store.operation.recentHeads(RECENT) },
      sendTo: null,
    }),
    clock,
  );
};

const openHealthPort = async (
  settings: Settings,
  { store, clock, log }: Pick<Context, "store" | "clock" | "log">,
  metrics: Metrics,
  board: Board,
) => {
  if (settings.health === "off") return null;
  const [{ openHealth }, { folderProbe }] = await Promise.all([import("#edges/observe/health.ts"), import("#edges/observe/folder.ts")]);
  const at = settings.health.lastIndexOf(":");
  const free = folderProbe(settings.data);
  const health = await openHealth({
    host: settings.health.slice(0, at),
    port: Number(settings.health.slice(at + 1)),
    metrics,
    source: {
      now: () => clock.now(),
      version: versionOf(),
      mode: settings.mode,
      canary: isTrialOn(settings),
      standings: () => store.operation.standings(),
      checks: () => board.results(),
      freeBytes: async () => (await free()).freeBytes,
    },
  });
  if (health) log.info("health.opened");
  else log.warn("health.unavailable", { code: "setting_wrong" });
  return health;
};

const versionOf = (): string => (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string }).version;
