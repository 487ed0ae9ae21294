/** Where the line between answers and near misses lies, measured on messages that were set apart. */
import { describe, expect, it } from "vitest";
import { shifted, shiftsOf } from "#core/prose/calibration.ts";

const sample = (strength: number, answered: boolean) => ({ recogniser: "storage", strength, answered });

describe("shiftsOf", () => {
  it("moves a part up whose answers are found too faintly", () => {
    const samples = [...Array.from({ length: 9 }, () => sample(0.35, true)), sample(0.1, false), sample(0.05, false)];
    const shift = shiftsOf(samples)["storage"] ?? 0;
    expect(shift).toBeGreaterThan(0.6);
    expect(shift).toBeLessThan(2.1);
  });
  it("moves a part down whose near misses are found too strongly", () => {
    const samples = [...Array.from({ length: 9 }, () => sample(0.97, true)), ...Array.from({ length: 4 }, () => sample(0.7, false))];
    expect(shiftsOf(samples)["storage"] ?? 0).toBeLessThan(-0.8);
  });
  it("leaves a part alone that is right, and for a single message does not move far", () => {
    expect(shiftsOf([sample(0.9, true), sample(0.2, false)])["storage"]).toBe(0);
    expect(Math.abs(shiftsOf([sample(0.05, true)])["storage"] ?? 0)).toBeLessThanOrEqual(2);
  });
});

describe("shifted", () => {
  it("moves the log-odds of the named parts and of no other", () => {
    const model = { version: 1, trainedOn: { phrases: 0, hash: "" }, parts: { storage: { bias: -1, "c:place": 2 }, linker: { bias: 0.5 } } };
    expect(shifted(model, { storage: 0.4 }).parts).toEqual({ storage: { bias: -0.6, "c:place": 2 }, linker: { bias: 0.5 } });
  });
});
