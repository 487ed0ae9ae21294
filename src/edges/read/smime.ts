/** S/MIME wrappers (smime.p7m, RFC 8551): a signed mail is unwrapped, an encrypted one is told apart. Signatures are not checked. */
import { ZipError } from "./zip.ts";

type Element = { readonly tag: number; readonly start: number; readonly end: number; readonly next: number };

const objectId = (last: number): Buffer => Buffer.from([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, last]);

/** The mail within signed data. Throws ZipError `encrypted` for enveloped data, `corrupt` where neither is found. */
export const unwrapSigned = (data: Uint8Array): Buffer => {
  const bytes = binary(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  try {
    const outer = read(bytes, 0);
    const id = read(bytes, outer.start);
    const type = bytes.subarray(id.start, id.end);
    // 1.7.3 enveloped, 1.9.16.1.23 authenticated-enveloped: only the receiver's key opens them.
    if (type.equals(objectId(3)) || !type.subarray(0, 8).equals(objectId(0).subarray(0, 8))) throw new ZipError("encrypted", "mail_encrypted");
    if (!type.equals(objectId(2))) throw new ZipError("corrupt", "smime");
    const signed = read(bytes, read(bytes, id.next).start);
    let at = signed.start;
    for (let part = 0; part < 6 && at < signed.end; part += 1) {
      const element = read(bytes, at);
      if (element.tag === 0x30) {
        const inner = read(bytes, element.start);
        if (inner.tag === 0x06 && inner.next < element.end) {
          const content = read(bytes, read(bytes, inner.next).start);
          return octets(bytes, content, 0);
        }
      }
      at = element.next;
    }
  } catch (cause) {
    if (cause instanceof ZipError) throw cause;
  }
  throw new ZipError("corrupt", "smime");
};

/** PEM and bare base64 as bytes. */
const binary = (bytes: Buffer): Buffer => {
  if (bytes[0] === 0x30) return bytes;
  return Buffer.from(bytes.toString("latin1").replace(/-----[^-]+-----/g, ""), "base64");
};

/** One element of BER; an indefinite length (0x80) runs to its end mark. */
const read = (bytes: Buffer, at: number, depth = 0): Element => {
  const tag = bytes.readUInt8(at);
  const first = bytes.readUInt8(at + 1);
  if (depth > 30) throw new RangeError("nesting");
  if (first < 0x80) return { tag, start: at + 2, end: at + 2 + first, next: at + 2 + first };
  if (first > 0x80) {
    const size = first & 0x7f;
    const length = bytes.readUIntBE(at + 2, Math.min(size, 6));
    const start = at + 2 + size;
    return { tag, start, end: Math.min(bytes.length, start + length), next: start + length };
  }
  let position = at + 2;
  while (bytes.readUInt16BE(position) !== 0) position = read(bytes, position, depth + 1).next;
  return { tag, start: at + 2, end: position, next: position + 2 };
};

/** An octet string, whole or in parts. */
const octets = (bytes: Buffer, element: Element, depth: number): Buffer => {
  if ((element.tag & 0x20) === 0 || depth > 10) return bytes.subarray(element.start, element.end);
  const parts: Buffer[] = [];
  for (let at = element.start; at < element.end; ) {
    const part = read(bytes, at);
    parts.push(octets(bytes, part, depth + 1));
    at = part.next;
  }
  return Buffer.concat(parts);
};
