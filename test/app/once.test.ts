/** `start --once`: what it waits for before it ends, and what it leaves for another time. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Store } from "#app/ports.ts";
import { Failure } from "#core/failure.ts";
import { openStore } from "#edges/store/store.ts";
import { applicationMail, newPlace, ofType, type Place, replies, work } from "#test/support/worker.ts";

/** A store whose first commits find the case changed meanwhile, as when two messages of one case come at once. */
const changingStore = async (place: Place, times: number): Promise<Store> => {
  const store = await openStore({ url: `sqlite:${place.data}/mottak.db` });
  let left = times;
  return {
    ...store,
    work: {
      ...store.work,
      commit: async (result) => {
        if (left === 0) return store.work.commit(result);
        left -= 1;
        throw new Failure("case_changed", "the case was changed meanwhile");
      },
    },
  };
};

describe("a run that ends when everything is done", () => {
  it("answers a message that was put off because its case changed meanwhile", async () => {
    const place = newPlace();
    writeFileSync(join(place.inbox, "1.eml"), applicationMail());
    const run = await work(place, {}, { replace: { store: await changingStore(place, 4), chance: () => 1 } });
    expect(run.log.filter(({ event }) => event === "message.retry")).toHaveLength(4);
    expect(ofType(run, "decided")).toHaveLength(1);
    expect(replies(place)).toHaveLength(1);
  });
});
