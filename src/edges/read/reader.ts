/** A raw message to a Message: MIME, the mail's own text as blocks, and every file opened. */
import type { Document } from "#core/document.ts";
import type { Message } from "#core/message.ts";
import { readFile } from "./documents.ts";
import { blocksFromHtml } from "./html.ts";
import { bodyDocument, draftsFromHtml, draftsFromPlainText, markOrigins } from "./mail-body.ts";
import { linkDocuments } from "./file-links.ts";
import { isDecoration } from "./picture.ts";
import { type MimeFile, type MimeMessage, readMime } from "./mime.ts";

/** Opens one file and gives its documents; in process by default, in a guarded child in the worker. */
export type ReadFiles = (files: readonly MimeFile[]) => Promise<Document[]>;

const readInProcess: ReadFiles = async (files) => {
  const documents: Document[] = [];
  for (const file of files) documents.push(...(await readFile(file)));
  return documents;
};

/**
 * Reads a message whole. Never throws for what a file holds (that is the document's state); throws Failure
 * `message_empty`, `message_not_mail` or `message_broken` where there is no message to speak of.
 */
export const readMessage = async (raw: Uint8Array, readFiles: ReadFiles = readInProcess): Promise<Message> => {
  const mime = await readMime(raw);
  const body = bodyOf(mime);
  const files = mime.files.filter((file) => !isSignatureOfMail(file) && !isDecoration(file.bytes, file.mediaType, file.embedded));
  const attachments = [...(await readFiles(files)), ...linkDocuments(body.links)];
  return {
    messageId: mime.messageId,
    from: mime.from,
    replyTo: mime.replyTo,
    to: mime.to,
    cc: mime.cc,
    subject: mime.subject,
    date: mime.date,
    inReplyTo: mime.inReplyTo,
    references: mime.references,
    headers: mime.headers,
    contentType: mime.contentType,
    body,
    attachments,
    returnedIds: mime.files.flatMap(idsWithin),
    size: raw.length,
  };
};

/** Message-IDs in the head of a mail, or part of one, that lies within: a delivery report returns our mail so (RFC 3462, RFC 3464). */
const idsWithin = (file: MimeFile): string[] => {
  if (!/^(?:message\/|text\/rfc822)/.test(file.mediaType) && !/\.eml$/iu.test(file.name)) return [];
  const head = Buffer.from(file.bytes.subarray(0, 65_536)).toString("latin1");
  return [...head.matchAll(/^(?:x-)?(?:original-)?message-id[ \t]*:\s*(<[^<>\s]+>)/gim)].map((match) => match[1] ?? "");
};

/** smime.p7s and PGP signatures sign the mail; they are no documents (F37). */
const isSignatureOfMail = (file: MimeFile): boolean => /^application\/(?:x-)?(?:pkcs7-signature|pgp-signature)$/.test(file.mediaType);

const bodyOf = (mime: MimeMessage): Document => {
  const inThread = mime.references.length > 0 || mime.inReplyTo.length > 0 || /^\s*(?:sv|re|aw|svar|vs|fwd?|fw|vid|wg)\s*:/iu.test(mime.subject);
  const plain = mime.text?.trim() ? draftsFromPlainText(mime.text) : [];
  if (mime.html) {
    const content = blocksFromHtml(mime.html);
    const drafts = draftsFromHtml(content.blocks);
    // The HTML part is what the sender saw; the text part is a program's rendering of it, kept where the HTML says less.
    const htmlSize = drafts.reduce((sum, { draft }) => sum + draft.text.length, 0);
    const plainSize = plain.reduce((sum, { draft }) => sum + draft.text.length, 0);
    if (htmlSize >= plainSize * 0.6) return bodyDocument(markOrigins(drafts, mime.subject, inThread), "text/html", content.links, content.hidden);
  }
  return bodyDocument(
    markOrigins(plain, mime.subject, inThread),
    "text/plain",
    [...(mime.text ?? "").matchAll(/https?:\/\/[^\s<>"')]+/g)].map((match) => match[0]),
    [],
  );
};
