/** From what was found of an item to its status. */
import type { Finding, ItemStatus } from "../assessment.ts";
import type { Catalogue, Item } from "../catalogue.ts";

/** The status of an item from what was found of it, and of the item that it is paired with. */
export const statusOf = (
  item: Item,
  finding: Finding | undefined,
  answered: number,
  missing: number,
  findings: ReadonlyMap<string, Finding>,
  supplement: boolean,
  catalogue: Catalogue,
): ItemStatus => {
  if (item.applies === "contact_is_leader" && answered === 0) return supplement && !finding?.notApplicable ? "missing" : "not_applicable";
  if (item.applies === "other_of_pair") {
    const pair = item.pair ? findings.get(item.pair) : undefined;
    const own = isAskedFor(
      asked(item, finding),
      finding,
      asked(
        catalogue.items.find((one) => one.id === item.pair),
        pair,
      ),
    );
    const other = isAskedFor(
      asked(
        catalogue.items.find((one) => one.id === item.pair),
        pair,
      ),
      pair,
      asked(item, finding),
    );
    if (finding?.notApplicable && !own) return "not_applicable";
    if (!own && other) return supplement && !finding?.notApplicable ? "missing" : "not_applicable";
    if (!own) return "missing";
  }
  if (answered === 0) return "missing";
  return missing === 0 ? "complete" : "incomplete";
};

/** How sure it is that variables or documents are asked for: their first part is named, or others stand under their own label. */
const asked = (item: Item | undefined, finding: Finding | undefined): number => {
  if (!item || !finding) return 0;
  const first = finding.answered.find((one) => one.part === item.parts[0]?.id)?.confidence ?? 0;
  const rest = finding.answered.filter((one) => finding.labelled?.includes(one.part)).map((one) => one.confidence);
  return Math.max(first, rest.length > 0 ? 0.6 : 0);
};

/** Weighs what names it against what says that it is not asked for, and against the other of the pair. */
const isAskedFor = (own: number, finding: Finding | undefined, other: number): boolean => {
  if (own === 0) return false;
  const labelled = (finding?.labelled?.length ?? 0) > 0;
  if (finding?.notApplicable && !labelled && own < 0.5 + 0.5 * (finding.notApplicableConfidence ?? 0)) return false;
  return labelled || other < 0.9 || own >= ALSO_ASKED;
};
/** Beside a clear request for the other of a pair, this one must be as clear. */
const ALSO_ASKED = 0.7;
