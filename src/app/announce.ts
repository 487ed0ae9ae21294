/** Tells staff by mail when a case needs them, and writes the package of a case that is complete. Once an occasion, across restarts. */
import { type CaseEvent, foldCase } from "#core/case.ts";
import { handoverNote, noteKey, type NoteInput, occasionOf } from "#core/desk/note.ts";
import type { CasePackage } from "#core/package/case-package.ts";
import type { Clock as CaseClock } from "#core/clocks.ts";
import { numberOf } from "#core/reference.ts";
import { openCase, refreshRows } from "./desk.ts";
import { type ExportTools, packageOf } from "./export.ts";
import type { Clock, Freeze, OutgoingAddress } from "./ports.ts";

export type AnnounceTools = ExportTools & {
  readonly clock: Clock;
  readonly clocks: readonly CaseClock[];
  readonly freeze: Freeze;
  readonly from: OutgoingAddress;
  readonly envelopeFrom: string;
  /** Where notes go; null: nobody is told by mail. */
  readonly to: string | null;
  readonly contents: NoteInput["contents"];
  /** "https://mottak.example"; null where the pages are off. */
  readonly pages: string | null;
  /** Writes a package of a complete case; null: only when somebody asks. */
  readonly writePackage: ((files: CasePackage) => Promise<unknown>) | null;
};

const AT_ONCE = 50;

/** Looks once; gives the number of occasions that were told. */
export const announceNext = async (tools: AnnounceTools): Promise<number> => {
  const { store, clock } = tools;
  await refreshRows(tools);
  let told = 0;
  for (const { row, occasions, seen } of await store.desk.unannounced(AT_ONCE)) {
    const view = row.kind === "case" ? foldCase((await store.cases.events(row.id)) as readonly CaseEvent[]) : null;
    const occasion = occasionOf(row, view);
    const fresh = occasion !== null && !occasions.includes(occasion) ? occasion : null;
    if (fresh?.startsWith("ready") && tools.writePackage) {
      const open = await openCase(tools, row.id);
      if (open) await tools.writePackage(await packageOf(tools, open, "mottak", clock.now()));
    }
    const mail =
      fresh && tools.to
        ? await noteMail(
            tools,
            tools.to,
            {
              row,
              view,
              agency: tools.knowledge.agency,
              speech: tools.speech,
              link: tools.pages && `${tools.pages}${row.kind === "case" ? `/sak/${numberOf(row.id)}` : `/melding/${row.id}`}`,
              contents: tools.contents,
            },
            fresh,
          )
        : null;
    const done = await store.desk.announce({
      id: row.id,
      version: row.version,
      seen,
      occasions: fresh ? [...occasions, fresh] : occasions,
      mail,
      now: clock.now(),
    });
    if (done && fresh) told += 1;
  }
  return told;
};

const noteMail = async (tools: AnnounceTools, to: string, input: NoteInput, occasion: string) => {
  const note = handoverNote(input);
  const id = tools.knowledge.digest(noteKey(input.row.id, occasion)).slice(0, 32);
  const messageId = `<note.${id}@${tools.envelopeFrom.split("@")[1] ?? "localhost"}>`;
  const raw = await tools.freeze({
    messageId,
    replyId: id,
    from: tools.from,
    to: { name: "", address: to },
    subject: note.subject,
    text: note.text,
    html: note.html,
    inReplyTo: null,
    references: [],
    date: tools.clock.now(),
  });
  return { id, messageId, recipient: to.toLowerCase(), sender: tools.envelopeFrom, raw };
};
