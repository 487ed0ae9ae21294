/** The sample mails, and copies of them that count as other people's mails. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sampleMails } from "#cli/root.ts";

export const samples = (): { name: string; raw: Buffer }[] =>
  readdirSync(sampleMails, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((set) =>
      readdirSync(join(sampleMails, set.name))
        .filter((name) => name.endsWith(".eml"))
        .map((name) => ({ name: `${set.name}/${name}`, raw: readFileSync(join(sampleMails, set.name, name)) })),
    );

/** Samples whose files are read without recognising letters in pictures. */
export const withoutPictures = (): { name: string; raw: Buffer }[] => samples().filter(({ name }) => !/skann|scan|foto/i.test(name));

/** The same mail from another sender, under another id and thread. */
export const variant = (raw: Buffer, number: number): Buffer => {
  const text = raw.toString("latin1");
  const end = text.search(/\r?\n\r?\n/);
  const head = text
    .slice(0, end)
    .replace(/^message-id:.*(?:\r?\n[ \t].*)*/im, `Message-ID: <bench-${number}@uni${number}.example>`)
    .replace(/^from:.*(?:\r?\n[ \t].*)*/im, `From: Person ${number} <p${number}@uni${number}.example>`)
    .replace(/^(?:in-reply-to|references|return-path|reply-to):.*(?:\r?\n[ \t].*)*\r?\n/gim, "");
  return Buffer.from(head + text.slice(end), "latin1");
};

export const percentile = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? 0;
export const say = (text: string): void => void process.stdout.write(`${text}\n`);
