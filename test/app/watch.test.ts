import { describe, expect, it } from "vitest";
import type { Mailbox } from "#app/ports.ts";
import { Failure } from "#core/failure.ts";
import { backoff, Bell, withDeadline } from "#app/deadline.ts";
import { newPlace, ofType, work } from "#test/support/worker.ts";

const failing = (failure: () => Failure): Mailbox => ({
  name: "test",
  filing: "none",
  open: async () => {
    throw failure();
  },
});

describe("the mailbox's watcher", () => {
  it("waits as long as a throttling server says, up to a quarter of an hour", async () => {
    for (const [asked, expected] of [
      [300_000, 300_000],
      [86_400_000, 900_000],
    ] as const) {
      const run = await work(
        newPlace(),
        {},
        {
          replace: { mailbox: failing(() => new Failure("mailbox_unavailable", "throttled", { retryAfter: asked })) },
          until: (now) => ofType(now, "mailbox").length > 0,
          seconds: 3,
        },
      );
      expect(run.log.find((line) => line.event === "mailbox.lost")?.fields["waitMilliseconds"]).toBe(expected);
    }
  });

  it("tells of an outage once, however often it tries", async () => {
    let tries = 0;
    const run = await work(
      newPlace(),
      {},
      {
        replace: {
          chance: () => 0,
          mailbox: failing(() => {
            tries += 1;
            return new Failure("mailbox_unavailable", "gone");
          }),
        },
        until: () => tries >= 3,
        seconds: 5,
      },
    );
    expect(tries).toBeGreaterThanOrEqual(2);
    expect(ofType(run, "mailbox")).toHaveLength(1);
    expect(run.log.filter((line) => line.level === "error")).toHaveLength(1);
  });

  it("tries slowly after a refused login", async () => {
    const run = await work(
      newPlace(),
      {},
      {
        replace: { mailbox: failing(() => new Failure("mailbox_login", "no")), chance: () => 0 },
        until: (now) => ofType(now, "mailbox").length > 0,
        seconds: 3,
      },
    );
    expect(Number(run.log.find((line) => line.event === "mailbox.lost")?.fields["waitMilliseconds"])).toBeGreaterThanOrEqual(15_000);
  });
});

describe("waiting", () => {
  it("doubles up to its limit", () => {
    expect([1, 2, 3, 10].map((attempt) => backoff(attempt, 1_000, 60_000))).toEqual([1_000, 2_000, 4_000, 60_000]);
    expect(backoff(1, 1_000, 60_000, 0)).toBe(500);
  });

  it("loses no ring of the bell", () => {
    const bell = new Bell();
    const waiting = bell.next();
    expect(waiting.aborted).toBe(false);
    bell.ring();
    expect(waiting.aborted).toBe(true);
    expect(bell.next().aborted).toBe(true);
    expect(bell.next().aborted).toBe(false);
  });

  it("ends at a deadline with a Failure, and passes on what comes in time", async () => {
    await expect(withDeadline(new Promise(() => undefined), 20, "message_timeout", "reading")).rejects.toMatchObject({ code: "message_timeout" });
    await expect(withDeadline(Promise.resolve(7), 20, "message_timeout", "reading")).resolves.toBe(7);
  });
});
