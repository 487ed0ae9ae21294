/** The item about participants: who will have access, each with title and institution. */
import type { Evidence, Finding, Participant, Trace } from "../assessment.ts";
import type { Item } from "../catalogue.ts";
import { evidenceOf, type Mention, type Person } from "../people/directory.ts";
import { ORGANISATION } from "../people/words.ts";
import { isCvOnly, type ReaderContext } from "./context.ts";
import { institutionOf } from "./participant-institutions.ts";
import type { Naming } from "./participant-naming.ts";
import { type Statement, statementsOf } from "./participant-statements.ts";
import { tableStatements } from "./participant-tables.ts";
import { nameParts, titleOf } from "./participant-titles.ts";
import { sameInstitution } from "../people/institution.ts";

/** Reads the participants. Each needs a title and an institution, wherever in the message these stand (not in a CV). */
export const readPeople = (context: ReaderContext, item: Item, leader: Person | null, controller: string | null): Finding => {
  const trace: Trace[] = [];
  const isPerson = (person: Person): boolean => isPersonsName(person, controller);
  const lists = listsOf(context, item, leader, isPerson);
  for (const list of lists.slice(0, 6))
    trace.push({
      rule: "people.group",
      part: "participants",
      verdict: "considered",
      because: `${list.members.map(({ person }) => person.name).join(", ")} (${list.because})`,
      evidence: null,
      strength: list.strength,
    });
  const chosen = choose(lists);
  if (!chosen) return { item: item.id, answered: [], value: null, notApplicable: null, trace };
  trace.push({ rule: "people.group", part: "participants", verdict: "accepted", because: chosen.because, evidence: null, strength: chosen.strength });
  const participants: Participant[] = [];
  const lacking: Record<"title" | "institution", string[]> = { title: [], institution: [] };
  const evidence: Record<"participants" | "title" | "institution", Evidence[]> = { participants: [], title: [], institution: [] };
  for (const naming of chosen.members) {
    const { person } = naming;
    const title = titleOf(context, naming, chosen.members);
    const institution = institutionOf(context, naming, chosen.members, leader, controller);
    participants.push({
      name: nameParts(person.name).name,
      ...(title ? { title: title.value } : {}),
      ...(institution ? { institution: institution.value } : {}),
    });
    if (!title) lacking.title.push(person.name);
    if (!institution) lacking.institution.push(person.name);
    const proof = proofOf(context, naming);
    if (proof) evidence.participants.push(proof);
    if (title?.evidence) evidence.title.push(title.evidence);
    if (institution?.evidence) evidence.institution.push(institution.evidence);
  }
  const confidence = Math.min(0.97, chosen.strength);
  const answered = (["participants", "title", "institution"] as const).flatMap((part) =>
    part === "participants" || lacking[part].length === 0
      ? [{ part, confidence, evidence: evidence[part].length > 0 ? evidence[part] : evidence.participants.map((one) => ({ ...one, part })) }]
      : [],
  );
  return { item: item.id, answered, value: { participants }, notApplicable: null, lacking, trace };
};

/** What has the shape of a name and is none: the controller's own name, an institution, initials alone. */
const isPersonsName = (person: Person, controller: string | null): boolean => {
  if (ORGANISATION.test(person.name) || /\p{L}{4}(?:registeret|tjenesten|tenesta)(?!\p{L})/iu.test(person.name)) return false;
  return (
    controller === null ||
    person.mentions.some((mention) => mention.kind === "sender" && mention.card.near !== "") ||
    !sameInstitution(person.name, controller)
  );
};

/** Where the person is named: the mention beside the statement, else the first one outside CVs. */
const proofOf = (context: ReaderContext, naming: Naming): Evidence | null => {
  const mentions = naming.person.mentions.filter((mention) => mention.kind !== "sender" && !isCvOnly(context.sources[mention.source]));
  const mention: Mention | undefined =
    mentions.find((one) => one.source === naming.source && Math.abs(one.block - naming.block) <= 1) ??
    mentions.find((one) => one.source === naming.source) ??
    mentions[0] ??
    naming.person.mentions[0];
  return mention ? evidenceOf(context.directory, mention, mention.card.name ?? naming.person.name, "participants") : null;
};

type List = {
  readonly members: readonly Naming[];
  readonly source: number;
  readonly strength: number;
  readonly exclusive: boolean;
  readonly outright: boolean;
  readonly because: string;
};

/** Lists of participants, strongest first; what one section says in several sentences is one list. */
const listsOf = (context: ReaderContext, item: Item, leader: Person | null, isPerson: (person: Person) => boolean): List[] => {
  const told = statementsOf(context, item, leader);
  const tables = tableStatements(context, item);
  const denied = new Set([...told.denied, ...tables.denied]);
  const sections = new Map<string, Statement[]>();
  for (const statement of [...told.statements, ...tables.statements]) {
    // Sentences far apart under no heading are no one list.
    const last = [...sections.keys()].filter((one) => one.startsWith(`${statement.source}|${statement.section}|`)).at(-1);
    const near = last !== undefined && statement.block - (sections.get(last)?.at(-1)?.block ?? 0) <= 6;
    const key = last !== undefined && near ? last : `${statement.source}|${statement.section}|${statement.block}`;
    sections.set(key, [...(sections.get(key) ?? []), statement]);
  }
  const lists: List[] = [];
  for (const statements of sections.values()) {
    const strongest = Math.max(...statements.map((one) => one.strength));
    const exclusive = statements.find((one) => one.exclusive && one.strength >= strongest - 0.02);
    const taken = exclusive && exclusive.persons.length > 1 ? [exclusive] : statements.filter((one) => one.strength >= strongest - 0.14);
    const members: Naming[] = [];
    for (const { persons, source, block, text } of taken)
      for (const person of persons)
        if (!denied.has(person) && isPerson(person) && !members.some((one) => one.person === person)) members.push({ person, source, block, text });
    const first = taken.toSorted((a, b) => b.strength - a.strength)[0];
    if (!first || members.length === 0) continue;
    lists.push({
      members,
      source: first.source,
      strength: strongest + Math.min(0.03, 0.01 * (members.length - first.persons.length)),
      exclusive: exclusive !== undefined,
      outright: taken.some((one) => one.outright),
      because: first.because,
    });
  }
  return lists.toSorted((a, b) => b.strength - a.strength);
};

const ENOUGH = 0.66;

/** The strongest list; a longer one that holds it all and is nearly as strong is the fuller answer. */
const choose = (lists: readonly List[]): List | null => {
  const best = lists[0];
  if (!best || best.strength < ENOUGH) return null;
  if (best.exclusive) return best;
  const holds = (list: List, other: List): boolean => other.members.every(({ person }) => list.members.some((one) => one.person === person));
  const fuller = lists.filter(
    (list) =>
      list !== best &&
      list.strength >= Math.max(ENOUGH, best.strength - 0.2) &&
      list.members.length > best.members.length &&
      (list.outright || !best.outright) &&
      holds(list, best),
  );
  if (fuller[0]) return fuller[0];
  // Two lists that share nobody's absence: one place names some, another the rest.
  const others = lists.filter(
    (list) =>
      list !== best &&
      !list.exclusive &&
      ((list.outright && best.outright) || (list.source === best.source && list.because === best.because && list.because.startsWith("under "))) &&
      list.strength >= best.strength - 0.06,
  );
  const members = [...best.members];
  for (const { members: more } of others) for (const one of more) if (!members.some((known) => known.person === one.person)) members.push(one);
  return { ...best, members };
};
