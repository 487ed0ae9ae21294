/** What is kept of the daily trial: one row of the outbox a day, and one line that says how it stands. */
import type { Kysely } from "kysely";
import type { CanaryStanding, TrialStore } from "#app/ports.ts";
import { putOwnMail } from "./own-mail.ts";
import { CANARY } from "./standings.ts";
import type { Database, Tables, Tx } from "./tables.ts";

const KEPT_MILLISECONDS = 30 * 24 * 60 * 60_000;

export const trialStore = ({ db }: Database): TrialStore => ({
  planTrial: (mail, now) =>
    db.transaction().execute(async (tx) => {
      if (!(await putOwnMail(tx, mail, now))) return false;
      // They belong to no message that would take them along when its time is over.
      await tx
        .deleteFrom("outbox")
        .where("id", "like", "trial-application-%")
        .where("created_at", "<", now - KEPT_MILLISECONDS)
        .execute();
      const before = await read(tx);
      await write(
        tx,
        {
          sentAt: now,
          waitingSince: before?.waitingSince ?? now,
          provedAt: before?.provedAt ?? null,
          tookMilliseconds: before?.tookMilliseconds ?? null,
          receipt: before?.receipt ?? true,
        },
        now,
      );
      return true;
    }),

  trialAnswered: (receipt) => change(db, (standing) => ({ ...standing, receipt })),

  trialProved: (day, now) =>
    change(db, async (standing, tx) => {
      const sent = await tx.selectFrom("outbox").select("created_at").where("id", "like", `trial-application-${day}-%`).executeTakeFirst();
      return { ...standing, waitingSince: null, provedAt: now, tookMilliseconds: sent ? now - Number(sent.created_at) : null };
    }),
});

const change = (db: Kysely<Tables>, next: (standing: CanaryStanding, tx: Tx) => CanaryStanding | Promise<CanaryStanding>): Promise<void> =>
  db.transaction().execute(async (tx) => {
    const standing = await read(tx);
    if (standing) await write(tx, await next(standing, tx), standing.sentAt);
  });

const read = async (tx: Tx): Promise<CanaryStanding | null> => {
  const row = await tx.selectFrom("operation").select("value").where("name", "=", CANARY).executeTakeFirst();
  return row ? (JSON.parse(row.value) as CanaryStanding) : null;
};

const write = async (tx: Tx, standing: CanaryStanding, at: number): Promise<void> => {
  const value = JSON.stringify(standing);
  await tx
    .insertInto("operation")
    .values({ name: CANARY, value, at })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value, at }))
    .execute();
};
