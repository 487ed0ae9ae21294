import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { authenticationOf } from "#core/authentication.ts";
import type { Message } from "#core/message.ts";
import { noHistory, recipientOf, type ReplyRule, replyReasons, replyRules, type RuleInput } from "#core/reply-rules.ts";
import { readMessage } from "#edges/read/reader.ts";
import { DAY, mail, MINUTE, NOON, policy } from "#test/support/case-world.ts";

const read = (name: string): Promise<Message> => readMessage(readFileSync(`fixtures/rules/${name}.eml`));
const ours = { ...policy, ownAddresses: ["statistikk@udi.no", "forskning@udi.no"] };
const judge = (message: Message, changes: Partial<Omit<RuleInput, "authentication" | "message">> = {}): ReplyRule[] =>
  replyReasons({ message, kind: "application", purpose: "request", policy: ours, history: noHistory, now: NOON, ...changes }).map((one) => one.code);
const withServer = { policy: { ...ours, authservId: "mx.agency.example" } };

/** Every message file, and the one rule that must speak against answering it. */
const byFile: Record<string, ReplyRule | null> = {
  "plain-application": null,
  "no-sender": "no_sender",
  "null-return-path": "null_return_path",
  "delivery-report": "delivery_report",
  "auto-submitted": "auto_submitted",
  "auto-submitted-no": null,
  precedence: "precedence",
  "precedence-auto-reply": "precedence",
  "mailing-list": "mailing_list",
  "auto-reply-header": "auto_reply_header",
  "auto-reply-header-loop": "auto_reply_header",
  "robot-sender": "robot_sender",
  "robot-sender-request": "robot_sender",
  "automatic-subject": "automatic_subject",
  "automatic-subject-nynorsk": "automatic_subject",
  "automatic-subject-english": "automatic_subject",
  "absence-subject-by-a-person": null,
  "own-address": "own_address",
  "own-address-reply-to": "own_address",
  "own-address-return-path": "own_address",
  "other-own-mailbox": "own_address",
  "not-addressed": "not_addressed",
  "addressed-by-copy": null,
  "addressed-with-tag": null,
  "auto-response-suppress": "auto_response_suppress",
  "auto-response-suppress-autoreply": "auto_response_suppress",
  "auto-response-suppress-oof": null,
  "reply-to-elsewhere": null,
  "reply-to-same-organisation": null,
};

describe("a mail may be answered by a machine", () => {
  it.each(Object.entries(byFile))("%s: %s", async (name, rule) => {
    expect(judge(await read(name))).toEqual(rule === null ? [] : [rule]);
  });

  const byServer: Record<string, ReplyRule | null> = {
    authenticated: null,
    "authenticated-aligned-subdomain": null,
    "not-authenticated-dmarc-fail": "not_authenticated",
    "not-authenticated-absent": "not_authenticated",
    "not-authenticated-other-domain": "not_authenticated",
    "not-authenticated-forged-below": "not_authenticated",
    "not-authenticated-other-server": "not_authenticated",
    "not-authenticated-comment": "not_authenticated",
    "not-authenticated-two-senders": "not_authenticated",
  };
  it.each(Object.entries(byServer))("with a configured server, %s: %s", async (name, rule) => {
    expect(judge(await read(name), withServer)).toEqual(rule === null ? [] : [rule]);
  });

  it("concludes nothing about the sender while no server name is configured", async () => {
    expect(judge(await read("not-authenticated-dmarc-fail"))).toEqual([]);
    expect(authenticationOf(await read("not-authenticated-dmarc-fail"), null)).toBe("unconfigured");
  });

  it("reads the header of a server that writes no name of its own", async () => {
    const message = await read("authenticated-without-server-name");
    expect(authenticationOf(message, "")).toBe("verified");
    expect(authenticationOf(message, "mx.agency.example")).toBe("unverified");
    const [own = ""] = message.headers["authentication-results"] ?? [];
    const below = { ...message, headers: { ...message.headers, "authentication-results": ["mx.other.example; none", own] } };
    expect(authenticationOf(below, "")).toBe("unverified");
  });

  it("tells a forged sender from an unconfirmed one", async () => {
    expect(authenticationOf(await read("not-authenticated-dmarc-fail"), "mx.agency.example")).toBe("failed");
    expect(authenticationOf(await read("not-authenticated-absent"), "mx.agency.example")).toBe("unverified");
  });

  it.each(["question", "automatic", "unrelated"] as const)("leaves a mail of kind %s to people", async (kind) => {
    expect(judge(await read("plain-application"), { kind })).toEqual(["not_application"]);
  });

  it("gives no second answer to the same content", async () => {
    expect(judge(await read("plain-application"), { history: { ...noHistory, answeredBefore: true } })).toEqual(["already_answered"]);
  });

  it("stops for an address that bounced, until the time is over", async () => {
    const message = await read("plain-application");
    expect(judge(message, { history: { ...noHistory, suppressedUntil: NOON + DAY } })).toEqual(["address_bounced"]);
    expect(judge(message, { history: { ...noHistory, suppressedUntil: NOON - 1 } })).toEqual([]);
  });

  const ago = (...minutes: number[]) => minutes.map((one) => ({ at: NOON - one * MINUTE }));
  it.each([
    ["a second reply in a case within ten minutes, which waits for their end", { caseReplies: ago(9) }, ["case_just_answered"]],
    ["a second reply in a case after ten minutes", { caseReplies: ago(10) }, []],
    ["a fourth reply in a case within a day", { caseReplies: ago(60, 120, 1439) }, ["cap_case"]],
    ["a fourth reply in a case after a day", { caseReplies: ago(60, 120, 1440) }, []],
    ["a sixth reply to an address within a day", { addressReplies: ago(60, 70, 80, 90, 100) }, ["cap_address"]],
    ["a thirty-first reply within an hour", { allReplies: ago(...Array.from({ length: 30 }, (_, index) => index + 1)) }, ["cap_hour"]],
    ["a thirtieth reply within an hour", { allReplies: ago(...Array.from({ length: 29 }, (_, index) => index + 1)) }, []],
  ] as const)("%s", async (_, history, expected) => {
    expect(judge(await read("plain-application"), { history: { ...noHistory, ...history } })).toEqual(expected);
  });

  it.each([
    ["hold", true, ["mode_hold"]],
    ["shadow", true, ["mode_shadow"]],
    ["auto", false, ["sending_stopped"]],
  ] as const)("in mode %s with sending %s", async (mode, sending, expected) => {
    expect(judge(await read("plain-application"), { policy: { ...ours, mode, sending } })).toEqual(expected);
  });

  it("of a kind that is switched off waits for a person, and of another kind goes out", async () => {
    const only = { ...ours, automatic: ["receipt"] as const };
    const message = await read("plain-application");
    expect(judge(message, { policy: only, purpose: "request" })).toEqual(["purpose_held"]);
    expect(judge(message, { policy: only, purpose: "receipt" })).toEqual([]);
  });

  it("has a test for every rule and uses every message file", () => {
    const shown = new Set<string>([...Object.values(byFile), ...Object.values(byServer)].flatMap((one) => one ?? []));
    for (const one of [
      "not_application",
      "already_answered",
      "address_bounced",
      "case_just_answered",
      "cap_case",
      "cap_address",
      "cap_hour",
      "purpose_held",
      "mode_hold",
      "mode_shadow",
      "sending_stopped",
    ])
      shown.add(one);
    expect(replyRules.map((one) => one.code).filter((code) => !shown.has(code))).toEqual([]);
    const used = new Set([...Object.keys(byFile), ...Object.keys(byServer), "authenticated-without-server-name"]);
    expect(readdirSync("fixtures/rules").filter((name) => !used.has(name.replace(".eml", "")))).toEqual([]);
  });
});

describe("a reply goes to", () => {
  it("the From address, whatever another organisation's Reply-To says", async () => {
    const { to, replyToElsewhere } = recipientOf(await read("reply-to-elsewhere"));
    expect([to?.address, replyToElsewhere]).toEqual(["marte.haug@vestforsk.example", true]);
  });
  it.each(["hotmail.se", "yahoo.co.uk", "outlook.dk", "lyse.net", "gmail.com"])(
    "no neighbour at %s, where everybody can have an address",
    (domain) => {
      const message = mail({ from: { name: "", address: `one@${domain}` }, replyTo: [{ name: "", address: `other@${domain}` }] });
      expect(recipientOf(message)).toMatchObject({ to: { address: `one@${domain}` }, replyToElsewhere: true });
    },
  );
  it("the Reply-To address within the sender's own organisation", async () => {
    const { to, replyToElsewhere } = recipientOf(await read("reply-to-same-organisation"));
    expect([to?.address, replyToElsewhere]).toEqual(["prosjekt@data.vestforsk.example", false]);
  });
});
