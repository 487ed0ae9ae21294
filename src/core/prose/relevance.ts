/**
 * What can speak for and against each part. The weights are learned, but only for ideas that have to do with the part, and
 * what speaks for it can never weigh against it: that "hold" stood in few examples says nothing of the next sender.
 */

import { conceptsOf } from "./concepts.ts";

type Relevance = { readonly for: string; readonly against: string };

/** Ideas that may weigh either way for every part. */
const COMMON = "negation number year list colon cells parenthesis dash_level short because";
/** Ideas that speak against an answer wherever they stand. */
const AGAINST = "promise guidance pointer other_project question unticked";

const relevance: Readonly<Record<string, Relevance>> = {
  description: {
    for: "study aim research_question because population years",
    against: "storage login access keep key agent_keep harm request authority officer destroy level output",
  },
  variables: {
    for: "variables level request registry population list year",
    against: "documents key keep storage login access harm benefit officer authority study aim output disclosure destroy nonapplicable",
  },
  variable_justification: {
    for: "because necessity study variables population insufficient must method",
    against: "storage login access keep key officer authority destroy disclosure documents",
  },
  variable_detail: {
    for: "level variables year number dash_level parenthesis list short",
    against: "storage login access keep key officer authority destroy insufficient aggregate harm benefit output",
  },
  raw_data_reason: {
    for: "raw aggregate insufficient because must method negation",
    against: "disclosure output cells_few storage login authority officer destroy",
  },
  variables_not_applicable: {
    for: "negation nonapplicable variables documents only_no starts_no registry ticked",
    against: "study insufficient aggregate because raw population key keep storage login access link no_link harm",
  },
  documents: {
    for: "documents request level",
    against: "variables registry key keep storage login access harm benefit officer authority output disclosure destroy link nonapplicable cells",
  },
  document_justification: {
    for: "because necessity study documents insufficient must",
    against: "storage login access keep key officer authority destroy disclosure variables",
  },
  document_detail: {
    for: "level documents negation because",
    against: "storage login access keep key officer authority destroy insufficient aggregate harm benefit output variables",
  },
  documents_not_applicable: {
    for: "negation nonapplicable documents variables only_no starts_no registry ticked",
    against: "study insufficient aggregate because raw population key keep storage login access link no_link harm",
  },
  population: {
    for: "population geography age time years request documents",
    against: "storage login access keep key officer authority destroy insufficient aggregate harm benefit output study third",
  },
  criteria: {
    for: "year years age geography time population",
    against: "storage login access keep key officer authority destroy insufficient aggregate harm benefit output third",
  },
  necessity: {
    for: "necessity because insufficient raw registry dataset documents variables study aggregate must",
    against: "storage login access keep key officer authority destroy disclosure harm benefit we",
  },
  benefit: { for: "benefit weigh", against: "storage login access keep key officer authority destroy harm_only request variables documents level" },
  privacy_impact: {
    for: "harm weigh negation",
    against: "login access key keep officer destroy benefit_only request variables insufficient necessity authority",
  },
  storage: { for: "storage place keep", against: "transfer harm benefit request variables study aim officer population" },
  access_security: {
    for: "login access place",
    against: "harm benefit request variables study aim documents population transfer aggregate registry",
  },
  no_linkage: {
    for: "no_link only_no starts_no nonapplicable link ticked",
    against: "agent_link agent_keep key linkkey registry third study harm storage login variables documents because",
  },
  other_data: {
    for: "link registry dataset third starts_yes",
    against: "no_link harm benefit storage login access officer authority study aim destroy",
  },
  linker: {
    for: "agent_link link perform registry third we short_actor",
    against: "no_link harm benefit login access authority study aim destroy level variables",
  },
  key_holder: {
    for: "agent_keep key linkkey keep registry third we short_actor",
    against: "no_link harm benefit login authority study aim variables level",
  },
  prior_consultation: {
    for: "authority prior consult negation yes done risk ticked only_no starts_no starts_yes officer",
    against: "storage login access study aim key variables documents population benefit link",
  },
};

const COMMON_IDEAS: ReadonlySet<string> = new Set([...COMMON.split(" "), "short_actor"]);
const LAYOUT_IDEAS: ReadonlySet<string> = new Set(["number", "year", "list", "colon", "cells", "parenthesis", "dash_level", "short"]);
const split = (text: string): string[] => text.split(" ");
const sets = new Map(
  Object.entries(relevance).map(([part, { for: pro, against }]) => [
    part,
    {
      pro: new Set(split(pro)),
      contra: new Set([...split(against), ...split(AGAINST)]),
      known: new Set([...split(pro), ...split(against), ...split(AGAINST), ...split(COMMON)]),
    },
  ]),
);

/** Which way a feature may weigh for a part: 1 for it only, -1 against it only, 0 either way, null not at all. */
export const directionOf = (part: string, feature: string): 1 | -1 | 0 | null => {
  const set = sets.get(part);
  if (!set || feature === "bias" || feature === "nolabel" || feature.startsWith("l:")) return 0;
  if (feature.startsWith("w:")) {
    // A word that expresses what speaks for the part cannot speak against it.
    const ideas = conceptsOf(feature.slice(2));
    return ideas.some((idea) => set.pro.has(idea) && !COMMON_IDEAS.has(idea)) ? 1 : 0;
  }
  const ideas = feature.replace(/^[a-z]+:/u, "").split(/[+>]/u);
  // How a label is laid out ("5.") says nothing of what stands under it.
  if (feature.startsWith("h:") && LAYOUT_IDEAS.has(ideas[0] ?? "")) return null;
  if (!ideas.every((idea) => set.known.has(idea))) return null;
  if (ideas.every((idea) => set.pro.has(idea))) return 1;
  if (ideas.length === 1 && set.contra.has(ideas[0] ?? "")) return -1;
  return 0;
};
