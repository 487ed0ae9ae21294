/** One IMAP connection with deadlines, and its errors as Failures that name the likely cause. */
import { ImapFlow, type ImapFlowOptions } from "imapflow";
import { Failure } from "#core/failure.ts";

export type ImapOptions = {
  readonly host: string;
  readonly port: number;
  /** "tls": from the first byte. "starttls": upgraded, or refused. "none": for a server on this machine. */
  readonly security: "tls" | "starttls" | "none";
  readonly user: string;
  readonly password: string | null;
  /** In place of a password; called for each session, with `renew` after a refused one. */
  readonly token: ((renew: boolean) => Promise<string>) | null;
  /** PEM of an own authority. */
  readonly ca: string | null;
  /** Deadlines in milliseconds; tests shorten them. */
  readonly timeouts?: Partial<Timeouts>;
};
export type Timeouts = {
  readonly connect: number;
  readonly greeting: number;
  readonly socket: number;
  readonly command: number;
  readonly idle: number;
};

const defaults: Timeouts = { connect: 20_000, greeting: 16_000, socket: 60_000, command: 60_000, idle: 4 * 60_000 };
/** A literal above this ends the connection; larger messages are streamed, so none is ever asked for whole. */
const LITERAL_BYTES = 80 << 20;
const RESPONSE_BYTES = 90 << 20;
const AUTO_IDLE_MILLISECONDS = 300;

export type Connection = {
  readonly client: ImapFlow;
  readonly closed: AbortSignal;
  readonly run: <T>(what: string, work: Promise<T>, milliseconds?: number) => Promise<T>;
  close(): void;
};

/** Connects and signs in. Throws Failure `mailbox_unavailable` or `mailbox_login`. A refused token is renewed once. */
export const connectImap = async (options: ImapOptions): Promise<Connection> => {
  try {
    return await connectOnce(options, false);
  } catch (thrown) {
    if (options.token && thrown instanceof Failure && thrown.code === "mailbox_login" && thrown.cause !== undefined)
      return connectOnce(options, true);
    throw thrown;
  }
};

const connectOnce = async (options: ImapOptions, renew: boolean): Promise<Connection> => {
  const timeouts = { ...defaults, ...options.timeouts };
  const auth = options.token ? { user: options.user, accessToken: await options.token(renew) } : { user: options.user, pass: options.password ?? "" };
  const client = new ImapFlow(flowOptions(options, auth, timeouts));
  const closed = new AbortController();
  let reason: unknown = null;
  // Without this listener a socket error would end the process.
  client.on("error", (error: unknown) => {
    reason ??= error;
  });
  client.once("close", () => closed.abort());
  const run = async <T>(what: string, work: Promise<T>, milliseconds = timeouts.command): Promise<T> => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Failure("mailbox_unavailable", `the mail server did not answer ${what} within ${milliseconds / 1000} s`)),
        milliseconds,
      );
    });
    work.catch(() => undefined);
    try {
      return await Promise.race([work, late]);
    } catch (thrown) {
      client.close();
      throw imapFailure(thrown, reason, options, what);
    } finally {
      clearTimeout(timer);
    }
  };
  await run("the login", client.connect(), timeouts.connect + timeouts.greeting);
  return { client, closed: closed.signal, run, close: () => client.close() };
};

const flowOptions = (options: ImapOptions, auth: { user: string; pass?: string; accessToken?: string }, timeouts: Timeouts): ImapFlowOptions => ({
  host: options.host,
  port: options.port,
  secure: options.security === "tls",
  ...(options.security === "tls" ? {} : { doSTARTTLS: options.security === "starttls" }),
  auth,
  tls: { ...(options.ca ? { ca: options.ca } : {}), minVersion: "TLSv1.2" },
  // The library's log may hold user names and subjects.
  logger: false,
  clientInfo: { name: "Mottak" },
  socketTimeout: timeouts.socket,
  greetingTimeout: timeouts.greeting,
  connectionTimeout: timeouts.connect,
  maxIdleTime: timeouts.idle,
  autoIdleDelay: AUTO_IDLE_MILLISECONDS,
  maxLiteralSize: LITERAL_BYTES,
  maxResponseSize: RESPONSE_BYTES,
});

type ImapError = {
  code?: string;
  authenticationFailed?: boolean;
  serverResponseCode?: string;
  responseText?: string;
  throttleReset?: number;
  oauthError?: unknown;
};

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/;

/** What the error means for a person who operates. The server's words are not repeated: they may hold names. */
export const imapFailure = (
  thrown: unknown,
  reason: unknown,
  options: Pick<ImapOptions, "host" | "port" | "token" | "security">,
  what: string,
): Failure => {
  if (thrown instanceof Failure) return thrown;
  const error = (thrown ?? {}) as ImapError;
  const code = error.code ?? (reason as ImapError | null)?.code ?? "";
  const where = `${options.host}:${options.port}`;
  const text = error.responseText ?? "";
  if (error.throttleReset) return new Failure("mailbox_unavailable", `${where} throttles us`, { cause: thrown, retryAfter: error.throttleReset });
  if (/authenticated but not connected/i.test(text))
    return new Failure(
      "mailbox_login",
      `${where}: signed in, but without access to the mailbox: give the application's service principal full access to it`,
      { cause: thrown },
    );
  if (error.authenticationFailed)
    return new Failure("mailbox_login", `${where} refuses the login: ${loginCause(text, options.token !== null)}`, { cause: thrown });
  if (CERTIFICATE.test(code))
    return new Failure(
      "mailbox_unavailable",
      `${where}: the certificate is not trusted (${code}); an own authority is named by MOTTAK_MAILBOX_CA_FILE`,
      { cause: thrown },
    );
  if (code.startsWith("ERR_SSL"))
    return new Failure("mailbox_unavailable", `${where} does not speak TLS as asked (${code}); imaps:// is TLS from the start, imap:// is upgraded`, {
      cause: thrown,
    });
  if (/STARTTLS/i.test((thrown as Error)?.message ?? ""))
    return new Failure("mailbox_unavailable", `${where} offers no TLS; MOTTAK_MAILBOX_TLS=none allows that, for a server on this machine`, {
      cause: thrown,
    });
  return new Failure("mailbox_unavailable", `${where}: ${what} failed (${code || "connection lost"})`, { cause: thrown });
};

const loginCause = (text: string, withToken: boolean): string => {
  if (/basic.?auth|BasicAuthBlocked|LogonDenied-BasicAuth/i.test(text))
    return "passwords are switched off there; set MOTTAK_OAUTH_TOKEN_URL and its client";
  if (/IMAP.*(?:disabled|not enabled)|disabled.*IMAP/i.test(text)) return "IMAP is switched off for this mailbox";
  return withToken
    ? "the token is not accepted: check that the application has IMAP.AccessAsApp with consent, that its service principal is registered under the object id of the enterprise application, and that it has access to the mailbox"
    : "user name or password is wrong";
};
