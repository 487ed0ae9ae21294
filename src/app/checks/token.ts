/** Does the token endpoint give a token, and how long is the client secret valid? */
import { type Finding, found } from "#core/checks/findings.ts";
import { asFailure } from "#core/failure.ts";
import { type Check, daysUntil, HOUR } from "./check.ts";

/** Time to find the person who may make a new one. */
const SOON_DAYS = 30;

export type TokenCheckOptions = {
  readonly token: () => Promise<string>;
  /** The last day of the client secret as the settings say it ("2027-05-01"); null where they do not. */
  readonly secretEnds: string | null;
  readonly now: () => number;
};

export const tokenCheck = ({ token, secretEnds, now }: TokenCheckOptions): Check => ({
  name: "token",
  every: HOUR,
  deadline: 30_000,
  run: async () => [await tokenFinding(token), secretFinding(secretEnds, now())],
});

const tokenFinding = async (token: TokenCheckOptions["token"]): Promise<Finding> => {
  try {
    await token();
    return found("token_ok", {});
  } catch (thrown) {
    const { code, message } = asFailure(thrown, "mailbox_unavailable");
    return code === "mailbox_login" ? found("token_refused", {}, message) : found("token_unavailable", {}, message);
  }
};

const secretFinding = (ends: string | null, now: number): Finding => {
  if (ends === null) return found("secret_unknown", {});
  const days = daysUntil(Date.parse(ends), now);
  if (days < 0) return found("secret_expired", {});
  return days < SOON_DAYS ? found("secret_soon", { days }) : found("secret_ok", { days });
};
