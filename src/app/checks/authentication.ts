/** Do recent mails carry the results of the server that the settings name, so that senders can be confirmed? */
import { authservIdOf } from "#core/authentication.ts";
import { type Finding, found } from "#core/checks/findings.ts";
import { type Check, HOUR } from "./check.ts";

/** How the settings name a server that writes its results without a name (Exchange Online). */
export const UNNAMED = "unnamed";

export type AuthenticationCheckOptions = {
  /** Topmost Authentication-Results of recent mails, newest first; null for a mail that has none. */
  readonly recent: () => Promise<readonly (string | null)[]>;
  /** As in the settings; "" where it is not set. */
  readonly authservId: string;
};

export const authenticationCheck = ({ recent, authservId }: AuthenticationCheckOptions): Check => ({
  name: "authentication",
  every: HOUR,
  deadline: 20_000,
  run: async () => [
    finding(
      (await recent()).map((header) => (header === null ? null : authservIdOf(header) || UNNAMED)),
      authservId.trim().toLowerCase(),
    ),
  ],
});

const finding = (seen: readonly (string | null)[], id: string): Finding => {
  const of = seen.length;
  if (of === 0) return found("authserv_unknown", {});
  const [often] = mostOften(seen);
  if (id === "") return often ? found("authserv_unset", { id: often.id, count: often.count, of }) : found("authserv_silent", { of });
  const own = seen.filter((one) => one === id).length;
  // One confirmed mail is enough: others came before the setting, or from within.
  if (own > 0) return found("authserv_ok", { id, count: own, of });
  return often ? found("authserv_other", { id, seen: often.id }) : found("authserv_absent", { id, of });
};

const mostOften = (seen: readonly (string | null)[]): { readonly id: string; readonly count: number }[] => {
  const counts = new Map<string, number>();
  for (const one of seen) if (one !== null) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].map(([id, count]) => ({ id, count })).toSorted((a, b) => b.count - a.count);
};
