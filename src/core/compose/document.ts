/** A letter as structure, and its two equal forms: plain text and HTML. */
import type { Language } from "../language.ts";

export type LetterBlock =
  | { readonly kind: "heading"; readonly text: string }
  /** Lines within a paragraph are parted by "\n". `language` where it differs from the letter's. */
  | { readonly kind: "paragraph"; readonly text: string; readonly language?: Language }
  | { readonly kind: "list"; readonly items: readonly string[] };

export type Letter = { readonly language: Language; readonly title: string; readonly blocks: readonly LetterBlock[] };

/** The plain text: a blank line between blocks, two before a heading, "- " before list items (WCAG techniques T1-T3). */
export const letterText = (letter: Letter): string => {
  const parts = letter.blocks.map((block) => {
    if (block.kind === "heading") return `\n${block.text}`;
    if (block.kind === "paragraph") return block.text;
    return block.items.map((item) => `- ${item.replaceAll("\n", "\n  ")}`).join("\n");
  });
  return `${[letter.title, ...parts].join("\n\n")}\n`;
};

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);
const lines = (text: string): string => text.split("\n").map(escaped).join("<br>\n");

/** The HTML twin, word for word the same: language, headings and lists, no tables, pictures, styles or links. */
export const letterHtml = (letter: Letter): string => {
  const body = letter.blocks.map((block) => {
    if (block.kind === "heading") return `<h2>${escaped(block.text)}</h2>`;
    if (block.kind === "paragraph") return `<p${block.language ? ` lang="${block.language}"` : ""}>${lines(block.text)}</p>`;
    return `<ul>\n${block.items.map((item) => `<li>${lines(item)}</li>`).join("\n")}\n</ul>`;
  });
  return [
    "<!DOCTYPE html>",
    `<html lang="${letter.language}">`,
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(letter.title)}</title>`,
    "</head>",
    "<body>",
    "<main>",
    `<h1>${escaped(letter.title)}</h1>`,
    ...body,
    "</main>",
    "</body>",
    "</html>",
    "",
  ].join("\n");
};
