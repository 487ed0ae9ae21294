/** What the checks need of the world: facts only; what they mean is said by the checks. */

/** Who is at the other end of a connection. */
export type PeerFacts = {
  /** "imap.example.org:993". */
  readonly host: string;
  /** "TLSv1.3"; null where the connection has no TLS. */
  readonly protocol: string | null;
  /** End of the certificate, milliseconds since 1970; null without TLS. */
  readonly certificateEnds: number | null;
  /** On this machine, where nobody listens on the way. */
  readonly local: boolean;
};

export type MailboxFacts = {
  /** What a person calls it: "imap.example.org:993 INBOX", a folder's path. */
  readonly place: string;
  /** Null for a folder of files. */
  readonly peer: PeerFacts | null;
  readonly messages: number;
  readonly writable: boolean;
  readonly keywords: boolean;
  /** Whether the folder for finished messages is there or may be made; the one that lacks, else null. */
  readonly filingLacks: string | null;
  /** False where a Sent folder is needed to look for doubtful replies and the server does not say which it is. */
  readonly sent: boolean;
  readonly idle: boolean;
  /** When the newest message arrived by the server's clock. */
  readonly newestAt: number | null;
};
/** Looks at the mailbox without a trace. Throws Failure `mailbox_*` or `data_unwritable`. */
export type MailboxProbe = () => Promise<MailboxFacts>;

export type SendingFacts = {
  readonly place: string;
  readonly peer: PeerFacts | null;
  /** The answer to MAIL FROM; null for a folder. Above 299: refused. */
  readonly senderAnswer: number | null;
  /** The server's clock, where its greeting tells it. */
  readonly serverTime: number | null;
};
/** Connects, signs in, names the sender and takes it back. Throws Failure `send_*` or `data_unwritable`. */
export type SendingProbe = () => Promise<SendingFacts>;
/** Sends a short test mail. Throws Failure `send_*`. */
export type TestMail = (to: string) => Promise<void>;

export type DatabaseFacts = {
  readonly engine: "SQLite" | "PostgreSQL";
  readonly version: string;
  /** Newest step of the schema that the database has; "none" for an empty one. */
  readonly schema: string;
  readonly standing: "newest" | "older" | "newer";
  readonly bytes: number;
  /** The server's clock; null where the database runs in this process. */
  readonly serverTime: number | null;
};
/** Null where there is no database yet; it is not made. Throws Failure `database_unavailable` or `data_unwritable`. */
export type DatabaseProbe = () => Promise<DatabaseFacts | null>;
/** What is wrong with the file; null where it is whole. `checksums` for a server that looks after its files itself. */
export type IntegrityProbe = (signal: AbortSignal) => Promise<{ readonly trouble: string | null; readonly checksums: string | null } | null>;

export type FolderFacts = {
  readonly folder: string;
  readonly writable: boolean;
  /** Whether users other than owner and group can read it. */
  readonly open: boolean;
  readonly freeBytes: number;
  readonly error: string | null;
};
export type FolderProbe = () => Promise<FolderFacts>;

/** A clock of others, with its name; null where it tells none. */
export type ClockSource = { readonly name: string; readonly time: () => Promise<number | null> };

/** Where work stands, for checks and metrics: counts and ages only. */
export type Standings = {
  /** Messages that wait or are read now, and when the oldest of them was kept. */
  readonly backlog: { readonly count: number; readonly oldestAt: number | null };
  /** Replies on their way out, and when the oldest of them was made. */
  readonly outgoing: { readonly count: number; readonly oldestAt: number | null };
  readonly outbox: Readonly<Record<string, number>>;
  /** Replies whose fate a person must find out. */
  readonly doubtful: number;
  readonly failed: number;
  readonly parked: Readonly<Record<string, number>>;
  readonly withheld: Readonly<Record<string, number>>;
  readonly lastPollAt: number | null;
  readonly starts: number;
  readonly sendingStopped: boolean;
  readonly canary: CanaryStanding | null;
};

/** The daily trial. */
export type CanaryStanding = {
  /** When the newest one was sent, and the oldest of those that have not come back. */
  readonly sentAt: number;
  readonly waitingSince: number | null;
  /** When one last came back, and how long it took. */
  readonly provedAt: number | null;
  readonly tookMilliseconds: number | null;
  /** Whether the newest one was answered as it must be. */
  readonly receipt: boolean;
};

/** Steps whose time is measured. */
export type Step = "connect" | "list" | "fetch" | "read" | "commit" | "send";

/** Takes what is counted. Every value comes from a closed list or is a number: nothing that a person wrote. */
export type Meter = {
  step(name: Step, milliseconds: number): void;
  message(kind: string, action: string, reason: string): void;
  item(item: number, status: string): void;
  correction(item: number): void;
  failure(event: string, code: string): void;
};

/** What is kept of the daily trial. */
export type TrialStore = {
  /** Puts the trial of a day into the outbox, once; false where it was there. */
  planTrial(
    mail: { readonly id: string; readonly messageId: string; readonly recipient: string; readonly sender: string; readonly raw: Uint8Array },
    now: number,
  ): Promise<boolean>;
  /** Notes whether the trial was answered by a receipt. */
  trialAnswered(receipt: boolean): Promise<void>;
  /** Notes that the receipt of a day's trial is back. */
  trialProved(day: string, now: number): Promise<void>;
};
