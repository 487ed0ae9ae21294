/**
 * Ideas without which a sentence cannot answer a part, whatever else it says: nobody has told who keeps the key in a
 * sentence that speaks of no key. Each inner list is a choice, all lists must be met, by the sentence itself or (for lists
 * marked `around`) by the label over it or the sentence before it.
 */
import type { Concept } from "./concepts.ts";

type Gate = { readonly any: readonly (Concept | "year" | "years" | "ticked" | "only_no" | "starts_no" | "starts_yes")[]; readonly around: boolean };

const own = (...any: Gate["any"]): Gate => ({ any, around: false });
const around = (...any: Gate["any"]): Gate => ({ any, around: true });

const gates: Readonly<Record<string, readonly Gate[]>> = {
  variables: [own("variables", "documents", "level", "request"), around("variables", "request", "level")],
  variable_justification: [own("because", "necessity", "study", "population")],
  variable_detail: [own("level", "year")],
  raw_data_reason: [own("raw", "aggregate", "insufficient"), around("raw", "aggregate"), around("aggregate", "insufficient", "because")],
  variables_not_applicable: [around("variables", "registry", "documents", "nonapplicable"), own("negation", "nonapplicable", "documents")],
  documents: [own("documents"), around("request", "documents")],
  document_justification: [own("because", "necessity", "study"), around("documents")],
  document_detail: [own("level", "documents", "negation"), around("documents", "level")],
  documents_not_applicable: [around("documents"), own("negation", "nonapplicable", "registry", "variables")],
  population: [own("population", "geography", "age", "time", "documents")],
  criteria: [own("year", "years", "age", "geography", "time", "population", "level")],
  necessity: [own("necessity", "because", "insufficient", "raw")],
  benefit: [around("benefit", "weigh")],
  privacy_impact: [around("harm", "weigh")],
  storage: [around("storage", "keep")],
  access_security: [own("login", "access", "storage", "third", "level", "keep")],
  no_linkage: [around("link", "key", "registry"), own("negation", "nonapplicable", "only_no", "starts_no", "ticked")],
  other_data: [around("link", "registry", "key")],
  linker: [around("link", "key"), own("registry", "third", "we", "perform", "link", "keep")],
  key_holder: [around("key"), own("keep", "registry", "third", "we", "perform", "key", "negation")],
  prior_consultation: [around("authority", "consult")],
};

const met = (gate: Gate, features: ReadonlySet<string>): boolean => gate.any.some((concept) => features.has(`c:${concept}`) || (gate.around && (features.has(`h:${concept}`) || features.has(`p:${concept}`))));

/** Whether a sentence with these features can answer the part at all. Parts without a gate always can. */
export const canAnswer = (recogniser: string, features: ReadonlySet<string>): boolean => (gates[recogniser] ?? []).every((gate) => met(gate, features));
