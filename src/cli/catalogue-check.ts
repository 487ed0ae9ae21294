/** `mottak catalogue check`: loads an agency's data as the worker would, and says what is in it. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "#core/failure.ts";
import { loadModel } from "#edges/read/model-file.ts";
import type { Command } from "./command.ts";
import { loadKnowledge } from "./knowledge.ts";
import { configFolder, modelFile } from "./root.ts";

export const catalogueCheck: Command = {
  name: "catalogue check",
  summary: "Checks the data of an agency: checklist, texts, model.",
  usage: "[AGENCY...]",
  options: {},
  details: ["Without a name, every folder in config/agencies is checked."],
  run: async ({ files }) => {
    const folder = join(configFolder, "agencies");
    const names =
      files.length > 0
        ? files
        : readdirSync(folder, { withFileTypes: true })
            .filter((entry) => entry.isDirectory())
            .map((entry) => entry.name);
    let wrong = 0;
    for (const name of names) {
      if (!existsSync(join(folder, name))) throw new Failure("wrong_use", `there is no agency "${name}" in config/agencies`);
      try {
        const { agency } = loadKnowledge({ agency: name });
        const model = loadModel(modelFile);
        const { version, validFrom, items, documents } = agency.catalogue;
        process.stdout.write(
          `${name}: fine. ${items.length} items, ${documents.length} documents, version ${version} from ${validFrom}; ${Object.keys(model.parts).length} learned parts from ${model.trainedOn.phrases} phrases\n`,
        );
      } catch (thrown) {
        if (!(thrown instanceof Failure) || thrown.code !== "catalogue_wrong") throw thrown;
        wrong += 1;
        process.stderr.write(`${name}: ${thrown.message}\n`);
      }
    }
    return wrong > 0 ? 1 : 0;
  },
};
