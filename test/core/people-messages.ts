/** The small messages of fixtures/corpus/people.json, read as the pipeline reads a mail, and what is wrong in each answer about persons. */
import { readFileSync } from "node:fs";
import { assessMessage } from "#core/assess.ts";
import type { Participant } from "#core/assessment.ts";
import { phoneDigits } from "#core/people/contact.ts";
import { sameName } from "#core/people/names.ts";
import { readMessage } from "#edges/read/reader.ts";
import { sameInstitution, sameTitle } from "#test/core/extract/phrase-context.ts";
import { model, udi } from "#test/support/plain-message.ts";

type Contact = { readonly name?: string; readonly phone?: string; readonly email?: string; readonly address?: string };
/** A message with what a careful reader finds; a role or a part that is not given is not said in the message (roles: not judged). */
export type PeopleMessage = {
  readonly class: string;
  readonly body: string;
  readonly from?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly head?: Contact;
  readonly leader?: Contact;
  readonly contact?: Contact | "same";
  readonly participants?: readonly Participant[];
};

export const peopleMessages: readonly PeopleMessage[] = (
  JSON.parse(readFileSync("fixtures/corpus/people.json", "utf8")) as { messages: readonly PeopleMessage[] }
).messages;

const encoded = (text: string): string => `=?utf-8?B?${Buffer.from(text).toString("base64")}?=`;
const part = (headers: readonly string[], text: string): string =>
  [...headers, "Content-Transfer-Encoding: base64", "", Buffer.from(text).toString("base64")].join("\r\n");

/** The message as it would come by mail. */
const rawMail = ({ body, from = "Avsender <avsender@post.example>", files = {}, class: kind }: PeopleMessage): Buffer => {
  const [, name = "", address = ""] = from.match(/^"?([^"<]*?)"?\s*<([^>]*)>$/u) ?? [];
  return Buffer.from(
    [
      `From: ${encoded(name)} <${address}>`,
      "To: post@etat.example",
      `Subject: ${encoded(kind === "supplements" ? "Re: Søknad om data til forskning" : "Søknad om data til forskning")}`,
      ...(kind === "supplements" ? ["In-Reply-To: <svar@etat.example>", "References: <soknad@post.example> <svar@etat.example>"] : []),
      "Date: Tue, 3 Mar 2026 10:00:00 +0100",
      "Message-ID: <en@post.example>",
      "MIME-Version: 1.0",
      'Content-Type: multipart/mixed; boundary="grense"',
      "",
      "--grense",
      part(["Content-Type: text/plain; charset=utf-8"], body),
      ...Object.entries(files).flatMap(([file, text]) => [
        "--grense",
        part(
          [`Content-Type: text/plain; charset=utf-8; name="${encoded(file)}"`, `Content-Disposition: attachment; filename="${encoded(file)}"`],
          text,
        ),
      ]),
      "--grense--",
      "",
    ].join("\r\n"),
  );
};

const fold = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s\p{P}]+/gu, " ")
    .trim();
const same: Readonly<Record<keyof Contact, (gold: string, got: string) => boolean>> = {
  name: (gold, got) => sameName(gold, got) || fold(gold) === fold(got),
  phone: (gold, got) => got.split("/").some((one) => phoneDigits(one) === phoneDigits(gold)),
  email: (gold, got) => fold(gold) === fold(got),
  address: (gold, got) => fold(got).includes(fold(gold)) || fold(gold).includes(fold(got)),
};
const parts = ["name", "phone", "email", "address"] as const;

const contactFaults = (role: string, gold: Contact, got: Readonly<Record<string, unknown>>): string[] =>
  parts.flatMap((field) => {
    const wanted = gold[field];
    const value = typeof got[field] === "string" ? got[field] : undefined;
    if (wanted === undefined) return value === undefined ? [] : [`${role}: ${field} ${value} is not said`];
    if (value === undefined) return [`${role}: ${field} ${wanted} not found`];
    return same[field](wanted, value) ? [] : [`${role}: ${field} ${value} for ${wanted}`];
  });

const participantFaults = (gold: readonly Participant[], got: readonly Participant[]): string[] => {
  const faults: string[] = got
    .filter((one) => !gold.some((other) => other.name === one.name || sameName(other.name, one.name)))
    .map((one) => `extra ${one.name}`);
  for (const wanted of gold) {
    const one = got.find((other) => other.name === wanted.name || sameName(wanted.name, other.name));
    if (!one) {
      faults.push(`no ${wanted.name}`);
      continue;
    }
    if (Boolean(one.title) !== Boolean(wanted.title)) faults.push(`${wanted.name}: title ${one.title} for ${wanted.title}`);
    else if (
      wanted.title &&
      one.title &&
      !sameTitle(wanted.title, one.title) &&
      !fold(one.title).includes(fold(wanted.title)) &&
      !fold(wanted.title).includes(fold(one.title))
    )
      faults.push(`${wanted.name}: title ${one.title} for ${wanted.title}`);
    if (Boolean(one.institution) !== Boolean(wanted.institution))
      faults.push(`${wanted.name}: institution ${one.institution} for ${wanted.institution}`);
    else if (wanted.institution && one.institution && !sameInstitution(wanted.institution, one.institution))
      faults.push(`${wanted.name}: institution ${one.institution} for ${wanted.institution}`);
  }
  return faults;
};

/** Items 3 to 6 of a message: what was judged and what is wrong, in words. */
export const judge = async (message: PeopleMessage): Promise<{ judged: number; faults: readonly (readonly string[])[] }> => {
  const read = await readMessage(rawMail(message));
  const assessment = assessMessage(read, { agency: udi, model, receivedAt: "2026-03-03T09:00:00.000Z" });
  const item = (number: number) => assessment.items.find((one) => one.item === number);
  const value = (number: number): Readonly<Record<string, unknown>> => item(number)?.value ?? {};
  const faults: string[][] = [];
  if (message.head) faults.push(contactFaults("head", message.head, value(3)));
  if (message.leader) faults.push(contactFaults("leader", message.leader, value(4)));
  if (message.contact === "same")
    faults.push(item(5)?.status === "not_applicable" ? [] : [`contact: ${String(item(5)?.status)} ${JSON.stringify(value(5))} for the leader`]);
  else if (message.contact) faults.push(contactFaults("contact", message.contact, value(5)));
  if (message.participants)
    faults.push(participantFaults(message.participants, (value(6)["participants"] as readonly Participant[] | undefined) ?? []));
  return { judged: faults.length, faults: faults.filter((one) => one.length > 0) };
};
