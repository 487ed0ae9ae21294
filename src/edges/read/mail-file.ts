/** Mail kept as a file (EML, MSG, winmail.dat, signed S/MIME): its text as a document with the file's name, its files as members. */
import type { Block, Document } from "#core/document.ts";
import { unreadableDocument } from "#core/document.ts";
import { blocksFromHtml } from "./html.ts";
import { bodyDocument, draftsFromHtml, draftsFromPlainText, markOrigins, type QuotedDraft } from "./mail-body.ts";
import { readMime } from "./mime.ts";
import { ZipError } from "./zip.ts";

/** Opens the files within a mail; names come without the mail's own. */
export type ReadInner = (files: readonly { readonly name: string; readonly bytes: Uint8Array; readonly mediaType?: string }[]) => Promise<Document[]>;

/** A mail as every kind of file gives it. */
export type KeptMail = {
  readonly subject: string;
  readonly sender: string;
  readonly text: string | null;
  readonly html: string | null;
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array; readonly mediaType?: string }[];
};

/** Signatures of the mail itself (S/MIME, PGP) are no documents (F37). */
const isSignature = (mediaType: string): boolean => /^application\/(?:x-)?(?:pkcs7-signature|pgp-signature)$/.test(mediaType);

/** Documents of an EML file. Throws ZipError `corrupt` where it is no mail after all. */
export const readEml = async (name: string, mediaType: string, bytes: Uint8Array, readInner: ReadInner): Promise<Document[]> => {
  let mail: KeptMail;
  try {
    const mime = await readMime(bytes);
    const sender = mime.from ? `${mime.from.name} <${mime.from.address}>`.trim() : "";
    mail = { subject: mime.subject, sender, text: mime.text, html: mime.html, files: mime.files.filter((file) => !isSignature(file.mediaType)) };
  } catch {
    throw new ZipError("corrupt", "mail_file");
  }
  return readKept(name, mediaType, mail, readInner);
};

/** Documents of a mail, whatever format held it. A mail without text gives its files only. */
export const readKept = async (name: string, mediaType: string, mail: KeptMail, readInner: ReadInner): Promise<Document[]> => {
  const plain = mail.text?.trim() ? draftsFromPlainText(mail.text) : [];
  const content = mail.html ? blocksFromHtml(mail.html) : null;
  const rich = draftsFromHtml(content?.blocks ?? []);
  const length = (drafts: readonly QuotedDraft[]): number => drafts.reduce((sum, { draft }) => sum + draft.text.length, 0);
  // The HTML part is what the sender saw; the text part counts where HTML says clearly less.
  const drafts = content && length(rich) >= length(plain) * 0.6 ? rich : plain;
  const body = bodyDocument(markOrigins(drafts, mail.subject), mediaType, content?.links ?? [], content?.hidden ?? []);
  const files = await readInner(mail.files);
  const documents = withMembers(name, mediaType, mail.sender, mail.subject, body, files);
  if (body.blocks.length > 0) return documents;
  return files.length > 0 ? documents.slice(1) : [unreadableDocument(name, mediaType, "empty", "no_text_in_mail")];
};

/** The kept mail's own text is content that the outer sender passes on: `forwarded`, under a line that names who wrote it. */
const withMembers = (name: string, mediaType: string, sender: string, subject: string, body: Document, files: readonly Document[]): Document[] => {
  const passed = body.blocks.map((block): Block => (block.origin === "own" ? { ...block, origin: "forwarded" } : block));
  const head = [sender ? `Fra: ${sender}` : "", subject ? `Emne: ${subject}` : ""].filter((line) => line !== "").join("\n");
  const first: Block[] = head ? [{ kind: "paragraph", index: 0, place: { page: null }, origin: "signature", text: head, bold: false }] : [];
  const blocks = body.blocks.length === 0 ? [] : [...first, ...passed].map((block, index) => ({ ...block, index }));
  return [{ ...body, name, mediaType, blocks }, ...files.map((file) => ({ ...file, name: `${name}/${file.name}` }))];
};
