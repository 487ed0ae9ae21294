/** The case as data for other programs: the file `assessment.json` of a package. Its schema is config/case-assessment.schema.json. */
import type { Flag, ItemAssessment, ItemStatus, ItemValue } from "../assessment.ts";
import type { CaseView } from "../case.ts";
import type { Agency } from "../catalogue.ts";
import { mailOfEvidence } from "../desk/evidence.ts";
import type { IncomingMail, OutgoingMailInPackage } from "./case-package.ts";

type FileEvidence = {
  readonly mail: string | null;
  readonly source: string;
  readonly page: number | null;
  readonly block: number;
  readonly quote: string;
  readonly part: string | null;
};

export type AssessmentFile = {
  readonly format: "mottak-case-1";
  readonly reference: string;
  readonly agency: string;
  readonly state: CaseView["state"];
  readonly title: string | null;
  readonly language: string;
  readonly openedAt: string;
  readonly updatedAt: string;
  readonly closedAt: string | null;
  readonly exportedAt: string;
  readonly exportedBy: string;
  readonly catalogueVersion: string;
  readonly items: readonly {
    readonly number: number;
    readonly id: string;
    readonly label: string;
    readonly status: ItemStatus;
    readonly missingParts: readonly string[];
    readonly value: ItemValue | null;
    readonly confidence: number;
    readonly evidence: readonly FileEvidence[];
    readonly rules: readonly string[];
    readonly correction: {
      readonly by: string;
      readonly at: string;
      readonly why: string;
      readonly machineStatus: ItemStatus | null;
      readonly machineMissingParts: readonly string[];
      readonly machineValue: ItemValue | null;
    } | null;
  }[];
  readonly documents: Readonly<Record<string, { readonly status: string; readonly source: string | null }>>;
  readonly flags: readonly {
    readonly code: string;
    readonly items: readonly number[];
    readonly detail: string | null;
    readonly evidence: readonly FileEvidence[];
  }[];
  readonly mails: readonly (Omit<IncomingMail, "receivedAt" | "date"> & { readonly receivedAt: string })[];
  readonly replies: readonly {
    readonly messageId: string;
    readonly purpose: string;
    readonly state: string;
    readonly at: string;
    readonly to: string;
    readonly subject: string;
    readonly text: string;
    readonly reasons: readonly string[];
  }[];
  readonly timeline: readonly { readonly at: string; readonly by: string; readonly type: string; readonly reason: string | null }[];
};

export type AssessmentInput = {
  readonly view: CaseView;
  readonly agency: Agency;
  readonly incoming: readonly IncomingMail[];
  readonly outgoing: readonly OutgoingMailInPackage[];
  readonly now: number;
  readonly by: string;
};

const iso = (at: number): string => new Date(at).toISOString();

/** Everything that the case holds, apart from the bytes. */
export const assessmentFile = ({ view, agency, incoming, now, by }: AssessmentInput): AssessmentFile => ({
  format: "mottak-case-1",
  reference: view.reference,
  agency: agency.id,
  state: view.state,
  title: view.title,
  language: view.language,
  openedAt: iso(view.openedAt),
  updatedAt: iso(view.updatedAt),
  closedAt: view.closedAt === null ? null : iso(view.closedAt),
  exportedAt: iso(now),
  exportedBy: by,
  catalogueVersion: view.merged?.catalogueVersion ?? agency.catalogue.version,
  items: (view.merged?.items ?? []).map((item) => itemOf(view, agency, item)),
  documents: Object.fromEntries(
    Object.entries(view.merged?.documents ?? {}).map(([role, { status, source }]) => [role, { status, source: source ?? null }]),
  ),
  flags: view.flags.map((flag) => flagOf(view, flag)),
  mails: incoming.map(({ receivedAt, date: _, ...mail }) => ({ ...mail, receivedAt: iso(receivedAt) })),
  replies: view.outgoing.map((reply) => ({
    messageId: reply.messageId,
    purpose: reply.purpose,
    state: reply.state,
    at: iso(reply.at),
    to: reply.to.address,
    subject: reply.subject,
    text: reply.text,
    reasons: reply.reasons.map((reason) => reason.code),
  })),
  timeline: view.events.map((event) => ({ at: iso(event.at), by: event.by, type: event.type, reason: "reason" in event ? event.reason : null })),
});

const itemOf = (view: CaseView, agency: Agency, item: ItemAssessment): AssessmentFile["items"][number] => {
  const correction = view.corrections.findLast((one) => one.item === item.item);
  return {
    number: item.item,
    id: item.id,
    label: agency.catalogue.items.find((one) => one.number === item.item)?.label[view.language] ?? item.id,
    status: item.status,
    missingParts: item.missingParts,
    value: item.value,
    confidence: Math.round(item.confidence * 1000) / 1000,
    evidence: item.evidence.map((one) => evidenceOf(view, one)),
    rules: [...new Set(item.trace.filter((step) => step.verdict === "accepted").map((step) => step.rule))],
    correction: correction
      ? {
          by: correction.by,
          at: iso(correction.at),
          why: correction.why,
          machineStatus: correction.before?.status ?? null,
          machineMissingParts: correction.before?.missingParts ?? [],
          machineValue: correction.before?.value ?? null,
        }
      : null,
  };
};

const evidenceOf = (view: CaseView, evidence: ItemAssessment["evidence"][number]): FileEvidence => ({
  mail: mailOfEvidence(view, evidence),
  ...evidence,
});

const flagOf = (view: CaseView, flag: Flag): AssessmentFile["flags"][number] => ({
  code: flag.code,
  items: flag.items,
  detail: flag.detail ?? null,
  evidence: flag.evidence.map((one) => evidenceOf(view, one)),
});
