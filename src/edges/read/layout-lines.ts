/** Pieces of text with positions to lines, as PDF text and recognised words alike give them. All lengths are points, y grows downwards. */

/** A run of text on the page; `y` is its baseline. */
export type Piece = {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
  readonly bold: boolean;
  readonly italic: boolean;
  /** Marked-content id that ties it to the structure tree of a tagged PDF. */
  readonly tag?: string;
  /** A form field's value stands here. */
  readonly field?: FormField;
};

export type FormField = { readonly name: string; readonly hint: string; readonly box: boolean };

/** Text on one line without a wide gap in it. */
export type Segment = {
  readonly text: string;
  readonly x: number;
  readonly x2: number;
  readonly y: number;
  readonly size: number;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly pieces: readonly Piece[];
};

export type Line = { readonly y: number; readonly size: number; readonly segments: readonly Segment[] };

/** A gap as wide as this many letter sizes parts columns; within running text the widest justified blank is narrower. */
const columnGap = 1.15;

/** Lines from top to bottom, pieces in each sorted by x: PDF writers draw tick boxes last, whatever their place. */
export const linesOf = (pieces: readonly Piece[]): Line[] => {
  const sorted = [...pieces].sort((a, b) => a.y - b.y || a.x - b.x);
  const rows: { y: number; size: number; pieces: Piece[] }[] = [];
  for (const piece of sorted) {
    const row = rows.findLast((candidate, index) => index >= rows.length - 3 && isOnLine(candidate, piece));
    if (!row) {
      rows.push({ y: piece.y, size: piece.size, pieces: [piece] });
      continue;
    }
    // The baseline is that of the larger text: a raised footnote sign does not lift the line.
    if (piece.size > row.size * 1.2) row.y = piece.y;
    row.size = Math.max(row.size, piece.size);
    row.pieces.push(piece);
  }
  return rows.sort((a, b) => a.y - b.y).map((row) => ({ y: row.y, size: row.size, segments: segmentsOf(row.pieces, row.y) }));
};

const isOnLine = (row: { readonly y: number; readonly size: number }, piece: Piece): boolean => {
  const [small, large] = [Math.min(row.size, piece.size), Math.max(row.size, piece.size)];
  return Math.abs(row.y - piece.y) <= (small < large * 0.8 ? 0.5 : 0.28) * large;
};

const segmentsOf = (pieces: readonly Piece[], y: number): Segment[] => {
  const groups: Piece[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const piece of [...pieces].sort((a, b) => a.x - b.x)) {
    const group = groups.at(-1);
    if (group && piece.x - end <= columnGap * Math.max(piece.size, group.at(-1)?.size ?? 0)) group.push(piece);
    else groups.push([piece]);
    end = Math.max(end, piece.x + piece.width);
  }
  return groups.map((group) => segmentOf(group, y));
};

/** One segment from pieces that stand beside each other. */
export const segmentOf = (pieces: readonly Piece[], y: number): Segment => {
  let text = "";
  let end: number | null = null;
  for (const piece of pieces) {
    if (end !== null && piece.x - end > 0.12 * piece.size && !text.endsWith(" ") && !piece.text.startsWith(" ")) text += " ";
    text += piece.text;
    end = piece.x + piece.width;
  }
  const inked = pieces.filter((piece) => /[\p{L}\p{N}]/u.test(piece.text));
  const last = pieces.at(-1);
  return {
    text: text.trim(),
    x: pieces[0]?.x ?? 0,
    x2: last ? last.x + last.width : 0,
    y,
    size: commonest(pieces.map((piece) => [piece.size, piece.text.length])),
    bold: inked.length > 0 && inked.every((piece) => piece.bold),
    italic: inked.length > 0 && inked.every((piece) => piece.italic),
    pieces,
  };
};

/** The value with the most weight; 0 when there is none. */
export const commonest = (weighted: readonly (readonly [number, number])[]): number => {
  const weights = new Map<number, number>();
  for (const [value, weight] of weighted) weights.set(value, (weights.get(value) ?? 0) + weight);
  let best = 0;
  let most = -1;
  for (const [value, weight] of weights)
    if (weight > most) {
      best = value;
      most = weight;
    }
  return best;
};

/** The middle value; 0 when there is none. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
};

/** Words after which a hyphen at a line end is the author's ("bosettings- og"), and short words that stand alone. */
const joiners = /^(og|eller|samt|and|or|til|und|och)\b/u;
const shortWords =
  /^(og|i|på|av|er|å|en|et|ei|til|med|for|som|at|de|du|vi|om|fra|av|of|or|to|in|is|as|by|on|an|we|a|the|and|ved|har|kan|ja|nei|km|kr|år|nr|ikke|ikkje|ein)$/iu;

/** A line and the next one as running text: hyphens at line ends and words cut by narrow cells are repaired. */
export const joinLines = (text: string, next: string): string => {
  if (/\p{L}{2}[-\u00AD\u2010]$/u.test(text) && /^\p{Ll}/u.test(next) && !joiners.test(next)) return text.slice(0, -1) + next;
  if (/\p{L}[-\u2013\u2010/]$/u.test(text) && /^[\p{L}\p{N}]/u.test(next) && !joiners.test(next)) return text + next;
  return `${text} ${next}`;
};

/** Width of a text in units of a usual letter, good to a few per cent in the usual typefaces. */
const units = (text: string): number => {
  let sum = 0;
  for (const sign of text) sum += /[ijltfr.,:;'|()!\- ]/.test(sign) ? 0.58 : /[mwMW@%—]/.test(sign) ? 1.5 : /[\p{Lu}]/u.test(sign) ? 1.25 : 1;
  return sum;
};

/** True when the next line's first word had no room at the end of this one, so that the break is not the author's. */
export const isFull = (line: Segment, next: Segment, right: number): boolean => {
  const word = next.text.split(/\s/)[0] ?? "";
  const unit = next.text.length > 0 ? (next.x2 - next.x) / units(next.text) : next.size / 2;
  return line.x2 + unit * (units(word) + 0.55) > right - 0.35 * line.size;
};

/** Text of a cell's lines: wrapped lines joined, the author's breaks kept. `right` is the edge of the cell. */
export const cellText = (lines: readonly Segment[], right: number): string => {
  let text = "";
  lines.forEach((line, index) => {
    const before = lines[index - 1];
    if (!before) text = line.text;
    else if (line.y - before.y > 2.1 * Math.max(line.size, before.size)) text += `\n${line.text}`;
    else if (isFull(before, line, right)) text = isCutWord(before, line, right) ? text + line.text : joinLines(text, line.text);
    else text += `\n${line.text}`;
  });
  return text;
};

/** A word that a cell is too narrow for: "Kild" over "e", "Restri" over "siko". It fills the cell to its edge. */
const isCutWord = (line: Segment, next: Segment, right: number): boolean =>
  line.x2 > right - 0.8 * line.size &&
  /^\p{L}{1,14}$/u.test(line.text) &&
  /^\p{Ll}{1,8}$/u.test(next.text) &&
  !shortWords.test(next.text) &&
  !shortWords.test(line.text);
