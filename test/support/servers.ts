/** Server programs that tests need: found on this machine, or the test is skipped by name (an error where MOTTAK_TEST_SERVERS=required). */
import { existsSync, readdirSync } from "node:fs";
import { describe } from "vitest";

const required = process.env["MOTTAK_TEST_SERVERS"] === "required";

const firstOf = (paths: readonly string[]): string | null => paths.find((path) => existsSync(path)) ?? null;

/** Folder with PostgreSQL's programs (Debian keeps them by version). */
const postgresFolder = (): string | null => {
  const base = "/usr/lib/postgresql";
  const versions = existsSync(base) ? readdirSync(base).toSorted((a, b) => Number(b) - Number(a)) : [];
  return (
    firstOf([...versions.map((version) => `${base}/${version}/bin/initdb`), "/usr/local/bin/initdb", "/usr/bin/initdb"])?.replace(/\/initdb$/, "") ??
    null
  );
};

export const programs = {
  dovecot: firstOf(["/usr/sbin/dovecot", "/usr/local/sbin/dovecot"]),
  postgres: postgresFolder(),
  chromium: firstOf(["/usr/bin/chromium"]),
  promtool: firstOf(["/usr/bin/promtool", "/usr/local/bin/promtool"]),
};

const packages: Record<keyof typeof programs, string> = {
  dovecot: "dovecot-imapd",
  postgres: "postgresql",
  chromium: "chromium",
  promtool: "prometheus",
};

/** A suite that needs a server program. */
export const describeWith = (program: keyof typeof programs, name: string, suite: () => void, options: { timeout?: number } = {}): void => {
  if (programs[program]) {
    describe(name, options, suite);
    return;
  }
  if (required) {
    describe(name, () => {
      throw new Error(`${program} is not installed (Debian package ${packages[program]}) and MOTTAK_TEST_SERVERS=required`);
    });
    return;
  }
  describe.skip(`${name} [skipped: ${program} is not installed, Debian package ${packages[program]}]`, suite);
};
