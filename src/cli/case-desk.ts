/** Opens what a person's commands on cases need: the store, the agency's data under the store's key, and who acts. */
import { randomBytes } from "node:crypto";
import { userInfo } from "node:os";
import type { Context } from "#app/context.ts";
import type { Actor, Refusal } from "#core/case-commands.ts";
import type { Clock } from "#core/clocks.ts";
import { Failure } from "#core/failure.ts";
import type { Input } from "./command.ts";
import { agencyFolder, configFolder } from "./root.ts";

export type CaseDesk = Pick<Context, "store" | "knowledge" | "freeze" | "from" | "envelopeFrom"> & {
  readonly clocks: readonly Clock[];
  readonly actor: Actor;
};

/** Options that every command on cases takes. */
export const caseOptions = {
  json: { type: "boolean", summary: "Prints JSON." },
  by: { type: "string", value: "NAME", summary: "Who acts, as it will stand in the case; the system's user by default." },
  why: { type: "string", value: "TEXT", summary: "Why, as it will stand in the case." },
} as const;

/** Who acts: the name given, else the system's user. */
export const actingPerson = ({ flags }: Input): string => String(flags["by"] ?? userInfo().username);

/** Opens the store for a command, and closes it afterwards. Throws Failure where something is not there or not right. */
export const withCaseDesk = async <T>(input: Input, use: (desk: CaseDesk) => Promise<T>): Promise<T> => {
  const { loadSettings } = await import("#edges/settings/load.ts");
  const { settings } = loadSettings({ flags: input.settingFlags, environment: process.env, configFolder });
  const { openStore } = await import("#edges/store/store.ts");
  const { loadKnowledge } = await import("./knowledge.ts");
  const { freeze } = await import("#edges/send/freeze.ts");
  const { loadClocks } = await import("#edges/settings/texts.ts");
  const store = await openStore({ url: settings.databaseUrl, password: settings.databasePassword });
  try {
    const now = Date.now();
    const key = await store.operation.referenceKey(randomBytes(32).toString("hex"), now);
    const knowledge = loadKnowledge({ agency: settings.agency, mode: settings.mode, key });
    const address = settings.sendFrom ?? knowledge.agency.addresses[0] ?? "";
    return await use({
      store,
      knowledge,
      freeze,
      from: { name: knowledge.agency.shortName, address },
      envelopeFrom: address,
      actor: { at: now, by: actingPerson(input) },
      clocks: loadClocks(agencyFolder(settings.agency)),
    });
  } finally {
    await store.close();
  }
};

/** The word that must stand at a place of the command; throws Failure `wrong_use` that says what is wanted. */
export const wanted = (input: Input, index: number, what: string): string => {
  const word = input.files[index];
  if (!word) throw new Failure("wrong_use", `give ${what}`);
  return word;
};

/** Tells how an action ended: 0 done, 1 refused or overtaken. */
export const tell = (outcome: "done" | "conflict" | Refusal, done: string): number => {
  if (outcome === "done") {
    process.stdout.write(`${done}\n`);
    return 0;
  }
  process.stderr.write(
    outcome === "conflict" ? "Somebody else changed the case meanwhile; nothing was done. Look again and repeat.\n" : `Refused: ${outcome.because}\n`,
  );
  return 1;
};

/** Day and minute, in UTC. */
export const stamp = (at: number): string => new Date(at).toISOString().slice(0, 16).replace("T", " ");
