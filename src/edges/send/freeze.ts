/** Makes the bytes of a reply, once. The same reply always gives the same bytes, so a second try sends exactly the first one. */
import { createHash } from "node:crypto";
import MailComposer from "nodemailer/lib/mail-composer/index.js";
import type { OutgoingMail } from "#app/ports.ts";

/** Header by which a copy in the Sent folder is recognised, also where the server rewrote the Message-ID. */
export const REPLY_HEADER = "X-Mottak-Reply-Id";

/**
 * Text first, with the HTML as its equal. `Auto-Submitted` per RFC 3834 section 5; X-Auto-Response-Suppress without `All`,
 * which would also hold back reports of failed delivery (MS-OXCMAIL 2.1.3.2.20).
 */
export const freeze = async (mail: OutgoingMail): Promise<Uint8Array> =>
  new MailComposer({
    from: { ...mail.from },
    to: { ...mail.to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: mail.messageId,
    date: new Date(mail.date),
    ...(mail.inReplyTo ? { inReplyTo: mail.inReplyTo } : {}),
    references: [...mail.references],
    headers: { "Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "OOF, AutoReply", [REPLY_HEADER]: mail.replyId },
    baseBoundary: createHash("sha256").update(mail.messageId).digest("hex").slice(0, 24),
    newline: "windows",
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
