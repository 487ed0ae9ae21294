/** Text cut into sentences, with what Norwegian and English abbreviations, dates and numbered references do to full stops. */

/** A sentence with where it stands in the text it was cut from. */
export type Sentence = { readonly text: string; readonly start: number; readonly end: number };

/** Words after which a full stop ends no sentence. */
const ABBREVIATION =
  /(?:^|[\s(«"/])(?:\p{Lu}|f\.\s?eks|bl\.\s?a|m\.\s?m|mv|mm|osv|jf|jfr|cf|nr|no|pkt|kap|ch|art|avd|inst|ca|evt|ev|tlf|tel|mob|kl|dvs|ev|hhv|mfl|mill|st|dr|prof|ph|d|p\.\s?d|i\.\s?e|e\.\s?g|etc|vs|ref|vedr|pr|s|ss|fig|tab|sec|para|approx|al|mr|mrs|ms|adm|ass|forts|inkl|ekskl|tils|nå|rev|ver|u\.\s?å|o\.\s?l|a\.\s?m|bd|red|ed|eds)$/iu;
const MONTH_AHEAD = /^\s*(?:jan|feb|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|des|dec|halvår|kvartal|og|ledd|punktum|klasse|trinn|gang|års)/iu;
const MONTH_SHORT = /(?:^|\s)(?:jan|feb|mar|apr|jun|jul|aug|sept?|okt|oct|nov|des|dec)$/iu;

/** Sentences in order; line breaks end a sentence too. Their texts are verbatim, trimmed. */
export const sentencesOf = (text: string): Sentence[] => {
  const out: Sentence[] = [];
  let start = 0;
  const push = (end: number) => {
    const raw = text.slice(start, end);
    const lead = raw.length - raw.trimStart().length;
    const trimmed = raw.trim();
    if (trimmed !== "") out.push({ text: trimmed, start: start + lead, end: start + lead + trimmed.length });
    start = end;
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === "\n") push(at + 1);
    else if ((character === "." || character === "?" || character === "!" || character === ";") && endsSentence(text, start, at))
      push(at + 1 + closing(text, at + 1));
  }
  push(text.length);
  return out;
};

/** Closing quotes and brackets that stand right behind a sentence belong to it. */
const closing = (text: string, from: number): number => text.slice(from, from + 4).match(/^["»”')\]]+/u)?.[0].length ?? 0;

const endsSentence = (text: string, start: number, at: number): boolean => {
  const next = text.slice(at + 1, at + 40);
  if (!/^["»”')\]]*(?:\s|$)/u.test(next)) return false;
  if (text[at] !== ".") return true;
  const before = text.slice(Math.max(start, at - 24), at);
  if (ABBREVIATION.test(before)) return false;
  if (MONTH_SHORT.test(before) && /^\s+(?:19|20)\d\d/.test(next)) return false;
  if (/\d$/.test(before) && (MONTH_AHEAD.test(next) || /^\s+\p{Ll}/u.test(next))) return false;
  if (/(?:^|\s)\d{1,2}$/.test(before) && before.trim().length <= 2) return false;
  return true;
};
