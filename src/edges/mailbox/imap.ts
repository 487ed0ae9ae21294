/**
 * A mailbox on an IMAP server. Each round asks for all that stands in the folder; what the server tells in between only wakes
 * us. Bodies are fetched with PEEK, so the read flag stays staff's. Nothing on the server changes before bytes are stored.
 */
import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { FilingMode, Mailbox, MailboxSession, Standing } from "#app/ports.ts";
import { Failure } from "#core/failure.ts";
import { type Connection, connectImap, type ImapOptions } from "./imap-client.ts";
import { folderNames, keywords } from "./labels.ts";

export type ImapMailboxOptions = ImapOptions & { readonly folder: string; readonly filing: FilingMode; readonly filingFolder: string };

const DOWNLOAD_CHUNK = 1 << 20;
/** A large message over a slow line; the socket's own deadline sees to a connection that is dead. */
const TRANSFER_MILLISECONDS = 10 * 60_000;

export const imapMailbox = (options: ImapMailboxOptions): Mailbox => ({
  name: `imap:${options.user}@${options.host}/${options.folder}`,
  filing: options.filing,
  open: () => openImap(options),
});

const openImap = async (options: ImapMailboxOptions): Promise<MailboxSession> => {
  const connection = await connectImap(options);
  const { client, run } = connection;
  let validity: string;
  try {
    const opened = await run("the opening of the folder", client.mailboxOpen(options.folder));
    validity = String(opened.uidValidity);
  } catch (thrown) {
    connection.close();
    const missing = thrown instanceof Failure && (thrown.cause as { mailboxMissing?: boolean } | undefined)?.mailboxMissing;
    throw missing ? new Failure("mailbox_missing", `the folder ${options.folder} is not on ${options.host}`, { cause: thrown }) : thrown;
  }
  const facts = new Map<number, Standing>();
  const wake = bellOf(connection);
  const uidOf = (place: string): number | null => (place.startsWith(`${validity}/`) ? Number(place.slice(validity.length + 1)) : null);

  return {
    list: async () => {
      wake.clear();
      const uids = await run("the search", client.search({ all: true }, { uid: true }));
      // A search on a connection that just died answers with nothing at all instead of failing.
      if (!uids) throw new Failure("mailbox_unavailable", `${options.host}: the connection was lost`);
      const standing = new Set(uids);
      for (const uid of facts.keys()) if (!standing.has(uid)) facts.delete(uid);
      const unknown = uids.filter((uid) => !facts.has(uid));
      if (unknown.length > 0) {
        const rows = await run(
          "the sizes",
          client.fetchAll(ranges(unknown), { uid: true, size: true, internalDate: true }, { uid: true }),
          TRANSFER_MILLISECONDS,
        );
        for (const row of rows) facts.set(row.uid, { place: `${validity}/${row.uid}`, size: row.size ?? 0, receivedAt: instantOf(row.internalDate) });
      }
      return { standing: uids.flatMap((uid) => facts.get(uid) ?? []), incomplete: 0 };
    },

    fetch: async (place) => {
      const uid = uidOf(place);
      if (uid === null) return null;
      const row = await run("a message", client.fetchOne(String(uid), { source: true }, { uid: true }), TRANSFER_MILLISECONDS);
      return (row || null)?.source ?? null;
    },

    download: async (place, file) => {
      const uid = uidOf(place);
      if (uid === null) return false;
      const got = await run("a message", client.download(String(uid), undefined, { uid: true, chunkSize: DOWNLOAD_CHUNK }), TRANSFER_MILLISECONDS);
      if (!got?.content) return false;
      await run("a message", pipeline(got.content, createWriteStream(file)), TRANSFER_MILLISECONDS);
      return true;
    },

    file: async (place, label) => {
      const uid = uidOf(place);
      if (uid === null) return "gone";
      if (options.filing === "keywords") {
        await run("a keyword", client.messageFlagsAdd(String(uid), [keywords[label]], { uid: true }));
        return "filed";
      }
      return move(connection, uid, [...options.filingFolder.split("/"), folderNames[label]]);
    },

    wait: async (milliseconds, signal) => {
      await wake.wait(milliseconds, signal);
      if (connection.closed.aborted) throw new Failure("mailbox_unavailable", `${options.host} ended the connection`);
      // Also where IDLE looks healthy: it can die silently, and this command has a deadline.
      if (!signal.aborted) await run("a sign of life", client.noop());
    },

    close: async () => connection.close(),
  };
};

/** Moves, making the folder when it is not there. The library reports both troubles by its return value, not by throwing. */
const move = async ({ client, run }: Connection, uid: number, path: string[]): Promise<"filed" | "gone"> => {
  for (const attempt of [1, 2]) {
    const moved = await run("a move", client.messageMove(String(uid), path, { uid: true }));
    if (moved && (moved.uidMap?.size ?? 0) > 0) return "filed";
    const still = await run("a look", client.fetchOne(String(uid), { uid: true }, { uid: true }));
    // Without UIDPLUS the server does not say what it moved.
    if (!still) return moved && !client.capabilities.has("UIDPLUS") ? "filed" : "gone";
    if (attempt === 1) await run("a new folder", client.mailboxCreate(path));
  }
  throw new Failure("mailbox_unavailable", `a message cannot be moved to ${path.join("/")}`);
};

/** "1:500,502": servers refuse very long lists. */
const ranges = (uids: readonly number[]): string => {
  const parts: string[] = [];
  let from: number | null = null;
  const sorted = uids.toSorted((a, b) => a - b);
  sorted.forEach((uid, index) => {
    from ??= uid;
    if (sorted[index + 1] === uid + 1) return;
    parts.push(from === uid ? String(uid) : `${from}:${uid}`);
    from = null;
  });
  return parts.join(",");
};

const instantOf = (date: Date | string | undefined): number | null => {
  const instant = date === undefined ? Number.NaN : new Date(date).getTime();
  return Number.isNaN(instant) ? null : instant;
};

/** Rings when the server tells of new mail, and when the connection ends. */
const bellOf = ({ client, closed }: Connection) => {
  let rung = false;
  let ring: () => void = () => undefined;
  client.on("exists", (event: { count: number; prevCount: number }) => {
    if (event.count <= event.prevCount) return;
    rung = true;
    ring();
  });
  closed.addEventListener("abort", () => ring(), { once: true });
  return {
    clear: () => {
      rung = false;
    },
    wait: (milliseconds: number, signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        if (rung || signal.aborted || closed.aborted) return resolve();
        const done = () => {
          clearTimeout(timer);
          signal.removeEventListener("abort", done);
          ring = () => undefined;
          resolve();
        };
        const timer = setTimeout(done, milliseconds);
        signal.addEventListener("abort", done, { once: true });
        ring = done;
      }),
  };
};
