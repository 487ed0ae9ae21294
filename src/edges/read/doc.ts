/** Old Word files (DOC) to blocks. word-extractor gives text only: headings are told by their lines, cells by tabs. */
import WordExtractor, { type Extracted } from "word-extractor";
import type { Cell, Origin } from "#core/document.ts";
import { type Content, type Draft, nowhere } from "./drafts.ts";
import { ZipError } from "./zip.ts";

/** Blocks of a DOC file. Throws ZipError: `encrypted` by the bit in the file's head (MS-DOC 2.5.2, fEncrypted). */
export const readDoc = async (bytes: Uint8Array): Promise<Content> => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isEncrypted(buffer)) throw new ZipError("encrypted", "office_password");
  let file: Extracted;
  try {
    file = await new WordExtractor().extract(buffer);
  } catch {
    throw new ZipError("corrupt", "word_binary");
  }
  const part = (text: string, origin: Origin): Draft[] =>
    lines(text).map((line) => ({ kind: "paragraph", place: nowhere, origin, text: line, bold: false }));
  return {
    drafts: [
      ...part(file.getHeaders({ includeFooters: false }), "header"),
      ...bodyOf(file.getBody()),
      ...part(file.getTextboxes(), "own"),
      ...part(file.getFootnotes(), "footnote"),
      ...part(file.getEndnotes(), "footnote"),
      ...part(file.getFooters(), "footer"),
    ],
  };
};

const lines = (text: string): string[] => text.split("\n").filter((line) => line.trim() !== "");

/** The document's head (FIB) begins with a5ec, at the start of a 512-byte sector; bit 0x0100 of the word at 10 says encrypted. */
const isEncrypted = (bytes: Buffer): boolean => {
  for (let at = 512; at + 12 < bytes.length; at += 512) if (bytes.readUInt16LE(at) === 0xa5ec) return (bytes.readUInt16LE(at + 10) & 0x0100) !== 0;
  return false;
};

/** A row of a table ends with a tab before the line end; lines within its cells have none. */
const bodyOf = (text: string): Draft[] => {
  const drafts: Draft[] = [];
  // A soft hyphen comes out of word-extractor as the word "undefined" between letters.
  const source = text.replace(/(?<=\p{L})undefined(?=\p{L})/gu, "").replace(/\r\n?/g, "\n");
  let rows: Cell[][] = [];
  const endTable = (): void => {
    if (rows.length > 0) drafts.push({ kind: "table", place: nowhere, origin: "own", headerRows: 0, rows, text: "" });
    rows = [];
  };
  let open: string[] = [];
  const all = source.split("\n");
  all.forEach((line, index) => {
    if (open.length > 0 || line.includes("\t")) {
      open.push(line);
      const ends = /\t\s*$/.test(line);
      const rowGoesOn = !ends && all.slice(index + 1, index + 12).some((later) => /\t\s*$/.test(later));
      if (ends && (open.length > 1 || line.trim() !== "")) {
        rows.push(
          open
            .join("\n")
            .replace(/\t\s*$/, "")
            .split("\t")
            .map((cell) => ({ text: cell.trim(), columnSpan: 1, rowSpan: 1, header: false })),
        );
        open = [];
      } else if (!rowGoesOn) {
        endTable();
        for (const plain of open) drafts.push(paragraphOf(plain.replace(/\t/g, " "), all[index + 1]));
        open = [];
      }
      return;
    }
    if (line.trim() === "") return;
    endTable();
    drafts.push(paragraphOf(line, all[index + 1]));
  });
  endTable();
  return drafts;
};

const paragraphOf = (line: string, next: string | undefined): Draft => {
  const common = { place: nowhere, origin: "own" } as const;
  const text = line.trim();
  const bullet = text.match(/^([-•·–]|[a-zæøå]\)|\d{1,2}\))\s+(?=\S)/);
  if (bullet) return { ...common, kind: "list_item", depth: 0, marker: bullet[1] ?? null, text: text.slice(bullet[0].length) };
  const numbered = /^\d{1,2}(\.\d{1,2})*\.?\s+\p{L}/u.test(text) && !/[.;,]$/.test(text);
  const short = text.length <= 70 && /^\p{Lu}/u.test(text) && !/[.,;:!]$/.test(text) && !/\d{4,}|@/.test(text) && (next ?? "").trim().length > 90;
  return numbered || short ? { ...common, kind: "heading", level: 6, number: null, text } : { ...common, kind: "paragraph", text, bold: false };
};
