import { mkdirSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { FilingMode } from "#app/ports.ts";
import { folderMailbox } from "#edges/mailbox/folder.ts";
import { temporaryFolder } from "#test/support/folder.ts";

const never = new AbortController().signal;
const open = (path: string, filing: FilingMode = "folders") => folderMailbox({ path, filing, filingFolder: "Mottak" }).open(never);
const old = (file: string, content = "x") => {
  writeFileSync(file, content);
  utimesSync(file, 1_700_000_000, 1_700_000_000);
};

describe("a folder of .eml files", () => {
  it("lists message files and nothing else, oldest first", async () => {
    const path = temporaryFolder();
    old(join(path, "b.eml"));
    old(join(path, "a.EML"));
    old(join(path, "notes.txt"));
    old(join(path, ".hidden.eml"));
    mkdirSync(join(path, "sub.eml"));
    const session = await open(path);
    expect((await session.list()).standing.map((one) => one.place.split("#")[0])).toEqual(["a.EML", "b.eml"]);
    await session.close();
  });

  it("takes a file when it no longer grows", async () => {
    const path = temporaryFolder();
    const session = await open(path);
    writeFileSync(join(path, "new.eml"), "half");
    expect(await session.list()).toEqual({ standing: [], incomplete: 1 });
    await sleep(250);
    writeFileSync(join(path, "new.eml"), "half and whole");
    expect((await session.list()).standing).toEqual([]);
    await sleep(500);
    const { standing } = await session.list();
    expect(standing.map((one) => one.size)).toEqual([14]);
    expect(Buffer.from((await session.fetch(standing[0]?.place ?? "")) ?? [])).toEqual(Buffer.from("half and whole"));
    await session.close();
  });

  it("takes another message under an old name as a new one", async () => {
    const path = temporaryFolder();
    old(join(path, "a.eml"), "one");
    const session = await open(path);
    const [first] = (await session.list()).standing;
    old(join(path, "a.eml"), "another");
    const [second] = (await session.list()).standing;
    expect(second?.place).not.toBe(first?.place);
    await session.close();
  });

  it("wakes within a moment when a file is dropped", async () => {
    const path = temporaryFolder();
    const session = await open(path);
    const begun = performance.now();
    setTimeout(() => writeFileSync(join(path, "a.eml"), "x"), 50);
    await session.wait(10_000, never);
    expect(performance.now() - begun).toBeLessThan(1_500);
    await session.close();
  });

  it("files a message into a folder of its own, never over another one", async () => {
    const path = temporaryFolder();
    const session = await open(path);
    for (let number = 0; number < 2; number += 1) {
      old(join(path, "a.eml"), `content ${number}`);
      const [standing] = (await session.list()).standing;
      expect(await session.file(standing?.place ?? "", "incomplete")).toBe("filed");
    }
    expect(readdirSync(join(path, "Mottak", "Mangler"))).toEqual(["a-2.eml", "a.eml"]);
    expect(await session.file("gone.eml#1-1", "complete")).toBe("gone");
    await session.close();
  });

  it("says that it is not there", async () => {
    await expect(open(join(temporaryFolder(), "nowhere"))).rejects.toMatchObject({ code: "mailbox_missing" });
    const path = temporaryFolder();
    const session = await open(path);
    rmSync(path, { recursive: true });
    await expect(session.list()).rejects.toMatchObject({ code: "mailbox_missing" });
    await session.close();
  });
});

describe("a Maildir", () => {
  const maildir = () => {
    const path = temporaryFolder();
    for (const part of ["new", "cur", "tmp"]) mkdirSync(join(path, part));
    return path;
  };

  it("is read from new/ and cur/, whole at once, and the read flag changes nothing", async () => {
    const path = maildir();
    writeFileSync(join(path, "new", "1.host"), "one");
    writeFileSync(join(path, "cur", "2.host:2,"), "two");
    writeFileSync(join(path, "tmp", "3.host"), "not yet");
    const session = await open(path);
    const places = (await session.list()).standing.map((one) => one.place).toSorted();
    expect(places).toEqual(["1.host", "2.host"]);
    renameSync(join(path, "new", "1.host"), join(path, "cur", "1.host:2,S"));
    expect((await session.list()).standing.map((one) => one.place).toSorted()).toEqual(places);
    expect(Buffer.from((await session.fetch("1.host")) ?? []).toString()).toBe("one");
    await session.close();
  });

  it("files unread messages unread and read ones read", async () => {
    const path = maildir();
    writeFileSync(join(path, "new", "1.host"), "one");
    writeFileSync(join(path, "cur", "2.host:2,S"), "two");
    const session = await open(path);
    await session.list();
    await session.file("1.host", "complete");
    await session.file("2.host", "handover");
    expect(readdirSync(join(path, ".Mottak.Komplett", "new"))).toEqual(["1.host"]);
    expect(readdirSync(join(path, ".Mottak.Til vurdering", "cur"))).toEqual(["2.host:2,S"]);
    await session.close();
  });
});
