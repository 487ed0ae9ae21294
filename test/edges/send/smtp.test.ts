import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OutgoingMail } from "#app/ports.ts";
import { openTokens } from "#edges/oauth/tokens.ts";
import { freeze } from "#edges/send/freeze.ts";
import { type SmtpOptions, smtpSender } from "#edges/send/smtp.ts";
import { certificate } from "#test/support/certificate.ts";
import { type FaultyLine, startProxy } from "#test/support/proxy.ts";
import { type Sink, startSink } from "#test/support/sink.ts";

const mail: OutgoingMail = {
  messageId: "<udi.2026-0001.1.abc@udi.no>",
  replyId: "r1",
  from: { name: "UDI", address: "statistikk@udi.no" },
  to: { name: "Kåre Ås", address: "kare@uni.example" },
  subject: "[UDI 2026-0001-BBBB] Re: Søknad",
  text: "Hei\n.\n..en linje med punktum\nÆØÅ\n",
  html: "<p>Hei</p>",
  inReplyTo: "<in@uni.example>",
  references: ["<first@uni.example>", "<in@uni.example>"],
  date: Date.UTC(2026, 10, 23, 5),
};
const envelope = { from: "statistikk@udi.no", to: "kare@uni.example", messageId: mail.messageId, replyId: mail.replyId };
const options = (port: number, more: Partial<SmtpOptions> = {}): SmtpOptions => ({
  host: "localhost",
  port,
  security: "none",
  user: null,
  password: null,
  token: null,
  ca: null,
  name: "udi.no",
  perMinute: null,
  timeouts: { connect: 1_000, greeting: 1_000, socket: 1_000 },
  ...more,
});

let sink: Sink;
let raw: Uint8Array;
beforeEach(async () => {
  sink = await startSink();
  raw = await freeze(mail);
});
afterEach(() => sink.close());

const sendVia = async (port: number, more: Partial<SmtpOptions> = {}, before: () => Promise<void> = async () => undefined) => {
  const sender = smtpSender(options(port, more));
  try {
    return await sender.send(envelope, raw, before);
  } finally {
    await sender.close();
  }
};

describe("a reply's bytes", () => {
  it("are the same each time they are made, and arrive as they were made", async () => {
    expect(Buffer.from(await freeze(mail))).toEqual(Buffer.from(raw));
    expect(await sendVia(sink.port)).toEqual({ kind: "sent" });
    expect(sink.mails[0]?.raw).toBe(Buffer.from(raw).toString("utf8"));
    expect(sink.mails[0]).toMatchObject({ from: "statistikk@udi.no", to: ["kare@uni.example"] });
  });

  it("say that a machine answers, to which mail, and hold back absence notes but no failure reports", () => {
    const text = Buffer.from(raw).toString("utf8");
    for (const line of [
      "Auto-Submitted: auto-replied",
      "X-Auto-Response-Suppress: OOF, AutoReply",
      "In-Reply-To: <in@uni.example>",
      "Message-ID: <udi.2026-0001.1.abc@udi.no>",
      "Content-Type: multipart/alternative",
    ])
      expect(text).toContain(line);
    expect(text).toMatch(/X-Mottak-Reply-Id: r1/i);
    expect(text.indexOf("text/plain")).toBeLessThan(text.indexOf("text/html"));
  });

  it("take no second recipient from a name or address", async () => {
    const evil = Buffer.from(
      await freeze({ ...mail, to: { name: "x\r\nBcc: evil@x.example", address: "kare@uni.example" }, subject: "a\r\nBcc: evil@x.example" }),
    ).toString();
    expect(evil).not.toMatch(/^Bcc:/im);
  });
});

describe("sending", () => {
  it.each([
    ["mail", { code: 451 }, "refused", false],
    ["mail", { code: 550 }, "refused", false],
    ["rcpt", { code: 450 }, "refused", false],
    ["rcpt", { code: 550 }, "refused", true],
    ["data", { code: 452 }, "refused", false],
    ["data", { code: 554 }, "refused", true],
    ["accepted", { code: 421 }, "refused", false],
  ] as const)("an answer to %s of %o is a clear no", async (phase, trouble, kind, permanent) => {
    sink.trouble = (now) => (now === phase ? trouble : undefined);
    expect(await sendVia(sink.port)).toMatchObject({ kind, permanent });
  });

  it.each([
    ["rcpt", "stall", "not_sent"],
    ["rcpt", "drop", "not_sent"],
    ["accepted", "stall", "ambiguous"],
    ["accepted", "drop", "ambiguous"],
    ["data", "drop", "ambiguous"],
  ] as const)("a %s that ends in %s is %s", async (phase, trouble, kind) => {
    sink.trouble = (now) => (now === phase ? trouble : undefined);
    expect(await sendVia(sink.port)).toMatchObject({ kind });
  });

  it("F66 nobody there, a stalled greeting and nonsense are surely not sent", async () => {
    expect(await sendVia(1)).toMatchObject({ kind: "not_sent", failure: { code: "send_unavailable" } });
    const proxy: FaultyLine = await startProxy(() => sink.port);
    proxy.fault.mode = "stall";
    expect(await sendVia(proxy.port)).toMatchObject({ kind: "not_sent" });
    proxy.heal();
    proxy.fault.mode = "garble";
    expect(await sendVia(proxy.port)).toMatchObject({ kind: "not_sent" });
    await proxy.close();
  });

  it("asks before the last byte, and without consent nothing is sent", async () => {
    const order: string[] = [];
    sink.onMail = () => void order.push("arrived");
    expect(await sendVia(sink.port, {}, async () => void order.push("asked"))).toEqual({ kind: "sent" });
    expect(order).toEqual(["asked", "arrived"]);
    const outcome = await sendVia(sink.port, {}, async () => {
      throw new Error("lost");
    });
    expect(outcome.kind).toBe("not_sent");
    expect(sink.mails).toHaveLength(1);
  });

  it("keeps one connection for replies that follow each other, and opens a new one when the server ended it", async () => {
    const sender = smtpSender(options(sink.port));
    for (let number = 0; number < 3; number += 1) expect(await sender.send(envelope, raw, async () => undefined)).toEqual({ kind: "sent" });
    sink.dropAll();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const outcomes = [await sender.send(envelope, raw, async () => undefined), await sender.send(envelope, raw, async () => undefined)];
    expect(outcomes.at(-1)).toEqual({ kind: "sent" });
    expect(outcomes[0]?.kind).toMatch(/^(?:sent|not_sent)$/);
    await sender.close();
  });

  it("uses TLS as asked, checks the certificate, and does without it only when told", async () => {
    const tls = certificate();
    const secure = await startSink({ tls });
    expect(await sendVia(secure.port, { security: "starttls", ca: tls.cert })).toEqual({ kind: "sent" });
    expect(secure.mails[0]?.secure).toBe(true);
    expect(await sendVia(secure.port, { security: "starttls" })).toMatchObject({
      kind: "not_sent",
      failure: { message: expect.stringContaining("certificate") },
    });
    expect(await sendVia(sink.port, { security: "starttls" })).toMatchObject({ kind: "not_sent" });
    expect(sink.mails).toHaveLength(0);
    await secure.close();
  });

  it("signs in with a password or a token, renews a stale token once, and never takes a refused login for a refused mail", async () => {
    const asked: boolean[] = [];
    const locked = await startSink({ auth: (login) => login.password === "hemmelig" || login.accessToken === "fresh" });
    expect(await sendVia(locked.port, { user: "u", password: "hemmelig" })).toEqual({ kind: "sent" });
    expect(
      await sendVia(locked.port, {
        user: "u",
        token: async (renew) => {
          asked.push(renew);
          return renew ? "fresh" : "stale";
        },
      }),
    ).toEqual({ kind: "sent" });
    expect(asked).toEqual([false, true]);
    expect(await sendVia(locked.port, { user: "u", password: "wrong" })).toMatchObject({ kind: "not_sent", failure: { code: "send_login" } });
    await locked.close();
  });
});

describe("access tokens", () => {
  const tokensOver = async (
    answer: (form: URLSearchParams, count: number) => { status: number; body: unknown; headers?: Record<string, string> },
    more: { refreshToken?: string; now?: () => number } = {},
  ) => {
    const { createServer } = await import("node:http");
    let count = 0;
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        count += 1;
        const { status, body: data, headers } = answer(new URLSearchParams(body), count);
        response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(data));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const tokens = openTokens({
      tokenUrl: `http://127.0.0.1:${port}/token`,
      clientId: "id",
      clientSecret: "geheim",
      refreshToken: more.refreshToken ?? null,
      scope: "s",
      now: more.now ?? Date.now,
    });
    return { tokens, count: () => count, close: () => server.close() };
  };

  it("are asked for by client credentials, once for many, and again in time", async () => {
    let now = 1_000_000;
    const { tokens, count, close } = await tokensOver(
      (form, number) => ({ status: 200, body: { access_token: `${form.get("grant_type")}-${number}`, expires_in: 3600 } }),
      { now: () => now },
    );
    expect(await Promise.all([tokens.token(), tokens.token(), tokens.token()])).toEqual(Array(3).fill("client_credentials-1"));
    now += 54 * 60_000;
    expect(await tokens.token()).toBe("client_credentials-1");
    now += 2 * 60_000;
    expect(await tokens.token()).toBe("client_credentials-2");
    expect(await tokens.token(true)).toBe("client_credentials-3");
    expect(count()).toBe(3);
    close();
  });

  it("are asked for by a refresh token, which may be replaced", async () => {
    const { tokens, close } = await tokensOver(
      (form, number) => ({
        status: 200,
        body: { access_token: String(form.get("refresh_token")), refresh_token: `second-${number}`, expires_in: 10 },
      }),
      { refreshToken: "first" },
    );
    expect(await tokens.token()).toBe("first");
    expect(await tokens.token(true)).toBe("second-1");
    close();
  });

  it.each([
    [400, { error: "invalid_client", error_description: "AADSTS7000222: expired" }, "mailbox_login", "client secret has expired"],
    [401, { error: "invalid_client", error_description: "AADSTS7000215" }, "mailbox_login", "client secret is wrong"],
    [400, { error: "invalid_grant" }, "mailbox_login", "sign in again"],
    [400, { error: "invalid_scope" }, "mailbox_login", "scope"],
    [503, {}, "mailbox_unavailable", "503"],
    [429, {}, "mailbox_unavailable", "429"],
  ])("that are refused with %i %o say why", async (status, body, code, words) => {
    const { tokens, close } = await tokensOver(() => ({ status, body, headers: { "retry-after": "7" } }));
    await expect(tokens.token()).rejects.toMatchObject({
      code,
      message: expect.stringContaining(words),
      ...(status === 429 ? { retryAfter: 7_000 } : {}),
    });
    close();
  });
});
