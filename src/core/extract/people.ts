/** The item about participants: who will have access, each with title and institution. */
import type { Evidence, Finding, Participant, Trace } from "../assessment.ts";
import type { Item } from "../catalogue.ts";
import { evidenceOf, type Mention, type Person, valuesOf } from "../people/directory.ts";
import { findRole, OUTSIDER } from "../people/role.ts";
import { isCvOnly, type ReaderContext } from "./context.ts";
import { sameInstitution, writerOf } from "./person.ts";
import { isPromise } from "./reject.ts";

const NO_ACCESS = /(?<!\p{L})(?:(?:skal |vil |får |har )?(?:ikke|ikkje|ingen|uten|utan) (?:ha |få |direkte )?(?:tilgang|innsyn|tilgjenge)|no access|not (?:have|get|be given|be granted)? ?access|without access|will (?:only )?(?:see|receive) (?:only )?(?:results|tables|aggregate)|bare (?:se )?(?:resultater|tabeller|manuskript)|referansegruppe|advisory|personvernombud|data protection officer|biveileder uten)/iu;
const ONLY_ONE = /(?<!\p{L})(?:(?:bare|kun|berre|utelukkende) (?:jeg|eg|meg|prosjektleder|prosjektleiar|undertegnede|underteikna|studenten|stipendiaten)|(?:jeg|eg) (?:er|alene|åleine)[^.]{0,30}(?:eneste|alene|åleine)|only (?:i|me|the project (?:leader|manager)|the principal investigator|the pi|the undersigned|the phd candidate)|ingen andre enn (?:meg|prosjektleder|undertegnede)|ingen (?:annen|annan|andre) enn (?:meg|eg|prosjektlei?d?ar|prosjektleder)|no ?(?:one|body) (?:else )?(?:but|other than|except) (?:me|the project)|prosjektleder(?:en)? (?:alene|åleine)|the sole|sole (?:researcher|user))/iu;

type Group = { readonly persons: { person: Person; mention: Mention }[]; readonly strength: number; readonly because: string };

/** Reads the participants. Each needs a title and an institution, wherever in the message these stand (not in a CV). */
export const readPeople = (context: ReaderContext, item: Item, leader: Person | null, controller: string | null): Finding => {
  const trace: Trace[] = [];
  const groups = participantGroups(context, item);
  for (const group of groups.slice(0, 5)) trace.push({ rule: "people.group", part: "participants", verdict: "considered", because: `${group.persons.map(({ person }) => person.name).join(", ")} (${group.because})`, evidence: null, strength: group.strength });
  const chosen = mergeGroups(context, groups);
  const alone = chosen === null ? onlyLeader(context, item, leader) : null;
  const persons = chosen?.persons ?? (alone ? [alone] : []);
  if (persons.length === 0) return { item: item.id, answered: [], value: null, notApplicable: null, trace };
  trace.push({ rule: "people.group", part: "participants", verdict: "accepted", because: chosen?.because ?? "only the project leader has access", evidence: null, strength: chosen?.strength ?? 0.9 });
  const participants: Participant[] = [];
  const lacking: Record<string, string[]> = { title: [], institution: [] };
  const evidence: Record<"participants" | "title" | "institution", Evidence[]> = { participants: [], title: [], institution: [] };
  for (const { person, mention } of persons) {
    const title = titleOf(context, person, mention);
    const institution = institutionOf(context, person, mention, leader, controller);
    participants.push({ name: person.name, ...(title ? { title: title.value } : {}), ...(institution ? { institution: institution.value } : {}) });
    if (!title) lacking["title"]?.push(person.name);
    if (!institution) lacking["institution"]?.push(person.name);
    const proof = evidenceOf(context.directory, mention, mention.card.name ?? person.name, "participants");
    if (proof) evidence.participants.push(proof);
    if (title?.evidence) evidence.title.push(title.evidence);
    if (institution?.evidence) evidence.institution.push(institution.evidence);
  }
  const confidence = chosen?.strength ?? 0.85;
  const answered = [
    { part: "participants", confidence, evidence: evidence.participants },
    ...(lacking["title"]?.length === 0 ? [{ part: "title", confidence, evidence: evidence.title }] : []),
    ...(lacking["institution"]?.length === 0 ? [{ part: "institution", confidence, evidence: evidence.institution }] : []),
  ];
  return { item: item.id, answered, value: { participants }, notApplicable: null, lacking, trace };
};

/** Groups of persons that some place names together as those with access, or as the project's members. */
const participantGroups = (context: ReaderContext, item: Item): Group[] => {
  const byPlace = new Map<string, { person: Person; mention: Mention }[]>();
  for (const person of context.directory.persons)
    for (const mention of person.mentions) {
      if (mention.kind === "sender" || mention.kind === "signature" || isCvOnly(context.sources[mention.source])) continue;
      const key = `${mention.source}|${mention.kind === "table" ? `t${mention.block}|${mention.columns.length > 0 ? "" : (mention.labels[0] ?? "")}` : `h${mention.headings.join("/")}|${sectionOf(context, mention)}`}`;
      const list = byPlace.get(key) ?? [];
      if (!list.some((one) => one.person === person)) list.push({ person, mention });
      byPlace.set(key, list);
    }
  const groups: Group[] = [];
  for (const [key, unsorted] of byPlace) {
    const list = unsorted.toSorted((a, b) => a.mention.block - b.mention.block);
    const first = list[0];
    if (!first) continue;
    const place = placeText(context, first.mention, key.includes("|t"));
    const labelled = Math.max(0, ...[...list.flatMap(({ mention }) => mention.labels), ...first.mention.headings.slice(0, 2)].map((label) => context.cues.match(label).find((match) => match.item === item)?.weight ?? 0));
    const access = findRole("participant", place) !== null && /tilgang|access|tilgjenge|innsyn|(?:lese|les|åpne|opne|bruke|nytte|se|sjå|analysere|behandle|handsame|kode|handle|read|use|see|open|work(?:ing)? with) (?:\p{L}+ ){0,2}(?:data|opplysning|sak|fil|dokument|datasett|material|mappe|vedtak|file|record|case|document|information)/iu.test(place);
    const members = list.filter(({ mention }) => !excluded(context, mention));
    if (members.length === 0) continue;
    const columns = first.mention.columns.join(" | ");
    const isAccessTable = /tilgang|access/iu.test(columns);
    let strength = 0;
    let because = "";
    const consider = (value: number, reason: string) => {
      if (value > strength) {
        strength = value;
        because = reason;
      }
    };
    const title = [...list.flatMap(({ mention }) => mention.labels), ...first.mention.headings.slice(0, 2)].find((label) => (context.cues.match(label).find((match) => match.item === item)?.weight ?? 0) >= 0.5) ?? "";
    // A heading that speaks of access decides; "Organisation" or "Staff" names the group, not who sees the data.
    const speaks = /tilgang|access|tilgjenge|innsyn|lese|åpne|opne/iu.test(title) ? 0.62 : /delta[ck]|participant|medarbeid|members/iu.test(title) ? 0.52 : 0.4;
    if (labelled >= 0.5) consider(speaks + 0.35 * labelled, `under "${title}"`);
    if (access) consider(0.85, "the text says who gets access");
    if (isAccessTable) consider(0.88, "table with an access column");
    if (key.includes("|t") && members.length >= 2 && /institus|affili|tilhør|instit|arbeidssted|university|organisa/iu.test(columns)) consider(0.7, "table of persons with institutions");
    if (members.length >= 2 && members.every(({ mention }) => mention.card.titles.length > 0) && members.some(({ mention }) => mention.card.institutions.length > 0) && first.mention.kind !== "signature") consider(0.69, "persons listed with titles and institutions");
    if (strength > 0) groups.push({ persons: members, strength: strength + Math.min(0.04, members.length * 0.01), because });
  }
  return groups.toSorted((a, b) => b.strength - a.strength);
};

const sectionOf = (context: ReaderContext, mention: Mention): string => {
  const block = context.sources[mention.source]?.document.blocks[mention.block];
  return block?.kind === "list_item" ? "list" : mention.kind === "prose" ? `p${mention.block}` : "lines";
};

/** The text around the place: the block, and the two blocks in front of a list or table. */
const placeText = (context: ReaderContext, mention: Mention, table: boolean): string => {
  const blocks = context.sources[mention.source]?.document.blocks ?? [];
  const back = table || mention.kind === "lines" ? 2 : 0;
  return blocks
    .slice(Math.max(0, mention.block - back), mention.block + 1)
    .filter((block) => block.kind !== "heading")
    .map((block) => block.text)
    .join("\n");
};

/** The sentence of the block that names the person. */
const sentenceWith = (context: ReaderContext, mention: Mention): string => {
  const block = context.sources[mention.source]?.document.blocks[mention.block];
  const name = mention.card.name ?? "";
  return block?.kind === "table" || !block ? "" : (block.text.split(/(?<=[.!?])\s+(?=\p{Lu})|\n/u).find((sentence) => sentence.includes(name)) ?? "");
};

/** Rows of those who head, look after or advise, in a table that lists everybody. */
const OTHER_ROW = /(?<!\p{L})(?:leder (?:for|av) (?:institusjon|behandlings)|leiar (?:for|av) (?:institusjon|behandlings)|rektor|rector|dekan|dean|head of|institusjonsleder|til orientering|for information)(?!\p{L})/iu;

const excluded = (context: ReaderContext, mention: Mention): boolean => {
  const sentence = mention.kind === "prose" || mention.kind === "lines" ? sentenceWith(context, mention) : "";
  if (OUTSIDER.test(sentence.replace(/instituttleder|seksjonsleder|avdelingsleder/giu, "")) && !/tilgang til|access to/iu.test(sentence)) return true;
  if (mention.kind === "table" && mention.labels.some((label) => OTHER_ROW.test(label) && !findRole("participant", label))) return true;
  const near = (mention.kind === "table" ? `${mention.card.text} ${mention.labels.join(" ")}` : mention.card.near).replace(/(?:ingen|inga) (?:andre|annen|annan)[^.]*|no (?:one|body) else[^.]*/giu, "");
  return NO_ACCESS.test(near) || OUTSIDER.test(mention.labels.join(" | ")) || /(?:^|\|)\s*(?:nei|no|ingen|–|-)\s*$/iu.test(mention.kind === "table" && /tilgang|access/iu.test(mention.columns.at(-1) ?? "") ? mention.card.text : "");
};

/** The strongest group; groups of about the same strength in the same document are one list written in pieces. */
const mergeGroups = (context: ReaderContext, groups: readonly Group[]): Group | null => {
  const best = groups[0];
  if (!best || best.strength < 0.68) return null;
  const source = best.persons[0]?.mention.source;
  const persons = [...best.persons];
  for (const group of groups.slice(1)) {
    if (group.strength < best.strength - 0.03 || group.persons[0]?.mention.source !== source || group.because !== best.because) continue;
    for (const one of group.persons) if (!persons.some((known) => known.person === one.person)) persons.push(one);
  }
  if (ALL_OF_THEM.test(placeText(context, best.persons[0]?.mention as Mention, false)))
    for (const { person, mention } of sectionMembers(context, best.persons[0]?.mention as Mention)) if (!persons.some((known) => known.person === person)) persons.push({ person, mention });
  return { ...best, persons };
};

/** "All three", "these four": the persons named before in the same section. */
const ALL_OF_THEM = /(?<!\p{L})(?:alle (?:de )?(?:to|tre|fire|fem|seks|sju|ovennevnte|ovanfor|over|nevnte|nemnde)|(?:disse|desse|de) (?:to|tre|fire|fem|seks)|begge|samtlige|these (?:two|three|four|five|six)|all (?:of (?:them|the above|these)|two|three|four|five|six|named|the above)|both(?: of them)?|everyone (?:named|listed|mentioned))(?!\p{L})/iu;

const sectionMembers = (context: ReaderContext, mention: Mention): { person: Person; mention: Mention }[] =>
  context.directory.persons.flatMap((person) => {
    const there = person.mentions.find((other) => other.source === mention.source && other.headings[0] === mention.headings[0] && Math.abs(other.block - mention.block) <= 8 && !excluded(context, other) && (other.card.titles.length > 0 || person.mentions.some((one) => one.card.titles.length > 0)));
    return there ? [{ person, mention: there }] : [];
  });

const onlyLeader = (context: ReaderContext, item: Item, leader: Person | null): { person: Person; mention: Mention } | null => {
  for (const placed of context.placed) {
    const { passage } = placed;
    if (isCvOnly(context.sources[passage.source]) || isPromise(passage.text)) continue;
    const inPlace = (placed.items.get(item.id)?.weight ?? 0) >= 0.6;
    const sentence = passage.text.split(/(?<=[.!?])\s+|\n/u).find((one) => ONLY_ONE.test(one) && (inPlace || /tilgang|access|tilgjenge|innsyn|se data|lese/iu.test(one)));
    if (!sentence) continue;
    const person = leader ?? writerOf(context, passage.source);
    const mention = person?.mentions.find((one) => one.kind !== "sender") ?? person?.mentions[0];
    if (person && mention) return { person, mention };
  }
  return null;
};

type Sourced = { readonly value: string; readonly evidence: Evidence | null };

const titleOf = (context: ReaderContext, person: Person, here: Mention): Sourced | null => {
  const usable = [here, ...person.mentions.filter((mention) => mention !== here && !isCvOnly(context.sources[mention.source]))];
  for (const { value, mention } of valuesOf(usable, "titles")) if (/\p{L}{3}/u.test(value) || /ph\.?d/iu.test(value)) return { value, evidence: evidenceOf(context.directory, mention, value, "title") };
  return null;
};

const institutionOf = (context: ReaderContext, person: Person, here: Mention, leader: Person | null, controller: string | null): Sourced | null => {
  const usable = [here, ...person.mentions.filter((mention) => mention !== here && !isCvOnly(context.sources[mention.source]))];
  const found = valuesOf(usable, "institutions")[0];
  if (found) return { value: found.value, evidence: evidenceOf(context.directory, found.mention, found.value, "institution") };
  // "Professor ved instituttet", "vår stipendiat": the project leader's own institution is known from the controller.
  if (controller && person === leader && person.mentions.some((mention) => mention.card.emails.length > 0 || mention.kind === "signature")) return { value: controller, evidence: null };
  if (controller && usable.some((mention) => sameInstitution(mention.card.near, controller) && mention.card.near.length < 200 && mention.card.near.toLowerCase().includes(controller.toLowerCase()))) return { value: controller, evidence: null };
  return null;
};
