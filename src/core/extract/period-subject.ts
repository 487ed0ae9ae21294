/** Whose beginning or end a clause speaks of, and the types that the period's readers share. */
import { DATA, type LabelKind, OTHER, placesOf, PROJECT, SELF, WORK_PACKAGE } from "./period-words.ts";

export type PeriodPart = "start" | "end";
/** A date with the part that it would answer; strength 0 where it is refused. */
export type Reading = {
  readonly part: PeriodPart | null;
  readonly iso: string | null;
  readonly strength: number;
  readonly because: string;
  readonly quote: string;
  readonly promised?: boolean;
};
/** What stands over the text: the kind of its nearest telling label, and whether headings place it under the item. */
export type Over = { readonly label: LabelKind; readonly labelText: string; readonly placed: boolean; readonly receivedAt: string };
export type Unit = { readonly start: number; readonly end: number };
export type Subject = "project" | "self" | "other" | "package" | null;

/** Start of the clause that ends at `to`: after the last comma, semicolon, colon or joining word. */
export const clauseStart = (masked: string, to: number): number => {
  const breaks = placesOf(/[,;:()–]\s|(?<!\p{L})(?:men|but|mens|while|whereas)(?!\p{L})|(?<!\p{L})(?:og|and|so|så)(?= )/giu, masked.slice(0, to));
  return breaks.at(-1)?.end ?? 0;
};

/** Whose beginning or end the words before `to` speak of: the first noun of its clause, else of the sentence. */
export const subjectAt = (masked: string, to: number): { kind: Subject; word: string } => {
  for (let end = to, clause = 0; end > 0 && clause < 12; clause += 1) {
    const from = clauseStart(masked, end);
    const stretch = masked.slice(from, end);
    end = from > 0 ? from - 1 : 0;
    const packages = placesOf(WORK_PACKAGE, stretch);
    const others = [...placesOf(OTHER, stretch), ...placesOf(DATA, stretch)];
    const projects = placesOf(PROJECT, stretch).filter(
      (one) =>
        !packages.some((pack) => pack.index <= one.index && pack.end >= one.end) &&
        !others.some((other) => other.index <= one.index && other.end > one.index),
    );
    const first = (list: readonly { index: number }[]): number => Math.min(Number.POSITIVE_INFINITY, ...list.map((one) => one.index));
    const best = Math.min(first(packages), first(others), first(projects));
    if (best !== Number.POSITIVE_INFINITY) {
      if (best === first(packages)) return { kind: "package", word: packages[0]?.word ?? "" };
      const other = others.toSorted((a, b) => a.index - b.index)[0];
      if (best === first(others)) return { kind: "other", word: other?.word ?? "" };
      const owner = projects[0];
      // "Prosjektets finansiering": the funding is spoken of, not the project.
      if (owner && other && /(?:s|'s)$/u.test(owner.word) && other.index - owner.end < 4) return { kind: "other", word: other.word };
      return { kind: "project", word: owner?.word ?? "" };
    }
    if (placesOf(SELF, stretch).length > 0) return { kind: "self", word: placesOf(SELF, stretch)[0]?.word ?? "" };
    if (/^\W*(?:og |and |da |så |then )?(?:det|den|it|this|dette|han)(?!\p{L})/iu.test(stretch)) return { kind: "self", word: "it" };
  }
  return { kind: null, word: "" };
};

/** Nothing in front of the date but words that go with any date. */
export const isBare = (segment: string): boolean =>
  segment
    .replace(
      /(?<!\p{L})(?:den|the|ca|circa|about|omtrent|rundt|fra|frå|from|til|to|until|innen|innan|by|senest|seinast|latest|at|on|i|in|om|planlagt|planned|forventet|forventa|expected|estimert|tentativt?|trolig|truleg|probably|er|is|og|and|med|dag|day|ut|ved|fram|frem|up|dato|dates?|satt til|sett)(?!\p{L})/giu,
      "",
    )
    .replace(/[^\p{L}]/gu, "") === "";

/** Words about money: the period of a grant is not always the project's. */
export const funded = (text: string): boolean => /(?:finansier|bevilg|fund(?:ed|ing)|grant)/iu.test(text);
