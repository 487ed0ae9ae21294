/** Puts the desk and the staff pages together for `start`, `export` and tests. */
import { createHash } from "node:crypto";
import type { Board } from "#app/checks/board.ts";
import type { Context } from "#app/context.ts";
import { type DeskOptions, openDesk } from "#app/desk.ts";
import type { ExportTools } from "#app/export.ts";
import type { Desk } from "#app/ports.ts";
import { Failure } from "#core/failure.ts";
import { speechIn } from "#core/screens.ts";
import type { Settings } from "#edges/settings/load.ts";
import type { Web } from "#edges/web/open.ts";
import type { Provider } from "#edges/web/provider.ts";
import { addressList } from "./check.ts";
import { operationOver } from "./operation.ts";
import { agencyFolder, checkWordsFolder } from "./root.ts";
import { isTrialOn } from "./trial.ts";

export type DeskContext = Pick<Context, "store" | "reader" | "clock" | "knowledge" | "freeze" | "from" | "envelopeFrom">;

/** The desk over a running store. */
export const deskOver = async (context: DeskContext, agency: string, operation: Pick<DeskOptions, "operation" | "checkNow">): Promise<Desk> => {
  const [{ openPageDrawer }, { zipPackage }, { loadClocks }] = await Promise.all([
    import("#edges/read/page-picture.ts"),
    import("#edges/archive/write.ts"),
    import("#edges/settings/texts.ts"),
  ]);
  const folder = agencyFolder(agency);
  return openDesk({
    ...context,
    ...(await exportTools(context, folder)),
    clocks: loadClocks(folder),
    drawPage: openPageDrawer(),
    zip: zipPackage,
    ...operation,
  });
};

/** What a package is made with. The report is in bokmål: it is read by the agency, not by the applicant. */
export const exportTools = async ({ store, knowledge }: Pick<Context, "store" | "knowledge">, folder: string): Promise<ExportTools> => {
  const [{ headOf }, { originalsOf }, { xmlText }, { loadArchiveRules, loadScreens }] = await Promise.all([
    import("#edges/read/head.ts"),
    import("#edges/read/originals.ts"),
    import("#edges/archive/xml.ts"),
    import("#edges/settings/screens.ts"),
  ]);
  return {
    store,
    knowledge,
    headOf,
    originalsOf,
    archiveXml: xmlText,
    rules: loadArchiveRules(folder),
    speech: speechIn("nb", loadScreens(folder)),
    hashBytes: (bytes) => createHash("sha256").update(bytes).digest("hex"),
  };
};

/** The login provider of the settings; null where there is none. */
export const openLogin = async (settings: Settings, { clock }: Pick<Context, "clock">): Promise<Provider | null> => {
  const { oidcIssuer: issuer, oidcClientId: clientId, oidcClientSecret: clientSecret, webUrl } = settings;
  if (!issuer) return null;
  if (!clientId || !clientSecret || !webUrl)
    throw new Failure("setting_wrong", "MOTTAK_OIDC_ISSUER needs MOTTAK_OIDC_CLIENT_ID, MOTTAK_OIDC_CLIENT_SECRET (or its _FILE) and MOTTAK_WEB_URL");
  const { openProvider } = await import("#edges/web/provider.ts");
  const host = new URL(issuer).hostname;
  return openProvider({
    issuer,
    clientId,
    clientSecret,
    redirectUri: new URL("/logg-inn/svar", webUrl).href,
    scope: settings.oidcScope,
    roleClaim: settings.oidcRoleClaim,
    roles: { reader: addressList(settings.oidcReaders), handler: addressList(settings.oidcHandlers), operator: addressList(settings.oidcOperators) },
    insecure: issuer.startsWith("http:") && (host === "localhost" || host === "127.0.0.1"),
    now: () => clock.now(),
  });
};

/** Opens the staff pages where the setting says so; null where it is off. */
export const openStaffPages = async (
  settings: Settings,
  context: DeskContext & Pick<Context, "log">,
  board: Board | null = null,
): Promise<Web | null> => {
  if (settings.web === "off") return null;
  const [{ openWeb }, { loadScreens }, { loadCheckWords }] = await Promise.all([
    import("#edges/web/open.ts"),
    import("#edges/settings/screens.ts"),
    import("#edges/settings/check-words.ts"),
  ]);
  const at = settings.web.lastIndexOf(":");
  const web = await openWeb({
    host: settings.web.slice(0, at),
    port: Number(settings.web.slice(at + 1)),
    desk: await deskOver(context, settings.agency, operationOver(context, board, isTrialOn(settings))),
    agency: context.knowledge.agency,
    screens: loadScreens(agencyFolder(settings.agency)),
    checkWords: {
      nb: loadCheckWords(checkWordsFolder, "nb"),
      nn: loadCheckWords(checkWordsFolder, "nn"),
      en: loadCheckWords(checkWordsFolder, "en"),
    },
    names: settings.webUrl ? [new URL(settings.webUrl).host] : [],
    provider: await openLogin(settings, context),
    log: context.log,
    mode: settings.mode,
    sendingStopped: () => context.store.operation.sendingStopped(),
    stopSending: (stopped) => context.store.operation.stopSending(stopped, context.clock.now()),
    secure: settings.webUrl?.startsWith("https:") ?? false,
  });
  context.log.info("web.opened");
  return web;
};
