/** A case as a package: the mails as they came, the files within them, our replies as they went, the assessment, the report, the arkivmelding. */
import { archiveMessage, type ArchiveRules } from "#core/package/archive.ts";
import { type AssessmentFile, assessmentFile } from "#core/package/assessment-file.ts";
import {
  type CasePackage,
  type DescribedFile,
  type IncomingMail,
  type OutgoingMailInPackage,
  type PackageFile,
  packageName,
  safeFileName,
} from "#core/package/case-package.ts";
import { reportHtml } from "#core/package/report.ts";
import type { XmlNode } from "#core/package/xml-node.ts";
import type { Speech } from "#core/screens.ts";
import type { Knowledge } from "./context.ts";
import type { MailHead, OpenCase, Original, Store } from "./ports.ts";

export type ExportTools = {
  readonly store: Store;
  readonly knowledge: Knowledge;
  readonly rules: ArchiveRules;
  /** The words of the report, in the agency's main language. */
  readonly speech: Speech;
  readonly headOf: (raw: Uint8Array) => Promise<MailHead>;
  readonly originalsOf: (raw: Uint8Array) => Promise<readonly Original[]>;
  readonly archiveXml: (data: XmlNode) => string;
  readonly hashBytes: (bytes: Uint8Array) => string;
};

const encoder = new TextEncoder();

/** Builds the package; nothing is written. The same case gives the same files, apart from the time of the export. */
export const packageOf = async (tools: ExportTools, open: OpenCase, by: string, now: number): Promise<CasePackage> => {
  const { knowledge, rules, speech } = tools;
  const { view } = open;
  const files: PackageFile[] = [];
  const add = (path: string, name: string, mediaType: string, bytes: Uint8Array): DescribedFile => {
    const hash = tools.hashBytes(bytes);
    files.push({ path, bytes, hash });
    return { path, name, mediaType, size: bytes.length, hash };
  };
  const incoming: IncomingMail[] = [];
  for (const [index, mail] of open.mails.entries())
    incoming.push(await incomingMail(tools, mail, `incoming-${String(index + 1).padStart(2, "0")}`, add));
  const outgoing = await outgoingMails(tools, open, add);
  const assessment: AssessmentFile = assessmentFile({ view, agency: knowledge.agency, incoming, outgoing, now, by });
  const notes = [add("assessment.json", "assessment.json", "application/json", encoder.encode(`${JSON.stringify(assessment, null, 2)}\n`))];
  const described = [...incoming, ...outgoing].flatMap((mail) => mail.files);
  const report = reportHtml({ view, agency: knowledge.agency, speech, files: [...described, ...notes], now, by });
  notes.unshift(add("report.html", "report.html", "text/html", encoder.encode(report)));
  const archive = archiveMessage({
    rules,
    reference: view.reference,
    title: view.title ?? "",
    openedAt: view.openedAt,
    closedAt: view.closedAt,
    incoming,
    outgoing,
    notes,
    now,
    digest: knowledge.digest,
  });
  add("arkivmelding.xml", "arkivmelding.xml", "application/xml", encoder.encode(tools.archiveXml(archive)));
  add("SHA256SUMS", "SHA256SUMS", "text/plain", encoder.encode(files.map(({ hash, path }) => `${hash}  ${path}\n`).join("")));
  return { name: packageName(view.reference), files, archive };
};

type Add = (path: string, name: string, mediaType: string, bytes: Uint8Array) => DescribedFile;

const incomingMail = async (tools: ExportTools, mail: OpenCase["mails"][number], folder: string, add: Add): Promise<IncomingMail> => {
  const raw = await tools.store.work.raw(mail.id);
  const head = await tools.headOf(raw);
  const originals = await tools.originalsOf(raw).catch(() => []);
  const files = [add(`${folder}/mail.eml`, "mail.eml", "message/rfc822", raw)];
  for (const [index, one] of originals.entries())
    files.push(add(`${folder}/${String(index + 1).padStart(2, "0")}-${safeFileName(one.name)}`, one.name, one.mediaType, one.bytes));
  return {
    id: mail.id,
    messageId: head.messageId,
    receivedAt: mail.receivedAt,
    date: head.date,
    sender: { name: head.name, address: head.sender },
    subject: head.subject,
    files,
  };
};

/** Replies that went out, or may have. */
const outgoingMails = async (tools: ExportTools, { view }: OpenCase, add: Add): Promise<OutgoingMailInPackage[]> => {
  const mails: OutgoingMailInPackage[] = [];
  for (const { messageId, state, raw, sentAt } of await tools.store.desk.sentMails(view.reference)) {
    const reply = view.outgoing.find((one) => one.messageId === messageId);
    if (!reply || sentAt === null || state !== "sent") continue;
    const folder = `outgoing-${String(mails.length + 1).padStart(2, "0")}`;
    mails.push({
      messageId,
      sentAt,
      purpose: reply.purpose,
      answers: reply.answers,
      to: reply.to,
      subject: reply.subject,
      files: [
        add(`${folder}/mail.eml`, "mail.eml", "message/rfc822", raw),
        add(`${folder}/mail.txt`, "mail.txt", "text/plain", encoder.encode(reply.text)),
      ],
    });
  }
  return mails;
};
