/** Third step: how often a worker ended while it had a message, apart from the tries that came to an end. */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

export const deaths: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .alterTable("message")
      .addColumn("deaths", "integer", (c) => c.notNull().defaultTo(0))
      .execute();
  },
};
