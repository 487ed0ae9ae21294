/** The same suite over both databases. */
import { afterAll, beforeAll, describe } from "vitest";
import type { Database } from "#edges/store/tables.ts";
import { openDatabase } from "#edges/store/open.ts";
import { temporaryFolder } from "./folder.ts";
import { type PostgresServer, startPostgres } from "./postgres.ts";
import { describeWith } from "./servers.ts";

export type OpenUrl = () => Promise<string>;

let number = 0;

/** Runs `suite` on SQLite always and on PostgreSQL where it is installed; `fresh` gives the URL of a new, empty database. */
export const describeStores = (name: string, suite: (fresh: OpenUrl, engine: Database["engine"]) => void): void => {
  describe(`${name} on SQLite`, () => {
    suite(async () => `sqlite:${temporaryFolder()}/mottak.db`, "sqlite");
  });
  describeWith("postgres", `${name} on PostgreSQL`, () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await startPostgres();
    });
    afterAll(() => server.stop());
    suite(async () => {
      number += 1;
      return server.create(`test${process.pid}_${number}`);
    }, "postgres");
  });
};

export const openUrl = (url: string): Promise<Database> => openDatabase({ url });
