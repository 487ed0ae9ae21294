/**
 * An agency's checklist as data: which points an application must answer, of which parts, and which documents it needs.
 * The core knows kinds of answers (a title, a person, a period ...), never an agency's numbers, names or addresses.
 */
import type { DocumentRole } from "./roles.ts";
import type { Language } from "./language.ts";

/** A text in the three language forms. */
export type Localised = Readonly<Record<Language, string>>;

/** Kinds of answers that the reader can recognise; `prose` parts name what the sentence must say. */
export type ItemKind = "title" | "organisation" | "person" | "people" | "period" | "prose";

export type Part = {
  /** Name as in the assessment ("phone", "key_holder"). */
  readonly id: string;
  /** For prose: the learned part that recognises it ("key_holder"). For other kinds: the field of the value. */
  readonly recogniser: string;
  /** What is asked for when it lacks, as the object of "we did not find ..." ("telefonnummer"). */
  readonly label: Localised;
};

export type Item = {
  /** The agency's number, shown to everybody. */
  readonly number: number;
  readonly id: string;
  readonly kind: ItemKind;
  /** For kind person: which person. */
  readonly role?: "head" | "leader" | "contact";
  readonly parts: readonly Part[];
  /** The agency's own question, whole; recognised where an applicant pastes it. */
  readonly question: Localised;
  /** Short name for lists and pages. */
  readonly label: Localised;
  /** An answer as it may look. */
  readonly example: Localised;
  /**
   * When the item need not be answered: `contact_is_leader` (nobody else is named), `other_of_pair` (the item named in
   * `pair` is answered and this one is not asked for), `never`.
   */
  readonly applies: "always" | "contact_is_leader" | "other_of_pair";
  readonly pair?: string;
  /** For prose that asks yes or no first: the learned part that says no; then all parts are answered. */
  readonly noMeansComplete?: string;
  /** The learned part that says that this is not asked for. */
  readonly notApplicable?: string;
  /** Headings and labels under which the answer stands, lower case; `*` at the end of a word matches any ending. */
  readonly cues: readonly string[];
  /** Headings and labels that share words with the cues and are about something else. */
  readonly notCues: readonly string[];
  /** Labels for single parts. */
  readonly partCues: Readonly<Record<string, readonly string[]>>;
};

export type RequiredDocument = {
  readonly role: Extract<DocumentRole, "project_description" | "cv" | "dpia">;
  readonly label: Localised;
};

export type Catalogue = {
  /** Version and date from which it holds; both are printed in case packages. */
  readonly version: string;
  readonly validFrom: string;
  readonly items: readonly Item[];
  readonly documents: readonly RequiredDocument[];
};

/** Everything about one agency. */
export type Agency = {
  readonly id: string;
  readonly name: Localised;
  readonly shortName: string;
  /** Addresses that are our own mailboxes; mail from them is never answered. */
  readonly addresses: readonly string[];
  readonly phone: string;
  readonly webPage: string;
  /** Letters in front of case references ("UDI" in "[UDI 2026-0142-KX]"). */
  readonly referencePrefix: string;
  /** Words for data that the statistics office may supply instead ("inntekt*"); asked of us, they are told to the case handler. */
  readonly suppliedByStatistics?: readonly string[];
  readonly catalogue: Catalogue;
};

/** The item of that number; undefined where the checklist has none. */
export const itemByNumber = (catalogue: Catalogue, number: number): Item | undefined => catalogue.items.find((item) => item.number === number);
