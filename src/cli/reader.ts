/** The reader that the commands use. */
import type { Reader } from "#app/ports.ts";

/** Opens the reader; its parsers are loaded at the first message. */
export const openReader = async (): Promise<Reader> => {
  const { readMessage } = await import("#edges/read/reader.ts");
  return { readMessage: (raw) => readMessage(raw), close: async () => undefined };
};
