import { chmodSync, mkdirSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { keptFolder } from "#edges/read/kept-folder.ts";
import { temporaryFolder } from "#test/support/folder.ts";

const usual = (parent: string): string => join(parent, `mottak-read-${process.getuid?.()}`);

describe("the folder that is kept between runs", () => {
  it("is the same each time, and its owner's alone", () => {
    const parent = temporaryFolder();
    expect([keptFolder(parent), keptFolder(parent)]).toEqual([usual(parent), usual(parent)]);
    expect(statSync(usual(parent)).mode & 0o077).toBe(0);
  });
  it.each([
    ["a link that somebody laid there", (at: string, parent: string) => symlinkSync(mkdirIn(parent), at)],
    ["a folder that others may write into", (at: string) => chmodSync(mkdirAt(at), 0o777)],
  ])("is not %s", (_, lay) => {
    const parent = temporaryFolder();
    lay(usual(parent), parent);
    expect(keptFolder(parent)).not.toBe(usual(parent));
  });
});

const mkdirAt = (path: string): string => {
  mkdirSync(path);
  return path;
};
const mkdirIn = (parent: string): string => mkdirAt(join(parent, "theirs"));
