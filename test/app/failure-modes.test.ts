/** Failure modes of mail intake that show only in the whole worker, by the numbers of our list. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { actOnCase, loadCase } from "#app/case-actions.ts";
import { announceTools } from "#cli/announcer.ts";
import { loadKnowledge } from "#cli/knowledge.ts";
import { agencyFolder } from "#cli/root.ts";
import { wire } from "#cli/wire.ts";
import { freeze } from "#edges/send/freeze.ts";
import { loadClocks } from "#edges/settings/texts.ts";
import { openStore } from "#edges/store/store.ts";
import { applicationMail, newPlace, ofType, type Place, recordingLog, replies, settingsFor, work } from "#test/support/worker.ts";

const put = (place: Place, name: string, mail: string): void => writeFileSync(join(place.inbox, name), mail);
const storeOf = (place: Place) => openStore({ url: settingsFor(place).databaseUrl, password: null });

describe("the worker", { timeout: 120_000 }, () => {
  it("F03 F04 takes every one of 249 waiting mails, each once", async () => {
    const place = newPlace();
    const newsletter = readFileSync("fixtures/failure-modes/F15-newsletter.eml", "utf8");
    for (let number = 1; number <= 249; number += 1)
      put(
        place,
        `${number}.eml`,
        newsletter.replace(/^Subject: /m, `Subject: Nr. ${number} `).replace(/^Message-ID: </im, `Message-ID: <n${number}.`),
      );
    const run = await work(place, {}, { seconds: 110 });
    expect(ofType(run, "decided")).toHaveLength(249);
    expect(new Set(ofType(run, "decided").map((one) => one.message)).size).toBe(249);
  });

  it("F16 shows with each parked message its own reason", async () => {
    const place = newPlace();
    put(place, "tom.eml", "");
    put(place, "ikke-post.eml", "dette er ingen e-post\n\nbare tekst\n");
    put(place, "soknad.eml", applicationMail());
    const run = await work(place);
    const codes = ofType(run, "parked").map((one) => [one.place?.split("#")[0], one.code]);
    expect(codes.toSorted()).toEqual([
      ["ikke-post.eml", "message_not_mail"],
      ["tom.eml", "message_empty"],
    ]);
    expect(replies(place)).toHaveLength(1);
  });

  it("F18 leaves a case that staff have closed alone while its mail still stands in the mailbox", async () => {
    const place = newPlace();
    put(place, "soknad.eml", applicationMail());
    await work(place, { filing: "none" });
    const store = await storeOf(place);
    try {
      const key = await store.operation.referenceKey("unused", 0);
      const address = "statistikk@udi.no";
      const tools = {
        knowledge: loadKnowledge({ agency: "udi", key }),
        clocks: loadClocks(agencyFolder("udi")),
        freeze,
        from: { name: "", address },
        envelopeFrom: address,
      };
      const [row] = await store.cases.list(null, 2);
      expect(await actOnCase(tools, store, row?.reference ?? "", { kind: "close", why: "avslått" }, { at: Date.now(), by: "kari" })).toBe("done");
      await work(place, { filing: "none" });
      const again = await loadCase(store, row?.reference ?? "");
      expect([again?.view.state, again?.view.events.at(-1)?.type]).toEqual(["closed", "closed"]);
      expect(await store.cases.list(null, 2)).toHaveLength(1);
    } finally {
      await store.close();
    }
    expect(replies(place)).toHaveLength(1);
  });

  it("F69 refuses to tell staff by mail into the mailbox that it reads", async () => {
    const place = newPlace();
    const settings = settingsFor(place, {}, { MOTTAK_HANDOVER_TO: "Statistikk@udi.no" });
    const wired = await wire(settings, recordingLog([]), () => undefined);
    try {
      await expect(announceTools(settings, wired.context, null)).rejects.toMatchObject({ code: "setting_wrong" });
    } finally {
      await wired.close();
    }
  });
});
