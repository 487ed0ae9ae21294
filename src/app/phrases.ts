/** The phrase corpora as training examples: which parts each phrase answers, and which it is known not to answer. */
import type { Block, Document } from "#core/document.ts";
import { passagesOf } from "#core/extract/passages.ts";
import type { Catalogue, Item } from "#core/catalogue.ts";
import type { CueMatcher } from "#core/extract/cues.ts";
import { placePassages } from "#core/extract/place.ts";
import { preparePassages } from "#core/extract/prose.ts";
import type { Example } from "#core/prose/training.ts";

/** A phrase of fixtures/corpus: mini-Markdown text and the parts of its item that it answers. */
export type Phrase = {
  readonly text: string;
  readonly language: string;
  readonly answers: readonly string[];
  readonly why?: string;
  readonly value?: Readonly<Record<string, unknown>>;
};
export type PhraseCorpus = { readonly item: number; readonly phrases: readonly Phrase[] };

/** A document that holds one phrase and nothing else. */
export const phraseDocument = (blocks: readonly Omit<Block, "index" | "origin">[], name = "phrase.docx"): Document => ({
  name,
  mediaType: "text/plain",
  state: "read",
  detail: null,
  method: "text",
  pages: null,
  blocks: blocks.map((block, index) => ({ ...block, index, origin: "own" }) as Block),
  hidden: [],
  links: [],
  ocrConfidence: null,
});

/** The learned parts of an item: one a part, and those that say no. */
export const recognisersOf = (item: Item): string[] =>
  item.kind === "prose"
    ? [
        ...item.parts.map((part) => part.recogniser),
        ...(item.noMeansComplete ? [item.noMeansComplete] : []),
        ...(item.notApplicable ? [item.notApplicable] : []),
      ]
    : [];

/** Items whose phrases may well answer each other's parts; only phrases of other items serve as counter-examples. */
const RELATED: Readonly<Record<string, readonly string[]>> = {
  short_description: ["necessity", "benefit_against_privacy", "selection", "variables"],
  variables: ["documents", "selection", "necessity", "linkage"],
  documents: ["variables", "selection", "necessity"],
  selection: ["variables", "documents", "short_description"],
  necessity: ["short_description", "variables", "documents", "benefit_against_privacy"],
  benefit_against_privacy: ["necessity", "short_description", "storage_and_security"],
  storage_and_security: ["benefit_against_privacy", "linkage", "participants"],
  linkage: ["storage_and_security", "variables"],
  prior_consultation: ["benefit_against_privacy"],
};

/** The learned parts that phrases of this item certainly do not answer: those of unrelated items. */
export const unrelatedRecognisers = (item: Item, catalogue: Catalogue): string[] =>
  catalogue.items
    .filter(
      (other) =>
        other !== item && other.kind === "prose" && !(RELATED[item.id] ?? []).includes(other.id) && !(RELATED[other.id] ?? []).includes(item.id),
    )
    .flatMap(recognisersOf);

/** Examples of one corpus; for items that are not prose they only refuse. `blocksOf` parses mini-Markdown. */
export const examplesOf = (
  corpus: PhraseCorpus,
  catalogue: Catalogue,
  cues: CueMatcher,
  blocksOf: (text: string) => Omit<Block, "index" | "origin">[],
): Example[] => {
  const item = catalogue.items.find((one) => one.number === corpus.item);
  if (!item) return [];
  const all = recognisersOf(item);
  const unrelated = unrelatedRecognisers(item, catalogue);
  return corpus.phrases.map((phrase) => {
    const no = item.noMeansComplete !== undefined && (phrase.why?.startsWith("no linkage") ?? false);
    const answers = no
      ? [item.noMeansComplete ?? ""]
      : phrase.answers
          .map((answer) =>
            answer === "not_applicable" ? (item.notApplicable ?? "") : (item.parts.find((part) => part.id === answer)?.recogniser ?? ""),
          )
          .filter(Boolean);
    const sources = [{ document: phraseDocument(blocksOf(phrase.text)), roles: [] }];
    return {
      sentences: sentencesFor({ placed: placePassages(passagesOf(sources), cues, catalogue), sources, catalogue, cues }),
      answers,
      // A phrase that says "no linkage" says nothing of how a linkage would be described.
      rejects: [...(no ? [] : all.filter((recogniser) => !answers.includes(recogniser))), ...unrelated],
      weight: 1,
    };
  });
};

/** Every sentence that may answer, with the learned parts that it may answer where a table is another item's. */
export const sentencesFor = (reading: Parameters<typeof preparePassages>[0]): Example["sentences"] =>
  preparePassages(reading).passages.flatMap(({ sentences, owner }) => {
    const item = owner === null ? undefined : reading.catalogue.items.find((one) => one.id === owner);
    return sentences.map((sentence) => ({ sentence, only: item ? recognisersOf(item) : null }));
  });
