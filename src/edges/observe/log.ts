/** The log: winston, JSON lines with closed event names and fields. What is not in the list of fields cannot be logged. */
import winston from "winston";
import type { LogEvent, LogFields } from "#app/log-events.ts";
import type { Log } from "#app/ports.ts";

export type LogTarget = { readonly stream: NodeJS.WritableStream } | { readonly file: string };

/** Ten files of 10 MB: enough for months of a mailbox, and never a full disk. */
const FILE_BYTES = 10_000_000;
const FILES = 10;

/** The fields that go out; the record makes a forgotten one a type error. */
const fieldNames = {
  mail: true,
  case: true,
  reply: true,
  worker: true,
  kind: true,
  action: true,
  reason: true,
  code: true,
  state: true,
  mode: true,
  label: true,
  step: true,
  attempts: true,
  bytes: true,
  count: true,
  milliseconds: true,
  waitMilliseconds: true,
} satisfies Record<keyof LogFields, true>;

export const createLog = (level: "error" | "warn" | "info" | "debug", target: LogTarget): Log & { close(): Promise<void> } => {
  const transport =
    "file" in target
      ? new winston.transports.File({ filename: target.file, maxsize: FILE_BYTES, maxFiles: FILES, tailable: true })
      : new winston.transports.Stream({ stream: target.stream });
  // A log that cannot be written must not end the worker.
  transport.on("error", () => undefined);
  const logger = winston.createLogger({
    level,
    format: winston.format.combine(winston.format.timestamp(), winston.format.json()),
    transports: [transport],
  });
  logger.on("error", () => undefined);
  const write =
    (one: "error" | "warn" | "info" | "debug") =>
    (event: LogEvent, fields: LogFields = {}) => {
      const known = Object.fromEntries(Object.entries(fields).filter(([name, value]) => name in fieldNames && value !== undefined));
      logger.log(one, event, known);
    };
  return {
    error: write("error"),
    warn: write("warn"),
    info: write("info"),
    debug: write("debug"),
    close: () =>
      new Promise((resolve) => {
        if (!("file" in target)) return resolve();
        transport.once("finish", () => resolve());
        setTimeout(resolve, 500).unref();
        logger.end();
      }),
  };
};
