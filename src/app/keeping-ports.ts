/** What the store tells of messages that have had their result, and how they are removed from it. */

/** One message with what became of it; codes only. */
export type MessageRecord = {
  readonly id: string;
  readonly receivedAt: number;
  /** done, duplicate, parked */
  readonly state: string;
  readonly kind: string | null;
  readonly language: string | null;
  readonly action: string | null;
  readonly reason: string | null;
  /** Why it is parked. */
  readonly code: string | null;
  readonly reference: string | null;
  /** The reply made for it, with its state and why it waits; null where none was made. */
  readonly reply: { readonly state: string; readonly reason: string | null } | null;
};

export type RecordStore = {
  /** Messages received in [since, until), oldest first, that come after the given one. */
  received(range: { readonly since: number; readonly until: number }, after: MessageRecord | null, limit: number): Promise<readonly MessageRecord[]>;
  /** The reading as it was stored, as JSON; null where none was. */
  reading(id: string): Promise<string | null>;
};

/** A case that nobody works on any more. */
export type ClosedCase = {
  readonly reference: string;
  readonly closedAt: number;
  /** The case that it was merged into. */
  readonly mergedInto: string | null;
  /** Version of the case, without the events that only close it. */
  readonly version: number;
  /** Newest version of which a package was written; null where none was. */
  readonly exported: number | null;
  /** Newest version that the archive is known to have; null where none. */
  readonly archived: number | null;
  /** A reply is still on its way or waits for a person. */
  readonly replying: boolean;
};

/** A message that belongs to no case. */
export type LooseRecord = {
  readonly id: string;
  readonly state: string;
  readonly kind: string | null;
  readonly finishedAt: number;
  /** A person is still to say where it belongs, or its reply is still on its way. */
  readonly waiting: boolean;
};

/** How much one removal took away. */
export type Removed = { readonly messages: number; readonly replies: number; readonly events: number };

export type KeepingStore = {
  /** Cases closed or merged before the instant. */
  closedCases(before: number, limit: number): Promise<readonly ClosedCase[]>;
  /** The same of certain cases, whatever their state; `closedAt` is null while one is open. */
  casesNamed(references: readonly string[]): Promise<readonly (Omit<ClosedCase, "closedAt"> & { readonly closedAt: number | null })[]>;
  /** Loose messages finished before the instant, oldest first. */
  looseMessages(before: number, limit: number): Promise<readonly LooseRecord[]>;
  /** Notes that the archive has the case as it stands; false where there is no such case. */
  confirmArchived(reference: string, by: string, now: number): Promise<boolean>;
  /** Removes everything of a case that is closed or merged, its messages and replies. What is left of each message is its hash, kind and outcome. */
  removeCase(reference: string, now: number): Promise<Removed>;
  removeMessage(id: string, now: number): Promise<Removed>;
  /** Notes to staff that were sent before the instant. */
  removeNotes(before: number): Promise<number>;
  removeAudit(before: number): Promise<number>;
  /** Addresses whose silence is over. */
  removeSilences(now: number): Promise<number>;
  /** Everything that is known of one address: cases that it wrote to, replies to it, a silence. */
  ofAddress(address: string): Promise<{ readonly cases: readonly string[]; readonly notes: number; readonly silenced: boolean }>;
  removeAddress(address: string): Promise<void>;
  /** Sees to it that nothing removed is left in the files. PostgreSQL's tables are written anew, and locked meanwhile, only where `whole`. */
  sweep(whole: boolean): Promise<void>;
};

export type RestoredStore = {
  /** Workers whose hold on the mailbox, a message or a reply has not run out. */
  running(now: number): Promise<readonly string[]>;
  /** Running numbers by series. */
  counters(): Promise<Readonly<Record<string, number>>>;
  /**
   * Notes that an older state of the database was brought back: replies that were not sent in it are looked for in Sent before
   * they go out, and so are replies to messages received until now. Numbers go on after `given`; where that is not known (null),
   * a gap is left. Gives how many replies are in doubt.
   */
  noteRestored(given: Readonly<Record<string, number>> | null, now: number): Promise<number>;
};
