/** The schema of `assessment.json`, as published in config/case-assessment.schema.json. */
import { z } from "zod";
import type { AssessmentFile } from "#core/package/assessment-file.ts";

const instant = z.iso.datetime();
const evidence = z.strictObject({
  mail: z.string().nullable().describe("Id of the mail: SHA-256 of its bytes."),
  source: z.string().describe('"body" or the name of the file.'),
  page: z.int().nullable(),
  block: z.int(),
  quote: z.string().describe("Verbatim text of the source."),
  part: z.string().nullable(),
});
const participant = z.strictObject({ name: z.string(), title: z.string().optional(), institution: z.string().optional() });
const value = z.record(z.string(), z.union([z.string(), z.array(participant)])).nullable();
const status = z.enum(["complete", "incomplete", "missing", "not_applicable", "unclear"]);
const file = z.strictObject({ path: z.string(), name: z.string(), mediaType: z.string(), size: z.int(), hash: z.string().regex(/^[0-9a-f]{64}$/) });

export const assessmentFileSchema = z
  .strictObject({
    format: z.literal("mottak-case-1"),
    reference: z.string(),
    agency: z.string(),
    state: z.enum(["reading", "waiting", "complete", "with_person", "closed", "merged"]),
    title: z.string().nullable(),
    language: z.enum(["nb", "nn", "en"]),
    openedAt: instant,
    updatedAt: instant,
    closedAt: instant.nullable(),
    exportedAt: instant,
    exportedBy: z.string(),
    catalogueVersion: z.string(),
    items: z.array(
      z.strictObject({
        number: z.int(),
        id: z.string(),
        label: z.string(),
        status,
        missingParts: z.array(z.string()),
        value,
        confidence: z.number().min(0).max(1),
        evidence: z.array(evidence),
        rules: z.array(z.string()),
        correction: z
          .strictObject({
            by: z.string(),
            at: instant,
            why: z.string(),
            machineStatus: status.nullable(),
            machineMissingParts: z.array(z.string()),
            machineValue: value,
          })
          .nullable()
          .describe("A person's answer stands in the item; the machine's stands here."),
      }),
    ),
    documents: z.record(z.string(), z.strictObject({ status: z.enum(["present", "missing", "unreadable"]), source: z.string().nullable() })),
    flags: z.array(z.strictObject({ code: z.string(), items: z.array(z.int()), detail: z.string().nullable(), evidence: z.array(evidence) })),
    mails: z.array(
      z.strictObject({
        id: z.string(),
        messageId: z.string().nullable(),
        receivedAt: instant,
        sender: z.strictObject({ name: z.string(), address: z.string() }),
        subject: z.string(),
        files: z.array(file),
      }),
    ),
    replies: z.array(
      z.strictObject({
        messageId: z.string(),
        purpose: z.string(),
        state: z.string(),
        at: instant,
        to: z.string(),
        subject: z.string(),
        text: z.string(),
        reasons: z.array(z.string()),
      }),
    ),
    timeline: z.array(z.strictObject({ at: instant, by: z.string(), type: z.string(), reason: z.string().nullable() })),
  })
  .describe("A case as Mottak exports it.");

/** JSON schema for other programs; a test keeps the published file true. */
export const assessmentJsonSchema = (): object => z.toJSONSchema(assessmentFileSchema);

/** Checks that the type and the schema say the same. */
export const asAssessmentFile = (data: unknown): AssessmentFile => assessmentFileSchema.parse(data) as AssessmentFile;
