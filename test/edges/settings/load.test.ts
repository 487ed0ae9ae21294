import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadSettings, settingsJsonSchema } from "#edges/settings/load.ts";
import { temporaryFolder } from "#test/support/folder.ts";

const load = (flags: Record<string, string> = {}, environment: Record<string, string> = {}, file?: unknown) => {
  const configFolder = temporaryFolder();
  if (file !== undefined) writeFileSync(join(configFolder, "settings.json"), typeof file === "string" ? file : JSON.stringify(file));
  return loadSettings({ flags, environment, configFolder });
};

describe("settings", () => {
  it("need nothing: the defaults are a folder mailbox, a folder of replies and SQLite in the data folder", () => {
    expect(load().settings).toMatchObject({
      data: "data",
      mode: "auto",
      mailboxUrl: "folder:data/inbox",
      sendUrl: "folder:data/outbox",
      databaseUrl: "sqlite:data/mottak.db",
    });
    expect(load({ data: "/tmp/x" }).settings.mailboxUrl).toBe("folder:/tmp/x/inbox");
  });

  it("come from the flag before the environment, before the file, before the default", () => {
    const mode = (...sources: Parameters<typeof load>) => load(...sources).effective.find((one) => one.key === "mode");
    expect(mode({ mode: "shadow" }, { MOTTAK_MODE: "hold" }, { mode: "auto" })).toMatchObject({ value: "shadow", origin: "flag" });
    expect(mode({}, { MOTTAK_MODE: "hold" }, { mode: "auto" })).toMatchObject({ value: "hold", origin: "environment", place: "MOTTAK_MODE" });
    expect(mode({}, {}, { mode: "shadow" })).toMatchObject({ value: "shadow", origin: "file", place: expect.stringContaining("settings.json") });
    expect(mode()).toMatchObject({ value: "auto", origin: "default" });
  });

  it.each([
    [{}, { MOTTAK_MODUS: "hold" }, undefined, ["MOTTAK_MODUS", "MOTTAK_MODE"]],
    [{}, { MOTTAK_MODE: "holde" }, undefined, ["MOTTAK_MODE", '"holde"', "auto, hold, shadow", 'nearest: "hold"']],
    [{ mode: "auot" }, {}, undefined, ["--mode", '"auot"', 'nearest: "auto"']],
    [{}, {}, { mailboxUrll: "folder:x" }, ["settings.json", '"mailboxUrll"', '"mailboxUrl"']],
    [{}, {}, { mailboxPassword: "x" }, ["settings.json", "mailboxPassword", "MOTTAK_MAILBOX_PASSWORD_FILE"]],
    [{}, {}, { limitMessageMb: "many" }, ["settings.json", "limitMessageMb", '"many"']],
    [{}, {}, "{", ["settings.json", "not JSON"]],
    [{}, {}, [], ["settings.json", "one object"]],
    [{}, { MOTTAK_MAILBOX_URL: "pop3://host" }, undefined, ["MOTTAK_MAILBOX_URL", "folder:PATH"]],
    [{}, { MOTTAK_DATABASE_URL: "postgres://user:hysj@host/db" }, undefined, ["MOTTAK_DATABASE_URL", "password"]],
    [{ mailboxPassword: "x" }, {}, undefined, ["--mailbox-password", "MOTTAK_MAILBOX_PASSWORD"]],
    [{}, { MOTTAK_MAILBOX_PASSWORD_FILE: "/not/there" }, undefined, ["MOTTAK_MAILBOX_PASSWORD_FILE", "/not/there"]],
    [{}, { MOTTAK_SETTINGS_FILE: "/not/there.json" }, undefined, ["MOTTAK_SETTINGS_FILE", "/not/there.json"]],
  ])("that are wrong stop the start and name the setting, the place and the nearest right one (%#)", (flags, environment, file, words) => {
    let message = "";
    try {
      load(flags as Record<string, string>, environment as Record<string, string>, file);
    } catch (thrown) {
      expect(thrown).toMatchObject({ code: "setting_wrong" });
      message = (thrown as Error).message;
    }
    for (const word of words) expect(message).toContain(word);
    expect(message).not.toContain("hysj");
  });

  it("read secrets from a file, without its last line break, and never show them", () => {
    const file = join(temporaryFolder(), "password");
    writeFileSync(file, "hemmelig \n");
    const { settings, effective } = load({}, { MOTTAK_MAILBOX_PASSWORD_FILE: file });
    expect(settings.mailboxPassword).toBe("hemmelig ");
    expect(JSON.stringify(effective)).not.toContain("hemmelig");
  });

  it("of the test suite are nobody's business", () => {
    expect(() => load({}, { MOTTAK_TEST_SERVERS: "required" })).not.toThrow();
  });

  it("have an editor schema in the repository that is up to date", () => {
    const file = new URL("../../../config/settings.schema.json", import.meta.url);
    const now = `${JSON.stringify(settingsJsonSchema(), null, 2)}\n`;
    if (process.env["MOTTAK_TEST_WRITE"]) writeFileSync(file, now);
    expect(readFileSync(file, "utf8"), "write it anew: npm run generate").toBe(now);
  });
});
