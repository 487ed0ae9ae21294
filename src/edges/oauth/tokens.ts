/** Access tokens: client credentials (Microsoft 365) or a person's refresh token, renewed in time, with errors that name the cause. */
import { Failure } from "#core/failure.ts";

export type TokenOptions = {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string | null;
  /** With one, the grant is refresh_token; without, client_credentials. */
  readonly refreshToken: string | null;
  readonly scope: string;
  readonly now: () => number;
};
export type Tokens = {
  /** A token that holds for some minutes yet; `renew` where the server refused the last one. */ token(renew?: boolean): Promise<string>;
};

const REQUEST_MILLISECONDS = 20_000;
/** Renewed this long before the end, so that no session begins with a dying token. */
const MARGIN_MILLISECONDS = 5 * 60_000;
const DEFAULT_SECONDS = 3600;

/** Codes of Microsoft's token endpoint and of RFC 6749 section 5.2, with what lies behind them. */
const causes: readonly (readonly [pattern: RegExp, cause: string])[] = [
  [/AADSTS7000222/, "the client secret has expired: make a new one and put it into MOTTAK_OAUTH_CLIENT_SECRET"],
  [/AADSTS7000215/, "the client secret is wrong: use its value, not its id"],
  [
    /AADSTS700016|unauthorized_client/,
    "the application is not known in this directory: check MOTTAK_OAUTH_CLIENT_ID and the directory in MOTTAK_OAUTH_TOKEN_URL",
  ],
  [
    /AADSTS7000229/,
    "the application has no service principal in this directory: give it consent there (admin consent), then register it in Exchange Online",
  ],
  [/AADSTS500011/, "the directory has no Exchange Online under this scope: for Microsoft 365 it is https://outlook.office365.com/.default"],
  [
    /AADSTS(?:65001|650052)/,
    "nobody has consented to what the application asks for: an administrator gives consent to IMAP.AccessAsApp and SMTP.SendAsApp",
  ],
  [/AADSTS53003/, "a rule of conditional access stops the application: allow it from this machine's address"],
  [/AADSTS7000112/, "the application is disabled in the directory: enable sign-in under Enterprise applications"],
  [/AADSTS900023/, "the directory in MOTTAK_OAUTH_TOKEN_URL is neither a name nor an id"],
  [/AADSTS(?:70008|700082|50173)/, "the refresh token has expired or was withdrawn: a person must sign in again"],
  [/AADSTS90002/, "the directory in MOTTAK_OAUTH_TOKEN_URL does not exist"],
  [/AADSTS(?:70011|1002012)|invalid_scope/, "the scope is wrong: for Microsoft 365 it is https://outlook.office365.com/.default"],
  [/invalid_client/, "client id or secret is wrong"],
  [/invalid_grant/, "the refresh token has expired or was withdrawn: a person must sign in again"],
];

export const openTokens = (options: TokenOptions): Tokens => {
  let held: { token: string; until: number } | null = null;
  let asking: Promise<string> | null = null;
  let refreshToken = options.refreshToken;
  const ask = async (): Promise<string> => {
    const answer = await request(options, refreshToken);
    refreshToken = answer.refreshToken ?? refreshToken;
    held = { token: answer.token, until: options.now() + answer.seconds * 1000 - Math.min(MARGIN_MILLISECONDS, answer.seconds * 500) };
    return answer.token;
  };
  return {
    token: async (renew = false) => {
      if (!renew && held && options.now() < held.until) return held.token;
      asking ??= ask().finally(() => {
        asking = null;
      });
      return asking;
    },
  };
};

type Answer = { readonly token: string; readonly seconds: number; readonly refreshToken: string | null };

const request = async (options: TokenOptions, refreshToken: string | null): Promise<Answer> => {
  const form = new URLSearchParams({
    client_id: options.clientId,
    scope: options.scope,
    grant_type: refreshToken ? "refresh_token" : "client_credentials",
  });
  if (options.clientSecret) form.set("client_secret", options.clientSecret);
  if (refreshToken) form.set("refresh_token", refreshToken);
  let response: Response;
  let body: Record<string, unknown>;
  try {
    response = await fetch(options.tokenUrl, { method: "POST", body: form, signal: AbortSignal.timeout(REQUEST_MILLISECONDS), redirect: "error" });
    body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  } catch (cause) {
    throw new Failure("mailbox_unavailable", "the token endpoint does not answer", { cause });
  }
  if (response.status === 429 || response.status >= 500) {
    const seconds = Number(response.headers.get("retry-after"));
    throw new Failure(
      "mailbox_unavailable",
      `the token endpoint answers ${response.status}`,
      Number.isFinite(seconds) && seconds > 0 ? { retryAfter: seconds * 1000 } : {},
    );
  }
  const token = body["access_token"];
  if (response.ok && typeof token === "string" && token !== "") {
    const seconds = Number(body["expires_in"] ?? DEFAULT_SECONDS);
    return {
      token,
      seconds: Number.isFinite(seconds) && seconds > 0 ? seconds : DEFAULT_SECONDS,
      refreshToken: typeof body["refresh_token"] === "string" ? body["refresh_token"] : null,
    };
  }
  const said = `${String(body["error"] ?? "")} ${String(body["error_description"] ?? "")}`;
  const cause = causes.find(([pattern]) => pattern.test(said))?.[1] ?? "see the directory's sign-in log";
  throw new Failure("mailbox_login", `the token endpoint refuses (${response.status} ${String(body["error"] ?? "").slice(0, 60)}): ${cause}`);
};
