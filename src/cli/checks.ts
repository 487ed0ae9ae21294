/** Puts the checks together for the doctor and for the worker: settings to probes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Check } from "#app/checks/check.ts";
import { authenticationCheck } from "#app/checks/authentication.ts";
import { canaryCheck } from "#app/checks/canary.ts";
import { catalogueCheck } from "#app/checks/catalogue.ts";
import { clockCheck } from "#app/checks/clock.ts";
import { dataCheck } from "#app/checks/data.ts";
import { databaseCheck, integrityCheck } from "#app/checks/database.ts";
import { loginCheck, type LoginWay } from "#app/checks/login.ts";
import { mailboxCheck } from "#app/checks/mailbox.ts";
import { readingCheck } from "#app/checks/reading.ts";
import { sendingCheck } from "#app/checks/sending.ts";
import { settingsCheck } from "#app/checks/settings.ts";
import { tokenCheck } from "#app/checks/token.ts";
import { workCheck } from "#app/checks/work.ts";
import type { ClockSource, MailboxFacts, SendingFacts, Standings } from "#app/ports.ts";
import type { LoadedSettings, Settings } from "#edges/settings/load.ts";
import { systemClock } from "./clock.ts";
import { loadModel } from "#edges/read/model-file.ts";
import { loadKnowledge } from "./knowledge.ts";
import { openReader } from "./reader.ts";
import { agencyFolder, checkWordsFolder, configFolder, modelFile } from "./root.ts";
import { isTrialOn, trialOptions } from "./trial.ts";
import { openLogin } from "./web.ts";
import { type MailAccess, mailAccess } from "./wire-mail.ts";

/** What the store tells the checks; the doctor looks by itself, the worker asks its own. */
export type StoreLook = {
  readonly standings: () => Promise<Standings | null>;
  readonly recentHeads: () => Promise<readonly Uint8Array[]>;
};

export type ChecksOptions = LoadedSettings & { readonly look: StoreLook /** Sends a test mail there. */; readonly sendTo: string | null };

/** Mails whose heads are looked at. */
export const RECENT = 50;
const now = systemClock.now;

/** Every check that the settings call for, offline ones first. Throws Failure `setting_wrong` where the mail settings contradict each other. */
export const allChecks = async (options: ChecksOptions): Promise<readonly Check[]> => {
  const { settings, effective, look } = options;
  // Throws where the trial could never come back.
  trialOptions(settings);
  const mail = await mailAccess(settings, settings.sendFrom ?? agencyAddress(settings));
  const { databaseProbe, integrityProbe } = await import("#edges/store/probe.ts");
  const { folderProbe } = await import("#edges/observe/folder.ts");
  const { topmostAuthentication } = await import("#edges/read/head.ts");
  const database = { url: settings.databaseUrl, password: settings.databasePassword };
  const probes = await mailProbes(settings, mail);
  return [
    settingsCheck({ count: effective.length, changed: effective.filter(({ origin }) => origin !== "default" && origin !== "unset").length }),
    catalogueCheck(() => catalogueFacts(settings)),
    dataCheck(folderProbe(settings.data)),
    databaseCheck(databaseProbe(database), settings.databaseUrl),
    integrityCheck(integrityProbe(database)),
    readingCheck({ readMessage: readFresh }, () => readFileSync(join(configFolder, "operation", "sample.eml"))),
    workCheck({ standings: look.standings, pollMilliseconds: settings.mailboxPollSeconds * 1000, now }),
    authenticationCheck({ recent: async () => (await look.recentHeads()).map(topmostAuthentication), authservId: settings.authservId }),
    canaryCheck({ on: isTrialOn(settings), standings: look.standings, now }),
    clockCheck(await clockSources(settings, databaseProbe(database), probes), now),
    ...(mail.token ? [tokenCheck({ token: () => mail.token?.(false) ?? Promise.resolve(""), secretEnds: settings.oauthSecretEnds, now })] : []),
    mailboxCheck({ madeAtStart: false, ...probes.mailbox, filing: mail.inbox.options.filing, pollSeconds: settings.mailboxPollSeconds, now }),
    sendingCheck({ ...probes.sending, test: options.sendTo && probes.testMail ? { send: probes.testMail, to: options.sendTo } : null, now }),
    loginCheck(await loginWay(settings)),
  ];
};

const agencyAddress = (settings: Settings): string => {
  try {
    return loadKnowledge({ agency: settings.agency }).agency.addresses[0] ?? "";
  } catch {
    // The check of the catalogue says so.
    return "";
  }
};

const catalogueFacts = async (settings: Settings) => {
  const { agency } = loadKnowledge({ agency: settings.agency });
  const model = loadModel(modelFile);
  const [{ loadScreens }, { loadCheckWords }] = await Promise.all([import("#edges/settings/screens.ts"), import("#edges/settings/check-words.ts")]);
  if (settings.web !== "off") loadScreens(agencyFolder(settings.agency));
  for (const language of ["nb", "nn", "en"] as const) loadCheckWords(checkWordsFolder, language);
  return {
    agency: agency.shortName,
    items: agency.catalogue.items.length,
    version: agency.catalogue.version,
    trained: Object.keys(model.parts).length > 0,
  };
};

/** A reader of its own: a scan that was read before would prove nothing. */
const readFresh = async (raw: Uint8Array) => {
  const reader = openReader(null, { fresh: true });
  try {
    return await reader.readMessage(raw);
  } finally {
    await reader.close();
  }
};

const mailProbes = async (settings: Settings, { inbox, outgoing }: MailAccess) => {
  const box = await import("#edges/mailbox/probe.ts");
  const send = await import("#edges/send/probe.ts");
  const address = settings.sendFrom ?? agencyAddress(settings);
  const needsSent = outgoing.kind === "smtp" ? { folder: settings.sentFolder } : null;
  const mailbox =
    inbox.kind === "imap"
      ? {
          probe: box.imapProbe(inbox.options, needsSent),
          place: `${inbox.options.host}:${inbox.options.port} ${inbox.options.folder}`,
          host: `${inbox.options.host}:${inbox.options.port}`,
        }
      : {
          probe: box.folderProbe(inbox.options),
          place: inbox.options.path,
          host: "",
          madeAtStart: settings.mailboxUrl === `folder:${settings.data}/inbox`,
        };
  const sending =
    outgoing.kind === "smtp"
      ? {
          probe: send.smtpProbe(outgoing.options, address),
          place: `${outgoing.options.host}:${outgoing.options.port}`,
          host: `${outgoing.options.host}:${outgoing.options.port}`,
          address,
        }
      : { probe: send.folderSendProbe(outgoing.path), place: outgoing.path, host: "", address };
  return { mailbox, sending, testMail: outgoing.kind === "smtp" ? send.testMail(outgoing.options, address, now) : null };
};

type Probes = Awaited<ReturnType<typeof mailProbes>>;

/** Every other clock at hand: the database server's, the web servers', the mail server's where its greeting tells it. */
const clockSources = async (
  settings: Settings,
  database: () => Promise<{ readonly serverTime: number | null } | null>,
  { mailbox, sending }: Probes,
): Promise<readonly ClockSource[]> => {
  const { httpTime } = await import("#edges/observe/remote-time.ts");
  const named = (url: string) => url.replace(/^\w+:\/\/(?:[^@/]*@)?([^/:]*).*$/, "$1");
  return [
    ...(settings.databaseUrl.startsWith("postgres")
      ? [{ name: named(settings.databaseUrl), time: async () => (await database())?.serverTime ?? null }]
      : []),
    ...(settings.oauthTokenUrl ? [httpTime(settings.oauthTokenUrl)] : []),
    ...(settings.oidcIssuer ? [httpTime(settings.oidcIssuer)] : []),
    ...(sending.host ? [{ name: sending.host, time: async () => ((await sending.probe()) as SendingFacts).serverTime }] : []),
    ...(mailbox.host ? [{ name: mailbox.host, time: async () => inTheFuture((await mailbox.probe()) as MailboxFacts) }] : []),
  ];
};

/** The newest mail cannot have come after now: where it did, its server's clock is ahead of ours. Otherwise it tells nothing. */
const inTheFuture = ({ newestAt }: MailboxFacts): number | null => (newestAt !== null && newestAt > now() ? newestAt : null);

const loginWay = async (settings: Settings): Promise<LoginWay> => {
  if (settings.web === "off") return { kind: "off" };
  if (!settings.oidcIssuer) return { kind: "links" };
  const provider = await openLogin(settings, { clock: systemClock });
  return {
    kind: "provider",
    issuer: settings.oidcIssuer,
    discover: async () => {
      await provider?.begin();
    },
  };
};

/** What the store tells, for a command that runs beside the worker. */
export const lookFromOutside = async (settings: Settings): Promise<StoreLook> => {
  const { standingsProbe, recentHeadsProbe } = await import("#edges/store/probe.ts");
  const database = { url: settings.databaseUrl, password: settings.databasePassword };
  return { standings: standingsProbe(database), recentHeads: recentHeadsProbe(database, RECENT) };
};
