/** Opens SQLite (in this process, node:sqlite) or PostgreSQL behind the same query builder. */
import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { Kysely, PostgresDialect, SqliteAdapter, SqliteDialect } from "kysely";
import { Failure } from "#core/failure.ts";
import type { Database, Tables } from "./tables.ts";

export type OpenOptions = {
  readonly url: string;
  readonly password?: string | null;
  /** Only to look: a file that is not there is not made, and nothing can be written. */
  readonly readOnly?: boolean;
};

/** How long a statement waits for another process that writes. */
const BUSY_MILLISECONDS = 10_000;
const CONNECT_MILLISECONDS = 10_000;
const STATEMENT_MILLISECONDS = 60_000;

/** Opens the database. Throws Failure `data_unwritable` or `database_unavailable`. Migrations are apart. */
export const openDatabase = async ({ url, password, readOnly = false }: OpenOptions): Promise<Database> =>
  url.startsWith("sqlite:") ? openSqlite(url.slice("sqlite:".length), readOnly) : openPostgres(url, password ?? null);

const openSqlite = (path: string, readOnly: boolean): Database => {
  let file: DatabaseSync;
  try {
    if (readOnly) return overSqlite(new DatabaseSync(path, { timeout: BUSY_MILLISECONDS, readOnly }));
    if (path !== ":memory:") makePrivate(path);
    file = new DatabaseSync(path, { timeout: BUSY_MILLISECONDS });
    // secure_delete: what is removed is overwritten, not only forgotten.
    // FULL: a commit is on the disk when it returns; NORMAL may lose the last ones at a power cut.
    file.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON");
  } catch (cause) {
    if (readOnly) throw new Failure("database_unavailable", `the database ${path} cannot be opened: ${(cause as Error).message}`, { cause });
    throw new Failure("data_unwritable", `the database ${path} cannot be opened for writing: ${(cause as Error).message}`, { cause });
  }
  return overSqlite(file);
};

/** A new file is its owner's alone, whatever the folder and the umask allow; SQLite gives the files beside it the same mode. */
const makePrivate = (path: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  closeSync(openSync(path, "a", 0o600));
};

const overSqlite = (file: DatabaseSync): Database => {
  const db = new Kysely<Tables>({ dialect: new NodeSqliteDialect({ database: adapt(file) }) });
  return { engine: "sqlite", db, close: () => db.destroy() };
};

class NodeSqliteDialect extends SqliteDialect {
  override createAdapter() {
    return new TransactionalSqliteAdapter();
  }
}
/** SQLite can change its schema within a transaction; Kysely's own adapter does not use that. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl() {
    return true;
  }
}

/** node:sqlite in the shape of Kysely's SQLite dialect. Statements are kept; schema statements are not. */
const adapt = (file: DatabaseSync) => {
  const kept = new Map<string, StatementSync>();
  return {
    close: () => file.close(),
    prepare: (text: string) => {
      // A transaction that begins by reading and then writes fails at once when another process writes: take the lock first.
      const query = text === "begin" ? "begin immediate" : text;
      let statement = kept.get(query);
      if (!statement) {
        statement = file.prepare(query);
        if (!/^\s*(?:create|alter|drop)/i.test(query)) kept.set(query, statement);
      }
      const own = statement;
      return {
        reader: own.columns().length > 0,
        all: (values: readonly unknown[]) => own.all(...bindable(values)),
        // A full disk rolls back by itself; rolling back again would hide the real error behind "no transaction is active".
        run: (values: readonly unknown[]) =>
          text === "rollback" && !file.isTransaction ? { changes: 0, lastInsertRowid: 0 } : own.run(...bindable(values)),
        iterate: (values: readonly unknown[]) => own.iterate(...bindable(values)) as IterableIterator<unknown>,
      };
    },
  };
};

/** node:sqlite takes an object in the first place for named parameters, and throws on undefined and booleans. */
const bindable = (values: readonly unknown[]): (null | number | bigint | string | Uint8Array)[] =>
  values.map((value) => {
    if (value === undefined || value === null) return null;
    if (typeof value === "boolean") return value ? 1 : 0;
    if (typeof value === "number" || typeof value === "bigint" || typeof value === "string" || value instanceof Uint8Array) return value;
    throw new TypeError(`a value of type ${typeof value} cannot be stored`);
  });

const openPostgres = async (url: string, password: string | null): Promise<Database> => {
  const { default: pg } = await import("pg");
  /** int8 comes as text by default; all ours are instants and sizes far below 2^53. */
  pg.types.setTypeParser(20, Number);
  const pool = new pg.Pool({
    connectionString: url,
    ...(password ? { password } : {}),
    max: 6,
    connectionTimeoutMillis: CONNECT_MILLISECONDS,
    statement_timeout: STATEMENT_MILLISECONDS,
    application_name: "mottak",
  });
  // An idle connection that the server ends would otherwise be an uncaught error; the next query opens a new one.
  pool.on("error", () => undefined);
  // The same between two statements of a transaction, where no query is there to fail with it.
  pool.on("connect", (client) => client.on("error", () => undefined));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return { engine: "postgres", db, close: () => db.destroy() };
};
