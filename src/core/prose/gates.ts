/**
 * Ideas without which a sentence cannot answer a part, whatever else it says: nobody has told who keeps the key in a
 * sentence that speaks of no key. Each gate is a choice of ideas; all gates of a part must be met, by the sentence itself,
 * or (`here`) by it or the label over it, or (`around`) by one of them or the sentence before it. `never` names shapes that
 * refuse, `must` ideas without which nothing answers (nobody links in a sentence that names nobody).
 */
import type { Concept } from "./concepts.ts";

/** Shapes of a sentence that gates ask for, beside the concepts. */
type Shape =
  | "year"
  | "years"
  | "number"
  | "question"
  | "ticked"
  | "only_no"
  | "starts_no"
  | "starts_yes"
  | "agent_link"
  | "agent_keep"
  | "short_actor"
  | "no_link"
  | "harm_only"
  | "benefit_only"
  | "transfer"
  | "disclosure"
  | "short"
  | "aim"
  | "research_question"
  | "cells"
  | "colon"
  | "list"
  | "cells_few"
  | "dash_level"
  | "parenthesis";
/** An idea in the sentence itself, or (with `h:`) one that the label over it must bring. */
type Idea = Concept | Shape | `h:${Concept}`;
type Gate = { readonly any: readonly Idea[]; readonly where: "own" | "here" | "around" | "must" | "never" };

const own = (...any: Gate["any"]): Gate => ({ any, where: "own" });
const here = (...any: Gate["any"]): Gate => ({ any, where: "here" });
const around = (...any: Gate["any"]): Gate => ({ any, where: "around" });
const must = (...any: Gate["any"]): Gate => ({ any, where: "must" });
const never = (...any: Gate["any"]): Gate => ({ any, where: "never" });

const gates: Readonly<Record<string, readonly Gate[]>> = {
  description: [own("study", "aim", "research_question", "because", "population")],
  variables: [
    own("variables", "level", "request", "registry"),
    own("variables", "h:variables"),
    around("request", "list", "level", "registry", "cells", "colon", "h:variables"),
    never("question"),
  ],
  variable_justification: [own("because", "necessity", "study", "population"), never("question")],
  variable_detail: [own("level", "year"), never("question", "aggregate")],
  raw_data_reason: [
    own("raw", "aggregate", "method", "insufficient"),
    here("raw", "aggregate"),
    own("insufficient", "because", "must", "necessity", "method", "negation"),
    never("question", "disclosure"),
  ],
  variables_not_applicable: [
    around("variables", "registry", "documents", "nonapplicable"),
    must("negation", "nonapplicable", "documents"),
    never("question"),
  ],
  documents: [own("documents"), around("request", "documents"), never("question")],
  document_justification: [own("because", "necessity", "study"), around("documents"), never("question")],
  document_detail: [own("level"), around("documents", "level"), never("question", "aggregate")],
  documents_not_applicable: [around("documents"), must("negation", "nonapplicable", "registry", "variables"), never("question")],
  population: [own("population", "geography", "age", "time", "documents"), never("question")],
  criteria: [
    own("year", "years", "age", "geography", "time", "level", "number", "population"),
    here("population", "geography", "documents"),
    never("question"),
  ],
  necessity: [own("necessity", "because", "insufficient", "raw"), never("question")],
  benefit: [around("benefit", "weigh"), never("question", "harm_only")],
  privacy_impact: [own("harm", "weigh", "benefit", "negation"), around("harm", "weigh"), never("question", "benefit_only")],
  storage: [own("place", "storage"), never("question", "transfer")],
  access_security: [own("login", "access"), never("question")],
  no_linkage: [around("link", "key", "registry"), must("no_link", "only_no", "starts_no", "nonapplicable", "ticked", "negation"), never("question")],
  other_data: [here("link"), own("registry", "dataset"), never("question", "no_link")],
  linker: [around("link"), must("agent_link", "short_actor"), never("question", "no_link")],
  key_holder: [around("key"), around("link", "linkkey"), must("agent_keep", "short_actor"), never("question")],
  prior_consultation: [
    around("authority", "prior"),
    own("negation", "yes", "done", "ticked", "only_no", "starts_no", "starts_yes"),
    never("question"),
  ],
};

const met = (gate: Gate, features: ReadonlySet<string>): boolean => {
  const self = gate.any.some((idea) => features.has(idea.startsWith("h:") ? idea : `c:${idea}`));
  if (gate.where === "never") return !self;
  if (gate.where === "own" || gate.where === "must") return self;
  return self || gate.any.some((idea) => features.has(`h:${idea}`) || (gate.where === "around" && features.has(`q:${idea}`)));
};

/**
 * How a sentence with these features stands to the gates of a part: `open` where all are met, `shut` where it has a shape that
 * refuses, `ajar` where an idea is missing: such a sentence must say the more for the part.
 */
export type Gateway = "open" | "ajar" | "shut";
export const gateway = (recogniser: string, features: ReadonlySet<string>): Gateway => {
  let result: Gateway = "open";
  for (const gate of gates[recogniser] ?? [])
    if (!met(gate, features)) {
      if (gate.where === "never" || gate.where === "must") return "shut";
      result = "ajar";
    }
  return result;
};

/** Parts that a sentence answers along with another: who is selected, and in the same breath from when or of what age. */
const along: Readonly<Record<string, { readonly with: string; readonly ideas: readonly Idea[] }>> = {
  criteria: { with: "population", ideas: ["years", "age", "time", "year"] },
};

/** The part that, answered by this sentence, makes it answer the given one too; null where there is none. */
export const answersAlong = (recogniser: string, features: ReadonlySet<string>): string | null => {
  const rule = along[recogniser];
  return rule?.ideas.some((idea) => features.has(`c:${idea}`)) ? rule.with : null;
};
