/** The mail side of the worker: mailbox, sender and Sent folder as the settings say. */
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { resolve } from "node:path";
import type { FilingMode, Mailbox, Sender, SentWitness } from "#app/ports.ts";
import { Failure } from "#core/failure.ts";
import type { Settings } from "#edges/settings/load.ts";
import { systemClock } from "./clock.ts";

export type Mail = { readonly mailbox: Mailbox; readonly sender: Sender; readonly witness: SentWitness; close(): Promise<void> };

/** Microsoft 365 allows 30 messages a minute from one mailbox. */
const MICROSOFT_PER_MINUTE = 25;
const MICROSOFT = /(?:^|\.)(?:office365\.com|outlook\.com|office\.com)$/i;

/** Opens nothing yet but the files that settings name. Throws Failure `setting_wrong` where a needed setting lacks. */
export const wireMail = async (settings: Settings, address: string): Promise<Mail> => {
  const tokens = await tokensOf(settings);
  const ca = settings.mailboxCaFile ? readCa(settings.mailboxCaFile) : null;
  const inbox = settings.mailboxUrl.startsWith("folder:") ? null : serverOf(settings.mailboxUrl);
  const imap = inbox && {
    host: inbox.host,
    port: inbox.port ?? (inbox.tls ? 993 : 143),
    security: inbox.tls ? ("tls" as const) : settings.mailboxTls === "none" ? ("none" as const) : ("starttls" as const),
    user: settings.mailboxUser ?? inbox.user ?? address,
    password: settings.mailboxPassword,
    token: tokens,
    ca,
  };
  if (imap && !imap.token && !imap.password)
    throw new Failure(
      "setting_wrong",
      "the mailbox is on a server, but neither MOTTAK_MAILBOX_PASSWORD (or _FILE) nor MOTTAK_OAUTH_TOKEN_URL is set",
    );
  const filing = filingOf(settings, imap !== null);
  let mailbox: Mailbox;
  if (imap) {
    const { imapMailbox } = await import("#edges/mailbox/imap.ts");
    mailbox = imapMailbox({ ...imap, folder: inbox?.path || "INBOX", filing, filingFolder: settings.filingFolder });
  } else {
    const { folderMailbox } = await import("#edges/mailbox/folder.ts");
    mailbox = folderMailbox({ path: resolve(settings.mailboxUrl.slice("folder:".length)), filing, filingFolder: settings.filingFolder });
  }
  if (settings.sendUrl.startsWith("folder:")) {
    const { folderSender, folderWitness } = await import("#edges/send/folder.ts");
    const path = resolve(settings.sendUrl.slice("folder:".length));
    const sender = folderSender(path);
    return { mailbox, sender, witness: folderWitness(path), close: () => sender.close() };
  }
  const server = serverOf(settings.sendUrl);
  const { smtpSender } = await import("#edges/send/smtp.ts");
  const password = settings.sendPassword ?? settings.mailboxPassword;
  const sender = smtpSender({
    host: server.host,
    port: server.port ?? (server.tls ? 465 : 587),
    security: server.tls ? "tls" : settings.sendTls === "none" ? "none" : "starttls",
    user: tokens || password ? (settings.sendUser ?? settings.mailboxUser ?? address) : null,
    password,
    token: tokens,
    ca,
    name: hostname().includes(".") ? hostname() : (address.split("@")[1] ?? "localhost"),
    perMinute: settings.sendPerMinute ?? (MICROSOFT.test(server.host) ? MICROSOFT_PER_MINUTE : null),
  });
  if (!imap) return { mailbox, sender, witness: noWitness, close: () => sender.close() };
  const { imapWitness } = await import("#edges/mailbox/sent.ts");
  const witness = imapWitness({ ...imap, folder: settings.sentFolder, append: settings.sentCopy === "append" && settings.mode !== "shadow" });
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
