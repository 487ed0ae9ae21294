/** Drafts the letters that clocks ask for in all open cases. Each waits in its case until a person releases it. */
import { type DueLetter, dueLetters } from "#core/clocks.ts";
import { asFailure } from "#core/failure.ts";
import { actOnCase, loadCase } from "./case-actions.ts";
import type { Context } from "./context.ts";
import type { DeskTools } from "./desk-commands.ts";
import type { Store } from "./ports.ts";

const OPEN = ["reading", "waiting", "complete", "with_person"];
const CASES_AT_MOST = 10_000;

export type Drafted = { readonly reference: string; readonly letter: DueLetter };

/** What was drafted. A case that changes meanwhile, or refuses, is left for the next time. */
export const draftDueLetters = async (tools: DeskTools, store: Store, actor: { readonly at: number; readonly by: string }): Promise<Drafted[]> => {
  const drafted: Drafted[] = [];
  for (const state of OPEN)
    for (const { reference } of await store.cases.list(state, CASES_AT_MOST)) {
      const loaded = await loadCase(store, reference);
      for (const letter of loaded ? dueLetters(loaded.view, tools.clocks, actor.at) : []) {
        if ((await actOnCase(tools, store, reference, { kind: letter }, actor)) === "done") drafted.push({ reference, letter });
      }
    }
  return drafted;
};

/** Letters are due by the day; an hour is early enough, and a worker that was away catches up at once. */
const EVERY = 60 * 60_000;
const LEASE = "letters";

/** Looks at the start and every hour until the signal aborts. Of several workers one looks; trouble is logged and tried again. */
export const keepLettersDrafted = async (tools: DeskTools, context: Context, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    await draftOnce(tools, context);
    await context.clock.sleep(EVERY, signal);
  }
};

/** One look, where no other worker has looked within the hour. */
export const draftOnce = async (
  tools: DeskTools,
  { store, clock, log, worker }: Pick<Context, "store" | "clock" | "log" | "worker">,
): Promise<void> => {
  try {
    const now = clock.now();
    if (!(await store.operation.lease(LEASE, worker, now, now + EVERY))) return;
    for (const { reference, letter } of await draftDueLetters(tools, store, { at: now, by: "mottak" }))
      log.info("letter.drafted", { case: reference, kind: letter });
  } catch (thrown) {
    log.error("step.failed", { step: "letters", code: asFailure(thrown).code });
  }
};
