/** The clock of a web server, from the Date of its answer (RFC 9110 section 6.6.1). */
import type { ClockSource } from "#app/ports.ts";

const MILLISECONDS = 10_000;

export const httpTime = (url: string): ClockSource => ({
  name: new URL(url).host,
  time: async () => {
    const answer = await fetch(url, { method: "HEAD", redirect: "manual", signal: AbortSignal.timeout(MILLISECONDS) });
    const date = Date.parse(answer.headers.get("date") ?? "");
    return Number.isNaN(date) ? null : date;
  },
});
