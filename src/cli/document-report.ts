/** What `check --documents` shows: each document as it was read, block by block, with kind, place and state; hidden text apart. */
import type { Block, Cell, Document, DocumentState, Place } from "#core/document.ts";
import type { Message } from "#core/message.ts";
import { paint, wrap } from "./paint.ts";

const WIDTH = 110;
const PLACE = 8;
const KIND = 12;
const INDENT = " ".repeat(2 + PLACE + KIND);

/** What a state means for the person who asks, and what would help. */
const meanings: Readonly<Record<DocumentState, string>> = {
  read: "read",
  partial: "read in part",
  encrypted: "protected by a password or by rights; a copy without protection can be read",
  corrupt: "damaged; saved anew, it may be read",
  unsupported: "no format that is read; PDF and Word (docx) are",
  empty: "holds no text",
  no_text: "no text was recognised in its pictures",
  too_large: "above a limit",
  timeout: "reading took too long and was stopped",
  memory: "reading took too much memory and was stopped",
  link: "a link stands in place of the file",
};

/** All documents of a message in reading order, the mail's own text first. */
export const documentsOf = (message: Pick<Message, "body" | "attachments">): readonly Document[] => [message.body, ...message.attachments];

/** The structure of documents as text for a terminal; every block in full, verbatim but for control characters. */
export const documentReport = (documents: readonly Document[]): string =>
  `${paint("underline", "Documents")}\n${documents.map((document) => `\n${onScreen(document)}`).join("")}\n`;

const onScreen = (document: Document): string => {
  const lines = [`  ${paint("bold", visible(document.name))}  ${paint("gray", summaryOf(document))}`, `  ${stateOf(document)}`];
  for (const block of document.blocks) lines.push(...blockLines(block));
  for (const { text, reason, place } of document.hidden)
    lines.push(labelled(placeOf(place), "hidden", `${paint("yellow", `(${reason}, proves nothing)`)} ${visible(text)}`));
  for (const link of document.links) lines.push(labelled("", "link", visible(link)));
  return `${lines.join("\n")}\n`;
};

const summaryOf = ({ mediaType, method, pages, ocrConfidence }: Document): string =>
  [
    mediaType,
    method === "text" ? "" : method === "ocr" ? "recognised letters" : "text and recognised letters",
    pages === null ? "" : `${pages} ${pages === 1 ? "page" : "pages"}`,
    ocrConfidence === null ? "" : `confidence ${Math.round(ocrConfidence)}`,
  ]
    .filter((part) => part !== "")
    .join(", ");

const stateOf = ({ state, detail, blocks, hidden }: Document): string => {
  const reason = detail === null ? "" : ` [${detail}]`;
  if (state === "read" || state === "partial")
    return paint(
      state === "read" ? "green" : "yellow",
      `${state === "read" ? "✓" : "◐"} ${meanings[state]}${reason}: ${blocks.length} blocks${hidden.length > 0 ? `, ${hidden.length} hidden` : ""}`,
    );
  return paint("red", `✗ ${state}: ${meanings[state]}${reason}`);
};

const blockLines = (block: Block): string[] => {
  const from = block.origin === "own" ? "" : `${paint("cyan", `(${block.origin})`)} `;
  const answers = block.answersQuoted === undefined ? [] : [labelled("", "", paint("gray", `answers: ${visible(block.answersQuoted)}`))];
  const line = (kind: string, text: string): string => labelled(placeOf(block.place), kind, from + text);
  switch (block.kind) {
    case "heading":
      return [line(`heading ${block.level}`, paint("bold", visible([block.number, block.text].filter(Boolean).join(" ")))), ...answers];
    case "list_item":
      return [line(`item ${block.depth + 1}`, visible(`${"  ".repeat(block.depth)}${block.marker ?? "·"} ${block.text}`)), ...answers];
    case "field":
      return [
        line("field", `${visible(block.label)} = ${block.value === "" ? paint("yellow", "(not filled in)") : visible(block.value)}`),
        ...answers,
      ];
    case "choice":
      return [
        line("tick boxes", block.options.map(({ label, checked }) => `${checked ? "☒" : "☐"} ${visible(label)}`).join("   ")),
        labelled("", "", paint("gray", `as it stands: ${visible(block.text)}`)),
        ...answers,
      ];
    case "table":
      return [
        line(
          "table",
          paint("gray", `${block.place.part ? `${visible(block.place.part)}: ` : ""}${block.rows.length} rows, ${block.headerRows} of them headers`),
        ),
        ...block.rows.map((row) => labelled("", "", `| ${row.map(cellText).join(" | ")} |`)),
        ...answers,
      ];
    default:
      return [line(block.bold ? "bold text" : "text", visible(block.text)), ...answers];
  }
};

const cellText = (cell: Cell): string => {
  const spans = [cell.columnSpan > 1 ? `${cell.columnSpan} columns` : "", cell.rowSpan > 1 ? `${cell.rowSpan} rows` : ""].filter(Boolean).join(", ");
  const text = visible(cell.text).replace(/\n/g, " / ");
  return `${cell.header ? paint("bold", text) : text}${spans ? paint("gray", ` (over ${spans})`) : ""}`;
};

const placeOf = ({ page, part }: Place): string => (page !== null ? `p. ${page}` : (part ?? ""));

const labelled = (place: string, kind: string, text: string): string => {
  const head = `  ${paint("gray", place.slice(0, PLACE - 1).padEnd(PLACE))}${paint("blue", kind.padEnd(KIND))}`;
  return (head + wrap(text, WIDTH, INDENT).trimStart()).trimEnd();
};

/** Control characters could steer the terminal; they are shown as a sign. */
const visible = (text: string): string => text.replace(/[^\P{Cc}\n]/gu, "�");
