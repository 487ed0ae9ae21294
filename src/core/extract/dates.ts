/** Finds dates as people write them (nb, nn, da, sv, en), as ISO at the precision given, with where they stand in the text. */
import {
  countOf,
  COUNT,
  fullYear,
  isoDay,
  isoMonth,
  isoWeek,
  MONTH,
  monthNumber,
  ORDINAL,
  ordinalNumber,
  type Precision,
  precisionOf,
} from "./calendar.ts";

export type DateHit = {
  /** "2026-08-01", "2026-08" or "2026". */
  readonly iso: string;
  readonly precision: Precision;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Set by "utgangen av", "ut", "the end of" (end) and "begynnelsen av", "early" (start) in front. */
  readonly bound: "start" | "end" | null;
};

/** Two dates that stand as one stretch of time. `from` is where the word "fra" or "between" stands, or the first date. */
export type DateRange = { readonly first: DateHit; readonly last: DateHit; readonly from: number };

/** "tre år", "36 months", "treårig". */
export type Duration = { readonly months: number; readonly start: number; readonly end: number };

type Found = { iso: string | null; month?: number; day?: number; sameYear?: boolean };
type Raw = Found & { start: number; end: number };
type Rule = { regex: RegExp; read: (match: readonly (string | undefined)[]) => Found | null };

const rule = (source: string, read: Rule["read"]): Rule => ({ regex: new RegExp(`(?<![\\p{L}\\d])${source}(?![\\p{L}\\d])`, "giu"), read });
const at = (match: readonly (string | undefined)[], index: number): string => match[index] ?? "";
const day = (year: string, month: number, date: string): Found | null => known(isoDay(fullYear(year), month, Number(date)));
const known = (iso: string | null): Found | null => (iso === null ? null : { iso });
const yearOf = (match: readonly (string | undefined)[], index: number): Found => ({ iso: String(fullYear(at(match, index))) });

const YEAR = "((?:19|20)\\d\\d)";
const DAY = "([0-3]?\\d)(?:\\.|st|nd|rd|th|:e|\\. dag)?";
const SAME = "(?:,? (?:i |in |of )?(?:(?:det |the )?same|samme|samma) (?:år(?:et)?|year))";
const SEASON =
  "(?:vårsemester(?:et)?|haustsemester(?:et)?|høstsemester(?:et)?|våren|vår|hausten|haust|høsten|høst|hösten|höst|efteråret|efterår|forår(?:et)?|sommer(?:en)?|sommar(?:en)?|vinter(?:en|n)?|spring(?: (?:term|semester))?|summer|autumn(?: (?:term|semester))?|fall(?: semester)?|winter|jul(?:a|en)|påsken?|easter|christmas|nyttår|new year|årsskiftet)";

/** In order: what an earlier rule takes, a later one does not see. */
const RULES: readonly Rule[] = [
  rule(`${YEAR}-([01]\\d)-([0-3]\\d)(?:T[\\d:.]+Z?)?`, (m) => day(at(m, 1), Number(at(m, 2)), at(m, 3))),
  rule("([0-3]?\\d)\\. ?([01]?\\d)\\. ?('?\\d\\d|(?:19|20)\\d\\d)", (m) => numeric(m)),
  rule("([0-3]?\\d)[/-]([0-3]?\\d)[/ -]((?:19|20)\\d\\d)", (m) => numeric(m)),
  rule("([0-3]?\\d)[/]([0-3]?\\d)[/-](\\d\\d)", (m) => numeric(m)),
  rule("([0-3]?\\d)-([01]\\d)-([2-4]\\d)", (m) => numeric(m)),
  rule(`(?:årsskiftet|årsskifte|turn of the year)(?: mellom)? ${YEAR} ?(?:[/–-]|og|and) ?((?:20)?\\d\\d)`, (m) => ({
    iso: isoMonth(fullYear(at(m, 2)), 1),
  })),
  rule(`(?:nyttår|new year)(?:et)? ${YEAR}`, (m) => ({ iso: isoMonth(Number(at(m, 1)), 1) })),
  rule(`(?:uke|veke|uge|vecka|week) ?(\\d{1,2})(?: ?[,/]? ?(?:i |in |of )?)${YEAR}`, (m) => known(isoWeek(Number(at(m, 2)), Number(at(m, 1))))),
  rule(`${DAY} ?(?:of |i )?${MONTH}\\.?,? ?(?:of |i )?(?:${YEAR}|'?([1-4]\\d)(?![.:]\\d))`, (m) =>
    day(at(m, 3) || at(m, 4), monthNumber(at(m, 2)), at(m, 1)),
  ),
  rule(`${MONTH}\\.? ([0-3]?\\d)(?:st|nd|rd|th)?,? ${YEAR}`, (m) => day(at(m, 3), monthNumber(at(m, 1)), at(m, 2))),
  rule(`${ORDINAL} (?:of |i )?${MONTH}\\.?,? ${YEAR}`, (m) => day(at(m, 3), monthNumber(at(m, 2)), String(ordinalNumber(at(m, 1))))),
  rule(`${ORDINAL} (?:of |i )?${MONTH}`, (m) => ({ iso: null, month: monthNumber(at(m, 2)), day: ordinalNumber(at(m, 1)) })),
  rule(`${DAY} ?(?:of )?${MONTH}\\.?(${SAME})?`, (m) => ({
    iso: null,
    month: monthNumber(at(m, 2)),
    day: Number(at(m, 1)),
    sameYear: m[3] !== undefined,
  })),
  rule(
    `(?:[1-4]\\.|first|second|third|fourth|første|andre|tredje|fjerde|siste) ?(?:kvartal|kv\\.?|halvår|quarter|half|halvdel|tertial)(?: (?:i|of|av|in))? ?${YEAR}`,
    (m) => yearOf(m, 1),
  ),
  rule(`[QKHT][1-4][ /.,-]{0,2}(?:of |i )?${YEAR}`, (m) => yearOf(m, 1)),
  rule(`${YEAR}[ /,.-]{0,2}[QK][1-4]`, (m) => yearOf(m, 1)),
  rule(`${MONTH}\\.?,? ?(?:i |in |of )?${YEAR}`, (m) => ({ iso: isoMonth(Number(at(m, 2)), monthNumber(at(m, 1))) })),
  rule(`${MONTH}(?:\\. ?|\\.? ?')([2-4]\\d)(?!\\.)`, (m) => ({ iso: isoMonth(fullYear(at(m, 2)), monthNumber(at(m, 1))) })),
  rule(`${MONTH}${SAME}`, (m) => ({ iso: null, month: monthNumber(at(m, 1)), sameYear: true })),
  rule(`(January|February|March|April|May|June|July|August|September|October|November|December) ([0-3]?\\d)(?:st|nd|rd|th)?`, (m) => ({
    iso: null,
    month: monthNumber(at(m, 1)),
    day: Number(at(m, 2)),
  })),
  rule(`${YEAR}-(0[1-9]|1[0-2])(?![-/]\\d)`, (m) => ({ iso: isoMonth(Number(at(m, 1)), Number(at(m, 2))) })),
  rule(`(0?[1-9]|1[0-2])[/.]((?:19|20)\\d\\d)(?![./]\\d)`, (m) => ({ iso: isoMonth(Number(at(m, 2)), Number(at(m, 1))) })),
  rule(`${SEASON}(?: (?:of|i|in))? ?-?${YEAR}`, (m) => yearOf(m, 1)),
  rule(`[VHvh]${YEAR}`, (m) => yearOf(m, 1)),
  rule(`(?<![/§.,])${YEAR}(?![/]\\d|-\\d{3}(?!\\d)|[.,]\\d| ?(?:kr|kroner|NOK|personer|personar|saker|persons)(?!\\p{L}))`, (m) => yearOf(m, 1)),
  rule(`(?<=\\0 ?(?:[–—-]|til|to) ?)${YEAR}`, (m) => yearOf(m, 1)),
  rule(`${YEAR}(?= ?[–-] ?\\d\\d(?!\\d|[./]))`, (m) => yearOf(m, 1)),
  rule(`(?<=\\0 ?[–-] ?)([2-4]\\d)(?![./:]\\d| ?%)`, (m) => yearOf(m, 1)),
  rule(
    `(?<=(?<!\\p{L})(?:i|in|fra|frå|från|from|since|siden|sidan|til|to|until|by|av|of|start|oppstart|begin|innen|innan|ut|med) )${MONTH}(?! \\d)`,
    (m) => (/^may$/.test(at(m, 1)) ? null : { iso: null, month: monthNumber(at(m, 1)) }),
  ),
  rule(`${MONTH}(?=\\.? ?(?:[–—/-]|til|to|og|and|until|through) ?\\0)`, (m) =>
    /^may$/.test(at(m, 1)) ? null : { iso: null, month: monthNumber(at(m, 1)) },
  ),
];

/** Day, month, year in figures; month first only where the other order cannot be meant. */
const numeric = (match: readonly (string | undefined)[]): Found | null => {
  const year = at(match, 3).replace("'", "");
  const [first, second] = [Number(at(match, 1)), Number(at(match, 2))];
  return second > 12 && first <= 12 ? day(year, first, String(second)) : day(year, second, String(first));
};

const LEADS: readonly { regex: RegExp; bound: DateHit["bound"]; coarse: boolean }[] = [
  {
    regex:
      /(?<!\p{L})(?:(?:utgangen|utløpet|slutten|enden|udgangen|utgången|slutet) (?:av|af)|(?:the )?(?:very )?end of|ut(?: året| av)?|late|ultimo|siste(?: del(?:en)? av)?) ?$/iu,
    bound: "end",
    coarse: true,
  },
  {
    regex:
      /(?<!\p{L})(?:(?:begynnelsen|byrjinga|starten|inngangen|början|begyndelsen|årsskiftet) (?:av|af|til|på)|(?:the )?(?:start|beginning) of|early|primo|tidlig(?: i)?|tidleg(?: i)?) ?$/iu,
    bound: "start",
    coarse: true,
  },
  {
    regex:
      /(?<!\p{L})(?:(?:midten|mitten) (?:av|af)|midt i|(?:the )?middle of|mid-?|medio|løpet av|the course of|året|år|the year|year|årene|åra|the years) ?$/iu,
    bound: null,
    coarse: true,
  },
  {
    regex:
      /(?<!\p{L})(?:mandag|måndag|tirsdag|tysdag|tisdag|onsdag|torsdag|fredag|lørdag|laurdag|lördag|søndag|sundag|söndag|(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?: den|,? the)?,? ?$/iu,
    bound: null,
    coarse: false,
  },
  { regex: /(?<!\p{L})(?:den|the|d\.) ?$/iu, bound: null, coarse: false },
];

/** Dates in order of place. `longest` is a guard against texts that no person wrote. */
export const findDates = (text: string, longest = 60_000): DateHit[] => {
  let masked = text
    .slice(0, longest)
    .replace(/\n/g, " ")
    .replaceAll("\0", " ")
    .replace(/\u00a0/g, " ")
    .replaceAll("’", "'");
  const raws: Raw[] = [];
  if (!/\d/.test(masked)) return [];
  for (const { regex, read } of RULES) {
    const taken: [number, number][] = [];
    for (const match of masked.matchAll(regex)) {
      const found = read(match);
      if (!found || (found.day !== undefined && (found.day < 1 || found.day > 31))) continue;
      raws.push({ ...found, start: match.index, end: match.index + match[0].length });
      taken.push([match.index, match.index + match[0].length]);
    }
    if (taken.length > 0) masked = mask(masked, taken);
  }
  const ordered = raws.toSorted((a, b) => a.start - b.start);
  const hits = ordered.flatMap((raw, index) => {
    const iso = raw.iso ?? resolve(text, ordered, index);
    return iso === null ? [] : [lead(text, iso, raw.start, raw.end)];
  });
  return merge(text, hits);
};

/** Replaces stretches by NULs, so that what follows finds neither the date again nor part of it. */
const mask = (text: string, stretches: readonly (readonly [number, number])[]): string => {
  const parts: string[] = [];
  let from = 0;
  for (const [start, end] of stretches) {
    parts.push(text.slice(from, start), "\0".repeat(end - start));
    from = end;
  }
  return parts.join("") + text.slice(from);
};

const NEXT_CONNECTED = /^\.?\)?\s*(?:[–—/-]|til|to|og|and|until|through)\s*(?:og med )?$/iu;

/** The year of a date that stands without one: of the date it is joined to, else of the one before, else of the one after. */
const resolve = (text: string, all: readonly Raw[], index: number): string | null => {
  const own = all[index];
  const next = all[index + 1];
  if (!own?.month) return null;
  const withYear = (year: number): string | null => (own.day ? isoDay(year, own.month ?? 1, own.day) : isoMonth(year, own.month ?? 1));
  if (!own.sameYear && next?.iso && NEXT_CONNECTED.test(text.slice(own.end, next.start))) {
    const month = Number(next.iso.slice(5, 7));
    return withYear(Number(next.iso.slice(0, 4)) - (month > 0 && own.month > month ? 1 : 0));
  }
  const before = all.slice(0, index).findLast((raw) => raw.iso !== null && own.start - raw.end < 300);
  const after = all.slice(index + 1).find((raw) => raw.iso !== null && raw.start - own.end < 120);
  const year = (before ?? (own.sameYear ? undefined : after))?.iso?.slice(0, 4);
  return year ? withYear(Number(year)) : null;
};

/** Takes words in front that belong to the date ("utgangen av", "tirsdag den") into it. */
const lead = (text: string, iso: string, from: number, end: number): DateHit => {
  const precision = precisionOf(iso);
  let start = from;
  let bound: DateHit["bound"] = null;
  for (let round = 0; round < 3; round += 1) {
    const before = text.slice(Math.max(0, start - 32), start);
    const found = LEADS.find((entry) => (!entry.coarse || precision !== "day") && entry.regex.test(before));
    if (!found) break;
    start -= before.match(found.regex)?.[0].length ?? 0;
    bound ??= found.bound;
  }
  return { iso, precision, start, end, text: text.slice(start, end), bound };
};

const EXACTLY =
  /^\s?(?:\(|[–—-] ?n[æ]rm?[ea]re bestemt|,? ?(?:nærmere bestemt|nærare bestemt|dvs\.?|d\.v\.s\.|altså|namely|i\.e\.|that is,?|more precisely))\s?(?:\p{L}{1,12} ){0,2}$/u;

/** "uke 34 i 2026 (17. august)": the rough date and the exact one behind it are one date. */
const merge = (text: string, hits: readonly DateHit[]): DateHit[] => {
  const out: DateHit[] = [];
  for (const hit of hits) {
    const before = out.at(-1);
    if (
      before &&
      hit.iso.length > before.iso.length &&
      hit.iso.startsWith(before.iso) &&
      hit.start - before.end < 40 &&
      EXACTLY.test(text.slice(before.end, hit.start))
    ) {
      const end = text[hit.end] === ")" ? hit.end + 1 : hit.end;
      out[out.length - 1] = { ...hit, start: before.start, end, text: text.slice(before.start, end), bound: null };
    } else out.push(hit);
  }
  return out;
};

const DURATION = new RegExp(
  `(?<![\\p{L}\\d–-])${COUNT}(?:[ -]?(?:\\(\\d{1,3}\\) )?)(?:(års?|årige?t?|årlang|years?|year-long)|(måneder|månader|månaders?|mnd\\.?|mndr\\.?|mån\\.?|months?|måneders))(?!\\p{L})`,
  "giu",
);

/** Lengths of time in months. */
export const findDurations = (text: string): Duration[] =>
  [...text.slice(0, 60_000).matchAll(DURATION)].flatMap((match) => {
    const months = countOf(match[1] ?? "") * (match[2] ? 12 : 1);
    return months > 0 && months <= 360 ? [{ months, start: match.index, end: match.index + match[0].length }] : [];
  });
