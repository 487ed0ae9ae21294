/** Several workers on one database: on PostgreSQL as meant, on SQLite as several processes of one machine. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root } from "#cli/root.ts";
import { openStore } from "#edges/store/store.ts";
import { type PostgresServer, startPostgres } from "#test/support/postgres.ts";
import { describeWith } from "#test/support/servers.ts";
import { describeStores } from "#test/support/stores.ts";
import { applicationMail, newPlace, ofType, type Place, replies, work } from "#test/support/worker.ts";

const fill = (place: Place, count: number, from = 0) => {
  for (let number = from; number < from + count; number += 1) {
    const file = join(place.inbox, `${number}.eml`);
    writeFileSync(
      file,
      applicationMail({
        from: `P <p${number}@uni${number}.example>`,
        body: `Vi søker om dispensasjon fra taushetsplikten til forskning, prosjekt ${number}.\r\n`,
      }),
    );
    utimesSync(file, 1_700_000_000, 1_700_000_000);
  }
};
const process_ = (place: Place, databaseUrl: string) =>
  spawn(process.execPath, [join(root, "src/cli/main.ts"), "start", "--data", place.data, "--database-url", databaseUrl, "--lease-seconds", "2"], {
    stdio: "ignore",
    env: { PATH: process.env["PATH"] ?? "" },
  });
const recipients = (place: Place) => replies(place).map((reply) => reply.match(/^To: .*/im)?.[0] ?? "");
const until = async (condition: () => boolean, seconds = 25) => {
  for (let tries = 0; tries < seconds * 20 && !condition(); tries += 1) await sleep(50);
};

describeStores("several workers", (fresh) => {
  it("share the work, answer each message once, and one replaces the other when it dies", async () => {
    const place = newPlace();
    const url = await fresh();
    (await openStore({ url })).close();
    fill(place, 10);
    const workers = [process_(place, url), process_(place, url)];
    await until(() => replies(place).length === 10);
    const [first] = workers;
    first?.kill("SIGKILL");
    fill(place, 5, 10);
    await until(() => replies(place).length === 15);
    for (const worker of workers) {
      if (worker.exitCode === null && worker.signalCode === null) {
        worker.kill("SIGTERM");
        await once(worker, "exit");
      }
    }
    expect(new Set(recipients(place)).size).toBe(15);
    expect(recipients(place)).toHaveLength(15);
    const store = await openStore({ url });
    expect((await store.operation.counts()).outbox.sent).toBe(15);
    await store.close();
  }, 60_000);
});

describeWith("postgres", "a database that goes away", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  it("is told once; work goes on by itself when it is back", async () => {
    const place = newPlace();
    const url = await server.create("away");
    fill(place, 1);
    let broken = false;
    const run = await work(
      place,
      { databaseUrl: url },
      {
        until: (now) => {
          if (!broken && ofType(now, "sent").length === 1) {
            broken = true;
            void server.kill().then(async () => {
              fill(place, 2, 1);
              await sleep(1_500);
              await server.restart();
            });
          }
          return ofType(now, "sent").length === 3;
        },
      },
    );
    expect(new Set(recipients(place)).size).toBe(3);
    expect(ofType(run, "trouble").map((one) => one.code)).toContain("database_unavailable");
    expect(ofType(run, "trouble").length).toBeLessThanOrEqual(6);
    expect(ofType(run, "parked")).toEqual([]);
  }, 60_000);
});
