/** The reader that the commands use: MIME in this process, files in a guarded child process. */
import type { Reader } from "#app/ports.ts";

export type OpenReader = {
  /** Folder for what may be kept between runs; a folder of the system's temporary files where not given. */
  readonly folder?: string;
  /** Keep a process warm for the next message. */
  readonly spare?: boolean;
  /** Read scans anew, also those that were read before. */
  readonly fresh?: boolean;
};

/** Opens the reader. `close` ends its processes. */
export const openReader = async ({ folder, spare = false, fresh = false }: OpenReader = {}): Promise<Reader> => {
  const { openDocumentReader } = await import("#edges/read/guard.ts");
  const { readMessage } = await import("#edges/read/reader.ts");
  const documents = openDocumentReader({ spare, cache: !fresh, ...(folder ? { folder } : {}) });
  return {
    readMessage: (raw) => readMessage(raw, async (files) => (files.length === 0 ? [] : documents.read(files))),
    close: () => documents.close(),
  };
};
