/** The health port: what it answers, what is counted, and that nothing of a message is in it. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { measured } from "#app/measured.ts";
import type { Standings } from "#app/ports.ts";
import { type CheckName, checkNames, resultOf } from "#core/checks/result.ts";
import { found } from "#core/checks/findings.ts";
import { sampleMails } from "#cli/root.ts";
import { type Health, openHealth } from "#edges/observe/health.ts";
import { memoryBytes } from "#edges/observe/memory.ts";
import { type MetricsSource, openMetrics } from "#edges/observe/metrics.ts";
import { type Running, startProgram } from "#test/support/running.ts";
import { freePort } from "#test/support/unprivileged.ts";

const standings: Standings = {
  backlog: { count: 2, oldestAt: 1_000 },
  outgoing: { count: 1, oldestAt: 4_000 },
  outbox: { planned: 1, withheld: 2 },
  doubtful: 1,
  failed: 0,
  parked: { message_broken: 3 },
  withheld: { mode_hold: 2 },
  lastPollAt: 5_000,
  starts: 7,
  sendingStopped: false,
  canary: null,
};
const result = (name: CheckName, code: "check_timeout" | null = null) =>
  resultOf(name, code ? [found(code, { seconds: 1 })] : [found("database_absent", { place: "x" })], 1, 1);

let health: Health | null = null;
const open = async (changes: Partial<MetricsSource> = {}) => {
  const metrics = openMetrics();
  const source: MetricsSource = {
    now: () => 11_000,
    version: "1",
    mode: "hold",
    canary: false,
    standings: async () => standings,
    checks: () => checkNames.map((name) => result(name)),
    freeBytes: async () => 5e9,
    ...changes,
  };
  health = await openHealth({ host: "127.0.0.1", port: 0, metrics, source });
  const get = (path: string) => fetch(`${health?.address}${path}`);
  return { metrics, get, scrape: async () => (await get("/metrics")).text() };
};
afterEach(async () => {
  await health?.close();
  health = null;
});

describe("/live and /ready", () => {
  it("tell a worker that is well", async () => {
    const { get } = await open();
    expect(await (await get("/live")).text()).toBe("live\n");
    const ready = await get("/ready");
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ ready: true, failing: [], checks: { mailbox: "ok" } });
    expect((await get("/other")).status).toBe(404);
  });
  it("tell which check keeps a worker from being ready, and one that has not looked yet", async () => {
    const stuck = await open({ checks: () => checkNames.map((name) => result(name, name === "mailbox" ? "check_timeout" : null)) });
    const answer = await stuck.get("/ready");
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ ready: false, failing: ["mailbox"], checks: { mailbox: "fail" } });
    await health?.close();
    const young = await open({ checks: () => [] });
    expect((await young.get("/ready")).status).toBe(503);
  });
  it("leave the worker alone where the address is taken", async () => {
    const { metrics } = await open();
    const port = Number(new URL(health?.address ?? "").port);
    expect(await openHealth({ host: "127.0.0.1", port, metrics, source: {} as MetricsSource })).toBeNull();
  });
});

describe("/metrics", () => {
  it("hold what waits, with its age in seconds", async () => {
    const { scrape } = await open();
    const text = await scrape();
    for (const line of [
      "mottak_store_up 1",
      "mottak_mailbox_last_poll_timestamp_seconds 5",
      "mottak_backlog_messages 2",
      "mottak_backlog_age_seconds 10",
      "mottak_outbox_age_seconds 7",
      'mottak_outbox_replies{state="withheld"} 2',
      'mottak_parked_messages{code="message_broken"} 3',
      'mottak_withheld_replies{reason="mode_hold"} 2',
      "mottak_starts_total 7",
      'mottak_check_state{check="mailbox"} 0',
      "mottak_disk_free_bytes 5000000000",
      'mottak_build_info{version="1",mode="hold"} 1',
    ])
      expect(text.split("\n")).toContain(line);
    expect(text).not.toMatch(/^mottak_canary_last_proved/m);
  });
  it("forget what is gone, and do not pretend to know when the store is away", async () => {
    let now: Standings | null = {
      ...standings,
      canary: { sentAt: 9_000, waitingSince: 3_000, provedAt: null, tookMilliseconds: null, receipt: true },
    };
    const { scrape } = await open({ standings: async () => now });
    expect(await scrape()).toContain("mottak_canary_last_proved_timestamp_seconds 3\n");
    now = { ...standings, parked: {}, lastPollAt: null };
    const later = await scrape();
    expect(later).not.toContain("message_broken");
    expect(later).not.toMatch(/^mottak_(?:canary_last|mailbox_last)/m);
    now = null;
    const away = await scrape();
    expect(away).toContain("mottak_store_up 0\n");
    expect(away).not.toMatch(/^mottak_(?:backlog|outbox|parked|starts)/m);
  });
  it("count decisions, items and corrections where they are written, and nothing that was not", async () => {
    const { metrics, scrape } = await open();
    let outcome = "written";
    const context = measured(
      {
        clock: { now: () => 0 },
        log: { error: () => undefined, warn: () => undefined },
        store: { work: { commit: async () => outcome }, desk: { commit: async () => outcome } },
        reader: { readMessage: async () => Promise.reject(new Error("no")) },
        mailbox: {},
        sender: {},
      } as never,
      metrics.meter,
    );
    const reading = JSON.stringify({ items: [{ item: 3, status: "incomplete" }] });
    const commit = (kind: string) => context.store.work.commit({ kind, action: "receipt", reason: "complete", reading } as never);
    await commit("application");
    await commit("trial");
    outcome = "lost";
    await commit("application");
    outcome = "written";
    await context.store.desk.commit([{ events: [{ type: "corrected", at: 1, item: 3 }] } as never]);
    context.log.error("store.trouble", { code: "internal" });
    await expect(context.reader.readMessage(new Uint8Array())).rejects.toThrow();
    const text = await scrape();
    expect(text).toContain('mottak_messages_total{kind="application",action="receipt",reason="complete"} 1\n');
    expect(text).not.toContain('kind="trial"');
    expect(text).toContain('mottak_items_total{item="3",status="incomplete"} 1\n');
    expect(text).toContain('mottak_corrections_total{item="3"} 1\n');
    expect(text).toContain('mottak_failures_total{event="store.trouble",code="internal"} 1\n');
    expect(text).toContain('mottak_step_duration_seconds_count{step="read"} 1\n');
  });
  it("know the memory of this process", () => {
    const { own, children } = memoryBytes();
    expect(own).toBeGreaterThan(10_000_000);
    expect(children).toBeGreaterThanOrEqual(0);
  });
});

describe("a worker that runs", () => {
  let running: Running | null = null;
  afterEach(async () => {
    await running?.stop();
    running = null;
  });
  it("is ready once it has looked, counts what it does, and shows nothing of what was written to it", async () => {
    const port = await freePort();
    running = await startProgram({ MOTTAK_HEALTH: `127.0.0.1:${port}` });
    const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
    const until = async (condition: () => Promise<boolean>) => {
      for (let tries = 0; tries < 200; tries += 1) {
        if (await condition()) return;
        await sleep(100);
      }
      throw new Error("it did not come to that");
    };
    await until(async () => (await get("/ready")).status === 200);
    running.drop(join(sampleMails, "andre", "13-journalist.eml"));
    running.drop(join(sampleMails, "andre", "11-supplement-kvartil.eml"));
    await until(async () => ((await (await get("/metrics")).text()).match(/^mottak_messages_total\{.*\} 1$/gm) ?? []).length === 2);
    const text = await (await get("/metrics")).text();
    expect(text).toMatch(/^mottak_starts_total 1$/m);
    expect(text).toMatch(/^mottak_memory_bytes\{process="readers"\} [1-9]/m);
    expect(text).toMatch(/^mottak_step_duration_seconds_count\{step="commit"\} 2$/m);
    // Our metrics hold words of closed lists only: no address, no subject, no reference of a case.
    const values = [...text.matchAll(/^mottak_[^{\n]*\{([^}]*)\}/gm)].flatMap((match) =>
      [...(match[1] ?? "").matchAll(/="([^"]*)"/g)].map((one) => one[1] ?? ""),
    );
    expect(values.filter((value) => !/^(?:[a-z_.]+|\d+(?:\.\d+)*|\+Inf)$/.test(value))).toEqual([]);
    rmSync(running.inbox, { recursive: true, force: true });
  });
});
