/** Chooses among the names found: those that name the same project count together, and the fullest of them is given. */
import type { Finding, Trace } from "../assessment.ts";
import type { Item } from "../catalogue.ts";
import { evidenceFrom, type ReaderContext } from "./context.ts";
import type { Passage } from "./passages.ts";
import { acronymOf, foldTitle } from "./title-words.ts";

/** A name that may be the title, with what speaks for it. */
export type Candidate = {
  readonly title: string;
  readonly quote: string;
  readonly passage: Passage | null;
  readonly rule: string;
  readonly because: string;
  readonly strength: number;
};
export type Refused = { readonly text: string; readonly passage: Passage | null; readonly rule: string; readonly because: string };
export type Gathering = { readonly accepted: Candidate[]; readonly refused: Refused[] };

/** Below this nothing is answered. */
export const ENOUGH = 0.4;
type Group = { readonly members: Candidate[] };

const same = (a: string, b: string): boolean => {
  const first = new Set(foldTitle(a));
  const second = new Set(foldTitle(b));
  const common = [...first].filter((word) => second.has(word)).length;
  if (common === Math.min(first.size, second.size)) return true;
  const short = acronymOf(a);
  return (2 * common) / (first.size + second.size) >= 0.6 || (short !== null && short === acronymOf(b));
};

/** Candidates that name the same project; each group is worth its best, and a little for every further document. */
export const conclude = (context: ReaderContext, item: Item, found: Gathering): Finding => {
  const groups: Group[] = [];
  for (const candidate of found.accepted.toSorted((a, b) => b.strength - a.strength || b.title.length - a.title.length)) {
    const known = groups.find((group) => group.members.some((member) => same(member.title, candidate.title)));
    if (known) known.members.push(candidate);
    else groups.push({ members: [candidate] });
  }
  const worth = (group: Group): number =>
    (group.members[0]?.strength ?? 0) + 0.06 * (new Set(group.members.map((member) => member.passage?.source ?? -1)).size - 1);
  const best = groups.toSorted((a, b) => worth(b) - worth(a))[0];
  const part = item.parts[0]?.id ?? "title";
  const trace: Trace[] = found.accepted.slice(0, 12).map((one) => ({
    rule: `title.${one.rule}`,
    part,
    verdict: best?.members.includes(one) && one.strength >= ENOUGH ? "accepted" : "considered",
    because: best?.members.includes(one) ? one.because : `${one.because}, but another name has more for it`,
    evidence: proof(context, one, part),
    strength: one.strength,
  }));
  trace.push(
    ...found.refused.slice(0, 12).map(
      (one): Trace => ({
        rule: `title.${one.rule}`,
        part,
        verdict: "refused",
        because: one.because,
        evidence: one.passage ? evidenceFrom(context, one.passage, one.text, part) : null,
        strength: 0,
      }),
    ),
  );
  if (!best || worth(best) < ENOUGH) return { item: item.id, answered: [], value: null, notApplicable: null, trace };
  const leading = best.members[0] as Candidate;
  const full =
    best.members
      .filter((one) => one.strength >= 0.5 && extendsTitle(one.title, leading.title))
      .toSorted((a, b) => b.title.length - a.title.length)[0] ?? leading;
  const evidence = [full, ...best.members.filter((one) => one !== full && one.passage?.source !== full.passage?.source)]
    .slice(0, 3)
    .map((one) => proof(context, one, part));
  return {
    item: item.id,
    answered: [{ part, confidence: Math.min(0.99, worth(best)), evidence }],
    value: { [item.parts[0]?.recogniser ?? "title"]: full.title },
    notApplicable: null,
    trace,
  };
};

/** Whether one title is the other with more to it (a subtitle, the acronym). */
const extendsTitle = (long: string, short: string): boolean => {
  const words = new Set(foldTitle(long));
  return words.size > foldTitle(short).length && foldTitle(short).every((word) => words.has(word));
};

const proof = (context: ReaderContext, one: Candidate, part: string) =>
  one.passage
    ? evidenceFrom(context, one.passage, verbatim(one.passage.text, one.quote), part)
    : { source: "subject", page: null, block: -1, quote: context.subject, part };

/** The quote as it stands in the passage; the passage's line where the quote was joined from several. */
const verbatim = (text: string, quote: string): string =>
  text.includes(quote) ? quote : (text.split("\n").find((line) => line.includes(quote.split("\n")[0] ?? quote)) ?? text.split("\n")[0] ?? text);
