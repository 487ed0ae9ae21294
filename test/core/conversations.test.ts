/** Whole conversations on plain data: which mail goes into which case, what is decided, and what goes out. */
import { beforeEach, describe, expect, it } from "vitest";
import type { IntakeResult } from "#core/intake.ts";
import { DAY, file, MINUTE, mail, reading, World } from "#test/support/case-world.ts";

const incomplete = { items: { 3: ["phone"], 12: ["end"], 16: "missing" }, documents: { cv: "missing" } } as const;
const short = ({ decision: { action, reason, outcome } }: IntakeResult): string => `${action}, ${reason}, ${outcome}`;
const answering = (result: IntakeResult) => ({
  inReplyTo: [result.reply?.messageId ?? "?"],
  references: [result.reply?.inReplyTo ?? "?", result.reply?.messageId ?? "?"],
  subject: `SV: ${result.reply?.subject}`,
});

let world: World;
let first: IntakeResult;
const open = (says: Parameters<typeof reading>[0] = incomplete, changes: Parameters<typeof mail>[0] = {}): IntakeResult =>
  world.receive(mail(changes), reading(says));
beforeEach(() => {
  world = new World();
});

describe("an application", () => {
  it("that is complete gets a receipt and a case of its own", () => {
    first = open({});
    expect(short(first)).toBe("receipt, complete, send");
    expect(first.reference).toMatch(/^UDI 2026-0001-[A-Z]{4}$/);
    expect(first.view).toMatchObject({ state: "complete", rounds: 0, needsPerson: null });
    expect(first.reply?.subject).toBe(`[${first.reference}] Re: Søknad om data til forskning`);
  });
  it("that lacks something gets a request and waits for the sender", () => {
    first = open();
    expect(short(first)).toBe("request_missing, lacking, send");
    expect(first.view).toMatchObject({ state: "waiting", rounds: 1 });
    expect(first.events.map((event) => event.type)).toEqual(["opened", "received", "read", "decided", "asked"]);
  });
  it("counts as received when the mail came in, not when it could be read", () => {
    first = world.receive(mail(), reading(incomplete), 0, 3 * DAY);
    expect(first.view?.openedAt).toBe(world.now - 3 * DAY);
    expect(first.view?.state).toBe("waiting");
    const ahead = new World();
    expect(ahead.receive(mail(), reading(incomplete), 0, -3 * DAY).view?.openedAt).toBe(ahead.now);
  });
  it("always gives the same Message-ID and reference for the same input", () => {
    const message = mail();
    const once = new World().receive(message, reading(incomplete));
    const again = new World().receive(message, reading(incomplete));
    expect(again).toEqual(once);
  });
  it("with unclear points only is not asked again, and a person looks", () => {
    first = open({ items: { 13: "unclear" } });
    expect(short(first)).toBe("receipt, complete_with_doubt, send");
    expect(first.view?.needsPerson).not.toBeNull();
  });
  it("whose only fault is a locked file is asked for that file", () => {
    first = open({ documents: { dpia: "unreadable" }, attachments: [file("DPIA.pdf", ["dpia"], "encrypted")] });
    expect(short(first)).toBe("request_missing, files_unreadable, send");
    expect(first.reply?.text).not.toMatch(/Dette fant vi ikke/);
  });
  it("that is taken back is left to a person and not answered", () => {
    first = open({ flags: [{ code: "withdrawn", items: [], evidence: [] }] });
    expect(short(first)).toBe("handover, withdrawn, none");
    expect(first.view).toMatchObject({ state: "with_person" });
  });
});

describe("a supplement", () => {
  beforeEach(() => {
    first = open();
  });
  const supplement = (says: Parameters<typeof reading>[0], changes: Parameters<typeof mail>[0] = {}): IntakeResult =>
    world.receive(mail({ ...answering(first), ...changes }), reading({ kind: "supplement", ...says }));

  it("that brings the rest completes the case", () => {
    const second = supplement({
      items: { 3: ["name", "email", "address"], 12: ["start"], 16: "complete" },
      documents: { cv: "present" },
      attachments: [file("CV.pdf", ["cv"])],
    });
    expect(second.reference).toBe(first.reference);
    expect(short(second)).toBe("receipt, complete, send");
    expect(second.reply?.text).toContain("Punkt 3, 12 og 16");
    expect(second.view).toMatchObject({ state: "complete" });
  });
  it("that brings a part is told what is new and what remains, no more", () => {
    const second = supplement({ items: { 16: "complete" } });
    expect(short(second)).toBe("request_missing, lacking, send");
    expect(second.reply?.text).toMatch(/Dette er nytt siden sist\n\n- Punkt 16\n/);
    expect(second.reply?.text).toMatch(
      /Dette gjenstår\n\n- Punkt 3\. Leder for institusjonen: telefonnummer\n- Punkt 12\. Start- og sluttdato: sluttdato\n/,
    );
    expect(second.reply?.text).not.toMatch(/Dette fant vi\n/);
  });
  it("in parts adds up over several mails, until a person takes over", () => {
    expect(short(supplement({ items: { 16: "complete" } }))).toBe("request_missing, lacking, send");
    const third = supplement({ items: { 12: ["start"] } });
    expect(short(third)).toBe("handover, rounds_used, send");
    expect(third.view).toMatchObject({ state: "with_person", rounds: 2 });
    const fourth = supplement({ items: { 3: ["name", "email", "address"] }, documents: { cv: "present" } });
    expect(short(fourth)).toBe("receipt, complete, withhold");
    expect(fourth.decision.withheld.map((one) => one.code)).toEqual(["cap_case"]);
  });
  it("that only says thank you counts for nothing and gets no answer", () => {
    const thanks = supplement({}, { body: "Takk!" });
    expect(short(thanks)).toBe("none, nothing_new, none");
    expect(world.sent).toHaveLength(1);
    expect(thanks.view).toMatchObject({ state: "waiting", rounds: 1 });
  });
  it("that only asks something goes to a person", () => {
    const asks = supplement({}, { body: "Hvilken adresse mener dere?" });
    expect(short(asks)).toBe("handover, question_in_case, none");
  });
  it("too short to tell its language is answered in the language of the case", () => {
    first = open({ ...incomplete, language: "nn", title: "Eit anna prosjekt" });
    const second = supplement({ items: { 16: "complete" }, language: "en", languageSure: false });
    expect(second.reply?.text).toContain("Dette står att");
    expect(second.reply?.text).not.toContain("We have answered in Norwegian");
  });
  it("with another subject finds its case by the thread", () => {
    const second = supplement({ items: { 16: "complete" } }, { subject: "Vedlegg" });
    expect(second.reference).toBe(first.reference);
    expect(second.reply?.subject).toBe(`[${first.reference}] Re: Vedlegg`);
  });
  it("whose Message-ID was rewritten on the way finds its case by the reference and the sender", () => {
    const second = supplement({ items: { 16: "complete" } }, { inReplyTo: ["<x@gateway.example>"], references: [] });
    expect([second.reference, second.events[0]]).toEqual([first.reference, expect.objectContaining({ how: "reference" })]);
  });
  it("from a colleague at the same institution belongs to the case", () => {
    const second = supplement({ items: { 16: "complete" } }, { from: { name: "Assistent", address: "kontor@vestforsk.example" } });
    expect(second.reference).toBe(first.reference);
    expect(second.reply?.to.address).toBe("kontor@vestforsk.example");
  });
  it("from a stranger is held with a suggestion and never answered with the case", () => {
    const second = supplement({ items: { 16: "complete" } }, { from: { name: "", address: "noen@annet.example" } });
    expect(short(second)).toBe("handover, unknown_sender, none");
    expect(second).toMatchObject({ reference: null, events: [], reply: null, hold: { suggestions: [first.reference], because: "unknown_sender" } });
  });
  it("without thread and reference is held with the sender's cases as suggestions", () => {
    const second = supplement({ items: { 16: "complete" } }, { inReplyTo: [], references: [], subject: "CV" });
    expect(second.hold).toMatchObject({ suggestions: [first.reference], because: "no_thread" });
  });
  it("with a guessed reference is held, not added", () => {
    const second = supplement({ items: { 16: "complete" } }, { inReplyTo: [], references: [], subject: "[UDI 2026-0001-BBBB]" });
    expect(second.hold?.because).toBe("no_thread");
  });
  it("sent twice is linked and not answered twice", () => {
    const message = mail({ ...answering(first), body: "Nei, ikke forhåndsdrøftet." });
    const says = reading({ kind: "supplement", items: { 16: "complete" } });
    world.receive(message, says);
    const again = world.receive({ ...message, messageId: "<other@vestforsk.example>" }, says);
    expect(short(again)).toBe("none, duplicate, none");
    expect(again.events.map((event) => event.type)).toEqual(["duplicate"]);
    expect(world.sent).toHaveLength(2);
  });
  it("under the quoted points that nobody could read is unclear, not asked for again", () => {
    const second = supplement(
      {},
      {
        body: "Jeg svarer under.\n> Punkt 16. Forhåndsdrøfting med Datatilsynet: svar ja eller nei\nDet er gjort i fjor vår.\n> Punkt 12. Start- og sluttdato: sluttdato\nKommer vi tilbake til.",
      },
    );
    expect(second.view?.merged?.items.find((one) => one.item === 16)?.status).toBe("unclear");
    expect(second.view?.merged?.items.find((one) => one.item === 12)?.status).toBe("incomplete");
    expect(second.reply?.text).not.toMatch(/- Punkt 16\. Forhånds/);
    expect(second.reply?.text).toMatch(/En saksbehandler ser nærmere på punkt 16/);
  });
  it("to a closed case goes to a person and gets no answer", () => {
    world.append(first.reference ?? "", [{ at: world.now, by: "kari", type: "closed", why: "avslått" }]);
    const late = supplement({ items: { 16: "complete" } });
    expect(short(late)).toBe("handover, case_closed, none");
    expect(late.view).toMatchObject({ state: "closed", needsPerson: "the case is closed" });
  });
});

describe("a sender who writes again at once", () => {
  const cv = { kind: "supplement", documents: { cv: "present" }, attachments: [file("CV.pdf", ["cv"])] } as const;
  const again = (says: Parameters<typeof reading>[0], minutes: number, body: string): IntakeResult =>
    world.receive(mail({ ...answering(first), body }), reading(says), minutes * MINUTE);
  beforeEach(() => {
    first = open({ items: { 16: "missing" }, documents: { cv: "missing" } });
  });

  it("with the forgotten file has one answer to that, when ten minutes have passed since the first", () => {
    const second = again(cv, 3, "Her er CV-en.");
    expect(short(second)).toBe("request_missing, lacking, send");
    expect(second.reply).toMatchObject({ state: "planned", notBefore: first.view?.updatedAt ? first.view.updatedAt + 10 * MINUTE : 0 });
    expect(world.sent).toHaveLength(1);
    world.pass(8 * MINUTE);
    expect(world.sent.map((one) => one.at - (world.sent[0]?.at ?? 0))).toEqual([0, 10 * MINUTE]);
    expect(world.sent[1]?.text).toMatch(/Dette er nytt siden sist\n\n- CV til prosjektlederen\n/);
  });
  it("and once more within that time has one answer to all of it", () => {
    again(cv, 3, "Her er CV-en.");
    const third = again({ kind: "supplement", items: { 16: "complete" } }, 3, "Punkt 16: nei.");
    expect(short(third)).toBe("receipt, complete, send");
    expect(third.events.map((event) => event.type)).toEqual(["received", "read", "discarded", "decided", "answered"]);
    world.pass(30 * MINUTE);
    expect(world.sent).toHaveLength(2);
    expect(world.sent[1]?.text).toMatch(/Dette er nytt siden sist\n\n- Punkt 16\n- CV til prosjektlederen\n/);
    expect(world.view(first.reference ?? "")).toMatchObject({ state: "complete", rounds: 1, needsPerson: null });
  });
  it("with thanks only still has the answer that waits", () => {
    again(cv, 3, "Her er CV-en.");
    again({ kind: "supplement" }, 1, "Takk!");
    world.pass(30 * MINUTE);
    expect(world.sent).toHaveLength(2);
  });
  it("while a person has yet to release the first reply gets one reply that speaks of everything, as the first", () => {
    world = new World({ mode: "hold" });
    first = open({ items: { 16: "missing" }, documents: { cv: "missing" } });
    const second = again(cv, 3, "Her er CV-en.");
    expect(second.reply).toMatchObject({ purpose: "request", state: "withheld" });
    expect(second.reply?.text).toContain("Takk for søknaden. Vi har lest e-posten og ett vedlegg");
    expect(second.view).toMatchObject({ state: "waiting", rounds: 1, outgoing: [{ state: "discarded" }, { state: "withheld" }] });
  });
  it("to take the application back is not asked for more: what waits is dropped", () => {
    again(cv, 3, "Her er CV-en.");
    again({ kind: "supplement", flags: [{ code: "withdrawn", items: [], evidence: [] }] }, 3, "Vi trekker søknaden.");
    world.pass(30 * MINUTE);
    expect(world.sent).toHaveLength(1);
  });
});

describe("a sender with two cases", () => {
  it("has each answer added to the case that it answers", () => {
    first = open({ ...incomplete, title: "Ventetid i mottak" });
    const other = open({ ...incomplete, title: "Barn i mottak" }, { subject: "En søknad til" });
    expect(other.reference).not.toBe(first.reference);
    const toFirst = world.receive(mail({ ...answering(first), body: "a" }), reading({ kind: "supplement", items: { 16: "complete" } }));
    const toOther = world.receive(mail({ ...answering(other), body: "b" }), reading({ kind: "supplement", items: { 12: ["start"] } }));
    expect([toFirst.reference, toOther.reference]).toEqual([first.reference, other.reference]);
    const unsure = world.receive(mail({ body: "c" }), reading({ kind: "supplement", items: { 12: ["start"] } }));
    expect(unsure.hold?.suggestions).toEqual([other.reference, first.reference]);
    const both = world.receive(
      mail({ ...answering(first), subject: `${first.reference} og ${other.reference}`, body: "d" }),
      reading({ kind: "supplement", items: { 3: ["name"] } }),
    );
    expect(both.hold).toMatchObject({ because: "two_cases", suggestions: [first.reference, other.reference] });
  });
  it("who uses the old thread for another project has a person look", () => {
    first = open({ ...incomplete, title: "Ventetid i mottak" });
    const other = world.receive(mail(answering(first)), reading({ title: "Noe helt annet" }));
    expect(other.hold).toMatchObject({ because: "other_project", suggestions: [first.reference] });
  });
  it("who sends the same project again as a whole, now with the CV, completes the first case", () => {
    first = open({ ...incomplete, title: "Ventetid i mottak" });
    const again = open({ title: "Ventetid i mottak", attachments: [file("CV.pdf", ["cv"])] }, { body: "Her er alt på nytt, nå med CV." });
    expect(again.reference).toBe(first.reference);
    expect(again.events[0]).toMatchObject({ type: "received", how: "same_project" });
    expect(short(again)).toBe("receipt, complete, send");
  });
});

describe("machines", () => {
  it("that answer our answer are noted on the case and get no answer", () => {
    first = open();
    const away = world.receive(mail({ ...answering(first), body: "Jeg er på ferie." }), reading({ kind: "automatic" }));
    expect(short(away)).toBe("none, automatic, none");
    expect(away.view?.messages.at(-1)?.how).toBe("noted");
    expect(away.view?.state).toBe("waiting");
  });
  it("without any sign of being one stop getting answers after a few mails", () => {
    first = open();
    let last = first;
    for (let round = 0; round < 20; round += 1)
      last = world.receive(
        mail({ ...answering(last.reply ? last : first), body: `Vi har mottatt din henvendelse nr. ${round}` }),
        reading({ kind: "supplement" }),
        MINUTE,
      );
    expect(world.sent).toHaveLength(1);
    for (let round = 0; round < 20; round += 1)
      last = world.receive(
        mail({ ...answering(first), body: `nr. ${round}` }),
        reading({ kind: "supplement", items: { 12: round % 2 ? ["start"] : ["end"] }, attachments: [file(`${round}.pdf`, ["other"])] }),
        20 * MINUTE,
      );
    expect(world.sent.length).toBeLessThanOrEqual(3);
    expect(last.view?.needsPerson).not.toBeNull();
  });
  it("that open case after case are stopped by the cap for their address", () => {
    for (let round = 0; round < 10; round += 1) open({ ...incomplete, title: `Prosjekt nummer ${round} heter` }, { body: `Prosjekt ${round}` });
    expect(world.sent).toHaveLength(5);
  });
  it("that return our mail show on its case and stop further mail to that address", () => {
    first = open();
    const report = mail({
      from: { name: "", address: "mailer-daemon@mx.vestforsk.example" },
      headers: { "Return-Path": "<>" },
      contentType: "multipart/report",
      body: `Delivery failed.\nFinal-Recipient: rfc822; marte.haug@vestforsk.example\nAction: failed\nStatus: 5.1.1\nMessage-ID: ${first.reply?.messageId}`,
    });
    const bounce = world.receive(report, reading({ kind: "automatic" }));
    expect(bounce.reference).toBe(first.reference);
    expect(bounce.view).toMatchObject({ needsPerson: "our mail came back", bouncedAddresses: ["marte.haug@vestforsk.example"] });
    expect(bounce.view?.outgoing[0]?.state).toBe("bounced");
    const next = world.receive(mail(answering(first)), reading({ kind: "supplement", items: { 16: "complete" } }));
    expect(next.decision).toMatchObject({ outcome: "withhold", withheld: [{ code: "address_bounced" }] });
  });
});

describe("a report that a mail came back", () => {
  it("stops mail to the one whom we wrote to, and to nobody else whom it names", () => {
    const first = open();
    const report = mail({
      contentType: "multipart/report",
      inReplyTo: [first.reply?.messageId ?? ""],
      body: "Final-Recipient: rfc822; somebody.else@vestforsk.example\nAction: failed\nStatus: 5.1.1",
    });
    expect(world.receive(report, reading({ kind: "automatic" })).view?.bouncedAddresses).toEqual(["marte.haug@vestforsk.example"]);
  });
});

describe("a mail that looks like a question", () => {
  const asQuestion = (items: Parameters<typeof reading>[0]) => ({
    ...reading({ kind: "question" }),
    ifAdded: { items: reading({ kind: "supplement", ...items }).items, flags: [] },
  });
  const phone = { items: { 3: ["name", "email", "address"] } };
  beforeEach(() => {
    first = open();
  });
  it("and answers what its case asked for is read as an answer", () => {
    const second = world.receive(mail({ ...answering(first), body: "Det er 57 67 61 50." }), asQuestion(phone));
    expect([short(second), second.kind]).toEqual(["request_missing, lacking, send", "supplement"]);
    expect(second.reply?.text).toContain("- Punkt 3\n");
  });
  it("and asks is a question, whatever words of an answer it holds", () => {
    const second = world.receive(mail({ ...answering(first), body: "Er det telefonen 57 67 61 50 dere mener?" }), asQuestion(phone));
    expect(short(second)).toBe("handover, question, none");
    expect(second.view?.merged).toEqual(first.view?.merged);
  });
  it("from a stranger in the thread changes nothing in the case", () => {
    const stranger = { from: { name: "", address: "noen@annet.example" } };
    const second = world.receive(mail({ ...answering(first), ...stranger, body: "Det er 57 67 61 50." }), asQuestion(phone));
    expect([short(second), second.view?.merged]).toEqual(["handover, question, none", first.view?.merged]);
  });
  it("sent anew by a sender whose case is open is held with that case as suggestion, unless it asks", () => {
    const held = world.receive(mail({ subject: "Telefonnummer", body: "Det er 57 67 61 50." }), asQuestion({}));
    expect(held.hold).toMatchObject({ suggestions: [first.reference], because: "no_thread" });
    expect(world.receive(mail({ subject: "Telefonnummer", body: "Fikk dere e-posten?" }), asQuestion({})).hold).toBeNull();
    expect(world.receive(mail({ from: { name: "", address: "ny@annet.example" }, body: "Det er 57." }), asQuestion({})).hold).toBeNull();
  });
});

describe("two files sent anew and taken for an application", () => {
  const slight = { others: "missing", items: { 4: ["phone", "address"], 14: "complete" }, documents: { cv: "present" } } as const;
  it("by a sender whose case is open are held: nobody is asked for all the points again", () => {
    first = open();
    const second = world.receive(mail({ subject: "De to siste vedleggene", body: "Her er CV og DPIA." }), reading(slight));
    expect(second.hold).toMatchObject({ suggestions: [first.reference], because: "no_thread" });
    expect(world.sent).toHaveLength(1);
  });
  it("by anybody else open a case", () => {
    expect(world.receive(mail({ body: "Her er CV og DPIA." }), reading(slight)).reference).not.toBeNull();
  });
});

describe("questions and strangers", () => {
  it("get no answer and no case", () => {
    for (const kind of ["question", "unrelated"] as const) {
      const result = world.receive(mail({ body: kind }), reading({ kind }));
      expect([result.decision.action, result.reference, result.reply]).toEqual(["handover", null, null]);
    }
  });
  it("a question within a case is noted there for a person", () => {
    first = open();
    const asks = world.receive(mail({ ...answering(first), body: "Når får vi svar?" }), reading({ kind: "question" }));
    expect(asks.view).toMatchObject({ state: "with_person", reference: first.reference });
  });
});

describe("a sender whom our mail server has not confirmed", () => {
  const server = { authservId: "mx.agency.example" };
  it("opens a case, but the reply waits for a person", () => {
    world = new World(server);
    first = open();
    expect(first.decision).toMatchObject({ outcome: "withhold", withheld: [{ code: "not_authenticated" }] });
    expect(first.view).toMatchObject({ needsPerson: "a reply is withheld" });
  });
  it("is not let into an existing case", () => {
    world = new World(server);
    const signed = { "Authentication-Results": "mx.agency.example; dmarc=pass header.from=vestforsk.example" };
    first = open(incomplete, { headers: signed });
    const forged = world.receive(mail(answering(first)), reading({ kind: "supplement", items: { 16: "complete" } }));
    expect(forged.hold).toMatchObject({ because: "not_authenticated", suggestions: [first.reference] });
    const known = world.receive(
      mail({ ...answering(first), headers: signed, body: "ny" }),
      reading({ kind: "supplement", items: { 16: "complete" } }),
    );
    expect(known.reference).toBe(first.reference);
  });
  it("whose address is forged is held", () => {
    world = new World(server);
    first = open(incomplete, { headers: { "Authentication-Results": "mx.agency.example; dmarc=fail header.from=vestforsk.example" } });
    expect(first).toMatchObject({ reference: null, reply: null, hold: { because: "not_authenticated", suggestions: [] } });
  });
});

describe("what waits for a person", () => {
  it("is told with its reason where no machine may answer, and no reply is kept", () => {
    first = open(incomplete, { headers: { "List-Id": "<liste.example>" } });
    expect(first.view).toMatchObject({ state: "with_person", outgoing: [] });
    expect(first.view?.needsPerson).toMatch(/^no machine may answer: list-id is set/);
  });
  it("is no more than a delay when the mail server only tells of one", () => {
    first = open();
    const delay = world.receive(
      mail({
        headers: { "Return-Path": "<>" },
        contentType: "multipart/report",
        returnedIds: [first.reply?.messageId ?? ""],
        body: "Action: delayed\nStatus: 4.4.1",
      }),
      reading({ kind: "automatic" }),
    );
    expect(delay.view).toMatchObject({ needsPerson: null, outgoing: [{ state: "sent" }] });
  });
});

describe("modes", () => {
  it.each([
    ["hold", "mode_hold"],
    ["shadow", "mode_shadow"],
  ] as const)("%s keeps every reply with its reason", (mode, code) => {
    world = new World({ mode });
    first = open({});
    expect(first.reply).toMatchObject({ state: "withheld", reasons: [{ code }] });
    expect(world.sent).toEqual([]);
    expect(world.now).toBeGreaterThan(DAY);
  });
});
