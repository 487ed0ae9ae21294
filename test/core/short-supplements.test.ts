/** The short supplements of fixtures/corpus/kind.json from a sender whose case waits for an answer, read by the real reader. */
import { describe, expect, it } from "vitest";
import { assessMessage } from "#core/assess.ts";
import { unreadableDocument } from "#core/document.ts";
import type { IntakeResult } from "#core/intake.ts";
import type { Message } from "#core/message.ts";
import { DAY, mail, reading, World } from "#test/support/case-world.ts";
import { model, udi as agency } from "#test/support/plain-message.ts";
import { messageOf, shortMails } from "./short-mails.ts";

const supplements = shortMails.filter((one) => one.kind === "supplement");
/** Words of mails that come with a file; the fixture holds the text only. */
const SPEAKS_OF_A_FILE =
  /\bCV\b|DPIA|konsekvensvurdering|vedlegg|vedlagt|lagt ved|attached|enclosed|protocol|uten passord|zip-fila|\bExcel\b|versjon|i denne|setning per variabel/iu;

/** What becomes of the mail, a day after a request for four things. */
const becomes = async (text: string, inThread: boolean): Promise<string> => {
  const world = new World();
  const first = world.receive(
    mail({ from: { name: "", address: "avsender@post.example" }, to: [{ name: "", address: "statistikk@udi.no" }] }),
    reading({
      items: { 3: ["phone", "address"], 8: ["justification", "detail_level"], 12: ["end"], 16: "missing" },
      documents: { cv: "missing", dpia: "missing" },
    }),
  );
  const read = await messageOf({ text });
  const message: Message = {
    ...read,
    to: [{ name: "", address: "statistikk@udi.no" }],
    inReplyTo: inThread ? [first.reply?.messageId ?? ""] : [],
    references: [],
    attachments: SPEAKS_OF_A_FILE.test(text) ? [unreadableDocument("Vedlegg.pdf", "application/pdf", "timeout")] : read.attachments,
  };
  const assessment = assessMessage(message, { agency, model, receivedAt: "2026-03-04T10:00:00Z" });
  return outcomeOf(world.receive(message, assessment, DAY), first);
};

const outcomeOf = ({ hold, reference, decision, events }: IntakeResult, first: IntakeResult): string => {
  if (hold) return hold.suggestions.join() === first.reference ? "held with the case as suggestion" : "held";
  if (reference !== first.reference) return reference === null ? "left alone" : "another case";
  if (events.some((event) => event.type === "read")) return "read into the case";
  return decision.action === "handover" ? "noted, for a person" : "noted";
};

const tally = async (inThread: boolean): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const what of await Promise.all(supplements.map((one) => becomes(one.text, inThread)))) counts[what] = (counts[what] ?? 0) + 1;
  return counts;
};

describe("a short supplement from a sender whose case waits", () => {
  it("sent as an answer to our request is read into the case, or stands there for a person", async () => {
    const { "read into the case": read = 0, "noted, for a person": noted = 0, ...others } = await tally(true);
    expect(others).toEqual({});
    expect(read).toBeGreaterThanOrEqual(28);
    expect(read + noted).toBe(supplements.length);
  });
  it("sent as a new mail is never added silently and opens no case: it is held with the case as suggestion", async () => {
    expect(await tally(false)).toEqual({ "held with the case as suggestion": supplements.length });
  });
});
