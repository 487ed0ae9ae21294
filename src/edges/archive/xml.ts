/** Plain data to XML, by xmlbuilder2. */
import { create } from "xmlbuilder2";
import type { XmlNode } from "#core/package/xml-node.ts";

type Builder = ReturnType<typeof create>;

/** What XML 1.0 cannot hold is left out: a subject may carry control characters. */
const sayable = (text: string): string => text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "");

/** The document, indented, in UTF-8. */
export const xmlText = (root: XmlNode): string => {
  const document = create({ version: "1.0", encoding: "UTF-8" });
  append(document, root);
  return `${document.end({ prettyPrint: true })}\n`;
};

const append = (parent: Builder, { name, attributes, children }: XmlNode): void => {
  const element = parent.ele(name);
  for (const [key, value] of Object.entries(attributes ?? {})) element.att(key, sayable(value));
  for (const child of children) {
    if (typeof child === "string") element.txt(sayable(child));
    else append(element, child);
  }
};
