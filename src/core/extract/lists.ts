/**
 * Lists whose points are written alike ("birth year (whole years): to compare cohorts"): each point names a thing, says how
 * closely it is wanted and why. Read as a table of three columns, by the punctuation, whatever the words are.
 */
import type { Catalogue, Item } from "../catalogue.ts";
import { conceptsOf } from "../prose/concepts.ts";
import type { OwnedTable } from "./columns.ts";
import type { Placed } from "./context.ts";
import { isEmptyAnswer, isPointer, isPromise } from "./reject.ts";

/** Points that make a list worth reading so. */
const LEAST_POINTS = 3;
/** Share of the points that must agree. */
const MOST = 0.6;
/** How strongly labels or headings over a list must speak of the item, unless the points themselves do. */
const OVER = 0.45;
const POINT = /^[•*–-]?\s{0,3}(?<name>[^:=–—\n\s][^:=–—\n]{1,110}?)(?:\s?[:=]|\s[–—-](?=\s))\s{0,4}(?<rest>\S[\s\S]{3,})$/u;
const BRACKET = /\((?<inner>[^)]{2,80})\)/u;
/** Parts of the paired items that a point can hold beside the name, by what they ask. */
const PARTS: readonly { readonly kind: "reason" | "detail"; readonly recognisers: readonly string[] }[] = [
  { kind: "reason", recognisers: ["variable_justification", "document_justification"] },
  { kind: "detail", recognisers: ["variable_detail", "document_detail"] },
];

type Point = { readonly placed: Placed; readonly name: string; readonly reason: boolean; readonly detail: boolean };

/** Lists of the message that belong to variables or documents, with the share of points that say why and how closely. */
export const ownedLists = (placed: readonly Placed[], catalogue: Catalogue): OwnedTable[] => {
  const items = catalogue.items.filter((item) => item.kind === "prose" && item.applies === "other_of_pair");
  return listsIn(placed).flatMap((list) => ownerOf(list, items));
};

/** Points that follow each other under the same headings and the same line. */
const listsIn = (placed: readonly Placed[]): Placed[][] => {
  const lists: Placed[][] = [];
  let last: Placed | null = null;
  for (const one of placed) {
    if (one.passage.kind !== "list_item") continue;
    const isNext = last && last.passage.source === one.passage.source && one.passage.block === last.passage.block + 1 && over(last) === over(one);
    if (isNext) lists.at(-1)?.push(one);
    else lists.push([one]);
    last = one;
  }
  return lists.filter((list) => list.length >= LEAST_POINTS);
};

const over = ({ passage }: Placed): string => passage.headings.map((heading) => heading.text).join("\n");

const ownerOf = (list: readonly Placed[], items: readonly Item[]): OwnedTable[] => {
  const best = items
    .map((item) => ({ item, weight: weightOver(list, item) + 0.5 * shareNaming(list, item) }))
    .toSorted((a, b) => b.weight - a.weight)[0];
  if (!best || best.weight < OVER) return [];
  const points = list.map(pointOf).filter((point) => point !== null);
  if (points.length < LEAST_POINTS || points.length < list.length * MOST) return [];
  const filled = new Map<string, { share: number; row: Placed }>();
  for (const { kind, recognisers } of PARTS) {
    const part = best.item.parts.find((one) => recognisers.includes(one.recogniser));
    const saying = points.filter((point) => point[kind]);
    if (part && saying[0]) filled.set(part.id, { share: saying.length / list.length, row: saying[0].placed });
  }
  return filled.size > 0 ? [{ item: best.item.id, filled }] : [];
};

/** How strongly most points stand under the item: in a list of all sixteen points one is about variables, and the list is not. */
const weightOver = (list: readonly Placed[], item: Item): number => {
  const weights = list.map((one) => one.items.get(item.id)?.weight ?? 0).toSorted((a, b) => b - a);
  return weights[Math.ceil(list.length * MOST) - 1] ?? 0;
};

/** Share of the points that name what the item asks for. */
const shareNaming = (list: readonly Placed[], item: Item): number => {
  const concept = item.parts[0]?.recogniser ?? "";
  return list.filter(({ passage }) => (conceptsOf(passage.text) as readonly string[]).includes(concept)).length / list.length;
};

const pointOf = (placed: Placed): Point | null => {
  const text = placed.passage.text.trim();
  const groups = text.length > 400 ? undefined : text.match(POINT)?.groups;
  const name = groups?.["name"] ?? "";
  const rest = groups?.["rest"] ?? "";
  if (name === "" || isEmptyAnswer(rest) || isPromise(rest) || isPointer(rest)) return null;
  // "citizenship (country)": in brackets behind a name stands how closely it is wanted.
  const bracket = name.match(BRACKET)?.groups?.["inner"] ?? "";
  const beside = [bracket, name.split(",").slice(1).join(",")];
  const pieces = rest.split(/[;.(),]\s*|\s[–—-]\s/u).filter((piece) => piece.trim() !== "");
  return {
    placed,
    name,
    detail: (bracket !== "" && bracket.split(/\s+/).length <= 5) || [...beside, ...pieces].some((piece) => isLevel(piece)),
    reason: pieces.some((piece) => piece.trim().split(/\s+/).length >= 2 && !isLevel(piece)),
  };
};

/** Says how closely something is wanted, and no more. */
const isLevel = (piece: string): boolean => {
  const ideas = conceptsOf(piece);
  return piece.trim() !== "" && ideas.includes("level") && !ideas.includes("because") && piece.trim().split(/\s+/).length <= 7;
};
