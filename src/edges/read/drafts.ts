/** From what a format gives to the blocks of a document: cleaned text, tick boxes brought out, numbers in reading order. */
import type { Block, Cell, Choice, Document, HiddenReason, Place } from "#core/document.ts";
import { tableText } from "#core/table.ts";

type WithoutIndex<T> = T extends unknown ? Omit<T, "index"> : never;
/** A block that has no position yet. */
export type Draft = WithoutIndex<Block>;
export type Hidden = { readonly text: string; readonly reason: HiddenReason; readonly place: Place };

export const nowhere: Place = { page: null };

/** Wingdings and Webdings code points of boxes (as private-use characters, or as their Unicode twins) and their meaning. */
const boxes: Record<string, string> = {
  "\uF0FE": "☒",
  "\uF0FD": "☒",
  "\uF052": "☒",
  "\uF053": "☒",
  "\uF078": "☒",
  "🗹": "☒",
  "🗷": "☒",
  "☑": "☒",
  "⊠": "☒",
  "🗵": "☒",
  "✅": "☒",
  "\uF0A8": "☐",
  "\uF06F": "☐",
  "\uF0A3": "☐",
  "🞎": "☐",
  "🞏": "☐",
  "□": "☐",
  "❏": "☐",
  "❐": "☐",
  "❑": "☐",
  "❒": "☐",
  "▢": "☐",
  "⬜": "☐",
};
const boxPattern = new RegExp(`[${Object.keys(boxes).join("")}]`, "gu");
const typedRound = /(^|\s)\((?: {1,3}|\s?([xX])\s?)\)(?=\s\p{L})/gu;
const typedBox = /(^|[\s(:|])\[\s?([xXvV✓✔_]?)\s?\](?=\s|$|\p{L})/gu;
/** Prompts that Word shows in an empty content control; in other formats they come as text. They are no answers. */
const prompts =
  /(?:Klikk|Trykk)(?: eller trykk)? her for å (?:skrive inn|angi|velge)[^.\n]{0,30}\.|(?:Click|Tap)(?: or tap)? here to enter (?:text|a date)\.|Velg et element\.|Choose an item\./g;
/** U+F0B7 and its like are bullets of the Symbol font. */
const bulletPattern = /[\uF0B7\uF0A7\uF0D8\uF0A0\uF02D]/g;

/** Text as later steps want it: no control signs, soft hyphens, zero-width signs; blanks are plain; boxes are ☒ and ☐; lines are trimmed. */
export const cleanText = (text: string): string =>
  text
    .replace(/[^\P{Cc}\t-\r\u0085]/gu, "")
    .replace(/\u0085/g, "\n")
    .replace(/[\u00AD\u200B\u200C\u200E\u200F\u2060\uFEFF\uFFFC]/g, "")
    .replace(/[\u00A0\u2000-\u200A\u202F\u3000\t]+/g, " ")
    .replace(/[\u2028\u2029\v\f]|\r\n?/g, "\n")
    .replace(boxPattern, (sign) => boxes[sign] ?? sign)
    .replace(bulletPattern, "•")
    .replace(prompts, "")
    .replace(typedBox, (_, before: string, mark: string) => `${before}${mark.trim() && mark !== "_" ? "☒" : "☐"}`)
    .replace(typedRound, (_, before: string, mark: string | undefined) => `${before}${mark ? "☒" : "☐"}`)
    .replace(/ {2,}/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .normalize("NFC")
    .trim();

/** Options of a line with boxes; null when the line has none or is running text in which a box happens to stand. */
export const optionsOf = (text: string): Choice["options"] | null => {
  if (!/[☒☐]/.test(text) || text.length > 400) return null;
  const parts = text.split(/([☒☐])/);
  const before = (parts[0] ?? "").trim();
  const after = (parts.at(-1) ?? "").trim();
  const boxesFirst = after !== "" || before === "" || /[:?]$/.test(before);
  const options: { label: string; checked: boolean }[] = [];
  for (let index = 1; index < parts.length; index += 2) {
    const label = boxesFirst ? parts[index + 1] : parts[index - 1];
    // "Kryss av med ☒. Skjemaet ...": a box that a sentence speaks of.
    if (boxesFirst && /^\s*[.,;)»"]/.test(label ?? "")) return null;
    options.push({ label: (label ?? "").replace(/\s+/g, " ").replace(/^[\s,;/]+|[\s,;/]+$/g, ""), checked: parts[index] === "☒" });
  }
  return options;
};

const cleanCell = (cell: Cell): Cell => ({ ...cell, text: cleanText(cell.text).replace(/\n{2,}/g, "\n") });

/** Cleans, drops what is empty, brings out lines with boxes and numbers the blocks. */
export const blocksOf = (drafts: readonly Draft[]): Block[] => {
  const blocks: Block[] = [];
  const push = (draft: Draft): void => {
    blocks.push({ ...draft, index: blocks.length } as Block);
  };
  for (const draft of drafts.map(cleaned)) {
    if (draft.kind === "table" ? draft.rows.length === 0 : draft.text === "" && draft.kind !== "field") continue;
    if (draft.kind !== "paragraph" || !/[☒☐]/.test(draft.text)) {
      const options = draft.kind === "list_item" ? optionsOf(draft.text) : null;
      if (options) push({ kind: "choice", place: draft.place, origin: draft.origin, text: draft.text, options });
      else push(draft);
      continue;
    }
    for (const line of linesWithBoxesApart(draft.text)) {
      const options = optionsOf(line);
      if (options) push({ kind: "choice", place: draft.place, origin: draft.origin, text: line, options });
      else push({ ...draft, text: line });
    }
  }
  return blocks;
};

/** Lines without boxes stay together as one text; each line with boxes stands alone. */
const linesWithBoxesApart = (text: string): string[] => {
  const parts: string[] = [];
  let plain: string[] = [];
  const flush = (): void => {
    if (plain.length > 0) parts.push(plain.join("\n"));
    plain = [];
  };
  for (const line of text.split("\n"))
    if (optionsOf(line)) {
      flush();
      parts.push(line);
    } else plain.push(line);
  flush();
  return parts;
};

/** A draft with its text cleaned; a second time changes nothing. */
export const cleaned = (draft: Draft): Draft => {
  if (draft.kind === "table") {
    const all = draft.rows.map((row) => row.map(cleanCell));
    // An empty row is dropped, but not where cells reach over several rows: they count rows.
    const spanning = all.some((row) => row.some((cell) => cell.rowSpan > 1));
    const rows = all.filter((row) => spanning || row.some((cell) => cell.text !== ""));
    return { ...draft, rows, headerRows: Math.min(draft.headerRows, rows.length), text: tableText(rows) };
  }
  if (draft.kind === "field") {
    const label = cleanText(draft.label).replace(/\s*:$/, "");
    const value = cleanText(draft.value);
    return { ...draft, label, value, text: label ? `${label}: ${value}`.trim() : value };
  }
  if (draft.kind === "heading") return heading(draft);
  if (draft.kind === "list_item") return { ...draft, marker: draft.marker === null ? null : cleanText(draft.marker), text: cleanText(draft.text) };
  return { ...draft, text: cleanText(draft.text) };
};

const headingNumber = /^(\d{1,2}(?:\.\d{1,2}){0,4}[.)]?|[A-Z][.)]|[IVX]{1,5}\.|§ ?\d{1,2})\s+(?=\S)/;

/** Takes a printed number off the front of a heading's text ("3.2 Utvalg"). */
const heading = (draft: Extract<Draft, { kind: "heading" }>): Draft => {
  const text = cleanText(draft.text).replace(/\n/g, " ");
  if (draft.number !== null) return { ...draft, number: draft.number.trim(), text };
  const match = text.match(headingNumber);
  return match?.[1] ? { ...draft, number: match[1], text: text.slice(match[0].length) } : { ...draft, text };
};

export type Content = {
  readonly drafts: readonly Draft[];
  readonly hidden?: readonly Hidden[];
  readonly links?: readonly string[];
  readonly pages?: number | null;
  readonly state?: Document["state"];
  readonly detail?: string | null;
  readonly method?: Document["method"];
  readonly ocrConfidence?: number | null;
};

/** A document from the content that a format reader found; `empty` when there is no text, cut at `characters`. */
export const documentOf = (name: string, mediaType: string, content: Content, characters: number): Document => {
  const all = blocksOf(content.drafts);
  let left = characters;
  const blocks = all.filter((block) => {
    left -= block.text.length;
    return left >= 0;
  });
  const cut = blocks.length < all.length;
  const state = cut ? "partial" : (content.state ?? (blocks.length === 0 ? "empty" : "read"));
  return {
    name,
    mediaType,
    state,
    detail: cut ? "text_limit" : (content.detail ?? null),
    method: content.method ?? "text",
    pages: content.pages ?? null,
    blocks: state === "read" || state === "partial" ? blocks : [],
    hidden: (content.hidden ?? []).map((part) => ({ ...part, text: cleanText(part.text) })).filter((part) => part.text !== ""),
    links: [...new Set(content.links ?? [])],
    ocrConfidence: content.ocrConfidence ?? null,
  };
};
