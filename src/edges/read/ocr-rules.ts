/** Ruled lines in a scanned page, found in its pixels, so that forms and tables on paper become tables. Lengths in pixels. */
import type { Rule } from "./pdf-graphics.ts";

export type PictureRules = { readonly horizontal: readonly Rule[]; readonly vertical: readonly Rule[] };

const none: PictureRules = { horizontal: [], vertical: [] };

/** Rules of a picture (JPEG or PNG bytes); `slope` is the tilt of its text lines. Empty where it cannot be decoded here (TIFF). */
export const rulesOfPicture = async (bytes: Buffer, slope: number): Promise<PictureRules> => {
  try {
    const { createCanvas, loadImage } = await import("@napi-rs/canvas");
    const image = await loadImage(bytes);
    const { width, height } = image;
    if (width * height > 16_000_000) return none;
    const context = createCanvas(width, height).getContext("2d");
    context.drawImage(image, 0, 0);
    return rulesOf(darkPixels(context.getImageData(0, 0, width, height).data, width, height), width, height, slope);
  } catch {
    return none;
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
      const sum = (sums[bottom * (width + 1) + right] ?? 0) - (sums[top * (width + 1) + right] ?? 0) - (sums[bottom * (width + 1) + left] ?? 0) + (sums[top * (width + 1) + left] ?? 0);
      const mean = sum / ((bottom - top) * (right - left));
      if ((data[(y * width + x) * 4 + 1] ?? 255) < mean - 28) dark[y * width + x] = 1;
    }
  }
  return dark;
};

const rulesOf = (dark: Uint8Array, width: number, height: number, slope: number): PictureRules => {
  const least = width / 14;
  const isDark = (x: number, y: number): boolean => x >= 0 && y >= 0 && x < width && y < height && dark[y * width + x] === 1;
  // A little thicker than one pixel: a tilted or noisy line wavers.
  const onRow = (x: number, y: number): boolean => isDark(x, y) || isDark(x, y + 1) || isDark(x, y - 1);
  const onColumn = (x: number, y: number): boolean => isDark(x, y) || isDark(x + 1, y) || isDark(x - 1, y);
  const thick = Math.max(5, Math.round(width / 260));
  const horizontal: Rule[] = [];
  for (let start = -Math.round(Math.abs(slope) * width); start < height + Math.abs(slope) * width; start += 2)
    for (const [from, to] of runs(width, least, (x) => {
      const y = Math.round(start + slope * x);
      return onRow(x, y) && (!isDark(x, y - thick) || !isDark(x, y + thick));
    }))
      // Set straight: the line's place where the page's left edge would be.
      horizontal.push({ x1: from, x2: to, y1: start, y2: start });
  const vertical: Rule[] = [];
  for (let start = -Math.round(Math.abs(slope) * height); start < width + Math.abs(slope) * height; start += 2)
    for (const [from, to] of runs(height, least * 0.35, (y) => {
      const x = Math.round(start - slope * y);
      return onColumn(x, y) && (!isDark(x - thick, y) || !isDark(x + thick, y));
    }))
      vertical.push({ y1: from, y2: to, x1: start, x2: start });
  return { horizontal: merged(horizontal, true), vertical: merged(vertical, false) };
};

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
      if (gap > 4) end(at + 1);
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
    const same = kept.some((other) => Math.abs(at(other) - at(rule)) < 9 && from(rule) < to(other) + 4 && to(rule) > from(other) - 4 && Math.min(to(rule), to(other)) - Math.max(from(rule), from(other)) > (to(rule) - from(rule)) * 0.5);
    if (!same) kept.push(rule);
  }
  return kept;
};
