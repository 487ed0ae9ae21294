/** The note that staff get by mail when a case needs them: outcome in the subject, every point with value, quote and place, and the link. */
import type { CaseView } from "../case.ts";
import type { Agency } from "../catalogue.ts";
import { type Letter, type LetterBlock, letterHtml, letterText } from "../compose/document.ts";
import { sayableName } from "../compose/words.ts";
import { placeText } from "../package/report.ts";
import type { Speech } from "../screens.ts";
import { distinctEvidence, valueLines } from "./evidence.ts";
import type { InboxRow } from "./inbox-row.ts";

export type NoteInput = {
  readonly row: InboxRow;
  /** Null for a message without a case. */
  readonly view: CaseView | null;
  readonly agency: Agency;
  readonly speech: Speech;
  /** Address of the page; null where the pages are off. */
  readonly link: string | null;
  /** `short` leaves out everything that the sender wrote: for addresses that more people read than may see the case. */
  readonly contents: "full" | "short";
};

export type Note = { readonly subject: string; readonly text: string; readonly html: string };

const QUOTE_MOST = 300;

export const handoverNote = (input: NoteInput): Note => {
  const { row, view, speech, link, contents } = input;
  const { say } = speech;
  const title = contents === "full" ? (row.title ? sayableName(row.title) : say("no_title")) : say("case_documents");
  const named = contents === "full" ? title : row.id;
  const why = speech.word("why", row.why);
  const subject =
    row.group === "ready"
      ? say("note_subject_complete", { title: named, reference: row.id })
      : say("note_subject_person", { why, title: named, reference: row.id });
  const blocks: LetterBlock[] = [
    ...(link ? [{ kind: "paragraph" as const, text: `${say("note_open")}: ${link}` }] : []),
    ...(row.total > 0
      ? [{ kind: "paragraph" as const, text: `${say("case_points")}: ${say("points_of", { found: row.found, total: row.total })}` }]
      : []),
    ...(view && contents === "full" ? details(view, input) : []),
    { kind: "paragraph", text: say("note_machine") },
  ];
  const letter: Letter = { language: speech.language, title: why, blocks };
  return { subject, text: letterText(letter), html: letterHtml(letter) };
};

const details = (view: CaseView, { agency, speech }: NoteInput): LetterBlock[] => {
  const { say } = speech;
  const asked = view.outgoing.filter((one) => one.purpose === "request" || one.purpose === "remaining" || one.purpose === "reminder");
  return [
    { kind: "heading", text: say("case_documents") },
    {
      kind: "list",
      items: agency.catalogue.documents.map(
        ({ role, label }) => `${label[speech.language]}: ${speech.word("document", view.merged?.documents[role]?.status ?? "missing")}`,
      ),
    },
    ...(view.flags.length > 0
      ? [
          { kind: "heading" as const, text: say("flags_title") },
          { kind: "list" as const, items: view.flags.map((flag) => flagLine(flag, speech)) },
        ]
      : []),
    ...(asked.length > 0
      ? [
          {
            kind: "paragraph" as const,
            text: asked.map((one) => `${say("note_asked", { when: speech.time(one.at) })}: ${speech.word("reply_state", one.state)}`).join("\n"),
          },
        ]
      : []),
    { kind: "heading", text: say("items_title", { total: view.merged?.items.length ?? 0 }) },
    { kind: "list", items: itemLines(view, agency, speech) },
  ];
};

const flagLine = ({ code, items }: CaseView["flags"][number], speech: Speech): string =>
  `${speech.word("flag", code)}${items.length > 0 ? ` (${speech.say("flag_points", { numbers: items.join(", ") })})` : ""}`;

const itemLines = (view: CaseView, agency: Agency, speech: Speech): string[] =>
  (view.merged?.items ?? []).map((item) => {
    const known = agency.catalogue.items.find((one) => one.number === item.item);
    const label = (part: string): string => known?.parts.find((one) => one.id === part)?.label[speech.language] ?? part;
    const proof = distinctEvidence(item)[0];
    return [
      `${item.item}. ${known?.label[speech.language] ?? item.id}: ${speech.word("status", item.status)}`,
      ...(item.missingParts.length > 0 && item.status === "incomplete"
        ? [speech.say("item_missing_parts", { parts: item.missingParts.map(label).join(", ") })]
        : []),
      ...valueLines(item.value).map(({ field, text }) => `${speech.word("field", field)}: ${text}`),
      ...(proof
        ? [
            `«${proof.quote.replace(/\s+/g, " ").slice(0, QUOTE_MOST)}» (${placeText({ source: sayableName(proof.source), page: proof.page }, speech)})`,
          ]
        : []),
    ].join("\n");
  });

/** What the id of a note is made of: the same line and occasion always give the same note. */
export const noteKey = (id: string, occasion: string): string => `note ${id} ${occasion}`;

/** The occasion on which staff are told; null where they need not be. Each is told once. */
export const occasionOf = (row: InboxRow, view: CaseView | null): string | null => {
  if (row.group === "ready") return `ready ${view?.completeAt ?? 0}`;
  if (row.group !== "person") return null;
  const held = view?.outgoing.filter((one) => one.state === "withheld") ?? [];
  // In hold mode every reply waits: that is the list's business, not a note's.
  if (
    row.why === "reply_withheld" &&
    held.every((one) =>
      one.reasons.every(
        (reason) =>
          reason.code === "mode_hold" || reason.code === "purpose_held" || reason.code === "mode_shadow" || reason.code === "sending_stopped",
      ),
    )
  )
    return null;
  return `person ${row.why} ${view?.messages.length ?? 0}`;
};
