/** What is read from a table of persons: cards with the labels that stand around them. */
import type { Card } from "./cards.ts";

/** A card from a table with the labels that say who it is: the row's first cell, role cells, column headers. */
export type TableCard = { readonly card: Card; readonly labels: readonly string[]; readonly columns: readonly string[] };

/** The cells of a table as text, row by row; a merged cell stands in each of its places. */
export type Grid = readonly (readonly string[])[];
