/** Who is said not to see the data, and who is named only as one who grants or checks access. */
import type { Person } from "../people/directory.ts";
import type { ReaderContext } from "./context.ts";
import { personsIn, type Spoken } from "./participant-names.ts";
import type { Unit } from "./participant-units.ts";
import { DENIED, GENERIC, GRANTS, NOT_THE_DATA } from "./participant-words.ts";

export const blank = (text: string, pattern: RegExp): string => text.replace(pattern, (match) => " ".repeat(match.length));

/** Those whom a denial in the sentence is said of: the ones named before it since access was last given, else those after it. */
export const deniedIn = (text: string, spoken: readonly Spoken[]): Person[] => {
  const out = new Set<Person>();
  for (const match of text.matchAll(DENIED)) {
    const end = match.index + match[0].length;
    if (NOT_THE_DATA.test(text.slice(end))) continue;
    const from = Math.max(clauseStart(text, match.index), 0);
    const earlier = spoken.filter((one) => one.end <= match.index + 2 && one.start >= from);
    if (earlier.length > 0 && GENERIC.test(text.slice(earlier.at(-1)?.end ?? 0, match.index))) continue;
    const relative =
      /(?<!\p{L})(?:som|who|which|og som)\s+(?:\p{L}+\s+)?$/iu.test(text.slice(0, match.index)) ||
      (/^(?:ingen|no|uten|utan|without)/iu.test(match[0].trim()) &&
        !/(?<!\p{L})(?:er|is|are|var|blir|vert)(?!\p{L})/iu.test(text.slice(earlier.at(-1)?.end ?? 0, match.index)));
    // "X, who has no access": of the nearest alone; "A, B and C do not get": of all of them.
    const said = relative && earlier.length > 0 ? earlier.slice(-1) : earlier;
    const named =
      said.length > 0
        ? said
        : spoken.filter(
            (one) =>
              one.start >= end &&
              !/;/u.test(text.slice(end, one.start)) &&
              (/^\s*(?::|har|er|skal)/u.test(text.slice(end)) || text.slice(end, one.start).length < 60),
          );
    for (const one of named) out.add(one.person);
  }
  return [...out];
};

/** Where the stretch that a denial speaks of begins: after the last semicolon or the last words that give access. */
const clauseStart = (text: string, at: number): number => {
  const head = text.slice(0, at);
  let start = head.lastIndexOf(";") + 1;
  for (const match of head.matchAll(
    /(?<!\p{L})(?:(?:får|fær|har|skal ha|vil ha|har full|have|has|get|gets|full|full lese)\s*(?:full |lese)?(?:tilgang|innsyn|access|tilgjenge)|ja|yes|tilgang:)(?!\p{L})[^,;.]{0,40}(?:,|;|\s(?:men|mens|medan|but|while|og|and)(?=\s))?/giu,
  ))
    start = Math.max(start, match.index + match[0].length);
  // "... spørsmål c. Professor A": a full stop behind a small letter may end a sentence that an abbreviation kept whole.
  for (const match of head.matchAll(/(?<!(?:^|[\s(])(?:prof|dr|stip|ass|am|førsteam|mag|fil|jur|med|ph\.d|ph|st))(?<=\p{Ll}|\))\.\s+(?=\p{Lu})/giu))
    if (/^\p{Lu}/u.test(head.slice(match.index + match[0].length))) start = Math.max(start, match.index + match[0].length);
  return start;
};

/** "Disse to får ikke tilgang": those named in the sentence before. */
export const deniedBefore = (
  context: ReaderContext,
  units: readonly Unit[],
  at: number,
  source: number,
  leader: Person | null,
  text: string,
): Person[] => {
  const previous = units[at - 1];
  const unit = units[at];
  const match = [...text.matchAll(DENIED)].find((one) => !NOT_THE_DATA.test(text.slice(one.index + one[0].length)));
  if (!previous || !unit || previous.section !== unit.section || match === undefined || unit.block !== previous.block) return [];
  if (
    !/^(?:han|hun|ho|he|she|de|dei|they|disse|desse|these|medlemmene|members|gruppa|gruppen|the group|denne|begge|both|rådet|utvalget|panelet)(?: (?:to|tre|two|three))?(?= (?:får|fær|har|skal|vil|er|kan|møt\p{L}+|ser|sjår|blir|vert|will|do|does|have|has|are|is|see|sees|get|gets|bruker|use)(?!\p{L}))/iu.test(
      text,
    ) &&
    !/(?:disse|desse|these) (?:to|tre|two|three)/iu.test(text)
  )
    return [];
  return personsIn(context, previous.text, source, leader)
    .filter((one) => one.by === "name")
    .map((one) => one.person);
};

/** Somebody who grants, checks or links is not one who gets access by it. */
export const isAgent = (text: string, one: Spoken): boolean => {
  if (!GRANTS.test(text)) return false;
  const before = text.slice(0, one.start);
  const after = text.slice(one.end, one.end + 60);
  return /(?:av|by)\s+(?:\p{L}+\s+){0,4}$/iu.test(before) || GRANTS.test(after);
};
