/** Can the data folder be written, is there room, and is it closed to others? */
import { found } from "#core/checks/findings.ts";
import type { FolderProbe } from "../ports.ts";
import { type Check, inBytes, MINUTE } from "./check.ts";

/** A day of large mails; and the room that SQLite needs to finish what it has begun. */
const LOW_BYTES = 2e9;
const FULL_BYTES = 1e8;

export const dataCheck = (probe: FolderProbe): Check => ({
  name: "data",
  every: 2 * MINUTE,
  deadline: 10_000,
  run: async () => {
    const { folder, writable, open, freeBytes, error } = await probe();
    const free = inBytes(freeBytes);
    const room = freeBytes < FULL_BYTES ? [found("disk_full", { free })] : freeBytes < LOW_BYTES ? [found("disk_low", { free })] : [];
    if (!writable) return [found("data_unwritable", { folder }, error), ...room];
    return [...(room.length > 0 ? room : [found("data_ok", { folder, free })]), ...(open ? [found("data_open", { folder })] : [])];
  },
});
