/**
 * Which message is to blame when the worker ends. Its end is no proof: it may have been killed from outside, or by another message
 * in work. A message that was in work at several ends is a suspect: it comes when nothing else is due, and alone. Only ends
 * while it was alone count against it, and only many of them.
 */
import type { ClaimedMessage } from "./ports.ts";

/** Ends of the worker after which a message is tried alone. */
const SUSPECTED_FROM = 3;
/** Ends of the worker with nothing but this message in work. */
const PROVEN_AFTER = 20;

/** Whether so many ends of the worker set the message aside. */
export const isProven = (deaths: number): boolean => deaths >= SUSPECTED_FROM + PROVEN_AFTER;

type Claim = (deaths: { readonly from?: number; readonly below?: number }) => Promise<ClaimedMessage | null>;

/** Turns of the lanes of one worker: messages side by side, a suspect alone. */
export class Turns {
  #inWork = 0;
  #alone = false;

  /** Claims a message and works on it. False where there was none that may be taken now. */
  async take(claim: Claim, work: (claimed: ClaimedMessage) => Promise<void>): Promise<boolean> {
    if (this.#alone) return false;
    if (await this.#worked(claim, { below: SUSPECTED_FROM }, work)) return true;
    if (this.#inWork > 0 || this.#alone) return false;
    this.#alone = true;
    try {
      return await this.#worked(claim, { from: SUSPECTED_FROM }, work);
    } finally {
      this.#alone = false;
    }
  }

  async #worked(claim: Claim, deaths: Parameters<Claim>[0], work: (claimed: ClaimedMessage) => Promise<void>): Promise<boolean> {
    this.#inWork += 1;
    try {
      const claimed = await claim(deaths);
      if (claimed) await work(claimed);
      return claimed !== null;
    } finally {
      this.#inWork -= 1;
    }
  }
}
