/** `mottak hold`: messages of which a person must say where they belong. */
import type { HeldMessage } from "#app/ports.ts";
import type { HoldEntry } from "#core/intake.ts";
import { Failure } from "#core/failure.ts";
import { caseOptions, type CaseDesk, stamp, wanted, withCaseDesk } from "./case-desk.ts";
import type { Command, Input } from "./command.ts";

const LIST_AT_MOST = 500;

export const hold: Command = {
  name: "hold",
  summary: "Lists held messages; gives one to a case or makes a new one of it; takes one off the list.",
  usage: "[list | release ID CASE | release ID new | discard ID]",
  options: { json: caseOptions.json },
  takesSettings: true,
  details: ['ID is the beginning of an id in "hold list". CASE is a reference, or the number in it; "new" opens a case.'],
  run: (input) => withCaseDesk(input, (desk) => act(desk, input)),
};

const act = async (desk: CaseDesk, input: Input): Promise<number> => {
  const [action = "list"] = input.files;
  if (action === "list") return list(desk, input);
  if (action !== "release" && action !== "discard") throw new Failure("wrong_use", `hold: "${action}" is no action; one of list, release, discard`);
  const message = await heldMessage(desk, wanted(input, 1, 'the id of a held message, as in "hold list"'));
  const choice = action === "release" ? await chosenCase(desk, wanted(input, 2, 'the case that it belongs to, or "new"')) : null;
  const done =
    choice === null
      ? await desk.store.hold.dismiss(message.id)
      : await desk.store.hold.assign(message.id, JSON.stringify({ chosen: choice }), desk.actor.at);
  const words =
    choice === null
      ? "off the list, without a case"
      : choice === "new"
        ? "becomes a case with the next round of a worker"
        : `goes to ${choice} with the next round of a worker`;
  if (done) process.stdout.write(`${message.id.slice(0, 12)}: ${words}\n`);
  else process.stderr.write(`${message.id.slice(0, 12)}: is not held any more, nothing changed\n`);
  return done ? 0 : 1;
};

/** Entries that say why they are held; assigned ones that a worker has not taken yet are no longer on the list. */
const entriesOf = async ({ store }: CaseDesk): Promise<{ message: HeldMessage; entry: HoldEntry }[]> =>
  (await store.hold.held(LIST_AT_MOST)).map((message) => ({ message, entry: JSON.parse(message.hold) as HoldEntry }));

const list = async (desk: CaseDesk, { flags }: Input): Promise<number> => {
  const entries = await entriesOf(desk);
  for (const { message, entry } of entries) {
    const { id, receivedAt, kind } = message;
    const line = { id, receivedAt: new Date(receivedAt).toISOString(), kind, because: entry.because, suggestions: entry.suggestions };
    process.stdout.write(
      flags["json"]
        ? `${JSON.stringify(line)}\n`
        : `${id.slice(0, 12)}  ${stamp(receivedAt)}  ${kind}  ${entry.because}  ${entry.suggestions.join(", ") || "no suggestion"}\n`,
    );
  }
  if (entries.length === 0 && !flags["json"]) process.stdout.write("Nothing is held.\n");
  return 0;
};

const heldMessage = async (desk: CaseDesk, id: string): Promise<HeldMessage> => {
  const [one, ...more] = (await entriesOf(desk)).filter(({ message }) => message.id.startsWith(id));
  if (!one) throw new Failure("wrong_use", `no held message begins with ${id}`);
  if (more.length > 0) throw new Failure("wrong_use", `several held messages begin with ${id}: give more of the id`);
  return one.message;
};

const chosenCase = async ({ store }: CaseDesk, word: string): Promise<string> => {
  if (word === "new") return "new";
  const found = await store.desk.openCase(word);
  if (!found) throw new Failure("wrong_use", `there is no case ${word}`);
  return found.row.reference;
};
