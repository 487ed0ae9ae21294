/** Checks against real servers on loopback, each broken in one way. */
import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Check, runCheck } from "#app/checks/check.ts";
import { databaseCheck } from "#app/checks/database.ts";
import { loginCheck } from "#app/checks/login.ts";
import { mailboxCheck } from "#app/checks/mailbox.ts";
import { sendingCheck } from "#app/checks/sending.ts";
import { tokenCheck } from "#app/checks/token.ts";
import type { FilingMode } from "#app/ports.ts";
import type { ImapMailboxOptions } from "#edges/mailbox/imap.ts";
import { imapProbe } from "#edges/mailbox/probe.ts";
import { openTokens } from "#edges/oauth/tokens.ts";
import { smtpProbe, testMail } from "#edges/send/probe.ts";
import type { SmtpOptions } from "#edges/send/smtp.ts";
import { databaseProbe, integrityProbe } from "#edges/store/probe.ts";
import { openStore } from "#edges/store/store.ts";
import { openProvider } from "#edges/web/provider.ts";
import { certificate } from "#test/support/certificate.ts";
import { type Dovecot, PASSWORD, startDovecot, USER } from "#test/support/dovecot.ts";
import { startPostgres } from "#test/support/postgres.ts";
import { startProxy } from "#test/support/proxy.ts";
import { describeWith } from "#test/support/servers.ts";
import { startSink } from "#test/support/sink.ts";
import { applicationMail } from "#test/support/worker.ts";

const codes = async (check: Check) => (await runCheck(check, Date.now))?.findings.map(({ code }) => code) ?? [];

const imapCheck = (
  options: Partial<ImapMailboxOptions> & Pick<ImapMailboxOptions, "port">,
  sent: { folder: string | null } | null = { folder: null },
  filing: FilingMode = "folders",
) => {
  const whole: ImapMailboxOptions = {
    host: "127.0.0.1",
    security: "none",
    user: USER,
    password: PASSWORD,
    token: null,
    ca: null,
    folder: "INBOX",
    filing,
    filingFolder: "Mottak",
    ...options,
  };
  return mailboxCheck({
    probe: imapProbe(whole, sent),
    place: "the mailbox",
    host: "127.0.0.1",
    madeAtStart: false,
    filing,
    pollSeconds: 60,
    now: Date.now,
  });
};

describeWith("dovecot", "the check of a mailbox on a server", () => {
  let server: Dovecot;
  beforeAll(async () => {
    server = await startDovecot();
  });
  afterAll(() => server.stop());

  it("tells connection, certificate and messages, and leaves no trace", async () => {
    server.deliver(applicationMail());
    expect(await runCheck(imapCheck({ port: server.tlsPort, security: "tls", ca: server.ca }), Date.now)).toMatchObject({
      findings: [
        { code: "certificate_soon", values: { days: 1 } },
        { code: "mailbox_ok", values: { count: 1 } },
      ],
    });
    expect(server.doveadm("fetch", "-u", USER, "flags", "mailbox", "INBOX", "all")).not.toContain("Seen");
    expect(await codes(imapCheck({ port: server.port }))).toEqual(["mailbox_ok"]);
  });
  it("tells a wrong password, a token that is over, and a folder that is not there", async () => {
    expect(await codes(imapCheck({ port: server.port, password: "feil" }))).toEqual(["mailbox_login"]);
    expect(await codes(imapCheck({ port: server.port, password: null, token: async () => server.token(USER, -60) }))).toEqual(["mailbox_login"]);
    expect(await codes(imapCheck({ port: server.port, folder: "Søknader" }))).toEqual(["mailbox_missing"]);
  });
  it("tells a certificate of an authority that is not known", async () => {
    expect(await codes(imapCheck({ port: server.tlsPort, security: "tls" }))).toEqual(["certificate_untrusted"]);
  });
  it("tells a Sent folder that nobody names", async () => {
    expect(await codes(imapCheck({ port: server.port }, { folder: "Sendte elementer" }))).toEqual(["mailbox_ok", "mailbox_no_sent"]);
    expect(await codes(imapCheck({ port: server.port }, null))).toEqual(["mailbox_ok"]);
  });
  it("tells a server that is away and one that hangs", async () => {
    const line = await startProxy(() => server.port);
    const timeouts = { connect: 300, greeting: 300, command: 300, socket: 300 };
    line.fault.mode = "stall";
    expect(await codes(imapCheck({ port: line.port, timeouts }))).toEqual(["mailbox_unavailable"]);
    line.fault.mode = "refuse";
    expect(await codes(imapCheck({ port: line.port, timeouts }))).toEqual(["mailbox_unavailable"]);
    await line.close();
  });
  it("tells a certificate that has expired", async () => {
    const expired = await startDovecot("dovecot", -1);
    expect(await codes(imapCheck({ port: expired.tlsPort, security: "tls", ca: expired.ca }))).toEqual(["certificate_expired"]);
    await expired.stop();
  });
  it("tells rights that lack: to change the mailbox, and to make the folders for finished messages", async () => {
    const rights = await startDovecot("acl");
    rights.deliver(applicationMail());
    const allow = (letters: string) => writeFileSync(join(rights.folder, "mail", USER, "dovecot-acl"), `owner ${letters}\n`);
    allow("lrwstipekxa");
    expect(await codes(imapCheck({ port: rights.port }, null))).toEqual(["mailbox_ok"]);
    allow("lrwstipe");
    expect(await codes(imapCheck({ port: rights.port }, null))).toEqual(["mailbox_ok", "mailbox_no_folders"]);
    allow("lr");
    expect(await codes(imapCheck({ port: rights.port }, null))).toEqual(["mailbox_ok", "mailbox_read_only"]);
    expect(await codes(imapCheck({ port: rights.port }, null, "none"))).toEqual(["mailbox_ok"]);
    await rights.stop();
  });
  it("tells a server without IDLE, keywords and a named Sent folder", async () => {
    const bare = await startDovecot("bare");
    expect(await codes(imapCheck({ port: bare.port }, null))).toEqual(["mailbox_ok", "mailbox_no_idle"]);
    await bare.stop();
  });
});

describe("the check of sending", () => {
  const options = (port: number, changes: Partial<SmtpOptions> = {}): SmtpOptions => ({
    host: "127.0.0.1",
    port,
    security: "none",
    user: USER,
    password: PASSWORD,
    token: null,
    ca: null,
    name: "mottak.example",
    perMinute: null,
    ...changes,
  });
  const check = (smtp: SmtpOptions, to: string | null = null) =>
    sendingCheck({
      probe: smtpProbe(smtp, "statistikk@udi.no"),
      place: "the server",
      host: "the server",
      address: "statistikk@udi.no",
      test: to ? { send: testMail(smtp, "statistikk@udi.no", Date.now), to } : null,
      now: Date.now,
    });
  const auth = ({ password }: { readonly password?: string | null | undefined }) => password === PASSWORD;

  it("names the sender and takes it back: nothing is sent", async () => {
    const sink = await startSink({ auth });
    expect(await codes(check(options(sink.port)))).toEqual(["sending_ok"]);
    expect(sink.mails).toEqual([]);
    await sink.close();
  });
  it("sends a test mail only when asked to, and tells when it is refused", async () => {
    const sink = await startSink({ auth });
    expect(await codes(check(options(sink.port), "drift@example.org"))).toEqual(["sending_ok", "sending_test_sent"]);
    expect(sink.mails).toMatchObject([{ to: ["drift@example.org"], raw: expect.stringContaining("Subject: Mottak: test of sending") }]);
    sink.trouble = (phase) => (phase === "rcpt" ? { code: 550 } : undefined);
    expect(await codes(check(options(sink.port), "drift@example.org"))).toEqual(["sending_ok", "sending_test_refused"]);
    await sink.close();
  });
  it("tells a wrong password, a sender that is not allowed, and a server that is away", async () => {
    const sink = await startSink({ auth });
    expect(await codes(check(options(sink.port, { password: "feil" })))).toEqual(["sending_login"]);
    sink.trouble = (phase) => (phase === "mail" ? { code: 550, text: "5.7.60 cannot send as" } : undefined);
    expect((await runCheck(check(options(sink.port)), Date.now))?.findings).toMatchObject([
      { code: "sending_sender_refused", values: { address: "statistikk@udi.no", status: 550 } },
    ]);
    await sink.close();
    expect(await codes(check(options(sink.port)))).toEqual(["sending_unavailable"]);
  });
  it("tells a certificate that ends soon, has expired, or is not known", async () => {
    const soon = await startSink({ auth, tls: certificate() });
    expect(await codes(check(options(soon.port, { security: "starttls", ca: certificate().cert })))).toEqual(["certificate_soon", "sending_ok"]);
    expect(await codes(check(options(soon.port, { security: "starttls" })))).toEqual(["certificate_untrusted"]);
    await soon.close();
    const expired = await startSink({ auth, tls: certificate(-1) });
    expect(await codes(check(options(expired.port, { security: "starttls", ca: certificate(-1).cert })))).toEqual(["certificate_expired"]);
    await expired.close();
  });
});

describe("the check of OAuth2", () => {
  let server: Server;
  let answer: { status: number; body: object };
  beforeAll(async () => {
    server = createServer((_, response) =>
      response.writeHead(answer.status, { "content-type": "application/json" }).end(JSON.stringify(answer.body)),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => {
    server.close();
  });
  const check = (secretEnds: string | null = null) => {
    const { port } = server.address() as AddressInfo;
    const tokens = openTokens({
      tokenUrl: `http://127.0.0.1:${port}/`,
      clientId: "x",
      clientSecret: "x",
      refreshToken: null,
      scope: "x",
      now: Date.now,
    });
    return tokenCheck({ token: () => tokens.token(), secretEnds, now: () => Date.UTC(2026, 10, 23) });
  };

  it("counts the days of the client secret", async () => {
    answer = { status: 200, body: { access_token: "x", expires_in: 3600 } };
    expect(await codes(check())).toEqual(["token_ok", "secret_unknown"]);
    expect(await codes(check("2027-11-23"))).toEqual(["token_ok", "secret_ok"]);
    expect(await codes(check("2026-12-01"))).toEqual(["token_ok", "secret_soon"]);
    expect(await codes(check("2026-11-01"))).toEqual(["token_ok", "secret_expired"]);
  });
  it("names the cause of a refusal by its code", async () => {
    for (const [code, words] of [
      ["AADSTS7000222", "has expired"],
      ["AADSTS7000215", "use its value"],
      ["AADSTS700016", "not known in this directory"],
      ["AADSTS65001", "consent"],
      ["AADSTS7000229", "service principal"],
      ["AADSTS53003", "conditional access"],
    ] as const) {
      answer = { status: 401, body: { error: "invalid_client", error_description: `${code}: something` } };
      expect((await runCheck(check(), Date.now))?.findings[0]).toMatchObject({ code: "token_refused", detail: expect.stringContaining(words) });
    }
    answer = { status: 503, body: {} };
    expect((await codes(check()))[0]).toBe("token_unavailable");
  });
});

describe("the check of the staff login", () => {
  it("asks the provider who it is", async () => {
    const server = createServer((_, response) => response.writeHead(500).end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const provider = openProvider({
      issuer,
      clientId: "x",
      clientSecret: "x",
      redirectUri: "http://127.0.0.1/logg-inn/svar",
      roleClaim: "roles",
      roles: { reader: [], handler: [], operator: [] },
      scope: "openid",
      insecure: true,
      now: Date.now,
    });
    const discover = async () => void (await provider.begin());
    expect(await codes(loginCheck({ kind: "provider", issuer, discover }))).toEqual(["login_unavailable"]);
    server.close();
    expect(await codes(loginCheck({ kind: "links" }))).toEqual(["login_links"]);
  });
});

describeWith("postgres", "the check of a database server", () => {
  it("tells version, schema and clock, and a server that is away", async () => {
    const server = await startPostgres();
    const url = await server.create("checks");
    const check = databaseCheck(databaseProbe({ url }), url);
    expect(await codes(check)).toEqual(["database_older"]);
    await (await openStore({ url })).close();
    expect(await codes(check)).toEqual(["database_ok"]);
    const facts = await databaseProbe({ url })();
    expect(Math.abs((facts?.serverTime ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(await integrityProbe({ url })(new AbortController().signal)).toMatchObject({
      trouble: null,
      checksums: expect.stringMatching(/^o(?:n|ff)$/),
    });
    await server.kill();
    expect(await codes(check)).toEqual(["database_unavailable"]);
    await server.stop();
  });
});
