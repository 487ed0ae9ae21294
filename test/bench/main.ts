/**
 * Where the time goes.
 *
 *   npm run bench                          each step over the sample mails
 *   npm run bench -- --mail 1000           end to end on Dovecot and SMTP: rate, processor time against the bare libraries, memory
 *   npm run bench -- --latency 30          from delivery to the sending server, one message at a time
 *   npm run bench -- --store 100000        cost of a message with few and with many cases in the store
 *   npm run bench -- --documents           each format against the bare library and a well-known tool, words found, a typical message
 */
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    mail: { type: "string" },
    latency: { type: "string" },
    store: { type: "string" },
    engine: { type: "string", default: "sqlite" },
    documents: { type: "boolean" },
  },
});

if (values.documents) await (await import("./documents.ts")).benchDocuments();
else if (values.mail) await (await import("./mail.ts")).benchMail(Number(values.mail));
else if (values.latency) await (await import("./mail.ts")).benchLatency(Number(values.latency));
else if (values.store) await (await import("./store.ts")).benchStore(Number(values.store), values.engine === "postgres");
else await (await import("./steps.ts")).benchSteps();
