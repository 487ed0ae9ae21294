/** From a message to its assessment: roles, kind, language, findings, statuses, flags. One pure function over plain data. */
import type { Assessment, AttachmentAssessment, Finding, ItemAssessment, RequiredDocumentStatus } from "./assessment.ts";
import type { Agency, Catalogue, Item } from "./catalogue.ts";
import { type Document, documentText, isReadable } from "./document.ts";
import type { ReaderContext } from "./extract/context.ts";
import { type CueMatcher, cueMatcher } from "./extract/cues.ts";
import { passagesOf, type Source } from "./extract/passages.ts";
import { readPeople } from "./extract/people.ts";
import { readPeriod } from "./extract/period.ts";
import { readPerson } from "./extract/person.ts";
import { placePassages } from "./extract/place.ts";
import { preparePassages, readProse } from "./extract/prose.ts";
import { readOrganisation } from "./extract/organisation.ts";
import { isDoubtful, proseConfidence } from "./extract/doubt.ts";
import { statusOf } from "./extract/status.ts";
import { readTitle } from "./extract/title.ts";
import { flagsOf } from "./flags/flags.ts";
import { detectLanguage, type Language } from "./language.ts";
import type { Message } from "./message.ts";
import { sameName } from "./people/names.ts";
import { directoryOf, type Directory } from "./people/directory.ts";
import type { ProseModel } from "./prose/model.ts";
import { type RoleDecision, rolesOf } from "./roles.ts";
import { senderText, triage } from "./triage.ts";

export type AssessInput = {
  readonly agency: Agency;
  readonly model: ProseModel;
  /** ISO instant at which the message was received. */
  readonly receivedAt: string;
};

const matchers = new WeakMap<Catalogue, CueMatcher>();
const matcherFor = (catalogue: Catalogue): CueMatcher => {
  const known = matchers.get(catalogue) ?? cueMatcher(catalogue);
  matchers.set(catalogue, known);
  return known;
};

/** Assesses a message. Never throws for what a message holds; the same input gives the same answer. */
export const assessMessage = (message: Message, input: AssessInput): Assessment => {
  const { catalogue } = input.agency;
  const cues = matcherFor(catalogue);
  const decisions = documentRoles(message, cues, catalogue);
  const sources: Source[] = [
    { document: message.body, roles: [] },
    ...message.attachments.map((document, index) => ({
      document,
      roles: decisions[index]?.roles ?? ["other"],
      ...(decisions[index]?.ignored ? { ignored: decisions[index]?.ignored } : {}),
    })),
  ];
  const passages = passagesOf(sources);
  const placed = placePassages(passages, cues, catalogue);
  const touched = new Set(
    placed.flatMap((one) =>
      one.passage.text.length > 3 ? [...one.items.entries()].filter(([, entry]) => entry.weight >= 0.7).map(([id]) => id) : [],
    ),
  ).size;
  const { kind, reason } = triage(message, { roles: decisions.map((decision) => decision.roles), itemsTouched: touched });
  const language = languageOf(message);
  const attachments = message.attachments.map(
    (document, index): AttachmentAssessment => ({
      name: document.name,
      role: decisions[index]?.roles ?? ["other"],
      readable: isReadable(document),
      problem: document.state === "read" ? null : document.state,
    }),
  );
  const base = {
    kind,
    kindReason: reason,
    language: language.language,
    languageSure: language.sure,
    attachments,
    documents: requiredDocuments(message, decisions, catalogue),
    catalogueVersion: catalogue.version,
  };
  const flagged = { message, kind, agency: input.agency, sources, receivedAt: message.date ?? input.receivedAt };
  const other = kind !== "application" && kind !== "supplement";
  const flags = other ? flagsOf({ ...flagged, reading: null }) : [];
  if (kind === "automatic") return { ...base, items: [], flags };
  const plain: ReaderContext = {
    catalogue,
    cues,
    sources,
    placed,
    directory: directoryOf(sources, message.from),
    model: input.model,
    sender: message.from,
    subject: message.subject,
    receivedAt: message.date ?? input.receivedAt,
  };
  const context = withKnownNames(plain, message);
  const findings = findAll(context);
  const read = {
    items: catalogue.items.map((item) => assessItem(item, findings, kind !== "application", context)),
    flags: flagsOf({ ...flagged, reading: { context, findings } }),
  };
  return other ? { ...base, items: [], flags, ifAdded: read } : { ...base, ...read };
};

/** Roles of all documents; where no project description shows itself, the longest prose document of unknown role is it. */
const documentRoles = (message: Message, cues: CueMatcher, catalogue: Catalogue): RoleDecision[] => {
  const decisions = message.attachments.map((document) => rolesOf(document));
  const has = (role: string) =>
    decisions.some((decision, index) => decision.roles.includes(role as never) && isReadable(message.attachments[index] as Document));
  const unknown = decisions
    .map((decision, index) => ({ index, decision, document: message.attachments[index] as Document }))
    .filter(({ decision, document }) => decision.roles[0] === "other" && isReadable(document) && !decision.ignored);
  // A letter or form that speaks of no research is no application: somebody's own case, photographed.
  decisions.forEach((decision, index) => {
    const document = message.attachments[index] as Document;
    if (decision.roles.includes("application") && isReadable(document) && !RESEARCH.test(documentText(document)))
      decisions[index] = { roles: ["other"], because: "a letter that speaks of no research" };
  });
  for (const { index, document } of unknown) {
    const text = documentText(document);
    const items = new Set(
      document.blocks.flatMap((block) =>
        block.kind === "heading"
          ? cues
              .match(block.text)
              .filter((match) => match.weight > 0.7)
              .map((match) => match.item.number)
          : [],
      ),
    ).size;
    if (
      text.split(/\s+/).length >= 200 &&
      !has("project_description") &&
      /(?<!\p{L})(?:undersøk|studer|forsk|problemstilling|metode|research|study|method|question|analys)/iu.test(text)
    )
      decisions[index] = { roles: ["project_description"], because: "the only long text about a study" };
    else if (items >= 3 && !has("application")) decisions[index] = { roles: ["application"], because: `speaks of ${items} points` };
  }
  void catalogue;
  return decisions;
};

const RESEARCH =
  /(?<!\p{L})(?:forsk|prosjekt|research|stud(?:y|ie)|taushetsplikt|teieplikt|confidential|avhandling|thesis|masteroppg|dissertation|proje[ck]t)/iu;

const requiredDocuments = (message: Message, decisions: readonly RoleDecision[], catalogue: Catalogue): Record<string, RequiredDocumentStatus> => {
  const result: Record<string, RequiredDocumentStatus> = {};
  for (const { role } of catalogue.documents) {
    const withRole = decisions
      .map((decision, index) => ({ decision, document: message.attachments[index] as Document }))
      .filter(({ decision }) => decision.roles.includes(role));
    const present = withRole.find(({ document }) => isReadable(document));
    const unreadable = withRole.find(({ document }) => !isReadable(document));
    result[role] = present
      ? { status: "present", source: present.document.name }
      : unreadable
        ? { status: "unreadable", source: unreadable.document.name }
        : { status: "missing" };
  }
  return result;
};

/** The language of the sender's own words; the subject and the files help where the mail says too little. */
const languageOf = (message: Message): { language: Language; sure: boolean } => {
  const own = senderText(message);
  const first = detectLanguage(own);
  if (first.sure) return first;
  const withSubject = detectLanguage(`${own}\n${message.subject}`);
  if (withSubject.sure) return withSubject;
  const files = detectLanguage(message.attachments.filter(isReadable).map(documentText).join("\n").slice(0, 20_000));
  return files.sure ? { ...files, sure: own.trim().length < 10 } : { language: withSubject.language, sure: false };
};

/** Names of the institution and the project look like names of persons; once known they are told apart. */
const withKnownNames = (context: ReaderContext, message: Message): ReaderContext => {
  const items = context.catalogue.items;
  const organisation = items.find((item) => item.kind === "organisation");
  const title = items.find((item) => item.kind === "title");
  const plain = (text: string): string =>
    ` ${text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim()} `;
  const institution = organisation ? readOrganisation(context, organisation).value?.["institution"] : undefined;
  const known = [institution, title ? readTitle(context, title).value?.["title"] : undefined, message.subject]
    .filter((value): value is string => typeof value === "string")
    .map(plain);
  // A name of one word ("Kvartil") stands in longer forms too ("Kvartil Analyse").
  const brand = typeof institution === "string" && institution.trim().split(/\s+/).length <= 2 ? plain(institution).trim().split(" ")[0] : undefined;
  const isOther = (name: string): boolean =>
    (known.some((text) => text.includes(plain(name))) && !(message.from && sameName(name, message.from.name))) ||
    (brand !== undefined && brand.length >= 5 && plain(name).startsWith(` ${brand} `));
  return { ...context, directory: directoryOf(context.sources, message.from, isOther) };
};

const findAll = (context: ReaderContext): Map<string, Finding> => {
  const findings = new Map<string, Finding>();
  const prepared = preparePassages(context);
  const items = context.catalogue.items;
  const organisation = items.find((item) => item.kind === "organisation");
  if (organisation) findings.set(organisation.id, readOrganisation(context, organisation));
  const institution = organisation ? findings.get(organisation.id)?.value?.["institution"] : undefined;
  const controller = typeof institution === "string" ? institution : null;
  const leaderItem = items.find((item) => item.role === "leader");
  const leaderFinding = leaderItem ? readPerson(context, leaderItem, controller, null) : null;
  for (const item of items) {
    if (findings.has(item.id)) continue;
    switch (item.kind) {
      case "title":
        findings.set(item.id, readTitle(context, item));
        break;
      case "period":
        findings.set(item.id, readPeriod(context, item));
        break;
      case "person":
        findings.set(
          item.id,
          item === leaderItem && leaderFinding ? leaderFinding : readPerson(context, item, controller, leaderFinding?.person ?? null),
        );
        break;
      case "people":
        findings.set(item.id, readPeople(context, item, leaderFinding?.person ?? null, controller));
        break;
      case "prose":
        findings.set(item.id, readProse(context, item, prepared));
        break;
      case "organisation":
        break;
    }
  }
  return findings;
};

export type { Directory };

const assessItem = (item: Item, findings: ReadonlyMap<string, Finding>, supplement: boolean, context: ReaderContext): ItemAssessment => {
  const finding = findings.get(item.id);
  const parts = item.parts.map((part) => part.id);
  const answered = finding?.answered.filter((one) => parts.includes(one.part)) ?? [];
  const missingParts = parts.filter((part) => !answered.some((one) => one.part === part));
  const judged = statusOf(item, finding, answered.length, missingParts.length, findings, supplement, context.catalogue);
  const prose = item.kind === "prose" && finding ? finding : null;
  const status = prose && isDoubtful(item, prose, judged) ? "unclear" : judged;
  const evidence = status === "not_applicable" && finding?.notApplicable ? [finding.notApplicable] : answered.flatMap((one) => one.evidence);
  const confidence = prose
    ? proseConfidence(item, prose, status)
    : status === "missing"
      ? 1 - Math.max(0, ...(finding?.trace.filter((step) => step.verdict === "considered").map((step) => step.strength * 0.6) ?? [0]))
      : answered.length > 0
        ? Math.min(...answered.map((one) => one.confidence))
        : 0.8;
  return {
    item: item.number,
    id: item.id,
    status,
    missingParts: status === "incomplete" || status === "missing" ? missingParts : [],
    value: status === "missing" || status === "not_applicable" ? null : (finding?.value ?? null),
    confidence: Math.round(Math.max(0.05, Math.min(0.99, confidence)) * 100) / 100,
    evidence: dedupe(evidence),
    ...(finding?.lacking ? { lacking: finding.lacking } : {}),
    trace: finding?.trace ?? [],
  };
};

const dedupe = <T extends { source: string; quote: string; part: string | null }>(all: readonly T[]): T[] =>
  all.filter((one, index) => all.findIndex((other) => other.source === one.source && other.quote === one.quote && other.part === one.part) === index);
