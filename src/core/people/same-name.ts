/** Do two written names mean the same person? "Ayaan" and "Ayaan Warsame Nordeide" do, as far as names can tell. */

const words = (name: string): string[] =>
  name
    .normalize("NFC")
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length > 1);

/** True when every word of the shorter name stands in the longer one. Names without letters match nothing. */
export const isSameName = (one: string, other: string): boolean => {
  const [a, b] = [words(one), words(other)];
  const [shorter, longer] = a.length <= b.length ? [a, b] : [b, a];
  return shorter.length > 0 && shorter.every((word) => longer.includes(word));
};
