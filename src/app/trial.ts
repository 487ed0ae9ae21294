/** Sends the daily trial, answers it like an application, and notes when its receipt is back. No case, no statistics. */
import { checkReply } from "#core/intake.ts";
import type { Message } from "#core/message.ts";
import { type Trial, TRIAL_HEADER, TRIAL_KIND, trialDue, trialToken } from "#core/trial.ts";
import type { Context } from "./context.ts";
import { shortId } from "./log-events.ts";
import type { Assessed, ClaimedMessage, PlannedReply, Result } from "./ports.ts";

const domainOf = (address: string): string => address.split("@")[1] ?? "localhost";
/** The applicant of the trial: an address that cannot exist (RFC 2606), so that the rules of replies are asked as for a stranger. */
const APPLICANT = { name: "", address: "trial@mottak.invalid" };

/** Takes one message of the trial to its end. */
export const takeTrial = async (context: Context, claimed: ClaimedMessage, read: Assessed, trial: Trial): Promise<void> => {
  const { store, clock, log, progress } = context;
  const begun = clock.now();
  const answered = trial.leg === "application" ? await answerTo(context, read, trial) : null;
  const result: Result = {
    message: claimed,
    now: clock.now(),
    // The same words each day: what tells the mails apart is the day.
    contentId: context.knowledge.digest(trialToken(trial, context.knowledge.hash)),
    duplicate: false,
    headerId: read.message.messageId,
    kind: TRIAL_KIND,
    action: answered?.action ?? "none",
    reason: TRIAL_KIND,
    label: "automatic",
    language: "nb",
    reading: null,
    case: null,
    hold: null,
    suppress: [],
    drop: [],
    reply: answered?.reply ?? null,
  };
  const outcome = await store.work.commit(result);
  if (outcome === "written") {
    if (answered) await store.operation.trialAnswered(answered.action === "receipt");
    else await store.operation.trialProved(trial.id, clock.now());
  }
  log.info(answered ? "trial.answered" : "trial.proved", { mail: shortId(claimed.id), action: result.action, state: outcome });
  progress({
    type: "decided",
    message: claimed.id,
    place: null,
    kind: TRIAL_KIND,
    language: "nb",
    action: result.action,
    because: answered ? "the daily trial is answered" : "the daily trial came back",
    reference: null,
    asked: [],
    reply: result.reply?.state ?? null,
    withheld: [],
    milliseconds: clock.now() - begun,
  });
};

/** Decides and composes as for anybody; only the rules about who wrote are not asked, since that is proved. */
const answerTo = async (
  context: Context,
  { message, assessment }: Assessed,
  trial: Trial,
): Promise<{ readonly action: string; readonly reply: PlannedReply | null }> => {
  const { knowledge, envelopeFrom, clock } = context;
  const { agency, texts, policy, hash } = knowledge;
  const own = policy.ownAddresses[0] ?? envelopeFrom;
  const asked: Message = { ...message, from: APPLICANT, replyTo: [], to: [{ name: "", address: own }], cc: [], headers: {} };
  const now = clock.now();
  const { decision, reply } = checkReply({
    message: asked,
    assessment,
    agency,
    texts,
    policy: { ...policy, mode: "auto", sending: true, authservId: null },
    hash,
    now,
  });
  if (!reply) return { action: decision.action, reply: null };
  const token = trialToken({ leg: "receipt", id: trial.id }, hash);
  const raw = await context.freeze({
    messageId: `<${token}@${domainOf(envelopeFrom)}>`,
    replyId: token,
    from: context.from,
    to: { name: "", address: envelopeFrom },
    subject: reply.subject,
    text: reply.text,
    html: reply.html,
    inReplyTo: message.messageId,
    references: message.messageId ? [message.messageId] : [],
    date: now,
  });
  return {
    action: decision.action,
    reply: {
      id: token,
      messageId: `<${token}@${domainOf(envelopeFrom)}>`,
      inReplyTo: message.messageId,
      recipient: envelopeFrom.toLowerCase(),
      sender: envelopeFrom,
      raw,
      state: "planned",
      reason: null,
      notBefore: null,
    },
  };
};

export type TrialOptions = {
  /** Time of day, "06:00". */
  readonly at: string;
  /** MIME headers and body of the application. */
  readonly template: string;
  /** The instant as the clock on the wall shows it: "2026-11-23 06:12". */
  readonly wall: (now: number) => string;
};

/** Puts today's trial into the outbox when its time has come; several workers put in one. False where nothing was to do. */
export const sendTrial = async ({ store, clock, knowledge, envelopeFrom, log }: Context, { at, template, wall }: TrialOptions): Promise<boolean> => {
  const now = clock.now();
  const id = trialDue(wall(now), at);
  if (id === null || (await store.operation.sendingStopped())) return false;
  const token = trialToken({ leg: "application", id }, knowledge.hash);
  const messageId = `<${token}@${domainOf(envelopeFrom)}>`;
  const head = [
    `Message-ID: ${messageId}`,
    `Date: ${new Date(now).toUTCString().replace("GMT", "+0000")}`,
    `From: Mottak <${envelopeFrom}>`,
    `To: ${envelopeFrom}`,
    "Subject: =?utf-8?Q?Mottak:_daglig_pr=C3=B8ve?=",
    // No absence note shall answer it. Not Auto-Submitted: it is to be read as an applicant's mail.
    "X-Auto-Response-Suppress: All",
    `${TRIAL_HEADER}: ${token}`,
  ];
  const raw = Buffer.from(`${head.join("\r\n")}\r\n${template}`, "utf8");
  const planned = await store.operation.planTrial({ id: token, messageId, recipient: envelopeFrom.toLowerCase(), sender: envelopeFrom, raw }, now);
  if (planned) log.info("trial.sent", {});
  return planned;
};

const LOOK_MILLISECONDS = 30_000;

/** Goes on until the signal aborts; trouble is logged once and tried again. */
export const runTrials = async (context: Context, options: TrialOptions, signal: AbortSignal): Promise<void> => {
  let failed = false;
  while (!signal.aborted) {
    try {
      await sendTrial(context, options);
      failed = false;
    } catch {
      if (!failed) context.log.error("step.failed", { step: "trial", code: "database_unavailable" });
      failed = true;
    }
    await context.clock.sleep(LOOK_MILLISECONDS, signal);
  }
};
