/** Names written "Surname, Given name": in lists, forms and enumerations. A comma alone is no proof; what stands around decides. */
import type { Found } from "./contact.ts";
import { findNames, isNameWord } from "./names.ts";
import { ORGANISATION, TITLE } from "./words.ts";

const PARTICLE = "(?:van|von|de|den|der|del|di|da|la|le|el|al|bin|ben|ibn|abu|af|ter|ten)";
const PART = "(?:(?:al|el|an|ar|as)-)?\\p{Lu}[\\p{L}’'-]*\\p{Ll}[\\p{L}’'-]*";
/** At the start of a line, a cell, an item of an enumeration, or behind a label or a title. */
const TURNED = new RegExp(
  `(?<=^|[\\n:;(|·•]\\s{0,3}|[.?!]\\s|\\d\\.\\s|[–-]\\s|(?:og|and|samt|&)\\s|\\p{L}\\.?\\s)(?<last>(?:${PARTICLE} ){0,2}${PART}(?: ${PART}){0,2}), (?<first>${PART}(?: (?:${PART}|\\p{Lu}\\.)){0,2})(?=$|[\\s.,;:()|·–/-])`,
  "gu",
);
const TITLE_AT_START = new RegExp(`^\\s*(?:\\(|,|\\.|·|\\||–|-)?\\s*(?:${TITLE.source})`, "iu");
const TITLE_BEFORE = new RegExp(`(?:${TITLE.source}|(?:og|and|samt|&|\\.))\\s$`, "iu");
/** Contact details or a bracket in small letters. */
const DETAILS =
  /^\s*(?:[,.·|/;–-]\s*)?(?:(?:tlf|tel|telefon|phone|mob|mobil|e-?post|e-?mail)(?!\p{L})|\+?\d[\d ()-]{6,}|[\p{L}\d._%+-]{1,40}@|\(\p{Ll}{3})/iu;
const PLACE = /^\s*[,(]\s*(?<place>[^,.;:()\n]{2,60})/u;
const ENDS = /^\s*(?:$|[.;\n)]|(?:og|and|samt)\s)/u;

/** The names, turned round ("Kari Marie Nordmann" for "Nordmann, Kari Marie"), with where they stand as written. */
export const findTurnedNames = (text: string): Found[] => {
  const found: (Found & { readonly sure: boolean })[] = [];
  for (const match of text.matchAll(TURNED)) {
    const { first = "" } = match.groups ?? {};
    // "Rektor Nordmann, Kari": the title is no part of the name.
    const written = (match.groups?.["last"] ?? "").split(" ");
    const from = Math.max(
      0,
      written.findIndex((word) => /^\p{Ll}/u.test(word) || isNameWord(word)),
    );
    const last = written.slice(from).join(" ");
    const start = match.index + written.slice(0, from).join(" ").length + (from > 0 ? 1 : 0);
    const words = [...last.split(" "), ...first.split(" ")].filter((word) => !/^\p{Ll}+$/u.test(word));
    if (!words.every((word) => isNameWord(word)) || ORGANISATION.test(last) || ORGANISATION.test(first)) continue;
    const turned = `${first} ${last}`;
    if (findNames(turned)[0]?.text !== turned) continue;
    // Behind a word: only where it is a title ("Rektor Nordmann, Kari").
    if (/\p{L}\.? $/u.test(text.slice(0, start)) && !TITLE_BEFORE.test(text.slice(Math.max(0, start - 40), start))) continue;
    const end = match.index + match[0].length;
    const after = text.slice(end, end + 80);
    const place = after.match(PLACE)?.groups?.["place"];
    const sure =
      TITLE_AT_START.test(after) || DETAILS.test(after) || (place !== undefined && (ORGANISATION.test(place) || /^\p{Lu}{2,7}$/u.test(place.trim())));
    // "Kari Nordmann, Ola Mykle": two names of two words each stand in order.
    const twoNames = last.split(" ").length > 1 && first.split(" ").length > 1 && findNames(last)[0]?.text === last;
    if (twoNames) continue;
    if (sure || ENDS.test(after)) found.push({ text: turned, start, end, sure });
  }
  // One that is sure makes those beside it in the enumeration names as well.
  return found.some((one) => one.sure) ? found.map(({ sure: _, ...one }) => one) : [];
};
