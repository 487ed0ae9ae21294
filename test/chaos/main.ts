/**
 * Chaos run: messages come in while workers, connections and servers are killed at random. At the end: every message has one
 * outcome, every reply was sent once, every message is in its folder.
 *
 *   npm run chaos -- --rounds 100 --seed 1 [--engine sqlite|postgres] [--workers 1] [--policy server|hold]
 */
import { createHash } from "node:crypto";
import { parseArgs } from "node:util";
import { setTimeout as sleep } from "node:timers/promises";
import { openStore } from "#edges/store/store.ts";
import { type ChaosWorld, openWorld } from "./world.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    engine: { type: "string", default: "sqlite" },
    workers: { type: "string", default: "1" },
    policy: { type: "string", default: "server" },
    verbose: { type: "boolean", default: false },
  },
});
const rounds = Number(values.rounds);

/** Mulberry32: the same seed gives the same run of faults. */
const randomFrom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const random = randomFrom(Number(values.seed));
const upTo = (most: number) => Math.floor(random() * most);

type Sent = { readonly hash: string; readonly content: string; readonly kind: "application" | "twice" | "automatic" | "bad" };
const deliveries: Sent[] = [];

const messageOf = (number: number): { raw: string; kind: Sent["kind"]; content: string } => {
  const dice = random();
  const id = `<chaos-${values.seed}-${number}@uni.example>`;
  const head = `Message-ID: ${id}\r\nDate: Mon, 2 Nov 2026 10:00:00 +0100\r\nFrom: Person ${number} <p${number}@uni${number % 97}.example>\r\nTo: statistikk@udi.no\r\n`;
  const type = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n";
  const body = `Vi søker om dispensasjon fra taushetsplikten til forskning i prosjektet «Prosjekt ${number}».\r\nProsjektleder: Person ${number}, tlf. 22 33 44 55.\r\n`;
  if (dice < 0.08)
    return {
      kind: "automatic",
      content: id,
      raw: `${head}Auto-Submitted: auto-replied\r\nSubject: Automatisk svar\r\n${type}\r\nJeg er borte til uke ${number}.\r\n`,
    };
  if (dice < 0.14)
    return {
      kind: "bad",
      content: id,
      raw: `From: p${number}@uni.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n${"--x\r\n\r\na\r\n".repeat(1_200)}${number}`,
    };
  return { kind: dice < 0.24 ? "twice" : "application", content: id, raw: `${head}Subject: Application ${number}\r\n${type}\r\n${body}` };
};

let made = 0;
const deliver = (world: ChaosWorld): void => {
  made += 1;
  const { raw, kind, content } = messageOf(made);
  const copies = kind === "twice" ? ["Received: by one\r\n", "Received: by another\r\n"] : [""];
  for (const trace of copies) {
    world.dovecot.deliver(trace + raw);
    deliveries.push({
      hash: createHash("sha256")
        .update(trace + raw)
        .digest("hex"),
      content,
      kind,
    });
  }
};

const faults: readonly (readonly [name: string, act: (world: ChaosWorld) => Promise<void>])[] = [
  ["kill -9 worker", (world) => world.killWorker(upTo(world.workers.length))],
  ["kill -9 worker", (world) => world.killWorker(upTo(world.workers.length))],
  ["kill -9 worker", (world) => world.killWorker(upTo(world.workers.length))],
  ["kill -9 worker in the middle of a reply", (world) => world.killAtMail(upTo(world.workers.length))],
  ["kill -9 worker in the middle of a reply", (world) => world.killAtMail(upTo(world.workers.length))],
  ["SIGTERM worker", (world) => world.stopWorker(upTo(world.workers.length))],
  ["cut IMAP", async (world) => world.imapLine.cutAll()],
  ["cut SMTP", async (world) => world.smtpLine.cutAll()],
  ["IMAP cut within a message", async (world) => void Object.assign(world.imapLine.fault, { cutAfter: 200 + upTo(5_000), reset: random() < 0.5 })],
  ["IMAP stalls", async (world) => void Object.assign(world.imapLine.fault, { mode: "stall" })],
  ["SMTP refuses", async (world) => void Object.assign(world.smtpLine.fault, { mode: "refuse" })],
  ["SMTP loses the answer", async (world) => world.loseAnswer()],
  ["IMAP trickles", async (world) => void Object.assign(world.imapLine.fault, { delay: 30 })],
  ["IMAP garbles", async (world) => void Object.assign(world.imapLine.fault, { mode: "garble" })],
  ["kill -9 Dovecot", (world) => world.restartDovecot()],
  ["kill database", (world) => world.restartDatabase()],
];

const main = async (): Promise<number> => {
  const begun = performance.now();
  const world = await openWorld({
    engine: values.engine === "postgres" ? "postgres" : "sqlite",
    workers: Number(values.workers),
    policy: values.policy === "hold" ? "hold" : "server",
  });
  const counts = new Map<string, number>();
  try {
    for (let round = 1; round <= rounds; round += 1) {
      for (let number = upTo(3); number >= 0; number -= 1) deliver(world);
      await sleep(upTo(1_200));
      const [name, act] = faults[upTo(faults.length)] ?? faults[0] ?? ["", async () => undefined];
      counts.set(name, (counts.get(name) ?? 0) + 1);
      if (values.verbose) process.stdout.write(`round ${round}: ${name}\n`);
      await act(world);
      await sleep(upTo(1_000));
      // Each round ends with a kill, whatever else it had.
      await world.killWorker(upTo(world.workers.length));
      world.healLines();
    }
    const settledIn = await settle(world);
    const problems = await verify(world);
    const seconds = ((performance.now() - begun) / 1000).toFixed(0);
    process.stdout.write(
      `${rounds} rounds, seed ${values.seed}, ${values.engine}, ${values.workers} worker(s), policy ${values.policy}: ${deliveries.length} messages, ${world.kills()} kills of workers, ${world.mails().length} replies, ${seconds} s (settled in ${settledIn.toFixed(1)} s)\n` +
        `faults: ${[...counts].map(([name, count]) => `${name} ${count}`).join(", ")}\n`,
    );
    for (const problem of problems) process.stdout.write(`PROBLEM: ${problem}\n`);
    process.stdout.write(problems.length === 0 ? "clean: nothing lost, nothing sent twice, everything filed\n" : `${problems.length} problems\n`);
    return problems.length === 0 ? 0 : 1;
  } finally {
    await world.close();
  }
};

/** Minutes, for machines that have no time: the last kills leave many messages behind, and each process reads its first one slowly. */
const SETTLE_SECONDS = 300;

/** Lets the workers run undisturbed until nothing is left to do. */
const settle = async (world: ChaosWorld): Promise<number> => {
  const begun = performance.now();
  world.healLines();
  for (;;) {
    const seconds = (performance.now() - begun) / 1000;
    if (seconds > SETTLE_SECONDS) return seconds;
    await sleep(500);
    world.keepAlive();
    if (world.inbox() > 0) continue;
    const store = await openStore({ url: world.databaseUrl });
    try {
      const counts = await store.operation.counts();
      const load = await store.outbox.load(Date.now());
      if (counts.waiting === 0 && load.due + load.later === 0) return seconds;
    } finally {
      await store.close();
    }
  }
};

const verify = async (world: ChaosWorld): Promise<string[]> => {
  const problems: string[] = [];
  const outcomes = await world.outcomes();
  const mails = world.mails();
  for (const { hash, kind } of deliveries) {
    const outcome = outcomes.get(hash);
    if (!outcome) problems.push(`message ${hash.slice(0, 12)} (${kind}) was never kept`);
    else if (kind === "bad" ? outcome.state !== "parked" : !["done", "duplicate"].includes(outcome.state))
      problems.push(`message ${hash.slice(0, 12)} (${kind}) is ${outcome.state} ${outcome.code ?? ""}`);
  }
  const byContent = new Map<string, Sent[]>();
  for (const delivery of deliveries) byContent.set(delivery.content, [...(byContent.get(delivery.content) ?? []), delivery]);
  for (const [content, [delivery]] of byContent) {
    const replies = mails.filter((mail) => mail.includes(`In-Reply-To: ${content}`)).length;
    const expected = delivery?.kind === "application" || delivery?.kind === "twice" ? 1 : 0;
    if (replies > expected) problems.push(`${content} was answered ${replies} times`);
    if (replies < expected && !world.isHeld(content)) problems.push(`${content} was not answered`);
  }
  if (world.inbox() > 0) problems.push(`${world.inbox()} messages are still in the inbox`);
  const filed = world.filed();
  if (filed !== deliveries.length) problems.push(`${filed} messages are filed, ${deliveries.length} were delivered`);
  return problems;
};

process.exitCode = await main();
