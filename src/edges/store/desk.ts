/** The staff's side: the list, one case with its version, the mails of a case, and the trace of what staff did. */
import { sql } from "kysely";
import type { CaseRow, DeskStore } from "#app/ports.ts";
import { type InboxGroup, type InboxRow, inboxGroups } from "#core/desk/inbox-row.ts";
import { TRIAL_KIND } from "#core/trial.ts";
import { announce, commitDesk } from "./desk-commit.ts";
import { figureRows } from "./figures.ts";
import type { Database, Tables } from "./tables.ts";

const caseColumns = ["reference", "state", "summary", "opened_at", "updated_at", "version"] as const;
const messageColumns = ["id", "state", "kind", "action", "reason", "received_at"] as const;

const changing = [
  "standing",
  "version",
  "received_at",
  "updated_at",
  "sender",
  "title",
  "found",
  "total",
  "why",
  "due_at",
  "clock",
  "search",
] as const;

/** Rows in one statement: SQLite takes 32,766 values. */
const ROWS_AT_ONCE = 500;

export const deskStore = (database: Database): DeskStore => {
  const { db } = database;
  return {
    stale: async (limit) => {
      const cases = await db
        .selectFrom("mail_case")
        .leftJoin("desk_row", "desk_row.id", "mail_case.reference")
        .select(["mail_case.reference", "mail_case.state", "mail_case.summary", "mail_case.opened_at", "mail_case.updated_at", "mail_case.version"])
        .where((eb) => eb.or([eb("desk_row.id", "is", null), eb("desk_row.version", "<", eb.ref("mail_case.version"))]))
        .limit(limit)
        .execute();
      const messages = await db
        .selectFrom("message")
        .leftJoin("desk_row", "desk_row.id", "message.id")
        .select(["message.id", "message.state", "message.kind", "message.action", "message.reason", "message.received_at"])
        .where("message.case_reference", "is", null)
        .where((eb) => eb.or([eb("message.kind", "is", null), eb("message.kind", "<>", TRIAL_KIND)]))
        .where("message.state", "in", ["done", "parked", "duplicate"])
        .where("desk_row.id", "is", null)
        .limit(limit)
        .execute();
      return {
        cases: cases.map(caseOf),
        messages: messages.map((row) => ({
          id: row.id,
          state: row.state,
          kind: row.kind,
          action: row.action,
          reason: row.reason,
          receivedAt: row.received_at,
        })),
      };
    },

    putRows: async (rows) => {
      for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
        // Two who look at once make the same line: the later one stands.
        await db
          .insertInto("desk_row")
          .values(rows.slice(from, from + ROWS_AT_ONCE).map(stored))
          .onConflict((conflict) =>
            conflict.column("id").doUpdateSet((eb) => Object.fromEntries(changing.map((name) => [name, eb.ref(`excluded.${name}`)]))),
          )
          .execute();
      }
    },

    inbox: async ({ group, search, limit, offset }, now) => {
      // A term that is over brings a line to people, whatever else it waits for. Worked out once, so that it can be grouped by.
      const standing = sql<InboxGroup>`case when standing in ('waiting', 'ready') and due_at is not null and due_at <= ${now} then 'person' else standing end`;
      const words = search.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8);
      let lines = db.selectFrom("desk_row").selectAll().select(standing.as("now_standing"));
      for (const word of words) lines = lines.where("search", "like", `%${word.replace(/[\\%_]/g, "")}%`);
      const query = db.selectFrom(lines.as("line"));
      const counted = await query
        .select(["now_standing", (eb) => eb.fn.countAll<number>().as("count")])
        .groupBy("now_standing")
        .execute();
      const counts = Object.fromEntries(
        inboxGroups.map((one) => [one, Number(counted.find((row) => row.now_standing === one)?.count ?? 0)]),
      ) as Record<InboxGroup, number>;
      const order = sql`case now_standing when 'person' then 0 when 'ready' then 1 when 'waiting' then 2 when 'other' then 3 else 4 end`;
      const rows = await query
        .selectAll()
        .$if(group !== "all", (some) => some.where("now_standing", "=", group as InboxGroup))
        .orderBy(order)
        .orderBy(group === "closed" || group === "other" ? sql`received_at desc` : sql`received_at`)
        .orderBy("id")
        .limit(limit)
        .offset(offset)
        .execute();
      const total = group === "all" ? Object.values(counts).reduce((sum, one) => sum + one, 0) : counts[group];
      return { rows: rows.map((row) => inboxRow({ ...row, standing: row.now_standing })), counts, total };
    },

    unannounced: async (limit) => {
      const rows = await db
        .selectFrom("desk_row")
        .leftJoin("announced", "announced.id", "desk_row.id")
        .selectAll("desk_row")
        .select(["announced.occasions", "announced.version as seen"])
        .where("desk_row.standing", "in", ["person", "ready"])
        .where((eb) => eb.or([eb("announced.id", "is", null), eb("announced.version", "<", eb.ref("desk_row.version"))]))
        .orderBy("desk_row.received_at")
        .limit(limit)
        .execute();
      return rows.map(({ occasions, seen, ...row }) => ({
        row: inboxRow(row),
        occasions: occasions ? (JSON.parse(occasions) as string[]) : [],
        seen: seen ?? -1,
      }));
    },

    figures: (since) => figureRows(db, since),

    announce: (told) => announce(database, told),

    openCase: async (reference) => {
      const row = await db
        .selectFrom("mail_case")
        .select(caseColumns)
        .where((eb) => eb.or([eb("reference", "=", reference), eb("reference", "like", `% ${reference.replace(/[\\%_]/g, "")}-%`)]))
        .limit(1)
        .executeTakeFirst();
      if (!row) return null;
      const events = await db
        .selectFrom("case_event")
        .select("data")
        .where("reference", "=", row.reference)
        .where("number", "<=", row.version)
        .orderBy("number")
        .execute();
      return { row: caseOf(row), events: events.map((event) => JSON.parse(event.data)) };
    },

    message: async (id) => {
      const row = await db
        .selectFrom("message")
        .select([...messageColumns, "code", "case_reference", "hold"])
        .where("id", "=", id)
        .executeTakeFirst();
      return row
        ? {
            id: row.id,
            state: row.state,
            kind: row.kind,
            action: row.action,
            reason: row.reason,
            receivedAt: row.received_at,
            code: row.code,
            reference: row.case_reference,
            hold: row.hold,
          }
        : null;
    },

    mails: async (reference) => {
      const rows = await db
        .selectFrom("message")
        .select(["id", "received_at", "size", "state"])
        .where("case_reference", "=", reference)
        .orderBy("received_at")
        .orderBy("id")
        .execute();
      return rows.map((row) => ({ id: row.id, receivedAt: row.received_at, size: row.size, state: row.state }));
    },

    sentMails: async (reference) => {
      const rows = await db
        .selectFrom("outbox")
        .select(["header_id", "state", "raw", "sent_at"])
        .where("case_reference", "=", reference)
        .orderBy("created_at")
        .execute();
      return rows.map((row) => ({ messageId: row.header_id, state: row.state, raw: row.raw, sentAt: row.sent_at }));
    },

    commit: (changes) => commitDesk(database, changes),

    audit: async (entry) => {
      await db.insertInto("audit").values(entry).execute();
    },

    audited: (subject, limit) =>
      db.selectFrom("audit").selectAll().where("subject", "=", subject).orderBy("at", "desc").limit(limit).execute() as ReturnType<
        DeskStore["audited"]
      >,
  };
};

const caseOf = (row: Pick<Tables["mail_case"], (typeof caseColumns)[number]>): CaseRow => ({
  reference: row.reference,
  state: row.state,
  summary: row.summary,
  openedAt: row.opened_at,
  updatedAt: row.updated_at,
  version: row.version,
});

const stored = (row: InboxRow): Tables["desk_row"] => ({
  id: row.id,
  kind: row.kind,
  standing: row.group,
  version: row.version,
  received_at: row.receivedAt,
  updated_at: row.updatedAt,
  sender: row.sender,
  title: row.title,
  found: row.found,
  total: row.total,
  why: row.why,
  due_at: row.dueAt,
  clock: row.clock,
  search: `${row.id} ${row.sender} ${row.title}`.toLowerCase(),
});

const inboxRow = (row: Tables["desk_row"]): InboxRow => ({
  id: row.id,
  kind: row.kind as InboxRow["kind"],
  group: row.standing as InboxGroup,
  version: row.version,
  receivedAt: row.received_at,
  updatedAt: row.updated_at,
  sender: row.sender,
  title: row.title,
  found: row.found,
  total: row.total,
  why: row.why as InboxRow["why"],
  dueAt: row.due_at,
  clock: row.clock as InboxRow["clock"],
});
