/** Drift: what the page says of checks, parked mail and the last weeks, and what its buttons do. */
import { describe, expect, it } from "vitest";
import { columnChart, rowChart } from "#edges/web/charts.ts";
import { testWeb } from "#test/support/web-desk.ts";

const pageOf = async (language = "nb") => {
  const web = testWeb();
  const login = web.login();
  if (language !== "nb") await web.get(`/sprak/${language}`, { cookie: login.cookie });
  return { web, ...login, text: await (await web.get("/drift", { cookie: login.cookie })).text() };
};

describe("Drift", () => {
  it("shows what is wrong first, with cause and next step in the reader's language", async () => {
    const { text } = await pageOf();
    const order = ["Sending", "Postkasse", "Datamappe"].map((name) => text.indexOf(`<th scope="row">${name}`));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(text).toContain("mail.example:587 avviser innloggingen.");
    expect(text).toContain('<span class="detail" lang="en">the server answers 535</span>');
    expect(text).toContain("sertifikatet går ut om 3 dager");
    expect((await pageOf("nn")).text).toContain("avviser innlogginga");
    expect((await pageOf("en")).text).toContain("refuses the login");
  });
  it("says when the mailbox was read and the trial proved, or that they never were", async () => {
    expect((await pageOf()).text).toMatch(/Daglig prøve sist bevist<\/dt><dd>Ikke ennå/);
  });
  it("draws each chart with a name and the same figures as a table", async () => {
    const { text } = await pageOf();
    expect(text.match(/<svg viewBox/g)).toHaveLength(4);
    expect(text.match(/role="img" aria-labelledby="chart-/g)).toHaveLength(4);
    expect(text.match(/Tallene som tabell/g)).toHaveLength(4);
    expect(text).not.toMatch(/<svg[^>]*style=|NaN|undefined/);
  });
  it("gives a parked message back to work, with a trace of who did it", async () => {
    const { web, cookie, token } = await pageOf();
    const id = "a".repeat(64);
    expect((await web.post("/drift/satt-til-side", { melding: id }, { cookie })).status).toBe(403);
    expect((await web.post("/drift/satt-til-side", { token, melding: "../x" }, { cookie })).status).toBe(400);
    const answer = await web.post("/drift/satt-til-side", { token, melding: id }, { cookie });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/drift"]);
    expect(web.retried).toEqual([id]);
    expect(web.audit.at(-1)).toMatchObject({ by: "Kari", action: "change", subject: id, detail: "retry" });
  });
  it("runs the checks when an operator asks for it, and for nobody else", async () => {
    const { web, cookie, token } = await pageOf();
    expect((await web.post("/drift/kontroller", { token }, { cookie })).status).toBe(303);
    const reader = web.login(["reader"]);
    expect((await web.post("/drift/kontroller", { token: reader.token }, { cookie: reader.cookie })).status).toBe(403);
  });
});

describe("charts", () => {
  const input = { id: "c", title: "Mottatt & besvart", labelName: "Dag", tableName: "Tabell" };
  it("of columns reach as high as their figures, and hatch the second series", () => {
    const { text } = columnChart({
      ...input,
      labels: ["a", "b"],
      series: [
        { name: "x", values: [4, 0] },
        { name: "y", values: [2, 1] },
      ],
    });
    const heights = [...text.matchAll(/<rect class="bar(?:-outline)?"[^>]*height="([\d.]+)"/g)].map((match) => Number(match[1])).slice(2);
    expect(heights[0]).toBeCloseTo((heights[2] ?? 0) * 2, 0);
    expect(heights[1]).toBe(0);
    expect(text).toContain('fill="url(#c-hatch)"');
    expect(text).toContain("Mottatt &amp; besvart");
  });
  it("of rows write each figure at its bar, also when all are 0", () => {
    const { text } = rowChart({ ...input, labels: ["a", "b"], series: [{ name: "x", values: [0, 0] }] });
    expect(text.match(/<rect class="bar"[^>]*width="0"/g)).toHaveLength(2);
    expect(text).not.toContain("NaN");
  });
});
