/** Who is logged in: sessions in memory, one-time links, and how often somebody asks. A restart logs everybody out. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Language } from "#core/language.ts";

/** reader sees, handler acts and exports, operator sees and turns what runs. */
export type Role = "reader" | "handler" | "operator";

export type Session = {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Stands in every form; a post without it is refused. */
  readonly token: string;
  readonly begunAt: number;
  seenAt: number;
  language: Language;
};

const HOUR = 60 * 60_000;
const IDLE = 2 * HOUR;
const LONGEST = 12 * HOUR;
/** More sessions than any agency has case handlers; the oldest goes. */
const MOST = 1_000;
const LINK_LIVES = HOUR;

const secret = (): string => randomBytes(32).toString("base64url");

/** Only hashes are kept, so that memory holds nothing that opens a door. */
const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");

export class Sessions {
  readonly #open = new Map<string, Session>();
  readonly #links = new Map<string, { readonly name: string; readonly roles: readonly Role[]; readonly until: number }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Opens a session; the returned secret goes into the cookie. */
  begin(name: string, roles: readonly Role[], language: Language): { readonly secret: string; readonly session: Session } {
    const value = secret();
    const now = this.#now();
    const session: Session = { id: hashOf(value), name, roles, token: secret(), begunAt: now, seenAt: now, language };
    this.#open.set(session.id, session);
    for (const oldest of this.#open.keys()) if (this.#open.size > MOST) this.#open.delete(oldest);
    return { secret: value, session };
  }

  /** The session of a cookie; null where there is none or its time is over. */
  find(value: string | undefined): Session | null {
    const session = value ? this.#open.get(hashOf(value)) : undefined;
    if (!session) return null;
    const now = this.#now();
    if (now - session.seenAt > IDLE || now - session.begunAt > LONGEST) {
      this.#open.delete(session.id);
      return null;
    }
    session.seenAt = now;
    return session;
  }

  end(session: Session): void {
    this.#open.delete(session.id);
  }

  /** A link that opens one session, once, within an hour. */
  oneTimeCode(name: string, roles: readonly Role[]): string {
    const code = secret();
    this.#links.set(hashOf(code), { name, roles, until: this.#now() + LINK_LIVES });
    return code;
  }

  redeem(code: string): { readonly name: string; readonly roles: readonly Role[] } | null {
    const key = hashOf(code);
    const link = this.#links.get(key);
    this.#links.delete(key);
    return link && link.until >= this.#now() ? link : null;
  }
}

/** Whether a form carries the token of its session; the time taken tells nothing. */
export const isSameToken = (given: string, expected: string): boolean => {
  const [one, other] = [Buffer.from(hashOf(given)), Buffer.from(hashOf(expected))];
  return timingSafeEqual(one, other);
};

/** A bucket that fills slowly: so many requests at once, so many a minute in the long run. */
export class RateLimit {
  readonly #buckets = new Map<string, { left: number; at: number }>();
  readonly #most: number;
  readonly #perMinute: number;
  readonly #now: () => number;

  constructor(most: number, perMinute: number, now: () => number) {
    this.#most = most;
    this.#perMinute = perMinute;
    this.#now = now;
  }

  /** False where the caller must wait. */
  take(key: string): boolean {
    const now = this.#now();
    const bucket = this.#buckets.get(key) ?? { left: this.#most, at: now };
    bucket.left = Math.min(this.#most, bucket.left + ((now - bucket.at) / 60_000) * this.#perMinute);
    bucket.at = now;
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    for (const oldest of this.#buckets.keys()) if (this.#buckets.size > MOST) this.#buckets.delete(oldest);
    if (bucket.left < 1) return false;
    bucket.left -= 1;
    return true;
  }
}
