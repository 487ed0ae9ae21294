/** Which document a case page shows, and what is marked in it: worked out from the address, so that every view is a link. */
import type { OpenCase } from "#app/ports.ts";
import type { Evidence, ItemAssessment } from "#core/assessment.ts";
import { distinctEvidence, mailOfEvidence } from "#core/desk/evidence.ts";
import { numberOf } from "#core/reference.ts";

/** A document of the case: mail and name; `index` 0 is the mail's own text. */
export type DocumentRef = { readonly mail: string; readonly mailNumber: number; readonly index: number; readonly name: string };

export type Mark = { readonly item: number; readonly place: number; readonly block: number; readonly quote: string };

export type Selection = {
  readonly documents: readonly DocumentRef[];
  readonly shown: DocumentRef | null;
  readonly item: number | null;
  /** Everything that proves something in the shown document. */
  readonly marks: readonly Mark[];
  /** The one that the address points at. */
  readonly chosen: Mark | null;
  /** Page to be shown as a picture; null: the text. */
  readonly picture: number | null;
};

const SHORT = 12;

/** Documents of all mails in the order of their coming, without opening any. */
export const documentsOf = ({ view, mails }: OpenCase): DocumentRef[] =>
  mails.flatMap(({ id }, at) => {
    const read = view.events.find((event) => event.type === "read" && event.messageKey === id);
    const names = read?.type === "read" ? read.assessment.attachments.map((one) => one.name) : [];
    return ["body", ...names].map((name, index) => ({ mail: id, mailNumber: at + 1, index, name }));
  });

type Query = Readonly<Record<string, string | undefined>>;

const whole = (text: string | undefined): number | null => (text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : null);

export const selectionOf = (open: OpenCase, query: Query): Selection => {
  const documents = documentsOf(open);
  const item = whole(query["punkt"]);
  const assessed = open.view.merged?.items.find((one) => one.item === item) ?? null;
  const place = whole(query["sted"]) ?? 0;
  const evidence = assessed ? distinctEvidence(assessed) : [];
  const asked = documents.find((one) => one.mail.startsWith(query["mail"] ?? "-") && one.index === (whole(query["dok"]) ?? 0)) ?? null;
  const pointed = evidence[place] ?? null;
  const shown = asked ?? (pointed && refOf(open, documents, pointed)) ?? firstRead(open, documents);
  const marks = shown ? marksIn(open, documents, shown) : [];
  const chosen =
    item === null
      ? null
      : (marks.find((mark) => mark.item === item && (asked !== null && query["sted"] === undefined ? true : mark.place === place)) ?? null);
  return { documents, shown, item: assessed ? item : null, marks, chosen, picture: whole(query["bilde"]) };
};

/** The document that holds a piece of evidence. */
const refOf = ({ view }: OpenCase, documents: readonly DocumentRef[], evidence: Evidence): DocumentRef | null => {
  const mail = mailOfEvidence(view, evidence);
  return documents.find((one) => one.name === evidence.source && (mail === null || one.mail === mail)) ?? null;
};

const firstRead = ({ view }: OpenCase, documents: readonly DocumentRef[]): DocumentRef | null => {
  const read = view.events.find((event) => event.type === "read");
  return documents.find((one) => read?.type === "read" && one.mail === read.messageKey) ?? documents[0] ?? null;
};

const marksIn = (open: OpenCase, documents: readonly DocumentRef[], shown: DocumentRef): Mark[] =>
  (open.view.merged?.items ?? []).flatMap((item: ItemAssessment) =>
    distinctEvidence(item).flatMap((evidence, place) => {
      const ref = evidence.source === shown.name ? refOf(open, documents, evidence) : null;
      return ref === shown ? [{ item: item.item, place, block: evidence.block, quote: evidence.quote }] : [];
    }),
  );

/** The place that proves an item. */
export const evidencePath = (reference: string, item: number, place: number): string =>
  `/sak/${numberOf(reference)}?punkt=${item}&sted=${place}#merke`;
/** The item that a mark proves, with the same document beside it. */
export const itemPath = (reference: string, item: number, shown: DocumentRef): string =>
  `/sak/${numberOf(reference)}?punkt=${item}&mail=${shown.mail.slice(0, SHORT)}&dok=${shown.index}#punkt-${item}`;
/** Path of the page that shows a document, or one of its pictures. */
export const documentPath = (reference: string, ref: DocumentRef, picture: number | null = null): string =>
  `/sak/${numberOf(reference)}?mail=${ref.mail.slice(0, SHORT)}&dok=${ref.index}${picture === null ? "" : `&bilde=${picture}`}#dokument`;
/** Path of the file as it came. */
export const originalPath = (reference: string, ref: DocumentRef): string =>
  `/sak/${numberOf(reference)}/original/${ref.mail.slice(0, SHORT)}/${ref.index}`;
/** Path of a page as a picture, with a block marked where one is given. */
export const picturePath = (reference: string, ref: DocumentRef, page: number, block: number | null): string =>
  `/sak/${numberOf(reference)}/side/${ref.mail.slice(0, SHORT)}/${ref.index}/${page}${block === null ? "" : `?sted=${block}`}`;
