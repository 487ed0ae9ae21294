/** A sender that writes message files. The name is made from the Message-ID, so the same reply can only ever be one file. */
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Sender, SentWitness } from "#app/ports.ts";
import { Failure } from "#core/failure.ts";
import { REPLY_HEADER } from "./freeze.ts";

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
  wasSent: async ({ messageId, replyId }) => {
    const names: string[] = await readdir(path).catch(() => []);
    if (names.includes(fileNameOf(messageId))) return true;
    // After a restore the same answer may stand there under the number that its case had before.
    for (const name of names.filter((one) => one.endsWith(".eml"))) {
      const head = (await readFile(join(path, name), "latin1").catch(() => "")).split(/\r?\n\r?\n/, 1)[0] ?? "";
      if (head.split(/\r?\n/).some((line) => line.toLowerCase() === `${REPLY_HEADER}: ${replyId}`.toLowerCase())) return true;
    }
    return false;
  },
  keepCopy: null,
});
