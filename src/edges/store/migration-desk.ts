/** Second step: the staff's list and the trace of what staff saw and did. */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

export const desk: Migration = {
  up: async (db: Kysely<unknown>) => {
    const { schema } = db;
    await schema
      .createTable("desk_row")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("kind", "text", (c) => c.notNull())
      .addColumn("standing", "text", (c) => c.notNull())
      .addColumn("version", "integer", (c) => c.notNull())
      .addColumn("received_at", "bigint", (c) => c.notNull())
      .addColumn("updated_at", "bigint", (c) => c.notNull())
      .addColumn("sender", "text", (c) => c.notNull())
      .addColumn("title", "text", (c) => c.notNull())
      .addColumn("found", "integer", (c) => c.notNull())
      .addColumn("total", "integer", (c) => c.notNull())
      .addColumn("why", "text", (c) => c.notNull())
      .addColumn("due_at", "bigint")
      .addColumn("clock", "text")
      .addColumn("search", "text", (c) => c.notNull())
      .execute();
    await schema.createIndex("desk_row_list").on("desk_row").columns(["standing", "received_at"]).execute();
    await schema
      .createTable("announced")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("version", "integer", (c) => c.notNull())
      .addColumn("occasions", "text", (c) => c.notNull())
      .execute();
    await schema
      .createTable("audit")
      .addColumn("at", "bigint", (c) => c.notNull())
      .addColumn("by", "text", (c) => c.notNull())
      .addColumn("action", "text", (c) => c.notNull())
      .addColumn("subject", "text", (c) => c.notNull())
      .addColumn("detail", "text", (c) => c.notNull())
      .execute();
    await schema.createIndex("audit_subject").on("audit").columns(["subject", "at"]).execute();
  },
};
