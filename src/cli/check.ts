/** `mottak check`: reads message files through the whole pipeline and shows what would be answered. Nothing is stored or sent. */
import { UNNAMED } from "#app/checks/authentication.ts";
import { asFailure, Failure } from "#core/failure.ts";
import { availableParallelism } from "node:os";
import type { Agency } from "#core/catalogue.ts";
import type { Command } from "./command.ts";

export const check: Command = {
  name: "check",
  summary: "Reads message files and shows what would be answered; sends nothing.",
  usage: "[--json] [--documents] FILE...",
  options: {
    json: { type: "boolean", summary: "One JSON object a line, in the order of the files." },
    documents: { type: "boolean", summary: "Shows every document too as it was read: headings, tables, fields, tick boxes, hidden text." },
  },
  takesSettings: true,
  run: async ({ files, flags, settingFlags }) => {
    if (files.length === 0) throw new Failure("wrong_use", "check: give one or more message files (.eml)");
    const { openReader } = await import("./reader.ts");
    const agency = Promise.withResolvers<Agency>();
    // First of all: its processes start while this one loads the rest.
    const reader = openReader(agency.promise, { warm: Math.min(files.length, availableParallelism()) });
    let failed = 0;
    try {
      const { loadSettings } = await import("#edges/settings/load.ts");
      const { configFolder } = await import("./root.ts");
      const { settings } = loadSettings({ flags: settingFlags, environment: process.env, configFolder });
      const { loadKnowledge } = await import("./knowledge.ts");
      const knowledge = loadKnowledge({
        agency: settings.agency,
        ownAddresses: addressList(settings.ownAddresses),
        authservId: authservIdFrom(settings.authservId),
      });
      agency.resolve(knowledge.agency);
      const { examine } = await import("#app/examine.ts");
      const { inLanes } = await import("#app/lanes.ts");
      const { answerOf, errorAnswer } = await import("#app/answer.ts");
      const { readMessageFile } = await import("./read-files.ts");
      const { report } = await import("./report.ts");
      const { documentReport, documentsOf } = await import("./document-report.ts");
      const results = inLanes(files, availableParallelism(), async (file) => {
        try {
          return { file, examined: await examine(readMessageFile(file, settings.limitMessageMb), knowledge, reader, Date.now()) };
        } catch (thrown) {
          return { file, thrown };
        }
      });
      for await (const { file, examined, thrown } of results) {
        if (examined) {
          const documents = flags["documents"] ? documentsOf(examined.message) : null;
          process.stdout.write(
            flags["json"]
              ? `${JSON.stringify({ ...answerOf(file, examined), ...(documents ? { documents } : {}) })}\n`
              : report(file, examined, knowledge.agency.catalogue) + (documents ? documentReport(documents) : ""),
          );
        } else {
          const failure = asFailure(thrown);
          failed += 1;
          if (flags["json"]) process.stdout.write(`${JSON.stringify(errorAnswer(file, failure))}\n`);
          else process.stderr.write(`${file}: ${failure.message} [${failure.code}]\n  ${failure.remedy}\n`);
          if (failure.code === "internal" && settings.logLevel === "debug")
            process.stderr.write(`${(failure.cause as Error | undefined)?.stack ?? failure.stack}\n`);
        }
      }
    } finally {
      await reader.close();
    }
    return failed > 0 ? 1 : 0;
  },
};

/** "a@x.no, b@y.no" as a list. */
export const addressList = (text: string): string[] =>
  text
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);

/** The setting as the core takes it: null where nobody has set it, "" for a server that writes its results without a name. */
export const authservIdFrom = (setting: string): string | null => (setting === UNNAMED ? "" : setting || null);
