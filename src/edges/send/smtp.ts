/**
 * Sends over SMTP, one connection that is kept while there is work. The connection is walked in phases, so that each failure is
 * known to be before or after the last byte: before it, nothing was sent; after it without an answer, nobody knows.
 */
import { Readable } from "node:stream";
import type { TLSSocket } from "node:tls";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import XOAuth2 from "nodemailer/lib/xoauth2";
import type { Sender, SendOutcome } from "#app/ports.ts";
import { Failure } from "#core/failure.ts";

export type SmtpOptions = {
  readonly host: string;
  readonly port: number;
  readonly security: "tls" | "starttls" | "none";
  readonly user: string | null;
  readonly password: string | null;
  readonly token: ((renew: boolean) => Promise<string>) | null;
  readonly ca: string | null;
  /** Name given with EHLO. */
  readonly name: string;
  readonly perMinute: number | null;
  readonly timeouts?: Partial<SmtpTimeouts>;
};
export type SmtpTimeouts = { readonly connect: number; readonly greeting: number; readonly socket: number };

/** RFC 5321 section 4.5.3.2 allows ten minutes after the last byte; shorter means more doubtful replies. */
const defaults: SmtpTimeouts = { connect: 30_000, greeting: 30_000, socket: 5 * 60_000 };
const IDLE_MILLISECONDS = 10_000;
const MINUTE = 60_000;
const CHUNK = 16_384;

type SmtpError = Error & { code?: string; responseCode?: number; command?: string };

export const smtpSender = (options: SmtpOptions): Sender => {
  let held: SMTPConnection | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const sentAt: number[] = [];
  const drop = () => {
    clearTimeout(timer);
    held?.close();
    held = null;
  };
  return {
    send: async (envelope, raw, beforeLastByte) => {
      clearTimeout(timer);
      await pace(sentAt, options.perMinute);
      try {
        held ??= await connect(options);
      } catch (thrown) {
        drop();
        return { kind: "not_sent", failure: connectFailure(thrown, options) };
      }
      const outcome = await transmit(held, envelope, raw, beforeLastByte, options);
      sentAt.push(Date.now());
      // After anything but a plain yes the state of the connection is not sure.
      if (outcome.kind === "sent") {
        timer = setTimeout(drop, IDLE_MILLISECONDS);
        timer.unref();
      } else drop();
      return outcome;
    },
    close: async () => {
      clearTimeout(timer);
      held?.quit();
      held = null;
    },
  };
};

/** Waits until another mail fits into the minute (Microsoft 365 allows 30). */
const pace = async (sentAt: number[], perMinute: number | null): Promise<void> => {
  if (perMinute === null) {
    sentAt.length = 0;
    return;
  }
  for (;;) {
    const now = Date.now();
    while (sentAt.length > 0 && (sentAt[0] ?? 0) < now - MINUTE) sentAt.shift();
    if (sentAt.length < perMinute) return;
    await new Promise((resolve) => setTimeout(resolve, (sentAt[0] ?? 0) + MINUTE - now + 1));
  }
};

/** Connects and signs in; a refused token is renewed once. */
const connect = async (options: SmtpOptions & { readonly onGreeting?: (text: string) => void }): Promise<SMTPConnection> => {
  try {
    return await connectOnce(options, false);
  } catch (thrown) {
    if (options.token && (thrown as SmtpError).code === "EAUTH") return connectOnce(options, true);
    throw thrown;
  }
};

export type SmtpDialogue = {
  readonly greeting: string;
  readonly socket: Partial<TLSSocket>;
  /** Says one line and gives the status of the answer. */
  readonly command: (line: string) => Promise<number>;
};

/** Signs in and talks to the server line by line, without a mail. Throws Failure `send_*`. */
export const smtpDialogue = async <T>(options: SmtpOptions, talk: (dialogue: SmtpDialogue) => Promise<T>): Promise<T> => {
  let connection: SMTPConnection | null = null;
  try {
    let greeting = "";
    connection = await connect({
      ...options,
      onGreeting: (text) => {
        greeting = text;
      },
    });
    const own = connection;
    return await new Promise<T>((resolve, reject) => {
      own.once("error", reject);
      own.once("end", () => reject(new Error("the connection ended")));
      // A method of login is the one place where the library lets others speak.
      dialogues.set(own, (send) => {
        void talk({ greeting, socket: own._socket as unknown as Partial<TLSSocket>, command: async (line) => (await send(line)).status }).then(
          resolve,
          reject,
        );
      });
      own.login({ user: "", method: DIALOGUE } as never, () => undefined);
    });
  } catch (thrown) {
    throw connectFailure(thrown, options);
  } finally {
    connection?.quit();
    connection?.close();
  }
};

const DIALOGUE = "X-MOTTAK-DIALOGUE";
type Send = (line: string) => Promise<{ status: number }>;
const dialogues = new WeakMap<SMTPConnection, (send: Send) => void>();

/** The library's log is the only way to the greeting; all that comes after the first line of the server is let go. */
const firstLine = (tell: (text: string) => void) => {
  let told = false;
  const debug = (facts: { tnx?: string } | undefined, text: unknown) => {
    if (told || facts?.tnx !== "server") return;
    told = true;
    tell(String(text));
  };
  const nothing = () => undefined;
  return { trace: nothing, debug, info: nothing, warn: nothing, error: nothing, fatal: nothing, level: nothing };
};

const connectOnce = async (options: SmtpOptions & { readonly onGreeting?: (text: string) => void }, renew: boolean): Promise<SMTPConnection> => {
  const timeouts = { ...defaults, ...options.timeouts };
  const connection = new SMTPConnection({
    host: options.host,
    port: options.port,
    name: options.name,
    secure: options.security === "tls",
    requireTLS: options.security === "starttls",
    ignoreTLS: options.security === "none",
    connectionTimeout: timeouts.connect,
    greetingTimeout: timeouts.greeting,
    socketTimeout: timeouts.socket,
    tls: { ...(options.ca ? { ca: options.ca } : {}), minVersion: "TLSv1.2" },
    ...(options.onGreeting ? { logger: firstLine(options.onGreeting) as never, debug: true } : { logger: false }),
    customAuth: { [DIALOGUE]: ({ sendCommand }: { sendCommand: Send }) => dialogues.get(connection)?.(sendCommand) } as never,
  });
  // Errors outside of a call (an idle connection that the server ends) need no answer: the next call opens a new one.
  connection.on("error", () => undefined);
  try {
    await new Promise<void>((resolve, reject) => {
      connection.once("error", reject);
      connection.once("end", () => reject(new Error("the connection ended")));
      connection.connect((error) => (error ? reject(error) : resolve()));
    });
    if (options.user) await login(connection, options.user, options.token ? await options.token(renew) : null, options.password);
  } catch (thrown) {
    connection.close();
    throw thrown;
  }
  return connection;
};

const login = (connection: SMTPConnection, user: string, accessToken: string | null, password: string | null): Promise<void> =>
  new Promise((resolve, reject) => {
    const done = (error: Error | null) => (error ? reject(error) : resolve());
    connection.once("error", reject);
    if (accessToken === null) connection.login({ user, pass: password ?? "" }, done);
    else connection.login({ user, method: "XOAUTH2", oauth2: new XOAuth2({ user, accessToken }) }, done);
  });

const transmit = (
  connection: SMTPConnection,
  envelope: { from: string; to: string },
  raw: Uint8Array,
  beforeLastByte: () => Promise<void>,
  options: SmtpOptions,
): Promise<SendOutcome> =>
  new Promise((resolve) => {
    let lastByte = false;
    let settled = false;
    const finish = (outcome: SendOutcome) => {
      if (settled) return;
      settled = true;
      connection.removeListener("error", failed);
      connection.removeListener("end", ended);
      resolve(outcome);
    };
    const failed = (error: Error) => finish(outcomeOf(error as SmtpError, lastByte, options));
    const ended = () => failed(new Error("the connection ended"));
    connection.on("error", failed);
    connection.once("end", ended);
    const body = async function* () {
      for (let from = 0; from < raw.length; from += CHUNK) yield raw.subarray(from, from + CHUNK);
      try {
        await beforeLastByte();
      } catch (cause) {
        // Without the last dot the server throws away what it has.
        connection.close();
        finish({ kind: "not_sent", failure: new Failure("send_unavailable", "the claim on the reply was lost", { cause }) });
        throw cause;
      }
      lastByte = true;
    };
    const stream = Readable.from(body(), { objectMode: false });
    stream.on("error", () => undefined);
    connection.send({ from: envelope.from, to: [envelope.to], size: raw.length }, stream, (error, info) => {
      if (error) return failed(error);
      if ((info?.rejected?.length ?? 0) > 0)
        return finish({ kind: "refused", permanent: true, failure: new Failure("send_refused", `${options.host} refuses the recipient`) });
      finish({ kind: "sent" });
    });
  });

/** What is known after an error. An answer of the server is always a clear no; silence after the last byte is not. */
export const outcomeOf = (error: SmtpError, lastByte: boolean, options: Pick<SmtpOptions, "host">): SendOutcome => {
  const { responseCode, command } = error;
  if (responseCode && responseCode >= 400) {
    // A refused sender is a fault of the set-up, not of the one mail: it is tried again when that is put right.
    const permanent = responseCode >= 500 && !/^(?:MAIL|AUTH|EHLO|HELO|STARTTLS|CONN)/.test(command ?? "");
    const failure = new Failure(
      permanent ? "send_refused" : "send_unavailable",
      `${options.host} answers ${responseCode} to ${command ?? "the mail"}`,
      { cause: error },
    );
    return { kind: "refused", permanent, failure };
  }
  if (lastByte)
    return {
      kind: "ambiguous",
      failure: new Failure("send_ambiguous", `${options.host} gave no answer after the last byte (${error.code ?? "connection lost"})`, {
        cause: error,
      }),
    };
  return {
    kind: "not_sent",
    failure: new Failure("send_unavailable", `${options.host} was lost before the last byte (${error.code ?? "connection lost"})`, { cause: error }),
  };
};

const certificateCode = (error: SmtpError): string =>
  /expired/.test(error.message) ? "CERT_HAS_EXPIRED" : ((error as { cause?: { code?: string } }).cause?.code ?? error.code ?? "unknown");

const connectFailure = (thrown: unknown, options: SmtpOptions): Failure => {
  if (thrown instanceof Failure) return thrown;
  const error = thrown as SmtpError;
  const where = `${options.host}:${options.port}`;
  if (error.code === "EAUTH" || error.code === "EOAUTH2")
    return new Failure("send_login", `${where} refuses the login (${error.responseCode ?? error.code})`, { cause: thrown });
  const code = `${error.code ?? ""} ${(error as { cause?: { code?: string } }).cause?.code ?? ""} ${error.message}`;
  if (/CERT|SELF_SIGNED|self-signed|UNABLE_TO_VERIFY|ALTNAME|altnames/.test(code))
    return new Failure(
      "send_unavailable",
      `${where}: the certificate is not trusted (${certificateCode(error)}); an own authority is named by MOTTAK_MAILBOX_CA_FILE`,
      {
        cause: thrown,
      },
    );
  return new Failure("send_unavailable", `${where} cannot be reached (${error.code ?? "connection lost"})`, { cause: thrown });
};
