/** Cards: a stretch of text about persons cut into one card a person, with the contact details and words that belong to each. */
import { type Found, findAddresses, findEmails, findPhones } from "./contact.ts";
import { emailFitsName, findNames } from "./names.ts";
import { findTurnedNames } from "./turned-names.ts";
import { ORGANISATION, TITLE } from "./words.ts";

export type Card = {
  /** Null where contact details stand without a name (under a role label). */
  readonly name: string | null;
  readonly titles: readonly string[];
  readonly institutions: readonly string[];
  readonly phones: readonly string[];
  readonly emails: readonly string[];
  readonly addresses: readonly string[];
  /** Verbatim text of the stretch that the card was made from. */
  readonly text: string;
  /** Text close to the name: the same line or sentence, for role words. */
  readonly near: string;
};

/** Stands in place of a name where the writer speaks of himself or herself; the directory puts the writer's name there. */
export const SELF = "\u0001self";

const SELF_REFERENCE =
  /(?<!\p{L})(?:Undertegnede|undertegnede|Underteikna|underteikna|The undersigned|the undersigned|Jeg|Eg|I|myself|Myself|meg|Meg|me|My|Min|Mitt|Mi|meg selv|meg sjølv|eg sjølv|jeg selv|(?<=(?:er|kan|treffes|treffast|sitter|sit|har|og|held|holder) )(?:jeg|eg))(?!\p{L}|-|\.)/gu;

/** "Undertegnede er prosjektleder", "Jeg treffes på ...", "Eg sjølv (stipendiat, OsloMet)": only where a role, a title or contact details follow close by. */
const selfReferences = (text: string): Found[] =>
  [...text.matchAll(SELF_REFERENCE)]
    .filter((match) => {
      // "dere når meg på 905 17 446", "ta kontakt med meg: mobil ...": details follow in the same sentence, and nobody is named between.
      if (/^(?:meg|me|my|min|mitt|mi|jeg|eg)$/u.test(match[0]) || /^(?:Meg|My|Min|Mitt|Mi)$/u.test(match[0])) {
        const rest = text.slice(match.index + match[0].length, match.index + 150).split(CLAUSE_BREAK)[0] ?? "";
        const detail = [...findPhones(rest), ...findEmails(rest), ...findAddresses(rest)].toSorted((one, other) => one.start - other.start)[0];
        return detail !== undefined && findNames(rest.slice(0, detail.start)).length === 0;
      }
      const after = text.slice(match.index, match.index + 150).split(/\n|(?<=[.!?])\s+(?=\p{Lu})/u)[0] ?? "";
      return (
        /^(?:myself|meg selv|meg sjølv|eg sjølv|jeg selv|undertegnede|underteikna|the undersigned)/iu.test(after) ||
        findEmails(after).length > 0 ||
        findPhones(after).length > 0 ||
        /^(?:jeg|eg|i) (?:sjølv|selv|myself)? ?\(/iu.test(after) ||
        /^\S+ (?:er|am|is) (?:\p{L}+ ){0,3}(?:prosjekt|kontakt|project|principal|contact|ph|doktor|professor|forsk|stip|student|master|post)/iu.test(
          after,
        )
      );
    })
    .map((match) => ({ text: SELF, start: match.index, end: match.index + match[0].length }));

type Piece = Found & { readonly kind: "name" | "title" | "phone" | "email" | "address" | "institution" };

/** Where one stretch about a person ends and the next begins within a line. */
const HARD_BREAK = /\n|;|\s\|\s|•|(?<=[.!?])\s+(?=\p{Lu})/u;

/** Cards of a text in reading order; none where it names nobody and gives no contact details. `isOther` tells names that are no person's (the institution, the project). */
export const cardsOf = (text: string, isOther: (name: string) => boolean = () => false): Card[] => {
  const emails = findEmails(text);
  const addresses = findAddresses(text);
  const phones = findPhones(text).filter((phone) => !addresses.some((address) => within(phone, address)));
  const turned = findTurnedNames(text);
  const names = [...turned, ...findNames(text).filter((name) => !turned.some((other) => overlaps(name, other))), ...selfReferences(text)]
    .toSorted((a, b) => a.start - b.start)
    .filter((name) => !isOther(name.text) && !emails.some((email) => overlaps(name, email)) && !addresses.some((address) => overlaps(name, address)));
  if (names.length === 0 && emails.length === 0 && phones.length === 0 && addresses.length === 0) return [];
  const titles = [...text.matchAll(TITLE)]
    .map((match) => ({ text: match[0], start: match.index, end: match.index + match[0].length }))
    .filter((title) => !emails.some((email) => overlaps(title, email)));
  const institutions = findInstitutions(text, [...names, ...emails, ...phones, ...addresses]);
  const pieces: Piece[] = [
    ...names.map((piece) => ({ ...piece, kind: "name" as const })),
    ...titles.map((piece) => ({ ...piece, kind: "title" as const })),
    ...phones.map((piece) => ({ ...piece, kind: "phone" as const })),
    ...emails.map((piece) => ({ ...piece, kind: "email" as const })),
    ...addresses.map((piece) => ({ ...piece, kind: "address" as const })),
    ...institutions.map((piece) => ({ ...piece, kind: "institution" as const })),
  ].toSorted((a, b) => a.start - b.start);
  return assign(text, names, pieces);
};

const overlaps = (a: Found, b: Found): boolean => a.start < b.end && b.start < a.end;
const within = (a: Found, b: Found): boolean => a.start >= b.start && a.end <= b.end;

const assign = (text: string, names: readonly Found[], pieces: readonly Piece[]): Card[] => {
  if (names.length === 0) return [cardFrom(null, text, text, pieces)];
  const groups = names.map((name) => ({ name, pieces: [] as Piece[] }));
  const unowned: Piece[] = [];
  for (const piece of pieces) {
    if (piece.kind === "name") continue;
    const owner = ownerOf(text, piece, names);
    if (owner === null) unowned.push(piece);
    else groups[owner]?.pieces.push(piece);
  }
  // Said of all of them: "X og Y, begge ved Z"; "alle ved NTNU".
  const shared = sharedInstitution(text);
  const above = unowned.filter((piece) => text.slice(piece.end, names[0]?.start).includes("\n"));
  const beside = unowned.filter((piece) => !above.includes(piece));
  const cards = groups.map(({ name, pieces: own }, index) => {
    const end = names[index + 1]?.start ?? text.length;
    const card = cardFrom(name.text, text.slice(name.start, end), nearText(text, name, names, index), own);
    const structured = withStructure(card);
    const withShared = shared && structured.institutions.length === 0 ? { ...structured, institutions: [shared] } : structured;
    return index === 0 && beside.length > 0 && names.length === 1 ? merge(withShared, beside) : withShared;
  });
  // Details on the lines above the first name belong to whoever stands over them.
  const first = names[0];
  return above.some((piece) => piece.kind === "phone" || piece.kind === "email" || piece.kind === "address") && first
    ? [cardFrom(null, text.slice(0, first.start), text.slice(0, first.start), above), ...cards]
    : cards;
};

/** Words that make a stretch after a name a clause and no list of title and institution. */
const CLAUSE =
  /(?<!\p{L})(?:som|who|which|er|is|are|har|has|have|skal|vil|will|kan|can|leder|leads|leiar|blir|ble|was|bidrar|deltar|får|with|med)(?!\p{L})/iu;
const ROLE_SEGMENT =
  /(?<!\p{L})(?:prosjektle|prosjektlei|kontakt|project|principal|veileder|supervisor|rettleiar|delstudie|wp ?\d|ap ?\d|work package|ansvar|tilgang|access|f\.|født|born|tlf|sign)/iu;

/**
 * "Name, title, institution" and "Name (title, institution)": in such a list place says what a segment is, so that titles
 * and institutions that no list of words knows are read too.
 */
const withStructure = (card: Card): Card => {
  if (card.name === null || (card.titles.length > 0 && card.institutions.length > 0)) return card;
  const at = card.text.indexOf(card.name);
  // A name that is written "Nordmann, Kari" is as long as written, and a comma longer.
  const rest = card.text.slice(at < 0 ? card.name.length + 1 : at + card.name.length);
  const inside = rest.match(/^\s*\((?<inside>[^()\n]{2,140})\)/u)?.groups?.["inside"];
  const line =
    inside ?? rest.match(/^\s*(?:,|\||[–—-](?=\s))\s*(?<line>[^\n;]{2,180})/u)?.groups?.["line"]?.split(/(?<=\p{L}{3})\.\s+(?=\p{Lu})/u)[0];
  if (!line) return card;
  const segments = line
    .split(/,|\||\/(?=\s)|\s[–—-]\s/u)
    .map((segment) =>
      segment
        .replace(/\s+(?:og|and|samt|&)\s*$/iu, "")
        .replace(/[.\s]+$/, "")
        .trim(),
    )
    .filter(
      (segment) =>
        /\p{L}{2}/u.test(segment) &&
        findEmails(segment).length === 0 &&
        findPhones(segment).length === 0 &&
        !CLAUSE.test(segment) &&
        !ROLE_SEGMENT.test(segment) &&
        !/\d/.test(segment) &&
        segment.length <= 90,
    );
  if (segments.length === 0) return card;
  const isTitle = (segment: string): boolean => new RegExp(TITLE.source, "iu").test(segment);
  const titleAt =
    card.titles.length > 0
      ? segments.findIndex(isTitle)
      : segments.length >= 2 && !ORGANISATION.test(segments[0] ?? "")
        ? 0
        : segments.findIndex((segment) => isTitle(segment) || (inside !== undefined && /^\p{Ll}/u.test(segment)));
  const title = card.titles.length === 0 && titleAt >= 0 ? segments[titleAt] : undefined;
  const place = segments.findLast(
    (segment, index) =>
      index !== titleAt &&
      /\p{Lu}/u.test(segment) &&
      !isTitle(segment) &&
      findNames(segment).every((name) => name.text.length < segment.length || ORGANISATION.test(segment)) &&
      !/^\p{Lu}\.?$/u.test(segment),
  );
  return { ...card, titles: title ? [title] : card.titles, institutions: card.institutions.length === 0 && place ? [place] : card.institutions };
};

const merge = (card: Card, pieces: readonly Piece[]): Card => {
  const extra = cardFrom(null, "", "", pieces);
  return {
    ...card,
    titles: [...card.titles, ...extra.titles],
    institutions: [...card.institutions, ...extra.institutions],
    phones: [...card.phones, ...extra.phones],
    emails: [...card.emails, ...extra.emails],
    addresses: [...card.addresses, ...extra.addresses],
  };
};

/** Whose a piece is: a title right in front of a name is that name's; an e-mail that spells a name is that name's; else the name before it. */
const ownerOf = (text: string, piece: Piece, names: readonly Found[]): number | null => {
  if (piece.kind === "email") {
    const fits = names.map((name, index) => ({ index, fit: emailFitsName(piece.text, name.text) })).filter((one) => one.fit === 2);
    const nearest = fits.toSorted((a, b) => distance(names[a.index], piece) - distance(names[b.index], piece))[0];
    if (nearest) return nearest.index;
  }
  const before = names.findLastIndex((name) => name.end <= piece.start);
  const after = names.findIndex((name) => name.start >= piece.end);
  if (piece.kind === "title" && after >= 0) {
    const gap = text.slice(piece.end, names[after]?.start);
    const previousGap = before >= 0 ? text.slice(names[before]?.end, piece.start) : null;
    if (
      /^\.?(?:\s+(?:emeritus|emerita|II|I|ph\.?\s?d\.?|dr\.?))*[\s,.:]*(?:(?:i|in|of|ved|at) [\p{L} -]{3,40}[,:]? )?$/u.test(gap) &&
      !/\n/.test(gap) &&
      gap.length < 60 &&
      !(previousGap !== null && /^\s*[,(–-]\s*$/.test(previousGap) && /[,;)]|\bog\b|\band\b/.test(gap))
    )
      return after;
  }
  if (piece.kind === "institution" && before < 0 && after >= 0) {
    const gap = text.slice(piece.end, names[after]?.start);
    if (/^[^.;]{0,40}$/.test(gap)) return after;
  }
  if (before < 0)
    return after >= 0 &&
      !/\n\s*\n/.test(text.slice(piece.end, names[after]?.start)) &&
      (piece.kind !== "phone" && piece.kind !== "email" && piece.kind !== "address"
        ? (names[after]?.start ?? 0) - piece.end < 60
        : names.length === 1 && !text.slice(piece.end, names[after]?.start).includes("\n"))
      ? after
      : null;
  const owner = names[before];
  const gap = text.slice(owner?.end ?? 0, piece.start);
  // A title or institution two sentences on speaks of something else.
  if (
    (piece.kind === "title" || piece.kind === "institution") &&
    (gap.split(HARD_BREAK).length > 3 || gap.length > 130 || /[.!?]\s+\p{Lu}\p{Ll}+ (?!\p{Lu})/u.test(gap))
  )
    return null;
  if (piece.kind !== "title" && piece.kind !== "institution" && gap.length > 420) return null;
  return before;
};

const distance = (a: Found | undefined, b: Found): number =>
  a ? Math.min(Math.abs(b.start - a.end), Math.abs(a.start - b.end)) : Number.POSITIVE_INFINITY;

const cardFrom = (name: string | null, text: string, near: string, pieces: readonly Piece[]): Card => {
  const of = (kind: Piece["kind"]) => pieces.filter((piece) => piece.kind === kind).map((piece) => piece.text);
  return {
    name,
    text,
    near,
    titles: of("title"),
    institutions: of("institution"),
    phones: of("phone"),
    emails: of("email"),
    addresses: of("address"),
  };
};

/** Sentence ends, but not behind "Dr." and its like. */
const CLAUSE_BREAK =
  /\n|(?<=[.!?;])(?<!(?:^|[\s(.])(?:Dr|dr|prof|stip|Prof|PD|habil|Mr|Mrs|Ms|Mag|Drs|tlf|Tlf|Tel|tel|nr|ca|jf|philos|polit|jur|juris|med|scient|oecon|sociol|psychol|mag|cand|kand|fil|lic|St|Sr|Jr|ph\.d|Ph\.D|em|førsteam)\.)\s+(?=\p{Lu}|\d{1,2}\.\d{1,2}\.? \p{Lu})/u;

/** The words around a name that can say its role: up to the neighbouring names, within the sentence or line. */
const nearText = (text: string, name: Found, names: readonly Found[], index: number): string => {
  const from = Math.max(index > 0 ? (names[index - 1]?.end ?? 0) : 0, name.start - 140);
  const to = Math.min(names[index + 1]?.start ?? text.length, name.end + 140);
  const before = (`${text.slice(from, name.start)}X`.split(CLAUSE_BREAK).at(-1) ?? "X").slice(0, -1);
  const after = text.slice(name.end, to).split(CLAUSE_BREAK)[0] ?? "";
  return `${before}${name.text}${after}`;
};

/** Institutions: stretches between delimiters that hold an institution's word, or that follow "ved", "at", "from". */
const findInstitutions = (text: string, taken: readonly Found[]): Found[] => {
  const found: Found[] = [];
  for (const match of text.matchAll(/[^,;|()\n/•·:]+/gu)) {
    for (const piece of aroundTaken(match[0], match.index, taken).flatMap((part) => splitClauses(part.text, part.start))) {
      if (
        DEGREE_FROM.test(text.slice(Math.max(0, piece.start - 60), piece.start)) ||
        OUTSIDE.test(text.slice(Math.max(0, piece.start - 12), piece.start + 10))
      )
        continue;
      if (!ORGANISATION.test(piece.text) || piece.text.length > 110 || /^\s*(?:Jeg|Eg|Vi|I|We|My|Vår|Our) /u.test(piece.text)) continue;
      const trimmed = trimInstitution(piece);
      if (!trimmed || taken.some((other) => overlaps(trimmed, other))) continue;
      found.push(trimmed);
    }
  }
  return found;
};

/** "Ph.d. fra Universitetet i Oslo" tells where a degree was taken, "outside UiT" where a person is not. */
const DEGREE_FROM =
  /(?:ph\.?\s?d\.?|doktorgrad|doctorate|degree|master|utdann\p{L}*|bachelor|disput\p{L}*)[^.;,]{0,40}(?:fra|frå|from|ved|at|i|in)\s*$/iu;
const OUTSIDE = /(?<!\p{L})(?:outside|utenfor|utanfor|not at|ikke ved|ikkje ved)(?!\p{L})/iu;

/** The parts of a stretch that no name, number or address takes up. */
const aroundTaken = (text: string, offset: number, taken: readonly Found[]): Found[] => {
  const out: Found[] = [];
  let start = offset;
  for (const one of taken.filter((each) => each.start < offset + text.length && each.end > offset).toSorted((a, b) => a.start - b.start)) {
    if (one.start > start) out.push({ text: text.slice(start - offset, one.start - offset), start, end: one.start });
    start = Math.max(start, one.end);
  }
  if (start < offset + text.length) out.push({ text: text.slice(start - offset), start, end: offset + text.length });
  return out;
};

/** Sentence parts around verbs and prepositions: "er professor ved Universitetet i Oslo" -> "Universitetet i Oslo". */
const splitClauses = (text: string, offset: number): Found[] => {
  const out: Found[] = [];
  let start = 0;
  for (const match of text.matchAll(
    /(?<!\p{L})(?:ved|hos|hjå|fra|frå|for|at|from|with|by|og|and|samt|er|is|som|contributes|bidrar|bidreg|leder|leiar|leads|skriver|skriv|writes|arbeider|arbeidar|works|jobber|deltar|deltek|gjennomfører|carries|will|based in|who|which|skal|will|has|har|begge|alle|both|all|også|also|med|where|der|adresse|postadresse|address|[.–-])(?!\p{L})|\.\s+(?=\p{Lu})/giu,
  )) {
    if (
      /^(?:og|and|for)$/iu.test(match[0]) &&
      /(?:for|of|og|and) \p{L}*$/u.test(`${text.slice(start, match.index)}${match[0]} `) &&
      ORGANISATION.test(text.slice(start, match.index))
    )
      continue;
    if (match[0] === "-" && /\S$/.test(text.slice(0, match.index))) continue;
    out.push({ text: text.slice(start, match.index), start: offset + start, end: offset + match.index });
    start = match.index + match[0].length;
  }
  out.push({ text: text.slice(start), start: offset + start, end: offset + text.length });
  return out;
};

const trimInstitution = (piece: Found): Found | null => {
  const lead = piece.text.match(/^[\s.]*(?:(?:the|den|det|vår|vårt|our|my|på|i|in|of|to|til|same|samme)\s+)*/iu)?.[0].length ?? 0;
  let body = piece.text.slice(lead).replace(/[\s.]+$/, "");
  const title = body.match(TITLE);
  if (title && body.toLowerCase().startsWith(title[0].toLowerCase())) {
    const rest = body.slice(title[0].length).replace(/^[\s,]*(?:i|in|of)?\s*/u, "");
    const shift = body.length - rest.length;
    if (!ORGANISATION.test(rest)) return null;
    return { text: rest, start: piece.start + lead + shift, end: piece.start + lead + shift + rest.length };
  }
  body = body.replace(/\s+(?:i|in|på)$/u, "");
  return /\p{Lu}/u.test(body) && body.length > 1 ? { text: body, start: piece.start + lead, end: piece.start + lead + body.length } : null;
};

const SHARED =
  /(?<!\p{L})(?:alle|begge|samtlige|all(?: of them| three| four| five)?|both|alle (?:tre|fire|fem|seks)|de (?:tre|fire|to)|all are|everyone is)\s+(?:(?:her|here|er|are|is|arbeider|jobber|ansatt|employed|tilsett|tilsette|based|affiliated|tilknyttet|tilknytta|kommer|working|work|based)\s+)*(?:ved|hos|på|i|at|from|fra|frå|by|with|in)\s+(?:the\s+)?(?<place>[\p{Lu}][^,.;:)\n]{1,80})/u;
const sharedInstitution = (text: string): string | null => text.match(SHARED)?.groups?.["place"]?.trim() ?? null;
