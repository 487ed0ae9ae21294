/** Dates that stand two and two as a stretch of time: "1.8.2026–31.7.2029", "fra august 2026 og ut 2029", "between ... and ...". */
import type { DateHit, DateRange } from "./dates.ts";

const FROM =
  /(?<!\p{L})(?<word>fra og med|frå og med|fra|frå|från|f\.?o\.?m\.?|from|between|mellom|mellan|imellem|siden|sidan|since|start(?:ing)?)(?: ?\([^()]{0,30}\))?:? (?:[\p{L}'-]{1,30},? ){0,3}$/iu;
const TO =
  /^(?<tail>\)?,?(?: ?\([^()]{0,60}\))?),? ?(?<joint>[–—-]{1,2}|>|→|til og med|t\.? ?o\.? ?m\.?|til|to and including|to|until|till|through to|through|up to and including|up to|fram til|frem til|og fram til|og frem til|og til og med|og til|og ut|and until|and through|ut|og|and|och|\/)(?: ?\([^()]{0,30}\))?:? ?(?<words>(?:[\p{L}'-]{1,30} ){0,5})$/iu;

/** Pairs of neighbouring dates with nothing but a joint ("til", "–", "until") and a few words between them. */
export const findRanges = (text: string, hits: readonly DateHit[]): DateRange[] => {
  const out: DateRange[] = [];
  const flat = text.replace(/\s/g, " ");
  for (let index = 0; index + 1 < hits.length; index += 1) {
    const [first, last] = [hits[index], hits[index + 1]];
    if (!first || !last || last.start - first.end > 110) continue;
    const from = flat.slice(Math.max(0, first.start - 90), first.start).match(FROM);
    const gap = flat.slice(first.end, last.start);
    const joint =
      gap.match(TO)?.groups?.["joint"]?.toLowerCase() ?? (last.bound === "end" && from && /^ ?(?:og|and)? ?$/u.test(gap) ? "til" : undefined);
    if (joint === undefined || !fits(joint, gap.match(TO)?.groups?.["words"] ?? "", from?.groups?.["word"]?.toLowerCase() ?? null, first, last))
      continue;
    if (last.iso < first.iso.slice(0, last.iso.length)) continue;
    out.push({ first, last, from: from ? first.start - from[0].length : first.start });
    index += 1;
  }
  return out;
};

const fits = (joint: string, words: string, from: string | null, first: DateHit, last: DateHit): boolean => {
  const between = from !== null && /^(?:between|mellom|mellan|imellem)$/.test(from);
  if (joint === "og" || joint === "and" || joint === "och") return between || (from !== null && last.bound === "end" && words === "");
  if (joint === "/") return first.precision === "day" && last.precision === "day";
  if (/^[–—>→-]/.test(joint)) return words.trim() === "";
  return from !== null || words.trim().split(/\s+/).filter(Boolean).length <= 1;
};
