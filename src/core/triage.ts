/**
 * What kind of message this is, and why: automatic by its headers and words, an application or a supplement by what it asks for and
 * brings, a question, or something else. Separate from "may we answer?" (reply-rules.ts).
 */
import type { MessageKind } from "./assessment.ts";
import { automaticSignal } from "./automatic.ts";
import { blockText, isReadable } from "./document.ts";
import type { Message } from "./message.ts";
import { type MessageWords, ownText, wordsOf } from "./message-words.ts";
import type { DocumentRole } from "./roles.ts";

export { automaticSignal } from "./automatic.ts";

export type Triage = { readonly kind: MessageKind; readonly reason: { readonly code: string; readonly because: string } };

/** What the message holds beside its text, as far as triage needs it. */
export type TriageFacts = {
  readonly roles: readonly (readonly DocumentRole[])[];
  /** Number of items of the catalogue that some label or heading in own text or files speaks of. */
  readonly itemsTouched: number;
};

/** The sender's own word on what the message is weighs more than the files that come with it. */
const SAYS_NO_APPLICATION =
  /(?<!\p{L})(?:(?:dette|det her|denne e-posten|meldingen|meldinga) er (?:\p{L}+ ){0,2}(?:ikke|ikkje) (?:\p{L}+ )?(?:en |ein )?søknad(?=\s*[.,;:!)–-]|\s+(?:og|ennå|enno|men|bare|berre)(?!\p{L})|\s*$)|this is (?:\p{L}+ ){0,2}not (?:yet )?an application(?! for (?:data|access)))/imu;
/** Journalists and others who want figures or insight into cases, not data for research. */
const PRESS =
  /(?<!\p{L})(?:journalist|redaksjon|redaktør|avis(?:en|a)?(?!\p{L})|nyhets|offentleglova|offentlegheitslova|offentlighetsloven|innsynskrav|journalposten|newspaper|broadcaster|reporter|presse)/iu;
const JOB_OR_ADVERTISEMENT =
  /(?<!\p{L})(?:(?:ledig(?:e)? |på |utlyst )stilling(?:en|a)?|vitnemål|stillingsutlysning|søker jobb|jobbsøknad|åpen søknad|job application|apply for the position|the position of|position as|open position|vacanc(?:y|ies)|would like to work for|praksisplass|internship|sommerjobb|call for papers|your manuscript|manuscript to our|unsubscribe|meld deg av|klikk her for å|limited offer|tilbud(?:et)? gjelder|uforpliktende tilbud|be om tilbud|gode pris\p{L}*|rabatt|% off|bitcoin|crypto|invoice|faktura|rekning(?:a)?|betalingspåminnelse|seo|backlink|casino|inheritance|million dollars|you have won|your account|kontoen din|verify your|webinar|konferanse 20\d\d|registration is open|early bird|lead generation|abonnement|kjøp)(?!\p{L})/iu;

type Brought = {
  readonly files: number;
  /** How many of the five papers of an application are there. */
  readonly papers: number;
  readonly has: (...roles: DocumentRole[]) => boolean;
  readonly applicationFile: boolean;
};

const papersOf = (message: Message, roles: TriageFacts["roles"]): Brought => {
  const has = (...wanted: DocumentRole[]): boolean => roles.some((of) => of.some((role) => wanted.includes(role)));
  return {
    files: message.attachments.length,
    papers: (["project_description", "dpia", "cv", "application", "variables"] as const).filter((role) => has(role)).length,
    has,
    applicationFile: message.attachments.some((document, index) => roles[index]?.includes("application") && isReadable(document)),
  };
};

const FORWARDED = /^\s*(?:vs|fwd?|vid|wg)\s*:/iu;
const inThread = (message: Message): boolean =>
  message.references.length > 0 || message.inReplyTo.length > 0 || /^\s*(?:sv|re|svar|aw)\s*:/iu.test(message.subject);

/** Decides the kind. The reason's code is one of a closed set, its words name the signal. */
export const triage = (message: Message, facts: TriageFacts): Triage => {
  const automatic = automaticSignal(message);
  if (automatic) return { kind: "automatic", reason: automatic };
  const own = ownText(message);
  const words = wordsOf(message);
  const brought = papersOf(message, facts.roles);
  const press = PRESS.test(`${own}\n${signatureOf(message)}`) && brought.papers === 0;
  return (
    privateOrAdvertisement(message, own, words, brought) ??
    answerInThread(message, own, words, brought, facts) ??
    (SAYS_NO_APPLICATION.test(own) && !brought.has("application")
      ? { kind: "question", reason: { code: "says_no_application", because: "the sender says that it is no application" } }
      : null) ??
    (press ? null : (laterMail(own, words, brought, facts) ?? application(own, words, brought, facts))) ??
    other(message, own, words, brought)
  );
};

const privateOrAdvertisement = (message: Message, own: string, words: MessageWords, { papers, has }: Brought): Triage | null => {
  const text = `${message.subject}\n${own}`;
  const researchPapers = has("project_description", "dpia", "variables");
  const asksForResearch = (words.requests > 0 || words.handsOver) && words.research;
  if (words.ownPermit && !researchPapers && !(asksForResearch && words.requests > 0) && !(papers > 0 && words.research && !has("cv")))
    return { kind: "unrelated", reason: { code: "own_case", because: "a person writes about an own case" } };
  if (words.ownFile && papers === 0 && !words.research && !words.academic)
    return { kind: "unrelated", reason: { code: "own_case", because: "a person writes about an own case" } };
  if (
    JOB_OR_ADVERTISEMENT.test(text) &&
    !researchPapers &&
    words.requests < 2 &&
    !/(?<!\p{L})(?:dispensa|taushetsbelagt|saksmapp|statistikk(?!seksjon))/iu.test(text)
  )
    return { kind: "unrelated", reason: { code: "job_or_advertisement", because: "a job application or advertising" } };
  return null;
};

/** An answer in a thread: a supplement where it brings something, a question where it asks, thanks or promises. */
const answerInThread = (message: Message, own: string, words: MessageWords, brought: Brought, facts: TriageFacts): Triage | null => {
  if (!inThread(message)) return null;
  const threaded = message.references.length > 0 || message.inReplyTo.length > 0;
  const whole = brought.has("project_description") && brought.papers >= 3;
  if (whole && (words.handsOver || words.requests > 0) && (!words.adds || FORWARDED.test(message.subject))) return null;
  if (!threaded && brought.has("application") && brought.has("project_description")) return null;
  const plain = words.questions === 0 && !words.tentative;
  const said =
    (words.points > 0 && words.statements >= words.questions) ||
    words.contact ||
    (facts.itemsTouched > 0 && (words.questions === 0 || own.length > 600)) ||
    (plain && (words.topics > 0 || ((words.adds || words.sendsPaper) && !words.promisesOnly)));
  if (brought.papers > 0 || said || (brought.files > 0 && words.adds))
    return { kind: "supplement", reason: { code: "reply_with_content", because: "an answer in a thread that brings documents or answers" } };
  if (own.trim().length > 0)
    return { kind: "question", reason: { code: "reply_without_content", because: "an answer in a thread that brings nothing new" } };
  return null;
};

/** A mail outside the thread that adds to an application sent before. */
const laterMail = (own: string, words: MessageWords, { papers, has, files }: Brought, facts: TriageFacts): Triage | null => {
  if ((words.newApplication && !(words.earlier && words.adds)) || has("application") || papers >= 3 || facts.itemsTouched >= 8 || own.length > 2500)
    return null;
  if (words.points >= 8 || (words.handsOver && has("project_description"))) return null;
  if (
    words.points > 0 &&
    (words.points < 5 || words.adds || words.earlier) &&
    !words.handsOver &&
    words.requests === 0 &&
    !words.tentative &&
    words.questions === 0
  )
    return { kind: "supplement", reason: { code: "numbered_answers", because: `answers ${words.points} of the points by number` } };
  const asksForData = words.requests > 0 || words.handsOver;
  const asks = words.questions * 5 > words.statements || words.tentative;
  const brings = papers > 0 || files > 0 || words.contact || words.points > 0 || (words.adds && words.topics > 0) || words.sendsPaper;
  if (
    words.earlier &&
    words.adds &&
    !asks &&
    (!asksForData || (words.requests <= (words.topics > 0 ? 1 : 0) && !words.handsOver) || (papers > 0 && !words.handsOver))
  )
    return { kind: "supplement", reason: { code: "refers_to_application", because: "adds to or corrects an application sent earlier" } };
  if ((words.earlier || words.adds) && own.length < 1200 && brings && !asks && !asksForData)
    return { kind: "supplement", reason: { code: "later_documents", because: "brings documents or answers to an application sent earlier" } };
  if (papers === 1 && !has("project_description") && own.length < 300 && !asks && !asksForData)
    return { kind: "supplement", reason: { code: "later_documents", because: "brings one document and asks for nothing" } };
  if (words.contact && own.length < 300 && !asks && !asksForData && facts.itemsTouched < 4)
    return { kind: "supplement", reason: { code: "contact_details", because: "gives contact details and asks for nothing" } };
  return null;
};

const application = (own: string, words: MessageWords, { papers, files, applicationFile }: Brought, facts: TriageFacts): Triage | null => {
  const asksForData = words.requests > 0 || words.handsOver || applicationFile;
  const onlyAsks = words.tentative && !words.handsOver && (words.requests < 2 || words.questions >= 2);
  if (papers >= 2 && !(words.tentative && !asksForData && (words.questions > 0 || words.draft)))
    return { kind: "application", reason: { code: "documents", because: `brings ${papers} of the documents of an application` } };
  if (papers === 1 && (asksForData || words.research) && !(onlyAsks && (words.questions > 0 || words.draft)) && (asksForData || words.questions < 3))
    return { kind: "application", reason: { code: "documents", because: "brings one of the documents of an application" } };
  if ((facts.itemsTouched >= 6 || words.points >= 5) && (words.research || words.academic) && !(words.tentative && facts.itemsTouched < 8))
    return { kind: "application", reason: { code: "answers", because: `answers ${Math.max(facts.itemsTouched, words.points)} of the points` } };
  if (words.requests > 0 && words.research && own.length > 60 && (!onlyAsks || (own.length > 1200 && facts.itemsTouched >= 4 && words.questions < 4)))
    return { kind: "application", reason: { code: "asks_for_data", because: "asks for data for research" } };
  if (words.handsOver && !words.tentative && (words.research || words.academic || words.namesData || words.requests > 0 || files > 0))
    return { kind: "application", reason: { code: "hands_over", because: "hands over an application" } };
  if (words.newApplication && words.research && words.questions === 0 && /(?<!\p{L})(?:søknad|application)/iu.test(own))
    return { kind: "application", reason: { code: "new_application", because: "says that it is a new application" } };
  return null;
};

const other = (message: Message, own: string, words: MessageWords, { papers }: Brought): Triage => {
  const concerns =
    words.research ||
    words.academic ||
    papers > 0 ||
    words.tentative ||
    /(?<!\p{L})(?:tall|tabell|table|statistikk|statistics|figures|number of|antall|journalist|redaksjon|intervju|interview|høring|møte|meeting|spørsmål|question|søknad|application|data|variab|innsyn|veileding|veiledning|rettleiing|svar|oppklar\p{L}*|lenke|nettside)(?!\p{L})/iu.test(
      `${message.subject}\n${own}`,
    );
  return concerns || (/\?/.test(own) && !words.ownFile)
    ? { kind: "question", reason: { code: "asks", because: "a person asks or comments, and applies for nothing" } }
    : { kind: "unrelated", reason: { code: "no_signal", because: "nothing in it concerns research data" } };
};

const signatureOf = (message: Message): string =>
  message.body.blocks
    .filter((block) => block.origin === "signature")
    .map(blockText)
    .join("\n");

/** The sender's own words in the mail, for language and for texts about the message as a whole. */
export const senderText = (message: Message): string => ownText(message);
