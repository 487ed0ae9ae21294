/** Chooses among the institutions found: those that are the same count together; an abbreviation is given in full. */
import type { Finding, Trace } from "../assessment.ts";
import type { Item } from "../catalogue.ts";
import { ORGANISATION } from "../people/words.ts";
import { sentencesOf } from "../prose/sentences.ts";
import { evidenceFrom, type ReaderContext } from "./context.ts";
import { orgsIn } from "./organisation-words.ts";
import type { Passage } from "./passages.ts";

/** A name that may be the controller's, with what speaks for it. */
export type Candidate = {
  readonly name: string;
  readonly quote: string;
  readonly passage: Passage;
  readonly rule: string;
  readonly because: string;
  readonly strength: number;
};
export type Refused = { readonly quote: string; readonly passage: Passage; readonly rule: string; readonly because: string };
export type Gathering = { readonly accepted: Candidate[]; readonly refused: Refused[] };

/** Below this nothing is answered. */
const ENOUGH = 0.5;

const fold = (text: string): string[] =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]+/gu, " ")
    .trim()
    .split(" ")
    .filter((word) => word && !/^(?:the|of|for|og|and|i|as|hf)$/.test(word));

/** Whether two names may be the same institution: one holds the other's words, or its initials. */
const sameInstitution = (a: string, b: string): boolean => {
  const first = fold(a);
  const second = fold(b);
  const common = first.filter((word) => second.includes(word)).length;
  return common > 0 && common >= Math.min(first.length, second.length) * 0.7;
};

export const conclude = (context: ReaderContext, item: Item, found: Gathering): Finding => {
  const groups: Candidate[][] = [];
  for (const candidate of found.accepted.toSorted(
    (a, b) => b.strength - a.strength || Number(ORGANISATION.test(b.name)) - Number(ORGANISATION.test(a.name)),
  )) {
    const known = groups.find((group) => group.some((member) => sameInstitution(member.name, candidate.name)));
    if (known) known.push(candidate);
    else groups.push([candidate]);
  }
  const worth = (group: readonly Candidate[]): number =>
    (group[0]?.strength ?? 0) + 0.06 * (new Set(group.map((one) => one.passage.source)).size - 1);
  const best = groups.toSorted((a, b) => worth(b) - worth(a))[0];
  const part = item.parts[0]?.id ?? "institution";
  const trace: Trace[] = found.accepted.slice(0, 12).map((one) => ({
    rule: `organisation.${one.rule}`,
    part,
    verdict: best?.includes(one) && one.strength >= ENOUGH ? "accepted" : "considered",
    because: best?.includes(one) ? one.because : `${one.because}, but another institution has more for it`,
    evidence: evidenceFrom(context, one.passage, one.quote, part),
    strength: one.strength,
  }));
  trace.push(
    ...found.refused.slice(0, 12).map(
      (one): Trace => ({
        rule: `organisation.${one.rule}`,
        part,
        verdict: "refused",
        because: one.because,
        evidence: evidenceFrom(context, one.passage, one.quote, part),
        strength: 0,
      }),
    ),
  );
  const leading = best?.[0];
  if (!best || !leading || worth(best) < ENOUGH) return { item: item.id, answered: [], value: null, notApplicable: null, trace };
  // "UiT" in one place and "UiT Norges arktiske universitet" in another: the name in full.
  const full =
    fold(leading.name).length === 1
      ? (best.filter((one) => one.strength >= 0.5 && !one.name.includes(",")).toSorted((a, b) => b.name.length - a.name.length)[0] ?? leading)
      : leading;
  const name = fold(full.name).length === 1 ? (spelledOut(context, full.name) ?? full.name) : full.name;
  const evidence = [full, ...best.filter((one) => one.passage.source !== full.passage.source)]
    .slice(0, 3)
    .map((one) => evidenceFrom(context, one.passage, sentenceWith(one.passage.text, one.quote), part));
  return {
    item: item.id,
    answered: [{ part, confidence: Math.min(0.99, worth(best)), evidence }],
    value: { [item.parts[0]?.recogniser ?? "institution"]: name },
    notApplicable: null,
    trace,
  };
};

/** The name that an abbreviation stands for, where a document or a person's card spells it out. */
const spelledOut = (context: ReaderContext, short: string): string | null => {
  if (!/^\p{Lu}[\p{L}\d]{1,6}$/u.test(short) || short.replace(/[^\p{Lu}]/gu, "").length < 2) return null;
  for (const { passage } of context.placed) {
    const at = passage.text.indexOf(`(${short})`);
    const org = at > 0 ? orgsIn(passage.text.slice(Math.max(0, at - 90), at)).at(-1) : undefined;
    if (org?.strong && org.text.includes(" ") && initialsFit(org.text, short)) return org.text;
  }
  const names = context.directory.persons.flatMap((person) => person.mentions.flatMap((mention) => mention.card.institutions));
  return (
    names
      .filter((name) => name.includes(" ") && name.split(" ").length <= 8 && initialsFit(name, short))
      .toSorted((a, b) => a.length - b.length)[0] ?? null
  );
};

/** Whether the letters of an abbreviation stand in the name in order, the first at its start and every capital among them. */
const initialsFit = (name: string, short: string): boolean => {
  const letters = [...short.toLowerCase()];
  if (name[0]?.toLowerCase() !== letters[0]) return false;
  const capitals = [...name].filter((letter) => /\p{Lu}/u.test(letter)).map((letter) => letter.toLowerCase());
  let at = 0;
  for (const letter of name.toLowerCase()) if (letter === letters[at]) at += 1;
  return at === letters.length && capitals.every((letter) => letters.includes(letter));
};

/** The sentence or line that holds the name, verbatim. */
const sentenceWith = (text: string, quote: string): string =>
  sentencesOf(text).find((sentence) => sentence.text.includes(quote))?.text ?? (text.includes(quote) ? quote : text);
