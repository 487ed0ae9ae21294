/** The desk: what staff see and do, over the store. The pages and the commands share it. */
import { type CaseEvent, type CaseView, foldCase, summaryOf } from "#core/case.ts";
import { isRefusal } from "#core/case-commands.ts";
import { clocksOf } from "#core/clocks.ts";
import { caseRow, messageRow } from "#core/desk/inbox-row.ts";
import type { Message } from "#core/message.ts";
import type { CasePackage } from "#core/package/case-package.ts";
import { type DeskTools, type Worked, workOut } from "./desk-commands.ts";
import { type ExportTools, packageOf } from "./export.ts";
import type { CaseMail, CaseRow, Clock, Desk, DeskCommand, DeskCommit, DeskOutcome, OpenCase, OperationPage, Reader } from "./ports.ts";

export type DeskOptions = DeskTools &
  ExportTools & {
    readonly reader: Pick<Reader, "readMessage">;
    readonly clock: Clock;
    readonly drawPage: (pdf: Uint8Array, page: number, box: Box | null) => Promise<Uint8Array | null>;
    readonly zip: (files: CasePackage) => Promise<Uint8Array>;
    readonly operation: () => Promise<OperationPage>;
    readonly checkNow: () => Promise<void>;
  };
type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** Lines made anew in one go; more follow at the next look. */
const STALE_AT_ONCE = 2_000;
/** Mails that stay read: a case handler goes to and fro in one case. */
const MAILS_KEPT = 24;

export const openDesk = (options: DeskOptions): Desk => {
  const { store, clock } = options;
  const readMail = keptMails(options);
  const desk: Desk = {
    now: () => clock.now(),
    inbox: async (query) => {
      await refreshRows(options);
      return store.desk.inbox(query, clock.now());
    },
    open: (reference) => openCase(options, reference),
    loose: (id) => store.desk.message(id),
    mail: readMail,
    originals: async (id) => {
      const bytes = await rawOf(options, id);
      return bytes ? options.originalsOf(bytes) : [];
    },
    raw: (id) => rawOf(options, id),
    picture: async (id, name, page, block) => {
      const message = await readMail(id);
      const document = message?.attachments.find((one) => one.name === name);
      if (document?.mediaType !== "application/pdf" || document.pages === null || page < 1 || page > document.pages) return null;
      const bytes = await rawOf(options, id);
      const file = bytes ? (await options.originalsOf(bytes)).find((one) => one.name === name) : undefined;
      const place = block === null ? undefined : document.blocks.find((one) => one.index === block)?.place;
      return file ? options.drawPage(file.bytes, page, place?.page === page ? (place.box ?? null) : null) : null;
    },
    act: (reference, version, command, by) => act(options, reference, version, command, by),
    exportCase: async (reference, by) => {
      const open = await openCase(options, reference);
      if (!open) return null;
      const files = await packageOf(options, open, by, clock.now());
      await store.desk.audit({ at: clock.now(), by, action: "export", subject: open.view.reference, detail: `version ${open.version}` });
      return { name: `${files.name}.zip`, bytes: await options.zip(files) };
    },
    audit: (entry) => store.desk.audit({ ...entry, at: clock.now() }),
    operation: options.operation,
    checkNow: options.checkNow,
    retryParked: (id) => store.operation.retryParked(id, clock.now()),
  };
  return desk;
};

/** Makes lines of the list anew where their case has moved on. */
export const refreshRows = async ({ store, clocks, headOf }: Pick<DeskOptions, "store" | "clocks" | "headOf">): Promise<void> => {
  const { cases, messages } = await store.desk.stale(STALE_AT_ONCE);
  const rows = [];
  for (const row of cases) rows.push(caseRow(foldCase((await store.cases.events(row.reference)) as readonly CaseEvent[]), row.version, clocks));
  for (const message of messages) {
    const head = await store.work
      .raw(message.id)
      .then(headOf)
      .catch(() => ({ sender: "", subject: "" }));
    rows.push(messageRow(message, head));
  }
  if (rows.length > 0) await store.desk.putRows(rows);
};

type CaseTools = Pick<DeskOptions, "store" | "clocks"> & { readonly clock: Pick<Clock, "now"> };

/** A case with its version, clocks and mails; null where there is none of this reference or number. */
export const openCase = async (options: CaseTools, reference: string): Promise<OpenCase | null> => {
  const found = await options.store.desk.openCase(reference);
  return found ? opened(options, found.row, found.events as readonly CaseEvent[]) : null;
};

const opened = async ({ store, clocks, clock }: CaseTools, row: CaseRow, events: readonly CaseEvent[]): Promise<OpenCase> => {
  const view = foldCase(events);
  const joined = events.flatMap((event) => (event.type === "merged_from" ? [event.reference] : []));
  const mails: CaseMail[] = [];
  for (const reference of [row.reference, ...joined]) mails.push(...(await store.desk.mails(reference)));
  return { view, version: row.version, clocks: clocksOf(view, clocks, clock.now()), mails: mails.toSorted((a, b) => a.receivedAt - b.receivedAt) };
};

const rawOf = ({ store }: DeskOptions, id: string): Promise<Uint8Array | null> => store.work.raw(id).catch(() => null);

/** Reads mails from their kept bytes; the latest ones stay in memory, and two who ask at once wait for one reading. */
const keptMails = (options: DeskOptions): ((id: string) => Promise<Message | null>) => {
  const kept = new Map<string, Promise<Message | null>>();
  return (id) => {
    const before = kept.get(id);
    const reading =
      before ??
      rawOf(options, id)
        .then((bytes) => (bytes ? options.reader.readMessage(bytes) : null))
        .catch(() => null);
    kept.delete(id);
    kept.set(id, reading);
    for (const oldest of kept.keys()) if (kept.size > MAILS_KEPT) kept.delete(oldest);
    return reading;
  };
};

/** What the worker itself adds while a person reads; none of it contradicts what the person decides. */
const harmless: ReadonlySet<CaseEvent["type"]> = new Set(["sent", "duplicate", "noted"]);

const act = async (options: DeskOptions, reference: string, version: number, command: DeskCommand, by: string): Promise<DeskOutcome> => {
  const { store, clock } = options;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const open = await openCase(options, reference);
    if (!open) return { kind: "refused", because: "there is no such case", case: null };
    const since = open.view.events.slice(version);
    if (since.some((event) => !harmless.has(event.type))) return conflicted(options, open, since, by);
    const other = command.kind === "merge" ? await openCase(options, command.into) : null;
    const worked = await workOut(options, open.view, command, { at: clock.now(), by }, other?.view ?? null);
    if (isRefusal(worked)) return { kind: "refused", because: worked.because, case: open };
    if ((await store.desk.commit(commitsOf(open, other, worked, clock.now()))) === "written") {
      await store.desk.audit({ at: clock.now(), by, action: "change", subject: open.view.reference, detail: command.kind });
      return { kind: "done", reference: worked.into?.view.reference ?? open.view.reference };
    }
  }
  const open = await openCase(options, reference);
  return open ? conflicted(options, open, open.view.events.slice(version), by) : { kind: "refused", because: "there is no such case", case: null };
};

const conflicted = async ({ store, clock }: DeskOptions, open: OpenCase, since: CaseView["events"], by: string): Promise<DeskOutcome> => {
  await store.desk.audit({
    at: clock.now(),
    by,
    action: "conflict",
    subject: open.view.reference,
    detail: since.map((event) => event.type).join(" "),
  });
  return { kind: "conflict", case: open, since };
};

const commitsOf = (open: OpenCase, other: OpenCase | null, worked: Worked, now: number): DeskCommit[] => {
  const one = (view: CaseView, version: number, events: readonly CaseEvent[], outbox: DeskCommit["outbox"]): DeskCommit => {
    const summary = summaryOf(foldCase([...view.events, ...events]));
    return {
      reference: view.reference,
      version,
      row: { state: summary.state, summary: JSON.stringify(summary) },
      events,
      headerIds: summary.messageIds,
      addresses: summary.addresses,
      outbox,
      now,
    };
  };
  const commits = [one(open.view, open.version, worked.events, worked.outbox)];
  if (worked.into && other) commits.push(one(other.view, other.version, worked.into.events, []));
  return commits;
};
