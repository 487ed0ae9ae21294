/** Brings a database to the newest schema, and refuses one that a newer Mottak wrote. */
import { sql } from "kysely";
import { Migrator } from "kysely/migration";
import { Failure } from "#core/failure.ts";
import { migrations } from "./migrations.ts";
import type { Database } from "./tables.ts";

/** Names of the migrations that were run, oldest first; empty where the schema was the newest. */
export const migrate = async (database: Database): Promise<string[]> => {
  const known = Object.keys(migrations(database.engine));
  const applied = await appliedMigrations(database);
  const unknown = applied.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Failure("database_newer", `the database holds the schema step ${unknown.at(-1)}, which this version does not know`);
  if (applied.length === known.length) return [];
  const migrator = new Migrator({ db: database.db, provider: { getMigrations: async () => migrations(database.engine) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error)
    throw new Failure("database_unavailable", `the schema step failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  return (results ?? []).filter((result) => result.status === "Success").map((result) => result.migrationName);
};

/** Migrations that the database says it has; empty for an empty one. */
export const appliedMigrations = async (database: Database): Promise<string[]> => {
  const tables = await database.db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === "kysely_migration")) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(database.db);
  return rows.map((row) => row.name);
};
