/** An SMTP server that keeps what it gets and fails as it is told. */
import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerAuthentication, type SMTPServerOptions } from "smtp-server";

export type Phase = "mail" | "rcpt" | "data" | "accepted";
/** A refusal, "drop" (the connection ends without an answer), "stall" (no answer ever), or nothing. */
export type Trouble = { readonly code: number; readonly text?: string } | "drop" | "stall" | undefined;
export type Received = {
  readonly raw: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly secure: boolean;
  readonly user: string | null;
};

export type Sink = {
  readonly port: number;
  readonly mails: Received[];
  readonly logins: string[];
  trouble: (phase: Phase, count: number) => Trouble | Promise<Trouble>;
  onMail: (mail: Received) => void | Promise<void>;
  dropAll(): void;
  close(): Promise<void>;
};

export const startSink = async (
  options: {
    tls?: { key: string; cert: string };
    auth?: (login: SMTPServerAuthentication) => boolean;
    port?: number;
    only?: SMTPServerOptions["authMethods"];
  } = {},
): Promise<Sink> => {
  const counts: Record<Phase, number> = { mail: 0, rcpt: 0, data: 0, accepted: 0 };
  const ask = async (phase: Phase) => {
    counts[phase] += 1;
    return sink.trouble(phase, counts[phase]);
  };
  const dropAll = () => {
    for (const connection of (server as unknown as { connections: Set<{ _socket: { destroy(): void } }> }).connections) connection._socket.destroy();
  };
  const answer = (trouble: Trouble, callback: (error?: Error | null) => void): void => {
    if (trouble === "stall") return;
    if (trouble === "drop") return dropAll();
    callback(trouble ? Object.assign(new Error(trouble.text ?? "no"), { responseCode: trouble.code }) : null);
  };
  const server = new SMTPServer({
    authOptional: !options.auth,
    authMethods: options.only ?? ["PLAIN", "LOGIN", "XOAUTH2"],
    disabledCommands: options.tls ? [] : ["STARTTLS"],
    ...(options.tls ?? {}),
    disableReverseLookup: true,
    logger: false,
    onAuth: (login, _, callback) => {
      sink.logins.push(login.method);
      if (!options.auth || options.auth(login)) return callback(null, { user: login.username ?? "" });
      callback(Object.assign(new Error("no"), { responseCode: 535 }));
    },
    onMailFrom: (_, __, callback) => void ask("mail").then((trouble) => answer(trouble, callback)),
    onRcptTo: (_, __, callback) => void ask("rcpt").then((trouble) => answer(trouble, callback)),
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("error", () => undefined);
      stream.on("end", async () => {
        const refused = await ask("data");
        if (refused) return answer(refused, callback);
        const { mailFrom, rcptTo } = session.envelope;
        const mail = {
          raw: Buffer.concat(chunks).toString("utf8"),
          from: mailFrom ? mailFrom.address : "",
          to: rcptTo.map((one) => one.address),
          secure: session.secure,
          user: session.user ?? null,
        };
        sink.mails.push(mail);
        await sink.onMail(mail);
        answer(await ask("accepted"), callback);
      });
    },
  });
  server.on("error", () => undefined);
  const sink: Sink & { port: number } = {
    port: 0,
    mails: [],
    logins: [],
    trouble: () => undefined,
    onMail: () => undefined,
    dropAll,
    close: () => {
      dropAll();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  sink.port = (server.server.address() as AddressInfo).port;
  return sink;
};
