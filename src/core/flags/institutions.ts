/** Institutions: two controllers, and participants who belong to another one than the controller. */
import type { Evidence, Finding, Flag } from "../assessment.ts";
import type { Item } from "../catalogue.ts";
import { readOrganisation } from "../extract/organisation.ts";
import { contextOfSource, flag, itemOfKind, type ReadInput, speakingSources } from "./input.ts";
import { inOtherLanguages, sameInstitutionLoosely, standsAlone } from "./words.ts";

const SURE = 0.85;

export const institutionFlags = (input: ReadInput): Flag[] => [...controllers(input), ...outsiders(input)];

const textsOf = (input: ReadInput) => () => input.reading.context.sources.flatMap(({ document }) => document.blocks.map((block) => block.text));

const nameIn = (item: Item, finding: Finding | undefined): string | null => {
  const value = finding?.value?.[item.parts[0]?.recogniser ?? "institution"];
  return typeof value === "string" ? value : null;
};

const controllers = (input: ReadInput): Flag[] => {
  const item = itemOfKind(input.agency, "organisation");
  if (!item) return [];
  const { context } = input.reading;
  const named = speakingSources(context.sources).flatMap((index) => {
    const finding = readOrganisation(contextOfSource(context, index), item);
    const name = nameIn(item, finding);
    const answer = finding.answered[0];
    const evidence = answer?.evidence[0];
    return name && evidence && answer.confidence >= SURE && standsAlone(name) ? [{ name, evidence }] : [];
  });
  for (const [index, one] of named.entries())
    for (const other of named.slice(index + 1))
      if (!inOtherLanguages(one.name, other.name) && !sameInstitutionLoosely(one.name, other.name, textsOf(input)))
        return [flag("controller_differs", [item], [one.evidence, other.evidence], `${one.name} / ${other.name}`)];
  return [];
};

const outsiders = (input: ReadInput): Flag[] => {
  const [people, organisation] = [itemOfKind(input.agency, "people"), itemOfKind(input.agency, "organisation")];
  const finding = people ? input.reading.findings.get(people.id) : undefined;
  const controller = organisation ? nameIn(organisation, input.reading.findings.get(organisation.id)) : null;
  const participants = finding?.value?.["participants"];
  if (!people || !finding || !controller || !Array.isArray(participants)) return [];
  const outside = (participants as readonly { name: string; institution?: string }[]).filter(
    ({ institution }) => institution !== undefined && standsAlone(institution) && !sameInstitutionLoosely(institution, controller, textsOf(input)),
  );
  if (outside.length === 0) return [];
  const proofs = finding.answered.flatMap((one) => one.evidence);
  const evidence = outside.map(({ name, institution }): Evidence | null => {
    const quoting = (text: string) => proofs.find((one) => one.quote.includes(text));
    return quoting(name) ?? quoting(institution ?? name) ?? null;
  });
  return [flag("participant_outside_institution", [people], evidence, outside.map(({ name, institution }) => `${name} (${institution})`).join(", "))];
};
