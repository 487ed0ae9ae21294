/** `mottak report`: what was answered by day, kind and reason; in shadow mode, what would have been. */
import { Failure } from "#core/failure.ts";
import type { Command } from "./command.ts";
import { withStore } from "./with-store.ts";

const DAY = 24 * 60 * 60_000;
const DAYS_BY_ITSELF = 7;
/** The agency's days: a mail at 23:30 belongs to that evening. */
const TIME_ZONE = "Europe/Oslo";

export const replyReport: Command = {
  name: "report",
  summary: "Shows what was answered, or would have been in shadow mode, by day, kind and reason.",
  usage: "[--since DATE] [--until DATE] [--list] [--json]",
  options: {
    since: { type: "string", value: "DATE", summary: "First day (2026-11-02); seven days ago where not given." },
    until: { type: "string", value: "DATE", summary: "First day that is left out; everything until now where not given." },
    list: { type: "boolean", summary: "Every message on a line of its own, in place of the counts." },
    json: { type: "boolean", summary: "One JSON object a line." },
  },
  takesSettings: true,
  details: ["Outcomes: sent, would_send (only shadow mode kept it), waits (for a person's release), failed, none (no reply was made)."],
  run: async (input) => {
    const since = dateOf("since", input.flags["since"]) ?? Date.now() - DAYS_BY_ITSELF * DAY;
    const until = dateOf("until", input.flags["until"]) ?? Date.now() + 1;
    const { countsOf, reportLines } = await import("#app/reply-report.ts");
    const json = input.flags["json"] === true;
    return withStore(input, async (store, mode) => {
      const lines = await Array.fromAsync(reportLines(store.records, since, until));
      const say = (row: object, text: string) => process.stdout.write(json ? `${JSON.stringify(row)}\n` : `${text}\n`);
      if (input.flags["list"])
        for (const line of lines)
          say(
            { ...line, at: new Date(line.at).toISOString() },
            `${new Date(line.at).toISOString().slice(0, 16)}  ${line.id.slice(0, 12)}  ${line.kind.padEnd(12)} ${line.action.padEnd(16)} ${line.outcome.padEnd(10)} ${line.reason.padEnd(20)} ${line.reference ?? ""}`.trimEnd(),
          );
      else
        for (const row of countsOf(lines, TIME_ZONE))
          say(
            row,
            `${row.day}  ${String(row.count).padStart(5)}  ${row.kind.padEnd(12)} ${row.action.padEnd(16)} ${row.outcome.padEnd(10)} ${row.reason}`,
          );
      if (!json) {
        const would = lines.filter((line) => line.outcome === "would_send").length;
        process.stdout.write(`${lines.length} messages${would > 0 ? `; ${would} replies would have been sent` : ""}. Mode ${mode}.\n`);
      }
      return 0;
    });
  },
};

/** "2026-11-02" as the instant at which that day begins (UTC). Throws Failure `wrong_use`. */
export const dateOf = (name: string, text: string | boolean | undefined): number | null => {
  if (typeof text !== "string") return null;
  const at = /^\d{4}-\d\d-\d\d(?:T[\d:.]+Z?)?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw new Failure("wrong_use", `--${name} is "${text}": give a date such as 2026-11-02`);
  return at;
};
