/** `mottak case`: the cases, one case with its proof, and what a person does with it. */
import { actOnCase, loadCase } from "#app/case-actions.ts";
import type { DeskCommand } from "#app/ports.ts";
import type { CaseSummary } from "#core/case.ts";
import { clocksOf } from "#core/clocks.ts";
import { Failure } from "#core/failure.ts";
import { type CaseDesk, caseOptions, stamp, tell, wanted, withCaseDesk } from "./case-desk.ts";
import { showCase } from "./case-show.ts";
import type { Command, Input } from "./command.ts";

const LIST_AT_MOST = 500;
const states = ["reading", "waiting", "complete", "with_person", "closed", "merged"];

export const caseCommand: Command = {
  name: "case",
  summary: "Lists cases, shows one, and lets a person act on it.",
  usage: "[list | show CASE | reply CASE | close CASE | reopen CASE | merge CASE INTO | due]",
  options: {
    ...caseOptions,
    state: { type: "string", value: "STATE", summary: `list: only cases in this state (${states.join(", ")}).` },
    release: { type: "boolean", summary: "reply: lets the withheld reply go out." },
    discard: { type: "boolean", summary: "reply: drops the withheld reply." },
    remind: { type: "boolean", summary: "reply: drafts a reminder, which waits for its release." },
    provisional: { type: "boolean", summary: "reply: drafts a provisional answer, which waits for its release." },
    mail: { type: "string", value: "MESSAGE-ID", summary: "reply: which one, where several wait." },
  },
  takesSettings: true,
  details: [
    '"due" drafts reminders and provisional answers whose time has come; each waits for its release.',
    'CASE is a reference ("UDI 2026-0142-KXRT") or the number in it ("2026-0142").',
  ],
  run: (input) => withCaseDesk(input, (desk) => act(desk, input)),
};

const act = (desk: CaseDesk, input: Input): Promise<number> => {
  const [action = "list"] = input.files;
  const why = String(input.flags["why"] ?? "");
  switch (action) {
    case "list":
      return list(desk, input);
    case "show":
      return show(desk, input);
    case "reply":
      return reply(desk, input, why);
    case "close":
      return change(desk, input, { kind: "close", why }, "closed");
    case "reopen":
      return change(desk, input, { kind: "reopen", why }, "open again, for a person");
    case "merge":
      return change(desk, input, { kind: "merge", into: wanted(input, 2, "the case to merge into") }, `now part of ${input.files[2]}`);
    case "due":
      return due(desk, input);
    default:
      throw new Failure("wrong_use", `case: "${action}" is no action; one of list, show, reply, close, reopen, merge, due`);
  }
};

const list = async ({ store }: CaseDesk, { flags }: Input): Promise<number> => {
  const state = flags["state"] === undefined ? null : String(flags["state"]);
  if (state !== null && !states.includes(state)) throw new Failure("wrong_use", `case list: "${state}" is no state; one of ${states.join(", ")}`);
  const rows = await store.cases.list(state, LIST_AT_MOST);
  for (const row of rows) {
    const { title, addresses } = JSON.parse(row.summary) as CaseSummary;
    const line = {
      reference: row.reference,
      state: row.state,
      openedAt: new Date(row.openedAt).toISOString(),
      updatedAt: new Date(row.updatedAt).toISOString(),
      title,
      sender: addresses[0] ?? null,
    };
    process.stdout.write(
      flags["json"] ? `${JSON.stringify(line)}\n` : `${row.reference}  ${row.state.padEnd(11)}  ${stamp(row.updatedAt)}  ${title ?? ""}\n`,
    );
  }
  if (rows.length === 0 && !flags["json"]) process.stdout.write("No cases.\n");
  return 0;
};

const found = async (desk: CaseDesk, input: Input) => {
  const reference = wanted(input, 1, 'the case, as in "case list"');
  const loaded = await loadCase(desk.store, reference);
  if (!loaded) throw new Failure("wrong_use", `there is no case ${reference}`);
  return loaded;
};

const show = async (desk: CaseDesk, input: Input): Promise<number> => {
  const { view } = await found(desk, input);
  const clocks = clocksOf(view, desk.clocks, desk.actor.at);
  process.stdout.write(input.flags["json"] ? `${JSON.stringify({ ...view, clocks })}\n` : showCase(view, clocks, desk.knowledge.agency.catalogue));
  return 0;
};

/** Shows the latest reply, or does with it what a flag says. */
const reply = async (desk: CaseDesk, input: Input, why: string): Promise<number> => {
  const { flags } = input;
  const chosen = ["release", "discard", "remind", "provisional"].filter((name) => flags[name]);
  if (chosen.length > 1) throw new Failure("wrong_use", `case reply: give one of --${chosen.join(", --")}`);
  const messageId = flags["mail"] === undefined ? null : String(flags["mail"]);
  if (flags["release"] || flags["discard"]) {
    const waiting = await waitingReply(desk, input, messageId);
    if (flags["release"])
      return change(desk, input, { kind: "release", messageId: waiting, text: null }, "the reply goes out with the next round of a worker");
    return change(desk, input, { kind: "discard", messageId: waiting, why }, "the reply is dropped");
  }
  if (flags["remind"]) return change(desk, input, { kind: "remind" }, "a reminder waits: case reply CASE --release");
  if (flags["provisional"])
    return change(desk, input, { kind: "provisional_answer" }, "a provisional answer waits: fill it in, then case reply CASE --release");
  const { view } = await found(desk, input);
  const mail = view.outgoing.findLast((one) => messageId === null || one.messageId === messageId);
  if (!mail) {
    process.stderr.write("There is no reply in this case.\n");
    return 1;
  }
  process.stdout.write(
    flags["json"] ? `${JSON.stringify(mail)}\n` : `State: ${mail.state}\nTo: ${mail.to.address}\nSubject: ${mail.subject}\n\n${mail.text}`,
  );
  return 0;
};

/** Drafts reminders and provisional answers that are due; run it once a day. */
const due = async (desk: CaseDesk, { flags }: Input): Promise<number> => {
  const { draftDueLetters } = await import("#app/due-letters.ts");
  const drafted = await draftDueLetters(desk, desk.store, desk.actor);
  for (const one of drafted)
    process.stdout.write(flags["json"] ? `${JSON.stringify(one)}\n` : `${one.reference}: ${one.letter} drafted, waits for its release\n`);
  if (drafted.length === 0 && !flags["json"]) process.stdout.write("No letter is due.\n");
  return 0;
};

/** The Message-ID of the reply that waits; throws Failure `wrong_use` where it is not plain which. */
const waitingReply = async (desk: CaseDesk, input: Input, messageId: string | null): Promise<string> => {
  const { view } = await found(desk, input);
  const [one, ...more] = view.outgoing.filter((mail) => mail.state === "withheld" && (messageId === null || mail.messageId === messageId));
  if (!one) throw new Failure("wrong_use", `no reply waits in case ${view.reference}`);
  if (more.length > 0) throw new Failure("wrong_use", `several replies wait in case ${view.reference}: give --mail`);
  return one.messageId;
};

const change = async (desk: CaseDesk, input: Input, command: DeskCommand, done: string): Promise<number> => {
  const { view } = await found(desk, input);
  return tell(await actOnCase(desk, desk.store, view.reference, command, desk.actor), `${view.reference}: ${done}`);
};
