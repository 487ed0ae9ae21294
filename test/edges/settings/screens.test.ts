import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { flagCodes } from "#core/assessment.ts";
import { waitReasons } from "#core/desk/inbox-row.ts";
import { replyRules } from "#core/reply-rules.ts";
import { checkScreens } from "#core/screens.ts";
import { screenTexts } from "#core/screen-texts.ts";
import { loadArchiveRules, loadScreens } from "#edges/settings/screens.ts";

describe("the words of the staff pages", () => {
  it("are all there in three languages, each with its slots", () => {
    const screens = loadScreens("config/agencies/udi");
    for (const language of ["nb", "nn", "en"] as const)
      expect(Object.keys(screens[language]).toSorted()).toEqual(Object.keys(screenTexts).toSorted());
  });

  it("has words for every reason, flag and rule", () => {
    for (const reason of waitReasons) expect(screenTexts).toHaveProperty(`why_${reason}`);
    for (const flag of flagCodes) expect(screenTexts).toHaveProperty(`flag_${flag}`);
    for (const { code, effect } of replyRules) if (effect === "withhold") expect(screenTexts).toHaveProperty(`reason_${code}`);
  });

  it("tells what is wrong with one", () => {
    const words = JSON.parse(readFileSync("config/agencies/udi/screens.nb.json", "utf8")) as Record<string, string>;
    const { nav_inbox: _, ...rest } = words;
    expect(checkScreens({ ...rest, points_of: "{found}", more: "x" })).toEqual([
      { key: "more", problem: "unknown" },
      { key: "nav_inbox", problem: "missing" },
      { key: "points_of", problem: "slots" },
    ]);
  });

  it("has rules for the archive", () => {
    expect(loadArchiveRules("config/agencies/udi").publicCaseTitle).not.toContain("{");
  });
});
