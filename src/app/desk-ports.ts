/** What the staff pages need from the world: the store's side of them, and the desk that the pages are given. */
import type { CaseView } from "#core/case.ts";
import type { RunningClock } from "#core/clocks.ts";
import type { InboxGroup, InboxRow, LooseMessage } from "#core/desk/inbox-row.ts";
import type { ItemStatus, ItemValue } from "#core/assessment.ts";
import type { Message } from "#core/message.ts";
import type { CheckResult } from "#core/checks/result.ts";
import type { FigureRows, Figures } from "#core/figures.ts";
import type { Standings } from "./check-ports.ts";
import type { CaseRow, StoredEvent } from "./ports.ts";

export type InboxQuery = { readonly group: InboxGroup | "all"; readonly search: string; readonly limit: number; readonly offset: number };
export type InboxPage = {
  readonly rows: readonly InboxRow[];
  readonly counts: Readonly<Record<InboxGroup, number>> /** Lines that the query has in all. */;
  readonly total: number;
};

/** A change to a reply of ours, by its Message-ID. */
export type OutboxChange =
  | { readonly messageId: string; readonly change: "release" | "discard" }
  /** Other bytes under the same Message-ID; only while it is withheld. */
  | { readonly messageId: string; readonly change: "edit"; readonly raw: Uint8Array }
  | {
      readonly messageId: string;
      readonly change: "add";
      readonly id: string;
      readonly inReplyTo: string | null;
      readonly recipient: string;
      readonly sender: string;
      readonly raw: Uint8Array;
    };

/** What a person does to a case: events, replies and the trace of it, all or nothing. */
export type DeskCommit = {
  readonly reference: string;
  /** The version that the person saw; another one is a conflict. */
  readonly version: number;
  readonly row: Pick<CaseRow, "state" | "summary">;
  readonly events: readonly StoredEvent[];
  readonly headerIds: readonly string[];
  readonly addresses: readonly string[];
  readonly outbox: readonly OutboxChange[];
  readonly now: number;
};

export type AuditEntry = {
  readonly at: number;
  /** Who: name in the system, never a password or a token. */
  readonly by: string;
  readonly action:
    | "login"
    | "logout"
    | "denied"
    | "view"
    | "document"
    | "original"
    | "picture"
    | "export"
    | "change"
    | "conflict"
    | "testcase"
    | "archived"
    | "removed";
  /** Case reference or message key. */
  readonly subject: string;
  /** Codes only: the command, the file's place in the mail. */
  readonly detail: string;
};

export type CaseMail = { readonly id: string; readonly receivedAt: number; readonly size: number; readonly state: string };
export type SentMail = { readonly messageId: string; readonly state: string; readonly raw: Uint8Array; readonly sentAt: number | null };

export type Announcement = {
  readonly id: string;
  readonly version: number;
  readonly seen: number;
  readonly occasions: readonly string[];
  readonly mail: {
    readonly id: string;
    readonly messageId: string;
    readonly recipient: string;
    readonly sender: string;
    readonly raw: Uint8Array;
  } | null;
  readonly now: number;
};

export type DeskStore = {
  /** Cases whose line in the list is older than they are, and loose messages that have none. */
  stale(limit: number): Promise<{ readonly cases: readonly CaseRow[]; readonly messages: readonly LooseMessage[] }>;
  putRows(rows: readonly InboxRow[]): Promise<void>;
  inbox(query: InboxQuery, now: number): Promise<InboxPage>;
  /** Lines that need people and whose version nobody has been told of, with the occasions that were. */
  unannounced(limit: number): Promise<
    readonly {
      readonly row: InboxRow;
      readonly occasions: readonly string[] /** The version told of before; -1 where none was. */;
      readonly seen: number;
    }[]
  >;
  /** Notes the occasions and puts the mail into the outbox, together; false where another worker was first. */
  announce(told: Announcement): Promise<boolean>;
  openCase(reference: string): Promise<{ readonly row: CaseRow; readonly events: readonly StoredEvent[] } | null>;
  message(
    id: string,
  ): Promise<(LooseMessage & { readonly code: string | null; readonly reference: string | null; readonly hold: string | null }) | null>;
  mails(reference: string): Promise<readonly CaseMail[]>;
  sentMails(reference: string): Promise<readonly SentMail[]>;
  /** Several cases at once (a merge); "conflict" when any of them has moved on. Nothing is written then. */
  commit(changes: readonly DeskCommit[]): Promise<"written" | "conflict">;
  /** Facts since the instant, for charts. */
  figures(since: number): Promise<FigureRows>;
  audit(entry: AuditEntry): Promise<void>;
  audited(subject: string, limit: number): Promise<readonly AuditEntry[]>;
};

/** What a person can do with a case. */
export type DeskCommand =
  | {
      readonly kind: "correct";
      readonly item: number;
      readonly status: ItemStatus;
      readonly missingParts: readonly string[];
      readonly value: ItemValue | null;
      readonly why: string;
    }
  | { readonly kind: "release"; readonly messageId: string /** The edited text; null: as it stands. */; readonly text: string | null }
  | { readonly kind: "discard"; readonly messageId: string; readonly why: string }
  | { readonly kind: "hand_over" | "close" | "reopen"; readonly why: string }
  | { readonly kind: "not_application"; readonly why: string }
  | { readonly kind: "merge"; readonly into: string }
  | { readonly kind: "ask_again" | "remind" | "provisional_answer" };

export type DeskOutcome =
  | { readonly kind: "done"; readonly reference: string }
  /** Somebody else was first; what they did. */
  | { readonly kind: "conflict"; readonly case: OpenCase; readonly since: CaseView["events"] }
  | { readonly kind: "refused"; readonly because: string; readonly case: OpenCase | null };

export type OpenCase = {
  readonly view: CaseView;
  readonly version: number;
  readonly clocks: readonly RunningClock[];
  readonly mails: readonly CaseMail[];
};

/** The head of a raw mail, without its contents. */
export type MailHead = {
  readonly sender: string;
  readonly name: string;
  readonly subject: string;
  readonly messageId: string | null;
  readonly date: number | null;
};

export type Original = { readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array };

/** The desk: everything that the pages ask for. Nothing of it knows of HTTP. */
export type Desk = {
  now(): number;
  inbox(query: InboxQuery): Promise<InboxPage>;
  /** By reference, or by the number within it ("2026-0142"). */
  open(reference: string): Promise<OpenCase | null>;
  loose(
    id: string,
  ): Promise<(LooseMessage & { readonly code: string | null; readonly reference: string | null; readonly hold: string | null }) | null>;
  /** A mail read anew from its kept bytes; null where it cannot be read. */
  mail(id: string): Promise<Message | null>;
  originals(id: string): Promise<readonly Original[]>;
  /** The whole mail as it came. */
  raw(id: string): Promise<Uint8Array | null>;
  /** A page of a PDF as PNG with the place marked; null where it cannot be drawn. */
  picture(id: string, document: string, page: number, block: number | null): Promise<Uint8Array | null>;
  act(reference: string, version: number, command: DeskCommand, by: string): Promise<DeskOutcome>;
  /** The case package as a zip file. */
  exportCase(reference: string, by: string): Promise<{ readonly name: string; readonly bytes: Uint8Array } | null>;
  audit(entry: Omit<AuditEntry, "at">): Promise<void>;
  operation(): Promise<OperationPage>;
  /** Runs every check; answers when they are done, or after some seconds. */
  checkNow(): Promise<void>;
  /** Back to work, from the kept bytes; false where the message is not parked any more. */
  retryParked(id: string): Promise<boolean>;
};

/** What the operations page shows: checks with the next thing to do, what waits, and the last weeks in figures. */
export type OperationPage = {
  readonly mode: string;
  readonly sendingStopped: boolean;
  readonly counts: Readonly<Record<string, number>>;
  readonly checks: readonly CheckResult[];
  /** Null where the store cannot say it. */
  readonly standings: Standings | null;
  readonly canaryOn: boolean;
  readonly figures: Figures;
  readonly parked: readonly { readonly id: string; readonly code: string; readonly receivedAt: number; readonly attempts: number }[];
};
