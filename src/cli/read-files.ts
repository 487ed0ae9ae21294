/** Opens message files for the commands that read them. */
import { readFileSync, statSync } from "node:fs";
import { Failure } from "#core/failure.ts";

const MEGABYTE = 1 << 20;

/** The bytes of a message file. Throws Failure `message_unreadable` or `message_too_large`. */
export const readMessageFile = (file: string, limitMb: number): Uint8Array => {
  try {
    const { size } = statSync(file);
    if (size > limitMb * MEGABYTE) throw new Failure("message_too_large", `${file} is ${Math.ceil(size / MEGABYTE)} MB; the limit is ${limitMb} MB`);
    return readFileSync(file);
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw new Failure("message_unreadable", `${file} cannot be read (${(cause as NodeJS.ErrnoException).code ?? "unknown"})`, { cause });
  }
};
