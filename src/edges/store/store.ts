/** The store as the app sees it, over SQLite or PostgreSQL. */
import type { Store } from "#app/ports.ts";
import { Failure } from "#core/failure.ts";
import { caseStore } from "./cases.ts";
import { deskStore } from "./desk.ts";
import { holdStore } from "./hold.ts";
import { intakeStore } from "./intake.ts";
import { keepingStore } from "./keeping.ts";
import { migrate } from "./migrate.ts";
import { type OpenOptions, openDatabase } from "./open.ts";
import { operationStore } from "./operation.ts";
import { outboxStore } from "./outbox.ts";
import { recordStore } from "./records.ts";
import { restoredStore } from "./restored.ts";
import type { Database } from "./tables.ts";
import { workStore } from "./work.ts";

/** Opens the store and brings its schema up to date. Throws Failure `data_unwritable`, `database_unavailable` or `database_newer`. */
export const openStore = async (options: OpenOptions): Promise<Store> => {
  const database = await openDatabase(options);
  try {
    await migrate(database);
  } catch (cause) {
    await database.close().catch(() => undefined);
    throw storeFailure(cause, database.engine);
  }
  return storeOver(database);
};

/** The store over an open, migrated database; every error comes out as a Failure. */
export const storeOver = (database: Database): Store => ({
  intake: guarded(intakeStore(database), database.engine),
  work: guarded(workStore(database), database.engine),
  cases: guarded(caseStore(database), database.engine),
  outbox: guarded(outboxStore(database), database.engine),
  operation: guarded(operationStore(database), database.engine),
  desk: guarded(deskStore(database), database.engine),
  records: guarded(recordStore(database), database.engine),
  restored: guarded(restoredStore(database), database.engine),
  keeping: guarded(keepingStore(database), database.engine),
  hold: guarded(holdStore(database), database.engine),
  close: () => database.close(),
});

/** Each function of a group with its errors translated. */
const guarded = <T extends object>(group: T, engine: Database["engine"]): T =>
  Object.fromEntries(
    Object.entries(group).map(([name, run]) => [
      name,
      async (...values: unknown[]) => {
        try {
          return await (run as (...values: unknown[]) => Promise<unknown>)(...values);
        } catch (cause) {
          throw storeFailure(cause, engine);
        }
      },
    ]),
  ) as T;

/** SQLite result codes (primary): 8 readonly, 10 I/O error, 13 full, 14 cannot open. 5 and 6 are busy and locked: those pass. */
const UNWRITABLE = new Set([8, 10, 13, 14]);

/** A database error as a Failure. Its text may hold values, so only its code goes on. */
export const storeFailure = (cause: unknown, engine: Database["engine"]): Failure => {
  if (cause instanceof Failure) return cause;
  const { errcode, code } = cause as { errcode?: number; code?: string };
  if (engine === "sqlite" && errcode !== undefined) {
    const primary = errcode & 0xff;
    if (UNWRITABLE.has(primary)) return new Failure("data_unwritable", `the database cannot be written (SQLite code ${errcode})`, { cause });
    if (primary === 5 || primary === 6)
      return new Failure("database_unavailable", `the database is locked by another process (SQLite code ${errcode})`, { cause });
    return new Failure("internal", `the database refused a statement (SQLite code ${errcode})`, { cause });
  }
  if (engine === "postgres") {
    // Class 23 (integrity), 42 (syntax) and 22 (data) are faults of ours; the rest is the connection, the server or a conflict.
    if (code && /^(?:22|23|42)/.test(code)) return new Failure("internal", `the database refused a statement (PostgreSQL code ${code})`, { cause });
    return new Failure("database_unavailable", `the database does not answer (${code ?? "connection lost"})`, { cause });
  }
  return new Failure("internal", "the store failed", { cause });
};
