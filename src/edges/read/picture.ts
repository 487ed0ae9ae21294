/** Pictures: size from the header before anything is decoded, pages of a TIFF, and a size that recognition is fast and sure at. */
import { mediaTypes } from "./sniff.ts";

export type PictureSize = { readonly width: number; readonly height: number };

/** Width and height in pixels from the header; null when it has none. Nothing is decoded. */
export const pictureSize = (bytes: Buffer, mediaType: string): PictureSize | null => {
  try {
    if (mediaType === mediaTypes.png) return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
    if (mediaType === mediaTypes.jpeg) return jpegSize(bytes);
    if (mediaType === mediaTypes.tiff) return tiffPages(bytes)[0]?.size ?? null;
    if (mediaType === "image/gif") return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
    return null;
  } catch {
    return null;
  }
};

const jpegSize = (bytes: Buffer): PictureSize | null => {
  let at = 2;
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) {
      at += 1;
      continue;
    }
    const marker = bytes[at + 1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    if (marker === 0xff || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += marker === 0xff ? 1 : 2;
    else at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
};

type TiffPage = { readonly offset: number; readonly size: PictureSize };

/** The page directories of a TIFF; at most 100, each once (a loop in the chain ends it). */
const tiffPages = (bytes: Buffer): TiffPage[] => {
  const little = bytes[0] === 0x49;
  const u16 = (at: number): number => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (at: number): number => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const pages: TiffPage[] = [];
  let offset = u32(4);
  while (offset > 0 && offset + 2 < bytes.length && pages.length < 100 && !pages.some((page) => page.offset === offset)) {
    const count = u16(offset);
    let width = 0;
    let height = 0;
    for (let index = 0; index < count; index += 1) {
      const entry = offset + 2 + index * 12;
      const value = u16(entry + 2) === 3 ? u16(entry + 8) : u32(entry + 8);
      if (u16(entry) === 256) width = value;
      if (u16(entry) === 257) height = value;
    }
    pages.push({ offset, size: { width, height } });
    offset = u32(offset + 2 + count * 12);
  }
  return pages;
};

/** Each page of a TIFF as a file of its own: the header points to that page's directory first. */
export const splitTiff = (bytes: Buffer): Buffer[] => {
  let pages: TiffPage[];
  try {
    pages = tiffPages(bytes);
  } catch {
    return [bytes];
  }
  if (pages.length <= 1) return [bytes];
  return pages.map((page) => {
    const copy = Buffer.from(bytes);
    if (copy[0] === 0x49) copy.writeUInt32LE(page.offset, 4);
    else copy.writeUInt32BE(page.offset, 4);
    return copy;
  });
};

/** Degrees that a page is turned clockwise before it is read. */
export type Turn = 0 | 90 | 180 | 270;

/** The longest side that is recognised: A4 at 240 dpi. Phone photos of 12 megapixels take three times as long and read no better. */
const longestSide = 2800;

/**
 * A picture as recognition takes it: upright, and no larger than needed. TIFF and pictures that are small enough pass as they are
 * (tesseract reads them, and turns JPEGs by their EXIF note).
 */
export const forRecognition = async (bytes: Buffer, mediaType: string, turn: Turn = 0): Promise<Buffer> => {
  const size = pictureSize(bytes, mediaType);
  const scale = size ? Math.min(1, longestSide / Math.max(size.width, size.height)) : 1;
  if (mediaType === mediaTypes.tiff || (scale === 1 && turn === 0)) return bytes;
  const { createCanvas, loadImage } = await import("@napi-rs/canvas");
  const image = await loadImage(bytes);
  const [width, height] = [Math.round(image.width * scale), Math.round(image.height * scale)];
  const isAcross = turn === 90 || turn === 270;
  const canvas = isAcross ? createCanvas(height, width) : createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate((turn * Math.PI) / 180);
  context.translate(-width / 2, -height / 2);
  context.drawImage(image, 0, 0, width, height);
  return canvas.toBuffer("image/jpeg", 92);
};

/**
 * True for a picture that only decorates: a tracking pixel, an icon, a line, or a logo in a signature. A photographed or scanned page
 * is larger in both directions. `embedded`: the mail's HTML shows it in place.
 */
export const isDecoration = (bytes: Uint8Array, mediaType: string, embedded: boolean): boolean => {
  const size = pictureSize(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), mediaType);
  if (!size) return false;
  const [short, long] = [Math.min(size.width, size.height), Math.max(size.width, size.height)];
  if (short <= 40 || long <= 120) return true;
  // A page photographed or scanned so that it can be read has 600 pixels across; logos at double resolution reach 500.
  return embedded ? short < 500 || long > short * 3 : short < 200 && long < 700;
};
