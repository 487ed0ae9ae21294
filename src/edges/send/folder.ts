/** A sender that writes message files. The name is made from the Message-ID, so the same reply can only ever be one file. */
import { access, mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Sender, SentWitness } from "#app/ports.ts";
import { Failure } from "#core/failure.ts";

/** File name of a reply: its Message-ID without brackets and without what a file system would not take. */
export const fileNameOf = (messageId: string): string =>
  `${messageId
    .replace(/[<>]/g, "")
    .replace(/[^\w.@+-]/g, "_")
    .slice(0, 200)}.eml`;

/** Writes, flushes, and renames as the last step: a file with the final name is whole. */
export const folderSender = (path: string): Sender => ({
  send: async (envelope, raw, beforeLastByte) => {
    const target = join(path, fileNameOf(envelope.messageId));
    const draft = `${target}.part`;
    try {
      await mkdir(path, { recursive: true });
      const file = await open(draft, "w");
      try {
        await file.writeFile(raw);
        await file.sync();
      } finally {
        await file.close();
      }
    } catch (cause) {
      await rm(draft, { force: true }).catch(() => undefined);
      return { kind: "not_sent", failure: new Failure("data_unwritable", `the reply cannot be written into ${path}`, { cause }) };
    }
    try {
      await beforeLastByte();
    } catch (cause) {
      await rm(draft, { force: true }).catch(() => undefined);
      return { kind: "not_sent", failure: new Failure("send_unavailable", "the claim on the reply was lost", { cause }) };
    }
    try {
      await rename(draft, target);
      return { kind: "sent" };
    } catch (cause) {
      return { kind: "ambiguous", failure: new Failure("send_ambiguous", `the reply may stand in ${path}`, { cause }) };
    }
  },
  close: async () => undefined,
});

/** The folder itself tells what was sent. */
export const folderWitness = (path: string): SentWitness => ({
  wasSent: async ({ messageId }) => {
    try {
      await access(join(path, fileNameOf(messageId)));
      return true;
    } catch {
      return false;
    }
  },
  keepCopy: null,
});
