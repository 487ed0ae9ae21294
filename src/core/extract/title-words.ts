/** What may be a project's title and what may not, cleaning of the stretch that names it, and names in quotation marks. */
import { isJustName } from "../people/names.ts";
import { TITLE } from "../people/words.ts";
import { isEmptyAnswer, isGuidance, isPointer } from "./reject.ts";

/** Words for a kind of document; a heading that is nothing else is no title. */
const DOCUMENT =
  "(?:ph\\.?\\s?d\\.?[- ]?)?(?:master|forsknings|forskings|research |project |study |phd )?(?:prosjekt-?(?:beskrivelse|beskriving|skildring|skisse|plan|notat|omtale|protokoll|presentasjon|sammendrag)|project (?:description|outline|plan|proposal|summary)|description of the project|research (?:plan|proposal|protocol)|forsk(?:n)?ings(?:plan|protokoll)|studieprotokoll|study protocol|protokoll|protocol|case for support|søknads?(?:skjema|brev)?|application(?: (?:form|letter))?|request|ansøgning|ansökan|antrag|skjema|form|vedlegg|vedtak|annex|appendix|enclosure|attachment|dpia|dsfa|pvk|(?:forenkla |førebels |foreløpig )?personvernkonsekvens(?:vurdering|utredning)?|personvernvurdering|personvernkonsekvensar?|personvernkonsekvenser|tietosuojan vaikutustenarviointi|vaikutustenarviointi|(?:vurdering|utgreiing|utredning) av personvern\\p{L}*|data protection impact assessment|privacy impact assessment|datenschutz-?folgenabschätzung|konsekvensbedömning|konsekvensanalyse|template|mal|malen|versjon|version|variabelliste|variabeloversikt|variabel\\p{L}*|variables?|list of variables|dataoversikt|data request|data access request|data management plan|datahåndteringsplan|informasjonsskriv|information sheet|samtykke\\p{L}*|consent form|curriculum vitae|cv|meldeskjema|følgebrev|cover letter|innhold\\p{L}*|contents|table of contents|kortversjon|utkast|draft|emnekode)";
export const DOCUMENT_START = new RegExp(`^\\W*${DOCUMENT}(?:en|a|et|s)?(?![\\p{L}])`, "iu");
/** "NORDIC DOORS: RESEARCH PLAN": what stands before the kind of document. */
export const BEFORE_DOCUMENT = new RegExp(`^(?<rest>\\S.{1,160}?)\\s?(?:\\s[–-]|:)\\s*${DOCUMENT}(?![\\p{L}]).{0,30}$`, "iu");
const DOCUMENT_ANYWHERE = new RegExp(`(?<![\\p{L}-])${DOCUMENT}(?:en|a)?(?![\\p{L}])`, "iu");
/** "DPIA for ...", "Prosjektbeskrivelse – ...": what follows the kind of document. */
export const AFTER_DOCUMENT = new RegExp(
  `^\\W*(?:vedlegg \\d+\\W+|annex \\d+\\W+)?${DOCUMENT}(?:en|a)?(?:\\s*\\((?:dpia|pvk)\\))?\\s*(?:(?:for|av|of|om)(?:\\s+(?:the|behandlingen|behandlinga|(?:forsknings|forskings)?prosjekt(?:et)?|studien|(?:research )?project|study))?\\s|[–—:-]|\\s)\\s*(?<rest>\\S.*)$`,
  "iu",
);

/** Headings of sections of descriptions, assessments and forms. */
const SECTION =
  /^(?:\d+(?:\.\d+)*\.?\s+)?(?:del|part|steg|step|kapittel|chapter|arbeidspakke|delprosjekt|delstudie|task|wp)\s?(?:\d|[a-z](?![\p{L}])|[ivx]+(?![\p{L}]))|^(?:\d+(?:\.\d+)*\.?\s+)?(?:innledning|innleiing|introduction|introduksjon|bakgrunn|background|sammendrag|samandrag|summary|abstract|excellence|impact|implementation|tema|topic|formål|føremål|purpose|aims?|objectives?|mål|målsetting|problemstilling\p{L}*|forsk(?:n)?ingsspørsmål|research questions?|spørsmål|questions?|metode\p{L}*|methods?|data|teori|theory|kontekst|context|utgangspunkt|oversikt|overview|om (?:prosjektet|behandlingen|oss)|about (?:the project|us)|ansvar\p{L}*|roller|roles|responsibilit\p{L}*|organisering|litteratur|references|referanser|tidligere forskning|previous research|kunnskapsstatus|state of (?:the art|knowledge)|personalia|utdanning|education|stillinger|positions|employment|publikasjon\p{L}*|publications|prosjekter|projects|framdrift\p{L}*|fremdrift\p{L}*|tidsplan|schedule|etikk|ethics|personvern|oppdrag og rolle|spørsmål|svar|vedlagt|vedlegg|enclosed)(?![\p{L}])[^:–]{0,40}$/iu;
export const isSectionHeading = (text: string): boolean => SECTION.test(text.trim());

const INSTITUTION_ONLY =
  /^(?:(?:the|det|stiftelsen|stiftinga)\s+)?(?:fakultet\p{L}*|institutt\p{L}*|avdeling\p{L}*|eining|enhet|senter for|seksjon|universitetet|høgskolen|høyskolen|høgskulen|department|faculty|school of|university of|institute|centre for|center for|kvinneklinikken|medisinsk avdeling|norges forskningsråd|forskningsrådet)(?![\p{L}])|(?:(?<![\p{L}])(?:AS|HF|IKS|kommune|fylkeskommune|universitet|university|institute|høgskole|høyskole|høgskule|institutt|museum|allaskuvla)|senteret|instituttet|museet)(?:\s*\([^)]*\))?$/iu;
/** Institution by its shape and short; a title may hold the same words further in. */
export const isInstitutionOnly = (text: string): boolean => {
  const segments = text.split(/\s*[,·|]\s*|\s[–-]\s/u);
  return segments.every((segment) => segment.split(/\s+/).length <= 9 && INSTITUTION_ONLY.test(segment.trim()));
};

const SENTENCE =
  /^(?:vi|we|jeg|eg|i|prosjektet|studien|studiet|undersøkelsen|avhandlingen|oppgaven|the (?:project|study|thesis|research)|this|these|dette|denne|her|here|formålet|føremålet|målet|det er|there|please|vennligst|hei|hello|dear|kjære|til|ja|nei|yes|no|ikke|ikkje|ingen)(?:\s|[,.]|$)/iu;
const HAS_FINITE =
  /(?<![\p{L}])(?:skal|vil|er|har|kan|ønsker|undersøker|undersøkjer|studerer|handler|søker|søkjer|ber|will|is|are|has|have|aims?|examines?|studies|investigates?|asks?|wish|want)(?![\p{L}])/u;
const PROMISED =
  /^(?:kommer|kjem|følger|ettersend\p{L}*|avklar\p{L}*|fastset\p{L}*|bestemm\p{L}*|ikke (?:bestemt|klar\p{L}*|avklart|endelig|fastsatt)|ikkje (?:bestemt|klar\p{L}*|avklart)|to be |tbd|tba|tbc|under (?:arbeid|avklaring|utarbeid\p{L}*)|will be |not yet|meddeles|pending|uavklart|foreløpig ikke)/iu;
const HOLDS_TITLE = new RegExp(TITLE.source, "iu");
const REFERENCE = /\(\d{4}[a-z]?\)[.:]?\s|\d+\s?\(\d+\)|doi|(?<![\p{L}])(?:et al|mfl|s\. \d|pp\.)/iu;

/** How much speaks for a stretch already: `sure` a label or quotation marks, `named` a sentence, `shape` its place alone. */
export type Support = "sure" | "named" | "shape";

/** Why a text cannot be a title, in words; null where it may be one. */
export const whyNoTitle = (text: string, support: Support): string | null => {
  const bare = text.trim();
  const letters = bare.replace(/[^\p{L}]/gu, "").length;
  if (letters < 2 || isEmptyAnswer(bare) || /^[[<].*[\]>]$/su.test(bare)) return "empty or a placeholder";
  if (bare.length > 300) return "too long for a title";
  if (/@|https?:|www\./i.test(bare)) return "an address";
  if (bare.replace(/[^\d]/g, "").length > letters) return "figures only";
  if (isPointer(bare) || isGuidance(bare)) return "guidance or a pointer to another place";
  if (PROMISED.test(bare)) return "promised for later";
  if (DOCUMENT_START.test(bare) && bare.length < 200) return "names a kind of document";
  const job = bare.replace(TITLE, "").replace(/[\s.,;:()/-]+|(?<![\p{L}])(?:dr|mr|ms|mrs|i|in|of|ved|at|og|and|ii)(?![\p{L}])/giu, "");
  if (job === "") return "a person's title";
  if (/\([^()]*,\s*(?:19|20)\d\d\)\W*$/u.test(bare)) return "a reference";
  if (support === "sure") return null;
  if (bare.length > 220) return "too long for a title";
  if (isSectionHeading(bare)) return "a section heading";
  if (isInstitutionOnly(bare)) return "names an institution";
  if (support === "shape" && bare.split(/\s+/).length <= 4 && !/[:–?]/.test(bare) && isJustName(bare)) return "a person's name";
  if (HOLDS_TITLE.test(bare.slice(0, 45)) && /,|·/.test(bare) && !/:/.test(bare)) return "a person's title";
  if (SENTENCE.test(bare) && HAS_FINITE.test(bare) && !/[?:]/.test(bare.slice(0, 60))) return "a sentence, not a name";
  if (/[.!]\s+\p{Lu}[^.!]*[.!]\s+\p{Lu}/u.test(bare) || (/[.!]\s+\p{Lu}/u.test(bare) && HAS_FINITE.test(bare))) return "running text";
  if (REFERENCE.test(bare)) return "a reference";
  if (/(?<![\p{L}])(?:AS|HF)(?![\p{L}]).*\d{4}/u.test(bare) || /\d{3} \d{3} \d{3}/.test(bare)) return "an institution's address";
  if (/^\d{1,2}\.\s?(?:\p{L}+|\d+\.)\s?\d{4}|^(?:(?:side|page|dato|date|født|fødd|born|sak|ref|vår ref|nr|rev)(?![\p{L}])|org\.)/iu.test(bare))
    return "a date or a reference number";
  return null;
};

/** Sentences after the title that only say what the document is, who wrote it, or which number it has. */
const TAIL =
  /^(?:(?:prosjekt|project|protocol|protokoll|sak|case|ref|nfr|rcn|rek)\p{L}*\.?\s?(?:nr|no|nummer|number)|versjon|version|dato|date|prosjektleder|prosjektleiar|project (?:leader|manager)|søker|type|kategori|fagområde|discipline|acronym|kortnavn|kortnamn|veileder|rettleiar|supervisor|dpo|utarbeidet|studenten|prosjektet|studien|vi|we|jeg|eg|the (?:project|study)|this|dette|denne)(?![\p{L}])/iu;

/** The title as one writes it down: one line, without quotation marks, label of the acronym, or the document's kind behind it. */
export const cleanTitle = (raw: string): string => {
  let text = raw
    .replace(/[\u00ad\u200b]/g, "")
    .replace(/\s+/g, " ")
    .trim();
  text = text.replace(/^[\s>*|·–:-]+|[\s|·–:;,-]+$/gu, "");
  const quoted = text.match(/^[«“"„'‘](?<inner>[^»”"“]{3,280})[»”"“'’](?<after>.*)$/u)?.groups;
  if (quoted?.["inner"] && !/\p{L}{4}/u.test((quoted["after"] ?? "").replace(/\([^)]*\)/g, "")))
    text = `${quoted["inner"]}${/^\s*\(\p{Lu}[^)]{1,20}\)/u.exec(quoted["after"] ?? "")?.[0] ?? ""}`;
  text = text
    .replace(
      /\((?:kort(?:navn|namn|tittel)|short (?:name|title)|acronym|akronym|forkortet|forkorta|hereafter|heretter)[:\s]+["«“]?([^)»”"]{2,40})["»”]?\)/giu,
      "($1)",
    )
    .replace(/\s*\((?:arbeidstittel|working title|foreløpig(?: tittel)?|førebels(?: tittel)?|nytt prosjekt)\)/giu, "");
  const sentences = text.split(/(?<=[.!?])\s+(?=\p{Lu})/u);
  const kept = sentences.filter((sentence, index) => index === 0 || (!TAIL.test(sentence) && !DOCUMENT_ANYWHERE.test(sentence) && index < 3));
  text = kept.join(" ").trim();
  if (!/(?:\p{Lu}|etc|mv|m\.m)\.$/u.test(text) || text.split(" ").length > 3) text = text.replace(/\.+$/, "");
  return text.replace(/[\s,;:–-]+$/u, "").trim();
};

/** A dash or comma behind the title with nothing but an institution or the kind of document is left out. */
export const withoutInstitution = (text: string): string => {
  const parts = (text.split(/\s[·|]\s/u)[0] ?? text).split(/(\s[–—-]\s|,\s)/u);
  while (parts.length >= 3) {
    const last = parts.at(-1) ?? "";
    if (
      !isInstitutionOnly(last) &&
      !/^\p{Lu}{2,8}$/u.test(last) &&
      !DOCUMENT_START.test(last) &&
      !/^(?:version|versjon|v\.?\s?\d|\d{1,2}[. ])/iu.test(last)
    )
      break;
    parts.splice(-2);
  }
  return parts.join("");
};

export type Quoted = { readonly text: string; readonly start: number; readonly end: number };
const QUOTED =
  /«([^«»\n]{2,260})»|“([^“”\n]{2,260})”|„([^„“”\n]{2,260})[“”]|"([^"\n]{2,260})"|(?<![\p{L}\d])['‘]([^\n]{3,200}?)['’](?![\p{L}\d])|”([^”\n]{2,260})”/gu;

/** Stretches in quotation marks of any kind. */
export const quotedIn = (text: string): Quoted[] =>
  [...text.matchAll(QUOTED)].map((match) => ({
    text: match.slice(1).find((group) => group !== undefined) ?? "",
    start: match.index,
    end: match.index + match[0].length,
  }));

export const foldTitle = (text: string): string[] =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]+/gu, " ")
    .trim()
    .split(" ")
    .filter(Boolean);

/** The acronym that a title carries: in brackets behind it, or in front of a dash or colon. */
export const acronymOf = (text: string): string | null =>
  text.match(/\((\p{Lu}[\p{L}\d-]{2,15})\)\s*$/u)?.[1]?.toLowerCase() ??
  text.match(/^(\p{Lu}[\p{Lu}\d-]{2,15})(?:\s*[–:(-]|\s*$)/u)?.[1]?.toLowerCase() ??
  null;
