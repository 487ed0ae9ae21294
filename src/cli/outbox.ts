/** `mottak outbox`: replies that wait for a person, and the switch that stops all sending. */
import { Failure } from "#core/failure.ts";
import type { Command } from "./command.ts";
import { withStore } from "./with-store.ts";

const LIST_AT_MOST = 200;

export const outbox: Command = {
  name: "outbox",
  summary: "Lists replies that wait for a person; releases or discards one; stops all sending.",
  usage: "[list | release ID | discard ID | stop | go]",
  options: { json: { type: "boolean", summary: "One JSON object a line." } },
  takesSettings: true,
  run: async (input) => {
    const [action = "list", id] = input.files;
    return withStore(input, async (store, mode) => {
      if (action === "list") {
        const rows = await store.outbox.waiting(LIST_AT_MOST);
        for (const row of rows)
          process.stdout.write(
            input.flags["json"]
              ? `${JSON.stringify(row)}\n`
              : `${row.id.slice(0, 12)}  ${row.state}  ${row.reason ?? ""}  ${row.reference ?? "no case"}  ${new Date(row.createdAt).toISOString()}\n`,
          );
        const stopped = await store.operation.sendingStopped();
        if (!input.flags["json"]) process.stdout.write(`${rows.length} waiting. Sending is ${stopped ? "stopped" : "on"}.\n`);
        return 0;
      }
      if (action === "stop" || action === "go") {
        await store.operation.stopSending(action === "stop", Date.now());
        process.stdout.write(action === "stop" ? "Nothing is sent by any worker until `mottak outbox go`.\n" : "Sending is on.\n");
        return 0;
      }
      if (action !== "release" && action !== "discard")
        throw new Failure("wrong_use", `outbox: "${action}" is no action; one of list, release, discard, stop, go`);
      if (action === "release" && mode === "shadow")
        throw new Failure("wrong_use", "outbox release: nothing is sent in shadow mode; set MOTTAK_MODE to hold or auto first");
      const row = id ? (await store.outbox.waiting(10_000)).find((one) => one.id.startsWith(id)) : undefined;
      if (!row) throw new Failure("wrong_use", `outbox ${action}: give the id of a waiting reply, as in "outbox list"`);
      const done = action === "release" ? await store.outbox.release(row.id, Date.now()) : await store.outbox.discard(row.id, Date.now());
      process.stdout.write(
        done
          ? `${row.id.slice(0, 12)}: ${action === "release" ? "goes out with the next round of a worker" : "discarded"}\n`
          : `${row.id.slice(0, 12)}: is on its way, nothing changed\n`,
      );
      return done ? 0 : 1;
    });
  },
};
