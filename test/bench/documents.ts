/**
 * Document reading measured: seconds, CPU and peak memory per format against the bare library call and the well-known tool, words found
 * against known text, and a typical message through the guarded reader. Run: `npm run bench -- --documents` (tools that are missing are left out).
 */
import { spawn, spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Document } from "#core/document.ts";
import { cleanText } from "#edges/read/drafts.ts";

const folder = fileURLToPath(new URL("../../fixtures/documents/", import.meta.url));
const self = fileURLToPath(import.meta.url);
const cache = join(tmpdir(), `mottak-bench-${process.pid}`);

export type Measure = { readonly ms: number; readonly cpu: number; readonly megabytes: number; readonly text: string };

/** The library calls that reading is built on, with nothing around them. */
const bare: Record<string, (bytes: Buffer) => Promise<string>> = {
  pdf: async (bytes) => {
    const { PDFParse } = await import("pdf-parse");
    return (await new PDFParse({ data: new Uint8Array(bytes), verbosity: 0 }).getText()).text;
  },
  docx: async (bytes) => (await (await import("mammoth")).default.convertToHtml({ buffer: bytes })).value.replace(/<[^>]+>/g, " "),
  office: async (bytes) => {
    const { OfficeParser } = await import("officeparser");
    const ast = await OfficeParser.parseOffice(bytes, { onWarning: () => undefined });
    return String((await ast.to("md", { includeImages: "none" } as never)).value);
  },
  doc: async (bytes) => {
    const { default: WordExtractor } = await import("word-extractor");
    return (await new WordExtractor().extract(bytes)).getBody();
  },
  xlsx: async (bytes) => {
    const { default: ExcelJS } = await import("exceljs");
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(new Uint8Array(bytes).buffer);
    const words: string[] = [];
    for (const sheet of book.worksheets) sheet.eachRow((row) => row.eachCell((cell) => words.push(cell.text)));
    return words.join(" ");
  },
  xls: async (bytes) => {
    const { read, utils } = await import("@e965/xlsx");
    const book = read(bytes);
    return book.SheetNames.map((name) => utils.sheet_to_csv(book.Sheets[name] ?? {})).join("\n");
  },
  msg: async (bytes) => {
    const { createRequire } = await import("node:module");
    const { default: MsgReader } = createRequire(import.meta.url)("@kenjiuno/msgreader") as { default: typeof import("@kenjiuno/msgreader").default };
    const reader = new MsgReader(new Uint8Array(bytes).buffer);
    const data = reader.getFileData();
    for (const attachment of data.attachments ?? []) reader.getAttachment(attachment);
    return `${data.subject} ${data.body}`;
  },
  picture: async (bytes) => {
    const [{ createWorker }, { installLanguages }] = await Promise.all([import("tesseract.js"), import("#edges/read/ocr-languages.ts")]);
    installLanguages(cache);
    const worker = await createWorker(["nor", "eng"], 1, { langPath: cache, gzip: true, cacheMethod: "none" });
    const { data } = await worker.recognize(bytes);
    await worker.terminate();
    return data.text;
  },
};

const cases: readonly { file: string; library: keyof typeof bare; tool: readonly string[] | null; truth?: string }[] = [
  { file: "lang.pdf", library: "pdf", tool: ["pdftotext", "FILE", "-"] },
  { file: "soknad-lo.pdf", library: "pdf", tool: ["pdftotext", "FILE", "-"] },
  { file: "soknad.docx", library: "docx", tool: ["pandoc", "-t", "plain", "FILE"] },
  { file: "soknad.odt", library: "office", tool: ["pandoc", "-t", "plain", "FILE"] },
  { file: "soknad.rtf", library: "office", tool: ["pandoc", "-t", "plain", "FILE"] },
  { file: "lysark.pptx", library: "office", tool: null },
  { file: "soknad.doc", library: "doc", tool: null },
  { file: "variabler.xlsx", library: "xlsx", tool: null },
  { file: "variabler.xls", library: "xls", tool: null },
  { file: "variabler.ods", library: "office", tool: null },
  { file: "melding.msg", library: "msg", tool: null },
  { file: "skannet-stoy.jpg", library: "picture", tool: ["tesseract", "FILE", "-", "-l", "nor+eng"], truth: "brev.truth.txt" },
  { file: "telefonbilde.jpg", library: "picture", tool: ["tesseract", "FILE", "-", "-l", "nor+eng"], truth: "brev.truth.txt" },
];

/** All text of a document: markers, numbers and what is hidden too, as the tools give it. */
const printed = (document: Document): string =>
  [
    ...document.hidden.map((part) => part.text),
    ...document.blocks.map((block) =>
      "marker" in block ? `${block.marker} ${block.text}` : "number" in block ? `${block.number ?? ""} ${block.text}` : block.text,
    ),
  ].join("\n");

const words = (text: string): string[] =>
  text
    .toLowerCase()
    .match(/[\p{L}\p{N}@.]{2,}/gu)
    ?.map((word) => word.replace(/\.+$/, "")) ?? [];

/** Share of known words that are missing or extra, in per cent; order is not counted. */
const wordErrors = (text: string, truth: string): number => {
  const left = new Map<string, number>();
  for (const word of words(truth)) left.set(word, (left.get(word) ?? 0) + 1);
  let missing = words(truth).length;
  for (const word of words(text)) {
    const count = left.get(word) ?? 0;
    if (count > 0) {
      left.set(word, count - 1);
      missing -= 1;
    }
  }
  return (100 * missing) / Math.max(1, words(truth).length);
};

/** A fresh process that reads one file, by us or by the bare library. */
const measured = (mode: "ours" | "bare", file: string, library: string): Measure => {
  const run = spawnSync(process.execPath, ["--no-warnings", self, mode, file, library], { encoding: "utf8", maxBuffer: 1e8 });
  const line = run.stdout.split("\n").findLast((part) => part.startsWith("{"));
  return line ? (JSON.parse(line) as Measure) : { ms: 0, cpu: 0, megabytes: 0, text: "" };
};

/** A well-known program on the same file: wall time, and peak memory as the system holds it while the program runs (0 where it is too quick). */
const tool = (command: readonly string[], file: string): Promise<Omit<Measure, "cpu"> | null> =>
  new Promise((resolve) => {
    const [name = "", ...rest] = command.map((part) => (part === "FILE" ? folder + file : part));
    const start = performance.now();
    const child = spawn(name, rest, { env: { ...process.env, OMP_THREAD_LIMIT: "1" }, stdio: ["ignore", "pipe", "ignore"] });
    let [text, megabytes] = ["", 0];
    const watch = setInterval(() => {
      megabytes = Math.max(megabytes, peakOf(child.pid));
    }, 2);
    child.stdout.setEncoding("utf8").on("data", (part: string) => {
      text += part;
    });
    child.on("error", () => resolve(null));
    child.on("close", (status) => {
      clearInterval(watch);
      resolve(status === 0 ? { ms: performance.now() - start, megabytes, text } : null);
    });
  });

const peakOf = (pid: number | undefined): number => {
  try {
    return Number(readFileSync(`/proc/${pid}/status`, "utf8").match(/VmHWM:\s*(\d+)/)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
};

/** One reading in this process, as JSON on stdout. */
const one = async (mode: string, file: string, library: string): Promise<void> => {
  const bytes = readFileSync(folder + file);
  const start = performance.now();
  let text: string;
  if (mode === "bare") text = (await bare[library]?.(bytes)) ?? "";
  else {
    const { readFile } = await import("#edges/read/documents.ts");
    let recogniser = null;
    if (library === "picture") {
      const { installLanguages } = await import("#edges/read/ocr-languages.ts");
      const { openRecogniser } = await import("#edges/read/ocr.ts");
      installLanguages(cache);
      recogniser = openRecogniser({ languages: cache, workers: 1 });
    }
    text = (await readFile({ name: file, bytes }, {}, recogniser)).map(printed).join("\n");
    await recogniser?.close();
  }
  const usage = process.resourceUsage();
  console.log(
    JSON.stringify({ ms: performance.now() - start, cpu: (usage.userCPUTime + usage.systemCPUTime) / 1000, megabytes: usage.maxRSS / 1024, text }),
  );
};

const typical = ["soknad.docx", "lang.pdf", "tabell-uten-linjer.pdf", "soknad.odt"];

/** CPU time of children that have ended, in ms (Linux: ticks of 10 ms in /proc/self/stat). */
const childCpu = (): number => {
  try {
    const fields = readFileSync("/proc/self/stat", "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[13]) + Number(fields[14])) * 10;
  } catch {
    return 0;
  }
};
const ownCpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A message with four text attachments: the guarded reader against the bare calls in one warm process. */
const typicalMessage = async (): Promise<{ wall: number; cpu: number; bareCpu: number }> => {
  const files = typical.map((name) => ({ name, bytes: readFileSync(folder + name) }));
  const calls = [bare["docx"], bare["pdf"], bare["pdf"], bare["office"]];
  let bareCpu = 0;
  const rounds = 8;
  for (let round = 0; round < rounds + 2; round += 1) {
    const before = ownCpu();
    for (const [index, file] of files.entries()) await calls[index]?.(Buffer.from(file.bytes));
    if (round >= 2) bareCpu += (ownCpu() - before) / rounds;
  }
  const { openDocumentReader } = await import("#edges/read/guard.ts");
  // The first reader compiles ahead, once for an installation.
  const first = openDocumentReader({ folder: cache, ocr: false });
  await pause(3000);
  await first.close();
  // As many messages as one process reads, its start included.
  const messages = 20;
  const before = ownCpu() + childCpu();
  const reader = openDocumentReader({ folder: cache, ocr: false });
  await pause(1000);
  let wall = 0;
  for (let round = 0; round < messages; round += 1) {
    const start = performance.now();
    await reader.read(files);
    wall += (performance.now() - start) / messages;
    await pause(100);
  }
  await reader.close();
  return { wall, cpu: (ownCpu() + childCpu() - before) / messages, bareCpu };
};

/** Runs everything and prints two tables. */
export const benchDocuments = async (): Promise<void> => {
  console.log("| file | ours s / CPU s / MB | bare library s / CPU s / MB | tool s / MB | words missing of tool's (known) text % | the tool's own |");
  console.log("|---|---|---|---|---|---|");
  const figure = (value: number): string => (value / 1000).toFixed(2);
  for (const { file, library, tool: command, truth } of cases) {
    const ours = measured("ours", file, library);
    const theirs = measured("bare", file, library);
    const other = command ? await tool(command, file) : null;
    const known = truth ? readFileSync(folder + truth, "utf8") : (other?.text ?? theirs.text);
    // Word's prompts ("Klikk eller trykk her ...") are left out on purpose.
    const missing = known === theirs.text ? "" : wordErrors(ours.text, cleanText(known.replace(/\s+/g, " "))).toFixed(1);
    const own = truth && other ? wordErrors(other.text, known).toFixed(1) : "";
    const show = (measure: Measure): string => `${figure(measure.ms)} / ${figure(measure.cpu)} / ${Math.round(measure.megabytes)}`;
    console.log(
      `| ${file} | ${show(ours)} | ${show(theirs)} | ${other ? `${command?.[0]} ${figure(other.ms)} / ${Math.round(other.megabytes) || "<"}` : ""} | ${missing} | ${own} |`,
    );
  }
  const message = await typicalMessage();
  console.log(
    `\nA message with ${typical.join(", ")}: ${figure(message.wall)} s wall, ${figure(message.cpu)} s CPU guarded; bare calls in one warm process ${figure(message.bareCpu)} s CPU (${(message.cpu / message.bareCpu).toFixed(1)} x).`,
  );
  rmSync(cache, { recursive: true, force: true });
};

const [mode, file, library] = process.argv.slice(2);
if (process.argv[1] === self) {
  if (mode && file && library) await one(mode, file, library);
  else await benchDocuments();
}
