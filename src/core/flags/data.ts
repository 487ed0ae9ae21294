/** The data: linkage said and denied, data that the statistics office may supply, and no end to keeping them. */
import type { Flag } from "../assessment.ts";
import { isCvOnly } from "../extract/context.ts";
import { evidenceOfBlock, flag, itemWithPart, type Line, ownLines, type ReadInput } from "./input.ts";

export const dataFlags = (input: ReadInput): Flag[] => [...linkage(input), ...elsewhere(input), ...retention(input)];

const SURE = 0.8;
const LEAST_SAID = 15;

/** One document says that nothing is linked, another says what is. */
const linkage = (input: ReadInput): Flag[] => {
  const item = input.agency.catalogue.items.find((one) => one.noMeansComplete !== undefined);
  const trace = item ? (input.reading.findings.get(item.id)?.trace ?? []) : [];
  const no = trace.find((step) => step.part === null && step.verdict !== "considered" && step.strength >= SURE && step.evidence);
  const yes = trace.find((step) => step.part !== null && step.part === item?.parts[0]?.id && step.strength >= SURE && step.evidence);
  if (!no?.evidence || !yes?.evidence || no.evidence.source === yes.evidence.source) return [];
  // Ticked boxes and single words say little without their question.
  if (/[☒☐]/u.test(no.evidence.quote) || yes.evidence.quote.length < LEAST_SAID) return [];
  return [flag("linkage_differs", [item], [no.evidence, yes.evidence])];
};

/** Registers and linkage: data said to come from elsewhere are not asked of us. */
const FROM_ELSEWHERE =
  /(?<!\p{L})(?:ssb\p{L}*|statistisk sentralbyrå\p{L}*|statistics norway|kobl\p{L}*|kopl\p{L}*|link\p{L}*|merge\p{L}*|registr?e?\p{L}*data|a-ordning\p{L}*|nav\p{L}{0,1}|skatteetat\p{L}*|tax (?:administration|authority)|microdata|mikrodata|nudb|fd-trygd|lånekass\p{L}*|helsedata\p{L}*|npr|kpr|andre (?:kilder|registre)|other (?:sources|registers)|survey|spørreskjema|intervju\p{L}*)(?!\p{L})/iu;

/** The agency's words as one pattern; `*` stands for any ending. */
const patternOf = (words: readonly string[]): RegExp => {
  const sources = words.map((word) =>
    word
      .toLowerCase()
      .replace(/[.+?^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", "\\p{L}*")
      .replaceAll(" ", "\\s+"),
  );
  return new RegExp(`(?<!\\p{L})(?:${sources.join("|")})(?!\\p{L})`, "iu");
};

/** Names of data in a list, a row or a sentence: what stands between commas, without its reason. */
const NAMES_OF_DATA = /[^,;:\n|]+/gu;
/** A variable's name has few words; the agency's word must be about half of them. */
const MOST_WORDS = 5;
/** What applicants told the agency itself, and rules that only mention such data. */
const OWN_DATA =
  /(?<!\p{L})(?:tilbudt\p{L}*|tilbode\p{L}*|offered|krav\p{L}*|require\p{L}*|underhold\p{L}*|oppgitt\p{L}*|stated|sponsor\p{L}*|referansepers\p{L}*|søknad\p{L}*|application\p{L}*|tillatelse\p{L}*|løyve\p{L}*|permit\p{L}*|ikke|ikkje|not|no|for)(?!\p{L})/iu;

const isAsked = (text: string, pattern: RegExp): boolean =>
  [...text.matchAll(NAMES_OF_DATA)].some(([name]) => {
    const words = name.trim().split(/\s+/);
    const hit = name.match(pattern)?.[0];
    return hit !== undefined && words.length <= MOST_WORDS && hit.split(/\s+/).length * 2 >= words.length && !OWN_DATA.test(name);
  });

/** Words of the agency's list for what the statistics office holds, where they stand among the data asked for. */
const elsewhere = (input: ReadInput): Flag[] => {
  const item = itemWithPart(input.agency, "variables");
  if (!input.agency.suppliedByStatistics?.length || !item) return [];
  const pattern = patternOf(input.agency.suppliedByStatistics);
  const { context } = input.reading;
  const evidence = context.placed.flatMap(({ passage, items }) => {
    const source = context.sources[passage.source];
    if (!source || source.ignored || isCvOnly(source) || passage.kind === "heading" || passage.kind === "cell") return [];
    const entry = items.get(item.id);
    const asked = (entry?.weight ?? 0) >= 0.7 && (entry?.part === null || entry?.part === item.parts[0]?.id);
    const block = source.document.blocks.find((one) => one.index === passage.block);
    if (!block || (!asked && !source.roles.includes("variables"))) return [];
    const line = passage.row ? (passage.row[0]?.text ?? "") : (passage.text.split("\n").find((one) => pattern.test(one)) ?? "");
    if (!pattern.test(line) || !isAsked(line, pattern)) return [];
    // A list that names another register anywhere is a list of more than what is asked of us.
    const around = [block.text, block.place.part ?? "", ...passage.labels, ...passage.headings.map((heading) => heading.text)].join("\n");
    return FROM_ELSEWHERE.test(around) ? [] : [evidenceOfBlock(source.document, block, line)];
  });
  const distinct = evidence.filter((one, index) => evidence.findIndex((other) => other.source === one.source && other.quote === one.quote) === index);
  return distinct.length > 0 ? [flag("statistics_norway_may_supply", [item], distinct.slice(0, 5))] : [];
};

const NO_END =
  /(?<!\p{L})(?:på ubestemt tid|på ubegrenset tid|på uavgrensa tid|for ubestemt tid|uten tidsbegrensning|utan tidsavgrensing|uten sluttdato|utan sluttdato|på uavgrensa tid|indefinite(?:ly)?(?: period)?|without (?:any )?(?:time limit|end date)|no (?:end|deletion|planned deletion) date|permanently|permanent (?:lagring|oppbevaring|storage)|for alltid|for ever|forever|ingen (?:slette|slutt)dato|(?:vil|skal) (?:ikke|ikkje) (?:bli )?(?:slettet|sletta|slettes|slettast)|(?:will|shall) not be deleted|never be deleted)(?!\p{L})/iu;
const OF_DATA =
  /(?<!\p{L})(?:\p{L}*data\p{L}*|opplysning\p{L}*|materiale\p{L}*|dokument\p{L}*|files?|filer|filene|records?|oppbevar\p{L}*|lagr\p{L}*|stor(?:ed|age)|kept|retain\p{L}*|retention|arkiv\p{L}*)(?!\p{L})/iu;
const HARMLESS =
  /(?<!\p{L})(?:anonym\p{L}*|ikke (?:på|for|lagres|oppbevares|lagrast)|ikkje (?:på|for|lagrast)|not (?:be )?(?:kept|stored|retained)|metadata|resultat\p{L}*|results?|publi\p{L}*|artik\p{L}*|articles?|kode(?:n|bok\p{L}*)?|codebooks?|in time|i tide|lav|låg|low|medium|middels|høy|høg|risiko\p{L}*|risks?|syntaks|syntax|scripts?|oppholds?\p{L}*|opphald\p{L}*|residence|permits?|løyve\p{L}*|permanent(?:ly)? (?:delet|destroy|remov|eras|slett)\p{L}*|slett\p{L}* permanent\p{L}*|delet\p{L}* permanently|før|before|until|unntil|inntil|mens|ansatt\p{L}*|stilling\p{L}*|employ\p{L}*|uten sluttdato for|andre prosjekt\p{L}*|personell)(?!\p{L})/iu;

const retention = (input: ReadInput): Flag[] => {
  const item = itemWithPart(input.agency, "storage");
  const lines = ownLines(input.reading.context.sources.filter((source) => !isCvOnly(source) && !source.ignored));
  const evidence = lines.filter(keepsForEver).map(({ source, block, text }) => evidenceOfBlock(source.document, block, text));
  return evidence.length > 0 ? [flag("no_end_to_retention", [item], evidence.slice(0, 5))] : [];
};

const keepsForEver = ({ text }: Line): boolean => NO_END.test(text) && OF_DATA.test(text) && !HARMLESS.test(text) && !/\?\s*$/.test(text);
