/** What is noted when an older state of the database was brought back: nothing that may have gone out meanwhile goes out again unasked. */
import type { RestoredStore } from "#app/ports.ts";
import type { Database, Tx } from "./tables.ts";

const RESTORED = "restored_at";
/** Case numbers left out where nobody knows how many were given meanwhile: a number must never mean two cases. */
const GAP = 1_000;

export const restoredStore = ({ db }: Database): RestoredStore => ({
  running: async (now) => {
    const rows = [
      ...(await db.selectFrom("lease").select("holder").where("name", "like", "mailbox:%").where("until", ">", now).execute()),
      ...(await db.selectFrom("message").select("lease_by as holder").where("state", "=", "running").where("lease_until", ">", now).execute()),
      ...(await db.selectFrom("outbox").select("lease_by as holder").where("lease_until", ">", now).execute()),
    ];
    return [...new Set(rows.flatMap(({ holder }) => (holder === null ? [] : [holder])))];
  },

  counters: async () => Object.fromEntries((await db.selectFrom("counter").selectAll().execute()).map((row) => [row.name, row.value])),

  noteRestored: (given, now) =>
    db.transaction().execute(async (tx) => {
      const replies = await tx
        .updateTable("outbox")
        .set((eb) => ({ doubt_since: eb.ref("created_at"), lease_by: null, lease_until: null, fence: eb("fence", "+", 1) }))
        .where("state", "<>", "sent")
        .executeTakeFirst();
      await tx
        .updateTable("message")
        .set({ lease_until: now - 1 })
        .where("state", "=", "running")
        .execute();
      await tx.deleteFrom("lease").execute();
      for (const row of await tx.selectFrom("counter").selectAll().execute()) {
        const value = given ? Math.max(row.value, given[row.name] ?? 0) : row.value + GAP;
        await tx.updateTable("counter").set({ value }).where("name", "=", row.name).execute();
      }
      for (const [name, value] of Object.entries(given ?? {}))
        await tx
          .insertInto("counter")
          .values({ name, value })
          .onConflict((conflict) => conflict.column("name").doNothing())
          .execute();
      await tx
        .insertInto("operation")
        .values({ name: RESTORED, value: String(now), at: now })
        .onConflict((conflict) => conflict.column("name").doUpdateSet({ value: String(now), at: now }))
        .execute();
      return Number(replies.numUpdatedRows);
    }),
});

/** Since when a reply to a message may have gone out in the life before; null where it cannot have. */
export const doubtSince = async (tx: Tx, messageId: string): Promise<number | null> => {
  const restored = await tx.selectFrom("operation").select("at").where("name", "=", RESTORED).executeTakeFirst();
  if (!restored) return null;
  const message = await tx.selectFrom("message").select("received_at").where("id", "=", messageId).executeTakeFirst();
  return message && message.received_at <= restored.at ? message.received_at : null;
};
