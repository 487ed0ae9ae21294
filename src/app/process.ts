/** One message from its kept bytes to its written result. Every step can be run again; only the last one changes anything. */
import type { Assessment } from "#core/assessment.ts";
import { type CaseEvent, type CaseSummary, summaryOf } from "#core/case.ts";
import { authenticationOf } from "#core/authentication.ts";
import { asFailure, Failure } from "#core/failure.ts";
import { type IntakeResult, takeIn } from "#core/intake.ts";
import type { Message } from "#core/message.ts";
import type { ReplyHistory } from "#core/reply-rules.ts";
import { chooseCase, chosenByPerson, contentKey, type ThreadKeys, threadKeys } from "#core/thread.ts";
import { trialOf } from "#core/trial.ts";
import type { Context } from "./context.ts";
import { withDeadline } from "./deadline.ts";
import { isProven } from "./suspects.ts";
import { shortId } from "./log-events.ts";
import type { CaseRow, ClaimedMessage, FilingLabel, PlannedReply, Result } from "./ports.ts";
import { backoff } from "./deadline.ts";
import { takeTrial } from "./trial.ts";

const DAY = 24 * 60 * 60_000;
const HOUR = 60 * 60_000;
/** After a reply came back for good, nothing automatic goes to that address for this long. */
const BOUNCE_SILENCE = 60 * DAY;
const RETRY_FIRST = 2_000;
const RETRY_MOST = 10 * 60_000;

/**
 * Takes one message through all steps. Failures of the message park it or put it off; failures of the world (store down,
 * disk full) give it back untouched and are thrown, so that the loop waits.
 */
export const processMessage = async (context: Context, claimed: ClaimedMessage): Promise<void> => {
  const { store, clock, limits, log, progress } = context;
  const place = await store.work.placeOf(claimed.id);
  progress({ type: "reading", message: claimed.id, place });
  try {
    if (isProven(claimed.deaths)) throw new Failure("message_crashed", "the worker ended at each try, with no other message in work");
    await takeThrough(context, claimed, place);
  } catch (thrown) {
    const failure = asFailure(thrown);
    if (isOfTheWorld(failure)) {
      await store.work.giveBack(claimed, clock.now()).catch(() => undefined);
      throw failure;
    }
    const id = shortId(claimed.id);
    if (failure.code === "case_changed" || (failure.temporary && claimed.attempts < limits.attempts)) {
      const wait =
        failure.code === "case_changed"
          ? backoff(claimed.attempts, 50, 10_000, context.chance())
          : backoff(claimed.attempts, RETRY_FIRST, RETRY_MOST, context.chance());
      await store.work.retry(claimed, failure.code, clock.now() + wait);
      log.warn("message.retry", { mail: id, code: failure.code, attempts: claimed.attempts, waitMilliseconds: wait });
      if (failure.code !== "case_changed") progress({ type: "retry", message: claimed.id, code: failure.code, waitMilliseconds: wait });
      return;
    }
    await store.work.park(claimed, failure.code, clock.now());
    log.error("message.parked", { mail: id, code: failure.code, attempts: claimed.attempts });
    progress({ type: "parked", message: claimed.id, place, code: failure.code, remedy: failure.remedy });
  }
};

const isOfTheWorld = ({ code }: Failure): boolean => code === "data_unwritable" || code === "database_unavailable" || code === "reader_unavailable";

const takeThrough = async (context: Context, claimed: ClaimedMessage, place: string | null): Promise<void> => {
  const { store, clock, limits, log, progress, knowledge } = context;
  const begun = clock.now();
  const raw = await store.work.raw(claimed.id);
  const reading = context.reader.assess(raw, new Date(claimed.receivedAt).toISOString());
  const { message, assessment } = await withDeadline(reading, limits.messageMilliseconds, "message_timeout", "reading the message");
  const trial = trialOf(message.headers, knowledge.hash);
  if (trial) return takeTrial(context, claimed, { message, assessment }, trial);
  const contentId = knowledge.digest(contentKey(message));
  const { taken, row } = await settle(context, claimed, message, contentId, assessment);
  const result = await resultOf(context, claimed, { message, contentId, assessment, taken, row });
  const outcome = await store.work.commit(result);
  const id = shortId(claimed.id);
  if (outcome === "lost") return log.warn("message.lost", { mail: id });
  if (outcome === "duplicate") {
    log.info("message.duplicate", { mail: id });
    return progress({ type: "duplicate", message: claimed.id, place });
  }
  const milliseconds = clock.now() - begun;
  const { decision } = taken;
  log.info("message.decided", {
    mail: id,
    kind: assessment.kind,
    action: decision.action,
    reason: decision.reason,
    state: result.reply?.state ?? "none",
    ...(taken.reference ? { case: taken.reference } : {}),
    milliseconds,
  });
  progress({
    type: "decided",
    message: claimed.id,
    place,
    kind: assessment.kind,
    language: assessment.language,
    action: decision.action,
    because: decision.because,
    reference: taken.reference,
    asked: decision.content ? [...decision.content.asks.map((ask) => String(ask.item)), ...decision.content.documentsMissing] : [],
    reply: result.reply?.state ?? null,
    withheld: decision.withheld.map((reason) => reason.code),
    milliseconds,
  });
};

/** Finds the case, the history of replies, and what is to be done. */
const settle = async (
  context: Context,
  claimed: ClaimedMessage,
  message: Message,
  contentId: string,
  assessment: Assessment,
): Promise<{ taken: IntakeResult; row: CaseRow | null }> => {
  const { store, knowledge, clock } = context;
  const now = clock.now();
  const keys = threadKeys(message, { prefix: knowledge.agency.referencePrefix, hash: knowledge.hash });
  const rows = await candidateRows(context, keys);
  const candidates = rows.map((row) => JSON.parse(row.summary) as CaseSummary);
  const duplicateOf = await store.cases.knownContent(contentId);
  const authentication = authenticationOf(message, knowledge.policy.authservId);
  const choice =
    chosenByPerson(await store.hold.chosen(claimed.id)) ?? chooseCase({ message, assessment, keys, candidates, duplicateOf, authentication });
  const reference = choice.kind === "case" ? choice.reference : choice.kind === "duplicate" ? choice.of : null;
  const row = reference ? (rows.find((one) => one.reference === reference) ?? (await store.cases.byReferences([reference]))[0] ?? null) : null;
  const newNumber = choice.kind === "new" ? await caseNumber(context, claimed, now) : "";
  const policy = { ...knowledge.policy, sending: !(await store.operation.sendingStopped()) };
  const taken = takeIn({
    message,
    messageKey: claimed.id,
    contentKey: contentId,
    assessment,
    agency: knowledge.agency,
    texts: knowledge.texts,
    policy,
    history: await historyOf(context, keys.sender, row?.reference ?? null, duplicateOf !== null, now),
    choice,
    unsent: row ? await store.cases.unsent(row.reference, now) : [],
    caseEvents: row ? ((await store.cases.events(row.reference)) as readonly CaseEvent[]) : [],
    newNumber,
    hash: knowledge.hash,
    now,
    receivedAt: claimed.receivedAt,
  });
  return { taken, row };
};

const candidateRows = async ({ store }: Context, keys: ThreadKeys): Promise<CaseRow[]> => {
  const found = [
    ...(await store.cases.byMessageIds(keys.messageIds)),
    ...(await store.cases.byReferences(keys.references)),
    ...(keys.sender ? await store.cases.byAddress(keys.sender) : []),
  ];
  return [...new Map(found.map((row) => [row.reference, row])).values()];
};

/** "2026-0142": the year in which the case is opened, and a running number within it. */
const caseNumber = async ({ store }: Context, claimed: ClaimedMessage, now: number): Promise<string> => {
  const year = new Date(now).getUTCFullYear();
  return `${year}-${String(await store.work.caseNumber(claimed, year)).padStart(4, "0")}`;
};

const historyOf = async (
  { store }: Context,
  sender: string | null,
  reference: string | null,
  answeredBefore: boolean,
  now: number,
): Promise<ReplyHistory> => {
  // What is planned for later is either overtaken by this reply or counted when it has gone.
  const times = (list: readonly number[]) => list.filter((at) => at <= now).map((at) => ({ at }));
  return {
    answeredBefore,
    caseReplies: reference ? times(await store.cases.repliesSince(now - DAY, { reference })) : [],
    addressReplies: sender ? times(await store.cases.repliesSince(now - DAY, { recipient: sender })) : [],
    allReplies: times(await store.cases.repliesSince(now - HOUR, "anybody")),
    suppressedUntil: sender ? await store.cases.suppressedUntil(sender) : null,
  };
};

type Material = {
  readonly message: Message;
  readonly contentId: string;
  readonly assessment: Assessment;
  readonly taken: IntakeResult;
  readonly row: CaseRow | null;
};

const resultOf = async (context: Context, claimed: ClaimedMessage, { message, contentId, assessment, taken, row }: Material): Promise<Result> => {
  const now = context.clock.now();
  const { decision, events, view, reply, hold } = taken;
  const summary = view ? summaryOf(view) : null;
  const version = row?.version ?? 0;
  return {
    message: claimed,
    now,
    contentId,
    duplicate: decision.reason === "duplicate",
    headerId: message.messageId,
    kind: taken.kind,
    action: decision.action,
    reason: decision.reason,
    label: labelOf(assessment, decision.action),
    language: assessment.language,
    reading: assessment.items.length > 0 ? JSON.stringify(assessment) : null,
    case:
      summary && taken.reference && events.length > 0
        ? {
            row: {
              reference: taken.reference,
              state: summary.state,
              summary: JSON.stringify(summary),
              openedAt: row?.openedAt ?? Math.min(now, claimed.receivedAt),
              updatedAt: now,
              version,
            },
            events,
            headerIds: summary.messageIds,
            addresses: summary.addresses,
          }
        : null,
    hold: hold ? JSON.stringify(hold) : null,
    suppress: events.flatMap((event) =>
      event.type === "bounced" && event.permanent && event.address
        ? [{ recipient: event.address.toLowerCase(), until: now + BOUNCE_SILENCE, reason: event.status ?? "bounced" }]
        : [],
    ),
    reply: reply ? await frozen(context, claimed, reply, now) : null,
    drop: events.flatMap((event) => (event.type === "discarded" ? [event.messageId] : [])),
  };
};

/** Under what the message is filed: by what was done, not by who wrote. */
const labelOf = (assessment: Assessment, action: string): FilingLabel => {
  if (assessment.kind === "automatic") return "automatic";
  if (action === "receipt") return "complete";
  return action === "request_missing" ? "incomplete" : "handover";
};

/** The reply as bytes that never change again; its id is made from the message, so that no second one can be made. */
const frozen = async (context: Context, claimed: ClaimedMessage, reply: NonNullable<IntakeResult["reply"]>, now: number): Promise<PlannedReply> => {
  const id = context.knowledge.digest(`reply ${claimed.id}`).slice(0, 32);
  const raw = await context.freeze({
    messageId: reply.messageId,
    replyId: id,
    from: context.from,
    to: reply.to,
    subject: reply.subject,
    text: reply.text,
    html: reply.html,
    inReplyTo: reply.inReplyTo,
    references: reply.references,
    date: now,
  });
  return {
    id,
    messageId: reply.messageId,
    inReplyTo: reply.inReplyTo,
    recipient: reply.to.address.toLowerCase(),
    sender: context.envelopeFrom,
    raw,
    state: reply.state,
    reason: reply.state === "withheld" ? (reply.reasons[0]?.code ?? "held") : null,
    notBefore: reply.notBefore ?? null,
  };
};
