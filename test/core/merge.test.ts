import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ItemAssessment } from "#core/assessment.ts";
import { mergeAssessment, mergeItem } from "#core/merge.ts";
import { isSameName } from "#core/people/same-name.ts";
import { isComplete, outstandingIn } from "#core/reply-content.ts";
import { agency, file, type ItemSays, type Reading, reading } from "#test/support/case-world.ts";

const item = (number: number) => {
  const found = agency.catalogue.items.find((one) => one.number === number);
  if (!found) throw new Error(`no item ${number}`);
  return found;
};
const says = (number: number, what: ItemSays): ItemAssessment => {
  const found = reading({ items: { [number]: what } }).items.find((one) => one.item === number);
  if (!found) throw new Error(`no item ${number}`);
  return found;
};
const join = (number: number, old: ItemSays, fresh: ItemSays): ItemAssessment => mergeItem(item(number), says(number, old), says(number, fresh));
const person = (name: string, missingParts: string[], value: Record<string, string> = {}): Partial<ItemAssessment> => ({
  status: missingParts.length ? "incomplete" : "complete",
  missingParts,
  value: { name, ...value },
});

describe("an item of a case and of a later mail", () => {
  it("keeps what was there where the new mail says nothing", () => {
    expect(join(12, ["end"], "missing").missingParts).toEqual(["end"]);
    expect(join(12, "complete", "missing").status).toBe("complete");
  });
  it("adds parts together", () => {
    expect(join(8, ["raw_data_reason"], ["variables", "justification", "detail_level"])).toMatchObject({ status: "complete", missingParts: [] });
    expect(join(15, ["linker", "key_holder"], ["other_data", "linker"])).toMatchObject({ status: "incomplete", missingParts: ["linker"] });
  });
  it("completes the same person and keeps the other details", () => {
    const merged = join(3, person("Jon Viken", ["phone"], { email: "jon@x.example" }), person("Jon", ["email", "address"], { phone: "57 67 61 50" }));
    expect(merged).toMatchObject({ status: "complete", value: { email: "jon@x.example", phone: "57 67 61 50" } });
  });
  it("does not give one person another person's telephone", () => {
    const merged = join(3, person("Jon Viken", ["phone"], { email: "jon@x.example" }), person("Eva Dahl", ["email", "address"], { phone: "1" }));
    expect(merged).toMatchObject({ status: "incomplete", value: { name: "Jon Viken" } });
    expect(join(3, person("Jon Viken", ["phone"]), person("Eva Dahl", ["address"])).value).toEqual({ name: "Eva Dahl" });
  });
  it("takes a new whole answer in place of the old one", () => {
    expect(
      join(12, { status: "complete", value: { start: "2026", end: "2028" } }, { status: "complete", value: { start: "2026", end: "2029" } }).value,
    ).toEqual({ start: "2026", end: "2029" });
  });
  it("lets silence about a conditional point stand against no answer", () => {
    expect(join(5, ["phone"], "not_applicable")).toMatchObject({ status: "incomplete" });
    const said = { status: "not_applicable" as const, evidence: [{ source: "body", page: null, block: 0, quote: "Ikke aktuelt.", part: null }] };
    expect(join(5, ["phone"], said).status).toBe("not_applicable");
    expect(join(5, "not_applicable", ["phone"])).toMatchObject({ status: "incomplete", missingParts: ["phone"] });
  });
  it("is unclear where the new mail says something that nobody could read, unless it was complete", () => {
    expect(join(16, "missing", "unclear").status).toBe("unclear");
    expect(join(16, "complete", "unclear").status).toBe("complete");
    expect(join(16, "unclear", "complete").status).toBe("complete");
  });
});

describe("the participants of a case", () => {
  const before: Partial<ItemAssessment> = {
    status: "incomplete",
    missingParts: ["title"],
    value: {
      participants: [
        { name: "Marte Haug", title: "forsker", institution: "X" },
        { name: "Ayaan Warsame Nordeide", institution: "X" },
        { name: "Liv Tuft", institution: "X" },
      ],
    },
    lacking: { title: ["Ayaan Warsame Nordeide", "Liv Tuft"] },
  };
  it("are complete when the last one who lacked a part has it", () => {
    const first = join(6, before, { status: "complete", value: { participants: [{ name: "Liv Tuft", title: "postdoktor" }] } });
    expect(first).toMatchObject({ status: "incomplete", missingParts: ["title"], lacking: { title: ["Ayaan Warsame Nordeide"] } });
    const second = mergeItem(item(6), first, says(6, { status: "complete", value: { participants: [{ name: "Ayaan", title: "stipendiat" }] } }));
    expect(second).toMatchObject({ status: "complete", missingParts: [] });
    expect(second.lacking).toBeUndefined();
    expect(second.value?.["participants"]).toHaveLength(3);
  });
  it("are replaced by a whole new list", () => {
    const list = ["Marte Haug", "Liv Tuft", "Per Lie"].map((name) => ({ name, title: "forsker", institution: "X" }));
    expect(join(6, before, { status: "complete", value: { participants: list } }).value).toEqual({ participants: list });
  });
  it("grow by a person who lacks something", () => {
    const merged = join(
      6,
      { ...before, status: "complete", missingParts: [], lacking: {} },
      {
        status: "incomplete",
        missingParts: ["institution"],
        value: { participants: [{ name: "Per Lie", title: "forsker" }] },
        lacking: { institution: ["Per Lie"] },
      },
    );
    expect(merged).toMatchObject({ status: "incomplete", missingParts: ["institution"], lacking: { institution: ["Per Lie"] } });
  });
});

describe("a case", () => {
  const two = (first: Reading, second: Reading) =>
    mergeAssessment(mergeAssessment(null, reading(first), agency.catalogue).merged, reading({ kind: "supplement", ...second }), agency.catalogue);
  it("needs one of a pair: the other need not be answered", () => {
    const { merged, brought } = two({ items: { 8: "missing", 9: "missing" } }, { items: { 9: "complete" } });
    expect(merged.items.filter((one) => one.item === 8 || one.item === 9).map((one) => one.status)).toEqual(["not_applicable", "complete"]);
    expect(brought.items).toEqual([9]);
  });
  it("forgets a locked file once it comes unlocked, under its own name or as the same kind of document", () => {
    const locked = file("DPIA underhald.pdf", ["other"], "encrypted");
    const start = { documents: { dpia: "unreadable" }, attachments: [locked] } as const;
    expect(
      two(start, { documents: { dpia: "present" }, attachments: [file("DPIA underhald_utan passord.pdf", ["dpia"])] }).merged.unreadable,
    ).toEqual([]);
    expect(
      two(
        { ...start, attachments: [file("skjema.pdf", ["dpia"], "encrypted")] },
        { documents: { dpia: "present" }, attachments: [file("ny.pdf", ["dpia"])] },
      ).merged.unreadable,
    ).toEqual([]);
    expect(two(start, { attachments: [file("CV.pdf", ["cv"])] }).merged.unreadable).toEqual([locked]);
  });
  it("asks for the document where the file that could not be opened is gone", () => {
    const { merged } = two(
      { documents: { dpia: "unreadable" }, attachments: [file("skjema.pdf", ["dpia"], "corrupt")] },
      { attachments: [file("skjema.pdf", ["other"])] },
    );
    expect(outstandingIn(merged, agency.catalogue)).toMatchObject({ unreadable: [], documentsMissing: ["dpia"] });
  });
  it("is not kept from being complete by a locked file in which nothing is needed", () => {
    const { merged } = mergeAssessment(null, reading({ attachments: [file("notat.docx", ["other"], "encrypted")] }), agency.catalogue);
    expect(isComplete(outstandingIn(merged, agency.catalogue), merged)).toBe(true);
  });
  it("keeps a present document when it comes again damaged", () => {
    expect(two({}, { documents: { cv: "unreadable" }, attachments: [file("CV.pdf", ["cv"], "corrupt")] }).merged.documents["cv"]).toEqual({
      status: "present",
    });
  });
  it("notes an answer that changed", () => {
    const { brought } = two({ title: "A" }, { items: { 1: "complete" }, title: "B" });
    expect(brought.replaced).toEqual([{ item: 1, before: { title: "A" }, after: { title: "B" } }]);
  });

  const status = fc.constantFrom<ItemSays>("complete", "missing", "not_applicable", "unclear", ["phone"], ["name", "email"]);
  it("never loses a complete answer to a later mail, whatever it says", () => {
    fc.assert(
      fc.property(fc.array(status, { minLength: 1, maxLength: 6 }), (later) => {
        let merged = mergeAssessment(null, reading({ items: { 3: "complete" } }), agency.catalogue).merged;
        for (const one of later) merged = mergeAssessment(merged, reading({ kind: "supplement", items: { 3: one } }), agency.catalogue).merged;
        expect(merged.items[2]?.status).toBe("complete");
      }),
    );
  });
  it("lacks no more after a mail than before it", () => {
    fc.assert(
      fc.property(status, status, (old, fresh) => {
        const before = mergeAssessment(null, reading({ items: { 3: old } }), agency.catalogue).merged;
        const after = mergeAssessment(before, reading({ kind: "supplement", items: { 3: fresh } }), agency.catalogue).merged;
        const parts = (merged: typeof before): number => outstandingIn(merged, agency.catalogue).asks.reduce((sum, ask) => sum + ask.parts.length, 0);
        if (old !== "not_applicable" && old !== "unclear") expect(parts(after)).toBeLessThanOrEqual(parts(before));
      }),
    );
  });
});

describe("a name", () => {
  it.each([
    ["Ayaan", "Ayaan Warsame Nordeide", true],
    ["NORDEIDE, Ayaan", "Ayaan Warsame Nordeide", true],
    ["Per Lie", "Per Li", false],
    ["Per", "Kari", false],
    ["", "Kari", false],
  ])("%s is %s: %s", (one, other, same) => {
    expect([isSameName(one, other), isSameName(other, one)]).toEqual([same, same]);
  });
});
