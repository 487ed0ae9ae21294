/** Plain text in any charset, and CSV, to blocks. */
import iconv from "iconv-lite";
import type { Cell } from "#core/document.ts";
import type { Content } from "./drafts.ts";
import type { ReadLimits } from "./limits.ts";
import { blocksFromText } from "./text-blocks.ts";

/** Text of bytes: by byte order mark, as UTF-8 where it fits, UTF-16 where every other byte is zero, else windows-1252 (or old DOS text). */
export const decodeText = (data: Uint8Array): string => {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString("utf16le");
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return iconv.decode(bytes.subarray(2), "utf-16be");
  const head = bytes.subarray(0, 400);
  const zerosAt = (parity: number): number => head.filter((byte, index) => byte === 0 && index % 2 === parity).length;
  if (zerosAt(1) > head.length / 3) return bytes.toString("utf16le");
  if (zerosAt(0) > head.length / 3) return iconv.decode(bytes, "utf-16be");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return iconv.decode(bytes, isDosText(bytes) ? "cp850" : isMacText(bytes) ? "macroman" : "windows-1252");
  }
};

const count = (bytes: Buffer, codes: readonly number[]): number => bytes.reduce((sum, byte) => sum + (codes.includes(byte) ? 1 : 0), 0);
/** æøåÆØÅ é ö ä in each code page; the one that explains most of the high bytes wins. */
const westernLetters = [0xe6, 0xf8, 0xe5, 0xc6, 0xd8, 0xc5, 0xe9, 0xf6, 0xe4, 0x96, 0xab, 0xbb, 0xa7];
const dosLetters = [0x91, 0x9b, 0x86, 0x92, 0x9d, 0x8f, 0x82, 0x94, 0x84];
const macLetters = [0xbe, 0xbf, 0x8c, 0xae, 0xaf, 0x81, 0x8e, 0x9a, 0x8a];
const isDosText = (bytes: Buffer): boolean =>
  count(bytes, dosLetters) > 2 * count(bytes, westernLetters) && count(bytes, dosLetters) > count(bytes, macLetters);
const isMacText = (bytes: Buffer): boolean => count(bytes, macLetters) > 2 * count(bytes, westernLetters);

/** Blocks of plain text, by the rules for plain-text mail. */
export const readText = (text: string): Content => ({ drafts: blocksFromText(text).map((draft) => ({ ...draft, origin: "own" })) });

/** A CSV file as one table; the separator is the sign that stands most evenly in the first lines. */
export const readCsv = (text: string, limits: ReadLimits): Content => {
  const separator = separatorOf(text);
  const rows = csvRows(text, separator, limits.sheetRows);
  const width = Math.max(0, ...rows.map((row) => row.length));
  if (width <= 1) return readText(text);
  const headerRows = rows.length > 1 && (rows[0] ?? []).every((cell) => cell.trim() !== "" && !/^[\d.,\s-]+$/.test(cell)) ? 1 : 0;
  const cells = rows.map((row, index) =>
    row.slice(0, limits.sheetColumns).map((value): Cell => ({ text: value, columnSpan: 1, rowSpan: 1, header: index < headerRows })),
  );
  return {
    drafts: [{ kind: "table", place: { page: 1 }, origin: "own", headerRows, rows: cells, text: "" }],
    pages: 1,
    ...(rows.length >= limits.sheetRows ? { state: "partial", detail: "row_limit" } : {}),
  };
};

const separatorOf = (text: string): string => {
  const lines = text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "")
    .slice(0, 20);
  const score = (sign: string): number => {
    const counts = lines.map((line) => line.split(sign).length - 1);
    return Math.min(...counts) > 0 ? Math.min(...counts) * 100 - (Math.max(...counts) - Math.min(...counts)) : 0;
  };
  return [";", "\t", ",", "|"].map((sign) => ({ sign, score: score(sign) })).sort((a, b) => b.score - a.score)[0]?.sign ?? ";";
};

const csvRows = (text: string, separator: string, maximum: number): string[][] => {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  const endRow = (): void => {
    row.push(cell);
    if (row.some((value) => value.trim() !== "")) rows.push(row);
    row = [];
    cell = "";
  };
  for (let at = 0; at < text.length && rows.length < maximum; at += 1) {
    const sign = text[at] ?? "";
    if (quoted) {
      if (sign === '"' && text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else if (sign === '"') quoted = false;
      else cell += sign;
    } else if (sign === '"' && cell.trim() === "") {
      quoted = true;
      cell = "";
    } else if (sign === separator) {
      row.push(cell);
      cell = "";
    } else if (sign === "\n") endRow();
    else if (sign !== "\r") cell += sign;
  }
  if (cell !== "" || row.length > 0) endRow();
  return rows;
};

/** HTML bytes as text, by the charset that a <meta> names where the bytes do not tell. */
export const decodeHtml = (data: Uint8Array): string => {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const named = bytes
    .subarray(0, 2048)
    .toString("latin1")
    .match(/<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i)?.[1];
  const marked = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff) || (bytes[0] === 0xef && bytes[1] === 0xbb);
  if (marked || !named || /^utf-?(8|16)/i.test(named) || !iconv.encodingExists(named)) return decodeText(bytes);
  return iconv.decode(bytes, named);
};
