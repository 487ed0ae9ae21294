/** What was found in a message: one row an item with proof, the documents, and what a person should look at. */
import type { DocumentState } from "./document.ts";
import type { Language } from "./language.ts";
import type { DocumentRole } from "./roles.ts";

/**
 * `complete`: every part answered. `incomplete`: some parts. `missing`: nothing of it. `not_applicable`: need not be
 * answered. `unclear`: something is there, but we would not bet on it; the sender is not asked, a person looks.
 */
export type ItemStatus = "complete" | "incomplete" | "missing" | "not_applicable" | "unclear";

/** Where an answer stands. `quote` is verbatim text of the source. */
export type Evidence = {
  /** "body" or the attachment's name. */
  readonly source: string;
  readonly page: number | null;
  /** Index of the block in its document, for the page that shows it. */
  readonly block: number;
  readonly quote: string;
  /** The part that it proves; null where it proves the item as a whole. */
  readonly part: string | null;
};

export type Participant = { readonly name: string; readonly title?: string; readonly institution?: string };

/** Values by field; participants for kind `people`. ISO dates at the precision given for `start` and `end`. */
export type ItemValue = { readonly [field: string]: string | readonly Participant[] | undefined };

/** One step of how an answer came about, for `explain` and for the case page. */
export type Trace = {
  readonly rule: string;
  readonly part: string | null;
  readonly verdict: "accepted" | "refused" | "considered";
  /** What spoke for or against, in words. */
  readonly because: string;
  readonly evidence: Evidence | null;
  readonly strength: number;
};

/** A reader's answer for one item, before conditions between items are applied. */
export type Finding = {
  readonly item: string;
  /** Parts answered, each with proof. */
  readonly answered: readonly { readonly part: string; readonly confidence: number; readonly evidence: readonly Evidence[] }[];
  readonly value: ItemValue | null;
  /** Stated that it is not asked for, with proof. */
  readonly notApplicable: Evidence | null;
  /** How sure it is that it is not asked for. */
  readonly notApplicableConfidence?: number;
  /** Parts answered under the item's own label or heading. */
  readonly labelled?: readonly string[];
  /** For kind people: names of the participants that lack a part, by part. */
  readonly lacking?: Readonly<Record<string, readonly string[]>>;
  readonly trace: readonly Trace[];
};

export type ItemAssessment = {
  readonly item: number;
  readonly id: string;
  readonly status: ItemStatus;
  readonly missingParts: readonly string[];
  readonly value: ItemValue | null;
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
  readonly lacking?: Readonly<Record<string, readonly string[]>>;
  readonly trace: readonly Trace[];
};

export type RequiredDocumentStatus = { readonly status: "present" | "missing" | "unreadable"; readonly source?: string };

export type AttachmentAssessment = {
  readonly name: string;
  readonly role: readonly DocumentRole[];
  readonly readable: boolean;
  /** "encrypted", "corrupt", "unsupported" ...; null where readable. */
  readonly problem: Exclude<DocumentState, "read"> | null;
};

/** Things for the case handler to look at. A flag never changes a status. */
export type Flag = { readonly code: FlagCode; readonly items: readonly number[]; readonly evidence: readonly Evidence[]; readonly detail?: string };

export const flagCodes = [
  "end_date_passed",
  "end_before_start",
  "dates_differ",
  "title_differs",
  "leader_differs",
  "controller_differs",
  "participants_differ",
  "linkage_differs",
  "dpia_other_project",
  "cv_not_leader",
  "leader_without_doctorate",
  "student_without_supervisor",
  "participant_outside_institution",
  "statistics_norway_may_supply",
  "no_end_to_retention",
  "identity_number",
  "duf_number",
  "hidden_text",
  "instructions_to_reader",
  "file_link",
  "unreadable_attachment",
  "withdrawn",
] as const;
export type FlagCode = (typeof flagCodes)[number];

export type MessageKind = "application" | "supplement" | "question" | "automatic" | "unrelated";

export type Assessment = {
  readonly kind: MessageKind;
  /** Why it is of this kind: code of the signal that decided, and words. */
  readonly kindReason: { readonly code: string; readonly because: string };
  readonly language: Language;
  readonly languageSure: boolean;
  readonly attachments: readonly AttachmentAssessment[];
  readonly documents: Readonly<Record<string, RequiredDocumentStatus>>;
  /** All items in catalogue order for applications and supplements; empty for other kinds. */
  readonly items: readonly ItemAssessment[];
  readonly flags: readonly Flag[];
  readonly catalogueVersion: string;
  /** For a person's mail of another kind: what it brings if it adds to a case after all. Only its case can tell. */
  readonly ifAdded?: Pick<Assessment, "items" | "flags">;
};

export type Action = "receipt" | "request_missing" | "handover" | "none";
