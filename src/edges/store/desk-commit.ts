/** What a person did to one or more cases: events, replies and look-ups in one transaction, or nothing when somebody was first. */
import type { Announcement, DeskCommit, OutboxChange } from "#app/ports.ts";
import { appendEvents } from "./case-write.ts";
import { putOwnMail } from "./own-mail.ts";
import type { Database, Tx } from "./tables.ts";

class MovedOn extends Error {}

/** "conflict" when a case is not at the version that the person saw, or a reply has left its state. */
export const commitDesk = async ({ db }: Database, changes: readonly DeskCommit[]): Promise<"written" | "conflict"> => {
  try {
    await db.transaction().execute(async (tx) => {
      for (const change of changes) await commitOne(tx, change);
    });
    return "written";
  } catch (thrown) {
    if (thrown instanceof MovedOn) return "conflict";
    throw thrown;
  }
};

const commitOne = async (tx: Tx, { reference, version, row, events, headerIds, addresses, outbox, now }: DeskCommit): Promise<void> => {
  const updated = await tx
    .updateTable("mail_case")
    .set({ state: row.state, summary: row.summary, updated_at: now, version: version + events.length })
    .where("reference", "=", reference)
    .where("version", "=", version)
    .executeTakeFirst();
  if (Number(updated.numUpdatedRows) !== 1) throw new MovedOn();
  await appendEvents(tx, { reference, version, events, headerIds, addresses }, null);
  for (const change of outbox) await changeReply(tx, reference, change, now);
};

const free = { lease_by: null, lease_until: null };

const changeReply = async (tx: Tx, reference: string, change: OutboxChange, now: number): Promise<void> => {
  if (change.change === "add") {
    const { id, messageId, inReplyTo, recipient, sender, raw } = change;
    await tx
      .insertInto("outbox")
      .values({
        id,
        message_id: id,
        case_reference: reference,
        header_id: messageId,
        in_reply_to: inReplyTo,
        recipient,
        sender,
        raw,
        state: "withheld",
        reason: "letter",
        attempts: 0,
        run_at: null,
        fence: 0,
        created_at: now,
      })
      .execute();
    return;
  }
  const row = tx.updateTable("outbox").where("header_id", "=", change.messageId).where("state", "=", "withheld");
  const done =
    change.change === "edit"
      ? await row.set((eb) => ({ raw: change.raw, fence: eb("fence", "+", 1) })).executeTakeFirst()
      : change.change === "release"
        ? await row
            .set((eb) => ({ state: "planned", reason: null, run_at: now, sending_at: null, attempts: 0, fence: eb("fence", "+", 1), ...free }))
            .executeTakeFirst()
        : await row.set((eb) => ({ reason: "discarded", run_at: null, fence: eb("fence", "+", 1), ...free })).executeTakeFirst();
  if (Number(done.numUpdatedRows) !== 1) throw new MovedOn();
};

/** Marks a version of a line as told of, and puts the note into the outbox. False where another worker was first. */
export const announce = ({ db }: Database, { id, version, seen, occasions, mail, now }: Announcement): Promise<boolean> =>
  db.transaction().execute(async (tx) => {
    const values = { version, occasions: JSON.stringify(occasions) };
    const done =
      seen < 0
        ? await tx
            .insertInto("announced")
            .values({ id, ...values })
            .onConflict((conflict) => conflict.column("id").doNothing())
            .executeTakeFirst()
        : await tx.updateTable("announced").set(values).where("id", "=", id).where("version", "=", seen).executeTakeFirst();
    const count = "numUpdatedRows" in done ? done.numUpdatedRows : (done.numInsertedOrUpdatedRows ?? 0n);
    if (Number(count) !== 1) return false;
    if (mail) await putOwnMail(tx, mail, now);
    return true;
  });
