/** Rules of the repository that no compiler checks. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { commands } from "#cli/commands.ts";
import { root } from "#cli/root.ts";
import { failures } from "#core/failure.ts";
import { environmentName, settingKeys } from "#edges/settings/definitions.ts";

const filesIn = (folder: string, pattern: RegExp): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
        const path = join(folder, entry.name);
        return entry.isDirectory() ? filesIn(path, pattern) : pattern.test(entry.name) ? [path] : [];
      })
    : [];

const sources = filesIn(join(root, "src"), /\.ts$/);
const read = (file: string) => readFileSync(file, "utf8");
const readme = read(join(root, "README.md"));
const name = (file: string) => relative(root, file);

describe("the dependency rule", () => {
  it("is checked over the whole of src, not over nothing", () => {
    let output: string;
    try {
      output = execFileSync(
        process.execPath,
        [join(root, "node_modules/.bin/depcruise"), "--config", "config/tools/cruiser.cjs", "--output-type", "json", "src"],
        { cwd: root, maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "ignore"] },
      ).toString();
    } catch (thrown) {
      output = (thrown as { stdout: Buffer }).stdout.toString();
    }
    const { modules, summary } = JSON.parse(output) as {
      modules: { source: string }[];
      summary: { violations: { rule: { name: string }; from: string; to: string }[] };
    };
    expect(modules.filter((module) => module.source.startsWith("src/")).length).toBeGreaterThan(50);
    expect(summary.violations.map((violation) => `${violation.rule.name}: ${violation.from} -> ${violation.to}`)).toEqual([]);
  }, 60_000);

  it("shows in the import line: crossing a folder is written with #", () => {
    const area = (file: string) =>
      name(file)
        .split("/")
        .slice(1, name(file).startsWith("src/edges/") ? 3 : 2)
        .join("/");
    const wrong = sources.flatMap((file) =>
      [...read(file).matchAll(/from "(\.[^"]+)"/g)]
        .filter((match) => area(join(dirname(file), match[1] ?? "")) !== area(file))
        .map((match) => `${name(file)}: ${match[1]}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe("the core", () => {
  it("has no clock, no randomness, no environment and no console", () => {
    const wrong = sources
      .filter((file) => name(file).startsWith("src/core/"))
      .filter((file) =>
        /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bprocess\.|\bconsole\.|\bperformance\.now\b|\bsetTimeout\b|from "node:/.test(read(file)),
      );
    expect(wrong.map(name)).toEqual([]);
  });

  it("names no agency, but for the word lists of what applicants write", () => {
    const lists = /^src\/core\/(?:extract|people|prose|flags)\/|^src\/core\/(?:roles|triage)\.ts$/;
    const wrong = sources
      .filter((file) => name(file).startsWith("src/core/") && !lists.test(name(file)))
      .filter((file) => /\budi\b|utlendingsdirektorat/i.test(read(file).replace(/(?:^|\n)\s*(?:\/\/|\*|\/\*\*).*/g, "")));
    expect(wrong.map(name)).toEqual([]);
  });
});

describe("source files", () => {
  it("are at most 400 lines", () => {
    expect(sources.filter((file) => read(file).split("\n").length > 401).map(name)).toEqual([]);
  });

  it("say in the first line what they are for", () => {
    expect(sources.filter((file) => !file.endsWith(".d.ts") && !/^(?:\/\*\*|\/\/|import |#)/.test(read(file))).map(name)).toEqual([]);
    expect(sources.filter((file) => !file.endsWith(".d.ts") && !read(file).includes("/**")).map(name)).toEqual([]);
  });

  it("hold no name of a machine's folder", () => {
    const all = [...sources, ...filesIn(join(root, "config"), /\.(?:json|cjs|ts)$/), join(root, "README.md")].filter(
      (file) => statSync(file).size < 2_000_000,
    );
    expect(all.filter((file) => /\/work\/|\/root\/|\/home\/[a-z]/.test(read(file))).map(name)).toEqual([]);
  });
});

describe("README", () => {
  it("has every error code, and no other", () => {
    const table = [...readme.matchAll(/^\| `([a-z_]+)` \|/gm)].map((match) => match[1]);
    expect(table.toSorted()).toEqual(Object.keys(failures).toSorted());
  });

  it("has every setting, and no other", () => {
    const table = [...readme.matchAll(/^\| `(MOTTAK_[A-Z_]+)` \|/gm)].map((match) => match[1]);
    expect(table).toEqual(settingKeys.map(environmentName));
  });

  it("has every command", () => {
    for (const command of commands) expect(readme).toContain(`mottak -- ${command.name}`);
  });

  it("names only npm scripts that exist, and files that exist", () => {
    const { scripts } = JSON.parse(read(join(root, "package.json"))) as { scripts: Record<string, string> };
    const named = [...readme.matchAll(/npm run (?:-s )?([a-z:]+)/g)].map((match) => match[1] ?? "");
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
    const links = [...readme.matchAll(/\]\(((?!http|#)[^)]+)\)/g)].map((match) => match[1] ?? "");
    expect(links.filter((link) => !existsSync(join(root, link)))).toEqual([]);
  });
});
