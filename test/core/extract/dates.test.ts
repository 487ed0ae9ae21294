import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lastOf } from "#core/extract/calendar.ts";
import { findRanges } from "#core/extract/date-ranges.ts";
import { findDates, findDurations } from "#core/extract/dates.ts";

const isos = (text: string): string[] => findDates(text).map((hit) => hit.iso);
const ranges = (text: string): string[] => findRanges(text, findDates(text)).map((range) => `${range.first.iso}..${range.last.iso}`);

describe("findDates", () => {
  it.each([
    ["1.8.26", ["2026-08-01"]],
    ["01.09.2026", ["2026-09-01"]],
    ["1. august 2026", ["2026-08-01"]],
    ["tirsdag den 6. oktober 2026", ["2026-10-06"]],
    ["15/1 2027", ["2027-01-15"]],
    ["30-09-2029", ["2029-09-30"]],
    ["2026-10-01", ["2026-10-01"]],
    ["2026-10", ["2026-10"]],
    ["09/2026", ["2026-09"]],
    ["1 okt 2026", ["2026-10-01"]],
    ["den første september 2026", ["2026-09-01"]],
    ["the thirtieth of September 2027", ["2027-09-30"]],
    ["March 1st, 2025", ["2025-03-01"]],
    ["1 januar 2027", ["2027-01-01"]],
    ["31 augusti 2029", ["2029-08-31"]],
    ["høsten 2026", ["2026"]],
    ["hausten 2026", ["2026"]],
    ["spring of 2027", ["2027"]],
    ["Q3 2026", ["2026"]],
    ["2. kvartal 2026", ["2026"]],
    ["uke 34 i 2026", ["2026-08"]],
    ["august 2026", ["2026-08"]],
    ["jan. 27", ["2027-01"]],
    ["utgangen av 2029", ["2029"]],
    ["ut 2029", ["2029"]],
    ["siste februar 2028", ["2028-02"]],
    ["uke 34 i 2026 (17. august)", ["2026-08-17"]],
    ["utgangen av 2029 (31.12.2029)", ["2029-12-31"]],
    ["våren 2027, med start i februar", ["2027", "2027-02"]],
    ["2. juni 2026 og november same året", ["2026-06-02", "2026-11"]],
    ["2026–2029", ["2026", "2029"]],
    ["2026-29", ["2026", "2029"]],
    ["31.02.2027", ["2027-02-28"]],
  ])("reads %s", (text, expected) => {
    expect(isos(text)).toEqual(expected);
  });

  it.each([
    "ref. 2025/4411",
    "SAXO-2026-044",
    "kl. 10.30",
    "punkt 3.12.2",
    "tlf 22 85 50 50",
    "12 345 678 kroner",
    "you may start in time",
    "45.13.2026",
  ])("finds no date in %s", (text) => {
    expect(isos(text)).toEqual([]);
  });

  it("gives verbatim text with its place", () => {
    const text = "Prosjektet varer fra tirsdag 6. oktober 2026 og ut juli 2029.";
    for (const hit of findDates(text)) expect(text.slice(hit.start, hit.end)).toBe(hit.text);
    expect(findDates(text).map((hit) => hit.bound)).toEqual([null, "end"]);
  });
});

describe("findRanges", () => {
  it.each([
    ["01.09.2026–31.08.2030", ["2026-09-01..2030-08-31"]],
    ["1/10 2026 to 30/9 2029", ["2026-10-01..2029-09-30"]],
    ["fra mars til juni 2024", ["2024-03..2024-06"]],
    ["mellom 1. januar 2015 og 31. desember 2017", ["2015-01-01..2017-12-31"]],
    ["fra: 10.03.2026\ntil: 31.12.2027", ["2026-03-10..2027-12-31"]],
    ["går fra 15. august 2025 og ut juli 2029", ["2025-08-15..2029-07"]],
    ["from autumn 2026 through the end of 2029", ["2026..2029"]],
    ["oktober 2026 t.o.m. september 2029", ["2026-10..2029-09"]],
    ["mai og september 2028", []],
    ["31.12.2029 til 1.1.2026", []],
  ])("reads %s", (text, expected) => {
    expect(ranges(text)).toEqual(expected);
  });
});

describe("lengths", () => {
  it.each([
    ["tre år", 36],
    ["36 months", 36],
    ["treårig", 36],
    ["halvannet år", 18],
    ["the four-year project", 48],
    ["48 mnd.", 48],
  ])("reads %s", (text, months) => {
    expect(findDurations(text).map((one) => one.months)).toEqual([months]);
  });
  it("counts the last day in", () => {
    expect(lastOf("2026-03-01", 36)).toBe("2029-02-28");
    expect(lastOf("2026-08-15", 24)).toBe("2028-08-14");
    expect(lastOf("2027-01", 36)).toBe("2029-12");
    expect(lastOf("2026-10-31", 4)).toBe("2027-02-28");
    expect(lastOf("2026", 48)).toBe("2029");
  });
});

describe("any text", () => {
  const piece = fc.constantFrom(
    "1. ",
    "august ",
    "2026",
    "-",
    "–",
    " til ",
    "fra ",
    ".",
    "/",
    "(",
    ")",
    " og ",
    "12",
    "31.12.29",
    "måned ",
    "uke ",
    "siste ",
    "utgangen av ",
    "Q",
    "\n",
    "mai",
    "'",
    " ",
  );
  it("gives offsets that fit and dates that the calendar has", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary", maxLength: 200 }),
          fc.array(piece, { maxLength: 60 }).map((parts) => parts.join("")),
        ),
        (text) => {
          const hits = findDates(text);
          let before = 0;
          for (const hit of hits) {
            expect(text.slice(hit.start, hit.end)).toBe(hit.text);
            expect(hit.start).toBeGreaterThanOrEqual(before);
            before = hit.end;
            expect(Number.isNaN(Date.parse(hit.iso))).toBe(false);
          }
          findRanges(text, hits);
          findDurations(text);
        },
      ),
      { numRuns: 400 },
    );
  });
  it.each(["1. ", "fra ", "2026-", "til og med ", "a ", "1.1.2026 til ", "utgangen av ", " ", "(", "maimai ", "måned 1 "])(
    "takes little time on %j a thousand times over",
    (part) => {
      const text = part.repeat(Math.ceil(60_000 / part.length));
      const begun = performance.now();
      findRanges(text, findDates(text));
      findDurations(text);
      expect(performance.now() - begun).toBeLessThan(2_000);
    },
  );
});
