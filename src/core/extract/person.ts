/** Items about one person: the head of the controller, the project leader, the contact person. Read from the directory. */
import type { Evidence, Finding, ItemValue, Trace } from "../assessment.ts";
import type { Item } from "../catalogue.ts";
import { emailsSpelling, evidenceOf, type Mention, type Person, roleStrength, valuesOf } from "../people/directory.ts";
import { findRole, type Role } from "../people/role.ts";
import { isCvOnly, type ReaderContext } from "./context.ts";
import { addressSaidToBeSame, institutionAddress } from "./person-address.ts";
import { candidatesFor, leaderWithoutWord, type RoleCandidate } from "./role-candidates.ts";

/** Reads one person's name and contact details. */
export const readPerson = (
  context: ReaderContext,
  item: Item,
  controller: string | null,
  leader: Person | null,
): Finding & { readonly person: Person | null } => {
  const role = item.role ?? "leader";
  const trace: Trace[] = [];
  const candidates = candidatesFor(context, role, controller).filter((candidate) => candidate.strength >= (role === "contact" ? 0.55 : 0.5));
  for (const candidate of candidates.slice(0, 6))
    trace.push({
      rule: `person.${role}`,
      part: "name",
      verdict: "considered",
      because: `${candidate.person.name}: ${candidate.because}`,
      evidence: evidenceOf(context.directory, candidate.mention, candidate.person.name, "name"),
      strength: candidate.strength,
    });
  const chosen = choose(context, role, candidates, leader);
  const labelledNameless = namelessUnder(context, item);
  const same = role === "contact" && !chosen ? saidToBeLeader(context, item, candidates, leader) : null;
  if (same)
    return {
      item: item.id,
      answered: [],
      value: null,
      notApplicable: same,
      trace: [
        ...trace,
        { rule: "person.contact", part: null, verdict: "accepted", because: "said to be the project leader", evidence: same, strength: 0.9 },
      ],
      person: leader,
    };
  if (!chosen && labelledNameless.length === 0) return { item: item.id, answered: [], value: null, notApplicable: null, trace, person: null };
  if (chosen)
    trace.push({
      rule: `person.${role}`,
      part: "name",
      verdict: "accepted",
      because: `${chosen.person.name}: ${chosen.because}`,
      evidence: null,
      strength: chosen.strength,
    });
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

const SAME_AS_LEADER =
  /(?<!\p{L})(?:(?:samme|same|den samme|sama|likt?|identisk)(?: person)?(?: som| as| med)? (?:the )?(?:prosjektle|prosjektlei|project|over|ovenfor|above|pkt|punkt|item|pi)|prosjektleder(?:en)?|prosjektleiar(?:en)?|project (?:leader|manager)|principal investigator|ingen (?:annen|annan|andre)|no ?(?:body|one) (?:else|other)|(?:ikke|ikkje) (?:aktuelt|relevant)|not applicable|n\/a|undertegnede|underteikna|meg|som over|see above|se punkt 4|sjå punkt 4)/iu;

/** "Same as the project leader" under the contact's own label, or the leader named as contact. */
const saidToBeLeader = (context: ReaderContext, item: Item, candidates: readonly RoleCandidate[], leader: Person | null): Evidence | null => {
  for (const { passage, items } of context.placed) {
    if ((items.get(item.id)?.weight ?? 0) < 0.6 || passage.kind === "heading" || passage.text.length > 160 || !SAME_AS_LEADER.test(passage.text))
      continue;
    return {
      source: context.sources[passage.source]?.document.name ?? "body",
      page: passage.place.page,
      block: passage.block,
      quote: passage.text.trim().slice(0, 300),
      part: null,
    };
  }
  const best = candidates[0];
  return best && leader && best.person === leader ? evidenceOf(context.directory, best.mention, best.person.name, "name") : null;
};

/** Contact details under the item's own label with no name among them. */
const namelessUnder = (context: ReaderContext, item: Item): Mention[] =>
  context.directory.nameless.filter(
    (mention) =>
      !isCvOnly(context.sources[mention.source]) &&
      [...mention.labels, ...mention.headings.slice(0, 1)].some(
        (label) =>
          context.cues.match(label).some((match) => match.item === item && match.weight >= 0.55) &&
          !(["leader", "head", "contact"] as const).some(
            (other) => other !== item.role && findRole(other, label) && !findRole(item.role ?? "leader", label),
          ),
      ),
  );

const answers = (
  context: ReaderContext,
  item: Item,
  role: Role,
  chosen: RoleCandidate | null,
  nameless: readonly Mention[],
  controller: string | null,
  trace: Trace[],
): Finding => {
  const directory = context.directory;
  const mentions = [...(chosen?.person.mentions ?? []), ...nameless].filter(
    (mention) => role === "leader" || mention.kind === "sender" || !isCvOnly(context.sources[mention.source]),
  );
  const value: Record<string, string> = {};
  const answered: { part: string; confidence: number; evidence: Evidence[] }[] = [];
  const give = (part: string, text: string, mention: Mention, confidence: number) => {
    if (value[part]) return;
    value[part] = text;
    const evidence = evidenceOf(directory, mention, text, part);
    answered.push({ part, confidence, evidence: evidence ? [evidence] : [] });
  };
  if (chosen)
    give(
      "name",
      chosen.person.name,
      chosen.mention.block >= 0 ? chosen.mention : (chosen.person.mentions.find((mention) => mention.block >= 0) ?? chosen.mention),
      chosen.strength,
    );
  const ranked = rank(context, mentions, chosen?.mention ?? null, role);
  for (const [part, field] of [
    ["phone", "phones"],
    ["email", "emails"],
    ["address", "addresses"],
  ] as const) {
    const values = valuesOf(ranked, field);
    const best = values[0];
    if (best) {
      const all = part === "phone" ? samePlace(values) : best.value;
      give(part, all, best.mention, 0.95);
      if (part === "phone") value["phone"] = all;
    }
  }
  if (chosen && !value["email"]) {
    const spelled = emailsSpelling(directory, chosen.person.name).find(
      ({ mention }) => role === "leader" || !isCvOnly(context.sources[mention.source]),
    );
    if (spelled) give("email", spelled.value, spelled.mention, 0.85);
  }
  if (!value["address"] && (chosen || nameless.length > 0)) {
    const said = [...(chosen?.person.mentions ?? []), ...nameless];
    const shared = addressSaidToBeSame(context, said) ?? (controller && role !== "contact" ? institutionAddress(context, controller) : null);
    if (shared) {
      give("address", shared.text, shared.mention, 0.75);
      trace.push({
        rule: "person.institution_address",
        part: "address",
        verdict: "accepted",
        because: shared.because,
        evidence: null,
        strength: 0.75,
      });
    }
  }
  return {
    item: item.id,
    answered: answered.filter(({ part }) => item.parts.some((one) => one.id === part)),
    value: Object.keys(value).length > 0 ? (value as ItemValue) : null,
    notApplicable: null,
    trace,
  };
};

/** Mentions in which the role is said come first, then tables and signatures, CVs last. */
const rank = (context: ReaderContext, mentions: readonly Mention[], chosen: Mention | null, role: Role): Mention[] => {
  const score = (mention: Mention): number =>
    (mention === chosen ? 3 : 0) +
    roleStrength(mention, role).strength +
    (mention.kind === "table" || mention.kind === "lines" ? 0.3 : 0) +
    (isCvOnly(context.sources[mention.source]) ? -2 : 0) +
    (mention.kind === "sender" ? -1 : 0);
  return mentions.toSorted((a, b) => score(b) - score(a));
};

/** Two numbers given together are both kept: "73 41 27 86 / 918 44 207". */
const samePlace = (values: readonly { value: string; mention: Mention }[]): string => {
  const first = values[0];
  return values
    .filter((one) => one.mention === first?.mention)
    .map((one) => one.value)
    .slice(0, 2)
    .join(" / ");
};
