/** The 200 short mails of fixtures/corpus/kind.json as messages, read as the pipeline reads a mail. */
import { readFileSync } from "node:fs";
import type { MessageKind } from "#core/assessment.ts";
import { unreadableDocument } from "#core/document.ts";
import type { Language } from "#core/language.ts";
import type { Message } from "#core/message.ts";
import { readMessage } from "#edges/read/reader.ts";

type ShortMail = { readonly text: string; readonly kind: MessageKind; readonly language: Language };

export const shortMails: readonly ShortMail[] = (JSON.parse(readFileSync("fixtures/corpus/kind.json", "utf8")) as { phrases: readonly ShortMail[] })
  .phrases;

/** Mails by senders of every sort, supplements in new threads among them; `thread` marks an answer to a mail of ours. */
export const senderMails: readonly (ShortMail & { readonly thread?: boolean })[] = (
  JSON.parse(readFileSync("fixtures/corpus/kind-senders.json", "utf8")) as { phrases: readonly (ShortMail & { thread?: boolean })[] }
).phrases;

/** File names that the fixture writes in brackets on a mail's last line; the files themselves do not exist. */
const FILES = /\n\[[^\]\n]*\.\w{3,4}[^\n]*\]\s*$/u;

/** The mail as a message; its files are there by name and cannot be opened. */
export const messageOf = async ({ text }: Pick<ShortMail, "text">): Promise<Message> => {
  const [first = "", ...rest] = text.split("\n");
  const subject = first.replace(/^Subject:\s*/u, "");
  const whole = rest.join("\n").replace(/^\n+/u, "");
  const names = (whole.match(FILES)?.[0] ?? "").match(/[^\s[\],]+\.\w{3,4}/gu) ?? [];
  const raw = [
    "From: Avsender <avsender@post.example>",
    "To: post@etat.example",
    `Subject: =?utf-8?B?${Buffer.from(subject).toString("base64")}?=`,
    "Date: Tue, 3 Mar 2026 10:00:00 +0100",
    "Message-ID: <en@post.example>",
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
    "",
    whole.replace(FILES, ""),
  ].join("\r\n");
  const message = await readMessage(Buffer.from(raw));
  return { ...message, attachments: names.map((name) => unreadableDocument(name, "application/octet-stream", "timeout")) };
};
