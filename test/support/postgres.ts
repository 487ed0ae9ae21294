/** A PostgreSQL server of its own in a temporary folder, on loopback. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { programs } from "./servers.ts";
import { freePort, giveToServer, serverUser } from "./unprivileged.ts";

export type PostgresServer = {
  readonly port: number;
  url(database?: string): string;
  create(database: string): Promise<string>;
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
};

export const startPostgres = async (): Promise<PostgresServer> => {
  const bin = programs.postgres ?? "";
  const folder = giveToServer(mkdtempSync(join(tmpdir(), "mottak-pg-")));
  const data = join(folder, "data");
  mkdirSync(data);
  giveToServer(data);
  const environment = { PATH: process.env["PATH"] ?? "", LC_ALL: "C.UTF-8" };
  execFileSync(join(bin, "initdb"), ["-D", data, "--no-sync", "-A", "trust", "-U", "mottak", "-E", "UTF8"], {
    ...serverUser.spawnOptions,
    env: environment,
    cwd: folder,
    stdio: "pipe",
  });
  const port = await freePort();
  let child: ChildProcess;
  const url = (database = "postgres") => `postgres://mottak@127.0.0.1:${port}/${database}`;
  const run = async () => {
    child = spawn(join(bin, "postgres"), ["-D", data, "-p", String(port), "-k", folder, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"], {
      ...serverUser.spawnOptions,
      env: environment,
      cwd: folder,
      stdio: "ignore",
      detached: true,
    });
    for (let tries = 0; tries < 200; tries += 1) {
      const client = new pg.Client({ connectionString: url() });
      client.on("error", () => undefined);
      try {
        await client.connect();
        await client.end();
        return;
      } catch {
        await sleep(50);
      }
    }
    throw new Error("PostgreSQL did not start");
  };
  await run();
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    process.kill(child.pid as number, signal);
    await gone;
  };
  return {
    port,
    url,
    create: async (database) => {
      const client = new pg.Client({ connectionString: url() });
      await client.connect();
      await client.query(`create database ${database}`);
      await client.end();
      return url(database);
    },
    kill: () => end("SIGQUIT"),
    restart: run,
    stop: async () => {
      await end("SIGQUIT");
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
