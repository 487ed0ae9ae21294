/**
 * What an earlier request of ours asked for, as it stands quoted in the sender's mail: points by number or by name, and
 * documents by name. Tells which point an answer between the quoted lines belongs to, and what a mail on its own leaves open.
 */
import type { Catalogue, Item } from "./catalogue.ts";
import { type Block, type Document, documentText } from "./document.ts";

export type QuotedRequest = { readonly items: readonly number[]; readonly documents: readonly string[] };

/** From here on a request lists what was found, or tells how to answer; what stands there is not asked for. */
const foundSection =
  /^[\s>*#-]*(?:dette|this|det|desse|disse|følgende|her|prosjektleiar, |what)?\s*(?:har vi funn(?:et|e)|fant vi\s*:?$|fann vi\s*:?$|er funne|er på plass|we found\s*:?$|we have found|found so far|slik svarer|slik svarar|how to (?:answer|reply))/i;
/** A line that opens a list of what lacks. */
const lackingSection =
  /(?:fant vi ikke|fann vi ikkje|vi fant ikke|vi fann ikkje|mangl|sakn|did not find|could not find|missing|lacks?\b|klarte (?:vi )?ikk(?:e|je)|kunne ikk(?:e|je) (?:åpnes|opnast|leses|lesast)|ikke åpnet|ikkje opna|could not (?:open|read))/i;
const numbered =
  /^[\s>*•-]*(?:\d{1,2}[.)]\s+)?(?:(?:punkt|pkt\.?|point|item|spørsmål|question|no\.?|nr\.?)\s*)(\d{1,2})\b|^[\s>*•-]*(\d{1,2})[.)]\s+\S/i;

/** The number of the point that one quoted line asks for; null where it names none of the catalogue. */
export const askedNumber = (line: string, catalogue: Catalogue): number | null => {
  const match = line.match(numbered);
  const number = Number(match?.[1] ?? match?.[2] ?? Number.NaN);
  return catalogue.items.some((item) => item.number === number) ? number : null;
};

/** Cue words by which requests written by people name a point ("Leder for behandlingsansvarlig institusjon: telefon"). */
const namesItem = (line: string, item: Item): boolean => {
  const head = line.replace(/^[\s>*•-]+/, "").toLowerCase();
  const labels = [...Object.values(item.label), ...Object.values(item.question).map((question) => question.split(/[:(?,.]/)[0] ?? "")];
  return [...labels, ...item.cues.filter((cue) => cue.length > 6).map((cue) => cue.replaceAll("*", ""))].some(
    (label) => label.length > 4 && head.startsWith(label.toLowerCase()),
  );
};

const documentNames: Readonly<Record<string, RegExp>> = {
  project_description: /prosjekt(?:beskrivelse|skildring|omtale)|project description|research plan|protocol/i,
  cv: /\bcv\b|curriculum/i,
  dpia: /\bdpia\b|personvernkonsekvens|data protection impact/i,
};

/** Reads all quoted text of a mail's body. Empty when nothing is quoted, or when the quoted mail asked for nothing. */
export const quotedRequest = (body: Document, catalogue: Catalogue): QuotedRequest => {
  const quoted = body.blocks.filter((block) => block.origin === "quoted").flatMap((block) => block.text.split("\n"));
  const answered = body.blocks.flatMap((block) => block.answersQuoted?.split("\n") ?? []);
  const lines = quoted.length > 0 ? quoted : answered;
  if (!lines.some((line) => lackingSection.test(line))) return { items: [], documents: [] };
  const items = new Set<number>();
  const documents = new Set<string>();
  let listing = true;
  for (const line of lines) {
    if (foundSection.test(line) && !/ikke|ikkje|not/i.test(line)) listing = false;
    else if (lackingSection.test(line)) listing = true;
    if (!listing) continue;
    const number = askedNumber(line, catalogue) ?? catalogue.items.find((item) => /^[\s>]*[-*•]/.test(line) && namesItem(line, item))?.number;
    if (number !== undefined && number !== null) items.add(number);
    else if (/^[\s>]*[-*•]|dokument|document/i.test(line)) {
      for (const role of catalogue.documents.map((one) => one.role)) if (documentNames[role]?.test(line)) documents.add(role);
    }
  }
  return { items: [...items], documents: [...documents] };
};

/** A promise or an excuse instead of an answer. */
const promise =
  /kommer (?:vi |jeg )?tilbake|kjem (?:vi |eg )?(?:at+ende|tilbake)|ettersend|kommer (?:senere|seinere|snart)|kjem (?:seinare|snart|så snart)|må (?:vi|jeg|eg) (?:høre|snakke|spørre|avklare|ettersende|få|vente|ta|sjekke)|venter vi på|ventar vi på|(?:ikke|ikkje) (?:ennå|enno|klart|avklart|avklara|bestemt)|avklares|avklarast|vi kommer tilbake|will (?:follow|be sent|send (?:it|this|them)|come back|get back|return to)|to be (?:decided|confirmed)|not yet|follows? later|as soon as/i;

/** True when a text promises something for later; numbers and facts may still stand beside it. */
export const isPromise = (text: string): boolean => promise.test(text);

/** Points under whose quoted line the sender wrote something that is no promise, each with that text. */
export const answersUnderQuotes = (body: Document, catalogue: Catalogue): ReadonlyMap<number, readonly Block[]> => {
  const answers = new Map<number, Block[]>();
  for (const block of body.blocks) {
    if (block.origin !== "own" || block.answersQuoted === undefined || isPromise(block.text) || !/\p{L}{2}/u.test(block.text)) continue;
    const number = block.answersQuoted
      .split("\n")
      .map((line) => askedNumber(line, catalogue))
      .findLast((one) => one !== null);
    if (number !== undefined && number !== null) answers.set(number, [...(answers.get(number) ?? []), block]);
  }
  return answers;
};

/** The sender's own words in the body, without quotes, forwarded mail and signature. */
export const ownWords = (body: Document): string => documentText({ ...body, blocks: body.blocks.filter((block) => block.origin === "own") });
