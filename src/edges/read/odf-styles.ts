/** ODF text styles, and the inline text of a paragraph with its look. */
import type { HiddenReason } from "#core/document.ts";
import { type Element, childOf, childrenOf, descendants, textOf } from "./markup.ts";

export type TextStyle = {
  readonly bold: boolean | null;
  readonly italic: boolean | null;
  readonly hidden: HiddenReason | null;
  readonly shaded: boolean;
  readonly headingLevel: number | null;
};

/** Text with one look. */
export type Ink = { readonly text: string; readonly bold: boolean; readonly italic: boolean; readonly hidden: HiddenReason | null };

const plain: TextStyle = { bold: null, italic: null, hidden: null, shaded: false, headingLevel: null };

/** All styles by name, each with what it takes from its parents. */
export const stylesOf = (roots: readonly (Element | undefined)[]): Map<string, TextStyle> => {
  const elements = new Map(roots.flatMap((root) => descendants(root, "style:style")).map((style) => [style.attributes["style:name"] ?? "", style]));
  const resolved = new Map<string, TextStyle>();
  const resolve = (name: string | undefined, depth: number): TextStyle => {
    const element = name === undefined ? undefined : elements.get(name);
    if (!element || name === undefined || depth > 20) return plain;
    const known = resolved.get(name);
    if (known) return known;
    const base = resolve(element.attributes["style:parent-style-name"], depth + 1);
    const style = { ...base, ...ownOf(element) };
    if (/^(Title|Tittel)$/.test(name)) style.headingLevel = 1;
    resolved.set(name, style);
    return style;
  };
  for (const name of elements.keys()) resolve(name, 0);
  for (const name of ["Title", "Tittel"]) if (!resolved.has(name)) resolved.set(name, { ...plain, headingLevel: 1 });
  return resolved;
};

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const ownOf = (style: Element): Partial<Writable<TextStyle>> => {
  const text = childOf(style, "style:text-properties")?.attributes ?? {};
  const ground = [
    childOf(style, "style:table-cell-properties"),
    childOf(style, "style:paragraph-properties"),
    childOf(style, "style:text-properties"),
  ]
    .map((properties) => properties?.attributes["fo:background-color"])
    .find((colour) => colour !== undefined && !/^(transparent|#ffffff)$/i.test(colour));
  const own: Partial<Writable<TextStyle>> = {};
  if (text["fo:font-weight"]) own.bold = /bold|[6-9]00/.test(text["fo:font-weight"]);
  if (text["fo:font-style"]) own.italic = text["fo:font-style"] === "italic";
  if (ground) own.shaded = true;
  // A hidden sheet.
  if (childOf(style, "style:table-properties")?.attributes["table:display"] === "false") own.hidden = "not_displayed";
  const size = Number.parseFloat(text["fo:font-size"] ?? "");
  if (text["text:display"] === "none") own.hidden = "vanish";
  else if (/pt$/.test(text["fo:font-size"] ?? "") && size <= 2) own.hidden = "tiny";
  else if (/^#ffffff$/i.test(text["fo:color"] ?? "")) own.hidden = ground ? null : "white";
  else if (text["fo:color"]) own.hidden = null;
  return own;
};

export type Aside = { readonly notes: Element[]; readonly frames: Element[]; readonly links: string[] };

/** The runs of a paragraph. Notes and frames in it are handed to `aside`, to be read after it. */
export const inkOf = (paragraph: Element, styles: ReadonlyMap<string, TextStyle>, aside: Aside): Ink[] => {
  const runs: Ink[] = [];
  const look = (element: Element, outer: TextStyle): TextStyle => {
    const own = styles.get(element.attributes["text:style-name"] ?? "");
    return own
      ? {
          ...outer,
          bold: own.bold ?? outer.bold,
          italic: own.italic ?? outer.italic,
          hidden: own.hidden ?? outer.hidden,
          shaded: own.shaded || outer.shaded,
        }
      : outer;
  };
  const add = (text: string, style: TextStyle): void => {
    const hidden = style.hidden === "white" && style.shaded ? null : style.hidden;
    runs.push({ text, bold: style.bold === true, italic: style.italic === true, hidden });
  };
  const walk = (element: Element, style: TextStyle): void => {
    for (const child of element.children) {
      if (typeof child === "string") add(child.replace(/\s+/g, " "), style);
      else inline(child, style);
    }
  };
  const inline = (child: Element, style: TextStyle): void => {
    const { name, attributes } = child;
    if (name === "text:s") return add(" ".repeat(Math.min(50, Number(attributes["text:c"] ?? 1))), style);
    if (name === "text:tab") return add("\t", style);
    if (name === "text:line-break") return add("\n", style);
    if (name === "text:number" || name.startsWith("office:annotation") || name === "text:ruby-text") return;
    if (name === "text:note") return void aside.notes.push(child);
    if (name === "draw:frame" || name === "draw:custom-shape" || name === "draw:g") return void aside.frames.push(child);
    if (name === "draw:control") return;
    if (name === "text:hidden-text" || (name === "text:hidden-paragraph" && attributes["text:is-hidden"] === "true")) return;
    if (name === "field:fieldmark") return add(fieldMark(child), style);
    if (name === "field:fieldmark-start") return;
    if (name === "loext:content-control") return contentControl(child, style);
    if (name === "text:drop-down") return add(chosenLabel(child), style);
    if (name === "text:placeholder") return;
    if (name === "text:a" && attributes["xlink:href"]) aside.links.push(attributes["xlink:href"]);
    walk(child, look(child, style));
  };
  const contentControl = (control: Element, style: TextStyle): void => {
    const { attributes } = control;
    if (attributes["loext:checkbox"] === "true") return add(attributes["loext:checked"] === "true" ? "☒" : "☐", style);
    if (attributes["loext:showing-place-holder"] === "true") return;
    walk(control, style);
  };
  walk(paragraph, look(paragraph, plain));
  return runs;
};

/** LibreOffice's legacy form fields; a check box holds its state as a parameter. */
const fieldMark = (mark: Element): string => {
  const parameters = new Map(
    childrenOf(mark, "field:param").map((param) => [param.attributes["field:name"] ?? "", param.attributes["field:value"] ?? ""]),
  );
  if (/FORMCHECKBOX/.test(mark.attributes["field:type"] ?? "")) return parameters.get("Checkbox_Checked") === "true" ? "☒" : "☐";
  if (/FORMDROPDOWN/.test(mark.attributes["field:type"] ?? "")) {
    const entries = childrenOf(mark, "field:param").filter((param) => param.attributes["field:name"] === "Dropdown_ListEntry");
    return entries[Number(parameters.get("Dropdown_Selected") ?? 0)]?.attributes["field:value"] ?? "";
  }
  return textOf(mark);
};

const chosenLabel = (dropDown: Element): string =>
  childrenOf(dropDown, "text:label").find((label) => label.attributes["text:current-selected"] === "true")?.attributes["text:value"] ??
  textOf(dropDown);
