/** Recognises the institution that is controller: labels, sentences that say so, sign-offs; an affiliation alone is none. */
import type { Finding } from "../assessment.ts";
import type { Item } from "../catalogue.ts";
import { isJustName } from "../people/names.ts";
import { ORGANISATION, TITLE } from "../people/words.ts";
import { sentencesOf } from "../prose/sentences.ts";
import { gridOf } from "../table.ts";
import { isCvOnly, type Placed, type ReaderContext } from "./context.ts";
import {
  APPLICANT,
  cleanOrganisation,
  CONTROLLER,
  DECIDES,
  GENERIC,
  NOT_THIS,
  ofOtherData,
  kindIn,
  OTHER_LABEL,
  orgsIn,
} from "./organisation-words.ts";
import { conclude, type Gathering } from "./organisation-choice.ts";
import { choose, nameOfKind, ownInstitution } from "./organisation-prose.ts";
import { pairsOf } from "./pairs.ts";
import type { Passage } from "./passages.ts";
import { isEmptyAnswer, isGuidance, isPointer } from "./reject.ts";

/** Finds the controller over all documents of a message; CVs, signatures and quoted mail are left out. */
export const readOrganisation = (context: ReaderContext, item: Item): Finding => {
  const found: Gathering = { accepted: [], refused: [] };
  let previous: Passage | null = null;
  byFirstRows(context, item, found);
  for (const placed of context.placed) {
    const { passage } = placed;
    if (isCvOnly(context.sources[passage.source]) || passage.origin === "signature") continue;
    byLabel(context, item, placed, found);
    if (passage.kind !== "row") {
      byPairs(context, item, passage, found);
      bySentence(context, passage, found);
      if (previous) belowName(previous, passage, found);
      if (previous?.kind === "heading" && passage.kind === "heading" && previous.source === passage.source && previous.block === passage.block - 1) {
        const strength = labelStrength(context, item, previous.text);
        if (strength > 0.9 && labelStrength(context, item, passage.text) === 0 && context.cues.question(passage.text) === null)
          consider(found, passage, passage.text, "under_heading", `stands under the heading "${previous.text.slice(0, 70)}"`, 0.9, true);
      }
    }
    previous = passage;
  }
  return conclude(context, item, found);
};

const consider = (
  found: Gathering,
  passage: Passage,
  raw: string,
  rule: string,
  because: string,
  strength: number,
  sure: boolean,
  quote = raw,
): void => {
  const name = cleanOrganisation(raw);
  const reason = whyNone(name, raw, sure);
  if (reason) found.refused.push({ quote: raw.slice(0, 200), passage, rule, because: reason });
  else found.accepted.push({ name, quote: quote.split("\n")[0] ?? quote, passage, rule, because, strength });
};

const PROMISED =
  /(?<![\p{L}])(?:kommer|kjem|ettersend\p{L}*|avklares|avklarast|ikke avklart|ikkje avklart|to be |tbd|tba|tbc|under avklaring|uavklart|not yet|will be (?:decided|agreed))(?![\p{L}])/iu;
const GENERIC_NAME =
  /^(?:institusjonen|universitetet|university|the university|kommunen|museet|senteret|høgsk[ou]len|høyskolen|stiftelsen|instituttet|the institution|prosjektleder(?:en)?|prosjektleiar(?:en)?|project leader|rektor|ja|nei|yes|no|ok|ikke aktuelt|n\/a|nn|controller|behandlingsansvarl[ie]g|legal|student\p{L}*|forskeren|samme|same|as above|som over|egen institusjon|own institution)$/iu;

/** Why a stretch is no institution's name, in words; null where it may be one. `sure` where a label asks for it. */
const whyNone = (name: string, raw: string, sure: boolean): string | null => {
  if (isEmptyAnswer(name) || name.length < 2 || /^[[<(].*[\])>]$/su.test(raw.trim())) return "empty or a placeholder";
  if (PROMISED.test(raw.slice(0, 120))) return "promised for later";
  if (isPointer(raw) || isPointer(name) || isGuidance(raw) || /^(?:see|se|sjå|jf|cf)(?![\p{L}])/iu.test(raw.trim()))
    return "guidance or a pointer to another place";
  if (GENERIC_NAME.test(name) || !/\p{L}{2}/u.test(name)) return "names no institution";
  const titleless = name.replace(TITLE, "").trim();
  if (!ORGANISATION.test(name) && (titleless === "" || (isJustName(name) && titleless !== name))) return "a person";
  if (name.length > 140 || name.split(/\s+/).length > 18) return "running text";
  if (!sure) return null;
  if (/^(?:name of|navn på|namn på|head of|leder|leiar|contact|kontakt|subject|title)(?![\p{L}])/iu.test(name)) return "another label";
  if (/,\s*(?:ikke|ikkje|not)(?![\p{L}])/iu.test(name)) return "a remark on the answer";
  if (/@|\d{5,}/.test(name)) return "contact details";
  if (/^\d{1,2}[. ]/.test(name) || /\d{4}/.test(name)) return "a date or number";
  if (
    !ORGANISATION.test(name) &&
    !/\p{Lu}/u.test(name) &&
    name.split(/\s+/).length > 2 &&
    !/(?:senter|sentret|forsk|skole|skule|sjukehus|sykehus)(?![\p{L}])/iu.test(name)
  )
    return "no institution's name";
  if (/(?<![\p{L}])(?:skal|må|er|har|kan|vil|bestemmer|is|are|must|shall|will|determines|avgjør)(?![\p{L}])/iu.test(name))
    return "a sentence, not a name";
  return null;
};

/** How strongly a label asks for the controller; 0 where it asks for something else. */
const labelStrength = (context: ReaderContext, item: Item, label: string): number => {
  if (label.length > 130) return 0;
  // "X er behandlingsansvarlig. Rektor: ...": the label is what stands behind the full stop.
  const last = label.split(/(?<=\p{L}{3}[.!?])\s+(?=\p{Lu})/u).at(-1);
  if (last !== undefined && last !== label) return labelStrength(context, item, last);
  if (context.cues.question(label)?.id === item.id) return 0.98;
  if (
    /(?<![\p{L}])(?:er|is|har|skal|are|vil|will|må|must)(?![\p{L}])/iu.test(
      label.replace(/(?:hvem|kven|who|institusjon\p{L}*|verksemd\p{L}*|virksomhet\p{L}*) (?:som )?(?:er|is) /iu, ""),
    )
  )
    return 0;
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
    consider(
      found,
      passage,
      afterBox(passage.text),
      "label",
      `stands after the label "${best.label.slice(0, 70)}"`,
      best.strength + near - 0.05 * labels.indexOf(best),
      true,
    );
    return;
  }
  const heading = passage.headings[0];
  if (!heading || passage.labels.length > 0) return;
  const over = labelStrength(context, item, heading.text);
  if (over < 0.5) return;
  const text = passage.text.trim();
  const first = context.placed.find(
    (other) =>
      other.passage.source === passage.source &&
      other.passage.headings[0] === heading &&
      other.passage.kind !== "heading" &&
      other.passage.text.trim() !== "",
  );
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

/** A table's first row may be a label and its value although it looks like a header. */
const byFirstRows = (context: ReaderContext, item: Item, found: Gathering): void => {
  context.sources.forEach((source, index) => {
    if (source.ignored || isCvOnly(source)) return;
    for (const block of source.document.blocks) {
      if (block.kind !== "table") continue;
      const passage = context.placed.find((one) => one.passage.source === index && one.passage.block === block.index)?.passage;
      gridOf(block).forEach((row, at) => {
        const [label, value] = row.length === 3 && at > 0 ? [row[1], row[2]] : row.length === 2 && at === 0 ? row : [];
        if (passage && label && value && label !== value && labelStrength(context, item, label) >= 0.9)
          consider(found, passage, value, "label", `stands after the label "${label.slice(0, 70)}"`, 0.94, true);
      });
    }
  });
};

/** "☒ X ☐ Y": what is ticked. */
const afterBox = (text: string): string => text.match(/☒\s*([^☐☒\n]+)/u)?.[1]?.trim() ?? text;

/** Whether a passage next to this one says that the institution is the controller. */
const nearController = (context: ReaderContext, passage: Passage): boolean =>
  context.placed.some(
    ({ passage: other }) =>
      other.source === passage.source &&
      Math.abs(other.block - passage.block) <= 1 &&
      other.kind === "label_value" &&
      new RegExp(`^${CONTROLLER.source}\\W*$`, "iu").test(other.text.trim()),
  );

const byPairs = (context: ReaderContext, item: Item, passage: Passage, found: Gathering): void => {
  if (
    passage.kind !== "paragraph" &&
    passage.kind !== "list_item" &&
    passage.kind !== "choice" &&
    passage.kind !== "heading" &&
    passage.kind !== "cell"
  )
    return;
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
    if (strength === 0 || bare) continue;
    consider(found, passage, pair.value, "label", `stands after the label "${pair.label.slice(0, 70)}"`, strength - (pair.sure ? 0 : 0.03), true);
  }
  // A question with its answer behind it.
  const asked = passage.text.match(
    /(?:hvem|kven|who) (?:er|is|blir) (?:the )?(?:data )?(?:behandlingsansvarl[ie]g|dataansvarl[ie]g|controller)\?\s+(?<answer>\p{Lu}[^?\n]{1,140})/iu,
  )?.groups?.["answer"];
  if (asked) consider(found, passage, asked, "label", "answers the question who is controller", 0.92, true);
};

const FOR_CONTROLLER =
  /^\s*(?:for|på vegne av|on behalf of)(?: the| den)? (?:behandlingsansvarl[ie]ge?|dataansvarl[ie]ge?|(?:data )?controller)(?: institusjon\p{L}*)?\s*$/iu;
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
  if (org && org.text.length >= line.length - 4)
    consider(found, above, org.text, "list_below", "the list below the name says that it is controller", 0.85, false);
};

/** "Vi er selv behandlingsansvarlig": the writers, right in front of the word. */
const WE =
  /(?<![\p{L}])(?:vi|we)(?:\s+(?:er|blir|vert|forblir|står|are|is|remain|act|selv|sjølv|alene|åleine|ourselves|as|som|the|sole|both|også)){1,4}\s*$/iu;

/** Sentences that make an institution the controller. */
const bySentence = (context: ReaderContext, passage: Passage, found: Gathering): void => {
  if (passage.kind === "label_value" && passage.labels.length > 0 && OTHER_LABEL.test(passage.labels[0] ?? "")) return;
  if (!CONTROLLER.test(passage.text) && !DECIDES.test(passage.text)) return;
  const sentences = sentencesOf(passage.text);
  for (const { text: verbatim } of sentences) {
    // Emphasis as plain text marks it; the length stays.
    const sentence = verbatim.replace(/(?<![\p{L}\d])[*_]+(?=\p{L})|(?<=[\p{L}.:)])[*_]+(?![\p{L}\d])/gu, (marks) => " ".repeat(marks.length));
    const trigger = sentence.match(CONTROLLER) ?? sentence.match(DECIDES);
    if (trigger?.index === undefined) continue;
    const start = trigger.index;
    const end = start + trigger[0].length;
    const refuse = (because: string): void => void found.refused.push({ quote: sentence.slice(0, 240), passage, rule: "sentence", because });
    if (isGuidance(sentence)) {
      refuse("guidance to the person who fills in");
      continue;
    }
    const outside = `${sentence.slice(0, start)} ${sentence.slice(end)}`;
    if (NOT_THIS.test(outside) && !/(?<![\p{L}])(?:er|is|are|blir|forblir) (?:the |sole |den )*$/iu.test(sentence.slice(0, start))) {
      refuse("speaks of another project, of duties in general, or of what is not settled");
      continue;
    }
    if (
      /(?<![\p{L}])(?:forrige|førre|tidligere|tidlegare|previous|søsterprosjekt\p{L}*|sister project|forskerskole\p{L}*|if|dersom|hvis)(?![\p{L}])/iu.test(
        sentence.slice(0, start),
      )
    ) {
      refuse("speaks of another project or of a condition");
      continue;
    }
    if (ofOtherData(sentence.slice(end))) {
      refuse("controller of other data than the project's");
      continue;
    }
    const pick = choose(sentence, start, end, orgsIn(sentence));
    const kind = pick ? null : kindIn(sentence);
    const full = kind && choose(sentence, start, end, [kind.org]) ? nameOfKind(context, kind.full) : null;
    if (full)
      consider(
        found,
        passage,
        full,
        "sentence",
        `the sentence says that "${kind?.org.text}" is the controller, and this is the one that the message names`,
        0.72,
        false,
        sentence,
      );
    else if (pick)
      consider(
        found,
        passage,
        pick.text,
        "sentence",
        `the sentence says that it is the controller ("${trigger[0]}")`,
        pick.strong ? 0.92 : 0.82,
        false,
      );
    else if (WE.test(sentence.slice(0, start)) && !/(?<![\p{L}])(?:ikke|ikkje|not)(?![\p{L}])/iu.test(sentence.slice(0, end))) {
      const own = ownInstitution(context, passage);
      if (own) consider(found, passage, own, "sentence", `"we" are the controller, and this is who writes ("${trigger[0]}")`, 0.72, false, sentence);
      else refuse("says that the writers are the controller, but not who they are");
    } else if (orgsIn(sentence).length > 0) refuse("names an institution but does not say that it is the controller");
  }
};
