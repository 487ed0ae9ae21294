/** Lines in reading order to headings, paragraphs, list items and tables: the layout engine for PDF text and recognised pages. */
import type { Place } from "#core/document.ts";
import type { Draft } from "./drafts.ts";
import { columnTable } from "./layout-columns.ts";
import { commonest, isFull, joinLines, type Line, linesOf, type Piece, type Segment } from "./layout-lines.ts";
import type { Rule } from "./pdf-graphics.ts";

/** What is usual in the whole document. */
export type Usual = {
  /** Letter size of running text, points. */
  readonly size: number;
  /** Distance of lines within a paragraph as a multiple of the size. */
  readonly pitch: number;
  /** Sizes of headings, largest first. */
  readonly headingSizes: readonly number[];
  /** Running text is bold itself, so bold tells nothing. */
  readonly boldBody: boolean;
};

/** A table found by its lines, with its place in the flow. */
export type PlacedTable = { readonly y1: number; readonly x1: number; readonly x2: number; readonly draft: Draft };

const halves = (size: number): number => Math.round(size * 2) / 2;

/** Measures of a document from the lines of its pages. */
export const usualOf = (pages: readonly (readonly Line[])[]): Usual => {
  const segments = pages.flatMap((lines) => lines.flatMap((line) => line.segments));
  const size = commonest(segments.map((segment) => [halves(segment.size), segment.text.length])) || 11;
  const gaps = pages.flatMap((lines) =>
    lines.slice(1).flatMap((line, index): [number, number][] => {
      const gap = (line.y - (lines[index]?.y ?? 0)) / size;
      return gap > 0.9 && gap < 2.2 && Math.abs(line.size - size) < 1 ? [[Math.round(gap * 20) / 20, 1]] : [];
    }),
  );
  const larger = new Set(
    segments
      .filter((segment) => segment.size >= size * 1.08 && segment.text.length < 150 && /\p{L}/u.test(segment.text))
      .map((segment) => halves(segment.size)),
  );
  const body = segments.filter((segment) => halves(segment.size) === size);
  const boldLength = body.filter((segment) => segment.bold).reduce((sum, segment) => sum + segment.text.length, 0);
  return {
    size,
    pitch: commonest(gaps) || 1.2,
    headingSizes: [...larger].sort((a, b) => b - a),
    boldBody: boldLength > 0.6 * body.reduce((sum, segment) => sum + segment.text.length, 0),
  };
};

/** The drafts of one region (a page, or a column of it) from top to bottom. */
export const flow = (lines: readonly Line[], tables: readonly PlacedTable[], usual: Usual, rules: readonly Rule[], place: Place): Draft[] => {
  const drafts: Draft[] = [];
  const right = rightEdge(lines);
  const bottom = lines.at(-1)?.y ?? 0;
  const merged = lines.map((line) => withMarkersMerged(line, usual));
  const waiting = [...tables].sort((a, b) => a.y1 - b.y1);
  let open: Open | null = null;
  const close = (): void => {
    if (open) drafts.push(asFootnote(draftOf(open, usual, place, right), open, usual, bottom));
    open = null;
  };
  const tablesAbove = (y: number): void => {
    while (waiting[0] && waiting[0].y1 < y) {
      close();
      const table = waiting.shift();
      if (table) drafts.push(table.draft);
    }
  };
  for (let index = 0; index < merged.length; index += 1) {
    const line = merged[index];
    if (!line) continue;
    tablesAbove(line.y);
    const limit = waiting[0] ? merged.findIndex((later, at) => at >= index && later.y > (waiting[0]?.y1 ?? 0)) : -1;
    const table = columnTable(limit < 0 ? merged : merged.slice(0, limit), index, usual.pitch, rules);
    if (table) {
      close();
      const rows = table.rows.map((row, at) => row.map((cell) => (at < table.headerRows ? { ...cell, header: true } : cell)));
      drafts.push({
        kind: "table",
        place: { ...place, ...boxOf(merged.slice(index, table.end)) },
        origin: "own",
        headerRows: table.headerRows,
        rows,
        text: "",
      });
      index = table.end - 1;
      continue;
    }
    const segment = wholeLine(line);
    const marker = markerOf(segment.text);
    if (open && goesOn(open, segment, marker, usual, right)) open.lines.push(segment);
    else {
      close();
      open = { lines: [segment], marker: marker && isListItem(marker, segment, drafts.at(-1)) ? marker : null };
    }
  }
  close();
  tablesAbove(Number.POSITIVE_INFINITY);
  return drafts;
};

type Open = { readonly lines: Segment[]; readonly marker: string | null };

const markerPattern = /^([•◦▪▫■□●○–—*·oO\-\uF0B7\uF0A7\uF0D8\uF02D\u2023\u27A2]|\(?\d{1,2}[.)]|\(?[a-zæøåA-ZÆØÅ][.)]|\(?[ivx]{1,4}[.)])(?=\s+\S)/;
const months = /^\d{1,2}\.\s+(?:jan|feb|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|des|dec|årgang|plass|klasse|trinn|etasje)/i;
/** "o" and hyphens begin words too; initials look like "A. Hansen". */
const markerOf = (text: string): string | null => {
  const match = text.match(markerPattern);
  if (!match?.[1] || months.test(text)) return null;
  if (/^[A-ZÆØÅ]\.$/.test(match[1]) && /^[A-ZÆØÅ]\.\s*([A-ZÆØÅ]\.|[A-ZÆØÅ]\p{Ll}+\s*($|,|og\b))/u.test(text)) return null;
  return /^[oO]$/.test(match[1]) && !/^o\s{1,}\p{Lu}/u.test(text) ? null : match[1];
};

const isListItem = (marker: string, segment: Segment, _before: Draft | undefined): boolean => segment.text.length > marker.length + 1;

/** "•     text": the gap after a list marker parts no columns. A line of three or more stays a table row. */
const withMarkersMerged = (line: Line, usual: Usual): Line => {
  const [first, second, ...rest] = line.segments;
  if (!first || !second) return line;
  const isMarker = /^([•◦▪▫■●○–—*·oO\-\uF0B7\uF0A7\uF0D8\uF02D\u2023\u27A2]|\(?(?:\d{1,2}|[a-zæøåA-ZÆØÅ]|[ivx]{1,4})[.)])$/.test(first.text);
  const isNumber =
    /^\d{1,2}(\.\d{1,2})*\.?$/.test(first.text) &&
    rest.length === 0 &&
    (second.size >= usual.size * 1.08 || (second.bold && first.bold && !usual.boldBody));
  if ((!isMarker && !isNumber) || (rest.length > 0 && /\d/.test(first.text)) || second.x - first.x2 > 6 * line.size) return line;
  const joined: Segment = { ...second, text: `${first.text} ${second.text}`, x: first.x, pieces: [...first.pieces, ...second.pieces] };
  return { ...line, segments: [joined, ...rest] };
};

const wholeLine = (line: Line): Segment => {
  const [first] = line.segments;
  const last = line.segments.at(-1);
  if (!first || !last || line.segments.length === 1)
    return first ?? { text: "", x: 0, x2: 0, y: line.y, size: line.size, bold: false, italic: false, pieces: [] };
  return {
    ...first,
    text: line.segments.map((segment) => segment.text).join("  "),
    x2: last.x2,
    size: commonest(line.segments.map((segment) => [segment.size, segment.text.length])),
    bold: line.segments.every((segment) => segment.bold),
    italic: line.segments.every((segment) => segment.italic),
    pieces: line.segments.flatMap((segment) => segment.pieces),
  };
};

/** Where wrapped lines end: the rightmost end that two lines share, as one line may stick out. */
const rightEdge = (lines: readonly Line[]): number => {
  const ends = lines.map((line) => line.segments.at(-1)?.x2 ?? 0).sort((a, b) => b - a);
  const [first = 0, second = 0] = ends;
  return first - second > 30 ? second : first;
};

const isHeadingLine = (segment: Segment, usual: Usual): boolean => {
  const { text } = segment;
  if (text.length > 160 || !/\p{L}/u.test(text)) return false;
  if (segment.size >= usual.size * 1.12) return true;
  return segment.bold && !usual.boldBody && segment.size >= usual.size * 0.9 && !/[.,;]$/.test(text) && !/[☒☐]/.test(text);
};

const goesOn = (open: Open, next: Segment, marker: string | null, usual: Usual, right: number): boolean => {
  const last = open.lines.at(-1);
  const [first] = open.lines;
  if (!last || !first) return false;
  const size = Math.max(last.size, next.size);
  const gap = next.y - last.y;
  const lineGap = open.lines.length > 1 ? last.y - (open.lines.at(-2)?.y ?? 0) : usual.pitch * size;
  if (gap > Math.min(1.3 * Math.max(lineGap, usual.pitch * size * 0.9), usual.pitch * size * 1.45) || gap < 0) return false;
  if (Math.abs(last.size - next.size) > 0.12 * size) return false;
  const [lastIsHeading, nextIsHeading] = [isHeadingLine(last, usual), isHeadingLine(next, usual)];
  if (lastIsHeading !== nextIsHeading && !(last.bold === next.bold && isFull(last, next, right))) return false;
  const full = isFull(last, next, right);
  if (lastIsHeading && nextIsHeading)
    return (
      last.bold === next.bold &&
      !marker &&
      (full || (next.size > usual.size * 1.3 && open.lines.length < 4)) &&
      !/^\d+(\.\d+)*\.?\s+\p{Lu}/u.test(next.text)
    );
  if (marker && (!full || /^[^\d\p{L}(]/u.test(marker) || open.marker !== null || gap > usual.pitch * size * 1.1)) return false;
  if (/[☒☐]/.test(next.text) && /^[☒☐]/.test(next.text)) return false;
  if (open.marker !== null) return next.x > first.x + 2 || full;
  // A first line set in begins a paragraph, but the line after a set-in first line hangs back.
  if (next.x > last.x + 0.9 * size && open.lines.length > 1 && next.x - first.x > 0.9 * size && !full) return false;
  return !(next.x > last.x + 0.8 * size && next.x < last.x + 4 * size && /[.:?!]$/.test(last.text) && !full);
};

const draftOf = (open: Open, usual: Usual, place: Place, right: number): Draft => {
  const { lines, marker } = open;
  const [first] = lines;
  const common = {
    place: { ...place, ...boxOf(lines.map((segment) => ({ y: segment.y, size: segment.size, segments: [segment] }))) },
    origin: "own",
  } as const;
  const text = paragraphText(lines, right);
  if (first && lines.length <= 4 && text.length <= 260 && lines.every((line) => isHeadingLine(line, usual)) && !/^[•\-–]/.test(text)) {
    const index = usual.headingSizes.findIndex((size) => halves(first.size) >= size);
    const level = Math.min(6, index < 0 ? usual.headingSizes.length + 1 : index + 1);
    return { ...common, kind: "heading", level: index < 0 ? Math.max(2, level) : level, number: null, text };
  }
  if (marker) return { ...common, kind: "list_item", depth: 0, marker, text: text.slice(marker.length).trim() };
  const bold = lines.every((line) => line.bold);
  return { ...common, kind: "paragraph", text, bold, ...(lines.every((line) => line.italic) ? { italic: true } : {}) };
};

/** Smaller text with a number in front, low on the page, is a footnote. */
const asFootnote = (draft: Draft, open: Open, usual: Usual, bottom: number): Draft => {
  const [first] = open.lines;
  const isSmall = open.lines.every((line) => line.size < usual.size * 0.9);
  if (!first || !isSmall || first.y < bottom * 0.6 || draft.kind === "table" || !/^\d{1,2}\s*\p{L}/u.test(first.text)) return draft;
  return { ...draft, origin: "footnote" };
};

/** Lines as running text: wrapped ones joined, the author's breaks kept. */
export const paragraphText = (lines: readonly Segment[], right: number): string =>
  lines.reduce((text, line, index) => {
    const before = lines[index - 1];
    if (!before) return line.text;
    return isFull(before, line, right) ? joinLines(text, line.text) : `${text}\n${line.text}`;
  }, "");

/** The box around lines, for people who look the place up. */
export const boxOf = (lines: readonly Line[]): { box?: NonNullable<Place["box"]> } => {
  const segments = lines.flatMap((line) => line.segments);
  if (segments.length === 0) return {};
  const x = Math.min(...segments.map((segment) => segment.x));
  const y = Math.min(...segments.map((segment) => segment.y - segment.size));
  const round = (value: number): number => Math.round(value * 10) / 10;
  return {
    box: {
      x: round(x),
      y: round(y),
      width: round(Math.max(...segments.map((segment) => segment.x2)) - x),
      height: round(Math.max(...segments.map((segment) => segment.y + segment.size * 0.25)) - y),
    },
  };
};

/** Regions of a page in reading order: one, or in two-column text the columns between what crosses both. */
export const regionsOf = (
  pieces: readonly Piece[],
  width: number,
): { readonly lines: Line[]; readonly x1: number; readonly x2: number; readonly y1: number; readonly y2: number }[] => {
  const lines = linesOf(pieces);
  const everything = { x1: 0, x2: width };
  const bounds = (part: readonly Line[]) => ({ y1: part[0]?.y ?? 0, y2: part.at(-1)?.y ?? 0 });
  const gutter = gutterOf(lines, width);
  if (gutter === null) return [{ lines, ...everything, ...bounds(lines) }];
  const regions: { lines: Line[]; x1: number; x2: number; y1: number; y2: number }[] = [];
  let crossing: Line[] = [];
  let band: Line[] = [];
  const endBand = (): void => {
    if (band.length > 0) {
      const all = band.flatMap((line) => line.segments);
      const left = linesOf(all.filter((segment) => segment.x2 <= gutter + 2).flatMap((segment) => segment.pieces));
      const right = linesOf(all.filter((segment) => segment.x2 > gutter + 2).flatMap((segment) => segment.pieces));
      if (left.length > 0) regions.push({ lines: left, x1: 0, x2: gutter, ...bounds(band) });
      if (right.length > 0) regions.push({ lines: right, x1: gutter, x2: width, ...bounds(band) });
    }
    band = [];
  };
  const endCrossing = (): void => {
    if (crossing.length > 0) regions.push({ lines: crossing, ...everything, ...bounds(crossing) });
    crossing = [];
  };
  for (const line of lines) {
    if (line.segments.some((segment) => segment.x < gutter - 2 && segment.x2 > gutter + 2)) {
      endBand();
      crossing.push(line);
    } else {
      endCrossing();
      band.push(line);
    }
  }
  endBand();
  endCrossing();
  return regions;
};

/** The blank strip between two columns of running text; null where text stands in one, or in columns of a table or form. */
const gutterOf = (lines: readonly Line[], width: number): number | null => {
  const segments = lines.flatMap((line) => line.segments);
  if (lines.length < 12) return null;
  const candidates: { x: number; crossing: number }[] = [];
  for (let x = width * 0.35; x <= width * 0.65; x += 4) {
    const left = segments.filter((segment) => segment.x2 <= x + 1);
    const right = segments.filter((segment) => segment.x >= x - 1);
    const crossing = segments.length - left.length - right.length;
    if (left.length < 8 || right.length < 8 || crossing > segments.length * 0.25) continue;
    const isProse = (side: readonly Segment[]): boolean => {
      const from = Math.min(...side.map((segment) => segment.x));
      const to = Math.max(...side.map((segment) => segment.x2));
      const full = side.filter((segment) => segment.x2 - segment.x > (to - from) * 0.7).length;
      return to - from > width * 0.25 && full >= side.length * 0.5;
    };
    if (isProse(left) && isProse(right)) candidates.push({ x, crossing });
  }
  const least = Math.min(...candidates.map(({ crossing }) => crossing));
  const best = candidates.filter(({ crossing }) => crossing === least);
  return best[Math.floor(best.length / 2)]?.x ?? null;
};
