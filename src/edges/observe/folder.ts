/** Facts about the data folder for the checks. */
import { constants } from "node:fs";
import { access, mkdtemp, rmdir, stat, statfs } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { FolderFacts, FolderProbe } from "#app/ports.ts";

const OTHERS_READ = 0o004;

/** Looks by doing: a folder is made in it and removed. Where the data folder is not there yet, its parent is looked at. */
export const folderProbe =
  (folder: string): FolderProbe =>
  async (): Promise<FolderFacts> => {
    const path = await nearest(resolve(folder));
    const space = await statfs(path).catch(() => null);
    const facts = await stat(path).catch(() => null);
    const error = await writeError(path);
    return {
      folder: path,
      writable: error === null,
      open: path === resolve(folder) && ((facts?.mode ?? 0) & OTHERS_READ) !== 0,
      freeBytes: space ? space.bavail * space.bsize : 0,
      error,
    };
  };

const nearest = async (path: string): Promise<string> => {
  for (let at = path; ; at = dirname(at)) {
    if (await stat(at).catch(() => null)) return at;
    if (dirname(at) === at) return path;
  }
};

const writeError = async (path: string): Promise<string | null> => {
  try {
    await access(path, constants.W_OK | constants.X_OK);
    await rmdir(await mkdtemp(join(path, ".check-")));
    return null;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code ?? "unknown";
  }
};
