/** Opens message files for the commands that read them. */
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "#core/failure.ts";

const MEGABYTE = 1 << 20;

/** The bytes of a message file. Throws Failure `wrong_use` for a folder, `message_unreadable` or `message_too_large`. */
export const readMessageFile = (file: string, limitMb: number): Uint8Array => {
  try {
    const facts = statSync(file);
    if (facts.isDirectory()) throw new Failure("wrong_use", `${file} is a folder: give its files, as in ${join(file, "*.eml")}`);
    const { size } = facts;
    if (size > limitMb * MEGABYTE) throw new Failure("message_too_large", `${file} is ${Math.ceil(size / MEGABYTE)} MB; the limit is ${limitMb} MB`);
    return readFileSync(file);
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw new Failure("message_unreadable", `${file} cannot be read (${(cause as NodeJS.ErrnoException).code ?? "unknown"})`, { cause });
  }
};
