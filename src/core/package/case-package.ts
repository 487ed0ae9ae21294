/** A case as a package for the archive: files with checksums, and the data that describe them. */
import type { XmlNode } from "./xml-node.ts";

export type PackageFile = { readonly path: string; readonly bytes: Uint8Array /** SHA-256, hex. */; readonly hash: string };

export type CasePackage = {
  /** Name of the folder or of the zip file: the reference without blanks. */
  readonly name: string;
  readonly files: readonly PackageFile[];
  readonly archive: XmlNode;
};

/** A file of the case as it is described: without its bytes. */
export type DescribedFile = {
  readonly path: string;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  readonly hash: string;
};

export type IncomingMail = {
  readonly id: string;
  readonly messageId: string | null;
  readonly receivedAt: number;
  readonly date: number | null;
  readonly sender: { readonly name: string; readonly address: string };
  readonly subject: string;
  /** The mail itself first, then the files within it. */
  readonly files: readonly DescribedFile[];
};

export type OutgoingMailInPackage = {
  readonly messageId: string;
  readonly sentAt: number;
  readonly purpose: string;
  /** The mail that it answers, by its id; null for letters of our own accord. */
  readonly answers: string | null;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly files: readonly DescribedFile[];
};

/** A reference as a file name: "UDI 2026-0142-KXRT" gives "UDI-2026-0142-KXRT". */
export const packageName = (reference: string): string => reference.replace(/[^\p{L}\p{N}-]+/gu, "-");

/** A sender's file name as one that every file system and archive takes; its ending stays. */
export const safeFileName = (name: string): string => {
  const base = name.normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const clean = base
    .replace(/[\u0000-\u001f\u007f<>:"|?*\u202a-\u202e\u2066-\u2069]/g, "_")
    .replace(/^[.\s]+|[.\s]+$/g, "")
    .replace(/^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i, "_$1");
  const dot = clean.lastIndexOf(".");
  const ending = dot > 0 && clean.length - dot <= 10 ? clean.slice(dot) : "";
  const stem = ending ? clean.slice(0, dot) : clean;
  return `${stem.slice(0, 100) || "file"}${ending}`;
};
