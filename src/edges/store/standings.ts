/** Where work stands: counts and ages, read in a few small queries. Holds nothing of what a message says. */
import { type Kysely, sql } from "kysely";
import type { CanaryStanding, Standings } from "#app/ports.ts";
import type { Tables } from "./tables.ts";

/** Names in the table `operation` and the counter of starts. */
export const POLLED = "polled";
export const CANARY = "canary";
export const SENDING = "sending";
export const STARTS = "starts";

export const standingsOf = async (db: Kysely<Tables>): Promise<Standings> => {
  const backlog = await db
    .selectFrom("message")
    .innerJoin("raw_message", "raw_message.hash", "message.id")
    .select((eb) => [eb.fn.countAll<number>().as("count"), eb.fn.min("raw_message.stored_at").as("oldest")])
    .where("message.state", "in", ["waiting", "running"])
    .executeTakeFirst();
  const outgoing = await db
    .selectFrom("outbox")
    .select((eb) => [eb.fn.countAll<number>().as("count"), eb.fn.min("created_at").as("oldest")])
    .where("state", "in", ["planned", "sending", "unknown"])
    .where("run_at", "is not", null)
    .executeTakeFirst();
  const replies = await db
    .selectFrom("outbox")
    .select((eb) => ["state", "reason", sql<number>`case when run_at is null then 0 else 1 end`.as("due"), eb.fn.countAll<number>().as("count")])
    .groupBy(["state", "reason", "due"])
    .execute();
  const parked = await db
    .selectFrom("message")
    .select((eb) => ["code", eb.fn.countAll<number>().as("count")])
    .where("state", "=", "parked")
    .groupBy("code")
    .execute();
  const noted = await db.selectFrom("operation").select(["name", "value", "at"]).where("name", "in", [POLLED, CANARY, SENDING]).execute();
  const starts = await db.selectFrom("counter").select("value").where("name", "=", STARTS).executeTakeFirst();
  const count = (rows: readonly { readonly count: number }[]): number => rows.reduce((sum, row) => sum + Number(row.count), 0);
  const outbox: Record<string, number> = { planned: 0, sending: 0, sent: 0, unknown: 0, failed: 0, withheld: 0 };
  for (const row of replies) outbox[row.state] = (outbox[row.state] ?? 0) + Number(row.count);
  const canary = noted.find(({ name }) => name === CANARY)?.value;
  return {
    backlog: { count: Number(backlog?.count ?? 0), oldestAt: instant(backlog?.oldest) },
    outgoing: { count: Number(outgoing?.count ?? 0), oldestAt: instant(outgoing?.oldest) },
    outbox,
    doubtful: count(replies.filter(({ state, due }) => state === "unknown" && Number(due) === 0)),
    failed: count(replies.filter(({ state, reason }) => state === "failed" && reason !== "discarded")),
    parked: Object.fromEntries(parked.map((row) => [row.code ?? "internal", Number(row.count)])),
    withheld: Object.fromEntries(
      [...new Set(replies.filter(waitsForRelease).map(({ reason }) => reason ?? "held"))].map((reason) => [
        reason,
        count(replies.filter((row) => waitsForRelease(row) && (row.reason ?? "held") === reason)),
      ]),
    ),
    lastPollAt: noted.find(({ name }) => name === POLLED)?.at ?? null,
    starts: starts?.value ?? 0,
    sendingStopped: noted.find(({ name }) => name === SENDING)?.value === "stopped",
    canary: canary ? (JSON.parse(canary) as CanaryStanding) : null,
  };
};

/** A discarded reply is withheld for ever. */
const waitsForRelease = ({ state, reason }: { readonly state: string; readonly reason: string | null }): boolean =>
  state === "withheld" && reason !== "discarded";

const instant = (value: number | null | undefined): number | null => (value === null || value === undefined ? null : Number(value));
