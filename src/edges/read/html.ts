/** HTML to blocks: mail bodies of Outlook, Gmail and phones, HTML files, and what mammoth makes of a Word file. */
import type { Cell, Origin, Place } from "#core/document.ts";
import { cleaned, type Draft, type Hidden, nowhere } from "./drafts.ts";
import { type Element, parseMarkup, textOf } from "./markup.ts";
import { type Look, lookOf, plainLook } from "./html-look.ts";
import { headerRowsOf, isLayoutTable, tableRows } from "./html-table.ts";

/** A block with what HTML says about who wrote it; mail-body reading turns this into origins. */
export type HtmlBlock = {
  readonly draft: Draft;
  /** Number of <blockquote> around it. */
  readonly quoteDepth: number;
  /** Ids and classes of the elements around it, outermost first ("gmail_quote", "divRplyFwdMsg"), and "border-top" for Outlook's line. */
  readonly marks: readonly string[];
  /** All of it is written in a colour of its own. */
  readonly coloured: boolean;
};

export type HtmlContent = { readonly blocks: readonly HtmlBlock[]; readonly hidden: readonly Hidden[]; readonly links: readonly string[] };

export type HtmlOptions = {
  readonly place?: Place;
  readonly origin?: Origin;
  /** Word files: a short paragraph that is bold throughout is a heading (level 6). Mails: it stays a bold paragraph. */
  readonly boldIsHeading?: boolean;
  /** Layout tables (one column, role=presentation, letter frames) are read as running text. Word files have none. */
  readonly layoutTables?: boolean;
};

/** A list marker or heading number that a caller put into the text, between two private-use signs. */
export const markerStart = "\uE000";
export const markerEnd = "\uE001";
const markerPattern = new RegExp(`${markerStart}([^${markerEnd}]*)${markerEnd}`);

const blockNames = new Set(
  "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul #root".split(
    " ",
  ),
);
const skipped = new Set(["head", "style", "script", "title", "noscript", "template", "svg", "object", "map", "select", "#comment"]);

type Run = { text: string; bold: boolean; italic: boolean; coloured: boolean };
type Around = { quoteDepth: number; marks: string[]; look: Look; listDepth: number; pre: boolean };

/** Blocks, hidden text and link targets of an HTML text. Never throws but TooManyElements. */
export const blocksFromHtml = (html: string, options: HtmlOptions = {}): HtmlContent => {
  const place = options.place ?? nowhere;
  const common = { place, origin: options.origin ?? ("own" as Origin) };
  const blocks: HtmlBlock[] = [];
  const hidden: Hidden[] = [];
  const links: string[] = [];
  let runs: Run[] = [];
  let coloured = false;
  let item: { marker: string | null; depth: number } | null = null;

  const emit = (draft: Draft, around: Around): void => {
    blocks.push({ draft: cleaned(draft), quoteDepth: around.quoteDepth, marks: around.marks, coloured });
  };

  const flush = (around: Around): void => {
    const paragraphs = splitAtBlankLines(runs);
    runs = [];
    for (const paragraph of paragraphs) {
      const { text, marker } = takeMarker(paragraph.map((run) => run.text).join(""));
      if (text.trim() === "") continue;
      const inked = paragraph.filter((run) => /[^\s\uE000-\uE001]/.test(run.text));
      const bold = inked.every((run) => run.bold);
      coloured = inked.length > 0 && inked.every((run) => run.coloured);
      if (item) {
        emit({ ...common, kind: "list_item", depth: item.depth, marker: marker ?? item.marker, text }, around);
        item = null;
        continue;
      }
      if (marker !== null) {
        emit({ ...common, kind: "list_item", depth: 0, marker, text }, around);
        continue;
      }
      const rest = bold ? [] : withoutBoldFirstLine(paragraph);
      if (rest.length > 0) {
        const first = text.slice(0, text.indexOf("\n"));
        paragraphOf(first, true, false, around);
        paragraphOf(
          rest.map((run) => run.text).join(""),
          false,
          inked.every((run) => run.italic),
          around,
        );
      } else
        paragraphOf(
          text,
          bold,
          inked.every((run) => run.italic),
          around,
        );
    }
    coloured = false;
  };

  const paragraphOf = (text: string, bold: boolean, italic: boolean, around: Around): void => {
    if (bold && options.boldIsHeading && isHeadingLike(text)) emit({ ...common, kind: "heading", level: 6, number: null, text }, around);
    else emit({ ...common, kind: "paragraph", text, bold, ...(italic ? { italic: true } : {}) }, around);
  };

  const add = (text: string, look: Look): void => {
    if (look.hidden) hidden.push({ text, reason: look.hidden, place });
    else runs.push({ text, bold: look.bold, italic: look.italic, coloured: look.coloured });
  };

  const walk = (element: Element, around: Around): void => {
    for (const child of element.children) {
      if (typeof child === "string") add(around.pre ? child : child.replace(/[ \t\r\n]+/g, " "), around.look);
      else if (!skipped.has(child.name) && !child.name.startsWith("!")) enter(child, around);
    }
  };

  const enter = (element: Element, around: Around): void => {
    const look = lookOf(element, around.look);
    const inner: Around = { ...around, look, pre: around.pre || element.name === "pre" };
    if (element.name === "br") return add("\n", look);
    if (element.name === "input") return add(inputText(element), look);
    if (element.name === "textarea") return walk(element, { ...inner, pre: true });
    // Word writes list markers as text in a span of this style.
    if (/mso-list\s*:\s*ignore/i.test(element.attributes["style"] ?? "")) return add(`${markerStart}${textOf(element).trim()}${markerEnd}`, look);
    if (element.name === "a" && element.attributes["href"]) links.push(element.attributes["href"]);
    if (!blockNames.has(element.name)) return walk(element, withMarks(inner, element));
    flush(around);
    const block = withMarks({ ...inner, quoteDepth: inner.quoteDepth + (element.name === "blockquote" ? 1 : 0) }, element);
    if (/^h[1-6]$/.test(element.name)) headingOf(element, block);
    else if (element.name === "table") table(element, block);
    else if (element.name === "ul" || element.name === "ol") list(element, block);
    else if (element.name === "li") listItem(element, null, block);
    else {
      walk(element, block);
      flush(block);
    }
  };

  const headingOf = (element: Element, around: Around): void => {
    const before = runs;
    runs = [];
    walk(element, around);
    const { text, marker } = takeMarker(runs.map((run) => run.text).join(""));
    runs = before;
    if (text.trim() === "") return;
    emit({ ...common, kind: "heading", level: Number(element.name[1]), number: marker, text }, around);
  };

  const list = (element: Element, around: Around): void => {
    let number = Number(element.attributes["start"] ?? 1);
    for (const child of element.children) {
      if (typeof child === "string") continue;
      if (child.name !== "li") enter(child, { ...around, listDepth: around.listDepth + 1 });
      else {
        number = Number(child.attributes["value"] ?? number);
        listItem(child, element.name === "ol" ? orderedMarker(number, element.attributes["type"]) : "•", {
          ...around,
          listDepth: around.listDepth + 1,
        });
        number += 1;
      }
    }
  };

  const listItem = (element: Element, marker: string | null, around: Around): void => {
    item = { marker, depth: Math.max(0, around.listDepth - 1) };
    walk(element, withMarks({ ...around, look: lookOf(element, around.look) }, element));
    flush(around);
    item = null;
  };

  const table = (element: Element, around: Around): void => {
    if (options.layoutTables !== false && isLayoutTable(element)) {
      item = null;
      walk(element, around);
      return flush(around);
    }
    const inCell = (cell: Element): { text: string; bold: boolean } => {
      const content = blocksFromHtml_(cell, { ...around, listDepth: 0 });
      return { text: content.map(({ draft }) => lineOf(draft)).join("\n"), bold: content.length > 0 && content.every(({ draft }) => isBold(draft)) };
    };
    const rows = tableRows(element, inCell);
    emit({ ...common, kind: "table", headerRows: headerRowsOf(element, rows), rows: withHeaders(element, rows), text: "" }, around);
  };

  /** The blocks below an element, apart from the stream: what stands in a cell. */
  const blocksFromHtml_ = (element: Element, around: Around): HtmlBlock[] => {
    const [outerRuns, outerItem, start] = [runs, item, blocks.length];
    runs = [];
    item = null;
    walk(element, { ...around, look: lookOf(element, around.look) });
    flush(around);
    [runs, item] = [outerRuns, outerItem];
    return blocks.splice(start);
  };

  const start: Around = { quoteDepth: 0, marks: [], look: plainLook, listDepth: 0, pre: false };
  walk(parseMarkup(html, { xml: false }), start);
  flush(start);
  return { blocks, hidden: hidden.filter((part) => part.text.trim() !== ""), links };
};

const withMarks = (around: Around, element: Element): Around => {
  const { id, class: classes, style } = element.attributes;
  if (!id && !classes && !(style && /border-top\s*:/i.test(style))) return around;
  const marks = [
    ...(id ? [id] : []),
    ...(classes ?? "").split(/\s+/).filter((name) => name !== ""),
    ...(style && /border-top\s*:\s*(?!none)/i.test(style) ? ["border-top"] : []),
  ];
  return { ...around, marks: [...around.marks, ...marks] };
};

const inputText = (element: Element): string => {
  const { type, checked, value } = element.attributes;
  if (type === "checkbox" || type === "radio") return checked === undefined ? "☐ " : "☒ ";
  return type === "hidden" ? "" : (value ?? "");
};

const orderedMarker = (number: number, type: string | undefined): string => {
  if (type === "a") return `${String.fromCharCode(96 + Math.min(26, Math.max(1, number)))}.`;
  if (type === "A") return `${String.fromCharCode(64 + Math.min(26, Math.max(1, number)))}.`;
  return `${number}.`;
};

const takeMarker = (text: string): { text: string; marker: string | null } => {
  const match = text.match(markerPattern);
  return { text: match ? text.replace(match[0], "") : text, marker: match?.[1] || null };
};

const splitAtBlankLines = (runs: readonly Run[]): Run[][] => {
  const paragraphs: Run[][] = [[]];
  let breaks = 0;
  for (const run of runs)
    for (const part of run.text.split(/(\n)/)) {
      if (part === "\n") breaks += 1;
      else if (part.trim() !== "") {
        if (breaks >= 2) paragraphs.push([]);
        breaks = 0;
      }
      if (part !== "") paragraphs.at(-1)?.push({ ...run, text: part });
    }
  return paragraphs;
};

/** What follows a first line that is bold while the rest is not ("<b>4. Project leader</b><br>Ola ..."); empty when it is not so. */
const withoutBoldFirstLine = (runs: readonly Run[]): Run[] => {
  const lineEnd = runs.findIndex((run, index) => run.text === "\n" && runs.slice(0, index).some((other) => other.text.trim() !== ""));
  if (lineEnd < 0) return [];
  const first = runs.slice(0, lineEnd).filter((run) => run.text.trim() !== "");
  const rest = runs.slice(lineEnd + 1);
  return first.every((run) => run.bold) && rest.some((run) => run.text.trim() !== "" && !run.bold) ? rest : [];
};

/** Bold text that can be a heading: one short line that does not end as a sentence or stand as a label with its value. */
export const isHeadingLike = (text: string): boolean => {
  const line = text.trim();
  return line.length <= 150 && !line.includes("\n") && /\p{L}/u.test(line) && !/[.,;]$/.test(line) && !/[☒☐]/.test(line);
};

const lineOf = (draft: Draft): string => {
  if (draft.kind === "list_item") return `${draft.marker ? `${draft.marker} ` : ""}${draft.text.trim()}`;
  if (draft.kind === "heading") return `${draft.number ? `${draft.number} ` : ""}${draft.text.trim()}`;
  if (draft.kind === "table") return draft.rows.map((row) => row.map((cell) => cell.text.replace(/\n/g, " ").trim()).join(" | ")).join("\n");
  return draft.text.trim();
};

const isBold = (draft: Draft): boolean => draft.kind === "heading" || (draft.kind === "paragraph" && draft.bold);

const withHeaders = (element: Element, rows: readonly (readonly Cell[])[]): Cell[][] => {
  const headers = headerRowsOf(element, rows);
  return rows.map((row, index) => row.map((cell) => (index < headers ? { ...cell, header: true } : cell)));
};
