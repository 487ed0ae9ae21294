/** Messages from plain text: a body and files as a sender would write them, without MIME. */
import { readFileSync } from "node:fs";
import { assessMessage } from "#core/assess.ts";
import type { Assessment, Flag, FlagCode } from "#core/assessment.ts";
import type { Agency } from "#core/catalogue.ts";
import type { Block, Document, DocumentState } from "#core/document.ts";
import type { Message } from "#core/message.ts";
import type { ProseModel } from "#core/prose/model.ts";
import { blocksFromText } from "#edges/read/text-blocks.ts";
import { loadAgency } from "#edges/settings/agency.ts";

export const udi = loadAgency("config/agencies/udi");
export const model = JSON.parse(readFileSync("config/reader/prose-model.json", "utf8")) as ProseModel;

export const plainDocument = (name: string, text: string, more: Partial<Document> = {}): Document => ({
  name,
  mediaType: "text/plain",
  state: "read",
  detail: null,
  method: "text",
  pages: null,
  blocks: blocksFromText(text).map((draft, index) => ({ ...draft, index, origin: "own" }) as Block),
  hidden: [],
  links: [],
  ocrConfidence: null,
  ...more,
});

export const unreadable = (name: string, state: DocumentState): Document => plainDocument(name, "", { state, blocks: [] });

export type Plain = {
  readonly body: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly documents?: readonly Document[];
  readonly subject?: string;
  readonly hidden?: string;
};

export const plainMessage = ({
  body,
  files = {},
  documents = [],
  subject = "Søknad om dispensasjon fra taushetsplikten til forskning",
  hidden,
}: Plain): Message => ({
  messageId: "<one@uia.example>",
  from: { name: "Kari Heggdal", address: "kari.heggdal@uia.example" },
  replyTo: [],
  to: [{ name: "", address: "post@etat.example" }],
  cc: [],
  subject,
  date: "2026-03-03T09:00:00.000Z",
  inReplyTo: [],
  references: [],
  headers: {},
  contentType: "text/plain",
  body: plainDocument("body", body, hidden === undefined ? {} : { hidden: [{ text: hidden, reason: "white", place: { page: null } }] }),
  attachments: [...Object.entries(files).map(([name, text]) => plainDocument(name, text)), ...documents],
  size: 1000,
});

export const assess = (message: Message, agency: Agency = udi): Assessment =>
  assessMessage(message, { agency, model, receivedAt: "2026-03-03T09:00:00.000Z" });
export const flagsIn = (plain: Plain): readonly Flag[] => assess(plainMessage(plain)).flags;
export const flagOf = (plain: Plain, code: FlagCode): Flag | undefined => flagsIn(plain).find((one) => one.code === code);
