/** /live, /ready and /metrics on a port of their own. Tells states and counts, nothing of what a message says. */
import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type CheckResult, readiness } from "#core/checks/result.ts";
import type { Metrics, MetricsSource } from "./metrics.ts";

export type HealthOptions = { readonly host: string; readonly port: number; readonly metrics: Metrics; readonly source: MetricsSource };
export type Health = { readonly address: string; close(): Promise<void> };

const HEADERS_MILLISECONDS = 5_000;
const REQUEST_MILLISECONDS = 20_000;

/** Null where the address cannot be had (taken by another worker): mail goes on all the same. */
export const openHealth = async ({ host, port, metrics, source }: HealthOptions): Promise<Health | null> => {
  const app = new Hono();
  app.get("/live", (context) => context.text("live\n"));
  app.get("/ready", (context) => {
    const results = source.checks();
    const { ready, failing, pending } = readiness(results);
    return context.json({ ready, failing, pending, checks: statesOf(results) }, ready ? 200 : 503);
  });
  app.get("/metrics", async (context) => context.body(await metrics.text(source), 200, { "content-type": metrics.contentType }));
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: { headersTimeout: HEADERS_MILLISECONDS, requestTimeout: REQUEST_MILLISECONDS, maxHeaderSize: 8_192 },
  }) as Server;
  const open = await new Promise<boolean>((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, host.replace(/^\[|\]$/g, ""), () => resolve(true));
  });
  if (!open) return null;
  return {
    address: `http://${host}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const statesOf = (results: readonly CheckResult[]): Record<string, string> => Object.fromEntries(results.map(({ name, state }) => [name, state]));
