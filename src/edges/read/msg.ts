/** Outlook messages (MSG): fields and files through msgreader, the body from HTML, encapsulated RTF or text. */
import { createRequire } from "node:module";
import iconv from "iconv-lite";
import type { FieldsData } from "@kenjiuno/msgreader";
import type { KeptMail } from "./mail-file.ts";
import { bodyOfRtf } from "./rtf-body.ts";
import { decodeHtml } from "./text.ts";
import { ZipError } from "./zip.ts";

type MsgReaderClass = typeof import("@kenjiuno/msgreader").default;
// A CommonJS module whose class stands under `default`.
const MsgReader = (createRequire(import.meta.url)("@kenjiuno/msgreader") as { default: MsgReaderClass }).default;

/** A message file as a mail. Throws ZipError `corrupt`, or `encrypted` for S/MIME and rights-managed messages. */
export const readMsg = (bytes: Uint8Array): KeptMail => {
  let reader: InstanceType<MsgReaderClass>;
  let data: FieldsData;
  try {
    reader = new MsgReader(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer);
    data = reader.getFileData();
  } catch {
    throw new ZipError("corrupt", "outlook_file");
  }
  if (data.error || data.dataType !== "msg") throw new ZipError("corrupt", "outlook_file");
  const files = (data.attachments ?? [])
    .filter((attachment) => !attachment.attachmentHidden)
    .flatMap((attachment, index) => {
      try {
        const file = reader.getAttachment(attachment);
        return [{ name: attachment.fileName || file.fileName || attachment.name || `vedlegg-${index + 1}`, bytes: new Uint8Array(file.content) }];
      } catch {
        return [];
      }
    });
  const isWrapped = /^IPM\.Note\.(SMIME|rpmsg)/i.test(data.messageClass ?? "") && !/MultipartSigned/i.test(data.messageClass ?? "");
  if (isWrapped && files.length === 0) throw new ZipError("encrypted", "mail_encrypted");
  const address = [data.senderSmtpAddress, data.sentRepresentingSmtpAddress, data.senderEmail].find(
    (value) => value?.includes("@") && !value.startsWith("/"),
  );
  return {
    subject: data.subject ?? "",
    sender: [data.senderName ?? "", address ? `<${address}>` : ""].join(" ").trim(),
    ...bodyOf(data),
    files,
  };
};

const bodyOf = (data: FieldsData): { text: string | null; html: string | null } => {
  if (data.bodyHtml) return { text: null, html: data.bodyHtml };
  if (data.html && data.html.length > 0) {
    const bytes = Buffer.from(data.html);
    return { text: null, html: data.internetCodepage === undefined ? decodeHtml(bytes) : iconv.decode(bytes, charsetOf(data.internetCodepage)) };
  }
  const fromRtf = data.compressedRtf ? bodyOfRtf(data.compressedRtf) : null;
  if (fromRtf?.html) return fromRtf;
  return data.body?.trim() ? { text: data.body, html: null } : (fromRtf ?? { text: null, html: null });
};

/** Windows code page number as iconv name. */
export const charsetOf = (codepage: number | undefined): string => {
  if (codepage === undefined || codepage === 65001) return "utf-8";
  const name = codepage === 28591 ? "latin1" : codepage === 28605 ? "iso-8859-15" : codepage === 20127 ? "ascii" : `cp${codepage}`;
  return iconv.encodingExists(name) ? name : "windows-1252";
};
