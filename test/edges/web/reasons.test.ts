/** Why the machine thinks so, as a case handler reads it. */
import { expect, it } from "vitest";
import type { ItemAssessment } from "#core/assessment.ts";
import { testWeb } from "#test/support/web-desk.ts";

const accepted = (rule: string, because: string): ItemAssessment["trace"][number] => ({
  rule,
  part: null,
  verdict: "accepted",
  because,
  evidence: null,
  strength: 0.9,
});

/** The words of the page outside of what is marked as English. */
const norwegian = (page: string): string => page.replaceAll(/<ul lang="en">.*?<\/ul>/gs, "");

it("says why in the page's language; the reader's own words are folded and marked as English", async () => {
  const web = testWeb();
  const { desk } = web;
  const opened = desk.open;
  Object.assign(desk, {
    open: async (wanted: string) => {
      const found = await opened(wanted);
      if (!found?.view.merged) return found;
      const items = found.view.merged.items.map((item) => ({
        ...item,
        evidence: [{ source: "body", page: null, block: 0, quote: "Hei", part: null }],
        trace: [accepted("prose", "not under the point's own label"), accepted("title.future", "some new rule")],
      }));
      return { ...found, view: { ...found.view, merged: { ...found.view.merged, items } } };
    },
  });
  const { cookie } = web.login();
  const page = await (await web.get("/sak/2026-0001", { cookie })).text();
  expect(norwegian(page)).toContain("Setningen svarer på spørsmålet, slik leseren har lært av eksempler");
  expect(norwegian(page)).toContain("Et annet kjennetegn i teksten");
  expect(page).toContain("not under the point&#39;s own label");
  expect(norwegian(page)).not.toContain("own label");
  expect(norwegian(page)).not.toContain("some new rule");
});
