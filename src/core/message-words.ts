/**
 * What the words of a mail do: ask for data, hand over an application, add to an earlier one, answer numbered points, ask, or speak of
 * the sender's own permit. Judged sentence by sentence on small classes of words, so that a new phrasing of the same act counts too.
 */
import { blockText } from "./document.ts";
import type { Message } from "./message.ts";

/** The sender's own words in the mail, forwarded words too, without quotes and signature. */
export const ownText = (message: Message): string =>
  message.body.blocks
    .filter((block) => block.origin === "own" || block.origin === "forwarded")
    .map(blockText)
    .join("\n");

export const RESEARCH =
  /(?<!\p{L})(?:forsk(?:n)?ing|forsker|forskar|forske|research|studi(?:e|en|es|ar)(?!\p{L})|stud(?:y|ies)(?! permit)|prosjekt|project|analyse|avhandling|master(?:oppg|prosjekt|student|grad)|thesis|dissertation|doktorgrad|doctora(?:l|te)|ph\.?d|postdo[ck]|evaluering|evaluation|13 ?d)/iu;
/** Words of the places where research is done and of the papers that an application takes. */
const ACADEMIC =
  /(?<!\p{L})(?:universitet|university|høgskul|høgskole|høyskol|fakultet|faculty|institu(?:tt|te|sjon|tion)|dekan|dean|rektor|professor|førsteamanuensis|stipendiat|veileder|rettlei|supervisor|dpia|personvernkonsekvens|personvernombud|datatilsynet|behandlingsansvarlig|controller|variab|taushetsplikt|teieplikt)/iu;
/** What is asked for: data on persons, cases, access to them. */
const SOURCE =
  /(?<!\p{L})(?:(?:individ|person|mikro|micro|permit |registe?r ?|forskings|forsknings|asyl)?data(?!tilsyn)|opplysning|variab|innsyn|tilgang|access|sak(?:er|ene|ane|sdok\p{L}*|smapp\p{L}*)(?!\p{L})|vedtak|(?:asyl)?intervju(?:er|ene|referat\p{L}*)(?!\p{L})|transcript|records?(?!\p{L})|case ?files|files(?!\p{L})|decisions|uttrekk|journal(?:er|ar|ene)(?!\p{L})|mapper|avslag|refusals|rejections|dispensa[st]|utlever|taushetsbelagt|teiepliktig|confidential|disclosure|exemption|(?:kjønn|fødselsår|ankomstdato|vedtaksdato))/iu;
const REQUEST =
  /(?<!\p{L})(?:søker|søkjer|søke[ts]|søkjast|ber|bes|anmod\p{L}*|oppmod\p{L}*|trenger|treng|behov for|ønsker|ynskjer|ønskjer|vil gjerne|begjær\p{L}*|fremmes|requests?|requesting|ask for|asking for|wish(?:es)? to|appl(?:y|ying|ies)|needs?|would (?:like|need)|we'd|i'd|seeks?|må (?:jeg |eg |vi )?(?:lese|lesa|ha))(?!\p{L})/iu;
/** How the subject of an application begins. */
const REQUEST_SUBJECT = /^(?:ny |new )?(?:søknad|application|request|anmodning|oppmoding|forespørsel|innsyn|dispensa|utlevering|tilgang|access)/iu;
/** Words of somebody who has not made up their mind, or wants talk or sums. */
const TENTATIVE =
  /(?<!\p{L})(?:før (?:jeg|vi|eg|eventuelt)|before (?:i|we|submitting|applying|the project)|i idéfasen|utkast|draft|vurderer|eventuelt|eventually apply|planlegger å søke|considering|exploring|bare en idé|only an idea|skal søke|skal søkje|har (?:ikke|ikkje) (?:søkt|bestemt)|not (?:yet )?appl|not an application|lurer|lurar|usikker på|hvis (?:vi|jeg) (?:søker|trekker)|dersom (?:vi|eg) søkjer|if we (?:apply|obtain)|(?:kan|må|bør) (?:jeg|vi|eg|man|ein|en student|studenter|masterstudenter) (?:i det hele tatt |også )?(?:søke|søkje|få)|(?:can|may|could|should|do) (?:i|we|students|master'?s? students?) (?:even |also |need to |have to )?(?:apply|get|obtain|access)|how (?:do|can|should) (?:i|we) apply|(?:hvordan|korleis) (?:søker|søkjer|går) (?:jeg|vi|man|eg|ein)|is it possible|(?:noen|nokre|et|eit|kun et) spørsmål|a (?:quick |few |short )?questions?)(?!\p{L})/iu;
const DRAFT =
  /(?<!\p{L})(?:utkast|draft|før vi (?:går|søker|sender|eventuelt)|før (?:jeg|eg) (?:går|søker|sender)|before (?:we|i) (?:apply|submit|send|go)|vil vi vite|vil vite|would like to know)(?!\p{L})/iu;
const SUMS =
  /(?<!\p{L})(?:antall|talet på|tal på|tall(?:ene|a)?(?: på| for| til|$)|statistikk|statistics|figures|totals|number of|how many|oversikt over antall|møte|meeting|en prat|aggregert|aggregated)(?!\p{L})/iu;
const APPLICATION =
  /(?<!\p{L})(?:søknad(?!en (?:min|vår|hans) (?:ble|vart))|søknads(?:pakke|brev|skjema)|applications?(?!\p{L})|application package)/iu;
const HANDS_OVER =
  /(?<!\p{L})(?:vedlagt|vedlegg|legger ved|legg ved|ligger ved|ligg ved|følger|følgjer|følg|oversend\p{L}*|sender|sende[sr]|innsend\p{L}*|her (?:er|kommer|kjem|følger|følgjer)|er i fila|er i filen|utfylt|fylt ut|fyllt ut|attach\p{L}*|enclos\p{L}*|submi(?:t|ts|tting|ssion)|forward(?:ing)?|videresender|vidaresender|please find|sjå|\+)(?!\p{L})/iu;
const NEW_APPLICATION =
  /(?<!\p{L})(?:(?:en |ei |a )?(?:completely )?(?:ny|new) (?:søknad|application|forsk\p{L}* ?prosjekt|prosjekt|project)|nytt (?:forsk\p{L}+|prosjekt)|re-submission|erstatter ikke)/iu;
/** Points back at something sent or said before. */
const EARLIER =
  /(?<!\p{L})(?:(?:viser|visar|vises|visast|vise) til|with reference to|following (?:your|our)|in (?:reply|response|answer) to|as (?:requested|promised|agreed)|som (?:lovet|lova|dere ba|de ba)|jf\.?|(?:dere|de|you) (?:ba|bad|savnet|sakna|skrev|skreiv|spurte|spør|ikke|ikkje|fant|fann|etterspurte|etterlyste|mangler|har for|asked|wrote|requested|could|couldn't|did)|(?:deres|dykkar|your) (?:siste )?(?:brev|e-?post|svar|spørsmål|forespørsel|tilbakemelding|melding|ref\p{L}*|letter|e-?mail|reply|questions?|request|message)|(?:i|til|av|om|ved|for) (?:\p{L}+ )?søknaden|søknaden (?:av|sendt|vi|jeg|eg|som|hans|hennar|hennes)|søknaden (?:vår|min) (?:av|sendt|frå|fra|om)|tidlegare|tidligere|earlier|previous(?:ly)?|yesterday's|forrige|førre|(?:in|to|of) (?:our|my|the|his|her|their) (?:\p{L}+ )?(?:application|file|case)|the first (?:e-?mail|message)|(?:vi|jeg|eg) (?:sendte|sende)|(?:we|i) (?:have )?(?:sent|submitted)|vår sak|saken \p{L}+ har|(?:case|sak) \d|vår ref|our ref)(?!\p{L})/iu;
/** Says that it adds, corrects or answers. */
const ADDS =
  /(?<!\p{L})(?:ettersend\p{L}*|suppler\p{L}*|supplement\p{L}*|tillegg|utfyllende|utfyllande|glemt\p{L}*|glemte|gløym\p{L}*|forgot\p{L}*|left out|mangel\p{L}*|mangl\p{L}*|missing|lacking|falt ut|fall ut|kom (?:ikke|ikkje) med|did not make it|went out without|(?:uten|utan) passord|without (?:the )?password|unprotected|åpen (?:utgave|versjon)|open (?:utgåve|versjon|version)|hadde passord|på nytt|prøver igjen|re-?sen(?:d|t|ding)|rett(?:else|et|ing|a)|korriger\p{L}*|korreksjon|correct(?:ed|ion|ions)|should read|skal (?:være|vere)|skulle ha stått|riktig (?:er|e-post|telefon|dato)|endr(?:et|ing|a)|oppdater\p{L}*|updated?|revi(?:dert|sed|dera)|ny(?:e)? (?:versjon|liste|deltaker|dokumentliste|sluttdato|variabelliste)|new version|(?:to|til) erstatning|presiser\p{L}*|legge til|leggje til|(?:like to |please )add|etterlyste|etterspurte|her kjem svar\p{L}*|her (?:er|kommer) svar\p{L}*|additional (?:team member|participant|information)|overtar|overtek|reduserer|del 2|part 2|completes|som lovet|svar(?:er)? på|svarer på vegne|savnet|answer(?:s)? to|in (?:reply|response|answer) to|as requested|dere ba om|de ba om|you asked)(?!\p{L})/iu;
/** Papers that are sent. */
const PAPER =
  /(?<!\p{L})(?:cv|dpia|pvk|personvernkonsekvens\p{L}*|vurderingen av personvern\p{L}*|variabelliste\p{L}*|list of variables|prosjekt(?:beskrivelse|skildring)\p{L}*|protocol|protokoll\p{L}*|project description|dokument\p{L}*|document\p{L}*|vedlegg\p{L}*|attachment\p{L}*|spreadsheet|regneark\p{L}*)(?!\p{L})/iu;
/** What answers to the points speak of. */
const TOPIC =
  /(?<!\p{L})(?:kobl\p{L}*|kopl\p{L}*|link(?:age|ed|ing)|matching|nøkkel\p{L}*|koblingsnøkkel\p{L}*|key|lagr(?:es|as|ast|ing)|stored?|storage|server|tsd|safe|to-?faktor|two-factor|samfunnsnytt\p{L}*|nytten|ulemp\p{L}*|benefits?|utvalget|utvalet|selection|rådata|raw data|detaljnivå|level of detail|(?:start|slutt)(?:ar|er|dato)|starts|ends|end date|start date|forhåndsdrøft\p{L}*|førehandsdrøft\p{L}*|datatilsynet|prior consultation|will have access|skal ha tilgang|behandlingsansvarlig|behandlingsansvarleg|controller|rektor|dekan|dean|rector)(?!\p{L})/iu;
const LATER =
  /(?<!\p{L})(?:kommer (?:senere|tilbake|på|i|straks)|kjem (?:seinare|tilbake|på|i)|get back to|will (?:follow|send|get|be sent)|neste uke|neste veke|next week|venter|we wait|when the|når planen|ettersendes (?:så|når|av))(?!\p{L})/iu;
const CONTACT =
  /[\w.+-]+@[\w-]+\.[\w.]+|(?<!\d)(?:\+\d{2} ?)?\d{2,3}(?: \d{2,3}){2,3}(?!\d)|(?<!\p{L})(?:postboks|box) \d|(?<!\d)\d{4} \p{Lu}\p{L}+/u;
const ROLE_WORD =
  /(?<!\p{L})(?:rektor|dekan\p{L}*|direktør\p{L}*|leder\p{L}*|leiar\p{L}*|rådmann\p{L}*|head|dean|rector|director|vice-chancellor|prosjektleder|prosjektleiar|\p{L}*adress\p{L}*|telefon\p{L}*|phone|e-?post(?:en|adressen)?|kontaktperson|contact person|veileder\p{L}*|rettleiar\p{L}*)(?!\p{L})/iu;

const PERMIT =
  "(?:opphold\\p{L}*|opphald\\p{L}*|familieinnvandring|familiegjenforening|familiegjenf\\p{L}*|asyl(?:sak|søknad)?\\p{L}*|visum|visa|statsborgerskap|statsborgarskap|citizenship|residence|asylum|(?:work |study |student |residence )?permit|arbeidstillatelse|passport|pass(?:et)?|faglært-?tillatelse|løyve\\p{L}*|reisebevis|utlendingspass|family (?:immigration|reunification)|duf|klient|client|immigration)";
const KIN =
  /(?<!\p{L})(?:kona|kone(?:n)? min|mannen min|kjæresten min|(?:min|mi) (?:kone|mann|datter|dotter|sønn|son|bror|søster|mor|far|kjæreste|samboer|klient)|(?:datteren|dottera|sønnen|broren|søsteren|moren|faren|svigermor|svigerfar|bror|syster|mor|far|barna|barnet|familien) (?:min|mi|mine|mitt)|my (?:wife|husband|children|son|daughter|brother|sister|mother|father|family|fianc\p{L}*|client)|svigermor mi|sjefen min|au pair (?:fra|frå|from))(?!\p{L})/iu;
const OWN_PERMIT = new RegExp(
  `(?<!\\p{L})(?:(?:min|mi|mitt|mine|my) (?:egen |eigen |søknad om |application for |appeal of )?(?:\\p{L}+ )?${PERMIT}|(?:søknaden (?:min|vår)|my application|our application) (?:om|for) (?:\\p{L}+ )?${PERMIT}|(?:oppholdskort(?:et)?|oppholdstillatelse(?:n)?|løyvet|statsborgerskap(?:et)?) (?:mitt|min)|(?:jeg|eg|vi|i|we)(?: \\p{L}+){0,9} (?:søknad om|søkte om|søkt om|avslag på|applied for|need for|har|appeal the|refused my|rejected my|get a|fornye|fornyar)(?: \\p{L}+){0,3} ${PERMIT}|(?:kan|can) (?:jeg|eg|i) (?:søke|søkje|apply)(?: \\p{L}+){0,3} ${PERMIT})(?!\\p{L})`,
  "iu",
);
const OWN_FILE =
  /(?<!\p{L})(?:(?:saken|saka|mappa|mappen|asylsaken|søknaden|asylsaka) (?:min|mi|til (?:min|mi|mannen|kona|familien|datteren|sønnen|moren|broren|bror))|min (?:egen )?(?:sak|mappe|søknad)|my (?:own )?(?:case|file|application|card|appeal|visa)|(?:jeg|eg) har bodd|bodd (?:her|i norge)|i have (?:lived|waited)|har (?:eg|jeg|vi) (?:ventet|venta)|ventet lenge|(?:når|kor tid) får (?:jeg|eg|vi) svar|how long (?:must|do|will) i|bror min har|job offer from|bestilt time|bestille time|klager på|oppholdskortet|permanent opphold|søkte for|i applied for|reisebevis|mangler i saken min)(?!\p{L})/iu;
const CASE_NUMBER = /(?<!\p{L})(?:duf|d-?nummer|reference|ref)\p{L}*\.?:?(?: nr\.?:?| nummer:?)?\s*\d{10,12}(?!\d)|(?<!\d)(?:19|20)\d{10}(?!\d)/iu;

/** A bare or announced number of a point with an answer behind it: "Punkt 13: ...", "12) ...", "Ad 3: ...", "(14) ...". */
const POINT = /(?:^|[\n.;:,(]|\s)\s{0,3}(?:(ad|pkt|punkt|item|point|section|spm)\.? ?)?\(?(\d{1,2})(?:\)|[:.]|\s[-–])\s{1,3}(?=\S{2})/giu;
const pointsAnswered = (text: string): number => {
  const announced = new Set<string>();
  const bare = new Set<string>();
  for (const line of text.split("\n")) {
    if (line.trimEnd().endsWith("?")) continue;
    for (const [matched, word, number = ""] of line.matchAll(POINT)) {
      const whole = matched.replace(/^[\s.;:,]+/u, "");
      const value = Number(number);
      if (value < 1 || value > 16) continue;
      if (word) announced.add(number);
      else if (/^\(?\d/u.test(whole) && (line.trimStart().startsWith(whole.trim()) || /[:)]/u.test(whole))) bare.add(number);
    }
  }
  return announced.size + (bare.size + announced.size >= 2 ? bare.size : 0);
};

/** A subject that names points and nothing else, or points by word. */
const NAMES_POINT = /^(?:\d{1,2}(?:\s*(?:,|and|og|&)\s*\d{1,2}){0,9}\s*$|(?:pkt|punkt|item|point)s?\.? \d)/iu;

const sentencesOf = (text: string): string[] =>
  text
    .split(/(?<=[.!?])(?<!(?:[Pp]rof|[Dd]r|[Tt]lf|[Nn]r|[Pp]kt|kl|ca|[Jj]f|M[rs])\.)\s+(?=[\p{Lu}\d(«“"])|\n+/u)
    .map((one) => one.trim())
    .filter((one) => one.length > 1);

/** The text with the printed numbers of lists, which the blocks keep apart. */
const withMarkers = (message: Message): string =>
  message.body.blocks
    .filter((block) => block.origin === "own" || block.origin === "forwarded")
    .map((block) => (block.kind === "list_item" && block.marker ? `${block.marker} ${block.text}` : block.text))
    .join("\n");

/** What the words of one mail do. */
export type MessageWords = {
  /** Sentences that ask for data on persons or cases. */
  readonly requests: number;
  /** Hands over an application, in words. */
  readonly handsOver: boolean;
  readonly newApplication: boolean;
  /** Points back at something sent or said before. */
  readonly earlier: boolean;
  readonly adds: boolean;
  /** Numbered points of the checklist that are answered. */
  readonly points: number;
  /** Contact details of somebody with a role, in running text. */
  readonly contact: boolean;
  /** Statements about what the points ask for. */
  readonly topics: number;
  /** Sends some paper, in words. */
  readonly sendsPaper: boolean;
  readonly questions: number;
  readonly statements: number;
  readonly tentative: boolean;
  /** Asks for advice on a draft. */
  readonly draft: boolean;
  readonly promisesOnly: boolean;
  readonly research: boolean;
  readonly academic: boolean;
  readonly namesData: boolean;
  readonly ownPermit: boolean;
  readonly ownFile: boolean;
};

const isRequest = (sentence: string): boolean =>
  !sentence.endsWith("?") &&
  REQUEST.test(sentence) &&
  SOURCE.test(sentence) &&
  !TENTATIVE.test(sentence) &&
  !SUMS.test(sentence) &&
  !(ADDS.test(sentence) && !APPLICATION.test(sentence));

/** Whether some sentence asks for data on persons or cases. */
export const asksForData = (text: string): boolean => sentencesOf(text).some((sentence) => isRequest(sentence) || handsOver(sentence));

const handsOver = (sentence: string): boolean =>
  !sentence.endsWith("?") &&
  APPLICATION.test(sentence) &&
  HANDS_OVER.test(sentence) &&
  !TENTATIVE.test(sentence) &&
  !/(?<!\p{L})(?:til|i|av) (?:\p{L}+ )?søknaden|(?:viser|visar|vises) til|(?:to|in|with reference to|of|into) (?:our|my|the|yesterday's|his|her) (?:\p{L}+ )?application|application (?:was|has)|søknaden (?:ble|vart|hans|av|i stad)/iu.test(
    sentence,
  );

/** Reads what the words do; the subject counts as a sentence of its own. */
export const wordsOf = (message: Message): MessageWords => {
  const { subject } = message;
  const own = ownText(message);
  const text = `${subject}\n${own}`;
  const title = subject.replace(/^\s*(?:(?:sv|re|vs|fwd?|vid|aw|svar)\s*:\s*)+/iu, "");
  const sentences = sentencesOf(own);
  const all = [title, ...sentences];
  const questions = sentences.filter((one) => one.endsWith("?")).length;
  return {
    requests:
      sentences.filter(isRequest).length + (REQUEST_SUBJECT.test(title) && SOURCE.test(title) && !ADDS.test(title) && !title.endsWith("?") ? 1 : 0),
    handsOver:
      sentences.some(handsOver) ||
      (APPLICATION.test(title) && !ADDS.test(title) && sentences.some((one) => HANDS_OVER.test(one) && !one.endsWith("?") && one.length < 160)),
    newApplication: NEW_APPLICATION.test(text),
    earlier: all.some((one) => EARLIER.test(one) && !one.endsWith("?")),
    adds: NAMES_POINT.test(title) || all.some((one) => ADDS.test(one) && !one.endsWith("?") && !LATER.test(one)),
    points: pointsAnswered(withMarkers(message)),
    topics: sentences.filter((one) => TOPIC.test(one) && !one.endsWith("?") && !LATER.test(one)).length,
    sendsPaper: sentences.some((one) => PAPER.test(one) && HANDS_OVER.test(one) && !one.endsWith("?") && !LATER.test(one)),
    contact: sentences.some((one) => CONTACT.test(one) && ROLE_WORD.test(one) && !one.endsWith("?")),
    questions,
    statements: sentences.length - questions,
    tentative: TENTATIVE.test(own),
    draft: DRAFT.test(own),
    promisesOnly: sentences.some((one) => LATER.test(one)),
    research: RESEARCH.test(text),
    academic: ACADEMIC.test(text),
    namesData: SOURCE.test(text),
    ownPermit: KIN.test(text) || OWN_PERMIT.test(text) || CASE_NUMBER.test(text),
    ownFile: OWN_FILE.test(text),
  };
};
