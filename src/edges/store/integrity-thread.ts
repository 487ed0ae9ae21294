/** SQLite's check of a whole database file, in a thread of its own: it may take minutes. Answers with the trouble, or null. */
import { DatabaseSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";

const check = (file: string): string | null => {
  try {
    const database = new DatabaseSync(file, { readOnly: true, timeout: 10_000 });
    const rows = database.prepare("PRAGMA quick_check(1)").all() as { quick_check: string }[];
    database.close();
    const said = rows[0]?.quick_check ?? "no answer";
    return said === "ok" ? null : (said.split("\n")[0]?.slice(0, 200) ?? said);
  } catch (thrown) {
    return (thrown as Error).message.slice(0, 200);
  }
};

parentPort?.postMessage(check(workerData as string));
