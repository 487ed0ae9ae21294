/** What `check --json` prints for a message, one object a line. */
import type { Action, Assessment } from "#core/assessment.ts";
import type { Failure } from "#core/failure.ts";
import type { ComposedReply, Examined } from "./examine.ts";

export type Answer = {
  readonly file: string;
  readonly messageId: string | null;
  readonly kind: Assessment["kind"];
  readonly language: Assessment["language"];
  readonly action: Action;
  readonly attachments: Assessment["attachments"];
  readonly documents: Assessment["documents"];
  readonly items: readonly {
    readonly item: number;
    readonly status: string;
    readonly missingParts: readonly string[];
    readonly value: Readonly<Record<string, unknown>> | null;
    readonly confidence: number;
    readonly evidence: readonly { readonly source: string; readonly page: number | null; readonly quote: string }[];
  }[];
  readonly flags: readonly { readonly code: string; readonly items: readonly number[]; readonly detail?: string }[];
  readonly reply: ComposedReply | null;
};

/** The line that `check --json` prints for a message. */
export const answerOf = (file: string, { message, assessment, decision, reply }: Examined): Answer => ({
  file,
  messageId: message.messageId,
  kind: assessment.kind,
  language: assessment.language,
  action: decision.action,
  attachments: assessment.attachments.map(({ name, role, readable, problem }) => ({ name, role, readable, problem })),
  documents: assessment.documents,
  items: assessment.items.map((item) => ({
    item: item.item,
    status: item.status,
    missingParts: item.missingParts,
    value: item.value,
    confidence: Math.round(item.confidence * 1000) / 1000,
    evidence: item.evidence.map(({ source, page, quote }) => ({ source, page, quote })),
  })),
  flags: assessment.flags.map(({ code, items, detail }) => ({ code, items, ...(detail === undefined ? {} : { detail }) })),
  reply,
});

/** The line that `check --json` prints for a file that could not be read as a message. */
export const errorAnswer = (
  file: string,
  failure: Failure,
): { readonly file: string; readonly error: { readonly code: string; readonly message: string; readonly remedy: string } } => ({
  file,
  error: { code: failure.code, message: failure.message, remedy: failure.remedy },
});
