/** The mail side of the worker: mailbox, sender and Sent folder as the settings say. */
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { resolve } from "node:path";
import type { FilingMode, Mailbox, Sender, SentWitness } from "#app/ports.ts";
import { Failure } from "#core/failure.ts";
import type { FolderOptions } from "#edges/mailbox/folder.ts";
import type { ImapMailboxOptions } from "#edges/mailbox/imap.ts";
import type { SmtpOptions } from "#edges/send/smtp.ts";
import type { Settings } from "#edges/settings/load.ts";
import { systemClock } from "./clock.ts";

export type Mail = { readonly mailbox: Mailbox; readonly sender: Sender; readonly witness: SentWitness; close(): Promise<void> };

/** Microsoft 365 allows 30 messages a minute from one mailbox. */
const MICROSOFT_PER_MINUTE = 25;
const MICROSOFT = /(?:^|\.)(?:office365\.com|outlook\.com|office\.com)$/i;

/** Where mail comes from and goes to, as the settings say it. */
export type MailAccess = {
  readonly inbox: { readonly kind: "imap"; readonly options: ImapMailboxOptions } | { readonly kind: "folder"; readonly options: FolderOptions };
  readonly outgoing: { readonly kind: "smtp"; readonly options: SmtpOptions } | { readonly kind: "folder"; readonly path: string };
  /** Null where passwords are used. */
  readonly token: ((renew: boolean) => Promise<string>) | null;
};

/** Opens nothing yet but the files that settings name. Throws Failure `setting_wrong` where a needed setting lacks. */
export const mailAccess = async (settings: Settings, address: string): Promise<MailAccess> => {
  const token = await tokensOf(settings);
  const ca = settings.mailboxCaFile ? readCa(settings.mailboxCaFile) : null;
  return { inbox: inboxOf(settings, address, token, ca), outgoing: outgoingOf(settings, address, token, ca), token };
};

type Token = MailAccess["token"];

const inboxOf = (settings: Settings, address: string, token: Token, ca: string | null): MailAccess["inbox"] => {
  const { filingFolder } = settings;
  if (settings.mailboxUrl.startsWith("folder:"))
    return {
      kind: "folder",
      options: { path: resolve(settings.mailboxUrl.slice("folder:".length)), filing: filingOf(settings, false), filingFolder },
    };
  const server = serverOf(settings.mailboxUrl);
  if (!token && !settings.mailboxPassword)
    throw new Failure(
      "setting_wrong",
      "the mailbox is on a server, but neither MOTTAK_MAILBOX_PASSWORD (or _FILE) nor MOTTAK_OAUTH_TOKEN_URL is set",
    );
  const options = {
    host: server.host,
    port: server.port ?? (server.tls ? 993 : 143),
    security: server.tls ? ("tls" as const) : settings.mailboxTls === "none" ? ("none" as const) : ("starttls" as const),
    user: settings.mailboxUser ?? server.user ?? address,
    password: settings.mailboxPassword,
    token,
    ca,
    folder: server.path || "INBOX",
    filing: filingOf(settings, true),
    filingFolder,
  };
  return { kind: "imap", options };
};

const outgoingOf = (settings: Settings, address: string, token: Token, ca: string | null): MailAccess["outgoing"] => {
  if (settings.sendUrl.startsWith("folder:")) return { kind: "folder", path: resolve(settings.sendUrl.slice("folder:".length)) };
  const server = serverOf(settings.sendUrl);
  const password = settings.sendPassword ?? settings.mailboxPassword;
  const options = {
    host: server.host,
    port: server.port ?? (server.tls ? 465 : 587),
    security: server.tls ? ("tls" as const) : settings.sendTls === "none" ? ("none" as const) : ("starttls" as const),
    user: token || password ? (settings.sendUser ?? settings.mailboxUser ?? address) : null,
    password,
    token,
    ca,
    name: hostname().includes(".") ? hostname() : (address.split("@")[1] ?? "localhost"),
    perMinute: settings.sendPerMinute ?? (MICROSOFT.test(server.host) ? MICROSOFT_PER_MINUTE : null),
  };
  return { kind: "smtp", options };
};

/** Mailbox, sender and witness. Throws Failure `setting_wrong` where a needed setting lacks. */
export const wireMail = async (settings: Settings, address: string): Promise<Mail> => {
  const { inbox, outgoing } = await mailAccess(settings, address);
  const mailbox =
    inbox.kind === "imap"
      ? (await import("#edges/mailbox/imap.ts")).imapMailbox(inbox.options)
      : (await import("#edges/mailbox/folder.ts")).folderMailbox(inbox.options);
  if (outgoing.kind === "folder") {
    const { folderSender, folderWitness } = await import("#edges/send/folder.ts");
    const sender = folderSender(outgoing.path);
    return { mailbox, sender, witness: folderWitness(outgoing.path), close: () => sender.close() };
  }
  const { smtpSender } = await import("#edges/send/smtp.ts");
  const sender = smtpSender(outgoing.options);
  if (inbox.kind === "folder") return { mailbox, sender, witness: noWitness, close: () => sender.close() };
  const { imapWitness } = await import("#edges/mailbox/sent.ts");
  const witness = imapWitness({
    ...inbox.options,
    folder: settings.sentFolder,
    append: settings.sentCopy === "append" && settings.mode !== "shadow",
  });
  return {
    mailbox,
    sender,
    witness,
    close: async () => {
      witness.close();
      await sender.close();
    },
  };
};

/** Replies by SMTP with a mailbox that is a folder: nothing can tell whether a doubtful one went out, so a person decides. */
const noWitness: SentWitness = { wasSent: async () => false, keepCopy: null };

const filingOf = (settings: Settings, onServer: boolean): FilingMode => {
  if (settings.mode === "shadow") return "none";
  if (settings.filing !== "default") return settings.filing;
  return onServer ? "folders" : "none";
};

/** "imaps://user@host:993/INBOX" in its parts. */
const serverOf = (url: string): { host: string; port: number | null; tls: boolean; user: string | null; path: string } => {
  const parts = new URL(url);
  return {
    host: parts.hostname.replace(/^\[|\]$/g, ""),
    port: parts.port ? Number(parts.port) : null,
    tls: parts.protocol === "imaps:" || parts.protocol === "smtps:",
    user: parts.username ? decodeURIComponent(parts.username) : null,
    path: decodeURIComponent(parts.pathname.replace(/^\//, "")),
  };
};

const tokensOf = async (settings: Settings): Promise<((renew: boolean) => Promise<string>) | null> => {
  if (!settings.oauthTokenUrl) return null;
  if (!settings.oauthClientId) throw new Failure("setting_wrong", "MOTTAK_OAUTH_TOKEN_URL is set, but MOTTAK_OAUTH_CLIENT_ID is not");
  if (!settings.oauthClientSecret && !settings.oauthRefreshToken)
    throw new Failure(
      "setting_wrong",
      "MOTTAK_OAUTH_TOKEN_URL is set, but neither MOTTAK_OAUTH_CLIENT_SECRET nor MOTTAK_OAUTH_REFRESH_TOKEN (or their _FILE) is",
    );
  const { openTokens } = await import("#edges/oauth/tokens.ts");
  const tokens = openTokens({
    tokenUrl: settings.oauthTokenUrl,
    clientId: settings.oauthClientId,
    clientSecret: settings.oauthClientSecret,
    refreshToken: settings.oauthRefreshToken,
    scope: settings.oauthScope,
    now: systemClock.now,
  });
  return (renew) => tokens.token(renew);
};

const readCa = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new Failure("setting_wrong", `MOTTAK_MAILBOX_CA_FILE names ${file}, which cannot be read`, { cause });
  }
};
