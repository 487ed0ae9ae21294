/** Are the agency's checklist, texts and the reader's weights there and right? */
import { found } from "#core/checks/findings.ts";
import { asFailure } from "#core/failure.ts";
import { type Check, HOUR } from "./check.ts";

export type CatalogueFacts = { readonly agency: string; readonly items: number; readonly version: string; readonly trained: boolean };

export const catalogueCheck = (load: () => Promise<CatalogueFacts>): Check => ({
  name: "catalogue",
  every: HOUR,
  deadline: 10_000,
  run: async () => {
    try {
      const { trained, ...facts } = await load();
      return [found("catalogue_ok", facts), ...(trained ? [] : [found("model_missing", {})])];
    } catch (thrown) {
      return [found("catalogue_wrong", {}, asFailure(thrown).message)];
    }
  },
});
