/** Servers run as the tests' user, or as "nobody" where the tests run as root (PostgreSQL and Dovecot refuse root). */
import { execFileSync } from "node:child_process";
import { chownSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { userInfo } from "node:os";

const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

export const serverUser = {
  uid: isRoot ? NOBODY : (process.getuid?.() ?? 0),
  gid: isRoot ? NOBODY : (process.getgid?.() ?? 0),
  name: isRoot ? "nobody" : userInfo().username,
  group: isRoot ? "nogroup" : execFileSync("id", ["-gn"]).toString().trim(),
  spawnOptions: isRoot ? { uid: NOBODY, gid: NOBODY } : {},
};

export const giveToServer = (path: string): string => {
  if (isRoot) chownSync(path, serverUser.uid, serverUser.gid);
  return path;
};

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
