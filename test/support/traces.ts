/** Looks for words in everything that a store holds: every row of every table, and for SQLite every byte of its files. */
import { existsSync, readFileSync } from "node:fs";
import { sql } from "kysely";
import { openUrl } from "./stores.ts";

/** Tables whose rows hold one of the words, in text or in bytes, in whatever case. */
export const rowsWith = async (url: string, words: readonly string[]): Promise<string[]> => {
  const database = await openUrl(url);
  try {
    const found = [];
    for (const { name } of await database.db.introspection.getTables()) {
      const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(database.db);
      const text = rows
        .flatMap((row) => Object.values(row).map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString("utf8") : String(value))))
        .join("\n");
      if (words.some((word) => text.toLowerCase().includes(word.toLowerCase()))) found.push(name);
    }
    return found;
  } finally {
    await database.close();
  }
};

/** Files of a SQLite database that hold one of the words. */
export const filesWith = (file: string, words: readonly string[]): string[] =>
  ["", "-wal", "-shm", "-journal"]
    .map((end) => `${file}${end}`)
    .filter((name) => existsSync(name))
    .filter((name) => {
      const text = readFileSync(name).toString("latin1").toLowerCase();
      return words.some((word) => text.includes(Buffer.from(word.toLowerCase()).toString("latin1")));
    });
