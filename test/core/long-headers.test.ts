/** What the worker itself does with a mail's headers takes no time, however long they are: no other process watches over it. */
import { describe, expect, it } from "vitest";
import { bounceOf } from "#core/bounce.ts";
import { replySubject } from "#core/compose/reply.ts";
import { noHistory, replyReasons } from "#core/reply-rules.ts";
import { addressesIn, threadKeys } from "#core/thread.ts";
import { agency, hash, mail, NOON, policy, reading, texts } from "#test/support/case-world.ts";

/** A pattern that looks at every pair of characters would need an hour. */
const long = "a".repeat(2_000_000);

describe("headers of two million characters", () => {
  it("are looked through once for our own Message-ID", () => {
    const message = mail({ references: [`<${long}>`, long], inReplyTo: [`<${long}@x.example>`] });
    expect(threadKeys(message, { prefix: "UDI", hash }).ownMessageIds).toEqual([]);
  });
  it("are looked through once for addresses", () => {
    const message = mail({ headers: { "Return-Path": long, "Resent-To": long, "Resent-Cc": `${long}@` } });
    expect(replyReasons({ message, kind: "application", purpose: "request", policy, history: noHistory, now: NOON })).toEqual([]);
  });
  it("are looked through once for what a report says", () => {
    const message = mail({ contentType: "multipart/report", body: `Status:${" ".repeat(2_000_000)}\nx` });
    expect(bounceOf(message, hash)).toMatchObject({ status: null });
  });
  it("make no subject of ours", () => {
    const subject = `S${"\u200b".repeat(998)}x`;
    expect(replySubject(subject, "UDI 2026-0142-KXRT", agency, texts.nb).length).toBeLessThan(200);
  });
});

describe("a mail with twenty thousand copies", () => {
  it("makes its sender known in the case, and not all of them", () => {
    const cc = Array.from({ length: 20_000 }, (_, at) => ({ name: "", address: `p${at}@far${at}.example` }));
    const known = addressesIn(mail({ cc }), reading({ kind: "application" }), policy.ownAddresses);
    expect(known).toContain("marte.haug@vestforsk.example");
    expect(known.length).toBeLessThan(1_000);
  });
});
