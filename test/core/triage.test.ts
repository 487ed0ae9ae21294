import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MessageKind } from "#core/assessment.ts";
import type { Message } from "#core/message.ts";
import type { DocumentRole } from "#core/roles.ts";
import { automaticSignal, type TriageFacts, triage } from "#core/triage.ts";
import { assess, plainDocument, plainMessage } from "#test/support/plain-message.ts";
import { messageOf, senderMails, shortMails } from "./short-mails.ts";

const kinds: readonly MessageKind[] = ["application", "supplement", "question", "automatic", "unrelated"];
const judged = await Promise.all(
  shortMails.map(async (mail) => {
    const { kind, kindReason } = assess(await messageOf(mail));
    return { ...mail, got: kind, reason: kindReason.code };
  }),
);
/** Share of each kind that is right; each just under what it was when it was measured. */
const floors: Readonly<Record<string, number>> = { application: 0.9, supplement: 0.97, question: 1, automatic: 0.97, unrelated: 0.9 };

describe("the kinds of 200 short mails", () => {
  it.each(kinds)("are right for at least the measured share of %s", (kind) => {
    const mails = judged.filter((mail) => mail.kind === kind);
    const misses = mails.filter((mail) => mail.got !== kind);
    const right = 1 - misses.length / mails.length;
    console.log(
      `${kind}: ${mails.length - misses.length} of ${mails.length}\n${misses.map((mail) => `  ${mail.got} (${mail.reason}): ${JSON.stringify(mail.text.slice(0, 150))}`).join("\n")}`,
    );
    expect(mails.length).toBe(40);
    expect(right).toBeGreaterThanOrEqual(floors[kind] ?? 1);
  });
  it("never take a machine's mail for an application or a supplement, though no header says that it is a machine's", () => {
    expect(
      judged.filter((mail) => mail.kind === "automatic" && (mail.got === "application" || mail.got === "supplement")).map((mail) => mail.text),
    ).toEqual([]);
  });
  it("never take a person's mail for a machine's", () => {
    expect(judged.filter((mail) => mail.kind !== "automatic" && mail.got === "automatic").map((mail) => mail.text)).toEqual([]);
  });
  it("come with a reason for each", () => {
    expect(judged.filter((mail) => mail.reason === "")).toEqual([]);
  });
});

const answered: readonly MessageKind[] = ["application", "supplement"];

describe("the kinds of short mails by senders of every sort", async () => {
  const read = await Promise.all(
    senderMails.map(async ({ thread, ...mail }) => {
      const message = await messageOf(mail);
      const { kind, kindReason } = assess(thread ? { ...message, inReplyTo: ["<svar@etat.example>"] } : message);
      return { ...mail, got: kind, reason: kindReason.code };
    }),
  );
  it("are right for nine of ten", () => {
    const misses = read.filter((mail) => mail.got !== mail.kind);
    console.log(misses.map((mail) => `  ${mail.kind} -> ${mail.got} (${mail.reason}): ${JSON.stringify(mail.text.slice(0, 150))}`).join("\n"));
    expect(1 - misses.length / read.length).toBeGreaterThanOrEqual(0.9);
  });
  it("never let a question, a machine or a private case get an answer about completeness", () => {
    const wrong = [...read, ...judged].filter((mail) => answered.includes(mail.got) && !answered.includes(mail.kind));
    expect(wrong.map((mail) => mail.text)).toEqual([]);
  });
});

const asking =
  "Hei.\n\nVi søker om dispensasjon fra taushetsplikten for å få utlevert opplysninger til forskningsprosjektet Vinterlys ved Høgskolen i Nordmarka.\n\nVennlig hilsen\nKari Heggdal";
const application = (more: Partial<Message> = {}): Message => ({ ...plainMessage({ body: asking }), ...more });
const none: TriageFacts = { roles: [], itemsTouched: 0 };
const facts = (...roles: DocumentRole[]): TriageFacts => ({ roles: roles.map((role) => [role]), itemsTouched: 0 });
const fileOf = (name: string) => plainDocument(name, "Et forskningsprosjekt med metode og problemstilling. ".repeat(40));

describe("automaticSignal", () => {
  it("finds none in a person's application", () => expect(automaticSignal(application())).toBeNull());
  it.each([
    ["auto-submitted", "auto-replied", "auto_submitted"],
    ["auto-submitted", "auto-generated; owner=x", "auto_submitted"],
    ["return-path", "<>", "null_sender"],
    ["x-failed-recipients", "en@nordmarka.example", "failed_recipients"],
    ["x-autoreply", "yes", "auto_header"],
    ["x-autorespond", "yes", "auto_header"],
    ["precedence", "Bulk", "precedence"],
  ])("reads %s: %s", (name, value, code) => {
    expect(automaticSignal(application({ headers: { [name]: [value] } }))?.code).toBe(code);
  });
  it.each([
    ["auto-submitted", "no"],
    ["return-path", "<kari.heggdal@uia.example>"],
    ["precedence", "normal"],
    ["list-id", "<ansatte.nordmarka.example>"],
  ])("takes %s: %s for a person's where the mail asks for data", (name, value) => {
    expect(automaticSignal(application({ headers: { [name]: [value] } }))).toBeNull();
  });
  it("takes mail through a list that asks for nothing for a list's", () => {
    const news = {
      ...plainMessage({ body: "Nytt fra biblioteket denne uken.", subject: "Uke 12" }),
      headers: { "list-unsubscribe": ["<https://liste.example/av>"] },
    };
    expect(automaticSignal(news)?.code).toBe("list");
  });
  it("takes a delivery report and a calendar message by their type", () => {
    expect(automaticSignal(application({ contentType: "multipart/report" }))?.code).toBe("report");
    expect(automaticSignal(application({ contentType: "text/calendar" }))?.code).toBe("calendar");
  });
  it.each(["MAILER-DAEMON@nordmarka.example", "postmaster@nordmarka.example", "no-reply@nordmarka.example"])("knows the sender %s", (address) => {
    expect(automaticSignal(application({ from: { name: "", address } }))?.code).toBe("robot_sender");
  });
  it.each([
    "Automatisk svar: Søknad om data",
    "SV: Fraværsmelding",
    "Out of office: travel",
    "Undeliverable: Kvittering",
    "Lest: Svar på søknad",
    "Møteinnkalling: statusmøte",
  ])("knows the subject %s", (subject) => expect(automaticSignal(plainMessage({ body: "Hei.", subject }))?.code).toBe("subject"));
  it.each(["Søknad om data", "SV: Mangler i søknaden", "Lesing av vedtak", "Accepting refugees: application for access"])(
    "does not take the subject %s for a machine's",
    (subject) => expect(automaticSignal(plainMessage({ body: asking, subject }))).toBeNull(),
  );
  it("reads an absence notice by its text, and not where the sender asks for data in the same mail", () => {
    const body = "Hei! Jeg er på ferie til 14. august og leser ikke e-post.";
    expect(automaticSignal(plainMessage({ body, subject: "Hei" }))?.code).toBe("absence_text");
    expect(automaticSignal(plainMessage({ body: `Jeg er på ferie fra fredag, så jeg sender søknad nå. ${asking}`, subject: "Hei" }))).toBeNull();
  });
  it("lets files of some length speak for a person even with a machine's subject", () => {
    const message = { ...plainMessage({ body: "Se vedlegg.", subject: "Kvittering: søknad" }), attachments: [fileOf("prosjektbeskrivelse.txt")] };
    expect(automaticSignal(message)).toBeNull();
  });
});

describe("triage", () => {
  const kindOf = (message: Message, more: TriageFacts = none): MessageKind => triage(message, more).kind;
  it("an application asks for data for research in its own words", () => expect(kindOf(application())).toBe("application"));
  it("an application may say nothing and bring the documents", () => {
    expect(kindOf(plainMessage({ body: "Se vedlegg.", subject: "Dokumenter" }), facts("project_description", "cv", "dpia"))).toBe("application");
  });
  it("a machine's header decides before words and documents", () => {
    expect(kindOf(application({ headers: { "auto-submitted": ["auto-replied"] } }), facts("project_description", "cv", "dpia"))).toBe("automatic");
  });
  it.each([
    "Her er et utkast til DPIA og variabelliste. Dette er ikke en søknad, men vi ønsker råd.",
    "Dette er foreløpig ikke noen søknad. Er malen god nok?",
    "Legg merke til at dette er ennå ikkje ein søknad; vi vil berre vite kva de meiner.",
    "Note that this is not an application. We attach our draft.",
  ])("what the sender says that it is not weighs more than its files: %s", (text) => {
    expect(kindOf(plainMessage({ body: text, subject: "Utkast" }), facts("dpia", "variables", "project_description"))).toBe("question");
  });
  it("saying that the application is not about one's own case is still an application", () => {
    const body = "Dette er ikke en søknad om innsyn i egen sak, men om data til forskning.";
    expect(kindOf(plainMessage({ body, subject: "Søknad" }), facts("dpia", "cv", "project_description"))).toBe("application");
  });
  it("asking whether one may apply is a question", () => {
    expect(
      kindOf(plainMessage({ body: "Hei, jeg lurer på om en masterstudent kan søke om tilgang til data til forskning?", subject: "Spørsmål" })),
    ).toBe("question");
  });
  it("an answer in a thread that brings a document is a supplement, one that brings nothing is a question", () => {
    const answer = application({ inReplyTo: ["<kvittering@etat.example>"], subject: "SV: Deres søknad" });
    const thanks = { ...plainMessage({ body: "Takk for beskjed.", subject: "SV: Deres søknad" }), inReplyTo: ["<kvittering@etat.example>"] };
    expect(kindOf(answer, facts("dpia"))).toBe("supplement");
    expect(kindOf(thanks)).toBe("question");
  });
  it("a late file without a thread is a supplement where the mail says what it is late for", () => {
    const body = "Hei, jeg viser til søknaden vi sendte i februar og glemte CV. Den ligger ved her.";
    expect(kindOf(plainMessage({ body, subject: "CV" }), facts("cv"))).toBe("supplement");
  });
  it("the sender's own case is no application for research", () => {
    expect(kindOf(plainMessage({ body: "Hei, når får jeg svar på søknaden min om familiegjenforening?", subject: "Min sak" }))).toBe("unrelated");
  });
  it("a job application is unrelated", () => {
    expect(kindOf(plainMessage({ body: "Jeg søker jobb hos dere og legger ved vitnemål.", subject: "Ledig stilling" }))).toBe("unrelated");
  });
  it("a journalist who asks for figures is no applicant", () => {
    const body = "Jeg er journalist i Nordmarka Avis og ber om innsyn i saksdokumenter til en sak om forskning.";
    expect(["question", "unrelated"]).toContain(kindOf(plainMessage({ body, subject: "Innsynskrav" })));
  });
  it("quoted words decide nothing", () => {
    const message = plainMessage({ body: "Takk!", subject: "SV: Kvittering" });
    const quoted = {
      ...message.body,
      blocks: [...message.body.blocks, ...plainDocument("body", asking).blocks.map((block) => ({ ...block, origin: "quoted" as const }))],
    };
    expect(kindOf({ ...message, body: quoted })).not.toBe("application");
  });
  it("gives one of the five kinds and a reason for any text, and the same twice", () => {
    const some = fc.constantFrom<DocumentRole>("application", "project_description", "cv", "dpia", "variables", "other");
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 200 }),
        fc.string({ maxLength: 60 }),
        fc.array(some, { maxLength: 4 }),
        (body, subject, roles) => {
          const message = plainMessage({ body, subject, documents: roles.map((_, index) => plainDocument(`${index}.txt`, body)) });
          const one = triage(message, facts(...roles));
          expect(kinds).toContain(one.kind);
          expect(one.reason.because).not.toBe("");
          expect(triage(message, facts(...roles))).toEqual(one);
        },
      ),
    );
  });
});
