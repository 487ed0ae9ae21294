/** A worker that dies in the middle: simulated by claims that never come back, and by killing the process. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { root } from "#cli/root.ts";
import { openStore } from "#edges/store/store.ts";
import { applicationMail, newPlace, ofType, type Place, replies, work } from "#test/support/worker.ts";

const put = (place: Place, name: string, content: string) => {
  writeFileSync(join(place.inbox, name), content);
  utimesSync(join(place.inbox, name), 1_700_000_000, 1_700_000_000);
};
const url = (place: Place) => `sqlite:${place.data}/mottak.db`;

describe("a message at which the worker dies", () => {
  it("is parked with its reason after some tries", async () => {
    const place = newPlace();
    const store = await openStore({ url: url(place) });
    const raw = new TextEncoder().encode(applicationMail());
    await store.intake.keep({ mailbox: "m", place: "p", hash: "h".repeat(64), size: raw.length, receivedAt: 1, raw }, 1);
    for (let tries = 1; tries <= 8; tries += 1) await store.work.claim("dead", tries * 1_000, 1);
    await store.close();
    const run = await work(place);
    expect(ofType(run, "parked").map((one) => one.code)).toEqual(["message_crashed"]);
  });
});

describe("kill -9", () => {
  it("at any moment loses nothing and answers nothing twice", async () => {
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
