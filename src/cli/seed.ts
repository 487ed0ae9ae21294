/** Fills the default mailbox with the sample mails, the first time. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "#core/failure.ts";

/** Age of the copies in seconds: old enough to count as whole at once, and new enough that deadlines and answering times are true. */
const AGE = 60;

/** Mails taken from each set, and sets they are taken from (the fullest): enough to see every kind, few enough to be read within a minute. */
const EACH = 5;
const SETS = 6;
/** First, last, and evenly in between. */
const spread = (names: readonly string[]): string[] =>
  names.length <= EACH ? [...names] : Array.from({ length: EACH }, (_, index) => names[Math.round((index * (names.length - 1)) / (EACH - 1))] ?? "");

const fullest = (samples: string): { readonly set: string; readonly mails: readonly string[] }[] =>
  readdirSync(samples, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => ({ set: entry.name, mails: readdirSync(join(samples, entry.name)).filter((one) => one.endsWith(".eml")) }))
    .toSorted((a, b) => b.mails.length - a.mails.length || a.set.localeCompare(b.set, "en"))
    .slice(0, SETS);

/** Number of mails that were copied; 0 where the mailbox was there before. The folder appears whole or not at all. */
export const seedMailbox = (mailbox: string, samples: string): number => {
  if (existsSync(mailbox)) return 0;
  if (!existsSync(samples)) throw new Failure("seed_missing", `the sample mails are not in ${samples}`);
  const draft = `${mailbox}.part`;
  // All the same, so that they are read in the order of their names.
  const came = Math.floor(Date.now() / 1000) - AGE;
  let count = 0;
  try {
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { recursive: true });
    for (const { set, mails } of fullest(samples))
      for (const name of spread(mails)) {
        const copy = join(draft, `${set}-${name}`);
        copyFileSync(join(samples, set, name), copy);
        utimesSync(copy, came, came);
        count += 1;
      }
    renameSync(draft, mailbox);
  } catch (cause) {
    throw new Failure("data_unwritable", `the mailbox folder ${mailbox} cannot be made (${(cause as NodeJS.ErrnoException).code ?? "unknown"})`, {
      cause,
    });
  }
  return count;
};
