/** The facts of a period for the page's charts. Of a reading only numbers and statuses are taken. */
import type { Kysely } from "kysely";
import type { Assessment } from "#core/assessment.ts";
import type { FigureRows } from "#core/figures.ts";
import { TRIAL_KIND } from "#core/trial.ts";
import type { Tables } from "./tables.ts";

/** More than an office gets in the period; a page must not read a million rows. */
const ROWS_AT_MOST = 20_000;
const READINGS_AT_MOST = 1_000;

export const figureRows = async (db: Kysely<Tables>, since: number): Promise<FigureRows> => {
  const received = await db
    .selectFrom("message")
    .select("received_at")
    .where("received_at", ">=", since)
    .where((eb) => eb.or([eb("kind", "is", null), eb("kind", "<>", TRIAL_KIND)]))
    .limit(ROWS_AT_MOST)
    .execute();
  const answered = await db
    .selectFrom("outbox")
    .innerJoin("message", "message.id", "outbox.message_id")
    .select(["message.received_at", "outbox.sent_at"])
    .where("outbox.sent_at", ">=", since)
    .where("message.kind", "<>", TRIAL_KIND)
    .limit(ROWS_AT_MOST)
    .execute();
  const applications = await db
    .selectFrom("message")
    .innerJoin("reading", "reading.message_id", "message.id")
    .select(["message.case_reference", "message.action", "reading.data"])
    .where("message.received_at", ">=", since)
    .where("message.kind", "=", "application")
    .where("message.state", "=", "done")
    .where("message.case_reference", "is not", null)
    .orderBy("message.received_at")
    .limit(READINGS_AT_MOST)
    .execute();
  const corrected = await db
    .selectFrom("case_event")
    .select("data")
    .where("type", "=", "corrected")
    .where("at", ">=", since)
    .limit(ROWS_AT_MOST)
    .execute();
  return {
    received: received.map((row) => row.received_at),
    answered: answered.map((row) => ({ receivedAt: row.received_at, sentAt: row.sent_at ?? 0 })),
    applications: applications.map((row) => ({
      reference: row.case_reference ?? "",
      action: row.action ?? "",
      items: (JSON.parse(row.data) as Assessment).items.map(({ item, status }) => ({ item, status })),
    })),
    corrected: corrected.map((row) => Number((JSON.parse(row.data) as { item?: unknown }).item)),
  };
};
