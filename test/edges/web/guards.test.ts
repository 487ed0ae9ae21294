/** Who gets in, what a post must carry, and what never comes out. */
import { describe, expect, it } from "vitest";
import { html } from "#core/markup.ts";
import { HOST, testWeb } from "#test/support/web-desk.ts";

const HOUR = 60 * 60_000;

describe("getting in", () => {
  it("takes a one-time link once, within an hour", async () => {
    const web = testWeb();
    const code = web.sessions.oneTimeCode("Kari", ["reader"]);
    const first = await web.get(`/inn?kode=${code}`);
    expect(first.status).toBe(303);
    expect(first.headers.get("set-cookie")).toMatch(/HttpOnly.*SameSite=Lax/i);
    expect((await web.get(`/inn?kode=${code}`)).status).toBe(401);
    const late = web.sessions.oneTimeCode("Kari", ["reader"]);
    web.now += HOUR + 1;
    expect((await web.get(`/inn?kode=${late}`)).status).toBe(401);
  });

  it("ends a session after two idle hours, and on log-out", async () => {
    const web = testWeb();
    const { cookie, token } = web.login();
    expect((await web.get("/", { cookie })).status).toBe(200);
    expect((await web.post("/logg-ut", { token }, { cookie })).status).toBe(200);
    expect((await web.get("/", { cookie })).status).toBe(401);
    const idle = web.login();
    web.now += 2 * HOUR + 1;
    expect((await web.get("/", { cookie: idle.cookie })).status).toBe(401);
  });

  it("shows every page to those of the right role only", async () => {
    const web = testWeb();
    const { cookie, token } = web.login(["reader"]);
    expect((await web.get("/drift", { cookie })).status).toBe(403);
    expect((await web.get("/sak/2026-0001", { cookie })).status).toBe(200);
    expect((await web.post("/sak/2026-0001/handling", { token, version: "1", handling: "close", why: "x" }, { cookie })).status).toBe(403);
    expect((await web.post("/sak/2026-0001/pakke", { token }, { cookie })).status).toBe(403);
    expect(await (await web.get("/sak/2026-0001", { cookie })).text()).not.toContain("<textarea");
    expect(web.commands).toEqual([]);
  });

  it("stops and starts all sending for operators only, and leaves a trace", async () => {
    const web = testWeb();
    const reader = web.login(["reader"]);
    expect((await web.post("/drift/utsending", { token: reader.token, utsending: "stopp" }, { cookie: reader.cookie })).status).toBe(403);
    const { cookie, token } = web.login();
    expect((await web.post("/drift/utsending", { token, utsending: "kanskje" }, { cookie })).status).toBe(400);
    expect((await web.post("/drift/utsending", { token: "feil", utsending: "stopp" }, { cookie })).status).toBe(403);
    expect(web.turned).toEqual([]);
    expect((await web.post("/drift/utsending", { token, utsending: "stopp" }, { cookie })).status).toBe(303);
    expect(await (await web.get("/drift", { cookie })).text()).toContain("Slå utsending på igjen");
    expect((await web.post("/drift/utsending", { token, utsending: "start" }, { cookie })).status).toBe(303);
    expect(web.turned).toEqual([true, false]);
    expect(web.audit.filter((one) => one.subject === "sending").map((one) => one.detail)).toEqual(["stop", "start"]);
  });

  it("answers only to its own name", async () => {
    const web = testWeb();
    expect((await web.get("/", { host: "evil.example" })).status).toBe(421);
  });

  it("slows down who asks too often", async () => {
    const web = testWeb();
    const { cookie } = web.login();
    const statuses = [];
    for (let asked = 0; asked < 260; asked += 1) statuses.push((await web.get("/drift", { cookie })).status);
    expect(statuses.at(-1)).toBe(429);
    web.now += 60_000;
    expect((await web.get("/drift", { cookie })).status).toBe(200);
  });
});

describe("a post", () => {
  const fields = { version: "99", handling: "hand_over", why: "se på dette" };
  const path = "/sak/2026-0001/handling";

  it("is refused without the session's token", async () => {
    const web = testWeb();
    const { cookie } = web.login();
    expect((await web.post(path, fields, { cookie })).status).toBe(403);
    expect((await web.post(path, { ...fields, token: "wrong" }, { cookie })).status).toBe(403);
  });

  it("is refused from another site", async () => {
    const web = testWeb();
    const { cookie, token } = web.login();
    expect((await web.post(path, { ...fields, token }, { cookie, "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await web.post(path, { ...fields, token }, { cookie, origin: "https://evil.example" })).status).toBe(403);
    expect((await web.post(path, { ...fields, token }, { cookie, origin: "null" })).status).toBe(403);
  });

  it("is refused when it is too large, of another type, or says nothing that we know", async () => {
    const web = testWeb();
    const { cookie, token } = web.login();
    expect((await web.post(path, { ...fields, token, why: "x".repeat(300_000) }, { cookie })).status).toBe(413);
    expect((await web.post(path, { token }, { cookie, "content-type": "text/plain" })).status).toBe(400);
    expect((await web.post(path, { token, version: "1", handling: "destroy" }, { cookie })).status).toBe(400);
    expect((await web.post(path, { token, version: "999999", handling: "hand_over", why: "x" }, { cookie })).status).toBe(400);
    expect(web.commands).toEqual([]);
  });

  it("goes on to the desk, and the answer is a redirect", async () => {
    const web = testWeb();
    const { cookie, token } = web.login();
    const version = String((await web.desk.open("2026-0001"))?.version);
    const answer = await web.post(
      path,
      { token, version, handling: "hand_over", why: "se på dette" },
      { cookie, origin: `http://${HOST}`, "sec-fetch-site": "same-origin" },
    );
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe("/sak/2026-0001?gjort=hand_over");
    expect(web.commands).toEqual([{ kind: "hand_over", why: "se på dette" }]);
  });

  it("on an old version tells what happened since, and keeps what was written", async () => {
    const web = testWeb();
    const { cookie, token } = web.login();
    const answer = await web.post(
      "/sak/2026-0001/punkt/12",
      { token, version: "1", status: "complete", "value.start": "2026-01-01", why: "står i vedlegget" },
      { cookie },
    );
    expect(answer.status).toBe(409);
    const text = await answer.text();
    expect(text).toContain("Noen andre var først");
    expect(text).toContain("står i vedlegget");
    expect(text).toContain("2026-01-01");
  });
});

describe("what comes out", () => {
  it("never holds a sender's markup", async () => {
    const web = testWeb();
    const { cookie } = web.login();
    for (const path of ["/", "/sak/2026-0001", "/sak/2026-0001?punkt=1", "/?sok=%3Cscript%3Ealert(1)"]) {
      const text = await (await web.get(path, { cookie })).text();
      expect(text).not.toMatch(/<script|<img src=x|onerror=alert\(2\)>/);
    }
  });

  it("carries the headers that keep it in place, errors too", async () => {
    const web = testWeb();
    const { cookie } = web.login();
    for (const path of ["/", "/nothing", "/sak/2099-9999", "/assets/none.css"]) {
      const { headers } = await web.get(path, { cookie });
      expect(headers.get("content-security-policy")).toBe(
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      );
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("cache-control")).toBe("no-store");
    }
  });

  it("goes back only to pages of our own after a change of language", async () => {
    const web = testWeb();
    for (const to of ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
      expect((await web.get(`/sprak/nn?til=${encodeURIComponent(to)}`)).headers.get("location")).toBe("/");
    expect((await web.get(`/sprak/nn?til=${encodeURIComponent("/sak/2026-0001?punkt=3")}`)).headers.get("location")).toBe("/sak/2026-0001?punkt=3");
  });

  it("tells nothing of a fault but that there was one", async () => {
    const web = testWeb();
    const { cookie } = web.login();
    Object.assign(web.desk, { inbox: () => Promise.reject(new Error("secret inner detail")) });
    const answer = await web.get("/", { cookie });
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain("secret inner detail");
  });

  it("is traced: every view, original and export with the name of who asked", async () => {
    const web = testWeb();
    const { cookie, token } = web.login();
    await web.get("/sak/2026-0001", { cookie });
    await web.get("/sak/2026-0001?punkt=3", { cookie });
    const page = await (await web.get("/sak/2026-0001", { cookie })).text();
    await web.get(page.match(/\/sak\/2026-0001\/original\/[^"]+/)?.[0] ?? "", { cookie });
    await web.post("/sak/2026-0001/pakke", { token }, { cookie });
    expect(web.audit.map(({ by, action }) => `${by} ${action}`)).toEqual(["Kari view", "Kari document", "Kari view", "Kari original"]);
  });
});

describe("a name of a sender or a file", () => {
  it("is shown in the direction in which it is written", () => {
    expect(html`<b>${"cv\u202efdp.exe \u2066x\u2069"}</b>`.text).toBe("<b>cvfdp.exe x</b>");
  });
});
