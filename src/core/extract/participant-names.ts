/** Whom a sentence speaks of: persons of the directory by full name, surname, first name or initials, and by "I" or "the project leader". */
import type { Person } from "../people/directory.ts";
import { isCvOnly, type ReaderContext } from "./context.ts";
import { GROUP_WORD, IS_SUPERVISOR, LEADER_WORD, ONLY, SELF_WORD, SUPERVISOR_WORD } from "./participant-words.ts";
import { ORGANISATION } from "../people/words.ts";
import { writerOf } from "./role-candidates.ts";

/** A person with where the sentence speaks of him or her; `by` tells a name from a word that stands for one. */
export type Spoken = { readonly person: Person; readonly start: number; readonly end: number; readonly by: "name" | "word" };

type Names = { readonly person: Person; readonly full: readonly string[]; readonly short: readonly string[]; readonly initials: readonly string[] };

const memory = new WeakMap<ReaderContext["directory"], readonly Names[]>();

/** The ways in which each person may be named; short forms only where they are nobody else's. */
const namesOf = (context: ReaderContext): readonly Names[] => {
  const known = memory.get(context.directory);
  if (known) return known;
  const persons = context.directory.persons.filter((person) => person.mentions.some((mention) => !isCvOnly(context.sources[mention.source])));
  const rows = persons.map((person) => {
    const full = [...new Set([person.name, ...person.mentions.map((mention) => mention.card.name ?? "")])].filter((name) => name.includes(" "));
    const short = full.flatMap((name) => {
      const parts = name.split(/[ \u00a0]+/u);
      const last = parts.at(-1) ?? "";
      const particle = parts.length > 2 ? parts.slice(parts.findIndex((part, index) => index > 0 && /^\p{Ll}/u.test(part))) : [];
      return [last, parts.slice(-2).join(" "), parts[0] ?? "", ...(particle.length > 1 ? [particle.join(" ")] : [])];
    });
    const initials = [...person.mentions.flatMap((mention) => initialsBeside(mention.card.near, person.name)), ...ownInitials(person.name)];
    return {
      person,
      full,
      short: [...new Set(short)].filter((word) => /^\p{Lu}?.*\p{L}{3}/u.test(word) && !/^\p{Lu}\./u.test(word) && !full.includes(word)),
      initials: [...new Set(initials)],
    };
  });
  const shared = new Map<string, number>();
  for (const row of rows) for (const word of row.short) shared.set(word, (shared.get(word) ?? 0) + 1);
  const names = rows.map((row) => ({ ...row, short: row.short.filter((word) => shared.get(word) === 1) }));
  memory.set(context.directory, names);
  return names;
};

/** "MKL" for Maria Kvistad Lien, though no place says so; two letters stand for too much else. */
const ownInitials = (name: string): string[] => {
  const initials = name
    .split(/[ \u00a0-]+/u)
    .filter((word) => /^\p{Lu}/u.test(word))
    .map((word) => word[0])
    .join("");
  return initials.length >= 3 && !ORGANISATION.test(initials) && !/^(?:TSD|SSB|UDI|NAV|FHI|REK)$/u.test(initials) ? [initials] : [];
};

/** "Kari Nordmann (KN)", "KN: Kari Nordmann", "KN = Kari Nordmann". */
const initialsBeside = (near: string, name: string): string[] => {
  const at = near.indexOf(name);
  if (at < 0) return [];
  const after = near.slice(at + name.length).match(/^[^()\n]{0,40}\((?<initials>\p{Lu}\p{L}{0,2}\p{Lu}{1,3})\)/u)?.groups?.["initials"];
  const before = near.slice(0, at).match(/(?<![\p{L}\d])(?<initials>\p{Lu}\p{L}{0,2}\p{Lu}{1,2})\s*[:=–-]\s*$/u)?.groups?.["initials"];
  return [after, before].filter((text): text is string => text !== undefined && text[0] === name[0]);
};

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Everyone whom a text speaks of, in reading order. `plain` has what was found by name alone. */
export const personsIn = (context: ReaderContext, text: string, source: number, leader: Person | null): Spoken[] => {
  const flat = text.replace(/\s/gu, " ");
  const found: Spoken[] = [];
  const add = (person: Person, start: number, end: number, by: Spoken["by"]) => {
    if (!found.some((one) => start < one.end && end > one.start)) found.push({ person, start, end, by });
  };
  const seek = (word: string, person: Person) => {
    for (let at = flat.indexOf(word); at >= 0; at = flat.indexOf(word, at + word.length)) {
      if (/[\p{L}\d-]/u.test(flat[at - 1] ?? " ") || /[\p{L}\d]/u.test((flat[at + word.length] ?? " ").replace(/s/u, " "))) continue;
      if (/^-\p{L}/u.test(flat.slice(at + word.length))) continue;
      add(person, at, at + word.length, "name");
    }
  };
  const names = namesOf(context);
  for (const { person, full } of names.toSorted((a, b) => (b.full[0]?.length ?? 0) - (a.full[0]?.length ?? 0)))
    for (const name of full.toSorted((a, b) => b.length - a.length)) {
      seek(name, person);
      const parts = name.split(" ");
      for (let cut = 1; cut < parts.length; cut += 1) seek(`${parts.slice(cut).join(" ")}, ${parts.slice(0, cut).join(" ")}`, person);
    }
  for (const { person, short, initials } of names) {
    if (found.some((one) => one.person === person)) continue;
    for (const word of short.toSorted((a, b) => b.length - a.length)) {
      const match = flat.match(new RegExp(`(?<![\\p{L}\\d-])${literal(word)}s?(?![\\p{L}\\d]|-\\p{L})`, "u"));
      // A first name that opens the sentence may be a common word; another capitalised word beside it makes another name.
      if (
        match?.index === undefined ||
        (match.index === 0 &&
          !/^(?: (?:og|and|er|har|is|has|\(|skal|vil|will)|,)/u.test(flat.slice(word.length)) &&
          !(person.name.endsWith(word) && (word.length >= 6 || word.includes("-"))))
      )
        continue;
      if (/^ \p{Lu}\p{Ll}/u.test(flat.slice(match.index + match[0].length))) continue;
      if (found.some((one) => (match.index ?? 0) < one.end && (match.index ?? 0) + word.length > one.start)) continue;
      add(person, match.index, match.index + word.length, "name");
      break;
    }
    if (initials.length > 0 && !found.some((one) => one.person === person)) {
      const match = flat.match(new RegExp(`(?<![\\p{L}\\d-])(?:${initials.map(literal).join("|")})(?![\\p{L}\\d])`, "u"));
      if (match?.index !== undefined) add(person, match.index, match.index + match[0].length, "name");
    }
  }
  for (const one of wordPersons(context, flat, source, leader, found)) if (!found.some((other) => other.person === one.person)) found.push(one);
  const people = found.filter((one) => one.by === "word" || !isPlaceHere(flat, one, found));
  return people.toSorted((a, b) => a.start - b.start);
};

/** Whether what looks like a name stands where an institution does: "at X", "(X)" behind somebody, before "School". */
const isPlaceHere = (flat: string, one: Spoken, found: readonly Spoken[]): boolean => {
  const before = flat.slice(0, one.start);
  const next = flat.slice(one.end).match(/^ (\p{Lu}[\p{L}]+|kommune|universitet|university)/u)?.[1];
  if (next && ORGANISATION.test(`${flat.slice(one.start, one.end)} ${next}`)) return true;
  if (/(?<!\p{L})(?:ved|hos|hjå|at|at the|of the|within|innen)\s$/iu.test(before)) return true;
  const opened = before.lastIndexOf("(");
  if (opened < 0 || opened < before.lastIndexOf(")")) return false;
  // In brackets right behind a person's name or title nobody else is named.
  const outside = before.slice(0, opened).trimEnd();
  return (
    found.some((other) => other !== one && other.person !== one.person && other.end >= outside.length - 1 && other.end <= opened) &&
    !/[:;]/u.test(before.slice(opened))
  );
};

/** Who signs a text that has no signature of its own: the name under the closing words. */
const signerOf = (context: ReaderContext, source: number): Person | null =>
  context.directory.persons.find((person) =>
    person.mentions.some(
      (mention) => mention.source === source && (mention.labels.some((label) => CLOSING.test(label)) || CLOSING.test(mention.card.near)),
    ),
  ) ?? null;
const CLOSING = /(?:^|\n)(?:\p{L}+ ){0,2}(?:hilsen|helsing|regards|sincerely|mvh|hilsning)(?!\p{L})/iu;

/** Persons whom the text means by "I", "the project leader" or "my supervisor", where no name stands right beside the word. */
const wordPersons = (context: ReaderContext, flat: string, source: number, leader: Person | null, named: readonly Spoken[]): Spoken[] => {
  const out: Spoken[] = [];
  const beside = (start: number, end: number): boolean =>
    named.some(
      (one) =>
        (one.start >= end && one.start - end < 60 && !/ (?:og|and|samt|sammen|har|får|skal|will|has) |;/u.test(flat.slice(end, one.start))) ||
        (one.end <= start && start - one.end < 40 && /^[ ,(–-]*(?:\p{L}+ ){0,2}$/u.test(flat.slice(one.end, start))),
    );
  const add = (person: Person | null | undefined, match: RegExpMatchArray) => {
    if (person && !out.some((one) => one.person === person))
      out.push({ person, start: match.index ?? 0, end: (match.index ?? 0) + match[0].length, by: "word" });
  };
  for (const match of flat.matchAll(SELF_WORD)) {
    // "I" has access only where it is said of "I"; the undersigned is never anything but a participant of the sentence.
    const joined =
      /^ ?(?:,|og |and |samt |alone|alene|åleine|selv|sjølv|\()/u.test(flat.slice(match.index + match[0].length)) ||
      /(?:og|and|samt|med|:|,) $/u.test(flat.slice(0, match.index));
    if (
      match[0] === "i" ||
      (!/under|selv|sjølv|myself|^me$/iu.test(match[0]) &&
        !ONLY.test(flat) &&
        !(joined && named.length > 0) &&
        !/^ (?:får|fær|har|skal ha|vil ha|will have|have|will)(?: \p{L}+){0,2} (?:tilgang|access|innsyn|read|lese)/iu.test(
          flat.slice(match.index + match[0].length),
        ))
    )
      continue;
    const writer = writerOf(context, source) ?? signerOf(context, source);
    if (writer) add(writer, match);
    else if (/under|selv|sjølv|myself/iu.test(match[0])) add(leader, match);
  }
  for (const match of flat.matchAll(LEADER_WORD)) {
    // The word alone gives nobody access: "the project leader opens accounts".
    const said =
      ONLY.test(flat) ||
      named.length > 0 ||
      /^(?: \p{L}+)? (?:får|fær|har|skal ha|vil ha|will have|has|have)(?: \p{L}+){0,2} (?:tilgang|access|innsyn)/iu.test(
        flat.slice(match.index + match[0].length),
      );
    const doing =
      /(?:av|by|til|from|to|hos)\s+(?:the\s)?$/iu.test(flat.slice(0, match.index)) &&
      !/(?:gis|gitt|given|granted|tillegg|addition) (?:til|to)\s+(?:the\s)?$/iu.test(flat.slice(0, match.index));
    const next = named.find((one) => one.start >= match.index + match[0].length);
    // "The PI, A and B": the word is one of the list where it names nobody of it.
    const listed =
      leader !== null &&
      next !== undefined &&
      next.person !== leader &&
      /^(?:\s*\([^()]*\))?,\s/u.test(flat.slice(match.index + match[0].length)) &&
      !named.some((one) => one.person === leader);
    if (said && !doing && (listed || !beside(match.index, match.index + match[0].length))) add(leader, match);
  }
  // "Bare prosjektleder og prosjektmedarbeidere": those who stand under that label.
  for (const match of flat.matchAll(GROUP_WORD))
    if ((ONLY.test(flat) || /tilgang|access|innsyn|tilgjenge/iu.test(flat)) && !beside(match.index, match.index + match[0].length))
      for (const person of context.directory.persons)
        if (
          person.mentions.some(
            (mention) =>
              mention.source === source && mention.labels.some((label) => label.length < 60 && new RegExp(GROUP_WORD.source, "iu").test(label)),
          )
        )
          add(person, match);
  for (const match of flat.matchAll(SUPERVISOR_WORD)) {
    if (beside(match.index, match.index + match[0].length)) continue;
    // "My second supervisor, Prof. Otero": another one than the supervisor known.
    if (
      /(?:second|co-?|bi|other|annen|andre|external|ekstern\p{L}*|medveileder)[ -]$/iu.test(flat.slice(0, match.index)) ||
      /^,? (?:is |er )?(?:Prof|Dr|professor|førsteamanuensis|docent)(?!\p{L})/iu.test(flat.slice(match.index + match[0].length))
    )
      continue;
    const writer = writerOf(context, source);
    const supervisors = context.directory.persons.filter(
      (person) =>
        person !== writer &&
        person.mentions.some(
          (mention) => !isCvOnly(context.sources[mention.source]) && IS_SUPERVISOR.test(`${mention.card.near} ${mention.labels.join(" ")}`),
        ),
    );
    add(supervisors.length === 1 ? supervisors[0] : writer !== leader ? leader : null, match);
  }
  return out;
};
