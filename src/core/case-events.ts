/** What can happen in a case. Events are only added; the case is what they fold to (case.ts). */
import type { Assessment, ItemAssessment, ItemStatus, ItemValue } from "./assessment.ts";
import type { Action } from "./assessment.ts";
import type { DecisionReason } from "./decide.ts";
import type { Language } from "./language.ts";
import type { Brought, Merged } from "./merge.ts";
import type { Address } from "./message.ts";
import type { ReplyPurpose } from "./reply-content.ts";
import type { ReplyReason } from "./reply-rules.ts";
import type { ThreadHow } from "./thread.ts";

export type OutgoingPurpose = ReplyPurpose | "provisional";

/** A mail of ours as it was planned. */
export type Outgoing = {
  /** Fixed when planned; proves later that an answer belongs to the case. */
  readonly messageId: string;
  /** The message that it answers; null for reminders and provisional answers. */
  readonly answers: string | null;
  readonly purpose: OutgoingPurpose;
  readonly to: Address;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly language: Language;
  /** `withheld` waits for a person, with its reasons. */
  readonly state: "planned" | "withheld";
  readonly reasons: readonly ReplyReason[];
  /** It goes out by itself, but not before this instant. */
  readonly notBefore?: number;
};

type Body =
  | {
      readonly type: "opened";
      readonly reference: string;
      /** When the mail came in, where that was before it was read: deadlines count from there (forvaltningsloven § 11 a). */
      readonly receivedAt?: number;
    }
  | {
      readonly type: "received";
      readonly messageKey: string;
      readonly messageId: string | null;
      readonly from: string | null;
      /** Addresses that the case knows through this message. */
      readonly addresses: readonly string[];
      readonly subject: string;
      readonly how: ThreadHow;
    }
  /** The same mail again: linked, not read. */
  | { readonly type: "duplicate"; readonly messageKey: string; readonly messageId: string | null }
  /** Mail that belongs to the case and is no part of the application: absence notes, questions. */
  | { readonly type: "noted"; readonly messageKey: string; readonly messageId: string | null; readonly kind: Assessment["kind"] }
  | { readonly type: "read"; readonly messageKey: string; readonly assessment: Assessment; readonly merged: Merged; readonly brought: Brought | null }
  | {
      readonly type: "decided";
      readonly messageKey: string;
      readonly action: Action;
      readonly reason: DecisionReason;
      readonly because: string;
      readonly withheld: readonly ReplyReason[];
    }
  /** A request, a repeated request or a reminder. */
  | { readonly type: "asked"; readonly reply: Outgoing; readonly items: readonly number[]; readonly documents: readonly string[] }
  /** A receipt or any other mail that asks for nothing. */
  | { readonly type: "answered"; readonly reply: Outgoing }
  /** A person's words in place of the program's, before the reply goes out; the program's stay in its own event. */
  | { readonly type: "edited"; readonly messageId: string; readonly text: string; readonly html: string }
  | { readonly type: "released"; readonly messageId: string }
  | { readonly type: "discarded"; readonly messageId: string; readonly why: string }
  | { readonly type: "sent"; readonly messageId: string }
  /** It is not known whether the mail went out. */
  | { readonly type: "unknown"; readonly messageId: string }
  | { readonly type: "failed"; readonly messageId: string; readonly why: string }
  | {
      readonly type: "bounced";
      readonly messageId: string;
      readonly address: string | null;
      readonly permanent: boolean;
      readonly status: string | null;
    }
  /** A person's answer in place of the machine's, which is kept. */
  | {
      readonly type: "corrected";
      readonly item: number;
      readonly before: ItemAssessment | null;
      readonly status: ItemStatus;
      readonly missingParts: readonly string[];
      readonly value: ItemValue | null;
      readonly why: string;
    }
  | { readonly type: "handed_over"; readonly reason: DecisionReason | "by_person"; readonly because: string }
  | { readonly type: "closed"; readonly why: string }
  | { readonly type: "reopened"; readonly why: string }
  | { readonly type: "merged_into"; readonly reference: string }
  | {
      readonly type: "merged_from";
      readonly reference: string;
      readonly messageIds: readonly string[];
      readonly addresses: readonly string[];
      readonly merged: Merged | null;
    };

/** `at` in milliseconds since 1970; `by` is the program or a person's name in the system. */
export type CaseEvent = Body & { readonly at: number; readonly by: string };
export type CaseEventType = CaseEvent["type"];

/** Name under which the program itself acts. */
export const MACHINE = "mottak";
