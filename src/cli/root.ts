/** Where the repository stands, so that commands work from any folder. */
import { join } from "node:path";

export const root = join(import.meta.dirname, "..", "..");
export const configFolder = join(root, "config");
export const sampleMails = join(root, "fixtures", "mail");
/** Weights of the prose recogniser, shared by all agencies: parts are named, not numbered. */
export const modelFile = join(configFolder, "reader", "prose-model.json");
/** Where the data of an agency stands. */
export const agencyFolder = (agency: string): string => join(configFolder, "agencies", agency);
export const checkWordsFolder = join(configFolder, "operation");
