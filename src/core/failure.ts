/**
 * Failures of the world and of the input, as values that a program can act on and a person can read.
 * One closed list: code, whether trying again can help, and what to do. README's table is made from it.
 */

export const failures = {
  message_empty: { temporary: false, remedy: "The file holds no bytes. Ask the sender to send the message again." },
  message_not_mail: { temporary: false, remedy: "The file has no mail headers. Give a message file (.eml) as saved from a mail program." },
  message_too_large: { temporary: false, remedy: "Handle the message by hand, or raise MOTTAK_LIMIT_MESSAGE_MB." },
  message_broken: { temporary: false, remedy: "The MIME structure cannot be parsed. The bytes are kept; open them in a mail program." },
  message_unreadable: { temporary: true, remedy: "Check that the file exists and that this user may read it." },
  message_timeout: { temporary: false, remedy: "Reading took longer than the limit. The bytes are kept; handle the message by hand." },
  reader_unavailable: {
    temporary: true,
    remedy: "No reading process can be started: look at free memory and at the limit of processes. Messages wait and are read when it works again.",
  },
  mailbox_missing: { temporary: true, remedy: "Create the folder, or point MOTTAK_MAILBOX_URL at the right one." },
  mailbox_unavailable: { temporary: true, remedy: "Run `mottak doctor`; the mailbox is tried again by itself." },
  mailbox_login: { temporary: true, remedy: "Check user, password or token of the mailbox; `mottak doctor` names the likely cause." },
  data_unwritable: { temporary: true, remedy: "Give this user write access to the data folder (MOTTAK_DATA), or free space on the disk." },
  database_unavailable: { temporary: true, remedy: "Check MOTTAK_DATABASE_URL and that the database runs; work goes on by itself when it is back." },
  database_newer: { temporary: false, remedy: "The database was written by a newer Mottak. Start that version, or restore a backup." },
  send_refused: { temporary: false, remedy: "The mail server refused the reply for good. See the case; answer by phone or post." },
  send_unavailable: { temporary: true, remedy: "The mail server cannot be reached; the reply waits in the outbox and is tried again." },
  send_ambiguous: { temporary: false, remedy: "It is not known whether the reply went out. Look in the Sent folder, then release or discard it." },
  setting_wrong: { temporary: false, remedy: "Correct the setting; `mottak settings` shows every value and where it comes from." },
  catalogue_wrong: { temporary: false, remedy: "Correct the file; `mottak catalogue check` names file, line and field." },
  message_crashed: { temporary: false, remedy: "Reading the message ended the worker each time. The bytes are kept; handle the message by hand." },
  case_changed: { temporary: true, remedy: "Two messages of one case came at once; the later one is tried again by itself." },
  send_login: { temporary: true, remedy: "Check user, password or token of the sending server; the reply waits in the outbox and is tried again." },
  seed_missing: {
    temporary: false,
    remedy: "The sample mails are part of the repository (fixtures/mail). Run from a whole copy of it, or set MOTTAK_MAILBOX_URL.",
  },
  backup_broken: { temporary: false, remedy: "The file is no whole backup of Mottak's database. Take another one; nothing was changed." },
  worker_running: { temporary: true, remedy: "Stop every worker first (`systemctl stop mottak`), then run the command again." },
  wrong_use: { temporary: false, remedy: "Run the command with --help." },
  internal: { temporary: false, remedy: "This is a fault in Mottak. The message is parked with its bytes; report the code and the version." },
} as const satisfies Record<string, { temporary: boolean; remedy: string }>;

export type FailureCode = keyof typeof failures;

/** A failure with a closed code. `message` names the thing and the place; it never holds a message's contents. */
export class Failure extends Error {
  readonly code: FailureCode;
  /** How long the other side asked us to wait, in milliseconds; null where it said nothing. */
  readonly retryAfter: number | null;
  constructor(code: FailureCode, message: string, options?: { cause?: unknown; retryAfter?: number }) {
    super(message, options);
    this.name = "Failure";
    this.code = code;
    this.retryAfter = options?.retryAfter ?? null;
  }
  get temporary(): boolean {
    return failures[this.code].temporary;
  }
  get remedy(): string {
    return failures[this.code].remedy;
  }
}

/**
 * Any thrown value as a Failure; what is not one becomes `internal` with the original as cause. Of an error's own words only its
 * kind goes on: an error of JSON.parse, of a parser or of a server quotes what it was given, and that is what a person wrote.
 */
export const asFailure = (thrown: unknown, code: FailureCode = "internal"): Failure =>
  thrown instanceof Failure ? thrown : new Failure(code, kindOf(thrown), { cause: thrown });

const kindOf = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return "something that is no error was thrown";
  const { code } = thrown as { code?: unknown };
  return typeof code === "string" && /^[A-Z0-9_]{2,40}$/.test(code) ? `${thrown.name} (${code})` : thrown.name;
};
