/** One file to its documents: what it is by content, the reader for it, and the members of containers. In process: `guard.ts` adds the walls. */
import { type Document, type DocumentState, unreadableDocument } from "#core/document.ts";
import { type Content, documentOf } from "./drafts.ts";
import { defaultLimits, type ReadLimits } from "./limits.ts";
import { TooManyElements } from "./markup.ts";
import type { Recogniser } from "./ocr.ts";
import { mediaTypes, sniff, zipType } from "./sniff.ts";
import { type Budget, openPackage, openZip, ZipError, type ZipMember } from "./zip.ts";

export type FileToRead = { readonly name: string; readonly bytes: Uint8Array; readonly mediaType?: string };

export type ReadContext = {
  readonly limits: ReadLimits;
  readonly budget: Budget;
  /** Containers around this file. */
  readonly depth: number;
  /** When what is left of the file is given up so that what was read is kept (milliseconds of performance.now); the guard kills later. */
  readonly until: number;
  /** Recognises scans; without it they are `no_text` with detail `ocr_off`. */
  readonly recogniser: Recogniser | null;
};

/**
 * Reads a file into documents: one, or one for each member of a container ("outer.zip/inner.docx"; the container itself is not listed
 * unless nothing in it can be read). Never throws: what goes wrong is the document's state.
 */
export const readFile = async (file: FileToRead, limits: Partial<ReadLimits> = {}, recogniser: Recogniser | null = null): Promise<Document[]> => {
  const all = { ...defaultLimits, ...limits };
  // Recognition has a clock of its own for each page.
  const until = recogniser ? Number.POSITIVE_INFINITY : performance.now() + all.textMs * timeToStop;
  return readWithin(file, { limits: all, budget: { left: all.inflatedBytes }, depth: 0, until, recogniser });
};

/** Share of the time limit after which nothing new is begun: pages and members that were read must reach the parent before the kill. */
const timeToStop = 0.7;

/** readFile within containers: shares their budget. */
export const readWithin = async (file: FileToRead, context: ReadContext): Promise<Document[]> => {
  const { name, bytes } = file;
  if (bytes.length === 0) return [unreadableDocument(name, file.mediaType ?? mediaTypes.unknown, "empty", "no_bytes")];
  if (bytes.length > context.limits.fileBytes) return [unreadableDocument(name, file.mediaType ?? mediaTypes.unknown, "too_large", "file_bytes")];
  let mediaType = file.mediaType ?? mediaTypes.unknown;
  try {
    mediaType = await sniff(bytes, name);
    return await readAs(mediaType, file, context);
  } catch (cause) {
    const { state, detail } = failureOf(cause);
    return [unreadableDocument(name, mediaType, state, detail)];
  }
};

const failureOf = (cause: unknown): { state: Exclude<DocumentState, "read" | "partial">; detail: string } => {
  if (cause instanceof ZipError) return { state: cause.state, detail: cause.message };
  if (cause instanceof TooManyElements) return { state: "too_large", detail: "elements" };
  if (cause instanceof RangeError && /stack/i.test(cause.message)) return { state: "too_large", detail: "nesting" };
  return { state: "corrupt", detail: cause instanceof Error ? cause.name : "unknown" };
};

const readAs = async (mediaType: string, file: FileToRead, context: ReadContext): Promise<Document[]> => {
  const { limits } = context;
  const { name, bytes } = file;
  const one = (content: Content, type = mediaType): Document[] => [documentOf(name, type, content, limits.characters)];
  switch (mediaType) {
    case mediaTypes.pdf: {
      const { readPdf } = await import("./pdf.ts");
      const content = await readPdf(bytes, limits, context.until);
      if (content.scanned.length === 0) return one(content);
      if (context.recogniser) {
        const { readScannedPdf } = await import("./scan.ts");
        return [await readScannedPdf(name, mediaType, bytes, content, limits, context.recogniser)];
      }
      // Some pages have text: what there is counts, and the rest is known to be missing.
      return one(
        content.drafts.length > 0
          ? { ...content, state: "partial", detail: "ocr_off" }
          : { ...content, drafts: [], state: "no_text", detail: "ocr_off" },
      );
    }
    case mediaTypes.zip:
      return readZip(file, context);
    case mediaTypes.rtf: {
      const { readOffice } = await import("./office.ts");
      return one(await readOffice(bytes, "rtf", limits));
    }
    case mediaTypes.doc: {
      const { readDoc } = await import("./doc.ts");
      return one(await readDoc(bytes));
    }
    case mediaTypes.xls: {
      const { readBinarySheet } = await import("./sheet-binary.ts");
      return one(await readBinarySheet(bytes, limits));
    }
    case mediaTypes.ppt: {
      const { readPpt } = await import("./ppt.ts");
      return one(readPpt(bytes, limits));
    }
    case mediaTypes.html: {
      const [{ decodeHtml }, { blocksFromHtml }] = await Promise.all([import("./text.ts"), import("./html.ts")]);
      const content = blocksFromHtml(decodeHtml(bytes), { boldIsHeading: true });
      return one({ ...content, drafts: content.blocks.map(({ draft }) => draft) });
    }
    case mediaTypes.csv:
    case mediaTypes.text: {
      const { decodeText, readCsv, readText } = await import("./text.ts");
      return one(mediaType === mediaTypes.csv ? readCsv(decodeText(bytes), limits) : readText(decodeText(bytes)));
    }
    case mediaTypes.eml: {
      const { readEml } = await import("./mail-file.ts");
      return readEml(name, mediaType, bytes, innerFiles(context));
    }
    case mediaTypes.msg: {
      const [{ readMsg }, { readKept }] = await Promise.all([import("./msg.ts"), import("./mail-file.ts")]);
      return readKept(name, mediaType, readMsg(bytes), innerFiles(context));
    }
    case mediaTypes.tnef: {
      const [{ readTnef }, { readKept }] = await Promise.all([import("./tnef.ts"), import("./mail-file.ts")]);
      return readKept(name, mediaType, readTnef(bytes), innerFiles(context));
    }
    case mediaTypes.p7m: {
      const [{ unwrapSigned }, { readEml }] = await Promise.all([import("./smime.ts"), import("./mail-file.ts")]);
      return readEml(name, mediaType, unwrapSigned(bytes), innerFiles(context));
    }
    case mediaTypes.officeEncrypted:
      return [unreadableDocument(name, mediaType, "encrypted", "office_password")];
    case mediaTypes.rpmsg:
      return [unreadableDocument(name, mediaType, "encrypted", "rights_managed")];
    case mediaTypes.jpeg:
    case mediaTypes.png:
    case mediaTypes.tiff:
    case mediaTypes.heic:
      return [await picture(file, mediaType, context)];
    default:
      return [unreadableDocument(name, mediaType, "unsupported", "save_as_pdf")];
  }
};

const picture = async (file: FileToRead, mediaType: string, context: ReadContext): Promise<Document> => {
  if (!context.recogniser) return unreadableDocument(file.name, mediaType, "no_text", "ocr_off");
  const { readPicture } = await import("./scan.ts");
  const bytes = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength);
  if (mediaType !== mediaTypes.heic) return readPicture(file.name, bytes, mediaType, context.limits, context.recogniser);
  const { jpegOfHeic } = await import("./heic.ts");
  const photo = await jpegOfHeic(bytes, context.limits);
  return { ...(await readPicture(file.name, photo, mediaTypes.jpeg, context.limits, context.recogniser)), mediaType };
};

/** Reads the files in a kept mail, one container deeper; mails in mails beyond the depth limit stay closed. */
const innerFiles =
  (context: ReadContext) =>
  async (files: readonly FileToRead[]): Promise<Document[]> => {
    const documents: Document[] = [];
    for (const file of files.slice(0, context.limits.members))
      documents.push(
        ...(context.depth >= context.limits.depth
          ? [unreadableDocument(file.name, file.mediaType ?? mediaTypes.unknown, "too_large", "depth")]
          : await readWithin(file, { ...context, depth: context.depth + 1 })),
      );
    return documents;
  };

const readZip = async (file: FileToRead, context: ReadContext): Promise<Document[]> => {
  const { limits, budget } = context;
  const members = await openZip(file.bytes, limits, { left: budget.left });
  const mimetype = members.find((member) => member.name === "mimetype" && !member.encrypted && member.size < 200);
  const type = zipType(
    members.map((member) => member.name),
    mimetype ? (await mimetype.read()).toString("latin1").trim() : null,
  );
  const one = (content: Content): Document[] => [documentOf(file.name, type, content, limits.characters)];
  try {
    if (type === mediaTypes.docx) {
      const [{ readDocx }, parts] = await Promise.all([import("./docx.ts"), openPackage(file.bytes, limits, budget)]);
      const content = await readDocx(parts, limits);
      return one(content.drafts.length === 0 && content.pictures.length > 0 ? { ...content, state: "no_text", detail: "ocr_off" } : content);
    }
    if (type === mediaTypes.xlsx) {
      await inflateWithin(members, limits, budget);
      const { readSheet } = await import("./sheet.ts");
      return one(await readSheet(file.bytes, limits));
    }
    if (type === mediaTypes.pptx) {
      await inflateWithin(members, limits, budget);
      const { readOffice } = await import("./office.ts");
      return one(await readOffice(file.bytes, "pptx", limits));
    }
    if (type === mediaTypes.odt || type === mediaTypes.ods || type === mediaTypes.odp) {
      const [{ readOdf }, parts] = await Promise.all([import("./odf.ts"), openPackage(file.bytes, limits, budget)]);
      return one(await readOdf(parts, limits));
    }
  } catch (cause) {
    const { state, detail } = failureOf(cause);
    return [unreadableDocument(file.name, type, state, detail)];
  }
  return readMembers(file, members, context);
};

/** Libraries that open the archive themselves have no limits: the declared sizes, which yauzl proved equal to the bytes, are counted first. */
const inflateWithin = async (members: readonly ZipMember[], limits: ReadLimits, budget: Budget): Promise<void> => {
  for (const member of members) {
    if (/\.(xml|rels)$/i.test(member.name) && member.size > limits.xmlBytes) throw new ZipError("too_large", "xml_bytes");
    if (/\.xml$/i.test(member.name)) await member.read();
    else budget.left -= member.size;
    if (budget.left < 0) throw new ZipError("too_large", "inflated_bytes");
  }
};

/** Files that programs put into archives for themselves. */
const isLitter = (name: string): boolean => /(^|\/)(__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$|~\$)/.test(name);

const readMembers = async (file: FileToRead, members: readonly ZipMember[], context: ReadContext): Promise<Document[]> => {
  const { limits, depth } = context;
  const files = members.filter((member) => !isLitter(member.name));
  if (files.length === 0) return [unreadableDocument(file.name, mediaTypes.zip, "empty", "no_members")];
  if (depth >= limits.depth) return [unreadableDocument(file.name, mediaTypes.zip, "too_large", "depth")];
  const documents: Document[] = [];
  for (const member of files.slice(0, limits.members)) {
    const name = `${file.name}/${member.name}`;
    if (performance.now() > context.until) {
      documents.push(unreadableDocument(name, mediaTypes.unknown, "timeout", "text_time"));
      continue;
    }
    try {
      documents.push(...(await readWithin({ name, bytes: await member.read() }, { ...context, depth: depth + 1 })));
    } catch (cause) {
      const { state, detail } = failureOf(cause);
      documents.push(unreadableDocument(name, mediaTypes.unknown, state, detail));
    }
  }
  if (files.length > limits.members) documents.push(unreadableDocument(file.name, mediaTypes.zip, "too_large", "members"));
  return documents;
};
