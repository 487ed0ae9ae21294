/** What every recogniser gets: the passages with the items they stand under, the directory of persons, and the catalogue. */
import type { Catalogue } from "../catalogue.ts";
import type { Evidence } from "../assessment.ts";
import type { Directory } from "../people/directory.ts";
import type { ProseModel } from "../prose/model.ts";
import type { CueMatcher } from "./cues.ts";
import type { Passage, Source } from "./passages.ts";

/** A passage with how strongly its labels and headings speak of each item (by item id, 0 to 1), and of which part. */
export type Placed = {
  readonly passage: Passage;
  readonly items: ReadonlyMap<
    string,
    { readonly weight: number; readonly part: string | null; readonly cue: string; readonly from: "label" | "heading" | "number" }
  >;
};

export type ReaderContext = {
  readonly catalogue: Catalogue;
  readonly cues: CueMatcher;
  readonly sources: readonly Source[];
  readonly placed: readonly Placed[];
  readonly directory: Directory;
  readonly model: ProseModel;
  readonly sender: { readonly name: string; readonly address: string } | null;
  readonly subject: string;
  /** ISO date of the message, for two-digit years and "in three years". */
  readonly receivedAt: string;
};

/** Evidence from a passage: a verbatim stretch of it, the line or sentence that holds the answer. */
export const evidenceFrom = (context: Pick<ReaderContext, "sources">, passage: Passage, quote: string, part: string | null): Evidence => ({
  source: context.sources[passage.source]?.document.name ?? "body",
  page: passage.place.page,
  block: passage.block,
  quote: quote.trim().slice(0, 600),
  part,
});

/** Whether a source is a CV and nothing else: it answers nothing but the project leader's contact details. */
export const isCvOnly = (source: Source | undefined): boolean =>
  source !== undefined && source.roles.length > 0 && source.roles.every((role) => role === "cv");
