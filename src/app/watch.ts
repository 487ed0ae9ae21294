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
const THROTTLED_MOST = 15 * 60_000;
const FILED_AT_ONCE = 200;
/** How often it is noted that the mailbox was read; checks and alerts think in minutes. */
const NOTED_EACH = 10_000;

export type Watching = {
  readonly signal: AbortSignal;
  /** Rung when a message is finished: there may be something to file. */
  readonly finished: Bell;
  /** Rung by us when a message was kept: there is work. */
  readonly arrived: Bell;
  /** Places that could not be read and were told. */
  readonly unreadable: Set<string>;
  /** Called after each whole round, with how many messages are not whole yet or could not be read. */
  readonly round: (left: number) => void;
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
      const own =
        failure.code === "mailbox_login"
          ? backoff(failed, LOGIN_FIRST, BACKOFF_MOST * 5, context.chance())
          : backoff(failed, BACKOFF_FIRST, BACKOFF_MOST, context.chance());
      // A throttling server says how long; that is obeyed, up to a limit that no honest server exceeds.
      const wait = Math.max(own, Math.min(failure.retryAfter ?? 0, THROTTLED_MOST));
      // One incident an outage; each try is a debug line (F28).
      log[failed === 1 ? "error" : "debug"]("mailbox.lost", { code: failure.code, attempts: failed, waitMilliseconds: wait });
      if (failed === 1)
        progress(
          failure.code.startsWith("mailbox")
            ? { type: "mailbox", state: "lost", code: failure.code, remedy: `${failure.message}. ${failure.remedy}` }
            : { type: "trouble", code: failure.code, text: failure.message, remedy: failure.remedy },
        );
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
    let noted = 0;
    while (!watching.signal.aborted) {
      if (!(await hold())) return;
      const left = await keepAll(context, session, known, watching, hold);
      await fileFinished(context, session);
      await keepCopies(context);
      good();
      if (clock.now() - noted >= NOTED_EACH) {
        noted = clock.now();
        await store.operation.polled(mailbox.name, noted);
      }
      watching.round(left);
      const wake = watching.finished.next();
      await session.wait(Math.min(limits.pollMilliseconds, limits.leaseMilliseconds / 3), AbortSignal.any([watching.signal, wake]));
    }
  } finally {
    await session?.close().catch(() => undefined);
    await store.operation.releaseLease(lease, worker).catch(() => undefined);
  }
};

/** Keeps everything that was never seen. Returns how many are left for a later round. */
const keepAll = async (
  context: Context,
  session: MailboxSession,
  known: Set<string>,
  watching: Watching,
  hold: () => Promise<boolean>,
): Promise<number> => {
  const { store, mailbox, clock, limits } = context;
  const listed = await session.list();
  const standing = listed.standing.filter(({ place }) => !known.has(place));
  const unseen = new Set(
    await store.intake.unseen(
      mailbox.name,
      standing.map(({ place }) => place),
    ),
  );
  let held = clock.now();
  for (const [index, one] of standing.entries()) {
    if (watching.signal.aborted) return standing.length - index;
    if (clock.now() - held > limits.leaseMilliseconds / 3) {
      if (!(await hold())) return standing.length - index;
      held = clock.now();
    }
    if (unseen.has(one.place) && !(await keptOrGone(context, session, one, watching))) continue;
    known.add(one.place);
  }
  return listed.incomplete;
};

/** False where this one message cannot be read now: it is told once and tried again in later rounds; the others go on. */
const keptOrGone = async (context: Context, session: MailboxSession, standing: Standing, watching: Watching): Promise<boolean> => {
  try {
    await keepOne(context, session, standing);
    watching.arrived.ring();
    return true;
  } catch (thrown) {
    const failure = asFailure(thrown, "mailbox_unavailable");
    if (failure.code !== "message_unreadable") throw failure;
    if (!watching.unreadable.has(standing.place)) {
      context.log.error("message.unreadable", { code: failure.code });
      context.progress({ type: "unreadable", place: standing.place, code: failure.code, text: failure.message, remedy: failure.remedy });
    }
    watching.unreadable.add(standing.place);
    return false;
  }
};

/** Fetches and keeps one message; nothing where it was gone meanwhile. */
const keepOne = async (context: Context, session: MailboxSession, standing: Standing): Promise<void> => {
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
    if (!done) return;
  } else {
    const raw = await session.fetch(standing.place);
    if (!raw) return;
    message = context.hashBytes(raw);
    fresh = await store.intake.keep({ ...common, size: raw.length, hash: message, raw }, clock.now());
  }
  log.info("message.kept", { mail: shortId(message), bytes: standing.size, state: fresh ? "new" : "known" });
  progress({ type: "kept", message, place: standing.place, fresh, size: standing.size });
  if (tooLarge && fresh) {
    log.error("message.parked", { mail: shortId(message), code: "message_too_large" });
    progress({
      type: "parked",
      message,
      place: standing.place,
      code: "message_too_large",
      remedy: "Handle the message by hand, or raise MOTTAK_LIMIT_MESSAGE_MB.",
    });
  }
};

const fileFinished = async (context: Context, session: MailboxSession): Promise<void> => {
  const { store, mailbox, clock, log } = context;
  if (mailbox.filing === "none") return;
  for (const { place, label, message } of await store.intake.toFile(mailbox.name, FILED_AT_ONCE)) {
    const outcome = await session.file(place, label);
    await store.intake.filed(mailbox.name, place, clock.now());
    log.debug("message.filed", { mail: shortId(message), label, state: outcome });
  }
};
