/** The routes of one case: the page, its files, what is done to it, its package. */
import type { Hono } from "hono";
import type { DeskCommand, DeskOutcome, OpenCase } from "#app/ports.ts";
import { caseRow } from "#core/desk/inbox-row.ts";
import { correctionCase } from "#core/desk/test-case.ts";
import { itemByNumber } from "#core/catalogue.ts";
import { numberOf } from "#core/reference.ts";
import { fileAnswer } from "./files.ts";
import { type App, formOf, type HttpContext, HttpProblem, requireRole, type WebOptions } from "./http.ts";
import { pageHtml } from "./page.ts";
import { commandFrom } from "./pages/actions.ts";
import { casePage, type Outcome } from "./pages/case.ts";
import { correctionFrom } from "./pages/correct.ts";
import { type DocumentRef, documentsOf, type Selection, selectionOf } from "./selection.ts";

export const caseRoutes = (app: Hono<App>, { desk, agency }: WebOptions): void => {
  const opened = async (context: HttpContext): Promise<OpenCase> => {
    const open = await desk.open(context.req.param("case") ?? "");
    if (!open) throw new HttpProblem(404);
    return open;
  };

  const show = async (
    context: HttpContext,
    open: OpenCase,
    query: Readonly<Record<string, string | undefined>>,
    outcome: Outcome,
    status: 200 | 400 | 409 = 200,
  ): Promise<Response> => {
    const selection = selectionOf(open, query);
    const { group, why } = caseRow(open.view, open.version, []);
    const page = casePage(context.get("page"), { open, selection, document: await documentIn(selection), outcome, standing: { group, why } });
    return context.html(pageHtml(context.get("page"), page), status);
  };

  const documentIn = async ({ shown }: Selection) => {
    const mail = shown ? await desk.mail(shown.mail) : null;
    if (!mail || !shown) return null;
    return shown.index === 0 ? mail.body : (mail.attachments[shown.index - 1] ?? null);
  };

  const documentOf = (context: HttpContext, open: OpenCase): DocumentRef => {
    const [mail, index] = [context.req.param("mail") ?? "-", Number(context.req.param("index"))];
    const found = documentsOf(open).find((one) => one.mail.startsWith(mail) && one.index === index);
    if (!found) throw new HttpProblem(404);
    return found;
  };

  app.get("/sak/:case", async (context) => {
    const session = requireRole(context, "reader");
    const open = await opened(context);
    const query = context.req.query();
    await desk.audit({
      by: session.name,
      action: query["dok"] || query["punkt"] ? "document" : "view",
      subject: open.view.reference,
      detail: query["punkt"] ? `item ${query["punkt"]}` : (query["dok"] ?? ""),
    });
    return show(context, open, query, query["gjort"] ? { kind: "done", what: query["gjort"] } : null);
  });

  app.get("/sak/:case/original/:mail/:index", async (context) => {
    const session = requireRole(context, "reader");
    const open = await opened(context);
    const ref = documentOf(context, open);
    await desk.audit({ by: session.name, action: "original", subject: open.view.reference, detail: `${ref.mail.slice(0, 12)} ${ref.index}` });
    if (ref.index === 0) {
      const bytes = await desk.raw(ref.mail);
      if (!bytes) throw new HttpProblem(404);
      return fileAnswer(context, `${numberOf(open.view.reference)}.eml`, bytes);
    }
    const originals = await desk.originals(ref.mail);
    // A file within an archive is downloaded as the archive that came.
    const file = originals.find((one) => one.name === ref.name) ?? originals.find((one) => ref.name.startsWith(`${one.name}/`));
    if (!file) throw new HttpProblem(404);
    return fileAnswer(context, file.name, file.bytes);
  });

  app.get("/sak/:case/side/:mail/:index/:page{[0-9]{1,5}}", async (context) => {
    const session = requireRole(context, "reader");
    const open = await opened(context);
    const ref = documentOf(context, open);
    const block = context.req.query("sted");
    await desk.audit({ by: session.name, action: "picture", subject: open.view.reference, detail: `${ref.mail.slice(0, 12)} ${ref.index}` });
    const picture = await desk.picture(
      ref.mail,
      ref.name,
      Number(context.req.param("page")),
      block && /^\d{1,6}$/.test(block) ? Number(block) : null,
    );
    if (!picture) throw new HttpProblem(404);
    return context.body(Buffer.from(picture) as unknown as ArrayBuffer, 200, {
      "content-type": "image/png",
      "cache-control": "private, max-age=600",
    });
  });

  app.get("/sak/:case/testeksempel/:item{[0-9]{1,3}}", async (context) => {
    const session = requireRole(context, "handler");
    const open = await opened(context);
    const item = Number(context.req.param("item"));
    const correction = open.view.corrections.findLast((one) => one.item === item);
    if (!correction) throw new HttpProblem(404);
    await desk.audit({ by: session.name, action: "testcase", subject: open.view.reference, detail: `item ${item}` });
    const data = `${JSON.stringify(correctionCase(open.view, correction), null, 2)}\n`;
    return fileAnswer(context, `correction-${item}.json`, new TextEncoder().encode(data), "application/json");
  });

  const posted = async (
    context: HttpContext,
    make: (fields: ReadonlyMap<string, readonly string[]>, open: OpenCase) => DeskCommand | null,
    anchor: string,
  ): Promise<Response> => {
    const session = requireRole(context, "handler");
    const fields = await formOf(context, session);
    const open = await opened(context);
    const version = Number(fields.get("version")?.[0]);
    const command = make(fields, open);
    if (!command || !Number.isInteger(version) || version < 0 || version > open.version) throw new HttpProblem(400);
    const outcome: DeskOutcome = await desk.act(open.view.reference, version, command, session.name);
    if (outcome.kind === "done")
      return context.redirect(
        `/sak/${numberOf(outcome.reference)}?gjort=${command.kind}${command.kind === "correct" ? `&punkt=${command.item}` : ""}${anchor}`,
        303,
      );
    const query = command.kind === "correct" ? { punkt: String(command.item) } : {};
    const yours = writtenBy(command);
    if (outcome.kind === "conflict") return show(context, outcome.case, query, { kind: "conflict", since: outcome.since, yours }, 409);
    if (!outcome.case) throw new HttpProblem(404);
    return show(context, outcome.case, query, { kind: "refused", yours }, 409);
  };

  app.post("/sak/:case/punkt/:item{[0-9]{1,3}}", (context) => {
    const number = Number(context.req.param("item"));
    return posted(
      context,
      (fields, open) => {
        const known = itemByNumber(agency.catalogue, number);
        const before = open.view.merged?.items.find((one) => one.item === number);
        const correction = known && before ? correctionFrom(fields, known, before) : null;
        return correction ? { kind: "correct", item: number, ...correction } : null;
      },
      `#punkt-${number}`,
    );
  });

  app.post("/sak/:case/svar", (context) =>
    posted(
      context,
      (fields) => {
        const messageId = fields.get("reply")?.[0];
        if (!messageId) return null;
        if (fields.get("handling")?.[0] === "discard") return { kind: "discard", messageId, why: "" };
        return fields.get("handling")?.[0] === "release"
          ? { kind: "release", messageId, text: (fields.get("text")?.[0] ?? "").replace(/\r\n?/g, "\n") }
          : null;
      },
      "#svar",
    ),
  );

  app.post("/sak/:case/handling", (context) => posted(context, commandFrom, ""));

  app.post("/sak/:case/pakke", async (context) => {
    const session = requireRole(context, "handler");
    await formOf(context, session);
    const made = await desk.exportCase(context.req.param("case"), session.name);
    if (!made) throw new HttpProblem(404);
    return fileAnswer(context, made.name, made.bytes, "application/zip");
  });
};

/** What a person wrote, so that a conflict loses nothing of it. */
const writtenBy = (command: DeskCommand): (readonly [string, string])[] => {
  switch (command.kind) {
    case "correct": {
      const value =
        command.value === null
          ? []
          : Object.entries(command.value).map(
              ([field, content]) => [field, typeof content === "string" ? content : (content ?? []).map((one) => one.name).join(", ")] as const,
            );
      return [...value, ...(command.why ? [["why", command.why] as const] : [])];
    }
    case "release":
      return command.text ? [["text", command.text]] : [];
    case "merge":
      return [["into", command.into]];
    default:
      return "why" in command && command.why ? [["why", command.why]] : [];
  }
};
