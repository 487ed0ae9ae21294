/** A desk in memory with one case that waits for a release, for tests of the pages without store and browser. */
import type { AuditEntry, Desk, DeskCommand, InboxQuery, OpenCase, OperationPage } from "#app/ports.ts";
import { checkWordsFolder } from "#cli/root.ts";
import { found } from "#core/checks/findings.ts";
import { resultOf } from "#core/checks/result.ts";
import { figuresOf } from "#core/figures.ts";
import { loadCheckWords } from "#edges/settings/check-words.ts";
import { foldCase } from "#core/case.ts";
import { caseRow, inboxGroups } from "#core/desk/inbox-row.ts";
import { loadScreens } from "#edges/settings/screens.ts";
import { webApp } from "#edges/web/app.ts";
import { loadAssets } from "#edges/web/assets.ts";
import type { Provider } from "#edges/web/provider.ts";
import { type Role, Sessions } from "#edges/web/sessions.ts";
import { agency, mail, NOON, reading, World } from "./case-world.ts";

export const HOST = "127.0.0.1:8080";

/** What came by mail and must never be markup. */
export const NASTY = `<script>alert(1)</script><img src=x onerror=alert(2)>"'&`;

export type TestWeb = {
  readonly desk: Desk;
  readonly audit: AuditEntry[];
  readonly commands: DeskCommand[];
  readonly retried: string[];
  /** How the switch of all sending was turned. */
  readonly turned: boolean[];
  readonly sessions: Sessions;
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Response>;
  readonly post: (path: string, fields: Record<string, string>, headers?: Record<string, string>) => Promise<Response>;
  /** Cookie and form token of a new session. */
  readonly login: (roles?: readonly Role[]) => { readonly cookie: string; readonly token: string };
  now: number;
};

export const testWeb = (provider: Provider | null = null): TestWeb => {
  const world = new World({ mode: "hold" });
  const message = mail({ subject: NASTY, body: `Hei\n${NASTY}` });
  world.receive(message, reading({ items: { 3: ["phone"], 12: "missing" }, title: NASTY }));
  const [reference = ""] = world.cases.keys();
  const web = { now: NOON + 60_000 };
  const audit: AuditEntry[] = [];
  const commands: DeskCommand[] = [];
  const turned: boolean[] = [];
  const open = (): OpenCase => {
    const view = foldCase(world.cases.get(reference) ?? []);
    return {
      view,
      version: view.events.length,
      clocks: [],
      mails: view.messages.map((one) => ({ id: one.messageKey, receivedAt: one.at, size: 1, state: "done" })),
    };
  };
  const retried: string[] = [];
  const operation: OperationPage = {
    mode: "hold",
    sendingStopped: false,
    counts: { cases: 1 },
    checks: [
      resultOf("data", [found("data_ok", { folder: "data", free: "5 GB" })], NOON, 1),
      resultOf("mailbox", [found("mailbox_ok", { place: "x", count: 1 }), found("certificate_soon", { host: "mail.example", days: 3 })], NOON, 1),
      resultOf("sending", [found("sending_login", { place: "mail.example:587" }, "the server answers 535")], NOON, 1),
    ],
    standings: null,
    canaryOn: true,
    figures: figuresOf(
      { received: [NOON], answered: [{ receivedAt: NOON, sentAt: NOON + 5_000 }], applications: [], corrected: [3, 3, 12] },
      NOON,
      28,
    ),
    parked: [{ id: "a".repeat(64), code: "message_broken", receivedAt: NOON, attempts: 1 }],
  };
  const desk: Desk = {
    now: () => web.now,
    inbox: async ({ search }: InboxQuery) => {
      const rows = [caseRow(open().view, open().version, [])].filter((row) => row.title.includes(search));
      return {
        rows,
        counts: Object.fromEntries(inboxGroups.map((group) => [group, group === "person" ? rows.length : 0])) as never,
        total: rows.length,
      };
    },
    open: async (wanted) => (reference.includes(wanted) ? open() : null),
    loose: async () => null,
    mail: async () => message,
    originals: async () => [],
    raw: async () => new TextEncoder().encode("From: a@b.example\r\n\r\nHei"),
    picture: async () => null,
    act: async (_, version, command) => {
      commands.push(command);
      return version === open().version ? { kind: "done", reference } : { kind: "conflict", case: open(), since: open().view.events.slice(version) };
    },
    exportCase: async () => ({ name: "case.zip", bytes: new Uint8Array([80, 75]) }),
    audit: async (entry) => void audit.push({ ...entry, at: web.now }),
    operation: async () => ({ ...operation, sendingStopped: turned.at(-1) ?? false }),
    checkNow: async () => undefined,
    retryParked: async (id) => {
      retried.push(id);
      return true;
    },
  };
  const sessions = new Sessions(() => web.now);
  const quiet = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined };
  const app = webApp({
    desk,
    agency,
    screens: loadScreens("config/agencies/udi"),
    checkWords: {
      nb: loadCheckWords(checkWordsFolder, "nb"),
      nn: loadCheckWords(checkWordsFolder, "nn"),
      en: loadCheckWords(checkWordsFolder, "en"),
    },
    assets: loadAssets(),
    sessions,
    provider,
    log: quiet,
    mode: "hold",
    sendingStopped: async () => turned.at(-1) ?? false,
    stopSending: async (stopped) => void turned.push(stopped),
    secure: false,
    hosts: [HOST],
  });
  return Object.assign(web, {
    desk,
    audit,
    commands,
    retried,
    turned,
    sessions,
    get: async (path: string, headers: Record<string, string> = {}) => app.request(`http://${HOST}${path}`, { headers: { host: HOST, ...headers } }),
    post: async (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
      app.request(`http://${HOST}${path}`, {
        method: "POST",
        body: new URLSearchParams(fields).toString(),
        headers: { host: HOST, "content-type": "application/x-www-form-urlencoded", ...headers },
      }),
    login: (roles: readonly Role[] = ["reader", "handler", "operator"]) => {
      const { secret, session } = sessions.begin("Kari", roles, "nb");
      return { cookie: `mottak=${secret}`, token: session.token };
    },
  });
};
