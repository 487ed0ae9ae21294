/** Drafts the letters that clocks ask for in all open cases. Each waits in its case until a person releases it. */
import { type DueLetter, dueLetters } from "#core/clocks.ts";
import { actOnCase, loadCase } from "./case-actions.ts";
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
