/** The outbox: sends each planned reply once, and finds out about those that may or may not have gone out. */
import { asFailure, type Failure, type FailureCode } from "#core/failure.ts";
import type { Context } from "./context.ts";
import { backoff } from "./deadline.ts";
import { shortId } from "./log-events.ts";
import type { ClaimedReply, SendOutcome, StoredEvent } from "./ports.ts";

const RETRY_FIRST = 5_000;
const RETRY_MOST = 60 * 60_000;
/** A login that fails will not get better within seconds, and hammering locks accounts. */
const LOGIN_FIRST = 30_000;
const WITNESS_AGAIN = 60_000;

/** Sends one reply that is due. False where there was none. */
export const sendNext = async (context: Context): Promise<boolean> => {
  const { store, clock, worker, limits } = context;
  const reply = await store.outbox.claim(worker, clock.now(), limits.leaseMilliseconds);
  if (!reply) return false;
  await deliver(context, reply);
  return true;
};

const deliver = async (context: Context, reply: ClaimedReply): Promise<void> => {
  const { store, clock, sender } = context;
  let lastByte = false;
  const outcome = await sender
    .send({ from: reply.sender, to: reply.recipient, messageId: reply.messageId, replyId: reply.id }, reply.raw, async () => {
      if (!(await store.outbox.sending(reply, clock.now()))) throw new ClaimLost();
      lastByte = true;
    })
    .catch((thrown: unknown): SendOutcome => ({ kind: lastByte ? "ambiguous" : "not_sent", failure: asFailure(thrown, "send_unavailable") }));
  await record(context, reply, outcome, lastByte);
};

class ClaimLost extends Error {}

const record = async (context: Context, reply: ClaimedReply, outcome: SendOutcome, lastByte: boolean): Promise<void> => {
  const { store, clock, log, progress, limits } = context;
  const id = { reply: shortId(reply.id), mail: shortId(reply.message) };
  if (outcome.kind === "sent") {
    await store.outbox.sent(reply, clock.now(), event("sent", reply, clock.now()));
    log.info("reply.sent", { ...id, attempts: reply.attempts });
    return progress({ type: "sent", message: reply.message });
  }
  const { failure } = outcome;
  if (failure.cause instanceof ClaimLost) return log.warn("message.lost", { ...id, step: "send" });
  if (outcome.kind === "ambiguous") {
    await store.outbox.doubtful(reply, failure.code, clock.now() + limits.settleMilliseconds, null);
    log.warn("reply.doubtful", { ...id, code: failure.code });
    return progress({ type: "send_trouble", message: reply.message, code: failure.code, state: "doubtful" });
  }
  const forGood = outcome.kind === "refused" && outcome.permanent;
  if (forGood || reply.attempts >= limits.sendAttempts) {
    await store.outbox.failed(reply, failure.code, event("failed", reply, clock.now(), failure.code));
    log.error("reply.failed", { ...id, code: failure.code, attempts: reply.attempts });
    return progress({ type: "send_trouble", message: reply.message, code: failure.code, state: "failed" });
  }
  const wait = backoff(reply.attempts, failure.code === "send_login" ? LOGIN_FIRST : RETRY_FIRST, RETRY_MOST, context.chance());
  await store.outbox.again(reply, failure.code, clock.now() + wait);
  log.warn("reply.retry", { ...id, code: failure.code, attempts: reply.attempts, waitMilliseconds: wait, state: lastByte ? "refused" : "not_sent" });
  return progress({ type: "send_trouble", message: reply.message, code: failure.code, state: "later" });
};

/**
 * Looks for one doubtful reply in the Sent folder after its settle time: there, it is sent; not there, the same bytes go out
 * again or a person decides, by setting. False where none was due.
 */
export const resolveNext = async (context: Context): Promise<boolean> => {
  const { store, clock, worker, limits, log, progress } = context;
  const reply = await store.outbox.claimDoubtful(worker, clock.now(), limits.leaseMilliseconds, limits.settleMilliseconds);
  if (!reply) return false;
  const id = { reply: shortId(reply.id), mail: shortId(reply.message) };
  let there: boolean;
  try {
    there = await context.witness.wasSent({ messageId: reply.messageId, replyId: reply.id, inReplyTo: reply.inReplyTo, since: reply.since ?? 0 });
  } catch (thrown) {
    const failure: Failure = asFailure(thrown, "mailbox_unavailable");
    await store.outbox.doubtful(reply, failure.code, clock.now() + WITNESS_AGAIN, null);
    log.warn("reply.doubtful", { ...id, code: failure.code, waitMilliseconds: WITNESS_AGAIN });
    return true;
  }
  if (there) {
    await store.outbox.sent(reply, clock.now(), event("sent", reply, clock.now()));
    // Where it was found is where the copy would go.
    await store.outbox.copied(reply.id, clock.now());
    log.info("reply.found", id);
    progress({ type: "sent", message: reply.message });
  } else if (limits.resendAmbiguous) {
    await store.outbox.again(reply, "send_ambiguous", clock.now());
    log.warn("reply.resent", id);
  } else {
    await store.outbox.doubtful(reply, "send_ambiguous", null, event("unknown", reply, clock.now()));
    log.error("reply.held", { ...id, code: "send_ambiguous" });
    progress({ type: "send_trouble", message: reply.message, code: "send_ambiguous", state: "held" });
  }
  return true;
};

const COPIES_AT_ONCE = 20;

/** Puts copies of sent replies into the Sent folder where the server does not. */
export const keepCopies = async (context: Context): Promise<void> => {
  const { store, clock, witness, log } = context;
  const keep = witness.keepCopy;
  if (!keep) return;
  for (const reply of await store.outbox.withoutCopy(COPIES_AT_ONCE)) {
    await keep(reply.raw, reply.messageId);
    await store.outbox.copied(reply.id, clock.now());
    log.debug("reply.copied", { reply: shortId(reply.id) });
  }
};

const event = (type: "sent" | "unknown" | "failed", reply: ClaimedReply, at: number, code?: FailureCode): StoredEvent =>
  ({ type, at, by: "mottak", messageId: reply.messageId, ...(code ? { why: code } : {}) }) as StoredEvent;
