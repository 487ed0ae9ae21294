/** What every answer carries, and what every post must carry. */
import type { Context, MiddlewareHandler } from "hono";
import type { Desk, Log } from "#app/ports.ts";
import type { Language } from "#core/language.ts";
import type { CheckWords } from "#core/checks/words.ts";
import type { Screens } from "#core/screens.ts";
import type { Agency } from "#core/catalogue.ts";
import type { Assets } from "./assets.ts";
import type { PageContext } from "./page.ts";
import type { Provider } from "./provider.ts";
import { isSameToken, type Role, type Session, type Sessions } from "./sessions.ts";

export type Variables = { session: Session | null; language: Language; page: PageContext };
export type App = { Variables: Variables };
export type HttpContext = Context<App>;

export type WebOptions = {
  readonly desk: Desk;
  readonly agency: Agency;
  readonly screens: Screens;
  readonly checkWords: Readonly<Record<Language, CheckWords>>;
  readonly assets: Assets;
  readonly sessions: Sessions;
  /** OpenID Connect; null: one-time links only. */
  readonly provider: Provider | null;
  readonly log: Log;
  readonly mode: string;
  readonly sendingStopped: () => Promise<boolean>;
  /** Turns the switch of all sending. */
  readonly stopSending: (stopped: boolean) => Promise<void>;
  /** Behind TLS: cookies are bound to it. */
  readonly secure: boolean;
  /** Name under which the pages are asked for; others are refused (a name that an attacker points at this machine). */
  readonly hosts: readonly string[];
};

/** Nothing but our own style sheet, pictures and forms; no frames, no scripts, no other hosts. */
export const pagePolicy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/** For files of a sender: were one ever opened in the browser, it could do nothing. */
export const filePolicy = "default-src 'none'; sandbox";

export const secureHeaders =
  (secure: boolean): MiddlewareHandler =>
  async (context, next) => {
    await next();
    const headers = context.res.headers;
    if (!headers.has("content-security-policy")) headers.set("content-security-policy", pagePolicy);
    headers.set("x-content-type-options", "nosniff");
    headers.set("referrer-policy", "same-origin");
    headers.set("cross-origin-opener-policy", "same-origin");
    headers.set("cross-origin-resource-policy", "same-origin");
    headers.set("permissions-policy", "camera=(), microphone=(), geolocation=()");
    headers.set("x-frame-options", "DENY");
    if (secure) headers.set("strict-transport-security", "max-age=31536000");
    if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
  };

/** A request that cannot be answered as asked; the page of its status tells why. */
export class HttpProblem extends Error {
  readonly status: 400 | 401 | 403 | 404 | 413 | 429;
  constructor(status: HttpProblem["status"]) {
    super(`HTTP ${status}`);
    this.status = status;
  }
}

/** Forms above this are refused unread: the longest reply is a tenth of it. */
export const FORM_BYTES = 262_144;

/** The fields of a form of ours. Throws 400, 403 or 413 where the post is not one. */
export const formOf = async (context: HttpContext, session: Session): Promise<ReadonlyMap<string, readonly string[]>> => {
  const { req } = context;
  const site = req.header("sec-fetch-site");
  const origin = req.header("origin");
  if (site !== undefined && site !== "same-origin") throw new HttpProblem(403);
  if (origin !== undefined && hostOf(origin) !== req.header("host")) throw new HttpProblem(403);
  if (!/^application\/x-www-form-urlencoded/i.test(req.header("content-type") ?? "")) throw new HttpProblem(400);
  const text = await req.text();
  if (text.length > FORM_BYTES) throw new HttpProblem(413);
  const fields = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text)) fields.set(name, [...(fields.get(name) ?? []), value]);
  if (!isSameToken(fields.get("token")?.[0] ?? "", session.token)) throw new HttpProblem(403);
  return fields;
};

const hostOf = (origin: string): string | null => {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
};

/** The session of a request that needs one with this role. Throws 401 or 403. */
export const requireRole = (context: HttpContext, role: Role): Session => {
  const session = context.get("session");
  if (!session) throw new HttpProblem(401);
  if (!session.roles.includes(role)) throw new HttpProblem(403);
  return session;
};

/** A path of our own to go back to; anything else becomes the inbox. */
export const ownPath = (text: string | undefined): string => (text && /^\/(?![/\\])[^\s\\]*$/.test(text) ? text : "/");
