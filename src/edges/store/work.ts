/** The work list: claims with leases and fences, and the one transaction that writes a result. */
import type { ExpressionBuilder } from "kysely";
import { Failure } from "#core/failure.ts";
import type { ClaimedMessage, CommitOutcome, Result, WorkStore } from "#app/ports.ts";
import { writeCase } from "./case-write.ts";
import { isUnsent } from "./unsent.ts";
import { nextNumber } from "./counter.ts";
import { doubtSince } from "./restored.ts";
import type { Database, Tables, Tx } from "./tables.ts";

/** A claim that did not come back counts as soon as its lease is over, before anybody claims the message anew. */
const deathsWithThis = (eb: ExpressionBuilder<Tables, "message">) => eb("deaths", "+", eb.case().when("state", "=", "running").then(1).else(0).end());

export const workStore = ({ db, engine }: Database): WorkStore => ({
  claim: async (worker, now, leaseMilliseconds, deaths = {}) => {
    const [row] = await db
      .updateTable("message")
      .set((eb) => ({
        state: "running",
        lease_by: worker,
        lease_until: now + leaseMilliseconds,
        // A row that still runs belongs to a worker that ended: that was no try of the message.
        attempts: eb
          .case()
          .when("state", "=", "running")
          .then(eb.ref("attempts"))
          .else(eb("attempts", "+", 1))
          .end(),
        deaths: eb
          .case()
          .when("state", "=", "running")
          .then(eb("deaths", "+", 1))
          .else(eb.ref("deaths"))
          .end(),
        fence: eb("fence", "+", 1),
      }))
      .where("id", "in", (eb) =>
        eb
          .selectFrom("message")
          .select("id")
          .where((or) =>
            or.or([
              or.and([or("state", "=", "waiting"), or("run_at", "<=", now)]),
              or.and([or("state", "=", "running"), or("lease_until", "<", now)]),
            ]),
          )
          .$if(deaths.below !== undefined, (query) => query.where(deathsWithThis, "<", deaths.below ?? 0))
          .$if(deaths.from !== undefined, (query) => query.where(deathsWithThis, ">=", deaths.from ?? 0))
          .orderBy("run_at")
          .orderBy("id")
          .limit(1)
          .$if(engine === "postgres", (query) => query.forUpdate().skipLocked()),
      )
      .returning(["id", "received_at", "attempts", "deaths", "fence", "size"])
      .execute();
    return row ? { id: row.id, receivedAt: row.received_at, attempts: row.attempts, deaths: row.deaths, fence: row.fence, size: row.size } : null;
  },

  renew: async (message, until) => {
    const done = await db
      .updateTable("message")
      .set({ lease_until: until })
      .where("id", "=", message.id)
      .where("fence", "=", message.fence)
      .where("state", "=", "running")
      .executeTakeFirst();
    return Number(done.numUpdatedRows) === 1;
  },

  raw: async (id) => {
    const row = await db.selectFrom("raw_message").select(["bytes"]).where("hash", "=", id).executeTakeFirst();
    if (!row) throw new Failure("internal", `the bytes of message ${id.slice(0, 12)} are not in the store`);
    if (row.bytes) return row.bytes;
    const chunks = await db.selectFrom("raw_chunk").select("bytes").where("hash", "=", id).orderBy("number").execute();
    return Buffer.concat(chunks.map((chunk) => chunk.bytes));
  },

  commit: (result) => db.transaction().execute((tx) => commit(tx, result)),

  retry: async (message, code, runAt) => {
    await db
      .updateTable("message")
      .set({ state: "waiting", run_at: runAt, code, lease_by: null, lease_until: null })
      .where("id", "=", message.id)
      .where("fence", "=", message.fence)
      .where("state", "=", "running")
      .execute();
  },

  park: async (message, code, now) => {
    await db
      .updateTable("message")
      .set({ state: "parked", code, finished_at: now, lease_by: null, lease_until: null })
      .where("id", "=", message.id)
      .where("fence", "=", message.fence)
      .where("state", "=", "running")
      .execute();
  },

  giveBack: async (message, now) => {
    await db
      .updateTable("message")
      .set((eb) => ({ state: "waiting", run_at: now, attempts: eb("attempts", "-", 1), lease_by: null, lease_until: null }))
      .where("id", "=", message.id)
      .where("fence", "=", message.fence)
      .where("state", "=", "running")
      .execute();
  },

  placeOf: async (id) =>
    (await db.selectFrom("sighting").select("place").where("message_id", "=", id).orderBy("seen_at").limit(1).executeTakeFirst())?.place ?? null,

  load: async (now) => {
    const count = async (state: string, compare: "<=" | ">") =>
      Number(
        (
          await db
            .selectFrom("message")
            .select((eb) => eb.fn.countAll<number>().as("count"))
            .where("state", "=", state)
            .where("run_at", compare, now)
            .executeTakeFirst()
        )?.count ?? 0,
      );
    return {
      due: await count("waiting", "<="),
      later: await count("waiting", ">"),
      running: (await count("running", "<=")) + (await count("running", ">")),
    };
  },

  caseNumber: (message, year) =>
    db.transaction().execute(async (tx) => {
      const row = await tx.selectFrom("message").select("case_number").where("id", "=", message.id).executeTakeFirst();
      if (row?.case_number != null) return row.case_number;
      const number = await nextNumber(tx, `case-${year}`);
      await tx.updateTable("message").set({ case_number: number }).where("id", "=", message.id).execute();
      return number;
    }),
});

/** Everything or nothing. The fence is checked first, so that a worker that lost its lease writes nothing. */
const commit = async (tx: Tx, result: Result): Promise<CommitOutcome> => {
  const { message, now } = result;
  const owned = await own(tx, message);
  if (!owned) return "lost";
  if (result.duplicate) {
    if (result.case) await writeCase(tx, result.case, message.id);
    await linkDuplicate(tx, result);
    return "duplicate";
  }
  const first = await tx
    .insertInto("ledger")
    .values({ content_id: result.contentId, message_id: message.id, case_reference: result.case?.row.reference ?? null, at: now })
    .onConflict((conflict) => conflict.column("content_id").doNothing())
    .executeTakeFirst();
  if (Number(first.numInsertedOrUpdatedRows ?? 0) === 0) {
    await linkDuplicate(tx, result);
    return "duplicate";
  }
  for (const { recipient, until, reason } of result.suppress)
    await tx
      .insertInto("suppression")
      .values({ recipient, until, reason })
      .onConflict((conflict) => conflict.column("recipient").doUpdateSet({ until, reason }))
      .execute();
  if (result.case) await writeCase(tx, result.case, message.id);
  for (const messageId of result.drop) await drop(tx, messageId, now);
  if (result.reading)
    await tx
      .insertInto("reading")
      .values({ message_id: message.id, data: result.reading, made_at: now })
      .onConflict((conflict) => conflict.column("message_id").doNothing())
      .execute();
  if (result.reply) {
    const { id, messageId, inReplyTo, recipient, sender, raw, state, reason, notBefore } = result.reply;
    await tx
      .insertInto("outbox")
      .values({
        id,
        message_id: message.id,
        case_reference: result.case?.row.reference ?? null,
        header_id: messageId,
        in_reply_to: inReplyTo,
        recipient,
        sender,
        raw,
        state,
        reason,
        attempts: 0,
        run_at: state === "planned" ? Math.max(now, notBefore ?? now) : null,
        fence: 0,
        created_at: now,
        doubt_since: await doubtSince(tx, message.id),
      })
      .execute();
  }
  await finish(tx, message, now, {
    state: "done",
    content_id: result.contentId,
    header_id: result.headerId,
    kind: result.kind,
    action: result.action,
    reason: result.reason,
    language: result.language,
    label: result.label,
    case_reference: result.case?.row.reference ?? null,
    code: null,
    hold: result.hold,
  });
  return "written";
};

/** Takes a reply off the way out. Throws Failure `case_changed` where a worker has begun to send it meanwhile. */
const drop = async (tx: Tx, messageId: string, now: number): Promise<void> => {
  const done = await tx
    .updateTable("outbox")
    .set((eb) => ({ state: "withheld", reason: "discarded", run_at: null, fence: eb("fence", "+", 1), lease_by: null, lease_until: null }))
    .where("header_id", "=", messageId)
    .where(isUnsent(now))
    .executeTakeFirst();
  if (Number(done.numUpdatedRows) !== 1) throw new Failure("case_changed", "a reply of the case went out at the same time");
};

const own = async (tx: Tx, message: ClaimedMessage): Promise<boolean> => {
  const held = await tx
    .updateTable("message")
    .set({ state: "running" })
    .where("id", "=", message.id)
    .where("fence", "=", message.fence)
    .where("state", "=", "running")
    .executeTakeFirst();
  return Number(held.numUpdatedRows) === 1;
};

const finish = async (tx: Tx, message: ClaimedMessage, now: number, values: Record<string, string | null>): Promise<void> => {
  await tx
    .updateTable("message")
    .set({ ...values, lease_by: null, lease_until: null, finished_at: now })
    .where("id", "=", message.id)
    .execute();
};

/** The same content came before: this one takes over case and label of the first and gets no answer of its own. */
const linkDuplicate = async (tx: Tx, result: Result): Promise<void> => {
  const earlier = await tx
    .selectFrom("ledger")
    .innerJoin("message", "message.id", "ledger.message_id")
    .select(["message.kind", "message.action", "message.language", "message.label", "message.case_reference"])
    .where("ledger.content_id", "=", result.contentId)
    .executeTakeFirst();
  await finish(tx, result.message, result.now, {
    state: "duplicate",
    content_id: result.contentId,
    header_id: result.headerId,
    kind: earlier?.kind ?? result.kind,
    action: "none",
    reason: "same_content",
    language: earlier?.language ?? result.language,
    label: earlier?.label ?? result.label,
    case_reference: earlier?.case_reference ?? null,
    code: null,
  });
};
