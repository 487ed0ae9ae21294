/** Tables drawn with lines: the grid from the lines, merged cells where a line is missing, text by where it stands. */
import type { Cell } from "#core/document.ts";
import { cellText, linesOf, type Piece, type Segment } from "./layout-lines.ts";
import type { Box, Rule } from "./pdf-graphics.ts";

/** A grid of lines on the page; xs and ys are the borders of its columns and rows. */
export type Grid = {
  readonly box: Box;
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly horizontal: readonly Rule[];
  readonly vertical: readonly Rule[];
};

const near = 3;

/** Grids with two or more cells. Frames around text and single underlines are none. */
export const gridsOf = (horizontal: readonly Rule[], vertical: readonly Rule[]): Grid[] => {
  if (vertical.length < 2 || horizontal.length < 2 || horizontal.length + vertical.length > 4000) return [];
  const rules = [...horizontal.map((rule) => ({ rule, across: true })), ...vertical.map((rule) => ({ rule, across: false }))];
  const parent = rules.map((_, index) => index);
  const rootOf = (index: number): number => {
    let at = index;
    while (parent[at] !== at) at = parent[at] ?? at;
    return at;
  };
  for (let one = 0; one < rules.length; one += 1)
    for (let other = one + 1; other < rules.length; other += 1) {
      const [a, b] = [rules[one], rules[other]];
      if (a && b && touches(a.rule, b.rule)) parent[rootOf(other)] = rootOf(one);
    }
  const groups = new Map<number, { across: Rule[]; down: Rule[] }>();
  rules.forEach(({ rule, across }, index) => {
    const group = groups.get(rootOf(index)) ?? { across: [], down: [] };
    groups.set(rootOf(index), group);
    (across ? group.across : group.down).push(rule);
  });
  return [...groups.values()].flatMap(({ across, down }) => {
    if (across.length < 2 || down.length < 2) return [];
    const all = [...across, ...down];
    const box = {
      x1: Math.min(...all.map((r) => r.x1)),
      x2: Math.max(...all.map((r) => r.x2)),
      y1: Math.min(...all.map((r) => r.y1)),
      y2: Math.max(...all.map((r) => r.y2)),
    };
    const xs = borders([...down.map((rule) => rule.x1), box.x1, box.x2]);
    const ys = borders([...across.map((rule) => rule.y1), box.y1, box.y2]);
    return (xs.length - 1) * (ys.length - 1) >= 2 && xs.length >= 3 && xs.length < 60 ? [{ box, xs, ys, horizontal: across, vertical: down }] : [];
  });
};

const touches = (a: Rule, b: Rule): boolean => a.x1 - near <= b.x2 && b.x1 - near <= a.x2 && a.y1 - near <= b.y2 && b.y1 - near <= a.y2;

const borders = (values: readonly number[]): number[] => {
  const found: number[] = [];
  for (const value of [...values].sort((a, b) => a - b)) if (value - (found.at(-1) ?? Number.NEGATIVE_INFINITY) > near + 1) found.push(value);
  return found;
};

/** True when the piece stands in the grid. */
export const isInside = (piece: Piece, box: Box): boolean => {
  const x = piece.x + Math.min(piece.width / 2, 40);
  const y = piece.y - piece.size * 0.3;
  return x > box.x1 - near && x < box.x2 + near && y > box.y1 - near && y < box.y2 + near;
};

/** Rows of a grid with the text of the pieces in it. */
export const ruledRows = (grid: Grid, pieces: readonly Piece[]): Cell[][] => {
  const { xs, ys } = grid;
  const [columns, rows] = [xs.length - 1, ys.length - 1];
  const hasRight = (row: number, column: number): boolean =>
    grid.vertical.some((rule) => Math.abs(rule.x1 - (xs[column + 1] ?? 0)) <= near + 1 && covers(rule.y1, rule.y2, ys[row] ?? 0, ys[row + 1] ?? 0));
  const hasBelow = (row: number, column: number): boolean =>
    grid.horizontal.some(
      (rule) => Math.abs(rule.y1 - (ys[row + 1] ?? 0)) <= near + 1 && covers(rule.x1, rule.x2, xs[column] ?? 0, xs[column + 1] ?? 0),
    );
  const taken = new Set<number>();
  const result: Cell[][] = [];
  for (let row = 0; row < rows; row += 1) {
    const cells: Cell[] = [];
    for (let column = 0; column < columns; column += 1) {
      if (taken.has(row * columns + column)) continue;
      let columnSpan = 1;
      while (column + columnSpan < columns && !hasRight(row, column + columnSpan - 1)) columnSpan += 1;
      let rowSpan = 1;
      while (row + rowSpan < rows && Array.from({ length: columnSpan }, (_, offset) => !hasBelow(row + rowSpan - 1, column + offset)).every(Boolean))
        rowSpan += 1;
      for (let down = 0; down < rowSpan; down += 1)
        for (let across = 0; across < columnSpan; across += 1) taken.add((row + down) * columns + column + across);
      const box = { x1: xs[column] ?? 0, x2: xs[column + columnSpan] ?? 0, y1: ys[row] ?? 0, y2: ys[row + rowSpan] ?? 0 };
      cells.push({
        ...cellOf(
          pieces.filter((piece) => isWithin(piece, box)),
          box,
        ),
        columnSpan,
        rowSpan,
        header: false,
      });
    }
    result.push(cells);
  }
  return withoutEmptyColumns(result);
};

const covers = (from: number, to: number, start: number, end: number): boolean =>
  from <= start + (end - start) * 0.35 && to >= end - (end - start) * 0.35;

const isWithin = (piece: Piece, box: Box): boolean => {
  const x = piece.x + Math.min(piece.width / 2, 6);
  const y = piece.y - piece.size * 0.3;
  return x >= box.x1 - 1 && x < box.x2 - 1 && y >= box.y1 - 1 && y < box.y2 - 1;
};

const cellOf = (pieces: readonly Piece[], box: Box): { text: string; bold: boolean } => {
  const segments: Segment[] = linesOf(pieces).map((line) => {
    const [first] = line.segments;
    const last = line.segments.at(-1);
    // Columns within a cell (a nested form) stay on their line.
    return {
      ...(first as Segment),
      text: line.segments.map((segment) => segment.text).join(" "),
      x2: last?.x2 ?? 0,
      bold: line.segments.every((segment) => segment.bold),
    };
  });
  return { text: cellText(segments, box.x2 - 4), bold: segments.length > 0 && segments.every((segment) => segment.bold) };
};

/** Narrow columns that two close lines make hold nothing; spans over them shrink. */
const withoutEmptyColumns = (rows: Cell[][]): Cell[][] => rows.filter((row) => row.length > 0);
