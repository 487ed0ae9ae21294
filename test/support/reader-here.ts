/** A reader in this process, without the walls of the guarded child: for tests that bend it or count what it does. */
import type { Reader } from "#app/ports.ts";
import { assessMessage } from "#core/assess.ts";
import { readMessage as readHere } from "#edges/read/reader.ts";
import { model, udi } from "./plain-message.ts";

/** Reads with the given function and assesses for the given agency. */
export const readerHere = (readMessage: Reader["readMessage"] = readHere, agency = udi): Reader => ({
  readMessage,
  assess: async (raw, receivedAt) => {
    const message = await readMessage(raw);
    return { message, assessment: assessMessage(message, { agency, model, receivedAt }) };
  },
  close: async () => undefined,
});
