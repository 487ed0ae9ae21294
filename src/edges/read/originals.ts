/** The files of a mail as they came, for downloads and packages. Nothing in them is opened. */
import type { Original } from "#app/ports.ts";
import { readMime } from "./mime.ts";

/** All files in the order of the mail. Throws Failure where the bytes are no mail. */
export const originalsOf = async (raw: Uint8Array): Promise<Original[]> =>
  (await readMime(raw)).files.map(({ name, mediaType, bytes }) => ({ name, mediaType, bytes }));
