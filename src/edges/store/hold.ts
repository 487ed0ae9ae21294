/** The holding list: messages of which a person must say where they belong. */
import type { HoldStore } from "#app/ports.ts";
import type { Database } from "./tables.ts";

export const holdStore = ({ db }: Database): HoldStore => ({
  held: async (limit) => {
    const rows = await db
      .selectFrom("message")
      .select(["id", "received_at", "kind", "language", "hold"])
      .where("state", "=", "done")
      .where("hold", "is not", null)
      .orderBy("received_at")
      .limit(limit)
      .execute();
    return rows.map((row) => ({ id: row.id, receivedAt: row.received_at, kind: row.kind ?? "", language: row.language ?? "", hold: row.hold ?? "" }));
  },

  assign: (id, choice, now) =>
    db.transaction().execute(async (tx) => {
      const done = await tx
        .updateTable("message")
        .set({ state: "waiting", run_at: now, attempts: 0, deaths: 0, finished_at: null, hold: choice })
        .where("id", "=", id)
        .where("state", "=", "done")
        .where("hold", "is not", null)
        .executeTakeFirst();
      if (Number(done.numUpdatedRows) !== 1) return false;
      // While it was held it had no result; the content must not count as answered.
      await tx.deleteFrom("ledger").where("message_id", "=", id).execute();
      return true;
    }),

  dismiss: async (id) => {
    const done = await db
      .updateTable("message")
      .set({ hold: null })
      .where("id", "=", id)
      .where("state", "=", "done")
      .where("hold", "is not", null)
      .executeTakeFirst();
    return Number(done.numUpdatedRows) === 1;
  },

  chosen: async (id) => (await db.selectFrom("message").select("hold").where("id", "=", id).executeTakeFirst())?.hold ?? null,
});
