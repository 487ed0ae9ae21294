/** The project's name in running text and in a subject line. */
import { quotedIn } from "./title-words.ts";

/** A name that a sentence gives, or one that it holds and that is somebody else's (`refused`). */
export type Named = {
  readonly text: string;
  readonly quoted: boolean;
  readonly strength: number;
  readonly because: string;
  readonly refused?: string;
};

/** Words for the project itself. */
const NOUN =
  "(?:(?:hoved|hovud|ph\\.?\\s?d\\.?[- ]?|phd-|doktorgrads|avhandlings|master|forsknings|forskings|bok|register|student|pilot)?prosjekt(?:et|a|ets)?|(?:register|forsknings|kohort)?studien?|studium|(?:doktor|ph\\.?\\s?d\\.?-)?avhandling(?:en|a)?|(?:master|bachelor)?oppg(?:ave|åve|ava|åva)(?:n|ns)?|doktorgradsarbeid(?:et)?|arbeidet|undersøkelsen|undersøkinga|evalueringen|(?:(?:doctoral|master'?s|phd|research|register|ma|msc) )?(?:project|study|thesis|dissertation))";
const OWN = "(?: (?:vårt|vår|vore|mitt|min|mi|ours|nå|no|fortsatt|framleis|foreløpig|førebels|now|still|currently))*";
const NAMING =
  "(?:heter|heiter|kalles|blir kalt|er kalt|blir kalla|vert kalla|(?:har|fikk|fekk|har fått|har fatt|bærer|ber|fått) (?:arbeids)?(?:tittelen|navnet|namnet)|(?:med|under) (?:arbeids)?(?:tittelen|navnet|namnet)|(?:is|was|has been)(?: (?:now|still))? (?:called|entitled|titled|named|known as)|(?:called|entitled|titled|named|known as)|(?:has|with|under|bears) the (?:working )?(?:title|name))";
const BY_VERB = new RegExp(
  `(?<![\\p{L}-])(?<noun>${NOUN})(?![\\p{L}])(?<between>[^.;:«“"]{0,60}?)(?<![\\p{L}])${NAMING}${OWN}:?\\s+(?<rest>\\S.*)$`,
  "iu",
);
const BY_NAME = new RegExp(
  `(?<![\\p{L}-])(?:arbeids)?(?:tittel(?:en)?|navn(?:et)?|namn(?:et)?|(?:working )?title|name)(?: (?:på|til|for|of) (?:the |our |my |mitt |vårt |dette |this )?(?<noun>[\\p{L}.-]+)(?: (?:vårt|mitt|mi|min|vår|project|study))?| of the research project)?${OWN} (?:er|blir|is|will be)${OWN}:?\\s+(?<rest>\\S.*)$`,
  "iu",
);
const POSSESSED_NAME = new RegExp(`(?<![\\p{L}-])${NOUN}s? (?:navn|tittel|namn|name|title) (?:er|is)${OWN}:?\\s+(?<rest>\\S.*)$`, "iu");
const BY_CALLING = new RegExp(`(?<![\\p{L}])(?:kaller|kallar|har kalt|har kalla|call) (?:the )?${NOUN}(?![\\p{L}])${OWN}:?\\s+(?<rest>\\S.*)$`, "iu");
/** Noun with the name right behind it. */
const BESIDE = new RegExp(
  `(?<before>(?:[\\p{L}-]+ )?)(?<![\\p{L}-])(?<noun>${NOUN})(?![\\p{L}-])${OWN}\\s*(?<mark>[,:–(-]?)\\s*(?:altså |nemlig |namely )?(?<rest>[\\p{Lu}«“"„'‘\\d].*)$`,
  "u",
);
const BESIDE_START = new RegExp(BESIDE.source, "iu");
/** "X, et forskningsprosjekt ved ...": the noun behind the name. */
const BEHIND =
  /(?<![\p{L}])(?:for|til|om|about|of|in|i) (?<rest>\p{Lu}[^.;«»“”"]{3,160}?), (?:et|eit|ein|en|a|our|vårt|my|mitt) (?:\p{L}+ )?(?:forskningsprosjekt|forskingsprosjekt|prosjekt|studie|(?:research )?project|study)(?![\p{L}])/u;
/** What a person does with the project that the application is about. */
const CONCERNS =
  /(?<![\p{L}])(?:(?:søknaden|søknad|saka|saken|vurderingen|vurderinga|application|request|assessment|dpia|denne dpia-en) (?:gjelder|gjeld|omhandler|omfatter|concerns|relates to|is for)|(?:leder|leier|leiar) (?:jeg|eg|vi)|(?:jeg|eg|vi) (?:leder|leier|leiar)|arbeider med|jobber med|arbeidar med|held på med|holder på med|(?:conducting|carrying out|working on|leading|running|undertaking)|(?:application|applying|apply|søker|søkjer|søknad)[^.;]{0,60}(?:for|til|to|on|[–-])|(?:dpia|personvernkonsekvens\p{L}*|prosjekt(?:beskrivelse|skildring)\p{L}*|assessment|protocol|description)[^.;]{0,40}(?:for|av|of|[–:-])(?: behandlingen)?)\s*[–:,-]?\s*$/iu;
/** Words right in front of a quoted name that say that it is something else. */
const OTHER_THING =
  /(?<![\p{L}])(?:begrepet|begrep|omgrepet|uttrykket|ordet|ordene|formuleringen|bestemmelsen|lovbestemmelsen|artik\p{L}+|rapport\p{L}*|bok(?:a|en)?|antologi\p{L}*|kapit\p{L}+|notatet|kronikk\p{L}*|boken|malen|mal|skjemaet|veilederen|rettleiaren|programmet|program|satsingen|registeret|registret|databasen|systemet|forsk(?:er|nings|ings|ar)gruppen?a?|gruppen|gruppa|nettverket|senteret|konferanse\p{L}*|innlegg\p{L}*|delstudie\p{L}*|delprosjekt\p{L}*|arbeidspakke\p{L}*|emnet|kurset|concept|term|notion|phrase|article|paper|report|book|chapter|template|form|guide|programme|program|register|database|work package|sub-?study|sub-?project|dataset|datasettet|course|journal|tidsskrift\p{L}*|filen|fila|file|kategori\p{L}*|category|variabel\p{L}*|code|koden|avsnitt\p{L}*|punkt\p{L}*|kategorien|feltet|field|den første|den andre|the first|the second|WP ?\d|task)(?:\s+\d+)?(?:\s+(?:med tittelen|med namnet|med navnet|har namnet|har navnet|heter|heiter|er|is|called|entitled|titled))?\s*[,:–-]?\s*$/iu;
/** Signs that an earlier or another's project is spoken of. */
const EARLIER =
  /(?<![\p{L}])(?:tidligere|tidlegare|forrige|førre|avsluttet|avslutta|videreføring|vidareføring|forløper\p{L}*|bygger på|byggjer på|previous(?:ly)?|earlier|former(?:ly)?|predecessor|builds on|building on|unlike|follow-up (?:of|to)|oppfølging av|oppfølgeren|var med i|deltok i|søsterprosjekt\p{L}*|sister project|was (?:funded|completed)|fullført|completed|published|publisert)(?![\p{L}])/iu;
const OTHERS = /(?<![\p{L}])(?:SSBs?|SSBs|NAVs?|FHIs?|IMDis?|Statistics Norway's|departementets|\p{L}*direktoratets)\s+$/u;
const YEARS_BEFORE = /^\W*(?:19|20)\d\d\s*[–—-]?\s*(?:(?:19|20)\d\d)?[:,.\s]/u;
const YEARS_AFTER = /^[»”"'’]?\s*\((?:NFR[^)]*|RCN[^)]*|[^)]{0,30})?(?:19|20)\d\d\s*[–-]\s*(?:19|20)?(?:0\d|1\d|2[0-4])\)/u;

/** Names of projects in quotation marks; a name may hold full stops, so whole lines are read. */
export const inQuotes = (text: string): Named[] => {
  const out: Named[] = [];
  for (const line of text.split("\n")) {
    for (const quote of quotedIn(line)) {
      const before = clause(line.slice(Math.max(0, quote.start - 300), quote.start));
      const after = line.slice(quote.end, quote.end + 200);
      const support = quote.text.trim().length > 2 ? quotedSupport(before, after) : null;
      if (!support) continue;
      const refused = YEARS_BEFORE.test(line)
        ? "a line of a life's record"
        : OTHER_THING.test(before)
          ? "names something else than the project"
          : EARLIER.test(before) || YEARS_AFTER.test(after)
            ? "an earlier or another project"
            : OTHERS.test(before.replace(/\p{L}+\s*$/u, ""))
              ? "another institution's project"
              : undefined;
      const behind = after.match(/^\s*(\(\p{Lu}[\p{L}\d-]{2,15}\))/u)?.[1];
      out.push({ text: behind ? `${quote.text} ${behind}` : quote.text, quoted: true, ...support, ...(refused ? { refused } : {}) });
    }
  }
  return out;
};

/** Names of projects that a sentence gives without quotation marks. */
export const inProse = (sentence: string): Named[] => {
  const out: Named[] = [];
  if (sentence.length > 1500 || YEARS_BEFORE.test(sentence)) return out;
  for (const regex of [BY_VERB, BY_CALLING, POSSESSED_NAME, BY_NAME] as const) {
    const match = sentence.match(regex);
    const rest = match?.groups?.["rest"];
    if (!match || !rest || /^[«“"„'‘]/.test(rest)) continue;
    const noun = match.groups?.["noun"] ?? (regex === BY_NAME ? "prosjekt" : "");
    if (regex === BY_NAME && (!new RegExp(`^${NOUN}$`, "iu").test(noun) || (match.groups?.["noun"] === undefined && (match.index ?? 0) > 0)))
      continue;
    const lead = sentence.slice(0, match.index);
    if (
      OTHER_THING.test(`${lead}${match.groups?.["between"] ?? ""}`) ||
      /(?<![\p{L}])(?:artik\p{L}+|article|gruppe\p{L}*|kapit\p{L}*|delstudie)(?![\p{L}])/iu.test(match.groups?.["between"] ?? "")
    )
      continue;
    const text = upTo(rest, STOP_NAMED);
    if (!/^[\p{Lu}\d]/u.test(text)) continue;
    if (/^(?:hva|hvordan|om|at|how|what|that|to be|ikke|ikkje|under|not|kommunikasjon)(?![\p{L}])/iu.test(text)) continue;
    out.push({
      text,
      quoted: false,
      strength: 0.9,
      because: "the sentence says what the project is called",
      ...(EARLIER.test(lead.slice(-80)) ? { refused: "an earlier or another project" } : {}),
    });
    break;
  }
  out.push(...besideNoun(sentence));
  const behind = sentence.match(BEHIND)?.groups?.["rest"];
  if (behind)
    out.push({
      text: behind.replace(/^.*(?<![\p{L}])(?:for|til) (?=\p{Lu})/u, ""),
      quoted: false,
      strength: 0.6,
      because: "the sentence says that it is a research project",
    });
  return out;
};

/** The clause that a quoted name stands in: from the last full stop, semicolon or "now". */
const clause = (before: string): string => before.split(/[;]\s|[.!?]\s+(?=\p{Lu})|(?<![\p{L}])(?:nå|no|now)(?=\s)/iu).at(-1) ?? before;

const QUOTE_BESIDE = new RegExp(
  `(?<![\\p{L}-])${NOUN}(?![\\p{L}-])${OWN}\\s*[,:–(-]?\\s*(?:altså |nemlig |namely |kalt |kalla |with the (?:working )?title |titled |entitled |called |named |med (?:arbeids)?(?:tittelen|navnet|namnet) |is called |is entitled |heter |heiter |er |is )?$`,
  "iu",
);
const QUOTE_NAMED = new RegExp(
  `(?<![\\p{L}-])(?:${NOUN}(?![\\p{L}])[^.;]{0,60}${NAMING}|(?:tittelen|navnet|namnet|title|name) (?:på|til|of|for) (?:the |our )?${NOUN}[^.;]{0,20}(?:er|is)|${NOUN}s (?:navn|tittel|namn|name|title) (?:er|is))${OWN}:?\\s*$`,
  "iu",
);
const NOUN_BEHIND = new RegExp(
  `^\\s*(?:\\([^)]{2,20}\\)\\s*)?,?\\s*(?:som er|which is|er|is|,)?\\s*(?:et|eit|a|an|vårt|our|my|mitt)?\\s*(?:new |nytt )?${NOUN}(?![\\p{L}])`,
  "iu",
);

const quotedSupport = (before: string, after: string): { strength: number; because: string } | null => {
  if (QUOTE_NAMED.test(before)) return { strength: 0.93, because: "the sentence says what the project is called" };
  if (QUOTE_BESIDE.test(before)) return { strength: 0.88, because: "a name in quotation marks right after the word for the project" };
  if (CONCERNS.test(before)) return { strength: 0.66, because: "a name in quotation marks that the application or assessment is about" };
  if (NOUN_BEHIND.test(after) && !OTHER_THING.test(before))
    return { strength: 0.62, because: "a name in quotation marks that is said to be a project" };
  return null;
};

const besideNoun = (sentence: string): Named[] => {
  const out: Named[] = [];
  let from = 0;
  for (let turn = 0; turn < 4; turn += 1) {
    const piece = sentence.slice(from);
    const match = piece.match(BESIDE) ?? (turn === 0 ? piece.match(BESIDE_START) : null);
    const rest = match?.groups?.["rest"];
    if (!match || !rest) return out;
    const start = (match.index ?? 0) + match[0].length - rest.length;
    from += start;
    if (/^[«“"„'‘]/.test(rest) || !/^[\p{Lu}]/u.test(rest)) continue;
    const noun = match.groups?.["noun"] ?? "";
    // "prosjekt" and "project" in the bare form name nothing unless a mark follows them.
    const mark = match.groups?.["mark"] ?? "";
    if (mark === "(" || (mark === "-" && piece[start - 1] !== " ")) continue;
    if (
      /^(?:arbeidet|study|studie|project|prosjekt)$/iu.test(noun) &&
      mark === "" &&
      !/(?:research|phd|doctoral|the|our|forsknings)\s*$/iu.test(`${piece.slice(0, match.index)}${match.groups?.["before"] ?? ""}`) &&
      !/^research /iu.test(noun)
    )
      continue;
    const acronym = /^\p{Lu}[\p{Lu}\d-]+(?=[,;:]?\s+\p{Ll}|,)/u.exec(rest)?.[0];
    const text = acronym ?? upTo(rest, mark === "," ? STOP_COMMA : STOP_BESIDE);
    const lead = sentence.slice(Math.max(0, from - start - 80), from - rest.length < 0 ? 0 : from);
    if (
      /^(?:Det|Vi|We|Den|De|I|Jeg|Eg|It|The|This|UDI|SSB|Forskningsrådet|Norges|NFR|RCN|Nr|No|Dette|Prosjekt|Project|Når|For|Etter|Som|If|Dersom|Hvis|All|Alle|Article|Artikkel|Grant|Hva|Hvor\p{L}*|Kva|Korleis|What|How|Why|Which|Hvem|Kven)(?![\p{L}])/u.test(
        text,
      )
    )
      continue;
    const refused = EARLIER.test(lead) || YEARS_AFTER.test(rest.slice(text.length)) ? "an earlier or another project" : undefined;
    out.push({
      text,
      quoted: false,
      strength: mark === "," ? 0.55 : mark === ":" ? 0.78 : 0.68,
      because: "a name right after the word for the project",
      ...(refused ? { refused } : {}),
    });
  }
  return out;
};

const RELATIVE =
  "som|der|hvor|kor|og (?:det|den|er|inngår|ikke|ikkje|vi|jeg|eg|har|skal|vil|at)|which|that|where|and (?:is|it|we|has|not|I)|led|funded|financed|ledet|leda|leia|finansiert|finansiera|altså|ikke|ikkje|er|is|was|were|has|will|examines|studies|investigates|explores|asks|looks|requires|needs|analyses|et|eit|a|an|ved|hos|with|undersøker|undersøkjer|studerer|described|for which|under|mellom|nevnt|beskrevet|omtalt|som|til";
const STOP_NAMED = new RegExp(
  `;|,\\s+(?:${RELATIVE})(?![\\p{L}])|\\s+\\((?:se|jf|see|cf)|\\s+(?:og|and) (?:er|har|skal|vil|inngår|is|has|will)(?![\\p{L}])|[.!]\\s+\\p{Lu}|\\.$`,
  "u",
);
const VERB =
  "skal|vil|er|har|ber|består|søker|søkjer|behandler|behandlar|undersøker|undersøkjer|studerer|handler|handlar|trenger|treng|ligger|ligg|ledes|leiast|går|inngår|omfatter|bruker|brukar|gjennomføres|startar|starter|finansieres|will|is|are|was|has|have|examines|studies|requires|aims|needs|processes|uses|ved|hos|mellom";
const STOP_BESIDE = new RegExp(
  `;|,\\s+(?:${RELATIVE})(?![\\p{L}])|\\s[–-]\\s(?=\\p{Ll}+(?:er|ar|s) )|\\s+(?:${VERB})(?![\\p{L}])|[.!]\\s+\\p{Lu}|\\.$`,
  "u",
);
const STOP_COMMA = /;|,\s|[.!]\s+\p{Lu}|\.$/u;
const upTo = (text: string, stop: RegExp): string => {
  const at = text.search(stop);
  return (at < 0 ? text : text.slice(0, at)).trim();
};

const ASKING =
  /(?<![\p{L}])(?:søknad\p{L}*|søker|søkjer|søkjar|applic\p{L}+|request\p{L}*|access|innsyn|dispensasjon|dispensation|exemption|oversendelse|oversending|ettersending|utlevering|utlån|data|datauttrekk|vedr\p{L}*|ang|angående|tilgang|taushet\p{L}*|teieplikt\p{L}*|confidential\p{L}*|§|forsk(?:n)?ing(?:sdata)?|research|ansøgning|ansökan|registerdata|saksmapper|supplement|cv|dpia|vedlegg|attachments?|question|spørsmål|doktorgrad\p{L}*|master\p{L}*|ph\.?d\p{L}*)(?![\p{L}])/iu;

/** Whether a stretch holds words of asking, as a subject or the heading of a letter does. */
export const isAsking = (text: string): boolean => ASKING.test(text);

/** Names that a subject line gives beside the words that ask. */
export const inSubject = (subject: string): string[] => {
  const bare = subject.replace(/^(?:\s*(?:re|sv|vs|fw|fwd|aw|emne|subject|vedr|vedrørende|ang|angående)\s*[:.]\s*)+/iu, "").trim();
  const quoted = quotedIn(bare)[0];
  if (quoted) return [quoted.text];
  const named = besideNoun(bare).filter((name) => !name.refused)[0];
  if (named) return [named.text];
  const segments = [...bare.split(/\s[–—-]\s|:\s|\s*[()]\s*/u)].map((segment) => segment.trim()).filter(Boolean);
  if (segments.length < 2 || !segments.some((segment) => ASKING.test(segment))) return [];
  return segments.filter((segment) => !ASKING.test(segment) && segment.includes(" ") && !/\d{2}\/\d+|\d{4}-\d/.test(segment)).slice(0, 1);
};
