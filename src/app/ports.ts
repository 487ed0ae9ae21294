/** What the app needs from the world. Each type is implemented by one folder in edges/; tests give their own. */
import type { Assessment } from "#core/assessment.ts";
import type { Failure, FailureCode } from "#core/failure.ts";
import type { Message } from "#core/message.ts";
import type { Standings, TrialStore } from "./check-ports.ts";
import type { DeskStore } from "./desk-ports.ts";
import type { KeepingStore, RecordStore, RestoredStore } from "./keeping-ports.ts";
import type { LogEvent, LogFields } from "./log-events.ts";

export type * from "./check-ports.ts";
export type * from "./desk-ports.ts";
export type * from "./keeping-ports.ts";

/** Time, so that tests can turn it. Instants are milliseconds since 1970. */
export type Clock = {
  now(): number /** Resolves after the time, or at once when the signal aborts. */;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
};

/** One line per event, closed names and fields; never contents, addresses, subjects or names of persons. */
export type Log = { readonly [L in "error" | "warn" | "info" | "debug"]: (event: LogEvent, fields?: LogFields) => void };

/** Reads raw messages whole. Throws Failure `message_*` where there is no message to speak of, or where reading it comes to no end. */
export type Reader = {
  readMessage(raw: Uint8Array): Promise<Message>;
  /** The message and its assessment; `receivedAt` is an ISO instant, used where the mail has no date. */
  assess(raw: Uint8Array, receivedAt: string): Promise<Assessed>;
  close(): Promise<void>;
};
export type Assessed = { readonly message: Message; readonly assessment: Assessment };

// ---------------------------------------------------------------- mailbox

/** A message as it stands in the mailbox. `place` names it for as long as the mailbox keeps its identifiers. */
export type Standing = { readonly place: string; readonly size: number; readonly receivedAt: number | null };
/** Under what a finished message is filed; also the name of its folder or keyword. */
export type FilingLabel = "complete" | "incomplete" | "handover" | "automatic";
export type FilingMode = "none" | "keywords" | "folders";

/** An open connection. Every call has its own deadline; after any throw the session is closed and a new one is opened. */
export type MailboxSession = {
  /** Everything that stands whole in the watched folder, oldest first, and how many are still being written. */
  list(): Promise<{ readonly standing: readonly Standing[]; readonly incomplete: number }>;
  /** The bytes, read without any trace on the server; null where the message is gone. */
  fetch(place: string): Promise<Uint8Array | null>;
  /** The same for large ones, streamed into a file; false where the message is gone. */
  download(place: string, file: string): Promise<boolean>;
  /** Files a finished message; "gone" where somebody moved it meanwhile. */
  file(place: string, label: FilingLabel): Promise<"filed" | "gone">;
  /** Resolves when something may have come, at the latest after the time. Rejects when the connection is lost. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
};
export type Mailbox = {
  /** Stable name of the mailbox in the store ("imap:host/INBOX", "folder:/path"). */
  readonly name: string;
  readonly filing: FilingMode;
  open(signal: AbortSignal): Promise<MailboxSession>;
};

// ---------------------------------------------------------------- sending

export type OutgoingAddress = { readonly name: string; readonly address: string };
/** A reply as composed; `freeze` makes bytes of it that never change again. */
export type OutgoingMail = {
  readonly messageId: string;
  readonly replyId: string;
  readonly from: OutgoingAddress;
  readonly to: OutgoingAddress;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly date: number;
};
export type Freeze = (mail: OutgoingMail) => Promise<Uint8Array>;

export type SendOutcome =
  | { readonly kind: "sent" }
  /** The server said no, for good or for now; surely not sent. */
  | { readonly kind: "refused"; readonly permanent: boolean; readonly failure: Failure }
  /** Never came as far as the last byte; surely not sent. */
  | { readonly kind: "not_sent"; readonly failure: Failure }
  /** The last byte may have gone out and no answer came. */
  | { readonly kind: "ambiguous"; readonly failure: Failure };

export type Envelope = { readonly from: string; readonly to: string; readonly messageId: string; readonly replyId: string };

export type Sender = {
  /** Sends frozen bytes. `beforeLastByte` is awaited as late as possible; when it throws, nothing is sent. */
  send(envelope: Envelope, raw: Uint8Array, beforeLastByte: () => Promise<void>): Promise<SendOutcome>;
  close(): Promise<void>;
};

/** What tells afterwards whether a reply went out: the Sent folder. */
export type SentWitness = {
  /** Whether the doubtful reply is there. Throws Failure where it cannot be asked now. */
  wasSent(reply: {
    readonly messageId: string;
    readonly replyId: string;
    readonly inReplyTo: string | null;
    readonly since: number;
  }): Promise<boolean>;
  /** Puts the copy into the Sent folder, where the server does not do so itself. */
  keepCopy: ((raw: Uint8Array, messageId: string) => Promise<void>) | null;
};

// ---------------------------------------------------------------- store

export type Arrival = {
  readonly mailbox: string;
  readonly place: string;
  /** SHA-256 of the raw bytes, hex. */
  readonly hash: string;
  readonly size: number;
  readonly receivedAt: number;
  /** The bytes, or a file that holds them where they are large. */
  readonly raw: Uint8Array | { readonly file: string };
  /** Set where the message is parked at once. */
  readonly parked?: FailureCode;
};

export type ClaimedMessage = {
  readonly id: string;
  readonly receivedAt: number;
  /** Tries that came to an end, this one included. */
  readonly attempts: number;
  /** Claims that never came back, because the worker ended meanwhile. */
  readonly deaths: number;
  readonly fence: number;
  readonly size: number;
};

export type OutboxState = "planned" | "sending" | "sent" | "unknown" | "failed" | "withheld";
export type PlannedReply = {
  readonly id: string;
  readonly messageId: string;
  readonly inReplyTo: string | null;
  readonly recipient: string;
  readonly sender: string;
  readonly raw: Uint8Array;
  readonly state: Extract<OutboxState, "planned" | "withheld">;
  /** Why it is withheld; null where it goes out. */
  readonly reason: string | null;
  /** When it goes out at the earliest; null: at once. */
  readonly notBefore: number | null;
};
export type ClaimedReply = {
  readonly id: string;
  readonly message: string;
  readonly caseId: string | null;
  readonly messageId: string;
  readonly inReplyTo: string | null;
  readonly recipient: string;
  readonly sender: string;
  readonly raw: Uint8Array;
  readonly attempts: number;
  readonly fence: number;
  readonly state: OutboxState;
  /** When the last byte was about to go; null where it never came so far. */
  readonly since: number | null;
};

export type WaitingReply = {
  readonly id: string;
  readonly messageId: string;
  readonly state: OutboxState;
  readonly reason: string | null;
  readonly reference: string | null;
  readonly createdAt: number;
};

/** An event of a case, as the core made it: `type`, `at` and plain data. */
export type StoredEvent = { readonly type: string; readonly at: number };
/** The row that lists and look-ups need of a case; all else is in its events. */
export type CaseRow = {
  readonly reference: string;
  readonly state: string;
  /** What threading needs to know of it, as the core's CaseSummary in JSON. */
  readonly summary: string;
  readonly openedAt: number;
  readonly updatedAt: number;
  /** Number of its newest event; a commit on an older version is refused. */
  readonly version: number;
};

/** New events of a case, with its row as they leave it. */
export type CaseWrite = {
  /** `version` is the one that the events were made on; 0 for a new case. */
  readonly row: CaseRow;
  readonly events: readonly StoredEvent[];
  /** Message-IDs and addresses by which later mail finds the case. */
  readonly headerIds: readonly string[];
  readonly addresses: readonly string[];
};

/** A message that waits for a person to say which case it belongs to; `hold` as the core made it, in JSON. */
export type HeldMessage = {
  readonly id: string;
  readonly receivedAt: number;
  readonly kind: string;
  readonly language: string;
  readonly hold: string;
};

/** Messages that wait for a person to say which case they belong to. */
export type HoldStore = {
  /** Those that wait longest first. */
  held(limit: number): Promise<readonly HeldMessage[]>;
  /** Back to work with a person's choice (JSON); false where the message is not held any more. */
  assign(id: string, choice: string, now: number): Promise<boolean>;
  /** Off the list, without a case. */
  dismiss(id: string): Promise<boolean>;
  /** What a person chose for a message that is worked on again, or why it is held; null where neither. */
  chosen(id: string): Promise<string | null>;
};

/** Everything that one processed message changes, written in one transaction or not at all. */
export type Result = {
  readonly message: ClaimedMessage;
  readonly now: number;
  /** Hash of what the sender wrote, without trace headers: the same mail twice has the same one. */
  readonly contentId: string;
  /** This content had its result before: only the link and the case's note of it are written. */
  readonly duplicate: boolean;
  readonly headerId: string | null;
  readonly kind: string;
  readonly action: string;
  readonly reason: string;
  readonly label: FilingLabel;
  readonly language: string;
  /** The assessment as JSON, for the case page and for replay. */
  readonly reading: string | null;
  readonly case: CaseWrite | null;
  /** Where a person must say which case it belongs to: suggestions, as JSON. */
  readonly hold: string | null;
  /** Addresses that get nothing automatic until then. */
  readonly suppress: readonly { readonly recipient: string; readonly until: number; readonly reason: string }[];
  readonly reply: PlannedReply | null;
  /** Message-IDs of replies that this result makes pointless; they must not have gone out. */
  readonly drop: readonly string[];
};

/** "written"; "duplicate": this content had its result before (nothing but the link was written); "lost": another worker owns it now. */
export type CommitOutcome = "written" | "duplicate" | "lost";

export type Parked = {
  readonly id: string;
  readonly code: string;
  readonly size: number;
  readonly receivedAt: number;
  readonly parkedAt: number;
  readonly attempts: number;
};

export type IntakeStore = {
  /** Those of the places that were never kept. */
  unseen(mailbox: string, places: readonly string[]): Promise<readonly string[]>;
  /** Writes bytes and sighting; false where these bytes were here before (then only the sighting is new). */
  keep(arrival: Arrival, now: number): Promise<boolean>;
  /** Places of finished messages that are still to be filed. */
  toFile(mailbox: string, limit: number): Promise<readonly { readonly place: string; readonly label: FilingLabel; readonly message: string }[]>;
  filed(mailbox: string, place: string, now: number): Promise<void>;
};

export type WorkStore = {
  /** Takes one message that is due, of those with so many deaths; null where none is. Never two workers the same one. */
  claim(
    worker: string,
    now: number,
    leaseMilliseconds: number,
    deaths?: { readonly from?: number; readonly below?: number },
  ): Promise<ClaimedMessage | null>;
  renew(message: ClaimedMessage, until: number): Promise<boolean>;
  raw(id: string): Promise<Uint8Array>;
  commit(result: Result): Promise<CommitOutcome>;
  /** Gives the message back for another try at `runAt`. */
  retry(message: ClaimedMessage, code: FailureCode, runAt: number): Promise<void>;
  park(message: ClaimedMessage, code: FailureCode, now: number): Promise<void>;
  /** Gives the message back as if it had not been tried: the world failed, not the message. */
  giveBack(message: ClaimedMessage, now: number): Promise<void>;
  /** Where a message stood when it was first seen. */
  placeOf(id: string): Promise<string | null>;
  /** Whether anything waits or runs; `due` of it now. */
  load(now: number): Promise<{ readonly due: number; readonly later: number; readonly running: number }>;
  /** Reserves a case number for this message, the same one at each try. */
  caseNumber(message: ClaimedMessage, year: number): Promise<number>;
};

export type CaseStore = {
  /** Cases by state (null: all), those that stood still longest first. */
  list(state: string | null, limit: number): Promise<readonly CaseRow[]>;
  /** Cases that own one of these Message-IDs, ours or the applicant's. */
  byMessageIds(ids: readonly string[]): Promise<readonly CaseRow[]>;
  byReferences(references: readonly string[]): Promise<readonly CaseRow[]>;
  /** Cases that this address wrote to before, newest first. */
  byAddress(address: string): Promise<readonly CaseRow[]>;
  /** The case that owns this outgoing Message-ID, and the events of a case, oldest first. */
  events(reference: string): Promise<readonly StoredEvent[]>;
  /** Whether this content had a result before, and in which case. */
  knownContent(contentId: string): Promise<{ readonly reference: string | null } | null>;
  /** When replies went (or will go at the earliest) to a case, to an address or to anybody, newest first, since the given instant. */
  repliesSince(since: number, to: { readonly reference: string } | { readonly recipient: string } | "anybody"): Promise<readonly number[]>;
  /** Message-IDs of the case's replies that nobody has begun to send: withheld, or planned and in no worker's hands. */
  unsent(reference: string, now: number): Promise<readonly string[]>;
  /** Until when nothing is sent to this address (an earlier reply bounced for good); null where nothing is known. */
  suppressedUntil(recipient: string): Promise<number | null>;
  suppress(recipient: string, until: number, reason: string): Promise<void>;
};

export type OutboxStore = {
  claim(worker: string, now: number, leaseMilliseconds: number): Promise<ClaimedReply | null>;
  /** A reply whose last byte may have gone out, and whose settle time is over. */
  claimDoubtful(worker: string, now: number, leaseMilliseconds: number, settleMilliseconds: number): Promise<ClaimedReply | null>;
  /** Commits that the last byte is about to go. False where the claim was lost or sending was stopped: nothing may be sent then. */
  sending(reply: ClaimedReply, now: number): Promise<boolean>;
  sent(reply: ClaimedReply, now: number, event: StoredEvent | null): Promise<void>;
  /** Back to planned, to be tried at `runAt`. */
  again(reply: ClaimedReply, code: FailureCode, runAt: number): Promise<void>;
  /** In doubt; looked at again at `runAt`, or by a person only (null). */
  doubtful(reply: ClaimedReply, code: FailureCode, runAt: number | null, event: StoredEvent | null): Promise<void>;
  failed(reply: ClaimedReply, code: FailureCode, event: StoredEvent | null): Promise<void>;
  /** Replies that are due to go out or in doubt, now or later. */
  load(now: number): Promise<{ readonly due: number; readonly later: number }>;
  /** Sent replies whose copy is not in the Sent folder yet. */
  withoutCopy(limit: number): Promise<readonly { readonly id: string; readonly messageId: string; readonly raw: Uint8Array }[]>;
  copied(id: string, now: number): Promise<void>;
  /** Replies that a person must decide about, oldest first. */
  waiting(limit: number): Promise<readonly WaitingReply[]>;
  /** A person's release of a withheld or doubtful reply, or its discard; the event goes into its case. False where it is on its way. */
  release(id: string, now: number, event: StoredEvent | null): Promise<boolean>;
  discard(id: string, now: number, event: StoredEvent | null): Promise<boolean>;
};

export type Counts = {
  readonly waiting: number;
  readonly done: number;
  readonly parked: number;
  readonly duplicates: number;
  readonly outbox: Readonly<Record<OutboxState, number>>;
  readonly cases: number;
};

export type OperationStore = TrialStore & {
  counts(): Promise<Counts>;
  parked(limit: number): Promise<readonly Parked[]>;
  /** Back to work, from the kept bytes. */
  retryParked(id: string, now: number): Promise<boolean>;
  /** Takes or renews a named lease; false where another holds it. */
  lease(name: string, holder: string, now: number, until: number): Promise<boolean>;
  /** Workers that hold anything now. */
  holders(): Promise<readonly string[]>;
  /** Frees everything that a dead worker holds, so that nobody waits for its leases to expire. */
  freeHeldBy(holder: string, now: number): Promise<void>;
  releaseLease(name: string, holder: string): Promise<void>;
  /** The kill switch: while on, nothing is sent by any worker. */
  sendingStopped(): Promise<boolean>;
  /** The key of case references and Message-IDs: the given one where there is none yet, else the one that was first. */
  referenceKey(fresh: string, now: number): Promise<string>;
  stopSending(stopped: boolean, now: number): Promise<void>;
  /** Counts and ages, for checks and metrics. */
  standings(): Promise<Standings>;
  /** Notes that the mailbox was read whole. */
  polled(mailbox: string, now: number): Promise<void>;
  /** Notes a start of a worker. */
  started(): Promise<void>;
  /** The beginnings of recent messages, newest first: heads, without what follows. */
  recentHeads(limit: number): Promise<readonly Uint8Array[]>;
};

export type Store = {
  readonly intake: IntakeStore;
  readonly work: WorkStore;
  readonly cases: CaseStore;
  readonly outbox: OutboxStore;
  readonly operation: OperationStore;
  readonly hold: HoldStore;
  readonly desk: DeskStore;
  readonly records: RecordStore;
  readonly keeping: KeepingStore;
  readonly restored: RestoredStore;
  close(): Promise<void>;
};
