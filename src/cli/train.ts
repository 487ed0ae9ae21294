/** `mottak train`: learns the weights of the prose reader from the phrase corpora and the sample mails; the same files give the same weights. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { PhraseCorpus } from "#app/phrases.ts";
import type { EvidenceOfMessage, GoldItems } from "#app/training-set.ts";
import { Failure } from "#core/failure.ts";
import type { Message } from "#core/message.ts";
import type { Example } from "#core/prose/training.ts";
import type { Command } from "./command.ts";
import { modelFile, root, sampleMails } from "./root.ts";

const phraseFolder = join(root, "fixtures", "corpus");
const LIMIT_MB = 50;
/** Groups of senders that are set apart in turn. */
const FOLDS = 3;

export const train: Command = {
  name: "train",
  summary: "Learns the weights of the prose reader from phrases and sample mails.",
  usage: "",
  options: {
    agency: { type: "string", value: "NAME", summary: "Agency whose checklist the gold answers follow (udi)." },
    output: { type: "string", value: "FILE", summary: "Where to write the weights." },
  },
  details: ["Reads fixtures/corpus and fixtures/mail, writes config/reader/prose-model.json. Takes some minutes: scanned letters are read too."],
  run: async ({ flags }) => {
    const { agencyFolder } = await import("./root.ts");
    const { loadAgency } = await import("#edges/settings/agency.ts");
    const { blocksFromText } = await import("#edges/read/text-blocks.ts");
    const { cueMatcher } = await import("#core/extract/cues.ts");
    const { examplesOf, recognisersOf } = await import("#app/phrases.ts");
    const { calibratedOf, exampleOfMessage } = await import("#app/training-set.ts");
    const { shifted, shiftsOf } = await import("#core/prose/calibration.ts");
    const { train: learn } = await import("#core/prose/training.ts");
    const { openReader } = await import("./reader.ts");
    const { readMessageFile } = await import("./read-files.ts");
    const agency = loadAgency(agencyFolder(typeof flags["agency"] === "string" ? flags["agency"] : "udi"));
    const { catalogue } = agency;
    const cues = cueMatcher(catalogue);
    const hash = createHash("sha256");
    const corpora = names(phraseFolder).filter((name) => /^\d\d\.json$/.test(name));
    const examples: Example[] = corpora.flatMap((name) => {
      const text = readFileSync(join(phraseFolder, name), "utf8");
      hash.update(text);
      return examplesOf(JSON.parse(text) as PhraseCorpus, catalogue, cues, blocksFromText);
    });
    const phrases = examples.length;
    const mails: { readonly set: string; readonly message: Message; readonly gold: GoldItems; readonly example: Example | null }[] = [];
    const reader = openReader(Promise.resolve(agency), { warm: 1 });
    try {
      for (const file of mailFiles()) {
        const raw = readMessageFile(file, LIMIT_MB);
        const gold = readFileSync(file.replace(/\.eml$/, ".gold.json"), "utf8");
        const evidence = evidenceBeside(file);
        hash
          .update(raw)
          .update(gold)
          .update(evidence ?? "");
        const judged = evidence === null ? null : (JSON.parse(evidence) as EvidenceOfMessage);
        const [message, parsed] = [await reader.readMessage(raw), JSON.parse(gold) as GoldItems];
        mails.push({ set: basename(dirname(file)), message, gold: parsed, example: exampleOfMessage(message, parsed, catalogue, cues, judged) });
      }
    } finally {
      await reader.close();
    }
    const parts = catalogue.items.flatMap(recognisersOf);
    const learned = (from: typeof mails, name: string) =>
      learn([...examples, ...from.flatMap(({ example }) => (example ? [example] : []))], parts, name);
    // Senders that the weights have not learned from tell where the line lies.
    const senders = [...new Set(mails.map(({ set }) => set))];
    const samples = Array.from({ length: FOLDS }, (_, fold) => {
      const isApart = (set: string): boolean => senders.indexOf(set) % FOLDS === fold;
      const without = learned(
        mails.filter(({ set }) => !isApart(set)),
        "",
      );
      return mails.filter(({ set }) => isApart(set)).flatMap(({ message, gold }) => calibratedOf(message, gold, catalogue, cues, without));
    }).flat();
    const model = shifted(learned(mails, hash.digest("hex").slice(0, 16)), shiftsOf(samples));
    const output = typeof flags["output"] === "string" ? flags["output"] : modelFile;
    const text = modelText(model);
    writeFileSync(output, text);
    process.stdout.write(`${phrases} phrases and ${mails.length} mails learned; ${Math.round(text.length / 1000)} kB in ${output}\n`);
    return 0;
  },
};

const names = (folder: string): string[] => {
  if (!existsSync(folder)) throw new Failure("wrong_use", `train: there is no folder ${folder}`);
  return readdirSync(folder).toSorted();
};

/** Sample mails that have a gold answer, in the order of their names. */
const mailFiles = (): string[] =>
  names(sampleMails).flatMap((set) =>
    readdirSync(join(sampleMails, set))
      .filter((name) => name.endsWith(".eml"))
      .toSorted()
      .map((name) => join(sampleMails, set, name))
      .filter((file) => existsSync(file.replace(/\.eml$/, ".gold.json"))),
  );

/** What somebody marked, sentence by sentence, in the message (`NAME.evidence.json`); null where nobody did. */
const evidenceBeside = (file: string): string | null => {
  const evidence = file.replace(/\.eml$/, ".evidence.json");
  return existsSync(evidence) ? readFileSync(evidence, "utf8") : null;
};

/** JSON with one part a line, so that a change can be read. */
const modelText = ({ parts, ...head }: ReturnType<typeof import("#core/prose/training.ts").train>): string =>
  `${JSON.stringify(head).slice(0, -1)},"parts":{\n${Object.entries(parts)
    .map(([part, weights]) => `${JSON.stringify(part)}:${JSON.stringify(weights)}`)
    .join(",\n")}\n}}\n`;
