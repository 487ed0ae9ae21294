import { readFileSync, writeFileSync } from "node:fs";
import { sql } from "kysely";
import { expect, it } from "vitest";
import { migrate } from "#edges/store/migrate.ts";
import { openStore } from "#edges/store/store.ts";
import type { Database } from "#edges/store/tables.ts";
import { describeStores, openUrl } from "#test/support/stores.ts";

/** Tables, columns and indexes as text, the same order on every run. */
const schemaText = async (database: Database): Promise<string> => {
  const tables = (await database.db.introspection.getTables()).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const columns = tables.map(
    (table) =>
      `${table.name}\n${table.columns.map((column) => `  ${column.name} ${column.dataType.toLowerCase()}${column.isNullable ? "" : " not null"}${column.hasDefaultValue ? " default" : ""}`).join("\n")}`,
  );
  const indexes =
    database.engine === "sqlite"
      ? await sql<{ text: string }>`select sql as text from sqlite_master where type = 'index' and sql is not null order by name`.execute(database.db)
      : await sql<{
          text: string;
        }>`select indexdef as text from pg_indexes where schemaname = 'public' and tablename not like 'kysely%' order by indexname`.execute(
          database.db,
        );
  return `${columns.join("\n\n")}\n\n${indexes.rows.map((row) => row.text).join("\n")}\n`;
};

describeStores("the schema", (fresh, engine) => {
  it("is the one in the repository", async () => {
    const database = await openUrl(await fresh());
    expect(await migrate(database)).toEqual(["001-first", "002-desk", "003-deaths", "004-keeping"]);
    expect(await migrate(database)).toEqual([]);
    const text = await schemaText(database);
    await database.close();
    const file = new URL(`./schema.${engine}.txt`, import.meta.url);
    if (process.env["MOTTAK_TEST_WRITE"]) writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, "utf8"));
  });

  it("of a newer version is refused by name", async () => {
    const url = await fresh();
    const database = await openUrl(url);
    await migrate(database);
    await sql`insert into kysely_migration (name, timestamp) values ('999-later', '2030-01-01')`.execute(database.db);
    await database.close();
    await expect(openStore({ url })).rejects.toMatchObject({ code: "database_newer", message: expect.stringContaining("999-later") });
  });
});
