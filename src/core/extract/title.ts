/** Recognises the research project's name: labels, prose, first headings, quoted names; the subject as the last way out. */
import type { Finding } from "../assessment.ts";
import type { Item } from "../catalogue.ts";
import { findNames } from "../people/names.ts";
import { sentencesOf } from "../prose/sentences.ts";
import { gridOf } from "../table.ts";
import { isCvOnly, type Placed, type ReaderContext } from "./context.ts";
import { pairsOf } from "./pairs.ts";
import type { Passage } from "./passages.ts";
import { conclude, ENOUGH, type Gathering } from "./title-choice.ts";
import { firstHeadings, type Head, longerHeadings, namesOnTheirOwn } from "./title-heads.ts";
import { inProse, inQuotes, inSubject } from "./title-prose.ts";
import { cleanTitle, type Support, whyNoTitle, withoutInstitution } from "./title-words.ts";

/** Labels for other things that share the words. */
const OTHER_LABEL =
  /(?<![\p{L}])(?:data ?sett?\p{L}*|dataset|dokument\p{L}*|document|skjema\p{L}*|form|artik\p{L}*|article|journal|(?:prosjekt)?(?:leder|leiar)\p{L}*|leader|manager|stilling\p{L}*|position|person\p{L}*|deltak\p{L}*|participants?|fil|file|kort(?:navn|namn|tittel)|short|acronym|akronym|program\p{L}*|call|gruppe\p{L}*|group|paper|nr|nummer|number|publi\p{L}*|arbeidspakke|delstudie|work ?package|eier|eigar|owner|type|periode\p{L}*|period|start\p{L}*|slutt\p{L}*|end|institu\p{L}*|ansvarlig|responsible|kontakt\p{L}*|nettside|website|beskriv\p{L}*|description|omtale|budsjett|budget|variab\p{L}*|kilde|source|rolle|role)(?![\p{L}])/iu;
const OWN_LABEL =
  /^\W*(?:[a-z]?\d{1,2}(?:\.\d{1,2})*[.)]?\s+)?(?:(?:prosje[ck]t|project|studie|study|forskningsprosjekt|thesis|avhandling\p{L}*|oppgave\p{L}*)[\s-]?(?:s |ets |'s )?tit+(?:el|le)|behandling(?:en)?s navn|nav?mn? på behandling\p{L}*|name of (?:the )?(?:processing|study|studies|research|trial|project)\p{L}*|behandling)(?![\p{L}])/iu;
const BROAD_LABEL =
  /^\W*(?:[a-z]?\d{1,2}(?:\.\d{1,2})*[.)]?\s+)?(?:(?:forsk(?:n)?ings)?prosjekt(?:et)?|(?:research )?project(?: \/ prosjekt)?|studien?|study|behandling)\W*$/iu;
const PERSONAL_HEADING =
  /^(?:\d+\.?\s*)?(?:cv|curriculum vitae|utdanning|education|stillinger|stillingar|positions|employment|arbeidserfaring|publikasjon\p{L}*|publications|utvalgte publikasjoner|selected publications|prosjekt(?:er|portefølje)|projects|project leadership|prosjektledelse|forskningserfaring|referanser|references|litteratur|literature|bibliography|bibliografi|grants)\W*$/iu;

/** Finds the project's title over all documents of a message; CVs, reference lists and quoted mail are left out. */
export const readTitle = (context: ReaderContext, item: Item): Finding => {
  const found: Gathering = { accepted: [], refused: [] };
  let above: Passage | null = null;
  for (const placed of context.placed) {
    const { passage } = placed;
    const source = context.sources[passage.source];
    if (isCvOnly(source) || passage.origin === "signature" || passage.origin === "footnote") continue;
    if (passage.headings.some((heading) => PERSONAL_HEADING.test(heading.text))) continue;
    byLabel(context, item, placed, found);
    byPairs(context, item, placed, found);
    byHeadingBelow(context, item, above, passage, found);
    if (passage.kind !== "row" && passage.kind !== "label_value") byProse(context, passage, found);
    above = passage;
  }
  context.sources.forEach((source, index) => {
    if (source.ignored || isCvOnly(source)) return;
    byTableRows(context, item, index, found);
    byHeads(
      context,
      index,
      firstHeadings(source, (line) => isLabel(context, line)),
      "first_heading",
      found,
    );
    byHeads(context, index, namesOnTheirOwn(source.document), "own_line", found);
  });
  const names = [...new Set(found.accepted.filter((one) => one.strength >= ENOUGH).map((one) => one.title))];
  context.sources.forEach((source, index) => {
    if (!source.ignored && !isCvOnly(source))
      for (const name of names.slice(0, 12)) byHeads(context, index, longerHeadings(source.document, name), "longer_heading", found);
  });
  const kept = found.accepted.filter((candidate) => candidate.strength >= ENOUGH);
  if (kept.length === 0 && !/^\s*(?:re|sv|aw|antw)\s*:/iu.test(context.subject)) bySubject(context, found);
  return conclude(context, item, found);
};

const consider = (
  found: Gathering,
  passage: Passage | null,
  raw: string,
  rule: string,
  because: string,
  strength: number,
  support: Support,
): boolean => {
  const title = support !== "sure" ? withoutInstitution(cleanTitle(raw)) : cleanTitle(raw);
  const reason = whyNoTitle(title, support);
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

/** The item that a label speaks of, with a form's own numbering ("A1", "1.* ") left out. */
const labelWeight = (context: ReaderContext, item: Item, label: string): number => {
  if (SENTENCE_LABEL.test(label) && context.cues.question(label)?.id !== item.id) return 0;
  const bare = label
    .replace(/^\W*(?:[A-Z]?\d{1,2}(?:\.\d{1,2})*[.):*]*\s+)?/u, "")
    .replace(/\([^)]*\)/g, " ")
    .replace(/\*/g, " ")
    .trim();
  if (OWN_LABEL.test(label) || OWN_LABEL.test(bare)) return 0.95;
  const weight = context.cues.match(bare).find((match) => match.item.id === item.id)?.weight ?? 0;
  return weight >= 0.6 && (weight >= 0.75 || /tit(?:tel|le)|nav?mn|name/iu.test(bare)) ? weight : 0;
};
const SENTENCE_LABEL = /(?<![\p{L}])(?:har|skal|er|vil|ber|omfatter|består|undersøker|spør|has|have|is|are|will|asks)(?![\p{L}])/iu;

const byLabel = (context: ReaderContext, item: Item, placed: Placed, found: Gathering): void => {
  const { passage } = placed;
  if (passage.kind === "row" || passage.kind === "heading" || passage.kind === "choice") return;
  const label = passage.labels.find((one) => labelWeight(context, item, one) > 0);
  if (label !== undefined) {
    labelled(context, item, passage, label, passage.text, found);
    return;
  }
  const place = placed.items.get(item.id);
  const heading = passage.headings[0];
  if (!place || place.weight < 0.6 || !heading || passage.labels.length > 0) return;
  // Under a heading that asks for it: the first passage below, where it is a name and no running text.
  if (OTHER_LABEL.test(heading.text) && !context.cues.question(heading.text)) return;
  if (BROAD_LABEL.test(heading.text) && /[.]\s*$/.test(passage.text)) return;
  const first = context.placed.find(
    (other) =>
      other.passage.source === passage.source &&
      other.passage.headings[0] === heading &&
      other.passage.kind !== "heading" &&
      other.passage.text.trim() !== "",
  );
  if (first?.passage.block !== passage.block) return;
  consider(
    found,
    passage,
    firstLines(passage.text),
    "under_heading",
    `stands under the heading "${heading.text.slice(0, 80)}"`,
    Math.min(0.95, 0.3 + place.weight * 0.7),
    "shape",
  );
};

/** A heading that asks for the title, with the answer made a heading too. */
const byHeadingBelow = (context: ReaderContext, item: Item, above: Passage | null, passage: Passage, found: Gathering): void => {
  if (passage.kind !== "heading" || above?.kind !== "heading" || above.source !== passage.source || above.block !== passage.block - 1) return;
  if (labelWeight(context, item, above.text) < 0.9 || isLabel(context, passage.text)) return;
  consider(found, passage, passage.text, "under_heading", `stands under the heading "${above.text.slice(0, 80)}"`, 0.9, "named");
};

/** Whether a line is itself the label or question of some item. */
const isLabel = (context: ReaderContext, line: string): boolean =>
  context.cues.question(line) !== null || (context.cues.match(line)[0]?.weight ?? 0) >= 0.8;

/** A value under a label that may speak of the title. */
const labelled = (context: ReaderContext, item: Item, passage: Passage, label: string, value: string, found: Gathering): void => {
  const question = context.cues.question(label)?.id === item.id;
  const refuse = (because: string): void => void found.refused.push({ text: value.slice(0, 160), passage, rule: "label", because });
  const bareLabel = label.replace(/\([^)]*\)/g, " ");
  const other = bareLabel.match(OTHER_LABEL);
  if (!question && other && (NEVER.test(other[0]) || !/(?:prosjekt|project|studie|study)/iu.test(bareLabel.replace(other[0], ""))))
    return refuse(`the label "${label.slice(0, 60)}" asks for something else`);
  if (passage.labels.some((one) => one !== label && findNames(one).length > 0)) return refuse("a person's title in a table of persons");
  if (isLabel(context, value)) return refuse("the question itself");
  const broad = BROAD_LABEL.test(bareLabel.replace(/^\W*\d{1,2}[.*)]*\s+/, ""));
  consider(
    found,
    passage,
    firstLines(value),
    "label",
    `stands after the label "${label.slice(0, 60)}"`,
    question ? 0.98 : broad ? 0.84 : 0.95,
    broad ? "shape" : "sure",
  );
};
const NEVER =
  /leder|leiar|leader|manager|number|nummer|period|kort|short|acronym|akronym|data|type|owner|eier|eigar|kontakt|role|rolle|description|beskriv/iu;

/** "Label: value", "label | value" and a label line with its value on the next line, within one passage. */
const byPairs = (context: ReaderContext, item: Item, placed: Placed, found: Gathering): void => {
  const { passage } = placed;
  if (passage.kind !== "paragraph" && passage.kind !== "list_item" && passage.kind !== "heading") return;
  const block = context.sources[passage.source]?.document.blocks[passage.block];
  const number = block?.kind === "list_item" ? block.marker : block?.kind === "heading" ? block.number : null;
  for (const pair of pairsOf(passage.text)) {
    if (/^(?:re|emne|subject|vedr\.?|vedrørende|ang\.?|angående)$/iu.test(pair.label)) {
      for (const name of inSubject(pair.value)) consider(found, passage, name, "subject", "a subject line names the project", 0.5, "named");
      continue;
    }
    const numbered = number !== null && Number.parseInt(number, 10) === item.number && /^(?:navn|namn|name)$/iu.test(pair.label.trim());
    const weight = labelWeight(context, item, pair.label);
    if (!numbered && weight < (pair.sure ? 0.6 : 0.9)) continue;
    if (!pair.sure && BROAD_LABEL.test(pair.label)) continue;
    labelled(context, item, passage, pair.label, pair.value, found);
  }
};

/** Far into a description or assessment other projects are spoken of too. */
const DEEP = 8;

const byProse = (context: ReaderContext, passage: Passage, found: Gathering): void => {
  if (passage.labels.some((label) => PERSONAL_HEADING.test(label))) return;
  const roles = context.sources[passage.source]?.roles ?? [];
  const factor = passage.block > DEEP && !roles.includes("application") ? 0.85 : 1;
  for (const name of [...inQuotes(passage.text), ...sentencesOf(passage.text).flatMap((sentence) => inProse(sentence.text))]) {
    if (name.refused) found.refused.push({ text: name.text, passage, rule: "prose", because: name.refused });
    else consider(found, passage, name.text, "prose", name.because, name.strength * factor, name.quoted ? "sure" : "named");
  }
};

/** Rows that the passages do not give as label and value: a first row that looks like a header, a section's name in front of the label, the header over one row. */
const byTableRows = (context: ReaderContext, item: Item, index: number, found: Gathering): void => {
  for (const block of context.sources[index]?.document.blocks ?? []) {
    const passage = block.kind === "table" ? passageAt(context, index, block.index) : null;
    if (!passage || block.kind !== "table") continue;
    const answer = (label: string | undefined, value: string | undefined): void => {
      if (label && value && label !== value && labelWeight(context, item, label) >= 0.75)
        labelled(context, item, { ...passage, labels: [label] }, label, value, found);
    };
    const grid = gridOf(block).map((row) => row.map((text) => text.trim()));
    const [first = [], second] = grid;
    if (first.length === 2) answer(first[0], first[1]);
    else if (grid.length === 2 && !first.some((text) => /^(?:navn|namn|name|stilling|position)$/iu.test(text)))
      first.forEach((label, column) => answer(label, second?.[column]));
    for (const row of grid.slice(1)) if (row.length === 3) answer(row[1], row[2]);
  }
};

const passageAt = (context: ReaderContext, source: number, block: number): Passage | null =>
  context.placed.find((one) => one.passage.source === source && one.passage.block === block)?.passage ?? null;

const byHeads = (context: ReaderContext, index: number, heads: readonly Head[], rule: string, found: Gathering): void => {
  for (const head of heads) {
    const passage = passageAt(context, index, head.block);
    if (consider(found, passage, head.raw, rule, head.because, head.strength, head.support)) {
      const last = found.accepted.at(-1);
      if (last) found.accepted[found.accepted.length - 1] = { ...last, quote: head.quote };
    }
  }
};

const bySubject = (context: ReaderContext, found: Gathering): void => {
  for (const name of inSubject(context.subject)) consider(found, null, name, "subject", "only the mail's subject names the project", 0.42, "shape");
};
