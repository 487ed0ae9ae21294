/** The commands as a person runs them: in a process of their own, by exit code and output. */
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { commands } from "#cli/commands.ts";
import { root, sampleMails } from "#cli/root.ts";
import { temporaryFolder } from "#test/support/folder.ts";
import { applicationMail, newPlace, replies } from "#test/support/worker.ts";

const main = join(root, "src", "cli", "main.ts");
const sample = join(sampleMails, "andre", "01-etter-introduksjonsprogrammet.eml");

const run = (words: readonly string[], environment: Record<string, string> = {}) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], {
    encoding: "utf8",
    cwd: temporaryFolder(),
    env: { PATH: process.env["PATH"] ?? "", ...environment },
  });
  return { status, stdout, stderr };
};

describe("mottak", () => {
  it("without a command shows all of them, and a wrong one names the nearest", () => {
    expect(run([])).toMatchObject({ status: 2 });
    expect(run(["--help"]).status).toBe(0);
    for (const command of commands) expect(run(["--help"]).stdout).toContain(command.name);
    expect(run(["chekc"])).toMatchObject({ status: 2, stderr: expect.stringContaining("nearest: check") });
    expect(run(["catalogue"])).toMatchObject({ status: 2, stderr: expect.stringContaining("catalogue check") });
  });

  it("tells about each command with --help", () => {
    for (const command of commands) {
      const { status, stdout } = run([...command.name.split(" "), "--help"]);
      expect(status, command.name).toBe(0);
      expect(stdout).toContain(command.summary);
      expect(stdout).toContain("Exit codes");
    }
  });

  it("lists every setting where the worker is started, and elsewhere says where they stand", () => {
    expect(run(["start", "--help"]).stdout).toContain("--mailbox-url");
    const { stdout } = run(["backup", "--help"]);
    expect(stdout).toContain("mottak start --help");
    expect(stdout).not.toContain("--mailbox-url");
  });

  it("names the nearest right flag", () => {
    expect(run(["check", "--jsn", sample])).toMatchObject({ status: 2, stderr: expect.stringContaining("nearest: --json") });
    expect(run(["start", "--mod=hold"])).toMatchObject({ status: 2, stderr: expect.stringContaining("nearest: --mode") });
    expect(run(["start", "--mode", "hodl"])).toMatchObject({ status: 2, stderr: expect.stringContaining('nearest: "hold"') });
  });
});

describe("mottak check", () => {
  it("prints one JSON object a line in the order of the files, an error for what is no mail, and ends with 1 then", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "empty.eml"), "");
    const { status, stdout } = run(["check", "--json", join(folder, "empty.eml"), sample, join(folder, "not-there.eml")]);
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(status).toBe(1);
    expect(lines.map((line) => line.file)).toEqual([join(folder, "empty.eml"), sample, join(folder, "not-there.eml")]);
    expect(lines[0].error).toMatchObject({ code: "message_empty" });
    expect(lines[2].error).toMatchObject({ code: "message_unreadable" });
    expect(lines[1]).toMatchObject({
      kind: "application",
      language: "nb",
      messageId: expect.stringMatching(/^<.*>$/),
      reply: { to: expect.stringContaining("@"), text: expect.any(String), html: expect.any(String) },
    });
    expect(lines[1].items.map((item: { item: number }) => item.item)).toEqual(Array.from({ length: 16 }, (_, index) => index + 1));
    expect(lines[1].attachments[0]).toEqual({ name: expect.any(String), role: expect.any(Array), readable: true, problem: null });
  });

  it("prints a report for a person without --json", () => {
    const { status, stdout } = run(["check", sample]);
    expect(status).toBe(0);
    for (const word of ["application", "language nb", "Attachments", "Items", "Reply", "Subject:"]) expect(stdout).toContain(word);
  });

  it("shows the structure of every document with --documents, as text and as JSON", () => {
    const { status, stdout } = run(["check", "--documents", sample]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/Documents\n\n {2}body .*\n {2}✓ read: \d+ blocks/);
    expect(stdout).toMatch(/p\. 1 +heading 1 /);
    const { documents } = JSON.parse(run(["check", "--documents", "--json", sample]).stdout);
    expect(documents[0]).toMatchObject({ name: "body", state: "read", hidden: expect.any(Array) });
    expect(documents.length).toBeGreaterThan(1);
    for (const block of documents.flatMap((document: { blocks: object[] }) => document.blocks))
      expect(block).toMatchObject({ kind: expect.any(String), index: expect.any(Number), place: expect.any(Object), text: expect.any(String) });
  });

  it("without a file is wrong use", () => {
    expect(run(["check"]).status).toBe(2);
    expect(run(["check", sampleMails])).toMatchObject({ status: 1, stderr: expect.stringContaining("is a folder: give its files") });
  });
});

describe("mottak explain, evaluate, settings, catalogue check, migrate", () => {
  it("explain tells what was considered for an item", () => {
    expect(run(["explain", sample, "--item", "12"])).toMatchObject({ status: 0, stdout: expect.stringMatching(/^12 .*\n?Asked for: start, end/s) });
    expect(run(["explain", sample, "--item", "99"])).toMatchObject({ status: 2, stderr: expect.stringContaining("must be one of 1, 2") });
  });

  it("evaluate prints figures over a folder with gold answers", () => {
    const folder = temporaryFolder();
    copyFileSync(sample, join(folder, "a.eml"));
    copyFileSync(sample.replace(".eml", ".gold.json"), join(folder, "a.gold.json"));
    const { status, stdout } = run(["evaluate", folder, "--json"]);
    expect([0, 1]).toContain(status);
    expect(JSON.parse(stdout)).toMatchObject({ cases: 1, unanswered: 0, rates: { kind: { rate: 1, of: 1 } } });
    expect(run(["evaluate", temporaryFolder()]).status).toBe(2);
  });

  it("settings shows values, where they come from, and no secret", () => {
    const { status, stdout } = run(["settings", "--json", "--mode", "hold"], { MOTTAK_MAILBOX_PASSWORD: "hemmelig" });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ mode: { value: "hold", origin: "flag" }, mailboxPassword: { value: "********" } });
    expect(stdout).not.toContain("hemmelig");
  });

  it("catalogue check says that the data are fine", () => {
    expect(run(["catalogue", "check"])).toMatchObject({ status: 0, stdout: expect.stringContaining("udi: fine. 16 items") });
    expect(run(["catalogue", "check", "nobody"]).status).toBe(2);
  });

  it("migrate makes the schema, once", () => {
    const data = temporaryFolder();
    expect(run(["migrate", "--data", data])).toMatchObject({ status: 0, stdout: expect.stringContaining("001-first") });
    expect(run(["migrate", "--data", data])).toMatchObject({ status: 0, stdout: expect.stringContaining("newest") });
  });
});

describe("mottak sending, report", () => {
  it("sending stops, starts and tells how it stands", () => {
    const data = temporaryFolder();
    expect(run(["sending", "--data", data])).toMatchObject({ status: 0, stdout: expect.stringContaining("Sending is on") });
    expect(run(["sending", "stop", "--data", data])).toMatchObject({ status: 0, stdout: expect.stringContaining("stopped") });
    expect(JSON.parse(run(["sending", "--json", "--data", data]).stdout)).toMatchObject({ sending: "stopped", mode: "auto", planned: 0 });
    expect(run(["sending", "start", "--data", data])).toMatchObject({ status: 0, stdout: expect.stringContaining("Sending is on") });
    expect(run(["sending", "perhaps", "--data", data]).status).toBe(2);
  });

  it("report counts by day, kind and reason, and lists", () => {
    const place = newPlace();
    writeFileSync(join(place.inbox, "a.eml"), applicationMail());
    expect(run(["start", "--once", "--data", place.data, "--mode", "shadow"]).status).toBe(0);
    const range = ["--since", "2026-01-01", "--data", place.data];
    expect(run(["report", ...range])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/1 {2}application.*would_send.*lacking[\s\S]*1 replies would/),
    });
    expect(JSON.parse(run(["report", "--list", "--json", ...range]).stdout)).toMatchObject({ outcome: "would_send", action: "request_missing" });
    expect(run(["report", "--since", "yesterday", "--data", place.data])).toMatchObject({ status: 2, stderr: expect.stringContaining("--since") });
  });
});

describe("mottak doctor", () => {
  it("before the first start finds all fine, changes nothing, and ends with 0", () => {
    const data = join(temporaryFolder(), "data");
    const { status, stdout } = run(["doctor", "--data", data]);
    expect(status, stdout).toBe(0);
    expect(stdout).toMatch(/11 fine, 0 to look at, 0 wrong/);
    expect(existsSync(data)).toBe(false);
  });

  it("names what is wrong and the next step, ends with 1, and says the same as JSON", () => {
    const data = temporaryFolder();
    chmodSync(data, 0o755);
    writeFileSync(join(data, "mottak.db"), "no database at all ".repeat(500));
    const flags = ["--data", data, "--mailbox-url", `folder:${data}/nowhere`];
    const { status, stdout } = run(["doctor", ...flags]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/✗ .*Mailbox.*nowhere is not there/);
    expect(stdout).toContain("→ Create the folder, or point MOTTAK_MAILBOX_URL at the right one.");
    expect(stdout).toMatch(/✗ .*Database .*damaged/);
    expect(stdout).toContain("chmod o-rwx");
    const json = JSON.parse(run(["doctor", "--json", ...flags]).stdout);
    expect(json).toMatchObject({ state: "fail", counts: { warn: 1 } });
    expect(json.checks.find((one: { name: string }) => one.name === "mailbox").findings).toMatchObject([
      { code: "mailbox_missing", severity: "fail" },
    ]);
  });

  it("tells wrong settings as the first thing to put right", () => {
    expect(run(["doctor", "--mailbox-url", "imaps://imap.example.org"])).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(/✗ .*Settings[\s\S]*MOTTAK_MAILBOX_PASSWORD/),
    });
    expect(run(["doctor"], { MOTTAK_MODE: "hodl" })).toMatchObject({ status: 1, stdout: expect.stringContaining('nearest: "hold"') });
    expect(run(["doctor", "--canary", "06:00"])).toMatchObject({ status: 1, stdout: expect.stringContaining("MOTTAK_CANARY") });
    expect(run(["doctor", "--send-to", "nobody"]).status).toBe(2);
  });
});

describe("mottak start", () => {
  it("fills the mailbox with sample mails the first time only, and answers nothing twice", () => {
    const place = newPlace();
    const first = run(["start", "--once", "--data", join(place.data, "fresh")], {});
    expect(first).toMatchObject({ status: 0, stdout: expect.stringContaining("sample mails were put into it") });
    const sent = readdirSync(join(place.data, "fresh", "outbox"));
    expect(sent.length).toBeGreaterThan(10);
    const second = run(["start", "--once", "--data", join(place.data, "fresh")]);
    expect(second).toMatchObject({ status: 0, stdout: expect.stringContaining("0 read") });
    expect(readdirSync(join(place.data, "fresh", "outbox"))).toEqual(sent);
  }, 300_000);

  it("says under --once which replies go out at a later start", () => {
    const place = newPlace();
    writeFileSync(join(place.inbox, "1.eml"), applicationMail());
    expect(run(["start", "--once", "--data", place.data]).stdout).not.toContain("later");
    const [, ours = ""] = /^Message-ID: (.+)$/im.exec(replies(place)[0] ?? "") ?? [];
    const body = "Hei,\r\n\r\nDen behandlingsansvarlige institusjonen er Universitetet i Lindvik.\r\n\r\nHilsen Kari Nordmann\r\n";
    writeFileSync(join(place.inbox, "2.eml"), applicationMail({ subject: "Re: Søknad", headers: `In-Reply-To: ${ours}`, body }));
    expect(run(["start", "--once", "--data", place.data])).toMatchObject({ status: 0, stdout: expect.stringContaining("1 reply goes out later") });
    expect(replies(place)).toHaveLength(1);
  });

  it("answers a file that is dropped in while it runs within two seconds, and ends cleanly on SIGINT", async () => {
    const place = newPlace();
    const child = spawn(process.execPath, [main, "start", "--data", place.data], {
      env: { PATH: process.env["PATH"] ?? "" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    child.stdout.on("data", (chunk) => {
      out += chunk;
    });
    const until = async (condition: () => boolean) => {
      for (let tries = 0; tries < 400 && !condition(); tries += 1) await sleep(25);
    };
    await until(() => out.includes("Ctrl-C"));
    const dropped = performance.now();
    writeFileSync(join(place.inbox, "a.eml"), applicationMail());
    await until(() => replies(place).length === 1);
    // On an idle machine about one second; the tests run beside others.
    expect(performance.now() - dropped).toBeLessThan(5_000);
    child.kill("SIGINT");
    const code = await new Promise((resolve) => child.once("exit", resolve));
    expect(code).toBe(0);
    expect(out).toContain("1 read");
  });

  it("with a mailbox that is not there ends with 3 under --once, and says what to do", () => {
    const data = temporaryFolder();
    const { status, stdout } = run(["start", "--once", "--data", data, "--mailbox-url", `folder:${data}/nowhere`]);
    expect(status).toBe(3);
    expect(stdout).toContain("mailbox_missing");
  });

  it("with a data folder that cannot be written ends with 3", () => {
    const data = temporaryFolder();
    writeFileSync(join(data, "file"), "");
    expect(run(["start", "--once", "--data", join(data, "file", "data")])).toMatchObject({
      status: 3,
      stderr: expect.stringContaining("data_unwritable"),
    });
    mkdirSync(join(data, "ok"));
  });
});
