/** Numbered steps from an empty database to the newest schema. Forward only; a written one is never edited. */
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import { deaths } from "./migration-deaths.ts";
import { desk } from "./migration-desk.ts";
import { keeping } from "./migration-keeping.ts";
import type { Engine } from "./tables.ts";

/** All migrations by name, in order. */
export const migrations = (engine: Engine): Record<string, Migration> => ({
  "001-first": first(engine),
  "002-desk": desk,
  "003-deaths": deaths,
  "004-keeping": keeping,
});

const first = (engine: Engine): Migration => ({
  up: async (db: Kysely<unknown>) => {
    const bytes = engine === "postgres" ? "bytea" : "blob";
    const { schema } = db;
    await schema
      .createTable("raw_message")
      .addColumn("hash", "text", (c) => c.primaryKey())
      .addColumn("bytes", bytes)
      .addColumn("size", "bigint", (c) => c.notNull())
      .addColumn("stored_at", "bigint", (c) => c.notNull())
      .execute();
    await schema
      .createTable("raw_chunk")
      .addColumn("hash", "text", (c) => c.notNull())
      .addColumn("number", "integer", (c) => c.notNull())
      .addColumn("bytes", bytes, (c) => c.notNull())
      .addPrimaryKeyConstraint("raw_chunk_key", ["hash", "number"])
      .execute();
    await schema
      .createTable("message")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("size", "bigint", (c) => c.notNull())
      .addColumn("received_at", "bigint", (c) => c.notNull())
      .addColumn("state", "text", (c) => c.notNull())
      .addColumn("run_at", "bigint", (c) => c.notNull())
      .addColumn("attempts", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("lease_by", "text")
      .addColumn("lease_until", "bigint")
      .addColumn("fence", "bigint", (c) => c.notNull().defaultTo(0))
      .addColumn("content_id", "text")
      .addColumn("header_id", "text")
      .addColumn("kind", "text")
      .addColumn("action", "text")
      .addColumn("reason", "text")
      .addColumn("language", "text")
      .addColumn("label", "text")
      .addColumn("case_reference", "text")
      .addColumn("case_number", "integer")
      .addColumn("code", "text")
      .addColumn("hold", "text")
      .addColumn("finished_at", "bigint")
      .execute();
    await schema.createIndex("message_due").on("message").columns(["state", "run_at"]).execute();
    await schema.createIndex("message_content").on("message").column("content_id").execute();
    await schema.createIndex("message_header").on("message").column("header_id").execute();
    await schema.createIndex("message_case").on("message").column("case_reference").execute();
    await schema
      .createTable("sighting")
      .addColumn("mailbox", "text", (c) => c.notNull())
      .addColumn("place", "text", (c) => c.notNull())
      .addColumn("message_id", "text", (c) => c.notNull())
      .addColumn("seen_at", "bigint", (c) => c.notNull())
      .addColumn("filed_at", "bigint")
      .addPrimaryKeyConstraint("sighting_key", ["mailbox", "place"])
      .execute();
    await schema.createIndex("sighting_message").on("sighting").column("message_id").execute();
    await schema.createIndex("sighting_unfiled").on("sighting").columns(["filed_at", "mailbox"]).execute();
    await schema
      .createTable("ledger")
      .addColumn("content_id", "text", (c) => c.primaryKey())
      .addColumn("message_id", "text", (c) => c.notNull())
      .addColumn("case_reference", "text")
      .addColumn("at", "bigint", (c) => c.notNull())
      .execute();
    await schema
      .createTable("reading")
      .addColumn("message_id", "text", (c) => c.primaryKey())
      .addColumn("data", "text", (c) => c.notNull())
      .addColumn("made_at", "bigint", (c) => c.notNull())
      .execute();
    await schema
      .createTable("mail_case")
      .addColumn("reference", "text", (c) => c.primaryKey())
      .addColumn("state", "text", (c) => c.notNull())
      .addColumn("summary", "text", (c) => c.notNull())
      .addColumn("opened_at", "bigint", (c) => c.notNull())
      .addColumn("updated_at", "bigint", (c) => c.notNull())
      .addColumn("version", "integer", (c) => c.notNull())
      .execute();
    await schema.createIndex("mail_case_list").on("mail_case").columns(["state", "updated_at"]).execute();
    await schema
      .createTable("case_address")
      .addColumn("address", "text", (c) => c.notNull())
      .addColumn("reference", "text", (c) => c.notNull())
      .addPrimaryKeyConstraint("case_address_key", ["address", "reference"])
      .execute();
    await schema
      .createTable("case_event")
      .addColumn("reference", "text", (c) => c.notNull())
      .addColumn("number", "integer", (c) => c.notNull())
      .addColumn("at", "bigint", (c) => c.notNull())
      .addColumn("type", "text", (c) => c.notNull())
      .addColumn("data", "text", (c) => c.notNull())
      .addColumn("message_id", "text")
      .addPrimaryKeyConstraint("case_event_key", ["reference", "number"])
      .execute();
    await schema
      .createTable("thread_key")
      .addColumn("header_id", "text", (c) => c.notNull())
      .addColumn("reference", "text", (c) => c.notNull())
      .addPrimaryKeyConstraint("thread_key_key", ["header_id", "reference"])
      .execute();
    await schema
      .createTable("outbox")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("message_id", "text", (c) => c.notNull().unique())
      .addColumn("case_reference", "text")
      .addColumn("header_id", "text", (c) => c.notNull().unique())
      .addColumn("in_reply_to", "text")
      .addColumn("recipient", "text", (c) => c.notNull())
      .addColumn("sender", "text", (c) => c.notNull())
      .addColumn("raw", bytes, (c) => c.notNull())
      .addColumn("state", "text", (c) => c.notNull())
      .addColumn("reason", "text")
      .addColumn("attempts", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("run_at", "bigint")
      .addColumn("lease_by", "text")
      .addColumn("lease_until", "bigint")
      .addColumn("fence", "bigint", (c) => c.notNull().defaultTo(0))
      .addColumn("created_at", "bigint", (c) => c.notNull())
      .addColumn("sending_at", "bigint")
      .addColumn("sent_at", "bigint")
      .addColumn("copied_at", "bigint")
      .execute();
    await schema.createIndex("outbox_due").on("outbox").columns(["state", "run_at"]).execute();
    await schema.createIndex("outbox_recipient").on("outbox").columns(["recipient", "created_at"]).execute();
    await schema.createIndex("outbox_case").on("outbox").columns(["case_reference", "created_at"]).execute();
    await schema.createIndex("outbox_created").on("outbox").column("created_at").execute();
    await schema.createIndex("outbox_copy").on("outbox").columns(["state", "copied_at"]).execute();
    await schema
      .createTable("suppression")
      .addColumn("recipient", "text", (c) => c.primaryKey())
      .addColumn("until", "bigint", (c) => c.notNull())
      .addColumn("reason", "text", (c) => c.notNull())
      .execute();
    await schema
      .createTable("lease")
      .addColumn("name", "text", (c) => c.primaryKey())
      .addColumn("holder", "text", (c) => c.notNull())
      .addColumn("until", "bigint", (c) => c.notNull())
      .execute();
    await schema
      .createTable("counter")
      .addColumn("name", "text", (c) => c.primaryKey())
      .addColumn("value", "integer", (c) => c.notNull())
      .execute();
    await schema
      .createTable("operation")
      .addColumn("name", "text", (c) => c.primaryKey())
      .addColumn("value", "text", (c) => c.notNull())
      .addColumn("at", "bigint", (c) => c.notNull())
      .execute();
  },
});
