/** What a reply says, before any words: points asked for, files that could not be opened, what was found. */
import type { AttachmentAssessment, ItemAssessment } from "./assessment.ts";
import type { Catalogue, Item } from "./catalogue.ts";
import type { DocumentState } from "./document.ts";
import type { Language } from "./language.ts";
import type { Brought, Merged } from "./merge.ts";
import type { QuotedRequest } from "./quoted-request.ts";
import type { DocumentRole } from "./roles.ts";

/** One point that is asked for. */
export type Ask = {
  readonly item: number;
  /** The other point of a pair of which one is enough; both lack. */
  readonly pair: number | null;
  /** Nothing of it was found, so an example helps. */
  readonly whole: boolean;
  readonly parts: readonly string[];
  /** Names of the persons that lack a part, by part. */
  readonly names: Readonly<Record<string, readonly string[]>>;
};

export type UnreadableFile = { readonly name: string; readonly problem: Exclude<DocumentState, "read" | "partial"> };
export type Found = { readonly item: number; readonly source: string; readonly page: number | null };

export type ReplyPurpose =
  /** First mail, everything there. */
  | "receipt"
  /** First mail, something lacks. */
  | "request"
  /** A later mail made the case complete. */
  | "completed"
  /** A later mail was read, something still lacks. */
  | "remaining"
  /** Asked often enough: a person goes on. */
  | "handed_over"
  /** Nothing heard for a while; sent when a person releases it. */
  | "reminder";

/** Replies that a machine may send by itself; a reminder is a person's. */
export const automaticPurposes = ["receipt", "request", "completed", "remaining", "handed_over"] as const satisfies readonly ReplyPurpose[];

export type ReplyContent = {
  readonly purpose: ReplyPurpose;
  /** A later mail judged without its case: nothing is said of the whole. */
  readonly alone: boolean;
  readonly language: Language;
  readonly languageSure: boolean;
  readonly asks: readonly Ask[];
  readonly documentsMissing: readonly string[];
  readonly unreadable: readonly UnreadableFile[];
  readonly found: readonly number[];
  readonly foundDocuments: readonly string[];
  readonly notApplicable: readonly number[];
  readonly unclear: readonly number[];
  /** What this mail added to an earlier one. */
  readonly newItems: readonly number[];
  /** Points of which it added a part. */
  readonly newPartly: readonly number[];
  readonly newDocuments: readonly string[];
  /** The readable files of this mail. */
  readonly files: readonly { readonly name: string; readonly roles: readonly DocumentRole[] }[];
  /** Something in the mail looks like a national identity number or the like. */
  readonly personalNumbers: boolean;
  /** Where each answer stands; empty when the setting is off. */
  readonly places: readonly Found[];
};

/** What still lacks in a case: nothing in any list means complete. Unclear points are a person's, not the sender's. */
export type Outstanding = Pick<ReplyContent, "asks" | "documentsMissing" | "unreadable">;

/** Points, documents and files that the sender should be asked for. */
export const outstandingIn = (merged: Merged, catalogue: Catalogue): Outstanding => {
  const missing = merged.items.filter((one) => one.status === "missing" || one.status === "incomplete");
  const asks = missing.flatMap((one) => {
    const item = catalogue.items.find((entry) => entry.number === one.item);
    if (!item) return [];
    const pair = one.status === "missing" ? pairOf(item, missing, catalogue) : null;
    if (pair !== null && pair < item.number) return [];
    return [askFor(item, one, pair)];
  });
  const required = Object.values(merged.documents).some((one) => one.status !== "present");
  const unreadable = merged.unreadable.flatMap((one) =>
    one.problem && one.problem !== "partial" && !isMerePicture(one, asks.length > 0 || required) ? [{ name: one.name, problem: one.problem }] : [],
  );
  const documentsMissing = catalogue.documents
    .map(({ role }) => role)
    .filter((role) => {
      const status = merged.documents[role]?.status ?? "missing";
      return status === "missing" || (status === "unreadable" && unreadable.length === 0);
    });
  return { asks, documentsMissing, unreadable };
};

/** A picture without text is nobody's lost answer: a mail program's logo never, another one only while something lacks. */
const isMerePicture = ({ name, problem, role }: AttachmentAssessment, lacking: boolean): boolean => {
  const isPicture =
    /\.(?:png|jpe?g|gif|bmp|webp|heic|svg|tiff?)$/i.test(name) &&
    (problem === "no_text" || problem === "unsupported") &&
    role.every((one) => one === "other");
  return isPicture && (!lacking || /(?:^|\/)(?:image|bilde|logo|outlook-|att)[\w-]*\.\w+$/i.test(name));
};

/** True when nothing is asked for. A file that could not be opened matters only where something else could stand in it. */
export const isComplete = (outstanding: Outstanding, merged: Merged): boolean =>
  outstanding.asks.length === 0 &&
  outstanding.documentsMissing.length === 0 &&
  !Object.values(merged.documents).some((one) => one.status === "unreadable");

const pairOf = (item: Item, missing: readonly ItemAssessment[], catalogue: Catalogue): number | null => {
  if (item.applies !== "other_of_pair") return null;
  const other = catalogue.items.find((entry) => entry.id === item.pair);
  return other && missing.some((one) => one.item === other.number && one.status === "missing") ? other.number : null;
};

const askFor = (item: Item, { status, missingParts, lacking }: ItemAssessment, pair: number | null): Ask => {
  const all = item.parts.map((part) => part.id);
  const parts = status === "missing" ? all : all.filter((part) => missingParts.includes(part));
  return {
    item: item.number,
    pair,
    whole: status === "missing" || parts.length === all.length,
    parts: parts.length > 0 ? parts : all,
    names: status === "missing" ? {} : (lacking ?? {}),
  };
};

export type ContentInput = {
  readonly purpose: ReplyPurpose;
  /** For a later mail judged without its case: what the request it quotes asked for. */
  readonly asked: QuotedRequest | null;
  readonly merged: Merged;
  readonly brought: Brought | null;
  readonly attachments: readonly AttachmentAssessment[];
  readonly catalogue: Catalogue;
  readonly language: Language;
  readonly languageSure: boolean;
  readonly personalNumbers: boolean;
  readonly showPlaces: boolean;
};

/** Gathers what the reply will say. */
export const replyContent = (input: ContentInput): ReplyContent => {
  const { merged, brought, catalogue } = input;
  const withStatus = (status: string): number[] => merged.items.filter((one) => one.status === status).map((one) => one.item);
  return {
    purpose: input.purpose,
    alone: input.asked !== null,
    language: input.language,
    languageSure: input.languageSure,
    ...onlyAsked(outstandingIn(merged, catalogue), input.asked),
    found: withStatus("complete"),
    foundDocuments: catalogue.documents.map(({ role }) => role).filter((role) => merged.documents[role]?.status === "present"),
    notApplicable: withStatus("not_applicable"),
    unclear: withStatus("unclear"),
    newItems: brought?.items ?? [],
    newPartly: brought?.partly ?? [],
    newDocuments: brought?.documents ?? [],
    files: input.attachments.filter((one) => one.readable).map(({ name, role }) => ({ name, roles: role })),
    personalNumbers: input.personalNumbers,
    places: input.showPlaces ? placesOf(merged) : [],
  };
};

const onlyAsked = (outstanding: Outstanding, asked: QuotedRequest | null): Outstanding =>
  asked === null
    ? outstanding
    : {
        ...outstanding,
        asks: outstanding.asks.filter((ask) => ask.whole && asked.items.includes(ask.item)),
        documentsMissing: outstanding.documentsMissing.filter((role) => asked.documents.includes(role)),
      };

const placesOf = (merged: Merged): Found[] =>
  merged.items.flatMap((one) => {
    const [first] = one.status === "complete" || one.status === "incomplete" ? one.evidence : [];
    return first ? [{ item: one.item, source: first.source, page: first.page }] : [];
  });
