/** Does the database answer, is its schema ours, and is its file whole? */
import { found } from "#core/checks/findings.ts";
import { asFailure } from "#core/failure.ts";
import type { DatabaseProbe, IntegrityProbe } from "../ports.ts";
import { type Check, DAY, inBytes, MINUTE } from "./check.ts";

export const databaseCheck = (probe: DatabaseProbe, place: string): Check => ({
  name: "database",
  every: MINUTE,
  deadline: 20_000,
  run: async () => {
    try {
      const facts = await probe();
      if (!facts) return [found("database_absent", { place })];
      const { engine, version, schema, standing, bytes } = facts;
      if (standing === "newer") return [found("database_newer", {}, `schema ${schema}`)];
      if (standing === "older") return [found("database_older", { schema })];
      return [found("database_ok", { engine, version, schema, size: inBytes(bytes) })];
    } catch (thrown) {
      const { code, message } = asFailure(thrown, "database_unavailable");
      if (code === "database_newer") return [found("database_newer", {}, message)];
      return [
        /malformed|not a database|SQLite code (?:11|26)\b/.test(message)
          ? found("database_broken", {}, message)
          : found("database_unavailable", {}, message),
      ];
    }
  },
});

/** Reads the whole file, so seldom. */
export const integrityCheck = (probe: IntegrityProbe): Check => ({
  name: "integrity",
  every: DAY,
  first: 5 * MINUTE,
  deadline: 10 * MINUTE,
  run: async (signal) => {
    const facts = await probe(signal);
    if (!facts) return [];
    if (facts.trouble !== null) return [found("database_broken", {}, facts.trouble)];
    return [facts.checksums === null ? found("integrity_ok", {}) : found("integrity_postgres", { checksums: facts.checksums })];
  },
});
