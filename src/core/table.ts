/** Tables as grids: merged cells spread over the places they cover, so that a column can be read from top to bottom. */
import type { Cell, Table } from "./document.ts";

/** The cell text at each row and column; a merged cell's text stands in every place that it covers. */
export const gridOf = (table: Pick<Table, "rows">): string[][] => {
  const grid: string[][] = table.rows.map(() => []);
  table.rows.forEach((row, rowIndex) => {
    let column = 0;
    for (const cell of row) {
      while (grid[rowIndex]?.[column] !== undefined) column += 1;
      spread(grid, cell, rowIndex, column);
      column += Math.max(1, cell.columnSpan);
    }
  });
  const width = Math.max(0, ...grid.map((row) => row.length));
  return grid.map((row) => Array.from({ length: width }, (_, column) => row[column] ?? ""));
};

const spread = (grid: string[][], cell: Cell, rowIndex: number, column: number): void => {
  const lastRow = Math.min(grid.length, rowIndex + Math.max(1, cell.rowSpan));
  for (let row = rowIndex; row < lastRow; row += 1)
    for (let offset = 0; offset < Math.max(1, cell.columnSpan); offset += 1) {
      const line = grid[row];
      if (line && line[column + offset] === undefined) line[column + offset] = cell.text;
    }
};

/** The text of a table as it is quoted: a line a row, cells parted by " | ". */
export const tableText = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => row.map((cell) => cell.text.replace(/\s*\n\s*/g, "\n").trim()).join(" | ")).join("\n");
