/** A mail server's report about one of our mails (RFC 3464): which mail, which address, for good or for now. */
import { documentText } from "./document.ts";
import type { Message } from "./message.ts";
import { isOwnMessageId, type KeyedHash, ownMessageIdsIn } from "./reference.ts";

export type Bounce = {
  /** Our mail; null where the report does not name it. */
  readonly messageId: string | null;
  readonly address: string | null;
  /** Enhanced status code ("5.1.1"), where the report gives one. */
  readonly status: string | null;
  readonly permanent: boolean;
};

/** What a message reports about our mail; null when it is no report. Absence notes and reading receipts are none. */
export const bounceOf = (message: Message, hash: KeyedHash): Bounce | null => {
  const emptyReturnPath = /^\s*<\s*>\s*$/.test(message.headers["return-path"]?.[0] ?? "");
  const robot = /^(?:mailer-?daemon|postmaster)@/i.test(message.from?.address ?? "");
  const header = message.headers["content-type"]?.[0] ?? "";
  const isReport = message.contentType === "multipart/report" && !/disposition-notification/i.test(header);
  if (!isReport && !(robot && (emptyReturnPath || message.headers["x-failed-recipients"]))) return null;
  const text = [message.body, ...message.attachments].map(documentText).join("\n");
  const status = text.match(/^[ \t]*Status:[ \t]*([245]\.\d{1,3}\.\d{1,3})/im)?.[1] ?? text.match(/\b([45]\.\d{1,3}\.\d{1,3})\b/)?.[1] ?? null;
  const address =
    text.match(/^[ \t]*(?:Final|Original)-Recipient:[ \t]*(?:rfc822|utf-8)[ \t]*;[ \t]*<?([^\s<>;]+@[^\s<>;]+)/im)?.[1] ??
    message.headers["x-failed-recipients"]?.[0]?.split(",")[0]?.trim() ??
    null;
  const action = text.match(/^[ \t]*Action:[ \t]*(\w+)/im)?.[1]?.toLowerCase() ?? null;
  const own = [...message.inReplyTo, ...message.references, ...(message.returnedIds ?? [])].filter((id) => isOwnMessageId(id, hash));
  return {
    messageId: own[0] ?? ownMessageIdsIn(text, hash)[0] ?? null,
    address: address?.toLowerCase() ?? null,
    status,
    permanent: status ? status.startsWith("5") : action !== "delayed",
  };
};
