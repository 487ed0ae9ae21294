/** PDF pages to pictures for recognition. Needs the canvas addon, so it runs in the recognising child only. */
import { type OpenPdf, openPdf } from "./pdf-open.ts";
import type { ReadLimits } from "./limits.ts";

export type Renderer = {
  readonly page: (number: number) => Promise<Buffer>;
  readonly size: (number: number) => Promise<{ width: number; height: number }>;
  readonly close: () => Promise<void>;
};

/** Dots per inch of a rendered page: text of 8 points is 22 pixels high, and a page takes 2-4 s. */
export const renderDpi = 200;

/** Opens a PDF for rendering. `page` gives JPEG bytes; throws RangeError for a page above the pixel limit. */
export const openRenderer = async (bytes: Uint8Array, limits: ReadLimits): Promise<Renderer> => {
  const canvas = await import("@napi-rs/canvas");
  // The stand-ins for text (dommatrix.ts) draw nothing: pdf.js must see the real classes.
  Object.assign(globalThis, { DOMMatrix: canvas.DOMMatrix, Path2D: canvas.Path2D, ImageData: canvas.ImageData });
  const pdf: OpenPdf = await openPdf(bytes, true);
  return {
    size: async (number) => {
      const { width, height } = (await pdf.document.getPage(number)).getViewport({ scale: 1 });
      return { width, height };
    },
    page: async (number) => {
      const page = await pdf.document.getPage(number);
      const viewport = page.getViewport({ scale: renderDpi / 72 });
      const [width, height] = [Math.ceil(viewport.width), Math.ceil(viewport.height)];
      if (width * height > limits.pixels) throw new RangeError("pixels");
      const surface = canvas.createCanvas(width, height);
      const context = surface.getContext("2d");
      await page.render({ canvasContext: context as unknown as CanvasRenderingContext2D, viewport, canvas: surface as unknown as HTMLCanvasElement })
        .promise;
      page.cleanup();
      return surface.toBuffer("image/jpeg", 90);
    },
    close: async () => pdf.close().catch(() => undefined),
  };
};
