/** What an operator turns on the page: the switch of all sending. */
import type { Hono } from "hono";
import { type App, formOf, HttpProblem, requireRole, type WebOptions } from "./http.ts";

export const operationRoutes = (app: Hono<App>, { desk, stopSending }: Pick<WebOptions, "desk" | "stopSending">): void => {
  app.post("/drift/utsending", async (context) => {
    const session = requireRole(context, "operator");
    const wanted = (await formOf(context, session)).get("utsending")?.[0];
    if (wanted !== "stopp" && wanted !== "start") throw new HttpProblem(400);
    await stopSending(wanted === "stopp");
    await desk.audit({ by: session.name, action: "change", subject: "sending", detail: wanted === "stopp" ? "stop" : "start" });
    return context.redirect("/drift", 303);
  });

  app.post("/drift/kontroller", async (context) => {
    const session = requireRole(context, "operator");
    await formOf(context, session);
    await desk.checkNow();
    return context.redirect("/drift", 303);
  });

  app.post("/drift/satt-til-side", async (context) => {
    const session = requireRole(context, "operator");
    const id = (await formOf(context, session)).get("melding")?.[0] ?? "";
    if (!/^[0-9a-f]{64}$/.test(id)) throw new HttpProblem(400);
    await desk.retryParked(id);
    await desk.audit({ by: session.name, action: "change", subject: id, detail: "retry" });
    return context.redirect("/drift", 303);
  });
};
