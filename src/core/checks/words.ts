/** Findings in a person's words: what was found, and the next thing to do. */
import { type Finding, type FindingCode, findingCodes, findings } from "./findings.ts";
import { type CheckName, checkNames } from "./result.ts";

/** `do` is the next step; findings that are fine have none. */
export type FindingWords = { readonly says: string; readonly do?: string | undefined };
export type CheckWords = {
  readonly names: Readonly<Record<CheckName, string>>;
  readonly findings: Readonly<Record<FindingCode, FindingWords>>;
};

const fill = (text: string, values: Finding["values"]): string =>
  text.replace(/\{(\w+)\}/g, (whole, slot: string) => (values[slot] === undefined ? whole : String(values[slot])));

/** What was found, and what to do about it; null where nothing needs to be done. */
export const inWords = ({ code, values }: Finding, words: CheckWords): { readonly says: string; readonly next: string | null } => {
  const { says, do: next } = words.findings[code];
  return { says: fill(says, values), next: next === undefined ? null : fill(next, values) };
};

/** Every difference between a language's words and the list of findings, in words; empty when they agree. */
export const checkWords = (words: { readonly names: object; readonly findings: object }): string[] => {
  const problems: string[] = [];
  const compare = (kind: string, have: object, want: readonly string[]) => {
    for (const name of want) if (!(name in have)) problems.push(`${kind}.${name} is missing`);
    for (const name of Object.keys(have)) if (!want.includes(name)) problems.push(`${kind}.${name} is unknown`);
  };
  compare("names", words.names, checkNames);
  compare("findings", words.findings, findingCodes);
  for (const [code, one] of Object.entries(words.findings as Record<string, FindingWords>)) {
    const known = findings[code as FindingCode] as (typeof findings)[FindingCode] | undefined;
    if (!known) continue;
    const slots: readonly string[] = known.slots;
    const used = [...`${one.says} ${one.do ?? ""}`.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
    for (const slot of used) if (!slots.includes(slot)) problems.push(`findings.${code} has no slot {${slot}}`);
    for (const slot of slots) if (!used.includes(slot)) problems.push(`findings.${code} must use {${slot}}`);
    if ((known.severity === "ok") !== (one.do === undefined))
      problems.push(`findings.${code} ${known.severity === "ok" ? "is fine and has nothing to do" : "must say what to do"}`);
  }
  return problems;
};
