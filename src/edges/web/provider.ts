/** OpenID Connect: who comes, and which role they have, from a provider such as Entra ID or one like ID-porten. */
import * as oidc from "openid-client";
import { Failure } from "#core/failure.ts";
import type { Role } from "./sessions.ts";

export type ProviderOptions = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the provider sends people back to: https://HOST/logg-inn/svar */
  readonly redirectUri: string;
  /** Claim that holds the roles or groups of a person. */
  readonly roleClaim: string;
  /** Values of the claim, by role. */
  readonly roles: Readonly<Record<Role, readonly string[]>>;
  readonly scope: string;
  /** Plain HTTP to the issuer; for a provider on this machine only. */
  readonly insecure?: boolean;
  readonly now: () => number;
};

export type Provider = {
  /** Address to send the browser to, and the state that the same browser must bring back. */
  begin(): Promise<{ readonly address: string; readonly state: string }>;
  /** Who came back; null where the answer is not good, is another browser's, or the person has no role. */
  finish(search: string, state: string | undefined): Promise<{ readonly name: string; readonly roles: readonly Role[] } | null>;
};

/** Logins that were begun and not finished; the oldest is forgotten. */
const PENDING_MOST = 500;
const PENDING_LIVES = 10 * 60_000;

/** Discovers the provider at the first login, so that the pages start while it is away. */
export const openProvider = (options: ProviderOptions): Provider => {
  const pending = new Map<string, { readonly verifier: string; readonly nonce: string; readonly at: number }>();
  let discovered: Promise<oidc.Configuration> | null = null;
  const configuration = async (): Promise<oidc.Configuration> => {
    discovered ??= oidc.discovery(
      new URL(options.issuer),
      options.clientId,
      options.clientSecret,
      undefined,
      options.insecure ? { execute: [oidc.allowInsecureRequests] } : {},
    );
    try {
      return await discovered;
    } catch (cause) {
      discovered = null;
      throw new Failure("internal", "the login provider does not answer", { cause });
    }
  };
  return {
    begin: async () => {
      const config = await configuration();
      const verifier = oidc.randomPKCECodeVerifier();
      const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
      pending.set(state, { verifier, nonce, at: options.now() });
      for (const oldest of pending.keys()) if (pending.size > PENDING_MOST) pending.delete(oldest);
      const address = oidc.buildAuthorizationUrl(config, {
        redirect_uri: options.redirectUri,
        scope: options.scope,
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
      });
      return { address: address.href, state };
    },
    finish: async (search, expected) => {
      const answer = new URL(`${options.redirectUri}${search}`);
      const state = answer.searchParams.get("state") ?? "";
      const begun = pending.get(state);
      pending.delete(state);
      if (!begun || state !== expected || options.now() - begun.at > PENDING_LIVES) return null;
      try {
        const tokens = await oidc.authorizationCodeGrant(await configuration(), answer, {
          pkceCodeVerifier: begun.verifier,
          expectedState: state,
          expectedNonce: begun.nonce,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        const roles = claims ? rolesOf(claims[options.roleClaim], options.roles) : [];
        if (!claims || roles.length === 0) return null;
        return { name: nameOf(claims), roles };
      } catch {
        return null;
      }
    },
  };
};

/** Roles by the values of a claim; a handler may read, an operator too. */
const rolesOf = (claim: unknown, known: ProviderOptions["roles"]): Role[] => {
  const values = (Array.isArray(claim) ? claim : [claim]).filter((one) => typeof one === "string");
  const given = (["reader", "handler", "operator"] as const).filter((role) => known[role].some((value) => values.includes(value)));
  return given.length > 0 && !given.includes("reader") ? ["reader", ...given] : given;
};

/** A name for the timeline: the person's own, else the account's. */
const nameOf = (claims: Readonly<Record<string, unknown>>): string => {
  for (const key of ["name", "preferred_username", "email", "sub"]) {
    const value = claims[key];
    if (typeof value === "string" && value.trim() !== "" && value !== "mottak") return value.trim().slice(0, 80);
  }
  return "?";
};
