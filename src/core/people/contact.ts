/** Telephone numbers, e-mail addresses and postal addresses in running text, each with where it stands. */
import { findPhoneNumbersInText } from "libphonenumber-js/max";

/** Something found in a text: its verbatim text and where it stands. */
export type Found = { readonly text: string; readonly start: number; readonly end: number };

const EMAIL =
  /[\p{L}\p{N}][\p{L}\p{N}._%+'-]*\s?(?:@|\(at\)|\[at\]|\s(?:at|krøllalfa)\s(?!\s?[^\s@]{1,80}@))\s?[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;

/** E-mail addresses, in reading order; "name (at) place.no" is read as what it means, "or at name@place.no" too. Trailing punctuation is left out. */
export const findEmails = (text: string): Found[] =>
  [...text.matchAll(EMAIL)].map((match) => {
    const raw = match[0].replace(/[.,;:]+$/, "");
    return {
      text: raw.replace(/\s?(?:\(at\)|\[at\]|\s(?:at|krøllalfa)\s)\s?/u, "@").replace(/\s/g, ""),
      start: match.index,
      end: match.index + raw.length,
    };
  });

/** Before a number these words say that it is no telephone number. */
const NOT_PHONE_BEFORE =
  /(?:kr\.?|nok|eur|€|£|\$|org\.?\s?(?:nr|no|nummer)\.?:?|orgnr\.?:?|prosjekt(?:nr|nummer)\.?:?|project no\.?:?|ref\.?(?:eranse)?\.?:?|sak(?:snr|snummer)?\.?:?|case no\.?|konto(?:nr|nummer)?\.?:?|isbn|issn|doi|duf[-\s]?(?:nr|nummer)?\.?:?|grant(?: no\.?)?|nfr|rcn|nr\.?|arkivref\.?:?|journalnr\.?:?|orcid:?)\s*$/iu;
const NOT_PHONE_AFTER = /^\s*(?:personer|persons|individ|saker|cases|kroner|søk|people|vedtak|observ|applic|prosent|%|[-–]\d{4}-\d)/iu;

/** Telephone numbers valid in their country (Norway where none is given). Years, sums and registry numbers are not. */
export const findPhones = (text: string): Found[] => {
  const found: Found[] = [];
  for (const match of findPhoneNumbersInText(text, "NO")) {
    const verbatim = text.slice(match.startsAt, match.endsAt);
    const before = text.slice(Math.max(0, match.startsAt - 24), match.startsAt);
    if (match.number.getType() === undefined && !verbatim.includes("+") && !/(?:tlf|tel|mob|phone|telefon)\S{0,6}\s*$/iu.test(before)) continue;
    if (/^(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d$/.test(verbatim) || /^\d{1,2}\.\d{1,2}\.\d{2,4}/.test(verbatim)) continue;
    if (NOT_PHONE_BEFORE.test(before) || NOT_PHONE_AFTER.test(text.slice(match.endsAt, match.endsAt + 14))) continue;
    if (/\d[\d ]*[-/]?$/.test(before) && /\d$/.test(before)) continue;
    found.push({ text: verbatim.includes(")") ? verbatim.trim() : verbatim.replace(/^[\s(]+/, "").trim(), start: match.startsAt, end: match.endsAt });
  }
  // Numbers that a person gives as a telephone number count even where the numbering plan does not know the series.
  for (const match of text.matchAll(
    /(?<=\b(?:tlf|telefon|tel|telephone|phone|mobil|mob|mobile|cell|direkte|sentralbord|switchboard)\b[^\d+\n]{0,14})(?:\+|00)?\d[\d ().-]{6,16}\d/giu,
  )) {
    if (found.some((other) => match.index < other.end && match.index + match[0].length > other.start)) continue;
    const digits = match[0].replace(/\D/g, "");
    if (digits.length < 8 || digits.length > 15 || /^(?:19|20)\d\d(?:19|20)\d\d$/.test(digits)) continue;
    found.push({ text: match[0].trim(), start: match.index, end: match.index + match[0].length });
  }
  return found.filter((phone) => !NOT_DIRECT.test(text.slice(Math.max(0, phone.start - 24), phone.start))).toSorted((a, b) => a.start - b.start);
};

/** A switchboard or a private number beside a person's own. */
const NOT_DIRECT =
  /(?<!\p{L})(?:sentralbord(?:et)?|sentral|switchboard|privat|private|home|hjemme|telefaks|faks|fax)(?: (?:tlf|telefon|phone|number|nr))?\W{0,4}$/iu;

const PLACE_NAME = "\\p{Lu}[\\p{L}'’-]*(?: (?:\\p{Lu}|i |på |am |upon |on |an der |den )[\\p{L}'’-]*){0,3}";
const COUNTRY =
  "(?:,?[ \\n]+(?:Norway|Norge|Noreg|Denmark|Danmark|Sweden|Sverige|Finland|Germany|Deutschland|Tyskland|United Kingdom|UK|England|Scotland|Wales|The Netherlands|Netherlands|Nederland|Iceland|Island|Ireland|France|Belgium|Austria|Switzerland|Italy|Spain|Poland|Estonia|USA|U\\.S\\.A\\.|United States|Canada|Australia))?";
/** Postcode and place in the countries that researchers write from. */
const POSTCODE_PLACE = new RegExp(
  [
    `(?<![\\d+.-])(?:(?:NO|N|DK)[- ]?)?\\d{4} +${PLACE_NAME}${COUNTRY}`,
    `(?<![\\d+.-])(?:(?:SE|S)[- ]?)?\\d{3} \\d{2} +${PLACE_NAME}${COUNTRY}`,
    `(?<![\\d+.-])(?:(?:D|DE|FI|FIN|F|FR|IT|ES|EE|PL|A|AT|CH|B|BE)[- ]?)?\\d{5} +${PLACE_NAME}${COUNTRY}`,
    `(?<![\\d+.-])\\d{4} ?[A-Z]{2} +${PLACE_NAME}${COUNTRY}`,
    `(?:${PLACE_NAME}[, \\n]+)?(?<![\\p{L}\\d])[A-Z]{1,2}\\d[\\dA-Z]? ?\\d[A-Z]{2}(?![\\p{L}\\d])${COUNTRY}`,
    `${PLACE_NAME}, [A-Z]{2} \\d{5}(?:-\\d{4})?${COUNTRY}`,
  ].join("|"),
  "gu",
);

const BOX = /(?:postbus|postilokero|pl|box|postboks|post boks|pb\.?|p\.?\s?o\.?\s?box|boks|box|postfach)\s*\d+/iu;
const STREET_NUMBER = /(?:^|\s)\p{L}[\p{L}.'’ -]{1,45}\s\d{1,4}\s?[-–]?\s?(?:\d{1,4})?\s?[A-Za-z]?(?:[-–]\d+)?$/u;
const NUMBER_STREET =
  /^\d{1,4}[a-z]?(?:[-–]\d+)?\s+\p{Lu}[\p{L}'’ -]+(?:[Ss]treet|st\.?|road|rd\.?|avenue|ave\.?|lane|square|place|drive|way|court|crescent|terrace|walk|gardens|hill|row|park)\b|^\d{1,3}[a-z]?\s+\p{Lu}[\p{L}'’-]+(?:\s+\p{Lu}[\p{L}'’-]+){0,2}$/u;
/** What cannot be part of a postal address. */
const NOT_ADDRESS =
  /@|https?:|www\.|(?:^|\s)(?:tlf|telefon|tel|telephone|phone|mobil|mob|mobile|e-?post|e-?mail|epost|org\.?nr)\b|[.!?]\s+\p{Lu}|\d{6,}/iu;
const LABEL_PREFIX =
  /^.*?\b(?:post-?\s?(?:og|\/|and)?\s?besøks?adresse|postal and visiting address|besøks-?\s?og\s?postadresse|kontoradresse|arbeidsadresse|besøksadresse|postadresse|visiting address|postal address|office address|mailing address|adresse[nr]?|adressa|address|adr\.?)(?:\s+(?:hennes|hans|er|is|til|for|hans er|hennes er))*\s*:?\s+/iu;

/**
 * Postal addresses: postcode and place, with the street, box or department in front of it. Verbatim but for line breaks,
 * which become ", ".
 */
export const findAddresses = (text: string): Found[] => {
  const found: Found[] = [];
  for (const match of text.matchAll(POSTCODE_PLACE)) {
    if (/(?:postboks|post boks|pb\.?|p\.?\s?o\.?\s?box|boks|box)\s*$/iu.test(text.slice(Math.max(0, match.index - 12), match.index))) continue;
    const end = match.index + match[0].replace(/[\s.,]+$/, "").length;
    const { start, street } = extendBack(text, match.index);
    const code = Number(match[0].match(/\d{4}/)?.[0] ?? 0);
    const alone = start === match.index;
    // "2026 Oslo" is more often a year and a place than an address.
    if (!street && code >= 1960 && code <= 2045 && /^\d{4}\s/.test(match[0])) continue;
    if (
      alone &&
      !/(?:adresse|adressa|address|adr\.?)\W{0,3}$/iu.test(text.slice(Math.max(0, match.index - 14), match.index)) &&
      !/^[\s,]*$/.test(text.slice(0, match.index))
    )
      continue;
    const label = text.slice(start, end).match(LABEL_PREFIX)?.[0].length ?? 0;
    const clean = text
      .slice(start + label, end)
      .replace(/\s*\n\s*/g, ", ")
      .replace(/,\s*,/g, ",")
      .replace(/^[\s,;:/|–-]+/, "")
      .trim();
    if (found.some((other) => other.end > start && other.start < end)) continue;
    found.push({ text: clean, start: start + label, end });
  }
  return found;
};

const ROOM =
  /^(?:rom|room|bygg|building|bygning|etg\.?|etasje|\d\. etasje|floor|level|inngang|kontor|office|c\/o|att\.?|v\/)\s*\S{0,12}(?: \S{1,10})?$/iu;
const STREET_WORD =
  "(?:vei|veien|veg|vegen|gate|gata|gt\\.|plass|plassen|allé|alle|alleen|alléen|torg|torget|bakken|brygge|kaia|svingen|stien|tunet|haugen|åsen|lia|ring|straße|strasse|gasse|weg|gatan|vägen|gade|vej|street|road|avenue|laan|straat|katu|tie)";
const STREET_TAIL = new RegExp(`(?:^|\\s)((?:\\p{Lu}[\\p{L}.'’-]*\\s){0,2}\\p{L}*${STREET_WORD}\\s\\d{1,4}\\s?[-–]?\\s?\\d{0,3}\\s?[A-Za-z]?)$`, "u");

/** The street and number at the end of a stretch that begins with something else (an institution on the same line). */
const streetTail = (segment: string): string | null => {
  const match = segment.match(STREET_TAIL)?.[1];
  if (!match) return null;
  const words = match.split(" ");
  // "Bryggjevegen 15" is whole; "Jon Smørs vei 3" needs the words in front.
  const at = words.findIndex((word) => new RegExp(`\\p{L}{2,}${STREET_WORD}$`, "u").test(word));
  const tail = at > 0 ? words.slice(at).join(" ") : match;
  return segment.length - tail.length > 4 && (segment.length > 45 || /\p{Lu}{3,}|[a-zæøå] \p{Lu}\p{Ll}+ \p{Lu}/u.test(segment)) ? tail : segment;
};

/** Where the last sentence before an address ends; "P.O. Box" and "St. Olavs gate" end none. */
const sentenceEnd = (text: string): number => {
  let at = text.lastIndexOf(". ");
  while (at > 0 && /(?:P\.?\s?O|(?:^|\s)(?:St|gt|pb|avd|Dr|Prof|Inst))$/iu.test(text.slice(Math.max(0, at - 6), at)))
    at = text.lastIndexOf(". ", at - 1);
  return at;
};

/** Takes in the segments before the postcode (parted by comma, line break, slash or bar) that belong to the address. */
const extendBack = (text: string, postcodeAt: number): { start: number; street: boolean } => {
  const from = Math.max(0, postcodeAt - 170);
  const window = text.slice(from, postcodeAt);
  let start = postcodeAt;
  let street = false;
  let rest = window.replace(/[\s,]+$/, "");
  for (let step = 0; step < 4; step += 1) {
    const cut = Math.max(
      rest.lastIndexOf(","),
      rest.lastIndexOf("\n"),
      rest.lastIndexOf(" / "),
      rest.lastIndexOf("|"),
      rest.lastIndexOf(";"),
      rest.lastIndexOf(" – "),
      sentenceEnd(rest),
      rest.lastIndexOf("("),
      rest.lastIndexOf(": "),
      rest.lastIndexOf("•"),
      rest.lastIndexOf("·"),
    );
    const raw = rest.slice(cut + 1);
    const labelled = raw.replace(LABEL_PREFIX, "").trim();
    // "... og sitter på Fylkeshuset": only what follows the preposition is the address.
    const segment =
      /^\p{Lu}/u.test(labelled) && !NOT_ADDRESS.test(labelled)
        ? labelled
        : (labelled.match(/(?:^|\s)(?:på|at|in|er|is|i|til)\s+(\p{Lu}[^@]{2,60})$/u)?.[1]?.trim() ?? labelled);
    const hadLabel = raw.trim() !== segment;
    if (segment === "" || NOT_ADDRESS.test(segment.replace(/(?:P\.?\s?O\.?|St\.|Dr\.|Prof\.) (?=\p{Lu})/giu, ""))) break;
    // A room or a floor between street and postcode is passed over.
    if (!street && ROOM.test(segment)) {
      rest = rest.slice(0, rest.lastIndexOf(segment)).replace(/[\s,(|/–•·]+$/, "");
      continue;
    }
    const tail = streetTail(segment);
    if (tail !== null && tail !== segment) {
      start = from + rest.lastIndexOf(segment) + segment.length - tail.length;
      street = true;
      break;
    }
    const isStreet = BOX.test(segment) || STREET_NUMBER.test(segment) || NUMBER_STREET.test(segment);
    if (
      !isStreet &&
      (street ||
        segment.length > 70 ||
        !/^\p{Lu}/u.test(segment) ||
        /\b(?:er|is|kan|ved|som|at|har|professor|rektor|rector|dean|dekan|direktør|director|leder|leader|leiar|manager|forsker|førsteamanuensis)\b/iu.test(
          segment,
        ))
    )
      break;
    const at = from + rest.lastIndexOf(segment);
    start = at;
    if (isStreet) street = true;
    rest = rest.slice(0, rest.lastIndexOf(segment)).replace(/[\s,(|/–•·]+$/, (tail) => (tail.includes("\n\n") ? "\u0000" : ""));
    if (hadLabel || (street && !isStreet)) break;
    if (street && step >= 2) break;
  }
  return { start, street };
};

/** Digits of a telephone number as they compare: without country code 47 and leading zeros. */
export const phoneDigits = (text: string): string =>
  text
    .replace(/\D/g, "")
    .replace(/^00/, "")
    .replace(/^47(?=\d{8}$)/, "");
