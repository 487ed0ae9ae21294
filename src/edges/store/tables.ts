/** The tables as Kysely sees them. Instants are milliseconds since 1970; ids are text; no booleans, arrays or database clocks. */
import type { Kysely, Transaction } from "kysely";

export type Tables = {
  /** Bytes as they came, by SHA-256. Written before anything else happens. `bytes` is null where they stand in raw_chunk. */
  raw_message: { hash: string; bytes: Uint8Array | null; size: number; stored_at: number };
  raw_chunk: { hash: string; number: number; bytes: Uint8Array };
  /** One row a raw message: the work list and its outcome. */
  message: {
    id: string;
    size: number;
    received_at: number;
    /** waiting, running, done, duplicate, parked; removed: only hash, kind and outcome are left */
    state: string;
    run_at: number;
    /** Tries that came to an end. */
    attempts: number;
    /** Claims that never came back: the worker ended meanwhile, for whatever reason. */
    deaths: number;
    lease_by: string | null;
    lease_until: number | null;
    fence: number;
    content_id: string | null;
    header_id: string | null;
    kind: string | null;
    action: string | null;
    reason: string | null;
    language: string | null;
    label: string | null;
    case_reference: string | null;
    case_number: number | null;
    code: string | null;
    hold: string | null;
    finished_at: number | null;
  };
  /** Where a message stands in a mailbox: the cursor. One message may stand in several places. */
  sighting: { mailbox: string; place: string; message_id: string; seen_at: number; filed_at: number | null };
  /** What a sender wrote, once: the witness that a content had its result. */
  ledger: { content_id: string; message_id: string; case_reference: string | null; at: number };
  reading: { message_id: string; data: string; made_at: number };
  mail_case: { reference: string; state: string; summary: string; opened_at: number; updated_at: number; version: number };
  case_address: { address: string; reference: string };
  case_event: { reference: string; number: number; at: number; type: string; data: string; message_id: string | null };
  /** Message-IDs, ours and theirs, by which a later mail finds its case. */
  thread_key: { header_id: string; reference: string };
  outbox: {
    id: string;
    message_id: string;
    case_reference: string | null;
    header_id: string;
    in_reply_to: string | null;
    recipient: string;
    sender: string;
    raw: Uint8Array;
    /** planned, sending, sent, unknown, failed, withheld */
    state: string;
    reason: string | null;
    attempts: number;
    run_at: number | null;
    lease_by: string | null;
    lease_until: number | null;
    fence: number;
    created_at: number;
    sending_at: number | null;
    sent_at: number | null;
    copied_at: number | null;
    /** Set where it may have gone out, since that instant, in a life of the database that was restored over: Sent is asked first. */
    doubt_since: number | null;
  };
  /** The staff's list: one line a case or loose message, made from events; one with an old version is made anew. */
  desk_row: {
    id: string;
    kind: string;
    standing: string;
    version: number;
    received_at: number;
    updated_at: number;
    sender: string;
    title: string;
    found: number;
    total: number;
    why: string;
    due_at: number | null;
    clock: string | null;
    search: string;
  };
  /** What staff were told by mail: the version of the line, and the occasions as JSON. */
  announced: { id: string; version: number; occasions: string };
  /** What staff saw and did: codes and references only. */
  audit: { at: number; by: string; action: string; subject: string; detail: string };
  /** Cases that the archive is known to have, with the version that it has. */
  archived: { reference: string; version: number; by: string; at: number };
  suppression: { recipient: string; until: number; reason: string };
  lease: { name: string; holder: string; until: number };
  counter: { name: string; value: number };
  operation: { name: string; value: string; at: number };
};

export type Engine = "sqlite" | "postgres";
export type Database = { readonly engine: Engine; readonly db: Kysely<Tables>; close(): Promise<void> };
export type Tx = Transaction<Tables>;
