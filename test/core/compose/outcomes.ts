/** Every outcome that a reply can have, as content, for the snapshots and the checks of form. */
import type { AttachmentAssessment, Flag } from "#core/assessment.ts";
import { mergeAssessment } from "#core/merge.ts";
import type { Language } from "#core/language.ts";
import { type ReplyContent, type ReplyPurpose, replyContent } from "#core/reply-content.ts";
import { agency, file, type Reading, reading } from "#test/support/case-world.ts";

type Outcome = {
  readonly purpose: ReplyPurpose;
  readonly first: Reading;
  readonly second?: Reading;
  readonly languageSure?: boolean;
  readonly places?: boolean;
};

const files: readonly AttachmentAssessment[] = [
  file("Prosjektbeskrivelse.docx", ["project_description"]),
  file("CV Haug.pdf", ["cv"]),
  file("DPIA.pdf", ["dpia"]),
  file("Søknadsbrev.pdf", ["application", "variables"]),
];
const lacking: Reading = {
  items: {
    3: ["phone", "address"],
    6: { status: "incomplete", missingParts: ["title"], lacking: { title: ["Ayaan Warsame", "Liv Tuft"] } },
    9: "not_applicable",
    12: ["end"],
    15: ["key_holder"],
    16: "missing",
  },
  documents: { cv: "missing" },
  attachments: files.slice(0, 1),
};
const problems = ["encrypted", "corrupt", "unsupported", "empty", "no_text", "too_large", "timeout", "memory", "link"] as const;
const identity: Flag = { code: "identity_number", items: [], evidence: [] };

export const outcomes: Readonly<Record<string, Outcome>> = {
  receipt: { purpose: "receipt", first: { items: { 9: "not_applicable" }, attachments: files } },
  "receipt without files": { purpose: "receipt", first: {} },
  "receipt with unclear points": { purpose: "receipt", first: { items: { 10: "unclear", 13: "unclear" }, attachments: files } },
  "receipt with another file locked": { purpose: "receipt", first: { attachments: [...files, file("Notat.docx", ["other"], "encrypted")] } },
  "receipt with places": {
    purpose: "receipt",
    first: {
      items: {
        12: { evidence: [{ source: "DPIA.pdf", page: 4, block: 3, quote: "2026-2029", part: null }] },
        2: { evidence: [{ source: "body", page: null, block: 0, quote: "NTNU", part: null }] },
      },
      attachments: files,
    },
    places: true,
  },
  "request for points and a document": { purpose: "request", first: lacking },
  "request for a document only": { purpose: "request", first: { documents: { dpia: "missing" }, attachments: files.slice(0, 2) } },
  "request for a locked file only": {
    purpose: "request",
    first: { documents: { dpia: "unreadable" }, attachments: [...files.slice(0, 2), file("DPIA.pdf", ["dpia"], "encrypted")] },
  },
  "request with a locked file and points": {
    purpose: "request",
    first: { ...lacking, documents: { dpia: "unreadable", cv: "missing" }, attachments: [file("DPIA.pdf", ["dpia"], "encrypted")] },
  },
  "request with every kind of unreadable file": {
    purpose: "request",
    first: {
      items: { 16: "missing" },
      documents: { dpia: "unreadable" },
      attachments: problems.map((problem) => file(`fil-${problem}.pdf`, ["other"], problem)),
    },
  },
  "request for variables or documents": { purpose: "request", first: { items: { 8: "missing", 9: "missing" } } },
  "request for everything": {
    purpose: "request",
    first: { others: "missing", documents: { project_description: "missing", cv: "missing", dpia: "missing" } },
  },
  "request with a number that must not be mailed": { purpose: "request", first: { ...lacking, flags: [identity] } },
  "request in an unsure language": { purpose: "request", first: lacking, languageSure: false },
  "supplement that completes": {
    purpose: "completed",
    first: lacking,
    second: {
      kind: "supplement",
      items: { 3: "complete", 6: "complete", 12: "complete", 15: "complete", 16: "complete" },
      documents: { cv: "present" },
      attachments: files.slice(1, 2),
    },
  },
  "supplement after which something remains": {
    purpose: "remaining",
    first: lacking,
    second: {
      kind: "supplement",
      items: { 3: "complete", 12: "complete", 16: "complete" },
      documents: { cv: "present" },
      attachments: files.slice(1, 2),
    },
  },
  "supplement that brings part of a point": {
    purpose: "remaining",
    first: lacking,
    second: { kind: "supplement", items: { 3: ["name", "email", "address"] } },
  },
  "supplement that brings one point": { purpose: "remaining", first: lacking, second: { kind: "supplement", items: { 16: "complete" } } },
  "a person takes over": { purpose: "handed_over", first: lacking, second: { kind: "supplement", items: { 16: "complete" } } },
  reminder: { purpose: "reminder", first: lacking },
};

export const contentOf = (outcome: Outcome, language: Language): ReplyContent => {
  const first = reading({ ...outcome.first, language });
  const opened = mergeAssessment(null, first, agency.catalogue);
  const second = outcome.second ? reading({ ...outcome.second, language }) : null;
  const { merged, brought } = second ? mergeAssessment(opened.merged, second, agency.catalogue) : { merged: opened.merged, brought: null };
  return replyContent({
    purpose: outcome.purpose,
    asked: null,
    merged,
    brought,
    attachments: (second ?? first).attachments,
    catalogue: agency.catalogue,
    language,
    languageSure: outcome.languageSure ?? true,
    personalNumbers: first.flags.length > 0,
    showPlaces: outcome.places ?? false,
  });
};
