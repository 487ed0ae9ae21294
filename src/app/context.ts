/** What every step of the worker is given: the agency's data, the ports and the limits. */
import type { Agency } from "#core/catalogue.ts";
import type { Texts } from "#core/compose/texts.ts";
import type { KeyedHash } from "#core/reference.ts";
import type { ReplyPolicy } from "#core/reply-rules.ts";
import type { Clock, Freeze, Log, Mailbox, OutgoingAddress, Reader, Sender, SentWitness, Store } from "./ports.ts";
import type { OnProgress } from "./progress.ts";

/** The agency's side: data only. */
export type Knowledge = {
  readonly agency: Agency;
  readonly texts: Texts;
  readonly policy: ReplyPolicy;
  /** Makes the check letters of case references and Message-IDs. */
  readonly hash: KeyedHash;
  /** SHA-256 of a text, hex. */
  readonly digest: (text: string) => string;
};

export type Limits = {
  readonly attempts: number;
  readonly leaseMilliseconds: number;
  readonly messageBytes: number;
  readonly messageMilliseconds: number;
  readonly sendAttempts: number;
  readonly settleMilliseconds: number;
  readonly pollMilliseconds: number;
  readonly resendAmbiguous: boolean;
};

export type Context = {
  /** Name of this worker, in leases and logs. */
  readonly worker: string;
  readonly knowledge: Knowledge;
  readonly store: Store;
  readonly reader: Reader;
  readonly mailbox: Mailbox;
  readonly sender: Sender;
  readonly witness: SentWitness;
  readonly freeze: Freeze;
  readonly from: OutgoingAddress;
  readonly envelopeFrom: string;
  readonly clock: Clock;
  readonly chance: () => number;
  readonly log: Log;
  readonly progress: OnProgress;
  readonly limits: Limits;
  /** Streams a large message into a file that is removed afterwards, and tells its hash. */
  readonly spool: <T>(use: (file: string, hashOf: () => Promise<string>) => Promise<T>) => Promise<T>;
  readonly hashBytes: (bytes: Uint8Array) => string;
};
