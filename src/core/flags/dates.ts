/** The project's period: over before it is asked for, upside down, or given differently in two documents. */
import type { Evidence, Finding, Flag } from "../assessment.ts";
import type { Item } from "../catalogue.ts";
import { latestDay } from "../extract/calendar.ts";
import { readPeriod } from "../extract/period.ts";
import { contextOfSource, flag, itemOfKind, type ReadInput, speakingSources } from "./input.ts";

/** How sure a date must be to speak against another document's. */
const SURE = 0.75;
/** Sentences about one event within the project, or about what is older or comes after. */
const EVENT =
  /(?<!\p{L})(?:\p{L}*konferanse\p{L}*|\p{L}*conference\p{L}*|seminar\p{L}*|workshop\p{L}*|formidling\p{L}*|publi\p{L}*|artik\p{L}*|finansier\p{L}*|funding|grant|stipend\p{L}*|kontrakt\p{L}*|contract|ansatt|tilsett|employ\p{L}*|slett\p{L}*|delet\p{L}*|oppbevar\p{L}*|lagr\p{L}*|retain\p{L}*|arkiver\p{L}*|godkjen\p{L}*|approv\p{L}*|forprosjekt\p{L}*|pilot\p{L}*|fase|phase|tidligere|tidlegare|earlier)(?!\p{L})/iu;
const SEASON =
  /(?<!\p{L})(?:våren?|vår|høsten?|haust\p{L}*|høst|sommer\p{L}*|sumar\p{L}*|vinter\p{L}*|spring|autumn|fall|summer|winter|early|late|tidlig|slutten|begynnelsen|starten|byrjinga|mid|medio|ultimo|primo|kvartal|quarter|halvår|ca|about|omkring|months?|måneder|månader|years?|år)(?!\p{L})/iu;

type Given = { readonly iso: string; readonly evidence: Evidence; readonly name: string };

export const dateFlags = (input: ReadInput): Flag[] => {
  const item = itemOfKind(input.agency, "period");
  if (!item) return [];
  return [...impossible(input, item), ...differing(input, item)];
};

const partId = (item: Item, recogniser: "start" | "end"): string => item.parts.find((part) => part.recogniser === recogniser)?.id ?? recogniser;

const given = (item: Item, finding: Finding | undefined, part: "start" | "end", least = 0): { iso: string; evidence: Evidence } | null => {
  const id = partId(item, part);
  const iso = finding?.value?.[id];
  const answer = finding?.answered.find((one) => one.part === id);
  const evidence = answer?.evidence[0];
  return typeof iso === "string" && evidence && (answer?.confidence ?? 0) >= least ? { iso, evidence } : null;
};

const impossible = (input: ReadInput, item: Item): Flag[] => {
  const finding = input.reading.findings.get(item.id);
  const [start, end] = [given(item, finding, "start"), given(item, finding, "end")];
  if (!end) return [];
  const flags: Flag[] = [];
  if (latestDay(end.iso) < input.receivedAt.slice(0, 10)) flags.push(flag("end_date_passed", [item], [end.evidence], end.iso));
  if (start && latestDay(end.iso) < start.iso)
    flags.push(flag("end_before_start", [item], [start.evidence, end.evidence], `${start.iso} – ${end.iso}`));
  return flags;
};

/** Two dates that cannot both be meant: neither is the other said less exactly. */
const contradict = (a: Given, b: Given): boolean => {
  if (a.iso.startsWith(b.iso) || b.iso.startsWith(a.iso)) return false;
  const vague = SEASON.test(a.evidence.quote) || SEASON.test(b.evidence.quote);
  return !(vague && monthsApart(a.iso, b.iso) <= 6) && !(lengthOf(a, b) < 10 && monthsApart(a.iso, b.iso) <= 1);
};

const lengthOf = (a: Given, b: Given): number => Math.min(a.iso.length, b.iso.length);

const monthsApart = (a: string, b: string): number => {
  const months = (iso: string) => Number(iso.slice(0, 4)) * 12 + (iso.length >= 7 ? Number(iso.slice(5, 7)) - 1 : 6);
  return Math.abs(months(a) - months(b));
};

const differing = (input: ReadInput, item: Item): Flag[] => {
  const { context } = input.reading;
  const readings = speakingSources(context.sources).map((index) => ({
    name: context.sources[index]?.document.name ?? "",
    finding: readPeriod(contextOfSource(context, index), item),
  }));
  return (["start", "end"] as const).flatMap((part) => {
    const dates = readings.flatMap(({ name, finding }): Given[] => {
      const date = given(item, finding, part, SURE);
      return date && !EVENT.test(date.evidence.quote) ? [{ ...date, name }] : [];
    });
    for (const [index, one] of dates.entries())
      for (const other of dates.slice(index + 1))
        if (contradict(one, other)) return [flag("dates_differ", [item], [one.evidence, other.evidence], `${part}: ${one.iso} / ${other.iso}`)];
    return [];
  });
};
