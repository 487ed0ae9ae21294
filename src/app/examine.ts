/** One message through the whole pipeline, alone: no mailbox, no store, nothing sent. What `check` and `evaluate` show. */
import type { Assessment } from "#core/assessment.ts";
import { assessMessage } from "#core/assess.ts";
import { type Decision, decide } from "#core/decide.ts";
import { noHistory } from "#core/reply-rules.ts";
import type { Message } from "#core/message.ts";
import type { Knowledge } from "./context.ts";
import type { Reader } from "./ports.ts";

export type ComposedReply = { readonly to: string; readonly subject: string; readonly text: string; readonly html: string };
export type Examined = { readonly message: Message; readonly assessment: Assessment; readonly decision: Decision; readonly reply: ComposedReply | null };

/** Reads, assesses, decides and composes. `now` is used where the mail has no date. Throws Failure `message_*` for what is no mail. */
export const examine = async (raw: Uint8Array, knowledge: Knowledge, reader: Pick<Reader, "readMessage">, now: number): Promise<Examined> => {
  const message = await reader.readMessage(raw);
  const received = message.date ? Date.parse(message.date) : now;
  const { agency, model, policy } = knowledge;
  const assessment = assessMessage(message, { agency, model, receivedAt: new Date(received).toISOString() });
  const { decision } = decide({ message, assessment, earlier: null, agency, policy, history: noHistory, now: received });
  return { message, assessment, decision, reply: null };
};
