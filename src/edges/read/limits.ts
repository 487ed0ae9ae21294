/** Every limit of document reading, with the reason for its size. Sizes in bytes unless the name says otherwise. */

export type ReadLimits = {
  /** 30 MB: the largest attachment that common mail servers let through; a Word file of pasted scans is about 10 MB. */
  readonly fileBytes: number;
  /** 200 pages: a DPIA with enclosures is 60; pdf.js needs 1.5 s for 200 pages and looks pages up in O(n²). */
  readonly pages: number;
  /** 20 pages by OCR: 2-4 s a page; a scanned application with a signed letter is 2-10 pages. */
  readonly ocrPages: number;
  /** 40 million pixels: A3 at 300 dpi is 17; a picture is decoded to 4 bytes a pixel. */
  readonly pixels: number;
  /** 200 members in a container: applications have 5-10; every member costs a directory entry and a sniff. */
  readonly members: number;
  /** 50 MB inflated for one member of a zip that a sender packed. */
  readonly memberBytes: number;
  /** 200 MB inflated for all members of a file together, containers within it included. */
  readonly inflatedBytes: number;
  /** 3 containers within each other (zip in zip in mail); deeper is a bomb or a mistake. */
  readonly depth: number;
  /** 20 MB for one XML part of an office file: mammoth takes a hundred bytes of memory for each byte of XML. */
  readonly xmlBytes: number;
  /** 300,000 elements in one XML or HTML part: a 60-page document has 30,000. */
  readonly elements: number;
  /** 100 elements within each other: Word tables nested ten deep need 60; deeper ones are taken up into the hundredth. */
  readonly nesting: number;
  /** 2 million characters of text for a document: 700 pages. More is cut, and the document is `partial`. */
  readonly characters: number;
  /** 20,000 rows of a sheet and 200 columns: data files are not applications, their first rows say what they hold. */
  readonly sheetRows: number;
  readonly sheetColumns: number;
  /** 20 s for a file with text, for a mail's own structure, and for its assessment; the slowest good file of 1,039 took 1.1 s. */
  readonly textMs: number;
  /** 40 s for each page or picture that needs OCR: 2-4 s is usual, a photo read three ways took 15 s on a machine with three times its load. */
  readonly ocrPageMs: number;
  /** 5 minutes for a message, all files and their scans included; the worker sets it by MOTTAK_LIMIT_MESSAGE_SECONDS. */
  readonly messageMs: number;
  /**
   * 200 messages, one after the other, in one reading process: starting one and its first message cost 2 s of CPU, ten times what reading
   * and assessing a message does later. A process that met a damaged, oversized or hanging file is never used again. 1 gives every message
   * a process of its own.
   */
  readonly messagesPerProcess: number;
  /** 700 MB resident in the process that reads text: a usual message needs 150, the largest good file of 1,039 needed 346. */
  readonly residentBytes: number;
  /** 1.5 GB resident in the process that recognises scans: 250 for each of its threads, and the pictures. */
  readonly ocrResidentBytes: number;
};

export const defaultLimits: ReadLimits = {
  fileBytes: 30_000_000,
  pages: 200,
  ocrPages: 20,
  pixels: 40_000_000,
  members: 200,
  memberBytes: 50_000_000,
  inflatedBytes: 200_000_000,
  depth: 3,
  xmlBytes: 20_000_000,
  elements: 300_000,
  nesting: 100,
  characters: 2_000_000,
  sheetRows: 20_000,
  sheetColumns: 200,
  textMs: 20_000,
  ocrPageMs: 40_000,
  messageMs: 300_000,
  messagesPerProcess: 200,
  residentBytes: 700_000_000,
  ocrResidentBytes: 1_500_000_000,
};
