/** Resident memory of this process and of all that it has started. Children are found where the system has /proc. */
import { readdirSync, readFileSync } from "node:fs";

const PAGE_BYTES = 4096;

/** In bytes; children 0 where the system does not tell. */
export const memoryBytes = (): { readonly own: number; readonly children: number } => ({
  own: process.memoryUsage.rss(),
  children: below(process.pid).reduce((sum, pid) => sum + residentOf(pid), 0),
});

/** Processes below this one, at any depth. */
const below = (pid: number): number[] => {
  const direct = tasksOf(pid).flatMap((task) => read(`/proc/${pid}/task/${task}/children`).split(" ").filter(Boolean).map(Number));
  return direct.flatMap((child) => [child, ...below(child)]);
};

const tasksOf = (pid: number): string[] => {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
};

const residentOf = (pid: number): number => Number(read(`/proc/${pid}/statm`).split(" ")[1] ?? 0) * PAGE_BYTES;

const read = (path: string): string => {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return "";
  }
};
