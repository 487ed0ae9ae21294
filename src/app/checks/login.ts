/** Can staff log in? */
import { found } from "#core/checks/findings.ts";
import { type Check, HOUR, reasonOf } from "./check.ts";

export type LoginWay =
  | { readonly kind: "off" }
  | { readonly kind: "links" }
  | { readonly kind: "provider"; readonly issuer: string; readonly discover: () => Promise<void> };

export const loginCheck = (way: LoginWay): Check => ({
  name: "login",
  every: HOUR,
  deadline: 30_000,
  run: async () => {
    if (way.kind === "off") return [found("login_off", {})];
    if (way.kind === "links") return [found("login_links", {})];
    try {
      await way.discover();
      return [found("login_ok", { issuer: way.issuer })];
    } catch (thrown) {
      return [found("login_unavailable", { issuer: way.issuer }, reasonOf(thrown))];
    }
  },
});
