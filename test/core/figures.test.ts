/** The figures of the operations page, from plain facts. */
import { describe, expect, it } from "vitest";
import { type FigureRows, figuresOf } from "#core/figures.ts";

const none: FigureRows = { received: [], answered: [], applications: [], corrected: [] };
const at = (text: string) => Date.parse(text);

describe("figures", () => {
  it("count by the days of the clock on the wall, also over a change of time", () => {
    const now = at("2026-10-26T10:00:00Z");
    const { days } = figuresOf({ ...none, received: [at("2026-10-24T22:30:00Z"), at("2026-10-25T22:30:00Z")] }, now, 3);
    expect(days).toEqual([
      { day: "2026-10-24", received: 0, answered: 0 },
      { day: "2026-10-25", received: 2, answered: 0 },
      { day: "2026-10-26", received: 0, answered: 0 },
    ]);
  });
  it("sort answers by how long they took", () => {
    const took = (seconds: number) => ({ receivedAt: 0, sentAt: seconds * 1000 });
    const { times } = figuresOf({ ...none, answered: [took(5), took(59), took(60), took(3_599), took(7_200), took(90_000)] }, 0, 1);
    expect(times.map(({ count }) => count)).toEqual([2, 1, 1, 1, 1]);
  });
  it("look at the first mail of a case only", () => {
    const mail = (reference: string, action: string, ...missing: number[]) => ({
      reference,
      action,
      items: [...missing.map((item) => ({ item, status: "missing" as const })), { item: 16, status: "unclear" as const }],
    });
    const { first, lacking } = figuresOf(
      { ...none, applications: [mail("A", "request_missing", 3, 12), mail("A", "receipt"), mail("B", "receipt"), mail("C", "handover", 12)] },
      0,
      1,
    );
    expect(first).toEqual([
      { outcome: "receipt", count: 1 },
      { outcome: "request_missing", count: 1 },
      { outcome: "other", count: 1 },
    ]);
    expect(lacking).toEqual([
      { item: 12, count: 2 },
      { item: 3, count: 1 },
    ]);
  });
  it("rank corrections", () => {
    expect(figuresOf({ ...none, corrected: [3, 12, 3] }, 0, 1).corrections).toEqual([
      { item: 3, count: 2 },
      { item: 12, count: 1 },
    ]);
  });
});
