/**
 * A later mail read in the light of its case: what earlier mails gave stays, what the new one gives is added or takes the
 * place of the old. Nothing is lost by a short supplement, and a whole new version wins where it says something.
 */
import type {
  Assessment,
  AttachmentAssessment,
  Flag,
  ItemAssessment,
  ItemStatus,
  ItemValue,
  Participant,
  RequiredDocumentStatus,
} from "./assessment.ts";
import type { Catalogue, Item } from "./catalogue.ts";
import { isSameName } from "./people/same-name.ts";
import type { DocumentRole } from "./roles.ts";

/** Everything that the mails of a case hold together. */
export type Merged = {
  /** All items of the catalogue, in its order. */
  readonly items: readonly ItemAssessment[];
  readonly documents: Readonly<Record<string, RequiredDocumentStatus>>;
  /** Every file of every mail, oldest first. */
  readonly attachments: readonly AttachmentAssessment[];
  /** Files that could not be opened and that no later file replaces. */
  readonly unreadable: readonly AttachmentAssessment[];
  readonly flags: readonly Flag[];
  readonly catalogueVersion: string;
};

/** What one mail changed in its case. */
export type Brought = {
  /** Items that became complete, or need no answer any more. */
  readonly items: readonly number[];
  /** Items that lack fewer parts than before, but still some. */
  readonly partly: readonly number[];
  /** Required documents that became present. */
  readonly documents: readonly string[];
  /** Items whose answer was complete before and now has another value: a person should look. */
  readonly replaced: readonly { readonly item: number; readonly before: ItemValue | null; readonly after: ItemValue | null }[];
  /** True when the mail gave neither an answer nor a file. */
  readonly nothing: boolean;
};

/** A case before its first mail: every item is missing. */
export const emptyMerged = (catalogue: Catalogue): Merged => ({
  items: catalogue.items.map((item) => ({ ...missingItem(item) })),
  documents: Object.fromEntries(catalogue.documents.map(({ role }) => [role, { status: "missing" as const }])),
  attachments: [],
  unreadable: [],
  flags: [],
  catalogueVersion: catalogue.version,
});

const missingItem = (item: Item): ItemAssessment => ({
  item: item.number,
  id: item.id,
  status: "missing",
  missingParts: item.parts.map((part) => part.id),
  value: null,
  confidence: 0,
  evidence: [],
  trace: [],
});

/** The case with one more mail. `earlier` null: the mail opens the case. */
export const mergeAssessment = (earlier: Merged | null, next: Assessment, catalogue: Catalogue): { merged: Merged; brought: Brought } => {
  const before = earlier ?? emptyMerged(catalogue);
  const united = catalogue.items.map((item) => {
    const old = before.items.find((one) => one.item === item.number) ?? missingItem(item);
    const fresh = next.items.find((one) => one.item === item.number);
    return !fresh ? old : earlier === null ? fresh : mergeItem(item, old, fresh);
  });
  const items = withPairs(catalogue, united);
  const documents = mergeDocuments(before.documents, next.documents);
  const merged: Merged = {
    items,
    documents,
    attachments: [...before.attachments, ...next.attachments],
    unreadable: stillUnreadable([...before.unreadable, ...next.attachments.filter((one) => !one.readable)], next.attachments),
    flags: [...before.flags.filter((old) => !next.flags.some((one) => sameFlag(one, old))), ...next.flags],
    catalogueVersion: next.catalogueVersion || before.catalogueVersion,
  };
  return { merged, brought: broughtBy(before, merged, next) };
};

const sameFlag = (one: Flag, other: Flag): boolean =>
  one.code === other.code && one.detail === other.detail && one.items.join() === other.items.join();

const has = (status: ItemStatus): boolean => status === "complete" || status === "incomplete";

const answeredParts = (item: Item, { status, missingParts }: ItemAssessment): string[] =>
  has(status) ? item.parts.map((part) => part.id).filter((part) => status === "complete" || !missingParts.includes(part)) : [];

/** One item of the case and of the new mail. */
export const mergeItem = (item: Item, old: ItemAssessment, fresh: ItemAssessment): ItemAssessment => {
  if (fresh.status === "missing") return old;
  if (fresh.status === "unclear") return old.status === "complete" ? old : { ...fresh, missingParts: old.missingParts };
  // "Need not be answered" counts against an answer only where it is said, not where it follows from silence.
  if (fresh.status === "not_applicable") return fresh.evidence.length > 0 || old.status === "missing" ? fresh : old;
  if (old.status === "unclear") return fresh.status === "complete" ? fresh : old;
  if (!has(old.status)) return fresh;
  if (item.kind === "person" && differentPersons(old.value, fresh.value)) return fresh.missingParts.length <= old.missingParts.length ? fresh : old;
  if (item.kind === "people") return mergePeople(item, old, fresh);
  const answered = new Set([...answeredParts(item, old), ...answeredParts(item, fresh)]);
  return united(item, old, fresh, answered, mergeValues(old.value, fresh.value));
};

const united = (item: Item, old: ItemAssessment, fresh: ItemAssessment, answered: ReadonlySet<string>, value: ItemValue | null): ItemAssessment => {
  const missingParts = item.parts.map((part) => part.id).filter((part) => !answered.has(part));
  const { lacking: _, ...rest } = fresh;
  return {
    ...rest,
    status: missingParts.length === 0 ? "complete" : "incomplete",
    missingParts,
    value,
    confidence: Math.min(old.confidence, fresh.confidence),
    evidence: [...fresh.evidence, ...old.evidence],
    trace: [...old.trace, ...fresh.trace],
  };
};

const mergeValues = (old: ItemValue | null, fresh: ItemValue | null): ItemValue | null =>
  old && fresh ? { ...old, ...Object.fromEntries(Object.entries(fresh).filter(([, value]) => value !== undefined)) } : (fresh ?? old);

const differentPersons = (old: ItemValue | null, fresh: ItemValue | null): boolean =>
  typeof old?.["name"] === "string" && typeof fresh?.["name"] === "string" && !isSameName(old["name"], fresh["name"]);

const participantsOf = (value: ItemValue | null): readonly Participant[] => (Array.isArray(value?.["participants"]) ? value["participants"] : []);

/** A new list that is complete and no shorter takes the place of the old one; else persons are joined by name. */
const mergePeople = (item: Item, old: ItemAssessment, fresh: ItemAssessment): ItemAssessment => {
  const [before, now] = [participantsOf(old.value), participantsOf(fresh.value)];
  if (fresh.status === "complete" && now.length >= before.length) return fresh;
  if (fresh.status === "complete" && now.length === 0) return { ...fresh, value: old.value };
  const joined = before.map((person) => {
    const again = now.find((one) => isSameName(one.name, person.name));
    return again ? { ...person, ...again, name: again.name.length > person.name.length ? again.name : person.name } : person;
  });
  const added = now.filter((one) => !before.some((person) => isSameName(one.name, person.name)));
  const participants = [...joined, ...added];
  const lacking = lackingAfter(item, old, fresh, participants);
  const answered = new Set([...answeredParts(item, old), ...answeredParts(item, fresh)].filter((part) => !lacking[part]));
  // A part that lacked for named persons is there when nobody lacks it any more.
  for (const part of Object.keys(old.lacking ?? {})) if (!lacking[part]) answered.add(part);
  const result = united(item, old, fresh, answered, participants.length > 0 ? { participants } : mergeValues(old.value, fresh.value));
  return Object.keys(lacking).length > 0 ? { ...result, lacking } : result;
};

/** Who still lacks which part, by the names given before and now. */
const lackingAfter = (item: Item, old: ItemAssessment, fresh: ItemAssessment, participants: readonly Participant[]): Record<string, string[]> => {
  const lacking: Record<string, string[]> = {};
  for (const { id: part } of item.parts) {
    const names = [...(old.lacking?.[part] ?? []), ...(fresh.lacking?.[part] ?? [])];
    const open = names.filter(
      (name, index) => names.indexOf(name) === index && !participants.some((person) => isSameName(person.name, name) && given(person, part)),
    );
    if (open.length > 0) lacking[part] = open;
  }
  return lacking;
};

const given = (person: Participant, part: string): boolean => {
  const value = (person as Readonly<Record<string, string | undefined>>)[part];
  return value !== undefined && value.trim() !== "";
};

/** Of a pair of which one is enough, the one that is not there need not be answered once the other is. */
const withPairs = (catalogue: Catalogue, items: readonly ItemAssessment[]): ItemAssessment[] =>
  items.map((one) => {
    const item = catalogue.items.find((entry) => entry.number === one.item);
    if (item?.applies !== "other_of_pair" || one.status !== "missing") return one;
    const other = items.find((entry) => entry.id === item.pair);
    return other && (has(other.status) || other.status === "unclear") ? { ...one, status: "not_applicable", missingParts: [] } : one;
  });

const rank = { missing: 0, unreadable: 1, present: 2 } as const;

const mergeDocuments = (
  old: Readonly<Record<string, RequiredDocumentStatus>>,
  fresh: Readonly<Record<string, RequiredDocumentStatus>>,
): Record<string, RequiredDocumentStatus> => {
  const merged: Record<string, RequiredDocumentStatus> = { ...old };
  for (const [role, status] of Object.entries(fresh)) {
    const before = merged[role];
    if (!before || rank[status.status] >= rank[before.status]) if (status.status !== "missing" || !before) merged[role] = status;
  }
  return merged;
};

/** "DPIA_v2 (1).pdf" and "dpia.docx" begin with the same letters: the later one is sent in place of the earlier. */
const stem = (name: string): string =>
  (name.split("/").at(-1) ?? name)
    .replace(/\.[a-z0-9]{2,5}$/i, "")
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, "");

const replaces = (later: AttachmentAssessment, earlier: AttachmentAssessment): boolean => {
  const [a, b] = [stem(later.name), stem(earlier.name)];
  const sameStem = a.length >= 2 && b.length >= 2 && (a.startsWith(b) || b.startsWith(a));
  const known = (role: DocumentRole): boolean => role !== "other" && role !== "application";
  return sameStem || earlier.role.some((role) => known(role) && later.role.includes(role));
};

const stillUnreadable = (unreadable: readonly AttachmentAssessment[], fresh: readonly AttachmentAssessment[]): AttachmentAssessment[] =>
  unreadable.filter((one, index) => {
    const again = unreadable.slice(index + 1).some((later) => later.name === one.name);
    return !again && !fresh.some((later) => later.readable && replaces(later, one));
  });

const settled = (status: ItemStatus): boolean => status === "complete" || status === "not_applicable";

/** What several mails changed together, from one state of the case to a later one. */
export const broughtBetween = (before: Merged, after: Merged): Brought =>
  broughtBy(before, after, { attachments: after.attachments.slice(before.attachments.length) });

const broughtBy = (before: Merged, after: Merged, next: Pick<Assessment, "attachments">): Brought => {
  const changed = after.items.map((item) => ({ item, old: before.items.find((one) => one.item === item.item) }));
  // An answer to a point that needed none is news as well: a contact person who was not named before.
  const needless = (old: ItemAssessment | undefined): boolean => old?.status === "not_applicable";
  const items = changed.filter(
    ({ item, old }) => settled(item.status) && (!(old && settled(old.status)) || (needless(old) && item.status === "complete")),
  );
  const partly = changed.filter(
    ({ item, old }) =>
      item.status === "incomplete" && (old?.status === "missing" || needless(old) || item.missingParts.length < (old?.missingParts.length ?? 0)),
  );
  const replaced = changed.filter(
    ({ item, old }) =>
      item.status === "complete" && old?.status === "complete" && item.value && old.value && JSON.stringify(item.value) !== JSON.stringify(old.value),
  );
  const unclear = changed.some(({ item, old }) => item.status === "unclear" && old?.status !== "unclear");
  const documents = Object.keys(after.documents).filter(
    (role) => after.documents[role]?.status === "present" && before.documents[role]?.status !== "present",
  );
  return {
    // What need not be answered because nobody spoke of it is nothing that the mail brought.
    items: items.filter(({ item }) => item.status === "complete" || item.evidence.length > 0).map(({ item }) => item.item),
    partly: partly.map(({ item }) => item.item),
    documents,
    replaced: replaced.map(({ item, old }) => ({ item: item.item, before: old?.value ?? null, after: item.value })),
    nothing:
      next.attachments.length === 0 &&
      partly.length === 0 &&
      documents.length === 0 &&
      replaced.length === 0 &&
      !unclear &&
      !items.some(({ item }) => item.status === "complete" || item.evidence.length > 0),
  };
};
