/** The reading process: takes the files of one message, sends each file's documents as they are ready, and is never used again. */
import type { Document } from "#core/document.ts";
import type { FileToRead } from "./documents.ts";
import type { ReadLimits } from "./limits.ts";
import type { OcrOptions } from "./ocr.ts";

export type Task = {
  readonly files: readonly { readonly index: number; readonly file: FileToRead }[];
  readonly limits: ReadLimits;
  readonly ocr: OcrOptions | null;
};
export type Warm = { readonly warm: readonly string[] };
export type Report =
  | { readonly kind: "start"; readonly index: number }
  /** A page was recognised: the clock starts anew. */
  | { readonly kind: "page" }
  | { readonly kind: "done"; readonly index: number; readonly documents: readonly Document[] }
  | { readonly kind: "end" };

const report = (message: Report): void => void process.send?.(message);

/** What nearly every message needs: imported while the process waits for work. */
const usual = ["./documents.ts", "./pdf.ts", "./docx.ts", "./scan.ts"] as const;

const loadAhead = async (names: readonly string[]): Promise<void> => {
  for (const name of names) await import(name);
};

const work = async (task: Task): Promise<void> => {
  const [{ readFile }, { openRecogniser }] = await Promise.all([import("./documents.ts"), task.ocr ? import("./ocr.ts") : { openRecogniser: null }]);
  const recogniser = task.ocr && openRecogniser ? openRecogniser(task.ocr) : null;
  const counted = recogniser && {
    ...recogniser,
    recognise: async (...args: Parameters<typeof recogniser.recognise>) => {
      const result = await recogniser.recognise(...args);
      report({ kind: "page" });
      return result;
    },
  };
  for (const { index, file } of task.files) {
    report({ kind: "start", index });
    report({ kind: "done", index, documents: await readFile(file, task.limits, counted) });
  }
  report({ kind: "end" });
};

process.on("message", (message: Task | Warm) => {
  if ("warm" in message) {
    const names = message.warm.length > 0 ? message.warm : usual.slice(0, 3);
    loadAhead(names).then(
      () => report({ kind: "end" }),
      () => process.exit(1),
    );
    return;
  }
  // A failure outside every promise of a library counts for the file that is being read: the parent sees the process end.
  work(message).catch(() => process.exit(1));
});
