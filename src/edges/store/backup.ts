/** Copies of the whole database while workers run, and bringing one back. SQLite by itself, PostgreSQL by its own programs. */
import { spawn } from "node:child_process";
import { chmodSync, closeSync, constants, copyFileSync, existsSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Failure } from "#core/failure.ts";
import { migrations } from "./migrations.ts";
import type { OpenOptions } from "./open.ts";

export type Copy = { readonly file: string; readonly bytes: number; readonly messages: number | null; readonly cases: number | null };

const isSqlite = (url: string): boolean => url.startsWith("sqlite:");
const pathOf = (url: string): string => url.slice("sqlite:".length);

/** Writes a copy that is whole when the file is there. Throws Failure `data_unwritable`, `database_unavailable` or `backup_broken`. */
export const backUp = async (from: OpenOptions, file: string): Promise<Copy> => {
  if (existsSync(file)) throw new Failure("data_unwritable", `${file} is there already; a backup is never written over another one`);
  const draft = `${file}.part`;
  rmSync(draft, { force: true });
  try {
    if (isSqlite(from.url)) copySqlite(pathOf(from.url), draft);
    else await runProgram("pg_dump", ["--format=custom", "--no-owner", `--file=${draft}`, `--dbname=${from.url}`], from.password ?? null);
    chmodSync(draft, 0o600);
    const checked = isSqlite(from.url) ? checkSqlite(draft) : { messages: null, cases: null };
    flush(draft);
    renameSync(draft, file);
    return { file, bytes: statSync(file).size, ...checked };
  } catch (cause) {
    rmSync(draft, { force: true });
    if (cause instanceof Failure) throw cause;
    throw new Failure("data_unwritable", `the backup cannot be written to ${file} (${(cause as NodeJS.ErrnoException).code ?? "unknown"})`, {
      cause,
    });
  }
};

/** One moment of the database as a file of its own, compact: what was removed is not in it. Writers are not kept waiting. */
const copySqlite = (path: string, draft: string): void => {
  if (!existsSync(path)) throw new Failure("database_unavailable", `there is no database ${path}`);
  const database = new DatabaseSync(path, { timeout: 10_000 });
  try {
    database.prepare("vacuum into ?").run(draft);
  } finally {
    database.close();
  }
};

/** Throws Failure `backup_broken` where the file is no whole database of Mottak's, `database_newer` where a newer version wrote it. */
const checkSqlite = (file: string): { messages: number; cases: number } => {
  let database: DatabaseSync | null = null;
  try {
    const open = new DatabaseSync(file, { readOnly: true });
    database = open;
    const count = (table: string) => Number((open.prepare(`select count(*) as count from ${table}`).get() as { count: number }).count);
    const verdict = open.prepare("pragma integrity_check").get() as { integrity_check: string };
    if (verdict.integrity_check !== "ok") throw new Failure("backup_broken", `${file} is damaged: ${verdict.integrity_check.slice(0, 80)}`);
    const known = Object.keys(migrations("sqlite"));
    const newer = (open.prepare("select name from kysely_migration order by name").all() as { name: string }[]).find(
      ({ name }) => !known.includes(name),
    );
    if (newer) throw new Failure("database_newer", `${file} holds the schema step ${newer.name}, which this version does not know`);
    return { messages: count("message"), cases: count("mail_case") };
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw new Failure("backup_broken", `${file} is no database of Mottak's, or not whole`, { cause });
  } finally {
    database?.close();
  }
};

/** Puts the copy in the place of the database. What was there is kept beside it; its name is given back (null: PostgreSQL, or none). */
export const putBack = async (to: OpenOptions, file: string, stamp: string): Promise<string | null> => {
  if (!existsSync(file)) throw new Failure("backup_broken", `there is no file ${file}`);
  if (!isSqlite(to.url)) {
    await runProgram("pg_restore", ["--clean", "--if-exists", "--no-owner", "--single-transaction", `--dbname=${to.url}`, file], to.password ?? null);
    return null;
  }
  checkSqlite(file);
  const path = pathOf(to.url);
  const draft = `${path}.part`;
  try {
    copyFileSync(file, draft, constants.COPYFILE_FICLONE);
    chmodSync(draft, 0o600);
    flush(draft);
    const aside = existsSync(path) ? `${path}.before-restore-${stamp}` : null;
    // The log and the index of the old file would be taken for the new one's.
    if (aside) for (const end of ["", "-wal", "-shm"]) if (existsSync(`${path}${end}`)) renameSync(`${path}${end}`, `${aside}${end}`);
    renameSync(draft, path);
    return aside;
  } catch (cause) {
    rmSync(draft, { force: true });
    throw new Failure("data_unwritable", `the database cannot be put at ${path} (${(cause as NodeJS.ErrnoException).code ?? "unknown"})`, { cause });
  }
};

const flush = (file: string): void => {
  const handle = openSync(file, "r+");
  fsyncSync(handle);
  closeSync(handle);
  const folder = openSync(dirname(file), "r");
  fsyncSync(folder);
  closeSync(folder);
};

/** A program of PostgreSQL's. The password goes by the environment; what the program says may hold values and is not passed on. */
const runProgram = async (name: string, words: readonly string[], password: string | null): Promise<void> => {
  const code = await new Promise<number | string>((resolve) => {
    const child = spawn(programOf(name), words, {
      stdio: ["ignore", "ignore", "ignore"],
      env: { PATH: process.env["PATH"] ?? "", ...(password ? { PGPASSWORD: password } : {}) },
    });
    child.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "unknown"));
    child.once("exit", (exit) => resolve(exit ?? "killed"));
  });
  if (code === 0) return;
  if (code === "ENOENT") throw new Failure("database_unavailable", `${name} is not installed here (Debian package postgresql-client)`);
  throw new Failure("database_unavailable", `${name} ended with ${code}; run it by hand to see why`);
};

/** Debian keeps the programs by version, outside the path. */
const programOf = (name: string): string => {
  const base = "/usr/lib/postgresql";
  const versions = existsSync(base) ? readdirSync(base).toSorted((a, b) => Number(b) - Number(a)) : [];
  const onPath = (process.env["PATH"] ?? "").split(":").some((folder) => existsSync(join(folder, name)));
  return onPath ? name : (versions.map((version) => join(base, version, "bin", name)).find((file) => existsSync(file)) ?? name);
};
