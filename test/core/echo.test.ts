/** No reply carries the sender's words back: checked on every sample mail, with the reply that a faultless reading gives. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkReply } from "#core/intake.ts";
import { readMessage } from "#edges/read/reader.ts";
import { agency, hash, NOON, policy, texts } from "#test/support/case-world.ts";
import { assessmentFromGold, goldOf } from "#test/support/gold.ts";

const files = readdirSync("fixtures/mail").flatMap((set) =>
  readdirSync(`fixtures/mail/${set}`)
    .filter((name) => name.endsWith(".eml"))
    .map((name) => `fixtures/mail/${set}/${name}`),
);

/** So many words in a row are no accident. */
const IN_A_ROW = 5;
const rowsOf = (text: string): string[] => {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.slice(0, -IN_A_ROW + 1).map((_, index) => words.slice(index, index + IN_A_ROW).join(" "));
};

describe("a reply to a sample mail", () => {
  it.each(files)("%s", async (file) => {
    const message = await readMessage(readFileSync(file), async () => []);
    const gold = goldOf(file);
    const { decision, reply } = checkReply({ message, assessment: assessmentFromGold(gold, message), agency, texts, policy, hash, now: NOON });
    if (gold.kind !== "application" && gold.kind !== "supplement") {
      expect(reply).toBeNull();
      return;
    }
    if (reply === null) {
      expect(decision.withheld.some((reason) => reason.effect === "never")).toBe(true);
      return;
    }
    expect(reply.language).toBe(gold.language);
    // The sender may use our own words: those of our texts and of the checklist are no echo. Nor are file names.
    const ours = new Set(rowsOf(`${JSON.stringify(texts)} ${JSON.stringify(agency)}`));
    const names = new Set(Object.keys(gold.attachments ?? {}).flatMap(rowsOf));
    const theirs = new Set(
      rowsOf(
        message.body.blocks
          .filter((block) => block.origin !== "quoted")
          .map((block) => block.text)
          .join("\n"),
      ),
    );
    expect(rowsOf(reply.text).filter((row) => theirs.has(row) && !ours.has(row) && !names.has(row))).toEqual([]);
  });
});
