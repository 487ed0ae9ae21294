import { mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openStore } from "#edges/store/store.ts";
import { temporaryFolder } from "#test/support/folder.ts";

it("a new database is its owner's alone, also in a folder that others may look into", async () => {
  const folder = join(temporaryFolder(), "open");
  mkdirSync(folder, { mode: 0o755 });
  const store = await openStore({ url: `sqlite:${join(folder, "mottak.db")}` });
  const modes = readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o077);
  await store.close();
  expect(new Set(modes)).toEqual(new Set([0]));
});
