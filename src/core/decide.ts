/**
 * What to do with a message that has been read: answer it with a receipt or a request, leave it to a person, or nothing.
 * Whether a machine may send the answer is asked apart (reply-rules.ts); this file says what the answer would be.
 */
import type { Action, Assessment } from "./assessment.ts";
import type { Agency } from "./catalogue.ts";
import type { Language } from "./language.ts";
import type { Message } from "./message.ts";
import { type Brought, broughtBetween, type Merged, mergeAssessment } from "./merge.ts";
import { answersByNumber, isPromise, ownWords, quotedRequest } from "./quoted-request.ts";
import { isComplete, outstandingIn, type ReplyContent, type ReplyPurpose, replyContent } from "./reply-content.ts";
import { isThanks } from "./thanks.ts";
import { type ReplyHistory, type ReplyPolicy, type ReplyReason, replyReasons } from "./reply-rules.ts";

export const decisionReasons = [
  /** Everything was found. */
  "complete",
  /** Everything was found or is unclear; a person looks at the unclear points. */
  "complete_with_doubt",
  /** Points or documents were not found. */
  "lacking",
  /** Only files that could not be opened stand in the way. */
  "files_unreadable",
  /** The case has been asked as often as the policy allows. */
  "rounds_used",
  /** A later mail without any answer or file ("thank you"). */
  "nothing_new",
  /** A later mail without any answer, but with a question. */
  "question_in_case",
  /** A later mail that says something in which no answer was recognised. */
  "nothing_recognised",
  "question",
  "unrelated",
  "automatic",
  /** The sender takes the application back. */
  "withdrawn",
  /** The case is closed. */
  "case_closed",
  /** The same mail again. */
  "duplicate",
  /** It is not sure which case the mail belongs to. */
  "unsure_case",
  /** The sender is not known in the case. */
  "unknown_sender",
] as const;
export type DecisionReason = (typeof decisionReasons)[number];

export type Decision = {
  readonly action: Action;
  readonly reason: DecisionReason;
  /** The reason in words, for the people who look. */
  readonly because: string;
  /** What becomes of the reply: it goes out, it waits for a person, or there is none. */
  readonly outcome: "send" | "withhold" | "none";
  /** Why it waits for a person, or why there is none; empty when it goes out by itself. */
  readonly withheld: readonly ReplyReason[];
  /** A reply that goes out by itself, but not before this instant; null where it goes at once. */
  readonly notBefore: number | null;
  readonly content: ReplyContent | null;
};

/** The case that the message belongs to, as far as deciding needs it. */
export type CaseSoFar = {
  readonly merged: Merged | null;
  /** The case as the sender was last told of it; null while no reply has reached them. */
  readonly told: Merged | null;
  /** Requests sent or waiting in this case. */
  readonly rounds: number;
  /** All automatic replies in this case, sent or waiting. */
  readonly replies: number;
  /** The sender has been told that a person goes on. */
  readonly handedOver: boolean;
  readonly closed: boolean;
  /** Language of the case, where a mail was long enough to tell it. */
  readonly language: Language | null;
};

export type DecideInput = {
  readonly message: Message;
  readonly assessment: Assessment;
  /** null: the message opens a case, or is judged alone. */
  readonly earlier: CaseSoFar | null;
  readonly agency: Agency;
  readonly policy: ReplyPolicy;
  readonly history: ReplyHistory;
  readonly now: number;
};

const words: Readonly<Record<DecisionReason, string>> = {
  complete: "every point and every document was found",
  complete_with_doubt: "nothing is asked for, but a person should look at the unclear points",
  lacking: "points or documents were not found",
  files_unreadable: "files could not be opened",
  rounds_used: "the sender has been asked as often as the policy allows",
  nothing_new: "the mail gives no answer and no file",
  question_in_case: "the mail asks something",
  nothing_recognised: "the mail says something, but no answer to a point was recognised",
  question: "the mail is a question for a person",
  unrelated: "the mail is about something else",
  automatic: "a machine wrote the mail",
  withdrawn: "the sender seems to take the application back",
  case_closed: "the case is closed",
  duplicate: "the same mail has been read before",
  unsure_case: "it is not sure which case the mail belongs to",
  unknown_sender: "the sender is not known in the case",
};

/** A decision without a reply. */
export const withoutReply = (action: Action, reason: DecisionReason): Decision => ({
  action,
  reason,
  because: words[reason],
  outcome: "none",
  withheld: [],
  notBefore: null,
  content: null,
});

/** The decision, and the case as it stands with this message. */
export const decide = (input: DecideInput): { readonly decision: Decision; readonly merged: Merged | null; readonly brought: Brought | null } => {
  const { assessment, earlier, agency, message } = input;
  const left = leftToPeople(assessment);
  if (left) return { decision: left, merged: earlier?.merged ?? null, brought: null };
  const read = assessment.kind === "supplement" || earlier ? withNumberedAnswers(assessment, message, agency) : assessment;
  const { merged, brought } = mergeAssessment(earlier?.merged ?? null, read, agency.catalogue);
  const joined = earlier?.merged ? brought : null;
  const news = earlier?.told ? broughtBetween(earlier.told, merged) : null;
  return { decision: decideOn(input, merged, joined, news), merged, brought: joined };
};

const leftToPeople = (assessment: Assessment): Decision | null => {
  if (assessment.kind === "automatic") return withoutReply("none", "automatic");
  if (assessment.kind === "unrelated") return withoutReply("handover", "unrelated");
  if (assessment.flags.some((flag) => flag.code === "withdrawn")) return withoutReply("handover", "withdrawn");
  return assessment.kind === "question" ? withoutReply("handover", "question") : null;
};

/** `brought` is what this mail added, `news` what all mails added since the sender was last told of the case. */
const decideOn = (input: DecideInput, merged: Merged, brought: Brought | null, news: Brought | null): Decision => {
  const { earlier, agency, message, policy } = input;
  if (earlier?.closed) return withoutReply("handover", "case_closed");
  if (brought?.nothing) return withoutAnswer(message);
  // Requests, the word that a person goes on, and a receipt: whoever still writes after those is a person's, or a machine's.
  if (earlier && earlier.replies >= policy.rounds + 2) return withoutReply("handover", "rounds_used");
  const outstanding = outstandingIn(merged, agency.catalogue);
  const doubt = merged.items.some((one) => one.status === "unclear");
  const alone = isAlone(input);
  if (alone ? answersAllThatWasAsked(input, merged) : isComplete(outstanding, merged))
    return withReply(input, merged, news, "receipt", doubt ? "complete_with_doubt" : "complete", news || alone ? "completed" : "receipt");
  if (earlier?.handedOver) return withoutReply("handover", "rounds_used");
  if (earlier && earlier.rounds >= policy.rounds) return withReply(input, merged, news, "handover", "rounds_used", "handed_over");
  const onlyFiles = outstanding.asks.length === 0 && outstanding.documentsMissing.length === 0;
  return withReply(input, merged, news, "request_missing", onlyFiles ? "files_unreadable" : "lacking", news || alone ? "remaining" : "request");
};

/** A later mail in which nothing was found: thanks need nobody's time, everything else is a person's to read. */
const withoutAnswer = (message: Message): Decision => {
  const own = ownWords(message.body);
  if (own.includes("?")) return withoutReply("handover", "question_in_case");
  return isThanks(message) || own.trim() === "" ? withoutReply("none", "nothing_new") : withoutReply("handover", "nothing_recognised");
};

/** A supplement without a case to read it in the light of. */
const isAlone = ({ earlier, assessment }: DecideInput): boolean => earlier === null && assessment.kind === "supplement";

const withReply = (
  input: DecideInput,
  merged: Merged,
  news: Brought | null,
  action: Action,
  reason: DecisionReason,
  purpose: ReplyPurpose,
): Decision => {
  const { assessment, agency, policy } = input;
  const known = input.earlier?.language ?? null;
  const content = replyContent({
    purpose,
    asked: isAlone(input) ? quotedRequest(input.message.body, agency.catalogue) : null,
    merged,
    brought: news,
    // A first reply speaks of the files of every mail so far.
    attachments: news ? assessment.attachments : merged.attachments,
    catalogue: agency.catalogue,
    language: assessment.languageSure ? assessment.language : (known ?? "nb"),
    languageSure: assessment.languageSure || known !== null,
    personalNumbers: assessment.flags.some((flag) => flag.code === "identity_number" || flag.code === "duf_number"),
    showPlaces: policy.showPlaces,
  });
  const reasons = replyReasons({ message: input.message, kind: assessment.kind, purpose, policy, history: input.history, now: input.now });
  const never = reasons.some((one) => one.effect === "never");
  const withheld = reasons.filter((one) => one.effect !== "wait");
  const instants = reasons.flatMap((one) => one.until ?? []);
  return {
    action,
    reason,
    because: words[reason],
    outcome: never ? "none" : withheld.length > 0 ? "withhold" : "send",
    withheld,
    notBefore: withheld.length === 0 && instants.length > 0 ? Math.max(...instants) : null,
    content: never ? null : content,
  };
};

/** A supplement judged without its case: are the points and documents of the quoted request there, and nothing promised for later? */
const answersAllThatWasAsked = ({ message, agency }: DecideInput, merged: Merged): boolean => {
  const asked = quotedRequest(message.body, agency.catalogue);
  const open = asked.items.filter((number) => (merged.items.find((one) => one.item === number)?.status ?? "missing") === "missing");
  const away = asked.documents.filter((role) => merged.documents[role]?.status !== "present");
  if (asked.items.length + asked.documents.length > 0) return open.length === 0 && away.length === 0;
  return !isPromise(ownWords(message.body)) && !Object.values(merged.documents).some((one) => one.status === "unreadable");
};

/** Where a later mail says something to a point by its number and nothing was recognised in it, the point is unclear, not missing. */
const withNumberedAnswers = (assessment: Assessment, message: Message, agency: Agency): Assessment => {
  const answers = answersByNumber(message.body, agency.catalogue);
  if (answers.size === 0) return assessment;
  return {
    ...assessment,
    items: assessment.items.map((item) => {
      const blocks = item.status === "missing" ? answers.get(item.item) : undefined;
      if (!blocks) return item;
      const evidence = blocks.map((block) => ({ source: "body", page: block.place.page, block: block.index, quote: block.text, part: null }));
      return { ...item, status: "unclear" as const, evidence, confidence: 0.5 };
    }),
  };
};
