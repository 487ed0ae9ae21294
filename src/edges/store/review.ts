/** What people do with cases and with held messages. Every change of a case and of its replies is one transaction. */
import type { CaseChange, ReviewStore } from "#app/ports.ts";
import { Failure } from "#core/failure.ts";
import { writeCase } from "./case-write.ts";
import type { Database, Tx } from "./tables.ts";

const caseColumns = ["reference", "state", "summary", "opened_at", "updated_at", "version"] as const;
const free = { lease_by: null, lease_until: null };

export const reviewStore = ({ db }: Database): ReviewStore => ({
  list: async (state, limit) => {
    const rows = await db
      .selectFrom("mail_case")
      .select(caseColumns)
      .$if(state !== null, (query) => query.where("state", "=", state ?? ""))
      .orderBy("updated_at")
      .limit(limit)
      .execute();
    return rows.map((row) => ({ reference: row.reference, state: row.state, summary: row.summary, openedAt: row.opened_at, updatedAt: row.updated_at, version: row.version }));
  },

  change: (changes, now) =>
    db.transaction().execute(async (tx) => {
      for (const change of changes) await writeChange(tx, change, now);
    }),

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
        .set({ state: "waiting", run_at: now, attempts: 0, finished_at: null, hold: choice })
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
    const done = await db.updateTable("message").set({ hold: null }).where("id", "=", id).where("state", "=", "done").where("hold", "is not", null).executeTakeFirst();
    return Number(done.numUpdatedRows) === 1;
  },

  chosen: async (id) => (await db.selectFrom("message").select("hold").where("id", "=", id).executeTakeFirst())?.hold ?? null,
});

const writeChange = async (tx: Tx, { write, replies, draft }: CaseChange, now: number): Promise<void> => {
  await writeCase(tx, write, null);
  for (const { messageId, to } of replies) {
    const values = to === "released" ? { state: "planned", reason: null, run_at: now, sending_at: null, attempts: 0 } : { state: "withheld", reason: "discarded", run_at: null };
    const done = await tx
      .updateTable("outbox")
      .set((eb) => ({ ...values, fence: eb("fence", "+", 1), ...free }))
      .where("header_id", "=", messageId)
      .where((eb) => eb.or([eb("state", "in", ["withheld", "failed"]), eb.and([eb("state", "=", "unknown"), eb("run_at", "is", null)])]))
      .executeTakeFirst();
    if (Number(done.numUpdatedRows) !== 1) throw new Failure("case_changed", `the reply of case ${write.row.reference} is on its way or gone`);
  }
  if (!draft) return;
  const { id, messageId, inReplyTo, recipient, sender, raw, state, reason, message } = draft;
  await tx
    .insertInto("outbox")
    .values({ id, message_id: message, case_reference: write.row.reference, header_id: messageId, in_reply_to: inReplyTo, recipient, sender, raw, state, reason, attempts: 0, run_at: state === "planned" ? now : null, fence: 0, created_at: now })
    .execute();
};
