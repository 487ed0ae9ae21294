/** A short mail in a case whose whole meaning is thanks: it needs nobody's time. */
import type { Message } from "./message.ts";
import { ownWords } from "./quoted-request.ts";

const thanks =
  /(?<!\p{L})(?:takk|takker|takkar|thanks?|thank you|mottatt|motteke|received|notert|noted|flott|supert|perfekt|great|fint|bra)(?!\p{L})/iu;
/** Words by which a mail that begins with thanks goes on to say something. */
const goesOn = /:|(?<!\p{L})(?:ingen|inga|ikke|ikkje|bare|berre|kun|glemte|gløymde|nobody|no one|none|only|not|left out|forgot)(?!\p{L})/iu;
/** More words than this say something beside the thanks. */
const MOST_WORDS = 15;

/** True where a file comes with the mail that could hold an answer: pictures are mostly logos. */
export const bringsFile = ({ attachments }: Message): boolean =>
  attachments.some(({ name }) => !/\.(?:png|jpe?g|gif|bmp|webp|svg|ics|vcf|p7s|asc)$/i.test(name));

/** True for a mail that only says thank you or got it: no question, no figure, no file. */
export const isThanks = (message: Message): boolean => {
  // A lone "Thank you" above a name is read as the name's closing formula.
  const own = ownWords(message.body) || (message.body.blocks.find((block) => block.origin === "signature")?.text ?? "");
  return (
    message.attachments.length === 0 &&
    thanks.test(own) &&
    !/[?\d]/.test(own) &&
    !goesOn.test(own) &&
    (own.match(/\p{L}+/gu) ?? []).length <= MOST_WORDS
  );
};
