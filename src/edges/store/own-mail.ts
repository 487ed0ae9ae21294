/** Mail of our own that answers nobody: notes to staff and the daily trial. */
import type { Tx } from "./tables.ts";

export type OwnMail = {
  readonly id: string;
  readonly messageId: string;
  readonly recipient: string;
  readonly sender: string;
  readonly raw: Uint8Array;
};

/** Puts it into the outbox, due now. False where it was put there before. */
export const putOwnMail = async (tx: Tx, { id, messageId, recipient, sender, raw }: OwnMail, now: number): Promise<boolean> => {
  const put = await tx
    .insertInto("outbox")
    .values({
      id,
      message_id: id,
      case_reference: null,
      header_id: messageId,
      in_reply_to: null,
      recipient,
      sender,
      raw,
      state: "planned",
      reason: null,
      attempts: 0,
      run_at: now,
      fence: 0,
      created_at: now,
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .executeTakeFirst();
  return Number(put.numInsertedOrUpdatedRows ?? 0) > 0;
};
