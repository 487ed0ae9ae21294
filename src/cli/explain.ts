/** `mottak explain`: why one item of a message came out as it did: what was considered, taken and refused, by which rule. */
import { Failure } from "#core/failure.ts";
import type { Command } from "./command.ts";
import { paint } from "./paint.ts";

export const explain: Command = {
  name: "explain",
  summary: "Tells why one item of a message came out as it did.",
  usage: "FILE --item N",
  options: { item: { type: "string", value: "N", summary: "Number of the item." }, json: { type: "boolean", summary: "As one JSON object." } },
  takesSettings: true,
  run: async ({ files, flags, settingFlags }) => {
    const [file, ...more] = files;
    const number = Number(flags["item"]);
    if (!file || more.length > 0) throw new Failure("wrong_use", "explain: give one message file");
    const { loadSettings } = await import("#edges/settings/load.ts");
    const { configFolder } = await import("./root.ts");
    const { settings } = loadSettings({ flags: settingFlags, environment: process.env, configFolder });
    const { loadKnowledge } = await import("./knowledge.ts");
    const knowledge = loadKnowledge({ agency: settings.agency });
    const items = knowledge.agency.catalogue.items;
    const entry = items.find((one) => one.number === number);
    if (!entry) throw new Failure("wrong_use", `explain: --item must be one of ${items.map((one) => one.number).join(", ")}`);
    const { examine } = await import("#app/examine.ts");
    const { explanation } = await import("#app/explain.ts");
    const { readMessageFile } = await import("./read-files.ts");
    const { openReader } = await import("./reader.ts");
    const reader = openReader(Promise.resolve(knowledge.agency));
    try {
      const { assessment } = await examine(readMessageFile(file, settings.limitMessageMb), knowledge, reader, Date.now());
      const item = assessment.items.find((one) => one.item === number);
      if (!item) {
        process.stdout.write(`${file}: read as ${assessment.kind} (${assessment.kindReason.because}); its items are not looked at\n`);
        return 0;
      }
      if (flags["json"]) {
        process.stdout.write(`${JSON.stringify({ file, ...item })}\n`);
        return 0;
      }
      process.stdout.write(
        explanation(assessment, entry, item, {
          strong: (text) => paint("bold", text),
          heading: (text) => paint("underline", text),
          faint: (text) => paint("gray", text),
        }),
      );
      return 0;
    } finally {
      await reader.close();
    }
  },
};
