/** Depth of list items by how far they stand in. */
import type { Draft } from "./drafts.ts";

/** Items of one list (items in a row) get depth 0, 1, 2 ... by their distinct left edges, 9 points apart or more. */
export const withDepths = (drafts: readonly Draft[]): Draft[] => {
  const result = [...drafts];
  let start = 0;
  while (start < result.length) {
    if (result[start]?.kind !== "list_item") {
      start += 1;
      continue;
    }
    let end = start;
    while (result[end]?.kind === "list_item") end += 1;
    const edges: number[] = [];
    for (const draft of result.slice(start, end)) {
      const x = draft.place.box?.x ?? 0;
      if (!edges.some((edge) => Math.abs(edge - x) < 9)) edges.push(x);
    }
    edges.sort((a, b) => a - b);
    for (let index = start; index < end; index += 1) {
      const draft = result[index];
      if (draft?.kind === "list_item")
        result[index] = {
          ...draft,
          depth: Math.max(
            0,
            edges.findIndex((edge) => Math.abs(edge - (draft.place.box?.x ?? 0)) < 9),
          ),
        };
    }
    start = end;
  }
  return result;
};
