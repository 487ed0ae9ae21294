/** Opens the staff pages on an address, and closes them cleanly. */
import { createAdaptorServer } from "@hono/node-server";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Failure } from "#core/failure.ts";
import { webApp } from "./app.ts";
import { loadAssets } from "./assets.ts";
import type { WebOptions } from "./http.ts";
import { Sessions } from "./sessions.ts";

export type OpenWebOptions = Omit<WebOptions, "assets" | "sessions" | "hosts"> & {
  readonly host: string;
  readonly port: number;
  /** Names under which the pages are reached besides the address itself (a proxy's). */
  readonly names?: readonly string[];
};

export type Web = {
  readonly address: string /** A link that logs in once; null where people log in at a provider. */;
  readonly link: () => string | null;
  close(): Promise<void>;
};

const loopback = new Set(["127.0.0.1", "localhost", "::1", "[::1]"]);

/** Slow clients are cut off: nobody needs a minute to ask for a page. */
const HEADERS_MILLISECONDS = 10_000;
const REQUEST_MILLISECONDS = 30_000;

/** Throws Failure `setting_wrong` where the address is open to others and nobody asks who comes, or is taken. */
export const openWeb = async (options: OpenWebOptions): Promise<Web> => {
  const { host, port, provider } = options;
  if (!provider && !loopback.has(host))
    throw new Failure(
      "setting_wrong",
      `MOTTAK_WEB is ${host}:${port}, which others can reach; without OpenID Connect (MOTTAK_OIDC_ISSUER) the pages are served on 127.0.0.1 only`,
    );
  const sessions = new Sessions(() => options.desk.now());
  const hosts: string[] = [...(options.names ?? [])];
  const app = webApp({ ...options, assets: loadAssets(), sessions, hosts });
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: { headersTimeout: HEADERS_MILLISECONDS, requestTimeout: REQUEST_MILLISECONDS, maxHeaderSize: 16_384 },
  }) as Server;
  await listening(server, port, host);
  const actual = (server.address() as AddressInfo).port;
  for (const name of [host, ...(loopback.has(host) ? ["127.0.0.1", "localhost", "[::1]"] : [])]) hosts.push(`${name}:${actual}`);
  const address = `http://${host}:${actual}`;
  return {
    address,
    link: () => (provider ? null : `${address}/inn?kode=${sessions.oneTimeCode("saksbehandler", ["reader", "handler", "operator"])}`),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const listening = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) =>
      reject(new Failure("setting_wrong", `the staff pages cannot be opened on ${host}:${port} (${cause.code ?? "unknown"})`, { cause })),
    );
    server.listen(port, host.replace(/^\[|\]$/g, ""), () => resolve());
  });
