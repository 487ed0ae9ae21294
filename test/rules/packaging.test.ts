/** What an operator installs: the units, the container file and the sample settings are right as far as this machine can tell. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { ValidationSeverity, validate } from "dockerfile-utils";
import { describe, expect, it } from "vitest";
import { root } from "#cli/root.ts";
import { wireMail } from "#cli/wire-mail.ts";
import { loadSettings } from "#edges/settings/load.ts";
import { temporaryFolder } from "#test/support/folder.ts";

const operation = join(root, "config", "operation");
const read = (...path: string[]) => readFileSync(join(operation, ...path), "utf8");
const analyze = ["/usr/bin/systemd-analyze", "/bin/systemd-analyze"].find((file) => existsSync(file));

/** The units with the program's paths pointing to this repository, so that their programs exist. */
const installed = (): string => {
  const folder = temporaryFolder();
  for (const name of readdirSync(join(operation, "systemd")).filter((one) => one.startsWith("mottak")))
    writeFileSync(join(folder, name), read("systemd", name).replaceAll("/opt/mottak", root));
  return folder;
};

describe.skipIf(!analyze)("the systemd units", { timeout: 60_000 }, () => {
  it("are read by systemd without a complaint", () => {
    const folder = installed();
    const units = readdirSync(folder).map((name) => join(folder, name));
    const { stdout, stderr } = spawnSync(analyze ?? "", ["verify", "--recursive-errors=no", ...units], { encoding: "utf8" });
    expect(`${stdout}${stderr}`.split("\n").filter((line) => /mottak/.test(line))).toEqual([]);
  });

  it("leave little exposed, by systemd's own measure (0 best, 10 worst)", () => {
    const folder = installed();
    const { stdout, stderr } = spawnSync(analyze ?? "", ["security", "--offline=true", "--no-pager", join(folder, "mottak.service")], {
      encoding: "utf8",
    });
    const level = Number(`${stdout}${stderr}`.match(/exposure level for mottak\.service: ([\d.]+)/)?.[1]);
    expect(level).toBeLessThanOrEqual(1.5);
  });
});

describe("the units", () => {
  it("name programs and settings that exist", () => {
    for (const name of ["mottak.service", "mottak-backup.service"]) {
      const unit = read("systemd", name);
      for (const [, path = ""] of unit.matchAll(/\/opt\/mottak\/([\w./-]+)/g)) expect(existsSync(join(root, path)), path).toBe(true);
      // The JavaScript engine makes machine code while it runs.
      expect(unit).not.toMatch(/^MemoryDenyWriteExecute=/m);
    }
  });

  it("read secrets as the service manager's credentials", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "credentials"));
    writeFileSync(join(folder, "credentials", "secrets_mailbox"), "hemmelig\n");
    const load = (file: string) =>
      loadSettings({
        flags: {},
        environment: { MOTTAK_MAILBOX_PASSWORD_FILE: file, CREDENTIALS_DIRECTORY: join(folder, "credentials") },
        configFolder: folder,
      }).settings.mailboxPassword;
    expect(load("secrets_mailbox")).toBe("hemmelig");
    expect(load(join(folder, "credentials", "secrets_mailbox"))).toBe("hemmelig");
    expect(() => load("secrets_other")).toThrow(/secrets_other/);
  });
});

describe("the container file", () => {
  it("has no fault that the linter knows", () => {
    const found = validate(read("container", "Containerfile"), {
      directiveCasing: ValidationSeverity.ERROR,
      emptyContinuationLine: ValidationSeverity.ERROR,
      instructionCmdMultiple: ValidationSeverity.ERROR,
      instructionEntrypointMultiple: ValidationSeverity.ERROR,
      instructionHealthcheckMultiple: ValidationSeverity.ERROR,
      instructionJSONInSingleQuotes: ValidationSeverity.ERROR,
      instructionWorkdirRelative: ValidationSeverity.ERROR,
      deprecatedMaintainer: ValidationSeverity.ERROR,
    });
    expect(found.map(({ message, range }) => `${range.start.line + 1}: ${message}`)).toEqual([]);
  });

  it("runs as nobody in particular, copies only what there is, and starts the program", () => {
    const file = read("container", "Containerfile");
    const last = file.slice(file.lastIndexOf("\nFROM "));
    expect(last).toMatch(/^USER [1-9]\d+:[1-9]\d+$/m);
    expect(last).not.toMatch(/\blatest\b|^ADD |--privileged/m);
    const copied = [...file.matchAll(/^COPY (?!--from)(.+)$/gm)].flatMap(([, words = ""]) => words.split(" ").slice(0, -1));
    for (const path of copied) expect(existsSync(join(root, path)), path).toBe(true);
    const let_in = read("container", "Containerfile.dockerignore")
      .split("\n")
      .filter((line) => line.startsWith("!"));
    expect(let_in.map((line) => line.slice(1)).toSorted()).toEqual([...new Set(copied.map((path) => path.replace("./", "")))].toSorted());
    for (const [, path = ""] of file.matchAll(/\/opt\/mottak\/(src\/[\w./-]+)/g)) expect(existsSync(join(root, path))).toBe(true);
  });
});

describe("sample settings", () => {
  const secrets = (): string => {
    const folder = temporaryFolder();
    for (const name of ["oauth", "mailbox", "login"]) writeFileSync(join(folder, `secrets_${name}`), "hemmelig");
    writeFileSync(join(folder, "ca.pem"), "");
    chmodSync(folder, 0o700);
    return folder;
  };
  it.each(["microsoft-365.env", "dovecot.env", "exchange.env"])(
    "%s is taken as it stands, begins in shadow mode, and wires a mailbox and a sender",
    async (name) => {
      const folder = secrets();
      const text = read("samples", name).replace("/etc/mottak/ca.pem", join(folder, "ca.pem"));
      const environment = { ...parseEnv(text), ...parseEnv(read("samples", "staff-login.env")), CREDENTIALS_DIRECTORY: folder };
      const { settings } = loadSettings({ flags: {}, environment, configFolder: folder });
      expect(settings.mode).toBe("shadow");
      const mail = await wireMail(settings, "statistikk@etat.example");
      expect(mail.mailbox.name).toMatch(/^imap:/);
      expect(mail.mailbox.filing).toBe("none");
      await mail.close();
      expect(text).not.toMatch(/^MOTTAK_\w*(?:PASSWORD|SECRET)=/m);
    },
  );
});
