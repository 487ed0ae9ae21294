/**
 * Preloaded into every reading process and its threads: no connection can be opened. Node 24's permission flags do not cover the
 * network. This stops libraries that would fetch something; against code that breaks out of the process, use the container's network rules.
 */
import dgram from "node:dgram";
import dns from "node:dns";
import net from "node:net";

const refuse = (): never => {
  throw new Error("reading processes have no network");
};

net.Socket.prototype.connect = refuse;
net.Server.prototype.listen = refuse;
dgram.Socket.prototype.send = refuse;
dgram.Socket.prototype.bind = refuse;
dns.lookup = refuse as unknown as typeof dns.lookup;
dns.resolve = refuse as unknown as typeof dns.resolve;
for (const name of ["fetch", "WebSocket", "EventSource"]) Object.defineProperty(globalThis, name, { value: undefined });
