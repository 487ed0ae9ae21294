/** winmail.dat (TNEF, MS-OXTNEF): the files and the body that Outlook packed. Own reader: the packages for it fail on valid files. */
import iconv from "iconv-lite";
import type { KeptMail } from "./mail-file.ts";
import { charsetOf } from "./msg.ts";
import { bodyOfRtf } from "./rtf-body.ts";
import { decodeHtml } from "./text.ts";
import { ZipError } from "./zip.ts";

type Attachment = { name: string; bytes: Buffer };
type Properties = ReadonlyMap<number, Buffer>;

/** A winmail.dat as a mail. What stands before a damaged record counts. Throws ZipError `corrupt` when nothing does. */
export const readTnef = (data: Uint8Array): KeptMail => {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  let codepage = "windows-1252";
  let subject = "";
  let text: string | null = null;
  let html: string | null = null;
  const files: Attachment[] = [];
  let at = 6;
  let records = 0;
  while (at + 9 <= bytes.length && records < 5000) {
    const id = bytes.readUInt32LE(at + 1) & 0xffff;
    const length = bytes.readUInt32LE(at + 5);
    const value = bytes.subarray(at + 9, at + 9 + length);
    if (value.length < length) break;
    at += 9 + length + 2;
    records += 1;
    const string = (): string => iconv.decode(value, codepage).replace(/\0+$/, "");
    const file = files.at(-1);
    if (id === 0x9007 && length >= 4) codepage = charsetOf(value.readUInt32LE(0));
    else if (id === 0x8004) subject = string();
    else if (id === 0x800c) text = string();
    else if (id === 0x9002) files.push({ name: "", bytes: Buffer.alloc(0) });
    else if (id === 0x8010 && file) file.name ||= string();
    else if (id === 0x800f && file) file.bytes = value;
    else if (id === 0x9005 && file) fileProperties(properties(value), file);
    else if (id === 0x9003) {
      const all = properties(value);
      subject = stringOf(all.get(0x37), codepage) || subject;
      text = stringOf(all.get(0x1000), codepage) || text;
      const rich = all.get(0x1009);
      const fromRtf = rich ? bodyOfRtf(rich) : null;
      html = htmlOf(all) || fromRtf?.html || html;
      text ??= fromRtf?.text ?? null;
    }
  }
  if (records === 0) throw new ZipError("corrupt", "tnef");
  return {
    subject,
    sender: "",
    text,
    html,
    files: files.filter((file) => file.bytes.length > 0).map((file, index) => ({ name: file.name || `vedlegg-${index + 1}`, bytes: file.bytes })),
  };
};

const fileProperties = (all: Properties, file: Attachment): void => {
  const long = stringOf(all.get(0x3707), "windows-1252");
  if (long) file.name = long;
  const content = all.get(0x3701);
  // An embedded message (method 5) has a 16-byte interface id before its own TNEF.
  if (content && content.length > 0 && file.bytes.length === 0) file.bytes = all.get(0x3705)?.[0] === 5 ? content.subarray(16) : content;
};

/** PR_HTML is bytes in a code page of their own (PR_INTERNET_CPID), which need not be the one of the strings. */
const htmlOf = (all: Properties): string => {
  const value = all.get(0x1013);
  if (!value || value.length === 0) return "";
  const page = all.get(0x3fde);
  return (page?.length === 4 ? iconv.decode(value, charsetOf(page.readUInt32LE(0))) : decodeHtml(value)).replace(/\0+$/, "");
};

/** MAPI strings: UTF-16 when every second byte of the start is zero, else the file's code page. */
const stringOf = (value: Buffer | undefined, codepage: string): string => {
  if (!value || value.length === 0) return "";
  const wide = value.length > 1 && value[1] === 0;
  return (wide ? value.toString("utf16le") : iconv.decode(value, codepage)).replace(/\0+$/, "");
};

const fixed: Record<number, number> = { 2: 4, 3: 4, 4: 4, 10: 4, 11: 4, 5: 8, 6: 8, 7: 8, 20: 8, 64: 8, 72: 16 };

/** A block of MAPI properties by id; the first value of each. Reading stops where the block makes no sense. */
const properties = (bytes: Buffer): Properties => {
  const found = new Map<number, Buffer>();
  if (bytes.length < 4) return found;
  let at = 4;
  const count = Math.min(bytes.readUInt32LE(0), 2000);
  try {
    for (let index = 0; index < count; index += 1) {
      const type = bytes.readUInt16LE(at);
      const id = bytes.readUInt16LE(at + 2);
      at += 4;
      if (id >= 0x8000) {
        const kind = bytes.readUInt32LE(at + 16);
        at += 20;
        if (kind === 0) at += 4;
        else at += 4 + padded(bytes.readUInt32LE(at));
      }
      const base = type & 0x0fff;
      const size = fixed[base];
      if (size !== undefined && (type & 0x1000) === 0) {
        found.set(id, bytes.subarray(at, at + size));
        at += size;
        continue;
      }
      const values = bytes.readUInt32LE(at);
      at += 4;
      if (values > 10_000) return found;
      for (let value = 0; value < values; value += 1) {
        if (size !== undefined) {
          at += size;
          continue;
        }
        const length = bytes.readUInt32LE(at);
        if (value === 0) found.set(id, bytes.subarray(at + 4, at + 4 + length));
        at += 4 + padded(length);
      }
    }
  } catch {
    return found;
  }
  return found;
};

const padded = (length: number): number => Math.ceil(length / 4) * 4;
