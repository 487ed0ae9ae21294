/** The whole program as a person starts it, over folders of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { temporaryFolder } from "./folder.ts";

export type Running = {
  readonly data: string;
  readonly inbox: string;
  readonly outbox: string;
  readonly link: string;
  readonly address: string;
  drop(file: string): void;
  sent(): string[];
  stop(): Promise<void>;
};

const START_MILLISECONDS = 60_000;

/** Starts `mottak start` with an empty mailbox and waits for its link. */
export const startProgram = async (settings: Readonly<Record<string, string>>): Promise<Running> => {
  const data = temporaryFolder();
  const [inbox, outbox] = [join(data, "mail"), join(data, "sent")];
  mkdirSync(inbox);
  const child: ChildProcess = spawn(process.execPath, ["src/cli/main.ts", "start"], {
    env: {
      ...process.env,
      MOTTAK_DATA: data,
      MOTTAK_MAILBOX_URL: `folder:${inbox}`,
      MOTTAK_SEND_URL: `folder:${outbox}`,
      MOTTAK_MAILBOX_POLL_SECONDS: "1",
      MOTTAK_HEALTH: "off",
      ...settings,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const link = await waitFor(
    () => output.match(/http:\/\/\S+\/inn\?kode=\S+/)?.[0],
    START_MILLISECONDS,
    () => output,
  );
  return {
    data,
    inbox,
    outbox,
    link,
    address: new URL(link).origin,
    drop: (file) => copyFileSync(file, join(inbox, basename(file))),
    sent: () => {
      try {
        return readdirSync(outbox).filter((name) => name.endsWith(".eml"));
      } catch {
        return [];
      }
    },
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
};

/** Waits until there is a value; says what was seen where it never comes. */
export const waitFor = async <T>(
  look: () => T | undefined | null | false | Promise<T | undefined | null | false>,
  milliseconds: number,
  seen: () => string = () => "",
): Promise<T> => {
  const until = Date.now() + milliseconds;
  for (;;) {
    const value = await look();
    if (value) return value;
    if (Date.now() > until) throw new Error(`nothing came within ${milliseconds} ms\n${seen().slice(-2000)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};
