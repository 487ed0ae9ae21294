/** Names workers so that a restarted one frees at once what its dead forerunner on this machine held. */
import { randomBytes } from "node:crypto";
import { hostname } from "node:os";

const host = hostname().replaceAll("/", "_");

/** "host/pid/nonce". */
export const workerName = (): string => `${host}/${process.pid}/${randomBytes(3).toString("hex")}`;

/** True when the worker ran on this machine and its process is gone. Others' leases run out by themselves. */
export const isDeadHere = (holder: string, self: string): boolean => {
  const [where, pid] = holder.split("/");
  if (where !== host || holder === self) return false;
  if (Number(pid) === process.pid) return true;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "ESRCH";
  }
};
