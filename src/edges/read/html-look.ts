/** How HTML text looks: bold, italic, or not to be seen by a person. Inline styles only, as mails and Word exports have them. */
import type { HiddenReason } from "#core/document.ts";
import type { Element } from "./markup.ts";

export type Look = {
  readonly bold: boolean;
  readonly italic: boolean;
  readonly hidden: HiddenReason | null;
  readonly onColour: boolean;
  /** Written in a colour of its own (red, blue, green ...): so people answer within a quoted mail. Links do not count. */
  readonly coloured: boolean;
};
export const plainLook: Look = { bold: false, italic: false, hidden: null, onColour: false, coloured: false };

const bolds = new Set(["b", "strong", "th"]);
const italics = new Set(["i", "em"]);

/** The look of an element's text, given the look around it. */
export const lookOf = (element: Element, outer: Look): Look => {
  const style = styleOf(element);
  const weight = style["font-weight"];
  const background = style["background-color"] ?? style["background"] ?? element.attributes["bgcolor"];
  const colour = colourOf(element, style);
  const onColour = background ? !isWhite(background) && !/transparent|none|inherit/.test(background) : outer.onColour;
  return {
    bold: weight ? /^(bold|bolder|[6-9]00)$/.test(weight) : outer.bold || bolds.has(element.name),
    italic: outer.italic || italics.has(element.name) || style["font-style"] === "italic",
    onColour,
    coloured: colour && element.name !== "a" ? isHue(colour) : outer.coloured,
    hidden: outer.hidden ?? hiddenReason(element, style, onColour),
  };
};

/** Why this element's text cannot be seen, null when it can. White text on a coloured ground can be seen. */
export const hiddenReason = (element: Element, style: Record<string, string>, onColour: boolean): HiddenReason | null => {
  if (style["display"] === "none" || style["visibility"] === "hidden" || style["mso-hide"] === "all" || "hidden" in element.attributes)
    return "not_displayed";
  if (style["opacity"] && Number(style["opacity"]) < 0.1) return "not_displayed";
  if (/^0(px|pt|em)?$/.test(style["max-height"] ?? "") && style["overflow"] === "hidden") return "not_displayed";
  const size = points(style["font-size"]);
  if (size !== null && size <= 2) return "tiny";
  const colour = colourOf(element, style);
  if (colour && isWhite(colour) && !onColour) return "white";
  if (/^-\d{3,}/.test(style["text-indent"] ?? "") || /^-\d{3,}/.test(style["left"] ?? "") || /^-\d{3,}/.test(style["top"] ?? "")) return "off_page";
  return null;
};

const styleOf = (element: Element): Record<string, string> => {
  const style: Record<string, string> = {};
  for (const part of (element.attributes["style"] ?? "").split(";")) {
    const colon = part.indexOf(":");
    if (colon > 0)
      style[part.slice(0, colon).trim().toLowerCase()] = part
        .slice(colon + 1)
        .replace(/!important/i, "")
        .trim()
        .toLowerCase();
  }
  return style;
};

const colourOf = (element: Element, style: Record<string, string>): string | undefined =>
  style["color"] ?? (element.name === "font" ? element.attributes["color"]?.toLowerCase() : undefined);

/** Strong colours as people choose them for answers; black, greys, and the dark blue that Outlook gives all replies (#1F497D) are none. */
const isHue = (colour: string): boolean => {
  if (/^(red|blue|green|purple|magenta|orange|darkred|darkgreen|crimson|mediumblue|royalblue|teal)$/.test(colour)) return true;
  const hex = colour.match(/^#([0-9a-f]{6}|[0-9a-f]{3})$/)?.[1];
  const parts = hex
    ? (hex.length === 3 ? [...hex].map((digit) => digit + digit) : (hex.match(/../g) ?? [])).map((part) => Number.parseInt(part, 16))
    : (colour.match(/^rgba?\(([^)]*)\)/)?.[1] ?? "")
        .split(/[\s,/]+/)
        .slice(0, 3)
        .map(Number);
  const [most, least] = [Math.max(...parts), Math.min(...parts)];
  return parts.length === 3 && most >= 110 && most - least >= 100;
};

const isWhite = (colour: string): boolean =>
  /^(white|window|#fff|#ffffff|#fffffe|#fefefe)\b/i.test(colour.trim()) || /^rgba?\(\s*25[3-5]\s*,\s*25[3-5]\s*,\s*25[3-5]/.test(colour);

const points = (size: string | undefined): number | null => {
  const match = size?.match(/^([\d.]+)\s*(px|pt)?$/);
  return match ? Number(match[1]) * (match[2] === "px" ? 0.75 : 1) : null;
};
