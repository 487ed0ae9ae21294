/** Form fields of a PDF that stand outside tables: each with the label on its line, above it, or in its tooltip. */
import type { Draft } from "./drafts.ts";
import type { PlacedTable } from "./layout-flow.ts";
import { linesOf, type Piece } from "./layout-lines.ts";

/** Text fields as `field` blocks, placed in the flow; tick boxes stay pieces of their lines. `rest` is all that is left to lay out. */
export const fieldsOf = (pieces: readonly Piece[], page: number): { readonly fields: PlacedTable[]; readonly rest: readonly Piece[] } => {
  const textFields = pieces.filter((piece) => piece.field && !piece.field.box);
  if (textFields.length === 0) return { fields: [], rest: pieces };
  const used = new Set<Piece>(textFields);
  const lines = linesOf(pieces.filter((piece) => !piece.field));
  const fields = textFields.map((piece): PlacedTable => {
    const label = labelOf(piece, lines, textFields, used);
    const box = { x: piece.x, y: piece.y - piece.size, width: piece.width, height: piece.size * 1.3 };
    const draft: Draft = { kind: "field", place: { page, box }, origin: "own", label, value: piece.text, text: "" };
    return { y1: piece.y - piece.size * 0.8, x1: piece.x, x2: piece.x + piece.width, draft };
  });
  return { fields, rest: pieces.filter((piece) => !used.has(piece)) };
};

const labelOf = (field: Piece, lines: ReturnType<typeof linesOf>, all: readonly Piece[], used: Set<Piece>): string => {
  const besides = lines
    .filter((line) => Math.abs(line.y - field.y) < Math.max(6, field.size * 0.8))
    .flatMap((line) => line.segments)
    .filter((segment) => segment.x2 <= field.x + 4 && field.x - segment.x2 < 260)
    .filter((segment) => !all.some((other) => other !== field && Math.abs(other.y - field.y) < 8 && other.x > segment.x2 - 4 && other.x < field.x));
  const beside = besides.at(-1);
  if (beside) {
    for (const piece of beside.pieces) used.add(piece);
    return beside.text;
  }
  const above = lines
    .findLast((line) => line.y < field.y - 4 && field.y - line.y < 32)
    ?.segments.find((segment) => segment.x < field.x + field.width && segment.x2 > field.x - 4);
  if (above && !all.some((other) => other !== field && other.y > above.y && other.y < field.y - 6 && Math.abs(other.x - field.x) < 20)) {
    for (const piece of above.pieces) used.add(piece);
    return above.text;
  }
  return field.field?.hint || field.field?.name || "";
};
