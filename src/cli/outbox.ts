/** `mottak outbox`: replies that wait for a person, and the switch that stops all sending. */
import { actOnCase } from "#app/case-actions.ts";
import type { DeskCommand, Store, StoredEvent, WaitingReply } from "#app/ports.ts";
import { Failure } from "#core/failure.ts";
import { actingPerson, caseOptions, withCaseDesk } from "./case-desk.ts";
import type { Command, Input } from "./command.ts";
import { withStore } from "./with-store.ts";

const LIST_AT_MOST = 200;

export const outbox: Command = {
  name: "outbox",
  summary: "Lists replies that wait for a person; releases or discards one; stops all sending.",
  usage: "[list | release ID | discard ID | stop | go]",
  options: { ...caseOptions, json: { type: "boolean", summary: "One JSON object a line." } },
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
      const done = row.reference && row.state === "withheld" ? await throughCase(input, row, action) : await alone(store, input, row, action);
      process.stdout.write(
        done
          ? `${row.id.slice(0, 12)}: ${action === "release" ? "goes out with the next round of a worker" : "discarded"}\n`
          : `${row.id.slice(0, 12)}: is on its way, nothing changed\n`,
      );
      return done ? 0 : 1;
    });
  },
};

type Action = "release" | "discard";
const because = ({ flags }: Input): string => String(flags["why"] ?? "");

/** A withheld reply of a case: the case learns of it, as on the staff pages. Throws Failure `wrong_use` where the case refuses. */
const throughCase = (input: Input, { reference, messageId }: WaitingReply, action: Action): Promise<boolean> =>
  withCaseDesk(input, async (desk) => {
    const command: DeskCommand =
      action === "release" ? { kind: "release", messageId, text: null } : { kind: "discard", messageId, why: because(input) };
    const outcome = await actOnCase(desk, desk.store, reference ?? "", command, desk.actor);
    if (typeof outcome !== "string") throw new Failure("wrong_use", `outbox ${action}: ${outcome.because}`);
    return outcome === "done";
  });

/** A reply of no case, or one that failed or may have gone out already. */
const alone = (store: Store, input: Input, { id, messageId }: WaitingReply, action: Action): Promise<boolean> => {
  const stamp = { at: Date.now(), by: actingPerson(input), messageId };
  return action === "release"
    ? store.outbox.release(id, stamp.at, { ...stamp, type: "released" } as StoredEvent)
    : store.outbox.discard(id, stamp.at, { ...stamp, type: "discarded", why: because(input) } as StoredEvent);
};
