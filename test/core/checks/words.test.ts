/** The words of the checks: every finding has them in every language, with its values, and with a next step where something is wrong. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkWordsFolder } from "#cli/root.ts";
import { found } from "#core/checks/findings.ts";
import { readiness, resultOf, summaryOf } from "#core/checks/result.ts";
import { checkWords, inWords } from "#core/checks/words.ts";
import { failures } from "#core/failure.ts";
import { loadCheckWords } from "#edges/settings/check-words.ts";
import { commands } from "#cli/commands.ts";

const languages = ["nb", "nn", "en"] as const;

describe("the words of the checks", () => {
  for (const language of languages)
    it(`are whole in ${language}`, () => {
      const words = JSON.parse(readFileSync(`${checkWordsFolder}/checks.${language}.json`, "utf8"));
      expect(checkWords(words)).toEqual([]);
    });

  it("lack nothing unnoticed: a missing text, a wrong slot and a missing step are named", () => {
    const words = structuredClone(loadCheckWords(checkWordsFolder, "en")) as unknown as { findings: Record<string, { says: string; do?: string }> };
    delete words.findings["disk_full"];
    words.findings["disk_low"] = { says: "{free} of {all}" };
    expect(checkWords(words as never)).toEqual([
      "findings.disk_full is missing",
      "findings.disk_low has no slot {all}",
      "findings.disk_low must say what to do",
    ]);
  });

  it("name only commands that exist", () => {
    const names = commands.map(({ name }) => name.split(" ")[0]);
    for (const language of languages) {
      const text = readFileSync(`${checkWordsFolder}/checks.${language}.json`, "utf8");
      const named = [...text.matchAll(/`mottak ([a-z]+)/g)].map((match) => match[1]);
      expect(named.length).toBeGreaterThan(5);
      expect(named.filter((name) => !names.includes(name ?? ""))).toEqual([]);
    }
    for (const { remedy } of Object.values(failures)) for (const match of remedy.matchAll(/`mottak ([a-z]+)/g)) expect(names).toContain(match[1]);
  });

  it("are filled with the values of the finding", () => {
    expect(inWords(found("certificate_soon", { host: "mail.example:993", days: 3 }), loadCheckWords(checkWordsFolder, "nb"))).toEqual({
      says: "mail.example:993: sertifikatet går ut om 3 dager.",
      next: expect.stringContaining("fornyet"),
    });
  });
});

describe("results", () => {
  const ok = resultOf("data", [found("data_ok", { folder: "data", free: "1 GB" })], 0, 1);
  it("are as bad as their worst finding", () => {
    const one = resultOf("data", [found("data_unwritable", { folder: "data" }), found("disk_low", { free: "1 GB" })], 0, 1);
    expect(one.state).toBe("fail");
    expect(summaryOf([ok, one])).toEqual({ state: "fail", counts: { ok: 1, warn: 0, fail: 1 } });
    expect(summaryOf([]).state).toBe("ok");
  });

  it("make a worker ready when all that mail needs is fine, and not while sending alone is away", () => {
    const vital = (["settings", "catalogue", "data", "database", "mailbox", "work"] as const).map((name) => ({ ...ok, name }));
    expect(readiness(vital)).toEqual({ ready: true, failing: [], pending: false });
    expect(readiness(vital.slice(1))).toMatchObject({ ready: false, pending: true });
    expect(readiness([...vital, resultOf("sending", [found("sending_login", { place: "x" })], 0, 1)]).ready).toBe(true);
    const stuck = resultOf("mailbox", [found("check_timeout", { seconds: 60 })], 0, 1);
    expect(readiness([...vital.filter(({ name }) => name !== "mailbox"), stuck])).toMatchObject({ ready: false, failing: ["mailbox"] });
  });
});
