/** Old slides (PPT, MS-PPT): titles, paragraphs and tables of each slide from the records of the file. No package reads them. */
import { CFB } from "@e965/xlsx";
import type { Cell } from "#core/document.ts";
import type { Content, Draft } from "./drafts.ts";
import { isHeadingLike } from "./html.ts";
import { boldHeaderRows, wordHeaderRows } from "./html-table.ts";
import type { ReadLimits } from "./limits.ts";
import { ZipError } from "./zip.ts";

/** Record types (MS-PPT 2.13.24) and drawing records (MS-ODRAW). */
const types = {
  document: 1000,
  slide: 1006,
  slidePersist: 1011,
  outlineReference: 3998,
  textHeader: 3999,
  textCharacters: 4000,
  textBytes: 4008,
  slideList: 4080,
  userEdit: 4085,
  persistDirectory: 6002,
  group: 0xf003,
  shape: 0xf004,
  shapeHead: 0xf00a,
  childAnchor: 0xf00f,
  clientAnchor: 0xf010,
  textBox: 0xf00d,
  moreOptions: 0xf122,
  clientData: 0xf011,
  placeholder: 3011,
} as const;

/** "Encrypted" in the head of the stream "Current User" (MS-PPT 2.3.2). */
const encryptedMark = 0xf3d1c4df;
/** A record that holds records. */
type Parsed = { readonly type: number; readonly instance: number; readonly body: Buffer; readonly isContainer: boolean };
/** Text of a shape with the role that its placeholder has (0 and 6 are titles). */
type SlideText = { readonly role: number; readonly text: string };

/** Blocks of a PPT file, slide by slide. Throws ZipError. */
export const readPpt = (bytes: Uint8Array, limits: ReadLimits): Content => {
  const { stream, user } = streamsOf(bytes);
  if (user.length >= 20 && user.readUInt32LE(12) === encryptedMark) throw new ZipError("encrypted", "office_password");
  try {
    const budget = { left: limits.elements };
    const { places, documentId } = persistOf(stream, user.length >= 20 ? user.readUInt32LE(16) : 0);
    const document = recordAt(stream, places.get(documentId) ?? -1);
    const lists = document ? childrenOf(document, budget).filter(({ type, instance }) => type === types.slideList && instance === 0) : [];
    const slides = lists.flatMap((list) => slidesOf(list, budget));
    const used = slides.slice(0, limits.pages);
    const drafts = used.flatMap(({ id, outline }, index) => slideDrafts(recordAt(stream, places.get(id) ?? -1), outline, index + 1, budget));
    return { drafts, pages: slides.length, ...(slides.length > used.length ? { state: "partial", detail: "page_limit" } : {}) };
  } catch (cause) {
    if (cause instanceof ZipError) throw cause;
    throw new ZipError("corrupt", "powerpoint_binary");
  }
};

const streamsOf = (bytes: Uint8Array): { stream: Buffer; user: Buffer } => {
  try {
    const file = CFB.read(Buffer.from(bytes), { type: "buffer" });
    const content = (name: string): Buffer => Buffer.from(CFB.find(file, name)?.content ?? []);
    const stream = content("PowerPoint Document");
    if (stream.length === 0) throw new ZipError("corrupt", "powerpoint_binary");
    return { stream, user: content("Current User") };
  } catch {
    throw new ZipError("corrupt", "powerpoint_binary");
  }
};

const recordAt = (bytes: Buffer, at: number): Parsed | null => {
  if (at < 0 || at + 8 > bytes.length) return null;
  const head = bytes.readUInt16LE(at);
  const length = bytes.readUInt32LE(at + 4);
  return {
    type: bytes.readUInt16LE(at + 2),
    instance: head >> 4,
    body: bytes.subarray(at + 8, Math.min(bytes.length, at + 8 + length)),
    isContainer: (head & 0xf) === 0xf,
  };
};

/** Records within a record, in order. Throws ZipError `too_large` when the file has more than the limit in all. */
const childrenOf = (record: Parsed, budget: { left: number }): Parsed[] => {
  const found: Parsed[] = [];
  for (let at = 0; at + 8 <= record.body.length; ) {
    const child = recordAt(record.body, at);
    if (!child) break;
    budget.left -= 1;
    if (budget.left < 0) throw new ZipError("too_large", "elements");
    found.push(child);
    at += 8 + record.body.readUInt32LE(at + 4);
  }
  return found;
};

/** Where each object of the last saved state begins: the newest edit first, each pointing to the one before (MS-PPT 2.3.3). */
const persistOf = (stream: Buffer, current: number): { places: ReadonlyMap<number, number>; documentId: number } => {
  const places = new Map<number, number>();
  let documentId = 1;
  const seen = new Set<number>();
  for (let at = current; !seen.has(at) && seen.size < 1000; ) {
    seen.add(at);
    const edit = recordAt(stream, at);
    if (edit?.type !== types.userEdit || edit.body.length < 20) break;
    if (seen.size === 1) documentId = edit.body.readUInt32LE(16);
    const directory = recordAt(stream, edit.body.readUInt32LE(12));
    if (directory?.type === types.persistDirectory) addPlaces(directory.body, places);
    at = edit.body.readUInt32LE(8);
    if (at === 0) break;
  }
  if (places.size === 0) throw new ZipError("corrupt", "powerpoint_binary");
  return { places, documentId };
};

const addPlaces = (body: Buffer, places: Map<number, number>): void => {
  for (let at = 0; at + 4 <= body.length; ) {
    const head = body.readUInt32LE(at);
    const [first, count] = [head & 0xfffff, head >>> 20];
    at += 4;
    for (let index = 0; index < count && at + 4 <= body.length; index += 1, at += 4)
      if (!places.has(first + index)) places.set(first + index, body.readUInt32LE(at));
  }
};

/** The slides of a list in order, each with the texts that stand in the outline. */
const slidesOf = (list: Parsed, budget: { left: number }): { id: number; outline: SlideText[] }[] => {
  const slides: { id: number; outline: SlideText[] }[] = [];
  let role: number = otherRole;
  for (const record of childrenOf(list, budget)) {
    if (record.type === types.slidePersist && record.body.length >= 4) slides.push({ id: record.body.readUInt32LE(0), outline: [] });
    else if (record.type === types.textHeader && record.body.length >= 4) {
      role = record.body.readUInt32LE(0);
      slides.at(-1)?.outline.push({ role, text: "" });
    } else {
      const text = textOf(record);
      const outline = slides.at(-1)?.outline;
      if (text !== null && outline?.length) outline[outline.length - 1] = { role, text };
    }
  }
  return slides;
};

const textOf = ({ type, body }: Parsed): string | null =>
  type === types.textCharacters ? body.toString("utf16le") : type === types.textBytes ? body.toString("latin1") : null;

type Shape = { readonly texts: readonly SlideText[]; readonly top: number; readonly left: number };

const slideDrafts = (slide: Parsed | null, outline: readonly SlideText[], page: number, budget: { left: number }): Draft[] => {
  const items: { top: number; left: number; drafts: Draft[] }[] = [];
  const used = new Set<SlideText>();
  const walk = (record: Parsed, depth: number): void => {
    if (depth > 60) throw new ZipError("too_large", "nesting");
    for (const child of childrenOf(record, budget)) {
      if (child.type === types.shape) {
        const { top, left, texts } = shapeOf(child, outline, used, budget);
        items.push({ top, left, drafts: texts.flatMap((text) => draftsOf(text, page)) });
      } else if (child.type === types.group) {
        const parts = childrenOf(child, budget);
        const frame = parts.find(({ type }) => type === types.shape);
        if (frame && isTable(frame, budget)) {
          const cells = parts.filter((part) => part.type === types.shape && part !== frame).map((part) => shapeOf(part, outline, used, budget));
          const place = shapeOf(frame, outline, used, budget);
          items.push({ top: place.top, left: place.left, drafts: tableOf(cells, page) });
        } else walk(child, depth + 1);
      } else if (child.isContainer) walk(child, depth + 1);
    }
  };
  if (slide?.type === types.slide) walk(slide, 0);
  // Placeholders that no shape refers to (some programs write the outline only) come first.
  const loose = outline.filter((text) => !used.has(text)).flatMap((text) => draftsOf(text, page));
  return withTitle([...loose, ...items.sort((a, b) => a.top - b.top || a.left - b.left).flatMap((item) => item.drafts)]);
};

/** A slide without a title placeholder has as its title a first line that reads as one. */
const withTitle = (drafts: readonly Draft[]): Draft[] => {
  const at = drafts.findIndex(({ kind }) => kind !== "table");
  const first = drafts[at];
  const isTitle = first?.kind === "paragraph" && isHeadingLike(first.text) && first.text.length <= 80;
  if (!isTitle || drafts.length < 2 || drafts.some(({ kind }) => kind === "heading")) return [...drafts];
  const { place, origin, text } = first;
  return [{ kind: "heading", place, origin, level: 1, number: null, text }, ...drafts.filter((_, index) => index !== at)];
};

const shapeOf = (shape: Parsed, outline: readonly SlideText[], used: Set<SlideText>, budget: { left: number }): Shape => {
  const parts = childrenOf(shape, budget);
  const client = parts.find(({ type }) => type === types.clientAnchor)?.body;
  const child = parts.find(({ type }) => type === types.childAnchor)?.body;
  const place =
    client && client.length >= 16
      ? { top: client.readInt32LE(0), left: client.readInt32LE(4) }
      : client && client.length >= 8
        ? { top: client.readInt16LE(0), left: client.readInt16LE(2) }
        : child && child.length >= 16
          ? { top: child.readInt32LE(4), left: child.readInt32LE(0) }
          : { top: 0, left: 0 };
  const texts: SlideText[] = [];
  let role = placeholderRole(parts, budget);
  for (const box of parts.filter(({ type }) => type === types.textBox))
    for (const record of childrenOf(box, budget)) {
      if (record.type === types.textHeader && record.body.length >= 4 && role === otherRole) role = record.body.readUInt32LE(0);
      const referred = record.type === types.outlineReference && record.body.length >= 4 ? outline[record.body.readUInt32LE(0)] : undefined;
      if (referred) {
        used.add(referred);
        texts.push(referred);
      }
      const text = textOf(record);
      if (text !== null) texts.push({ role, text });
    }
  return { texts, ...place };
};

/** Text that is neither title nor body. */
const otherRole = 4;

/** The role of the placeholder that a shape fills (MS-PPT 2.5.10: 13, 15 and 17 are titles, 14, 18 and 19 bodies). */
const placeholderRole = (parts: readonly Parsed[], budget: { left: number }): number => {
  for (const data of parts.filter(({ type }) => type === types.clientData))
    for (const { type, body } of childrenOf(data, budget))
      if (type === types.placeholder && body.length >= 5) {
        const kind = body[4] ?? 0;
        if (kind === 13 || kind === 15 || kind === 17) return 0;
        if (kind === 14 || kind === 18 || kind === 19) return 1;
      }
  return otherRole;
};

/** A table is a group of cells whose frame carries table properties (MS-ODRAW 2.3.4.37, property 0x039f). */
const isTable = (frame: Parsed, budget: { left: number }): boolean =>
  childrenOf(frame, budget).some(({ type, body, instance }) => {
    if (type !== types.moreOptions && type !== 0xf00b) return false;
    for (let index = 0; index < instance && index * 6 + 6 <= body.length; index += 1)
      if ((body.readUInt16LE(index * 6) & 0x3fff) === 0x039f && (body.readUInt32LE(index * 6 + 2) & 1) === 1) return true;
    return false;
  });

const tableOf = (cells: readonly Shape[], page: number): Draft[] => {
  const rows = new Map<number, Shape[]>();
  for (const cell of cells) if (cell.texts.length > 0) rows.set(cell.top, [...(rows.get(cell.top) ?? []), cell]);
  const table = [...rows.entries()]
    .sort(([a], [b]) => a - b)
    .map(([, row]) =>
      row
        .sort((a, b) => a.left - b.left)
        .map(
          (cell): Cell => ({
            text: cell.texts.map(({ text }) => text.replace(/[\r\v]/g, "\n")).join("\n"),
            columnSpan: 1,
            rowSpan: 1,
            header: false,
          }),
        ),
    );
  if (table.length === 0) return [];
  const headerRows = boldHeaderRows(table) || wordHeaderRows(table);
  const marked = table.map((row, index) => row.map((cell) => (index < headerRows ? { ...cell, header: true } : cell)));
  return [{ kind: "table", place: { page }, origin: "own", headerRows, rows: marked, text: "" }];
};

/** A title is a heading; each paragraph of a text body is a list item, as slides show it; other text is text. */
const draftsOf = ({ role, text }: SlideText, page: number): Draft[] => {
  const common = { place: { page }, origin: "own" as const };
  const lines = text.split("\r").filter((line) => line.trim() !== "");
  if (role === 0 || role === 6) return lines.length === 0 ? [] : [{ ...common, kind: "heading", level: 1, number: null, text: lines.join(" ") }];
  return lines.map(
    (line): Draft =>
      role === 1 || role === 7 || role === 8
        ? { ...common, kind: "list_item", depth: 0, marker: "•", text: line }
        : { ...common, kind: "paragraph", text: line, bold: false },
  );
};
