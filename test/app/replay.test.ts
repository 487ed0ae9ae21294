/** Stored messages read again: nothing differs with the same checklist, item by item with a changed one, and nothing is changed by it. */
import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { agencyFolder, root } from "#cli/root.ts";
import { compareReadings, isSame } from "#core/compare-readings.ts";
import { reading } from "#test/support/case-world.ts";
import { temporaryFolder } from "#test/support/folder.ts";
import { newPlace, type Place, replies, work } from "#test/support/worker.ts";

describe("two readings", () => {
  it("are the same where every item, document, kind and language is", () => {
    expect(isSame(compareReadings(reading(), reading({ flags: [{ code: "withdrawn", items: [], evidence: [] }] }), false))).toBe(true);
  });

  it("differ by item, with the parts that lack", () => {
    const { items } = compareReadings(reading({ items: { 3: ["phone"], 12: "missing" } }), reading({ items: { 3: ["phone", "email"] } }), false);
    expect(items).toMatchObject([
      { item: 3, before: "incomplete", after: "incomplete", missingBefore: ["phone"], missingAfter: ["phone", "email"] },
      { item: 12, before: "missing", after: "complete" },
    ]);
  });

  it("differ in their answers only where that is asked for", () => {
    const [one, other] = [reading({ title: "Ett" }), reading({ title: "Et annet" })];
    expect(isSame(compareReadings(one, other, false))).toBe(true);
    expect(compareReadings(one, other, true).items).toMatchObject([{ item: 1, otherValue: true }]);
  });

  it("differ in items that only one checklist has, in documents, kind and language", () => {
    const before = reading({ documents: { cv: "missing" }, language: "nb" });
    const after = { ...reading({ kind: "supplement", language: "nn" }), items: before.items.slice(0, -1) };
    const difference = compareReadings(before, after, false);
    expect(difference).toMatchObject({ kind: { before: "application", after: "supplement" }, language: { after: "nn" } });
    expect(difference.items.at(-1)).toMatchObject({ item: 16, after: null });
    expect(difference.documents).toContainEqual({ document: "project_description", before: "present", after: "missing" });
  });
});

describe("mottak replay", { timeout: 120_000 }, () => {
  let place: Place;
  const mottak = (...words: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "src", "cli", "main.ts"), ...words, "--data", place.data], {
      encoding: "utf8",
      env: { PATH: process.env["PATH"] ?? "" },
    });
    return { status, stdout, stderr };
  };
  const lines = (text: string) =>
    text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));

  beforeAll(async () => {
    place = newPlace();
    for (const name of ["andre/01-etter-introduksjonsprogrammet", "andre/13-journalist", "prosa/10-reisedokument"])
      copyFileSync(join(root, "fixtures", "mail", `${name}.eml`), join(place.inbox, `${name.replace("/", "-")}.eml`));
    await work(place);
  }, 120_000);

  it("finds no difference with the checklist that the messages were read with", () => {
    const { status, stdout } = mottak("replay", "--since", "2020-01-01", "--values", "--json");
    expect(lines(stdout)).toEqual([{ read: 3, same: 3, differs: 0, toldOtherwise: 0, failed: 0, removed: 0, items: {} }]);
    expect(status).toBe(0);
  });

  it("shows which answers a changed checklist would change, and changes nothing", () => {
    const folder = temporaryFolder();
    cpSync(agencyFolder("udi"), folder, { recursive: true });
    const file = join(folder, "catalogue.json");
    const catalogue = JSON.parse(readFileSync(file, "utf8"));
    catalogue.version = "udi-trial";
    catalogue.items = catalogue.items.filter((item: { number: number }) => item.number !== 16);
    writeFileSync(file, JSON.stringify(catalogue));
    const dump = mottak("report", "--list", "--json", "--since", "2020-01-01").stdout;
    const sent = replies(place);
    const { status, stdout } = mottak("replay", "--since", "2020-01-01", "--catalogue", folder, "--json");
    expect(status).toBe(1);
    const all = lines(stdout);
    expect(all.at(-1)).toMatchObject({ read: 3, same: 1, differs: 2 });
    for (const one of all.slice(0, -1)) expect(one).toMatchObject({ outcome: "differs", difference: { items: [{ item: 16, after: null }] } });
    expect(mottak("replay", "--since", "2020-01-01", "--catalogue", folder).stdout).toMatch(/item 16: \w+.* -> none/);
    expect(mottak("report", "--list", "--json", "--since", "2020-01-01").stdout).toBe(dump);
    expect(replies(place)).toEqual(sent);
  });

  it("names a folder that is none, and asks for a day", () => {
    expect(mottak("replay", "--since", "2020-01-01", "--catalogue", "/nowhere")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("catalogue.json"),
    });
    expect(mottak("replay").status).toBe(2);
  });

  it("leaves messages out that were received on other days", () => {
    expect(lines(mottak("replay", "--since", "2020-01-01", "--until", "2020-02-01", "--json").stdout)).toMatchObject([{ read: 0 }]);
  });
});
