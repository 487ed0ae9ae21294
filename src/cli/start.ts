/** `mottak start`: the worker. With no settings it watches data/inbox, filled with sample mails the first time. */
import { join } from "node:path";
import type { Context } from "#app/context.ts";
import type { Command } from "./command.ts";
import { agencyFolder, configFolder, sampleMails } from "./root.ts";

/** Exit code of a program ended by a second Ctrl-C. */
const KILLED = 130;

export const start: Command = {
  name: "start",
  summary: "Runs the worker: reads the mailbox, answers, keeps the cases.",
  usage: "[--once]",
  options: { once: { type: "boolean", summary: "Ends when every message is read and every reply is out that may go now." } },
  takesSettings: true,
  tellsSettings: true,
  details: ["Ctrl-C (or SIGTERM) finishes the step at hand and ends; starting again goes on where it was."],
  run: async ({ flags, settingFlags }) => {
    const once = flags["once"] === true;
    const { loadSettings } = await import("#edges/settings/load.ts");
    const loaded = loadSettings({ flags: settingFlags, environment: process.env, configFolder });
    const { settings } = loaded;
    const { openScreen } = await import("./screen.ts");
    const { createLog } = await import("#edges/observe/log.ts");
    const { lanesOf, wire } = await import("./wire.ts");
    const { runWorker } = await import("#app/worker.ts");
    const screen = openScreen(process.stdout);
    const stop = new AbortController();
    const log = createLog(settings.logLevel, process.stderr.isTTY ? { file: join(settings.data, "log", "mottak.log") } : { stream: process.stderr });
    const wired = await wire(settings, log, (progress) => {
      screen.onProgress(progress);
      if (once && screen.troubled()) stop.abort();
    });
    const seeded = await seedDefault(settings.mailboxUrl, settings.data);
    const unwatch = onSignals(stop, settings.stopSeconds, (text) => screen.say(text));
    screen.say(`Mottak reads ${wired.context.mailbox.name}, replies to ${settings.sendUrl}, mode ${settings.mode}.`);
    if (seeded > 0) screen.say(`The mailbox is new: ${seeded} sample mails were put into it. Drop your own .eml files beside them.`);
    const { observe } = await import("./health.ts");
    const observed = once ? null : await observe(loaded, wired.context);
    const context = observed?.context ?? wired.context;
    const { openStaffPages } = await import("./web.ts");
    const web = once ? null : await openStaffPages(settings, context, observed?.board ?? null);
    if (web) screen.say(`Staff pages: ${web.link() ?? web.address}`);
    if (observed?.address) screen.say(`Health: ${observed.address}/ready`);
    if (!once) screen.say("Ctrl-C ends.");
    const { announceTools, runAnnouncer } = await import("./announcer.ts");
    const announcing = once ? null : await announceTools(settings, context, web?.address ?? null);
    const { draftOnce, keepLettersDrafted } = await import("#app/due-letters.ts");
    const { loadClocks } = await import("#edges/settings/texts.ts");
    const letterTools = { ...context, clocks: loadClocks(agencyFolder(settings.agency)) };
    const letters = once ? draftOnce(letterTools, context) : keepLettersDrafted(letterTools, context, stop.signal);
    const announcer = announcing ? runAnnouncer(announcing, context, stop.signal) : Promise.resolve();
    const { runRetention } = await import("./retention-runner.ts");
    const { rulesOf } = await import("./retention.ts");
    const removing = once || settings.retention === "off" ? Promise.resolve() : runRetention(rulesOf(settings), settings.data, context, stop.signal);
    const { trialOptions } = await import("./trial.ts");
    const { runTrials } = await import("#app/trial.ts");
    const trial = once ? null : trialOptions(settings);
    const trying = trial ? runTrials(context, trial, stop.signal) : Promise.resolve();
    const checking = observed?.run(stop.signal) ?? Promise.resolve();
    try {
      await runWorker(context, { lanes: lanesOf(settings), once, signal: stop.signal });
      if (once && !screen.troubled()) await tellLater(context, screen.say);
    } finally {
      screen.say(screen.summary());
      screen.close();
      unwatch();
      await web?.close();
      await Promise.all([announcer, letters, removing, checking, trying]);
      await wired.close();
      await log.close();
    }
    return once && screen.troubled() ? 3 : 0;
  },
};

/** Says which replies go out at a later start: those that would come too soon after another, and those that a server refused for now. */
const tellLater = async ({ store, clock }: Pick<Context, "store" | "clock">, say: (text: string) => void): Promise<void> => {
  const { later } = await store.outbox.load(clock.now());
  if (later > 0) say(`${later === 1 ? "1 reply goes" : `${later} replies go`} out later: start again to send what is due then.`);
};

const seedDefault = async (mailboxUrl: string, data: string): Promise<number> => {
  if (mailboxUrl !== `folder:${data}/inbox`) return 0;
  const { seedMailbox } = await import("./seed.ts");
  return seedMailbox(join(data, "inbox"), sampleMails);
};

/** First signal: finish the step at hand. Second, or too long a step: end now; the store puts things right at the next start. */
const onSignals = (stop: AbortController, seconds: number, say: (text: string) => void): (() => void) => {
  const handle = () => {
    if (stop.signal.aborted) process.exit(KILLED);
    say("Stopping: the step at hand is finished first.");
    stop.abort();
    setTimeout(() => {
      say(`The step at hand took longer than ${seconds} s; ending without it. Nothing is lost: it is done again at the next start.`);
      process.exit(0);
    }, seconds * 1000).unref();
  };
  process.on("SIGINT", handle);
  process.on("SIGTERM", handle);
  return () => {
    process.off("SIGINT", handle);
    process.off("SIGTERM", handle);
  };
};
