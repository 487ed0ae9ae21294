/** Puts the desk and the staff pages together for `start`, `export` and tests. */
import { createHash } from "node:crypto";
import type { Context } from "#app/context.ts";
import { type DeskOptions, openDesk } from "#app/desk.ts";
import type { Desk } from "#app/ports.ts";
import { speechIn } from "#core/screens.ts";
import type { Settings } from "#edges/settings/load.ts";
import type { Web } from "#edges/web/open.ts";
import { agencyFolder } from "./root.ts";

export type DeskContext = Pick<Context, "store" | "reader" | "clock" | "knowledge" | "freeze" | "from" | "envelopeFrom">;

/** The desk over a running store. */
export const deskOver = async (context: DeskContext, agency: string, operation: DeskOptions["operation"]): Promise<Desk> => {
  const [{ headOf }, { originalsOf }, { openPageDrawer }, { zipPackage }, { xmlText }, { loadArchiveRules, loadScreens }, { loadClocks }] = await Promise.all([
    import("#edges/read/head.ts"),
    import("#edges/read/originals.ts"),
    import("#edges/read/page-picture.ts"),
    import("#edges/archive/write.ts"),
    import("#edges/archive/xml.ts"),
    import("#edges/settings/screens.ts"),
    import("#edges/settings/texts.ts"),
  ]);
  const folder = agencyFolder(agency);
  return openDesk({
    ...context,
    clocks: loadClocks(folder),
    headOf,
    originalsOf,
    drawPage: openPageDrawer(),
    zip: zipPackage,
    archiveXml: xmlText,
    rules: loadArchiveRules(folder),
    speech: speechIn("nb", loadScreens(folder)),
    hashBytes: (bytes) => createHash("sha256").update(bytes).digest("hex"),
    operation,
  });
};

/** What the operations page shows until the doctor's checks are its own: counts and what is set aside. */
export const plainOperation =
  ({ store, knowledge }: Pick<Context, "store" | "knowledge">): DeskOptions["operation"] =>
  async () => {
    const { outbox, ...counts } = await store.operation.counts();
    return { mode: knowledge.policy.mode, sendingStopped: await store.operation.sendingStopped(), counts: { ...counts, ...outbox }, checks: [], parked: await store.operation.parked(100) };
  };

/** Opens the staff pages where the setting says so; null where it is off. */
export const openStaffPages = async (settings: Settings, context: DeskContext & Pick<Context, "log">): Promise<Web | null> => {
  if (settings.web === "off") return null;
  const [{ openWeb }, { loadScreens }] = await Promise.all([import("#edges/web/open.ts"), import("#edges/settings/screens.ts")]);
  const at = settings.web.lastIndexOf(":");
  const web = await openWeb({
    host: settings.web.slice(0, at),
    port: Number(settings.web.slice(at + 1)),
    desk: await deskOver(context, settings.agency, plainOperation(context)),
    agency: context.knowledge.agency,
    screens: loadScreens(agencyFolder(settings.agency)),
    provider: null,
    log: context.log,
    mode: settings.mode,
    sendingStopped: () => context.store.operation.sendingStopped(),
    secure: false,
  });
  context.log.info("web.opened");
  return web;
};
