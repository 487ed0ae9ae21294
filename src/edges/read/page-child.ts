/** The drawing process: one page of one PDF as a picture with a place framed, then it ends. Runs within the walls of page-picture.ts. */
import { openPdf } from "./pdf-open.ts";

export type DrawTask = {
  readonly pdf: Uint8Array;
  readonly page: number;
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | null;
  readonly pixels: number;
};
export type DrawReport = { readonly picture: Uint8Array | null };

/** 115 dots per inch: an A4 page is 960 pixels wide, readable at the width of a column. */
const SCALE = 1.6;
/** Points around the framed place. */
const MARGIN = 3;

const draw = async ({ pdf: bytes, page: number, box, pixels }: DrawTask): Promise<Uint8Array | null> => {
  const canvas = await import("@napi-rs/canvas");
  Object.assign(globalThis, { DOMMatrix: canvas.DOMMatrix, Path2D: canvas.Path2D, ImageData: canvas.ImageData });
  const pdf = await openPdf(bytes, true);
  const page = await pdf.document.getPage(number);
  const viewport = page.getViewport({ scale: SCALE });
  const [width, height] = [Math.ceil(viewport.width), Math.ceil(viewport.height)];
  if (width * height > pixels) return null;
  const surface = canvas.createCanvas(width, height);
  const context = surface.getContext("2d");
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, width, height);
  await page.render({ canvasContext: context as unknown as CanvasRenderingContext2D, viewport, canvas: surface as unknown as HTMLCanvasElement })
    .promise;
  if (box) {
    const frame = [(box.x - MARGIN) * SCALE, (box.y - MARGIN) * SCALE, (box.width + 2 * MARGIN) * SCALE, (box.height + 2 * MARGIN) * SCALE] as const;
    context.fillStyle = "rgba(255, 214, 0, 0.28)";
    context.fillRect(...frame);
    context.strokeStyle = "#8a5a00";
    context.lineWidth = 3;
    context.strokeRect(...frame);
  }
  return surface.toBuffer("image/png");
};

process.on("message", (task: DrawTask) => {
  const answer = (picture: Uint8Array | null): void => void process.send?.({ picture } satisfies DrawReport, () => process.exit(0));
  draw(task).then(answer, () => answer(null));
});
