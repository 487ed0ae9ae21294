/** Word files (DOCX): prepared XML through mammoth to HTML to blocks; page headers and footers are read beside it. */
import mammoth from "mammoth";
import type { Place } from "#core/document.ts";
import { numberingOf } from "./docx-numbering.ts";
import { headingStyle, prepare } from "./docx-prepare.ts";
import { stylesOf } from "./docx-styles.ts";
import type { Content, Draft, Hidden } from "./drafts.ts";
import { blocksFromHtml, type HtmlBlock, markerEnd, markerStart } from "./html.ts";
import type { ReadLimits } from "./limits.ts";
import { childrenOf, type Element, parseMarkup, serialize, textOf } from "./markup.ts";
import { type Package, ZipError } from "./zip.ts";

const styleMap = [
  ...[1, 2, 3, 4, 5, 6].map((level) => `p.${headingStyle(level)} => h${level}:fresh`),
  "p[style-name='Subtitle'] => p:fresh",
  "br[type='page'] => br",
];

export type Pictures = readonly { readonly bytes: Buffer; readonly mediaType: string }[];

/** Blocks of a Word file and the pictures in it (for OCR, when it holds no text). Throws ZipError. */
export const readDocx = async (file: Package, limits: ReadLimits): Promise<Content & { readonly pictures: Pictures }> => {
  const main = await mainPart(file);
  const folder = main.includes("/") ? main.slice(0, main.lastIndexOf("/") + 1) : "";
  const xml = async (name: string): Promise<Element | null> =>
    file.has(name) ? parseMarkup(await file.text(name), { xml: true, elements: limits.elements, nesting: limits.nesting }) : null;
  const styleTree = await xml(`${folder}styles.xml`);
  const styles = stylesOf(styleTree);
  const numbering = numberingOf(await xml(`${folder}numbering.xml`));
  const hidden: Hidden[] = [];
  // Paragraph styles are settled here; mammoth needs the names of character styles only, and is spared the rest (half its time).
  const changed = new Map([[`${folder}styles.xml`, characterStyles(styleTree)]]);
  for (const part of [main, `${folder}footnotes.xml`, `${folder}endnotes.xml`]) {
    const tree = await xml(part);
    if (!tree) continue;
    hidden.push(...prepare(tree, styles, numbering));
    changed.set(part, serialize(tree));
  }
  const pictures: { bytes: Buffer; mediaType: string }[] = [];
  const html = async (source: Map<string, string>): Promise<string> => (await convert(file, source, pictures)).value;
  const body = blocksFromHtml(await html(changed), { boldIsHeading: true, layoutTables: false });
  const links = [...body.links];
  const drafts: Draft[] = [];
  for (const part of sectionParts(file, folder)) {
    const origin = /header\d*\.xml$/.test(part) ? "header" : "footer";
    const tree = await xml(part);
    if (!tree) continue;
    hidden.push(...prepare(tree, styles, numbering));
    const place: Place = { page: null, part: part.slice(folder.length).replace(/\.xml$/, "") };
    for (const text of linesOf(tree))
      if (!drafts.some((draft) => draft.origin === origin && draft.kind === "paragraph" && draft.text === text))
        drafts.push({ kind: "paragraph", place, origin, text, bold: false });
  }
  const headers = drafts.filter((draft) => draft.origin === "header");
  const footers = drafts.filter((draft) => draft.origin === "footer");
  return {
    drafts: [...headers, ...body.blocks.map(withOrigin), ...footers],
    hidden: [...hidden, ...body.hidden],
    links: links.filter((link) => !link.startsWith("#")),
    pictures,
  };
};

const namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/** The character styles of styles.xml with their names, as a styles.xml. */
const characterStyles = (tree: Element | null): string => {
  const styles = childrenOf(childrenOf(tree ?? undefined, "w:styles")[0], "w:style").filter((style) => style.attributes["w:type"] === "character");
  const kept = styles.map((style): Element => ({ ...style, children: childrenOf(style, "w:name") }));
  return serialize({ name: "w:styles", attributes: { "xmlns:w": namespace }, children: kept });
};

/** Paragraphs of a page header or footer as lines; mammoth reads neither, and a letterhead needs no structure. */
const linesOf = (tree: Element): string[] => {
  const lines: string[] = [];
  const inline = (element: Element): string =>
    element.children
      .map((child) => {
        if (typeof child === "string") return "";
        if (child.name === "w:t") return textOf(child);
        if (child.name === "w:tab" || child.name === "w:br") return " ";
        // A text box is written twice, for new and old Word; it is a paragraph of its own.
        if (child.name === "w:txbxContent" || child.name === "mc:Fallback" || child.name === "w:del") return "";
        return inline(child);
      })
      .join("");
  const walk = (element: Element): void => {
    for (const child of childrenOf(element)) {
      if (child.name === "mc:Fallback") continue;
      if (child.name === "w:p") {
        const text = inline(child).replaceAll(markerStart, "").replaceAll(markerEnd, " ").trim();
        if (text !== "") lines.push(text);
      }
      walk(child);
    }
  };
  walk(tree);
  return lines;
};

/** Notes come last, in lists whose items have ids such as "footnote-2". */
const withOrigin = ({ draft, marks }: HtmlBlock): Draft => {
  if (!marks.some((mark) => /^(foot|end)note-\d+$/.test(mark))) return draft;
  const text = draft.kind === "table" ? draft.text : draft.text.replace(/\s*↑\s*$/, "");
  return { ...draft, origin: "footnote", text } as Draft;
};

const convert = async (file: Package, changed: Map<string, string>, pictures: { bytes: Buffer; mediaType: string }[]) => {
  const virtual = {
    exists: (name: string): boolean => changed.has(name) || file.has(name),
    read: async (name: string, encoding?: string): Promise<string | Buffer> => {
      const text = changed.get(name);
      if (text !== undefined) return encoding ? encoded(Buffer.from(text), encoding) : Buffer.from(text);
      const bytes = await file.bytes(name);
      return encoding ? encoded(bytes, encoding) : bytes;
    },
  };
  const convertImage = mammoth.images.imgElement(async (image) => {
    if (pictures.length < 40) pictures.push({ bytes: await image.readAsBuffer(), mediaType: image.contentType });
    return { src: "" };
  });
  try {
    // mammoth's Node reader takes an opened archive as `file`; its types only know paths and buffers.
    return await mammoth.convertToHtml({ file: virtual } as unknown as Parameters<typeof mammoth.convertToHtml>[0], {
      styleMap,
      convertImage,
      includeEmbeddedStyleMap: false,
    });
  } catch (cause) {
    throw cause instanceof ZipError ? cause : new ZipError("corrupt", "word_xml");
  }
};

const encoded = (bytes: Buffer, encoding: string): string =>
  encoding === "base64" ? bytes.toString("base64") : bytes.toString("utf8").replace(/^\uFEFF/, "");

const sectionParts = (file: Package, folder: string): string[] =>
  file.names.filter((name) => name.startsWith(folder) && /^(header|footer)\d*\.xml$/.test(name.slice(folder.length))).slice(0, 12);

/** The main document part as the package's relationships name it; nearly always word/document.xml. */
const mainPart = async (file: Package): Promise<string> => {
  if (file.has("word/document.xml")) return "word/document.xml";
  const rels = file.has("_rels/.rels") ? await file.text("_rels/.rels") : "";
  const target =
    rels.match(/Type="[^"]*\/officeDocument"[^>]*Target="([^"]+)"/)?.[1] ?? rels.match(/Target="([^"]+)"[^>]*Type="[^"]*\/officeDocument"/)?.[1];
  const name = target?.replace(/^\//, "");
  if (!name || !file.has(name)) throw new ZipError("corrupt", "part_missing");
  return name;
};
