/** The list of commands. Each is loaded only when it is used, so that a command starts fast. */
import type { Command } from "./command.ts";

export type Entry = { readonly name: string; readonly summary: string; readonly load: () => Promise<Command> };

const entry = (name: string, summary: string, load: () => Promise<Command>): Entry => ({ name, summary, load });

export const commands: readonly Entry[] = [
  entry("start", "Runs the worker: reads the mailbox, answers, keeps the cases.", async () => (await import("./start.ts")).start),
  entry("check", "Reads message files and shows what would be answered; sends nothing.", async () => (await import("./check.ts")).check),
  entry("explain", "Tells why one item of a message came out as it did.", async () => (await import("./explain.ts")).explain),
  entry("evaluate", "Checks a folder of messages with gold answers and prints the figures.", async () => (await import("./evaluate.ts")).evaluate),
  entry(
    "export",
    "Writes the package of a case: originals with checksums, assessment, report, replies, arkivmelding.xml.",
    async () => (await import("./export.ts")).exportCommand,
  ),
  entry("doctor", "Checks everything that Mottak needs, and says what to do about what is wrong.", async () => (await import("./doctor.ts")).doctor),
  entry("settings", "Shows every setting, its value and where it comes from.", async () => (await import("./settings.ts")).settings),
  entry("train", "Learns the weights of the prose reader from phrases and sample mails.", async () => (await import("./train.ts")).train),
  entry(
    "catalogue check",
    "Checks the data of an agency: checklist, texts, model.",
    async () => (await import("./catalogue-check.ts")).catalogueCheck,
  ),
  entry("migrate", "Brings the database to this version's schema.", async () => (await import("./migrate.ts")).migrate),
  entry("case", "Lists cases, shows one, and lets a person act on it.", async () => (await import("./case.ts")).caseCommand),
  entry(
    "hold",
    "Lists held messages; gives one to a case or makes a new one of it; takes one off the list.",
    async () => (await import("./hold.ts")).hold,
  ),
  entry("park", "Lists parked messages, writes one out, or tries one again.", async () => (await import("./park.ts")).park),
  entry(
    "outbox",
    "Lists replies that wait for a person; releases or discards one; stops all sending.",
    async () => (await import("./outbox.ts")).outbox,
  ),
  entry(
    "sending",
    "Stops all sending by all workers at once, starts it again, or tells how it stands.",
    async () => (await import("./sending.ts")).sending,
  ),
  entry(
    "report",
    "Shows what was answered, or would have been in shadow mode, by day, kind and reason.",
    async () => (await import("./reply-report.ts")).replyReport,
  ),
  entry(
    "retention",
    "Shows what is older than its term and what is kept and why; removes it with --yes.",
    async () => (await import("./retention.ts")).retention,
  ),
  entry(
    "archived",
    "Notes that the archive has a case, so that it may be removed when its term is over.",
    async () => (await import("./archived.ts")).archived,
  ),
  entry(
    "forget",
    "Shows what is held of an address and what must be kept; removes the rest with --yes.",
    async () => (await import("./forget.ts")).forget,
  ),
  entry(
    "replay",
    "Reads stored messages again with this version or a changed checklist, and shows which answers would differ.",
    async () => (await import("./replay.ts")).replay,
  ),
  entry("backup", "Writes a whole copy of the database while workers run.", async () => (await import("./backup.ts")).backup),
  entry(
    "restore",
    "Puts a backup in the database's place, so that nothing that went out since goes out again.",
    async () => (await import("./restore.ts")).restore,
  ),
];
