/** The real worker on temporary folders: its settings, its progress and its log lines are given back. */
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Context, Limits } from "#app/context.ts";
import type { Log } from "#app/ports.ts";
import type { Progress } from "#app/progress.ts";
import { runWorker } from "#app/worker.ts";
import { wire } from "#cli/wire.ts";
import { loadSettings } from "#edges/settings/load.ts";
import { temporaryFolder } from "./folder.ts";
import { readerHere } from "./reader-here.ts";

export type LogLine = { readonly level: string; readonly event: string; readonly fields: Record<string, unknown> };
export type Run = { readonly progress: Progress[]; readonly log: LogLine[] };
export type Place = { readonly data: string; readonly inbox: string; readonly outbox: string };

/** A data folder with an empty plain mailbox. */
export const newPlace = (): Place => {
  const data = temporaryFolder();
  const inbox = join(data, "inbox");
  mkdirSync(inbox);
  return { data, inbox, outbox: join(data, "outbox") };
};

export const recordingLog = (lines: LogLine[]): Log => {
  const write =
    (level: string) =>
    (event: string, fields: object = {}) => {
      lines.push({ level, event, fields: { ...fields } });
    };
  return { error: write("error"), warn: write("warn"), info: write("info"), debug: write("debug") };
};

export const settingsFor = (place: Place, flags: Record<string, string> = {}, environment: Record<string, string> = {}) =>
  loadSettings({ flags: { data: place.data, ...flags }, environment, configFolder: place.data }).settings;

/** Runs the worker until nothing is left, or until `until` says so. */
export const work = async (
  place: Place,
  flags: Record<string, string> = {},
  options: {
    replace?: Partial<Context>;
    until?: (run: Run) => boolean;
    seconds?: number;
    environment?: Record<string, string>;
    limits?: Partial<Limits>;
    /** Read in guarded processes, as in use; tests that are not about reading read here, which is faster. */
    guarded?: boolean;
  } = {},
): Promise<Run> => {
  const run: Run = { progress: [], log: [] };
  const stop = new AbortController();
  const wired = await wire(
    settingsFor(place, flags, options.environment),
    recordingLog(run.log),
    (progress) => {
      run.progress.push(progress);
      if (options.until?.(run)) stop.abort();
    },
    { ...(options.guarded ? {} : { reader: readerHere() }), ...options.replace },
  );
  const timer = setTimeout(() => stop.abort(), (options.seconds ?? 50) * 1000);
  try {
    await runWorker(
      { ...wired.context, limits: { ...wired.context.limits, ...options.limits } },
      { lanes: 2, once: options.until === undefined, signal: stop.signal },
    );
  } finally {
    clearTimeout(timer);
    await wired.close();
  }
  return run;
};

/** Replies that went out, as text. */
export const replies = (place: Place): string[] => {
  try {
    return readdirSync(place.outbox)
      .filter((name) => name.endsWith(".eml"))
      .map((name) => readFileSync(join(place.outbox, name), "utf8"));
  } catch {
    return [];
  }
};

export const ofType = <T extends Progress["type"]>(run: Run, type: T): Extract<Progress, { type: T }>[] =>
  run.progress.filter((one): one is Extract<Progress, { type: T }> => one.type === type);

/** A short application as a mail, with the parts that a test wants to bend. */
export const applicationMail = (more: { id?: string | null; from?: string; subject?: string; body?: string; headers?: string } = {}): string => {
  const {
    id = `<${Math.random().toString(36).slice(2)}@uni.example>`,
    from = "Kari Nordmann <kari@uni.example>",
    subject = "Søknad om dispensasjon fra taushetsplikt",
    headers = "",
  } = more;
  const body =
    more.body ??
    "Hei,\r\n\r\nVi søker om dispensasjon fra taushetsplikten etter forvaltningsloven § 13 d for forskningsprosjektet «Veien til arbeid».\r\nProsjektleder: Kari Nordmann, tlf. 22 33 44 55, kari@uni.example, Storgata 1, 0155 Oslo.\r\nStart- og sluttdato: 1.1.2027 - 31.12.2029.\r\n\r\nHilsen Kari Nordmann\r\n";
  const encoded = `=?utf-8?B?${Buffer.from(subject).toString("base64")}?=`;
  return [
    ...(id === null ? [] : [`Message-ID: ${id}`]),
    "Date: Mon, 2 Nov 2026 10:00:00 +0100",
    `From: ${from}`,
    "To: statistikk@udi.no",
    `Subject: ${encoded}`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
    ...(headers ? [headers] : []),
    "",
    body,
  ].join("\r\n");
};
