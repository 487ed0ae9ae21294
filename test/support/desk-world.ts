/** The desk over a real store, with cases as the worker would have written them, and mails that are short. */
import { createHash } from "node:crypto";
import type { Desk, Store } from "#app/ports.ts";
import { type CaseEvent, foldCase, summaryOf } from "#core/case.ts";
import type { OutgoingReply } from "#core/intake.ts";
import { operationOver } from "#cli/operation.ts";
import { deskOver } from "#cli/web.ts";
import { freeze } from "#edges/send/freeze.ts";
import { openStore } from "#edges/store/store.ts";
import { readerHere } from "./reader-here.ts";
import { agency, hash, mail, NOON, policy, type Reading, reading, texts, World } from "./case-world.ts";

const from = { name: "UDI", address: "statistikk@udi.no" };
const sha256 = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

export type DeskWorld = {
  readonly store: Store;
  readonly desk: Desk;
  readonly world: World;
  now: number;
  add(says?: Reading, subject?: string): Promise<string>;
  close(): Promise<void>;
};

export const deskWorld = async (url: string, mode: "hold" | "shadow" = "hold"): Promise<DeskWorld> => {
  const store = await openStore({ url });
  const world = new World({ mode });
  const clock = { now: () => self.now, sleep: async () => undefined };
  const knowledge = {
    agency,
    texts,
    policy: { ...policy, mode },
    hash,
    digest: sha256,
  };
  const reader = readerHere();
  const desk = await deskOver(
    { store, reader, clock, knowledge, freeze, from, envelopeFrom: from.address },
    "udi",
    operationOver({ store, clock, knowledge }, null, false),
  );
  let serial = 0;
  const self: DeskWorld = {
    store,
    desk,
    world,
    now: NOON + 7 * 86_400_000,
    /** One application, read, with its reply withheld; gives the reference. */
    add: async (says = {}, subject = "Søknad om data") => {
      serial += 1;
      const raw = Buffer.from(
        `From: Marte Haug <marte.${serial}@vestforsk.example>\r\nTo: statistikk@udi.no\r\nSubject: ${subject}\r\nMessage-ID: <raw-${serial}@vestforsk.example>\r\nDate: Tue, 03 Mar 2026 10:00:00 +0100\r\n\r\nHei nummer ${serial}\r\n`,
      );
      const id = sha256(raw);
      await store.intake.keep({ mailbox: "folder:test", place: `${serial}.eml`, hash: id, size: raw.length, receivedAt: world.now, raw }, world.now);
      const claimed = await store.work.claim("test", world.now + 1, 60_000);
      if (!claimed) throw new Error("nothing to claim");
      const before = new Set(world.cases.keys());
      const message = mail({
        subject,
        from: { name: "Marte Haug", address: `marte.${serial}@vestforsk.example` },
        messageId: `<raw-${serial}@vestforsk.example>`,
      });
      const taken = world.receive(message, reading(says));
      const reference = [...world.cases.keys()].find((one) => !before.has(one)) ?? taken.reference ?? "";
      const events: CaseEvent[] = (world.cases.get(reference) ?? []).map((event) =>
        "messageKey" in event ? { ...event, messageKey: id } : "reply" in event ? { ...event, reply: { ...event.reply, answers: id } } : event,
      );
      world.cases.set(reference, events);
      const summary = summaryOf(foldCase(events));
      await store.work.commit({
        message: claimed,
        now: world.now,
        contentId: id,
        duplicate: false,
        headerId: message.messageId,
        kind: "application",
        action: taken.decision.action,
        reason: taken.decision.reason,
        label: "incomplete",
        language: "nb",
        reading: null,
        case: {
          row: { reference, state: summary.state, summary: JSON.stringify(summary), openedAt: world.now, updatedAt: world.now, version: 0 },
          events,
          headerIds: summary.messageIds,
          addresses: summary.addresses,
        },
        hold: null,
        suppress: [],
        drop: [],
        reply: taken.reply ? await planned(taken.reply, id, world.now) : null,
      });
      return reference;
    },
    close: () => store.close(),
  };
  return self;
};

const planned = async (reply: OutgoingReply, message: string, date: number) => {
  const id = sha256(`reply ${message}`).slice(0, 32);
  const raw = await freeze({
    messageId: reply.messageId,
    replyId: id,
    from,
    to: reply.to,
    subject: reply.subject,
    text: reply.text,
    html: reply.html,
    inReplyTo: reply.inReplyTo,
    references: reply.references,
    date,
  });
  return {
    id,
    messageId: reply.messageId,
    inReplyTo: reply.inReplyTo,
    recipient: reply.to.address.toLowerCase(),
    sender: from.address,
    raw,
    state: reply.state,
    reason: reply.state === "withheld" ? "mode_hold" : null,
    notBefore: null,
  };
};
