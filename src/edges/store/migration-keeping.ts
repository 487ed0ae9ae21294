/** Fourth step: what the archive is known to have, and replies that may have gone out in a life of the database that was restored over. */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

export const keeping: Migration = {
  up: async (db: Kysely<unknown>) => {
    const { schema } = db;
    await schema
      .createTable("archived")
      .addColumn("reference", "text", (c) => c.primaryKey())
      .addColumn("version", "integer", (c) => c.notNull())
      .addColumn("by", "text", (c) => c.notNull())
      .addColumn("at", "bigint", (c) => c.notNull())
      .execute();
    await schema.alterTable("outbox").addColumn("doubt_since", "bigint").execute();
    await schema.createIndex("message_received").on("message").columns(["received_at", "id"]).execute();
    await schema.createIndex("message_finished").on("message").columns(["state", "finished_at"]).execute();
  },
};
