/** `mottak sending`: the switch that stops all sending by all workers at once, and tells how it stands. */
import { Failure } from "#core/failure.ts";
import type { Command } from "./command.ts";
import { withStore } from "./with-store.ts";

export const sending: Command = {
  name: "sending",
  summary: "Stops all sending by all workers at once, starts it again, or tells how it stands.",
  usage: "[status | stop | start]",
  options: { json: { type: "boolean", summary: "As one JSON object." } },
  takesSettings: true,
  details: [
    "Stopped: messages are read and cases kept as before, and every reply waits. Replies made meanwhile wait for a person's release;",
    "those that were planned before go out when sending is started again.",
  ],
  run: async (input) => {
    const [action = "status"] = input.files;
    if (action !== "status" && action !== "stop" && action !== "start")
      throw new Failure("wrong_use", `sending: "${action}" is no action; one of status, stop, start`);
    return withStore(input, async (store, mode) => {
      if (action !== "status") await store.operation.stopSending(action === "stop", Date.now());
      const stopped = await store.operation.sendingStopped();
      const { outbox } = await store.operation.counts();
      const waits = { planned: outbox.planned, onTheWay: outbox.sending, unknown: outbox.unknown, withheld: outbox.withheld, failed: outbox.failed };
      process.stdout.write(
        input.flags["json"]
          ? `${JSON.stringify({ sending: stopped ? "stopped" : "on", mode, ...waits })}\n`
          : `Sending is ${stopped ? "stopped: nothing is sent by any worker until `mottak sending start`" : "on"}. Mode ${mode}. Planned ${waits.planned}, on the way ${waits.onTheWay}, in doubt ${waits.unknown}, waiting for a person ${waits.withheld}, failed ${waits.failed}.\n`,
      );
      return 0;
    });
  },
};
