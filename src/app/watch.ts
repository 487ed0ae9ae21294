/** The mailbox's watcher: keeps the bytes of everything that stands there, and files what is finished. One worker at a time. */
import { asFailure } from "#core/failure.ts";
import type { Context } from "./context.ts";
import type { Bell } from "./deadline.ts";
import { backoff } from "./deadline.ts";
import { shortId } from "./log-events.ts";
import type { MailboxSession, Standing } from "./ports.ts";
import { keepCopies } from "./send.ts";

const BACKOFF_FIRST = 1_000;
const BACKOFF_MOST = 120_000;
/** After a refused login: hammering locks accounts. */
const LOGIN_FIRST = 30_000;
const FILED_AT_ONCE = 200;

export type Watching = {
  readonly signal: AbortSignal;
  /** Rung when a message is finished: there may be something to file. */
  readonly finished: Bell;
  /** Rung by us when a message was kept: there is work. */
  readonly arrived: Bell;
  /** Called after each whole round. */
  readonly round: (kept: number) => void;
};

/** Watches until the signal aborts. Never throws: trouble is reported once per outage and tried again with growing waits. */
export const watchMailbox = async (context: Context, watching: Watching): Promise<void> => {
  const { clock, log, progress } = context;
  let failed = 0;
  while (!watching.signal.aborted) {
    try {
      await watchOnce(context, watching, () => {
        if (failed > 0) progress({ type: "mailbox", state: "open" });
        failed = 0;
      });
    } catch (thrown) {
      if (watching.signal.aborted) return;
      const failure = asFailure(thrown, "mailbox_unavailable");
      failed += 1;
      const wait = failure.code === "mailbox_login" ? backoff(failed, LOGIN_FIRST, BACKOFF_MOST * 5, context.chance()) : backoff(failed, BACKOFF_FIRST, BACKOFF_MOST, context.chance());
      // One incident an outage; each try is a debug line (F28).
      log[failed === 1 ? "error" : "debug"]("mailbox.lost", { code: failure.code, attempts: failed, waitMilliseconds: wait });
      if (failed === 1) progress(failure.code.startsWith("mailbox") ? { type: "mailbox", state: "lost", code: failure.code, remedy: `${failure.message}. ${failure.remedy}` } : { type: "trouble", code: failure.code, text: failure.message, remedy: failure.remedy });
      await clock.sleep(wait, watching.signal);
    }
  }
};

/** One session: from taking the lease and connecting until something breaks. */
const watchOnce = async (context: Context, watching: Watching, good: () => void): Promise<void> => {
  const { store, clock, limits, mailbox, worker, log, progress } = context;
  const lease = `mailbox:${mailbox.name}`;
  const hold = () => store.operation.lease(lease, worker, clock.now(), clock.now() + limits.leaseMilliseconds);
  if (!(await hold())) {
    progress({ type: "mailbox", state: "elsewhere" });
    while (!(await hold())) {
      await clock.sleep(Math.max(250, limits.leaseMilliseconds / 4), watching.signal);
      if (watching.signal.aborted) return;
    }
  }
  log.info("mailbox.lease", { worker });
  let session: MailboxSession | null = null;
  try {
    session = await mailbox.open(watching.signal);
    log.info("mailbox.opened", {});
    const known = new Set<string>();
    while (!watching.signal.aborted) {
      if (!(await hold())) return;
      const kept = await keepAll(context, session, known, watching, hold);
      await fileFinished(context, session);
      await keepCopies(context);
      good();
      watching.round(kept);
      const wake = watching.finished.next();
      await session.wait(Math.min(limits.pollMilliseconds, limits.leaseMilliseconds / 3), AbortSignal.any([watching.signal, wake]));
    }
  } finally {
    await session?.close().catch(() => undefined);
    await store.operation.releaseLease(lease, worker).catch(() => undefined);
  }
};

/** Keeps everything that was never seen. Returns how many were new. */
const keepAll = async (context: Context, session: MailboxSession, known: Set<string>, watching: Watching, hold: () => Promise<boolean>): Promise<number> => {
  const { store, mailbox, clock, limits } = context;
  const standing = (await session.list()).filter(({ place }) => !known.has(place));
  const unseen = new Set(await store.intake.unseen(mailbox.name, standing.map(({ place }) => place)));
  let kept = 0;
  let held = clock.now();
  for (const one of standing) {
    if (watching.signal.aborted) return kept;
    if (clock.now() - held > limits.leaseMilliseconds / 3) {
      if (!(await hold())) return kept;
      held = clock.now();
    }
    if (unseen.has(one.place)) {
      if (await keepOne(context, session, one)) kept += 1;
      watching.arrived.ring();
    }
    known.add(one.place);
  }
  return kept;
};

/** False where the message was gone or its bytes were here before. */
const keepOne = async (context: Context, session: MailboxSession, standing: Standing): Promise<boolean> => {
  const { store, mailbox, clock, limits, log, progress } = context;
  const common = { mailbox: mailbox.name, place: standing.place, size: standing.size, receivedAt: standing.receivedAt ?? clock.now() };
  let message = "";
  let fresh = false;
  const tooLarge = standing.size > limits.messageBytes;
  if (tooLarge) {
    const done = await context.spool(async (file, hashOf) => {
      if (!(await session.download(standing.place, file))) return false;
      message = await hashOf();
      fresh = await store.intake.keep({ ...common, hash: message, raw: { file }, parked: "message_too_large" }, clock.now());
      return true;
    });
    if (!done) return false;
  } else {
    const raw = await session.fetch(standing.place);
    if (!raw) return false;
    message = context.hashBytes(raw);
    fresh = await store.intake.keep({ ...common, size: raw.length, hash: message, raw }, clock.now());
  }
  log.info("message.kept", { message: shortId(message), bytes: standing.size, state: fresh ? "new" : "known" });
  progress({ type: "kept", message, place: standing.place, fresh, size: standing.size });
  if (tooLarge && fresh) {
    log.error("message.parked", { message: shortId(message), code: "message_too_large" });
    progress({ type: "parked", message, place: standing.place, code: "message_too_large", remedy: "Handle the message by hand, or raise MOTTAK_LIMIT_MESSAGE_MB." });
  }
  return fresh;
};

const fileFinished = async (context: Context, session: MailboxSession): Promise<void> => {
  const { store, mailbox, clock, log } = context;
  if (mailbox.filing === "none") return;
  for (const { place, label, message } of await store.intake.toFile(mailbox.name, FILED_AT_ONCE)) {
    const outcome = await session.file(place, label);
    await store.intake.filed(mailbox.name, place, clock.now());
    log.debug("message.filed", { message: shortId(message), label, state: outcome });
  }
};
