/** Looks every few seconds whether staff should be told of a case, and tells them as the settings say. */
import type { Context } from "#app/context.ts";
import { announceNext, type AnnounceTools } from "#app/announce.ts";
import { asFailure, Failure } from "#core/failure.ts";
import type { Settings } from "#edges/settings/load.ts";
import { agencyFolder } from "./root.ts";
import { exportTools } from "./web.ts";

const EVERY_MILLISECONDS = 3_000;

/** Null where nobody is told and nothing is written, and in shadow mode, where nothing leaves. Throws Failure `setting_wrong`. */
export const announceTools = async (settings: Settings, context: Context, pages: string | null): Promise<AnnounceTools | null> => {
  const { handoverTo: to, exportFolder } = settings;
  if ((!to && !exportFolder) || settings.mode === "shadow") return null;
  if (to && context.knowledge.policy.ownAddresses.some((own) => own.toLowerCase() === to.toLowerCase()))
    throw new Failure("setting_wrong", "MOTTAK_HANDOVER_TO is the mailbox that Mottak itself reads: notes would come back as mail");
  const [{ loadClocks }, { writePackage }] = await Promise.all([import("#edges/settings/texts.ts"), import("#edges/archive/write.ts")]);
  const folder = agencyFolder(settings.agency);
  return {
    ...(await exportTools(context, folder)),
    clock: context.clock,
    clocks: loadClocks(folder),
    freeze: context.freeze,
    from: context.from,
    envelopeFrom: context.envelopeFrom,
    to,
    contents: settings.handoverContents,
    pages: settings.webUrl ?? pages,
    writePackage: exportFolder ? (files) => writePackage(files, exportFolder) : null,
  };
};

/** Goes on until the signal aborts; trouble is logged once and tried again. */
export const runAnnouncer = async (tools: AnnounceTools, { clock, log }: Context, signal: AbortSignal): Promise<void> => {
  let failed = false;
  while (!signal.aborted) {
    try {
      await announceNext(tools);
      failed = false;
    } catch (thrown) {
      if (!failed) log.error("step.failed", { step: "announce", code: asFailure(thrown).code });
      failed = true;
    }
    await clock.sleep(EVERY_MILLISECONDS, signal);
  }
};
