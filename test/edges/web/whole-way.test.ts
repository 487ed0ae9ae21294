/** In a real browser: from a dropped message to a released reply and an exported package; by keyboard alone; two people on one case. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { expectAccessible, openBrowser, person } from "#test/support/browser.ts";
import { temporaryFolder } from "#test/support/folder.ts";
import { describeWith } from "#test/support/servers.ts";
import { type Running, startProgram, waitFor } from "#test/support/running.ts";

const application = "fixtures/mail/gapte/08-reis-retur.eml";
const absence = "fixtures/mail/universitet/12-fravaer-professor.eml";

describeWith(
  "chromium",
  "the staff pages in Chromium",
  () => {
    let browser: Browser;
    let running: Running;
    let page: Page;

    beforeAll(async () => {
      [browser, running] = await Promise.all([openBrowser(), startProgram({ MOTTAK_MODE: "hold" })]);
      running.drop(application);
      running.drop(absence);
      page = await (await person(browser)).newPage();
      await page.goto(running.link);
      await waitFor(async () => {
        await page.goto(running.address);
        return (await page.locator("a.row-link").count()) >= 2;
      }, 90_000);
    }, 180_000);

    afterAll(async () => {
      await browser?.close();
      await running?.stop();
    });

    it("opens with a link that works once", async () => {
      expect(await page.title()).toMatch(/^Innboks/);
      const other = await (await person(browser)).newPage();
      const answer = await other.goto(running.link);
      expect(answer?.status()).toBe(401);
      expect(await other.textContent("h1")).toBe("Du er ikke logget inn");
      expect((await other.goto(`${running.address}/sak/2026-0001`))?.status()).toBe(401);
      await expectAccessible(other);
      await other.context().close();
    });

    it("hides nothing: what a machine wrote is a line too", async () => {
      await page.goto(`${running.address}/?vis=other`);
      expect(await page.locator("tbody tr").count()).toBe(1);
      expect(await page.textContent("tbody")).toContain("Skrevet av en maskin");
    });

    it("has every page accessible in every language", async () => {
      const pages = [
        "/",
        "/?vis=closed",
        "/?sok=finnesikke",
        "/sak/2026-0001",
        "/sak/2026-0001?punkt=1&sted=0",
        "/drift",
        "/nothing",
        `${await hrefOf(page, "/?vis=other")}`,
      ];
      for (const language of ["nn", "en", "nb"])
        for (const path of pages) {
          await page.goto(`${running.address}/sprak/${language}?til=${encodeURIComponent(path)}`);
          expect(await page.getAttribute("html", "lang")).toBe(language);
          await expectAccessible(page);
        }
    });

    it("needs no sideways scrolling on a screen of 320 pixels", async () => {
      await page.setViewportSize({ width: 320, height: 900 });
      for (const path of ["/", "/sak/2026-0001", "/drift"]) {
        await page.goto(`${running.address}${path}`);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
      }
      await page.setViewportSize({ width: 1400, height: 1000 });
    });

    it("links an item to the line that proves it, and the line to its item", async () => {
      await page.goto(`${running.address}/sak/2026-0001`);
      const answered = page.locator("details.answered > summary");
      if ((await answered.count()) > 0 && (await page.locator("details.answered[open]").count()) === 0) await answered.click();
      const item = page
        .locator("article.item")
        .filter({ has: page.locator(".proof a") })
        .first();
      const quote = (await item.locator("blockquote").first().textContent()) ?? "";
      await item.locator(".proof a").first().click();
      await page.waitForURL(/punkt=\d+&sted=0#merke$/);
      const shown = await page.locator("#merke mark").allTextContents();
      expect(shown.join(" ")).toContain(quote.replace(/ …$/, "").slice(0, 20));
      await page.locator("#merke .mark-link").first().click();
      await page.waitForURL(/#punkt-\d+$/);
      expect(await page.locator("article.item.is-chosen").count()).toBe(1);
    });

    it("tells the second of two people, and loses nothing of what they wrote", async () => {
      await page.goto(`${running.address}/sak/2026-0001`);
      const second = await page.context().newPage();
      await second.goto(`${running.address}/sak/2026-0001`);
      for (const one of [page, second]) await openDetails(one, "details.correct");
      await correct(page, "Første retter");
      await page.waitForURL(/gjort=correct/);
      expect(await page.textContent(".outcome")).toContain("Rettelsen er lagret");
      await correct(second, "Andre retter");
      expect(await second.textContent(".outcome")).toContain("Noen andre var først");
      expect(await second.textContent(".outcome")).toContain("Andre retter");
      await expectAccessible(second);
      await second.close();
    });

    it("releases a held reply as it was edited, by keyboard alone", async () => {
      await page.goto(`${running.address}/sak/2026-0001`);
      expect(running.sent()).toEqual([]);
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement?.className)).toBe("ds-skip-link");
      await tabTo(page, "textarea.reply-text");
      await page.keyboard.press("Control+End");
      await page.keyboard.type("\nVennlig hilsen Kari i statistikk\n");
      await tabTo(page, "button[value=release]");
      await page.keyboard.press("Enter");
      await page.waitForURL(/gjort=release/);
      expect(await page.textContent(".outcome")).toContain("Svaret er frigitt");
      const [name = ""] = await waitFor(() => (running.sent().length > 0 ? running.sent() : null), 15_000);
      const mail = readFileSync(join(running.outbox, name), "latin1");
      expect(mail).toContain("Vennlig hilsen Kari i statistikk");
      expect(mail.match(/Vennlig hilsen Kari/g)?.length).toBe(2);
      await waitFor(async () => {
        await page.goto(`${running.address}/sak/2026-0001`);
        return ((await page.textContent(".timeline")) ?? "").includes("Svaret ble sendt");
      }, 15_000);
    });

    it("gives a package that validates against the archive's schema", async () => {
      await page.goto(`${running.address}/sak/2026-0001`);
      const [download] = await Promise.all([page.waitForEvent("download"), page.click(".export button")]);
      const folder = temporaryFolder();
      const zip = join(folder, download.suggestedFilename());
      await download.saveAs(zip);
      execFileSync("python3", ["-m", "zipfile", "-e", zip, folder]);
      const made = join(folder, download.suggestedFilename().replace(/\.zip$/, ""));
      execFileSync("sha256sum", ["--check", "--quiet", "SHA256SUMS"], { cwd: made });
      expect(existsSync(join(made, "outgoing-01/mail.eml"))).toBe(true);
      const schema = "fixtures/noark5/arkivmelding.xsd";
      execFileSync("xmllint", ["--noout", "--nonet", "--schema", schema, join(made, "arkivmelding.xml")], { stdio: "pipe" });
    });

    it("runs nothing and shows nothing of a sender's HTML", async () => {
      const answer = await page.goto(`${running.address}/sak/2026-0001`);
      expect(answer?.headers()["content-security-policy"]).toContain("default-src 'none'");
      expect(await page.locator("script").count()).toBe(0);
      const original = await page.request.get(`${running.address}${await page.locator(".document-bar a").first().getAttribute("href")}`);
      expect(original.headers()["content-disposition"]).toMatch(/^attachment/);
      expect(original.headers()["content-security-policy"]).toBe("default-src 'none'; sandbox");
      expect(original.headers()["content-type"]).toBe("application/octet-stream");
      expect(original.headers()["x-content-type-options"]).toBe("nosniff");
    });
  },
  { timeout: 120_000 },
);

const hrefOf = async (page: Page, list: string): Promise<string | null> => {
  await page.goto(new URL(list, page.url()).href);
  return page.locator("a.row-link").first().getAttribute("href");
};

const openDetails = async (page: Page, selector: string): Promise<void> => {
  const first = page.locator("article.item").first();
  if (!(await first.isVisible())) await page.locator("details.answered > summary").click();
  await first.locator(`${selector} > summary`).click();
};

const correct = async (page: Page, why: string): Promise<void> => {
  const form = page.locator("article.item").first().locator("details.correct form");
  await form.locator("select[name=status]").selectOption("complete");
  await form.locator("input[name=why]").fill(why);
  await form.locator("button").click();
  await page.waitForLoadState();
};

/** Presses Tab until the element has the focus; fails where it cannot be reached. */
const tabTo = async (page: Page, selector: string): Promise<void> => {
  for (let pressed = 0; pressed < 400; pressed += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${selector} cannot be reached by keyboard`);
};
