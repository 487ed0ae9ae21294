/** Compares answers with gold answers and counts: the same figures as the contract's scorer, and every difference in words. */
import type { Answer } from "./answer.ts";

export type GoldItem = {
  readonly status: string;
  readonly missingParts?: readonly string[];
  readonly value?: Readonly<Record<string, unknown>>;
  readonly also?: readonly string[];
};
export type Gold = {
  readonly kind: string;
  readonly language: string;
  readonly action: string;
  readonly attachments?: Readonly<Record<string, string | readonly string[]>>;
  readonly documents?: Readonly<Record<string, string>>;
  readonly items?: Readonly<Record<string, GoldItem & { readonly alsoMissingParts?: readonly (readonly string[])[] }>>;
  readonly alsoKind?: readonly string[];
  readonly alsoAction?: readonly string[];
  readonly alsoDocuments?: Readonly<Record<string, string | readonly string[]>>;
  readonly alsoAttachments?: Readonly<Record<string, string | readonly string[]>>;
  readonly alsoValue?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

export type ScoredCase = { readonly id: string; readonly right: boolean; readonly differences: readonly string[] };
export type Score = {
  readonly cases: number;
  readonly unanswered: number;
  /** Answers to the sender that are right in kind, language, action and everything asked for. */
  readonly perfect: number;
  readonly falseReceipt: number;
  readonly replyToMachineOrPerson: number;
  readonly wrongAsk: number;
  readonly rates: Readonly<Record<string, { readonly rate: number; readonly of: number }>>;
  readonly perItem: Readonly<Record<string, number>>;
  readonly confusion: Readonly<Record<string, number>>;
  readonly byCase: readonly ScoredCase[];
};

const fold = (value: unknown): string =>
  String(value ?? "")
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]+/gu, " ")
    .trim();
const digits = (value: unknown): string =>
  String(value ?? "")
    .replace(/\D/g, "")
    .replace(/^00/, "")
    .replace(/^47(?=\d{8}$)/, "");
const overlap = (one: unknown, other: unknown): number => {
  const a = new Set(fold(one).split(" ").filter(Boolean));
  const b = new Set(fold(other).split(" ").filter(Boolean));
  if (a.size === 0 || b.size === 0) return 0;
  return (2 * [...a].filter((word) => b.has(word)).length) / (a.size + b.size);
};
const withoutTitles = (value: unknown): string => String(value ?? "").replace(/\b(prof|dr|professor|phd|førsteamanuensis|forsker)\b\.?/gi, "");
const sameDate = (gold: unknown, got: unknown): boolean => {
  const g = String(gold ?? "");
  const p = String(got ?? "");
  return p !== "" && (g === p || p.startsWith(g) || (g.startsWith(p) && p.length >= 7));
};
const sameInstitution = (gold: unknown, got: unknown): boolean =>
  overlap(gold, got) >= 0.6 || fold(got).includes(fold(gold)) || (fold(got) !== "" && fold(gold).includes(fold(got)));

const same: Readonly<Record<string, (gold: unknown, got: unknown) => boolean>> = {
  title: (gold, got) => overlap(gold, got) >= 0.8,
  institution: sameInstitution,
  name: (gold, got) => overlap(withoutTitles(gold), withoutTitles(got)) >= 0.66,
  email: (gold, got) => fold(gold) === fold(got),
  phone: (gold, got) => digits(gold) === digits(got) || (digits(got).length >= 8 && digits(gold).endsWith(digits(got).slice(-8))),
  address: (gold, got) => overlap(gold, got) >= 0.6,
  start: sameDate,
  end: sameDate,
};

const list = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === "string" ? [value] : value;
const isFine = (status: string): boolean => status === "complete" || status === "not_applicable";
const isApplication = (kind: string): boolean => kind === "application" || kind === "supplement";

type Tally = {
  readonly totals: Map<string, [number, number]>;
  readonly perItem: Map<string, [number, number]>;
  readonly confusion: Map<string, number>;
  readonly count: (key: string, right: boolean) => void;
};

const newTally = (): Tally => {
  const totals = new Map<string, [number, number]>();
  const count = (key: string, right: boolean) => {
    const [hits, all] = totals.get(key) ?? [0, 0];
    totals.set(key, [hits + (right ? 1 : 0), all + 1]);
  };
  return { totals, perItem: new Map(), confusion: new Map(), count };
};

/** Scores answers (null where there was none) against their gold. */
export const score = (pairs: readonly { readonly id: string; readonly gold: Gold; readonly answer: Answer | null }[]): Score => {
  const tally = newTally();
  const byCase: ScoredCase[] = [];
  const counts = { unanswered: 0, perfect: 0, falseReceipt: 0, replyToMachineOrPerson: 0, wrongAsk: 0 };
  for (const { id, gold, answer } of pairs) {
    if (!answer) {
      counts.unanswered += 1;
      byCase.push({ id, right: false, differences: ["no answer"] });
      continue;
    }
    const differences: string[] = [];
    const right = scoreCase(gold, answer, tally, differences);
    const completeness = answer.action === "receipt" || answer.action === "request_missing";
    if ((gold.action === "none" || gold.action === "handover") && completeness) counts.replyToMachineOrPerson += 1;
    if (gold.kind === "application" && gold.action === "request_missing" && answer.action === "receipt") counts.falseReceipt += 1;
    if (isApplication(gold.kind) && !right) counts.wrongAsk += 1;
    if (right) counts.perfect += 1;
    byCase.push({ id, right, differences });
  }
  const rates = Object.fromEntries(
    [...tally.totals]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, [hits, all]]) => [key, { rate: Math.round((hits / all) * 10_000) / 10_000, of: all }]),
  );
  return {
    cases: pairs.length,
    ...counts,
    rates,
    perItem: Object.fromEntries([...tally.perItem].map(([number, [hits, all]]) => [number, Math.round((hits / all) * 1000) / 1000])),
    confusion: Object.fromEntries([...tally.confusion].toSorted(([, a], [, b]) => b - a)),
    byCase,
  };
};

const scoreCase = (gold: Gold, answer: Answer, tally: Tally, differences: string[]): boolean => {
  const check = (key: string, allowed: readonly string[], got: string): boolean => {
    const fine = allowed.includes(got);
    tally.count(key, fine);
    if (!fine) differences.push(`${key}: ${got}, gold ${allowed.join(" or ")}`);
    return fine;
  };
  const kindRight = check("kind", [gold.kind, ...(gold.alsoKind ?? [])], answer.kind);
  const languageRight = gold.kind === "automatic" || check("language", [gold.language], answer.language);
  // A supplement alone does not tell what the case still lacks: either completeness answer is right.
  const actionRight = check(
    "action",
    [gold.action, ...(gold.alsoAction ?? []), ...(gold.kind === "supplement" ? ["receipt", "request_missing"] : [])],
    answer.action,
  );
  scoreAttachments(gold, answer, tally, differences);
  let right = kindRight && languageRight && actionRight;
  if (!isApplication(gold.kind)) return right;
  for (const [role, wanted] of Object.entries(gold.documents ?? {})) {
    const allowed = [wanted, ...list(gold.alsoDocuments?.[role])];
    const got = answer.documents[role]?.status ?? "(none)";
    const fine = allowed.includes(got);
    tally.count("document", fine);
    if (!fine) {
      differences.push(`document ${role}: ${got}, gold ${allowed.join(" or ")}`);
      right = false;
    }
  }
  for (let number = 1; number <= 16; number += 1) if (!scoreItem(String(number), gold, answer, tally, differences)) right = false;
  return right;
};

const scoreAttachments = (gold: Gold, answer: Answer, tally: Tally, differences: string[]): void => {
  for (const [name, role] of Object.entries(gold.attachments ?? {})) {
    const got = answer.attachments.find((one) => one.name.normalize() === name.normalize());
    const wanted = [...list(role), ...list(gold.alsoAttachments?.[name])];
    const have: readonly string[] = got ? (got.readable ? got.role : ["unreadable"]) : ["(not listed)"];
    const fine = wanted.some((one) => have.includes(one));
    tally.count("attachment role", fine);
    if (!fine) differences.push(`attachment ${name}: ${have.join(" + ")}, gold ${wanted.join(" or ")}`);
  }
};

/** False where the sender would be asked the wrong thing about this item. */
const scoreItem = (number: string, gold: Gold, answer: Answer, tally: Tally, differences: string[]): boolean => {
  const wanted = gold.items?.[number];
  if (!wanted) return true;
  const got = answer.items.find((one) => one.item === Number(number));
  const status = got?.status ?? "(none)";
  const allowed = [wanted.status, ...(wanted.also ?? [])];
  const fine = allowed.includes(status);
  tally.count("item status", fine);
  const [hits, all] = tally.perItem.get(number) ?? [0, 0];
  tally.perItem.set(number, [hits + (fine ? 1 : 0), all + 1]);
  const confused = `${wanted.status}>${status}`;
  tally.confusion.set(confused, (tally.confusion.get(confused) ?? 0) + 1);
  if (allowed.every(isFine)) tally.count("false missing", status === "missing" || status === "incomplete" || status === "(none)");
  if (allowed.every((one) => !isFine(one))) tally.count("false complete", isFine(status));
  tally.count("unclear", status === "unclear");
  const notes: string[] = fine ? [] : [`${status}, gold ${allowed.join(" or ")}`];
  let right = fine || (isFine(status) && allowed.some(isFine));
  if (wanted.status === "incomplete" && status === "incomplete") {
    const options = [wanted.missingParts ?? [], ...(wanted.alsoMissingParts ?? [])].map((parts) => [...parts].toSorted().join(", "));
    const have = [...(got?.missingParts ?? [])].toSorted().join(", ");
    tally.count("missing parts", options.includes(have));
    if (!options.includes(have)) {
      notes.push(`lacks ${have || "nothing"}, gold ${options.join(" or ")}`);
      right = false;
    }
  }
  if (wanted.value && got) notes.push(...scoreValue(number, wanted.value, gold, got.value ?? {}, tally));
  if (status === "complete") tally.count("has evidence", (got?.evidence.length ?? 0) > 0);
  if (notes.length > 0) differences.push(`item ${number}: ${notes.join("; ")}`);
  return right;
};

const scoreValue = (
  number: string,
  wanted: Readonly<Record<string, unknown>>,
  gold: Gold,
  got: Readonly<Record<string, unknown>>,
  tally: Tally,
): string[] => {
  const notes: string[] = [];
  for (const [field, value] of Object.entries(wanted)) {
    if (field === "participants" && Array.isArray(value)) {
      const have = Array.isArray(got["participants"]) ? (got["participants"] as { name?: unknown }[]) : [];
      for (const { name } of value as { name?: unknown }[]) {
        if (!name) continue;
        const hit = have.some((one) => same["name"]?.(name, one.name));
        tally.count("value: participants", hit);
        if (!hit) notes.push(`no participant ${String(name)}`);
      }
    } else if (value !== null && value !== "" && same[field]) {
      const also = gold.alsoValue?.[number]?.[field];
      const options = [value, ...(Array.isArray(also) ? also : also === undefined ? [] : [also])];
      const fit = options.some((option) => same[field]?.(String(option), got[field]));
      tally.count(`value: ${field}`, fit);
      tally.count("value", fit);
      if (!fit) notes.push(`${field} ${JSON.stringify(got[field]) ?? "none"}, gold ${JSON.stringify(value)}`);
    }
  }
  return notes;
};
