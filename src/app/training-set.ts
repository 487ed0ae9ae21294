/**
 * What the weights of the prose reader are learned from: the phrase corpora and whole messages with gold answers, read
 * just as they are in use, so that learning and use see the same sentences.
 */
import type { Catalogue, Item } from "#core/catalogue.ts";
import type { CueMatcher } from "#core/extract/cues.ts";
import { passagesOf, type Source } from "#core/extract/passages.ts";
import { placePassages } from "#core/extract/place.ts";
import type { Message } from "#core/message.ts";
import type { Example } from "#core/prose/training.ts";
import { rolesOf } from "#core/roles.ts";
import { sentencesFor } from "./phrases.ts";

/** What of a gold answer is needed here. */
export type GoldItems = {
  readonly kind: string;
  readonly items?: Readonly<
    Record<string, { readonly status: string; readonly missingParts?: readonly string[]; readonly also?: readonly string[] } | undefined>
  >;
};

/** For each learned part the sentences that answer it alone, and those of which careful readers would differ. */
export type EvidenceOfMessage = Readonly<Record<string, { readonly answers: readonly string[]; readonly unsure: readonly string[] } | undefined>>;

/**
 * The message as an example; null where its gold says nothing of the prose items. With evidence each of its sentences is
 * an example of its own; without, only the whole message is known to answer or not.
 */
export const exampleOfMessage = (
  message: Message,
  gold: GoldItems,
  catalogue: Catalogue,
  cues: CueMatcher,
  evidence: EvidenceOfMessage | null = null,
): Example | null => {
  if (!gold.items || (gold.kind !== "application" && gold.kind !== "supplement")) return null;
  const sources: Source[] = [{ document: message.body, roles: [] }, ...message.attachments.map((document) => sourceOf(document))];
  const answers: string[] = [];
  const rejects: string[] = [];
  const sentences = sentencesFor({ placed: placePassages(passagesOf(sources), cues, catalogue), sources, catalogue, cues });
  if (evidence) return { whole: true, weight: 1, answers: [], rejects: [], sentences: judge(sentences, evidence) };
  const linked =
    sentences.some(({ sentence: { set } }) => set.has("c:agent_link") && set.has("c:link") && !set.has("c:no_link")) &&
    sentences.some(({ sentence: { set } }) => set.has("c:agent_keep") && set.has("c:key"));
  const denied = sentences.some(({ sentence: { set } }) => set.has("c:no_link"));
  for (const item of catalogue.items)
    for (const [recogniser, answered] of labelsOf(item, gold.items[String(item.number)], linked, denied)) {
      if (answered === true) answers.push(recogniser);
      if (answered === false) rejects.push(recogniser);
    }
  return { whole: true, weight: 1, answers, rejects, sentences };
};

const judge = (sentences: Example["sentences"], evidence: EvidenceOfMessage): Example["sentences"] => {
  const [answers, unsure] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()];
  for (const [part, entry] of Object.entries(evidence)) {
    for (const text of entry?.answers ?? []) answers.set(plain(text), (answers.get(plain(text)) ?? new Set()).add(part));
    for (const text of entry?.unsure ?? []) unsure.set(plain(text), (unsure.get(plain(text)) ?? new Set()).add(part));
  }
  const none: ReadonlySet<string> = new Set();
  return sentences.map((one) => {
    const key = plain(one.sentence.text);
    return { ...one, judged: { answers: answers.get(key) ?? none, unsure: unsure.get(key) ?? none } };
  });
};

/** A sentence as it is compared: spaces and line breaks differ between ways of reading the same file. */
const plain = (text: string): string => text.replace(/\s+/gu, " ").trim();

const sourceOf = (document: Message["body"]): Source => {
  const { roles, ignored } = rolesOf(document);
  return { document, roles, ...(ignored ? { ignored } : {}) };
};

/** Which learned parts the message answers, as far as the gold tells; null where two answers are defensible or it cannot be told. */
const labelsOf = (item: Item, gold: NonNullable<GoldItems["items"]>[string], linked: boolean, denied: boolean): [string, boolean | null][] => {
  if (item.kind !== "prose" || !gold || gold.also) return [];
  const missing = gold.status === "incomplete" ? (gold.missingParts ?? []) : gold.status === "missing" ? item.parts.map((part) => part.id) : [];
  const labels = item.parts.map((part, index): [string, boolean | null] => {
    // Not asked for: the reasons of the other of the pair may well stand there.
    if (gold.status === "not_applicable") return [part.recogniser, index === 0 ? false : null];
    // "No linkage" is complete too: who names a linker and a keeper has said yes.
    if (item.noMeansComplete && gold.status === "complete") return [part.recogniser, linked ? true : null];
    return [part.recogniser, !missing.includes(part.id)];
  });
  if (item.notApplicable) labels.push([item.notApplicable, gold.status === "not_applicable" ? null : false]);
  if (item.noMeansComplete) labels.push([item.noMeansComplete, gold.status !== "complete" ? false : denied && !linked ? true : null]);
  return labels;
};
