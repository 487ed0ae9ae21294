/** The reader that the commands use: everything that a stranger wrote is read and assessed in a guarded child process. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Reader } from "#app/ports.ts";
import type { Agency } from "#core/catalogue.ts";
import { openDocumentReader } from "#edges/read/guard.ts";
import { modelFile, sampleMails } from "./root.ts";

export type OpenReader = {
  /** Folder for what may be kept between runs; a folder of the system's temporary files where not given. */
  readonly folder?: string;
  /** Processes kept warm for the next messages; none where not given. */
  readonly warm?: number;
  /** Limit of a whole message, milliseconds. */
  readonly messageMilliseconds?: number;
  /** Read scans anew, also those that were read before. */
  readonly fresh?: boolean;
};

/** Opens the reader, whose process starts while the agency's data (null: nothing is assessed) is still being loaded. `close` ends its processes. */
export const openReader = (agency: Promise<Agency> | null, { folder, warm = 0, messageMilliseconds, fresh = false }: OpenReader = {}): Reader => {
  // Whoever asks for an assessment is told; nobody asks where the command failed before.
  agency?.catch(() => undefined);
  const documents = openDocumentReader({
    warm,
    cache: !fresh,
    ...(agency ? { assessing: agency.then((data) => ({ agency: data, modelFile, ...rehearsal() })) } : {}),
    ...(folder ? { folder } : {}),
    ...(messageMilliseconds ? { limits: { messageMs: messageMilliseconds } } : {}),
  });
  return {
    readMessage: async (raw) => (await documents.readMessage(raw, null)).message,
    assess: async (raw, receivedAt) => {
      const { message, assessment } = await documents.readMessage(raw, receivedAt);
      if (!assessment) throw new Error("a message was read and not assessed");
      return { message, assessment };
    },
    close: () => documents.close(),
  };
};

/** A sample application with files of the usual kinds; none where the samples are not there. */
const rehearsal = (): { readonly rehearsal?: Uint8Array } => {
  try {
    return { rehearsal: readFileSync(join(sampleMails, "andre", "01-etter-introduksjonsprogrammet.eml")) };
  } catch {
    return {};
  }
};
