/** Pages of PDFs as pictures, drawn in a process of their own with the same walls as reading: no network, no writing, limits on time and memory. */
import { fork } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { DrawReport, DrawTask } from "./page-child.ts";
import { defaultLimits } from "./limits.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Drawn at the same time; the rest waits, so that a page full of pictures does not take the machine. */
const AT_ONCE = 2;
const WAITING_MOST = 32;

type Drawer = (pdf: Uint8Array, page: number, box: DrawTask["box"]) => Promise<Uint8Array | null>;

/** Opens the drawer. Null comes back where a page cannot be drawn within the limits, or where too many wait. */
export const openPageDrawer = (): Drawer => {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (pdf, page, box) => {
    if (running >= AT_ONCE) {
      if (waiting.length >= WAITING_MOST) return null;
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    running += 1;
    try {
      return await drawIn({ pdf, page, box, pixels: defaultLimits.pixels });
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
};

const drawIn = (task: DrawTask): Promise<Uint8Array | null> =>
  new Promise((resolve) => {
    const child = fork(here("./page-child.ts"), [], {
      execPath: process.execPath,
      env: {},
      serialization: "advanced",
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      execArgv: [
        "--max-old-space-size=512",
        "--no-warnings",
        "--permission",
        "--allow-addons",
        "--allow-worker",
        ...["src", "node_modules", "package.json"].map((name) => `--allow-fs-read=${join(root, name)}`),
        "--import",
        here("./no-network.ts"),
      ],
    });
    const clock = setTimeout(() => child.kill("SIGKILL"), defaultLimits.ocrPageMs);
    let picture: Uint8Array | null = null;
    child.on("message", (report: DrawReport) => {
      picture = report.picture;
    });
    child.on("error", () => resolve(null));
    child.on("exit", () => {
      clearTimeout(clock);
      resolve(picture);
    });
    child.send(task, (cause) => {
      if (cause) child.kill("SIGKILL");
    });
  });
