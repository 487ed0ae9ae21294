/**
 * The daily trial: a made-up application that goes out by mail to our own address, is read and answered like any other, and whose
 * receipt comes back the same way. Both mails carry a keyed hash, so that only we can make them: nobody gets past the rules by a header.
 */
import type { MessageHeaders } from "./message.ts";
import type { KeyedHash } from "./reference.ts";

/** The application on its way to us, or its receipt on the way back. */
export type TrialLeg = "application" | "receipt";
export type Trial = { readonly leg: TrialLeg /** The day of the trial, "2026-11-23". */; readonly id: string };

/** Kind of a message of the trial, in place of those of triage: it is nobody's mail, and is counted nowhere. */
export const TRIAL_KIND = "trial";
export const TRIAL_HEADER = "X-Mottak-Trial";

const MAC_LENGTH = 24;

/** "trial-receipt-2026-11-23-<hash>": proves leg and day. */
export const trialToken = ({ leg, id }: Trial, hash: KeyedHash): string => `trial-${leg}-${id}-${hash(`trial ${leg} ${id}`).slice(0, MAC_LENGTH)}`;

/** The trial that a message belongs to by its own header, or by the one that every reply of ours carries; null for all other mail. */
export const trialOf = (headers: MessageHeaders, hash: KeyedHash): Trial | null => {
  for (const name of [TRIAL_HEADER.toLowerCase(), "x-mottak-reply-id"])
    for (const value of headers[name] ?? []) {
      const match = value.trim().match(/^trial-(application|receipt)-(\d{4}-\d{2}-\d{2})-[0-9a-f]+$/);
      const trial = match ? { leg: match[1] as TrialLeg, id: match[2] ?? "" } : null;
      if (trial && trialToken(trial, hash) === value.trim()) return trial;
    }
  return null;
};

/** The trial that is due: today's, once its time of day ("06:00") is reached. Both by the given clock on the wall ("2026-11-23 06:12"). */
export const trialDue = (wall: string, at: string): string | null => {
  const [day = "", time = ""] = wall.split(" ");
  return time >= at ? day : null;
};
