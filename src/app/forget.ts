/** A person's request to be forgotten (GDPR article 17): what is held of an address, what may go, and what must be kept and why. */
import { keptBecause, type ArchiveNeed } from "./retention.ts";
import type { MailHead, Store } from "./ports.ts";

/** open: the case is being handled. mentioned: another person's case. The rest: see retention.ts. */
export type ForgetKept = "open" | "mentioned" | "waits_for_person" | "replying" | "not_archived" | "not_exported" | "merged_into";

export type ForgetLine = { readonly what: "case" | "message"; readonly id: string; readonly kept: ForgetKept | null };
export type ForgetPlan = { readonly lines: readonly ForgetLine[]; readonly notes: number; readonly silenced: boolean };

export type ForgetTools = {
  readonly store: Pick<Store, "keeping" | "cases" | "work">;
  readonly headOf: (raw: Uint8Array) => Promise<MailHead>;
};

const MOST = 100_000;

/** Finds everything by the address: cases that know it, loose messages that came from it, mail to it. Changes nothing. */
export const planForget = async ({ store, headOf }: ForgetTools, address: string, needs: ArchiveNeed, now: number): Promise<ForgetPlan> => {
  const wanted = address.toLowerCase();
  const { cases, notes, silenced } = await store.keeping.ofAddress(wanted);
  const lines: ForgetLine[] = [];
  for (const one of await store.keeping.casesNamed(cases)) {
    const wrote = (await store.cases.events(one.reference)).some(
      (event) => event.type === "received" && (event as { from?: string | null }).from?.toLowerCase() === wanted,
    );
    lines.push({ what: "case", id: one.reference, kept: !wrote ? "mentioned" : one.closedAt === null ? "open" : keptBecause(one, needs) });
  }
  for (const one of await store.keeping.looseMessages(now, MOST)) {
    const head = await store.work
      .raw(one.id)
      .then(headOf)
      .catch(() => null);
    if (head?.sender.toLowerCase() === wanted) lines.push({ what: "message", id: one.id, kept: one.waiting ? "waits_for_person" : null });
  }
  return { lines, notes, silenced };
};

/** Removes what the plan lets go. What is kept keeps the address too. */
export const forget = async ({ store }: Pick<ForgetTools, "store">, address: string, plan: ForgetPlan, now: number): Promise<void> => {
  for (const line of plan.lines)
    if (line.kept === null) await (line.what === "case" ? store.keeping.removeCase(line.id, now) : store.keeping.removeMessage(line.id, now));
  await store.keeping.removeAddress(address.toLowerCase());
  await store.keeping.sweep(true);
};
