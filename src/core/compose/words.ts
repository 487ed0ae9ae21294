/** Lists, numbers and dates as people write them. */
import type { Language } from "../language.ts";

/** "a", "a and b", "a, b and c"; with a comma before the last where an "and" stands within. */
export const enumerate = (words: readonly string[], and: string): string => {
  const last = words.at(-1) ?? "";
  if (words.length < 2) return last;
  const comma = words.some((word) => word.includes(` ${and} `)) ? "," : "";
  return `${words.slice(0, -1).join(", ")}${comma} ${and} ${last}`;
};

/** Numbers in order, three or more in a row as a range: 1, 2, 4, 5, 6 give ["1", "2", "4–6"]. */
export const ranges = (numbers: readonly number[]): string[] => {
  const sorted = [...new Set(numbers)].toSorted((a, b) => a - b);
  const runs: number[][] = [];
  for (const number of sorted) {
    const last = runs.at(-1);
    if (last && last.at(-1) === number - 1) last.push(number);
    else runs.push([number]);
  }
  return runs.flatMap((run) => (run.length > 2 ? [`${run[0]}–${run.at(-1)}`] : run.map(String)));
};

/** Numbers as a sentence part: "1, 2 and 4–6". */
export const numbersInWords = (numbers: readonly number[], and: string): string => enumerate(ranges(numbers), and);

/** First letter small, unless the word is an abbreviation ("CV", "DPIA"). */
export const lowerFirst = (text: string): string => (/^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text);

/** First letter large. */
export const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const NAME_LIMIT = 80;

/** A file's name fit to be said: one line, no control or direction characters, no address that a mail program makes a link of, not longer than a line. */
export const sayableName = (name: string): string => {
  const plain = name
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, " ")
    .replace(/\bhttps?:\/*|\bwww\./gi, "")
    .replace(/\s+/g, " ")
    .trim();
  return plain.length <= NAME_LIMIT ? plain : `${plain.slice(0, NAME_LIMIT - 20)}…${plain.slice(-19)}`;
};

const months: Readonly<Record<Language, readonly string[]>> = {
  nb: "januar februar mars april mai juni juli august september oktober november desember".split(" "),
  nn: "januar februar mars april mai juni juli august september oktober november desember".split(" "),
  en: "January February March April May June July August September October November December".split(" "),
};

/** "3. mars 2026", "3 March 2026": the day in Norway of an instant in milliseconds. */
export const dateInWords = (instant: number, language: Language): string => {
  const date = new Date(instant + norwegianOffset(instant));
  const month = months[language][date.getUTCMonth()];
  return `${date.getUTCDate()}${language === "en" ? "" : "."} ${month} ${date.getUTCFullYear()}`;
};

const HOUR = 3_600_000;

/** Norway is one hour ahead, two from the last Sunday of March to the last Sunday of October at 01:00 UTC. */
const norwegianOffset = (instant: number): number => {
  const year = new Date(instant).getUTCFullYear();
  const lastSunday = (month: number): number => {
    const end = new Date(Date.UTC(year, month + 1, 0, 1));
    return end.getTime() - end.getUTCDay() * 24 * HOUR;
  };
  return instant >= lastSunday(2) && instant < lastSunday(9) ? 2 * HOUR : HOUR;
};
