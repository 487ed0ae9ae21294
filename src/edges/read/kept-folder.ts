/** Where reading keeps what it may keep, when no folder is given. */
import { lstatSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A folder of the system's temporary files that is kept between runs. Everybody can guess its name: one that is not this user's alone is
 * left, for a fresh one, as what lies in it (language data, recognised pages) is believed.
 */
export const keptFolder = (parent: string = tmpdir()): string => {
  const usual = join(parent, `mottak-read-${process.getuid?.() ?? "user"}`);
  try {
    mkdirSync(usual, { recursive: true, mode: 0o700 });
    const found = lstatSync(usual);
    const isOwn = found.isDirectory() && (process.getuid === undefined || found.uid === process.getuid()) && (found.mode & 0o022) === 0;
    if (isOwn) return usual;
  } catch {
    // Something else has the name.
  }
  return mkdtempSync(join(parent, "mottak-read-"));
};
