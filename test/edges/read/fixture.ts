/** Fixture documents and how tests look at what was read from them. */
import { readFileSync } from "node:fs";
import type { Block, Document } from "#core/document.ts";
import { readFile } from "#edges/read/documents.ts";
import type { ReadLimits } from "#edges/read/limits.ts";

export const bytesOf = (name: string): Buffer => readFileSync(new URL(`../../../fixtures/documents/${name}`, import.meta.url));

/** All documents of a fixture, read in this process. */
export const readAll = (name: string, limits: Partial<ReadLimits> = {}): Promise<Document[]> => readFile({ name, bytes: bytesOf(name) }, limits);

/** The first document of a fixture. */
export const readOne = async (name: string, limits: Partial<ReadLimits> = {}): Promise<Document> => {
  const [document] = await readAll(name, limits);
  if (!document) throw new Error(`${name} gave no document`);
  return document;
};

/** Blocks as short lines: what a person checks. */
export const outline = (document: Document): string[] => document.blocks.map(lineOf);

const lineOf = (block: Block): string => {
  const from = block.origin === "own" ? "" : `(${block.origin}) `;
  if (block.kind === "heading") return `${from}h${block.level} ${block.number ? `${block.number} ` : ""}${block.text}`;
  if (block.kind === "list_item") return `${from}${"  ".repeat(block.depth)}${block.marker ?? ""} ${block.text}`;
  if (block.kind === "table")
    return `${from}table ${block.headerRows}: ${block.rows.map((row) => row.map((cell) => cell.text).join(" | ")).join(" / ")}`;
  if (block.kind === "choice") return `${from}choice ${block.options.map((option) => `${option.checked ? "+" : "-"}${option.label}`).join(" ")}`;
  if (block.kind === "field") return `${from}field ${block.label} = ${block.value}`;
  return `${from}${block.text}`;
};
