/** The daily trial through a real mailbox: out by SMTP, in by IMAP, answered, out again, and back. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "#app/context.ts";
import { runWorker } from "#app/worker.ts";
import { sendTrial } from "#app/trial.ts";
import { trialOptions } from "#cli/trial.ts";
import { wire } from "#cli/wire.ts";
import { trialDue, trialOf, trialToken } from "#core/trial.ts";
import { hash } from "#test/support/case-world.ts";
import { type Dovecot, PASSWORD, startDovecot, USER } from "#test/support/dovecot.ts";
import { describeWith } from "#test/support/servers.ts";
import { type Sink, startSink } from "#test/support/sink.ts";
import { applicationMail, newPlace, type Place, recordingLog, settingsFor } from "#test/support/worker.ts";

describe("a trial", () => {
  it("is known by a hash that only we can make, one for each way", () => {
    const token = trialToken({ leg: "application", id: "2026-11-23" }, hash);
    expect(trialOf({ "x-mottak-trial": [token] }, hash)).toEqual({ leg: "application", id: "2026-11-23" });
    expect(trialOf({ "x-mottak-reply-id": [trialToken({ leg: "receipt", id: "2026-11-23" }, hash)] }, hash)).toMatchObject({ leg: "receipt" });
    for (const forged of [token.replace(/.$/, "x"), token.replace("11-23", "11-24"), token.replace("application", "receipt"), `${token}0`, "trial"])
      expect(trialOf({ "x-mottak-trial": [forged] }, hash), forged).toBeNull();
  });
  it("is due once its time of day has come", () => {
    expect(trialDue("2026-11-23 05:59", "06:00")).toBeNull();
    expect(trialDue("2026-11-23 06:00", "06:00")).toBe("2026-11-23");
  });
  it("needs a mail server, and is not sent in shadow mode", () => {
    const place = newPlace();
    expect(() => trialOptions(settingsFor(place, { canary: "06:00" }))).toThrow(/MOTTAK_CANARY/);
    expect(trialOptions(settingsFor(place, { canary: "06:00", mode: "shadow" }))).toBeNull();
    expect(trialOptions(settingsFor(place))).toBeNull();
  });
});

describeWith("dovecot", "the daily trial on a mail server", () => {
  let server: Dovecot;
  let sink: Sink;
  let place: Place;
  beforeAll(async () => {
    server = await startDovecot();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    server.doveadm("expunge", "-u", USER, "mailbox", "*", "all");
    place = newPlace();
    sink = await startSink();
    // A mail server: what is for the agency's own address comes into its mailbox.
    sink.onMail = ({ raw, to }) => (to.includes(USER) ? server.deliver(raw) : undefined);
  });
  afterEach(() => sink.close());

  const running = async (mode: string, use: (context: Context) => Promise<void>) => {
    const settings = settingsFor(
      place,
      {
        mailboxUrl: `imap://127.0.0.1:${server.port}/INBOX`,
        mailboxTls: "none",
        sendUrl: `smtp://127.0.0.1:${sink.port}`,
        sendTls: "none",
        sendFrom: USER,
        mode,
        canary: "00:00",
        authservId: "mx.udi.no",
      },
      { MOTTAK_MAILBOX_PASSWORD: PASSWORD },
    );
    const wired = await wire(settings, recordingLog([]), () => undefined);
    const stop = new AbortController();
    const work = runWorker(wired.context, { lanes: 1, once: false, signal: stop.signal });
    try {
      const options = trialOptions(settings);
      if (!options) throw new Error("the trial is off");
      await sendTrial(wired.context, options);
      // Another worker, and the next look of this one, put in no second one.
      expect(await sendTrial(wired.context, options)).toBe(false);
      await use(wired.context);
    } finally {
      stop.abort();
      await work;
      await wired.close();
    }
  };
  const until = async (condition: () => Promise<boolean>) => {
    for (let tries = 0; tries < 400 && !(await condition()); tries += 1) await sleep(100);
    expect(await condition()).toBe(true);
  };
  const standing = async (context: Context) => (await context.store.operation.standings()).canary;

  // Held replies wait for people; the trial is nobody's, and an unconfirmed sender is no reason to withhold what we sent ourselves.
  it("comes back with its receipt, in hold mode too, and is no case, no line for staff and no figure", async () => {
    await running("hold", async (context) => {
      server.deliver(applicationMail());
      await until(async () => (await standing(context))?.provedAt != null);
      expect(await standing(context)).toMatchObject({ receipt: true, waitingSince: null, tookMilliseconds: expect.any(Number) });
      expect(sink.mails.map(({ to }) => to)).toEqual([[USER], [USER]]);
      expect(sink.mails[0]?.raw).toContain("Subject: =?utf-8?Q?Mottak:_daglig_pr=C3=B8ve?=");
      expect(sink.mails[1]?.raw).toMatch(/^Auto-Submitted: auto-replied/m);
      await until(async () => (await context.store.operation.counts()).done === 3);
      const { cases } = await context.store.operation.counts();
      expect(cases).toBe(1);
      expect((await context.store.desk.stale(10)).messages).toEqual([]);
      const figures = await context.store.desk.figures(0);
      expect(figures).toMatchObject({ answered: [], applications: [expect.anything()] });
      expect(figures.received).toHaveLength(1);
    });
  });

  it("that is not delivered back is not proved", async () => {
    sink.onMail = ({ raw, to }) => (to.includes(USER) && sink.mails.length === 1 ? server.deliver(raw) : undefined);
    await running("auto", async (context) => {
      await until(async () => sink.mails.length === 2);
      await sleep(500);
      expect(await standing(context)).toMatchObject({ provedAt: null, waitingSince: expect.any(Number), receipt: true });
    });
  });

  it("that was changed on the way is a mail like any other", async () => {
    sink.onMail = ({ raw }) => server.deliver(raw.replace(/^(X-Mottak-Trial: trial-application-)\d{4}/m, "$11999"));
    await running("auto", async (context) => {
      await until(async () => (await context.store.operation.counts()).done === 1);
      expect(await standing(context)).toMatchObject({ provedAt: null });
      // From our own address: it is never answered.
      expect(sink.mails).toHaveLength(1);
    });
  });
});
