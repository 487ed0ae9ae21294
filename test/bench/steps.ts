/** Time of each step over the sample mails, after a warm-up round. */
import { createHash } from "node:crypto";
import { rmSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadKnowledge } from "#cli/knowledge.ts";
import { modelFile } from "#cli/root.ts";
import { assessMessage } from "#core/assess.ts";
import { checkReply } from "#core/intake.ts";
import { readMime } from "#edges/read/mime.ts";
import { loadModel } from "#edges/read/model-file.ts";
import { readMessage } from "#edges/read/reader.ts";
import { freeze } from "#edges/send/freeze.ts";
import { openStore } from "#edges/store/store.ts";
import { percentile, samples, say } from "./samples.ts";

export const benchSteps = async (): Promise<void> => {
  const begun = performance.now();
  const knowledge = loadKnowledge({ agency: "udi" });
  const model = loadModel(modelFile);
  const loaded = performance.now() - begun;
  const data = mkdtempSync(join(tmpdir(), "mottak-bench-"));
  const store = await openStore({ url: `sqlite:${data}/bench.db` });
  const times = new Map<string, number[]>();
  const slowest = new Map<string, { name: string; milliseconds: number }>();
  const timed = async <T>(step: string, name: string, work: () => T | Promise<T>): Promise<T> => {
    const from = performance.now();
    const result = await work();
    const milliseconds = performance.now() - from;
    times.set(step, [...(times.get(step) ?? []), milliseconds]);
    if (milliseconds > (slowest.get(step)?.milliseconds ?? 0)) slowest.set(step, { name, milliseconds });
    return result;
  };
  const mails = samples();
  for (const round of [0, 1]) {
    times.clear();
    slowest.clear();
    for (const { name, raw } of mails) {
      const { agency, texts, policy, hash } = knowledge;
      await timed("keep the bytes", name, () =>
        store.intake.keep(
          {
            mailbox: "b",
            place: `${name}-${round}`,
            hash: createHash("sha256").update(raw).update(String(round)).digest("hex"),
            size: raw.length,
            receivedAt: 0,
            raw,
          },
          0,
        ),
      );
      await timed("MIME alone", name, () => readMime(raw));
      const message = await timed("MIME and documents", name, () => readMessage(raw));
      const now = message.date ? Date.parse(message.date) : 0;
      const assessment = await timed("roles, findings, assessment", name, () =>
        assessMessage(message, { agency, model, receivedAt: new Date(now).toISOString() }),
      );
      const { reply } = await timed("decision and reply", name, () => checkReply({ message, assessment, agency, texts, policy, hash, now }));
      if (reply)
        await timed("bytes of the reply", name, () =>
          freeze({
            messageId: reply.messageId,
            replyId: "r",
            from: { name: "UDI", address: "a@b.example" },
            to: reply.to,
            subject: reply.subject,
            text: reply.text,
            html: reply.html,
            inReplyTo: reply.inReplyTo,
            references: reply.references,
            date: now,
          }),
        );
    }
  }
  await store.close();
  rmSync(data, { recursive: true, force: true });
  say(`${mails.length} mails, second round; agency and texts loaded in ${loaded.toFixed(0)} ms`);
  say(`${"step".padEnd(28)} ${"sum ms".padStart(8)} ${"p50".padStart(7)} ${"p95".padStart(7)} ${"max".padStart(7)}  slowest`);
  for (const [step, values] of times) {
    const sum = values.reduce((total, value) => total + value, 0);
    say(
      `${step.padEnd(28)} ${sum.toFixed(0).padStart(8)} ${percentile(values, 0.5).toFixed(1).padStart(7)} ${percentile(values, 0.95).toFixed(1).padStart(7)} ${Math.max(
        ...values,
      )
        .toFixed(1)
        .padStart(7)}  ${slowest.get(step)?.name ?? ""}`,
    );
  }
};
