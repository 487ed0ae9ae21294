// placeholder until the recogniser is written
import type { Finding } from "../assessment.ts";
import type { Item } from "../catalogue.ts";
import type { ReaderContext } from "./context.ts";
export const readOrganisation = (_context: ReaderContext, item: Item): Finding => ({ item: item.id, answered: [], value: null, notApplicable: null, trace: [] });
