/** MIME: raw bytes of a message to headers, text, HTML and files (mailparser does the decoding). */
import { type AddressObject, type Attachment, simpleParser } from "mailparser";
import { Failure } from "#core/failure.ts";
import type { Address, MessageHeaders } from "#core/message.ts";

/** A file in a message, not yet opened. */
export type MimeFile = {
  readonly name: string;
  /** As declared; the reader sniffs the type by content. */
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  /** Referenced by the HTML body (`cid:`): a signature's logo or a pasted picture. */
  readonly embedded: boolean;
};

export type MimeMessage = {
  readonly messageId: string | null;
  readonly from: Address | null;
  readonly replyTo: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly subject: string;
  readonly date: string | null;
  readonly inReplyTo: readonly string[];
  readonly references: readonly string[];
  readonly headers: MessageHeaders;
  readonly contentType: string;
  readonly text: string | null;
  readonly html: string | null;
  readonly files: readonly MimeFile[];
};

/** 2 MB of HTML is fifty times the longest mail a person writes; mailparser blocks for seconds beyond it. */
const HTML_LIMIT = 2_000_000;

/** 16 kB: a line of 200 copies or of 100 references. Past it a header is padding, and every look at it costs. */
const HEADER_LIMIT = 16_384;
/** Fields of one name: mail that has gone through more servers than this goes round in circles. */
const HEADERS_OF_A_NAME = 100;
/** A line may be 998 long (RFC 5322 section 2.1.1), and a subject is one. */
const SUBJECT_LIMIT = 998;
/** An identifier longer than a line is none, and an answer that repeats it is refused. */
const ID_LIMIT = 998;
/** More references than a thread of some years has. */
const IDS_LIMIT = 200;

const parserOptions = {
  checksumAlgo: false as const,
  skipImageLinks: true,
  skipTextToHtml: true,
  skipHtmlToText: true,
  maxHtmlLengthToParse: HTML_LIMIT,
  keepDeliveryStatus: true,
};

/** Headers of which a mail has at least one; a file with none of them is no mail (RFC 5322 section 3.6). */
const MAIL_HEADER = /^(?:from|to|subject|date|message-id|received|return-path|mime-version|content-type|delivered-to)[ \t]*:/im;

/**
 * Decodes a message. Text parts whose charset is missing or wrong are read as windows-1252 where UTF-8 does not fit.
 * Throws Failure `message_empty`, `message_not_mail` or `message_broken`.
 */
export const readMime = async (raw: Uint8Array): Promise<MimeMessage> => {
  const bytes = withLineFeeds(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength));
  if (!bytes.some((byte) => byte > 32)) throw new Failure("message_empty", "the message holds no text at all");
  const head = bytes.subarray(0, 65_536).toString("latin1");
  const end = head.search(/\r?\n\r?\n/);
  if (!MAIL_HEADER.test(end < 0 ? head : head.slice(0, end))) throw new Failure("message_not_mail", "the file has no mail headers");
  let parsed = await parse(bytes);
  if (hasReplacement(parsed.text, parsed.html, parsed.subject)) parsed = await parse(withCharset(bytes));
  const headers = headerMap(parsed.headerLines);
  return {
    messageId: cleanId(headers["message-id"]?.[0]),
    from: addresses(parsed.from)[0] ?? null,
    replyTo: addresses(parsed.replyTo),
    to: addresses(parsed.to),
    cc: addresses(parsed.cc),
    subject: (parsed.subject ?? "").replace(/\s+/g, " ").replaceAll("\0", "").trim().slice(0, SUBJECT_LIMIT),
    // mailparser gives the present time for a date that it cannot read.
    date: parsed.date && !Number.isNaN(Date.parse(headers["date"]?.[0] ?? "")) ? parsed.date.toISOString() : null,
    inReplyTo: ids(headers["in-reply-to"]),
    references: ids(headers["references"]),
    headers,
    contentType: (headers["content-type"]?.[0] ?? "text/plain").split(";")[0]?.trim().toLowerCase() ?? "text/plain",
    text: parsed.text === undefined ? null : parsed.text.replaceAll("\0", ""),
    html: typeof parsed.html === "string" ? parsed.html.replaceAll("\0", "") : null,
    files: parsed.attachments.map(fileOf(typeof parsed.html === "string" ? parsed.html : "")),
  };
};

const parse = async (bytes: Buffer) => {
  try {
    return await simpleParser(bytes, parserOptions);
  } catch (cause) {
    throw new Failure("message_broken", "the MIME structure cannot be parsed", { cause });
  }
};

/** Lone carriage returns (old Mac files) leave mailparser with one endless line. */
const withLineFeeds = (bytes: Buffer): Buffer =>
  bytes.includes(10) || !bytes.includes(13) ? bytes : Buffer.from(bytes.toString("latin1").replaceAll("\r", "\r\n"), "latin1");

const hasReplacement = (...texts: (string | false | undefined)[]): boolean => texts.some((text) => typeof text === "string" && text.includes("�"));

/** Declares windows-1252 for every text part that does not decode as what it says it is. */
const withCharset = (bytes: Buffer): Buffer => {
  let source = bytes.toString("latin1");
  const end = source.search(/\r?\n\r?\n/);
  const head = end < 0 ? source : source.slice(0, end);
  if (!/^content-type[ \t]*:/im.test(head)) source = `Content-Type: text/plain; charset=windows-1252\r\n${source}`;
  source = source.replace(/^(content-type[ \t]*:[ \t]*text\/(?:plain|html))((?:[^\r\n]|\r?\n[ \t])*)/gim, (_, type: string, rest: string) => {
    const others = rest.replace(/;\s*charset\s*=\s*(?:"[^"]*"|[^\s;]*)/gi, "");
    return `${type}; charset=windows-1252${others}`;
  });
  return Buffer.from(source, "latin1");
};

const headerMap = (lines: readonly { key: string; line: string }[]): MessageHeaders => {
  // A field may be called `constructor` or `__proto__`.
  const map = Object.create(null) as Record<string, string[]>;
  for (const { key, line } of lines) {
    const from = line.indexOf(":") + 1;
    const value = line
      .slice(from, from + HEADER_LIMIT)
      .replace(/\r?\n[ \t]+/g, " ")
      .trim();
    const known = map[key.toLowerCase()] ?? [];
    if (known.length < HEADERS_OF_A_NAME) known.push(value.replaceAll("\0", ""));
    map[key.toLowerCase()] = known;
  }
  return map;
};

/** Message-ID as given with brackets, trimmed, case kept (F07); null where nothing stands between them. */
const cleanId = (value: string | undefined): string | null => {
  const trimmed = value?.trim() ?? "";
  const bracketed = trimmed.match(/<[^<>\s]+>/)?.[0];
  const id = bracketed ?? (trimmed && !/^<\s*>$/.test(trimmed) ? `<${trimmed.replace(/[<>\s]/g, "")}>` : null);
  return id !== null && id.length <= ID_LIMIT ? id : null;
};

const ids = (values: readonly string[] | undefined): string[] =>
  [...new Set((values ?? []).flatMap((value) => value.match(/<[^<>\s]+>/g) ?? []))].filter((id) => id.length <= ID_LIMIT).slice(-IDS_LIMIT);

const addresses = (value: AddressObject | AddressObject[] | undefined): Address[] =>
  [value ?? []]
    .flat()
    .flatMap((object) => object.value)
    .flatMap((entry) => (entry.group ? entry.group : [entry]))
    .filter((entry) => entry.address?.includes("@"))
    // An encoded name may hold what no line may: it would go on into the address line of our answer.
    .map((entry) => ({ name: (entry.name ?? "").replace(/\p{Cc}/gu, " ").slice(0, SUBJECT_LIMIT), address: entry.address ?? "" }));

const extensions: Record<string, string> = {
  "application/pdf": ".pdf",
  "message/rfc822": ".eml",
  "text/plain": ".txt",
  "text/html": ".html",
  "image/jpeg": ".jpg",
  "image/png": ".png",
};

const fileOf =
  (html: string) =>
  (attachment: Attachment, index: number): MimeFile => ({
    name: fileName(attachment, index),
    mediaType: attachment.contentType,
    bytes: attachment.content,
    embedded: attachment.cid !== undefined && html.includes(`cid:${attachment.cid}`),
  });

/** A name for every part (F33), with no path in it (F43). */
const fileName = (attachment: Attachment, index: number): string => {
  const given = (attachment.filename ?? "").replaceAll("\0", "").split(/[\\/]/).at(-1)?.trim() ?? "";
  return (given || `vedlegg-${index + 1}${extensions[attachment.contentType] ?? ""}`).slice(0, 250);
};
