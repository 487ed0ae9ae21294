/** One message through the whole pipeline, alone: no mailbox, no store, nothing sent. What `check` and `evaluate` show. */
import type { Assessment } from "#core/assessment.ts";
import type { Decision } from "#core/decide.ts";
import { checkReply } from "#core/intake.ts";
import type { Message } from "#core/message.ts";
import type { Knowledge } from "./context.ts";
import type { Reader } from "./ports.ts";

export type ComposedReply = { readonly to: string; readonly subject: string; readonly text: string; readonly html: string };
export type Examined = {
  readonly message: Message;
  readonly assessment: Assessment;
  readonly decision: Decision;
  readonly reply: ComposedReply | null;
};

/** Reads, assesses, decides and composes. `now` is used where the mail has no date. Throws Failure `message_*` for what is no mail. */
export const examine = async (raw: Uint8Array, knowledge: Knowledge, reader: Pick<Reader, "assess">, now: number): Promise<Examined> => {
  const { message, assessment } = await reader.assess(raw, new Date(now).toISOString());
  const received = message.date ? Date.parse(message.date) : now;
  const { agency, texts, policy, hash } = knowledge;
  const { decision, reply } = checkReply({ message, assessment, agency, texts, policy, hash, now: received });
  return {
    message,
    assessment,
    decision,
    reply: reply ? { to: reply.to.address, subject: reply.subject, text: reply.text, html: reply.html } : null,
  };
};
