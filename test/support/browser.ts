/** Debian's Chromium, driven by playwright-core, and axe in every page. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { expect } from "vitest";
import { programs } from "./servers.ts";

/** Without the flags on networking, Chromium looks for hosts of its maker. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: programs.chromium ?? "", args: flags });

/** A person at a screen of their own, with a browser that prefers bokmål. */
export const person = (browser: Browser): Promise<BrowserContext> =>
  browser.newContext({ locale: "nb-NO", viewport: { width: 1400, height: 1000 }, acceptDownloads: true, bypassCSP: false });

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

type Violation = { id: string; nodes: { target: string[]; failureSummary: string }[] };

/** Fails with the rules of WCAG 2.1 A and AA that the page breaks. The page's policy lets no script in, so axe comes by the debugger. */
export const expectAccessible = async (page: Page): Promise<void> => {
  await page.evaluate(axeSource);
  await page.evaluate(() => {
    for (const one of document.querySelectorAll("details")) one.open = true;
  });
  const violations = (await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: (context: Document, options: object) => Promise<{ violations: Violation[] }> } };
    return (await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] })).violations;
  })) as Violation[];
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(" ")} ${node.failureSummary}`).join(" | ")}`)).toEqual(
    [],
  );
};
