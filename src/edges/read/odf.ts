/** OpenDocument text, sheets and slides (ODT, ODS, ODP) to blocks, straight from content.xml: the tree is close to ours. */
import type { Cell, HiddenReason, Origin, Place } from "#core/document.ts";
import { tableText } from "#core/table.ts";
import type { Content, Draft, Hidden } from "./drafts.ts";
import { nowhere } from "./drafts.ts";
import { isHeadingLike } from "./html.ts";
import { boldHeaderRows, wordHeaderRows } from "./html-table.ts";
import type { ReadLimits } from "./limits.ts";
import { type Element, childOf, childrenOf, descendants, parseMarkup, textOf } from "./markup.ts";
import { type ListCounter, listCounter, listStylesOf } from "./odf-lists.ts";
import { inkOf, type Ink, stylesOf, type TextStyle } from "./odf-styles.ts";
import { type Package, ZipError } from "./zip.ts";

type State = {
  readonly drafts: Draft[];
  readonly hidden: Hidden[];
  readonly links: string[];
  readonly styles: ReadonlyMap<string, TextStyle>;
  readonly lists: ListCounter;
  readonly limits: ReadLimits;
};
type Around = { readonly place: Place; readonly origin: Origin; readonly list: { style: string; depth: number } | null; readonly shaded: boolean };

/** Blocks of an ODF file. Throws ZipError. */
export const readOdf = async (file: Package, limits: ReadLimits): Promise<Content> => {
  if (file.has("META-INF/manifest.xml") && /encryption-data/.test(await file.text("META-INF/manifest.xml")))
    throw new ZipError("encrypted", "odf_password");
  const tree = async (name: string): Promise<Element | undefined> =>
    file.has(name) ? childrenOf(parseMarkup(await file.text(name), { xml: true, elements: limits.elements, nesting: limits.nesting }))[0] : undefined;
  const content = await tree("content.xml");
  if (!content) throw new ZipError("corrupt", "part_missing");
  const shared = await tree("styles.xml");
  const state: State = {
    drafts: [],
    hidden: [],
    links: [],
    styles: stylesOf([shared, content]),
    lists: listCounter(listStylesOf([shared, content])),
    limits,
  };
  const body = childrenOf(childOf(content, "office:body"))[0];
  if (!body) throw new ZipError("corrupt", "part_missing");
  const around: Around = { place: nowhere, origin: "own", list: null, shaded: false };
  const pages =
    body.name === "office:spreadsheet" ? sheets(body, state, around) : body.name === "office:presentation" ? slides(body, state, around) : null;
  if (pages !== null) return { ...state, pages };
  blocks(body, state, around);
  const marked = pageParts(shared, state);
  return {
    ...state,
    drafts: [...marked.filter((draft) => draft.origin === "header"), ...state.drafts, ...marked.filter((draft) => draft.origin === "footer")],
  };
};

/** Page headers and footers of the master pages. */
const pageParts = (shared: Element | undefined, state: State): Draft[] => {
  const drafts: Draft[] = [];
  for (const page of descendants(shared, "style:master-page"))
    for (const origin of ["header", "footer"] as const) {
      const part = childOf(page, `style:${origin}`);
      if (part) blocks(part, { ...state, drafts }, { place: { page: null, part: origin }, origin, list: null, shaded: false });
    }
  return drafts.filter((draft, index) => drafts.findIndex((other) => JSON.stringify(other) === JSON.stringify(draft)) === index);
};

const sheets = (body: Element, state: State, around: Around): number => {
  const tables = childrenOf(body, "table:table");
  tables.forEach((element, index) => {
    const place = { page: index + 1, part: element.attributes["table:name"] ?? "" };
    if (state.styles.get(element.attributes["table:style-name"] ?? "")?.hidden !== "not_displayed")
      return table(element, state, { ...around, place });
    const drafts: Draft[] = [];
    table(element, { ...state, drafts }, { ...around, place });
    for (const draft of drafts) if (draft.kind === "table") state.hidden.push({ text: tableText(draft.rows), reason: "not_displayed", place });
  });
  return tables.length;
};

const slides = (body: Element, state: State, around: Around): number => {
  const pages = childrenOf(body, "draw:page");
  // Slides have coloured grounds from masters that are not read: white text there is no sign of hiding.
  pages.forEach((page, index) => blocks(page, state, { ...around, shaded: true, place: { page: index + 1 } }));
  return pages.length;
};

const skipped = new Set([
  "text:tracked-changes",
  "office:annotation",
  "office:forms",
  "text:sequence-decls",
  "presentation:notes",
  "office:annotation-end",
  "text:table-of-content-source",
  "svg:title",
  "svg:desc",
  "text:variable-decls",
]);

const blocks = (element: Element, state: State, around: Around): void => {
  for (const child of element.children) {
    if (typeof child === "string" || skipped.has(child.name)) continue;
    if (child.name === "text:p" || child.name === "text:h") paragraph(child, state, around);
    else if (child.name === "text:list") list(child, state, around);
    else if (child.name === "table:table") table(child, state, around);
    else if (child.name === "text:note") note(child, state, around);
    else blocks(child, state, child.attributes["presentation:class"] === "title" ? { ...around, place: { ...around.place, part: "title" } } : around);
  }
};

const list = (element: Element, state: State, around: Around): void => {
  const depth = around.list ? around.list.depth + 1 : 0;
  const style = element.attributes["text:style-name"] ?? around.list?.style ?? "";
  state.lists.open(element, style, depth);
  for (const item of childrenOf(element)) {
    if (item.name === "text:list-header") blocks(item, state, { ...around, list: null });
    if (item.name !== "text:list-item") continue;
    const start = item.attributes["text:start-value"];
    let first = true;
    for (const child of childrenOf(item)) {
      if (child.name === "text:p" || child.name === "text:h") {
        const marker = first ? state.lists.next(style, depth, start) : null;
        paragraph(child, state, first ? { ...around, list: { style, depth } } : around, marker);
        first = false;
      } else if (child.name === "text:list") {
        if (first && childrenOf(item).length > 1) state.lists.next(style, depth, start);
        list(child, state, { ...around, list: { style, depth } });
      } else blocks(child, state, around);
    }
  }
};

const paragraph = (element: Element, state: State, around: Around, marker: string | null = null): void => {
  const notes: Element[] = [];
  const frames: Element[] = [];
  const runs = inkOf(element, state.styles, { notes, frames, links: state.links });
  const seen = runs.filter((run) => reasonFor(run, around) === null);
  for (const run of runs) {
    const reason = reasonFor(run, around);
    if (reason && run.text.trim() !== "") state.hidden.push({ text: run.text, reason, place: around.place });
  }
  const text = seen.map((run) => run.text).join("");
  const inked = seen.filter((run) => run.text.trim() !== "");
  const bold = inked.length > 0 && inked.every((run) => run.bold);
  const common = { place: around.place, origin: around.origin };
  const style = state.styles.get(element.attributes["text:style-name"] ?? "");
  const printed = childOf(element, "text:number");
  const level =
    element.name === "text:h"
      ? Number(element.attributes["text:outline-level"] ?? 1)
      : around.place.part === "title"
        ? 1
        : (style?.headingLevel ?? null);
  if (text.trim() !== "") {
    if (level !== null) {
      const number =
        marker ??
        (printed
          ? textOf(printed)
          : element.name === "text:h" && !element.attributes["text:is-list-header"]
            ? state.lists.heading(level, text)
            : null);
      state.drafts.push({ ...common, kind: "heading", level: Math.min(6, level), number, text });
    } else if (around.list && marker !== null) state.drafts.push({ ...common, kind: "list_item", depth: around.list.depth, marker, text });
    else if (bold && around.origin === "own" && isHeadingLike(text)) state.drafts.push({ ...common, kind: "heading", level: 6, number: null, text });
    else state.drafts.push({ ...common, kind: "paragraph", text, bold, ...(inked.every((run) => run.italic) ? { italic: true } : {}) });
  }
  for (const frame of frames) blocks(frame, state, { ...around, list: null });
  for (const one of notes) note(one, state, around);
};

const reasonFor = (run: Ink, around: Around): HiddenReason | null => (run.hidden === "white" && around.shaded ? null : run.hidden);

const note = (element: Element, state: State, around: Around): void => {
  const body = childOf(element, "text:note-body");
  if (body) blocks(body, state, { ...around, origin: "footnote", list: null });
};

const table = (element: Element, state: State, around: Around): void => {
  const rows: Cell[][] = [];
  let headerRows = 0;
  const addRow = (row: Element, header: boolean): void => {
    if (rows.length >= state.limits.sheetRows) return;
    const cells = childrenOf(row)
      .filter((cell) => cell.name === "table:table-cell")
      .flatMap((cell) => cellOf(cell, state, around, header));
    while (cells.length > 0 && cells.at(-1)?.text === "" && cells.at(-1)?.columnSpan === 1 && around.place.page !== null) cells.pop();
    const filled = cells.some((cell) => cell.text !== "");
    // Sheets repeat an empty row a million times at the end.
    const repeats = filled ? Math.min(1000, Number(row.attributes["table:number-rows-repeated"] ?? 1)) : 1;
    for (let copy = 0; copy < repeats; copy += 1) rows.push(cells);
  };
  const walk = (parent: Element, header: boolean): void => {
    for (const child of childrenOf(parent)) {
      if (child.name === "table:table-row") {
        addRow(child, header);
        if (header) headerRows += 1;
      } else if (child.name === "table:table-header-rows") walk(child, true);
      else if (child.name === "table:table-rows" || child.name === "table:table-row-group") walk(child, header);
    }
  };
  walk(element, false);
  while (rows.length > 0 && rows.at(-1)?.every((cell) => cell.text === "")) rows.pop();
  if (rows.length === 0) return;
  if (headerRows === 0 || headerRows >= rows.length) headerRows = around.place.part === undefined ? boldHeaderRows(rows) : wordHeaderRows(rows);
  const marked = rows.map((row, index) => row.map((cell) => (index < headerRows ? { ...cell, header: true } : cell)));
  state.drafts.push({ place: around.place, origin: around.origin, kind: "table", headerRows, rows: marked, text: "" });
};

const cellOf = (element: Element, state: State, around: Around, header: boolean): Cell[] => {
  const drafts: Draft[] = [];
  const shaded = state.styles.get(element.attributes["table:style-name"] ?? "")?.shaded ?? false;
  blocks(element, { ...state, drafts }, { ...around, list: null, shaded: around.shaded || shaded });
  const own = drafts.filter((draft) => draft.origin !== "footnote");
  state.drafts.push(...drafts.filter((draft) => draft.origin === "footnote"));
  const cell: Cell = {
    text: own.map(cellLine).join("\n").trim(),
    columnSpan: Number(element.attributes["table:number-columns-spanned"] ?? 1),
    rowSpan: Number(element.attributes["table:number-rows-spanned"] ?? 1),
    header,
    bold: own.length > 0 && own.every((draft) => draft.kind === "heading" || (draft.kind === "paragraph" && draft.bold)),
  };
  const repeats = Math.min(state.limits.sheetColumns, Number(element.attributes["table:number-columns-repeated"] ?? 1));
  return Array.from({ length: repeats }, () => cell);
};

const cellLine = (draft: Draft): string => {
  if (draft.kind === "list_item") return `${draft.marker ? `${draft.marker} ` : ""}${draft.text.trim()}`;
  if (draft.kind === "table") return draft.rows.map((row) => row.map((cell) => cell.text.replace(/\n/g, " ")).join(" | ")).join("\n");
  if (draft.kind === "heading") return `${draft.number ? `${draft.number} ` : ""}${draft.text.trim()}`;
  return draft.text.trim();
};
