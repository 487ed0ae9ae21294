/** What an operator asks and turns: counts, parked messages, leases, the kill switch. */
import { type Kysely, sql } from "kysely";
import type { Counts, OperationStore, OutboxState } from "#app/ports.ts";
import { nextNumber } from "./counter.ts";
import { POLLED, SENDING, STARTS, standingsOf } from "./standings.ts";
import { trialStore } from "./trial.ts";
import type { Database, Tables } from "./tables.ts";

const REFERENCE_KEY = "reference_key";

/** Whether the kill switch is on. */
export const sendingIsStopped = async (db: Kysely<Tables>): Promise<boolean> =>
  (await db.selectFrom("operation").select("value").where("name", "=", SENDING).executeTakeFirst())?.value === "stopped";

/** Enough for the longest honest head of a mail. */
const HEAD_BYTES = 16_384;

export const operationStore = (database: Database): OperationStore => {
  const { db } = database;
  return {
    ...trialStore(database),

    counts: async () => {
      const messages = await db
        .selectFrom("message")
        .select(["state", (eb) => eb.fn.countAll<number>().as("count")])
        .groupBy("state")
        .execute();
      const replies = await db
        .selectFrom("outbox")
        .select(["state", (eb) => eb.fn.countAll<number>().as("count")])
        .groupBy("state")
        .execute();
      const cases = await db
        .selectFrom("mail_case")
        .select((eb) => eb.fn.countAll<number>().as("count"))
        .executeTakeFirst();
      const of = (...states: string[]) => messages.filter((row) => states.includes(row.state)).reduce((sum, row) => sum + Number(row.count), 0);
      const outbox: Record<OutboxState, number> = { planned: 0, sending: 0, sent: 0, unknown: 0, failed: 0, withheld: 0 };
      for (const row of replies) outbox[row.state as OutboxState] = Number(row.count);
      return {
        waiting: of("waiting", "running"),
        done: of("done"),
        duplicates: of("duplicate"),
        parked: of("parked"),
        outbox,
        cases: Number(cases?.count ?? 0),
      } satisfies Counts;
    },

    parked: async (limit) => {
      const rows = await db
        .selectFrom("message")
        .select(["id", "code", "size", "received_at", "finished_at", "attempts"])
        .where("state", "=", "parked")
        .orderBy("finished_at", "desc")
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        id: row.id,
        code: row.code ?? "internal",
        size: row.size,
        receivedAt: row.received_at,
        parkedAt: row.finished_at ?? 0,
        attempts: row.attempts,
      }));
    },

    retryParked: async (id, now) => {
      const done = await db
        .updateTable("message")
        .set({ state: "waiting", run_at: now, attempts: 0, deaths: 0, code: null, finished_at: null })
        .where("id", "like", `${id}%`)
        .where("state", "=", "parked")
        .executeTakeFirst();
      return Number(done.numUpdatedRows) === 1;
    },

    lease: async (name, holder, now, until) => {
      const taken = await db
        .insertInto("lease")
        .values({ name, holder, until })
        .onConflict((conflict) =>
          conflict
            .column("name")
            .doUpdateSet({ holder, until })
            .where((eb) => eb.or([eb("lease.holder", "=", holder), eb("lease.until", "<", now)])),
        )
        .executeTakeFirst();
      return Number(taken.numInsertedOrUpdatedRows ?? 0) === 1;
    },

    holders: async () => {
      const rows = [
        ...(await db.selectFrom("message").select("lease_by as holder").distinct().where("state", "=", "running").execute()),
        ...(await db.selectFrom("outbox").select("lease_by as holder").distinct().where("state", "in", ["planned", "sending", "unknown"]).execute()),
        ...(await db.selectFrom("lease").select("holder").execute()),
      ];
      return [...new Set(rows.map((row) => row.holder).filter((holder) => holder !== null))];
    },

    freeHeldBy: (holder, now) =>
      db.transaction().execute(async (tx) => {
        await tx
          .updateTable("message")
          .set({ lease_until: now - 1 })
          .where("lease_by", "=", holder)
          .where("state", "=", "running")
          .execute();
        await tx
          .updateTable("outbox")
          .set({ lease_until: now - 1 })
          .where("lease_by", "=", holder)
          .where("state", "in", ["planned", "sending", "unknown"])
          .execute();
        await tx.deleteFrom("lease").where("holder", "=", holder).execute();
      }),

    releaseLease: async (name, holder) => {
      await db.deleteFrom("lease").where("name", "=", name).where("holder", "=", holder).execute();
    },

    sendingStopped: () => sendingIsStopped(db),

    referenceKey: async (fresh, now) => {
      await db
        .insertInto("operation")
        .values({ name: REFERENCE_KEY, value: fresh, at: now })
        .onConflict((conflict) => conflict.column("name").doNothing())
        .execute();
      return (await db.selectFrom("operation").select("value").where("name", "=", REFERENCE_KEY).executeTakeFirstOrThrow()).value;
    },

    stopSending: async (stopped, now) => {
      const value = stopped ? "stopped" : "on";
      await db
        .insertInto("operation")
        .values({ name: SENDING, value, at: now })
        .onConflict((conflict) => conflict.column("name").doUpdateSet({ value, at: now }))
        .execute();
    },

    standings: () => standingsOf(db),

    polled: async (mailbox, now) => {
      await db
        .insertInto("operation")
        .values({ name: POLLED, value: mailbox, at: now })
        .onConflict((conflict) => conflict.column("name").doUpdateSet({ value: mailbox, at: now }))
        .execute();
    },

    started: async () => {
      await db.transaction().execute((tx) => nextNumber(tx, STARTS));
    },

    recentHeads: async (limit) => {
      const rows = await db
        .selectFrom("message")
        .innerJoin("raw_message", "raw_message.hash", "message.id")
        .select(sql<Uint8Array>`substr(raw_message.bytes, 1, ${sql.lit(HEAD_BYTES)})`.as("head"))
        .where("raw_message.bytes", "is not", null)
        .orderBy("message.received_at", "desc")
        .limit(limit)
        .execute();
      return rows.map(({ head }) => head);
    },
  };
};
