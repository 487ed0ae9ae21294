/** What a file is, by its bytes. Names and declared types are never trusted: `.pdf` on a Word file and "octet-stream" are everyday. */
import { fileTypeFromBuffer } from "file-type";

export const mediaTypes = {
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  odt: "application/vnd.oasis.opendocument.text",
  ods: "application/vnd.oasis.opendocument.spreadsheet",
  odp: "application/vnd.oasis.opendocument.presentation",
  doc: "application/msword",
  xls: "application/vnd.ms-excel",
  ppt: "application/vnd.ms-powerpoint",
  msg: "application/vnd.ms-outlook",
  rtf: "application/rtf",
  zip: "application/zip",
  eml: "message/rfc822",
  tnef: "application/ms-tnef",
  p7m: "application/pkcs7-mime",
  html: "text/html",
  csv: "text/csv",
  text: "text/plain",
  png: "image/png",
  jpeg: "image/jpeg",
  tiff: "image/tiff",
  heic: "image/heic",
  officeEncrypted: "application/encrypted-office",
  rpmsg: "application/x-microsoft-rpmsg-message",
  unknown: "application/octet-stream",
} as const;

const starts = (bytes: Buffer, ...signature: number[]): boolean => signature.every((byte, index) => bytes[index] === byte);

/** The media type; for a ZIP the caller looks at the members (`zipType`). `name` only tells CSV from other text. */
export const sniff = async (data: Uint8Array, name: string): Promise<string> => {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (bytes.subarray(0, 1024).includes("%PDF-")) return mediaTypes.pdf;
  if (starts(bytes, 0x50, 0x4b, 3, 4) || starts(bytes, 0x50, 0x4b, 5, 6)) return mediaTypes.zip;
  if (starts(bytes, 0xd0, 0xcf, 0x11, 0xe0)) return compoundType(bytes);
  if (starts(bytes, 0x7b, 0x5c, 0x72, 0x74)) return mediaTypes.rtf;
  if (starts(bytes, 0x78, 0x9f, 0x3e, 0x22)) return mediaTypes.tnef;
  if (starts(bytes, 0x76, 0xe8, 0x04, 0x60)) return mediaTypes.rpmsg;
  if (starts(bytes, 0xff, 0xd8, 0xff)) return mediaTypes.jpeg;
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47)) return mediaTypes.png;
  if (starts(bytes, 0x49, 0x49, 0x2a, 0) || starts(bytes, 0x4d, 0x4d, 0, 0x2a)) return mediaTypes.tiff;
  // PKCS#7 is a DER sequence that begins with the object id 1.2.840.113549.1.7.x.
  if (bytes[0] === 0x30 && bytes.subarray(0, 24).includes(Buffer.from([0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07])))
    return mediaTypes.p7m;
  if (/^(heic|heix|hevc|mif1|msf1|heim|heis)$/.test(bytes.subarray(8, 12).toString("latin1"))) return mediaTypes.heic;
  const known = looksLikeText(bytes) ? undefined : await fileTypeFromBuffer(bytes).catch(() => undefined);
  if (known && !/^text\//.test(known.mime)) return known.mime;
  return textType(bytes, name);
};

const utf16 = (text: string): Buffer => Buffer.from(text, "utf16le");

/** Compound files (the old Office formats, Outlook messages, and encrypted new Office files) by the names of their streams. */
const compoundType = (bytes: Buffer): string => {
  const has = (stream: string): boolean => bytes.includes(utf16(stream));
  if (has("EncryptedPackage")) return mediaTypes.officeEncrypted;
  if (has("__properties_version1.0")) return mediaTypes.msg;
  if (has("WordDocument")) return mediaTypes.doc;
  if (has("Workbook") || has("Book\0")) return mediaTypes.xls;
  return has("PowerPoint Document") ? mediaTypes.ppt : "application/x-cfb";
};

/** Text has no control bytes but line ends, tabs and form feeds; UTF-16 is told by its mark. */
const looksLikeText = (bytes: Buffer): boolean => {
  if (starts(bytes, 0xff, 0xfe) || starts(bytes, 0xfe, 0xff)) return true;
  const head = bytes.subarray(0, 4096);
  let odd = 0;
  for (const byte of head) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) odd += 1;
  return odd <= head.length / 200;
};

const mailHeader = /^(from|to|subject|date|message-id|received|return-path|mime-version|content-type|delivered-to|x-[a-z-]+)[ \t]*:/i;

const textType = (bytes: Buffer, name: string): string => {
  if (!looksLikeText(bytes)) return mediaTypes.unknown;
  const head = bytes.subarray(0, 8192).toString("latin1").replace(/^ï»¿/, "").trimStart();
  if (/^<(!doctype\s+html|html|head|body)\b/i.test(head) || /<html[\s>]/i.test(head.slice(0, 2000))) return mediaTypes.html;
  // Excel's XML of 2003, which programs also write under the name .xls.
  if (/^<\?xml/.test(head) && /<\?mso-application progid="Excel\.Sheet"\?>|urn:schemas-microsoft-com:office:spreadsheet/.test(head))
    return mediaTypes.xls;
  const lines = head.split(/\r?\n/);
  const headers = lines.slice(0, Math.max(0, lines.indexOf(""))).filter((line) => mailHeader.test(line)).length;
  if (headers >= 3 || (headers >= 2 && /\.eml$/i.test(name))) return mediaTypes.eml;
  if (/-----BEGIN (PKCS7|CMS)-----/.test(head)) return mediaTypes.p7m;
  return /\.(csv|tsv)$/i.test(name) ? mediaTypes.csv : mediaTypes.text;
};

/** What a ZIP is, by its members: an office file, or an archive of files. */
export const zipType = (names: readonly string[], mimetype: string | null): string => {
  if (mimetype && /^application\/vnd\.oasis\.opendocument\.(text|spreadsheet|presentation)/.test(mimetype))
    return mimetype.trim().replace(/-template$/, "");
  if (!names.includes("[Content_Types].xml")) return mediaTypes.zip;
  if (names.some((name) => /^(word\/document\d*\.xml)$/.test(name))) return mediaTypes.docx;
  if (names.some((name) => /^xl\/workbook\.(xml|bin)$/.test(name))) return mediaTypes.xlsx;
  if (names.some((name) => name === "ppt/presentation.xml")) return mediaTypes.pptx;
  return mediaTypes.docx;
};
