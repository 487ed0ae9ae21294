import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { openPageDrawer } from "#edges/read/page-picture.ts";

const pdf = readFileSync("fixtures/documents/skjema.pdf");
const draw = openPageDrawer();

it("draws a page with the place framed", { timeout: 60_000 }, async () => {
  const plain = await draw(pdf, 1, null);
  const framed = await draw(pdf, 1, { x: 50, y: 50, width: 200, height: 20 });
  expect(
    Buffer.from(plain ?? [])
      .subarray(1, 4)
      .toString(),
  ).toBe("PNG");
  expect(Buffer.compare(Buffer.from(plain ?? []), Buffer.from(framed ?? []))).not.toBe(0);
});

it("gives nothing where there is no such page or no PDF", { timeout: 60_000 }, async () => {
  expect(await draw(pdf, 99_999, null)).toBeNull();
  expect(await draw(new TextEncoder().encode("%PDF-1.7\nnothing"), 1, null)).toBeNull();
});
