/** A person's command on a case from a terminal: worked out on the case as it stands now, and written in one commit. */
import { type CaseEvent, type CaseView, foldCase, summaryOf } from "#core/case.ts";
import { isRefusal, type Refusal } from "#core/case-commands.ts";
import { type DeskTools, workOut } from "./desk-commands.ts";
import type { DeskCommand, DeskCommit, Store } from "./ports.ts";

/** A case with the version on which a change must be made. */
export type LoadedCase = { readonly view: CaseView; readonly version: number };

/** The case of a reference or of the number within it ("2026-0142"); null where there is none. */
export const loadCase = async (store: Store, reference: string): Promise<LoadedCase | null> => {
  const found = await store.desk.openCase(reference);
  return found ? { view: foldCase(found.events as readonly CaseEvent[]), version: found.row.version } : null;
};

/** Does it. "conflict": somebody else changed the case meanwhile, and nothing was done. */
export const actOnCase = async (
  tools: DeskTools,
  store: Store,
  reference: string,
  command: DeskCommand,
  actor: { readonly at: number; readonly by: string },
): Promise<"done" | "conflict" | Refusal> => {
  const loaded = await loadCase(store, reference);
  if (!loaded) return { refused: "not_found", because: `there is no case ${reference}` };
  const other = command.kind === "merge" ? await loadCase(store, command.into) : null;
  if (command.kind === "merge" && !other) return { refused: "not_found", because: `there is no case ${command.into}` };
  const worked = await workOut(tools, loaded.view, command, actor, other?.view ?? null);
  if (isRefusal(worked)) return worked;
  const commits = [
    commitOf(loaded, worked.events, worked.outbox, actor.at),
    ...(worked.into && other ? [commitOf(other, worked.into.events, [], actor.at)] : []),
  ];
  const outcome = await store.desk.commit(commits);
  if (outcome === "conflict") return "conflict";
  await store.desk.audit({ at: actor.at, by: actor.by, action: "change", subject: loaded.view.reference, detail: command.kind });
  return "done";
};

const commitOf = ({ view, version }: LoadedCase, events: readonly CaseEvent[], outbox: DeskCommit["outbox"], now: number): DeskCommit => {
  const summary = summaryOf(foldCase([...view.events, ...events]));
  const row = { state: summary.state, summary: JSON.stringify(summary) };
  return { reference: view.reference, version, row, events, headerIds: summary.messageIds, addresses: summary.addresses, outbox, now };
};
