/** What happened in a case, one sentence an event, in the reader's language. */
import type { CaseEvent } from "../case-events.ts";
import type { Speech } from "../screens.ts";

export const timelineText = (event: CaseEvent, speech: Speech): string => {
  const { say } = speech;
  switch (event.type) {
    case "received":
      return say("event_received", { name: event.from ?? "?" });
    case "read": {
      const items = event.merged.items;
      return say("event_read", {
        found: items.filter((item) => item.status === "complete" || item.status === "not_applicable").length,
        total: items.length,
      });
    }
    case "decided":
      return say("event_decided", { outcome: speech.word("outcome", event.action) });
    case "asked":
    case "answered":
      return say(event.type === "asked" ? "event_asked" : "event_answered", { purpose: speech.word("purpose", event.reply.purpose) });
    case "corrected":
      return say("event_corrected", { number: event.item, status: speech.word("status", event.status) });
    case "handed_over":
      return say("event_handed_over", {
        why: event.reason === "by_person" && event.because ? event.because : speech.word("why", event.reason, "why_unclear"),
      });
    case "merged_into":
      return say("event_merged_into", { reference: event.reference });
    case "merged_from":
      return say("event_merged_from", { reference: event.reference });
    default:
      return speech.word("event", event.type);
  }
};

/** The words that a person gave with the event; null where there are none. */
export const timelineNote = (event: CaseEvent): string | null => {
  const why = "why" in event ? event.why : null;
  return why ? why : null;
};

/** The version of the checklist that a reading used. */
export const timelineVersion = (event: CaseEvent): string | null => (event.type === "read" ? event.merged.catalogueVersion : null);
