/** Messages with what became of them, for reports and for trying a change on them. */
import type { MessageRecord, RecordStore } from "#app/ports.ts";
import { TRIAL_KIND } from "#core/trial.ts";
import type { Database } from "./tables.ts";

export const recordStore = ({ db }: Database): RecordStore => ({
  received: async ({ since, until }, after, limit) => {
    const rows = await db
      .selectFrom("message")
      .leftJoin("outbox", "outbox.message_id", "message.id")
      .select([
        "message.id",
        "message.received_at",
        "message.state",
        "message.kind",
        "message.language",
        "message.action",
        "message.reason",
        "message.code",
        "message.case_reference",
        "outbox.state as reply_state",
        "outbox.reason as reply_reason",
      ])
      .where("message.received_at", ">=", since)
      .where("message.received_at", "<", until)
      .where("message.state", "in", ["done", "duplicate", "parked"])
      .where((eb) => eb.or([eb("message.kind", "is", null), eb("message.kind", "<>", TRIAL_KIND)]))
      .$if(after !== null, (query) =>
        query.where((eb) =>
          eb.or([
            eb("message.received_at", ">", after?.receivedAt ?? 0),
            eb.and([eb("message.received_at", "=", after?.receivedAt ?? 0), eb("message.id", ">", after?.id ?? "")]),
          ]),
        ),
      )
      .orderBy("message.received_at")
      .orderBy("message.id")
      .limit(limit)
      .execute();
    return rows.map(
      (row): MessageRecord => ({
        id: row.id,
        receivedAt: row.received_at,
        state: row.state,
        kind: row.kind,
        language: row.language,
        action: row.action,
        reason: row.reason,
        code: row.code,
        reference: row.case_reference,
        reply: row.reply_state === null ? null : { state: row.reply_state, reason: row.reply_reason },
      }),
    );
  },

  reading: async (id) => (await db.selectFrom("reading").select("data").where("message_id", "=", id).executeTakeFirst())?.data ?? null,
});
