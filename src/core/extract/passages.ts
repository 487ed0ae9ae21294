/**
 * Documents cut into passages: a stretch of verbatim text with everything that says what it is about (the label or
 * column it stands under, the headings above it, the row it belongs to). Recognisers read passages only.
 */
import type { Block, Document, Origin, Place, Table } from "../document.ts";
import { gridOf } from "../table.ts";
import type { DocumentRole } from "../roles.ts";

export type Passage = {
  /** Index in the list of sources. */
  readonly source: number;
  /** Index of the block in its document. */
  readonly block: number;
  readonly kind: Block["kind"] | "row" | "cell" | "label_value";
  /** Verbatim text of the answer, without its label. */
  readonly text: string;
  /** What names it, nearest first: the label in front, row and column header, lead-in line. Never empty strings. */
  readonly labels: readonly string[];
  /** Headings above it, innermost first. */
  readonly headings: readonly Heading[];
  /** For a table row: header text and cell text pairs in order. */
  readonly row: readonly { readonly header: string; readonly text: string }[] | null;
  readonly origin: Origin;
  readonly place: Place;
  /** The quoted line that this answers, where it was written between quoted lines. */
  readonly answersQuoted: string | null;
};

export type Heading = { readonly text: string; readonly number: string | null };

export type Source = {
  readonly document: Document;
  readonly roles: readonly DocumentRole[];
  /** Set where the document must not answer anything (an empty template, another project's description). */
  readonly ignored?: string;
};

/** "Label: value" on one line, "*Label*: value" as plain text marks bold; label of at most eight words, no sentence in it. */
const LABEL_VALUE = /^\s*[*_]{0,2}(?<label>[\p{L}\d][^:\n]{0,90}?)[*_]{0,2}\s*:[*_]{0,2}\s+(?<value>\S[\s\S]*)$/u;
/** A label line of its own: "Prosjektleder:" */
const LABEL_ALONE = /^\s*[*_]{0,2}(?<label>[\p{L}\d][^:\n]{1,110}?)[*_]{0,2}\s*:[*_]{0,2}\s*$/u;

/** Splits "Label: value"; null where the line is no such thing (a URL, a time of day, a sentence with a colon late in it). */
export const splitLabel = (line: string): { label: string; value: string } | null => {
  const match = line.match(LABEL_VALUE) ?? line.match(LABEL_ALONE);
  const label = match?.groups?.["label"]?.trim() ?? "";
  const value = match?.groups?.["value"] ?? "";
  if (!label || label.split(/\s+/).length > 11 || /https?$|\d{1,2}$/i.test(label) || /[.!?]\s/.test(label.replace(/^\d{1,2}\.\s+/, ""))) return null;
  return { label, value };
};

/** All passages of the sources that may prove something; quoted text is left out. */
export const passagesOf = (sources: readonly Source[]): Passage[] =>
  sources.flatMap((source, index) => (source.ignored ? [] : passagesOfDocument(source.document, index)));

/** Words that end in a full stop, and no mere number in front of them. */
const isSentence = (text: string): boolean => {
  const trimmed = text.trim();
  return trimmed.endsWith(".") && !/\d/.test(trimmed.slice(0, 3)) && trimmed.includes(" ");
};

type State = { path: { level: number; heading: Heading }[]; lead: string | null; leadDepth: number };

const passagesOfDocument = (document: Document, source: number): Passage[] => {
  const out: Passage[] = [];
  const state: State = { path: [], lead: null, leadDepth: -1 };
  for (const block of document.blocks) {
    if (block.origin === "quoted") continue;
    const headings = state.path.map((entry) => entry.heading).toReversed();
    const common = {
      source,
      block: block.index,
      origin: block.origin,
      place: block.place,
      answersQuoted: block.answersQuoted ?? null,
      row: null,
    } as const;
    const lead = state.lead ? [state.lead] : [];
    switch (block.kind) {
      case "heading": {
        while (state.path.length > 0 && (state.path.at(-1)?.level ?? 0) >= block.level) state.path.pop();
        const above = state.path.map((entry) => entry.heading).toReversed();
        state.path.push({ level: block.level, heading: { text: block.text, number: block.number } });
        state.lead = null;
        const split = splitLabel(block.text);
        if (split?.value) out.push({ ...common, kind: "label_value", text: split.value, labels: [split.label], headings: above });
        out.push({ ...common, kind: "heading", text: block.text, labels: [], headings: above });
        // "Ingen kobling." set like a heading is an answer: it is read as text too.
        if (isSentence(block.text)) out.push({ ...common, kind: "paragraph", text: block.text, labels: [], headings: above });
        break;
      }
      case "paragraph": {
        out.push(...linePassages(block.text, { ...common, headings }, lead, "paragraph"));
        const last = block.text.split("\n").at(-1)?.trim() ?? "";
        state.lead = /[:?]$/.test(last) && last.length < 220 ? last.replace(/:$/, "") : block.bold && block.text.length < 120 ? block.text : null;
        break;
      }
      case "list_item": {
        const marker = block.marker?.match(/^\(?(\d{1,2})[.):]?\)?$/)?.[1];
        const own = splitLabel(block.text);
        const labels = [...(marker && own ? [`${marker}. ${own.label}`] : []), ...lead];
        out.push(...linePassages(block.text, { ...common, headings }, labels, "list_item"));
        break;
      }
      case "field":
        out.push({ ...common, kind: "field", text: block.value, labels: [block.label, ...lead].filter(Boolean), headings });
        break;
      case "choice":
        out.push({ ...common, kind: "choice", text: block.text, labels: lead, headings });
        break;
      case "table":
        out.push(...tablePassages(block, { ...common, headings }, lead));
        state.lead = null;
        break;
    }
  }
  return out;
};

type Common = Omit<Passage, "kind" | "text" | "labels">;

/** The whole text as one passage, and each "Label: value" line in it as a passage of its own. */
const linePassages = (text: string, common: Common, labels: readonly string[], kind: Passage["kind"]): Passage[] => {
  const out: Passage[] = [{ ...common, kind, text, labels }];
  let open: { label: string; lines: string[] } | null = null;
  const flush = () => {
    if (open && open.lines.join("").trim() !== "")
      out.push({ ...common, kind: "label_value", text: open.lines.join("\n").trim(), labels: [open.label, ...labels] });
    open = null;
  };
  for (const line of text.split("\n")) {
    const split = splitLabel(line);
    if (split) {
      flush();
      open = { label: split.label, lines: split.value ? [split.value] : [] };
    } else if (open) (open as { lines: string[] }).lines.push(line);
  }
  flush();
  return out;
};

const shortLabel = (text: string): boolean => text.length > 0 && text.length <= 160;

/** Whether the first row names the columns. */
const headerOf = (table: Table, grid: readonly (readonly string[])[]): readonly string[] | null => {
  const first = grid[0] ?? [];
  if (grid.length < 2 || first.length < 2 || new Set(first).size === 1) return null;
  // Two columns with a date, number or address at the top right: a label with its value, whatever the table says of headers.
  if (first.length === 2 && VALUE.test(first[1] ?? "")) return null;
  if (first.length === 2 && isAnswer(first[1] ?? "")) return null;
  if (table.headerRows > 0) return first;
  const bold =
    table.rows[0]?.every((cell) => cell.bold || cell.header || cell.text.trim() === "") && table.rows[0].some((cell) => cell.text.trim() !== "");
  if (bold && !grid.slice(1).every((row) => row[0] === first[0])) return first;
  const plain =
    first.every((text) => text.length <= 60 && !/[@\d]/.test(text) && !/[.;]$/.test(text)) &&
    first.filter((text) => text.trim()).length >= Math.max(2, first.length - 1);
  return plain && first.length >= 3 ? first : plain && COLUMN_WORD.test(first.join(" | ")) ? first : null;
};
/** Too much for the name of a column: the first row of a form, made to look like a head. */
const isAnswer = (text: string): boolean => text.length > 40 || /[,.;]\s/.test(text);
const VALUE = /\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}|(?:19|20)\d\d|\d{2} \d{2} \d{2} \d{2}|\S@\S/u;
const COLUMN_WORD =
  /(?:^|\| )(?:navn|namn|name|felt|field|punkt|spørsmål|question|svar|answer|variabel|variable|rolle|role|nr\.?|no\.?|beskrivelse|opplysning|dokument|document|risiko|tema|krav)\b/iu;

/** Every row whole, every cell with its row and column names, and label | value rows as labelled values. */
const tablePassages = (table: Table, common: Common, lead: readonly string[]): Passage[] => {
  const grid = gridOf(table);
  const header = headerOf(table, grid);
  const out: Passage[] = [];
  let section: string[] = [];
  grid.forEach((row, rowIndex) => {
    const distinct = row.filter((text, column) => text.trim() !== "" && row.indexOf(text) === column);
    if (distinct.length === 0) return;
    // One cell over the whole width: a section heading within the table, or running text under it.
    if (distinct.length === 1 && (row.length === 1 || row.every((text) => text === distinct[0] || text === ""))) {
      const text = distinct[0] ?? "";
      const isEmptyAnswer = row.length > 1 && row.slice(1).every((cell) => cell.trim() === "") && (table.rows[rowIndex]?.length ?? 0) > 1;
      if (isEmptyAnswer || (text.length < 120 && rowIndex < grid.length - 1 && row.length > 1)) {
        section = [text];
        // A form row whose answer cell is empty still says that the question stands there unanswered.
        out.push(
          ...linePassages(text, common, [...lead], "cell").map((passage) => ({
            ...passage,
            kind: passage.kind === "label_value" ? passage.kind : ("heading" as const),
          })),
        );
      } else out.push(...linePassages(text, common, [...section, ...lead], "cell"));
      return;
    }
    if (header && rowIndex === 0) return;
    const pairs = row
      .map((text, column) => ({ header: header?.[column]?.trim() ?? "", text: text.trim() }))
      .filter(
        (pair, column, all) => pair.text !== "" && (column === 0 || all[column - 1]?.text !== pair.text || all[column - 1]?.header === pair.header),
      );
    const rowLabel = row[0]?.trim() ?? "";
    const numberFirst = /^\d{1,2}(?:\.\d{1,2})*\.?$/.test(rowLabel) && row.length > 2;
    const labelText = numberFirst ? `${rowLabel.replace(/\.$/, "")}. ${row[1]?.trim() ?? ""}` : rowLabel;
    const valueFrom = numberFirst ? 2 : 1;
    out.push({ ...common, kind: "row", text: uniqueCells(row).join(" | "), labels: [...section, ...lead], row: pairs.length > 0 ? pairs : null });
    row.forEach((text, column) => {
      if (text.trim() === "" || (column > 0 && row[column - 1] === text)) return;
      const columnHeader = header?.[column]?.trim() ?? "";
      const labels = [
        ...(column >= valueFrom && shortLabel(labelText) ? [labelText] : []),
        ...(columnHeader ? [columnHeader] : []),
        ...section,
        ...lead,
      ];
      if (column < valueFrom && row.length > 1 && !columnHeader) return;
      out.push(
        ...linePassages(
          text,
          common,
          column >= valueFrom && row.length === valueFrom + 1 ? [labelText, ...(columnHeader ? [columnHeader] : []), ...section, ...lead] : labels,
          "cell",
        ),
      );
    });
  });
  return out;
};

const uniqueCells = (row: readonly string[]): string[] =>
  row.map((text) => text.trim()).filter((text, column, all) => text !== "" && (column === 0 || all[column - 1] !== text));
