/** Short mails in a case whose whole meaning is a few words: thanks, and taking the application back. */
import type { Message } from "./message.ts";
import { ownWords } from "./quoted-request.ts";

const withdrawal =
  /(?<!\p{L})(?:(?:vi|jeg|eg|me)\s+(?:ønsker å |ønskjer å |vil |må |ynskjer å )?(?:trekke(?:r)?|trekkje(?:r)?|trekk)\s+(?:tilbake\s+|herved\s+|dermed\s+|difor\s+|derfor\s+)*(?:(?:den|vår|min|denne|heile|hele)\s+)?(?:søknad(?:en)?|saka|saken)|søknaden\s+(?:trekkes|er trukket|blir trekt|er trekt|trekkjest)|(?:withdraw|withdrawing|withdrawn|retract)\s+(?:the|our|my|this)\s+(?:application|request))/iu;

/** True when the sender says that the application is taken back. A person must look; nothing is closed by it. */
export const isWithdrawal = (message: Message): boolean => withdrawal.test(ownWords(message.body));

const thanks =
  /(?<!\p{L})(?:takk|takker|takkar|thanks?|thank you|mottatt|motteke|received|notert|noted|flott|supert|perfekt|great|fint|bra)(?!\p{L})/iu;
/** More words than this say something beside the thanks. */
const MOST_WORDS = 15;

/** True for a mail that only says thank you or got it: no question, no figure, no file. */
export const isThanks = (message: Message): boolean => {
  const own = ownWords(message.body);
  return message.attachments.length === 0 && thanks.test(own) && !/[?\d]/.test(own) && (own.match(/\p{L}+/gu) ?? []).length <= MOST_WORDS;
};
