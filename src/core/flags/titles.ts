/** The project's name: differing between documents, and an assessment that is of another project altogether. */
import type { Evidence, Finding, Flag } from "../assessment.ts";
import type { Item } from "../catalogue.ts";
import { readTitle } from "../extract/title.ts";
import { contextOfSource, flag, itemOfKind, type ReadInput, speakingSources } from "./input.ts";
import { inOtherLanguages, sameProject, shared, yearsDiffer } from "./words.ts";

/** How sure a title must be to speak against another document's. */
const SURE = 0.85;

type Named = { readonly title: string; readonly evidence: Evidence; readonly isDpia: boolean; readonly only: boolean };

export const titleFlags = (input: ReadInput): Flag[] => {
  const item = itemOfKind(input.agency, "title");
  if (!item) return [];
  const { context } = input.reading;
  const names = speakingSources(context.sources).flatMap((index): Named[] => {
    const named = titleOf(item, readTitle(contextOfSource(context, index), item));
    const roles = context.sources[index]?.roles ?? [];
    return named ? [{ ...named, isDpia: roles.includes("dpia"), only: roles.length === 1 }] : [];
  });
  for (const dpia of names.filter((one) => one.isDpia && one.only)) {
    const others = names.filter((one) => one !== dpia && !one.isDpia);
    const strange =
      others.length > 0 &&
      others.every((one) => !inOtherLanguages(one.title, dpia.title) && !sameProject(one.title, dpia.title) && shared(one.title, dpia.title) === 0);
    if (strange && !saysElsewhere(input, dpia)) return [flag("dpia_other_project", [item], [dpia.evidence, others[0]?.evidence ?? null], dpia.title)];
  }
  for (const [index, one] of names.entries())
    for (const other of names.slice(index + 1)) {
      const differ = sameProject(one.title, other.title)
        ? shared(one.title, other.title) >= 0.6 && yearsDiffer(one.title, other.title)
        : !inOtherLanguages(one.title, other.title);
      if (differ && !bothNamed(input, one.title, other.title))
        return [flag("title_differs", [item], [one.evidence, other.evidence], `${one.title} / ${other.title}`)];
    }
  return [];
};

const titleOf = (item: Item, finding: Finding): { title: string; evidence: Evidence } | null => {
  const field = item.parts[0]?.recogniser ?? "title";
  const title = finding.value?.[field];
  const answer = finding.answered[0];
  const evidence = answer?.evidence[0];
  return typeof title === "string" && evidence && answer.confidence >= SURE && evidence.source !== "subject" ? { title, evidence } : null;
};

/** Both names stand in one document: a main project and its part, an earlier name, a translation. */
const bothNamed = (input: ReadInput, a: string, b: string): boolean => {
  const [first, second] = [plain(a), plain(b)];
  return input.reading.context.sources.some(({ document }) => {
    const text = plain(document.blocks.map((block) => block.text).join(" "));
    return text.includes(first) && text.includes(second);
  });
};

/** The assessment's name is known to another document. */
const saysElsewhere = (input: ReadInput, dpia: Named): boolean =>
  input.reading.context.sources.some(
    ({ document }) =>
      document.name !== dpia.evidence.source && plain(document.blocks.map((block) => block.text).join(" ")).includes(plain(dpia.title)),
  );

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
