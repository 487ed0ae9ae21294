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
import type { Calibrated } from "#core/prose/calibration.ts";
import { preparePassages, readProse } from "#core/extract/prose.ts";
import type { ProseModel } from "#core/prose/model.ts";
import { recognisersOf, sentencesFor } from "./phrases.ts";

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
  const answers: string[] = [];
  const rejects: string[] = [];
  const sentences = sentencesFor(readingOf(message, catalogue, cues));
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

/** A stretch this long that lies within another, or holds it, says the same. */
const LEAST_SHARED = 16;

const judge = (sentences: Example["sentences"], evidence: EvidenceOfMessage): Example["sentences"] =>
  sentences.map((one) => {
    const text = plain(one.sentence.text);
    const [answers, unsure] = [new Set<string>(), new Set<string>()];
    for (const [part, entry] of Object.entries(evidence)) {
      const best = Math.max(0, ...(entry?.answers ?? []).map((marked) => shared(text, plain(marked))));
      if (best > 0.5) answers.add(part);
      else if (best > 0 || (entry?.unsure ?? []).some((marked) => shared(text, plain(marked)) > 0)) unsure.add(part);
    }
    return { ...one, judged: { answers, unsure } };
  });

/** How much of what was marked a sentence holds: 1 where it holds it all, less where it is a piece of it, 0 where neither holds the other. */
const shared = (sentence: string, marked: string): number => {
  if (sentence === marked) return 1;
  if (Math.min(sentence.length, marked.length) < LEAST_SHARED) return 0;
  if (sentence.includes(marked)) return 1;
  return marked.includes(sentence) ? sentence.length / marked.length : 0;
};

/** A sentence as it is compared: spaces, bars and line breaks differ between ways of reading the same file. */
const plain = (text: string): string => text.replace(/[|\s]+/gu, " ").trim();

const readingOf = (message: Message, catalogue: Catalogue, cues: CueMatcher) => {
  const sources: Source[] = [{ document: message.body, roles: [] }, ...message.attachments.map((document) => sourceOf(document))];
  return { placed: placePassages(passagesOf(sources), cues, catalogue), sources, catalogue, cues };
};

/**
 * How strongly a model that has not learned from this message finds each part of the prose items in it, and whether the
 * part is there. Parts of which the gold allows two answers, and reasons for what is not asked for, are left out.
 */
export const calibratedOf = (message: Message, gold: GoldItems, catalogue: Catalogue, cues: CueMatcher, model: ProseModel): Calibrated[] => {
  if (!gold.items || (gold.kind !== "application" && gold.kind !== "supplement")) return [];
  const context = { ...readingOf(message, catalogue, cues), model };
  const prepared = preparePassages(context);
  return catalogue.items.flatMap((item) => {
    const expected = gold.items?.[String(item.number)];
    if (recognisersOf(item).length === 0 || !expected || expected.also) return [];
    const { trace } = readProse(context, item, prepared);
    const labels = labelsOf(item, expected, false, false);
    return item.parts.flatMap((part) => {
      const answered = labels.find(([recogniser]) => recogniser === part.recogniser)?.[1] ?? null;
      const step = trace.find((one) => one.part === part.id);
      // What a label or a column decided is no matter of weights.
      return answered === null || (step && step.rule !== "prose") ? [] : [{ recogniser: part.recogniser, strength: step?.strength ?? 0, answered }];
    });
  });
};

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
