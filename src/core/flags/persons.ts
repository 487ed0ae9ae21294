/** Persons: another project leader in another document, another one's CV, no doctorate, no supervisor, differing lists. */
import type { Evidence, Flag } from "../assessment.ts";
import { type Block, documentText, isReadable } from "../document.ts";
import { isCvOnly, type ReaderContext } from "../extract/context.ts";
import { readPeople } from "../extract/people.ts";
import { candidatesFor } from "../extract/role-candidates.ts";
import type { Source } from "../extract/passages.ts";
import { evidenceOf, type Mention, type Person } from "../people/directory.ts";
import { findNames, sameName } from "../people/names.ts";
import { findRole } from "../people/role.ts";
import { ORGANISATION } from "../people/words.ts";
import { contextOfSource, evidenceOfBlock, flag, itemOfKind, itemOfRole, ownBlocks, type ReadInput, speakingSources } from "./input.ts";

/** How strongly a document must name somebody for it to speak against another. */
const SURE = 0.85;
/** Strength from which a person may be meant by the role at all. */
const POSSIBLE = 0.5;
const LONGEST_LABEL = 70;

export const personFlags = (input: ReadInput): Flag[] => {
  const leader = leaderOf(input);
  return [...otherLeaders(input), ...(leader ? [...strangeCv(input, leader), ...qualifications(input, leader)] : []), ...differingLists(input)];
};

type Leader = { readonly name: string; readonly evidence: Evidence | null; readonly person: Person | null; readonly confidence: number };

const leaderOf = (input: ReadInput): Leader | null => {
  const item = itemOfRole(input.agency, "leader");
  const finding = item ? input.reading.findings.get(item.id) : undefined;
  const name = finding?.value?.["name"];
  if (typeof name !== "string") return null;
  const answer = finding?.answered.find((one) => one.part === "name");
  const person = input.reading.context.directory.persons.find((one) => sameName(one.name, name)) ?? null;
  return { name, evidence: answer?.evidence[0] ?? null, person, confidence: answer?.confidence ?? 0 };
};

/** Whether the name stands after the label "project leader", not in a sentence that speaks of one. */
const isLabelled = (context: ReaderContext, mention: Mention): boolean => {
  const isLabel = (label: string) => label.length <= LONGEST_LABEL && !/[.!?]$/.test(label) && findRole("leader", label) !== null;
  if (mention.labels.some(isLabel)) return true;
  const name = mention.card.name ?? "";
  const line = context.sources[mention.source]?.document.blocks[mention.block]?.text.split("\n").find((one) => one.includes(name)) ?? "";
  const label = line.slice(0, Math.max(0, line.indexOf(name))).match(/^([^:|]{2,70})[:|]/u)?.[1];
  return label !== undefined && isLabel(label);
};

/** Two documents that each put another person under the label "project leader", and do not call the other one so. */
const otherLeaders = (input: ReadInput): Flag[] => {
  const item = itemOfRole(input.agency, "leader");
  if (!item) return [];
  const { context } = input.reading;
  const named = speakingSources(context.sources).flatMap((index) => {
    const candidates = candidatesFor(contextOfSource(context, index), "leader", null);
    const [best] = candidates;
    if (!best || best.strength < SURE || !isLabelled(context, best.mention) || ORGANISATION.test(best.person.name)) return [];
    const evidence = evidenceOf(context.directory, best.mention, best.person.name, "name");
    return evidence
      ? [{ name: best.person.name, evidence, leaders: candidates.filter((one) => one.strength >= POSSIBLE).map((one) => one.person.name) }]
      : [];
  });
  const denies = (one: (typeof named)[number], name: string) => !one.leaders.some((leader) => sameName(leader, name));
  for (const [index, one] of named.entries())
    for (const other of named.slice(index + 1))
      if (denies(one, other.name) && denies(other, one.name))
        return [flag("leader_differs", [item], [one.evidence, other.evidence], `${one.name} / ${other.name}`)];
  return [];
};

/** Blocks at the top of a CV in which its person's name stands. */
const TOP_BLOCKS = 6;

const isCv = (source: Source): boolean => isCvOnly(source) && isReadable(source.document) && !source.ignored;

/** Whose CV it is: the first name at its top; null where none stands there. */
const ownerOf = (source: Source): { name: string; block: Block } | null => {
  for (const block of ownBlocks(source.document).slice(0, TOP_BLOCKS)) {
    const name = findNames(block.text.replace(/curriculum vitae|(?<!\p{L})cv(?!\p{L})/giu, " "))[0]?.text;
    if (name) return { name, block };
  }
  return null;
};

const lastName = (name: string): string => name.toLowerCase().split(/\s+/).at(-1) ?? "";

/** Whether the person is spoken of anywhere in a document, or in its name. */
const mentions = (source: Source, name: string): boolean => {
  const last = lastName(name).normalize("NFC");
  return `${source.document.name} ${documentText(source.document)}`.normalize("NFC").toLowerCase().includes(last);
};

const strangeCv = (input: ReadInput, leader: Leader): Flag[] => {
  const item = itemOfRole(input.agency, "leader");
  const cvs = input.reading.context.sources.filter(isCv);
  if (cvs.length === 0 || leader.confidence < 0.6 || cvs.some((cv) => mentions(cv, leader.name))) return [];
  const owners = cvs.map((cv) => ({ cv, owner: ownerOf(cv) }));
  const [first] = owners;
  if (!first?.owner || owners.some(({ owner }) => !owner || sameName(owner.name, leader.name))) return [];
  const { document } = first.cv;
  return [
    flag(
      "cv_not_leader",
      [item],
      [evidenceOfBlock(document, first.owner.block, lineWith(first.owner.block.text, first.owner.name)), leader.evidence],
      `${first.owner.name} / ${leader.name}`,
    ),
  ];
};

const lineWith = (text: string, words: string): string => text.split("\n").find((line) => line.includes(words)) ?? text;

/** Words for being on the way to a doctorate; taken out before a doctorate is looked for. */
const CANDIDATE =
  /(?<!\p{L})(?:ph\.?\s?d\.?[- ]?(?:stipendiat\p{L}*|kandidat\p{L}*|candidate|student|fellow|research fellow|prosjekt\p{L}*|avhandling\p{L}*|program\p{L}*|project|thesis|grad(?:en)? \((?:pågår|ongoing))|doktorgrads?(?:stipendiat|kandidat|student|prosjekt|avhandling|arbeid|program|utdanning)\p{L}*|doctoral (?:candidate|student|fellow|research fellow|researcher|project|thesis|programme)|doktorand\p{L}*|stipendiat\p{L}*|ph\.?\s?d\.?[^.;\n|]{0,40}(?:pågår|pågåande|ongoing|in progress|expected|forventet|venta|planlagt|(?:20\d\d\s?[–-]\s?(?:$|\n|d\.d|nå|no(?!\p{L})|present|pågår))))/giu;
const DOCTOR =
  /(?<!\p{L})(?:ph\.?\s?d|d\.?\s?phil|dr\.?(?=\s|\p{L}|$)|doktor\p{L}*|doctor\p{L}*|dphil|habil\p{L}*|professor\p{L}*|prof\.|førsteamanuensis|fyrsteamanuensis|førstelektor|fyrstelektor|dosent|docent|hoogleraar|privatdozent|universitair|postdo[ck]\p{L}*|post-doc\p{L}*|forsker (?:i{1,3}|[123])|seniorforsker|forskar (?:i{1,3}|[123])|seniorforskar|senior (?:researcher|research(?:er)? fellow|lecturer|scientist)|research professor|maître de conférences|reader(?= in)|disputas\p{L}*|dissertation|th\.?d)/iu;
const STUDENT =
  /(?<!\p{L})(?:master-?\s?student\p{L}*|mastergradsstudent\p{L}*|bachelor-?\s?student\p{L}*|student(?:en)?(?!\p{L})|master'?s? student|ma student|msc student)/iu;
const SUPERVISOR =
  /(?<!\p{L})(?:hoved|hovud|bi|med)?-?(?:veilede[rt]\p{L}*|rettleia\p{L}*|rettleiing\p{L}*|vejleder\p{L}*|handledare\p{L}*|supervis\p{L}*|veiledning\p{L}*|promotor|betreuer\p{L}*|advisor|adviser)/iu;

const titlesOf = (leader: Leader): string => (leader.person?.mentions ?? []).flatMap((mention) => mention.card.titles).join(" | ");

/** Text around the leader's name, where titles and degrees stand that no card holds. */
const aroundLeader = (input: ReadInput, leader: Leader): string =>
  input.reading.context.sources
    .filter(({ document }) => isReadable(document))
    .flatMap(({ document }) => ownBlocks(document).flatMap((block) => block.text.split(/\n|(?<=[.!?])\s+/u)))
    .filter((line) => line.toLowerCase().includes(lastName(leader.name)))
    .join("\n");

const qualifications = (input: ReadInput, leader: Leader): Flag[] => {
  const item = itemOfRole(input.agency, "leader");
  const { sources } = input.reading.context;
  const own = sources.filter((source) => isCv(source) && mentions(source, leader.name));
  const titles = titlesOf(leader);
  const said = `${titles}\n${aroundLeader(input, leader)}\n${own.map(({ document }) => documentText(document)).join("\n")}`;
  const isStudent = STUDENT.test(titles);
  const isCandidate = !isStudent && matchesCandidate(titles);
  if (DOCTOR.test(said.replace(CANDIDATE, " ")) && !isStudent && !isCandidate) return [];
  // Without a CV or a title nothing is known; only what is known is told.
  if (own.length === 0 && !isStudent && !isCandidate) return [];
  const evidence = evidenceOfTitle(input, leader) ?? leader.evidence;
  const without = flag("leader_without_doctorate", [item], [evidence], titles.split(" | ")[0] || leader.name);
  const supervised = sources.some(({ document }) => isReadable(document) && ownBlocks(document).some((block) => SUPERVISOR.test(block.text)));
  return isStudent && !supervised ? [flag("student_without_supervisor", [item], [evidence], leader.name), without] : [without];
};

const matchesCandidate = (titles: string): boolean => {
  const left = titles.replace(CANDIDATE, " ");
  return left !== titles && !DOCTOR.test(left);
};

const evidenceOfTitle = (input: ReadInput, leader: Leader): Evidence | null => {
  for (const mention of leader.person?.mentions ?? []) {
    const document = input.reading.context.sources[mention.source]?.document;
    const title = mention.card.titles[0];
    const block = document?.blocks[mention.block];
    if (document && block && title && block.text.includes(title)) return evidenceOfBlock(document, block, lineWith(block.text, title));
  }
  return null;
};

/** Two lists that are plainly of the same people, one of which lacks somebody whom its document names nowhere. */
const differingLists = (input: ReadInput): Flag[] => {
  const item = itemOfKind(input.agency, "people");
  if (!item) return [];
  const { context } = input.reading;
  const lists = speakingSources(context.sources).flatMap((index) => {
    const source = context.sources[index];
    const finding = readPeople(contextOfSource(context, index), item, null, null);
    const answer = finding.answered.find((one) => one.part === "participants");
    const people = finding.value?.["participants"];
    return source && Array.isArray(people) && people.length >= 2 && answer && answer.confidence >= SURE
      ? [{ source, names: people.map((one: { name: string }) => one.name), evidence: answer.evidence[0] ?? null }]
      : [];
  });
  for (const [index, one] of lists.entries())
    for (const other of lists.slice(index + 1)) {
      const common = one.names.filter((name) => other.names.some((known) => sameName(known, name))).length;
      if (common < 2 || common * 2 < Math.min(one.names.length, other.names.length)) continue;
      const missing = [...one.names.filter((name) => !mentions(other.source, name)), ...other.names.filter((name) => !mentions(one.source, name))];
      if (missing.length > 0) return [flag("participants_differ", [item], [one.evidence, other.evidence], missing.join(", "))];
    }
  return [];
};
