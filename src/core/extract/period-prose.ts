/** Reads one stretch of text: which of its dates is the start and which the end of the project, and why the others are not. */
import { type DateHit, type DateRange, findDates, findDurations } from "./dates.ts";
import { findRanges } from "./date-ranges.ts";
import { type Cue, cuesIn, FROM, governing, UNTIL } from "./period-cues.ts";
import { monthNumbers, withLengths } from "./period-lengths.ts";
import { clauseStart, funded, isBare, type Over, type PeriodPart, type Reading, subjectAt, type Unit } from "./period-subject.ts";
import { DATA, END, EVENT, LASTS, labelKind, OTHER, PERIOD_NOUN, placesOf, PROJECT, SAME_PERIOD, SELF, START } from "./period-words.ts";
import { isPromise } from "./reject.ts";
import { sentencesOf } from "../prose/sentences.ts";

/** Longest text that is read for dates. */
const LONGEST = 20_000;

/** All dates of a text that say something of the period, and those that were looked at and refused. */
export const readText = (whole: string, over: Over): Reading[] => {
  const text = whole.slice(0, LONGEST);
  const hits = findDates(text);
  const ranges = findRanges(text, hits);
  const units = unitsOf(text, hits, ranges);
  const out: Reading[] = [...monthNumbers(text, hits)];
  for (const [index, unit] of units.entries()) out.push(...readUnit(text, unit, units[index - 1], hits, ranges, over));
  return withLengths(text, units, out, over);
};

/** Sentences; those that a date or a range stretches over are put together again. */
const unitsOf = (text: string, hits: readonly DateHit[], ranges: readonly DateRange[]): Unit[] => {
  const spans = [...hits.map((hit) => [hit.start, hit.end] as const), ...ranges.map((range) => [range.first.start, range.last.end] as const)];
  const out: Unit[] = [];
  for (const { start, end } of sentencesOf(text)) {
    const before = out.at(-1);
    if (before && spans.some(([from, to]) => from < before.end && to > start)) out[out.length - 1] = { start: before.start, end };
    else out.push({ start, end });
  }
  return out;
};

const blank = (text: string, unit: Unit, hits: readonly DateHit[]): string => {
  let out = text.slice(unit.start, unit.end);
  for (const hit of hits) out = out.slice(0, hit.start - unit.start) + " ".repeat(hit.end - hit.start) + out.slice(hit.end - unit.start);
  return out.replace(/\n/g, " ");
};

const readUnit = (
  text: string,
  unit: Unit,
  before: Unit | undefined,
  allHits: readonly DateHit[],
  allRanges: readonly DateRange[],
  over: Over,
): Reading[] => {
  const hits = allHits.filter((hit) => hit.start >= unit.start && hit.end <= unit.end);
  const quote = text.slice(unit.start, unit.end);
  const masked = blank(text, unit, hits);
  if (hits.length === 0) return promises(masked, quote, over);
  const near = nearLabel(text, unit, before, masked, over);
  const out: Reading[] = [];
  const ranges = allRanges.filter((range) => hits.includes(range.first));
  const inRange = new Set(ranges.flatMap((range) => [range.first, range.last]));
  for (const range of ranges) out.push(...readRange(text, unit, masked, range, quote, near));
  hits.forEach((hit, index) => {
    if (!inRange.has(hit)) out.push(...readSingle(masked, unit, hits, index, quote, near));
  });
  return out;
};

const SETTLED_LATER =
  /(?<!\p{L})(?:(?:will be|blir|vil bli|vert|skal) (?:communicated|announced|agreed|set|meddelt|bestemt|avtalt|kunngjort|meldt|satt|sett)(?! til| i gang| på)|(?:once|when|når|så snart) [^.;]{0,60}?(?:confirmed|approved|avklart|avklara|bekreftet|stadfesta|på plass|i orden))(?!\p{L})/iu;
/** Whether a clause says that the date will be settled later. */
const isLater = (clause: string): boolean => isPromise(clause) || SETTLED_LATER.test(clause);

/** "Sluttdato avklares senere": nothing to read, but it says that other dates are no answer for that part. */
const promises = (masked: string, quote: string, over: Over): Reading[] => {
  if (quote.length > 300 || !isLater(quote)) return [];
  const parts: PeriodPart[] = [];
  if (placesOf(END, masked).length > 0 || over.label === "end") parts.push("end");
  if (placesOf(START, masked).length > 0 || over.label === "start") parts.push("start");
  return parts.map((part) => ({ part, iso: null, strength: 0, because: `a date for the ${part} is promised for later`, quote, promised: true }));
};

/** A short sentence in front ("Varighet.", "Når avsluttes det?") works as a label for a sentence that has no words of its own. */
const nearLabel = (text: string, unit: Unit, before: Unit | undefined, masked: string, over: Over): Over => {
  const lead = before ? text.slice(before.start, before.end).trim() : "";
  const short = lead !== "" && !/\d{4}/.test(lead) && (lead.endsWith("?") ? lead.length < 160 : lead.split(/\s+/).length <= 5 && /[.:]$/.test(lead));
  const line = lead !== "" && text.slice(before?.end ?? 0, unit.start).includes("\n") && /^\W*(?:fra|frå|from|start)/iu.test(masked);
  if (!short && !line) return over;
  const kind = labelKind(lead.replace(/^[\d.]+\s*/, ""), 0);
  return kind === null || kind === "other" ? over : { ...over, label: kind, labelText: lead };
};

const refused = (part: PeriodPart | null, hit: DateHit, because: string, quote: string): Reading => ({
  part,
  iso: hit.iso,
  strength: 0,
  because,
  quote,
});

const readRange = (text: string, unit: Unit, masked: string, range: DateRange, quote: string, over: Over): Reading[] => {
  const from = Math.max(0, range.from - unit.start);
  const before = masked.slice(0, from);
  const after = masked.slice(range.last.end - unit.start);
  const both = (strength: number, because: string): Reading[] => [
    { part: "start", iso: range.first.iso, strength, because, quote },
    { part: "end", iso: range.last.iso, strength, because, quote },
  ];
  const no = (because: string): Reading[] => [refused(null, range.first, because, quote)];
  const subject = subjectAt(masked, from);
  const gone = range.last.iso < over.receivedAt.slice(0, range.last.iso.length);
  const same = SAME_PERIOD.test(quote);
  const noun = placesOf(PERIOD_NOUN, before).at(-1);
  const tail = noun ? before.slice(noun.end) : "";
  const labelled = over.label === "period" || over.label === "both" || over.label === "weak_period" || over.label === "start";
  const bare = isBare(before);
  if (
    noun &&
    placesOf(DATA, tail).length === 0 &&
    !(subject.kind === "other" && gone) &&
    !/egen|eget|sin eige/iu.test(before.slice(Math.max(0, noun.index - 12), noun.index))
  ) {
    if (subject.kind !== "other" || same || noun.end > from - 16)
      return gone && !labelled ? no("the stretch of time ended before the message") : both(0.93, `stands with "${noun.word}"`);
  }
  if (same && !gone) return both(0.7, "is said to be the project's own period too");
  if (subject.kind === "other") {
    // A fellowship that the text elsewhere makes the project's start.
    if (/stipend|fellowship/iu.test(subject.word) && SAME_PERIOD.test(text) && !gone)
      return [{ part: "start", iso: range.first.iso, strength: 0.6, because: "the project is said to start with the fellowship", quote }];
    return no(`is about "${subject.word}", not about the project`);
  }
  if (labelled && (bare || over.label !== "weak_period") && placesOf(DATA, before).length === 0) {
    if (gone && over.label === "weak_period") return no("the stretch of time ended before the message");
    return both(over.label === "weak_period" ? (over.placed ? 0.85 : 0.7) : 0.95, `stands under "${over.labelText}"`);
  }
  if (over.placed && bare && !gone) return both(0.85, "stands under a heading about the period");
  const verb = placesOf(LASTS, before).at(-1) ?? placesOf(LASTS, after)[0];
  const between = verb && verb.index < from ? before.slice(verb.end) : before;
  if (placesOf(DATA, between).length > 0 || placesOf(EVENT, between.slice(-40)).length > 0) return no("is the period of the data or of an event");
  if (gone) return no("the stretch of time ended before the message");
  if (subject.kind === "package") return both(0.4, `is the time of "${subject.word}" in the work plan`);
  if (subject.kind === "project" && verb) return both(funded(before) ? 0.45 : 0.9, `is said of "${subject.word}"`);
  const own = subject.kind === "self" || placesOf(SELF, after.slice(0, 80)).length > 0;
  if (own && (verb?.word ?? "") !== "" && !/^(?:er|is|are|blir)$/u.test(verb?.word ?? ""))
    return both(0.8, `is when the applicants say they ${verb?.word}`);
  if (/treng|need|behov|(?:skal|vil|will|to) (?:\p{L}{1,12} ){0,2}(?:brukes|brukast|nyttast|benyttes|used|lagres|lagrast|stored|kept)/iu.test(before))
    return both(0.8, "is when the data are needed");
  if (subject.kind === null && /(?<!\p{L})(?:varer|løper|runs?|lasts?)(?!\p{L})/iu.test(before))
    return both(0.7, "something is said to last for that time");
  // Two dates and nothing else, not yet over: in an application that is the project's time.
  if (subject.kind === null && bare && !/\p{L}{3}/u.test(after)) return both(0.55, "a stretch of time stands alone");
  return no("nothing says that this is the project's period");
};

const readSingle = (masked: string, unit: Unit, hits: readonly DateHit[], index: number, quote: string, over: Over): Reading[] => {
  const hit = hits[index] as DateHit;
  const start = hit.start - unit.start;
  const segmentStart = index > 0 ? (hits[index - 1]?.end ?? unit.start) - unit.start : 0;
  const segment = masked.slice(segmentStart, start);
  const after = index + 1 < hits.length ? "" : masked.slice(hit.end - unit.start);
  const clause = masked.slice(clauseStart(masked, start), start + masked.slice(start).search(/[,;(]|(?<!\p{L})(?:men|but)(?!\p{L})|$/u));
  // "48 måneder regnet fra 1. januar": the date that a length is counted from.
  const counted = FROM.test(segment) && findDurations(segment).length > 0;
  let cue: Cue | null = counted ? { part: "start", kind: "from", index: segment.length, end: segment.length, word: "fra" } : governing(segment);
  let at = cue ? segmentStart + cue.index : start;
  const bare = isBare(segment);
  // "Project end date: June 2029 (start date depends on ...)": the label in front says more than what follows.
  if (!cue && bare && index === 0 && (over.label === "start" || over.label === "end"))
    return underLabel(hit, index, hits.length, segment, after, bare, quote, over);
  if (
    hit.precision === "year" &&
    /\([^)]*$/u.test(segment) &&
    /^[a-z]?[),;:]/u.test(masked.slice(hit.end - unit.start)) &&
    /\p{Lu}[\p{L}'-]+(?: et al\.?| m\.? ?fl\.?)?,? ?\(?$/u.test(segment.trimEnd())
  )
    return [refused(null, hit, "is the year of a publication", quote)];
  const goes = placesOf(LASTS, segment).filter((verb) => !/^(?:er|is|are|blir)$/u.test(verb.word)).length > 0;
  if (!cue && hit.bound === "end" && goes) cue = { part: "end", kind: "until", index: segment.length, end: segment.length, word: "ut" };
  if (!cue) {
    const behind = cuesIn(after).find((one) => one.kind === "need" || one.index < 60) ?? null;
    if (behind) {
      cue = behind;
      at = hit.end - unit.start + behind.index;
    }
  }
  if (!cue && goes && UNTIL.test(segment)) cue = { part: "end", kind: "until", index: segment.length, end: segment.length, word: "til" };
  if (!cue && goes && FROM.test(segment)) cue = { part: "start", kind: "from", index: segment.length, end: segment.length, word: "fra" };
  if (!cue) return underLabel(hit, index, hits.length, segment, after, bare, quote, over);
  const between = at < start ? masked.slice(Math.min(start, at + cue.word.length), start) : "";
  const event = placesOf(EVENT, at < start ? between : segment).at(-1);
  const latest = /(?:senest|seinast|at the latest|no later than|innen|innan) *$/iu.test(between);
  if (event && !latest && !(cue.kind === "need" || cue.kind === "hand_in")) return [refused(cue.part, hit, `is the date of "${event.word}"`, quote)];
  // "Vi begynner i april 2026 når midlene er på plass": the date is given, what follows is its condition.
  const promise = isLater(clause) && !(at < start && !isLater(masked.slice(clauseStart(masked, start), start)) && !isPromise(clause));
  if (promise) return [refused(cue.part, hit, "the clause promises a date for later", quote)];
  return judge(masked, cue, at, start, between, hit, quote, over);
};

/** A date with nothing but its label: "Prosjektslutt: 31.12.2029". */
const underLabel = (
  hit: DateHit,
  index: number,
  count: number,
  segment: string,
  after: string,
  bare: boolean,
  quote: string,
  over: Over,
): Reading[] => {
  if (over.label === "other" || over.label === null)
    return over.placed && UNTIL.test(` ${segment}`) && bare
      ? [{ part: "end", iso: hit.iso, strength: 0.7, because: "stands under a heading about the period", quote }]
      : [];
  if ((over.label === "period" || over.label === "both") && /^\W*(?:fra|frå|from)(?!\p{L})/iu.test(segment) && UNTIL.test(segment))
    return [{ part: "end", iso: hit.iso, strength: 0.8, because: `stands under "${over.labelText}"`, quote }];
  if (!bare || placesOf(DATA, segment).length > 0) return [];
  const said = (part: PeriodPart, strength: number): Reading[] => [
    { part, iso: hit.iso, strength, because: `stands under "${over.labelText}"`, quote },
  ];
  if (UNTIL.test(` ${segment}`) || /(?<!\p{L})(?:innen|innan|by|senest|seinast|before|at latest) *$/iu.test(segment))
    return over.label === "start" ? [] : said("end", 0.85);
  if (over.label === "start" || over.label === "end") return index === 0 ? said(over.label, 0.95) : [];
  if (FROM.test(` ${segment}`)) return said("start", 0.85);
  if (over.label === "both" && count === 1)
    return [
      ...said("start", isLater(after) ? 0.9 : 0.6),
      ...(isLater(after)
        ? [{ part: "end" as const, iso: null, strength: 0, because: "a date for the end is promised for later", quote, promised: true }]
        : []),
    ];
  if (over.label === "both" && count === 2) return said(index === 0 ? "start" : "end", 0.85);
  return [];
};

/** How far a date with a cue word is believed, by whose start or end it is. */
const judge = (masked: string, cue: Cue, at: number, start: number, between: string, hit: DateHit, quote: string, over: Over): Reading[] => {
  const subject = subjectAt(masked, Math.min(at, masked.length));
  const noun =
    /(?:start|slutt?|ning|ting|inga|dato|datum|dag(?:en)?|day|ment|tion|off|en|tidspunkt|ering|hand-in)$/u.test(cue.word) &&
    !/^(?:starter|started)$/u.test(cue.word);
  const old = cue.part === "start" && Number(hit.iso.slice(0, 4)) < Number(over.receivedAt.slice(0, 4)) - 3;
  const accept = (strength: number, because: string): Reading[] => [
    { part: cue.part, iso: hit.iso, strength: old ? strength - 0.35 : strength, because, quote },
  ];
  const no = (because: string): Reading[] => [refused(cue.part, hit, because, quote)];
  const same = SAME_PERIOD.test(quote);
  const gone = cue.part === "end" && hit.iso < over.receivedAt.slice(0, hit.iso.length);
  const placed = over.placed || over.label === "period" || over.label === "both" || over.label === cue.part;
  const onward = placesOf(OTHER, between)[0];
  if (cue.kind === "deletion") {
    const object = masked.slice(Math.max(0, at - 60), at < start ? start : at + 60);
    const keyOnly =
      /(?:nøkkel|nøkkelen|key|logg|logs?|logger|kopi|backup|back-up|tilgang|den(?= *$))/iu.test(object) &&
      !/(?:data|fil|file|opplysning|alt|all|everything|material|dokument|document|copies|prosjekt|project)/iu.test(
        object.replace(/nøkkelfil\p{L}*/giu, ""),
      );
    if (keyOnly) return no("only a key or a log is deleted then");
    if (gone && !placed) return no("the date was before the message");
    return accept(0.72, `the data go then ("${cue.word}")`);
  }
  if (cue.kind === "need")
    return gone && !placed ? no("the date was before the message") : accept(0.78, `the data are not needed after that ("${cue.word.slice(0, 60)}")`);
  if (subject.kind === "other" && !same) {
    if (noun && at < start && placed) return accept(0.7, `stands with "${cue.word}" under a label about the period`);
    return no(`is about "${subject.word}", not about the project`);
  }
  if (noun && onward && cue.kind === "word" && /^ *(?:av|of|for|på|i|in|til|with|med) /iu.test(between) && !placed)
    return no(`is about "${onward.word}"`);
  if (gone && !placed) return no("the end was before the message");
  if (subject.kind === "package") return accept(0.4, `is the time of "${subject.word}" in the work plan`);
  if (same && subject.kind !== "project") return accept(0.65, "is said to be the project's own date too");
  const strong = /prosjekt|projekt|project|dato|datum|date/iu.test(cue.word);
  if (cue.kind === "hand_in") {
    if (onward || /artikkel|article|paper|data|søknad|rapportering/iu.test(masked.slice(Math.max(0, at - 40), at)))
      return /rapport|oppg|thesis|avhandl/iu.test(between)
        ? accept(0.6, `the work is handed in then ("${cue.word}")`)
        : no("something else is handed in then");
    return subject.kind === null && !noun && !placed
      ? no("nothing says what is handed in")
      : accept(0.62, `the work is handed in then ("${cue.word}")`);
  }
  if (strong || (noun && at <= 3) || (placed && at <= 3)) return accept(0.95, `stands after "${cue.word}"`);
  if (subject.kind === "project" || (subject.kind === null && placesOf(PROJECT, between).length > 0))
    return accept(cue.kind === "word" ? 0.9 : 0.82, `is said of "${subject.word || "the project"}" ("${cue.word}")`);
  if (subject.kind === "self") return accept(placed ? 0.9 : 0.8, `the applicants say so ("${cue.word}")`);
  if (noun || placed || at === 0) return accept(placed ? 0.88 : 0.75, `stands with "${cue.word}"`);
  // "Planen er å setje i gang", "Ferdig i juni": nobody else is said to start or end, so it is the project.
  const lead = masked.slice(clauseStart(masked, at), at);
  const nobodyElse = /(?<!\p{L})(?:plan(?:en)?|analys\p{L}*|arbeid\p{L}*)(?!\p{L})/iu.test(lead) || !/\p{L}{5}/u.test(lead);
  if (subject.kind === null && cue.kind === "word" && nobodyElse && placesOf(OTHER, masked).length === 0 && placesOf(EVENT, masked).length === 0)
    return accept(0.6, `nothing else is said to ${cue.part} then ("${cue.word}")`);
  return no(`nothing says what "${cue.word}" is about`);
};
