/** The worker on Dovecot and an SMTP server, in a process of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ImapFlow } from "imapflow";
import { root } from "#cli/root.ts";
import { readMessage } from "#edges/read/reader.ts";
import { type Dovecot, PASSWORD, startDovecot, USER } from "#test/support/dovecot.ts";
import { type Sink, startSink } from "#test/support/sink.ts";
import { percentile, say, variant, withoutPictures } from "./samples.ts";

const startWorker = (data: string, dovecot: Dovecot, sink: Sink): ChildProcess =>
  spawn(
    process.execPath,
    [
      join(root, "src/cli/main.ts"),
      "start",
      ...[
        "--data",
        data,
        "--mailbox-url",
        `imap://127.0.0.1:${dovecot.port}/INBOX`,
        "--mailbox-tls",
        "none",
        "--send-url",
        `smtp://127.0.0.1:${sink.port}`,
        "--send-tls",
        "none",
        "--sent-copy",
        "server",
        "--replies-per-hour",
        "1000000",
      ],
    ],
    { stdio: "ignore", env: { PATH: process.env["PATH"] ?? "", MOTTAK_MAILBOX_PASSWORD: PASSWORD } },
  );

/** Processor seconds, resident megabytes and number of a process and all it started, from the kernel. */
const usage = (pid: number): { seconds: number; megabytes: number; processes: number } => {
  const total = { seconds: 0, megabytes: 0, processes: 0 };
  for (const name of [String(pid), ...readdirSync("/proc").filter((one) => /^\d+$/.test(one) && one !== String(pid))])
    try {
      const fields = readFileSync(`/proc/${name}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
      if (name !== String(pid) && fields[1] !== String(pid)) continue;
      const status = readFileSync(`/proc/${name}/status`, "utf8");
      // User and system time, of the process itself and of children that ended.
      total.seconds += (Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14])) / 100;
      total.megabytes += Number(status.match(/VmRSS:\s+(\d+)/)?.[1] ?? 0) / 1024;
      total.processes += 1;
    } catch {
      // It ended meanwhile: its time is in its parent's.
    }
  return total;
};

/** Fetch, parse and documents by the libraries alone: what cannot be saved. */
const bare = async (dovecot: Dovecot): Promise<number> => {
  const client = new ImapFlow({
    host: "127.0.0.1",
    port: dovecot.port,
    secure: false,
    doSTARTTLS: false,
    auth: { user: USER, pass: PASSWORD },
    logger: false,
  });
  client.on("error", () => undefined);
  await client.connect();
  await client.mailboxOpen("INBOX", { readOnly: true });
  const uids = (await client.search({ all: true }, { uid: true })) || [];
  const before = process.cpuUsage();
  for (const uid of uids) {
    const row = await client.fetchOne(String(uid), { source: true }, { uid: true });
    const source = (row || null)?.source;
    if (source) await readMessage(source);
  }
  const used = process.cpuUsage(before);
  client.close();
  return (used.user + used.system) / 1e6;
};

export const benchMail = async (count: number): Promise<void> => {
  const data = mkdtempSync(join(tmpdir(), "mottak-bench-"));
  const dovecot = await startDovecot();
  const sink = await startSink();
  const mails = withoutPictures();
  for (let number = 0; number < count; number += 1) dovecot.deliver(variant(mails[number % mails.length]?.raw ?? Buffer.from(""), number));
  const libraries = await bare(dovecot);
  say(`${count} mails from ${mails.length} samples; fetch, parse and documents by the libraries alone: ${libraries.toFixed(1)} s of processor time`);
  const begun = performance.now();
  const worker = startWorker(data, dovecot, sink);
  const pid = worker.pid ?? 0;
  const memory: number[] = [];
  const left = () => Number(dovecot.doveadm("-f", "flow", "mailbox", "status", "-u", USER, "messages", "INBOX").match(/messages=(\d+)/)?.[1] ?? 0);
  let next = 0;
  for (;;) {
    await sleep(2_000);
    const now = usage(pid);
    memory.push(now.megabytes);
    const done = count - left();
    if (done >= next) {
      say(`  ${done} filed after ${((performance.now() - begun) / 1000).toFixed(0)} s, ${now.megabytes.toFixed(0)} MB in ${now.processes} processes`);
      next = done + count / 10;
    }
    if (done >= count) break;
  }
  const seconds = (performance.now() - begun) / 1000;
  const { seconds: processor } = usage(pid);
  worker.kill("SIGTERM");
  say(`end to end: ${seconds.toFixed(1)} s, ${((count / seconds) * 60).toFixed(0)} messages a minute, ${sink.mails.length} replies`);
  say(
    `processor time of the worker and its reading processes ${processor.toFixed(1)} s: ${(processor / libraries).toFixed(2)} times the libraries alone`,
  );
  const half = memory.slice(Math.floor(memory.length / 2));
  say(
    `memory: ${Math.max(...memory).toFixed(0)} MB at most, ${percentile(half, 0.5).toFixed(0)} MB in the second half, ${(memory.at(-1) ?? 0).toFixed(0)} MB at the end`,
  );
  await sink.close();
  await dovecot.stop();
  rmSync(data, { recursive: true, force: true });
};

export const benchLatency = async (count: number): Promise<void> => {
  const data = mkdtempSync(join(tmpdir(), "mottak-bench-"));
  const dovecot = await startDovecot();
  const sink = await startSink();
  const mails = withoutPictures().filter(({ name }) => !/newsletter|fravaer|sporsmaal|journalist|privat|supplement|etterskrift/.test(name));
  let arrived: () => void = () => undefined;
  sink.onMail = () => arrived();
  dovecot.doveadm("mailbox", "status", "-u", USER, "messages", "INBOX");
  const worker = startWorker(data, dovecot, sink);
  await sleep(3_000);
  const times: number[] = [];
  for (let number = 0; number < count; number += 1) {
    const from = performance.now();
    const reply = new Promise<boolean>((resolve) => {
      arrived = () => resolve(true);
      setTimeout(() => resolve(false), 15_000);
    });
    dovecot.deliver(variant(mails[number % mails.length]?.raw ?? Buffer.from(""), number));
    if (await reply) times.push(performance.now() - from);
    await sleep(700);
  }
  worker.kill("SIGTERM");
  await sink.close();
  await dovecot.stop();
  rmSync(data, { recursive: true, force: true });
  say(
    `${times.length} of ${count} answered; delivery to the sending server: p50 ${percentile(times, 0.5).toFixed(0)} ms, p95 ${percentile(times, 0.95).toFixed(0)} ms, most ${Math.max(...times).toFixed(0)} ms`,
  );
};
