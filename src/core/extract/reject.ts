/** What looks like an answer and is none: the question itself, template guidance, promises, pointers, empty fields. */

const PROMISE =
  /(?<!\p{L})(?:ettersend(?:es|ast|er|t|a)?|vil bli ettersendt|(?:kommer|kjem) (?:\p{L}+ ){0,2}(?:senere|seinare|seinere|etter|tilbake|attende|når|snart|så snart|i løpet)|komme[r]? (?:\p{L}+ ){0,3}(?:tilbake|attende) (?:til|med)|må (?:\p{L}+ ){0,3}(?:avklares|avklarast|ettersende)|(?:skal|vil|må|blir?|vert)? ?(?:avklares|avklarast|avgjøres|avgjerast|fastsettes|fastsetjast|fastsettast|bestemmes|bestemmast) (?:\p{L}+ ){0,4}(?:når|etter|senere|seinare|med|i|av|ved|nærmere|nærare|under|på|først|fyrst)|under avklaring|(?:er )?(?:ikke|ikkje) (?:\p{L}+ )?(?:avklart|fastsatt|fastsett|bestemt|klart?|ferdig|besluttet|vedtatt|vedteke|kjent|oppnevnt)(?: ennå| enno)?|(?:ennå|enno) (?:ikke|ikkje)|(?:ikke|ikkje) (?:ennå|enno)|to be (?:decided|determined|confirmed|announced|agreed|appointed|clarified|completed|added)|tbd|tba|tbc|t\.b\.d\.|not (?:yet|been) (?:decided|determined|been|fixed|settled|clear|set|known|finali[sz]ed|confirmed)|(?:is|are|has|have)? ?not yet|will (?:follow|be (?:sent|forwarded|provided|submitted|decided|determined|confirmed|clarified|added|completed|settled|supplied|fixed))|(?:comes|coming|follows|sent|send|provide[d]?|forward(?:ed)?) (?:it )?(?:later|separately|shortly|as soon as)|get back to (?:you|this)|under (?:utarbeidelse|utarbeiding|arbeid)|i arbeid|fylles ut (?:når|senere)|fyllast ut (?:når|seinare)|when (?:it is |they are |this is )?(?:ready|available|clear)|still (?:with|being|waiting|under|to be)|awaiting|avventer|avventar|venter på|ventar på|avhenger av|avheng av|depends on|pending|uavklart|uavklara|\?\?\?|xx+|kommer(?=\s*[.)]?$)|kjem(?=\s*[.)]?$)|følger(?=\s*[.)]?$)|senere(?=\s*[.)]?$)|seinare(?=\s*[.)]?$)|later(?=\s*[.)]?$))(?!\p{L})/iu;

/** A promise of a later answer, in words. */
export const isPromise = (text: string): boolean => PROMISE.test(text);

const GUIDANCE_START =
  /^\W*(?:beskriv|skildre|skildra|oppgi|oppgje|angi|fyll (?:inn|ut)|før opp|skriv (?:inn|her|kort)|svar (?:ja|nei|på|kort)|forklar|redegjør|gjør rede|gjer greie|list opp|spesifiser|presiser|vurder(?!ing|t|er|ingen)|begrunn(?!else|et|ing|er)|grunngje(?!v)|merk(?: at)?:|kryss av|velg|vel |legg ved|her (?:skal|beskriver|fyller|skriver|må|kan) (?:du|dere|de|man|prosjektet|det)|dersom (?:ja|nei|aktuelt)|hvis (?:ja|nei|aktuelt)|describe|explain|state (?:the|whether|who|how|why|which|when|clearly|briefly)|please|specify|indicate|list (?:the|all|each)|give (?:the|a|an|details|name)|fill in|enter|tick|if (?:yes|no|applicable)|insert|provide (?:the|a|an|details)|use this|this (?:field|section|box|chapter) (?:should|must|is)|veiledning|rettleiing|guidance|hjelpetekst|eksempel|maks(?:imum)? \d|maximum \d|klikk|trykk her|click|tap (?:or|here))/iu;

/** Template guidance: an instruction to the person who fills in the form. */
export const isGuidance = (text: string): boolean => {
  const trimmed = text.trim();
  if (/^[[<(«].{0,240}[\])>»]$/su.test(trimmed) && GUIDANCE_START.test(trimmed)) return true;
  if (!GUIDANCE_START.test(trimmed)) return false;
  // An instruction is followed by nothing in the first person and no figures.
  return !/(?<!\p{L})(?:vi|we|jeg|eg|our|vårt?|våre|prosjektet (?:vil|skal|ber|søker))(?!\p{L})/iu.test(trimmed) || /^\W*(?:klikk|click|please|fyll|fill)/iu.test(trimmed);
};

const POINTER =
  /^\W*(?:(?:jf\.?|jfr\.?|cf\.?|se|sjå|see|vises? til|viser til|refer(?:s|red)? to|som|as|same as|samme som|same som|beskrevet|omtalt|dekket|dekka|står|stend|framgår|fremgår|går fram|finnes|finst|described|given|stated|covered)(?!\p{L}))[^.]{0,90}(?:vedlegg|vedlagt|dpia|prosjektbeskriv|prosjektskild|punkt|pkt|kapittel|kap\.|avsnitt|over|ovenfor|under|nedenfor|annex|attach|appendix|section|chapter|above|below|description|skjema|søknad|brev|cv|excel|regneark|liste|tabell|table|item|letter|bilag|dokument)[^.]{0,80}\.?\s*$/iu;

/** Nothing but a pointer to another place ("se vedlegg", "as above"). */
export const isPointer = (text: string): boolean => text.length < 170 && POINTER.test(text.trim());

/** Nothing there: blanks, dashes, dots, underscores, an untouched placeholder, unticked boxes only. */
export const isEmptyAnswer = (text: string): boolean => {
  const bare = text.replace(/[\s_.…–—\-:;/|*•()[\]"'«»<>]/g, "");
  if (bare === "") return true;
  if (/^(?:☐[^☒☐]*)+$/u.test(text.trim())) return true;
  return /^(?:skriv her|fyll inn|sett inn|velg et element|velg en dato|klikk eller trykk her.*|click or tap.*|choose an item.*|xxx+|n\.?n\.?|navn navnesen|text|tekst|\?+)$/iu.test(text.trim());
};

/** A question with no answer in it. */
export const isQuestion = (text: string): boolean => /\?\s*$/.test(text.trim()) && !/[.!]\s/.test(text.trim());

/** Whether a whole stretch of text says nothing that could answer anything. */
export const isNoAnswer = (text: string): boolean => isEmptyAnswer(text) || isGuidance(text) || isQuestion(text) || isPointer(text) || (text.length < 220 && isPromise(text) && !/[.;]\s+\S.{30,}/su.test(text));
