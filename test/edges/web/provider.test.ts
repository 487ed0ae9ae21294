/** Log-in at an OpenID Connect provider that runs here. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openProvider, type Provider as Login } from "#edges/web/provider.ts";
import { testWeb } from "#test/support/web-desk.ts";

const redirectUri = "https://mottak.example/logg-inn/svar";
const people: Record<string, { name: string; roles: string[] }> = {
  kari: { name: "Kari Nordmann", roles: ["Mottak.Handler"] },
  odd: { name: "Odd Drift", roles: ["Mottak.Operator", "Something.Else"] },
  una: { name: "Una Utenfor", roles: [] },
};

describe("log-in by OpenID Connect", () => {
  let server: Server;
  let issuer: string;
  const login = (changes: { clientSecret?: string; now?: () => number } = {}): Login =>
    openProvider({
      issuer,
      clientId: "mottak",
      clientSecret: "a secret for tests",
      redirectUri,
      roleClaim: "roles",
      roles: { reader: ["Mottak.Reader"], handler: ["Mottak.Handler"], operator: ["Mottak.Operator"] },
      scope: "openid profile",
      insecure: true,
      now: () => Date.now(),
      ...changes,
    });

  beforeAll(async () => {
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const provider = new Provider(issuer, {
      clients: [
        {
          client_id: "mottak",
          client_secret: "a secret for tests",
          redirect_uris: [redirectUri],
          grant_types: ["authorization_code"],
          response_types: ["code"],
        },
      ],
      claims: { openid: ["sub"], profile: ["name", "roles"] },
      conformIdTokenClaims: false,
      findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
      features: { devInteractions: { enabled: true } },
      cookies: { keys: ["cookies for tests"] },
    });
    server.on("request", provider.callback());
  });
  afterAll(() => server.close());

  it("lets a handler in with name and role, and an operator with theirs", async () => {
    const one = login();
    const kari = await one.begin();
    expect(await one.finish(await answerOf(kari.address, "kari"), kari.state)).toEqual({ name: "Kari Nordmann", roles: ["reader", "handler"] });
    const odd = await one.begin();
    expect(await one.finish(await answerOf(odd.address, "odd"), odd.state)).toEqual({ name: "Odd Drift", roles: ["reader", "operator"] });
  });

  it("lets nobody in without a role, with a wrong state, or with the same answer twice", async () => {
    const one = login();
    const una = await one.begin();
    expect(await one.finish(await answerOf(una.address, "una"), una.state)).toBeNull();
    const kari = await one.begin();
    const answer = await answerOf(kari.address, "kari");
    expect(await one.finish(answer.replace(/state=[^&]+/, "state=other"), "other")).toBeNull();
    expect(await one.finish(answer, kari.state)).not.toBeNull();
    expect(await one.finish(answer, kari.state)).toBeNull();
    expect(await one.finish("?error=access_denied&state=x", "x")).toBeNull();
  });

  it("lets nobody in with an answer that another browser began", async () => {
    const one = login();
    const { address } = await one.begin();
    expect(await one.finish(await answerOf(address, "kari"), undefined)).toBeNull();
  });

  it("is the way in on the pages: redirect, answer, session", async () => {
    const web = testWeb(login());
    expect(await (await web.get("/")).text()).toContain('href="/logg-inn"');
    const begun = await web.get("/logg-inn");
    const answer = await answerOf(begun.headers.get("location") ?? "", "kari");
    const back = await web.get(`/logg-inn/svar${answer}`, { cookie: cookieOf(begun) });
    expect(back.status).toBe(303);
    const cookie = cookieOf(back);
    expect(await (await web.get("/", { cookie })).text()).toContain("Kari Nordmann");
    const again = await web.get("/logg-inn");
    const refused = await web.get(`/logg-inn/svar${await answerOf(again.headers.get("location") ?? "", "una")}`, { cookie: cookieOf(again) });
    expect(refused.status).toBe(403);
    expect(web.audit.map((one) => one.action)).toEqual(["login", "denied"]);
  });
});

const cookieOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0] ?? "")
    .filter((pair) => !pair.endsWith("="))
    .join("; ");

/** Goes through the provider's own pages as a browser would, and gives the query that it sends back. */
const answerOf = async (address: string, who: string): Promise<string> => {
  const jar = new Map<string, string>();
  const fetchWith = async (url: string, form?: Record<string, string>): Promise<Response> => {
    const answer = await fetch(url, {
      redirect: "manual",
      headers: {
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; "),
        ...(form ? { "content-type": "application/x-www-form-urlencoded" } : {}),
      },
      ...(form ? { method: "POST", body: new URLSearchParams(form).toString() } : {}),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return answer;
  };
  let url = address;
  for (let step = 0; step < 12; step += 1) {
    const answer = await fetchWith(url);
    const location = answer.headers.get("location");
    if (location) {
      const next = new URL(location, url).href;
      if (next.startsWith(redirectUri)) return new URL(next).search;
      url = next;
      continue;
    }
    const page = await answer.text();
    const target = page.match(/action="([^"]+)"/)?.[1] ?? "";
    const prompt = page.match(/name="prompt" value="([^"]+)"/)?.[1] ?? "login";
    const posted = await fetchWith(new URL(target, url).href, prompt === "login" ? { prompt, login: who, password: "any" } : { prompt });
    url = new URL(posted.headers.get("location") ?? "", url).href;
    if (url.startsWith(redirectUri)) return new URL(url).search;
  }
  throw new Error("the provider does not send back");
};
