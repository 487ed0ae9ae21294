/** XML and HTML text to a plain tree (htmlparser2 does the tokenising). Knows no vocabulary. */
import { Parser } from "htmlparser2";
import { defaultLimits } from "./limits.ts";

export type Element = {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: (Element | string)[];
};

/** Thrown when a part has more elements than the limit; the caller makes it a `too_large` document. */
export class TooManyElements extends Error {}

/**
 * Parses markup into a tree below an element named "#root". Never throws on bad markup; elements deeper than
 * `nesting` are hung into the deepest allowed one, so that walking the tree cannot exhaust the stack.
 * Throws TooManyElements above `elements`.
 */
export const parseMarkup = (source: string, options: { readonly xml: boolean; readonly elements?: number; readonly nesting?: number }): Element => {
  const maximum = options.elements ?? defaultLimits.elements;
  const deepest = options.nesting ?? defaultLimits.nesting;
  const root: Element = { name: "#root", attributes: {}, children: [] };
  const open: Element[] = [root];
  let depth = 0;
  let count = 0;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        count += 1;
        if (count > maximum) throw new TooManyElements(`more than ${maximum} elements`);
        depth += 1;
        const parent = open.at(-1) ?? root;
        const element: Element = { name, attributes, children: [] };
        parent.children.push(element);
        if (depth <= deepest) open.push(element);
      },
      onclosetag() {
        if (depth <= deepest && open.length > 1) open.pop();
        depth -= 1;
      },
      ontext(text) {
        const siblings = (open.at(-1) ?? root).children;
        const last = siblings.length - 1;
        if (typeof siblings[last] === "string") siblings[last] += text;
        else siblings.push(text);
      },
    },
    { xmlMode: options.xml, decodeEntities: true, lowerCaseAttributeNames: !options.xml, lowerCaseTags: !options.xml },
  );
  parser.write(source);
  parser.end();
  return root;
};

/** Child elements, of one name when given. */
export const childrenOf = (element: Element | undefined, name?: string): Element[] =>
  (element?.children ?? []).filter((child): child is Element => typeof child !== "string" && (name === undefined || child.name === name));

/** First child element with this name. */
export const childOf = (element: Element | undefined, name: string): Element | undefined => childrenOf(element, name)[0];

/** All elements below with this name, in document order, also within each other. */
export const descendants = (element: Element | undefined, name: string): Element[] => {
  const found: Element[] = [];
  const walk = (node: Element): void => {
    for (const child of node.children) {
      if (typeof child === "string") continue;
      if (child.name === name) found.push(child);
      walk(child);
    }
  };
  if (element) walk(element);
  return found;
};

/** All text below, nothing added between. */
export const textOf = (node: Element | string): string => (typeof node === "string" ? node : node.children.map(textOf).join(""));

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);

/** The tree as XML again, for libraries that want a file. */
export const serialize = (node: Element | string): string => {
  if (typeof node === "string") return escapeXml(node);
  const inner = node.children.map(serialize).join("");
  if (node.name === "#root") return inner;
  if (node.name.startsWith("!") || node.name.startsWith("?")) return "";
  const attributes = Object.entries(node.attributes)
    .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
    .join("");
  return inner === "" ? `<${node.name}${attributes}/>` : `<${node.name}${attributes}>${inner}</${node.name}>`;
};
