/** Recognises the institution that is controller: labels, sentences that say so, sign-offs; an affiliation alone is none. */
import type { Finding, Trace } from "../assessment.ts";
import type { Item } from "../catalogue.ts";
import { isJustName } from "../people/names.ts";
import { ORGANISATION, TITLE } from "../people/words.ts";
import { sentencesOf } from "../prose/sentences.ts";
import { evidenceFrom, isCvOnly, type Placed, type ReaderContext } from "./context.ts";
import { APPLICANT, cleanOrganisation, CONTROLLER, DECIDES, GENERIC, NOT_THIS, ofOtherData, type Org, OTHER_LABEL, orgsIn } from "./organisation-words.ts";
import { pairsOf } from "./pairs.ts";
import type { Passage } from "./passages.ts";
import { isEmptyAnswer, isGuidance, isPointer } from "./reject.ts";

type Candidate = { readonly name: string; readonly quote: string; readonly passage: Passage; readonly rule: string; readonly because: string; readonly strength: number };
type Refused = { readonly quote: string; readonly passage: Passage; readonly rule: string; readonly because: string };
type Gathering = { readonly accepted: Candidate[]; readonly refused: Refused[] };

/** Below this nothing is answered. */
const ENOUGH = 0.5;

/** Finds the controller over all documents of a message; CVs, signatures and quoted mail are left out. */
export const readOrganisation = (context: ReaderContext, item: Item): Finding => {
  const found: Gathering = { accepted: [], refused: [] };
  let previous: Passage | null = null;
  for (const placed of context.placed) {
    const { passage } = placed;
    if (isCvOnly(context.sources[passage.source]) || passage.origin === "signature") continue;
    byLabel(context, item, placed, found);
    if (passage.kind !== "row") {
      byPairs(context, item, passage, found);
      bySentence(passage, found);
      if (previous) belowName(previous, passage, found);
    }
    previous = passage;
  }
  return conclude(context, item, found);
};

const consider = (found: Gathering, passage: Passage, raw: string, rule: string, because: string, strength: number, sure: boolean): void => {
  const name = cleanOrganisation(raw);
  const reason = whyNone(name, raw, sure);
  if (reason) found.refused.push({ quote: raw.slice(0, 200), passage, rule, because: reason });
  else found.accepted.push({ name, quote: raw.split("\n")[0] ?? raw, passage, rule, because, strength });
};

const PROMISED = /(?<![\p{L}])(?:kommer|kjem|ettersend\p{L}*|avklares|avklarast|ikke avklart|ikkje avklart|to be |tbd|tba|tbc|under avklaring|uavklart|not yet|will be (?:decided|agreed))(?![\p{L}])/iu;
const GENERIC_NAME = /^(?:institusjonen|universitetet|university|the university|kommunen|museet|senteret|høgsk[ou]len|høyskolen|stiftelsen|instituttet|the institution|prosjektleder(?:en)?|prosjektleiar(?:en)?|project leader|rektor|ja|nei|yes|no|ok|ikke aktuelt|n\/a|nn|controller|behandlingsansvarl[ie]g|legal|student\p{L}*|forskeren|samme|same|as above|som over|egen institusjon|own institution)$/iu;

/** Why a stretch is no institution's name, in words; null where it may be one. `sure` where a label asks for it. */
const whyNone = (name: string, raw: string, sure: boolean): string | null => {
  if (isEmptyAnswer(name) || name.length < 2 || /^[[<(].*[\])>]$/su.test(raw.trim())) return "empty or a placeholder";
  if (PROMISED.test(raw.slice(0, 120))) return "promised for later";
  if (isPointer(raw) || isPointer(name) || isGuidance(raw)) return "guidance or a pointer to another place";
  if (GENERIC_NAME.test(name) || !/\p{L}{2}/u.test(name)) return "names no institution";
  const titleless = name.replace(TITLE, "").trim();
  if (!ORGANISATION.test(name) && (titleless === "" || (isJustName(name) && titleless !== name))) return "a person";
  if (name.length > 140 || name.split(/\s+/).length > 18) return "running text";
  if (!sure) return null;
  if (/^\d{1,2}[. ]/.test(name) || /\d{4}/.test(name)) return "a date or number";
  if (!ORGANISATION.test(name) && !/\p{Lu}/u.test(name) && name.split(/\s+/).length > 2 && !/(?:senter|sentret|forsk|skole|skule|sjukehus|sykehus)(?![\p{L}])/iu.test(name)) return "no institution's name";
  if (/(?<![\p{L}])(?:skal|må|er|har|kan|vil|bestemmer|is|are|must|shall|will|determines|avgjør)(?![\p{L}])/iu.test(name)) return "a sentence, not a name";
  return null;
};

/** How strongly a label asks for the controller; 0 where it asks for something else. */
const labelStrength = (context: ReaderContext, item: Item, label: string): number => {
  if (label.length > 130) return 0;
  if (context.cues.question(label)?.id === item.id) return 0.98;
  if (CONTROLLER.test(label) && !OTHER_LABEL.test(label)) return /^\s*for /iu.test(label) ? 0 : 0.95;
  if (APPLICANT.test(label) && !OTHER_LABEL.test(label)) return 0.55;
  return GENERIC.test(label) ? 0.3 : 0;
};

const byLabel = (context: ReaderContext, item: Item, placed: Placed, found: Gathering): void => {
  const { passage } = placed;
  if (passage.kind === "row" || passage.kind === "heading") return;
  const labels = passage.labels.map((label) => ({ label, strength: labelStrength(context, item, label) }));
  const best = labels.toSorted((a, b) => b.strength - a.strength)[0];
  if (best && best.strength > 0) {
    // A cell to the right of a person, or under a person's row, is that person's institution.
    if (best.strength < 0.6 && passage.labels.some((label) => label !== best.label && isJustName(label))) return;
    const near = best.strength < 0.5 && nearController(context, passage) ? 0.35 : 0;
    // The same label further out says less of a cell in a third column.
    consider(found, passage, afterBox(passage.text), "label", `stands after the label "${best.label.slice(0, 70)}"`, best.strength + near - 0.05 * labels.indexOf(best), true);
    return;
  }
  const heading = passage.headings[0];
  if (!heading || passage.labels.length > 0) return;
  const over = labelStrength(context, item, heading.text);
  if (over < 0.5) return;
  const text = passage.text.trim();
  const first = context.placed.find((other) => other.passage.source === passage.source && other.passage.headings[0] === heading && other.passage.kind !== "heading" && other.passage.text.trim() !== "");
  if (first?.passage.block !== passage.block) return;
  const line = text.split("\n")[0] ?? "";
  if (line.length < 130 && !/[.!?]\s+\p{Lu}/u.test(line) && whyNone(cleanOrganisation(line), line, true) === null) {
    consider(found, passage, line, "under_heading", `stands under the heading "${heading.text.slice(0, 70)}"`, over - 0.03, true);
    return;
  }
  if (NOT_THIS.test(text.slice(0, 300)) || isGuidance(text)) return;
  const org = orgsIn(sentencesOf(text)[0]?.text ?? "").find((one) => one.strong);
  if (org) consider(found, passage, org.text, "under_heading", `named under the heading "${heading.text.slice(0, 70)}"`, 0.62, false);
};

/** "☒ X ☐ Y": what is ticked. */
const afterBox = (text: string): string => text.match(/☒\s*([^☐☒\n]+)/u)?.[1]?.trim() ?? text;

/** Whether a passage next to this one says that the institution is the controller. */
const nearController = (context: ReaderContext, passage: Passage): boolean =>
  context.placed.some(({ passage: other }) => other.source === passage.source && Math.abs(other.block - passage.block) <= 1 && other.kind === "label_value" && new RegExp(`^${CONTROLLER.source}\\W*$`, "iu").test(other.text.trim()));

const byPairs = (context: ReaderContext, item: Item, passage: Passage, found: Gathering): void => {
  if (passage.kind !== "paragraph" && passage.kind !== "list_item" && passage.kind !== "choice" && passage.kind !== "heading" && passage.kind !== "cell") return;
  for (const pair of pairsOf(passage.text)) {
    if (!CONTROLLER.test(pair.label) && !APPLICANT.test(pair.label)) {
      if (FOR_CONTROLLER.test(pair.label)) signOff(passage, pair.value, found);
      continue;
    }
    if (FOR_CONTROLLER.test(pair.label)) {
      signOff(passage, pair.value, found);
      continue;
    }
    const strength = labelStrength(context, item, pair.label);
    const bare = !pair.sure && pair.label.split(/\s+/).length > 6;
    if (strength === 0 || bare || /(?<![\p{L}])(?:er|is|har|skal|are)(?![\p{L}])/iu.test(pair.label.replace(/^(?:hvem|kven|who) (?:er|is) /iu, ""))) continue;
    consider(found, passage, pair.value, "label", `stands after the label "${pair.label.slice(0, 70)}"`, strength - (pair.sure ? 0 : 0.03), true);
  }
  // A question with its answer behind it.
  const asked = passage.text.match(/(?:hvem|kven|who) (?:er|is|blir) (?:the )?(?:data )?(?:behandlingsansvarl[ie]g|dataansvarl[ie]g|controller)\?\s+(?<answer>\p{Lu}[^?\n]{1,140})/iu)?.groups?.["answer"];
  if (asked) consider(found, passage, asked, "label", "answers the question who is controller", 0.92, true);
};

const FOR_CONTROLLER = /^\s*(?:for|på vegne av|on behalf of)(?: the| den)? (?:behandlingsansvarl[ie]ge?|dataansvarl[ie]ge?|(?:data )?controller)(?: institusjon\p{L}*)?\s*$/iu;
/** "For behandlingsansvarlig: rektor ved X". */
const signOff = (passage: Passage, value: string, found: Gathering): void => {
  const at = value.match(/(?<![\p{L}])(?:ved|at|of|for|,)\s+(?:the )?(?<name>\p{Lu}[^,;\n]{2,100})/u)?.groups?.["name"];
  if (at && ORGANISATION.test(at)) consider(found, passage, at, "sign_off", "signed for the controller", 0.75, false);
};

/** "X" on one line, "- behandlingsansvarlig for ..." on the next. */
const belowName = (above: Passage, passage: Passage, found: Gathering): void => {
  if (passage.kind !== "list_item" || above.source !== passage.source || above.block !== passage.block - 1 || above.kind !== "paragraph") return;
  const start = passage.text.match(CONTROLLER);
  if (start?.index !== 0 || /:/.test(passage.text.slice(0, start[0].length + 2)) || ofOtherData(passage.text.slice(start[0].length))) return;
  const line = above.text.split("\n").at(-1)?.replace(/:$/, "").trim() ?? "";
  const org = orgsIn(line)[0];
  if (org && org.text.length >= line.length - 4) consider(found, above, org.text, "list_below", "the list below the name says that it is controller", 0.85, false);
};

const VERB = "(?:er|blir|vert|ble|forblir|står|har|skal|vil|tek|tar|tok|påtar|påtek|påtatt|bestemmer|fastset\\p{L}*|avgjør|is|are|acts?|remains?|serves?|has|have|will|shall|assumes?|determines?|decides?|as|som|being|står)";
const BEFORE = new RegExp(`^(?:\\s*\\([^)]{1,40}\\))?(?:\\s*,\\s*(?:og|and) (?:ikke|ikkje|not)[^,]{1,50},)?(?:\\s+v/\\s?\\p{L}+|\\s+ved \\p{L}+|\\s*,\\s*\\p{Lu}\\p{L}+\\s*,)?(?:\\s+(?:alone|alene|åleine|selv|sjølv|itself))?\\s*,?\\s*(?:(?:som|which|who|og|and|that)\\s+)?(?:(?:etter|ifølge|under|ikke jeg som student,)[^,.;]{1,30}?\\s+)?(?:(?:vi|we)\\s+)?${VERB}(?![\\p{L}])[^.;]{0,100}$`, "iu");
const BRACKET = /^\s*(?:,\s*)?[(–-]\s*(?:the\s+|som\s+|heretter\s+)?["“«]?\s*$/iu;
const INVERTED = /(?<![\p{L}])(?:er|blir|forblir|vert|is|med|with)(?:\s+(?:derfor|således|difor|dermed|det|altså|the))*\s+$/iu;
const PAST = /(?<![\p{L}])(?:var|hadde|was|were|had)(?:\s+(?:det|the))*\s*$/iu;
const AFTER = /^[^.;]{0,75}?(?:(?<![\p{L}])(?:er|blir|vert|is|will be|ligger hos|ligg hos|ligger ved|hos|til|with|to|av|by)(?![\p{L}])|[:–=])\s*(?:(?:the|den|det|dermed|altså|derfor|i dette tilfellet|\p{Ll}+ selv)\s*,?\s*){0,4}(?:altså\s+)?$/iu;
const PROCESSOR = /(?<![\p{L}])(?:databehandle?[rl]\p{L}*|processors?|partner\p{L}*|fører tilsyn|klage)(?![\p{L}])/iu;

/** Sentences that make an institution the controller. */
const bySentence = (passage: Passage, found: Gathering): void => {
  if (passage.kind === "label_value" && passage.labels.length > 0 && OTHER_LABEL.test(passage.labels[0] ?? "")) return;
  if (!CONTROLLER.test(passage.text) && !DECIDES.test(passage.text)) return;
  const sentences = sentencesOf(passage.text);
  for (const [index, { text: alone }] of sentences.entries()) {
    const trigger = alone.match(CONTROLLER) ?? alone.match(DECIDES);
    if (trigger?.index === undefined) continue;
    // "Who decides the purpose? X does, and we are therefore controller."
    const sentence = alone;
    const start = trigger.index;
    const end = start + trigger[0].length;
    const refuse = (because: string): void => void found.refused.push({ quote: sentence.slice(0, 240), passage, rule: "sentence", because });
    const outside = `${sentence.slice(0, start)} ${sentence.slice(end)}`;
    if (NOT_THIS.test(outside) && !/(?<![\p{L}])(?:er|is|are|blir|forblir) (?:the |sole |den )*$/iu.test(sentence.slice(0, start))) {
      refuse("speaks of another project, of duties in general, or of what is not settled");
      continue;
    }
    if (/(?<![\p{L}])(?:forrige|førre|tidligere|tidlegare|previous|søsterprosjekt\p{L}*|sister project|forskerskole\p{L}*|if|dersom|hvis)(?![\p{L}])/iu.test(sentence.slice(0, start))) {
      refuse("speaks of another project or of a condition");
      continue;
    }
    if (ofOtherData(sentence.slice(end))) {
      refuse("controller of other data than the project's");
      continue;
    }
    const pick = choose(sentence, start, end, orgsIn(sentence));
    if (pick) consider(found, passage, pick.text, "sentence", `the sentence says that it is the controller ("${trigger[0]}")`, pick.strong ? 0.92 : 0.82, false);
    else if (index >= 0 && orgsIn(sentence).length > 0) refuse("names an institution but does not say that it is the controller");
  }
};

/** The institution that the sentence ties to the word: before it with a verb between, in brackets before it, or after it. */
const choose = (sentence: string, start: number, end: number, orgs: readonly Org[]): Org | null => {
  for (const org of orgs.filter((one) => one.end <= start).toReversed()) {
    const gap = sentence.slice(org.end, start);
    const lead = sentence.slice(0, org.start);
    if (PAST.test(lead) || PROCESSOR.test(gap)) continue;
    if (BRACKET.test(gap) || BEFORE.test(gap) || (gap.trim() === "" && INVERTED.test(lead)) || /^\s+som(?: den)?\s+$/iu.test(gap)) return joined(sentence, org, orgs);
  }
  for (const org of orgs.filter((one) => one.start >= end)) {
    const gap = sentence.slice(end, org.start);
    if (PROCESSOR.test(gap)) break;
    if (AFTER.test(gap)) return joined(sentence, org, orgs);
  }
  return null;
};

/** "X, Y og Z er felles behandlingsansvarlige": all of them; "X, Faculty of Y": both. */
const joined = (sentence: string, org: Org, orgs: readonly Org[]): Org => {
  const before = orgs.find((one) => one.end < org.start && /^\s+(?:og|and)\s+(?:the\s+)?$/u.test(sentence.slice(one.end, org.start)));
  const shared = /(?<![\p{L}])(?:felles|joint)(?![\p{L}])/iu.test(sentence);
  return before && shared ? { text: sentence.slice(before.start, org.end), start: before.start, end: org.end, strong: true } : org;
};

const fold = (text: string): string[] => text.normalize("NFKC").toLowerCase().replace(/[\s\p{P}\p{S}]+/gu, " ").trim().split(" ").filter((word) => word && !/^(?:the|of|for|og|and|i|as|hf)$/.test(word));

/** Whether two names may be the same institution: one holds the other's words, or its initials. */
const sameInstitution = (a: string, b: string): boolean => {
  const first = fold(a);
  const second = fold(b);
  const common = first.filter((word) => second.includes(word)).length;
  return common > 0 && common >= Math.min(first.length, second.length) * 0.7;
};

const conclude = (context: ReaderContext, item: Item, found: Gathering): Finding => {
  const groups: Candidate[][] = [];
  for (const candidate of found.accepted.toSorted((a, b) => b.strength - a.strength || b.name.length - a.name.length)) {
    const known = groups.find((group) => group.some((member) => sameInstitution(member.name, candidate.name)));
    if (known) known.push(candidate);
    else groups.push([candidate]);
  }
  const worth = (group: readonly Candidate[]): number => (group[0]?.strength ?? 0) + 0.06 * (new Set(group.map((one) => one.passage.source)).size - 1);
  const best = groups.toSorted((a, b) => worth(b) - worth(a))[0];
  const part = item.parts[0]?.id ?? "institution";
  const trace: Trace[] = found.accepted.slice(0, 12).map((one) => ({ rule: `organisation.${one.rule}`, part, verdict: best?.includes(one) && one.strength >= ENOUGH ? "accepted" : "considered", because: best?.includes(one) ? one.because : `${one.because}, but another institution has more for it`, evidence: evidenceFrom(context, one.passage, one.quote, part), strength: one.strength }));
  trace.push(...found.refused.slice(0, 12).map((one): Trace => ({ rule: `organisation.${one.rule}`, part, verdict: "refused", because: one.because, evidence: evidenceFrom(context, one.passage, one.quote, part), strength: 0 })));
  const leading = best?.[0];
  if (!best || !leading || worth(best) < ENOUGH) return { item: item.id, answered: [], value: null, notApplicable: null, trace };
  // "UiT" in one place and "UiT Norges arktiske universitet" in another: the name in full.
  const full = fold(leading.name).length === 1 ? (best.filter((one) => one.strength >= 0.5 && !one.name.includes(",")).toSorted((a, b) => b.name.length - a.name.length)[0] ?? leading) : leading;
  const name = fold(full.name).length === 1 ? (spelledOut(context, full.name) ?? full.name) : full.name;
  const evidence = [full, ...best.filter((one) => one.passage.source !== full.passage.source)].slice(0, 3).map((one) => evidenceFrom(context, one.passage, sentenceWith(one.passage.text, one.quote), part));
  return { item: item.id, answered: [{ part, confidence: Math.min(0.99, worth(best)), evidence }], value: { [item.parts[0]?.recogniser ?? "institution"]: name }, notApplicable: null, trace };
};

/** The name that an abbreviation stands for, where a document or a person's card spells it out. */
const spelledOut = (context: ReaderContext, short: string): string | null => {
  if (!/^\p{Lu}[\p{L}\d]{1,6}$/u.test(short) || short.replace(/[^\p{Lu}]/gu, "").length < 2) return null;
  for (const { passage } of context.placed) {
    const at = passage.text.indexOf(`(${short})`);
    const org = at > 0 ? orgsIn(passage.text.slice(Math.max(0, at - 90), at)).at(-1) : undefined;
    if (org?.strong && org.text.includes(" ") && initialsFit(org.text, short)) return org.text;
  }
  const names = context.directory.persons.flatMap((person) => person.mentions.flatMap((mention) => mention.card.institutions));
  return names.filter((name) => name.includes(" ") && name.split(" ").length <= 8 && initialsFit(name, short)).toSorted((a, b) => a.length - b.length)[0] ?? null;
};

/** Whether the letters of an abbreviation stand in the name in order, the first at its start and every capital among them. */
const initialsFit = (name: string, short: string): boolean => {
  const letters = [...short.toLowerCase()];
  if (name[0]?.toLowerCase() !== letters[0]) return false;
  const capitals = [...name].filter((letter) => /\p{Lu}/u.test(letter)).map((letter) => letter.toLowerCase());
  let at = 0;
  for (const letter of name.toLowerCase()) if (letter === letters[at]) at += 1;
  return at === letters.length && capitals.every((letter) => letters.includes(letter));
};

/** The sentence or line that holds the name, verbatim. */
const sentenceWith = (text: string, quote: string): string => sentencesOf(text).find((sentence) => sentence.text.includes(quote))?.text ?? (text.includes(quote) ? quote : text);
