/** Looks at a mailbox for the checks: connection, certificate, rights. Leaves no trace on the server. */
import { constants } from "node:fs";
import { access, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import type { MailboxFacts, MailboxProbe, PeerFacts } from "#app/ports.ts";
import { Failure } from "#core/failure.ts";
import { folderMailbox, type FolderOptions } from "./folder.ts";
import { type Connection, connectImap } from "./imap-client.ts";
import type { ImapMailboxOptions } from "./imap.ts";

/** The Sent folder where doubtful replies are looked for: its name, "ask" where the server must say it, null where none is needed. */
export type SentNeed = { readonly folder: string | null } | null;

/** Shorter than those of the worker: somebody waits for the answer. */
const timeouts = { connect: 15_000, greeting: 15_000, command: 20_000 };

export const imapProbe =
  (options: ImapMailboxOptions, sent: SentNeed): MailboxProbe =>
  async () => {
    const connection = await connectImap({ ...options, timeouts: { ...timeouts, ...options.timeouts } });
    try {
      return await factsOf(connection, options, sent);
    } finally {
      connection.close();
    }
  };

const factsOf = async (connection: Connection, options: ImapMailboxOptions, sent: SentNeed): Promise<MailboxFacts> => {
  const { client, run } = connection;
  const place = `${options.host}:${options.port} ${options.folder}`;
  // Not by EXAMINE, which is read-only by its nature: only SELECT tells whether we may write.
  const opened = await run("the opening of the folder", client.mailboxOpen(options.folder)).catch((thrown: unknown) => {
    const missing = thrown instanceof Failure && (thrown.cause as { mailboxMissing?: boolean } | undefined)?.mailboxMissing;
    throw missing ? new Failure("mailbox_missing", `the folder ${options.folder} is not on ${options.host}`, { cause: thrown }) : thrown;
  });
  const newest = opened.exists > 0 ? (await run("the newest message", client.fetchOne("*", { internalDate: true }))) || null : null;
  const folders = await run("the list of folders", client.list());
  const facts: Omit<MailboxFacts, "peer"> = {
    place,
    messages: opened.exists,
    writable: opened.readOnly !== true,
    keywords: opened.permanentFlags?.has("\\*") ?? false,
    filingLacks: (await mayFile(connection, folders, opened.delimiter || "/", options.filingFolder)) ? null : options.filingFolder,
    sent:
      sent === null ||
      (sent.folder !== null ? folders.some(({ path }) => path === sent.folder) : folders.some(({ specialUse }) => specialUse === "\\Sent")),
    idle: client.capabilities.has("IDLE"),
    newestAt: newest?.internalDate ? new Date(newest.internalDate).getTime() : null,
  };
  // Ends the session: only a socket that is taken out of it shows its certificate.
  const { socket } = client.unbind();
  const peer = peerFacts(socket as unknown as TLSSocket, options.host, options.port);
  (socket as unknown as TLSSocket).destroy();
  return { ...facts, peer };
};

/** A command that the library has no function for. */
type Execute = (command: string, attributes: readonly object[], options: { readonly untagged: object }) => Promise<unknown>;

/**
 * Whether the folder for finished messages is there or may be made. Servers without ACL (RFC 4314) do not say what one may do;
 * there it is found out when the first message is filed.
 */
const mayFile = async (
  { client, run }: Connection,
  folders: readonly { readonly path: string }[],
  delimiter: string,
  filing: string,
): Promise<boolean> => {
  const name = filing.split("/").join(delimiter);
  if (folders.some(({ path }) => path === name || path.endsWith(`${delimiter}${name}`)) || !client.capabilities.has("ACL")) return true;
  const parent = name.includes(delimiter) ? name.slice(0, name.lastIndexOf(delimiter)) : "INBOX";
  let rights = "";
  await run(
    "our rights",
    (client as unknown as { exec: Execute }).exec("MYRIGHTS", [{ type: "ATOM", value: parent }], {
      untagged: {
        MYRIGHTS: async (line: { attributes?: readonly { value?: unknown }[] }) => {
          rights = String(line.attributes?.[1]?.value ?? "");
        },
      },
    }),
  );
  return /[kc]/.test(rights);
};

/** What a socket says of its other end. */
const peerFacts = (socket: Partial<TLSSocket>, host: string, port: number): PeerFacts => {
  const ends = socket.encrypted ? socket.getPeerCertificate?.().valid_to : undefined;
  return {
    host: `${host}:${port}`,
    protocol: socket.encrypted ? (socket.getProtocol?.() ?? "TLS") : null,
    certificateEnds: ends ? Date.parse(ends) : null,
    local: /^(?:::1|127\.|::ffff:127\.)/.test(socket.remoteAddress ?? ""),
  };
};

export const folderProbe =
  (options: FolderOptions): MailboxProbe =>
  async () => {
    const session = await folderMailbox(options).open(new AbortController().signal);
    try {
      await readdir(options.path).catch((cause: unknown) => {
        throw new Failure("mailbox_unavailable", `the mailbox folder ${options.path} cannot be listed`, { cause });
      });
      const { standing, incomplete } = await session.list();
      const writable = await access(join(options.path), constants.W_OK).then(
        () => true,
        () => false,
      );
      return {
        place: options.path,
        peer: null,
        messages: standing.length + incomplete,
        writable,
        keywords: false,
        filingLacks: null,
        sent: true,
        idle: true,
        newestAt: null,
      };
    } finally {
      await session.close();
    }
  };
