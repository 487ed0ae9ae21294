/** What the flags are made from, and the tools that all of them share. */
import type { Evidence, Finding, Flag, FlagCode, MessageKind } from "../assessment.ts";
import type { Agency, Item, ItemKind } from "../catalogue.ts";
import { type Block, blockText, type Document, isReadable } from "../document.ts";
import type { ReaderContext } from "../extract/context.ts";
import type { Source } from "../extract/passages.ts";
import type { Message } from "../message.ts";
import { sentencesOf } from "../prose/sentences.ts";
import type { DocumentRole } from "../roles.ts";

export type FlagInput = {
  readonly message: Message;
  readonly kind: MessageKind;
  readonly agency: Agency;
  /** The mail's body first, then the attachments in order, with their roles. */
  readonly sources: readonly Source[];
  /** ISO instant at which the message was received. */
  readonly receivedAt: string;
  /** What the reader knew and found; null for messages that are no application. */
  readonly reading: { readonly context: ReaderContext; readonly findings: ReadonlyMap<string, Finding> } | null;
};

/** Input of flags about an application's contents. */
export type ReadInput = FlagInput & { readonly reading: NonNullable<FlagInput["reading"]> };

/** A flag about these items; items that the checklist lacks and evidence that was not found are left out. */
export const flag = (code: FlagCode, items: readonly (Item | undefined)[], evidence: readonly (Evidence | null)[], detail?: string): Flag => ({
  code,
  items: [...new Set(items.flatMap((item) => (item ? [item.number] : [])))],
  evidence: evidence.filter((one) => one !== null),
  ...(detail === undefined ? {} : { detail }),
});

/** The first item of a kind; undefined where the checklist has none. */
export const itemOfKind = (agency: Agency, kind: ItemKind): Item | undefined => agency.catalogue.items.find((item) => item.kind === kind);
/** The item that asks for the person of a role; undefined where the checklist has none. */
export const itemOfRole = (agency: Agency, role: Item["role"]): Item | undefined =>
  agency.catalogue.items.find((item) => item.kind === "person" && item.role === role);
/** The item one of whose parts the named recogniser reads. */
export const itemWithPart = (agency: Agency, recogniser: string): Item | undefined =>
  agency.catalogue.items.find((item) => item.kind === "prose" && item.parts.some((part) => part.recogniser === recogniser));

/** Evidence of a stretch of a block, at most a few lines of it. */
export const evidenceOfBlock = (document: Document, block: Block, quote: string): Evidence => ({
  source: document.name,
  page: block.place.page,
  block: block.index,
  quote: quote.trim().slice(0, 400),
  part: null,
});

/** Blocks that the sender answers for: not what is quoted from earlier mail. */
export const ownBlocks = (document: Document): readonly Block[] => document.blocks.filter((block) => block.origin !== "quoted");

/** Every readable document with its own blocks. */
export const readableSources = (input: FlagInput): readonly Source[] => input.sources.filter(({ document }) => isReadable(document));

export type Line = { readonly source: Source; readonly block: Block; readonly text: string };

/** Every sentence or line that the sender answers for, in order. */
export const ownLines = (sources: readonly Source[]): Line[] =>
  sources.flatMap((source) =>
    isReadable(source.document)
      ? ownBlocks(source.document).flatMap((block) => sentencesOf(blockText(block)).map(({ text }) => ({ source, block, text })))
      : [],
  );

const SPEAKING: readonly DocumentRole[] = ["application", "project_description", "dpia"];

/** Indexes of the sources that speak of this project as a whole: the mail, the letter, the description, the assessment. */
export const speakingSources = (sources: readonly Source[]): number[] =>
  sources.flatMap((source, index) =>
    !source.ignored && isReadable(source.document) && (index === 0 || source.roles.some((role) => SPEAKING.includes(role))) ? [index] : [],
  );

/** The reader's context as if the message held this one document alone; the sender is known in the mail only. */
export const contextOfSource = (context: ReaderContext, index: number): ReaderContext => ({
  ...context,
  sources: context.sources.map((source, at) => (at === index ? source : { ...source, ignored: source.ignored ?? "another document" })),
  placed: context.placed.filter(({ passage }) => passage.source === index),
  subject: index === 0 ? context.subject : "",
  sender: index === 0 ? context.sender : null,
  directory: {
    ...context.directory,
    persons: context.directory.persons.flatMap((person) => {
      const mentions = person.mentions.filter((mention) => mention.source === index && (index === 0 || mention.kind !== "sender"));
      return mentions.length > 0 ? [{ ...person, mentions }] : [];
    }),
    nameless: context.directory.nameless.filter((mention) => mention.source === index),
  },
});
