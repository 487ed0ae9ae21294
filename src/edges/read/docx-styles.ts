/** What a Word file's styles say about a paragraph: heading level, bold, list numbering. */
import { type Element, childOf, childrenOf } from "./markup.ts";

export type NumberRef = { readonly numId: string; readonly level: number };
export type Style = { readonly headingLevel: number | null; readonly bold: boolean; readonly number: NumberRef | null; readonly hidden: boolean };
export type Styles = { readonly paragraph: (id: string | undefined) => Style; readonly headerRowTables: ReadonlySet<string> };

const plain: Style = { headingLevel: null, bold: false, number: null, hidden: false };

/** True for an on/off property that is there and not switched off (`<w:b w:val="0"/>`). */
export const isOn = (property: Element | undefined): boolean =>
  property !== undefined && !/^(0|false|off|none)$/.test(property.attributes["w:val"] ?? "1");

/** Reads styles.xml; a style takes what it does not say from the style that it is based on. */
export const stylesOf = (root: Element | null): Styles => {
  const elements = root ? childrenOf(childOf(root, "w:styles"), "w:style") : [];
  const byId = new Map(elements.map((style) => [style.attributes["w:styleId"] ?? "", style]));
  const resolved = new Map<string, Style>();
  const resolve = (id: string | undefined, depth: number): Style => {
    const element = id === undefined ? undefined : byId.get(id);
    if (!element || id === undefined) return id === undefined ? plain : { ...plain, headingLevel: levelOfName(id) };
    const known = resolved.get(id);
    if (known || depth > 20) return known ?? plain;
    const base = resolve(childOf(element, "w:basedOn")?.attributes["w:val"], depth + 1);
    const pPr = childOf(element, "w:pPr");
    const rPr = childOf(element, "w:rPr");
    const bold = childOf(rPr, "w:b");
    const outline = childOf(pPr, "w:outlineLvl")?.attributes["w:val"];
    const named = levelOfName(childOf(element, "w:name")?.attributes["w:val"] ?? "");
    const style: Style = {
      headingLevel: named ?? (outline !== undefined ? outlineLevel(outline) : base.headingLevel),
      bold: bold ? isOn(bold) : base.bold,
      number: numberRef(childOf(pPr, "w:numPr"), base.number) ?? base.number,
      hidden: childOf(rPr, "w:vanish") ? isOn(childOf(rPr, "w:vanish")) : base.hidden,
    };
    resolved.set(id, style);
    return style;
  };
  return {
    paragraph: (id) => resolve(id, 0),
    headerRowTables: new Set(elements.filter(hasBoldFirstRow).map((style) => style.attributes["w:styleId"] ?? "")),
  };
};

/** Level of a built-in style by its name, English or Norwegian ("heading 2", "Overskrift 2", "Title"); templates keep these names. */
const levelOfName = (name: string): number | null => {
  const match = name.match(/^(?:heading|overskrift|rubrik|otsikko)\s*([1-9])$/i);
  if (match) return Math.min(6, Number(match[1]));
  return /^(title|tittel)$/i.test(name) ? 1 : null;
};

/** Heading level 1-6 from an outline level 0-9, where 9 is body text. */
export const outlineLevel = (value: string): number | null => {
  const level = Number(value);
  return Number.isInteger(level) && level >= 0 && level < 9 ? Math.min(6, level + 1) : null;
};

/** The list and level of a numPr; numId 0 takes a paragraph out of its style's list. */
export const numberRef = (numPr: Element | undefined, base: NumberRef | null): NumberRef | null => {
  if (!numPr) return null;
  const numId = childOf(numPr, "w:numId")?.attributes["w:val"] ?? base?.numId;
  return numId === undefined ? null : { numId, level: Number(childOf(numPr, "w:ilvl")?.attributes["w:val"] ?? base?.level ?? 0) };
};

const hasBoldFirstRow = (style: Element): boolean =>
  style.attributes["w:type"] === "table" &&
  childrenOf(style, "w:tblStylePr").some(
    (part) =>
      part.attributes["w:type"] === "firstRow" &&
      (isOn(childOf(childOf(part, "w:rPr"), "w:b")) || childOf(childOf(part, "w:tcPr"), "w:shd") !== undefined),
  );
