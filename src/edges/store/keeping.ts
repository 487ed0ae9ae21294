/** Removal: of cases, messages and notes with everything that belongs to them, and of what the files still hold of them. */
import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { ClosedCase, KeepingStore, Removed } from "#app/ports.ts";
import { noteKey } from "#core/desk/note.ts";
import type { Database, Tx } from "./tables.ts";

/** States of a reply that nothing will be done about any more. */
const settled = ["sent", "failed"];
/** Events that close a case and say nothing new: a package made before them holds everything. */
const closing = ["closed", "merged_into"];
/** Parameters in one query; SQLite takes 32,766. */
const AT_ONCE = 500;

export const keepingStore = (database: Database): KeepingStore => {
  const { db } = database;
  return {
    closedCases: async (before, limit) => {
      const rows = await db
        .selectFrom("mail_case")
        .select("reference")
        .where("state", "in", ["closed", "merged"])
        .where("updated_at", "<=", before)
        .orderBy("updated_at")
        .limit(limit)
        .execute();
      return (
        await casesNamed(
          database,
          rows.map((row) => row.reference),
        )
      ).flatMap((one) => (one.closedAt === null ? [] : [{ ...one, closedAt: one.closedAt }]));
    },

    casesNamed: (references) => casesNamed(database, references),

    looseMessages: async (before, limit) => {
      const rows = await db
        .selectFrom("message")
        .leftJoin("outbox", "outbox.message_id", "message.id")
        .select(["message.id", "message.state", "message.kind", "message.finished_at", "message.hold", "outbox.state as reply"])
        .where("message.case_reference", "is", null)
        .where("message.state", "in", ["done", "duplicate", "parked"])
        .where("message.finished_at", "<=", before)
        .orderBy("message.finished_at")
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        id: row.id,
        state: row.state,
        kind: row.kind,
        finishedAt: row.finished_at ?? 0,
        waiting: row.hold !== null || (row.reply !== null && !settled.includes(row.reply)),
      }));
    },

    confirmArchived: (reference, by, now) =>
      db.transaction().execute(async (tx) => {
        const row = await tx.selectFrom("mail_case").select("version").where("reference", "=", reference).executeTakeFirst();
        if (!row) return false;
        const values = { version: row.version, by, at: now };
        await tx
          .insertInto("archived")
          .values({ reference, ...values })
          .onConflict((conflict) => conflict.column("reference").doUpdateSet(values))
          .execute();
        return true;
      }),

    removeCase: (reference, now) =>
      db.transaction().execute(async (tx) => {
        // Opened again meanwhile: it is somebody's work.
        const row = await tx.selectFrom("mail_case").select("state").where("reference", "=", reference).executeTakeFirst();
        if (row?.state !== "closed" && row?.state !== "merged") return { messages: 0, replies: 0, events: 0 };
        const messages = await tx.selectFrom("message").select("id").where("case_reference", "=", reference).execute();
        const replies = Number((await tx.deleteFrom("outbox").where("case_reference", "=", reference).executeTakeFirst()).numDeletedRows);
        const { replies: more } = await removeMessages(
          tx,
          messages.map((row) => row.id),
          now,
        );
        await removeLines(tx, [reference]);
        await tx.updateTable("ledger").set({ case_reference: null }).where("case_reference", "=", reference).execute();
        const events = Number((await tx.deleteFrom("case_event").where("reference", "=", reference).executeTakeFirst()).numDeletedRows);
        for (const table of ["thread_key", "case_address", "archived", "mail_case"] as const)
          await tx.deleteFrom(table).where("reference", "=", reference).execute();
        return { messages: messages.length, replies: replies + more, events };
      }),

    removeMessage: (id, now) => db.transaction().execute((tx) => removeMessages(tx, [id], now)),

    removeNotes: async (before) =>
      count(
        await db
          .deleteFrom("outbox")
          .where("case_reference", "is", null)
          .where("state", "in", settled)
          .where("created_at", "<=", before)
          .where((eb) => eb("message_id", "=", eb.ref("id")))
          .executeTakeFirst(),
      ),

    removeAudit: async (before) => count(await db.deleteFrom("audit").where("at", "<=", before).executeTakeFirst()),

    removeSilences: async (now) => count(await db.deleteFrom("suppression").where("until", "<=", now).executeTakeFirst()),

    ofAddress: async (address) => {
      const cases = await db.selectFrom("case_address").select("reference").where("address", "=", address).orderBy("reference").execute();
      const notes = await db
        .selectFrom("outbox")
        .select((eb) => eb.fn.countAll<number>().as("count"))
        .where("recipient", "=", address)
        .where("case_reference", "is", null)
        .executeTakeFirst();
      const silence = await db.selectFrom("suppression").select("until").where("recipient", "=", address).executeTakeFirst();
      return { cases: cases.map((row) => row.reference), notes: Number(notes?.count ?? 0), silenced: silence !== undefined };
    },

    removeAddress: (address) =>
      db.transaction().execute(async (tx) => {
        await tx.deleteFrom("suppression").where("recipient", "=", address).execute();
        await tx.deleteFrom("outbox").where("recipient", "=", address).where("case_reference", "is", null).where("state", "in", settled).execute();
      }),

    sweep: (whole) => sweep(database, whole),
  };
};

const casesNamed = async (
  { db }: Database,
  references: readonly string[],
): Promise<(Omit<ClosedCase, "closedAt"> & { closedAt: number | null })[]> => {
  const found = [];
  for (const reference of references) {
    const row = await db.selectFrom("mail_case").select(["state", "summary", "updated_at"]).where("reference", "=", reference).executeTakeFirst();
    if (!row) continue;
    const newest = await db
      .selectFrom("case_event")
      .select((eb) => eb.fn.max("number").as("number"))
      .where("reference", "=", reference)
      .where("type", "not in", closing)
      .executeTakeFirst();
    const exports = await db.selectFrom("audit").select("detail").where("subject", "=", reference).where("action", "=", "export").execute();
    const versions = exports.map((one) => Number(one.detail.match(/^version (\d+)$/)?.[1] ?? 0));
    const archived = await db.selectFrom("archived").select("version").where("reference", "=", reference).executeTakeFirst();
    const replying = await db
      .selectFrom("outbox")
      .select("id")
      .where("case_reference", "=", reference)
      .where("state", "in", ["planned", "sending", "unknown"])
      .limit(1)
      .executeTakeFirst();
    found.push({
      reference,
      closedAt: row.state === "closed" || row.state === "merged" ? row.updated_at : null,
      mergedInto: (JSON.parse(row.summary) as { mergedInto?: string | null }).mergedInto ?? null,
      version: newest?.number ?? 0,
      exported: versions.length > 0 ? Math.max(...versions) : null,
      archived: archived?.version ?? null,
      replying: replying !== undefined,
    });
  }
  return found;
};

/** Bytes, readings, replies, places and lines of messages; the row itself stays with hash, kind and outcome, so that nothing is answered twice. */
const removeMessages = async (tx: Tx, ids: readonly string[], now: number): Promise<Removed> => {
  let replies = 0;
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE);
    await tx.deleteFrom("raw_chunk").where("hash", "in", some).execute();
    await tx.deleteFrom("raw_message").where("hash", "in", some).execute();
    await tx.deleteFrom("reading").where("message_id", "in", some).execute();
    await tx.deleteFrom("sighting").where("message_id", "in", some).execute();
    replies += count(await tx.deleteFrom("outbox").where("message_id", "in", some).executeTakeFirst());
    await removeLines(tx, some);
    await tx
      .updateTable("message")
      .set({
        state: "removed",
        run_at: now,
        lease_by: null,
        lease_until: null,
        content_id: null,
        header_id: null,
        label: null,
        case_reference: null,
        case_number: null,
        hold: null,
      })
      .where("id", "in", some)
      .execute();
  }
  return { messages: ids.length, replies, events: 0 };
};

/** Lines of the staff's list, and the notes to staff that were written of them. */
const removeLines = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  const told = await tx.selectFrom("announced").select(["id", "occasions"]).where("id", "in", ids).execute();
  const notes = told.flatMap(({ id, occasions }) => (JSON.parse(occasions) as string[]).map((occasion) => noteId(id, occasion)));
  if (notes.length > 0) await tx.deleteFrom("outbox").where("id", "in", notes).where("state", "in", settled).execute();
  await tx.deleteFrom("announced").where("id", "in", ids).execute();
  await tx.deleteFrom("desk_row").where("id", "in", ids).execute();
};

const noteId = (id: string, occasion: string): string => createHash("sha256").update(noteKey(id, occasion)).digest("hex").slice(0, 32);

const count = (done: { readonly numDeletedRows: bigint }): number => Number(done.numDeletedRows);

/**
 * SQLite overwrites what is deleted (secure_delete), but measured on random data it leaves a cell behind once in some thousand:
 * the file is written anew, and the log in front of it emptied. PostgreSQL overwrites only when it is told to (vacuum full).
 */
const sweep = async ({ db, engine }: Database, whole: boolean): Promise<void> => {
  if (engine === "sqlite") {
    await sql`vacuum`.execute(db);
    await sql`pragma wal_checkpoint(truncate)`.execute(db);
    return;
  }
  await db.connection().execute(async (one) => {
    await sql`set statement_timeout = 0`.execute(one);
    try {
      await (whole ? sql`vacuum (full)` : sql`vacuum`).execute(one);
    } finally {
      await sql`reset statement_timeout`.execute(one);
    }
  });
};
