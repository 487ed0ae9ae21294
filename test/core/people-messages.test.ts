import { describe, expect, it } from "vitest";
import { judge, peopleMessages } from "./people-messages.ts";

/** Share of the persons asked for (a role, or the participants) that are read without a fault: just under what was measured. */
const FLOOR = 0.83;

describe("small messages about persons", () => {
  it("are read without a fault in at least the measured share", async () => {
    let judged = 0;
    const faults: string[] = [];
    for (const message of peopleMessages) {
      const read = await judge(message);
      judged += read.judged;
      faults.push(...read.faults.map((one) => `${message.class}: ${one.join("; ")}`));
    }
    console.log(`persons in small messages: ${judged - faults.length} of ${judged} right\n${faults.join("\n")}`);
    expect(1 - faults.length / judged).toBeGreaterThanOrEqual(FLOOR);
  });
});
