/**
 * Case references and our own Message-IDs. Both carry letters from a keyed hash, so that neither can be guessed from the
 * number. The key stays outside: the hash function is an argument.
 */

/** Keyed hash of a text as lower-case hexadecimal digits, at least 16 of them (HMAC-SHA-256, for example). */
export type KeyedHash = (text: string) => string;

/** Twenty letters that are not mistaken for digits or for each other and make no words. */
const letters = "BCDFGHJKLMNPQRSTVWXZ";
const CHECK_LETTERS = 4;

const checkLetters = (text: string, hash: KeyedHash): string => {
  let number = BigInt(`0x${hash(text).slice(0, 16)}`);
  let word = "";
  while (word.length < CHECK_LETTERS) {
    word += letters[Number(number % 20n)];
    number /= 20n;
  }
  return word;
};

/** The reference of a case number: prefix "ABC" and number "2026-0142" give "ABC 2026-0142-KXRT". */
export const makeReference = (prefix: string, number: string, hash: KeyedHash): string =>
  `${prefix} ${number}-${checkLetters(`reference ${prefix} ${number}`, hash)}`;

/** The number within a reference ("2026-0142"). */
export const numberOf = (reference: string): string => reference.match(/\d{4}-\d+/)?.[0] ?? reference;

/** References in a text whose check letters are right, each once; mistyped case and lost brackets do not matter. */
export const readReferences = (text: string, prefix: string, hash: KeyedHash): string[] => {
  const pattern = new RegExp(`\\b${prefix}[ _-]?(\\d{4}-\\d{1,7})-([A-Z]{${CHECK_LETTERS}})\\b`, "gi");
  const found = [...text.matchAll(pattern)].flatMap((match) => {
    const reference = makeReference(prefix, match[1] ?? "", hash);
    return reference.endsWith(`-${(match[2] ?? "").toUpperCase()}`) ? [reference] : [];
  });
  return [...new Set(found)];
};

/** What a subject looks like without our references, whatever their letters. */
export const withoutReferences = (text: string, prefix: string): string =>
  text.replace(new RegExp(`\\s*\\[?\\b${prefix}[ _-]?\\d{4}-\\d{1,7}-[A-Z]{${CHECK_LETTERS}}\\b\\]?`, "gi"), "").trim();

/** Fixed Message-ID of the `serial`-th outgoing mail of a case: the same arguments always give the same one. */
export const makeMessageId = (reference: string, serial: number, domain: string, hash: KeyedHash): string => {
  const local = `${reference.split(" ")[0]?.toLowerCase()}.${numberOf(reference)}.${serial}`;
  return `<${local}.${hash(`message-id ${local}`).slice(0, 16)}@${domain}>`;
};

/** True when the Message-ID is one that we made with this key; the domain is not looked at, gateways rewrite it. */
export const isOwnMessageId = (messageId: string, hash: KeyedHash): boolean => {
  const match = messageId.match(/^\s*<?([a-z]+\.\d{4}-\d+\.\d+)\.([0-9a-f]{16})@/i);
  return match !== null && hash(`message-id ${match[1]?.toLowerCase()}`).slice(0, 16) === match[2]?.toLowerCase();
};

/** Our own Message-IDs anywhere in a text (a bounce carries our mail's headers in its parts), each once. */
export const ownMessageIdsIn = (text: string, hash: KeyedHash): string[] => [
  ...new Set((text.match(/<[a-z]+\.\d{4}-\d+\.\d+\.[0-9a-f]{16}@[^<>\s]+>/gi) ?? []).filter((one) => isOwnMessageId(one, hash))),
];
