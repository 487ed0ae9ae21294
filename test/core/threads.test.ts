/** Supplements among the sample mails, each played after its application: the case must end as people who read both say. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Message } from "#core/message.ts";
import { readMessage } from "#edges/read/reader.ts";
import { DAY, World } from "#test/support/case-world.ts";
import { assessmentFromGold, goldOf } from "#test/support/gold.ts";

const files = ["fixtures/mail"].flatMap((root) =>
  readdirSync(root).flatMap((set) =>
    readdirSync(`${root}/${set}`)
      .filter((name) => name.endsWith(".eml"))
      .map((name) => `${root}/${set}/${name}`),
  ),
);
/** The files within are not opened: the gold answer says what stands in them. */
const read = (file: string): Promise<Message> => readMessage(readFileSync(file), async () => []);

/** What still lacks when application and supplement are read together. */
const ends: Record<string, readonly string[]> = {
  "fixtures/mail/andre/11-supplement-kvartil.eml": ["Punkt 16. Forhåndsdrøfting med Datatilsynet: svar ja eller nei"],
  "fixtures/mail/international/11-supplement-germany.eml": [],
  "fixtures/mail/universitet/10-stipendiat-etterskrift.eml": [],
};

describe("a supplement read with its application", () => {
  it.each(Object.entries(ends))("%s leaves %j", async (file, lacking) => {
    const message = await read(file);
    const others = await Promise.all(
      files.filter((one) => goldOf(one).kind === "application").map(async (one) => ({ file: one, message: await read(one) })),
    );
    const application = others.find((one) => one.message.messageId !== null && message.references.includes(one.message.messageId));
    if (!application) throw new Error("the application is not among the sample mails");
    const world = new World();
    const first = world.receive(application.message, assessmentFromGold(goldOf(application.file), application.message), DAY);
    const second = world.receive(message, assessmentFromGold(goldOf(file), message), DAY);
    expect(second.reference).toBe(first.reference);
    expect(second.decision.action).toBe(lacking.length === 0 ? "receipt" : "request_missing");
    const asked = second.reply?.text.split(/Dette gjenstår\n|Dette står att\n|What remains\n/)[1] ?? "";
    expect(
      asked
        .split("\n\n")[0]
        ?.split("\n")
        .filter((line) => line.startsWith("- "))
        .map((line) => line.slice(2)) ?? [],
    ).toEqual(lacking);
  });
});
