/** The Sent folder as witness: whether a doubtful reply went out, and where copies are put that the server does not keep itself. */
import type { SentWitness } from "#app/ports.ts";
import { Failure } from "#core/failure.ts";
import { type Connection, connectImap, type ImapOptions } from "./imap-client.ts";

export type SentOptions = ImapOptions & {
  /** Name of the folder where the server does not say which it is. */
  readonly folder: string | null;
  /** Whether Mottak puts the copies there. */
  readonly append: boolean;
};

const IDLE_MILLISECONDS = 30_000;
const DAY = 24 * 60 * 60_000;
const headers = ["message-id", "x-mottak-reply-id", "x-microsoft-original-message-id", "in-reply-to", "auto-submitted"];

/** Opens its own connection when it is needed and closes it after a while without use. */
export const imapWitness = (options: SentOptions): SentWitness & { close(): void } => {
  let held: { connection: Connection; path: string } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const open = async () => {
    if (held && !held.connection.closed.aborted) return held;
    const connection = await connectImap(options);
    try {
      held = { connection, path: await sentFolder(connection, options) };
      return held;
    } catch (thrown) {
      connection.close();
      throw thrown;
    }
  };
  /** One after the other: a connection has one folder open at a time. */
  const using = <T>(work: (connection: Connection, path: string) => Promise<T>): Promise<T> => {
    const next = last.then(async () => {
      clearTimeout(timer);
      const { connection, path } = await open();
      try {
        return await work(connection, path);
      } catch (thrown) {
        connection.close();
        held = null;
        throw thrown;
      } finally {
        timer = setTimeout(() => {
          held?.connection.close();
          held = null;
        }, IDLE_MILLISECONDS);
        timer.unref();
      }
    });
    last = next.catch(() => undefined);
    return next;
  };

  return {
    wasSent: (reply) =>
      using(async ({ client, run }, path) => {
        await run("the Sent folder", client.mailboxOpen(path, { readOnly: true }));
        const uids = await run("the search in Sent", client.search({ since: new Date(reply.since - DAY) }, { uid: true }));
        if (!uids) throw new Failure("mailbox_unavailable", `${options.host}: the search in Sent gave no answer`);
        if (uids.length === 0) return false;
        const rows = await run("the headers in Sent", client.fetchAll(uids.join(","), { uid: true, headers }, { uid: true }));
        return rows.some((row) => isReply(row.headers?.toString("latin1") ?? "", reply));
      }),
    keepCopy: options.append
      ? (raw, messageId) =>
          using(async ({ client, run }, path) => {
            await run("the Sent folder", client.mailboxOpen(path));
            const there = await run("the search in Sent", client.search({ header: { "message-id": messageId } }, { uid: true }));
            if (there && there.length > 0) return;
            const put = await run("the copy for Sent", client.append(path, Buffer.from(raw), ["\\Seen"]));
            if (!put) throw new Failure("mailbox_unavailable", `${options.host}: the copy for Sent was not taken`);
          })
      : null,
    close: () => {
      clearTimeout(timer);
      held?.connection.close();
      held = null;
    },
  };
};

/**
 * Our own header first; then the Message-ID, also where the server gave the mail a new one and kept ours aside. A colleague's
 * answer to the same mail is none: an In-Reply-To counts only on an automatic answer.
 */
export const isReply = (
  text: string,
  reply: { readonly messageId: string; readonly replyId: string; readonly inReplyTo: string | null },
): boolean => {
  const lines = text.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/);
  const value = (name: string) => lines.filter((line) => line.toLowerCase().startsWith(`${name}:`)).map((line) => line.slice(name.length + 1).trim());
  if (value("x-mottak-reply-id").includes(reply.replyId)) return true;
  if ([...value("message-id"), ...value("x-microsoft-original-message-id")].includes(reply.messageId)) return true;
  return (
    reply.inReplyTo !== null && value("in-reply-to").includes(reply.inReplyTo) && value("auto-submitted").some((one) => /^auto-replied/i.test(one))
  );
};

const sentFolder = async ({ client, run }: Connection, options: SentOptions): Promise<string> => {
  if (options.folder) return options.folder;
  const list = await run("the list of folders", client.list());
  const found = list.find((one) => one.specialUse === "\\Sent");
  if (!found) throw new Failure("mailbox_missing", `${options.host} does not say which folder is Sent; name it by MOTTAK_SENT_FOLDER`);
  return found.path;
};
