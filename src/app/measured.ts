/** The worker's ports with a meter beside them: times of steps, decisions, items, corrections, failures. Nothing else changes. */
import type { Assessment } from "#core/assessment.ts";
import { TRIAL_KIND } from "#core/trial.ts";
import type { Context } from "./context.ts";
import type { DeskCommit, Log, MailboxSession, Meter, Result, Step } from "./ports.ts";

export const measured = (context: Context, meter: Meter): Context => {
  const { clock, store, reader, mailbox, sender } = context;
  const timed = async <T>(step: Step, work: () => Promise<T>): Promise<T> => {
    const begun = clock.now();
    try {
      return await work();
    } finally {
      meter.step(step, clock.now() - begun);
    }
  };
  const session = (open: MailboxSession): MailboxSession => ({
    ...open,
    list: () => timed("list", () => open.list()),
    fetch: (place) => timed("fetch", () => open.fetch(place)),
    download: (place, file) => timed("fetch", () => open.download(place, file)),
  });
  return {
    ...context,
    log: countingLog(context.log, meter),
    reader: {
      ...reader,
      readMessage: (raw) => timed("read", () => reader.readMessage(raw)),
      assess: (raw, receivedAt) => timed("read", () => reader.assess(raw, receivedAt)),
    },
    mailbox: { ...mailbox, open: async (signal) => session(await timed("connect", () => mailbox.open(signal))) },
    sender: { ...sender, send: (envelope, raw, before) => timed("send", () => sender.send(envelope, raw, before)) },
    store: {
      ...store,
      work: {
        ...store.work,
        commit: async (result) => {
          const outcome = await timed("commit", () => store.work.commit(result));
          if (outcome === "written") countResult(result, meter);
          else if (outcome === "duplicate" && result.kind !== TRIAL_KIND) meter.message(result.kind, "none", "same_content");
          return outcome;
        },
      },
      desk: {
        ...store.desk,
        commit: async (changes) => {
          const outcome = await store.desk.commit(changes);
          if (outcome === "written") for (const change of changes) countCorrections(change, meter);
          return outcome;
        },
      },
    },
  };
};

/** The log, whose errors and warnings are counted by event and code. */
export const countingLog = (log: Log, meter: Meter): Log => ({
  ...log,
  error: (event, fields) => {
    meter.failure(event, fields?.code ?? "none");
    log.error(event, fields);
  },
  warn: (event, fields) => {
    if (fields?.code) meter.failure(event, fields.code);
    log.warn(event, fields);
  },
});

const countResult = ({ kind, action, reason, reading }: Result, meter: Meter): void => {
  if (kind === TRIAL_KIND) return;
  meter.message(kind, action, reason);
  if (reading) for (const { item, status } of (JSON.parse(reading) as Assessment).items) meter.item(item, status);
};

const countCorrections = ({ events }: DeskCommit, meter: Meter): void => {
  for (const event of events) if (event.type === "corrected" && "item" in event) meter.correction(Number(event.item));
};
