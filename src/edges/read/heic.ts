/** Photos as phones keep them (HEIC) to JPEG, with libheif in WebAssembly. Runs in the recognising process only. */
import type { HeifImage } from "libheif-js/wasm-bundle.js";
import type { ReadLimits } from "./limits.ts";
import { ZipError } from "./zip.ts";

/** The main picture of a HEIC file as JPEG, turned as its note says. Throws ZipError `corrupt` or `too_large`. */
export const jpegOfHeic = async (bytes: Uint8Array, limits: ReadLimits): Promise<Buffer> => {
  const {
    default: { HeifDecoder },
  } = await import("libheif-js/wasm-bundle.js");
  let images: readonly HeifImage[] = [];
  try {
    images = new HeifDecoder().decode(bytes);
  } catch {
    throw new ZipError("corrupt", "picture");
  }
  const image = images.find((one) => one.is_primary()) ?? images[0];
  if (!image) throw new ZipError("corrupt", "picture");
  const [width, height] = [image.get_width(), image.get_height()];
  if (width * height > limits.pixels) throw new ZipError("too_large", "pixels");
  const { createCanvas, ImageData } = await import("@napi-rs/canvas");
  const pixels = new Uint8ClampedArray(width * height * 4);
  await new Promise<void>((resolve, reject) => {
    image.display({ data: pixels, width, height }, (result) => (result ? resolve() : reject(new ZipError("corrupt", "picture"))));
  });
  for (const one of images) one.free();
  const canvas = createCanvas(width, height);
  canvas.getContext("2d").putImageData(new ImageData(pixels, width, height), 0, 0);
  return canvas.toBuffer("image/jpeg", 92);
};
