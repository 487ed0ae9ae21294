import { beforeEach, describe, expect, it } from "vitest";
import { type CaseView, foldCase } from "#core/case.ts";
import {
  closeCase,
  correctItem,
  discardReply,
  handOver,
  isRefusal,
  mergeCases,
  type Refusal,
  releaseReply,
  reopenCase,
} from "#core/case-commands.ts";
import type { CaseEvent } from "#core/case-events.ts";
import { draftProvisional, draftReminder } from "#core/case-letters.ts";
import { type Clock, clocksOf, dueLetters, plusSpan } from "#core/clocks.ts";
import { loadClocks } from "#edges/settings/texts.ts";
import { agency, DAY, hash, mail, NOON, reading, texts, World } from "#test/support/case-world.ts";

const kari = { at: NOON + DAY, by: "kari" };
const clocks = loadClocks("config/agencies/udi");
const law = { nb: "§ 11 a", nn: "§ 11 a", en: "§ 11 a" };

let world: World;
let reference: string;
const view = (): CaseView => world.view(reference);
const done = (result: readonly CaseEvent[] | Refusal): readonly CaseEvent[] => {
  if (isRefusal(result)) throw new Error(result.because);
  world.append(reference, result);
  return result;
};
const open = (mode: "auto" | "hold" = "auto"): void => {
  world = new World({ mode });
  reference =
    world.receive(
      mail({ from: { name: "Marte Haug", address: "marte.haug@vestforsk.example" } }),
      reading({ items: { 3: ["phone"], 16: "missing" } }),
    ).reference ?? "";
};
beforeEach(() => open());

describe("a case", () => {
  it("folds to the same after its events have been stored and read again", () => {
    expect(foldCase(JSON.parse(JSON.stringify(view().events)) as CaseEvent[])).toEqual(JSON.parse(JSON.stringify(view())));
  });
  it("offers exactly what can be done", () => {
    expect(view().allowed).toEqual(["correct", "hand_over", "close", "merge", "remind", "provisional_answer"]);
    open("hold");
    expect(view().allowed).toEqual(["correct", "hand_over", "close", "merge", "release", "discard", "provisional_answer"]);
    done(closeCase(view(), kari, "ferdig"));
    expect(view().allowed).toEqual(["reopen", "discard"]);
  });
  it("knows the addresses of its sender, copies and named persons, never our own", () => {
    world = new World();
    const item = { status: "complete" as const, value: { name: "Jon Viken", email: "Jon.Viken@vestforsk.example" } };
    reference =
      world.receive(
        mail({
          cc: [
            { name: "", address: "Per@annet.example" },
            { name: "", address: "statistikk@udi.no" },
          ],
        }),
        reading({ items: { 3: item } }),
      ).reference ?? "";
    expect(view().addresses).toEqual(["marte.haug@vestforsk.example", "per@annet.example", "jon.viken@vestforsk.example"]);
  });
});

describe("a withheld reply", () => {
  beforeEach(() => open("hold"));
  it("goes out when a person releases it, and then the sender is waited for", () => {
    expect(view()).toMatchObject({ needsPerson: "a reply is withheld", askedAt: null });
    done(releaseReply(view(), kari));
    expect(view()).toMatchObject({ state: "waiting", needsPerson: null, askedAt: kari.at, outgoing: [{ state: "released" }] });
    expect(releaseReply(view(), kari)).toMatchObject({ refused: "not_allowed" });
  });
  it("can be dropped; the round is not counted", () => {
    done(discardReply(view(), kari, "ringte"));
    expect(view()).toMatchObject({ state: "with_person", rounds: 0, outgoing: [{ state: "discarded" }] });
  });
  it("of another Message-ID is not found", () => {
    expect(releaseReply(view(), kari, "<x@udi.no>")).toMatchObject({ refused: "not_found" });
  });
});

describe("a person", () => {
  it("corrects an item; the machine's answer is kept", () => {
    done(correctItem(view(), kari, { item: 16, status: "complete", missingParts: [], value: { text: "nei" }, why: "står i DPIA" }));
    expect(view().merged?.items[15]).toMatchObject({ status: "complete", value: { text: "nei" } });
    expect(view().corrections[0]?.before).toMatchObject({ status: "missing" });
  });
  it("corrects for all later mails too: the sender is not asked again", () => {
    done(correctItem(view(), kari, { item: 16, status: "complete", missingParts: [], value: null, why: "" }));
    const next = world.receive(
      mail({ inReplyTo: [view().outgoing[0]?.messageId ?? ""] }),
      reading({ kind: "supplement", items: { 3: ["name", "email", "address"] } }),
    );
    expect(next.decision.reason).toBe("complete");
  });
  it("cannot correct an item that is not there", () => {
    expect(correctItem(view(), kari, { item: 17, status: "complete", missingParts: [], value: null, why: "" })).toMatchObject({
      refused: "not_found",
    });
  });
  it("closes, opens again and hands over", () => {
    done(closeCase(view(), kari, "avslått"));
    expect(view()).toMatchObject({ state: "closed", closedAt: kari.at });
    expect(closeCase(view(), kari, "igjen")).toMatchObject({ refused: "not_allowed", because: '"close" is not possible while the case is closed' });
    done(reopenCase(view(), kari, "klage"));
    expect(view()).toMatchObject({ state: "with_person", closedAt: null });
    expect(handOver(view(), kari, "x")).toMatchObject({ refused: "not_allowed" });
  });
  it("joins two cases: answers add up, and mail to the one finds the other", () => {
    const second = world.receive(
      mail({ subject: "To", cc: [] }),
      reading({ title: "Et annet", items: { 3: "complete", 16: "missing", 12: ["end"] } }),
    );
    const joined = mergeCases(world.view(second.reference ?? ""), view(), kari, agency.catalogue);
    if (isRefusal(joined)) throw new Error(joined.because);
    world.append(second.reference ?? "", joined.from);
    world.append(reference, joined.into);
    expect(world.view(second.reference ?? "")).toMatchObject({ state: "merged", mergedInto: reference, allowed: [] });
    expect(
      view()
        .merged?.items.filter((one) => one.status !== "complete")
        .map((one) => one.item),
    ).toEqual([5, 16]);
    const later = world.receive(
      mail({ inReplyTo: [second.reply?.messageId ?? ""], references: [second.reply?.messageId ?? ""] }),
      reading({ kind: "supplement", items: { 16: "complete" } }),
      DAY,
    );
    expect([later.reference, later.decision.reason]).toEqual([reference, "complete"]);
  });
  it("cannot join a case to itself or to a closed one", () => {
    expect(mergeCases(view(), view(), kari, agency.catalogue)).toMatchObject({ refused: "not_allowed" });
  });
});

describe("a letter that a person releases", () => {
  it("reminds of what still lacks, and counts for no round", () => {
    const draft = draftReminder({ view: view(), agency, texts, hash, actor: kari });
    if (isRefusal(draft)) throw new Error(draft.because);
    world.append(reference, draft.events);
    expect(draft.reply).toMatchObject({ state: "withheld", to: { address: "marte.haug@vestforsk.example" }, purpose: "reminder" });
    expect(draft.reply.text).toContain("Vi skrev til deg 3. mars 2026");
    expect(draft.reply.text).toContain("- Punkt 16. Forhåndsdrøfting");
    expect(view()).toMatchObject({ rounds: 1, state: "waiting" });
    expect(new Set(view().outgoing.map((one) => one.messageId)).size).toBe(2);
    expect(draftReminder({ view: view(), agency, texts, hash, actor: kari })).toMatchObject({ refused: "not_allowed" });
  });
  it("is a provisional answer in the sender's language, once", () => {
    const draft = draftProvisional({ view: { ...view(), language: "nn" }, agency, texts, hash, actor: kari }, law);
    if (isRefusal(draft)) throw new Error(draft.because);
    expect(draft.reply.text).toContain("Førebels svar på søknaden din");
    world.append(reference, draft.events);
    expect(draftProvisional({ view: view(), agency, texts, hash, actor: kari }, law)).toMatchObject({ refused: "not_allowed" });
  });
});

describe("clocks", () => {
  const at = (now: number): Record<string, string> => Object.fromEntries(clocksOf(view(), clocks, now).map((one) => [one.id, one.state]));
  it("warn before a provisional answer is due, and stop when it is given or the case is closed", () => {
    const opened = view().openedAt;
    expect(at(opened + 2 * DAY)).toMatchObject({ provisional_answer: "running", waiting_for_sender: "running" });
    expect(at(opened + 25 * DAY)).toMatchObject({ provisional_answer: "warning", waiting_for_sender: "overdue" });
    expect(at(opened + 32 * DAY)).toMatchObject({ provisional_answer: "overdue" });
    done(closeCase(view(), kari, "ferdig"));
    expect(at(opened + 32 * DAY)).toMatchObject({ provisional_answer: "stopped", waiting_for_sender: "stopped" });
  });
  it("stop waiting when the sender has written", () => {
    world.receive(mail({ inReplyTo: [view().outgoing[0]?.messageId ?? ""], body: "Takk" }), reading({ kind: "supplement" }), DAY);
    expect(at(world.now)["waiting_for_sender"]).toBe("stopped");
  });
  it("count from the day everything was there", () => {
    expect(at(world.now)["complete_unhandled"]).toBeUndefined();
    world.receive(
      mail({ inReplyTo: [view().outgoing[0]?.messageId ?? ""] }),
      reading({ kind: "supplement", items: { 3: "complete", 16: "complete" } }),
      DAY,
    );
    expect(clocksOf(view(), clocks, world.now + 3 * DAY).find((one) => one.id === "complete_unhandled")).toMatchObject({ days: 3, state: "running" });
  });
  it("count only what begins within their validity", () => {
    const old = clocks.map((clock): Clock => ({ ...clock, validTo: "2026-01-01" }));
    expect(clocksOf(view(), old, world.now)).toEqual([]);
  });
  it("ask for a reminder once and for a provisional answer before it is due", () => {
    const opened = view().openedAt;
    expect(dueLetters(view(), clocks, opened + 10 * DAY)).toEqual([]);
    expect(dueLetters(view(), clocks, opened + 15 * DAY)).toEqual(["remind"]);
    expect(dueLetters(view(), clocks, opened + 26 * DAY)).toEqual(["remind", "provisional_answer"]);
    const draft = draftReminder({ view: view(), agency, texts, hash, actor: kari });
    if (isRefusal(draft)) throw new Error(draft.because);
    world.append(reference, draft.events);
    done(releaseReply(view(), kari));
    expect(dueLetters(view(), clocks, opened + 40 * DAY)).toEqual(["provisional_answer"]);
    done(closeCase(view(), kari, "ferdig"));
    expect(dueLetters(view(), clocks, opened + 40 * DAY)).toEqual([]);
  });
  it("know the ends of months", () => {
    const day = (instant: number): string => new Date(instant).toISOString().slice(0, 10);
    expect(day(plusSpan(Date.UTC(2026, 0, 31), { months: 1 }))).toBe("2026-02-28");
    expect(day(plusSpan(Date.UTC(2028, 0, 31), { months: 1 }))).toBe("2028-02-29");
    expect(day(plusSpan(Date.UTC(2026, 11, 15), { months: 1, days: 20 }))).toBe("2027-02-04");
  });
});
