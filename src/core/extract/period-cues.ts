/** The words near a date that make it a start or an end. */
import type { PeriodPart } from "./period-subject.ts";
import { DELETION, END, HAND_IN, NEED_ENDS, placesOf, START } from "./period-words.ts";

/** A word near a date that says what the date is. */
export type Cue = {
  readonly part: PeriodPart;
  readonly kind: "word" | "need" | "deletion" | "hand_in" | "from" | "until";
  readonly index: number;
  readonly end: number;
  readonly word: string;
};

/** Cues in order of place; a word within a longer cue counts once. */
export const cuesIn = (stretch: string): Cue[] => {
  const list = (regex: RegExp, part: PeriodPart, kind: Cue["kind"]): Cue[] => placesOf(regex, stretch).map((place) => ({ ...place, part, kind }));
  const cues = [
    ...list(START, "start", "word"),
    ...list(END, "end", "word"),
    ...list(NEED_ENDS, "end", "need"),
    ...list(DELETION, "end", "deletion"),
    ...list(HAND_IN, "end", "hand_in"),
  ];
  const needs = cues.filter((cue) => cue.kind === "need");
  return cues
    .filter((cue) => cue.kind === "need" || !needs.some((need) => need.index <= cue.index && need.end >= cue.end))
    .toSorted((a, b) => a.index - b.index);
};

/** The cue that governs a date: nearest in front; among ends the one that says most. */
export const governing = (stretch: string): Cue | null => {
  const cues = cuesIn(stretch);
  const last = cues.at(-1);
  if (!last || last.part === "start") return last ?? null;
  const sinceStart = cues.slice(cues.findLastIndex((cue) => cue.part === "start") + 1);
  return sinceStart.findLast((cue) => cue.kind === "word") ?? sinceStart.findLast((cue) => cue.kind === "need") ?? last;
};

export const UNTIL = /(?<!\p{L})(?:til og med|t\.o\.m\.|til|until|till|through|fram til|frem til|up to(?: and including)?) (?:\p{L}{1,14} ){0,2}$/iu;
export const FROM = /(?<!\p{L})(?:fra og med|frå og med|f\.o\.m\.|fra|frå|från|from|since|siden|sidan) (?:\p{L}{1,14} ){0,2}$/iu;
