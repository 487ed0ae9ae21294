/** Items about one person: the head of the controller, the project leader, the contact person. Read from the directory. */
import type { Evidence, Finding, ItemValue, Trace } from "../assessment.ts";
import type { Item } from "../catalogue.ts";
import { type Directory, emailsSpelling, evidenceOf, type Mention, type Person, roleStrength, valuesOf } from "../people/directory.ts";
import { sameName } from "../people/names.ts";
import { findRole, OUTSIDER, type Role } from "../people/role.ts";
import { HEAD_TITLE } from "../people/words.ts";
import { isCvOnly, type ReaderContext } from "./context.ts";

/** A person with how strongly the message says that it is the one asked for. */
export type RoleCandidate = { readonly person: Person; readonly strength: number; readonly because: string; readonly mention: Mention };

/** "Jeg er ...", "Det er eg som står som ...", "I am the ..."; nothing but the copula stands between. */
const SELF_BEFORE = /(?<!\p{L})(?:jeg|eg|undertegnede|underteikna|underskrivne|i'm|i (?=am |will |shall |serve |act |myself |have )|the undersigned|meg)(?: (?:selv|sjølv|myself))?,?(?: (?:er|som er|som står|som stend|står|stend|vil være|skal være|vil vere|skal vere|blir|vert|am|will be|will act|shall be|serve|act|også|òg|and|og|som|as|både|both|den|det|the|samtidig|samtidig|in|vår|our|denne|this|faglig|søknadens|daglig|praktisk|main|also|today|forsker|professor|\p{L}+amanuensis)){0,6}[\s:,]*$/iu;
/** "Prosjektleder er undertegnede", "Kontaktperson: meg". */
const SELF_AFTER = /^[\s:,]*(?:(?:er|is|blir|vert|vil være|will be|og|and) ){0,3}(?:undertegnede|underteikna|underskrivne|meg|eg|jeg|me|myself|the undersigned)(?!\p{L})/iu;
const SELF_AS = /(?<!\p{L})(?:meg|me)(?: \p{L}+){0,2} (?:som|as)\s*$/iu;

/** Candidates for a role, strongest first. A CV names none but the project leader. */
export const candidatesFor = (context: ReaderContext, role: Role, controller: string | null): RoleCandidate[] => {
  const found: RoleCandidate[] = [];
  for (const person of context.directory.persons) {
    let best: RoleCandidate | null = null;
    for (const mention of person.mentions) {
      if (isCvOnly(context.sources[mention.source]) && mention.kind !== "sender") continue;
      const { strength, because } = role === "head" ? headStrength(context, mention, controller) : roleStrength(mention, role);
      if (strength > (best?.strength ?? 0)) best = { person, strength, because, mention };
    }
    if (best) found.push(best);
  }
  const self = firstPerson(context, role);
  if (self) {
    const known = found.find((candidate) => candidate.person === self.person);
    if (!known || known.strength < self.strength) found.push(self);
  }
  return found.toSorted((a, b) => b.strength - a.strength || b.person.mentions.length - a.person.mentions.length);
};

/** "I am the project leader": the sender, where the mail says so, or a letter's signer. */
const firstPerson = (context: ReaderContext, role: Role): RoleCandidate | null => {
  for (const { passage } of context.placed) {
    if (passage.kind === "row" || passage.kind === "cell" || isCvOnly(context.sources[passage.source])) continue;
    for (const sentence of passage.text.split(/(?<=[.!?])\s+|\n/u)) {
      const at = findRole(role, sentence);
      if (!at) continue;
      const before = sentence.slice(0, at.start);
      const after = sentence.slice(at.end);
      if (!SELF_BEFORE.test(before) && !/(?<!\p{L})(?:jeg|eg)(?!\p{L})/iu.test(sentence.slice(at.start, at.end)) && !SELF_AFTER.test(after) && !(role === "contact" && SELF_AS.test(before))) continue;
      if (role === "head") continue;
      const person = writerOf(context, passage.source);
      const mention = person?.mentions.find((one) => one.source === passage.source) ?? person?.mentions[0];
      if (person && mention) return { person, mention, strength: 0.9, because: `"${sentence.trim().slice(0, 90)}"` };
    }
  }
  return null;
};

/** Who writes a source in the first person: the mail's sender, the forwarded mail's sender, else who signs it. */
export const writerOf = (context: ReaderContext, source: number): Person | null => {
  const signed = context.directory.persons.find((person) => person.mentions.some((mention) => mention.source === source && mention.kind === "signature"));
  if (source === 0) {
    const sender = context.sender;
    const bySender = sender ? context.directory.persons.find((person) => person.mentions.some((mention) => mention.kind === "sender" || mention.card.emails.some((email) => email.toLowerCase() === sender.address.toLowerCase()))) : undefined;
    const forwarded = context.sources[0]?.document.blocks.some((block) => block.origin === "forwarded");
    return (forwarded ? signed : bySender) ?? bySender ?? signed ?? null;
  }
  if (signed) return signed;
  return writerOf(context, 0);
};

/** How strongly a mention says that the person heads the controller. */
const headStrength = (context: ReaderContext, mention: Mention, controller: string | null): { strength: number; because: string } => {
  const item = context.catalogue.items.find((one) => one.kind === "person" && one.role === "head");
  const labelled = item ? Math.max(0, ...mention.labels.map((label) => context.cues.match(label).find((match) => match.item === item)?.weight ?? 0)) : 0;
  const headed = item ? Math.max(0, ...mention.headings.slice(0, 1).map((heading) => context.cues.match(heading).find((match) => match.item === item)?.weight ?? 0)) : 0;
  const title = [...mention.card.titles, ...mention.labels.filter((label) => label.length < 50)].join(" | ");
  const isHeadTitle = new RegExp(HEAD_TITLE.source, "iu").test(title) && !/(?:pro|vise|vice[- ]?)(?:rektor|rector|dekan|dean)|deputy|assistant director|assisterende|project director/iu.test(title);
  const near = mention.card.near;
  const outside = OUTSIDER.test(mention.labels.join(" | ")) || /(?<!\p{L})(?:udi|utlendingsdirektorat|ssb|statistisk sentralbyrå|sikt|fhi|datatilsynet)(?!\p{L})/iu.test(near);
  const place = mention.card.institutions.find((institution) => near.includes(institution) && near.indexOf(institution) > near.indexOf(mention.card.name ?? "\0") && !/^(?:the )?(?:executive |governing )?(?:board|office|styre)/iu.test(institution));
  const elsewhere = controller !== null && place !== undefined && !mention.card.institutions.some((institution) => sameInstitution(institution, controller));
  const base = roleStrength(mention, "head");
  let strength = 0;
  let because = "";
  const consider = (value: number, reason: string) => {
    if (value > strength) {
      strength = value;
      because = reason;
    }
  };
  if (labelled >= 0.5) consider(0.97, `label "${(mention.labels[0] ?? "").slice(0, 60)}"`);
  if (headed >= 0.5 && !findRole("leader", near)) consider(0.9, `under heading "${(mention.headings[0] ?? "").slice(0, 60)}"`);
  if (TOPMOST.test(near) && !outside) consider(0.92, `"${near.match(TOPMOST)?.[0] ?? ""}" beside the name`);
  if (isHeadTitle && !outside) consider(PARTIAL_HEAD.test(`${title} ${near}`) ? 0.52 : /rekt|rector|chancellor|president|präsident|administrerende|adm\.|managing|executive|daglig|dagleg|generalsek|secretary|ceo|chief|kommunedirektør|fylkes\p{L}*direktør|rådmann|director.general/iu.test(title) ? 0.82 : /direktør|director/iu.test(title) ? 0.78 : 0.65, `title "${title.slice(0, 40)}"`);
  else if (base.strength > 0 && !outside) consider(base.strength * 0.85, base.because);
  if (elsewhere && labelled < 0.5) strength *= 0.4;
  if (/^\W*(?:kopi|copy|cc)\W|(?<!\p{L})(?:without access|uten tilgang|utan tilgang|partner|samarbeidspartner|oppdragsgiver|tidligere|tidlegare|former|emeritus)(?!\p{L})/iu.test(near) && labelled < 0.5) strength *= 0.5;
  if (findRole("leader", near) && labelled < 0.5) strength *= 0.6;
  return { strength, because };
};

/** Said of the one on top: "øverste leder er direktør X", "the foundation is headed by". */
const TOPMOST = /(?<!\p{L})(?:øverste (?:leder|ansvarlige?)|øvste leiar|institusjonens leder|(?:universitetets|høgskolens|høgskulens|høyskolens|instituttets|senterets|museets|stiftelsens|kommunens|fylkeskommunens|føretakets|foretakets|virksomhetens|verksemdas|institusjonens|organisasjonens|selskapets)\s+(?:øverste )?(?:leder|leiar)|(?:is|are) headed by|heads the (?:institution|foundation|university|institute|centre|organi[sz]ation)|(?:ledes|leies|leiast|ledet|leidd) av (?:rektor|direktør|administrerende|generalsekretær|kommunedirektør|fylkes)|(?:institusjonen|virksomheten|verksemda|universitetet|stiftelsen|stiftinga|the (?:institution|university|foundation|institute)) (?:er |is |blir )?(?:representert|represented|ledes|leies|leia|headed|led)(?: av| ved| by)?)(?!\p{L})/iu;
/** Directors of a part of the institution. */
const PARTIAL_HEAD = /(?<!\p{L})(?:avdelings|fag|forsknings|forskings|klinikk|område|divisjons|assisterende |assistant |deputy |associate |programme |program |research |senter|økonomi|it-|administrasjons|kommunikasjons|regional|prosjekt)(?:direktør|director)|direktør for|director of (?!the (?:institute|centre|foundation|university|museum))|head of (?:department|section|unit|research)|vice-dean|visedekan|prodekan/iu;

const institutionWords = (text: string): string[] =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .split(" ")
    .filter((word) => !/^(?:i|in|of|the|for|og|and|at|ved|på|as|hf|av)$/.test(word));

/** Whether two names can mean the same institution: one's words within the other's, or an abbreviation of it. */
export const sameInstitution = (a: string, b: string): boolean => {
  const left = institutionWords(a);
  const right = institutionWords(b);
  if (left.length === 0 || right.length === 0) return false;
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  if (short.every((word) => long.includes(word))) return true;
  const initials = (words: readonly string[]) => words.map((word) => word[0]).join("");
  if (short.some((word) => word.length >= 2 && word.length <= 7 && (initials(long) === word || initials(long).startsWith(word)))) return true;
  const common = left.filter((word) => right.includes(word)).length;
  return common >= 2 && common / Math.min(left.length, right.length) >= 0.6;
};

/** Reads one person's name and contact details. */
export const readPerson = (context: ReaderContext, item: Item, controller: string | null, leader: Person | null): Finding & { readonly person: Person | null } => {
  const role = item.role ?? "leader";
  const trace: Trace[] = [];
  const candidates = candidatesFor(context, role, controller).filter((candidate) => candidate.strength >= (role === "contact" ? 0.55 : 0.5));
  for (const candidate of candidates.slice(0, 6)) trace.push({ rule: `person.${role}`, part: "name", verdict: "considered", because: `${candidate.person.name}: ${candidate.because}`, evidence: evidenceOf(context.directory, candidate.mention, candidate.person.name, "name"), strength: candidate.strength });
  const chosen = choose(context, role, candidates, leader);
  const labelledNameless = namelessUnder(context, item);
  const same = role === "contact" && !chosen ? saidToBeLeader(context, item, candidates, leader) : null;
  if (same) return { item: item.id, answered: [], value: null, notApplicable: same, trace: [...trace, { rule: "person.contact", part: null, verdict: "accepted", because: "said to be the project leader", evidence: same, strength: 0.9 }], person: leader };
  if (!chosen && labelledNameless.length === 0) return { item: item.id, answered: [], value: null, notApplicable: null, trace, person: null };
  if (chosen) trace.push({ rule: `person.${role}`, part: "name", verdict: "accepted", because: `${chosen.person.name}: ${chosen.because}`, evidence: null, strength: chosen.strength });
  return { ...answers(context, item, role, chosen, labelledNameless, controller, trace), person: chosen?.person ?? null };
};

const choose = (context: ReaderContext, role: Role, candidates: readonly RoleCandidate[], leader: Person | null): RoleCandidate | null => {
  if (role === "contact") {
    const other = candidates.find((candidate) => candidate.person !== leader);
    const best = candidates[0];
    // The leader named as contact under the contact's own label decides; a weaker word beside another name does not.
    if (best && leader && best.person === leader && best.strength >= (other?.strength ?? 0)) return null;
    return other ?? null;
  }
  if (role === "head") {
    const best = candidates[0];
    if (!best) return null;
    return best;
  }
  if (candidates[0]) return candidates[0];
  return leaderWithoutWord(context);
};

const SAME_AS_LEADER = /(?<!\p{L})(?:(?:samme|same|den samme|sama|likt?|identisk)(?: person)?(?: som| as| med)? (?:the )?(?:prosjektle|prosjektlei|project|over|ovenfor|above|pkt|punkt|item|pi)|prosjektleder(?:en)?|prosjektleiar(?:en)?|project (?:leader|manager)|principal investigator|ingen (?:annen|annan|andre)|no ?(?:body|one) (?:else|other)|(?:ikke|ikkje) (?:aktuelt|relevant)|not applicable|n\/a|undertegnede|underteikna|meg|som over|see above|se punkt 4|sjå punkt 4)/iu;

/** "Same as the project leader" under the contact's own label, or the leader named as contact. */
const saidToBeLeader = (context: ReaderContext, item: Item, candidates: readonly RoleCandidate[], leader: Person | null): Evidence | null => {
  for (const { passage, items } of context.placed) {
    if ((items.get(item.id)?.weight ?? 0) < 0.6 || passage.kind === "heading" || passage.text.length > 160 || !SAME_AS_LEADER.test(passage.text)) continue;
    return { source: context.sources[passage.source]?.document.name ?? "body", page: passage.place.page, block: passage.block, quote: passage.text.trim().slice(0, 300), part: null };
  }
  const best = candidates[0];
  return best && leader && best.person === leader ? evidenceOf(context.directory, best.mention, best.person.name, "name") : null;
};

/** Where nobody is called project leader: the CV's person, if the sender or a researcher named in the message. */
const leaderWithoutWord = (context: ReaderContext): RoleCandidate | null => {
  const cvSources = context.sources.flatMap((source, index) => (isCvOnly(source) ? [index] : []));
  for (const source of cvSources) {
    const first = context.directory.persons
      .flatMap((person) => person.mentions.filter((mention) => mention.source === source).map((mention) => ({ person, mention })))
      .toSorted((a, b) => a.mention.block - b.mention.block)[0];
    if (first && first.person.mentions.some((mention) => mention.source !== source)) return { ...first, strength: 0.6, because: "the CV is this person's" };
  }
  return null;
};

/** Contact details under the item's own label with no name among them. */
const namelessUnder = (context: ReaderContext, item: Item): Mention[] =>
  context.directory.nameless.filter((mention) => !isCvOnly(context.sources[mention.source]) && [...mention.labels, ...mention.headings.slice(0, 1)].some((label) => context.cues.match(label).some((match) => match.item === item && match.weight >= 0.55) && !(["leader", "head", "contact"] as const).some((other) => other !== item.role && findRole(other, label) && !findRole(item.role ?? "leader", label))));

const answers = (context: ReaderContext, item: Item, role: Role, chosen: RoleCandidate | null, nameless: readonly Mention[], controller: string | null, trace: Trace[]): Finding => {
  const directory = context.directory;
  const mentions = [...(chosen?.person.mentions ?? []), ...nameless].filter((mention) => role === "leader" || mention.kind === "sender" || !isCvOnly(context.sources[mention.source]));
  const value: Record<string, string> = {};
  const answered: { part: string; confidence: number; evidence: Evidence[] }[] = [];
  const give = (part: string, text: string, mention: Mention, confidence: number) => {
    if (value[part]) return;
    value[part] = text;
    const evidence = evidenceOf(directory, mention, text, part);
    answered.push({ part, confidence, evidence: evidence ? [evidence] : [] });
  };
  if (chosen) give("name", chosen.person.name, chosen.mention.block >= 0 ? chosen.mention : (chosen.person.mentions.find((mention) => mention.block >= 0) ?? chosen.mention), chosen.strength);
  const ranked = rank(context, mentions, chosen?.mention ?? null, role);
  for (const [part, field] of [["phone", "phones"], ["email", "emails"], ["address", "addresses"]] as const) {
    const values = valuesOf(ranked, field);
    const best = values[0];
    if (best) {
      const all = part === "phone" ? samePlace(values) : best.value;
      give(part, all, best.mention, 0.95);
      if (part === "phone") value["phone"] = all;
    }
  }
  if (chosen && !value["email"]) {
    const spelled = emailsSpelling(directory, chosen.person.name).find(({ mention }) => role === "leader" || !isCvOnly(context.sources[mention.source]));
    if (spelled) give("email", spelled.value, spelled.mention, 0.85);
  }
  if (!value["address"] && (chosen || nameless.length > 0)) {
    const said = [...(chosen?.person.mentions ?? []), ...nameless];
    const shared = addressSaidToBeSame(context, said) ?? (controller && role === "head" ? institutionAddress(context, controller, true) : controller && role === "leader" ? institutionAddress(context, controller, false) : null);
    if (shared) {
      give("address", shared.text, shared.mention, 0.75);
      trace.push({ rule: "person.institution_address", part: "address", verdict: "accepted", because: shared.because, evidence: null, strength: 0.75 });
    }
  }
  return { item: item.id, answered: answered.filter(({ part }) => item.parts.some((one) => one.id === part)), value: Object.keys(value).length > 0 ? (value as ItemValue) : null, notApplicable: null, trace };
};

/** Mentions in which the role is said come first, then tables and signatures, CVs last. */
const rank = (context: ReaderContext, mentions: readonly Mention[], chosen: Mention | null, role: Role): Mention[] => {
  const score = (mention: Mention): number => (mention === chosen ? 3 : 0) + roleStrength(mention, role).strength + (mention.kind === "table" || mention.kind === "lines" ? 0.3 : 0) + (isCvOnly(context.sources[mention.source]) ? -2 : 0) + (mention.kind === "sender" ? -1 : 0);
  return mentions.toSorted((a, b) => score(b) - score(a));
};

/** Two numbers given together are both kept: "73 41 27 86 / 918 44 207". */
const samePlace = (values: readonly { value: string; mention: Mention }[]): string => {
  const first = values[0];
  return values.filter((one) => one.mention === first?.mention).map((one) => one.value).slice(0, 2).join(" / ");
};

const SAME_ADDRESS = /(?<!\p{L})(?:(?:post|besøks|kontor)?-?(?:adresse|address)n? (?:\p{L}+ )?(?:som|as) (?:ovanfor|over|ovenfor|nemnt|nevnt|above|in the letterhead|i brevhodet|i brevhovudet|i brevhovud)|same adresse|samme (?:post|besøks)?-?adresse|same (?:postal |office )?address|same adresse|den samme som (?:min|over)|adresse som (?:over|ovenfor|prosjektleder|institusjon)|address as (?:above|the project|the institution))(?!\p{L})/iu;

/** "Same address" beside the person: the address given nearest before. */
const addressSaidToBeSame = (context: ReaderContext, mentions: readonly Mention[]): { text: string; mention: Mention; because: string } | null => {
  for (const mention of mentions) {
    if (!SAME_ADDRESS.test(`${mention.card.text} ${mention.card.near}`)) continue;
    const all = [...context.directory.persons.flatMap((person) => person.mentions), ...context.directory.nameless];
    const other = all.filter((one) => one.source === mention.source && one.card.addresses.length > 0).toSorted((a, b) => Math.abs(a.block - mention.block) - Math.abs(b.block - mention.block))[0] ?? all.find((one) => one.card.addresses.length > 0);
    const text = other?.card.addresses[0];
    if (other && text) return { text, mention: other, because: "said to be the same address" };
  }
  const all = [...context.directory.persons.flatMap((person) => person.mentions), ...context.directory.nameless];
  for (const mention of all) {
    if (isCvOnly(context.sources[mention.source])) continue;
    const address = mention.card.addresses[0];
    const block = context.sources[mention.source]?.document.blocks[mention.block];
    if (address && FOR_ALL.test(`${mention.labels.join(" ")} ${block && block.kind !== "table" ? block.text : mention.card.text}`)) return { text: address, mention, because: "said to be everybody's address" };
  }
  return null;
};

const FOR_ALL = /(?<!\p{L})(?:for oss alle|for oss begge|for oss to|for (?:her|him|henne|ham|han) (?:and for |and |og )(?:me|meg)|for both(?: of us)?|for alle (?:tre|fire|to|personene|i prosjektet)?|felles (?:post|besøks|kontor)?adresse|all (?:two|three|four) persons|for all of (?:us|them)|same for all|(?:gjelder|gjeld) alle|alle (?:tre|fire|personene) (?:over|ovenfor))(?!\p{L})/iu;

/** An address given with the institution itself: under its label, in a letterhead, or in a line with its name and nobody's. */
const institutionAddress = (context: ReaderContext, controller: string, behindName: boolean): { text: string; mention: Mention; because: string } | null => {
  const item = context.catalogue.items.find((one) => one.kind === "organisation");
  for (const mention of context.directory.nameless) {
    const text = mention.card.addresses[0];
    if (!text || isCvOnly(context.sources[mention.source])) continue;
    const block = context.sources[mention.source]?.document.blocks[mention.block];
    const labels = [...mention.labels, ...mention.headings.slice(0, 1)];
    if (labels.some((label) => OUTSIDER.test(label) || findRole("leader", label) || findRole("contact", label))) continue;
    if (item && labels.some((label) => context.cues.match(label).some((match) => match.item === item && match.weight >= 0.6))) return { text, mention, because: "the institution's address under its label" };
    if (mention.headings[0] && mention.headings[0].length < 90 && sameInstitution(mention.headings[0], controller)) return { text, mention, because: "the letterhead's address" };
    if (mention.card.institutions.some((institution) => sameInstitution(institution, controller)) || sameInstitution(firstLine(mention.card.text), controller)) return { text, mention, because: "the institution's address beside its name" };
    if (block && (block.origin === "header" || block.origin === "footer")) return { text, mention, because: "the letterhead's address" };
  }
  return behindName ? addressAfterName(context, controller) : null;
};

/** "Stiftelsen Lanterna, Nytorget 9, 4013 Stavanger": an address right behind the institution's own name, in a signature too. */
const addressAfterName = (context: ReaderContext, controller: string): { text: string; mention: Mention; because: string } | null => {
  const allowed = new Set(institutionWords(controller));
  for (const person of context.directory.persons)
    for (const mention of person.mentions) {
      if (isCvOnly(context.sources[mention.source])) continue;
      for (const address of mention.card.addresses) {
        const text = mention.card.text.replace(/\n/g, ", ");
        const at = text.indexOf(address.split(",")[0] ?? address);
        const before = text.slice(0, Math.max(0, at)).split(/[,|(]/).map((part) => part.trim()).filter(Boolean).at(-1) ?? "";
        const own = address.split(",")[0] ?? "";
        for (const name of [before, own]) {
          const words = institutionWords(name);
          if (words.length > 0 && sameInstitution(name, controller) && words.every((word) => allowed.has(word) || /^(?:\p{Lu}|norge|norges|norway)/u.test(word) || word.length <= 5)) return { text: address, mention, because: "an address right behind the institution's name" };
        }
      }
    }
  return null;
};

const firstLine = (text: string): string => text.split("\n")[0]?.split(",")[0] ?? text;

/** The person in the directory that a name means; null where there is none. */
export const personNamed = (directory: Directory, name: string): Person | null => directory.persons.find((person) => sameName(person.name, name)) ?? null;
