/** One directory of the persons named anywhere in a message, with what each place says of them. Items about people are read from it. */
import type { Block, Document } from "../document.ts";
import type { Evidence } from "../assessment.ts";
import type { Source } from "../extract/passages.ts";
import { type Card, cardsOf, SELF } from "./cards.ts";
import { phoneDigits } from "./contact.ts";
import { emailFitsName, findNames, isJustName, sameName } from "./names.ts";
import { findRole, OUTSIDER, type Role } from "./role.ts";
import { TITLE } from "./words.ts";
import { FIELD } from "./table-words.ts";
import { cardsOfTable } from "./tables.ts";

/** One place that names a person. */
export type Mention = {
  readonly card: Card;
  readonly source: number;
  readonly block: number;
  /** Labels and headings over it, nearest first. */
  readonly labels: readonly string[];
  readonly headings: readonly string[];
  /** Header cells of the table it stands in. */
  readonly columns: readonly string[];
  readonly kind: "table" | "lines" | "prose" | "signature" | "sender";
};

export type Person = { readonly name: string; readonly mentions: readonly Mention[] };

export type Directory = {
  readonly persons: readonly Person[];
  /** Mentions of contact details without a name. */
  readonly nameless: readonly Mention[];
  readonly sources: readonly Source[];
};

/** Lines up to this length form a block of lines (a signature, a letterhead, a contact cell) with those around them. */
const SHORT_LINE = 120;

/** Builds the directory. Ignored sources and quoted text give nothing. */
export const directoryOf = (
  sources: readonly Source[],
  sender: { name: string; address: string } | null,
  isOther: (name: string) => boolean = () => false,
): Directory => {
  const mentions = sources.flatMap((source, index) => (source.ignored ? [] : mentionsOf(source.document, index, isOther)));
  if (sender?.name.trim().includes(" ") && !isOther(sender.name)) mentions.push(senderMention(sender));
  const persons: { name: string; mentions: Mention[] }[] = [];
  const nameless: Mention[] = [];
  // Longest names first, so that "K. Nordmann" joins "Kari Marie Nordmann" and not the other way round.
  const named = withOwners(withWriters(mentions, sender));
  for (const mention of named.toSorted((a, b) => (b.card.name?.length ?? 0) - (a.card.name?.length ?? 0))) {
    const name = mention.card.name;
    if (name === null) {
      nameless.push(mention);
      continue;
    }
    const known = persons.find((person) => sameName(person.name, name));
    if (known) known.mentions.push(mention);
    else persons.push({ name, mentions: [mention] });
  }
  return { persons: persons.map((person) => ({ name: nameOf(person.mentions), mentions: person.mentions.toSorted(byPlace) })), nameless, sources };
};

/** Puts the writer's name where the writer says "I": who signs the document, else the sender of the mail. */
const withWriters = (mentions: readonly Mention[], sender: { name: string } | null): Mention[] => {
  const senderName = sender ? senderMention({ name: sender.name, address: "" }).card.name : null;
  const writer = (source: number): string | null => {
    const signed = mentions.findLast(
      (mention) =>
        mention.source === source &&
        mention.card.name !== null &&
        mention.card.name !== SELF &&
        (mention.kind === "signature" || mention.labels.some((label) => CLOSING.test(label))),
    );
    return signed?.card.name ?? (senderName?.includes(" ") ? senderName : null);
  };
  return mentions.flatMap((mention) => {
    if (mention.card.name !== SELF) return [mention];
    const name = writer(mention.source);
    return name ? [{ ...mention, card: { ...mention.card, name, near: mention.card.near.replaceAll(SELF, name) } }] : [];
  });
};

const CLOSING = /(?:hilsen|helsing|regards|sincerely|mvh|hilsning)/iu;

/** Contact details without a name belong to the person named right above them, or in the heading over them (a CV). */
const withOwners = (mentions: readonly Mention[]): Mention[] =>
  mentions.map((mention) => {
    if (mention.card.name !== null) return mention;
    const heading = mention.headings.find((text) =>
      isJustName(text.replace(/(?<!\p{L})(?:cv|curriculum vitae|meritter)(?!\p{L})/giu, "").replace(/[–—-]+\s*$|^\s*[–—-]+/gu, "")),
    );
    if (heading) return { ...mention, card: { ...mention.card, name: findNames(heading)[0]?.text ?? null } };
    const above = mentions.filter(
      (other) =>
        other.card.name !== null &&
        other.source === mention.source &&
        other.block <= mention.block &&
        other.block >= mention.block - 3 &&
        other.headings[0] === mention.headings[0] &&
        other !== mention,
    );
    const names = [...new Set(above.map((other) => other.card.name))];
    const spelled = names.find((name) => name && mention.card.emails.some((email) => emailFitsName(email, name) === 2));
    const owner =
      spelled ??
      (names.length === 1 && mention.labels.every((label) => !/personvernombud|data protection|postmottak/iu.test(label)) ? names[0] : undefined);
    return owner ? { ...mention, card: { ...mention.card, name: owner } } : mention;
  });

/** The name as it is written most often without initials; else the longest form. */
const nameOf = (mentions: readonly Mention[]): string => {
  const counts = new Map<string, number>();
  for (const { card } of mentions) if (card.name) counts.set(card.name, (counts.get(card.name) ?? 0) + 1);
  const initials = (name: string) => (/(?:^|\s)\p{Lu}\.|\p{Lu}\.-/u.test(name) ? 1 : 0);
  return (
    [...counts.entries()].toSorted(
      ([a, m], [b, n]) =>
        initials(a) - initials(b) ||
        Number(b.split(" ").length > 1) - Number(a.split(" ").length > 1) ||
        Math.sign(b.split(" ").length - a.split(" ").length) * (Math.abs(b.split(" ").length - a.split(" ").length) > 2 ? -1 : 1) ||
        n - m,
    )[0]?.[0] ?? ""
  );
};

const byPlace = (a: Mention, b: Mention): number => a.source - b.source || a.block - b.block;

const senderMention = (sender: { name: string; address: string }): Mention => {
  const turned = sender.name.replace(/^"?([^,"]+),\s*([^"]+)"?$/u, "$2 $1").trim();
  return {
    card: { name: turned, titles: [], institutions: [], phones: [], emails: [sender.address], addresses: [], text: turned, near: "" },
    source: 0,
    block: -1,
    labels: [],
    headings: [],
    columns: [],
    kind: "sender",
  };
};

const mentionsOf = (document: Document, source: number, isOther: (name: string) => boolean): Mention[] => {
  const out: Mention[] = [];
  const path: { level: number; text: string }[] = [];
  let run: Block[] = [];
  let lead = "";
  const headings = (): string[] => path.map((entry) => entry.text).toReversed();
  const flush = () => {
    if (run.length > 0) out.push(...runMentions(run, source, headings(), isOther, lead));
    run = [];
    lead = "";
  };
  for (const block of document.blocks) {
    if (block.origin === "quoted") continue;
    if (block.kind === "heading") {
      flush();
      while (path.length > 0 && (path.at(-1)?.level ?? 0) >= block.level) path.pop();
      path.push({ level: block.level, text: block.text });
      // A heading may itself name somebody: "Prosjektleder: Kari Nordmann".
      const cards = cardsOf(block.text, isOther);
      for (const card of cards)
        if (card.name) out.push({ card, source, block: block.index, labels: [block.text], headings: headings(), columns: [], kind: "lines" });
    } else if (block.kind === "table") {
      flush();
      for (const { card, labels, columns } of cardsOfTable(block, isOther))
        out.push({ card, source, block: block.index, labels, headings: headings(), columns, kind: "table" });
    } else if (isLines(block)) {
      if (run.length > 0 && run.at(-1)?.origin !== block.origin) flush();
      run.push(block);
      if (run.length > 14) flush();
    } else {
      flush();
      const text = block.kind === "field" ? `${block.label}: ${block.value}` : block.text;
      const labels = [...(block.kind === "field" ? [block.label] : []), ...quotedLabels(block)];
      for (const card of cardsOf(text, isOther))
        out.push({
          card,
          source,
          block: block.index,
          labels,
          headings: headings(),
          columns: [],
          kind: block.origin === "signature" ? "signature" : "prose",
        });
      // A long paragraph that ends in a colon leads in the lines below it.
      if (/:\s*$/.test(block.text))
        lead =
          block.text
            .split(/(?<=[.!?])\s+/u)
            .at(-1)
            ?.replace(/:\s*$/, "")
            .slice(-160) ?? "";
    }
  }
  flush();
  return out;
};

/** The lines right above an answer written between quoted lines name it as a label would. */
const quotedLabels = (block: Block): string[] =>
  (block.answersQuoted ?? "")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .toReversed()
    .slice(0, 4);

const isLines = (block: Block): boolean =>
  block.kind !== "table" && block.kind !== "heading" && block.kind !== "field" && block.text.split("\n").every((line) => line.length <= SHORT_LINE);

/** Cards of a run of short lines; a label line of its own says who the lines below it are about. */
const runMentions = (
  run: readonly Block[],
  source: number,
  headings: readonly string[],
  isOther: (name: string) => boolean,
  leadIn: string,
): Mention[] => {
  const text = run.map((block) => block.text).join("\n");
  const cards = cardsOf(text, isOther);
  if (cards.length === 0) return [];
  const kind = run.some((block) => block.origin === "signature") ? ("signature" as const) : ("lines" as const);
  return cards.map((card) => {
    const at = text.indexOf(card.text);
    const before = text
      .slice(0, Math.max(0, at))
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
    // The line above the name, where it is a label without a name of its own.
    const lead = text.slice(text.lastIndexOf("\n", Math.max(0, at - 1)) + 1, at);
    // "Prosjektleder" above "Navn: Kari Nordmann": other fields of the person may stand between.
    const own = lead.trim() === "" ? before : before.slice(0, -1);
    const upper = NAME_FIELD.test(lead)
      ? (own.findLast((line) => !FIELD.test(line) && !/^\p{L}[\p{L} -]{2,30}:\s+\S/u.test(line)) ?? "")
      : (own.at(-1) ?? "");
    // Nothing but an honorific or a title stands in front of the name on its line.
    const startsLine =
      at > 0 &&
      text.slice(0, at).includes("\n") &&
      lead
        .replace(NAME_FIELD, "")
        .replace(TITLE, "")
        .replace(/(?:Mr|Ms|Mrs|Dr|Prof)\.?/gu, "")
        .trim().length <= 2;
    const labels =
      upper !== "" && upper.length < 110 && cardsOf(upper).every((one) => one.name === null) && !/@|\d{4,}/.test(upper) && startsLine
        ? [upper.replace(/:$/, "")]
        : [];
    const index = blockAt(run, at);
    const quoted = quotedLabels(run.find((block) => block.index === index) ?? (run[0] as Block));
    return { card, source, block: index, labels: [...labels, ...quoted, ...(leadIn ? [leadIn] : [])], headings, columns: [], kind };
  });
};

const NAME_FIELD = /^\s*(?:fullt? |full )?(?:navn|namn|name)\s*:?\s*$/iu;

const blockAt = (run: readonly Block[], offset: number): number => {
  let at = 0;
  for (const block of run) {
    at += block.text.length + 1;
    if (offset < at) return block.index;
  }
  return run[0]?.index ?? 0;
};

/** Evidence for something that a mention says. */
export const evidenceOf = (directory: Directory, mention: Mention, value: string, part: string): Evidence | null => {
  const document = directory.sources[mention.source]?.document;
  if (!document || mention.block < 0) return null;
  // The value may stand some blocks further down in the same run of lines.
  const candidates = document.blocks.slice(Math.max(0, mention.block), mention.block + 15);
  const needle = value.split(/[,\n]/)[0]?.trim() ?? value;
  const block = candidates.find((one) => one.text.includes(needle)) ?? document.blocks[mention.block];
  if (!block) return null;
  const line = block.text.split("\n").find((one) => one.includes(needle)) ?? block.text.slice(0, 240);
  return { source: document.name, page: block.place.page, block: block.index, quote: line.trim().slice(0, 400), part };
};

/** "Contact person (if other than the project leader)" speaks of the contact alone. */
const withoutExceptions = (label: string): string =>
  label
    .replace(/\((?:[^()]*(?:other than|annen enn|annan enn|hvis ikke|dersom|if not|hvis annen|ikke er|ikkje er|different)[^()]*)\)/giu, " ")
    .replace(
      /(?:,|–|-)?\s*(?:if other than|if different|other than|dersom annen|dersom annan|hvis annen|hvis annan|annen enn|annan enn|hvis ikke|dersom ikke|dersom ikkje)(?!\p{L}).*$/iu,
      "",
    );

/** Whether a mention gives the person the role, and how strongly: 1 under its own label, less by words nearby. */
export const roleStrength = (mention: Mention, role: Role): { strength: number; because: string } => {
  const label = mention.labels.find((one) => findRole(role, withoutExceptions(one)));
  const otherRole = (text: string) => (["leader", "head", "contact"] as const).some((other) => other !== role && findRole(other, text));
  // A case handler at the applicant's is who answers for the application.
  const isOutsider = (text: string): boolean => OUTSIDER.test(role === "contact" ? text.replace(/saksbehandler|case handler/giu, "") : text);
  const outsider = isOutsider(label ?? mention.labels.join(" | "));
  if (label && !outsider) return { strength: 0.95, because: `label "${label.slice(0, 60)}"` };
  const near = findRole(role, mention.card.near);
  const nearOutsider = isOutsider(mention.card.near);
  if (near && !(nearOutsider && role !== "leader")) {
    const nameAt = mention.card.near.indexOf(mention.card.name ?? "\0");
    const between =
      nameAt < 0
        ? " ".repeat(99)
        : near.end <= nameAt
          ? mention.card.near.slice(near.end, nameAt)
          : mention.card.near.slice(nameAt + (mention.card.name?.length ?? 0), near.start);
    // "... is easier to reach", "questions go to": whom the words speak of stands behind them.
    const backwards =
      nameAt >= 0 &&
      near.start > nameAt &&
      /(?:tak i|nå|kontakte|reach|contact|write to|med|til|with|to)$/iu.test(mention.card.near.slice(near.start, near.end));
    const gap = between
      .replace(TITLE, "")
      .replace(/[\s,.]+/g, " ")
      .trim().length;
    if (gap <= 60 && !backwards)
      return { strength: gap <= 12 ? 0.9 : gap <= 40 ? 0.75 : 0.6, because: `"${mention.card.near.slice(near.start, near.end)}" beside the name` };
  }
  // "Hun er kontaktperson for søknaden": said of the person named before.
  const pronoun = mention.card.text.match(PRONOUN_CLAUSE)?.[0];
  if (pronoun && findRole(role, pronoun)) return { strength: 0.86, because: `"${pronoun.trim().slice(0, 70)}"` };
  const heading = mention.headings[0];
  if (heading && findRole(role, heading) && !outsider && !mention.labels.some(otherRole) && !otherRole(mention.card.near))
    return { strength: 0.8, because: `under heading "${heading.slice(0, 60)}"` };
  return { strength: 0, because: "" };
};

const PRONOUN_CLAUSE =
  /(?<!\p{L})(?:han|hun|ho|he|she|vedkommende|hen)(?!\p{L})[^.!?\n]{0,70}(?:kontakt|contact|prosjekt|project|principal|investigator|leder|leiar)[^.!?\n]{0,40}/iu;

/** Distinct values of one field over mentions, most often named first. */
export const valuesOf = (
  mentions: readonly Mention[],
  field: "phones" | "emails" | "addresses" | "titles" | "institutions",
): { value: string; mention: Mention; count: number }[] => {
  const found: { key: string; value: string; mention: Mention; count: number }[] = [];
  for (const mention of mentions)
    for (const value of mention.card[field]) {
      const key =
        field === "phones"
          ? phoneDigits(value)
          : value
              .toLowerCase()
              .replace(/[^\p{L}\p{N}@]+/gu, " ")
              .trim();
      const known = found.find((one) => one.key === key);
      if (known) known.count += 1;
      else found.push({ key, value, mention, count: 1 });
    }
  return found.map(({ value, mention, count }) => ({ value, mention, count }));
};

/** E-mail addresses anywhere in the message that spell the person's name. */
export const emailsSpelling = (directory: Directory, name: string): { value: string; mention: Mention }[] =>
  [...directory.nameless, ...directory.persons.flatMap((person) => person.mentions)].flatMap((mention) =>
    mention.card.emails.filter((email) => emailFitsName(email, name) === 2).map((value) => ({ value, mention })),
  );
