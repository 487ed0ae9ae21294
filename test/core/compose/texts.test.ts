import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkTexts, say } from "#core/compose/texts.ts";
import { dateInWords, enumerate, numbersInWords, sayableName } from "#core/compose/words.ts";
import { editorSchemas, loadClocks, loadTexts } from "#edges/settings/texts.ts";
import { texts } from "#test/support/case-world.ts";

describe("texts", () => {
  it.each(["nb", "nn", "en"] as const)("in %s use every slot and no other", (language) => {
    expect(checkTexts(texts[language])).toEqual([]);
  });
  it("are refused with an unknown slot, an unused slot, an unknown name, a missing one and an empty one", () => {
    const { phone: _, ...rest } = texts.nb;
    const problems = checkTexts({ ...rest, closing: "Hilsen {agency} {navn}", ask: "Punkt {number}", greeting: " ", hei: "Hei" });
    expect(problems).toEqual([
      { key: "hei", problem: "unknown_text", slot: null },
      { key: "greeting", problem: "empty", slot: null },
      { key: "ask", problem: "unused_slot", slot: "label" },
      { key: "ask", problem: "unused_slot", slot: "parts" },
      { key: "phone", problem: "missing", slot: null },
      { key: "closing", problem: "unknown_slot", slot: "navn" },
    ]);
  });
  it("do not fill a slot that stands in a file's name", () => {
    expect(say(texts.nb, "file", { file: "{roles}.pdf", roles: "CV" })).toBe("{roles}.pdf (CV)");
  });
  it("that are wrong are told with file, line and text", () => {
    const folder = mkdtempSync(join(tmpdir(), "texts-"));
    for (const language of ["nb", "nn", "en"]) {
      const source = readFileSync(`config/agencies/udi/texts.${language}.json`, "utf8");
      writeFileSync(join(folder, `texts.${language}.json`), language === "nn" ? source.replace("{phone}", "{telefon}") : source);
    }
    expect(() => loadTexts(folder)).toThrow(/texts\.nn\.json:\d+ phone: there is no slot \{telefon\} here \(and 1 more\)/);
  });
  it("have schemas for editors that say what the code says", () => {
    for (const [name, schema] of Object.entries(editorSchemas()))
      expect(JSON.parse(readFileSync(`config/agencies/${name}`, "utf8"))).toEqual(JSON.parse(JSON.stringify(schema)));
  });
  it("stand beside clocks that fit their form", () => {
    expect(loadClocks("config/agencies/udi").map((one) => one.id)).toEqual(["provisional_answer", "waiting_for_sender", "complete_unhandled"]);
  });
});

describe("words", () => {
  it("put numbers in a row together", () => {
    expect(numbersInWords([16, 1, 2, 4, 5, 6, 2], "og")).toBe("1, 2, 4–6 og 16");
    expect(numbersInWords([3], "og")).toBe("3");
  });
  it("enumerate as people do", () => {
    expect(enumerate(["a", "b", "c"], "og")).toBe("a, b og c");
    expect(enumerate([], "og")).toBe("");
  });
  it("give the day as it is in Norway, in summer and in winter", () => {
    expect(dateInWords(Date.UTC(2026, 2, 31, 22, 30), "nb")).toBe("1. april 2026");
    expect(dateInWords(Date.UTC(2026, 11, 31, 22, 30), "en")).toBe("31 December 2026");
  });
  it("keep file names from becoming links, lines or disguises", () => {
    expect(sayableName("http://vinn.example/premie.pdf")).toBe("vinn.example/premie.pdf");
    expect(sayableName("a\r\nBcc: b")).toBe("a Bcc: b");
    expect(sayableName("fdp\u202Egnp.exe")).toBe("fdp gnp.exe");
    expect(sayableName(`${"x".repeat(200)}.pdf`).length).toBeLessThanOrEqual(80);
  });
});
