/** The routes of the staff pages. Each reads its input, asks the desk, and gives a page; what staff see and do is traced. */
import { Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { type InboxGroup, inboxGroups } from "#core/desk/inbox-row.ts";
import type { Language } from "#core/language.ts";
import { speechIn } from "#core/screens.ts";
import { caseRoutes } from "./case-routes.ts";
import { type App, formOf, type HttpContext, HttpProblem, ownPath, requireRole, secureHeaders, type WebOptions } from "./http.ts";
import { operationRoutes } from "./operation-routes.ts";
import { inboxPage, ROWS_A_PAGE } from "./pages/inbox.ts";
import { messagePage } from "./pages/message.ts";
import { operationPage } from "./pages/operation.ts";
import { loginPage, problemPage } from "./pages/problem.ts";
import { fileAnswer } from "./files.ts";
import { languages, type Page, pageHtml } from "./page.ts";
import { RateLimit, type Session } from "./sessions.ts";

const LANGUAGE = "mottak_sprak";
/** Binds a login to the browser that began it. */
const LOGIN = "mottak_login";

/** Requests at once and a minute: pages of one person, and attempts to log in from one place. */
const REQUESTS = { most: 240, perMinute: 240 };
const LOGINS = { most: 12, perMinute: 6 };

export const webApp = (options: WebOptions): Hono<App> => {
  const { desk, sessions, secure, provider } = options;
  const cookie = secure ? "__Host-mottak" : "mottak";
  const requests = new RateLimit(REQUESTS.most, REQUESTS.perMinute, () => desk.now());
  const logins = new RateLimit(LOGINS.most, LOGINS.perMinute, () => desk.now());
  const app = new Hono<App>();

  app.use(secureHeaders(secure));
  app.use(async (context, next) => {
    const host = context.req.header("host") ?? "";
    if (!options.hosts.includes(host)) return context.text("421", 421);
    const asset = options.assets.files.get(context.req.path);
    if (asset) return context.body(asset.body, 200, { "content-type": asset.mediaType, "cache-control": "public, max-age=31536000, immutable" });
    const session = sessions.find(getCookie(context, cookie));
    const language = session?.language ?? languageOf(context);
    context.set("session", session);
    context.set("language", language);
    const url = new URL(context.req.url);
    context.set("page", {
      speech: speechIn(language, options.screens),
      agency: options.agency,
      session,
      style: options.assets.style,
      here: `${url.pathname}${url.search}`,
      mode: options.mode,
      sendingStopped: session ? await options.sendingStopped() : false,
    });
    if (!requests.take(session?.id ?? "none")) throw new HttpProblem(429);
    return next();
  });

  const enter = async (context: HttpContext, who: { readonly name: string; readonly roles: Session["roles"] }, to: string) => {
    const { secret } = sessions.begin(who.name, who.roles, context.get("language"));
    setCookie(context, cookie, secret, { httpOnly: true, sameSite: "Lax", path: "/", secure });
    await desk.audit({ by: who.name, action: "login", subject: "", detail: who.roles.join(" ") });
    return context.redirect(to, 303);
  };

  app.get("/inn", async (context) => {
    if (!logins.take("link")) throw new HttpProblem(429);
    const who = sessions.redeem(context.req.query("kode") ?? "");
    return who ? enter(context, who, "/") : answer(context, loginPage(context.get("page"), provider !== null, false), 401);
  });
  app.get("/logg-inn", async (context) => {
    if (!provider) throw new HttpProblem(404);
    if (!logins.take("provider")) throw new HttpProblem(429);
    const { address, state } = await provider.begin();
    setCookie(context, LOGIN, state, { httpOnly: true, sameSite: "Lax", path: "/logg-inn", secure, maxAge: 600 });
    return context.redirect(address, 303);
  });
  app.get("/logg-inn/svar", async (context) => {
    if (!provider) throw new HttpProblem(404);
    if (!logins.take("provider")) throw new HttpProblem(429);
    const who = await provider.finish(new URL(context.req.url).search, getCookie(context, LOGIN));
    deleteCookie(context, LOGIN, { path: "/logg-inn", secure });
    if (!who) {
      await desk.audit({ by: "", action: "denied", subject: "", detail: "provider" });
      throw new HttpProblem(403);
    }
    return enter(context, who, "/");
  });
  app.post("/logg-ut", async (context) => {
    const session = requireRole(context, "reader");
    await formOf(context, session);
    sessions.end(session);
    deleteCookie(context, cookie, { path: "/", secure });
    await desk.audit({ by: session.name, action: "logout", subject: "", detail: "" });
    return answer(context, loginPage({ ...context.get("page"), session: null }, provider !== null, true), 200);
  });
  app.get("/sprak/:language", (context) => {
    const language = languages.find((one) => one === context.req.param("language"));
    if (!language) throw new HttpProblem(404);
    const session = context.get("session");
    if (session) session.language = language;
    setCookie(context, LANGUAGE, language, { httpOnly: true, sameSite: "Lax", path: "/", secure, maxAge: 31_536_000 });
    return context.redirect(ownPath(context.req.query("til")), 303);
  });

  app.get("/", async (context) => {
    requireRole(context, "reader");
    const { vis = "all", sok = "", side = "1" } = context.req.query();
    const group = vis === "all" || (inboxGroups as readonly string[]).includes(vis) ? (vis as InboxGroup | "all") : "all";
    const page = /^\d{1,5}$/.test(side) ? Math.max(1, Number(side)) : 1;
    const query = { group, search: sok.trim().slice(0, 100), limit: ROWS_A_PAGE, offset: (page - 1) * ROWS_A_PAGE };
    return answer(context, inboxPage(context.get("page"), query, await desk.inbox(query), desk.now()));
  });
  app.get("/drift", async (context) => {
    requireRole(context, "operator");
    return answer(context, operationPage(context.get("page"), await desk.operation(), options.checkWords[context.get("language")]));
  });
  app.get("/melding/:id{[0-9a-f]{64}}", async (context) => {
    const session = requireRole(context, "reader");
    const loose = await desk.loose(context.req.param("id"));
    if (!loose) throw new HttpProblem(404);
    if (loose.reference) return context.redirect(`/sak/${encodeURIComponent(loose.reference)}`, 303);
    await desk.audit({ by: session.name, action: "view", subject: loose.id, detail: "" });
    return answer(context, messagePage(context.get("page"), loose, loose.state === "parked" ? null : await desk.mail(loose.id)));
  });
  app.get("/melding/:id{[0-9a-f]{64}}/original", async (context) => {
    const session = requireRole(context, "reader");
    const id = context.req.param("id");
    const bytes = (await desk.loose(id)) ? await desk.raw(id) : null;
    if (!bytes) throw new HttpProblem(404);
    await desk.audit({ by: session.name, action: "original", subject: id, detail: "mail" });
    return fileAnswer(context, "mail.eml", bytes);
  });

  caseRoutes(app, options);
  operationRoutes(app, options);

  app.notFound((context) => answer(context, problemPage(context.get("page"), 404), 404));
  app.onError((thrown, context) => {
    const page = context.get("page");
    if (!page) return context.text("500", 500);
    if (thrown instanceof HttpProblem) {
      if (thrown.status === 401) return answer(context, loginPage(page, provider !== null, false), 401);
      return answer(context, problemPage(page, thrown.status), thrown.status);
    }
    options.log.error("web.failed", { step: context.req.routePath, code: "internal" });
    return answer(context, problemPage(page, 500), 500);
  });
  return app;
};

/** A page with its status. */
export const answer = (context: HttpContext, page: Page, status: 200 | 400 | 401 | 403 | 404 | 409 | 413 | 429 | 500 = 200): Response =>
  context.html(pageHtml(context.get("page"), page), status);

/** The reader's language before login: what was chosen, else the browser's, else bokmål. */
const languageOf = (context: HttpContext): Language => {
  const chosen = languages.find((one) => one === getCookie(context, LANGUAGE));
  if (chosen) return chosen;
  const first = (context.req.header("accept-language") ?? "").slice(0, 2).toLowerCase();
  return first === "nn" ? "nn" : first === "en" ? "en" : "nb";
};
