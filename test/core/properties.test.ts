/** What holds for the reader on any text: it ends, it does not throw, and its proofs are words of the sender. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Assessment } from "#core/assessment.ts";
import type { Document } from "#core/document.ts";
import type { Message } from "#core/message.ts";
import { assess, plainDocument, plainMessage } from "#test/support/plain-message.ts";
import { readMessage } from "#edges/read/reader.ts";

/** Words of the trade, so that random texts touch every recogniser. */
const words =
  "Prosjektleder: Kari Nordmann, professor ved Universitetet i Agder tlf. 38 14 10 00 kari@uia.example Postboks 422, 4604 Kristiansand 1. august 2026 31.12.2029 høsten 2027 variabler kjønn alder fordi nødvendig kobles SSB nøkkelen lagres server tofaktor Datatilsynet ikke nei ja ☒ ☐ | – « » ( ) \n \n\n 12. 3) : ; . , ? søker dispensasjon taushetsplikt forskning The project will end in Behandlingsansvarlig DPIA CV 13097248022 201641778398".split(
    " ",
  );
const text = fc.oneof(
  fc.array(fc.constantFrom(...words), { maxLength: 120 }).map((some) => some.join(" ")),
  fc.string({ unit: "binary", maxLength: 400 }),
  fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ unit: "grapheme", maxLength: 12 })), { maxLength: 80 }).map((some) => some.join(" ")),
);
const asking = "Vi søker om dispensasjon fra taushetsplikten for å få utlevert opplysninger til forskning.\n\n";

const squeeze = (words: string): string => words.replace(/\s+/gu, " ").trim();
const sourceText = (message: Message, name: string): string => {
  if (name === "subject") return message.subject;
  const document = name === "body" ? message.body : message.attachments.find((one) => one.name === name);
  if (!document) return "";
  return [
    document.name,
    ...document.blocks.flatMap((block) => [
      block.text,
      ...(block.kind === "field" ? [block.label, block.value, `${block.label}: ${block.value}`] : []),
      ...(block.kind === "table"
        ? block.rows.flatMap((row) => [
            row
              .map((cell) => cell.text.trim())
              .filter(Boolean)
              .join(" | "),
            ...row.map((cell) => cell.text),
          ])
        : []),
    ]),
    ...document.hidden.map((one) => one.text),
  ].join("\n");
};
const masked = (quote: string): boolean => /\*{2}/.test(quote);

/** Quotes that are no words of their source. */
const inventedQuotes = (message: Message, { items, flags }: Assessment): string[] =>
  [...items.flatMap((item) => [...item.evidence, ...item.trace.flatMap((step) => step.evidence ?? [])]), ...flags.flatMap((flag) => flag.evidence)]
    .filter(({ source, quote }) => !masked(quote) && !squeeze(sourceText(message, source)).includes(squeeze(quote)))
    .map(({ source, quote }) => `${source}: ${quote}`);

const mails: Message[] = [];
beforeAll(async () => {
  const folder = "fixtures/mail/universitet";
  for (const name of readdirSync(folder)
    .filter((one) => one.endsWith(".eml"))
    .toSorted()
    .slice(0, 6))
    mails.push(await readMessage(readFileSync(join(folder, name))));
}, 120_000);

describe("the reader", () => {
  it("never throws, whatever the texts", () => {
    fc.assert(
      fc.property(
        text,
        text,
        text,
        (body, first, second) => void assess(plainMessage({ body, files: { "Søknad.docx": first, "DPIA.pdf": second } })),
      ),
      { numRuns: 150 },
    );
  });
  it("never throws on documents in any state", () => {
    const state = fc.constantFrom<Document["state"]>(
      "encrypted",
      "corrupt",
      "unsupported",
      "empty",
      "no_text",
      "too_large",
      "timeout",
      "memory",
      "link",
      "partial",
      "read",
    );
    fc.assert(
      fc.property(
        text,
        state,
        text,
        (body, how, words) =>
          void assess(plainMessage({ body: asking + body, documents: [plainDocument("Prosjektbeskrivelse.pdf", words, { state: how })] })),
      ),
      { numRuns: 60 },
    );
  });
  it("says the same twice", () => {
    fc.assert(
      fc.property(text, (body) => {
        const message = plainMessage({ body: asking + body });
        expect(assess(message)).toEqual(assess(message));
      }),
      { numRuns: 30 },
    );
  });
  it("quotes only words of its sources", () => {
    fc.assert(
      fc.property(text, text, (body, letter) => {
        const message = plainMessage({ body: asking + body, files: { "Søknad.docx": `Søknad om dispensasjon\n\n${letter}` } });
        expect(inventedQuotes(message, assess(message))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
  it("quotes only words of whole applications", () => {
    for (const message of mails) expect(inventedQuotes(message, assess(message)), message.subject).toEqual([]);
  });
});

const statuses = (assessment: Assessment) => Object.fromEntries(assessment.items.map(({ item, status }) => [item, status]));
const neutral = plainDocument("x", "Møterommet i tredje etasje er stengt på grunn av oppussing. Kantinen serverer suppe på torsdager.").blocks[0];

describe("an application", () => {
  it("keeps its answers when the documents stand in another order", () => {
    const differing: string[] = [];
    for (const message of mails) {
      const [before, after] = [statuses(assess(message)), statuses(assess({ ...message, attachments: message.attachments.toReversed() }))];
      differing.push(
        ...Object.keys(before)
          .filter((item) => before[item] !== after[item])
          .map((item) => `${message.subject}: ${item} ${before[item]} / ${after[item]}`),
      );
    }
    expect(differing).toEqual([]);
  });
  it("keeps its answers when an unrelated paragraph comes at the end", () => {
    const lost: string[] = [];
    for (const message of mails) {
      const withMore = (document: Document): Document =>
        neutral && document.blocks.length > 0
          ? { ...document, blocks: [...document.blocks, { ...neutral, index: document.blocks.length }] }
          : document;
      const [before, after] = [assess(message), assess({ ...message, attachments: message.attachments.map(withMore) })];
      for (const item of before.items) {
        const now = after.items.find((one) => one.item === item.item);
        if (item.status === "complete" && now?.status !== "complete") lost.push(`${message.subject}: ${item.item} ${now?.status}`);
      }
    }
    expect(lost).toEqual([]);
  });
});

describe("time", () => {
  it("grows with the text's length and not faster", () => {
    const paragraph =
      "Prosjektet starter i august 2026. Kari Nordmann, professor ved Universitetet i Agder, leder prosjektet og har tilgang til dataene. Opplysningene er nødvendige fordi ingen andre registre viser vedtaksdato. ";
    const spent = (paragraphs: number): number => {
      const message = plainMessage({
        body: asking,
        files: { "Prosjektbeskrivelse.docx": Array.from({ length: paragraphs }, (_, index) => `${index + 1} ${paragraph}`).join("\n\n") },
      });
      const before = process.cpuUsage();
      assess(message);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    };
    spent(40);
    const [short, long] = [Math.min(spent(100), spent(100)), Math.min(spent(400), spent(400))];
    // Four times the text: a square reader would need sixteen times.
    expect(long / short, `${short.toFixed(0)} ms, ${long.toFixed(0)} ms`).toBeLessThan(9);
  }, 120_000);
});
