/** What the store costs per message, with few and with many cases in it. */
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ClaimedMessage, Store } from "#app/ports.ts";
import { sql } from "kysely";
import { migrate } from "#edges/store/migrate.ts";
import { openDatabase } from "#edges/store/open.ts";
import { storeOver } from "#edges/store/store.ts";
import { startPostgres } from "#test/support/postgres.ts";
import { percentile, say } from "./samples.ts";

const MEASURED = 300;

export const benchStore = async (cases: number, postgres: boolean): Promise<void> => {
  const data = mkdtempSync(join(tmpdir(), "mottak-bench-"));
  const server = postgres ? await startPostgres() : null;
  const database = await openDatabase({ url: server ? await server.create("bench") : `sqlite:${data}/bench.db` });
  await migrate(database);
  const store = storeOver(database);
  /** Without waiting for the disk while the store is filled; measured is with it. */
  const durable = async (on: boolean) =>
    database.engine === "sqlite" ? sql`pragma synchronous = ${sql.raw(on ? "full" : "off")}`.execute(database.db) : undefined;
  let number = 0;
  for (const target of [100, cases]) {
    await durable(false);
    while (number < target - MEASURED) {
      number += 1;
      await through(store, number);
    }
    await durable(true);
    const times: number[] = [];
    const before = process.cpuUsage();
    for (let count = 0; count < MEASURED; count += 1) {
      const from = performance.now();
      number += 1;
      await through(store, number);
      times.push(performance.now() - from);
    }
    const used = process.cpuUsage(before);
    say(
      `${postgres ? "PostgreSQL" : "SQLite"} with ${number} cases: keep, claim, look up, commit, send, file: p50 ${percentile(times, 0.5).toFixed(1)} ms, p95 ${percentile(times, 0.95).toFixed(1)} ms; processor ${((used.user + used.system) / 1000 / MEASURED).toFixed(2)} ms a message`,
    );
  }
  await store.close();
  await server?.stop();
  rmSync(data, { recursive: true, force: true });
};

const through = async (store: Store, number: number): Promise<void> => {
  const raw = new TextEncoder().encode(`message ${number} ${"x".repeat(2_000)}`);
  const hash = createHash("sha256").update(raw).digest("hex");
  const now = 1_790_000_000_000 + number * 60_000;
  await store.intake.unseen("m", [`p${number}`]);
  await store.intake.keep({ mailbox: "m", place: `p${number}`, hash, size: raw.length, receivedAt: now, raw }, now);
  const message = (await store.work.claim("w", now, 60_000)) as ClaimedMessage;
  await store.work.raw(hash);
  await store.cases.byMessageIds([`<a${number}@uni.example>`]);
  await store.cases.byAddress(`p${number % 5_000}@uni.example`);
  await store.cases.knownContent(hash);
  await store.cases.repliesSince(now - 86_400_000, { recipient: `p${number}@uni.example` });
  await store.cases.repliesSince(now - 3_600_000, "anybody");
  const caseNumber = await store.work.caseNumber(message, 2026);
  const reference = `UDI 2026-${caseNumber}-BBBB`;
  const reply = {
    id: `r${number}`,
    messageId: `<r${number}@udi.no>`,
    inReplyTo: null,
    recipient: `p${number}@uni.example`,
    sender: "a@b.example",
    raw,
    state: "planned" as const,
    reason: null,
    notBefore: null,
  };
  await store.work.commit({
    message,
    now,
    contentId: hash,
    duplicate: false,
    headerId: `<m${number}@uni.example>`,
    kind: "application",
    action: "receipt",
    reason: "complete",
    label: "complete",
    language: "nb",
    reading: "{}".padEnd(5_000),
    case: {
      row: { reference, state: "open", summary: "{}", openedAt: now, updatedAt: now, version: 0 },
      events: [
        { type: "opened", at: now },
        { type: "received", at: now },
        { type: "asked", at: now },
      ],
      headerIds: [`<m${number}@uni.example>`],
      addresses: [`p${number % 5_000}@uni.example`],
    },
    hold: null,
    suppress: [],
    drop: [],
    reply,
  });
  const claimed = await store.outbox.claim("w", now, 60_000);
  if (!claimed) throw new Error("no reply to send");
  await store.outbox.sending(claimed, now);
  await store.outbox.sent(claimed, now, { type: "sent", at: now });
  await store.outbox.copied(claimed.id, now);
  for (const { place } of await store.intake.toFile("m", 10)) await store.intake.filed("m", place, now);
};
