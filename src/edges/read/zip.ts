/** ZIP archives and the office files built on them: a directory of members, read one by one within limits (yauzl). */
import iconv from "iconv-lite";
import { type Entry, fromBuffer, type ZipFile } from "yauzl";
import type { ReadLimits } from "./limits.ts";

/** Why an archive or one of its members is not read. The code becomes the document's state. */
export class ZipError extends Error {
  readonly state: "corrupt" | "encrypted" | "too_large";
  constructor(state: "corrupt" | "encrypted" | "too_large", detail: string) {
    super(detail);
    this.state = state;
  }
}

export type ZipMember = {
  readonly name: string;
  readonly encrypted: boolean;
  /** Inflated size as declared; yauzl fails when the bytes are more or fewer. */
  readonly size: number;
  /** The bytes. Throws ZipError. */
  readonly read: () => Promise<Buffer>;
};

/** Bytes that may still be inflated for the whole file, shared by containers within each other. */
export type Budget = { left: number };

/** The members of an archive, directories left out. Throws ZipError. */
export const openZip = async (bytes: Uint8Array, limits: ReadLimits, budget: Budget, memberBytes = limits.memberBytes): Promise<ZipMember[]> => {
  const zip = await open(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (zip.entryCount > Math.max(limits.members, 1) * 25) throw new ZipError("too_large", "members");
  const members: ZipMember[] = [];
  return new Promise((resolve, reject) => {
    zip.on("error", (cause: Error) => reject(new ZipError("corrupt", reasonOf(cause))));
    zip.on("end", () => resolve(members));
    zip.on("entry", (entry: Entry) => {
      const name = nameOf(entry);
      if (!name.endsWith("/"))
        members.push({ name, encrypted: entry.isEncrypted(), size: entry.uncompressedSize, read: () => inflate(zip, entry, budget, memberBytes) });
      zip.readEntry();
    });
    zip.readEntry();
  });
};

const open = (buffer: Buffer): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    // Names are decoded here, because yauzl reads names without the UTF-8 flag as cp437 (ø becomes ¢) and refuses the archive for one bad name.
    fromBuffer(buffer, { lazyEntries: true, validateEntrySizes: true, decodeStrings: false, strictFileNames: false }, (cause, zip) =>
      zip ? resolve(zip) : reject(new ZipError("corrupt", cause ? reasonOf(cause) : "no directory")),
    );
  });

const inflate = (zip: ZipFile, entry: Entry, budget: Budget, memberBytes: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    if (entry.isEncrypted()) return reject(new ZipError("encrypted", "zip_password"));
    if (entry.uncompressedSize > memberBytes) return reject(new ZipError("too_large", "member_bytes"));
    if (entry.uncompressedSize > budget.left) return reject(new ZipError("too_large", "inflated_bytes"));
    zip.openReadStream(entry, (cause, stream) => {
      if (!stream) return reject(new ZipError("corrupt", cause ? reasonOf(cause) : "no stream"));
      const chunks: Buffer[] = [];
      let size = 0;
      stream.on("data", (chunk: Buffer) => {
        size += chunk.length;
        budget.left -= chunk.length;
        if (size > memberBytes || budget.left < 0) stream.destroy(new ZipError("too_large", "inflated_bytes"));
        chunks.push(chunk);
      });
      stream.on("error", (error: Error) => reject(error instanceof ZipError ? error : new ZipError("corrupt", reasonOf(error))));
      stream.on("end", () => resolve(Buffer.concat(chunks)));
    });
  });

/** A closed word for yauzl's message, which can hold a member's name. */
const reasonOf = (cause: Error): string =>
  /encrypt/i.test(cause.message)
    ? "encryption"
    : /too many bytes|too few|not enough bytes|invalid.*distance|invalid.*block|crc/i.test(cause.message)
      ? "damaged_member"
      : "damaged_directory";

/** A member's name: UTF-8 where it says so or fits, else the code page of Norwegian Windows (cp850). No path steps upwards. */
const nameOf = (entry: Entry): string => {
  const raw = Buffer.isBuffer(entry.fileName) ? entry.fileName : Buffer.from(entry.fileName, "utf8");
  let name: string;
  try {
    name = new TextDecoder("utf-8", { fatal: true }).decode(raw);
  } catch {
    name = iconv.decode(raw, "cp850");
  }
  return name
    .normalize("NFC")
    .replaceAll("\\", "/")
    .split("/")
    .filter((part, index, all) => (part !== "" || index === all.length - 1) && part !== "." && part !== "..")
    .join("/")
    .replaceAll("\0", "");
};

/** Parts of an office file by name, as text. Parts above the XML limit are too large for the whole file. */
export type Package = {
  readonly names: readonly string[];
  readonly has: (name: string) => boolean;
  readonly text: (name: string) => Promise<string>;
  readonly bytes: (name: string) => Promise<Buffer>;
};

/** Opens an office file (OOXML, ODF). Throws ZipError. */
export const openPackage = async (bytes: Uint8Array, limits: ReadLimits, budget: Budget): Promise<Package> => {
  const members = new Map((await openZip(bytes, limits, budget, limits.memberBytes)).map((member) => [member.name, member]));
  const read = async (name: string): Promise<Buffer> => {
    const member = members.get(name);
    if (!member) throw new ZipError("corrupt", "part_missing");
    if (/\.(xml|rels)$/i.test(name) && member.size > limits.xmlBytes) throw new ZipError("too_large", "xml_bytes");
    return member.read();
  };
  return {
    names: [...members.keys()],
    has: (name) => members.has(name),
    bytes: read,
    text: async (name) => decodeXml(await read(name)),
  };
};

const decodeXml = (bytes: Buffer): string =>
  bytes[0] === 0xff && bytes[1] === 0xfe
    ? bytes.toString("utf16le")
    : bytes[0] === 0xfe && bytes[1] === 0xff
      ? iconv.decode(bytes, "utf-16be")
      : bytes.toString("utf8");
