/** What a list needs of a raw mail: its head, without opening anything in it. */
import { simpleParser } from "mailparser";
import type { MailHead } from "#app/ports.ts";

/** Heads beyond this are cut; 64 kB is ten times the longest honest one. */
const HEAD_BYTES = 65_536;

/** Sender, subject, Message-ID and date; empty where the bytes are no mail. Never throws. */
export const headOf = async (raw: Uint8Array): Promise<MailHead> => {
  const start = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, HEAD_BYTES));
  const end = start.toString("latin1").search(/\r?\n\r?\n/);
  try {
    const { from, subject, messageId, date } = await simpleParser(
      Buffer.concat([end < 0 ? start : start.subarray(0, end), Buffer.from("\r\n\r\n")]),
      { skipHtmlToText: true, skipTextToHtml: true },
    );
    const first = from?.value[0];
    return {
      sender: first?.address ?? "",
      name: first?.name ?? "",
      subject: (subject ?? "").replace(/\s+/g, " ").trim(),
      messageId: messageId ?? null,
      date: date && !Number.isNaN(date.getTime()) ? date.getTime() : null,
    };
  } catch {
    return { sender: "", name: "", subject: "", messageId: null, date: null };
  }
};

/** The topmost Authentication-Results of a raw mail; null where its head has none. */
export const topmostAuthentication = (head: Uint8Array): string | null => {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString("latin1");
  const end = text.search(/\r?\n\r?\n/);
  const unfolded = (end < 0 ? text : text.slice(0, end)).replace(/\r?\n[ \t]+/g, " ");
  return unfolded.match(/^authentication-results:[ \t]*(.*)$/im)?.[1] ?? null;
};
