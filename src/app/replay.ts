/** Stored messages through the steps again, with another checklist or version: which answers would differ. Changes nothing. */
import type { Assessment } from "#core/assessment.ts";
import { compareReadings, isSame, type ReadingDifference } from "#core/compare-readings.ts";
import type { Decision } from "#core/decide.ts";
import { asFailure, type FailureCode } from "#core/failure.ts";
import { checkReply } from "#core/intake.ts";
import type { Message } from "#core/message.ts";
import type { Knowledge } from "./context.ts";
import { withDeadline } from "./deadline.ts";
import type { MessageRecord, Reader, Store } from "./ports.ts";

/** What the sender would be told on this message alone, without the case around it. */
export type Told = { readonly action: string; readonly asked: readonly (number | string)[] };

export type Replayed =
  | { readonly id: string; readonly reference: string | null; readonly outcome: "same" | "removed" }
  | { readonly id: string; readonly reference: string | null; readonly outcome: "failed"; readonly code: FailureCode }
  | {
      readonly id: string;
      readonly reference: string | null;
      readonly outcome: "differs";
      readonly difference: ReadingDifference;
      /** null where the sender would be told the same. */
      readonly told: { readonly before: Told; readonly after: Told } | null;
    };

export type ReplayTools = {
  readonly store: Pick<Store, "records" | "work">;
  /** Assesses with the data to try. */
  readonly reader: Pick<Reader, "assess">;
  /** The agency's data as they are now, with which stored readings are put into words. */
  readonly present: Knowledge;
  /** The data to try. */
  readonly tried: Knowledge;
  readonly messageMilliseconds: number;
};

const AT_ONCE = 200;

/** Every message received in [since, until) whose kind was told, oldest first. `values`: answers that only say something else count too. */
export const replay = async function* (tools: ReplayTools, since: number, until: number, values: boolean): AsyncGenerator<Replayed> {
  let after: MessageRecord | null = null;
  for (;;) {
    const some: readonly MessageRecord[] = await tools.store.records.received({ since, until }, after, AT_ONCE);
    for (const record of some) if (record.state === "done" && record.kind !== null) yield await replayOne(tools, record, values);
    after = some.at(-1) ?? null;
    if (some.length < AT_ONCE) return;
  }
};

const replayOne = async (tools: ReplayTools, record: MessageRecord, values: boolean): Promise<Replayed> => {
  const common = { id: record.id, reference: record.reference };
  const stored = await tools.store.records.reading(record.id);
  let raw: Uint8Array;
  try {
    raw = await tools.store.work.raw(record.id);
  } catch {
    return { ...common, outcome: "removed" };
  }
  try {
    const reading = tools.reader.assess(raw, new Date(record.receivedAt).toISOString());
    const { message, assessment: tried } = await withDeadline(reading, tools.messageMilliseconds, "message_timeout", "reading the message");
    const before: Assessment = stored ? (JSON.parse(stored) as Assessment) : withoutItems(tried, record);
    const difference = compareReadings(before, tried, values);
    if (isSame(difference)) return { ...common, outcome: "same" };
    const told = {
      before: toldOf(message, before, tools.present, record),
      after: toldOf(message, tried, tools.tried, record),
    };
    return { ...common, outcome: "differs", difference, told: JSON.stringify(told.before) === JSON.stringify(told.after) ? null : told };
  } catch (thrown) {
    return { ...common, outcome: "failed", code: asFailure(thrown).code };
  }
};

/** Of messages that are no application only kind and language are stored. */
const withoutItems = (tried: Assessment, { kind, language }: MessageRecord): Assessment => ({
  ...tried,
  kind: (kind ?? tried.kind) as Assessment["kind"],
  language: (language ?? tried.language) as Assessment["language"],
  ...(kind === tried.kind ? {} : { items: [], documents: {} }),
});

const toldOf = (message: Message, assessment: Assessment, { agency, texts, policy, hash }: Knowledge, { receivedAt }: MessageRecord): Told => {
  const { decision } = checkReply({ message, assessment, agency, texts, policy, hash, now: receivedAt });
  return { action: decision.action, asked: askedIn(decision) };
};

const askedIn = ({ content }: Decision): (number | string)[] =>
  content ? [...content.asks.flatMap((ask) => (ask.pair === null ? [ask.item] : [ask.item, ask.pair])), ...content.documentsMissing] : [];
