/** Names of persons in running text. There is no list of names: shape, titles and company decide. */
import { ORGANISATION, TITLE, TITLE_WORDS } from "./words.ts";
import type { Found } from "./contact.ts";

const PARTICLE = "(?:van|von|de|den|der|del|della|di|da|du|la|le|el|al|bin|ben|ibn|abu|bint|af|ter|ten|dos|y|zu|zur|ould)";
const WORD = "\\p{Lu}[\\p{L}’'´]*(?:-\\p{Lu}?[\\p{L}’'´]+)*";
const INITIAL = "\\p{Lu}\\.(?:-?\\p{Lu}\\.)*";
/** Two to five capitalised words with initials and particles between them. */
const NAME = new RegExp(
  `(?<![\\p{L}\\d@.-])(?:${INITIAL}|${WORD})(?:[ \\u00a0]+(?:${PARTICLE}[ \\u00a0]+)*(?:${INITIAL}|${WORD})|[ \\u00a0]+${PARTICLE}-${WORD}){1,4}(?![\\p{L}\\d@])`,
  "gu",
);

/** Capitalised words that are never part of a person's name. */
const NOT_NAME =
  /^(?:[ivx]{1,4}|sikker|adgang|act|akademischer|rat|methods|quantitative|qualitative|universit\p{L}+|hochschule|institut|école|born|født|fødd|geboren|geb|vice-\p{L}+|pro-\p{L}+|kopi|copy|ikt\p{L}*|it-\p{L}+|dame|sir|baroness|baron|lord|lady|drs|mag|ing|frau|fru|herr|hr|professorin|präsident\p{L}*|rektorin|besøk|part|step|steg|del|prosjekt\p{L}*|project|leder\p{L}*|leiar\p{L}*|leader|head|name|navn|namn|kontakt\p{L}*|contact|person\p{L}*|institusjon\p{L}*|institution|institutt\p{L}*|institute|universitet\p{L}*|university|universität|høgskol\p{L}*|høyskol\p{L}*|høgskul\p{L}*|fakultet\p{L}*|faculty|department|avdeling\p{L}*|seksjon\p{L}*|senter\p{L}*|centre|center|school|college|norge|noreg|norway|oslo|bergen|trondheim|tromsø|stavanger|kristiansand|danmark|denmark|sverige|sweden|statistisk|statistics|sentralbyrå|datatilsynet|utlendingsdirektoratet|directorate|immigration|norwegian|norsk|norske|nasjonal\p{L}*|national|european|horizon|research|forskning\p{L}*|forsking\p{L}*|rådet|council|data|protection|impact|assessment|officer|tjenester|sensitive|safe|hunt|cloud|january|february|march|april|may|june|july|august|september|october|november|december|januar|februar|mars|mai|juni|juli|oktober|desember|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag|dear|kjære|hei|hello|med|vennlig|venleg|hilsen|helsing|best|kind|regards|sincerely|yours|the|and|for|til|fra|frå|vi|we|jeg|eg|i|det|den|dei|de|en|ein|et|eit|this|these|that|our|vår|vårt|my|min|mitt|postboks|po|box|gate|gata|vei|veien|vegen|street|road|plass|plassen|telefon|tlf|mobil|phone|tel|email|e-post|epost|adresse|address|søknad\p{L}*|application|vedlegg|attachment|prosjektbeskrivelse|cv|dpia|gdpr|art|artikkel|article|kapittel|chapter|section|punkt|tabell|table|figur|figure|version|versjon|dato|date|signatur|signature|rektor\p{L}*|rector|direktør\p{L}*|director|dekan\p{L}*|dean|professor\p{L}*|forsker\p{L}*|forskar\p{L}*|researcher|postdoktor|postdoc|stipendiat\p{L}*|doktor\p{L}*|student\p{L}*|candidate|fellow|førsteamanuensis|associate|assistant|senior\p{L}*|rådgiver\p{L}*|adviser|advisor|manager|koordinator|coordinator|ph|phd|dr|prof|mr|mrs|ms|fru|herr|kommune\p{L}*|fylkeskommune\p{L}*|stiftelsen|foundation|museum\p{L}*|as|asa|hf|ab|ltd|gmbh|nei|ja|yes|no|ikke|ikkje|not|eu|eøs|usa|uk|un|fn|udi|une|ssb|nav|imdi|ntnu|nhh|norce|fafo|sikt|fhi|rek|tsd|eva\.|work|package|wp|ap|arbeidspakke|samfunn\p{L}*|sosial\p{L}*|social|sociology|sosiologi|political|science|sciences|economics|law|juridisk\p{L}*|medisin\p{L}*|medical|health|helse\p{L}*|migrasjon\p{L}*|migration|integration|asylum|refugee|study|studies|journal|nordic|international|internasjonal\p{L}*|behandlingsansvar\p{L}*|controller|personvern\p{L}*|privacy|tittel|title|stilling|position|rolle|role|deltaker\p{L}*|deltakar\p{L}*|participant\p{L}*|medarbeider\p{L}*|tilgang|access|open|public|emne|subject|sent|sendt|microsoft|outlook|teams|android|ios|iphone|bak|denne|dette|hun|han|she|he|her|his|they|alle|all|both|begge|også|also|samt|som|samme|same|se|see|kopi|copy|cc|att|ved|v|c|o|afghanistan|syria|eritrea|somalia|irak|iraq|iran|ukraina|ukraine|etiopia|ethiopia|pakistan|polen|poland|india|filippinene|ny|new|hvis|dersom|når|when|etter|after|før|before|ingen|none|other|annen|annan|telephone|mobile|cell|besøk\p{L}*|visiting|postal|post|kontor\p{L}*|office|building|bygg|rom|room|campus|enhet\p{L}*|unit|gruppe\p{L}*|group|team|member\p{L}*|main|hoved\p{L}*|vice|vice-chancellor|chancellor|principal|investigator|co-investigator|co-applicant|supervisor|veileder\p{L}*|rettleiar\p{L}*|biveileder|hovudrettleiar|hovedveileder|ansvarlig|ansvarleg|responsible|kommunedirektør|rådmann|daglig|dagleg|generalsekretær|secretary|general|administrerende|managing|executive|chief|konstituert|acting|reader|lecturer|docent|dosent|lektor|overlege|psykolog|jurist|advokat|tilhørighet|tilhøyrsle|affiliation|status|sign|forvaltningsloven|utlendingsloven|offentleglova|personopplysningsloven|finansiering|funding|budsjett|referansegruppe\p{L}*|advisory|styringsgruppe\p{L}*|steering|oppdragsgiver|client|konsulent\p{L}*|consultant|analytiker\p{L}*|analyst|statistiker\p{L}*|kl|nr|jf|og|eller|or|in|of|at|by|on|to|from|with|is|are|er|har|skal|vil|kan|må|bør|was|were|will|has|have)$/iu;

/** Roles, posts, and words that open a sentence or name an organisation: further words that are no part of a name. */
const ALSO_NOT_NAME =
  /^(?:mvh|vh|hilsen|helsing|ledes|leies|leia|pi|co-pi|pl|bare|kun|berre|only|just|besides|foruten|forutan|utenom|utanom|sammen|saman|together|forsteamanuensis|fyrsteamanuensis|magnifico|rettore|rettrice|presidente|tankesm\p{L}+|human|rights|watch|amnesty|caritas|kirkens|bymisjon\p{L}*|kors|tolk\p{L}*|interpreter|assistent\p{L}*|innleid|ekstern\p{L}*|external|intern\p{L}*|ansatt\p{L}*|tilsett\p{L}*|employe\p{L}+|sendt|signert|signed|godkjent|godkjend|approved|utfylt|vedtatt|ansv|tilgong|lesetilgang|signaturberettig\p{L}*|forskn|sentralbord\p{L}*|switchboard)$/iu;

/** Whether a single capitalised word can be part of a name. */
export const isNameWord = (word: string): boolean => {
  const bare = word.replace(/[.,]$/, "");
  return /^\p{Lu}\.$/u.test(word) || !(NOT_NAME.test(bare) || ALSO_NOT_NAME.test(bare) || TITLE_WORDS.has(bare.toLowerCase()));
};

/**
 * Names in reading order. Leading titles and label words are cut off; what holds a word of an institution, a month, a place
 * or a sentence's first common word is no name. Text is verbatim.
 */
export const findNames = (text: string): Found[] => {
  const found: Found[] = [];
  for (const match of text.matchAll(NAME)) {
    for (const piece of piecesOf(match[0])) {
      const start = match.index + piece.start;
      if (looksLikeOrganisation(text, start, start + piece.text.length)) continue;
      found.push({ text: piece.text, start, end: start + piece.text.length });
    }
  }
  return found;
};

/** "Jan de Vries": between two names a particle is none of the common words that look like it. */
const PARTICLE_WORD = new RegExp(`^${PARTICLE}$`, "u");

/** Runs of name words within a run of capitalised words: "Rektor Kari Nordmann" -> "Kari Nordmann". */
const piecesOf = (run: string): { text: string; start: number }[] => {
  const pieces: { text: string; start: number }[] = [];
  let words: { text: string; start: number }[] = [];
  const flush = () => {
    // "al-Rashid" is a surname, "al" alone is none.
    while (words.length > 0 && /^[\p{Ll}’']+$/u.test(words.at(-1)?.text ?? "")) words.pop();
    while (words.length > 0 && /^\p{Ll}/u.test(words[0]?.text ?? "")) words.shift();
    const first = words[0];
    const last = words.at(-1);
    const full = words.filter((word) => word.text.length > 2 || /^\p{Lu}\.$/u.test(word.text) || /^\p{Lu}\p{Ll}$/u.test(word.text));
    if (
      first &&
      last &&
      full.length >= 2 &&
      words.filter((word) => !/^\p{Ll}/u.test(word.text)).length <= 5 &&
      words.some((word) => /\p{Ll}/u.test(word.text) && word.text.length > 1) &&
      last.text.length > 1 &&
      !/^\p{Lu}\.$/u.test(last.text) &&
      !/^\p{Lu}{2,}$/u.test(last.text)
    )
      pieces.push({ text: run.slice(first.start, last.start + last.text.length), start: first.start });
    words = [];
  };
  for (const match of run.matchAll(/\S+/gu)) {
    // "Thi Mai Furulund": between two names a month is a name.
    const isMonthName =
      /^(?:Mai|May|June|April)$/u.test(match[0]) &&
      words.length > 0 &&
      isNameWord(run.slice(match.index + match[0].length).match(/^\s+(\S+)/u)?.[1] ?? "mai");
    if (PARTICLE_WORD.test(match[0]) || isMonthName || isNameWord(match[0])) words.push({ text: match[0], start: match.index });
    else flush();
  }
  flush();
  return pieces;
};

const looksLikeOrganisation = (text: string, start: number, end: number): boolean => {
  const name = text.slice(start, end);
  // "kontorplass i Studio Førde", "14 Agostinho Close, East Legon Hills": places, not persons.
  const ahead = text.slice(Math.max(0, start - 48), start);
  if (/(?:^|\s)(?:i|på|in|near|outside|utenfor|utanfor)\s$/u.test(ahead) || /(?:^|\s)\d{1,4}[a-z]? \p{Lu}[^,\n]{2,30}, $/u.test(ahead)) return true;
  // "Department of Sociology and Human Geography": what follows the preposition is a field.
  if (
    /(?:department|faculty|school|institute|centre|center|division|chair|institutt|fakultet|avdeling|seksjon|senter|program(?:me)?|professor|lecturer|journal|review|master|bachelor|phd|degree) (?:of|for|in|i) [^,.;:()\n]*$/iu.test(
      text.slice(Math.max(0, start - 70), start),
    )
  )
    return true;
  // "University of Aalborg Øst", "Confederation of Danish Industry": the name of a body goes on.
  if (
    /(?<!\p{L})(?!Name|CV|Vitae|Signature|Head|Leader|Director|Statement|Supervision)\p{Lu}\p{L}{3,} of (?:the )?$/u.test(
      text.slice(Math.max(0, start - 30), start),
    )
  )
    return true;
  // "Stiftelsen Lyngen Arkiv", "Museum Ytre Havn": the first word says what it is.
  if (
    /(?:^|[\s(])(?:[Ss]tiftels\p{L}*|[Ss]tifting\p{L}*|Museum|[Mm]useet|Institutt?|Institute|Centre|Center|Senter|[Tt]ankesm\p{L}*|Studio|Klinikk|[Ss]jukehuset|[Ss]ykehuset|Helse|Forlaget|[Ff]orskningsstiftelsen|[Ss]elskapet|[Ff]irmaet?|[Ss]ameiget|[Kk]ommunen|Fylkesmuseet|Arkivet|Skulen|Skolen)[ \u00a0]$/u.test(
      ahead,
    )
  )
    return true;
  // "IKA Sunnhordland": an abbreviation and a place.
  if (/^\p{Lu}{3,} \p{Lu}\p{Ll}[\p{L}-]*$/u.test(name)) return true;
  // "1 Kirk Brae" is a street.
  if (/(?:^|[\s,])\d{1,3}[a-z]? $/u.test(text.slice(Math.max(0, start - 6), start))) return true;
  if (ORGANISATION.test(name)) return true;
  const after = text.slice(end, end + 24);
  // "Frisch Centre", "Drammen kommune", "Kjell Arholms gate 37" and "Hansine Hansens veg 18" are no persons.
  return (
    /^[ \u00a0]+(?:(?:University|Universitet|Universität|Institute|Institutt|College|Hospital|Centre|Center|Senter|School|Høgskole|Museum|Research|Forskning|Forsking|Foundation|Council)(?! (?:of|for|i|in|ved)(?!\p{L}))|Helse|Analyse|Arkiv|Consult\p{L}*|Samfunns\p{L}+|kommune|fylkeskommune|universitet|university|AS|HF|senteret|centre|institutt|gate|gata|vei|veg|vegen|veien|plass|allé|street|road|hus|\d{1,3} ?[A-Za-z]?(?:,|\n|$))/u.test(
      after,
    ) || /(?:veien|vegen|gate|gata|alleen|alléen|allé| vei| veg| plass| torg)$/iu.test(name)
  );
};

/** Whether a text is one name and nothing else but titles: "Dr. Kari Nordmann". */
export const isJustName = (text: string): boolean => {
  const bare = text
    .replace(TITLE, "")
    .replace(/(?<!\p{L})(?:dr|prof|mr|mrs|ms)\.?(?!\p{L})/giu, "")
    .replace(/[\s,.:;()]+/g, " ")
    .trim();
  const names = findNames(bare);
  return names.length === 1 && names[0]?.text.length === bare.length;
};

const foldName = (name: string): string[] =>
  name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/ø/g, "o")
    .replace(/æ/g, "ae")
    .replace(/ð/g, "d")
    .replace(/[^a-z\s-]/g, " ")
    .split(/[\s-]+/)
    .filter(Boolean);

/**
 * Whether two names can be of one person: same last word and compatible first names (an initial stands for a name, middle
 * names may lack), or one is the other's last name alone with enough letters.
 */
export const sameName = (a: string, b: string): boolean => {
  const left = foldName(a);
  const right = foldName(b);
  if (left.length === 0 || right.length === 0) return false;
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  if (short.length === 1) return (short[0]?.length ?? 0) >= 4 && long.includes(short[0] ?? "") && long.length > 1 && long.indexOf(short[0] ?? "") > 0;
  const fits = (one: string, two: string): boolean =>
    one === two ||
    (one.length === 1 && two.startsWith(one)) ||
    (two.length === 1 && one.startsWith(two)) ||
    (one.length > 4 && two.length > 4 && oneEdit(one, two));
  if (!fits(short[0] ?? "", long[0] ?? "")) return false;
  // Every word of the shorter one appears in order in the longer one.
  let at = 1;
  for (const word of short.slice(1)) {
    while (at < long.length && !fits(word, long[at] ?? "")) at += 1;
    if (at >= long.length) return false;
    at += 1;
  }
  return true;
};

/** At most one letter differs (OCR, typing). */
const oneEdit = (a: string, b: string): boolean => {
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < Math.min(a.length, b.length) && a[i] === b[i]) i += 1;
  const tail = (text: string, from: number) => text.slice(from);
  return tail(a, i + 1) === tail(b, i + 1) || tail(a, i + 1) === tail(b, i) || tail(a, i) === tail(b, i + 1);
};

/** How well an e-mail's local part fits a name: 2 = first and last name or initials and last name, 1 = one of its words, 0 = not. */
export const emailFitsName = (email: string, name: string): 0 | 1 | 2 => {
  const local = (email.split("@")[0] ?? "")
    .toLowerCase()
    .replace(/ø/g, "o")
    .replace(/æ/g, "ae")
    .replace(/å/g, "a")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "");
  const words = foldName(name);
  const last = words.at(-1) ?? "";
  const first = words[0] ?? "";
  const plain = local.replace(/[^a-z]/g, "");
  const variants = (word: string): string[] => [
    word,
    word.replace(/aa/g, "a"),
    word.replace(/ae/g, "a"),
    word.replace(/o/g, "oe"),
    word.replace(/oe/g, "o"),
  ];
  const has = (word: string): boolean => word.length > 2 && variants(word).some((variant) => local.includes(variant));
  if (has(last) && (has(first) || local.startsWith(first[0] ?? "#"))) return 2;
  const initials = words.map((word) => word[0]).join("");
  if (plain.length >= 3 && initials.length >= 3 && plain === initials) return 2;
  if (plain.length >= 4 && (plain.startsWith(first.slice(0, 2) + last.slice(0, 2)) || plain === first.slice(0, 3) + last.slice(0, 3))) return 2;
  if (has(last) || (first.length > 3 && local.split(/[._-]/).includes(first))) return 1;
  return 0;
};
