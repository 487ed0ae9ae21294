/** `mottak replay`: stored messages read again with this version, or with a changed checklist; which answers would differ. */
import type { Replayed } from "#app/replay.ts";
import { Failure } from "#core/failure.ts";
import type { Command } from "./command.ts";
import { dateOf } from "./reply-report.ts";
import { withStore } from "./with-store.ts";

export const replay: Command = {
  name: "replay",
  summary: "Reads stored messages again with this version or a changed checklist, and shows which answers would differ.",
  usage: "--since DATE [--until DATE] [--catalogue FOLDER] [--values] [--json]",
  options: {
    since: { type: "string", value: "DATE", summary: "First day (2026-11-02)." },
    until: { type: "string", value: "DATE", summary: "First day that is left out; everything until now where not given." },
    catalogue: { type: "string", value: "FOLDER", summary: "An agency's folder to try, such as a changed copy of config/agencies/udi." },
    values: { type: "boolean", summary: "Counts answers too that only say something else than before." },
    json: { type: "boolean", summary: "One JSON object a line: each message that differs or fails, then the sums." },
  },
  takesSettings: true,
  details: [
    "Changes nothing: no case, no reply, no mail. Compared is each message alone, without the case around it.",
    "Prints numbers, codes and references, nothing that a person wrote. Exit code 1 where something differs.",
  ],
  run: async (input) => {
    const since = dateOf("since", input.flags["since"]);
    if (since === null) throw new Failure("wrong_use", "replay: give --since DATE, for example --since 2026-11-02");
    const until = dateOf("until", input.flags["until"]) ?? Date.now() + 1;
    const json = input.flags["json"] === true;
    return withStore(input, async (store, _, settings) => {
      const { loadKnowledge } = await import("./knowledge.ts");
      const { openReader } = await import("./reader.ts");
      const { replay: run } = await import("#app/replay.ts");
      const present = loadKnowledge({ agency: settings.agency });
      const folder = input.flags["catalogue"];
      const tried = typeof folder === "string" ? loadKnowledge({ agency: settings.agency, folder }) : present;
      const reader = openReader(Promise.resolve(tried.agency), { warm: 1, messageMilliseconds: settings.limitMessageSeconds * 1000 });
      const sums = { read: 0, same: 0, differs: 0, toldOtherwise: 0, failed: 0, removed: 0 };
      const byItem = new Map<string, number>();
      try {
        const tools = { store, reader, present, tried, messageMilliseconds: settings.limitMessageSeconds * 1000 };
        for await (const one of run(tools, since, until, input.flags["values"] === true)) {
          sums.read += 1;
          sums[one.outcome] += 1;
          if (one.outcome === "differs") {
            if (one.told) sums.toldOtherwise += 1;
            for (const { item, before, after } of one.difference.items) {
              const change = `${item}: ${before ?? "no such item"} -> ${after ?? "no such item"}`;
              byItem.set(change, (byItem.get(change) ?? 0) + 1);
            }
          }
          if (one.outcome === "differs" || one.outcome === "failed") process.stdout.write(json ? `${JSON.stringify(one)}\n` : textOf(one));
        }
      } finally {
        await reader.close();
      }
      const items = [...byItem].toSorted((a, b) => b[1] - a[1]);
      process.stdout.write(json ? `${JSON.stringify({ ...sums, items: Object.fromEntries(items) })}\n` : sumsText(sums, items));
      return sums.differs + sums.failed > 0 ? 1 : 0;
    });
  },
};

const textOf = (one: Extract<Replayed, { outcome: "differs" | "failed" }>): string => {
  const head = `${one.id.slice(0, 12)}  ${one.reference ?? "no case"}`;
  if (one.outcome === "failed") return `${head}  could not be read: ${one.code}\n`;
  const { kind, language, items, documents } = one.difference;
  const parts = (missing: readonly string[]) => (missing.length > 0 ? ` (${missing.join(", ")})` : "");
  return `${[
    head,
    ...(kind ? [`    kind ${kind.before} -> ${kind.after}`] : []),
    ...(language ? [`    language ${language.before} -> ${language.after}`] : []),
    ...items.map(
      ({ item, before, after, missingBefore, missingAfter, otherValue }) =>
        `    item ${item}: ${before ?? "none"}${parts(missingBefore)} -> ${after ?? "none"}${parts(missingAfter)}${before === after && otherValue ? ", another answer" : ""}`,
    ),
    ...documents.map(({ document, before, after }) => `    document ${document}: ${before ?? "none"} -> ${after ?? "none"}`),
    one.told
      ? `    the sender would be told: ${one.told.before.action} [${one.told.before.asked.join(", ")}] -> ${one.told.after.action} [${one.told.after.asked.join(", ")}]`
      : "    the sender would be told the same",
  ].join("\n")}\n`;
};

const sumsText = (sums: Readonly<Record<string, number>>, items: readonly (readonly [string, number])[]): string =>
  [
    `${sums["read"]} messages read again: ${sums["same"]} the same, ${sums["differs"]} differ (${sums["toldOtherwise"]} senders would be told something else), ${sums["failed"]} failed, ${sums["removed"]} removed by then.`,
    ...items.map(([change, count]) => `  ${String(count).padStart(4)}  item ${change}`),
    "",
  ].join("\n");
