/** Recognises the research project's name: labels, prose, first headings, quoted names; the subject as the last way out. */
import type { Finding, Trace } from "../assessment.ts";
import type { Block } from "../document.ts";
import type { Item } from "../catalogue.ts";
import { findNames } from "../people/names.ts";
import { sentencesOf } from "../prose/sentences.ts";
import { evidenceFrom, isCvOnly, type Placed, type ReaderContext } from "./context.ts";
import { pairsOf } from "./pairs.ts";
import type { Passage } from "./passages.ts";
import { inProse, inSubject } from "./title-prose.ts";
import { acronymOf, AFTER_DOCUMENT, cleanTitle, DOCUMENT_START, foldTitle, isInstitutionOnly, isSectionHeading, whyNoTitle, withoutInstitution } from "./title-words.ts";

type Candidate = { readonly title: string; readonly quote: string; readonly passage: Passage | null; readonly rule: string; readonly because: string; readonly strength: number };
type Refused = { readonly text: string; readonly passage: Passage | null; readonly rule: string; readonly because: string };
type Gathering = { readonly accepted: Candidate[]; readonly refused: Refused[] };

/** Below this nothing is answered. */
const ENOUGH = 0.4;
/** Labels for other things that share the words. */
const OTHER_LABEL =
  /(?<![\p{L}])(?:data ?sett?\p{L}*|dataset|dokument\p{L}*|document|skjema\p{L}*|form|artik\p{L}*|article|journal|(?:prosjekt)?(?:leder|leiar)\p{L}*|leader|manager|stilling\p{L}*|position|person\p{L}*|deltak\p{L}*|participants?|fil|file|kort(?:navn|namn|tittel)|short|acronym|akronym|program\p{L}*|call|gruppe\p{L}*|group|paper|nr|nummer|number|publi\p{L}*|arbeidspakke|delstudie|work ?package|eier|eigar|owner|type|periode\p{L}*|period|start\p{L}*|slutt\p{L}*|end|institu\p{L}*|ansvarlig|responsible|kontakt\p{L}*|nettside|website|beskriv\p{L}*|description|omtale|budsjett|budget|variab\p{L}*|kilde|source|rolle|role)(?![\p{L}])/iu;
const OWN_LABEL = /^\W*(?:[a-z]?\d{1,2}(?:\.\d{1,2})*[.)]?\s+)?(?:(?:prosje[ck]t|project|studie|study|forskningsprosjekt|thesis|avhandling\p{L}*|oppgave\p{L}*)[\s-]?(?:s |ets |'s )?tit+(?:el|le)|behandling(?:en)?s navn|nav?mn? på behandling\p{L}*|name of (?:the )?processing\p{L}*|behandling)(?![\p{L}])/iu;
const BROAD_LABEL = /^\W*(?:[a-z]?\d{1,2}(?:\.\d{1,2})*[.)]?\s+)?(?:(?:forsk(?:n)?ings)?prosjekt(?:et)?|(?:research )?project(?: \/ prosjekt)?|studien?|study|behandling)\W*$/iu;
const PERSONAL_HEADING = /^(?:\d+\.?\s*)?(?:cv|curriculum vitae|utdanning|education|stillinger|stillingar|positions|employment|arbeidserfaring|publikasjon\p{L}*|publications|utvalgte publikasjoner|selected publications|prosjekt(?:er|portefølje)|projects|project leadership|prosjektledelse|forskningserfaring|referanser|references|litteratur|literature|bibliography|bibliografi|grants)\W*$/iu;

/** Finds the project's title over all documents of a message; CVs, reference lists and quoted mail are left out. */
export const readTitle = (context: ReaderContext, item: Item): Finding => {
  const found: Gathering = { accepted: [], refused: [] };
  for (const placed of context.placed) {
    const { passage } = placed;
    const source = context.sources[passage.source];
    if (isCvOnly(source) || passage.origin === "signature" || passage.origin === "footnote") continue;
    if (passage.headings.some((heading) => PERSONAL_HEADING.test(heading.text))) continue;
    byLabel(context, item, placed, found);
    byPairs(context, item, placed, found);
    if (passage.kind !== "row" && passage.kind !== "label_value") byProse(passage, found);
  }
  context.sources.forEach((source, index) => {
    if (source.ignored || isCvOnly(source)) return;
    byFirstHeadings(context, index, found);
    byNameOnItsOwn(context, index, found);
  });
  const kept = found.accepted.filter((candidate) => candidate.strength >= ENOUGH);
  if (kept.length === 0 && !/^\s*(?:re|sv|aw|antw)\s*:/iu.test(context.subject)) bySubject(context, found);
  return conclude(context, item, found);
};

const consider = (found: Gathering, passage: Passage | null, raw: string, rule: string, because: string, strength: number, strict: boolean): boolean => {
  const title = strict ? withoutInstitution(cleanTitle(raw)) : cleanTitle(raw);
  const reason = whyNoTitle(title, strict);
  if (reason) {
    found.refused.push({ text: raw.slice(0, 200), passage, rule, because: reason });
    return false;
  }
  const short = !title.includes(" ") ? 0.75 : 1;
  found.accepted.push({ title, quote: raw, passage, rule, because, strength: strength * short });
  return true;
};

/** The first line of an answer, with the lines that go on from it. */
const firstLines = (text: string): string => {
  const [first = "", ...rest] = text.trim().split("\n");
  let line = first.trim();
  for (const next of rest) {
    if (!/^\p{Ll}/u.test(next.trim()) && !/(?:[:–-]|(?<![\p{L}])(?:og|and|i|in|of|for|til|the|på))$/iu.test(line)) break;
    line = `${line} ${next.trim()}`;
  }
  return line;
};

const byLabel = (context: ReaderContext, item: Item, placed: Placed, found: Gathering): void => {
  const { passage } = placed;
  if (passage.kind === "row" || passage.kind === "heading" || passage.kind === "choice") return;
  const place = placed.items.get(item.id);
  const label = passage.labels.find((one) => OWN_LABEL.test(one) || context.cues.match(one).some((match) => match.item.id === item.id)) ?? "";
  if ((place && place.weight >= 0.6 && place.from === "label") || OWN_LABEL.test(label)) {
    labelled(context, item, passage, label, passage.text, found);
    return;
  }
  if (!place || place.weight < 0.6 || place.from === "label") return;
  // Under a heading that asks for it: the first passage below, where it is a name and no running text.
  const heading = passage.headings[0];
  if (!heading || (OTHER_LABEL.test(heading.text) && !context.cues.question(heading.text)) || passage.labels.length > 0) return;
  if (BROAD_LABEL.test(heading.text) && /[.]\s*$/.test(passage.text)) return;
  const first = context.placed.find((other) => other.passage.source === passage.source && other.passage.headings[0] === heading && other.passage.kind !== "heading" && other.passage.text.trim() !== "");
  const sameBlock = first?.passage.block === passage.block;
  if (sameBlock) consider(found, passage, firstLines(passage.text), "under_heading", `stands under the heading "${heading.text.slice(0, 80)}"`, Math.min(0.95, 0.3 + place.weight * 0.7), true);
};

/** A value under a label that may speak of the title. */
const labelled = (context: ReaderContext, item: Item, passage: Passage, label: string, value: string, found: Gathering): void => {
  const question = context.cues.question(label)?.id === item.id;
  const refuse = (because: string): void => void found.refused.push({ text: value.slice(0, 160), passage, rule: "label", because });
  const bareLabel = label.replace(/\([^)]*\)/g, " ");
  if (!question && OTHER_LABEL.test(bareLabel) && !/(?<![\p{L}])(?:prosjekt|project|studie|study)\p{L}*/iu.test(bareLabel.replace(OTHER_LABEL, ""))) return refuse(`the label "${label.slice(0, 60)}" asks for something else`);
  if (!question && OTHER_LABEL.test(bareLabel) && /leder|leiar|leader|manager|number|nummer|period|kort|short|acronym|akronym|data ?set|type|owner|eier|kontakt|role|rolle|description|beskriv/iu.test(bareLabel)) return refuse(`the label "${label.slice(0, 60)}" asks for something else`);
  if (passage.labels.some((one) => one !== label && findNames(one).length > 0)) return refuse("a person's title in a table of persons");
  if (context.cues.question(value)) return refuse("the question itself");
  const broad = BROAD_LABEL.test(bareLabel);
  consider(found, passage, firstLines(value), "label", `stands after the label "${label.slice(0, 60)}"`, question ? 0.98 : broad ? 0.84 : 0.95, broad);
};

/** "Label: value", "label | value" and a label line with its value on the next line, within one passage. */
const byPairs = (context: ReaderContext, item: Item, placed: Placed, found: Gathering): void => {
  const { passage } = placed;
  if (passage.kind !== "paragraph" && passage.kind !== "list_item" && passage.kind !== "heading") return;
  const marker = context.sources[passage.source]?.document.blocks[passage.block];
  const number = marker?.kind === "list_item" ? marker.marker : marker?.kind === "heading" ? marker.number : null;
  for (const pair of pairsOf(passage.text)) {
    const match = context.cues.match(pair.label).find((one) => one.item.id === item.id);
    const numbered = number !== null && Number.parseInt(number, 10) === item.number && /^(?:navn|namn|name)$/iu.test(pair.label.trim());
    const known = OWN_LABEL.test(pair.label) || numbered || (match !== undefined && match.weight >= (pair.sure ? 0.6 : 0.9));
    if (!known || (!pair.sure && BROAD_LABEL.test(pair.label))) continue;
    labelled(context, item, passage, pair.label, pair.value, found);
  }
};

const byProse = (passage: Passage, found: Gathering): void => {
  if (passage.labels.some((label) => PERSONAL_HEADING.test(label))) return;
  for (const sentence of sentencesOf(passage.text)) {
    for (const name of inProse(sentence.text)) {
      if (name.refused) found.refused.push({ text: name.text, passage, rule: "prose", because: name.refused });
      else consider(found, passage, name.text, "prose", name.because, name.strength, !name.quoted);
    }
  }
};

/** The first lines of a project description or assessment: the title, with its subtitle on the next line. */
const byFirstHeadings = (context: ReaderContext, index: number, found: Gathering): void => {
  const source = context.sources[index];
  if (!source || source.document.name === "body") return;
  const description = source.roles.includes("project_description");
  if (!description && !source.roles.includes("dpia") && !source.roles.includes("application")) return;
  const blocks = source.document.blocks.filter((block) => block.origin === "own");
  const top = blocks.slice(0, description ? 5 : 4);
  for (const [at, block] of top.entries()) {
    if (block.kind !== "heading" && !(block.kind === "paragraph" && description && blocks.length >= 6)) {
      if (block.kind === "paragraph" && block.text.length < 200) continue;
      break;
    }
    if (block.kind === "heading" && block.number) break;
    const line = block.text.split("\n")[0]?.trim() ?? "";
    const passage = context.placed.find((one) => one.passage.source === index && one.passage.block === block.index)?.passage ?? null;
    const after = line.match(AFTER_DOCUMENT)?.groups?.["rest"] ?? line.match(/^(?<rest>\S.{1,160}?)\s[–-]\s*(?:søknad|prosjekt|project|forskningsprotokoll|protocol|protokoll|dpia|application)/iu)?.groups?.["rest"];
    if (after) {
      if (/^\p{Lu}|^["«“]/u.test(after)) consider(found, passage, after, "first_heading", "stands behind the kind of document in its first heading", description ? 0.62 : 0.58, true);
      continue;
    }
    if (DOCUMENT_START.test(line) || isInstitutionOnly(line)) continue;
    if (source.roles.includes("application") && !description) continue;
    const subtitle = subtitleOf(blocks, at, block);
    const quote = subtitle ? `${line}\n${subtitle}` : line;
    const joined = subtitle ? `${line}${/[?!:.–]$/.test(line) ? "" : "."} ${subtitle}` : line;
    const strength = (description ? 0.86 : 0.72) - (block.kind === "paragraph" ? 0.15 : 0);
    if (consider(found, passage, joined, "first_heading", subtitle ? "first heading of the document with its subtitle" : "first heading of the document", strength, true)) {
      const last = found.accepted.at(-1);
      if (last) found.accepted[found.accepted.length - 1] = { ...last, quote };
      break;
    }
  }
};

/** The line below the title, where it goes on with it. */
const subtitleOf = (blocks: readonly Block[], at: number, block: Block): string | null => {
  const lines = block.text.split("\n");
  const next = blocks[at + 1];
  const line = (lines[1] ?? (next && (next.kind === "heading" || next.kind === "paragraph") ? next.text.split("\n")[0] : undefined))?.trim();
  if (!line || line.length > 170) return null;
  if (lines.length === 1 && next?.kind === "heading") {
    if (next.number || (block.kind === "heading" && next.level <= block.level)) return null;
    const same = blocks.slice(at + 2).filter((one) => one.kind === "heading" && one.level === next.level).length;
    const prose = blocks[at + 2];
    if (same >= 1 && prose?.kind === "paragraph" && prose.text.length > 250) return null;
  }
  const cleaned = cleanTitle(line);
  if (/^[^:]{2,30}:\s/u.test(line) && !/[?]/.test(line) || isSectionHeading(cleaned) || whyNoTitle(cleaned, true) || /(?<!\d)(?:19|20)\d\d$/.test(cleaned) && cleaned.split(/\s+/).length <= 4) return null;
  if (/·|\|/.test(line) || findNames(cleaned).length > 0 && /,/.test(cleaned) || /[:–]/.test(block.text) && next?.kind === "paragraph") return null;
  return cleaned;
};

/** A heading or bold line on its own, right after "... til prosjektet". */
const byNameOnItsOwn = (context: ReaderContext, index: number, found: Gathering): void => {
  const blocks = context.sources[index]?.document.blocks ?? [];
  for (const [at, block] of blocks.entries()) {
    const before = blocks[at - 1];
    if (!before || block.origin === "quoted" || before.origin === "quoted" || block.text.length > 260) continue;
    if (!/(?<![\p{L}])(?:(?:forsk(?:n)?ings|ph\.?d\.?-|doktorgrads|master)?prosjekt(?:et)?|studien|(?:research )?project|study)\s*:?\s*$/iu.test(before.text) || DOCUMENT_START.test(before.text) || before.text.length < 40) continue;
    const passage = context.placed.find((one) => one.passage.source === index && one.passage.block === block.index)?.passage ?? null;
    consider(found, passage, firstLines(block.text), "own_line", "stands on its own line after a sentence that speaks of the project", 0.88, true);
  }
};

const bySubject = (context: ReaderContext, found: Gathering): void => {
  for (const name of inSubject(context.subject)) consider(found, null, name, "subject", "only the mail's subject names the project", 0.42, true);
};

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
const conclude = (context: ReaderContext, item: Item, found: Gathering): Finding => {
  const groups: Group[] = [];
  for (const candidate of found.accepted.toSorted((a, b) => b.strength - a.strength || b.title.length - a.title.length)) {
    const known = groups.find((group) => group.members.some((member) => same(member.title, candidate.title)));
    if (known) known.members.push(candidate);
    else groups.push({ members: [candidate] });
  }
  const worth = (group: Group): number => (group.members[0]?.strength ?? 0) + 0.06 * (new Set(group.members.map((member) => member.passage?.source ?? -1)).size - 1);
  const best = groups.toSorted((a, b) => worth(b) - worth(a))[0];
  const part = item.parts[0]?.id ?? "title";
  const trace: Trace[] = found.accepted.slice(0, 12).map((one) => ({ rule: `title.${one.rule}`, part, verdict: best?.members.includes(one) && one.strength >= ENOUGH ? "accepted" : "considered", because: best?.members.includes(one) ? one.because : `${one.because}, but another name has more for it`, evidence: proof(context, one, part), strength: one.strength }));
  trace.push(...found.refused.slice(0, 12).map((one): Trace => ({ rule: `title.${one.rule}`, part, verdict: "refused", because: one.because, evidence: one.passage ? evidenceFrom(context, one.passage, one.text, part) : null, strength: 0 })));
  if (!best || worth(best) < ENOUGH) return { item: item.id, answered: [], value: null, notApplicable: null, trace };
  const leading = best.members[0] as Candidate;
  const full = best.members.filter((one) => one.strength >= 0.5 && extendsTitle(one.title, leading.title)).toSorted((a, b) => b.title.length - a.title.length)[0] ?? leading;
  const evidence = [full, ...best.members.filter((one) => one !== full && one.passage?.source !== full.passage?.source)].slice(0, 3).map((one) => proof(context, one, part));
  return { item: item.id, answered: [{ part, confidence: Math.min(0.99, worth(best)), evidence }], value: { [item.parts[0]?.recogniser ?? "title"]: full.title }, notApplicable: null, trace };
};

/** Whether one title is the other with more to it (a subtitle, the acronym). */
const extendsTitle = (long: string, short: string): boolean => {
  const words = new Set(foldTitle(long));
  return words.size > foldTitle(short).length && foldTitle(short).every((word) => words.has(word));
};

const proof = (context: ReaderContext, one: Candidate, part: string) =>
  one.passage ? evidenceFrom(context, one.passage, verbatim(one.passage.text, one.quote), part) : { source: "subject", page: null, block: -1, quote: context.subject, part };

/** The quote as it stands in the passage; the passage's line where the quote was joined from several. */
const verbatim = (text: string, quote: string): string => (text.includes(quote) ? quote : (text.split("\n").find((line) => line.includes(quote.split("\n")[0] ?? quote)) ?? text.split("\n")[0] ?? text));
