/** The learned weights of the prose reader, from their file. */
import { existsSync, readFileSync } from "node:fs";
import { Failure } from "#core/failure.ts";
import type { ProseModel } from "#core/prose/model.ts";

const untrained: ProseModel = { version: 1, trainedOn: { phrases: 0, hash: "" }, parts: {} };

/** The weights in the file; none where there is no file. Throws Failure `catalogue_wrong` where the file is no model. */
export const loadModel = (file: string): ProseModel => {
  if (!existsSync(file)) return untrained;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as ProseModel;
  } catch (cause) {
    throw new Failure("catalogue_wrong", `${file} is not a model: run "npm run -s mottak -- train"`, { cause });
  }
};
