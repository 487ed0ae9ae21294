/**
 * Compiled code of the reading processes, kept between runs, so that one starts in half the time. It is written by a process that reads
 * no foreign file; all others may only read it.
 */
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));
/** A writer that did not end in this time is taken for dead. */
const WRITER_MILLISECONDS = 120_000;

/** The folder of compiled code: beside the packages, or in `folder` where those may not be written. */
export const compiledFolder = (folder: string): string => {
  const beside = join(root, "node_modules", ".cache", "mottak-reading");
  for (const one of [beside, join(folder, "compiled")])
    try {
      mkdirSync(one, { recursive: true });
      return one;
    } catch {
      // A read-only installation: the next one.
    }
  return join(folder, "compiled");
};

/** The file that says what the compiled code was made from. */
export const stampFile = (compiled: string): string => join(compiled, "stamp");

/** What the stamp must say to be of use: it changes when a source file of reading or assessing does, or Node. */
export const sourceStamp = (): string => {
  let latest = statSync(join(root, "package.json")).mtimeMs;
  for (const folder of ["src/edges/read", "src/core"])
    for (const entry of readdirSync(join(root, folder), { recursive: true }) as string[])
      latest = Math.max(latest, statSync(join(root, folder, entry)).mtimeMs);
  return `${process.version} ${latest}`;
};

/** Where the code is to be compiled now, and by nobody else: the lock that the writer removes at its end. */
export const claimCompiling = (compiled: string, stamp: string): { readonly lock: string } | null => {
  if (textOf(stampFile(compiled)) === stamp) return null;
  const lock = join(compiled, "lock");
  try {
    if (Date.now() - statSync(lock).mtimeMs > WRITER_MILLISECONDS) rmSync(lock, { force: true });
  } catch {
    // Nobody compiles.
  }
  try {
    closeSync(openSync(lock, "wx"));
    return { lock };
  } catch {
    return null;
  }
};

const textOf = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};
