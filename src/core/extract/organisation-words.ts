/** Names of institutions in running text, and the words that make one of them the controller. */
import { findAddresses, findPhones } from "../people/contact.ts";
import { findNames } from "../people/names.ts";
import { ORGANISATION, TITLE } from "../people/words.ts";

/** Says "controller" in a label or sentence. */
export const CONTROLLER =
  /(?<![\p{L}])(?:behandlings-?ansvar(?:l[ie]g\p{L}*|et|a)?|beh\.?\s?ansv\.?|data-?ansvarl[ie]g\p{L}*|personuppgiftsansvar\p{L}*|forsk(?:n)?ingsansvarl[ie]g(?:e)?(?: institusjon\p{L}*)?(?! (?:prosjekt)?(?:leder|leiar))|(?:institusjon(?:en)?|verksemd(?:a|en)?|virksomhet(?:en)?) (?:som )?(?:er )?(?:ansvarl[ie]g|svarer) for (?:data|behandlin|handsamin|opplysning|person)\p{L}*|svarer for behandlingen|ansvarl[ie]ge? (?:institusjon|virksomhet|verksemd)(?:en|a)?|ansvarl[ie]g for (?:behandlinga|behandlingen|handsaminga|personopplysningene|personopplysningane|persondata)|kontrollør|(?:joint |sole |data )*controllers?(?!'s (?:rep|head))|controllership|responsible (?:institution|organi[sz]ation|body)|(?:institution|organi[sz]ation|body) (?:legally )?responsible for (?:the )?(?:data|processing|personal|treatment)\p{L}*|verantwortliche(?:r|n)?(?: stelle)?|rekisterinpitäjä|verwerkingsverantwoordelijke)(?![\p{L}])/iu;
/** Deciding why and how is what a controller does. */
export const DECIDES =
  /(?<![\p{L}])(?:bestemmer|bestem|fastsetter|fastset|avgjør|avgjer|determines?|decides?)\s+(?:the |på )?(?:formål|føremål|purpose)\p{L}*/iu;
/** Labels that name somebody else although the word stands in them. */
export const OTHER_LABEL =
  /(?<![\p{L}])(?:leder|leiar|lederen|leiaren|head|contact|kontakt\p{L}*|databehandler\p{L}*|databehandlar\p{L}*|processor|dpo|ombud\p{L}*|personvernombud\p{L}*|representant|representative|represented|adresse|address|telefon|phone|e-?post|e-?mail|partner\p{L}*|signatur|signature|navn på leder|details of)(?![\p{L}])/iu;
/** A label that names the applicant; the applicant is usually the controller. */
export const APPLICANT =
  /^\W*(?:[a-z]?\d{1,2}(?:\.\d{1,2})*[.)]?\s+)?(?:søk[ae]r-?institusjon|applicant institution|requesting (?:body|institution|organi[sz]ation)|host institution|vertsinstitusjon|prosjekte(?:ier|igar)|project owner|søkande institusjon|søkjar|søker|applicant)(?![\p{L}'’])/iu;
/** Labels that name an institution without saying what it is in the project. */
export const GENERIC =
  /^\W*(?:[a-z]?\d{1,2}(?:\.\d{1,2})*[.)]?\s+)?(?:institusjon|institution|virksomhet|verksemd|organisasjon|organi[sz]ation)\W*$/iu;

/** Sentences about other data, other projects, duties in general, or what is not settled. */
export const NOT_THIS =
  /(?<![\p{L}])(?:dersom|hvis|if|unless|krever|krev|requires|must(?! ensure)|forrige|førre|tidligere|tidlegare|previous|former|earlier|søsterprosjekt\p{L}*|sister project|forskerskole\p{L}*|research school|avklares|avklarast|uavklart|(?:ikke|ikkje) (?:avklart|fastsatt|bestemt)|to be (?:agreed|decided|determined|confirmed)|skal føre|rett til|klage til|plikt\p{L}*|NN|vennligst|please|før inn|skriv|fyll inn|enter|normalt|typically|usually)(?![\p{L}])/iu;
/** Whose data the institution is controller of, where it is not the project's. */
const OWN_REGISTERS =
  /^[^.;]{0,12}(?:for|of|over|av)\s+(?:\p{L}+\s){0,3}?(?:egne|eigne|eget|own|sine|registre\p{L}*|register\p{L}*|registers?|\p{L}*register(?:et|a|ene)?|\p{L}*databasen?|database|data ?varehus\p{L}*|utlendings\p{L}*|opplysning(?:ene|ane|er|ar) i (?!(?:(?:dette|denne|this|the|dette) )?(?:prosjekt|stud|forskning))\p{L}+|kild\p{L}+|source|case files|saksbehandling\p{L}*|saksmapp\p{L}*)(?![\p{L}])|^[^.;]{0,60}(?:frem til|fram til|inntil|until|før) (?:\p{L}+ )?(?:utlevering|they are|de utleveres|disclosure|dei blir utleverte)/iu;
export const ofOtherData = (after: string): boolean => OWN_REGISTERS.test(after.trimStart());

const CAP = "\\p{Lu}[\\p{L}\\p{N}&.'’/-]*";
const STOPS =
  "er|har|som|blir|vert|forblir|skal|vil|kan|må|bør|bestemmer|fastset|fastsetter|påtar|påtek|tar|tek|står|stend|hadde|var|fikk|med|mens|medan|men|hvor|der|hvorav|under|etter|før|is|are|was|were|has|have|had|will|shall|acts|act|remains|determines|decides|assumes|assumed|alone|alene|åleine|itself|selv|sjølv|hereby|herved|which|that|who|as|because|søker|søkjer|applies|gjennomfører|via|hos|from|fra|frå|by|av|with|without|uten|utan|sin|si|sitt|sine|ved|v|gjennom|through|when|når|at|in|to|leverer|behandler|gir|bidrar|eier|driver|fører|ligger|represented|representert|receives|må|may|can|could|therefore|derfor|og|and|the|v/|bringer|tilbyr|provides|on|through|throughout";
const LOWER = `(?!(?:${STOPS})(?![\\p{L}])|behandlingsansv|dataansv|databehandl|controller|ansvarl|kontroll)\\p{Ll}[\\p{L}-]*`;
const JOIN = "(?:i|for|of|og|and|de|der|den|du|für|voor|&|–|-|på|til|om|the|og the|and the|of the|för)";
const PHRASE = new RegExp(
  `(?<![\\p{L}\\d])${CAP}(?:(?: ${JOIN}){0,2} ${CAP}|(?: ${JOIN})? ${LOWER}){0,10}(?:\\s?\\((?:\\p{Lu}[\\p{L}\\d-]{1,12}|[A-ZÆØÅ]{2,})\\))?`,
  "gu",
);

/** First words that start a sentence and are no names. */
const NOT_NAME =
  /^(?:Det|Den|De|Dei|Vi|Jeg|Eg|I|We|It|The|This|That|These|Selv|Etter|For|Under|Although|As|Legal|Only|Hvem|Kven|Who|What|Når|Dersom|Hvis|If|Også|Both|Begge|Ansvar\p{L}*|Behandl\p{L}*|Data\p{L}*|Controller\p{L}*|Joint|Felles|Sole|Forsk(?:n)?ings?(?:ansvar\p{L}*|prosjekt\p{L}*)|Personvern\p{L}*|Prosjekt\p{L}*|Project\p{L}*|Masterprosjekt\p{L}*|Studien?|Study|Opplysning\p{L}*|Article|Artikkel|Art|Section|Kapittel|Informasjon\p{L}*|GDPR|DPIA|DPO|EU|EØS|EEA|TSD|SAFE|SPSS|REK|Sikt|Datatilsynet|Risiko\p{L}*|Konklusjon\p{L}*|Rolle\p{L}*|Roles?|Responsible|Responsib\p{L}*|Institution|Institusjonen?|Instituttet|Universitetet|University|Kommunen|Fylkeskommunen|Helseforetaket|Sykehuset|Sjukehuset|Museet|Senteret|Høgskolen|Høyskolen|Høgskulen|Stiftelsen|Selskapet|Company|Foundation|Institute|Norwegian|Norsk|Norge|Noreg|Norway|Norske|Name|Navn|Namn|Søker|Søkjar|Applicant|Skjema|Rektor|Rector|Leder|Leiar|Head|Direktør|Director|Dean|Dekan|Utført|Verantwortlich\p{L}*|Alle|All|Ingen|No|Ja|Nei|Yes|NN|Prosjektleder|Prosjektleiar|OK|Ok|Host|Ved|Søknad\p{L}*|Mens|Medan|Vår|Vårt|Our|My|Avtale\p{L}*|Skriv|Oppgi|Angi|Please|State|See|Se|Sjå|Formål\p{L}*|Partnerne|Partners|Forsvarlig|Del|Part|Kapittel|Vedlegg|Skjema|Annex|Appendix|Chapter|Tabell|Table)$/u;

export type Org = { readonly text: string; readonly start: number; readonly end: number; readonly strong: boolean };

/** Stretches of a sentence that may name an institution; `strong` where a word or an abbreviation says that they do. */
export const orgsIn = (sentence: string): Org[] => {
  const out: Org[] = [];
  const people = findNames(sentence);
  for (const match of sentence.matchAll(PHRASE)) {
    const org = narrow(match[0], match.index, sentence);
    if (!org) continue;
    if (people.some((name) => name.start < org.end && org.start < name.end) && !ORGANISATION.test(org.text)) {
      if (org.text.split(" ").length <= 3 && !org.strong && TITLE_BEFORE.test(sentence.slice(0, org.start))) continue;
    }
    out.push(org);
  }
  return out;
};
const TITLE_BEFORE = new RegExp(`(?:${TITLE.source})\\s*$`, "iu");

const narrow = (raw: string, at: number, sentence: string): Org | null => {
  let text = raw;
  let start = at;
  for (
    let first = text.split(" ")[0] ?? "";
    NOT_NAME.test(first.replace(/[.,]$/, "")) &&
    !(
      ORGANISATION.test(text) &&
      /^(?:Universitetet|University|Høgskolen|Høyskolen|Høgskulen|Stiftelsen|Institute|Instituttet|Norsk|Norwegian|Norges|Norske|Senteret|Sykehuset|Sjukehuset|Museet|Forskningsinstituttet)$/u.test(
        first,
      ) &&
      text.includes(" ")
    ) &&
    !/^Norsk \p{Ll}+ \p{Ll}+/u.test(text);
    first = text.split(" ")[0] ?? ""
  ) {
    const cut = text.slice(first.length).match(/^ (?:(?:i|for|of|og|and|the|de|på|til|om) )*/u)?.[0].length ?? first.length;
    if (first.length + cut >= text.length || !text.includes(" ")) return null;
    text = text.slice(first.length + cut);
    start += first.length + cut;
    if (!/^\p{Lu}/u.test(text)) {
      const next = text.search(/(?<=\s)\p{Lu}/u);
      if (next < 0) return null;
      text = text.slice(next);
      start += next;
    }
  }
  // Lower-case words at the end stay only where they end in an institution's word, or where the name stands alone in its clause.
  const after = sentence.slice(start + text.length);
  const before = sentence.slice(0, start);
  if (/ \p{Ll}[\p{L}-]*$/u.test(text)) {
    const words = text.split(" ");
    const known = words.findLastIndex((word, index) => index > 0 && ORGANISATION.test(word) && /^\p{Ll}/u.test(word));
    const ofSomething =
      /(?:^| )\p{Lu}?\p{L}*(?:senter|senteret|sentret|institutt|instituttet|institute|centre|center|kunnskapssenter|høgskole|museum|museet|råd|fakultet|school|department|skole|faculty) (?:for|of|om) /iu.test(
        text,
      );
    const alone =
      /(?:^|[,:(«"]|(?<![\p{L}])(?:ved|at|er|blir|forblir|som|i|is|and|og|the))\s*$/u.test(before) && /^\s*(?:[,.(;:)]|$|\p{Ll})/u.test(after);
    if (!ofSomething && known >= 0) text = words.slice(0, known + 1 + (/^(?:AS|HF|for)$/u.test(words[known + 1] ?? "") ? 1 : 0)).join(" ");
    else if (!ofSomething && !(alone && words.length <= 4)) text = text.replace(/(?: \p{Ll}[\p{L}-]*)+$/u, "");
  }
  text = text.replace(/(?: (?:i|for|of|og|and|the|de|på|til|om|&|–|-))+$/u, "").replace(/[.,'’/-]+$/u, "");
  if (text.length < 2 || /^\p{L}$/u.test(text) || NOT_NAME.test(text)) return null;
  const strong =
    ORGANISATION.test(text) ||
    /^\p{Lu}{2,}$|\p{Lu}{3,}|(?:forsk|helsa|sykehus|sjukehus|instituttet|høgskulen|høgskolen|museet|kommunen|arkivet)(?![\p{L}])/u.test(text);
  return { text, start, end: start + text.length, strong };
};

/** Institutions named by their kind alone ("the University"), with what the full name must hold. */
const KINDS: readonly (readonly [RegExp, RegExp])[] = [
  [/(?<![\p{L}])(?:fylkeskommunen)(?![\p{L}])/iu, /fylkeskommune/iu],
  [/(?<![\p{L}])(?:[Ss]tiftelsen|[Ss]tiftinga|[Tt]he [Ff]oundation)(?![\p{L}])(?! \p{Lu})/u, /stiftels|stifting|foundation/iu],
  [/(?<![\p{L}])(?:universitetet|the university)(?![\p{L}])(?! (?:i|på|of) )/iu, /universit/iu],
  [/(?<![\p{L}])(?:høgskolen|høyskolen|høgskulen)(?![\p{L}])(?! (?:i|på) )/iu, /h[øo][gy]sk[ou]l|university college/iu],
  [/(?<![\p{L}])(?:kommunen)(?![\p{L}])/iu, /(?<!fylkes)kommune(?![\p{L}])/iu],
  [/(?<![\p{L}])(?:museet|the museum)(?![\p{L}])/iu, /muse/iu],
  [/(?<![\p{L}])(?:instituttet|the institute)(?![\p{L}])(?! (?:for|of) )/iu, /institut/iu],
  [/(?<![\p{L}])(?:senteret|sentret|the cent(?:re|er))(?![\p{L}])(?! (?:for|of) )/iu, /sent(?:er|ret)|cent(?:re|er)/iu],
  [/(?<![\p{L}])(?:helseforetaket|sykehuset|sjukehuset|the hospital)(?![\p{L}])/iu, /(?<![\p{L}])HF(?![\p{L}])|s[yj]u?kehus|hospital/iu],
  [/(?<![\p{L}])(?:selskapet|the company)(?![\p{L}])/iu, /(?<![\p{L}])(?:AS|ASA|Ltd|GmbH|AB)(?![\p{L}])/u],
];

/** A stretch that names the institution by its kind alone, and what its full name must hold. */
export const kindIn = (sentence: string): { readonly org: Org; readonly full: RegExp } | null => {
  for (const [short, full] of KINDS) {
    const match = sentence.match(short);
    if (match?.index !== undefined) return { org: { text: match[0], start: match.index, end: match.index + match[0].length, strong: false }, full };
  }
  return null;
};

/** An institution's name as one writes it down: without person, address, organisation number and what it is in the project. */
export const cleanOrganisation = (raw: string): string => {
  let text = (raw.trim().split("\n")[0] ?? "")
    .replace(/^[\s☒☑|·–:-]+/u, "")
    .replace(/[\u00ad\u200b]/g, "")
    .replace(/\s+/g, " ")
    .trim();
  text = text
    .replace(/\s*\((?:the\s)?["“«]?(?:data ?)?(?:controller|behandlingsansvarl[ie]g|dataansvarl[ie]g|kontrollør)["”»]?\)/iu, "")
    .replace(/\s*\((?:cvr|org|reg|foundation|stiftelse)[^)]*\)/iu, "");
  text = text.replace(/[,;]?\s*(?:org\.?\s?(?:nr|no|nummer)?|organisasjonsn\p{L}*|cvr|reg\. no)\.?:?\s*[\d ]{6,}.*$/iu, "");
  text = text.replace(
    /\s*(?:\(?(?:v\/|ved (?=rektor|direktør|dekan|administrerende|kommunedirektør|leder|institutt|fakultet|avdeling|forskningsavdeling))|represented by|representert ved|repr\. (?:ved|by)|c\/o|,\s*(?:a|en|ein|et|eit) |på oppdrag|on behalf|som |which ).*$/iu,
    "",
  );
  const cuts = [...findAddresses(text), ...findPhones(text)].map((found) => found.start);
  const at = text.search(
    /,\s*(?:postboks|p\.?\s?o\.? ?box|postbus|tlf|telefon|tel|phone|e-?post|e-?mail|rektor|rector|direktør|director|dekan|dean)(?![\p{L}])|\S+@|;|(?<=\p{L}{4})\.\s+\p{L}|,[^,]*\d{2,}/iu,
  );
  const end = Math.min(...[...cuts, at].filter((one) => one > 3), text.length);
  return (
    text
      .slice(0, end)
      // "Institutt X (direktør Kari Nordmann": whoever heads it is no part of its name.
      .replace(
        /\s*\((?=[^()]{0,40}(?:rektor|rector|direktør|director|dekan|dean|president|chancellor|sjef|leder|leiar|chief|manager)(?!\p{L}))[^()]*\)?.*$/iu,
        "",
      )
      .replace(/\s*\([^()]*$/u, "")
      .replace(/^the\s+(?=\p{Lu})/iu, "")
      .replace(/[\s,.;:–-]+$/u, "")
      .trim()
  );
};
