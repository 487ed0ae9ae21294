/** `mottak park`: messages that could not be processed, with their bytes. */
import { writeFileSync } from "node:fs";
import { Failure, type FailureCode, failures } from "#core/failure.ts";
import type { Command } from "./command.ts";
import { withStore } from "./with-store.ts";

const LIST_AT_MOST = 200;

export const park: Command = {
  name: "park",
  summary: "Lists parked messages, writes one out, or tries one again.",
  usage: "[list | export ID FILE | retry ID]",
  options: { json: { type: "boolean", summary: "One JSON object a line." } },
  takesSettings: true,
  run: async (input) => {
    const [action = "list", id, file] = input.files;
    return withStore(input, async (store) => {
      if (action === "list") {
        const rows = await store.operation.parked(LIST_AT_MOST);
        for (const row of rows) {
          const remedy = row.code in failures ? failures[row.code as FailureCode].remedy : "";
          process.stdout.write(
            input.flags["json"]
              ? `${JSON.stringify(row)}\n`
              : `${row.id.slice(0, 12)}  ${new Date(row.parkedAt).toISOString()}  ${row.code}  ${row.size} bytes\n    ${remedy}\n`,
          );
        }
        if (rows.length === 0 && !input.flags["json"]) process.stdout.write("Nothing is parked.\n");
        return 0;
      }
      if (!id) throw new Failure("wrong_use", `park ${action}: give the id of a message, as in "park list"`);
      if (action === "export") {
        if (!file) throw new Failure("wrong_use", "park export: give the file to write");
        const row = (await store.operation.parked(10_000)).find((one) => one.id.startsWith(id));
        if (!row) throw new Failure("wrong_use", `no parked message begins with ${id}`);
        writeFileSync(file, await store.work.raw(row.id), { flag: "wx" });
        process.stdout.write(`${file}: ${row.size} bytes\n`);
        return 0;
      }
      if (action === "retry") {
        if (!(await store.operation.retryParked(id, Date.now()))) throw new Failure("wrong_use", `no parked message begins with ${id}`);
        process.stdout.write("The message is tried again by the next worker that runs.\n");
        return 0;
      }
      throw new Failure("wrong_use", `park: "${action}" is no action; one of list, export, retry`);
    });
  },
};
