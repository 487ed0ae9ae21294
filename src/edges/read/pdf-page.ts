/** One PDF page to pieces of text with look and place, form fields among them, and what is hidden set apart. */
import type { HiddenReason, Place } from "#core/document.ts";
import type { Hidden } from "./drafts.ts";
import type { Piece } from "./layout-lines.ts";
import { type Box, type Drawn, type Graphics, graphicsOf } from "./pdf-graphics.ts";
import type { OpenPdf, PdfPage } from "./pdf-open.ts";

export type PageContent = {
  readonly number: number;
  readonly width: number;
  readonly height: number;
  readonly pieces: readonly Piece[];
  readonly graphics: Graphics;
  readonly hidden: readonly Hidden[];
  readonly links: readonly string[];
  /** Text drawn in a way that shows nothing over a picture: a scan with a text layer of unknown origin. */
  readonly hasTextLayer: boolean;
};

type Matrix = [number, number, number, number, number, number];
type Item = { readonly text: string; readonly transform: Matrix; readonly width: number; readonly font: string; readonly tag: string | undefined };

/** Reads a page. `number` is 1-based. */
export const readPage = async (pdf: OpenPdf, page: PdfPage, number: number): Promise<PageContent> => {
  const viewport = page.getViewport({ scale: 1 });
  const content = await page.getTextContent({ includeMarkedContent: true });
  const annotations = await page.getAnnotations({ intent: "display" }).catch(() => []);
  const operatorList = await page.getOperatorList();
  const graphics = graphicsOf(operatorList, pdf.operators, viewport.transform as Matrix);
  const items = itemsOf(content.items);
  const looks = new Map<string, { bold: boolean; italic: boolean }>();
  const lookOf = (font: string): { bold: boolean; italic: boolean } => {
    const known = looks.get(font);
    if (known) return known;
    const name = fontName(page, font);
    const look = { bold: /bold|black|heavy|demi/i.test(name), italic: /italic|oblique/i.test(name) };
    looks.set(font, look);
    return look;
  };
  const place: Place = { page: number };
  const byRow = new Map<number, Drawn[]>();
  for (const part of graphics.drawn) if (part.text.trim() !== "") byRow.set(Math.round(part.y), [...(byRow.get(Math.round(part.y)) ?? []), part]);
  const drawnNear = (y: number): Drawn[] =>
    [-1, 0, 1].flatMap((step) => byRow.get(Math.round(y) + step) ?? []).filter((part) => Math.abs(part.y - y) < 0.6);
  const reasons = graphics.hasHidden ? hiddenItems(items, graphics.drawn) : new Map<number, HiddenItem>();
  const pieces: Piece[] = [];
  const hidden: Hidden[] = [];
  let layer = 0;
  items.forEach((item, index) => {
    if (item.text.trim() === "") return;
    const [a, b, c, d, e, f] = item.transform;
    const [x, y] = viewport.convertToViewportPoint(e, f) as [number, number];
    const [x2, y2] = viewport.convertToViewportPoint(e + a, f + b) as [number, number];
    const size = Math.round(Math.hypot(c, d) * 10) / 10;
    const upright = Math.abs(x2 - x) >= Math.abs(y2 - y) * 4 && x2 >= x;
    const found = reasons.get(index);
    // White words on the line of visible ones come in one item.
    if (found && found.visible.trim() !== "" && found.reason !== "white") hidden.push({ text: found.hidden, reason: found.reason, place });
    const trimmed = (found && found.visible.trim() !== "" ? found.visible : item.text).trimEnd();
    const width = (item.width * trimmed.length) / item.text.length;
    const piece: Piece = { text: trimmed, x, y, width, size, ...lookOf(item.font), ...(item.tag === undefined ? {} : { tag: item.tag }) };
    if (found && found.visible.trim() !== "" && found.reason === "white") {
      const whole = { ...piece, text: item.text };
      if (isOnGround(whole, graphics.grounds)) {
        pieces.push(whole);
        return;
      }
      hidden.push({ text: found.hidden, reason: "white", place });
    }
    const drawn = found && found.visible.trim() === "" ? found.reason : null;
    if (drawn === "invisible_mode") layer += item.text.length;
    const reason =
      drawn === "white" && isOnGround(piece, graphics.grounds)
        ? null
        : (drawn ?? (size < 2.5 ? "tiny" : x < -5 || y < -5 || x > viewport.width + 5 || y > viewport.height + 15 ? "off_page" : null));
    if (reason) hidden.push({ text: item.text, reason, place });
    else if (upright) pieces.push(...splitAtDrawn(piece, drawnNear(y)));
    else pieces.push({ ...piece, y: viewport.height + 1000 + index * 20, x: 0 });
  });
  const links: string[] = [];
  for (const annotation of annotations as Annotation[]) {
    if (annotation.subtype === "Link" && typeof annotation.url === "string") links.push(annotation.url);
    const piece = fieldPiece(annotation, (px, py) => viewport.convertToViewportPoint(px, py) as [number, number]);
    if (piece) pieces.push(piece);
  }
  const letters = items.reduce((sum, item) => sum + item.text.length, 0);
  return {
    number,
    width: viewport.width,
    height: viewport.height,
    pieces,
    graphics,
    hidden: joined(hidden),
    links,
    hasTextLayer: letters > 20 && layer > letters * 0.8,
  };
};

const itemsOf = (raw: readonly unknown[]): Item[] => {
  const items: Item[] = [];
  const open: (string | undefined)[] = [];
  for (const entry of raw as { type?: string; id?: string; str?: string; transform?: Matrix; width?: number; fontName?: string }[]) {
    if (entry.type === "beginMarkedContentProps" || entry.type === "beginMarkedContent") open.push(entry.id ?? open.at(-1));
    else if (entry.type === "endMarkedContent") open.pop();
    else if (entry.str !== undefined && entry.transform)
      items.push({ text: entry.str, transform: entry.transform, width: entry.width ?? 0, font: entry.fontName ?? "", tag: open.at(-1) });
  }
  return items;
};

const fontName = (page: PdfPage, font: string): string => {
  try {
    const found: unknown = page.commonObjs.get(font);
    return found !== null && typeof found === "object" && "name" in found ? String(found.name) : "";
  } catch {
    return "";
  }
};

/** Hidden text in a page comes letter by letter or word by word: joined per reason. */
const joined = (parts: readonly Hidden[]): Hidden[] => {
  const result: Hidden[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (last && last.reason === part.reason) result[result.length - 1] = { ...last, text: `${last.text} ${part.text}` };
    else result.push(part);
  }
  return result;
};

const isOnGround = (piece: Piece, grounds: readonly Box[]): boolean => {
  const x = piece.x + piece.width / 2;
  const y = piece.y - piece.size * 0.3;
  return grounds.some((box) => x > box.x1 && x < box.x2 && y > box.y1 && y < box.y2);
};

/**
 * pdf.js puts parts that stand less than 0.6 of a letter size apart into one piece, also over the border of two narrow cells.
 * They are parted again where the file draws them apart, with more than a blank between.
 */
const splitAtDrawn = (piece: Piece, drawn: readonly Drawn[]): Piece[] => {
  const inside = drawn.filter((part) => part.x > piece.x - 1 && part.x < piece.x + piece.width - 1).sort((a, b) => a.x - b.x);
  if (inside.length < 2) return [piece];
  const pieces: Piece[] = [];
  let from = 0;
  let x = piece.x;
  let end = inside[0]?.x2 ?? x;
  for (const part of inside.slice(1)) {
    const gap = part.x - end;
    const at = piece.text.indexOf(part.text.trim(), from + 1);
    if (gap >= 0.33 * piece.size && at > 0 && piece.text[at - 1] === " ") {
      pieces.push({ ...piece, text: piece.text.slice(from, at).trimEnd(), x, width: end - x });
      from = at;
      x = part.x;
    }
    end = Math.max(end, part.x2);
  }
  return [...pieces, { ...piece, text: piece.text.slice(from), x, width: piece.x + piece.width - x }];
};

const letters = (text: string): string => text.normalize("NFKC").replace(/\s+/g, "");

type HiddenItem = { readonly reason: HiddenReason; readonly hidden: string; readonly visible: string };

/** Items and drawn text come in the same order: they are laid side by side letter by letter. */
const hiddenItems = (items: readonly Item[], drawn: readonly Drawn[]): Map<number, HiddenItem> => {
  const reasons: Drawn["hidden"][] = [];
  let flat = "";
  for (const part of drawn) {
    const text = letters(part.text);
    flat += text;
    for (let index = 0; index < text.length; index += 1) reasons.push(part.hidden);
  }
  const found = new Map<number, HiddenItem>();
  let at = 0;
  items.forEach((item, index) => {
    const text = letters(item.text);
    if (text === "") return;
    const here = flat.startsWith(text, at) ? at : flat.indexOf(text, at);
    if (here < 0 || here - at > 200) return;
    at = here + text.length;
    const own = reasons.slice(here, at);
    const reason = own.find((other) => other !== null);
    if (!reason) return;
    let position = 0;
    let [hidden, visible] = ["", ""];
    for (const sign of item.text.normalize("NFKC")) {
      const isHidden = (own[Math.min(position, own.length - 1)] ?? null) !== null;
      if (isHidden) hidden += sign;
      else visible += sign;
      if (!/\s/.test(sign)) position += sign.length;
    }
    found.set(index, { reason, hidden, visible });
  });
  return found;
};

type Annotation = {
  readonly subtype?: string;
  readonly url?: string;
  readonly fieldType?: string;
  readonly fieldName?: string;
  readonly alternativeText?: string;
  readonly fieldValue?: unknown;
  readonly exportValue?: unknown;
  readonly buttonValue?: unknown;
  readonly checkBox?: boolean;
  readonly radioButton?: boolean;
  readonly pushButton?: boolean;
  readonly hidden?: boolean;
  readonly rect?: readonly number[];
  readonly contentsObj?: { readonly str?: string };
  readonly multiLine?: boolean;
};

/** A form field or a typed note as a piece of text at its place. */
const fieldPiece = (annotation: Annotation, toPage: (x: number, y: number) => [number, number]): Piece | null => {
  const [left = 0, bottom = 0, right = 0, top = 0] = annotation.rect ?? [];
  const [x, y1] = toPage(left, top);
  const [x2, y2] = toPage(right, bottom);
  const height = Math.abs(y2 - y1);
  const look = { size: Math.min(11, Math.max(6, height * 0.7)), bold: false, italic: false };
  // A field of one line has its text on the line of its label; a tall one begins at its top.
  const y = height > 30 ? Math.min(y1, y2) + 11 : Math.max(y1, y2) - height * 0.28;
  if (annotation.hidden) return null;
  if (annotation.subtype === "FreeText" && annotation.contentsObj?.str) return { text: annotation.contentsObj.str, x, y, width: x2 - x, ...look };
  if (annotation.subtype !== "Widget" || !annotation.fieldType || annotation.pushButton || annotation.fieldType === "Sig") return null;
  const isBox = annotation.checkBox === true || annotation.radioButton === true;
  const text = isBox ? (isChecked(annotation) ? "☒" : "☐") : [annotation.fieldValue ?? ""].flat().map(String).join(", ");
  const field = { name: annotation.fieldName ?? "", hint: annotation.alternativeText ?? "", box: isBox };
  return { text: isBox ? text : text.replace(/\r\n?/g, "\n"), x, y, width: Math.abs(x2 - x), ...look, field };
};

const isChecked = (annotation: Annotation): boolean => {
  const value = annotation.fieldValue;
  if (value === undefined || value === null || value === "Off" || value === "") return false;
  return annotation.checkBox ? value === annotation.exportValue : value === annotation.buttonValue;
};
