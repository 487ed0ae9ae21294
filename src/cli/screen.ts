/** Draws the worker's progress: one line a message, a status line on a terminal, plain lines elsewhere. */
import type { OnProgress, Progress } from "#app/progress.ts";
import { shortId } from "#app/log-events.ts";
import { paint } from "./paint.ts";

export type Screen = {
  readonly onProgress: OnProgress;
  readonly summary: () => string;
  readonly troubled: () => boolean;
  say(text: string): void;
  close(): void;
};

type Counts = {
  kept: number;
  decided: number;
  receipt: number;
  request_missing: number;
  handover: number;
  none: number;
  sent: number;
  withheld: number;
  parked: number;
  duplicate: number;
};

const outcomes: Readonly<Record<string, string>> = {
  receipt: "receipt",
  request_missing: "asked for what lacks",
  handover: "left to people",
  none: "no answer",
};

export const openScreen = (out: NodeJS.WriteStream): Screen => {
  const counts: Counts = { kept: 0, decided: 0, receipt: 0, request_missing: 0, handover: 0, none: 0, sent: 0, withheld: 0, parked: 0, duplicate: 0 };
  let reading: { name: string; since: number } | null = null;
  let shown = false;
  let troubled = false;
  const clear = () => {
    if (shown) out.write("\r\u001b[2K");
    shown = false;
  };
  const draw = () => {
    if (!out.isTTY) return;
    clear();
    const left = counts.kept - counts.decided - counts.parked - counts.duplicate;
    if (left <= 0 && !reading) return;
    const text = `  ${left} to read${reading ? ` · reading ${reading.name} (${((performance.now() - reading.since) / 1000).toFixed(0)} s)` : ""}`;
    out.write(paint("gray", text.slice(0, Math.max(20, (out.columns || 80) - 1)), out));
    shown = true;
  };
  const timer = out.isTTY ? setInterval(draw, 500) : null;
  timer?.unref();
  const say = (text: string) => {
    clear();
    out.write(`${text}\n`);
    draw();
  };
  return {
    onProgress: (progress) => {
      count(counts, progress);
      if (progress.type === "reading") reading = { name: nameOf(progress.place, progress.message), since: performance.now() };
      if (progress.type === "decided" || progress.type === "parked" || progress.type === "duplicate") reading = null;
      if (progress.type === "trouble" || (progress.type === "mailbox" && progress.state === "lost")) troubled = true;
      const line = lineOf(progress, out);
      if (line) say(line);
      else draw();
    },
    summary: () => {
      const parts = [
        `${counts.decided} read`,
        `${counts.receipt} complete`,
        `${counts.request_missing} asked for what lacks`,
        `${counts.handover} left to people`,
        `${counts.none} not answered`,
        `${counts.sent} replies sent`,
      ];
      if (counts.withheld > 0) parts.push(`${counts.withheld} replies wait for a person`);
      if (counts.duplicate > 0) parts.push(`${counts.duplicate} seen before`);
      if (counts.parked > 0) parts.push(`${counts.parked} parked`);
      return parts.join(", ");
    },
    troubled: () => troubled,
    say,
    close: () => {
      if (timer) clearInterval(timer);
      clear();
    },
  };
};

const count = (counts: Counts, progress: Progress): void => {
  if (progress.type === "kept" && progress.fresh) counts.kept += 1;
  if (progress.type === "sent") counts.sent += 1;
  if (progress.type === "parked") counts.parked += 1;
  if (progress.type === "duplicate") counts.duplicate += 1;
  if (progress.type !== "decided") return;
  counts.decided += 1;
  if (progress.reply === "withheld") counts.withheld += 1;
  if (progress.action in counts) counts[progress.action as "receipt"] += 1;
};

/** File name without time and size; else the message's short id. */
const nameOf = (place: string | null, message: string): string =>
  place
    ?.replace(/#[\d-]+$/, "")
    .split("/")
    .at(-1) ?? shortId(message);

const lineOf = (progress: Progress, out: NodeJS.WriteStream): string | null => {
  switch (progress.type) {
    case "decided": {
      const mark =
        progress.action === "receipt"
          ? paint("green", "✓", out)
          : progress.action === "request_missing"
            ? paint("yellow", "◐", out)
            : paint("gray", "–", out);
      const asked = progress.asked.length > 0 ? `: ${progress.asked.join(", ")}` : "";
      const why = progress.action === "receipt" || progress.action === "request_missing" ? "" : ` (${progress.because})`;
      const waits =
        progress.reply === "withheld"
          ? paint("magenta", ` waits: ${progress.withheld.join(", ")}`, out)
          : progress.reply === null && progress.withheld.length > 0
            ? ` no reply: ${progress.withheld.join(", ")}`
            : "";
      const reference = progress.reference ? `  ${paint("cyan", progress.reference, out)}` : "";
      return `${mark} ${nameOf(progress.place, progress.message)}  ${progress.kind} ${progress.language}  ${outcomes[progress.action] ?? progress.action}${asked}${why}${waits}${reference}  ${paint("gray", `${(progress.milliseconds / 1000).toFixed(1)} s`, out)}`;
    }
    case "duplicate":
      return `${paint("gray", "=", out)} ${nameOf(progress.place, progress.message)}  seen before, not answered again`;
    case "parked":
      return `${paint("red", "✗", out)} ${nameOf(progress.place, progress.message)}  parked, bytes kept: ${progress.code}. ${progress.remedy}`;
    case "retry":
      return `${paint("yellow", "…", out)} ${shortId(progress.message)}  ${progress.code}, again in ${Math.ceil(progress.waitMilliseconds / 1000)} s`;
    case "send_trouble":
      return `${paint("red", "!", out)} reply to ${shortId(progress.message)}: ${progress.code} (${progress.state})`;
    case "unreadable":
    case "trouble":
      return `${paint("red", "!", out)} ${progress.text} [${progress.code}]. ${progress.remedy}`;
    case "mailbox":
      if (progress.state === "elsewhere") return `${paint("gray", "·", out)} another worker watches the mailbox; this one helps to read`;
      return progress.state === "open"
        ? `${paint("green", "·", out)} the mailbox is there again`
        : `${paint("red", "!", out)} ${progress.remedy ?? "the mailbox is not there"} [${progress.code ?? ""}]`;
    default:
      return null;
  }
};
