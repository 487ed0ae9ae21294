/**
 * Failure modes of mail intake that other systems met, by the numbers of our list, each with its message file or conversation.
 * Here: reading, threading, trust and replying. Fetching, storing and sending have their own tests beside their code.
 */
import { readdirSync, readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import type { IntakeResult } from "#core/intake.ts";
import type { Message } from "#core/message.ts";
import { contentKey } from "#core/thread.ts";
import { triage } from "#core/triage.ts";
import { readMessage } from "#edges/read/reader.ts";
import { DAY, file, MINUTE, mail, type Reading, reading, World } from "#test/support/case-world.ts";

const read = (name: string): Promise<Message> => readMessage(readFileSync(`fixtures/failure-modes/${name}.eml`));
const documents = async (name: string): Promise<string[]> => (await read(name)).attachments.map((one) => `${one.name}: ${one.state}`);
const text = (message: Message): string => message.body.blocks.map((block) => block.text).join("\n");

it("every failure mode of reading, threading, trust and replying has a test that bears its number", () => {
  const numbers = [...Array.from({ length: 19 }, (_, index) => index + 1), ...Array.from({ length: 39 }, (_, index) => index + 32)];
  const tests = readdirSync("test", { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".test.ts"));
  const titles = tests.flatMap((name) => readFileSync(`test/${name}`, "utf8").match(/"[^"\n]*\bF\d\d\b[^"\n]*"/g) ?? []).join("\n");
  expect(numbers.map((one) => `F${String(one).padStart(2, "0")}`).filter((code) => !new RegExp(`\\b${code}\\b`).test(titles))).toEqual([]);
});

let world: World;
beforeEach(() => {
  world = new World();
});
const lacking: Reading = { items: { 16: "missing" } };
const first = (changes: Parameters<typeof mail>[0] = {}, says: Reading = lacking): IntakeResult => world.receive(mail(changes), reading(says));
const supplement = (changes: Parameters<typeof mail>[0], says: Reading = { items: { 16: "complete" } }): IntakeResult =>
  world.receive(mail(changes), reading({ kind: "supplement", ...says }));

describe("reading", () => {
  it("F06 a missing or blank Message-ID is no id, and never a made-up one", async () => {
    for (const name of ["F06-no-message-id", "F06-blank-message-id"]) expect((await read(name)).messageId).toBeNull();
    expect(contentKey(await read("F06-no-message-id"))).toBe(contentKey(await read("F06-no-message-id")));
  });
  it("F07 a Message-ID is trimmed, and its case is kept", async () => {
    expect((await read("F07-message-id-with-blanks")).messageId).toBe("<CaSe-Kept@Vestforsk.Example>");
  });
  it("F32 a PDF shown inline is a file", async () => {
    expect(await documents("F32-inline-pdf")).toEqual(["Soknad.pdf: read"]);
  });
  it("F33 unnamed parts get a name and are opened", async () => {
    expect(await documents("F33-unnamed-parts")).toEqual(["vedlegg-1.pdf: read", "vedlegg-2.eml: read"]);
  });
  it("F34 a file in a forwarded mail is found", async () => {
    expect(await documents("F34-file-in-forwarded-mail")).toContain("VS CV.eml/CV.txt: read");
  });
  it("F35 winmail.dat gives its text and its file", async () => {
    expect(await documents("F35-winmail")).toEqual(["winmail.dat: read", "winmail.dat/CV Nordvik – 2026.docx: read"]);
  });
  it("F36 a signed mail is unwrapped, an encrypted one is told as such", async () => {
    expect(await documents("F36-signed-mail")).toContain("smime.p7m/CV Nordvik.docx: read");
    expect(await documents("F36-encrypted-mail")).toEqual(["smime.p7m: encrypted"]);
    const { reply } = first({}, { documents: { cv: "missing" }, attachments: [file("smime.p7m", ["other"], "encrypted")] });
    expect(reply?.text).toContain("smime.p7m er låst med passord");
  });
  it("F37 signatures and tracking pictures are no files", async () => {
    expect(await documents("F37-signature-and-tracking")).toEqual([]);
  });
  it("F38 a message protected by rights cannot be read, and that is told", async () => {
    expect(await documents("F38-rights-protected")).toEqual(["message.rpmsg: encrypted"]);
    const { reply } = first({}, { documents: { dpia: "missing" }, attachments: [file("message.rpmsg", ["other"], "encrypted")] });
    expect(reply?.text).toContain("message.rpmsg er låst med passord");
  });
  it("F39 a link in place of a file is told, and the link is not repeated", async () => {
    expect(await documents("F39-link-in-place-of-a-file")).toEqual(["OneDrive: link"]);
    const { reply } = first({}, { documents: { dpia: "missing" }, attachments: [file("OneDrive", ["other"], "link")] });
    expect(reply?.text).toContain("- E-posten har en lenke i stedet for en fil. Vi kan ikke hente filer fra lenker. Legg filen ved e-posten.");
  });
  it.each(["F40-windows-1252-without-charset", "F40-says-utf-8-is-latin", "F40-unknown-charset"])("%s is read with its letters", async (name) => {
    expect(text(await read(name))).toContain("Søknad på vegne av Åse Bjørk");
  });
  it("F42 no NUL byte comes through", async () => {
    const message = await read("F42-nul-bytes");
    expect(JSON.stringify(message)).not.toContain("\\u0000");
    expect(text(message)).toContain("Hei, søknaden.");
  });
  it("F43 file names keep their letters and lose their paths", async () => {
    const names = (await read("F43-names")).attachments.map((one) => one.name);
    expect(names.slice(0, 2)).toEqual(["Søknad om data.v2.endelig.txt", "a:b.txt"]);
    expect(names[2]?.length).toBeLessThanOrEqual(255);
  });
  it("F44 empty and broken address headers do not stop reading, and nothing is answered without a sender", async () => {
    for (const name of ["F44-broken-headers", "F44-no-from"]) {
      const message = await read(name);
      expect([message.from, message.replyTo, message.inReplyTo]).toEqual([null, [], []]);
      const result = new World().receive(message, reading(lacking), DAY);
      expect(result.decision).toMatchObject({ outcome: "none", withheld: [{ code: "no_sender" }] });
    }
  });
  it("F45 a file with broken coding does not lose the others", async () => {
    expect(await documents("F45-broken-base64")).toEqual(["odelagt.pdf: corrupt", "hel.pdf: read"]);
  });
  it("F49 a locked file is locked, never missing", async () => {
    expect(await documents("F49-locked-pdf")).toEqual(["DPIA.pdf: encrypted"]);
    const { reply } = first(
      {},
      { items: { 13: "missing" }, documents: { dpia: "unreadable" }, attachments: [file("DPIA.pdf", ["dpia"], "encrypted")] },
    );
    expect(reply?.text).not.toContain("- Personvernkonsekvensvurdering");
    expect(reply?.text).toContain("Vi regner det ikke som manglende før vi har lest den.");
  });
  it("F50 a scan in which no text was found is told as such, a logo is not", () => {
    const { reply } = first(
      {},
      { documents: { cv: "unreadable" }, attachments: [file("CV skannet.pdf", ["cv"], "no_text"), file("image001.png", ["other"], "no_text")] },
    );
    expect(reply?.text).toContain("CV skannet.pdf er et bilde vi ikke klarte å lese teksten i.");
    expect(reply?.text).not.toContain("image001");
  });
  it("F52 text that nobody sees stands apart from what can prove anything", async () => {
    const [document] = (await read("F52-hidden-text")).attachments;
    expect(document?.hidden.length).toBeGreaterThan(0);
    for (const { text: hidden } of document?.hidden ?? []) expect(document?.blocks.some((block) => block.text.includes(hidden))).toBe(false);
  });
});

describe("what is no application", () => {
  it("F15 has an outcome like all other mail: it is left, without reply and without error", async () => {
    const message = await read("F15-newsletter");
    expect(triage(message, { roles: [], itemsTouched: 0 }).kind).toBe("automatic");
    expect(world.receive(message, reading({ kind: "automatic" })).decision).toMatchObject({ action: "none", outcome: "none" });
  });
  it("F19 a mail server's note that it could not hand out a message gets no answer and opens no case", async () => {
    const message = await read("F19-exchange-placeholder");
    expect(["application", "supplement"]).not.toContain(triage(message, { roles: [], itemsTouched: 0 }).kind);
  });
  it.each(["F61-delivery-report", "F61-reading-receipt", "F63-our-own-mail"])("%s gets no answer, whatever it is taken for", async (name) => {
    const result = world.receive(await read(name), reading({ others: "missing" }));
    expect([result.decision.outcome, result.reply]).toEqual(["none", null]);
  });
});

describe("the same mail", () => {
  it("F08 under one Message-ID but with other content is another mail: both are kept", async () => {
    const one = world.receive(await read("F08-same-message-id-first"), reading(lacking));
    const other = world.receive(await read("F08-same-message-id-second"), reading({ ...lacking, title: "Barn i mottak" }));
    expect(other.decision.reason).not.toBe("duplicate");
    expect(other.reference).not.toBe(one.reference);
  });
  it("F11 by alias and directly is one case, linked and answered once", async () => {
    const one = world.receive(await read("F11-by-alias"), reading(lacking));
    const other = world.receive(await read("F11-directly"), reading(lacking));
    expect([other.reference, other.decision.reason]).toEqual([one.reference, "duplicate"]);
    expect(world.sent).toHaveLength(1);
  });
  it("F60 again, now with the CV, is a supplement", () => {
    const one = first({}, { documents: { cv: "missing" } });
    const other = world.receive(mail({ body: "Det samme en gang til, nå med CV" }), reading({ attachments: [file("CV.pdf", ["cv"])] }));
    expect([other.reference, other.decision.reason]).toEqual([one.reference, "complete"]);
  });
});

describe("threads", () => {
  it("F53 our own Message-ID leads to the case, its number alone does not", () => {
    const one = first();
    const id = one.reply?.messageId ?? "";
    expect(supplement({ inReplyTo: [id] }).reference).toBe(one.reference);
    const forged = id.replace(/\.[0-9a-f]{16}@/, ".0000000000000000@");
    expect(supplement({ inReplyTo: [forged] }).reference).toBeNull();
    expect(supplement({ subject: `SV: [${one.reference?.slice(0, 13)}]` }).reference).toBeNull();
  });
  it("F57 a rewritten Message-ID is made good by reference and sender together", () => {
    const one = first();
    expect(supplement({ subject: `SV: [${one.reference}]` }).reference).toBe(one.reference);
    expect(supplement({ subject: `SV: [${one.reference}]`, from: { name: "", address: "x@annet.example" } }).hold?.because).toBe("unknown_sender");
  });
  it("F58 an old thread with a new project goes to a person", () => {
    const one = first();
    const other = world.receive(mail({ inReplyTo: [one.reply?.messageId ?? ""], subject: "Ny søknad" }), reading({ title: "Noe annet" }));
    expect(other.hold?.because).toBe("other_project");
  });
  it("F59 one mail for two cases goes to a person with both as suggestions", () => {
    const one = first();
    const two = first({}, { ...lacking, title: "Noe annet" });
    expect(supplement({ subject: `${one.reference} ${two.reference}` }).hold).toMatchObject({
      because: "two_cases",
      suggestions: [one.reference, two.reference],
    });
  });
  it("F59 with our address only in Bcc it is a case and gets no answer", () => {
    const one = first({ to: [{ name: "", address: "kollega@vestforsk.example" }] });
    expect(one.reference).not.toBeNull();
    expect(one.decision).toMatchObject({ outcome: "none", withheld: [{ code: "not_addressed" }] });
  });
});

describe("trust", () => {
  const ok = "mx.agency.example; dmarc=pass header.from=vestforsk.example";
  beforeEach(() => {
    world = new World({ authservId: "mx.agency.example" });
  });
  it("F54 a forged result below our server's is not believed", () => {
    const message = mail();
    const forged = { ...message, headers: { "authentication-results": ["mx.agency.example; dmarc=fail header.from=vestforsk.example", ok] } };
    expect(world.receive(forged, reading(lacking)).hold?.because).toBe("not_authenticated");
  });
  it("F55 another domain's pass does not confirm the sender", () => {
    const one = first({
      headers: { "Authentication-Results": "mx.agency.example; spf=pass smtp.mailfrom=bulk.example; dkim=pass header.d=bulk.example" },
    });
    expect(one.decision.withheld.map((reason) => reason.code)).toEqual(["not_authenticated"]);
  });
  it("F56 unconfirmed mail is kept for people and told nothing of a case", () => {
    const one = first({ headers: { "Authentication-Results": ok } });
    const other = supplement({ inReplyTo: [one.reply?.messageId ?? ""] });
    expect(other).toMatchObject({ reply: null, hold: { because: "not_authenticated", suggestions: [one.reference] } });
  });
});

describe("replies", () => {
  it("F62 two answering machines stop, also without any header that tells what they are", () => {
    let last = first();
    for (let round = 0; round < 50; round += 1)
      last = supplement(
        { inReplyTo: [last.reply?.messageId ?? world.sent[0]?.messageId ?? ""], body: `Sak ${round} er registrert` },
        { items: { 12: ["end"] }, attachments: [file(`kvittering ${round}.pdf`, ["other"])] },
      );
    expect(world.sent.length).toBeLessThanOrEqual(4);
    expect(world.now).toBeGreaterThan(50 * 60 * MINUTE);
  });
  it("F67 a returned reply shows on its case and stops automatic mail to that address", () => {
    const one = first();
    const bounce = world.receive(
      mail({
        from: { name: "", address: "mailer-daemon@mx.example" },
        headers: { "Return-Path": "<>" },
        contentType: "multipart/report",
        returnedIds: [one.reply?.messageId ?? ""],
        body: "Final-Recipient: rfc822; marte.haug@vestforsk.example\nStatus: 5.1.1",
      }),
      reading({ kind: "automatic" }),
    );
    expect(bounce.view?.outgoing[0]?.state).toBe("bounced");
    expect(first({}, { title: "Neste" }).decision.withheld.map((reason) => reason.code)).toEqual(["address_bounced"]);
  });
  it("F68 nothing of the sender's text goes back but a harmless file name and the subject", async () => {
    const message = await read("F68-reflector");
    const { reply } = world.receive(message, reading({ attachments: message.attachments.map((one) => file(one.name, ["project_description"])) }));
    expect(`${reply?.text}${reply?.html}`).not.toMatch(/kjøp|billige|klikk|https?:|vinn\.example/i);
    expect(reply?.text).toContain("- premie.txt (prosjektbeskrivelse)");
  });
  it.each([
    ["F70-person-with-suppressing-header", "withhold", "auto_response_suppress"],
    ["F70-person-through-a-list", "none", "mailing_list"],
  ] as const)("%s is a case, and only the reply is kept back", async (name, outcome, code) => {
    const message = await read(name);
    expect(triage(message, { roles: [["project_description"]], itemsTouched: 3 }).kind).toBe("application");
    const result = world.receive(message, reading(lacking));
    expect(result.reference).not.toBeNull();
    expect(result.decision).toMatchObject({ outcome, withheld: [{ code }] });
  });
});
