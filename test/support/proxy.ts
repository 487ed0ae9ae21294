/** A TCP proxy that can stall, cut, garble, trickle or refuse: every fault of a line, on demand. */
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export type Fault = {
  /** "stall": bytes are swallowed and the sockets stay open, as on a half-dead line. */
  mode: "pass" | "stall" | "refuse" | "garble";
  /** Cuts each connection after so many bytes from the server. */
  cutAfter: number;
  /** Ends with a reset instead of a close. */
  reset: boolean;
  /** Milliseconds of delay for each piece from the server. */
  delay: number;
};

export type FaultyLine = {
  readonly port: number;
  readonly fault: Fault;
  readonly connections: () => number;
  cutAll(): void;
  heal(): void;
  close(): Promise<void>;
};

export const startProxy = async (target: () => number): Promise<FaultyLine> => {
  const fault: Fault = { mode: "pass", cutAfter: Number.POSITIVE_INFINITY, reset: false, delay: 0 };
  const pairs = new Set<readonly [Socket, Socket]>();
  let count = 0;
  const server = createServer((client) => {
    count += 1;
    if (fault.mode === "refuse") {
      client.destroy();
      return;
    }
    const upstream = connect(target(), "127.0.0.1");
    const pair = [client, upstream] as const;
    pairs.add(pair);
    let passed = 0;
    const end = () => {
      pairs.delete(pair);
      if (fault.mode === "stall") return;
      client.destroy();
      upstream.destroy();
    };
    client.on("error", end);
    upstream.on("error", end);
    client.on("close", end);
    upstream.on("close", end);
    client.on("data", (data) => {
      if (fault.mode !== "stall") upstream.write(data);
    });
    upstream.on("data", (data) => {
      if (fault.mode === "stall") return;
      passed += data.length;
      const bytes = fault.mode === "garble" ? Buffer.from(data.map((byte) => byte ^ 0x5a)) : data;
      const forward = () => {
        if (passed <= fault.cutAfter) {
          client.write(bytes);
          return;
        }
        client.write(bytes.subarray(0, Math.max(0, bytes.length - (passed - fault.cutAfter))), () =>
          fault.reset ? client.resetAndDestroy() : client.destroy(),
        );
        upstream.destroy();
      };
      if (fault.delay > 0) setTimeout(forward, fault.delay);
      else forward();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cutAll = () => {
    for (const [client, upstream] of pairs) {
      client.destroy();
      upstream.destroy();
    }
    pairs.clear();
  };
  return {
    port: (server.address() as AddressInfo).port,
    fault,
    connections: () => count,
    cutAll,
    heal: () => {
      Object.assign(fault, { mode: "pass", cutAfter: Number.POSITIVE_INFINITY, reset: false, delay: 0 });
      cutAll();
    },
    close: () => {
      cutAll();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};
