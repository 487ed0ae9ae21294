/** Colours and marks for a terminal; plain text elsewhere (NO_COLOR and pipes are obeyed). */
import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

export const paint = (style: Style, text: string, stream: NodeJS.WriteStream = process.stdout): string =>
  stream.isTTY && !process.env["NO_COLOR"] ? styleText(style, text, { validateStream: false }) : text;

/** Text wrapped to a width, each line with an indent. */
export const wrap = (text: string, width: number, indent: string): string => {
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    for (const word of paragraph.split(/\s+/)) {
      if (line && line.length + word.length + 1 > width - indent.length) {
        lines.push(indent + line);
        line = word;
      } else line = line ? `${line} ${word}` : word;
    }
    lines.push(indent + line);
  }
  return lines.join("\n");
};
