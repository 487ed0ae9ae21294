/** The first table written: bytes by hash, and where they stood. */
import { createReadStream } from "node:fs";
import type { Arrival, FilingLabel, IntakeStore } from "#app/ports.ts";
import type { Database, Tx } from "./tables.ts";

/** Large messages are written in pieces, so that memory stays flat. */
const CHUNK_BYTES = 1 << 20;
/** Parameters in one query; SQLite takes 32,766. */
const PLACES_AT_ONCE = 500;

export const intakeStore = ({ db }: Database): IntakeStore => ({
  unseen: async (mailbox, places) => {
    const unseen: string[] = [];
    for (let from = 0; from < places.length; from += PLACES_AT_ONCE) {
      const some = places.slice(from, from + PLACES_AT_ONCE);
      const rows = await db.selectFrom("sighting").select("place").where("mailbox", "=", mailbox).where("place", "in", some).execute();
      const seen = new Set(rows.map((row) => row.place));
      unseen.push(...some.filter((place) => !seen.has(place)));
    }
    return unseen;
  },

  keep: (arrival, now) =>
    db.transaction().execute(async (tx) => {
      const fresh = await keepMessage(tx, arrival, now);
      if (fresh) await keepRaw(tx, arrival, now);
      await tx
        .insertInto("sighting")
        .values({ mailbox: arrival.mailbox, place: arrival.place, message_id: arrival.hash, seen_at: now, filed_at: null })
        .onConflict((conflict) => conflict.columns(["mailbox", "place"]).doNothing())
        .execute();
      return fresh;
    }),

  toFile: async (mailbox, limit) => {
    const rows = await db
      .selectFrom("sighting")
      .innerJoin("message", "message.id", "sighting.message_id")
      .leftJoin("outbox", "outbox.message_id", "message.id")
      .select(["sighting.place", "message.label", "message.state", "message.id"])
      .where("sighting.filed_at", "is", null)
      .where("sighting.mailbox", "=", mailbox)
      .where("message.state", "in", ["done", "duplicate", "parked"])
      .where((eb) =>
        eb.or([
          eb("outbox.state", "is", null),
          eb("outbox.state", "in", ["sent", "failed", "withheld"]),
          eb.and([eb("outbox.state", "=", "unknown"), eb("outbox.run_at", "is", null)]),
        ]),
      )
      .orderBy("sighting.seen_at")
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      place: row.place,
      message: row.id,
      label: (row.state === "parked" ? "handover" : (row.label ?? "handover")) as FilingLabel,
    }));
  },

  filed: async (mailbox, place, now) => {
    await db.updateTable("sighting").set({ filed_at: now }).where("mailbox", "=", mailbox).where("place", "=", place).execute();
  },
});

const keepMessage = async (tx: Tx, arrival: Arrival, now: number): Promise<boolean> => {
  const inserted = await tx
    .insertInto("message")
    .values({
      id: arrival.hash,
      size: arrival.size,
      received_at: arrival.receivedAt,
      state: arrival.parked ? "parked" : "waiting",
      run_at: now,
      attempts: 0,
      deaths: 0,
      fence: 0,
      code: arrival.parked ?? null,
      finished_at: arrival.parked ? now : null,
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .executeTakeFirst();
  return Number(inserted.numInsertedOrUpdatedRows ?? 0) > 0;
};

const keepRaw = async (tx: Tx, arrival: Arrival, now: number): Promise<void> => {
  const bytes = arrival.raw instanceof Uint8Array ? arrival.raw : null;
  await tx
    .insertInto("raw_message")
    .values({ hash: arrival.hash, bytes, size: arrival.size, stored_at: now })
    .onConflict((conflict) => conflict.column("hash").doNothing())
    .execute();
  if (arrival.raw instanceof Uint8Array) return;
  let number = 0;
  for await (const chunk of createReadStream(arrival.raw.file, { highWaterMark: CHUNK_BYTES })) {
    await tx
      .insertInto("raw_chunk")
      .values({ hash: arrival.hash, number, bytes: chunk as Uint8Array })
      .execute();
    number += 1;
  }
};
