/** Look-ups that thread a message to its case and tell who was answered when. */
import type { CaseRow, CaseStore, StoredEvent } from "#app/ports.ts";
import type { Database } from "./tables.ts";
import { isUnsent } from "./unsent.ts";

/** More replies than any cap asks about. */
const REPLIES_AT_MOST = 1000;
const columns = ["reference", "state", "summary", "opened_at", "updated_at", "version"] as const;
/** Cases of one address that are worth comparing with; older ones are found by their references. */
const CASES_OF_ADDRESS = 20;

export const caseStore = ({ db }: Database): CaseStore => ({
  list: async (state, limit) => {
    const rows = await db
      .selectFrom("mail_case")
      .select(columns)
      .$if(state !== null, (query) => query.where("state", "=", state ?? ""))
      .orderBy("updated_at")
      .limit(limit)
      .execute();
    return rows.map(caseRow);
  },

  byMessageIds: async (ids) => {
    if (ids.length === 0) return [];
    const rows = await db
      .selectFrom("mail_case")
      .select(columns)
      .where("reference", "in", db.selectFrom("thread_key").select("reference").where("header_id", "in", ids.slice(0, 200)))
      .execute();
    return rows.map(caseRow);
  },

  byReferences: async (references) => {
    if (references.length === 0) return [];
    return (await db.selectFrom("mail_case").select(columns).where("reference", "in", references.slice(0, 50)).execute()).map(caseRow);
  },

  byAddress: async (address) => {
    const rows = await db
      .selectFrom("mail_case")
      .select(columns)
      .where("reference", "in", db.selectFrom("case_address").select("reference").where("address", "=", address.toLowerCase()))
      .orderBy("updated_at", "desc")
      .limit(CASES_OF_ADDRESS)
      .execute();
    return rows.map(caseRow);
  },

  events: async (reference) => {
    const rows = await db.selectFrom("case_event").select("data").where("reference", "=", reference).orderBy("number").execute();
    return rows.map((row) => JSON.parse(row.data) as StoredEvent);
  },

  knownContent: async (contentId) => {
    const row = await db.selectFrom("ledger").select("case_reference").where("content_id", "=", contentId).executeTakeFirst();
    return row ? { reference: row.case_reference } : null;
  },

  repliesSince: async (since, to) => {
    const rows = await db
      .selectFrom("outbox")
      .select((eb) => eb.fn.coalesce("sent_at", "run_at", "created_at").as("at"))
      .where((eb) => eb(eb.fn.coalesce("sent_at", "run_at", "created_at"), ">=", since))
      // What only shadow mode kept counts as sent: shadow mode shows what the caps would do.
      .where((eb) => eb.or([eb("state", "not in", ["withheld", "failed"]), eb.and([eb("state", "=", "withheld"), eb("reason", "=", "mode_shadow")])]))
      .$if(to !== "anybody", (query) =>
        to === "anybody" ? query : "reference" in to ? query.where("case_reference", "=", to.reference) : query.where("recipient", "=", to.recipient),
      )
      .orderBy("created_at", "desc")
      .limit(REPLIES_AT_MOST)
      .execute();
    return rows.map((row) => Number(row.at)).toSorted((a, b) => b - a);
  },

  unsent: async (reference, now) =>
    (await db.selectFrom("outbox").select("header_id").where("case_reference", "=", reference).where(isUnsent(now)).execute()).map(
      (row) => row.header_id,
    ),

  suppressedUntil: async (recipient) =>
    (await db.selectFrom("suppression").select("until").where("recipient", "=", recipient).executeTakeFirst())?.until ?? null,

  suppress: async (recipient, until, reason) => {
    await db
      .insertInto("suppression")
      .values({ recipient, until, reason })
      .onConflict((conflict) => conflict.column("recipient").doUpdateSet({ until, reason }))
      .execute();
  },
});

const caseRow = (row: { reference: string; state: string; summary: string; opened_at: number; updated_at: number; version: number }): CaseRow => ({
  reference: row.reference,
  state: row.state,
  summary: row.summary,
  openedAt: row.opened_at,
  updatedAt: row.updated_at,
  version: row.version,
});
