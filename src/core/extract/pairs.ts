/** Pairs of a label and its value that stand within one stretch of text, whatever way they were typed. */

/** `sure` where a colon, bar or the whole line marks the label; not where only a dash or full stop does. */
export type Pair = { readonly label: string; readonly value: string; readonly sure: boolean };

const COLON = /^\s*[☒☑✓✗xX]?\s*(?<label>\p{L}[^:\n|]{0,110}?)\s*:\s*(?<value>[^\s:/].*)$/u;
const DASH = /^\s*(?<label>\p{L}[^–—|:\n]{2,60}?)\s+[–—-]\s+(?<value>\S.*)$/u;
const STOP = /^\s*(?:\d{1,2}[.)]\s+)?(?<label>\p{L}[^.:|\n]{2,70})\.\s+(?<value>\p{Lu}.*)$/u;

/** All pairs of a text, line by line; unticked boxes are left out. */
export const pairsOf = (text: string): Pair[] => {
  const lines = text.split("\n").map((line) => line.trim());
  const out: Pair[] = [];
  lines.forEach((line, index) => {
    if (line === "" || line.startsWith("☐")) return;
    const cells = line.includes("|")
      ? line
          .split("|")
          .map((cell) => cell.trim())
          .filter(Boolean)
      : [];
    if (cells.length >= 2) out.push({ label: cells[0] ?? "", value: cells[1] ?? "", sure: true });
    for (const [regex, sure] of [
      [COLON, true],
      [DASH, false],
      [STOP, false],
    ] as const) {
      const groups = line.match(regex)?.groups;
      if (groups?.["label"] && groups["value"]) out.push({ label: groups["label"].trim(), value: groups["value"].trim(), sure });
    }
    const next = lines[index + 1];
    if (next && line.length <= 110 && !/[.,;]$/.test(line) && !next.startsWith("☐"))
      out.push({ label: line.replace(/\s*:$/, ""), value: next, sure: /:$/.test(line) });
  });
  return out;
};
