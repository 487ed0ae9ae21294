/** The one way in which a case changes in the store: its row, its new events, and the keys by which later mail finds it. */
import type { CaseWrite } from "#app/ports.ts";
import { Failure } from "#core/failure.ts";
import type { Tx } from "./tables.ts";

/** Throws Failure `case_changed` where the case is no longer at the version that the events were made on. */
export const writeCase = async (tx: Tx, { row, events, headerIds, addresses }: CaseWrite, messageId: string | null): Promise<void> => {
  const { reference } = row;
  const values = { state: row.state, summary: row.summary, updated_at: row.updatedAt, version: row.version + events.length };
  if (row.version === 0)
    await tx
      .insertInto("mail_case")
      .values({ reference, ...values, opened_at: row.openedAt })
      .execute();
  else {
    const updated = await tx
      .updateTable("mail_case")
      .set(values)
      .where("reference", "=", reference)
      .where("version", "=", row.version)
      .executeTakeFirst();
    if (Number(updated.numUpdatedRows) !== 1) throw new Failure("case_changed", `case ${reference} got another message at the same time`);
  }
  await appendEvents(tx, { reference, version: row.version, events, headerIds, addresses }, messageId);
};

type Appended = Pick<CaseWrite, "events" | "headerIds" | "addresses"> & {
  readonly reference: string;
  /** Version of the case before these events; they are numbered from the next one. */
  readonly version: number;
};

/** Adds events to a case whose row is already moved on, with the keys by which later mail finds it. */
export const appendEvents = async (
  tx: Tx,
  { reference, version, events, headerIds, addresses }: Appended,
  messageId: string | null,
): Promise<void> => {
  if (events.length > 0)
    await tx
      .insertInto("case_event")
      .values(
        events.map((event, index) => ({
          reference,
          number: version + index + 1,
          at: event.at,
          type: event.type,
          data: JSON.stringify(event),
          message_id: messageId,
        })),
      )
      .execute();
  if (headerIds.length > 0)
    await tx
      .insertInto("thread_key")
      .values([...new Set(headerIds)].map((header_id) => ({ header_id, reference })))
      .onConflict((conflict) => conflict.columns(["header_id", "reference"]).doNothing())
      .execute();
  if (addresses.length > 0)
    await tx
      .insertInto("case_address")
      .values([...new Set(addresses.map((address) => address.toLowerCase()))].map((address) => ({ address, reference })))
      .onConflict((conflict) => conflict.columns(["address", "reference"]).doNothing())
      .execute();
};
