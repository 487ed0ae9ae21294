/** Which language form a person writes: bokmål, nynorsk or English. Marker words, because no library knows nynorsk (measured). */

export type Language = "nb" | "nn" | "en";
export type LanguageGuess = {
  readonly language: Language /** Difference in weight between the best and the second best. */;
  readonly margin: number;
  readonly sure: boolean;
};

/** Words of one form only weigh 3, words shared with a neighbour 1, endings 0.5. */
const nn3 =
  "eg ikkje frå noko nokon nokre kva kven kvar korleis kvifor mykje berre dykk dykkar dei ein eit vere vert verte gjere òg enno sjå kjem søkjer søkje ønskjer ynskjer opplysningar forsking forskingsprosjekt manglar teieplikt teieplikta stadfesting handsaming handsamar difor hjå rettleiar rettleiaren rettleiing dugnad laurdag sundag kveld øving gløymt gløymde hugs tilbod heile sende vert vart tek kontakt meldinga lista variabellista telefonen rådmannen skjemaet stod open ynskjer ynskje lesen postkassa stadfesting skriv forskar studentar einslege flyktningar løyve opphaldsløyve utlendingar leiaren dokumenta opplysning prosjektleiar ho hennar deira kan de me nokolunde dessutan leiar einskild einskilde skule høgskule innhald følgjer følgje utan sidan tryggleik helsing venleg vedlagd gjeld skal ikkje vore vorte blei spørsmål eige eigen eigne fleire saman tilgjenge utlendingane utval meir førehand godkjend datatilsynet verksemd innanfor utanfor samanheng medan personvernombodet opplysningane tidlegare seinare".split(
    " ",
  );
const nb3 =
  "jeg ikke fra noe noen hva hvem hvor hvordan hvilke hvilken hvorfor mye bare dere deres være blir gjøre også ennå opplysninger forskning forskningsprosjekt mangler taushetsplikt taushetsplikten bekreftelse behandling behandles derfor veileder beklager hun hennes vennlig hilsen søker søknaden ønsker leder enkelte skole høyskole innhold følger følge uten siden sikkerhet vedlagt gjelder vært ble spørsmål egen egne flere sammen tilgang mer forhånd godkjent virksomhet innenfor utenfor sammenheng mens opplysningene tidligere senere vi et en de".split(
    " ",
  );
const en3 =
  "the and of to we our is are with for that this from have has will would please find attached application research data dear regards sincerely you your not which be been on by an as it i my any can could access project".split(
    " ",
  );
/** Words of both Norwegian forms, which speak against English. */
const norwegian = new Set(
  "og er på med av som til det den å ved om har for i ikke ikkje men så at hei takk hilsen søknad søknaden vår vårt mvh skal vil kan må eller også etter før når alle andre vi meg deg oss dette denne desse disse år".split(
    " ",
  ),
);
const shared = new Set(
  "vi en et de skal gjelder spørsmål datatilsynet vedlagt dei kan me data for i on an er søker tilgang a to at by it my as project research any us access".split(
    " ",
  ),
);

const weights: Record<Language, Map<string, number>> = {
  nb: new Map(nb3.map((word) => [word, shared.has(word) ? 0.5 : 3])),
  nn: new Map(nn3.map((word) => [word, shared.has(word) ? 0.5 : 3])),
  en: new Map(en3.map((word) => [word, shared.has(word) ? 0.4 : 1.5])),
};
const endings: Record<Language, RegExp> = {
  nb: /(?:ene|ingen|heten|else)$/u,
  nn: /(?:ane|inga|ast|heita|ingane|ar)$/u,
  en: /(?:tion|ing|ment|ity|ly)$/u,
};

/** Below this many words of text the guess is not sure, whatever the margin. */
const FEW_WORDS = 5;
const SURE_MARGIN = 3;

/** Guesses the language of a text. Names, addresses and numbers weigh nothing. An empty text is bokmål, unsure. */
export const detectLanguage = (text: string): LanguageGuess => {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const score: Record<Language, number> = { nb: 0, nn: 0, en: 0 };
  for (const word of words.slice(0, 3000)) {
    const common = norwegian.has(word) ? 1 : /[æøå]/u.test(word) ? 0.7 : 0;
    score.nb += common;
    score.nn += common;
    for (const language of ["nb", "nn", "en"] as const) {
      score[language] += weights[language].get(word) ?? 0;
      if (word.length > 5 && endings[language].test(word)) score[language] += 0.3;
    }
  }
  const ranked = (["nb", "nn", "en"] as const).toSorted((a, b) => score[b] - score[a]);
  const best = ranked[0] ?? "nb";
  const margin = score[best] - score[ranked[1] ?? "nb"];
  return { language: best, margin, sure: words.length >= FEW_WORDS && margin >= SURE_MARGIN };
};
