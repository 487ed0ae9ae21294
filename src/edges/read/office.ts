/** RTF and slides (PPTX) through officeparser: its tree to blocks. */
import { OfficeParser } from "officeparser";
import type { Cell, HiddenReason, Origin, Place } from "#core/document.ts";
import { type Content, type Draft, type Hidden, nowhere } from "./drafts.ts";
import { isHeadingLike } from "./html.ts";
import { boldHeaderRows } from "./html-table.ts";
import type { ReadLimits } from "./limits.ts";
import { prepareRtf } from "./rtf-prepare.ts";
import { ZipError } from "./zip.ts";

/** The part of officeparser's node that is read here. */
type Node = {
  readonly type: string;
  readonly text?: string;
  readonly children?: readonly Node[];
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly formatting?: {
    readonly bold?: boolean;
    readonly italic?: boolean;
    readonly size?: string;
    readonly color?: string;
    readonly backgroundColor?: string;
  };
};

const markOf = (code: string | undefined): "encrypted" | "too_large" | "corrupt" =>
  /PASSWORD/.test(code ?? "") ? "encrypted" : /LIMIT|NESTING|TOO_LARGE/.test(code ?? "") ? "too_large" : "corrupt";

/** Blocks of an RTF or PPTX file. Throws ZipError with the state. */
export const readOffice = async (bytes: Uint8Array, fileType: "rtf" | "pptx", limits: ReadLimits): Promise<Content> => {
  const prepared = fileType === "rtf" ? prepareRtf(bytes) : { bytes: Buffer.from(bytes), hidden: [] };
  let nodes: readonly Node[];
  let asides: readonly (readonly ["header" | "footer" | "footnote", readonly Node[] | undefined])[];
  try {
    const ast = await OfficeParser.parseOffice(prepared.bytes, {
      onWarning: () => undefined,
      fileType,
      ignoreComments: true,
      decompressionLimits: { maxUncompressedBytes: limits.inflatedBytes / 2, maxXmlElements: limits.elements },
    });
    nodes = ast.content as unknown as readonly Node[];
    const auxiliary = ast.auxiliary as unknown as { headers?: readonly Node[]; footers?: readonly Node[]; notes?: readonly Node[] } | undefined;
    asides = [
      ["header", auxiliary?.headers],
      ["footer", auxiliary?.footers],
      ["footnote", auxiliary?.notes],
    ];
  } catch (cause) {
    const code = (cause as { officeIssue?: { code?: string } }).officeIssue?.code;
    throw new ZipError(markOf(code), code === undefined ? "office_file" : code.toLowerCase());
  }
  const sink: Sink = { drafts: [], hidden: [...prepared.hidden], links: [], numbers: new Map() };
  for (const node of nodes) visit(node, sink, nowhere, "own");
  for (const [origin, parts] of asides)
    for (const node of parts ?? []) visit(node.type === "note" ? { ...node, type: origin } : node, sink, nowhere, origin);
  return {
    drafts: sink.drafts,
    hidden: sink.hidden,
    links: sink.links,
    pages: fileType === "pptx" ? nodes.filter((node) => node.type === "slide").length : null,
  };
};

type Sink = { readonly drafts: Draft[]; readonly hidden: Hidden[]; readonly links: string[]; readonly numbers: Map<string, number> };

const visit = (node: Node, sink: Sink, place: Place, origin: Origin): void => {
  const common = { place, origin };
  if (node.type === "slide") {
    const slide = { page: Number(node.metadata?.["slideNumber"] ?? 0) || null };
    for (const child of node.children ?? []) visit(child, sink, slide, origin);
  } else if (node.type === "heading") {
    const text = inkOf(node, sink, place).text;
    sink.drafts.push({ ...common, kind: "heading", level: Math.min(6, Number(node.metadata?.["level"] ?? 1)), number: null, text });
  } else if (node.type === "list") {
    const depth = Number(node.metadata?.["indentation"] ?? 0);
    sink.drafts.push({ ...common, kind: "list_item", depth, marker: markerOf(node, depth, sink), text: inkOf(node, sink, place).text });
  } else if (node.type === "paragraph" || node.type === "text") {
    const { text, bold, italic } = inkOf(node, sink, place);
    if (bold && origin === "own" && isHeadingLike(text)) sink.drafts.push({ ...common, kind: "heading", level: 6, number: null, text });
    else sink.drafts.push({ ...common, kind: "paragraph", text, bold, ...(italic ? { italic } : {}) });
  } else if (node.type === "table") tableOf(node, sink, place, origin);
  else if (node.type === "note") for (const child of node.children ?? []) visit(child, sink, place, "footnote");
  else if (node.type !== "comment" && node.type !== "image" && node.type !== "slideMaster")
    for (const child of node.children ?? []) visit(child, sink, place, origin);
};

const markerOf = (node: Node, depth: number, sink: Sink): string => {
  if (node.metadata?.["listType"] !== "ordered") return "•";
  const key = `${String(node.metadata["listId"])}:${depth}`;
  const number = Number(node.metadata["itemIndex"] ?? sink.numbers.get(key) ?? 0) + 1;
  sink.numbers.set(key, number);
  return `${number}.`;
};

const inkOf = (node: Node, sink: Sink, place: Place): { text: string; bold: boolean; italic: boolean } => {
  const leaves = leavesOf(node);
  const seen = leaves.filter((leaf) => {
    const reason = hiddenReason(leaf);
    if (reason && (leaf.text ?? "").trim() !== "") sink.hidden.push({ text: leaf.text ?? "", reason, place });
    const link = leaf.metadata?.["link"];
    if (typeof link === "string") sink.links.push(link);
    return reason === null;
  });
  const inked = seen.filter((leaf) => (leaf.text ?? "").trim() !== "");
  const every = (test: (leaf: Node) => boolean | undefined): boolean => inked.length > 0 && inked.every((leaf) => test(leaf) === true);
  return {
    text: seen.map((leaf) => (leaf.type === "break" ? "\n" : (leaf.text ?? ""))).join(""),
    bold: every((leaf) => leaf.formatting?.bold),
    italic: every((leaf) => leaf.formatting?.italic),
  };
};

const leavesOf = (node: Node): Node[] => {
  if (!node.children || node.children.length === 0) return [node];
  return node.children.flatMap(leavesOf);
};

const hiddenReason = (leaf: Node): HiddenReason | null => {
  const size = Number.parseFloat(leaf.formatting?.size ?? "");
  if (size > 0 && size <= 2) return "tiny";
  return /^#?ffffff$/i.test(leaf.formatting?.color ?? "") && !leaf.formatting?.backgroundColor ? "white" : null;
};

const tableOf = (node: Node, sink: Sink, place: Place, origin: Origin): void => {
  const rows = (node.children ?? [])
    .filter((row) => row.type === "row")
    .map((row) =>
      (row.children ?? [])
        .filter((cell) => cell.type === "cell")
        .map((cell): Cell => {
          const inner: Sink = { drafts: [], hidden: sink.hidden, links: sink.links, numbers: sink.numbers };
          for (const child of cell.children ?? []) visit(child, inner, place, origin);
          const text = inner.drafts.map((draft) => (draft.kind === "list_item" ? `${draft.marker ?? ""} ${draft.text}` : draft.text)).join("\n");
          const bold =
            inner.drafts.length > 0 && inner.drafts.every((draft) => draft.kind === "heading" || (draft.kind === "paragraph" && draft.bold));
          return { text, columnSpan: Number(cell.metadata?.["colSpan"] ?? 1), rowSpan: Number(cell.metadata?.["rowSpan"] ?? 1), header: false, bold };
        }),
    )
    .filter((row) => row.length > 0);
  if (rows.length === 0) return;
  const headerRows = boldHeaderRows(rows);
  const marked = rows.map((row, index) => row.map((cell) => (index < headerRows ? { ...cell, header: true } : cell)));
  sink.drafts.push({ place, origin, kind: "table", headerRows, rows: marked, text: "" });
};
