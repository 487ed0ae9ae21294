/** What happens, for a screen: the CLI draws it, tests listen to it. Holds no contents, so that it may be printed anywhere. */
import type { FailureCode } from "#core/failure.ts";

export type Progress =
  | { readonly type: "mailbox"; readonly state: "open" | "lost" | "elsewhere"; readonly code?: FailureCode; readonly remedy?: string }
  | { readonly type: "kept"; readonly message: string; readonly place: string; readonly fresh: boolean; readonly size: number }
  | { readonly type: "reading"; readonly message: string; readonly place: string | null }
  | {
      readonly type: "decided";
      readonly message: string;
      readonly place: string | null;
      readonly kind: string;
      readonly language: string;
      readonly action: string;
      readonly because: string;
      readonly reference: string | null;
      /** Numbers of the items that are asked for, and names of required documents that lack. */
      readonly asked: readonly string[];
      readonly reply: "planned" | "withheld" | null;
      readonly withheld: readonly string[];
      readonly milliseconds: number;
    }
  | { readonly type: "duplicate"; readonly message: string; readonly place: string | null }
  | { readonly type: "parked"; readonly message: string; readonly place: string | null; readonly code: FailureCode; readonly remedy: string }
  | { readonly type: "retry"; readonly message: string; readonly code: FailureCode; readonly waitMilliseconds: number }
  | { readonly type: "sent"; readonly message: string }
  | { readonly type: "send_trouble"; readonly message: string; readonly code: FailureCode; readonly state: "later" | "failed" | "doubtful" | "held" }
  | { readonly type: "unreadable"; readonly place: string; readonly code: FailureCode; readonly text: string; readonly remedy: string }
  | { readonly type: "trouble"; readonly code: FailureCode; readonly text: string; readonly remedy: string };

export type OnProgress = (progress: Progress) => void;
