/** A reply that a person has edited: its text is the master, and the HTML twin is made from it again. */
import type { Language } from "../language.ts";
import { type Letter, type LetterBlock, letterHtml, letterText } from "./document.ts";

/** The letter that a plain text says: a title, paragraphs parted by blank lines, headings after two of them, lists of "- ". */
export const letterOf = (text: string, language: Language): Letter => {
  const lines = text
    .replace(/\r\n?/g, "\n")
    .replace(/[ \t]+$/gm, "")
    .trim()
    .split("\n");
  const chunks: { lines: string[]; blanksBefore: number }[] = [];
  let blanks = 0;
  for (const line of lines) {
    if (line === "") {
      blanks += 1;
      continue;
    }
    const last = chunks.at(-1);
    if (!last || blanks > 0) chunks.push({ lines: [line], blanksBefore: blanks });
    else last.lines.push(line);
    blanks = 0;
  }
  const [first, ...rest] = chunks;
  return { language, title: first?.lines.join(" ") ?? "", blocks: rest.map(blockOf) };
};

const blockOf = ({ lines, blanksBefore }: { lines: readonly string[]; blanksBefore: number }): LetterBlock => {
  if (blanksBefore >= 2 && lines.length === 1) return { kind: "heading", text: lines[0] ?? "" };
  if (!lines[0]?.startsWith("- ")) return { kind: "paragraph", text: lines.join("\n") };
  const items: string[] = [];
  for (const line of lines) {
    if (line.startsWith("- ")) items.push(line.slice(2));
    else items.push(`${items.pop() ?? ""}\n${line.trim()}`);
  }
  return { kind: "list", items };
};

/** Text and HTML of an edited reply; equal to the composed ones where nothing was changed. */
export const editedReply = (text: string, language: Language): { readonly text: string; readonly html: string } => {
  const letter = letterOf(text, language);
  return { text: letterText(letter), html: letterHtml(letter) };
};
