/** A small world for tests of cases: messages as plain data, and a mailbox that takes them in one after the other. */
import { createHmac } from "node:crypto";
import type { Assessment, AttachmentAssessment, ItemAssessment, ItemStatus, RequiredDocumentStatus } from "#core/assessment.ts";
import { authenticationOf } from "#core/authentication.ts";
import { type CaseView, foldCase, summaryOf } from "#core/case.ts";
import type { CaseEvent } from "#core/case-events.ts";
import type { Texts } from "#core/compose/texts.ts";
import type { Block, Document, Origin } from "#core/document.ts";
import { type IntakeResult, type OutgoingReply, takeIn } from "#core/intake.ts";
import type { Language } from "#core/language.ts";
import type { Message } from "#core/message.ts";
import type { KeyedHash } from "#core/reference.ts";
import { automaticPurposes } from "#core/reply-content.ts";
import { defaultCaps, noHistory, type ReplyHistory, type ReplyPolicy } from "#core/reply-rules.ts";
import { chooseCase, contentKey, threadKeys } from "#core/thread.ts";
import { loadAgency } from "#edges/settings/agency.ts";
import { loadTexts } from "#edges/settings/texts.ts";

export const agency = loadAgency("config/agencies/udi");
export const texts: Texts = loadTexts("config/agencies/udi");
export const hash: KeyedHash = (text) => createHmac("sha256", "a key for tests").update(text).digest("hex");

/** 3 March 2026 at 10:00 in Norway. */
export const NOON = Date.UTC(2026, 2, 3, 9);
export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

export const policy: ReplyPolicy = {
  mode: "auto",
  sending: true,
  automatic: automaticPurposes,
  ownAddresses: ["statistikk@udi.no"],
  authservId: null,
  caps: defaultCaps,
  rounds: 2,
  showPlaces: false,
};

const block = (index: number, text: string, origin: Origin, answersQuoted?: string): Block => ({
  kind: "paragraph",
  bold: false,
  index,
  text,
  origin,
  place: { page: null },
  ...(answersQuoted === undefined ? {} : { answersQuoted }),
});

/** A mail body from own lines and quoted lines (those that begin with ">"); an own line right below a quoted one answers it. */
export const bodyOf = (text: string): Document => {
  let above: string | undefined;
  const blocks = text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line, index) => {
      const quoted = line.startsWith(">");
      const made = block(index, quoted ? line.slice(1).trim() : line, quoted ? "quoted" : "own", quoted ? undefined : above);
      if (quoted) above = line.slice(1).trim();
      return made;
    });
  return {
    name: "body",
    mediaType: "text/plain",
    state: "read",
    detail: null,
    method: "text",
    pages: null,
    blocks,
    hidden: [],
    links: [],
    ocrConfidence: null,
  };
};

let serial = 0;

/** A message from the researcher to the agency, with whatever differs. */
export const mail = (changes: Partial<Omit<Message, "body" | "headers">> & { body?: string; headers?: Record<string, string> } = {}): Message => {
  serial += 1;
  const { body, headers, ...rest } = changes;
  return {
    messageId: `<mail-${serial}@vestforsk.example>`,
    from: { name: "Marte Haug", address: "marte.haug@vestforsk.example" },
    replyTo: [],
    to: [{ name: "", address: "statistikk@udi.no" }],
    cc: [],
    subject: "Søknad om data til forskning",
    date: "2026-03-03T08:59:00.000Z",
    inReplyTo: [],
    references: [],
    headers: Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), [value]])),
    contentType: "text/plain",
    body: bodyOf(body ?? `Hei, her er e-post nummer ${serial} fra oss.`),
    attachments: [],
    size: 1000,
    ...rest,
  };
};

/** What a test says of one item: a status, or the parts that lack. */
export type ItemSays = ItemStatus | readonly string[] | Partial<ItemAssessment>;

export type Reading = {
  kind?: Assessment["kind"];
  language?: Language;
  languageSure?: boolean;
  items?: Readonly<Record<number, ItemSays>>;
  /** Status of the items that `items` does not name. */
  others?: ItemStatus;
  documents?: Readonly<Record<string, RequiredDocumentStatus["status"]>>;
  attachments?: readonly AttachmentAssessment[];
  flags?: Assessment["flags"];
  title?: string;
};

const itemFrom = (number: number, says: ItemSays): ItemAssessment => {
  const item = agency.catalogue.items.find((one) => one.number === number);
  const base: ItemAssessment = {
    item: number,
    id: item?.id ?? "",
    status: "complete",
    missingParts: [],
    value: null,
    confidence: 1,
    evidence: [],
    trace: [],
  };
  if (typeof says === "string") return { ...base, status: says, missingParts: says === "missing" ? (item?.parts.map((part) => part.id) ?? []) : [] };
  return Array.isArray(says) ? { ...base, status: "incomplete", missingParts: says } : { ...base, ...(says as Partial<ItemAssessment>) };
};

/** An assessment as reading would give it; everything is found unless said otherwise. */
export const reading = (says: Reading = {}): Assessment => {
  const kind = says.kind ?? "application";
  const whole = kind === "application";
  const others = says.others ?? (whole ? "complete" : "missing");
  const read = kind === "application" || kind === "supplement";
  return {
    kind,
    kindReason: { code: "test", because: "a test says so" },
    language: says.language ?? "nb",
    languageSure: says.languageSure ?? true,
    attachments: says.attachments ?? [],
    documents: Object.fromEntries(
      agency.catalogue.documents.map(({ role }) => [role, { status: says.documents?.[role] ?? (whole ? "present" : "missing") }]),
    ),
    items: read
      ? agency.catalogue.items.map(({ number }) => {
          const item = itemFrom(number, says.items?.[number] ?? (number === 5 && others === "complete" ? "not_applicable" : others));
          return number === 1 && item.status === "complete" ? { ...item, value: { title: says.title ?? "Fra mottak til arbeid" } } : item;
        })
      : [],
    flags: says.flags ?? [],
    catalogueVersion: agency.catalogue.version,
  };
};

export const file = (name: string, role: AttachmentAssessment["role"], problem: AttachmentAssessment["problem"] = null): AttachmentAssessment => ({
  name,
  role,
  readable: problem === null,
  problem,
});

/** Takes messages in, one after the other, and keeps what a store would keep. */
export class World {
  readonly cases = new Map<string, CaseEvent[]>();
  readonly contents = new Map<string, string | null>();
  readonly sent: { at: number; to: string; reference: string; text: string; messageId: string; subject: string }[] = [];
  readonly held: string[][] = [];
  /** Replies that wait: for their time, or (null) for a person. */
  #waiting: { reference: string; reply: OutgoingReply; dueAt: number | null }[] = [];
  policy: ReplyPolicy;
  now = NOON;
  #number = 0;

  constructor(changes: Partial<ReplyPolicy> = {}) {
    this.policy = { ...policy, ...changes };
  }

  view(reference: string): CaseView {
    return foldCase(this.cases.get(reference) ?? []);
  }

  append(reference: string, events: readonly CaseEvent[]): void {
    this.cases.set(reference, [...(this.cases.get(reference) ?? []), ...events]);
  }

  /** One message, `after` milliseconds after the one before it; it came `waited` milliseconds before it is read. */
  receive(message: Message, assessment: Assessment, after = 60 * MINUTE, waited = 0): IntakeResult {
    this.pass(after);
    const keys = threadKeys(message, { prefix: agency.referencePrefix, hash });
    const candidates = [...this.cases.values()].map((events) => summaryOf(foldCase(events)));
    const content = hash(contentKey(message));
    const duplicateOf = this.contents.has(content) ? { reference: this.contents.get(content) ?? null } : null;
    const authentication = authenticationOf(message, this.policy.authservId);
    const choice = chooseCase({ message, assessment, keys, candidates, duplicateOf, authentication });
    const reference = choice.kind === "case" ? choice.reference : choice.kind === "duplicate" ? choice.of : null;
    if (choice.kind === "new") this.#number += 1;
    const unsent = reference ? this.#waiting.filter((one) => one.reference === reference).map((one) => one.reply.messageId) : [];
    const result = takeIn({
      message,
      messageKey: content,
      contentKey: content,
      assessment,
      agency,
      texts,
      policy: this.policy,
      history: this.#history(message.from?.address ?? "", reference, duplicateOf !== null),
      choice,
      unsent,
      caseEvents: reference ? (this.cases.get(reference) ?? []) : [],
      newNumber: `2026-${String(this.#number).padStart(4, "0")}`,
      hash,
      now: this.now,
      receivedAt: this.now - waited,
    });
    this.contents.set(content, result.reference);
    if (result.reference) this.append(result.reference, result.events);
    if (result.hold) this.held.push([...result.hold.suggestions]);
    const dropped = result.events.flatMap((event) => (event.type === "discarded" ? [event.messageId] : []));
    this.#waiting = this.#waiting.filter((one) => !dropped.includes(one.reply.messageId));
    if (result.reply && result.reference) {
      const dueAt = result.reply.state === "withheld" ? null : (result.reply.notBefore ?? this.now);
      if (dueAt !== null && dueAt <= this.now) this.#send(result.reference, result.reply);
      else this.#waiting.push({ reference: result.reference, reply: result.reply, dueAt });
    }
    return result;
  }

  /** Lets time pass: what is due goes out. */
  pass(milliseconds: number): void {
    const end = this.now + milliseconds;
    for (const { reference, reply, dueAt } of this.#waiting.filter((one) => one.dueAt !== null && one.dueAt <= end)) {
      this.now = dueAt ?? end;
      this.#send(reference, reply);
    }
    this.#waiting = this.#waiting.filter((one) => one.dueAt === null || one.dueAt > end);
    this.now = end;
  }

  #send(reference: string, reply: NonNullable<IntakeResult["reply"]>): void {
    this.sent.push({ at: this.now, to: reply.to.address, reference, text: reply.text, messageId: reply.messageId, subject: reply.subject });
    this.append(reference, [{ at: this.now, by: "mottak", type: "sent", messageId: reply.messageId }]);
  }

  #history(address: string, reference: string | null, answeredBefore: boolean): ReplyHistory {
    const bounced = [...this.cases.values()].some((events) => foldCase(events).bouncedAddresses.includes(address));
    return {
      ...noHistory,
      answeredBefore,
      caseReplies: this.sent.filter((one) => one.reference === reference),
      addressReplies: this.sent.filter((one) => one.to === address),
      allReplies: this.sent,
      suppressedUntil: bounced ? this.now + DAY : null,
    };
  }
}
