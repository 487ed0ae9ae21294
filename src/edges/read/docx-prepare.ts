/**
 * Changes a Word document's XML, so that mammoth shows what a reader sees: list and heading numbers, drop-down choices and field
 * results are put in as text; placeholders and hidden text are taken out. mammoth loses or shows each of these wrongly.
 */
import type { HiddenReason } from "#core/document.ts";
import { isOn, type NumberRef, numberRef, outlineLevel, type Styles } from "./docx-styles.ts";
import type { Numbering } from "./docx-numbering.ts";
import { type Hidden, nowhere } from "./drafts.ts";
import { markerEnd, markerStart } from "./html.ts";
import { type Element, childOf, childrenOf, descendants, textOf } from "./markup.ts";

type Ground = { readonly shaded: boolean };

/** Names of the style that every heading gets; the caller maps them to h1-h6. */
export const headingStyle = (level: number): string => `MottakHeading${level}`;

/** Changes the tree in place; returns the hidden text taken out. */
export const prepare = (root: Element, styles: Styles, numbering: Numbering): Hidden[] => {
  const hidden: Hidden[] = [];

  const visit = (element: Element, ground: Ground): void => {
    const children = element.children.flatMap((child): (Element | string)[] => {
      if (typeof child === "string") return [child];
      if (child.name === "w:fldSimple" || child.name === "w:customXml") return child.children;
      if (child.name === "w:sdt" && isPlaceholder(child)) return [];
      if (child.name === "w:r") {
        const reason = hiddenReason(child, ground);
        if (reason) {
          hidden.push({ text: runText(child), reason, place: nowhere });
          return [];
        }
        const choice = dropDownChoice(child);
        if (choice !== null) return [textRun(choice), child];
      }
      return [child];
    });
    element.children.splice(0, element.children.length, ...children);
    if (element.name === "w:tbl") markHeaderRow(element);
    if (element.name === "w:p") paragraph(element);
    const inner = { shaded: ground.shaded || isShaded(element) };
    for (const child of element.children) if (typeof child !== "string") visit(child, inner);
  };

  const paragraph = (element: Element): void => {
    const pPr = childOf(element, "w:pPr");
    const style = styles.paragraph(childOf(pPr, "w:pStyle")?.attributes["w:val"]);
    const outline = childOf(pPr, "w:outlineLvl")?.attributes["w:val"];
    const level = outline === undefined ? style.headingLevel : outlineLevel(outline);
    const reference: NumberRef | null = numberRef(childOf(pPr, "w:numPr"), style.number) ?? style.number;
    const hasText = descendants(element, "w:t").some((text) => textOf(text).trim() !== "");
    if (level !== null && pPr) restyle(pPr, headingStyle(level));
    if (style.bold && level === null) for (const run of descendants(element, "w:r")) embolden(run);
    if (!reference || reference.numId === "0" || !hasText) return;
    const marker = numbering(reference);
    if (marker === null) return;
    const at = element.children.findIndex((child) => typeof child !== "string" && child.name !== "w:pPr");
    element.children.splice(at < 0 ? element.children.length : at, 0, textRun(`${markerStart}${marker}${markerEnd}`));
  };

  /** A first row that the table's style makes a header is one, though only the style says so. */
  const markHeaderRow = (table: Element): void => {
    const tblPr = childOf(table, "w:tblPr");
    const look = childOf(tblPr, "w:tblLook")?.attributes ?? {};
    const styled = styles.headerRowTables.has(childOf(tblPr, "w:tblStyle")?.attributes["w:val"] ?? "");
    const firstRow = look["w:firstRow"] === "1" || (Number.parseInt(look["w:val"] ?? "0", 16) & 0x20) !== 0;
    const rows = childrenOf(table, "w:tr");
    const row = rows[0];
    if (!styled || !firstRow || !row || rows.length < 2 || childrenOf(row, "w:tc").length < 2) return;
    let trPr = childOf(row, "w:trPr");
    if (!trPr) {
      trPr = { name: "w:trPr", attributes: {}, children: [] };
      row.children.unshift(trPr);
    }
    if (!childOf(trPr, "w:tblHeader")) trPr.children.push({ name: "w:tblHeader", attributes: {}, children: [] });
  };

  visit(root, { shaded: false });
  return hidden;
};

const textRun = (text: string): Element => ({
  name: "w:r",
  attributes: {},
  children: [{ name: "w:t", attributes: { "xml:space": "preserve" }, children: [text] }],
});

/** A content control that still shows its prompt ("Klikk her for å skrive inn tekst") holds no answer. */
const isPlaceholder = (sdt: Element): boolean => {
  const properties = childOf(sdt, "w:sdtPr");
  return isOn(childOf(properties, "w:showingPlcHdr")) && childOf(properties, "w14:checkbox") === undefined;
};

const runText = (run: Element): string => descendants(run, "w:t").map(textOf).join("");

const hiddenReason = (run: Element, ground: Ground): HiddenReason | null => {
  const rPr = childOf(run, "w:rPr");
  if (!rPr || runText(run).trim() === "") return null;
  if (isOn(childOf(rPr, "w:vanish"))) return "vanish";
  const size = Number(childOf(rPr, "w:sz")?.attributes["w:val"] ?? 22);
  if (size <= 4) return "tiny";
  const white = /^FFFFF[EF]$/i.test(childOf(rPr, "w:color")?.attributes["w:val"] ?? "");
  return white && !ground.shaded && !isShaded(run) ? "white" : null;
};

/** A coloured ground under the text; a table with a style may give one that only the style knows. */
const isShaded = (element: Element): boolean => {
  if (element.name === "w:tbl") return childOf(childOf(element, "w:tblPr"), "w:tblStyle") !== undefined;
  if (element.name === "w:txbxContent") return true;
  const properties = childOf(element, `${element.name}Pr`);
  const fill = childOf(properties, "w:shd")?.attributes["w:fill"];
  return (fill !== undefined && !/^(auto|FFFFFF)$/i.test(fill)) || (childOf(properties, "w:highlight")?.attributes["w:val"] ?? "none") !== "none";
};

/** The chosen entry of a legacy drop-down; null when the run holds none. */
const dropDownChoice = (run: Element): string | null => {
  const list = descendants(childOf(run, "w:fldChar"), "w:ddList")[0];
  if (!list) return null;
  const index = Number((childOf(list, "w:result") ?? childOf(list, "w:default"))?.attributes["w:val"] ?? 0);
  return childrenOf(list, "w:listEntry")[index]?.attributes["w:val"] ?? null;
};

const restyle = (pPr: Element, style: string): void => {
  const kept = pPr.children.filter((child) => typeof child === "string" || child.name !== "w:pStyle");
  pPr.children.splice(0, pPr.children.length, { name: "w:pStyle", attributes: { "w:val": style }, children: [] }, ...kept);
};

const embolden = (run: Element): void => {
  let rPr = childOf(run, "w:rPr");
  if (!rPr) {
    rPr = { name: "w:rPr", attributes: {}, children: [] };
    run.children.unshift(rPr);
  }
  if (!childOf(rPr, "w:b")) rPr.children.push({ name: "w:b", attributes: {}, children: [] });
};
