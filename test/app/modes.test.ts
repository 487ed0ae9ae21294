/** Modes and switches: what leaves, what changes in the mailbox, and what the report says of it. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { countsOf, reportLines } from "#app/reply-report.ts";
import type { Store } from "#app/ports.ts";
import { openStore } from "#edges/store/store.ts";
import { applicationMail, newPlace, ofType, type Place, replies, work } from "#test/support/worker.ts";

let place: Place;
beforeEach(() => {
  place = newPlace();
});

const drop = (name: string, text: string) => writeFileSync(join(place.inbox, name), text);
const mailbox = () =>
  readdirSync(place.inbox, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return `${file} ${statSync(file).mtimeMs} ${createHash("sha256").update(readFileSync(file)).digest("hex")}`;
    })
    .toSorted();
const inStore = async <T>(use: (store: Store) => Promise<T>): Promise<T> => {
  const store = await openStore({ url: `sqlite:${place.data}/mottak.db` });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
};
const report = () => inStore((store) => Array.fromAsync(reportLines(store.records, 0, Date.now() + 1)));
const complete = readFileSync("fixtures/mail/andre/01-etter-introduksjonsprogrammet.eml", "utf8");

describe("shadow mode", () => {
  it("sends nothing, touches nothing in the mailbox, and reports what would have gone out", async () => {
    drop("a.eml", applicationMail());
    drop("b.eml", complete);
    drop(
      "c.eml",
      applicationMail({ from: "Ola <ola@other.example>", headers: "Auto-Submitted: auto-replied", subject: "Fravær", body: "Borte.\r\n" }),
    );
    drop("d.eml", "");
    const before = mailbox();
    await work(place, { mode: "shadow", filing: "folders" });
    expect(replies(place)).toEqual([]);
    expect(mailbox()).toEqual(before);
    const lines = await report();
    expect(lines.map((line) => [line.action, line.outcome, line.reason]).toSorted()).toEqual([
      ["none", "none", "automatic"],
      ["none", "none", "message_empty"],
      ["receipt", "would_send", "complete"],
      ["request_missing", "would_send", "lacking"],
    ]);
    expect(countsOf(lines, "Europe/Oslo").reduce((sum, row) => sum + row.count, 0)).toBe(4);
    // Auto mode afterwards sends nothing of it by itself: a person releases or discards what shadow mode kept.
    await work(place, { mode: "auto" });
    expect(replies(place)).toEqual([]);
  });

  it("applies the caps as if its replies had gone out", async () => {
    for (const number of [1, 2, 3, 4, 5, 6])
      drop(`${number}.eml`, applicationMail({ from: `P${number} <p${number}@uni${number}.example>`, id: `<p${number}@uni${number}.example>` }));
    await work(place, { mode: "shadow", repliesPerHour: "2" });
    const lines = await report();
    // Two an hour, and one more where two are read at the same time.
    expect(lines.filter((line) => line.outcome === "would_send").length).toBeLessThanOrEqual(3);
    expect(lines.filter((line) => line.reason === "cap_hour").length).toBeGreaterThanOrEqual(3);
  });
});

describe("switches", () => {
  it("let receipts out by themselves and keep requests for a person", async () => {
    drop("a.eml", applicationMail());
    drop("b.eml", complete);
    const done = await work(place, { automatic: "receipt" });
    expect(
      ofType(done, "decided")
        .map((one) => [one.action, one.reply, one.withheld[0]])
        .toSorted(),
    ).toEqual([
      ["receipt", "planned", undefined],
      ["request_missing", "withheld", "purpose_held"],
    ]);
    expect(replies(place)).toHaveLength(1);
    expect((await report()).map((line) => line.outcome).toSorted()).toEqual(["sent", "waits"]);
  });

  it("may be turned off for every kind", async () => {
    drop("b.eml", complete);
    await work(place, { automatic: "none" });
    expect(replies(place)).toEqual([]);
  });

  it("stop everything at once: replies are made and wait", async () => {
    await inStore((store) => store.operation.stopSending(true, 1));
    drop("a.eml", applicationMail());
    const done = await work(place);
    expect(ofType(done, "decided")[0]).toMatchObject({ reply: "withheld", withheld: ["sending_stopped"] });
    expect(replies(place)).toEqual([]);
  });
});
