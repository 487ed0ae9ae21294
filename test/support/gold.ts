/** A gold answer (fixtures/**.gold.json) as the assessment that a faultless reader would give. */
import { existsSync, readFileSync } from "node:fs";
import type { Assessment, AttachmentAssessment, FlagCode, ItemAssessment, ItemStatus, ItemValue, Participant } from "#core/assessment.ts";
import type { Message } from "#core/message.ts";
import type { DocumentRole } from "#core/roles.ts";
import { agency } from "./case-world.ts";

type GoldItem = { status: ItemStatus; missingParts?: string[]; value?: ItemValue };
export type Gold = {
  kind: Assessment["kind"];
  language: Assessment["language"];
  action?: Assessment["kind"];
  attachments?: Record<string, string | string[]>;
  documents?: Record<string, "present" | "missing" | "unreadable">;
  items?: Record<string, GoldItem>;
  flags?: FlagCode[];
};

export const goldOf = (messageFile: string): Gold => JSON.parse(readFileSync(messageFile.replace(/\.eml$/, ".gold.json"), "utf8")) as Gold;
export const hasGold = (messageFile: string): boolean => existsSync(messageFile.replace(/\.eml$/, ".gold.json"));

/** The assessment; problems of unreadable files are taken from the message itself. */
export const assessmentFromGold = (gold: Gold, message: Message): Assessment => ({
  kind: gold.kind,
  kindReason: { code: "gold", because: "a person read it" },
  language: gold.language,
  languageSure: true,
  attachments: Object.entries(gold.attachments ?? {}).map(([name, role]): AttachmentAssessment => {
    const roles = [role].flat();
    const document = message.attachments.find((one) => one.name === name);
    const problem =
      document && document.state !== "read" && document.state !== "partial" ? document.state : roles.includes("unreadable") ? "corrupt" : null;
    return { name, role: roles.filter((one) => one !== "unreadable") as DocumentRole[], readable: problem === null, problem };
  }),
  documents: Object.fromEntries(agency.catalogue.documents.map(({ role }) => [role, { status: gold.documents?.[role] ?? "missing" }])),
  items: gold.items ? agency.catalogue.items.map(({ number }) => itemFromGold(number, gold.items?.[number] ?? { status: "missing" })) : [],
  flags: (gold.flags ?? []).map((code) => ({ code, items: [], evidence: [] })),
  catalogueVersion: agency.catalogue.version,
});

const itemFromGold = (number: number, { status, missingParts, value }: GoldItem): ItemAssessment => {
  const item = agency.catalogue.items.find((one) => one.number === number);
  const all = item?.parts.map((part) => part.id) ?? [];
  const lacking = lackingIn(missingParts ?? [], value ?? null);
  return {
    item: number,
    id: item?.id ?? "",
    status,
    missingParts: status === "missing" ? all : status === "incomplete" ? (missingParts ?? []) : [],
    value: value ?? null,
    confidence: 1,
    evidence: [],
    trace: [],
    ...(lacking ? { lacking } : {}),
  };
};

/** Names of the participants that lack a part. */
const lackingIn = (missingParts: readonly string[], value: ItemValue | null): Record<string, string[]> | null => {
  const participants = value?.["participants"];
  if (!Array.isArray(participants)) return null;
  const people = participants as readonly Participant[];
  const entries = missingParts
    .filter((part): part is "title" | "institution" => part === "title" || part === "institution")
    .map((part) => [part, people.filter((person) => !person[part]).map((person) => person.name)] as const)
    .filter(([, names]) => names.length > 0);
  return entries.length > 0 ? Object.fromEntries(entries) : null;
};
