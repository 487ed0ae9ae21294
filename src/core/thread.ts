/**
 * Which case does a later mail belong to? By our own Message-ID, by the sender's earlier one, or by a reference with the
 * right check letters; always together with a sender known in the case. Unsure goes to the holding list with a suggestion.
 */
import { plainAddress, plainAddresses, sameOrganisation } from "./address.ts";
import type { Assessment } from "./assessment.ts";
import type { Authentication } from "./authentication.ts";
import { documentText } from "./document.ts";
import type { Message } from "./message.ts";
import { ownWords } from "./quoted-request.ts";
import { bringsFile, isThanks } from "./thanks.ts";
import { isOwnMessageId, type KeyedHash, ownMessageIdsIn, readReferences } from "./reference.ts";

/** What to look up in the store before a case can be chosen. */
export type ThreadKeys = {
  /** All Message-IDs that the mail answers or refers to. */
  readonly messageIds: readonly string[];
  /** Those of them that we made ourselves, proved by their keyed hash. */
  readonly ownMessageIds: readonly string[];
  /** Our references in the subject or in the sender's own words, check letters verified. */
  readonly references: readonly string[];
  readonly sender: string | null;
};

/** A case as far as choosing needs it. */
export type CaseSummary = {
  readonly reference: string;
  readonly state: "reading" | "waiting" | "complete" | "with_person" | "closed" | "merged";
  /** The case that this one became part of. */
  readonly mergedInto: string | null;
  /** Message-IDs of all its mails, incoming and outgoing. */
  readonly messageIds: readonly string[];
  /** Addresses known in the case, as compared. */
  readonly addresses: readonly string[];
  readonly title: string | null;
  /** Subject of the mail that opened it. */
  readonly subject: string;
  readonly updatedAt: number;
};

export type ThreadHow = "opened" | "own_message_id" | "sender_message_id" | "reference" | "same_project" | "person";

export type HoldReason =
  /** It points to several cases. */
  | "two_cases"
  /** It points to a case in which the sender is not known. */
  | "unknown_sender"
  /** It points to a case, but our mail server has not confirmed the sender. */
  | "not_authenticated"
  /** An old thread is used for another project. */
  | "other_project"
  /** It adds to something, and nothing says to what. */
  | "no_thread";

export type ThreadChoice =
  | { readonly kind: "case"; readonly reference: string; readonly how: ThreadHow }
  | { readonly kind: "new" }
  | { readonly kind: "hold"; readonly suggestions: readonly string[]; readonly because: HoldReason }
  | { readonly kind: "duplicate"; readonly of: string | null }
  /** No case: automatic mail, questions, unrelated mail that point to none. */
  | { readonly kind: "none" };

/** Keys of a message. A delivery report names our mail somewhere in its parts. */
export const threadKeys = (message: Message, { prefix, hash }: { readonly prefix: string; readonly hash: KeyedHash }): ThreadKeys => {
  const messageIds = [...new Set([...message.inReplyTo, ...message.references])];
  const isReport = message.contentType === "multipart/report" || (message.headers["return-path"]?.[0] ?? "").trim() === "<>";
  const everything = isReport ? [message.body, ...message.attachments].map(documentText).join("\n") : "";
  const reported = isReport ? [...ownMessageIdsIn(everything, hash), ...(message.returnedIds ?? []).filter((id) => isOwnMessageId(id, hash))] : [];
  const ownMessageIds = [...new Set([...messageIds.filter((id) => isOwnMessageId(id, hash)), ...reported])];
  return {
    messageIds: [...new Set([...messageIds, ...reported])],
    ownMessageIds,
    references: readReferences(`${message.subject}\n${isReport ? everything : ownWords(message.body)}`, prefix, hash),
    sender: message.from ? plainAddress(message.from.address) : null,
  };
};

export type ChooseInput = {
  readonly message: Message;
  readonly assessment: Assessment;
  readonly keys: ThreadKeys;
  /** Cases that hold one of the Message-IDs, have one of the references, or know the sender. */
  readonly candidates: readonly CaseSummary[];
  /** An earlier message of the same sender with the same content; its case, if it has one. */
  readonly duplicateOf: { readonly reference: string | null } | null;
  readonly authentication: Authentication;
};

/** Chooses the case, or says why a person must. */
export const chooseCase = (input: ChooseInput): ThreadChoice => {
  const { assessment, keys, authentication } = input;
  if (input.duplicateOf) return { kind: "duplicate", of: input.duplicateOf.reference };
  const links = linksOf(input);
  const [link, ...more] = links;
  if (assessment.kind !== "application" && assessment.kind !== "supplement") return linked(input, links);
  const suggestions = links.map((one) => one.reference);
  if (more.length > 0) return { kind: "hold", suggestions, because: "two_cases" };
  if (link) {
    const found = input.candidates.find((one) => one.reference === link.reference);
    if (authentication === "failed" || authentication === "unverified") return { kind: "hold", suggestions, because: "not_authenticated" };
    if (!found || !isKnown(keys.sender, found)) return { kind: "hold", suggestions, because: "unknown_sender" };
    if (assessment.kind === "application" && isOtherProject(input, found)) return { kind: "hold", suggestions, because: "other_project" };
    return { kind: "case", ...link };
  }
  return withoutLink(input);
};

/** A mail that looks like no part of an application: noted in the case that it points to, held where it may add to one of its sender's. */
const linked = (input: ChooseInput, links: readonly { reference: string; how: ThreadHow }[]): ThreadChoice => {
  const { assessment, message } = input;
  const [link, ...more] = links;
  if (link && more.length === 0) return { kind: "case", ...link };
  if (assessment.kind === "automatic" || isThanks(message) || !mayAdd(message)) return { kind: "none" };
  const suggestions = link ? links.map((one) => one.reference) : openCasesOf(input);
  return suggestions.length === 0 ? { kind: "none" } : { kind: "hold", suggestions, because: link ? "two_cases" : "no_thread" };
};

/** A file, or words that ask nothing. */
const mayAdd = (message: Message): boolean => bringsFile(message) || !ownWords(message.body).includes("?");

/** The sender's own cases that are not over, the one that changed last first. */
const openCasesOf = ({ keys, candidates }: ChooseInput): string[] =>
  candidates
    .filter((one) => one.state !== "merged" && one.state !== "closed" && keys.sender !== null && one.addresses.includes(keys.sender))
    .toSorted((a, b) => b.updatedAt - a.updatedAt)
    .map((one) => one.reference);

/** A whole application in an old thread: the project's title tells, and where one is unknown, the subject. */
const isOtherProject = ({ assessment, message }: ChooseInput, found: CaseSummary): boolean => {
  const title = titleOf(assessment);
  if (title && found.title) return !sameTitle(title, found.title);
  return answeredIn(assessment) * 2 >= assessment.items.length && !sameTitle(bareSubject(message.subject), bareSubject(found.subject));
};

/** Less than half of an application, without a project's title: from somebody with an open case it is rather a part of that. */
const isSlight = (assessment: Assessment): boolean => titleOf(assessment) === null && answeredIn(assessment) * 2 < assessment.items.length;

const answeredIn = ({ items }: Assessment): number => items.filter(({ status }) => status === "complete" || status === "incomplete").length;

/** A subject without its row of "Re:" and without what stands in brackets. */
const bareSubject = (subject: string): string =>
  subject
    .replace(/\[[^\]]*\]/g, " ")
    .replace(/^(?:\s*(?:re|sv|vs|fw|fwd|svar|aw|wg|vb)\s*(?:\[\d+\])?\s*:)+/i, "")
    .trim();

const withoutLink = (input: ChooseInput): ThreadChoice => {
  const { assessment, keys, candidates, authentication } = input;
  const theirs = candidates
    .filter((one) => one.state !== "merged" && keys.sender !== null && one.addresses.includes(keys.sender))
    .toSorted((a, b) => Number(a.state === "closed") - Number(b.state === "closed") || b.updatedAt - a.updatedAt);
  const suggestions = theirs.map((one) => one.reference);
  if (authentication === "failed") return { kind: "hold", suggestions, because: "not_authenticated" };
  const title = titleOf(assessment);
  const same = theirs.filter((one) => title !== null && one.title !== null && sameTitle(one.title, title));
  if (same.length === 0 && assessment.kind === "supplement") return { kind: "hold", suggestions, because: "no_thread" };
  if (same.length === 0 && openCasesOf(input).length > 0 && isSlight(assessment)) return { kind: "hold", suggestions, because: "no_thread" };
  if (same.length === 0) return { kind: "new" };
  if (same.length > 1 || authentication === "unverified")
    return { kind: "hold", suggestions: same.map((one) => one.reference), because: same.length > 1 ? "two_cases" : "not_authenticated" };
  return { kind: "case", reference: same[0]?.reference ?? "", how: "same_project" };
};

/** Cases that the mail itself points to, the strongest way first, each once; a merged case stands for the one it is part of. */
const linksOf = ({ keys, candidates }: ChooseInput): { reference: string; how: ThreadHow }[] => {
  const holds = (one: CaseSummary, ids: readonly string[]): boolean => ids.some((id) => one.messageIds.includes(id));
  const target = (one: CaseSummary): string => one.mergedInto ?? one.reference;
  const ways: { reference: string; how: ThreadHow }[] = [
    ...candidates.filter((one) => holds(one, keys.ownMessageIds)).map((one) => ({ reference: target(one), how: "own_message_id" as const })),
    ...candidates.filter((one) => holds(one, keys.messageIds)).map((one) => ({ reference: target(one), how: "sender_message_id" as const })),
    ...candidates.filter((one) => keys.references.includes(one.reference)).map((one) => ({ reference: target(one), how: "reference" as const })),
  ];
  return ways.filter((one, index) => ways.findIndex((other) => other.reference === one.reference) === index);
};

/** An address of the case, or one of the same organisation. */
export const isKnown = (sender: string | null, { addresses }: Pick<CaseSummary, "addresses">): boolean =>
  sender !== null && addresses.some((one) => one === sender || sameOrganisation(one, sender));

/** The project's title as the message gives it. */
export const titleOf = ({ items }: Pick<Assessment, "items">): string | null => {
  const value = items.map((item) => item.value?.["title"]).find((one) => typeof one === "string");
  return typeof value === "string" && value.trim() !== "" ? value : null;
};

const plainTitle = (title: string): string[] =>
  title
    .normalize("NFC")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

/** Titles mean the same project when one is the other, or the other's main title, whatever the punctuation. */
export const sameTitle = (one: string, other: string): boolean => {
  const [a, b] = [plainTitle(one), plainTitle(other)];
  const [shorter, longer] = a.length <= b.length ? [a, b] : [b, a];
  return shorter.length === longer.length && shorter.length === 0
    ? true
    : shorter.length > 0 && shorter.every((word, index) => word === longer[index]) && (shorter.length === longer.length || shorter.length >= 3);
};

/** Copies of one mail that belong to its case: whoever writes to more people than a faculty has made no one of them a party. */
const COPIES_KNOWN = 200;

/** Addresses that belong to a case through this message: sender, copies, and the persons it names as leader and contact. */
export const addressesIn = (message: Message, { items }: Pick<Assessment, "items">, ownAddresses: readonly string[]): string[] => {
  const named = items.flatMap((item) =>
    typeof item.value?.["email"] === "string" && item.value["email"].includes("@") ? [plainAddress(item.value["email"])] : [],
  );
  return [...new Set([...plainAddresses([message.from, ...message.cc.slice(0, COPIES_KNOWN)]), ...named])].filter(
    (one) => !ownAddresses.some((own) => plainAddress(own) === one),
  );
};

/** The content of a message as one text, to be hashed: the same mail again by resend or alias gives the same text. */
export const contentKey = (message: Message): string =>
  [
    message.from ? plainAddress(message.from.address) : "",
    message.subject,
    documentText(message.body),
    ...message.attachments.map((one) => `${one.name}\n${one.state}\n${one.detail ?? ""}\n${documentText(one)}`),
  ]
    .map((part) => part.normalize("NFC").replace(/\s+/g, " ").trim())
    .join("\n\u0000");

/** A person's choice for a held message, as kept in the store; null where the text is none (why it is held, or nothing). */
export const chosenByPerson = (stored: string | null): ThreadChoice | null => {
  if (stored === null) return null;
  const { chosen } = JSON.parse(stored) as { chosen?: string };
  if (chosen === undefined) return null;
  return chosen === "new" ? { kind: "new" } : { kind: "case", reference: chosen, how: "person" };
};
