/** No pattern of the reader can blow up: every regular expression and every function over text, on long hostile strings. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "#cli/root.ts";

const folders = ["people", "extract", "prose", "flags"];
const filesIn = (folder: string): string[] =>
  readdirSync(join(root, "src", "core", folder))
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(root, "src", "core", folder, name));
const files = [
  ...folders.flatMap(filesIn),
  ...["triage", "automatic", "message-words", "roles", "language"].map((name) => join(root, "src", "core", `${name}.ts`)),
];

/** Lengths tried one after the other; the next one only where the one before took longer than linear work does. */
const LENGTHS = [600, 2_500, 10_000];
const fill = (piece: string, length: number): string => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
const pieces = [
  " ",
  "\n",
  "\t",
  "\u00a0",
  "a",
  "A",
  "1",
  ".",
  ",",
  "-",
  "–",
  "(",
  ")",
  "[",
  "«",
  '"',
  ":",
  ";",
  "/",
  "|",
  "@",
  "☒",
  "ø",
  "a ",
  "A ",
  "Aa ",
  "A. ",
  "a, ",
  "a. ",
  "1 ",
  "1.",
  "1. ",
  "1,",
  "12-",
  "2026 ",
  "2026–",
  "01.01.2026 ",
  "a-",
  "a@",
  "a@a.",
  "a.a@a.a ",
  "+47 ",
  "22 22 ",
  "Kari ",
  "Kari Nordmann ",
  "Kari Nordmann, ",
  "van der ",
  "K. N. ",
  "prosjektleder ",
  "Prosjektleder: ",
  "professor ",
  "universitetet i ",
  "University of ",
  "Postboks 1 ",
  "0316 Oslo ",
  "Storgata 1, ",
  "fra 2010 til ",
  "til og med ",
  "høsten ",
  "in the ",
  "the project ",
  "vi søker om ",
  "vi ",
  "ikke ",
  "skal ",
  "data ",
  "og ",
  "(og ",
  "kobles til ",
  "ignore all ",
  "som ",
  "a:\n",
  "a: b\n",
  "- a\n",
  "a | ",
  "? ",
  "a? ",
  "☒ Ja ☐ Nei ",
  "\u0301",
  "😀",
  "http://a.",
  "x=",
];
/** Processor time, so that other work on the machine does not count. */
const spent = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

/** Regular expressions written in a file, as they stand. */
const literals = (source: string): { pattern: string; flags: string }[] =>
  [
    ...source
      .replace(/\/\*[\s\S]*?\*\//g, "")
      .matchAll(/(?<=[(=,:!?[&|;{}\n]\s*)\/((?![*/])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([dgimsuvy]*)/g),
  ].flatMap(([, pattern = "", flags = ""]) => {
    try {
      new RegExp(pattern, flags);
      return [{ pattern, flags }];
    } catch {
      return [];
    }
  });

/** Milliseconds from which the next length is tried, and at which a shorter one has failed already. */
const SUSPICIOUS = 0.4;
/** The first hostile string on which the work takes too long; null where there is none. */
const slowest = (work: (text: string) => void, most: number): string | null => {
  for (const piece of pieces)
    for (const length of LENGTHS) {
      const text = fill(piece, length);
      const time = Math.min(
        spent(() => work(text)),
        spent(() => work(text)),
      );
      if (time > most) return `${time.toFixed(0)} ms on ${length} characters of ${JSON.stringify(piece)}`;
      if (time < SUSPICIOUS) break;
    }
  return null;
};

/** Milliseconds: a linear pattern takes a few, a square one some hundred, a cubic one never ends. */
const MOST = 1_500;

describe("regular expressions", () => {
  it.each(files.map((file) => [relative(root, file), file]))(
    "of %s take hostile strings of 10,000 characters",
    (_, file) => {
      const slow: string[] = [];
      for (const { pattern, flags } of literals(readFileSync(file, "utf8"))) {
        const regex = new RegExp(pattern, flags.includes("g") ? flags : `${flags}g`);
        const time = slowest((text) => void text.replace(regex, ""), MOST);
        if (time) slow.push(`/${pattern.slice(0, 100)}/: ${time}`);
      }
      expect(slow).toEqual([]);
    },
    300_000,
  );
});

describe("functions over a text", () => {
  it.each(files.map((file) => [relative(root, file), file]))(
    "of %s take hostile strings",
    async (_, file) => {
      const module = (await import(file)) as Record<string, unknown>;
      const slow: string[] = [];
      for (const [name, value] of Object.entries(module)) {
        if (typeof value !== "function" || value.length !== 1) continue;
        const time = slowest((text) => {
          try {
            (value as (text: string) => unknown)(text);
          } catch {
            // It takes something else than a text.
          }
        }, MOST * 2);
        if (time) slow.push(`${name}: ${time}`);
      }
      expect(slow).toEqual([]);
    },
    300_000,
  );
});
