import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ImapFlow } from "imapflow";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FilingMode } from "#app/ports.ts";
import { imapMailbox, type ImapMailboxOptions } from "#edges/mailbox/imap.ts";
import { imapWitness, isReply } from "#edges/mailbox/sent.ts";
import { type Dovecot, PASSWORD, startDovecot, USER } from "#test/support/dovecot.ts";
import { temporaryFolder } from "#test/support/folder.ts";
import { type FaultyLine, startProxy } from "#test/support/proxy.ts";
import { describeWith } from "#test/support/servers.ts";
import { applicationMail } from "#test/support/worker.ts";

const never = new AbortController().signal;
const short = { connect: 1_500, greeting: 1_500, socket: 1_500, command: 3_000, idle: 1_000 };

let server: Dovecot;
const options = (more: Partial<ImapMailboxOptions> = {}): ImapMailboxOptions => ({
  host: "127.0.0.1",
  port: server.port,
  security: "none",
  user: USER,
  password: PASSWORD,
  token: null,
  ca: null,
  folder: "INBOX",
  filing: "folders",
  filingFolder: "Mottak",
  ...more,
});
const open = (more: Partial<ImapMailboxOptions> = {}) => imapMailbox(options(more)).open(never);

/** The server's own view: flags and subjects of a folder. */
const look = async (folder: string): Promise<{ flags: string[] }[]> => {
  const client = new ImapFlow({
    host: "127.0.0.1",
    port: server.port,
    secure: false,
    auth: { user: USER, pass: PASSWORD },
    logger: false,
    doSTARTTLS: false,
  });
  client.on("error", () => undefined);
  await client.connect();
  await client.mailboxOpen(folder, { readOnly: true });
  const rows = await client.fetchAll("1:*", { flags: true });
  client.close();
  return rows.map((row) => ({ flags: [...(row.flags ?? [])].filter((flag) => flag !== "\\Recent") }));
};
const empty = async () => {
  server.doveadm("expunge", "-u", USER, "mailbox", "*", "all");
};

for (const profile of ["dovecot", "exchange", "bare"] as const)
  describeWith("dovecot", `an IMAP mailbox (${profile})`, () => {
    beforeAll(async () => {
      server = await startDovecot(profile);
    });
    afterAll(() => server.stop());

    it("F41 lists, fetches byte for byte, and leaves the read flag alone", async () => {
      await empty();
      const raw = applicationMail();
      server.deliver(raw);
      const session = await open();
      const { standing } = await session.list();
      expect(standing).toHaveLength(1);
      expect(standing[0]?.size).toBe(raw.length + (Buffer.byteLength(raw) - raw.length));
      expect(Buffer.from((await session.fetch(standing[0]?.place ?? "")) ?? [])).toEqual(Buffer.from(raw));
      await session.close();
      expect(await look("INBOX")).toEqual([{ flags: [] }]);
    });

    it("streams a large message into a file, byte for byte", async () => {
      await empty();
      const raw = Buffer.from(
        `From: a@b.example\r\nSubject: large\r\n\r\n${randomBytes(4_000_000)
          .toString("base64")
          .replace(/(.{76})/g, "$1\r\n")}\r\n`,
      );
      server.deliver(raw);
      const session = await open();
      const [one] = (await session.list()).standing;
      const file = join(temporaryFolder(), "large.eml");
      expect(await session.download(one?.place ?? "", file)).toBe(true);
      expect(createHash("sha256").update(readFileSync(file)).digest("hex")).toBe(createHash("sha256").update(raw).digest("hex"));
      await session.close();
    });

    it("files into a folder that it makes, unread as the message was", async () => {
      await empty();
      server.deliver(applicationMail());
      const session = await open();
      const [one] = (await session.list()).standing;
      expect(await session.file(one?.place ?? "", "handover")).toBe("filed");
      expect(await session.file(one?.place ?? "", "handover")).toBe(profile === "bare" ? "filed" : "gone");
      expect((await session.list()).standing).toEqual([]);
      await session.close();
      expect(await look("Mottak/Til vurdering")).toEqual([{ flags: [] }]);
    });

    it("wakes when a message comes", async () => {
      await empty();
      const session = await open({ timeouts: { ...short, socket: 10_000 } });
      await session.list();
      setTimeout(() => server.deliver(applicationMail()), 300);
      for (let tries = 0; tries < 8; tries += 1) {
        await session.wait(profile === "bare" ? 500 : 4_000, never);
        if ((await session.list()).standing.length === 1) break;
      }
      expect((await session.list()).standing).toHaveLength(1);
      await session.close();
    });

    it("knows whether a reply stands in Sent, and puts a copy there once", async () => {
      const folder = profile === "dovecot" ? null : profile === "exchange" ? null : "Sent";
      const witness = imapWitness({ ...options(), folder, append: true });
      const reply = { messageId: `<udi.${profile}@udi.no>`, replyId: `id-${profile}`, inReplyTo: "<x@uni.example>", since: Date.now() };
      expect(await witness.wasSent(reply)).toBe(false);
      const raw = Buffer.from(`Message-ID: ${reply.messageId}\r\nFrom: a@udi.no\r\nDate: ${new Date().toUTCString()}\r\n\r\nx\r\n`);
      await witness.keepCopy?.(raw, reply.messageId);
      await witness.keepCopy?.(raw, reply.messageId);
      expect(await witness.wasSent(reply)).toBe(true);
      witness.close();
      expect(await look(profile === "exchange" ? "Sendte elementer" : "Sent")).toHaveLength(1);
    });
  });

describeWith("dovecot", "an IMAP mailbox in trouble", () => {
  let proxy: FaultyLine;
  beforeAll(async () => {
    server = await startDovecot();
    proxy = await startProxy(() => server.port);
  });
  afterAll(async () => {
    await proxy.close();
    await server.stop();
  });

  it("sets keywords and leaves the message where it is", async () => {
    server.deliver(applicationMail());
    const session = await open({ filing: "keywords" as FilingMode });
    const [one] = (await session.list()).standing;
    expect(await session.file(one?.place ?? "", "incomplete")).toBe("filed");
    await session.close();
    expect(await look("INBOX")).toEqual([{ flags: ["Mottak-Mangler"] }]);
    await empty();
  });

  it.each([
    ["a wrong password", { password: "wrong" }, "mailbox_login", "user name or password"],
    ["nobody there", { port: 1 }, "mailbox_unavailable", "127.0.0.1:1"],
    ["a folder that is not there", { folder: "Nowhere" }, "mailbox_missing", "Nowhere"],
  ])("names %s", async (_, more, code, words) => {
    await expect(open(more)).rejects.toMatchObject({ code, message: expect.stringContaining(words) });
  });

  it("speaks TLS with an own authority, and refuses a certificate that it does not know", async () => {
    const tls = { security: "tls" as const, host: "localhost", port: server.tlsPort };
    const session = await open({ ...tls, ca: server.ca });
    expect(await session.list()).toBeDefined();
    await session.close();
    await expect(open(tls)).rejects.toMatchObject({ code: "mailbox_unavailable", message: expect.stringContaining("certificate") });
    await expect(open({ ...tls, port: server.port })).rejects.toMatchObject({ code: "mailbox_unavailable" });
    const upgraded = await open({ security: "starttls", host: "localhost", ca: server.ca });
    expect(await upgraded.list()).toBeDefined();
    await upgraded.close();
  });

  it("signs in with a token, renews a stale one once, and says what is wrong with a bad one", async () => {
    const asked: boolean[] = [];
    const session = await open({
      password: null,
      token: async (renew) => {
        asked.push(renew);
        return renew ? server.token() : server.token(USER, -5);
      },
    });
    expect(asked).toEqual([false, true]);
    expect(await session.list()).toBeDefined();
    await session.close();
    await expect(open({ password: null, token: async () => "nonsense" })).rejects.toMatchObject({
      code: "mailbox_login",
      message: expect.stringContaining("IMAP.AccessAsApp"),
    });
  });

  it("notices a half-dead line while it waits, by its own deadline", async () => {
    const session = await open({ port: proxy.port, timeouts: short });
    await session.list();
    proxy.fault.mode = "stall";
    const begun = performance.now();
    await expect(
      (async () => {
        for (;;) await session.wait(500, never);
      })(),
    ).rejects.toMatchObject({ code: "mailbox_unavailable" });
    expect(performance.now() - begun).toBeLessThan(8_000);
    proxy.heal();
  });

  it("notices a line that is cut in the middle of a message", async () => {
    server.deliver(`From: a@b.example\r\n\r\n${"x".repeat(200)}\r\n`.repeat(2_000));
    const session = await open({ port: proxy.port, timeouts: short });
    const [one] = (await session.list()).standing;
    proxy.fault.cutAfter = 50_000;
    await expect(session.fetch(one?.place ?? "")).rejects.toMatchObject({ code: "mailbox_unavailable" });
    proxy.heal();
    await empty();
  });

  it("gives up on a server that talks nonsense", async () => {
    proxy.fault.mode = "garble";
    await expect(open({ port: proxy.port, timeouts: short })).rejects.toMatchObject({ code: "mailbox_unavailable" });
    proxy.heal();
  });

  it("notices that the server ended the session", async () => {
    const session = await open();
    await session.list();
    setTimeout(() => server.doveadm("kick", USER), 100);
    await expect(session.wait(5_000, never)).rejects.toMatchObject({ code: "mailbox_unavailable" });
  });

  it("gives every message a new place when the mailbox gets new identifiers", async () => {
    server.deliver(applicationMail());
    const first = await open();
    const before = (await first.list()).standing.map((one) => one.place);
    await first.close();
    await sleep(50);
    server.doveadm("mailbox", "update", "-u", USER, "--uid-validity", "4711", "INBOX");
    const second = await open();
    const after = (await second.list()).standing.map((one) => one.place);
    expect(after).toHaveLength(before.length);
    expect(after.some((place) => before.includes(place))).toBe(false);
    expect(await second.fetch(before[0] ?? "")).toBeNull();
    await second.close();
  });
});

describe("a copy in Sent", () => {
  const reply = { messageId: "<udi.2026-0001.1.abc@udi.no>", replyId: "r1", inReplyTo: "<kari@uni.example>" };
  it.each([
    ["our own header", "X-Mottak-Reply-Id: r1\r\nMessage-ID: <new@outlook.example>\r\n", true],
    ["our Message-ID", `Message-Id: ${reply.messageId}\r\n`, true],
    ["our Message-ID, folded", `Message-ID:\r\n ${reply.messageId}\r\n`, true],
    ["a Message-ID that the server replaced", `Message-ID: <new@outlook.example>\r\nX-Microsoft-Original-Message-ID: ${reply.messageId}\r\n`, true],
    ["an automatic answer to the same mail", "In-Reply-To: <kari@uni.example>\r\nAuto-Submitted: auto-replied\r\n", true],
    ["a colleague's answer to the same mail", "In-Reply-To: <kari@uni.example>\r\n", false],
    ["another reply", "X-Mottak-Reply-Id: r2\r\nMessage-ID: <udi.2026-0002.1.abc@udi.no>\r\n", false],
  ])("is recognised: %s", (_, headers, expected) => {
    expect(isReply(headers, reply)).toBe(expected);
  });
});
