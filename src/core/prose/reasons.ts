/** Why the model takes or refuses a sentence, in plain words: the ideas found in it and over it, not the names of features. */
import type { Prepared, ProseModel } from "./model.ts";
import { reasons } from "./model.ts";

/** What each concept or shape stands for, to be read after "speaks of". */
const WORDS: Readonly<Record<string, string>> = {
  key: "a linkage key",
  linkkey: "a linkage key",
  keep: "keeping",
  link: "linkage",
  perform: "somebody carrying it out",
  registry: "a register or statistics office",
  third: "a third party",
  we: "the project itself",
  negation: "a negation",
  raw: "data on individuals",
  aggregate: "aggregated data",
  insufficient: "what is not enough",
  because: "a reason",
  level: "a level of detail",
  variables: "variables",
  documents: "documents of a case",
  request: "a request",
  population: "the persons studied",
  geography: "a place or country",
  age: "an age",
  benefit: "a benefit",
  harm: "a burden on privacy",
  weigh: "weighing",
  storage: "storage",
  login: "logging in",
  access: "access",
  necessity: "necessity",
  study: "what is studied",
  authority: "the supervisory authority",
  prior: "prior consultation",
  consult: "consulting somebody",
  yes: "a yes",
  done: "something done already",
  risk: "risk",
  officer: "a data protection officer",
  promise: "a promise for later",
  guidance: "guidance on filling in",
  pointer: "a pointer to another place",
  destroy: "deletion",
  time: "a span of time",
  nonapplicable: "what is not asked for",
  place: "a server or room",
  dataset: "a data set",
  output: "how results are shown",
  other_project: "another project",
  year: "a year",
  years: "years from and to",
  number: "a number",
  question: "a question",
  ticked: "a ticked box",
  unticked: "an unticked box",
  list: "a list",
  colon: "a colon",
  cells: "cells of a table",
  dash_level: "a dash",
  parenthesis: "a parenthesis",
  short: "few words",
  cells_few: "small cells",
  only_no: "a mere no",
  starts_no: "a no at the start",
  starts_yes: "a yes at the start",
  agent_link: "who links",
  agent_keep: "who keeps the key",
  short_actor: "somebody named alone",
  no_link: "that nothing is linked",
  disclosure: "how results are shown",
  harm_only: "burdens alone",
  benefit_only: "benefits alone",
  transfer: "a transfer",
  aim: "an aim",
  research_question: "a research question",
};

const word = (name: string): string => WORDS[name] ?? name.replaceAll("_", " ");

/** A feature in plain words; null for what says nothing to a person. */
export const featureInWords = (feature: string): string | null => {
  const at = feature.indexOf(":");
  const [kind, name] = [feature.slice(0, at), feature.slice(at + 1)];
  switch (kind) {
    case "c":
      return word(name);
    case "cc":
      return name.split("+").map(word).join(" with ");
    case "h":
      return `${word(name)} in the label`;
    case "hc": {
      const [over, own] = name.split(">");
      return `${word(own ?? "")} under a label of ${word(over ?? "")}`;
    }
    case "q":
      return `${word(name)} in the sentence before`;
    case "w":
      return /^[\p{L}-]{4,}$/u.test(name) ? `the word "${name}…"` : null;
    case "l":
      return /^[\p{L}-]{4,}$/u.test(name) ? `"${name}…" in the label` : null;
    default:
      return feature === "nolabel" ? "no label over it" : null;
  }
};

/** Features looked at, and those told of each side. */
const LOOKED_AT = 24;
const TOLD = 4;

/** "for: a reason with necessity, ...; against: a promise for later". Empty where the model knows nothing of the sentence. */
export const reasonsInWords = (model: ProseModel, part: string, prepared: Prepared): string => {
  const found = reasons(model, part, prepared, LOOKED_AT);
  const side = (sign: 1 | -1): string =>
    [...new Set(found.filter(({ weight }) => weight * sign > 0).flatMap(({ feature }) => featureInWords(feature) ?? []))].slice(0, TOLD).join(", ");
  const [spoke, against] = [side(1), side(-1)];
  return [spoke && `for: ${spoke}`, against && `against: ${against}`].filter(Boolean).join("; ");
};
