/** Replies on their way out. States and fences see to it that one reply is sent by one worker, once. */
import type { Kysely } from "kysely";
import type { ClaimedReply, OutboxState, OutboxStore, StoredEvent } from "#app/ports.ts";
import { sendingIsStopped } from "./operation.ts";
import type { Database, Tables, Tx } from "./tables.ts";

const columns = [
  "id",
  "message_id",
  "case_reference",
  "header_id",
  "in_reply_to",
  "recipient",
  "sender",
  "raw",
  "attempts",
  "fence",
  "state",
  "sending_at",
] as const;
const free = { lease_by: null, lease_until: null };

export const outboxStore = ({ db, engine }: Database): OutboxStore => {
  const owned = (reply: ClaimedReply, on: Kysely<Tables> = db) =>
    on.updateTable("outbox").where("id", "=", reply.id).where("fence", "=", reply.fence);
  const settle = (reply: ClaimedReply, values: { state: string; reason: string; run_at: number | null }, event: StoredEvent | null): Promise<void> =>
    db.transaction().execute(async (tx) => {
      const done = await owned(reply, tx)
        .set({ ...values, ...free })
        .where("state", "<>", "sent")
        .executeTakeFirst();
      if (Number(done.numUpdatedRows) === 1) await appendEvent(tx, reply.caseId, event);
    });

  return {
    claim: async (worker, now, leaseMilliseconds) => {
      if (await sendingIsStopped(db)) return null;
      const [row] = await db
        .updateTable("outbox")
        .set((eb) => ({ lease_by: worker, lease_until: now + leaseMilliseconds, attempts: eb("attempts", "+", 1), fence: eb("fence", "+", 1) }))
        .where("id", "in", (eb) =>
          eb
            .selectFrom("outbox")
            .select("id")
            .where("state", "=", "planned")
            .where("run_at", "<=", now)
            .where("doubt_since", "is", null)
            .where((or) => or.or([or("lease_until", "is", null), or("lease_until", "<", now)]))
            .orderBy("run_at")
            .orderBy("id")
            .limit(1)
            .$if(engine === "postgres", (query) => query.forUpdate().skipLocked()),
        )
        .returning(columns)
        .execute();
      return row ? claimed(row) : null;
    },

    claimDoubtful: async (worker, now, leaseMilliseconds, settleMilliseconds) => {
      const [row] = await db
        .updateTable("outbox")
        .set((eb) => ({
          state: "unknown",
          run_at: now,
          sending_at: eb.fn.coalesce("sending_at", "doubt_since"),
          doubt_since: null,
          lease_by: worker,
          lease_until: now + leaseMilliseconds,
          fence: eb("fence", "+", 1),
        }))
        .where("id", "in", (eb) =>
          eb
            .selectFrom("outbox")
            .select("id")
            .where((or) => or.or([or("lease_until", "is", null), or("lease_until", "<", now)]))
            .where((or) =>
              or.or([
                or.and([
                  or("sending_at", "<=", now - settleMilliseconds),
                  or.or([or("state", "=", "sending"), or.and([or("state", "=", "unknown"), or("run_at", "<=", now)])]),
                ]),
                // The database was restored: whether this one went out in its life before is asked first.
                or.and([or("state", "=", "planned"), or("run_at", "<=", now), or("doubt_since", "is not", null)]),
              ]),
            )
            .orderBy("created_at")
            .limit(1)
            .$if(engine === "postgres", (query) => query.forUpdate().skipLocked()),
        )
        .returning(columns)
        .execute();
      return row ? claimed(row) : null;
    },

    sending: (reply, now) =>
      db.transaction().execute(async (tx) => {
        if (await sendingIsStopped(tx)) return false;
        const taken = await tx
          .updateTable("outbox")
          .set({ state: "sending", sending_at: now })
          .where("id", "=", reply.id)
          .where("fence", "=", reply.fence)
          .where("state", "=", "planned")
          .where("lease_until", ">", now)
          .executeTakeFirst();
        return Number(taken.numUpdatedRows) === 1;
      }),

    sent: (reply, now, event) =>
      db.transaction().execute(async (tx) => {
        // Without a look at the fence: that it went out is true whoever owns the row now.
        const done = await tx
          .updateTable("outbox")
          .set({ state: "sent", sent_at: now, reason: null, ...free })
          .where("id", "=", reply.id)
          .where("state", "<>", "sent")
          .executeTakeFirst();
        if (Number(done.numUpdatedRows) === 1) await appendEvent(tx, reply.caseId, event);
      }),

    again: async (reply, code, runAt) => {
      await owned(reply)
        .set({ state: "planned", reason: code, run_at: runAt, sending_at: null, ...free })
        .where("state", "<>", "sent")
        .execute();
    },

    doubtful: (reply, code, runAt, event) => settle(reply, { state: "unknown", reason: code, run_at: runAt }, event),

    failed: (reply, code, event) => settle(reply, { state: "failed", reason: code, run_at: null }, event),

    load: async (now) => {
      const rows = await db
        .selectFrom("outbox")
        .select(["run_at"])
        .where("state", "in", ["planned", "sending", "unknown"])
        .where("run_at", "is not", null)
        .limit(1000)
        .execute();
      return { due: rows.filter((row) => (row.run_at ?? 0) <= now).length, later: rows.filter((row) => (row.run_at ?? 0) > now).length };
    },

    withoutCopy: async (limit) => {
      const rows = await db
        .selectFrom("outbox")
        .select(["id", "header_id", "raw"])
        .where("state", "=", "sent")
        .where("copied_at", "is", null)
        .orderBy("sent_at")
        .limit(limit)
        .execute();
      return rows.map((row) => ({ id: row.id, messageId: row.header_id, raw: row.raw }));
    },

    copied: async (id, now) => {
      await db.updateTable("outbox").set({ copied_at: now }).where("id", "=", id).execute();
    },

    waiting: async (limit) => {
      const rows = await db
        .selectFrom("outbox")
        .select(["id", "header_id", "state", "reason", "case_reference", "created_at"])
        .where((eb) => eb.or([eb("state", "in", ["withheld", "failed"]), eb.and([eb("state", "=", "unknown"), eb("run_at", "is", null)])]))
        .where((eb) => eb.or([eb("reason", "is", null), eb("reason", "<>", "discarded")]))
        .orderBy("created_at")
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        id: row.id,
        messageId: row.header_id,
        state: row.state as OutboxState,
        reason: row.reason,
        reference: row.case_reference,
        createdAt: row.created_at,
      }));
    },

    release: (id, now, event) =>
      db.transaction().execute(async (tx) => {
        const row = await tx
          .updateTable("outbox")
          .set((eb) => ({ state: "planned", reason: null, run_at: now, sending_at: null, attempts: 0, fence: eb("fence", "+", 1), ...free }))
          .where("id", "=", id)
          .where((eb) => eb.or([eb("state", "in", ["withheld", "failed"]), eb.and([eb("state", "=", "unknown"), eb("run_at", "is", null)])]))
          .returning("case_reference")
          .executeTakeFirst();
        if (row) await appendEvent(tx, row.case_reference, event);
        return row !== undefined;
      }),

    discard: (id, now, event) =>
      db.transaction().execute(async (tx) => {
        const row = await tx
          .updateTable("outbox")
          .set((eb) => ({ state: "withheld", reason: "discarded", run_at: null, fence: eb("fence", "+", 1), ...free }))
          .where("id", "=", id)
          .where((eb) =>
            eb.or([
              eb("state", "in", ["withheld", "failed"]),
              eb.and([eb("state", "=", "planned"), eb.or([eb("lease_until", "is", null), eb("lease_until", "<", now)])]),
              eb.and([eb("state", "=", "unknown"), eb("run_at", "is", null)]),
            ]),
          )
          .returning("case_reference")
          .executeTakeFirst();
        if (row) await appendEvent(tx, row.case_reference, event);
        return row !== undefined;
      }),
  };
};

/** Adds what happened to a reply to its case's history. */
const appendEvent = async (tx: Tx, reference: string | null, event: StoredEvent | null): Promise<void> => {
  if (!reference || !event) return;
  const row = await tx
    .updateTable("mail_case")
    .set((eb) => ({ version: eb("version", "+", 1) }))
    .where("reference", "=", reference)
    .returning("version")
    .executeTakeFirst();
  if (row)
    await tx
      .insertInto("case_event")
      .values({ reference, number: row.version, at: event.at, type: event.type, data: JSON.stringify(event), message_id: null })
      .execute();
};

type Row = {
  id: string;
  message_id: string;
  case_reference: string | null;
  header_id: string;
  in_reply_to: string | null;
  recipient: string;
  sender: string;
  raw: Uint8Array;
  attempts: number;
  fence: number;
  state: string;
  sending_at: number | null;
};
const claimed = (row: Row): ClaimedReply => ({
  id: row.id,
  message: row.message_id,
  caseId: row.case_reference,
  messageId: row.header_id,
  inReplyTo: row.in_reply_to,
  recipient: row.recipient,
  sender: row.sender,
  raw: row.raw,
  attempts: row.attempts,
  fence: row.fence,
  state: row.state as OutboxState,
  since: row.sending_at,
});
