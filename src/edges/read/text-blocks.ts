/** Plain text (mail bodies, .txt files) to blocks: headings, list items, label lines and paragraphs with wrapped lines joined. */
import type { Block } from "#core/document.ts";

/** A block before it has its position and origin. */
export type Draft = Block extends infer B ? (B extends Block ? Omit<B, "index" | "origin"> : never) : never;

const place = { page: null };

/** "3. Leder", "3) Leder", "Punkt 3: Leder", "Pkt. 3 - Leder", "Item 3: Head", "(3) Leder", "3: Leder". */
const NUMBERED =
  /^\s*(?:\(?(?<plain>\d{1,2})[.):](?!\d)|(?:punkt|pkt\.?|spørsmål|spm\.?|item|point|question|no\.?|nr\.?|ad)\s*(?<named>\d{1,2})\s*[.):,–-]?)\s+(?<rest>\S.*)$/iu;
const BULLET = /^(?<indent>\s*)(?<marker>[-*•·–▪◦‣o]|[a-zæøå][.)]|\(?[ivx]{1,4}[.)]|\d{1,2}[.)]|\d{1,2}(?:\.\d{1,2})+\.?)\s+(?<rest>\S.*)$/u;
const RULE = /^\s*[-=_*~]{3,}\s*$/;
/** A label and its value on one line: "Telefon: 22 33 44 55". */
const LABEL_LINE = /^[^\s:][^:\n]{0,70}:(?:\s|$)/u;
/** Lines shorter than this were ended by the author, not by the mail program's wrapping at 65-78 characters. */
const WRAP_WIDTH = 58;

/** Blocks of a plain text in reading order. A text with no line breaks is one paragraph; an empty one gives none. */
export const blocksFromText = (text: string): Draft[] => {
  const lines = text.replace(/\r\n?/g, "\n").replace(/ /g, " ").split("\n");
  const drafts: Draft[] = [];
  for (const group of paragraphsOf(lines)) drafts.push(...blocksOfGroup(group));
  return drafts;
};

const paragraphsOf = (lines: readonly string[]): string[][] => {
  const groups: string[][] = [];
  let current: string[] = [];
  const flush = () => {
    if (current.length > 0) groups.push(current);
    current = [];
  };
  for (const line of lines) {
    if (line.trim() === "") flush();
    else current.push(line.replace(/\s+$/, ""));
  }
  flush();
  return groups;
};

const blocksOfGroup = (group: readonly string[]): Draft[] => {
  const table = tableOf(group);
  if (table) return [table];
  const out: Draft[] = [];
  let open: string[] = [];
  let width = Math.max(...group.map((line) => line.length));
  if (group.length < 2) width = 0;
  const flush = () => {
    if (open.length > 0) out.push(paragraph(joinWrapped(open)));
    open = [];
  };
  group.forEach((line, index) => {
    if (RULE.test(line)) return flush();
    const next = group[index + 1];
    if (next !== undefined && /^\s*(?:={3,}|-{3,})\s*$/.test(next) && line.length < 90) {
      flush();
      out.push(heading(line.trim()));
      return;
    }
    const markdown = line.match(/^\s*(#{1,4})\s+(\S.*)$/);
    if (markdown) {
      flush();
      out.push({ ...heading(markdown[2] ?? ""), level: markdown[1]?.length ?? 2 } as Draft);
      return;
    }
    const numbered = line.match(NUMBERED);
    const wrappedBefore = open.length > 0 && (open.at(-1)?.length ?? 0) > WRAP_WIDTH && !/[.:;?!]$/.test(open.at(-1) ?? "");
    if (numbered?.groups && !(wrappedBefore && !numbered.groups["named"])) {
      flush();
      const number = numbered.groups["plain"] ?? numbered.groups["named"] ?? "";
      const rest = numbered.groups["rest"] ?? "";
      if (isHeadingLine(rest, next, group.length === 1)) out.push({ ...heading(rest), number } as Draft);
      else out.push({ kind: "list_item", depth: 0, marker: `${number}.`, text: rest, place });
      return;
    }
    const bullet = line.match(BULLET);
    if (bullet?.groups && !(wrappedBefore && /^[o–]$|^\d/.test(bullet.groups["marker"] ?? ""))) {
      flush();
      out.push({
        kind: "list_item",
        depth: Math.min(3, Math.floor((bullet.groups["indent"]?.length ?? 0) / 2)),
        marker: bullet.groups["marker"] ?? null,
        text: bullet.groups["rest"] ?? "",
        place,
      });
      return;
    }
    const last = out.at(-1);
    if (open.length === 0 && last?.kind === "list_item" && continues(last.text, line, width)) {
      out[out.length - 1] = { ...last, text: `${last.text} ${line.trim()}` };
      return;
    }
    open.push(line);
  });
  flush();
  return promote(out, group);
};

/** Whether a line goes on from the one before it, because a mail program wrapped it or because it is indented under a bullet. */
const continues = (before: string, line: string, width: number): boolean =>
  !LABEL_LINE.test(line) && (/^\s{2,}\S/.test(line) || (width > WRAP_WIDTH && before.length > WRAP_WIDTH - 14) || /^\p{Ll}/u.test(line));

/** A short numbered line whose answer stands on the lines below, or alone in its paragraph, is a heading. */
const isHeadingLine = (rest: string, next: string | undefined, alone: boolean): boolean => {
  if (rest.length > 160) return false;
  const trimmed = rest.trim();
  if (alone) return trimmed.length < 160 && !/[.!]$/.test(trimmed) && !/:\s+\S/.test(trimmed);
  if (next === undefined || NUMBERED.test(next)) return false;
  if (/:\s+\S/.test(trimmed) && !/[:?]$/.test(trimmed)) return false;
  return !/[.!,;]$/.test(trimmed) && (trimmed.length < 80 || /[?:)]$/.test(trimmed));
};

const heading = (text: string): Draft => {
  const numbered = text.trim().match(/^(\d{1,2}(?:\.\d{1,2})*)[.):]?\s+(\S.*)$/u);
  return { kind: "heading", level: 2, number: numbered?.[1] ?? null, text: numbered?.[2] ?? text.trim(), place };
};

const paragraph = (text: string): Draft => ({ kind: "paragraph", text, bold: false, place });

/** Joins lines that were wrapped by a program and keeps the breaks that the author made. */
export const joinWrapped = (lines: readonly string[]): string => {
  const width = Math.max(...lines.map((line) => line.trim().length));
  let text = "";
  let previous = "";
  let opened = "";
  for (const raw of lines) {
    const line = raw.trim();
    // A line that begins with a label, below one that began with a label, is the author's own.
    const wrapped = text !== "" && isWrap(previous, line, width) && !(isLabelled(line) && isLabelled(opened));
    if (!wrapped) opened = line;
    if (text === "") text = line;
    else if (wrapped)
      text =
        /\p{L}-$/u.test(previous) && /^\p{Ll}/u.test(line) && !/^(?:og|eller|and|or|samt)\b/u.test(line)
          ? `${text.slice(0, -1)}${line}`
          : `${text} ${line}`;
    else text = `${text}\n${line}`;
    previous = line;
  }
  return text;
};

/** "Prosjektleder: ...", "Kontaktpers.: ...": a short label with its value behind it. */
const isLabelled = (line: string): boolean => /^(?:\d{1,2}[.)]?\s+)?\p{Lu}[^:.;,!?]{1,28}\.?:\s+\S/u.test(line);

const isWrap = (previous: string, line: string, width: number): boolean => {
  if (LABEL_LINE.test(line) && line.indexOf(":") < 40 && /^\p{Lu}/u.test(line) && previous.length < width - 12) return false;
  const firstWord = line.split(/\s/)[0] ?? "";
  // A program wraps only where the next word would not have fitted.
  return width > WRAP_WIDTH && previous.length + 1 + firstWord.length >= Math.min(width, 66);
};

/** First line of a group as a heading where it is a short title with its answer below: capitals, or ending in a colon or question mark. */
const promote = (drafts: Draft[], group: readonly string[]): Draft[] => {
  const first = drafts[0];
  if (first?.kind !== "paragraph") return drafts;
  const [line, ...rest] = first.text.split("\n");
  const title = line?.trim() ?? "";
  const capitals = /\p{Lu}/u.test(title) && !/\p{Ll}/u.test(title) && title.length > 3;
  const asking = /[:?]$/.test(title) && title.length < 100 && !/^(?:hei|kjære|dear|hello|hi|til|to|with|med)\b/iu.test(title);
  if (!capitals && !asking) return drafts;
  if (rest.length === 0 && drafts.length === 1 && group.length > 1) return drafts;
  const number = title.match(/^(\d{1,2}(?:\.\d+)*)[.)]?\s+(.*)$/u);
  const head: Draft = {
    kind: "heading",
    level: capitals ? 2 : 3,
    number: number?.[1] ?? null,
    text: (number?.[2] ?? title).replace(/:$/, ""),
    place,
  };
  return [head, ...(rest.length > 0 ? [paragraph(rest.join("\n"))] : []), ...drafts.slice(1)];
};

/** Rows of cells parted by tabs or bars, at least two rows of the same width, are a table. */
const tableOf = (group: readonly string[]): Draft | null => {
  for (const separator of [/\t+/, /\s*\|\s*/]) {
    const rows = group
      .filter((line) => !/^[\s|+:=-]+$/.test(line))
      .map((line) =>
        line
          .trim()
          .replace(/^\||\|$/g, "")
          .split(separator)
          .map((cell) => cell.trim()),
      );
    const width = rows[0]?.length ?? 0;
    if (rows.length < 2 || width < 2 || !rows.every((row) => row.length === width)) continue;
    const cells = rows.map((row) => row.map((text) => ({ text, columnSpan: 1, rowSpan: 1, header: false })));
    return { kind: "table", headerRows: 0, rows: cells, text: rows.map((row) => row.join(" | ")).join("\n"), place };
  }
  return null;
};
