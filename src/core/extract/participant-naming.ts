/** A participant with the place that names him or her, and what the message says of the person elsewhere. */
import type { Evidence } from "../assessment.ts";
import type { Mention, Person } from "../people/directory.ts";
import { isCvOnly, type ReaderContext } from "./context.ts";
import { personsIn } from "./participant-names.ts";
import { writerOf } from "./role-candidates.ts";

/** A value with where it stands. */
export type Sourced = { readonly value: string; readonly evidence: Evidence | null };

/** Where a participant was named: the statement's place and the text around. */
export type Naming = { readonly person: Person; readonly source: number; readonly block: number; readonly text: string };

export const usable = (context: ReaderContext, naming: Naming): Mention[] => {
  const mentions = naming.person.mentions.filter((mention) => !isCvOnly(context.sources[mention.source]));
  const near = (mention: Mention): number =>
    (mention.source === naming.source ? (mention.block === naming.block ? 3 : 1) : 0) + (mention.kind === "table" ? 0.5 : 0);
  return mentions.toSorted((a, b) => near(b) - near(a));
};

/** What a sentence near the list says of the person by surname or first name: "Dr Siddiqui is Senior Lecturer". */
export const elsewhere = (context: ReaderContext, naming: Naming, read: (text: string, short: string) => string | null): string | null => {
  for (const block of (context.sources[naming.source]?.document.blocks ?? []).slice(Math.max(0, naming.block - 2), naming.block + 3)) {
    if (block.kind === "heading" || block.kind === "table") continue;
    for (const sentence of block.text.split(/(?<=[.!?])\s+(?=\p{Lu})|\n/u))
      for (const one of personsIn(context, sentence, naming.source, null)) {
        const found = one.person === naming.person && one.by === "name" ? read(sentence, sentence.slice(one.start, one.end)) : null;
        if (found) return found;
      }
  }
  return null;
};

/** "Jeg er masterstudent ved X": what the writer says of himself or herself. */
export const ownWords = (context: ReaderContext, naming: Naming, read: (text: string, self: string) => string | null): string | null => {
  if (writerOf(context, naming.source) !== naming.person) return null;
  for (const block of context.sources[naming.source]?.document.blocks ?? []) {
    if (block.kind === "table" || block.kind === "heading" || block.origin === "quoted") continue;
    for (const sentence of block.text.split(/(?<=[.!?])\s+(?=\p{Lu})|\n/u)) {
      const self = sentence.match(/^(?:Jeg|Eg|I|Undertegnede|The undersigned) (?:er|am|is|arbeider|work|jobber|studerer)/u)?.[0];
      const found = self ? read(sentence, self) : null;
      if (found) return found;
    }
  }
  return null;
};
