/** Statements of who will see the data: sentences, labelled answers and lists in running text. */
import type { Item } from "../catalogue.ts";
import type { Person } from "../people/directory.ts";
import { findRole, OUTSIDER } from "../people/role.ts";
import { isCvOnly, type ReaderContext } from "./context.ts";
import { blank, deniedBefore, deniedIn, isAgent } from "./participant-denials.ts";
import { personsIn, type Spoken } from "./participant-names.ts";
import { writerOf } from "./role-candidates.ts";
import { type Unit, unitsOf } from "./participant-units.ts";
import {
  ACCESS_LABEL,
  accessIn,
  ALL_OF_THEM,
  BESIDE_LEADER,
  COUNTED,
  DENIED,
  NO_OTHERS,
  NOBODY_ELSE,
  numberIn,
  ONLY,
  OTHER_WORK,
  POINTS_ELSEWHERE,
  SPEAKS_OF_ACCESS,
  WHO,
} from "./participant-words.ts";
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

const SEES = /(?<!\p{L})(?:se|ser|sjå|lese|åpne|see|read|open|data\p{L}*|material\p{L}*|opplysning\p{L}*|dokument\p{L}*|adgang)(?!\p{L})/iu;
/** A post given with a name makes nobody an outsider: "Vilde Aas (forskningsleder)". */
const POST_BESIDE = /[(,] ?(?:forsknings|forskings|avdelings|seksjons)le(?:der|iar)(?=[),;.]| (?:i|ved|hos))/giu;
/** Groups of whom no others were asked, paid or invited. */
const ABSENT = /(?<!\p{L})(?:tabell|table|variab\p{L}*|kilder?|sources?)(?!\p{L})/iu;

/** Whoever stands under this label works with the project leader. */
const CO_WORKER = /^(?:prosjekt)?medarbeid[ea]r(?:e|ar|ane|ne)?(?: med (?:data)?tilgang)?$/iu;

const NOTHING = { statement: null, denied: [] as Person[] };

/** What one sentence says: who has access, who has none. */
const readUnit = (
  context: ReaderContext,
  item: Item,
  units: readonly Unit[],
  at: number,
  source: number,
  leader: Person | null,
): { statement: Statement | null; denied: readonly Person[] } => {
  const unit = units[at];
  if (!unit || isGuidance(unit.text)) return NOTHING;
  const bare = blank(unit.text, NOBODY_ELSE);
  const access =
    WHO.test(bare) && /tilgang|access|innsyn|tilgjenge|lese|read|se|see|sjå/iu.test(`${unit.path} ${unit.text}`) ? 1 : accessIn(blank(bare, DENIED));
  const labelled = unit.weight >= 0.5;
  if (NO_OTHERS.test(unit.text.trim()) && units[at - 1]?.path === unit.path && (units[at - 1]?.block ?? -9) >= unit.block - 1) {
    const told = namedBesides(context, units, at, source, leader);
    const beside = told.persons.length > 0 && !OTHER_WORK.test(told.text) && !ABSENT.test(told.text);
    if (beside)
      return {
        statement: {
          persons: told.persons,
          source,
          block: units[at - 1]?.block ?? unit.block,
          text: told.text,
          section: unit.section,
          strength: access === 1 || SPEAKS_OF_ACCESS.test(unit.text) || SEES.test(unit.text) ? 0.82 : 0.7,
          exclusive: false,
          outright: true,
          because: `"${told.text.slice(-90)}${unit.text.slice(0, 60)}"`,
        },
        denied: [],
      };
  }
  const spoken = personsIn(context, unit.text, source, leader);
  if (isPromise(unit.text) && !spoken.some((one) => one.by === "name")) return NOTHING;
  const against = new RegExp(DENIED.source, "iu").test(unit.label) || (unit.list && OUTSIDER.test(unit.label) && !ACCESS_LABEL.test(unit.label));
  if (against && unit.weight >= 0.5) return { statement: null, denied: spoken.filter((one) => one.by === "name").map((one) => one.person) };
  const denied = deniedIn(bare, spoken);
  const lost = [
    ...denied,
    ...(/^(?:han|hun|ho|he|she|de|dei|they|disse|desse|these|medlemmene|members|gruppa|gruppen|the group|begge|both)(?!\p{L})|(?:disse|desse|these) (?:to|tre|two|three)/iu.test(
      unit.text,
    )
      ? deniedBefore(context, units, at, source, leader, bare)
      : []),
  ];
  const rest = spoken.filter((one) => !lost.includes(one.person) && !isAgent(bare, one));
  if (!rest.some((one) => one.by === "name") && POINTS_ELSEWHERE.test(unit.text)) return { statement: null, denied: lost };
  const outside = OUTSIDER.test(bare.replace(DENIED, " ").replace(POST_BESIDE, " ")) || OTHER_WORK.test(bare);
  const only = ONLY.test(unit.text) && (access > 0 || labelled);
  if (access === 0 && !labelled && !context.cues.match(unit.text).some((match) => match.item === item && match.weight >= 0.6))
    return { statement: null, denied: lost };
  if (outside && access < 1 && !(labelled && SPEAKS_OF_ACCESS.test(unit.label))) return { statement: null, denied: lost };
  let persons = [...new Set(rest.filter((one) => one.by === "name" || access > 0 || only || labelled).map((one) => one.person))];
  const phrase = unit.text.match(ALL_OF_THEM)?.[0];
  const wanted = phrase ? numberIn(phrase) : null;
  let text = unit.text;
  if (
    access > 0 &&
    phrase &&
    denied.length === 0 &&
    !POINTS_ELSEWHERE.test(unit.text) &&
    !unit.text.slice(unit.text.indexOf(phrase)).includes(":") &&
    (persons.length < 2 || (wanted !== null && persons.length < wanted))
  ) {
    const earlier = namedBefore(context, units, at, source, leader, wanted);
    persons = [...new Set([...earlier.persons, ...persons])];
    // "We two": the writer is one of them.
    const writer = /^(?:vi|we)(?!\p{L})|of us$/iu.test(phrase) && (wanted === null || persons.length < wanted) ? writerOf(context, source) : null;
    if (writer && !persons.includes(writer)) persons = [writer, ...persons];
    text = `${earlier.text} ${unit.text}`;
  }
  const isTitleLine =
    unit.text.length < 80 &&
    !/[.:;,]$/u.test(unit.text) &&
    spoken.length === 0 &&
    context.cues.match(unit.text).some((match) => match.item === item && match.weight >= 0.6);
  const follows =
    (isTitleLine || access > 0 || labelled) &&
    (isTitleLine ||
      /[:?]\s*$/u.test(unit.text) ||
      (persons.length === 0 &&
        denied.length === 0 &&
        access > 0 &&
        unit.text.length < 70 &&
        (!/(?<!\p{L})(?:vi|we)(?!\p{L})/iu.test(unit.text) || COUNTED.test(unit.text))) ||
      (unit.list && (spoken[0]?.start ?? 99) < 60 && unit.text.length < 260));
  if (follows) {
    const list = listBelow(context, units, at, source, leader);
    persons = [...new Set([...persons, ...list.persons])];
    if (list.persons.length > 0) text = `${text}\n${list.text}`;
  }
  persons = persons.filter((person) => !lost.includes(person));
  if (persons.length === 0) return { statement: null, denied: lost };
  if (
    leader &&
    !only &&
    !persons.includes(leader) &&
    !lost.includes(leader) &&
    persons.length > 0 &&
    (CO_WORKER.test(unit.label.trim()) ||
      BESIDE_LEADER.test(`${unit.label} ${unit.text.slice(0, spoken[0]?.end ?? 60)} ${persons.length === 1 ? unit.text : ""}`))
  )
    persons = [leader, ...persons];
  const byWordOnly = !spoken.some((one) => one.by === "name") && text === unit.text;
  const speaks = labelled && SPEAKS_OF_ACCESS.test(unit.label);
  const said = access === 1 ? 0.84 : access > 0 ? (labelled ? 0.8 : persons.length > 1 || only ? 0.74 : 0.66) : 0;
  const under =
    labelled || isTitleLine
      ? (speaks ? 0.6 : /delta|participant|medarbeid|members|forsk/iu.test(isTitleLine ? unit.text : unit.label) ? 0.5 : 0.36) +
        0.3 * (isTitleLine ? 0.8 : unit.weight)
      : 0;
  const strength =
    Math.max(said, under) + Math.min(0.05, 0.015 * (persons.length - 1)) + (only && access > 0 ? 0.05 : 0) - (byWordOnly && !only ? 0.2 : 0);
  return {
    statement: {
      persons,
      source,
      block: unit.block,
      text: text.startsWith(unit.text) ? `${inNames(unit.text, spoken)}${text.slice(unit.text.length)}` : text,
      section: unit.section,
      strength,
      exclusive: only && access > 0,
      outright: access === 1 || speaks,
      because: said >= under ? `"${unit.text.slice(0, 120)}"` : `under "${unit.label.slice(0, 100)}"`,
    },
    denied: lost,
  };
};

/** The text with names for "I" and "the project leader", so that what is said of them is said of a name. */
const inNames = (text: string, spoken: readonly Spoken[]): string => {
  let out = text;
  for (const one of spoken.toSorted((a, b) => b.start - a.start))
    if (one.by === "word" && !text.includes(one.person.name)) out = `${out.slice(0, one.start)}${one.person.name}${out.slice(one.end)}`;
  return out;
};

/** The persons named in the sentences before within the section, until there are as many as the phrase says. */
const namedBefore = (
  context: ReaderContext,
  units: readonly Unit[],
  at: number,
  source: number,
  leader: Person | null,
  wanted: number | null,
): { persons: Person[]; text: string } => {
  const here = units[at];
  let persons: Person[] = [];
  let text = "";
  for (let back = at - 1; back >= 0 && here && here.block - (units[back]?.block ?? 0) <= 8; back -= 1) {
    const unit = units[back];
    if (!unit || unit.path !== here.path) break;
    if (
      persons.length > 0 &&
      (wanted === null ? unit.block !== here.block && persons.length >= 2 && unit.block < here.block - 1 : persons.length >= wanted)
    )
      break;
    const spoken = personsIn(context, unit.text, source, leader).filter(
      (one) => one.by === "name" || /(?:jeg|eg|i|undertegnede),? /iu.test(unit.text),
    );
    if (spoken.length === 0) continue;
    const lost = deniedIn(blank(unit.text, NOBODY_ELSE), spoken);
    if (OUTSIDER.test(unit.text.replace(DENIED, " ")) && spoken.length > 0 && wanted === null) continue;
    persons = [...new Set([...spoken.filter((one) => !lost.includes(one.person)).map((one) => one.person), ...persons])];
    text = `${unit.text} ${text}`;
  }
  return { persons, text };
};

/** The persons named in the sentences right before within the block, but for whoever heads the institution. */
const namedBesides = (
  context: ReaderContext,
  units: readonly Unit[],
  at: number,
  source: number,
  leader: Person | null,
): { persons: Person[]; text: string } => {
  const last = units[at - 1];
  const before = units.slice(Math.max(0, at - 4), at).filter((unit) => unit.block === last?.block && unit.path === last.path);
  const read = before
    .filter((unit) => findRole("head", unit.text) === null && !OUTSIDER.test(unit.text.replace(DENIED, " ")))
    .map((unit) => ({ unit, spoken: personsIn(context, unit.text, source, leader) }))
    .filter(({ spoken }) => spoken.length > 0);
  return {
    persons: [
      ...new Set(
        read.flatMap(({ unit, spoken }) => spoken.map((one) => one.person).filter((person) => !deniedIn(unit.text, spoken).includes(person))),
      ),
    ],
    text: read.map(({ unit, spoken }) => inNames(unit.text, spoken)).join(" "),
  };
};

/** "The following have access:" and then a line for each. */
const listBelow = (
  context: ReaderContext,
  units: readonly Unit[],
  at: number,
  source: number,
  leader: Person | null,
): { persons: Person[]; text: string } => {
  const persons: Person[] = [];
  const lines: string[] = [];
  const path = units[at]?.path;
  for (let next = at + 1; next < Math.min(units.length, at + 16); next += 1) {
    const unit = units[next];
    if (!unit || unit.path !== path) break;
    if (
      /^(?:tittel|stilling|title|position|institusjon|institution|affiliation|arbeids\p{L}+|tilhør\p{L}+|tilknyt\p{L}+|e-?post|e-?mail|telefon|rolle|employer)\s*:/iu.test(
        unit.text,
      )
    ) {
      lines.push(unit.text);
      continue;
    }
    const spoken = personsIn(context, unit.text, source, leader);
    const first = spoken[0];
    if (
      !first ||
      first.start > 60 ||
      unit.text.length > (next === at + 1 ? 480 : 260) ||
      (accessIn(unit.text) > 0 && deniedIn(unit.text, spoken).length === 0 && next > at + 1)
    )
      break;
    const lost = deniedIn(unit.text, spoken);
    for (const one of spoken) if (!lost.includes(one.person) && !persons.includes(one.person)) persons.push(one.person);
    lines.push(inNames(unit.text, spoken));
  }
  return { persons, text: lines.join("\n") };
};
