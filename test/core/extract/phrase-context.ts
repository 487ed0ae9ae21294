/** A ReaderContext from plain text or from a whole message, and the comparison of titles and institutions that the score uses. */
import { readFileSync } from "node:fs";
import type { Catalogue } from "#core/catalogue.ts";
import type { ReaderContext } from "#core/extract/context.ts";
import { cueMatcher } from "#core/extract/cues.ts";
import { passagesOf, type Source } from "#core/extract/passages.ts";
import { placePassages } from "#core/extract/place.ts";
import { directoryOf } from "#core/people/directory.ts";
import { type DocumentRole, rolesOf } from "#core/roles.ts";
import { readMessage } from "#edges/read/reader.ts";
import { loadAgency } from "#edges/settings/agency.ts";
import { plainDocument } from "#test/support/plain-message.ts";

const catalogue: Catalogue = loadAgency("config/agencies/udi").catalogue;
const cues = cueMatcher(catalogue);
export const itemOf = (number: number) => {
  const item = catalogue.items.find((one) => one.number === number);
  if (!item) throw new Error(`no item ${number}`);
  return item;
};

const contextOf = (sources: readonly Source[], subject: string, sender: { name: string; address: string } | null): ReaderContext => ({
  catalogue,
  cues,
  sources,
  placed: placePassages(passagesOf(sources), cues, catalogue),
  directory: directoryOf(sources, sender),
  model: { version: 1, trainedOn: { phrases: 0, hash: "" }, parts: {} },
  sender,
  subject,
  receivedAt: "2026-03-01",
});

/** Context of texts, each a document with its roles. */
export const contextOfTexts = (texts: readonly { name: string; text: string; roles: readonly DocumentRole[] }[], subject = ""): ReaderContext =>
  contextOf(
    texts.map(({ name, text, roles }) => ({ document: plainDocument(name, text), roles })),
    subject,
    null,
  );

/** Context of one phrase, as a project description. */
export const contextOfPhrase = (text: string): ReaderContext =>
  contextOfTexts([{ name: "prosjektbeskrivelse.txt", text, roles: ["project_description"] }]);

/** Context of a message in a file. */
export const contextOfMail = async (file: string): Promise<ReaderContext> => {
  const message = await readMessage(readFileSync(file));
  const sources = [
    { document: message.body, roles: ["application"] as DocumentRole[] },
    ...message.attachments.map((document): Source => {
      const { roles, ignored } = rolesOf(document);
      return { document, roles, ...(ignored ? { ignored } : {}) };
    }),
  ];
  return contextOf(sources, message.subject, message.from);
};

const fold = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]+/gu, " ")
    .trim();
const overlap = (a: string, b: string): number => {
  const first = new Set(fold(a).split(" ").filter(Boolean));
  const second = new Set(fold(b).split(" ").filter(Boolean));
  if (first.size === 0 || second.size === 0) return 0;
  return (2 * [...first].filter((word) => second.has(word)).length) / (first.size + second.size);
};
export const sameTitle = (gold: string, got: string): boolean => overlap(gold, got) >= 0.8;
export const sameInstitution = (gold: string, got: string): boolean =>
  overlap(gold, got) >= 0.6 || (got !== "" && (fold(got).includes(fold(gold)) || fold(gold).includes(fold(got))));

export type Phrase = {
  readonly text: string;
  readonly language: string;
  readonly answers: readonly string[];
  readonly value?: Readonly<Record<string, string>>;
};
export const phrasesOf = (number: string): readonly Phrase[] =>
  (JSON.parse(readFileSync(`fixtures/corpus/${number}.json`, "utf8")) as { phrases: Phrase[] }).phrases;

/** Right answers over phrases: found where there is one and with the right value, silent where there is none. */
export const measure = (
  phrases: readonly Phrase[],
  field: string,
  read: (context: ReaderContext) => string | null,
  same: (gold: string, got: string) => boolean,
) => {
  const figures = { answers: 0, found: 0, silent: 0, falsely: 0, wrong: 0 };
  const lines: string[] = [];
  for (const [index, phrase] of phrases.entries()) {
    const gold = phrase.value?.[field] ?? null;
    const got = read(contextOfPhrase(phrase.text));
    if (phrase.answers.length > 0) {
      figures.answers += 1;
      if (got !== null) figures.found += 1;
      if (got !== null && gold !== null && !same(gold, got)) figures.wrong += 1;
      if (got === null || (gold !== null && !same(gold, got)))
        lines.push(
          `${index} ${got === null ? "not found" : "wrong"}: ${JSON.stringify(got)} for ${JSON.stringify(gold)} in ${JSON.stringify(phrase.text.slice(0, 200))}`,
        );
    } else {
      figures.silent += 1;
      if (got !== null) figures.falsely += 1;
      if (got !== null) lines.push(`${index} false: ${JSON.stringify(got)} in ${JSON.stringify(phrase.text.slice(0, 200))}`);
    }
  }
  const right = (figures.found - figures.wrong + figures.silent - figures.falsely) / phrases.length;
  return { ...figures, right, lines };
};
