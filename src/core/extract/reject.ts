/** What looks like an answer and is none: the question itself, template guidance, promises, pointers, empty fields. */

const PROMISE =
  /(?<!\p{L})(?:ettersend(?:es|ast|er|t|a)?|vil bli ettersendt|(?:kommer|kjem) (?:\p{L}+ ){0,2}(?:senere|seinare|seinere|snart|etterpå|etter)(?=\s*[.):;!]?\s*$)|(?<=^\W*(?:dette|denne|det|den|dei|de|disse|desse|svar(?:et)?|dette punktet)?\s*)(?:kommer|kjem) (?:\p{L}+ ){0,2}(?:senere|seinare|seinere|tilbake|attende|når|snart|så snart|i løpet)|(?:kommer|kjem) (?:vi|jeg|eg|me) (?:\p{L}+ ){0,2}(?:tilbake|attende)|(?:dpia|cv|vedlegg\p{L}*|dokument\p{L}*|skjema\p{L}*|liste\p{L}*|vurdering\p{L}*|beskrivelse\p{L}*|resten|opplysning\p{L}*|avtale\p{L}*) (?:kommer|kjem)(?! (?:berre |bare |kun |i hovedsak )?(?:fra|frå|inn|ut|til|av|ikke|ikkje|ofte))|komme[r]? (?:\p{L}+ ){0,3}(?:tilbake|attende) (?:til|med)(?! (?:norge|noreg|landet|arbeid|norway|kommunen|hjem))|må (?:\p{L}+ ){0,3}(?:avklares|avklarast|ettersende)|(?:skal|vil|må|blir?|vert)? ?(?:avklares|avklarast|avgjøres|avgjerast|fastsettes|fastsetjast|fastsettast|bestemmes|bestemmast) (?:\p{L}+ ){0,4}(?:når|etter|senere|seinare|med|i|av|ved|nærmere|nærare|under|på|først|fyrst)|under avklaring|(?:er )?(?:ikke|ikkje) (?:\p{L}+ )?(?:avklart|fastsatt|fastsett|bestemt|klart?|ferdig|besluttet|vedtatt|vedteke|oppnevnt)(?: ennå| enno)?|(?:ennå|enno) (?:ikke|ikkje)|(?:ikke|ikkje) (?:\p{L}+ ){1,5}(?:ennå|enno)|(?:ikke|ikkje) (?:ennå|enno)|to be (?:decided|determined|confirmed|announced|agreed|appointed|clarified|completed|added)|tbd|tba|tbc|t\.b\.d\.|not (?:yet|been) (?:decided|determined|been|fixed|settled|clear|set|known|finali[sz]ed|confirmed)|(?:is|are|has|have)? ?not yet|will (?:follow|be (?:sent|forwarded|provided|submitted|decided|determined|confirmed|clarified|added|completed|settled|supplied|fixed))|(?:comes|coming|follows|send|provide[d]?|forward(?:ed)?) (?:it )?(?:later|separately|shortly|as soon as)|(?:be|is|are) sent (?:later|separately|shortly)|get back to (?:you|this)|under (?:utarbeidelse|utarbeiding|arbeid)|i arbeid|fylles ut (?:når|senere)|fyllast ut (?:når|seinare)|when (?:it is |they are |this is )?(?:ready|available|clear)|still (?:with (?:our|the) \p{L}+|being (?:\p{L}+)|waiting (?:for|to hear)|under (?:discussion|review|negotiation)|to be)|(?:vi|jeg|eg|me|we|i|som|is|are) (?:\p{L}+ ){0,2}(?:awaiting|avventer|avventar|venter på|ventar på)|(?<=^\W*)(?:awaiting|avventer|avventar|venter på|ventar på|avhenger av|avheng av|depends on|pending)|(?:dato\p{L}*|start\p{L}*|slutt\p{L}*|date|beginning|end|how long|tidspunkt\p{L}*) (?:[\p{L}-]+ ){0,7}(?:avhenger av|avheng av|depends on)|uavklart(?! (?:statsborger|identitet|opphold))|uavklara(?! (?:statsborgar|identitet|opphald))|\?\?\?|(?<![\d-])xx+|kommer(?=\s*[.)]?$)|kjem(?=\s*[.)]?$)|følger(?=\s*[.)]?$)|senere(?=\s*[.)]?$)|seinare(?=\s*[.)]?$)|later(?=\s*[.)]?$))(?!\p{L})/iu;

/** A promise of a later answer, in words. */
export const isPromise = (text: string): boolean => PROMISE.test(text);

const GUIDANCE_START =
  /^\W*(?:(?:beskriv|skildre|skildra|oppgi|oppgje|angi|forklar|spesifiser|presiser|velg)(?!\p{L})|fyll (?:inn|ut)|før opp|skriv (?:inn|her|kort)|svar (?:ja|nei|på|kort)|redegjør|gjør rede|gjer greie|list opp|vurder(?!ing|t|er|ingen)|begrunn(?!else|et|ing|er)|grunngje(?!v)|merk(?: at)?:|kryss av|vel |legg ved|her (?:skal|beskriver|fyller|skriver|må|kan) (?:du|dere|de|man|prosjektet|det)|dersom (?:ja|nei|aktuelt)|hvis (?:ja|nei|aktuelt)|describe|explain|state (?:the|whether|who|how|why|which|when|clearly|briefly)|please|specify|indicate|list (?:the|all|each)|give (?:the|a|an|details|name)|fill in|enter|tick|if (?:yes|no|applicable)|insert|provide (?:the|a|an|details)|use this|this (?:field|section|box|chapter) (?:should|must|is)|veiledning|rettleiing|guidance|hjelpetekst|eksempel|maks(?:imum)? \d|maximum \d|klikk|trykk her|click|tap (?:or|here))/iu;

/** Template guidance: an instruction to the person who fills in the form. */
export const isGuidance = (text: string): boolean => {
  const trimmed = text.trim();
  if (/^[[<(«].{0,240}[\])>»]$/su.test(trimmed) && GUIDANCE_START.test(trimmed)) return true;
  if (!GUIDANCE_START.test(trimmed)) return false;
  // An instruction is followed by nothing in the first person and no figures.
  return (
    !/(?<!\p{L})(?:vi|we|jeg|eg|our|vårt?|våre|prosjektet (?:vil|skal|ber|søker))(?!\p{L})/iu.test(trimmed) ||
    /^\W*(?:klikk|click|please|fyll|fill)/iu.test(trimmed)
  );
};

const POINTER =
  /^\W*(?:(?:jf\.?|jfr\.?|cf\.?|se|sjå|see|vises? til|viser til|refer(?:s|red)? to|som|as|same as|samme som|same som|beskrevet|omtalt|dekket|dekka|står|stend|framgår|fremgår|går fram|finnes|finst|described|given|stated|covered)(?!\p{L}))[^.]{0,90}(?:vedlegg|vedlagt|dpia|prosjektbeskriv|prosjektskild|punkt|pkt|kapittel|kap\.|avsnitt|over|ovenfor|under|nedenfor|annex|attach|appendix|section|chapter|above|below|description|skjema|søknad|brev|cv|excel|regneark|liste|tabell|table|item|letter|bilag|dokument)[^.]{0,80}\.?\s*$/iu;

const PLACE =
  "(?:vedlegg|vedlagt|dpia|prosjektbeskriv|prosjektskild|prosjektplan|personvernkonsekvens|søknad|protokoll|annex|attach|appendix|section|chapter|project description|description|punkt|pkt|kap|der(?!\\p{L})|there(?!\\p{L}))";
/** "Nytten er beskrevet i prosjektbeskrivelsen", "I refer to the DPIA", "Log-in: se DPIA pkt. 5": says where, not what. */
const ELSEWHERE = [
  new RegExp(
    `(?<!\\p{L})(?:er|blir|is|are|was|vert|står|finnes|finst|stend)(?: [\\p{L}]+){0,3}? (?:beskrevet|omtalt|skildra|skildret|beskrive|dekket|dekka|vurdert|described|covered|discussed|explained|set out|given|assessed|redegjort for|gjort (?:rede|greie) for|nærmere|å finne|to be found)(?: [\\p{L}]+){0,3}? (?:i |in |under |av |by )?(?:the |den |vår |our |vedlagte )?${PLACE}[^,;]{0,60}$`,
    "iu",
  ),
  new RegExp(`(?<!\\p{L})(?:refer to|viser til|vises til|visest til|henviser til|jf\\.?|se|sjå|see)(?: [\\p{L}]+){0,2}? ${PLACE}[^,;]{0,40}$`, "iu"),
];

/** Nothing but a pointer to another place ("se vedlegg", "as above"). */
export const isPointer = (text: string): boolean => {
  const trimmed = text.trim();
  if (trimmed.length < 170 && POINTER.test(trimmed)) return true;
  if (trimmed.length > 230 || !ELSEWHERE.some((pattern) => pattern.test(trimmed))) return false;
  // What says something first and then points ("Lagres i TSD, se DPIA pkt. 4") is an answer.
  return (
    trimmed.length < 60 ||
    ELSEWHERE[0]?.test(trimmed) === true ||
    /^\W*(?:for|når det gjelder|om|on|regarding|details|detaljer)(?!\p{L})/iu.test(trimmed)
  );
};

/** A line of a list of references. */
export const isReference = (text: string): boolean =>
  /^\W*(?:\d+\.?\s+)?\p{Lu}[\p{L}'’-]+(?:,?\s+(?:\p{Lu}\.[\s-]?)+|\s(?:et al\.|m\.fl\.))[^.]{0,120}\(?(?:19|20)\d\d[a-z]?\)?/u.test(text) ||
  /(?<!\p{L})(?:doi|isbn|vol\.|journal of|tidsskrift for)(?!\p{L})/iu.test(text) ||
  /^\W*\((?:19|20)\d\d[a-z]?\)\W/u.test(text);

/** Nothing there: blanks, dashes, dots, underscores, an untouched placeholder, unticked boxes only. */
export const isEmptyAnswer = (text: string): boolean => {
  const bare = text.replace(/[\s_.…–—\-:;/|*•()[\]"'«»<>]/g, "");
  if (bare === "") return true;
  if (/^[\s|]*(?:☐[^☒☐]*)+$/u.test(text.trim())) return true;
  return /^(?:skriv her|fyll inn|sett inn|velg et element|velg en dato|klikk eller trykk her.*|click or tap.*|choose an item.*|xxx+|n\.?n\.?|navn navnesen|text|tekst|\?+)$/iu.test(
    text.trim(),
  );
};

/** A question with no answer in it. */
export const isQuestion = (text: string): boolean => /\?\s*$/.test(text.trim()) && !/[.!]\s/.test(text.trim());

/** Whether a whole stretch of text says nothing that could answer anything. */
export const isNoAnswer = (text: string): boolean =>
  isEmptyAnswer(text) ||
  isGuidance(text) ||
  isQuestion(text) ||
  isPointer(text) ||
  (text.length < 220 && isPromise(text) && !/[.;]\s+\S.{30,}/su.test(text));
