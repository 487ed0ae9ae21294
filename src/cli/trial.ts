/** The daily trial as the settings ask for it. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TrialOptions } from "#app/trial.ts";
import { Failure } from "#core/failure.ts";
import type { Settings } from "#edges/settings/load.ts";
import { agencyFolder } from "./root.ts";

const wall = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Europe/Oslo",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
});

/** Whether the trial goes out: never in shadow mode, where nothing leaves. */
export const isTrialOn = ({ canary, mode }: Settings): boolean => canary !== "off" && mode !== "shadow";

/** Null where it is off, and in shadow mode, where nothing leaves. Throws Failure `setting_wrong` where it could not come back. */
export const trialOptions = (settings: Settings): TrialOptions | null => {
  if (!isTrialOn(settings)) return null;
  if (settings.mailboxUrl.startsWith("folder:") || settings.sendUrl.startsWith("folder:"))
    throw new Failure("setting_wrong", "MOTTAK_CANARY proves the way through a mail server and back; with folders there is none: set it to off");
  const file = join(agencyFolder(settings.agency), "trial.eml");
  if (!existsSync(file)) throw new Failure("setting_wrong", `MOTTAK_CANARY is set, but the agency has no trial application (${file})`);
  return { at: settings.canary, template: readFileSync(file, "utf8"), wall: (now) => wall.format(now) };
};
