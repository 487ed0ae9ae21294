/** What differs between two readings of one message: only what changes what the sender is told or the case handler sees first. */
import type { Assessment, ItemAssessment, ItemStatus } from "./assessment.ts";

export type ItemDifference = {
  readonly item: number;
  /** null: the checklist had or has no such item. */
  readonly before: ItemStatus | null;
  readonly after: ItemStatus | null;
  readonly missingBefore: readonly string[];
  readonly missingAfter: readonly string[];
  /** The answer itself is another one, or stands elsewhere. */
  readonly otherValue: boolean;
};

export type ReadingDifference = {
  readonly kind: { readonly before: string; readonly after: string } | null;
  readonly language: { readonly before: string; readonly after: string } | null;
  readonly items: readonly ItemDifference[];
  readonly documents: readonly { readonly document: string; readonly before: string | null; readonly after: string | null }[];
};

/** Items and documents that differ, in order. With `values`, items whose answer is another one count too. */
export const compareReadings = (before: Assessment, after: Assessment, values: boolean): ReadingDifference => ({
  kind: before.kind === after.kind ? null : { before: before.kind, after: after.kind },
  language: before.language === after.language ? null : { before: before.language, after: after.language },
  items: union(
    before.items.map((one) => one.item),
    after.items.map((one) => one.item),
  )
    .toSorted((a, b) => a - b)
    .flatMap((item) => itemDifference(item, of(before, item), of(after, item), values)),
  documents: union(Object.keys(before.documents), Object.keys(after.documents)).flatMap((document) => {
    const [was, is] = [before.documents[document]?.status ?? null, after.documents[document]?.status ?? null];
    return was === is ? [] : [{ document, before: was, after: is }];
  }),
});

/** True where nothing differs. */
export const isSame = (one: ReadingDifference): boolean =>
  one.kind === null && one.language === null && one.items.length === 0 && one.documents.length === 0;

const of = ({ items }: Assessment, item: number): ItemAssessment | undefined => items.find((one) => one.item === item);

const itemDifference = (item: number, was: ItemAssessment | undefined, is: ItemAssessment | undefined, values: boolean): ItemDifference[] => {
  const missingBefore = was?.missingParts ?? [];
  const missingAfter = is?.missingParts ?? [];
  const otherValue = JSON.stringify(was?.value ?? null) !== JSON.stringify(is?.value ?? null);
  const same = was?.status === is?.status && missingBefore.toSorted().join() === missingAfter.toSorted().join();
  if (same && !(values && otherValue)) return [];
  return [{ item, before: was?.status ?? null, after: is?.status ?? null, missingBefore, missingAfter, otherValue }];
};

const union = <T>(one: readonly T[], other: readonly T[]): T[] => [...new Set([...one, ...other])];
