/** Time limits and waits that end early. */
import { Failure, type FailureCode } from "#core/failure.ts";

/** The promise's value, or a Failure of the given code when it takes longer. The work itself is not stopped by this. */
export const withDeadline = async <T>(work: Promise<T>, milliseconds: number, code: FailureCode, what: string): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Failure(code, `${what} took longer than ${milliseconds / 1000} s`)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
};

/** Wakes those who wait for new work. A ring is not lost when nobody waits at that moment. */
export class Bell {
  #controller = new AbortController();
  #rung = false;
  ring(): void {
    this.#rung = true;
    this.#controller.abort();
  }
  /** A signal that aborts at the next ring, and at once where one rang since the last call. */
  next(): AbortSignal {
    if (this.#rung) {
      this.#rung = false;
      this.#controller = new AbortController();
      return AbortSignal.abort();
    }
    return this.#controller.signal;
  }
}

/** Wait before the n-th try (from 1): doubling from `first` to `most`, with the upper half left to chance where `chance` is given. */
export const backoff = (attempt: number, first: number, most: number, chance = 1): number => {
  const full = Math.min(most, first * 2 ** Math.max(0, attempt - 1));
  return Math.round(full * (0.5 + chance / 2));
};
