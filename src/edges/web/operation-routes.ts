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
};
