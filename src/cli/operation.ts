/** What the operations page is given: the checks of this worker, what waits, what is set aside, and the last weeks. */
import type { Board } from "#app/checks/board.ts";
import type { Context } from "#app/context.ts";
import type { DeskOptions } from "#app/desk.ts";
import { type Figures, figuresOf } from "#core/figures.ts";

const DAYS = 28;
const DAY = 24 * 60 * 60_000;
/** Figures are counted anew after this long: a page that is looked at often must not read the whole month each time. */
const FIGURES_LAST = 60_000;
/** How long somebody waits for the checks; what takes longer is shown at the next look. */
const CHECKS_MILLISECONDS = 10_000;
const PARKED_AT_MOST = 100;

export const operationOver = (
  { store, clock, knowledge }: Pick<Context, "store" | "clock" | "knowledge">,
  board: Board | null,
  canaryOn: boolean,
): Pick<DeskOptions, "operation" | "checkNow"> => {
  let counted: { readonly at: number; readonly figures: Figures } | null = null;
  const figures = async (): Promise<Figures> => {
    const now = clock.now();
    if (!counted || now - counted.at > FIGURES_LAST) counted = { at: now, figures: figuresOf(await store.desk.figures(now - DAYS * DAY), now, DAYS) };
    return counted.figures;
  };
  return {
    operation: async () => {
      const { outbox, ...counts } = await store.operation.counts();
      return {
        mode: knowledge.policy.mode,
        sendingStopped: await store.operation.sendingStopped(),
        counts: { ...counts, ...outbox },
        checks: board?.results() ?? [],
        standings: await store.operation.standings().catch(() => null),
        canaryOn,
        figures: await figures(),
        parked: await store.operation.parked(PARKED_AT_MOST),
      };
    },
    checkNow: async () => {
      await Promise.race([board?.refresh(), clock.sleep(CHECKS_MILLISECONDS)]);
    },
  };
};
