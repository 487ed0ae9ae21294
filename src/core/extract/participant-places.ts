/** Institutions in the text around names: behind a name, in front of it, or said of all in a list. */
import { ORGANISATION, TITLE } from "../people/words.ts";
import type { Naming } from "./participant-naming.ts";
import { isPost } from "./participant-titles.ts";

/** A capitalised name behind "ved", "at", "(" or a comma that no list of institutions knows: "(forsker, Fylkeshelsa)", "Petra Li ved Rettsforsk". */
export const PLACE =
  "(?<place>\\p{Lu}[\\p{L}\\d&.'’/-]*(?:[ \\u00a0](?:(?:og|and|for|i|in|of|på|the|av|&|de|–|-)[ \\u00a0])*\\p{Lu}[\\p{L}\\d&.'’/-]*|[ \\u00a0](?:kommune|fylkeskommune|universitet|university|høgskole|høgskule|migrasjonssenter|universitetshøgskole|institutt|senter|forskning|forsking|samfunnsforskning))*(?:[ ]\\p{Ll}{5,}(?=[,.;)]))?)";
export const placeBeside = (text: string, name: string, people: readonly string[]): string | null => {
  const at = text.indexOf(name);
  if (at < 0) return null;
  const after = text.slice(at + name.length, at + name.length + 140);
  const stop =
    after.match(/;|\n|(?<!\p{Lu}|ph\.d|dr|prof|cand|polit|art)\.\s|(?<!\p{L})(?:og|and|samt)\s+(?:\p{L}+\s+){0,3}\p{Lu}\p{Ll}+ \p{Lu}/u)?.index ??
    after.length;
  const match = after
    .slice(0, stop)
    .match(
      new RegExp(
        `(?:(?<!\\p{L})(?:ved|hos|hjå|frå|fra|at|of|from|with|i)|\\(|,|/|–)\\s*(?:the )?${PLACE}\\s*(?=[),.;:–|/]|$|\\s(?:og|and|samt|ha|har|får|skal|will|i)\\s)`,
        "u",
      ),
    );
  const place = match?.groups?.["place"]?.replace(/[.\s]+$/u, "") ?? null;
  return place &&
    !isSomebody(place, people) &&
    !isInitials(place, name) &&
    place.length > 1 &&
    isPlace(place) &&
    !new RegExp(`^(?:${TITLE.source})$`, "iu").test(place) &&
    !isPost(place) &&
    !/^(?:Dr|Prof|PhD|Ph\.D|DPIA|UDI|AP ?\d|WP ?\d)/u.test(place)
    ? place
    : null;
};

/** "Fra X deltar A og B", "ved X: A": the place named last before the name. */
export const frontPlace = (text: string, name: string): string | null => {
  const before =
    text
      .slice(0, Math.max(0, text.indexOf(name)))
      .split(/[.;]\s/u)
      .at(-1) ?? "";
  const found = [...before.matchAll(new RegExp(`(?:^|[\\s,(])(?:[Ff]ra|[Ff]rå|[Ff]rom|[Ii]nnen|[Ww]ithin) (?:the )?${PLACE}`, "gu"))].at(-1)
    ?.groups?.["place"];
  return found && isPlace(found) && !/^(?:UDI|SSB|TSD|Utlendingsdirektoratet)$/u.test(found) ? found : null;
};

/** "A (post) og B (post) ved X": A's place is B's. */
export const joinedPlace = (naming: Naming, all: readonly Naming[]): string | null => {
  const at = naming.text.indexOf(naming.person.name);
  if (at < 0) return null;
  const after = naming.text.slice(at + naming.person.name.length);
  for (const { person } of all) {
    const next = after.indexOf(person.name);
    if (
      person === naming.person ||
      next < 0 ||
      !/^\s*(?:\([^()]*\)\s*)?(?:,\s*)?(?:og|and|&|samt)\s+(?:\p{Ll}[\p{L}.]*\s+){0,3}(?:Dr\.? |Prof\.? )?$/u.test(after.slice(0, next))
    )
      continue;
    const rest = after.slice(next + person.name.length);
    if (
      new RegExp(`^\\s*(?:\\([^()]*\\))?\\s*,?\\s*(?:begge |both )?(?:(?:ved|at|hos|from|fra|frå|of) |i ${PLACE})`, "u").test(rest) ||
      ORGANISATION.test(rest.match(new RegExp(`^,\\s*${PLACE}\\s*[.;]?$`, "u"))?.groups?.["place"] ?? "")
    )
      return (
        placeBeside(
          after,
          person.name,
          all.map((one) => one.person.name),
        ) ??
        rest.match(new RegExp(`(?:ved|at|hos|from|fra|frå|of|i) (?:the )?${PLACE}`, "u"))?.groups?.["place"] ??
        null
      );
  }
  return null;
};

export const isPlace = (value: string): boolean =>
  /^\P{L}*(?:\p{Lu}|[\p{L}]+(?:universitet|høgskol|institutt))/u.test(value) &&
  !/^(?:\p{Lu}{2,4}(?:,? (?:og|and) \p{Lu}{2,4})+|co-?i|pi|co-?pi|d\.?\s?soc\.?\s?sc\.?|ph\.?\s?d\.?|dr\.?.*|research outline|project description|prosjektbeskrivelse|wp ?\d|ap ?\d)$/iu.test(
    value.trim(),
  ) &&
  /\p{L}{2}/u.test(value) &&
  !/^(?:university lecturer|university researcher|research (?:director|fellow|assistant|professor)|head of research|senior research)/iu.test(value) &&
  !/(?<!\p{L})(?:sees|knows|kjenner|microdata|uten|without|utanfor|outside|utenfor|les utkast)(?!\p{L})/iu.test(value);

export const isSomebody = (text: string, people: readonly string[]): boolean =>
  people.some(
    (name) =>
      text.includes(name) ||
      new RegExp(`(?<![\\p{L}-])${(name.split(" ").at(-1) ?? name).replace(/[.*+?^${}()|[\]\\]/gu, "")}(?![\\p{L}-])`, "u").test(
        ORGANISATION.test(text) ? "" : text,
      ) ||
      (name.endsWith(` ${text}`) && !ORGANISATION.test(text)),
  );
export const isInitials = (text: string, name: string): boolean =>
  /^\p{Lu}\p{L}{0,2}\p{Lu}{0,3}$/u.test(text) &&
  text.toLowerCase() ===
    name
      .split(/[ -]/u)
      .map((word) => word[0] ?? "")
      .join("")
      .toLowerCase();

/** Said of all in the list: "alle ved X", "to personer ved X: ...", "Fra X deltar ...", "both X". */
const ALL_AT = new RegExp(
  `(?<!\\p{L})(?:[Aa]lle(?: (?:sammen|her|tre|fire|fem|to|deltakere|deltakerne))?|[Bb]egge|[Ss]amtlige|[Ss]amtlege|[Aa]ll(?: (?:of them|three|four|five|members|team members|participants|persons|project members))?|[Bb]oth(?: (?:of them))?|[Dd]e (?:to|tre|fire)|[Dd]isse|[Dd]esse|[Tt]ilsette|[Aa]nsatte|[Ee]mployees|staff|forskere|forskarar|stipendiater|stipendiatar|personer|persons|people|members of staff|researchers|teamet|team|kjerneteamet|gruppa|gruppen)(?: \\p{Ll}+){0,4}? (?:(?:ved|hos|hjå|fra|frå|på|i|at|from|by|of|with|in) )(?:the )?${PLACE}`,
  "u",
);
const ALL_ARE = new RegExp(`(?<!\\p{L})(?:[Aa]lle|[Bb]egge|[Ss]amtlige|[Bb]oth|[Aa]ll)(?: (?:er|are))? (?:the )?${PLACE}`, "u");
const FROM_FIRST = new RegExp(
  `(?:^|[.:] )(?:Følgende |Følgjande |The following |Within |Innen |Frå |Fra |From |Ved |Hos |At )(?:fra |frå |from |ved |at )?(?:the )?(?:\\p{Ll}+ \\()?${PLACE}`,
  "u",
);
/** "A og B, begge ved X, samt C": X is not C's. */
export const saidOfOthers = (place: string, text: string, name: string): boolean => {
  for (const pattern of [ALL_AT, ALL_ARE]) {
    const match = text.match(pattern);
    const end = (match?.index ?? 0) + (match?.[0].length ?? 0);
    if (
      match &&
      /begge|both/iu.test(match[0]) &&
      match.groups?.["place"]?.includes(place) &&
      text.indexOf(name) > end &&
      !/[:\n]/u.test(text.slice(end, text.indexOf(name))) &&
      !text.slice(text.indexOf(name)).includes(place)
    )
      return true;
  }
  return false;
};
export const sharedPlace = (text: string, controller: string | null, name: string | null = null, people: readonly string[] = []): string | null => {
  for (const pattern of [ALL_AT, ALL_ARE, FROM_FIRST]) {
    const match = text.match(pattern);
    // "A and B, both at X, and C": C is not at X by that.
    const at = match?.index ?? 0;
    const gap = name && text.indexOf(name) > at ? text.slice(at + (match?.[0].length ?? 0), text.indexOf(name)) : "";
    if (
      match &&
      name &&
      text.includes(name) &&
      text.indexOf(name) > at &&
      pattern !== FROM_FIRST &&
      !/[:\n]|namely|nemleg|i\.e\.|dvs/u.test(gap) &&
      !(/^\s*[,(]/u.test(gap) && !/begge|both|alle|all/iu.test(match[0]))
    )
      continue;
    if (
      match &&
      name &&
      text.includes(name) &&
      text.indexOf(name) < at &&
      /begge|both/iu.test(match[0]) &&
      people.filter((one) => one !== name && text.indexOf(one) > text.indexOf(name) && text.indexOf(one) < at).length > 1
    )
      continue;
    const place = match?.groups?.["place"];
    if (
      place &&
      isPlace(place) &&
      !/^(?:UDI|SSB|TSD)$/u.test(place) &&
      (!/ (?:i|in|of) /u.test(match[0].slice(0, -place.length).slice(-6)) || ORGANISATION.test(place) || place.split(" ").length > 1)
    )
      return place;
  }
  return controller && new RegExp(`(?:alle|begge|all|both|samtlige|oss)[^.;]{0,50}${HERE.source}`, "iu").test(text) ? controller : null;
};

export const HERE =
  /(?<!\p{L})(?:her (?:hos oss|ved|på)|hos oss|hjå oss|vår egen|våre egne|oss (?:på|i|ved)|ved instituttet|ved høgskolen|ved universitetet|ved senteret|ved stiftelsen|ved stiftinga|ved museet|(?:fra|frå) (?:instituttet|senteret|museet|stiftelsen|stiftinga|høgskolen|høgskulen)(?! (?:for|i|of))|her (?:på|i) huset|i kommunen|at our (?:institute|university|centre|department)|at the (?:institute|university|centre)|our own|in-house|internt ansatt)(?!\p{L})/iu;
