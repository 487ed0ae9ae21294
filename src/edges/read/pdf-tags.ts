/** Tagged PDFs (Word writes them): headings, lists and tables as the file itself says, text from the pieces with the tag's id. */
import type { Cell } from "#core/document.ts";
import type { Draft } from "./drafts.ts";
import { boxOf, paragraphText, type Usual } from "./layout-flow.ts";
import { linesOf, type Piece, type Segment } from "./layout-lines.ts";
import type { PageContent } from "./pdf-page.ts";

/** pdf.js' structure tree: roles, and leaves that name marked content by id. */
export type TagNode = { readonly role?: string; readonly type?: string; readonly id?: string; readonly children?: readonly TagNode[] };

/**
 * Drafts of a page by its tags; null when the tags cover less than 90 % of the page's text or hold nothing better than paragraphs,
 * so that the layout decides.
 */
export const taggedDrafts = (root: TagNode, page: PageContent, usual: Usual): Draft[] | null => {
  const byTag = new Map<string, Piece[]>();
  for (const piece of page.pieces) if (piece.tag !== undefined) byTag.set(piece.tag, [...(byTag.get(piece.tag) ?? []), piece]);
  const ids = idsOf(root);
  const covered = ids.reduce((sum, id) => sum + lengthOf(byTag.get(id) ?? []), 0);
  const total = lengthOf(page.pieces.filter((piece) => !piece.field));
  if (total === 0 || covered < total * 0.9 || page.pieces.some((piece) => piece.field) || !hasStructure(root)) return null;
  const drafts: Draft[] = [];
  const right = Math.max(...page.pieces.map((piece) => piece.x + piece.width));
  const piecesOf = (node: TagNode): Piece[] => idsOf(node).flatMap((id) => byTag.get(id) ?? []);

  const textDraft = (node: TagNode, make: (text: string, lines: readonly Segment[]) => Draft): void => {
    const lines = segmentsOf(piecesOf(node));
    const text = paragraphText(lines, right);
    if (text.trim() === "") return;
    const draft = make(text, lines);
    drafts.push({ ...draft, place: { page: page.number, ...boxOf(linesOf(piecesOf(node))) } });
  };
  const common = { place: { page: page.number }, origin: "own" } as const;

  const visit = (node: TagNode, depth: number): void => {
    const role = node.role ?? "";
    if (/^H[1-6]$/.test(role) || role === "H" || role === "Title")
      textDraft(node, (text) => ({ ...common, kind: "heading", level: /^H\d$/.test(role) ? Number(role[1]) : 1, number: null, text }));
    else if (role === "Table") table(node);
    else if (role === "LI") item(node, depth);
    else if (role === "L") for (const child of node.children ?? []) visit(child, depth + 1);
    else if (/^(P|Caption|TOCI|BlockQuote|Note|Lbl|Span|LBody|Form|Quote|Code)$/.test(role) && !(node.children ?? []).some(isBlock))
      textDraft(node, (text, lines) => {
        if (role === "Note") return { ...common, kind: "paragraph", origin: "footnote", text, bold: false };
        const bold = lines.every((line) => line.bold);
        const heading = bold && !usual.boldBody && lines.length <= 3 && text.length <= 160 && !/[.,;]$/.test(text) && !/[☒☐]/.test(text);
        return heading ? { ...common, kind: "heading", level: 6, number: null, text } : { ...common, kind: "paragraph", text, bold };
      });
    else for (const child of node.children ?? []) visit(child, depth);
  };

  const item = (node: TagNode, depth: number): void => {
    const label = (node.children ?? []).find((child) => child.role === "Lbl");
    const nested = (node.children ?? []).flatMap((child) => [child, ...(child.children ?? [])]).filter((child) => child.role === "L");
    const own: TagNode = {
      role: "LI",
      children: (node.children ?? [])
        .filter((child) => child !== label && child.role !== "L")
        .map((child) => ({ ...child, children: (child.children ?? []).filter((inner) => inner.role !== "L") })),
    };
    const marker = label
      ? segmentsOf(piecesOf(label))
          .map((line) => line.text)
          .join(" ")
          .trim()
      : null;
    textDraft(own, (text) => {
      const match = marker ? null : text.match(/^([•◦▪–\-o\uF0B7\uF0A7]|\(?[\da-zA-Z]{1,3}[.)])\s+/);
      return {
        ...common,
        kind: "list_item",
        depth: Math.max(0, depth - 1),
        marker: marker || match?.[1] || "•",
        text: match ? text.slice(match[0].length) : text,
      };
    });
    for (const list of nested) visit(list, depth);
  };

  const table = (node: TagNode): void => {
    const rows = rowsOf(node).map((row) =>
      (row.children ?? []).filter((cell) => cell.role === "TD" || cell.role === "TH").map((cell) => cellOf(cell)),
    );
    const filled = rows.filter((row) => row.length > 0);
    if (filled.length === 0) return;
    let headerRows = filled.findIndex((row) => !row.every((cell) => cell.header));
    if (headerRows < 0) headerRows = 0;
    drafts.push({ ...common, kind: "table", place: { page: page.number, ...boxOf(linesOf(piecesOf(node))) }, headerRows, rows: filled, text: "" });
  };

  const cellOf = (node: TagNode): Cell => {
    const parts = (node.children ?? []).some(isBlock) ? (node.children ?? []) : [node];
    const lines = parts.map((part) => segmentsOf(piecesOf(part)));
    const edge = Math.max(...lines.flat().map((line) => line.x2), 0);
    const text = lines
      .map((part) => paragraphText(part, edge))
      .filter((part) => part !== "")
      .join("\n");
    const all = lines.flat();
    return { text, columnSpan: 1, rowSpan: 1, header: node.role === "TH", bold: all.length > 0 && all.every((line) => line.bold) };
  };

  visit(root, 0);
  const tagged = new Set(ids);
  const loose = page.pieces.filter((piece) => piece.tag === undefined || !tagged.has(piece.tag));
  for (const line of linesOf(loose))
    drafts.push({
      ...common,
      kind: "paragraph",
      origin: line.y < page.height / 2 ? "header" : "footer",
      text: line.segments.map((segment) => segment.text).join(" "),
      bold: false,
    });
  return drafts;
};

const lengthOf = (pieces: readonly Piece[]): number => pieces.reduce((sum, piece) => sum + piece.text.trim().length, 0);

const idsOf = (node: TagNode): string[] => [...(node.type === "content" && node.id ? [node.id] : []), ...(node.children ?? []).flatMap(idsOf)];

const isBlock = (node: TagNode): boolean => /^(P|H[1-6]?|L|LI|Table|Div|Sect|Part|BlockQuote|TR)$/.test(node.role ?? "");

const hasStructure = (node: TagNode): boolean => /^(H[1-6]|Table|L)$/.test(node.role ?? "") || (node.children ?? []).some(hasStructure);

const rowsOf = (node: TagNode): TagNode[] =>
  (node.children ?? []).flatMap((child) => (child.role === "TR" ? [child] : /^(THead|TBody|TFoot)$/.test(child.role ?? "") ? rowsOf(child) : []));

const segmentsOf = (pieces: readonly Piece[]): Segment[] =>
  linesOf(pieces).flatMap((line) => {
    const [first] = line.segments;
    if (!first) return [];
    return [
      {
        ...first,
        text: line.segments.map((segment) => segment.text).join(" "),
        x2: line.segments.at(-1)?.x2 ?? first.x2,
        bold: line.segments.every((segment) => segment.bold),
      },
    ];
  });
