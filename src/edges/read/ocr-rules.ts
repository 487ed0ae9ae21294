/** Ruled lines in a scanned page, found in its pixels, so that forms and tables on paper become tables. Lengths in pixels. */
import { gridsOf } from "./layout-ruled.ts";
import { boxesOf, eraseBoxes, type PictureBox } from "./ocr-boxes.ts";
import type { Rule } from "./pdf-graphics.ts";

export type PictureRules = { readonly horizontal: readonly Rule[]; readonly vertical: readonly Rule[] };

/** A picture looked through for lines. */
export type Analysis = {
  /** Tilt of the page: rise over run of its lines. */
  readonly slope: number;
  readonly rules: PictureRules;
  readonly boxes: readonly PictureBox[];
  /** The picture without its lines and boxes: tesseract takes a ruled form for a drawing and reads nothing. Null where there are none. */
  readonly withoutRules: Buffer | null;
  /** Share of the dark pixels that lie in these boxes (pixels as the picture lies); 1 where there are hardly any. */
  readonly covered: (boxes: readonly { readonly x1: number; readonly x2: number; readonly y1: number; readonly y2: number }[]) => number;
  /** A part of the picture as PNG, null when there is no ink in it. Pixels of the picture as it lies. */
  readonly part: (x: number, y: number, width: number, height: number) => Buffer | null;
};

/** Looks through a picture (JPEG or PNG bytes). Null where it cannot be decoded here (TIFF) or is too large to be worth it. */
export const analyse = async (bytes: Buffer): Promise<Analysis | null> => {
  try {
    const { createCanvas, loadImage } = await import("@napi-rs/canvas");
    const image = await loadImage(bytes);
    const { width, height } = image;
    if (width * height > 16_000_000) return null;
    const canvas = createCanvas(width, height);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const pixels = context.getImageData(0, 0, width, height);
    const dark = darkPixels(pixels.data, width, height);
    const slope = tiltOf(dark, width, height);
    const bitmap = { dark, width, height };
    const boxes = boxesOf(bitmap, slope);
    eraseBoxes(pixels.data, bitmap, boxes);
    const lines = rulesOf(dark, width, height, slope);
    const rules = straightened(lines, slope);
    const isRuled = gridsOf(rules.horizontal, rules.vertical).length > 0;
    if (isRuled) erase(pixels.data, dark, lines, slope, width, height);
    const isChanged = isRuled || boxes.length > 0;
    if (isChanged) context.putImageData(pixels, 0, 0);
    return {
      slope,
      rules,
      boxes,
      withoutRules: isChanged ? canvas.toBuffer("image/jpeg", 92) : null,
      covered: (boxes) => {
        const rest = dark.slice();
        const all = rest.reduce((sum, pixel) => sum + pixel, 0);
        if (all < 1500) return 1;
        for (const { x1, x2, y1, y2 } of boxes)
          for (let y = Math.max(0, Math.floor(y1)); y < Math.min(height, y2); y += 1)
            rest.fill(0, y * width + Math.max(0, Math.floor(x1)), y * width + Math.min(width, Math.ceil(x2)));
        return 1 - rest.reduce((sum, pixel) => sum + pixel, 0) / all;
      },
      part: (x, y, partWidth, partHeight) => {
        let ink = 0;
        for (let row = Math.max(0, y); row < Math.min(height, y + partHeight); row += 1)
          for (let column = Math.max(0, x); column < Math.min(width, x + partWidth); column += 1) ink += dark[row * width + column] ?? 0;
        if (ink < 25 || partWidth < 8 || partHeight < 8) return null;
        const margin = 12;
        const cut = createCanvas(partWidth + 2 * margin, partHeight + 2 * margin);
        const cutContext = cut.getContext("2d");
        cutContext.fillStyle = "#ffffff";
        cutContext.fillRect(0, 0, cut.width, cut.height);
        cutContext.drawImage(canvas, x, y, partWidth, partHeight, margin, margin, partWidth, partHeight);
        return cut.toBuffer("image/png");
      },
    };
  } catch {
    return null;
  }
};

/** Tilt at which the rows of the page differ most in darkness, between -4 and 4 degrees (lines of text and ruled lines lie in rows then). */
const tiltOf = (dark: Uint8Array, width: number, height: number): number => {
  // Every row counts: leaving rows out would favour no tilt.
  const points: number[] = [];
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 7) if (dark[y * width + x] === 1) points.push(x, y);
  const sharpness = (slope: number): number => {
    const rows = new Uint32Array(height + 2 * Math.ceil(width * 0.08));
    const shift = Math.ceil(width * 0.08);
    const step = Math.max(2, 2 * Math.ceil(points.length / 300_000));
    for (let index = 0; index < points.length; index += step) {
      const row = Math.round((points[index + 1] ?? 0) - slope * (points[index] ?? 0)) + shift;
      rows[row] = (rows[row] ?? 0) + 1;
    }
    return rows.reduce((sum, count) => sum + count * count, 0);
  };
  let best = 0;
  let most = sharpness(0);
  for (const [from, to, step] of [
    [-0.07, 0.07, 0.007],
    [-0.006, 0.006, 0.001],
  ] as const) {
    const centre = best;
    for (let slope = centre + from; slope <= centre + to + 1e-9; slope += step) {
      const value = sharpness(slope);
      if (value > most) [best, most] = [slope, value];
    }
  }
  return best;
};

/** Paints lines over with what is above or below them. */
const erase = (data: Uint8ClampedArray, dark: Uint8Array, rules: PictureRules, slope: number, width: number, height: number): void => {
  const reach = Math.max(3, Math.round(width / 400));
  const copy = (x: number, y: number, fromX: number, fromY: number): void => {
    if (x < 0 || y < 0 || x >= width || y >= height || fromX < 0 || fromY < 0 || fromX >= width || fromY >= height) return;
    const [to, from] = [(y * width + x) * 4, (fromY * width + fromX) * 4];
    for (let channel = 0; channel < 3; channel += 1) data[to + channel] = data[from + channel] ?? 255;
    dark[y * width + x] = 0;
  };
  const isInk = (x: number, y: number): boolean => dark[y * width + x] === 1;
  for (const rule of rules.horizontal)
    for (let x = Math.max(0, rule.x1 - reach); x <= Math.min(width - 1, rule.x2 + reach); x += 1) {
      const y = Math.round(rule.y1 + slope * x);
      const side = isInk(x, y - 2 * reach) ? 2 * reach : -2 * reach;
      for (let step = -reach; step <= reach; step += 1) copy(x, y + step, x, y + side);
    }
  for (const rule of rules.vertical)
    for (let y = Math.max(0, rule.y1 - reach); y <= Math.min(height - 1, rule.y2 + reach); y += 1) {
      const x = Math.round(rule.x1 - slope * y);
      const side = isInk(x - 2 * reach, y) ? 2 * reach : -2 * reach;
      for (let step = -reach; step <= reach; step += 1) copy(x + step, y, x + side, y);
    }
};

/** One for a pixel that is clearly darker than its surroundings: a shadow over the page is not. */
const darkPixels = (data: Uint8ClampedArray, width: number, height: number): Uint8Array => {
  const reach = Math.max(8, Math.round(width / 80));
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      row += data[(y * width + x) * 4 + 1] ?? 255;
      sums[(y + 1) * (width + 1) + x + 1] = (sums[y * (width + 1) + x + 1] ?? 0) + row;
    }
  }
  const dark = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const [top, bottom] = [Math.max(0, y - reach), Math.min(height, y + reach)];
    for (let x = 0; x < width; x += 1) {
      const [left, right] = [Math.max(0, x - reach), Math.min(width, x + reach)];
      const sum =
        (sums[bottom * (width + 1) + right] ?? 0) -
        (sums[top * (width + 1) + right] ?? 0) -
        (sums[bottom * (width + 1) + left] ?? 0) +
        (sums[top * (width + 1) + left] ?? 0);
      const mean = sum / ((bottom - top) * (right - left));
      if ((data[(y * width + x) * 4 + 1] ?? 255) < mean - 28) dark[y * width + x] = 1;
    }
  }
  return dark;
};

/** Lines with both ends where they would be on a page set straight; `rulesOf` sets straight only on which row or column they lie. */
const straightened = ({ horizontal, vertical }: PictureRules, slope: number): PictureRules => ({
  horizontal: horizontal.map((rule) => ({ ...rule, x1: rule.x1 + slope * rule.y1, x2: rule.x2 + slope * rule.y1 })),
  vertical: vertical.map((rule) => ({ ...rule, y1: rule.y1 - slope * rule.x1, y2: rule.y2 - slope * rule.x1 })),
});

/** Lines at this tilt, by the row or column that they would lie on if the page were straight; their ends as they are in the picture. */
const rulesOf = (dark: Uint8Array, width: number, height: number, slope: number): PictureRules => {
  const least = width / 14;
  const isDark = (x: number, y: number): boolean => x >= 0 && y >= 0 && x < width && y < height && dark[y * width + x] === 1;
  // A little thicker than one pixel: a tilted or noisy line wavers.
  const onRow = (x: number, y: number): boolean => isDark(x, y) || isDark(x, y + 1) || isDark(x, y - 1);
  const onColumn = (x: number, y: number): boolean => isDark(x, y) || isDark(x + 1, y) || isDark(x - 1, y);
  const thick = Math.max(5, Math.round(width / 260));
  const horizontal: Rule[] = [];
  for (let start = -Math.round(Math.abs(slope) * width); start < height + Math.abs(slope) * width; start += 2)
    // Set straight: the line's place where the page's left edge would be.
    for (const [from, to] of runs(width, least, (x) => {
      const y = Math.round(start + slope * x);
      return onRow(x, y) && !isDark(x, y - thick) && !isDark(x, y + thick);
    }))
      horizontal.push({ x1: from, x2: to, y1: start, y2: start });
  const vertical: Rule[] = [];
  for (let start = -Math.round(Math.abs(slope) * height); start < width + Math.abs(slope) * height; start += 2)
    for (const [from, to] of runs(height, least * 0.35, (y) => {
      const x = Math.round(start - slope * y);
      return onColumn(x, y) && !isDark(x - thick, y) && !isDark(x + thick, y);
    }))
      vertical.push({ y1: from, y2: to, x1: start, x2: start });
  const across = merged(horizontal, true);
  return { horizontal: across, vertical: merged(vertical, false).filter((rule) => meets(rule, across, slope)) };
};

/** A vertical line of a table meets one across; the stem of a large letter does not. */
const meets = (rule: Rule, across: readonly Rule[], slope: number): boolean => {
  const lean = slope * rule.x1;
  return across.some(
    ({ x1, x2, y1 }) => rule.x1 > x1 - meetReach && rule.x1 < x2 + meetReach && rule.y1 - lean < y1 + meetReach && rule.y2 - lean > y1 - meetReach,
  );
};
/** Pixels that two lines may lack to meet. */
const meetReach = 14;

/** Stretches where `on` holds, small gaps bridged, at least `least` long. */
const runs = (length: number, least: number, on: (at: number) => boolean): [number, number][] => {
  const found: [number, number][] = [];
  let from = -1;
  let gap = 0;
  let filled = 0;
  const end = (at: number): void => {
    if (from >= 0 && at - gap - from >= least && filled >= (at - gap - from) * 0.85) found.push([from, at - gap]);
    from = -1;
    gap = 0;
    filled = 0;
  };
  for (let at = 0; at < length; at += 1) {
    if (on(at)) {
      if (from < 0) from = at;
      gap = 0;
      filled += 1;
    } else if (from >= 0) {
      gap += 1;
      if (gap > 7) end(at + 1);
    }
  }
  end(length);
  return found;
};

/** The rows of pixels of one line are one rule: the longest. */
const merged = (rules: readonly Rule[], across: boolean): Rule[] => {
  const at = (rule: Rule): number => (across ? rule.y1 : rule.x1);
  const from = (rule: Rule): number => (across ? rule.x1 : rule.y1);
  const to = (rule: Rule): number => (across ? rule.x2 : rule.y2);
  const kept: Rule[] = [];
  for (const rule of [...rules].sort((a, b) => to(b) - from(b) - (to(a) - from(a)))) {
    const same = kept.some(
      (other) =>
        Math.abs(at(other) - at(rule)) < 9 &&
        from(rule) < to(other) + 4 &&
        to(rule) > from(other) - 4 &&
        Math.min(to(rule), to(other)) - Math.max(from(rule), from(other)) > (to(rule) - from(rule)) * 0.5,
    );
    if (!same) kept.push(rule);
  }
  return kept;
};
