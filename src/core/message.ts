/** A mail message after MIME decoding: who, when, thread, signals of automation, body and files. */
import type { Document } from "./document.ts";

export type Address = { readonly name: string; readonly address: string };

/** Header facts that decide whether a machine wrote the mail and whether we may answer (field names as in the RFCs, lower case). */
export type MessageHeaders = Readonly<Record<string, readonly string[]>>;

export type Message = {
  /** As given, with angle brackets; null where the mail has none. */
  readonly messageId: string | null;
  readonly from: Address | null;
  readonly replyTo: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly subject: string;
  /** ISO 8601 instant of the Date header; null where it is absent or nonsense. */
  readonly date: string | null;
  readonly inReplyTo: readonly string[];
  readonly references: readonly string[];
  /** All header lines by lower-case name, values unfolded and decoded, topmost first. */
  readonly headers: MessageHeaders;
  /** Top-level content type, e.g. "multipart/report". */
  readonly contentType: string;
  /** The mail's own text as a document named "body"; quoted, forwarded and signature blocks are marked by origin. */
  readonly body: Document;
  /** Every file, members of containers too, in the order they stand in the mail. */
  readonly attachments: readonly Document[];
  /** Message-IDs in the heads of mails that lie within, as a delivery report returns them. */
  readonly returnedIds?: readonly string[];
  /** Size of the raw message in bytes. */
  readonly size: number;
};
