/** Phone photos of paper: shadows and the table around the sheet evened out, the sheet set straight. Second try for pages that read badly. */

/** Side of the squares, in pixels, whose brightest pixel is taken for the paper: larger than a letter's strokes, smaller than a shadow's edge. */
const square = 12;

/** The picture as JPEG bytes with even light, turned back by `slope` (the tilt of its lines, rise over run). */
export const flattened = async (bytes: Buffer, slope: number): Promise<Buffer> => {
  const { createCanvas, loadImage } = await import("@napi-rs/canvas");
  const image = await loadImage(bytes);
  const { width, height } = image;
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.fillStyle = "#808080";
  context.fillRect(0, 0, width, height);
  context.translate(width / 2, height / 2);
  context.rotate(-Math.atan(slope));
  context.drawImage(image, -width / 2, -height / 2);
  const pixels = context.getImageData(0, 0, width, height);
  const { data } = pixels;
  const paper = paperOf(data, width, height);
  const columns = Math.ceil(width / square);
  for (let y = 0; y < height; y += 1) {
    const across = Math.min(Math.ceil(height / square) - 1, Math.max(0, y / square - 0.5));
    const [row, below] = [Math.floor(across), Math.min(Math.ceil(height / square) - 1, Math.floor(across) + 1)];
    for (let x = 0; x < width; x += 1) {
      const along = Math.min(columns - 1, Math.max(0, x / square - 0.5));
      const [column, next] = [Math.floor(along), Math.min(columns - 1, Math.floor(along) + 1)];
      const [u, v] = [along - column, across - row];
      const light =
        ((paper[row * columns + column] ?? 255) * (1 - u) + (paper[row * columns + next] ?? 255) * u) * (1 - v) +
        ((paper[below * columns + column] ?? 255) * (1 - u) + (paper[below * columns + next] ?? 255) * u) * v;
      const at = (y * width + x) * 4;
      const value = Math.min(255, (255 * (data[at + 1] ?? 255)) / Math.max(20, light));
      data[at] = value;
      data[at + 1] = value;
      data[at + 2] = value;
    }
  }
  context.putImageData(pixels, 0, 0);
  return canvas.toBuffer("image/jpeg", 92);
};

/** Brightness of the paper in each square: the brightest pixel, looked for in the squares around too, then smoothed. */
const paperOf = (data: Uint8ClampedArray, width: number, height: number): Float32Array => {
  const [columns, rows] = [Math.ceil(width / square), Math.ceil(height / square)];
  const brightest = new Float32Array(columns * rows);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const cell = Math.floor(y / square) * columns + Math.floor(x / square);
      const value = data[(y * width + x) * 4 + 1] ?? 0;
      if (value > (brightest[cell] ?? 0)) brightest[cell] = value;
    }
  const around = (source: Float32Array, combine: (values: number[]) => number): Float32Array =>
    source.map((_, cell) => {
      const [column, row] = [cell % columns, Math.floor(cell / columns)];
      const values: number[] = [];
      for (let down = -1; down <= 1; down += 1)
        for (let across = -1; across <= 1; across += 1)
          if (column + across >= 0 && column + across < columns && row + down >= 0 && row + down < rows)
            values.push(source[cell + down * columns + across] ?? 0);
      return combine(values);
    });
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  return around(
    around(
      around(brightest, (values) => Math.max(...values)),
      mean,
    ),
    mean,
  );
};
