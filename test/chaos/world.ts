/** The servers, lines and workers of a chaos run. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync, openSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "#edges/store/open.ts";
import { root } from "#cli/root.ts";
import { type Dovecot, PASSWORD, startDovecot, USER } from "#test/support/dovecot.ts";
import { type PostgresServer, startPostgres } from "#test/support/postgres.ts";
import { type FaultyLine, startProxy } from "#test/support/proxy.ts";
import { type Sink, startSink } from "#test/support/sink.ts";
import { giveToServer } from "#test/support/unprivileged.ts";

export type WorldOptions = { readonly engine: "sqlite" | "postgres"; readonly workers: number; readonly policy: "server" | "hold" };

export type ChaosWorld = {
  readonly dovecot: Dovecot;
  readonly imapLine: FaultyLine;
  readonly smtpLine: FaultyLine;
  readonly workers: ChildProcess[];
  readonly databaseUrl: string;
  readonly kills: () => number;
  killWorker(index: number): Promise<void>;
  /** Kills the worker when the next reply has arrived and its answer is not out yet. */
  killAtMail(index: number): Promise<void>;
  stopWorker(index: number): Promise<void>;
  restartDovecot(): Promise<void>;
  restartDatabase(): Promise<void>;
  loseAnswer(): void;
  healLines(): void;
  /** Starts again any worker that ended by itself. */
  keepAlive(): void;
  mails(): readonly string[];
  inbox(): number;
  filed(): number;
  outcomes(): Promise<Map<string, { state: string; code: string | null }>>;
  isHeld(inReplyTo: string): boolean;
  close(): Promise<void>;
};

export const openWorld = async (options: WorldOptions): Promise<ChaosWorld> => {
  const data = mkdtempSync(join(tmpdir(), "mottak-chaos-"));
  const dovecot = await startDovecot();
  const sink = await startSink();
  const imapLine = await startProxy(() => dovecot.port);
  const smtpLine = await startProxy(() => sink.port);
  const postgres: PostgresServer | null = options.engine === "postgres" ? await startPostgres() : null;
  const databaseUrl = postgres ? await postgres.create("chaos") : `sqlite:${data}/mottak.db`;
  const mail = join(dovecot.folder, "mail", USER);
  let copies = 0;
  let atMail: (() => void) | null = null;
  let held = new Set<string>();

  // The sending server files the copy itself before it answers, as Microsoft 365 does; with policy hold it does not.
  sink.onMail = (received) => {
    if (options.policy === "server") {
      const folder = join(mail, ".Sent", "cur");
      for (const part of ["cur", "new", "tmp"]) {
        mkdirSync(join(mail, ".Sent", part), { recursive: true });
        giveToServer(join(mail, ".Sent", part));
      }
      giveToServer(join(mail, ".Sent"));
      copies += 1;
      const file = join(folder, `${Date.now()}.S${copies}P${process.pid}.test:2,S`);
      writeFileSync(file, received.raw);
      giveToServer(file);
    }
    atMail?.();
    atMail = null;
  };

  const workers: ChildProcess[] = [];
  let kills = 0;
  const log = openSync(join(data, "workers.log"), "a");
  const start = (index: number) => {
    workers[index] = spawn(
      process.execPath,
      [
        join(root, "src", "cli", "main.ts"),
        "start",
        ...[
          "--data",
          data,
          "--database-url",
          databaseUrl,
          "--mailbox-url",
          `imap://127.0.0.1:${imapLine.port}/INBOX`,
          "--mailbox-tls",
          "none",
          "--mailbox-poll-seconds",
          "1",
        ],
        ...[
          "--send-url",
          `smtp://127.0.0.1:${smtpLine.port}`,
          "--send-tls",
          "none",
          "--sent-copy",
          options.policy === "server" ? "server" : "append",
          "--sent-settle-seconds",
          "1",
        ],
        ...["--lease-seconds", "3", "--replies-per-hour", "1000000", "--send-attempts", "100", "--workers", "2"],
      ],
      { stdio: ["ignore", "ignore", log], env: { PATH: process.env["PATH"] ?? "", MOTTAK_MAILBOX_PASSWORD: PASSWORD } },
    );
  };
  for (let index = 0; index < options.workers; index += 1) start(index);

  const end = async (index: number, signal: NodeJS.Signals) => {
    const worker = workers[index];
    if (!worker) return;
    if (worker.exitCode === null && worker.signalCode === null) {
      const gone = once(worker, "exit");
      worker.kill(signal);
      await gone;
    }
    start(index);
  };

  const messagesIn = (folder: string): number =>
    ["new", "cur"].reduce((sum, part) => sum + (existsSync(join(folder, part)) ? readdirSync(join(folder, part)).length : 0), 0);

  return {
    dovecot,
    imapLine,
    smtpLine,
    workers,
    databaseUrl,
    kills: () => kills,
    killWorker: async (index) => {
      kills += 1;
      await end(index, "SIGKILL");
    },
    killAtMail: async (index) => {
      kills += 1;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 1_500);
        atMail = () => {
          clearTimeout(timer);
          workers[index]?.kill("SIGKILL");
          resolve();
        };
      });
      atMail = null;
      await end(index, "SIGKILL");
    },
    stopWorker: (index) => end(index, "SIGTERM"),
    restartDovecot: async () => {
      await dovecot.kill();
      await dovecot.restart();
    },
    restartDatabase: async () => {
      if (!postgres) return;
      await postgres.kill();
      await postgres.restart();
    },
    loseAnswer: () => {
      let lost = false;
      sink.trouble = (phase) => {
        if (lost || phase !== "accepted") return undefined;
        lost = true;
        return "drop";
      };
    },
    healLines: () => {
      for (const line of [imapLine, smtpLine])
        if (line.fault.mode !== "pass" || line.fault.cutAfter !== Number.POSITIVE_INFINITY || line.fault.delay > 0) line.heal();
      sink.trouble = () => undefined;
    },
    keepAlive: () => {
      workers.forEach((worker, index) => {
        if (worker.exitCode !== null || worker.signalCode !== null) start(index);
      });
    },
    mails: () => sink.mails.map((one) => one.raw),
    inbox: () => messagesIn(mail),
    filed: () => ["Komplett", "Mangler", "Til vurdering", "Automatisk"].reduce((sum, name) => sum + messagesIn(join(mail, `.Mottak.${name}`)), 0),
    outcomes: async () => {
      const database = await openDatabase({ url: databaseUrl });
      const rows = await database.db.selectFrom("message").select(["id", "state", "code"]).execute();
      const unsure = await database.db.selectFrom("outbox").select(["in_reply_to"]).where("state", "=", "unknown").execute();
      held = new Set(unsure.map((row) => row.in_reply_to ?? ""));
      await database.close();
      return new Map(rows.map((row) => [row.id, { state: row.state, code: row.code }]));
    },
    isHeld: (inReplyTo) => held.has(inReplyTo),
    close: async () => {
      for (const worker of workers) worker.kill("SIGKILL");
      await imapLine.close();
      await smtpLine.close();
      await (sink as Sink).close();
      await dovecot.stop();
      await postgres?.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
};
