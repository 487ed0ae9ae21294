/** What other programs find in the fixtures (fixtures/documents/count.py) is found here too: every heading, table cell and tick box. */
import { describe, expect, it } from "vitest";
import type { Document } from "#core/document.ts";
import { bytesOf, readOne } from "./fixture.ts";

type Counts = { readonly headings?: readonly string[]; readonly cells?: readonly string[]; readonly ticked?: number; readonly open?: number };
const counts = JSON.parse(bytesOf("counts.json").toString("utf8")) as Record<string, Counts>;

/** Letters and digits only: programs write blanks, boxes and bullets in cells differently. */
const letters = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, "").toLowerCase();
const headingsOf = (document: Document): string[] =>
  document.blocks.flatMap((block) => (block.kind === "heading" ? [letters(`${block.number ?? ""}${block.text}`), letters(block.text)] : []));
const cellsOf = (document: Document): string[] =>
  document.blocks.flatMap((block) => (block.kind === "table" ? block.rows.flatMap((row) => row.map((cell) => letters(cell.text))) : []));

describe.each(Object.entries(counts))("%s", (name, { headings = [], cells = [], ticked, open }) => {
  it("has every heading and cell that another program finds", async () => {
    const document = await readOne(name);
    const [own, ownCells] = [headingsOf(document), cellsOf(document)];
    expect(headings.filter((heading) => !own.includes(letters(heading)))).toEqual([]);
    expect(cells.filter((cell) => !ownCells.some((text) => text.includes(letters(cell))))).toEqual([]);
  });
  it("has every tick box in its state", async () => {
    const text = (await readOne(name)).blocks.map((block) => block.text).join("\n");
    // A PDF draws boxes in fonts that other programs leave out: there are never fewer here.
    const found = [text.match(/☒/g)?.length ?? 0, text.match(/☐/g)?.length ?? 0];
    if (name.endsWith(".pdf")) expect(found[0]).toBeGreaterThanOrEqual(ticked ?? 0);
    else if (ticked !== undefined) expect(found).toEqual([ticked, open]);
  });
});

it("the counts are of something", () => {
  expect(Object.keys(counts).length).toBeGreaterThan(6);
  for (const each of Object.values(counts)) expect((each.headings?.length ?? 0) + (each.cells?.length ?? 0)).toBeGreaterThan(0);
});
