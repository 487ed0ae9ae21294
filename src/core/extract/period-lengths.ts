/** Dates that follow from lengths: "36 months from January 2027", "month 1 is October 2026". */
import { lastOf } from "./calendar.ts";
import { type DateHit, findDurations } from "./dates.ts";
import { funded, type Over, type Reading, subjectAt, type Unit } from "./period-subject.ts";
import { LASTS, PERIOD_NOUN, placesOf, PROJECT } from "./period-words.ts";

const MONTH_NUMBER = /(?<!\p{L})(?:(?:project |prosjekt)?(?:month|måned|månad)|PM|M) ?(\d{1,2})(?= ?(?:=|:|is|er|\(|blir|,? ?dvs))/giu;
const MONTHS_NAMED = /(?<!\p{L})(?:months?|måned(?:er)?|månad(?:er|ar)?|mnd\.?|M) ?\d{1,2}(?: ?[–—-] ?M?(\d{1,2}))?/giu;

/** "Month 1 is October 2026 ... months 25–36": the start, and the end that follows from the last month named. */
export const monthNumbers = (text: string, hits: readonly DateHit[]): Reading[] => {
  const out: Reading[] = [];
  const last = Math.max(0, ...[...text.matchAll(MONTHS_NAMED)].map((match) => Number(match[1] ?? match[0].match(/\d+/)?.[0] ?? 0)));
  for (const match of text.matchAll(MONTH_NUMBER)) {
    const number = Number(match[1]);
    const end = match.index + match[0].length;
    const hit = hits.find((one) => one.start >= end && one.start - end < 14);
    const quote = text.slice(match.index, hit?.end ?? end);
    if (!hit || last > 120) continue;
    if (number === 1) out.push({ part: "start", iso: hit.iso, strength: 0.7, because: "month 1 of the work plan", quote });
    if (number === 1 && last > 1 && !text.slice(0, hit.start).includes(`${last} =`))
      out.push({
        part: "end",
        iso: lastOf(hit.iso, last),
        strength: 0.5,
        because: `computed: month ${last} is the last month of the work plan`,
        quote,
      });
    if (number > 1 && number === last)
      out.push({ part: "end", iso: hit.iso, strength: 0.65, because: `month ${number} is the last month of the work plan`, quote });
  }
  return out;
};

/** "Tre år fra 1. mars 2026": the end computed, last day included, where a length of the project stands with a start. */
export const withLengths = (text: string, units: readonly Unit[], readings: readonly Reading[], over: Over): Reading[] => {
  if (readings.some((one) => one.part === "end" && (one.strength >= 0.5 || one.promised))) return [...readings];
  const durations = findDurations(text);
  const start = readings.filter((one) => one.part === "start" && one.strength >= 0.6).toSorted((a, b) => b.strength - a.strength)[0];
  const own = durations.find((one) => isLengthOfProject(text, units, one.start, over));
  if (!own || !start?.iso) return [...readings];
  const unit = units.find((one) => one.start <= own.start && one.end >= own.end);
  return [
    ...readings,
    {
      part: "end",
      iso: lastOf(start.iso, own.months),
      strength: 0.68,
      because: `computed: ${own.months} months from ${start.iso}`,
      quote: unit ? text.slice(unit.start, unit.end) : text.slice(own.start, own.end),
    },
  ];
};

const isLengthOfProject = (text: string, units: readonly Unit[], at: number, over: Over): boolean => {
  const unit = units.find((one) => one.start <= at && one.end > at);
  const sentence = text.slice(unit?.start ?? 0, unit?.end ?? text.length);
  const before = text.slice(unit?.start ?? 0, at);
  if (over.label === "period" || over.label === "both") return true;
  // "The four-year project".
  if (placesOf(PROJECT, text.slice(at, at + 45)).some((one) => one.index < 30) && /^[^\s]+-|^\S*årig|^\S+ years? /iu.test(text.slice(at, at + 20)))
    return true;
  return (
    placesOf(PERIOD_NOUN, before).length > 0 ||
    (placesOf(LASTS, sentence).length > 0 && subjectAt(before, before.length).kind === "project") ||
    (funded(before) && placesOf(PROJECT, before).length > 0)
  );
};
