/** Whether two names mean the same institution, whatever language, abbreviation or legal form they are written with. */

/** The words of a name that tell institutions apart. */
export const institutionWords = (text: string): string[] =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .split(" ")
    .filter((word) => !/^(?:i|in|of|the|for|og|and|at|ved|på|as|hf|av)$/.test(word));

/** Whether two names can mean the same institution: one's words within the other's, or an abbreviation of it. */
export const sameInstitution = (a: string, b: string): boolean => {
  const left = institutionWords(a);
  const right = institutionWords(b);
  if (left.length === 0 || right.length === 0) return false;
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  if (short.every((word) => long.includes(word))) return true;
  const initials = (words: readonly string[]) => words.map((word) => word[0]).join("");
  if (short.some((word) => word.length >= 2 && word.length <= 7 && (initials(long) === word || initials(long).startsWith(word)))) return true;
  const common = left.filter((word) => right.includes(word)).length;
  return common >= 2 && common / Math.min(left.length, right.length) >= 0.6;
};
