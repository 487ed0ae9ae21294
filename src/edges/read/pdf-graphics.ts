/** What a PDF page draws besides text: ruled lines, coloured grounds, and which text is drawn so that no one sees it. */
import type { HiddenReason } from "#core/document.ts";

/** A straight line; horizontal when y1 = y2. Points, y downwards. */
export type Rule = { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number };
export type Box = { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number };
/** Text as drawn, in drawing order, with why it cannot be seen (null when it can). */
export type Drawn = { readonly text: string; readonly hidden: HiddenReason | null; readonly x: number; readonly x2: number; readonly y: number };
export type Graphics = {
  readonly horizontal: readonly Rule[];
  readonly vertical: readonly Rule[];
  readonly grounds: readonly Box[];
  readonly drawn: readonly Drawn[];
  readonly hasHidden: boolean;
  readonly images: number;
};

type Matrix = readonly [number, number, number, number, number, number];
type State = {
  matrix: Matrix;
  fill: string;
  mode: number;
  alpha: number;
  /** Text state (PDF 32000-1, 9.3): size, letter and word spacing, horizontal scale, leading. */
  size: number;
  letterSpace: number;
  wordSpace: number;
  scale: number;
  leading: number;
};

/** pdf.js operators, by name (the numbers are its own). */
export type Operators = Readonly<Record<string, number>>;
export type OperatorList = { readonly fnArray: ArrayLike<number>; readonly argsArray: ArrayLike<unknown> };

const times = (a: Matrix, b: Matrix): Matrix => [
  a[0] * b[0] + a[2] * b[1],
  a[1] * b[0] + a[3] * b[1],
  a[0] * b[2] + a[2] * b[3],
  a[1] * b[2] + a[3] * b[3],
  a[0] * b[4] + a[2] * b[5] + a[4],
  a[1] * b[4] + a[3] * b[5] + a[5],
];
const at = (m: Matrix, x: number, y: number): readonly [number, number] => [m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]];

/** Rules thinner than this are lines, not grounds. */
const thin = 3;

/** Reads a page's operator list; `viewport` turns user space into points from the top left corner. */
export const graphicsOf = (list: OperatorList, operators: Operators, viewport: Matrix): Graphics => {
  const found = { horizontal: [] as Rule[], vertical: [] as Rule[], grounds: [] as Box[], drawn: [] as Drawn[] };
  const stack: State[] = [];
  let state: State = { matrix: viewport, fill: "#000000", mode: 0, alpha: 1, size: 12, letterSpace: 0, wordSpace: 0, scale: 1, leading: 0 };
  let text: Matrix = [1, 0, 0, 1, 0, 0];
  let pen = { x: 0, y: 0, lineX: 0, lineY: 0 };
  let images = 0;
  const paints = new Set(
    ["stroke", "closeStroke", "fill", "eoFill", "fillStroke", "eoFillStroke", "closeFillStroke", "closeEOFillStroke"].map((name) => operators[name]),
  );
  const fills = new Set(["fill", "eoFill", "fillStroke", "eoFillStroke", "closeFillStroke", "closeEOFillStroke"].map((name) => operators[name]));
  const names = new Map(Object.entries(operators).map(([name, code]) => [code, name]));
  let mayHide = false;

  const path = (args: readonly unknown[]): void => {
    const [paint, data] = args as [number, readonly [ArrayLike<number> | null]];
    if (!paints.has(paint) || !data?.[0]) return;
    const isFill = fills.has(paint);
    if (isFill && state.alpha < 0.05) return;
    for (const points of subpaths(data[0])) {
      const placed = points.map(([x, y]) => at(state.matrix, x, y));
      const box = boxOf(placed);
      const [width, height] = [box.x2 - box.x1, box.y2 - box.y1];
      if (isFill && width >= thin && height >= thin) {
        if (!isWhite(state.fill)) found.grounds.push(box);
        continue;
      }
      if (height < thin && width > thin) found.horizontal.push({ x1: box.x1, x2: box.x2, y1: (box.y1 + box.y2) / 2, y2: (box.y1 + box.y2) / 2 });
      else if (width < thin && height > thin) found.vertical.push({ y1: box.y1, y2: box.y2, x1: (box.x1 + box.x2) / 2, x2: (box.x1 + box.x2) / 2 });
      else if (!isFill)
        for (let index = 1; index < placed.length; index += 1) {
          const [a, b] = [placed[index - 1], placed[index]];
          if (!a || !b) continue;
          if (Math.abs(a[1] - b[1]) < 0.5 && Math.abs(a[0] - b[0]) > thin)
            found.horizontal.push({ x1: Math.min(a[0], b[0]), x2: Math.max(a[0], b[0]), y1: a[1], y2: a[1] });
          else if (Math.abs(a[0] - b[0]) < 0.5 && Math.abs(a[1] - b[1]) > thin)
            found.vertical.push({ y1: Math.min(a[1], b[1]), y2: Math.max(a[1], b[1]), x1: a[0], x2: a[0] });
        }
    }
  };

  const show = (glyphs: unknown): void => {
    if (!Array.isArray(glyphs)) return;
    const start = pen.x;
    let shown = "";
    for (const glyph of glyphs as readonly (number | { readonly unicode?: string; readonly width?: number; readonly isSpace?: boolean } | null)[]) {
      if (typeof glyph === "number") pen.x -= (glyph * state.size * state.scale) / 1000;
      else if (glyph) {
        shown += glyph.unicode ?? "";
        pen.x += (((glyph.width ?? 0) * state.size) / 1000 + state.letterSpace + (glyph.isSpace ? state.wordSpace : 0)) * state.scale;
      }
    }
    const placed = times(state.matrix, text);
    const [x, y] = at(placed, start, pen.y);
    const [x2] = at(placed, pen.x, pen.y);
    // 7 adds text to the clipping path only, 3 draws nothing (PDF 32000-1, 9.3.6).
    const hidden =
      state.mode === 3 || state.mode === 7
        ? "invisible_mode"
        : state.alpha < 0.05
          ? "not_displayed"
          : isWhite(state.fill) && (state.mode === 0 || state.mode === 4)
            ? "white"
            : null;
    if (hidden) mayHide = true;
    found.drawn.push({ text: shown, hidden, x, x2, y });
  };

  const move = (x: number, y: number): void => {
    pen = { x: pen.lineX + x, lineX: pen.lineX + x, y: pen.lineY + y, lineY: pen.lineY + y };
  };

  for (let index = 0; index < list.fnArray.length; index += 1) {
    const name = names.get(list.fnArray[index] ?? -1) ?? "";
    const args = (list.argsArray[index] ?? []) as readonly unknown[];
    switch (name) {
      case "save":
        stack.push({ ...state });
        break;
      case "restore":
      case "paintFormXObjectEnd":
        state = stack.pop() ?? state;
        break;
      case "paintFormXObjectBegin":
        stack.push({ ...state });
        if (Array.isArray(args[0]) && args[0].length === 6) state = { ...state, matrix: times(state.matrix, args[0] as unknown as Matrix) };
        break;
      case "transform":
        state = { ...state, matrix: times(state.matrix, args as unknown as Matrix) };
        break;
      case "setFillRGBColor":
        state = { ...state, fill: String(args[0]) };
        break;
      case "setFillColorN":
      case "setFillTransparent":
        state = { ...state, fill: "pattern" };
        break;
      case "setTextRenderingMode":
        state = { ...state, mode: Number(args[0]) };
        break;
      case "setGState":
        for (const entry of Array.isArray(args[0]) ? args[0] : [])
          if (Array.isArray(entry) && entry[0] === "ca") state = { ...state, alpha: Number(entry[1]) };
        break;
      case "constructPath":
        path(args);
        break;
      case "beginText":
        text = [1, 0, 0, 1, 0, 0];
        pen = { x: 0, y: 0, lineX: 0, lineY: 0 };
        break;
      case "setTextMatrix":
        text = (args.length === 6 ? args : Array.from(args[0] as ArrayLike<number>)) as unknown as Matrix;
        pen = { x: 0, y: 0, lineX: 0, lineY: 0 };
        break;
      case "setFont":
        state = { ...state, size: Number(args[1]) };
        break;
      case "setCharSpacing":
        state = { ...state, letterSpace: Number(args[0]) };
        break;
      case "setWordSpacing":
        state = { ...state, wordSpace: Number(args[0]) };
        break;
      case "setHScale":
        state = { ...state, scale: Number(args[0]) / 100 };
        break;
      case "setLeading":
        state = { ...state, leading: -Number(args[0]) };
        break;
      case "moveText":
      case "setLeadingMoveText":
        if (name === "setLeadingMoveText") state = { ...state, leading: Number(args[1]) };
        move(Number(args[0]), Number(args[1]));
        break;
      case "nextLine":
        move(0, state.leading);
        break;
      case "showText":
        show(args[0]);
        break;
      default:
        if (/^paint.*Image/.test(name)) images += 1;
    }
  }
  return { ...found, hasHidden: mayHide, images };
};

/** pdf.js packs a path as numbers: 0 x y = move, 1 x y = line, 2 + six = curve, 3 + four = curve, 4 = close. */
const subpaths = (data: ArrayLike<number>): (readonly [number, number])[][] => {
  const paths: [number, number][][] = [];
  const lengths = [2, 2, 6, 4, 0];
  for (let index = 0; index < data.length; ) {
    const step = lengths[data[index] ?? -1];
    if (step === undefined) break;
    const path = paths.at(-1);
    const point: [number, number] = [data[index + step - 1] ?? 0, data[index + step] ?? 0];
    if (data[index] === 0) paths.push([point]);
    else if (step > 0) path?.push(point);
    else if (path?.[0]) path.push(path[0]);
    index += step + 1;
  }
  return paths;
};

const boxOf = (points: readonly (readonly [number, number])[]): Box => {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return { x1: Math.min(...xs), y1: Math.min(...ys), x2: Math.max(...xs), y2: Math.max(...ys) };
};

/** White, or so light that no one reads it on paper. */
const isWhite = (colour: string): boolean =>
  /^#(f[a-f0-9]){3}$/i.test(colour) && [1, 3, 5].every((start) => Number.parseInt(colour.slice(start, start + 2), 16) >= 0xfa);
