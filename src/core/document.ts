/**
 * A document as the reader sees it: blocks in reading order, each with its place and its verbatim text.
 * Every format (PDF, Word, mail body, spreadsheet ...) becomes this one type; nothing here knows how.
 */

/** Where a block stands in the original: enough for a person to find it again. */
export type Place = {
  /** 1-based page, slide or sheet number; null where the format has no pages (mail body, Word). */
  readonly page: number | null;
  /** Name of the sheet, slide or part ("header1"), where the format has one. */
  readonly part?: string;
  /** Box on the page in points from the top left corner (PDF, and OCR converted to points). */
  readonly box?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
};

/** Who the text of a block comes from. Only `own` and `forwarded` text can prove anything. */
export type Origin =
  /** Written in this document or mail. */
  | "own"
  /** A forwarded mail's own text: content, by the forwarded mail's sender. */
  | "forwarded"
  /** Earlier mail quoted below or above the answer. */
  | "quoted"
  /** Signature block of a mail: contact details stand here. */
  | "signature"
  /** Repeated page header or footer, letterhead, page number. */
  | "header"
  | "footer"
  | "footnote";

/** Why a piece of text would not be seen by a person who opens the file. */
export type HiddenReason = "white" | "tiny" | "off_page" | "not_displayed" | "vanish" | "comment" | "invisible_mode";

type Common = {
  /** Position in reading order, 0-based, unique within its document. */
  readonly index: number;
  readonly place: Place;
  readonly origin: Origin;
  /** For an answer written between quoted lines: the quoted text right above that it answers. */
  readonly answersQuoted?: string;
};

/** A heading. `number` is the printed or list number in front ("3.2"), not part of `text`. */
export type Heading = Common & { readonly kind: "heading"; readonly level: number; readonly number: string | null; readonly text: string };
/** Running text; line breaks the author made stand as "\n", wrapped lines are joined. `bold` when all of it is bold. */
export type Paragraph = Common & { readonly kind: "paragraph"; readonly text: string; readonly bold: boolean; readonly italic?: boolean };
/** One list item with the marker as printed ("3.", "a)", "-"). */
export type ListItem = Common & { readonly kind: "list_item"; readonly depth: number; readonly marker: string | null; readonly text: string };
/** One cell. Lines within a cell are parted by "\n". A merged cell stands once, with its spans. */
export type Cell = {
  readonly text: string;
  readonly columnSpan: number;
  readonly rowSpan: number;
  readonly header: boolean;
  readonly bold?: boolean;
};
/**
 * A table. `rows` are the printed rows; a cell merged over rows or columns stands in the first one only, and
 * `gridOf` (table.ts) spreads it. A nested table is flattened into its cell's text, a line a row, cells parted by " | ".
 */
export type Table = Common & {
  readonly kind: "table";
  readonly headerRows: number;
  readonly rows: readonly (readonly Cell[])[];
  readonly text: string;
};
/** A form field with its label: an AcroForm field, a content control, a drop-down. `value` "" when nothing is filled in. */
export type Field = Common & { readonly kind: "field"; readonly label: string; readonly value: string; readonly text: string };
/**
 * A line with tick boxes, whatever way the format made them. `text` holds the line with ☒ and ☐ in place.
 * Tick boxes within table cells or longer paragraphs are not broken out: there the text holds ☒ and ☐ too.
 */
export type Choice = Common & {
  readonly kind: "choice";
  readonly text: string;
  readonly options: readonly { readonly label: string; readonly checked: boolean }[];
};

export type Block = Heading | Paragraph | ListItem | Table | Field | Choice;

/** How a document's bytes could be read. Only `read` and `partial` have blocks. */
export type DocumentState =
  | "read"
  /** Read up to a limit or up to where the parser was stopped; `detail` says how far. */
  | "partial"
  | "encrypted"
  | "corrupt"
  | "unsupported"
  | "empty"
  /** No text could be recognised in the pictures. */
  | "no_text"
  | "too_large"
  | "timeout"
  | "memory"
  /** A link to a file store stands in place of the file. */
  | "link";

export type DocumentMethod = "text" | "ocr" | "mixed";

export type Document = {
  /** "body" for the mail itself, else the attachment's name; members of containers as "outer.zip/inner.docx". */
  readonly name: string;
  /** Media type by content, not by name ("application/pdf"). */
  readonly mediaType: string;
  readonly state: DocumentState;
  /** For people who operate: what went wrong or how far it was read; a closed code where possible, never contents. */
  readonly detail: string | null;
  readonly method: DocumentMethod;
  /** Number of pages, slides or sheets; null where the format has none. */
  readonly pages: number | null;
  readonly blocks: readonly Block[];
  /** Text that no person would see. It can prove nothing; that it is there is a flag. */
  readonly hidden: readonly { readonly text: string; readonly reason: HiddenReason; readonly place: Place }[];
  /** Hyperlink targets, for file-store links. */
  readonly links: readonly string[];
  /** Mean recognition confidence 0-100 for pages read by OCR; null otherwise. */
  readonly ocrConfidence: number | null;
};

/** True when the document has text to read. */
export const isReadable = (document: Document): boolean => document.state === "read" || document.state === "partial";

/** An empty document in a state that holds no blocks. */
export const unreadableDocument = (
  name: string,
  mediaType: string,
  state: Exclude<DocumentState, "read" | "partial">,
  detail: string | null = null,
): Document => ({
  name,
  mediaType,
  state,
  detail,
  method: "text",
  pages: null,
  blocks: [],
  hidden: [],
  links: [],
  ocrConfidence: null,
});

/** The verbatim text of a block, as quotes are taken from it. */
export const blockText = (block: Block): string => block.text;

/** All readable text of a document in reading order, blocks parted by a line break. */
export const documentText = (document: Document): string => document.blocks.map(blockText).join("\n");
