/** Puts the worker together: settings to ports. The only file that knows all edges. */
import { createHash, randomBytes } from "node:crypto";
import { createReadStream, mkdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Context, Limits } from "#app/context.ts";
import type { Log, Reader, Store } from "#app/ports.ts";
import type { OnProgress } from "#app/progress.ts";
import type { Agency } from "#core/catalogue.ts";
import { Failure } from "#core/failure.ts";
import { automaticPurposes } from "#core/reply-content.ts";
import { loadModel } from "#edges/read/model-file.ts";
import type { Settings } from "#edges/settings/load.ts";
import { addressList, authservIdFrom } from "./check.ts";
import { systemClock } from "./clock.ts";
import { isDeadHere, workerName } from "./identity.ts";
import { loadKnowledge } from "./knowledge.ts";
import { openReader } from "./reader.ts";
import { modelFile } from "./root.ts";
import { wireMail } from "./wire-mail.ts";

export type Wired = { readonly context: Context; close(): Promise<void> };

const REPLIES_PER_HOUR = 120;
const NO_LIMIT = 1_000_000;
const MEGABYTE = 1 << 20;

/** Opens everything that the worker needs; tests `replace` single ports. Throws Failure where something is not there or not right. */
export const wire = async (settings: Settings, log: Log, progress: OnProgress, replace: Partial<Context> = {}): Promise<Wired> => {
  prepareData(settings.data);
  const worker = workerName();
  // First of all: its process starts while this one loads the rest.
  const agency = Promise.withResolvers<Agency>();
  const reader =
    replace.reader ??
    openReader(agency.promise, {
      folder: join(settings.data, "read"),
      warm: lanesOf(settings),
      messageMilliseconds: settings.limitMessageSeconds * 1000,
    });
  try {
    return await wireOver(settings, log, progress, replace, { worker, reader, agency: agency.resolve });
  } catch (thrown) {
    await reader.close();
    throw thrown;
  }
};

type Begun = { readonly worker: string; readonly reader: Reader; readonly agency: (agency: Agency) => void };

const wireOver = async (settings: Settings, log: Log, progress: OnProgress, replace: Partial<Context>, begun: Begun): Promise<Wired> => {
  const { worker, reader } = begun;
  const { openStore } = await import("#edges/store/store.ts");
  const store = replace.store ?? (await openStore({ url: settings.databaseUrl, password: settings.databasePassword }));
  await freeDead(store, worker);
  const key = await store.operation.referenceKey(randomBytes(32).toString("hex"), systemClock.now());
  const knowledge = loadKnowledge({
    agency: settings.agency,
    mode: settings.mode,
    ownAddresses: addressList(settings.ownAddresses),
    authservId: authservIdFrom(settings.authservId),
    automatic: automaticPurposes.filter((one) => addressList(settings.automatic).includes(one)),
    repliesPerHour: settings.repliesPerHour ?? (settings.sendUrl.startsWith("folder:") ? NO_LIMIT : REPLIES_PER_HOUR),
    key,
  });
  // A file that is no model stops the start, not a message.
  loadModel(modelFile);
  begun.agency(knowledge.agency);
  const from = settings.sendFrom ?? knowledge.agency.addresses[0] ?? "";
  const mail = await wireMail(settings, from);
  const { freeze } = await import("#edges/send/freeze.ts");

  const context: Context = {
    worker,
    knowledge,
    store,
    reader,
    mailbox: mail.mailbox,
    sender: mail.sender,
    witness: mail.witness,
    freeze,
    from: { name: knowledge.agency.shortName, address: from },
    envelopeFrom: from,
    clock: systemClock,
    chance: Math.random,
    log,
    progress,
    limits: limitsOf(settings),
    spool: spoolIn(join(settings.data, "tmp")),
    hashBytes: (bytes) => createHash("sha256").update(bytes).digest("hex"),
    ...replace,
  };
  return {
    context,
    close: async () => {
      await reader.close();
      await mail.close();
      await store.close();
    },
  };
};

/** How many messages are read side by side, each in a process of its own. */
export const lanesOf = ({ workers }: Settings): number => workers ?? Math.min(availableParallelism(), 4);

const limitsOf = (settings: Settings): Limits => ({
  attempts: settings.attempts,
  leaseMilliseconds: settings.leaseSeconds * 1000,
  messageBytes: settings.limitMessageMb * MEGABYTE,
  messageMilliseconds: settings.limitMessageSeconds * 1000,
  sendAttempts: settings.sendAttempts,
  settleMilliseconds: settings.sendUrl.startsWith("folder:") ? 0 : settings.sentSettleSeconds * 1000,
  pollMilliseconds: settings.mailboxPollSeconds * 1000,
  // Where the copy in Sent is the server's own, its absence after the settle time means that nothing was sent.
  resendAmbiguous:
    settings.onAmbiguous === "default" ? settings.sentCopy === "server" || settings.sendUrl.startsWith("folder:") : settings.onAmbiguous === "resend",
});

const prepareData = (data: string): void => {
  try {
    // Closed to other users of the machine: it holds applications.
    mkdirSync(join(data, "tmp"), { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new Failure("data_unwritable", `the data folder ${data} cannot be made (${(cause as NodeJS.ErrnoException).code ?? "unknown"})`, { cause });
  }
};

const freeDead = async (store: Store, worker: string): Promise<void> => {
  for (const holder of await store.operation.holders()) if (isDeadHere(holder, worker)) await store.operation.freeHeldBy(holder, systemClock.now());
};

/** A file in the data folder for one large message, removed afterwards. */
const spoolIn =
  (folder: string): Context["spool"] =>
  async (use) => {
    const own = await mkdtemp(join(folder, "large-"));
    const file = join(own, "message.eml");
    try {
      return await use(file, async () => {
        const hash = createHash("sha256");
        for await (const chunk of createReadStream(file)) hash.update(chunk as Uint8Array);
        return hash.digest("hex");
      });
    } finally {
      await rm(own, { recursive: true, force: true });
    }
  };
