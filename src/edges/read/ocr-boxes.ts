/** Tick boxes on a scanned page, found in its pixels: recognition gives noise for them. Lengths in pixels of the picture as it lies. */

import type { Word, WordLine } from "./ocr.ts";

export type PictureBox = { readonly x: number; readonly y: number; readonly size: number; readonly checked: boolean };

type Bitmap = { readonly dark: Uint8Array; readonly width: number; readonly height: number };

/** Shares of an edge that must be dark, and of the ground inside from which a box counts as ticked: a light pen stroke covers a fifth of it. */
const edgeShare = 0.88;
const tickedShare = 0.1;
/** Of each side, this share is straight outside: a stroke of a tick may cross it. */
const straightLeast = 0.7;
/** Beside a box there is less ink than this; a stroke of a tick may reach out. */
const crowdedShare = 0.22;
/** More than this is a filled square: a bullet, unless the page has open boxes too. */
const filledShare = 0.85;

/** A page laid across is 0.7 as high as wide. A lower picture is a piece of one: how large a box is on it cannot be told, and letters look like boxes. */
const pageShape = 0.6;

/**
 * The boxes of a page. A box is a square of 2.3 to 6 mm (on A4) with four dark edges, none of which runs on beyond its corners as the lines
 * of a table do. `slope` is the tilt of the page.
 */
export const boxesOf = (bitmap: Bitmap, slope: number): PictureBox[] => {
  if (bitmap.height < bitmap.width * pageShape) return [];
  const [least, most] = [Math.max(11, Math.round(bitmap.width / 92)), Math.round(bitmap.width / 34)];
  const half = least >> 1;
  const far = Math.round(least * 0.85);
  const along = Math.round(slope * half);
  const found: (PictureBox & { inside: number; edges: number })[] = [];
  const isDark = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < bitmap.width && y < bitmap.height && bitmap.dark[y * bitmap.width + x] === 1;
  for (let y = 1; y < bitmap.height - least; y += 1)
    for (let x = 1; x < bitmap.width - least; x += 1) {
      // The upper left corner: ink with ground outside both edges, a little way along them. (A stroke of a tick may pass the corner itself.)
      if (bitmap.dark[y * bitmap.width + x] !== 1) continue;
      if ((isDark(x - 2, y + half) && isDark(x - 2, y + far)) || (isDark(x + half, y - 2) && isDark(x + far, y - 2))) continue;
      if (!isDark(x + half, y + along) && !isDark(x + half, y + along + 1) && !isDark(x + half, y + along - 1)) continue;
      const box = boxAt(isDark, x, y, slope, least, most);
      if (!box) continue;
      const same = found.findIndex((other) => Math.abs(other.x - box.x) < other.size * 0.6 && Math.abs(other.y - box.y) < other.size * 0.6);
      if (same < 0) found.push(box);
      else if (box.edges > (found[same]?.edges ?? 0)) found[same] = box;
    }
  const hasOpen = found.some(({ inside }) => inside < filledShare);
  return found.filter(({ inside }) => hasOpen || inside < filledShare).map(({ x, y, size, checked }) => ({ x, y, size, checked }));
};

const boxAt = (
  isDark: (x: number, y: number) => boolean,
  left: number,
  top: number,
  slope: number,
  least: number,
  most: number,
): (PictureBox & { inside: number; edges: number }) | null => {
  // Set straight: `right` and `down` are steps along the page's own axes.
  const at = (right: number, down: number): [number, number] => [Math.round(left + right - slope * down), Math.round(top + down + slope * right)];
  const near = (right: number, down: number, across: boolean): boolean => {
    const [x, y] = at(right, down);
    return across ? isDark(x, y) || isDark(x, y + 1) || isDark(x, y - 1) : isDark(x, y) || isDark(x + 1, y) || isDark(x - 1, y);
  };
  const run = (across: boolean): number => {
    let length = 0;
    let gaps = 0;
    for (let step = 0; step <= most + 4; step += 1) {
      if (across ? near(step, 1, true) : near(1, step, false)) length = step;
      else gaps += 1;
      if (gaps > 2) break;
    }
    return length;
  };
  const wide = run(true);
  if (wide < least) return null;
  const high = run(false);
  if (high < least) return null;
  let best: { width: number; height: number; edges: number } | null = null;
  const share = (length: number, dark: (step: number) => boolean): number => {
    let count = 0;
    for (let step = 1; step < length; step += 1) if (dark(step)) count += 1;
    return count / Math.max(1, length - 1);
  };
  const limit = Math.min(wide, high, most);
  for (let height = Math.max(least, limit - 5); height <= Math.min(high, most, limit + 5); height += 1)
    for (let width = Math.max(least, limit - 5); width <= Math.min(wide, most, limit + 5); width += 1) {
      if (Math.abs(width - height) > Math.max(3, height * 0.18)) continue;
      const right = share(height, (step) => near(width - 1, step, false));
      if (right < edgeShare) continue;
      const bottom = share(width, (step) => near(step, height - 1, true));
      if (bottom < edgeShare) continue;
      const edges = right + bottom + (width + height) / (4 * most);
      if (!best || edges > best.edges) best = { width, height, edges };
    }
  if (!best) return null;
  const { width, height } = best;
  const edge = share(width, (step) => near(step, 1, true)) + share(height, (step) => near(1, step, false));
  if (edge < 2 * edgeShare) return null;
  if (!corners.every(([side, end]) => isCorner(isDark, at(side < 0 ? width - 1 : 0, end < 0 ? height - 1 : 0), side, end))) return null;
  const sides = [
    straightShare(width, (step, out) => isDark(...at(step, -out))),
    straightShare(width, (step, out) => isDark(...at(step, height - 1 + out))),
    straightShare(height, (step, out) => isDark(...at(-out, step))),
    straightShare(height, (step, out) => isDark(...at(width - 1 + out, step))),
  ];
  if (sides.some((side) => side < straightLeast)) return null;
  // Letters stand close to each other, boxes apart.
  const strip = (from: number, gap: number): number => {
    let ink = 0;
    for (let down = 1; down < height - 1; down += 1) for (let right = from; right < from + gap; right += 1) if (isDark(...at(right, down))) ink += 1;
    return ink / (gap * Math.max(1, height - 2));
  };
  const [before, after] = [Math.max(3, Math.round(width * 0.2)), Math.max(4, Math.round(width * 0.36))];
  if (strip(-before - 2, before) > crowdedShare || strip(width + 2, after) > crowdedShare) return null;
  // Lines of tables run on; strokes of a tick beyond one or two corners may.
  const beyond = Math.max(5, Math.round(width * 0.3));
  const on = [
    near(-beyond, 0, true),
    near(width + beyond, 0, true),
    near(-beyond, height, true),
    near(width + beyond, height, true),
    near(0, -beyond, false),
    near(width, -beyond, false),
    near(0, height + beyond, false),
    near(width, height + beyond, false),
  ].filter(Boolean).length;
  if (on > 3) return null;
  const inset = Math.max(4, Math.round(width * 0.22));
  let [ink, ground] = [0, 0];
  for (let down = inset; down <= height - inset; down += 1)
    for (let right = inset; right <= width - inset; right += 1) {
      ground += 1;
      if (isDark(...at(right, down))) ink += 1;
    }
  if (ground === 0) return null;
  const inside = ink / ground;
  const checked = inside >= tickedShare;
  // Letters have strokes as thick as a third of their height, on one side at least; the edges of a box are thin. A tick may cross one.
  if (inside < filledShare && thickSides(isDark, at, width, height) > (checked ? 1 : 0)) return null;
  const [x, y] = at(0, 0);
  return { x, y, size: Math.max(width, height), checked, inside, edges: best.edges + edge };
};

/** Share of a side whose outermost ink lies on one line; bowls of letters bend away. `dark` is asked a step along the side and pixels outward. */
const straightShare = (length: number, dark: (step: number, out: number) => boolean): number => {
  const contour: number[] = [];
  for (let step = Math.round(length * 0.1); step <= Math.round(length * 0.9); step += 1) {
    let out = 4;
    while (out > -6 && !dark(step, out)) out -= 1;
    contour.push(out);
  }
  const middle = contour.toSorted((a, b) => a - b)[contour.length >> 1] ?? 0;
  return contour.filter((out) => Math.abs(out - middle) <= 1).length / contour.length;
};

/** How many of the four edges are thick: by the ink inward from the outermost, at the middle of the side. */
const thickSides = (
  isDark: (x: number, y: number) => boolean,
  at: (right: number, down: number) => [number, number],
  width: number,
  height: number,
): number => {
  const thin = Math.max(3, Math.round(width * 0.16));
  const isThick = (length: number, dark: (step: number, inward: number) => boolean): boolean => {
    const strokes = [0.4, 0.5, 0.6].map((share) => {
      const step = Math.round(length * share);
      let inward = -4;
      while (inward < 6 && !dark(step, inward)) inward += 1;
      const from = inward;
      while (inward < length && dark(step, inward)) inward += 1;
      return inward - from;
    });
    return (strokes.toSorted((a, b) => a - b)[1] ?? 0) > thin;
  };
  return [
    isThick(width, (step, inward) => isDark(...at(step, inward))),
    isThick(width, (step, inward) => isDark(...at(step, height - 1 - inward))),
    isThick(height, (step, inward) => isDark(...at(inward, step))),
    isThick(height, (step, inward) => isDark(...at(width - 1 - inward, step))),
  ].filter(Boolean).length;
};

/** The corners of a box, each with the direction in which the box lies. */
const corners = [
  [1, 1],
  [-1, 1],
  [1, -1],
  [-1, -1],
] as const;

/** Ink in both arms of a corner: round letters have less there. A pixel more or less to any side is forgiven. */
const isCorner = (isDark: (x: number, y: number) => boolean, [x, y]: readonly [number, number], side: number, end: number): boolean => {
  for (let shiftY = -1; shiftY <= 1; shiftY += 1)
    for (let shiftX = -1; shiftX <= 1; shiftX += 1) {
      let ink = 0;
      for (let step = 0; step < 4; step += 1) {
        if (isDark(x + shiftX + side * step, y + shiftY)) ink += 1;
        if (isDark(x + shiftX, y + shiftY + end * step)) ink += 1;
      }
      if (ink >= 7) return true;
    }
  return false;
};

/** Takes boxes out of a picture: their place becomes the ground around them. `data` is RGBA. */
export const eraseBoxes = (data: Uint8ClampedArray, { dark, width, height }: Bitmap, boxes: readonly PictureBox[]): void => {
  for (const box of boxes) {
    // Strokes of a tick reach beyond the box; labels stand half a box away.
    const margin = Math.max(3, Math.round(box.size * (box.checked ? 0.32 : 0.14)));
    const [x1, x2] = [Math.max(0, box.x - margin), Math.min(width - 1, box.x + box.size + margin)];
    const [y1, y2] = [Math.max(0, box.y - margin), Math.min(height - 1, box.y + box.size + margin)];
    const ground = groundOf(data, width, x1, x2, y1, y2);
    for (let y = y1; y <= y2; y += 1)
      for (let x = x1; x <= x2; x += 1) {
        data.fill(ground, (y * width + x) * 4, (y * width + x) * 4 + 3);
        dark[y * width + x] = 0;
      }
  }
};

/** The light that most of the paper around a place has. */
const groundOf = (data: Uint8ClampedArray, width: number, x1: number, x2: number, y1: number, y2: number): number => {
  const light: number[] = [];
  for (let y = y1; y <= y2; y += 2) for (let x = x1; x <= x2; x += 2) light.push(data[(y * width + x) * 4 + 1] ?? 255);
  return light.sort((a, b) => a - b)[Math.floor(light.length * 0.8)] ?? 255;
};

/** Lines of words with the page's boxes among them as ☒ and ☐, each in the line that it stands in, or alone. */
export const withBoxes = (lines: readonly WordLine[], boxes: readonly PictureBox[], slope: number): WordLine[] => {
  const words = lines.map((line) => [...line.words]);
  const alone: WordLine[] = [];
  for (const box of boxes) {
    const middle = box.y + box.size / 2;
    let nearest: { line: number; y: number; distance: number } | null = null;
    lines.forEach((line, index) => {
      for (const word of line.words) {
        const y = word.y + slope * (box.x - word.x);
        const isBeside = middle > y - 1.15 * line.height && middle < y + 0.35 * line.height;
        const distance = Math.max(word.x - (box.x + box.size), box.x - word.x2, 0);
        if (isBeside && (!nearest || distance < nearest.distance)) nearest = { line: index, y, distance };
      }
    });
    const found = nearest as { line: number; y: number; distance: number } | null;
    const sign: Word = { text: box.checked ? "☒" : "☐", x: box.x, x2: box.x + box.size, y: found?.y ?? box.y + box.size, confidence: 95 };
    if (found) words[found.line]?.push(sign);
    else alone.push({ words: [sign], height: box.size, slope });
  }
  return [...lines.map((line, index): WordLine => ({ ...line, words: (words[index] ?? []).sort((a, b) => a.x - b.x) })), ...alone];
};
