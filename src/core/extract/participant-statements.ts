/** Statements of who will see the data: sentences, labelled answers and lists in running text. */
import type { Block } from "../document.ts";
import type { Item } from "../catalogue.ts";
import type { Person } from "../people/directory.ts";
import { OUTSIDER } from "../people/role.ts";
import { sentencesOf } from "../prose/sentences.ts";
import { isCvOnly, type ReaderContext } from "./context.ts";
import { personsIn, type Spoken } from "./participant-names.ts";
import { ACCESS_LABEL, accessIn, ALL_OF_THEM, APPLICATION, BESIDE_LEADER, DENIED, GENERIC, GRANTS, NOBODY_ELSE, NOT_THE_DATA, numberIn, ONLY, OTHER_WORK, POINTS_ELSEWHERE, SPEAKS_OF_ACCESS, WHO } from "./participant-words.ts";
import { isGuidance, isPromise } from "./reject.ts";

/** Persons said in one place to have access, with the words that say so. */
export type Statement = {
  readonly persons: readonly Person[];
  readonly source: number;
  readonly block: number;
  /** The text that names them, for titles and institutions said in it. */
  readonly text: string;
  /** Headings and label: statements with the same are one list. */
  readonly section: string;
  readonly strength: number;
  /** No others than these. */
  readonly exclusive: boolean;
  /** Access itself is spoken of, not membership alone. */
  readonly outright: boolean;
  readonly because: string;
};

export type Told = { readonly statements: readonly Statement[]; readonly denied: ReadonlySet<Person> };

type Unit = { readonly text: string; readonly block: number; readonly path: string; readonly section: string; readonly weight: number; readonly label: string; readonly list: boolean };

/** Reads all sources but CVs. */
export const statementsOf = (context: ReaderContext, item: Item, leader: Person | null): Told => {
  const statements: Statement[] = [];
  const denied = new Set<Person>();
  context.sources.forEach((source, index) => {
    if (isCvOnly(source) || source.ignored) return;
    const units = unitsOf(context, item, index);
    units.forEach((_, at) => {
      const read = readUnit(context, item, units, at, index, leader);
      for (const person of read.denied) denied.add(person);
      if (read.statement) statements.push(read.statement);
    });
  });
  return { statements, denied };
};

/** Sentences of a source with what stands over them; a line broken within a sentence is made whole. */
const unitsOf = (context: ReaderContext, item: Item, source: number): Unit[] => {
  const labels = labelsOf(context, item, source);
  const units: Unit[] = [];
  const path: { level: number; text: string }[] = [];
  for (const block of context.sources[source]?.document.blocks ?? []) {
    if (block.origin === "quoted") continue;
    // A line of a list may look like a heading: "Kari Nordmann, statistician".
    if (block.kind === "heading" && !/^\p{Lu}[\p{L}.’'-]+(?: \p{Lu}[\p{L}.’'-]+){1,3}, \p{Ll}/u.test(block.text)) {
      while (path.length > 0 && (path.at(-1)?.level ?? 0) >= block.level) path.pop();
      path.push({ level: block.level, text: block.text });
      continue;
    }
    const section = path.map((entry) => entry.text).join(" / ");
    // An answer written between the lines of a reply stands under the line quoted above it.
    const asked = (block.answersQuoted ?? "").split("\n").findLast((line) => line.trim() !== "" && context.cues.match(line).some((match) => match.item === item && match.weight >= 0.5)) ?? (block.answersQuoted ?? "").split("\n").findLast((line) => /^\W*(?:prosjekt)?deltak/iu.test(line));
    if (asked !== undefined && block.kind !== "table") {
      for (const sentence of wholeSentences(block.text)) units.push({ text: sentence, block: block.index, path: section, section: `${section} / ${asked}`, weight: 0.8, label: asked, list: true });
      continue;
    }
    for (const { text, label, weight, own } of block.kind === "table" ? (labels.get(block.index) ?? []) : stretches(block, labels.get(block.index) ?? []))
      for (const sentence of wholeSentences(text)) units.push({ text: sentence, block: block.index, path: section, section: own ? `${section} / ${label}` : section, weight, label, list: own });
  }
  return units;
};

type Stretch = { readonly text: string; readonly label: string; readonly weight: number; readonly own: boolean };

/** Labelled passages by block, with how well the label fits; a denial's label ("Ikke tilgang") is kept in the text. */
const labelsOf = (context: ReaderContext, item: Item, source: number): Map<number, Stretch[]> => {
  const out = new Map<number, Stretch[]>();
  for (const { passage, items } of context.placed) {
    if (passage.source !== source || passage.kind === "heading" || passage.kind === "row") continue;
    const entry = items.get(item.id);
    const label = passage.labels[0] ?? "";
    const naming = (text: string): boolean => text !== "" && text.length < 120 && ACCESS_LABEL.test(text) && !APPLICATION.test(text) && !isElsewhere(context, item, text);
    const above = passage.headings[0]?.text ?? "";
    const named = naming(label) ? 0.8 : 0;
    const headed = SPEAKS_OF_ACCESS.test(above) && naming(above) ? 0.75 : 0;
    const weight = Math.max(entry?.weight ?? 0, named, headed);
    const list = out.get(passage.block) ?? [];
    const isCell = passage.kind === "cell";
    // A cell of a table is read here only where its label speaks of participants; persons in rows are read as tables.
    if (isCell && (weight < 0.5 || list.some((one) => one.text === passage.text))) continue;
    const over = named > 0 ? label : headed > (entry?.weight ?? 0) ? above : (entry?.cue ? (passage.labels.find((one) => context.cues.match(one).some((match) => match.item === item)) ?? passage.headings.find((one) => context.cues.match(one.text).some((match) => match.item === item))?.text ?? label) : label);
    list.push({ text: isCell || passage.kind === "label_value" ? `${label}: ${passage.text}` : passage.text, label: over, weight, own: isCell || (weight >= 0.5 && headed < weight && entry?.from !== "heading") });
    out.set(passage.block, list);
  }
  return out;
};

/** Whether a label is another item's: "Tilgangsstyring", "Lagring og tilgang". */
const isElsewhere = (context: ReaderContext, item: Item, label: string): boolean => {
  const best = context.cues.match(label)[0];
  return best !== undefined && best.item !== item && best.weight > (context.cues.match(label).find((match) => match.item === item)?.weight ?? 0.5);
};

/** The labelled values of a text block, and the rest of it with the weight of its headings. */
const stretches = (block: Block, labelled: readonly Stretch[]): Stretch[] => {
  const text = block.kind === "field" ? `${block.label}: ${block.value}` : block.text;
  const whole = labelled.find((one) => one.text === block.text || (block.kind === "field" && block.value === one.text));
  return [{ text, label: whole?.label || labelled.toSorted((a, b) => b.weight - a.weight)[0]?.label || "", weight: Math.max(0, whole?.weight ?? 0, ...labelled.filter((one) => text.startsWith(one.text.split(":")[0] ?? "\0")).map((one) => one.weight)), own: whole?.own ?? false }];
};

/** Sentences; those parted by a semicolon are one enumeration, and a line that was broken to fit the page is joined. */
const wholeSentences = (text: string): string[] => {
  const joined = text.replace(/(?<=[^\n]{55}[\p{L},])\n(?=[\p{L}(])/gu, " ");
  const out: string[] = [];
  for (const { text: sentence } of sentencesOf(joined)) {
    const last = out.at(-1);
    if (last !== undefined && last.endsWith(";")) out[out.length - 1] = `${last} ${sentence}`;
    else out.push(sentence);
  }
  return out;
};

const NOTHING = { statement: null, denied: [] as Person[] };

/** What one sentence says: who has access, who has none. */
const readUnit = (context: ReaderContext, item: Item, units: readonly Unit[], at: number, source: number, leader: Person | null): { statement: Statement | null; denied: readonly Person[] } => {
  const unit = units[at];
  if (!unit || isGuidance(unit.text)) return NOTHING;
  const bare = blank(unit.text, NOBODY_ELSE);
  const access = WHO.test(bare) && /tilgang|access|innsyn|tilgjenge|lese|read|se|see|sjå/iu.test(`${unit.path} ${unit.text}`) ? 1 : accessIn(blank(bare, DENIED));
  const labelled = unit.weight >= 0.5;
  const spoken = personsIn(context, unit.text, source, leader);
  if (isPromise(unit.text) && !spoken.some((one) => one.by === "name")) return NOTHING;
  const against = new RegExp(DENIED.source, "iu").test(unit.label) || (unit.list && OUTSIDER.test(unit.label) && !ACCESS_LABEL.test(unit.label));
  if (against && unit.weight >= 0.5) return { statement: null, denied: spoken.filter((one) => one.by === "name").map((one) => one.person) };
  const denied = deniedIn(bare, spoken);
  const lost = [...denied, ...(/^(?:han|hun|ho|he|she|de|dei|they|disse|desse|these|medlemmene|members|gruppa|gruppen|the group|begge|both)(?!\p{L})|(?:disse|desse|these) (?:to|tre|two|three)/iu.test(unit.text) ? deniedBefore(context, units, at, source, leader, bare) : [])];
  const rest = spoken.filter((one) => !lost.includes(one.person) && !isAgent(bare, one));
  if (!rest.some((one) => one.by === "name") && POINTS_ELSEWHERE.test(unit.text)) return { statement: null, denied: lost };
  const outside = OUTSIDER.test(bare.replace(DENIED, " ")) || OTHER_WORK.test(bare);
  const only = ONLY.test(unit.text) && (access > 0 || labelled);
  if (access === 0 && !labelled && !context.cues.match(unit.text).some((match) => match.item === item && match.weight >= 0.6)) return { statement: null, denied: lost };
  if (outside && access < 1 && !(labelled && SPEAKS_OF_ACCESS.test(unit.label))) return { statement: null, denied: lost };
  let persons = [...new Set(rest.filter((one) => one.by === "name" || access > 0 || only || labelled).map((one) => one.person))];
  const phrase = unit.text.match(ALL_OF_THEM)?.[0];
  const wanted = phrase ? numberIn(phrase) : null;
  let text = unit.text;
  if (access > 0 && phrase && denied.length === 0 && !POINTS_ELSEWHERE.test(unit.text) && !unit.text.slice(unit.text.indexOf(phrase)).includes(":") && (persons.length < 2 || (wanted !== null && persons.length < wanted))) {
    const earlier = namedBefore(context, units, at, source, leader, wanted);
    persons = [...new Set([...earlier.persons, ...persons])];
    text = `${earlier.text} ${unit.text}`;
  }
  const isTitleLine = unit.text.length < 80 && !/[.:;,]$/u.test(unit.text) && spoken.length === 0 && context.cues.match(unit.text).some((match) => match.item === item && match.weight >= 0.6);
  const follows = (isTitleLine || access > 0 || labelled) && (isTitleLine || /[:?]\s*$/u.test(unit.text) || (persons.length === 0 && denied.length === 0 && access > 0 && unit.text.length < 70 && !/(?<!\p{L})(?:vi|we)(?!\p{L})/iu.test(unit.text)) || (unit.list && (spoken[0]?.start ?? 99) < 60 && unit.text.length < 260));
  if (follows) {
    const list = listBelow(context, units, at, source, leader);
    persons = [...new Set([...persons, ...list.persons])];
    if (list.persons.length > 0) text = `${text}\n${list.text}`;
  }
  persons = persons.filter((person) => !lost.includes(person));
  if (persons.length === 0) return { statement: null, denied: lost };
  if (leader && !only && !persons.includes(leader) && !lost.includes(leader) && persons.length > 0 && BESIDE_LEADER.test(`${unit.label} ${unit.text.slice(0, spoken[0]?.end ?? 60)} ${persons.length === 1 ? unit.text : ""}`)) persons = [leader, ...persons];
  const byWordOnly = !spoken.some((one) => one.by === "name") && text === unit.text;
  const speaks = labelled && SPEAKS_OF_ACCESS.test(unit.label);
  const said = access === 1 ? 0.84 : access > 0 ? (labelled ? 0.8 : persons.length > 1 || only ? 0.74 : 0.66) : 0;
  const under = labelled || isTitleLine ? (speaks ? 0.6 : /delta|participant|medarbeid|members|forsk/iu.test(isTitleLine ? unit.text : unit.label) ? 0.5 : 0.36) + 0.3 * (isTitleLine ? 0.8 : unit.weight) : 0;
  const strength = Math.max(said, under) + Math.min(0.05, 0.015 * (persons.length - 1)) + (only && access > 0 ? 0.05 : 0) - (byWordOnly && !only ? 0.2 : 0);
  return { statement: { persons, source, block: unit.block, text, section: unit.section, strength, exclusive: only && access > 0, outright: access === 1 || speaks, because: said >= under ? `"${unit.text.slice(0, 120)}"` : `under "${unit.label.slice(0, 100)}"` }, denied: lost };
};

const blank = (text: string, pattern: RegExp): string => text.replace(pattern, (match) => " ".repeat(match.length));

/** Those whom a denial in the sentence is said of: the ones named before it since access was last given, else those after it. */
const deniedIn = (text: string, spoken: readonly Spoken[]): Person[] => {
  const out = new Set<Person>();
  for (const match of text.matchAll(DENIED)) {
    const end = match.index + match[0].length;
    if (NOT_THE_DATA.test(text.slice(end))) continue;
    const from = Math.max(clauseStart(text, match.index), 0);
    const earlier = spoken.filter((one) => one.end <= match.index + 2 && one.start >= from);
    if (earlier.length > 0 && GENERIC.test(text.slice(earlier.at(-1)?.end ?? 0, match.index))) continue;
    const relative = /(?<!\p{L})(?:som|who|which|og som)\s+(?:\p{L}+\s+)?$/iu.test(text.slice(0, match.index)) || (/^(?:ingen|no|uten|utan|without)/iu.test(match[0].trim()) && !/(?<!\p{L})(?:er|is|are|var|blir|vert)(?!\p{L})/iu.test(text.slice(earlier.at(-1)?.end ?? 0, match.index)));
    // "X, who has no access": of the nearest alone; "A, B and C do not get": of all of them.
    const said = relative && earlier.length > 0 ? earlier.slice(-1) : earlier;
    const named = said.length > 0 ? said : spoken.filter((one) => one.start >= end && !/;/u.test(text.slice(end, one.start)) && (/^\s*(?::|har|er|skal)/u.test(text.slice(end)) || text.slice(end, one.start).length < 60));
    for (const one of named) out.add(one.person);
  }
  return [...out];
};

/** Where the stretch that a denial speaks of begins: after the last semicolon or the last words that give access. */
const clauseStart = (text: string, at: number): number => {
  const head = text.slice(0, at);
  let start = head.lastIndexOf(";") + 1;
  for (const match of head.matchAll(/(?<!\p{L})(?:(?:får|fær|har|skal ha|vil ha|har full|have|has|get|gets|full|full lese)\s*(?:full |lese)?(?:tilgang|innsyn|access|tilgjenge)|ja|yes|tilgang:)(?!\p{L})[^,;.]{0,40}(?:,|;|\s(?:men|mens|medan|but|while|og|and)(?=\s))?/giu)) start = Math.max(start, match.index + match[0].length);
  // "... spørsmål c. Professor A": a full stop behind a small letter may end a sentence that an abbreviation kept whole.
  for (const match of head.matchAll(/(?<!(?:^|[\s(])(?:prof|dr|stip|ass|am|førsteam|mag|fil|jur|med|ph\.d|ph|st))(?<=\p{Ll}|\))\.\s+(?=\p{Lu})/giu)) if (/^\p{Lu}/u.test(head.slice(match.index + match[0].length))) start = Math.max(start, match.index + match[0].length);
  return start;
};

/** "Disse to får ikke tilgang": those named in the sentence before. */
const deniedBefore = (context: ReaderContext, units: readonly Unit[], at: number, source: number, leader: Person | null, text: string): Person[] => {
  const previous = units[at - 1];
  const unit = units[at];
  const match = [...text.matchAll(DENIED)].find((one) => !NOT_THE_DATA.test(text.slice(one.index + one[0].length)));
  if (!previous || !unit || previous.section !== unit.section || match === undefined || unit.block !== previous.block) return [];
  if (!/^(?:han|hun|ho|he|she|de|dei|they|disse|desse|these|medlemmene|members|gruppa|gruppen|the group|denne|begge|both|rådet|utvalget|panelet)(?!\p{L})/iu.test(text) && !/(?:disse|desse|these) (?:to|tre|two|three)/iu.test(text)) return [];
  return personsIn(context, previous.text, source, leader).filter((one) => one.by === "name").map((one) => one.person);
};

/** Somebody who grants, checks or links is not one who gets access by it. */
const isAgent = (text: string, one: Spoken): boolean => {
  if (!GRANTS.test(text)) return false;
  const before = text.slice(0, one.start);
  const after = text.slice(one.end, one.end + 60);
  return /(?:av|by)\s+(?:\p{L}+\s+){0,4}$/iu.test(before) || GRANTS.test(after);
};

/** The persons named in the sentences before within the section, until there are as many as the phrase says. */
const namedBefore = (context: ReaderContext, units: readonly Unit[], at: number, source: number, leader: Person | null, wanted: number | null): { persons: Person[]; text: string } => {
  const here = units[at];
  let persons: Person[] = [];
  let text = "";
  for (let back = at - 1; back >= 0 && here && here.block - (units[back]?.block ?? 0) <= 8; back -= 1) {
    const unit = units[back];
    if (!unit || unit.path !== here.path) break;
    if (persons.length > 0 && (wanted === null ? unit.block !== here.block && persons.length >= 2 && unit.block < here.block - 1 : persons.length >= wanted)) break;
    const spoken = personsIn(context, unit.text, source, leader).filter((one) => one.by === "name" || /(?:jeg|eg|i|undertegnede),? /iu.test(unit.text));
    if (spoken.length === 0) continue;
    const lost = deniedIn(blank(unit.text, NOBODY_ELSE), spoken);
    if (OUTSIDER.test(unit.text.replace(DENIED, " ")) && spoken.length > 0 && wanted === null) continue;
    persons = [...new Set([...spoken.filter((one) => !lost.includes(one.person)).map((one) => one.person), ...persons])];
    text = `${unit.text} ${text}`;
  }
  return { persons, text };
};

/** "The following have access:" and then a line for each. */
const listBelow = (context: ReaderContext, units: readonly Unit[], at: number, source: number, leader: Person | null): { persons: Person[]; text: string } => {
  const persons: Person[] = [];
  const lines: string[] = [];
  const path = units[at]?.path;
  for (let next = at + 1; next < Math.min(units.length, at + 16); next += 1) {
    const unit = units[next];
    if (!unit || unit.path !== path) break;
    if (/^(?:tittel|stilling|title|position|institusjon|institution|affiliation|arbeids\p{L}+|tilhør\p{L}+|tilknyt\p{L}+|e-?post|e-?mail|telefon|rolle|employer)\s*:/iu.test(unit.text)) {
      lines.push(unit.text);
      continue;
    }
    const spoken = personsIn(context, unit.text, source, leader);
    const first = spoken[0];
    if (!first || first.start > 60 || unit.text.length > (next === at + 1 ? 480 : 260) || (accessIn(unit.text) > 0 && deniedIn(unit.text, spoken).length === 0 && next > at + 1)) break;
    const lost = deniedIn(unit.text, spoken);
    for (const one of spoken) if (!lost.includes(one.person) && !persons.includes(one.person)) persons.push(one.person);
    lines.push(unit.text);
  }
  return { persons, text: lines.join("\n") };
};
