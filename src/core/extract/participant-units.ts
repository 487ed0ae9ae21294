/** Sentences of a document, each with what stands over it: headings, the label in front, the line that introduces a list. */
import type { Item } from "../catalogue.ts";
import type { Block } from "../document.ts";
import { sentencesOf } from "../prose/sentences.ts";
import type { ReaderContext } from "./context.ts";
import { numbersOf } from "./numbered-answers.ts";
import { ACCESS_LABEL, APPLICATION, SPEAKS_OF_ACCESS } from "./participant-words.ts";

export type Unit = {
  readonly text: string;
  readonly block: number;
  readonly path: string;
  readonly section: string;
  readonly weight: number;
  readonly label: string;
  readonly list: boolean;
};

/** Sentences of a source with what stands over them; a line broken within a sentence is made whole. */
export const unitsOf = (context: ReaderContext, item: Item, source: number): Unit[] => {
  const labels = labelsOf(context, item, source);
  const units: Unit[] = [];
  const path: { level: number; text: string }[] = [];
  for (const block of context.sources[source]?.document.blocks ?? []) {
    if (block.origin === "quoted") continue;
    // A line of a list may look like a heading: "Kari Nordmann, statistician".
    if (block.kind === "heading" && !/^\p{Lu}[\p{L}.’'-]+(?: \p{Lu}[\p{L}.’'-]+){1,3}, \p{Ll}/u.test(block.text)) {
      while (path.length > 0 && (path.at(-1)?.level ?? 0) >= block.level) path.pop();
      path.push({ level: block.level, text: block.text });
      continue;
    }
    const section = path.map((entry) => entry.text).join(" / ");
    // An answer written between the lines of a reply stands under the line quoted above it.
    const asked =
      (block.answersQuoted ?? "")
        .split("\n")
        .findLast((line) => line.trim() !== "" && context.cues.match(line).some((match) => match.item === item && match.weight >= 0.5)) ??
      (block.answersQuoted ?? "").split("\n").findLast((line) => /^\W*(?:prosjekt)?deltak/iu.test(line));
    if (asked !== undefined && block.kind !== "table") {
      for (const sentence of wholeSentences(block.text))
        units.push({ text: sentence, block: block.index, path: section, section: `${section} / ${asked}`, weight: 0.8, label: asked, list: true });
      continue;
    }
    if (block.kind !== "table" && numbersOf(context, source, block.index).includes(item.number)) {
      for (const sentence of wholeSentences(block.text))
        units.push({
          text: sentence,
          block: block.index,
          path: section,
          section: `${section} / ${item.number}`,
          weight: 0.8,
          label: "Deltakere med tilgang",
          list: true,
        });
      continue;
    }
    for (const { text, label, weight, own } of block.kind === "table"
      ? (labels.get(block.index) ?? [])
      : stretches(block, labels.get(block.index) ?? []))
      for (const sentence of wholeSentences(text))
        units.push({ text: sentence, block: block.index, path: section, section: own ? `${section} / ${label}` : section, weight, label, list: own });
  }
  return units;
};

const ABBREVIATION =
  /(?:^|[\s(.])(?:dr|cand|mag|fil|lic|prof|assoc|asst|stip|vit|førsteam|fyrsteam|univ|philos|polit|jur|juris|med|scient|oecon|sociol|psychol|\p{Lu})\.$/iu;

type Stretch = { readonly text: string; readonly label: string; readonly weight: number; readonly own: boolean };

/** Labelled passages by block, with how well the label fits; a denial's label ("Ikke tilgang") is kept in the text. */
const labelsOf = (context: ReaderContext, item: Item, source: number): Map<number, Stretch[]> => {
  const out = new Map<number, Stretch[]>();
  for (const { passage, items } of context.placed) {
    if (passage.source !== source || passage.kind === "heading" || passage.kind === "row") continue;
    const entry = items.get(item.id);
    const label = passage.labels[0] ?? "";
    const naming = (text: string): boolean =>
      text !== "" && text.length < 120 && ACCESS_LABEL.test(text) && !APPLICATION.test(text) && !isElsewhere(context, item, text);
    const above = passage.headings[0]?.text ?? "";
    const named = naming(label) ? 0.8 : 0;
    const headed = SPEAKS_OF_ACCESS.test(above) && naming(above) ? 0.75 : 0;
    const weight = Math.max(entry?.weight ?? 0, named, headed);
    const list = out.get(passage.block) ?? [];
    const isCell = passage.kind === "cell";
    // A cell of a table is read here only where its label speaks of participants; persons in rows are read as tables.
    if (isCell && (weight < 0.5 || list.some((one) => one.text === passage.text))) continue;
    const over =
      named > 0
        ? label
        : headed > (entry?.weight ?? 0)
          ? above
          : entry?.cue
            ? (passage.labels.find((one) => context.cues.match(one).some((match) => match.item === item)) ??
              passage.headings.find((one) => context.cues.match(one.text).some((match) => match.item === item))?.text ??
              label)
            : label;
    list.push({
      text: isCell || passage.kind === "label_value" ? `${label}: ${passage.text}` : passage.text,
      label: over,
      weight,
      own: isCell || (weight >= 0.5 && headed < weight && entry?.from !== "heading"),
    });
    out.set(passage.block, list);
  }
  return out;
};

/** Whether a label is another item's: "Tilgangsstyring", "Lagring og tilgang". */
const isElsewhere = (context: ReaderContext, item: Item, label: string): boolean => {
  const best = context.cues.match(label)[0];
  return best !== undefined && best.item !== item && best.weight > (context.cues.match(label).find((match) => match.item === item)?.weight ?? 0.5);
};

/** The labelled values of a text block, and the rest of it with the weight of its headings. */
const stretches = (block: Block, labelled: readonly Stretch[]): Stretch[] => {
  const text = block.kind === "field" ? `${block.label}: ${block.value}` : block.text;
  const whole = labelled.find((one) => one.text === block.text || (block.kind === "field" && block.value === one.text));
  return [
    {
      text,
      label: whole?.label || labelled.toSorted((a, b) => b.weight - a.weight)[0]?.label || "",
      weight: Math.max(0, whole?.weight ?? 0, ...labelled.filter((one) => text.startsWith(one.text.split(":")[0] ?? "\0")).map((one) => one.weight)),
      own: whole?.own ?? false,
    },
  ];
};

/** Sentences; those parted by a semicolon are one enumeration, and a line that was broken to fit the page is joined. */
const wholeSentences = (text: string): string[] => {
  const joined = text
    .replace(/(?<=[^\n]{55}[\p{L},])\n(?=[\p{L}(])(?!\p{L}[\p{L} ]{2,28}:\s)/gu, " ")
    .replace(
      /(?<!(?<!\p{L})(?:[Uu]ten|[Uu]tan|[Ww]ithout|[Nn]o|[Mm]ed|[Ww]ith))[ \u00a0](?=(?:(?:lese|data)?tilgang|lesetilgjenge|readers|data access): )/gu,
      "\n",
    );
  const out: string[] = [];
  for (const { text: sentence } of sentencesOf(joined)) {
    const last = out.at(-1);
    // "dr.philos. Kari Nordmann", "H. P. Moe": an abbreviation before a name ends no sentence.
    if (last?.endsWith(";") || (last && ABBREVIATION.test(last) && /^\p{Lu}/u.test(sentence))) out[out.length - 1] = `${last} ${sentence}`;
    else out.push(sentence);
  }
  return out;
};
