/** Threads among mails with gold answers: an application, and the later mail whose References hold its Message-ID. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Clock } from "#app/ports.ts";
import { type CaseEvent, type CaseView, foldCase } from "#core/case.ts";
import { systemClock } from "#cli/clock.ts";
import { openStore } from "#edges/store/store.ts";
import type { Assessment } from "#core/assessment.ts";
import { agency, DAY } from "./case-world.ts";
import { goldOf, hasGold } from "./gold.ts";
import { newPlace, settingsFor, work } from "./worker.ts";

type ReadItem = { readonly status: string; readonly missingParts?: readonly string[] };
/** What one mail gives: as its gold answer says, or as the program read it. */
export type Read = { readonly items: ReadonlyMap<number, ReadItem>; readonly documents: ReadonlyMap<string, string> };

export const readByGold = (file: string): Read => {
  const { items = {}, documents = {} } = goldOf(file);
  return { items: new Map(Object.entries(items).map(([number, item]) => [Number(number), item])), documents: new Map(Object.entries(documents)) };
};

export const readByProgram = ({ items, documents }: Pick<Assessment, "items" | "documents">): Read => ({
  items: new Map(items.map((item) => [item.item, item])),
  documents: new Map(Object.entries(documents).map(([role, one]) => [role, one.status])),
});

/** Folders of mails with gold answers: the repository's own, and a corpus beside the repository where there is one. */
export const threadFolders = ["fixtures/mail", "fixtures/held-out", process.env["MOTTAK_TEST_CORPUS"] ?? "../shared/eval/corpus"];

/** Files of one thread, oldest first. */
export type Thread = { readonly name: string; readonly application: string; readonly supplement: string };

const headEnd = (raw: Buffer): number => /\r?\n\r?\n/.exec(raw.toString("latin1"))?.index ?? raw.length;
/** The header of a mail file, unfolded. */
const headOf = (raw: Buffer): string =>
  raw
    .subarray(0, headEnd(raw))
    .toString("latin1")
    .replace(/\r?\n[ \t]+/g, " ");
const idsIn = (head: string, name: string): string[] => (new RegExp(`^${name}:(.*)$`, "im").exec(head)?.[1] ?? "").match(/<[^<>\s]+>/g) ?? [];

/** All threads below these folders; a folder that is not there holds none. */
export const threadsIn = (roots: readonly string[]): Thread[] => {
  const files = roots
    .filter((root) => existsSync(root))
    .flatMap((root) => readdirSync(root, { recursive: true, encoding: "utf8" }).map((one) => join(root, one)))
    .filter((one) => one.endsWith(".eml") && hasGold(one))
    .toSorted();
  const heads = files.map((file) => ({ file, head: headOf(readFileSync(file)) }));
  return heads.flatMap(({ file, head }) => {
    const references = idsIn(head, "References");
    const application = heads.find((one) => one.file !== file && idsIn(one.head, "Message-ID").some((id) => references.includes(id)));
    return application && goldOf(file).kind === "supplement"
      ? [{ name: basename(file, ".eml"), application: application.file, supplement: file }]
      : [];
  });
};

/** The mail with our real reply's Message-ID in place of the one that stands for it; a mail that knows of no reply is as it was. */
const asAnswerTo = (raw: Buffer, reply: string | null): Buffer => {
  const [placeholder] = idsIn(headOf(raw), "In-Reply-To");
  if (!placeholder || !reply) return raw;
  const end = headEnd(raw);
  return Buffer.concat([Buffer.from(raw.subarray(0, end).toString("latin1").replaceAll(placeholder, reply), "latin1"), raw.subarray(end)]);
};

export type Played = { readonly thread: Thread; readonly opened: CaseView | null; readonly ended: CaseView | null };

/**
 * Plays all threads through the real worker in one mailbox: first every application, then, a day later, every supplement as an
 * answer to the reply that went out. Gives each case as it was opened and as it ended; null where an application has no case.
 */
export const playThreads = async (threads: readonly Thread[]): Promise<Played[]> => {
  const place = newPlace();
  let days = 0;
  const clock: Clock = { ...systemClock, now: () => Date.now() + days * DAY };
  const put = (name: string, raw: Buffer): void => writeFileSync(join(place.inbox, `${name}.eml`), raw);
  for (const { name, application } of threads) put(`${name}-1`, readFileSync(application));
  await work(place, {}, { replace: { clock }, seconds: 240 });
  const opened = await casesOf(place);
  const caseOf = (views: readonly CaseView[], file: string): CaseView | null => {
    const [id] = idsIn(headOf(readFileSync(file)), "Message-ID");
    return views.find((view) => view.messages.some((one) => one.messageId === id)) ?? null;
  };
  const first = threads.map((thread) => caseOf(opened, thread.application));
  for (const [index, { name, supplement }] of threads.entries())
    put(`${name}-2`, asAnswerTo(readFileSync(supplement), first[index]?.outgoing.at(-1)?.messageId ?? null));
  days = 1;
  await work(place, {}, { replace: { clock }, seconds: 240 });
  const ended = await casesOf(place);
  return threads.map((thread, index) => ({ thread, opened: first[index] ?? null, ended: caseOf(ended, thread.application) }));
};

const casesOf = async (place: ReturnType<typeof newPlace>): Promise<CaseView[]> => {
  const store = await openStore({ url: settingsFor(place).databaseUrl, password: null });
  try {
    const views: CaseView[] = [];
    for (const { reference } of await store.cases.list(null, 1000))
      views.push(foldCase((await store.cases.events(reference)) as readonly CaseEvent[]));
    return views;
  } finally {
    await store.close();
  }
};

/** What still lacks after some mails, told apart from the program's own way of joining them: parts of items, and documents. */
export const lackingAfter = (mails: readonly Read[]): string[] => {
  const given = (item: ReadItem | undefined, parts: readonly string[]): readonly string[] =>
    item?.status === "complete"
      ? parts
      : item?.status === "incomplete" || item?.status === "unclear"
        ? parts.filter((part) => !item.missingParts?.includes(part))
        : [];
  const points = agency.catalogue.items.flatMap(({ number, parts }) => {
    const said = mails.map((mail) => mail.items.get(number));
    if (said.some((item) => item?.status === "not_applicable" || item?.status === "unclear")) return [];
    const ids = parts.map((part) => part.id);
    const lacks = ids.filter((part) => !said.some((item) => given(item, ids).includes(part)));
    return lacks.length > 0 ? [`${number}: ${lacks.join(", ")}`] : [];
  });
  const documents = agency.catalogue.documents.filter(({ role }) => !mails.some((mail) => mail.documents.get(role) === "present"));
  return [...points, ...documents.map(({ role }) => role)];
};
