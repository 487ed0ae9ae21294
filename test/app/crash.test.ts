/** A worker that dies in the middle: simulated by claims that never come back, and by killing the process. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { Failure } from "#core/failure.ts";
import { root } from "#cli/root.ts";
import { readMessage } from "#edges/read/reader.ts";
import { openStore } from "#edges/store/store.ts";
import { readerHere } from "#test/support/reader-here.ts";
import { applicationMail, newPlace, ofType, type Place, replies, work } from "#test/support/worker.ts";

const put = (place: Place, name: string, content: string) => {
  writeFileSync(join(place.inbox, name), content);
  utimesSync(join(place.inbox, name), 1_700_000_000, 1_700_000_000);
};
const url = (place: Place) => `sqlite:${place.data}/mottak.db`;

/** A kept message whose claims, so many, never came back. */
const leftBehind = async (place: Place, raw: string, deaths: number, name = "p"): Promise<void> => {
  const store = await openStore({ url: url(place) });
  const bytes = new TextEncoder().encode(raw);
  const hash = createHash("sha256").update(bytes).digest("hex");
  await store.intake.keep({ mailbox: "m", place: name, hash, size: bytes.length, receivedAt: 1, raw: bytes }, 1);
  for (let tries = 0; tries < deaths; tries += 1) await store.work.claim("dead", 1_000 * (tries + 1), 1);
  await store.close();
};

describe("a message at which the worker dies", () => {
  it("is answered all the same when the worker was killed from outside, however slow the machine", async () => {
    const place = newPlace();
    await leftBehind(place, applicationMail(), 15);
    const run = await work(place);
    expect(ofType(run, "parked")).toEqual([]);
    expect(replies(place)).toHaveLength(1);
  });

  it("is tried alone from the third time on, after all others", async () => {
    const place = newPlace();
    await leftBehind(place, applicationMail({ subject: "suspect" }), 3);
    for (let number = 0; number < 5; number += 1)
      await leftBehind(place, applicationMail({ from: `P <p${number}@uni${number}.example>` }), 0, `${number}`);
    const inWork = new Set<Uint8Array>();
    const beside: number[] = [];
    const order: string[] = [];
    const reader = readerHere(async (raw) => {
      inWork.add(raw);
      for (const one of inWork) if (isSuspect(one)) beside.push(inWork.size - 1);
      order.push(isSuspect(raw) ? "suspect" : "other");
      await sleep(40);
      inWork.delete(raw);
      return readMessage(raw);
    });
    const run = await work(place, {}, { replace: { reader } });
    expect(new Set(beside)).toEqual(new Set([0]));
    expect(order).toEqual(["other", "other", "other", "other", "other", "suspect"]);
    expect(ofType(run, "decided")).toHaveLength(6);
  });

  it("is set aside with its reason when the worker ended many times with this message alone", async () => {
    const place = newPlace();
    await leftBehind(place, applicationMail(), 23);
    put(place, "next.eml", applicationMail({ from: "Ola <ola@other.example>" }));
    const run = await work(place);
    expect(ofType(run, "parked").map((one) => one.code)).toEqual(["message_crashed"]);
    expect(replies(place)).toHaveLength(1);
  });

  it("has all its tries left: deaths and failures are counted apart", async () => {
    const place = newPlace();
    await leftBehind(place, applicationMail(), 10);
    let failures = 0;
    const reader = readerHere(async (raw) => {
      failures += 1;
      if (failures === 1) throw new Failure("mailbox_unavailable", "away for a moment");
      return readMessage(raw);
    });
    const run = await work(
      place,
      { attempts: "3" },
      { replace: { reader }, until: (now) => ofType(now, "sent").length + ofType(now, "parked").length > 0 },
    );
    expect(ofType(run, "retry")).toHaveLength(1);
    expect(ofType(run, "parked")).toEqual([]);
  });
});

const isSuspect = (raw: Uint8Array): boolean => Buffer.from(raw).includes(Buffer.from("suspect").toString("base64"));

describe("kill -9", () => {
  it("F09 at any moment loses nothing and answers nothing twice", async () => {
    const place = newPlace();
    const count = 12;
    for (let number = 0; number < count; number += 1)
      put(
        place,
        `${number}.eml`,
        applicationMail({
          from: `P <p${number}@uni${number}.example>`,
          body: `Vi søker om dispensasjon fra taushetsplikten til forskning, prosjekt ${number}.\r\n`,
        }),
      );
    for (const milliseconds of [350, 500, 650, 800]) {
      const child = spawn(process.execPath, [join(root, "src/cli/main.ts"), "start", "--data", place.data], {
        stdio: "ignore",
        env: { PATH: process.env["PATH"] ?? "" },
      });
      await sleep(milliseconds);
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    await work(place);
    const answered = replies(place).map((reply) => reply.match(/^To: .*/im)?.[0]);
    expect(answered).toHaveLength(count);
    expect(new Set(answered).size).toBe(count);
  }, 60_000);
});
