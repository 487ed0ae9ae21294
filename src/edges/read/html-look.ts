/** How HTML text looks: bold, italic, or not to be seen by a person. Inline styles only, as mails and Word exports have them. */
import type { HiddenReason } from "#core/document.ts";
import type { Element } from "./markup.ts";

export type Look = { readonly bold: boolean; readonly italic: boolean; readonly hidden: HiddenReason | null; readonly onColour: boolean };
export const plainLook: Look = { bold: false, italic: false, hidden: null, onColour: false };

const bolds = new Set(["b", "strong", "th"]);
const italics = new Set(["i", "em"]);

/** The look of an element's text, given the look around it. */
export const lookOf = (element: Element, outer: Look): Look => {
  const style = styleOf(element);
  const weight = style["font-weight"];
  const background = style["background-color"] ?? style["background"] ?? element.attributes["bgcolor"];
  const onColour = background ? !isWhite(background) && !/transparent|none|inherit/.test(background) : outer.onColour;
  return {
    bold: weight ? /^(bold|bolder|[6-9]00)$/.test(weight) : outer.bold || bolds.has(element.name),
    italic: outer.italic || italics.has(element.name) || style["font-style"] === "italic",
    onColour,
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
  const colour = style["color"] ?? (element.name === "font" ? element.attributes["color"] : undefined);
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

const isWhite = (colour: string): boolean =>
  /^(white|window|#fff|#ffffff|#fffffe|#fefefe)\b/i.test(colour.trim()) || /^rgba?\(\s*25[3-5]\s*,\s*25[3-5]\s*,\s*25[3-5]/.test(colour);

const points = (size: string | undefined): number | null => {
  const match = size?.match(/^([\d.]+)\s*(px|pt)?$/);
  return match ? Number(match[1]) * (match[2] === "px" ? 0.75 : 1) : null;
};
