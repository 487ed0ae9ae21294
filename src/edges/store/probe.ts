/** Looks at the database for the checks: nothing is made, nothing is changed, and no schema step is run. */
import { existsSync, statSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { sql } from "kysely";
import type { DatabaseFacts, DatabaseProbe, IntegrityProbe, Standings } from "#app/ports.ts";
import { Failure } from "#core/failure.ts";
import { appliedMigrations } from "./migrate.ts";
import { migrations } from "./migrations.ts";
import { type OpenOptions, openDatabase } from "./open.ts";
import { standingsOf } from "./standings.ts";
import { storeFailure, storeOver } from "./store.ts";
import type { Database } from "./tables.ts";

const fileOf = ({ url }: OpenOptions): string | null => (url.startsWith("sqlite:") ? url.slice("sqlite:".length) : null);

/** Opens the database for one look; null where it is a file that does not exist yet. */
const looking = async <T>(options: OpenOptions, look: (database: Database) => Promise<T>): Promise<T | null> => {
  const file = fileOf(options);
  if (file !== null && !existsSync(file)) return null;
  const database = await openDatabase({ ...options, readOnly: true });
  try {
    return await look(database);
  } catch (cause) {
    throw storeFailure(cause, database.engine);
  } finally {
    await database.close().catch(() => undefined);
  }
};

export const databaseProbe =
  (options: OpenOptions): DatabaseProbe =>
  () =>
    looking(options, (database) => (database.engine === "sqlite" ? sqliteFacts(database, fileOf(options) ?? "") : postgresFacts(database)));

const standingOf = async (database: Database): Promise<Pick<DatabaseFacts, "schema" | "standing">> => {
  const known = Object.keys(migrations(database.engine));
  const applied = await appliedMigrations(database);
  const foreign = applied.filter((name) => !known.includes(name));
  const standing = foreign.length > 0 ? "newer" : applied.length < known.length ? "older" : "newest";
  return { schema: (foreign.at(-1) ?? applied.at(-1)) || "none", standing };
};

const sqliteFacts = async (database: Database, file: string): Promise<DatabaseFacts> => {
  const { rows } = await sql<{ version: string }>`select sqlite_version() as version`.execute(database.db);
  const bytes = [file, `${file}-wal`].reduce((sum, one) => sum + (existsSync(one) ? statSync(one).size : 0), 0);
  return { engine: "SQLite", version: rows[0]?.version ?? "", ...(await standingOf(database)), bytes, serverTime: null };
};

const postgresFacts = async (database: Database): Promise<DatabaseFacts> => {
  const { rows } = await sql<{ version: string; bytes: number; now: number }>`
    select current_setting('server_version') as version, pg_database_size(current_database()) as bytes,
      floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(database.db);
  const row = rows[0];
  return {
    engine: "PostgreSQL",
    version: row?.version.split(" ")[0] ?? "",
    ...(await standingOf(database)),
    bytes: Number(row?.bytes ?? 0),
    serverTime: row ? Number(row.now) : null,
  };
};

/** SQLite's own check of the whole file, in a thread, so that work goes on beside it. */
export const integrityProbe =
  (options: OpenOptions): IntegrityProbe =>
  async (signal) => {
    const file = fileOf(options);
    if (file === null)
      return looking(options, async ({ db }) => {
        const { rows } = await sql<{ on: string }>`select current_setting('data_checksums') as on`.execute(db);
        return { trouble: null, checksums: rows[0]?.on ?? "off" };
      });
    if (!existsSync(file)) return null;
    return { trouble: await fileTrouble(file, signal), checksums: null };
  };

const fileTrouble = (file: string, signal: AbortSignal): Promise<string | null> =>
  new Promise((resolve, reject) => {
    const thread = new Worker(new URL("./integrity-thread.ts", import.meta.url), { workerData: file });
    const end = () => void thread.terminate();
    signal.addEventListener("abort", end, { once: true });
    thread.once("message", (trouble: string | null) => {
      resolve(trouble);
      end();
    });
    thread.once("error", (cause) => reject(new Failure("database_unavailable", "the database file cannot be checked", { cause })));
    thread.once("exit", () => reject(new Failure("database_unavailable", "the check of the database file ended early")));
    thread.unref();
  });

/** Whether the database has our tables; one that has none, or another version's, is the database check's to tell. */
const isOurs = async (database: Database): Promise<boolean> => (await standingOf(database)).standing === "newest";

/** The beginnings of recent messages, newest first; none where there is no database yet. */
export const recentHeadsProbe = (options: OpenOptions, limit: number) => async (): Promise<readonly Uint8Array[]> =>
  (await looking(options, async (database) => ((await isOurs(database)) ? storeOver(database).operation.recentHeads(limit) : []))) ?? [];

/** Where work stands, for a command that runs beside the worker; null where there is no database yet. */
export const standingsProbe = (options: OpenOptions) => (): Promise<Standings | null> =>
  looking(options, async (database) => ((await isOurs(database)) ? standingsOf(database.db) : null));
