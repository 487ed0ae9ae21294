/** A mailbox that is a folder: plain .eml files, or a Maildir (new/ and cur/). Flags are staff's: they are neither read nor set. */
import { type FSWatcher, watch } from "node:fs";
import { access, copyFile, mkdir, readdir, readFile, rename, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { FilingLabel, FilingMode, Mailbox, MailboxSession, Standing } from "#app/ports.ts";
import { Failure } from "#core/failure.ts";
import { folderNames } from "./labels.ts";

export type FolderOptions = { readonly path: string; readonly filing: FilingMode; readonly filingFolder: string };

/** A file is complete when it has not grown for this long; Maildir's are complete by their rule. */
const QUIET_MILLISECONDS = 400;
const LOOK_MILLISECONDS = 1_000;

/** Opens nothing yet; `open` throws Failure `mailbox_missing` where the folder is not there. */
export const folderMailbox = (options: FolderOptions): Mailbox => ({
  name: `folder:${options.path}`,
  filing: options.filing === "keywords" ? "none" : options.filing,
  open: () => openFolder(options),
});

type File = { readonly path: string; readonly place: string; readonly size: number; readonly changed: number };

const openFolder = async ({ path, filingFolder }: FolderOptions): Promise<MailboxSession> => {
  const maildir = await isMaildir(path);
  let files = new Map<string, File>();
  /** Sizes at the last look of files that may still be growing. */
  let growing = new Map<string, { size: number; since: number }>();
  const bell = watched(maildir ? join(path, "new") : path);

  const look = async (): Promise<File[]> => (maildir ? await listMaildir(path) : await listPlain(path));

  return {
    list: async () => {
      const found = (await look()).toSorted((a, b) => a.changed - b.changed || (a.path < b.path ? -1 : 1));
      files = new Map(found.map((file) => [file.place, file]));
      if (maildir) return { standing: found.map(standing), incomplete: 0 };
      const now = Date.now();
      const before = growing;
      growing = new Map();
      const whole = found.filter((file) => isComplete(file, before, growing, now));
      return { standing: whole.map(standing), incomplete: growing.size };
    },
    fetch: async (place) => read(files.get(place)),
    download: async (place, target) => {
      const file = files.get(place);
      if (!file) return false;
      try {
        await copyFile(file.path, target);
        return true;
      } catch (cause) {
        if (isGone(cause)) return false;
        throw new Failure("message_unreadable", `${basename(file.path)} cannot be copied`, { cause });
      }
    },
    file: async (place, label) => moveTo(files.get(place) ?? (await look()).find((file) => file.place === place), path, maildir, filingFolder, label),
    wait: async (milliseconds, signal) => {
      const most = growing.size > 0 ? QUIET_MILLISECONDS / 2 : LOOK_MILLISECONDS;
      await bell.wait(Math.min(milliseconds, most), signal);
    },
    close: async () => bell.close(),
  };
};

const standing = ({ place, size, changed }: File): Standing => ({ place, size, receivedAt: Math.round(changed) });

/** True when the file is as large as it was a while ago; notes it in `growing` where that is not known yet. */
const isComplete = (
  file: File,
  before: Map<string, { size: number; since: number }>,
  growing: Map<string, { size: number; since: number }>,
  now: number,
): boolean => {
  if (now - file.changed > 10 * QUIET_MILLISECONDS) return true;
  const last = before.get(file.path);
  const since = last?.size === file.size ? last.since : now;
  if (now - since >= QUIET_MILLISECONDS) return true;
  growing.set(file.path, { size: file.size, since });
  return false;
};

const isMaildir = async (path: string): Promise<boolean> => {
  const has = async (name: string) => (await stat(join(path, name)).catch(() => null))?.isDirectory() ?? false;
  try {
    await access(path);
  } catch (cause) {
    throw new Failure("mailbox_missing", `the mailbox folder ${path} is not there`, { cause });
  }
  return (await has("new")) && (await has("cur"));
};

const listPlain = async (path: string): Promise<File[]> => {
  const names = (await entries(path)).filter((name) => /\.eml$/i.test(name) && !name.startsWith("."));
  // Another file under an old name is another message, so size and time belong to the place.
  return describe(
    names.map((name) => join(path, name)),
    (file, size, changed) => `${basename(file)}#${Math.round(changed)}-${size}`,
  );
};

/** Flags after ":2," change when staff read a mail; the name before them does not. */
const listMaildir = async (path: string): Promise<File[]> => {
  const files = [];
  for (const part of ["new", "cur"])
    files.push(...(await entries(join(path, part))).filter((name) => !name.startsWith(".")).map((name) => join(path, part, name)));
  return describe(files, (file) => basename(file).split(":2,")[0] ?? basename(file));
};

const entries = async (path: string): Promise<string[]> => {
  try {
    return (await readdir(path, { withFileTypes: true })).filter((entry) => entry.isFile() || entry.isSymbolicLink()).map((entry) => entry.name);
  } catch (cause) {
    throw new Failure(
      (cause as NodeJS.ErrnoException).code === "ENOENT" ? "mailbox_missing" : "mailbox_unavailable",
      `the mailbox folder ${path} cannot be listed`,
      { cause },
    );
  }
};

const describe = async (paths: readonly string[], placeOf: (path: string, size: number, changed: number) => string): Promise<File[]> => {
  const found: File[] = [];
  for (const path of paths) {
    const facts = await stat(path).catch(() => null);
    if (facts?.isFile()) found.push({ path, place: placeOf(path, facts.size, facts.mtimeMs), size: facts.size, changed: facts.mtimeMs });
  }
  return found;
};

const read = async (file: File | undefined): Promise<Uint8Array | null> => {
  if (!file) return null;
  try {
    return await readFile(file.path);
  } catch (cause) {
    if (isGone(cause)) return null;
    throw new Failure("message_unreadable", `${basename(file.path)} cannot be read (${(cause as NodeJS.ErrnoException).code ?? "unknown"})`, {
      cause,
    });
  }
};

const isGone = (cause: unknown): boolean => (cause as NodeJS.ErrnoException).code === "ENOENT";

const moveTo = async (
  file: File | undefined,
  path: string,
  maildir: boolean,
  filingFolder: string,
  label: FilingLabel,
): Promise<"filed" | "gone"> => {
  if (!file) return "gone";
  const folder = maildir ? join(path, `.${filingFolder}.${folderNames[label]}`) : join(path, filingFolder, folderNames[label]);
  try {
    if (maildir) for (const part of ["cur", "new", "tmp"]) await mkdir(join(folder, part), { recursive: true });
    else await mkdir(folder, { recursive: true });
    const target = maildir ? join(folder, file.path.includes(`${path}/new/`) ? "new" : "cur") : folder;
    await rename(file.path, await freeName(target, basename(file.path)));
    return "filed";
  } catch (cause) {
    if (isGone(cause)) return "gone";
    throw new Failure("mailbox_unavailable", `a message cannot be moved to ${folder}`, { cause });
  }
};

/** Never over another file: "a.eml", "a-2.eml" ... */
const freeName = async (folder: string, name: string): Promise<string> => {
  const dot = name.lastIndexOf(".eml");
  for (let number = 1; ; number += 1) {
    const candidate = join(folder, number === 1 ? name : dot > 0 ? `${name.slice(0, dot)}-${number}.eml` : `${name}-${number}`);
    if (!(await stat(candidate).catch(() => null))) return candidate;
  }
};

/** Wakes on changes in the folder; the time limit stands in where the system tells of none. */
const watched = (path: string) => {
  let wake: () => void = () => undefined;
  let changed = false;
  let watcher: FSWatcher | null = null;
  try {
    watcher = watch(path, { persistent: false }, () => {
      changed = true;
      wake();
    });
    watcher.on("error", () => undefined);
  } catch {
    watcher = null;
  }
  return {
    wait: async (milliseconds: number, signal: AbortSignal): Promise<void> => {
      if (changed || signal.aborted) {
        changed = false;
        return;
      }
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer);
          signal.removeEventListener("abort", done);
          wake = () => undefined;
          changed = false;
          resolve();
        };
        const timer = setTimeout(done, milliseconds);
        signal.addEventListener("abort", done, { once: true });
        wake = done;
      });
    },
    close: () => watcher?.close(),
  };
};
