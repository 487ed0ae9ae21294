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
  /^[\s>*•-]*(?:\d{1,2}[.)]\s+)?(?:(?:punkt|pkt\.?|point|item|spørsmål|question|no\.?|nr\.?|regarding|ad)\s*)(\d{1,2})\b|^[\s>*•-]*(\d{1,2})[.)]\s+\S/i;

/** The number of the point that one quoted line asks for; null where it names none of the catalogue. */
export const askedNumber = (line: string, catalogue: Catalogue): number | null => {
  const match = line.match(numbered);
  const number = Number(match?.[1] ?? match?.[2] ?? Number.NaN);
  return catalogue.items.some((item) => item.number === number) ? number : null;
};

/** Labels and cue words by which requests written by people name a point ("Leder for behandlingsansvarlig institusjon: telefon"). */
const namesItem = (line: string, item: Item): boolean => {
  const head = line.replace(/^[\s>*•-]+/, "").toLowerCase();
  const labels = [...Object.values(item.label), ...Object.values(item.question).map((question) => question.split(/[:(?,.]/)[0] ?? "")];
  const begins = (label: string): boolean => label.length > 4 && head.startsWith(label.toLowerCase()) && !/^\p{L}/u.test(head.slice(label.length));
  const cues = item.cues.filter((cue) => cue.length > 6);
  return labels.some(begins) || cues.some((cue) => (cue.endsWith("*") ? head.startsWith(cue.slice(0, -1)) : begins(cue)));
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
    const listed = line.replace(/^[\s>]*[-*•]\s*(?:(?:dokument|document|vedlegg|attachment)(?:er|s)?\s*:\s*)?/i, "");
    const role = catalogue.documents
      .map((one) => one.role)
      .find((one) => documentNames[one]?.test(listed) && (documentNames[one]?.exec(listed)?.index ?? 1) === 0);
    const number = askedNumber(line, catalogue);
    if (number !== null) items.add(number);
    else if (role && listed !== line) documents.add(role);
    else if (listed !== line) for (const item of catalogue.items.filter((one) => namesItem(line, one)).slice(0, 1)) items.add(item.number);
    else if (/dokument|document/i.test(line)) for (const one of catalogue.documents) if (documentNames[one.role]?.test(line)) documents.add(one.role);
  }
  return { items: [...items], documents: [...documents] };
};

/** A promise or an excuse instead of an answer. */
const promise =
  /kommer (?:vi |jeg )?tilbake|kjem (?:vi |eg )?(?:at+ende|tilbake)|ettersend|kommer (?:senere|seinere|snart)|kjem (?:seinare|snart|så snart)|må (?:vi|jeg|eg) (?:høre|snakke|spørre|avklare|ettersende|få|vente|ta|sjekke)|venter vi på|ventar vi på|(?:ikke|ikkje) (?:ennå|enno|klart|avklart|avklara|bestemt)|avklares|avklarast|vi kommer tilbake|will (?:follow|be sent|send (?:it|this|them)|come back|get back|return to)|to be (?:decided|confirmed)|not yet|follows? later|as soon as/i;

/** True when a text promises something for later; numbers and facts may still stand beside it. */
export const isPromise = (text: string): boolean => promise.test(text);

/** A block as its author wrote it, with the list marker or number in front. */
const written = (block: Block): string =>
  block.kind === "list_item" && block.marker
    ? `${block.marker} ${block.text}`
    : block.kind === "heading" && block.number
      ? `${block.number} ${block.text}`
      : block.text;

/** A line of the sender's own that only names a point ("Punkt 14, tryggleik:"); what follows answers it. */
const namesOnly = /^.{0,80}:\s*$/;
const label = /^[\s>*•-]*(?:(?:punkt|pkt\.?|point|item|spørsmål|question|no\.?|nr\.?|regarding|ad)\s*)?\d{1,2}\s*[.):,-]?\s*/i;

/**
 * Points that the sender answers by number: under the quoted line that asks, or after the number in own words ("Punkt 16: nei"),
 * each with that text. Promises are no answers.
 */
export const answersByNumber = (body: Document, catalogue: Catalogue): ReadonlyMap<number, readonly Block[]> => {
  const answers = new Map<number, Block[]>();
  // A list that begins with 1 may be the sender's own count; one that does not names our points.
  const markers = body.blocks.flatMap((block) => (block.origin === "own" && block.kind === "list_item" ? (block.marker?.match(/^\d+/) ?? []) : []));
  const countsPoints = markers.length > 0 && markers[0] !== "1";
  let open: number | null = null;
  for (const block of body.blocks) {
    if (block.origin !== "own") {
      open = null;
      continue;
    }
    const asked = block.answersQuoted?.split("\n").map((line) => askedNumber(line, catalogue)) ?? [];
    const line = written(block);
    const byMarker = countsPoints && block.kind === "list_item" && block.origin === "own";
    const named = byMarker || /^[\s*•-]*(?:punkt|pkt|point|item|spørsmål|question|regarding|ad)\b/i.test(line) ? askedNumber(line, catalogue) : null;
    const number: number | null = named ?? asked.findLast((one) => one !== null) ?? open;
    open = named !== null && namesOnly.test(line) ? named : null;
    const rest = named === null ? line : line.replace(label, "");
    if (number === null || open !== null || isPromise(line) || !/\p{L}{2}/u.test(rest)) continue;
    answers.set(number, [...(answers.get(number) ?? []), block]);
  }
  return answers;
};

/** The sender's own words in the body, without quotes, forwarded mail and signature. */
export const ownWords = (body: Document): string => documentText({ ...body, blocks: body.blocks.filter((block) => block.origin === "own") });
