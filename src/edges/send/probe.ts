/** Looks at the sending server for the checks: login, certificate, and whether it lets us send from our address. Nothing is sent. */
import { constants, existsSync, statSync } from "node:fs";
import { access } from "node:fs/promises";
import { dirname } from "node:path";
import type { SendingFacts, SendingProbe, TestMail } from "#app/ports.ts";
import { Failure } from "#core/failure.ts";
import { type SmtpOptions, smtpDialogue, smtpSender } from "./smtp.ts";

/** MAIL FROM, and RSET to take it back (RFC 5321 section 4.1.1.5). */
export const smtpProbe =
  (options: SmtpOptions, address: string): SendingProbe =>
  () =>
    smtpDialogue(options, async ({ greeting, socket, command }): Promise<SendingFacts> => {
      const senderAnswer = await command(`MAIL FROM:<${address}>`);
      await command("RSET");
      const ends = socket.encrypted ? socket.getPeerCertificate?.().valid_to : undefined;
      return {
        place: `${options.host}:${options.port}`,
        peer: {
          host: `${options.host}:${options.port}`,
          protocol: socket.encrypted ? (socket.getProtocol?.() ?? "TLS") : null,
          certificateEnds: ends ? Date.parse(ends) : null,
          local: /^(?:::1|127\.|::ffff:127\.)/.test(socket.remoteAddress ?? ""),
        },
        senderAnswer,
        serverTime: timeIn(greeting),
      };
    });

/** Some servers greet with the date ("220 mail.example.org ESMTP; Mon, 23 Nov 2026 08:00:00 +0100"). */
const timeIn = (greeting: string): number | null => {
  const date = greeting.match(/(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (?:[+-]\d{4}|GMT|UTC)/)?.[0];
  const time = date ? Date.parse(date) : Number.NaN;
  return Number.isNaN(time) ? null : time;
};

/** A short mail whose way a person can follow; says no more than that it is a test. */
export const testMail =
  (options: SmtpOptions, from: string, now: () => number): TestMail =>
  async (to) => {
    const messageId = `<doctor.${now()}@${from.split("@")[1] ?? "localhost"}>`;
    const lines = [
      `Message-ID: ${messageId}`,
      `Date: ${new Date(now()).toUTCString()}`,
      `From: ${from}`,
      `To: ${to}`,
      "Subject: Mottak: test of sending",
      "Auto-Submitted: auto-generated",
      "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=utf-8",
      "",
      "This is a test by `mottak doctor --send-to`. Nobody needs to answer.",
      "",
    ];
    const sender = smtpSender(options);
    try {
      const outcome = await sender.send({ from, to, messageId, replyId: "doctor" }, Buffer.from(lines.join("\r\n")), async () => undefined);
      if (outcome.kind !== "sent") throw outcome.failure;
    } finally {
      await sender.close();
    }
  };

/** Where the folder is not there yet, the one that it will be made in is looked at. */
export const folderSendProbe =
  (path: string): SendingProbe =>
  async () => {
    let at = path;
    while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
    try {
      if (!statSync(at).isDirectory()) throw Object.assign(new Error("not a folder"), { code: "ENOTDIR" });
      await access(at, constants.W_OK | constants.X_OK);
    } catch (cause) {
      throw new Failure("data_unwritable", `${at} (${(cause as NodeJS.ErrnoException).code ?? "unknown"})`, { cause });
    }
    return { place: path, peer: null, senderAnswer: null, serverTime: null };
  };
