/** A correction as a test case: the lines in question without anybody's name, number or address, and what is right. */
import type { ItemStatus, ItemValue, Participant } from "../assessment.ts";
import type { CaseView, Correction } from "../case.ts";
import type { Language } from "../language.ts";

export type CorrectionCase = {
  readonly format: "mottak-correction-1";
  readonly item: number;
  readonly language: Language;
  readonly catalogueVersion: string;
  /** The lines that the machine took for proof; empty where it found none. */
  readonly phrases: readonly string[];
  readonly machine: { readonly status: ItemStatus | null; readonly missingParts: readonly string[]; readonly rules: readonly string[] };
  readonly right: { readonly status: ItemStatus; readonly missingParts: readonly string[]; readonly value: ItemValue | null };
};

export const correctionCase = (view: CaseView, correction: Correction): CorrectionCase => {
  const scrub = scrubber(namesIn(view));
  const { before } = correction;
  return {
    format: "mottak-correction-1",
    item: correction.item,
    language: view.language,
    catalogueVersion: view.merged?.catalogueVersion ?? "",
    phrases: [...new Set((before?.evidence ?? []).map((one) => scrub(one.quote)))],
    machine: {
      status: before?.status ?? null,
      missingParts: before?.missingParts ?? [],
      rules: [...new Set((before?.trace ?? []).map((step) => step.rule))],
    },
    right: { status: correction.status, missingParts: correction.missingParts, value: scrubValue(correction.value, scrub) },
  };
};

type Scrub = (text: string) => string;

/** Stand-ins in place of what could say who it is. Words are whole, so that "Berg" does not change "Bergen". */
export const scrubber = (names: Names): Scrub => {
  const words = [...new Set(names.persons.flatMap((name) => name.split(/[\s,]+/)).filter((word) => word.length > 2))];
  const phrases = (list: readonly string[], standIn: string) =>
    list.filter((one) => one.trim().length > 2).map((one) => [one.trim(), standIn] as const);
  const whole = [...phrases(names.titles, "Prosjekttittel"), ...phrases(names.organisations, "Institusjonen")].toSorted(
    (a, b) => b[0].length - a[0].length,
  );
  return (text) => {
    let clean = text
      .replace(/[^\s<>,;:"()]+@[^\s<>,;:"()]+/g, "navn@institusjon.example")
      .replace(/\bhttps?:\/\/\S+/gi, "https://institusjon.example")
      .replace(/\b\d{6}\s?\d{5}\b|\b\d{12}\b/g, "00000000000")
      .replace(/(?:\+|00)?\d(?:[ .-]?\d){7,14}/g, (found) => (/^\d{4}[ .-]\d\d?[ .-]\d\d?$/.test(found) ? found : "00 00 00 00"));
    for (const [phrase, standIn] of whole) clean = clean.replaceAll(phrase, standIn);
    for (const word of words)
      clean = clean.replace(new RegExp(`(?<![\\p{L}\\p{N}])${word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?=s?(?![\\p{L}\\p{N}]))`, "giu"), "Navn");
    return clean.replace(/Navn(?:[\s-]+Navn)+/g, "Navn Navnesen");
  };
};

export type Names = { readonly persons: readonly string[]; readonly titles: readonly string[]; readonly organisations: readonly string[] };

/** Everything in the case that names somebody or the project. */
const namesIn = (view: CaseView): Names => {
  const befores = view.corrections.flatMap((one) => (one.before ? [one.before] : []));
  const values = [...(view.merged?.items ?? []), ...befores].flatMap((item) => (item.value ? [item.value] : []));
  const field = (name: string): string[] => values.flatMap((value) => (typeof value[name] === "string" ? [value[name]] : []));
  const participants = values.flatMap((value) => (Array.isArray(value["participants"]) ? (value["participants"] as readonly Participant[]) : []));
  const senders = view.messages.flatMap((one) => (one.from ? [one.from.split("@")[0]?.replace(/[._-]+/g, " ") ?? ""] : []));
  return {
    persons: [...field("name"), ...participants.map((one) => one.name), ...view.outgoing.map((one) => one.to.name), ...senders],
    titles: [...field("title"), view.title ?? ""],
    organisations: [...field("institution"), ...participants.map((one) => one.institution ?? "")],
  };
};

const scrubValue = (value: ItemValue | null, scrub: Scrub): ItemValue | null =>
  value === null
    ? null
    : Object.fromEntries(
        Object.entries(value).map(([field, content]) => [
          field,
          typeof content === "string"
            ? field === "address"
              ? "Adresse"
              : scrub(content)
            : content?.map((one, index) => ({
                name: `Navn Navnesen ${index + 1}`,
                ...(one.title ? { title: one.title } : {}),
                ...(one.institution ? { institution: "Institusjonen" } : {}),
              })),
        ]),
      );
