/** Text of scans that is kept beside the database, so that no scan is recognised twice. It goes when anything is removed. */
import { rm } from "node:fs/promises";
import { join } from "node:path";

/** Removes all of it: whose scan a file was is not written there, and what is still needed is recognised again. */
export const removeRecognised = (data: string): Promise<void> => rm(join(data, "read", "recognised"), { recursive: true, force: true });
