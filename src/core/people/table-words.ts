/** What the headers of tables of persons say: which column or row holds what, and who of the persons gets access. */
import { findNames } from "./names.ts";

export type Column = "name" | "title" | "institution" | "phone" | "email" | "address" | "contact" | "role" | "access" | "first_name" | "last_name";

export const columnWords: Record<Column, RegExp> = {
  first_name: /^(?:fornavn|fornamn|first name|given name)s?$/iu,
  last_name: /^(?:etternavn|etternamn|surname|last name|family name)$/iu,
  name: /(?<!\p{L})(?:navn|namn|name|hvem|kven|who|person|deltaker|deltakar|participant|medarbeider|medarbeidar|prosjektdeltaker|prosjektdeltakar|prosjektmedarbeider|forsker|forskar|researcher|member|medlem|ansatt|bruker|user|etternavn, fornavn|team member|ansvarlig)(?!\p{L})/iu,
  title:
    /(?<!\p{L})(?:tittel|title|stilling|stillingstittel|position|job title|akademisk tittel|grad|rank|role and title|stilling\/tittel|tittel\/stilling)(?!\p{L})/iu,
  institution:
    /(?<!\p{L})(?:institusjon|institution|tilhørighet|tilhøyrsle|tilknytning|tilknyting|affiliation|arbeidssted|arbeidsstad|arbeidsgiver|arbeidsgjevar|employer|enhet|eining|organisasjon|organisation|organization|virksomhet|verksemd|inst\.?|university|universitet|institutt|avdeling|workplace|employed at|ansatt ved|tilsett ved|hører til|sted|stad)(?!\p{L})/iu,
  phone: /(?<!\p{L})(?:telefon|tlf|telefonnummer|phone|telephone|tel|mobil|mobile|phone number)(?!\p{L})/iu,
  email: /(?<!\p{L})(?:e-?post|e-?mail|epost|e-postadresse|mail)(?!\p{L})/iu,
  address: /(?<!\p{L})(?:adresse|address|postadresse|besøksadresse|kontoradresse|adressa)(?!\p{L})/iu,
  contact: /(?<!\p{L})(?:kontakt|kontaktinfo\w*|kontaktinformasjon|kontaktopplysning\p{L}*|contact|contact details|contact information)(?!\p{L})/iu,
  role: /(?<!\p{L})(?:rolle|role|funksjon|function|oppgave|oppgåve|task|ansvar|responsibility|rolle i prosjektet)(?!\p{L})/iu,
  access: /(?<!\p{L})(?:tilgang\p{L}*|access|tilgjenge)(?!\p{L})/iu,
};

/** What a column of a table holds by its header; null where the header does not say. */
export const columnOf = (header: string): Column | null => {
  const text = header.trim();
  if (text === "" || text.length > 70) return null;
  // "Navn og stilling" holds names first of all.
  if (/^(?:fullt? )?(?:navn|namn|name)(?!\p{L})/iu.test(text)) return "name";
  if (/^(?:hvor|kvar|where)\W*$/iu.test(text)) return "institution";
  for (const column of ["first_name", "last_name", "email", "phone", "address", "contact", "title", "institution", "role", "name", "access"] as const)
    if (columnWords[column].test(text)) return column;
  return null;
};

/** A label of a field of one person, at its start. */
export const FIELD =
  /^(?:(?:fullt? |full )?(?:navn|namn|name)|tittel|title|stilling|position|institusjon|institution|affiliation|tilhørighet|tilhøyrsle|arbeidssted|telefon(?:nummer)?|tlf\.?|phone|telephone|tel|mobil|mobile|mob|e-?post(?:adresse)?|e-?mail|epost|mail|adresse|adr|adressa|address|postadresse|post-?\s?og besøksadresse|besøksadresse|kontoradresse|postal address|office address|visiting address|rolle|role|tilgang|access)(?!\p{L})/iu;
const BARE_FIELD =
  /^(?:hvem|kven|who|firma|company|employer|arbeidsgiver|arbeidsgjevar|arbeidsstad|arbeidsplass|workplace|organisation|organization|organisasjon|virksomhet|verksemd|enhet|eining|kontakt(?:info\p{L}*)?|contact details|status|initialer|initials|ansatt|fagfelt|grad|degree|nasjonalitet|land|country)\W*$/iu;

/** Whether a label is a field of a person where several stand side by side. */
export const isField = (label: string): boolean => FIELD.test(label) || BARE_FIELD.test(label);

/** A label without its number: "B2 Tlf. / e-post" -> "Tlf. / e-post". */
export const bareLabel = (text: string): string => text.replace(/^\s*(?:[A-Z]?\d{1,2}(?:\.\d{1,2})?[.)*]{0,2}|[A-Z][.)])\s+/u, "");

/** Columns that say who sees the data. */
const ACCESS_COLUMN =
  /(?<!\p{L})(?:tilgang\p{L}*|datatilgang|tilgjenge|innsyn|access|(?:får|gets?|ser|sjå|se|lese|les|leser|åpne|bruke|bruker|sees?|reads?|uses?|has|har|får se) (?:the |på )?(?:\p{L}+-)?(?:data|opplysning\p{L}*|dokument\p{L}*|microdata|files)|data (?:fra|from) \p{L}+)(?!\p{L})|^data ?\?$/iu;
const YES = /^(?:ja|yes|x|✓|✔|full\p{L}*|j|y|☒|les(?!\p{L})|skriv|lese\p{L}*|read\p{L}*|alle?|direkte)(?!\p{L})/iu;
const NO = /^(?:nei|no|none|ingen|inga|n|[–—-]|ikke|ikkje|✗|x nei|kun resultater|☐)(?:\P{L}|$)/iu;

/** Whether a header asks who sees the data. */
export const isAccessHeader = (text: string): boolean => ACCESS_COLUMN.test(text) && !KEY.test(text);
/** Access to the key is another matter. */
const KEY = /(?<!\p{L})(?:koblings|kople)?(?:nøkkel\p{L}*|key)(?!\p{L})/iu;

/** "med tilgang" or "uten tilgang" for a person whose cells under the words of access say so. */
export const accessLabels = (cells: readonly string[], headers: readonly string[]): string[] => {
  const said = cells.filter((_, index) => isAccessHeader(headers[index] ?? "")).map((text) => text.trim());
  if (said.some((text) => YES.test(text) && !/^(?:☐ ?)?(?:ja|yes) ?☒ ?(?:nei|no)/iu.test(text))) return ["med tilgang"];
  return said.length > 0 && said.every((text) => NO.test(text) || /☒ ?(?:nei|no)/iu.test(text)) ? ["uten tilgang"] : [];
};

/** Whether a row further down, labelled as the name, has the persons side by side. */
export const namesAcross = (grid: readonly (readonly string[])[]): boolean => {
  const at = grid.findIndex((row, index) => index > 0 && /^(?:fullt? )?(?:navn|namn|name)\b/iu.test(row[0] ?? ""));
  const names = (grid[at] ?? []).slice(1).filter((text) => nameIn(text) !== null);
  return at > 0 && (grid[at]?.length ?? 0) > 2 && names.length > 0 && grid.filter((row) => FIELD.test(bareLabel(row[0] ?? ""))).length >= 2;
};

/** "Nordmann, Kari" is turned round; a name with titles about it is taken out of them. */
export const nameIn = (text: string): string | null => {
  const line = text.split("\n")[0]?.trim() ?? "";
  const reversed = line
    .replace(/\s*\([^()]*\)$/u, "")
    .match(
      /^((?:(?:van|von|de|den|der|del|di|da|la|le|el|al|bin|ben|ibn|abu|af|ter|ten) )*(?:(?:al|el|an|ar|as|ad)-)?\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+)?), (\p{Lu}[\p{L}'’.-]+(?: \p{Lu}[\p{L}'’.-]+)*)$/u,
    );
  if (reversed && findNames(line).every((found) => found.text !== line)) {
    const turned = `${reversed[2]} ${reversed[1]}`;
    if (findNames(turned).length === 1) return turned;
  }
  return findNames(text.replace(/\n/g, " "))[0]?.text ?? null;
};

/** Whether a cell says anything: no dash, no "n/a", no "unknown". */
export const meaningful = (text: string): boolean => !/^[\s–—\-.?]*$/.test(text) && !/^(?:n\/a|ukjent|unknown|xx+|tbd|\?+)$/iu.test(text);
