/** Every setting: its key, how its value is checked, its default and what it is for. The table is the only place that names them. */
import { z } from "zod";
import { automaticPurposes } from "#core/reply-content.ts";

export type Definition = {
  readonly schema: z.ZodType;
  /** As text, as a person would write it; null where there is none and the setting may stay unset. */
  readonly fallback: string | null;
  readonly summary: string;
  /** Taken from the environment or from a file named by `<NAME>_FILE` only, and never shown. */
  readonly secret?: true;
};

const path = z.string().min(1);
const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
const mailboxUrl = z
  .string()
  .regex(
    /^(?:folder:.+|imaps?:\/\/[^\s@/]+(?:@[^\s/]+)?(?:\/.*)?)$/,
    "must be folder:PATH, imaps://HOST[:PORT][/FOLDER] or imap://HOST[:PORT][/FOLDER]",
  );
const sendUrl = z.string().regex(/^(?:folder:.+|smtps?:\/\/[^\s/]+\/?)$/, "must be folder:PATH, smtps://HOST[:PORT] or smtp://HOST[:PORT]");
const databaseUrl = z.string().regex(/^(?:sqlite:.+|postgres(?:ql)?:\/\/.+)$/, "must be sqlite:PATH or postgres://HOST[:PORT]/DATABASE");
const web = z.string().regex(/^(?:off|(?:[\w.-]+|\[[0-9a-f:]+\]):\d{1,5})$/i, "must be off or HOST:PORT");

const purposes = z
  .string()
  .refine(
    (text) => partsOf(text).every((one) => (automaticPurposes as readonly string[]).includes(one)),
    `must be words of ${automaticPurposes.join(", ")}, parted by commas, or none`,
  );
/** "a, b" as its parts; "none" has none. */
const partsOf = (text: string): string[] =>
  text
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "" && one !== "none");

export const definitions = {
  data: { schema: path, fallback: "data", summary: "Folder for everything Mottak writes." },
  agency: {
    schema: z.string().regex(/^[a-z0-9-]+$/, "must be the name of a folder in config/agencies"),
    fallback: "udi",
    summary: "Whose checklist and texts are used.",
  },
  mode: {
    schema: z.enum(["auto", "hold", "shadow"]),
    fallback: "auto",
    summary: "auto sends replies, hold waits for a person's release, shadow only computes and shows.",
  },
  automatic: {
    schema: purposes,
    fallback: automaticPurposes.join(","),
    summary: "Replies that go out by themselves in mode auto, parted by commas; every other one waits for a person's release.",
  },
  web: { schema: web, fallback: "127.0.0.1:0", summary: "Address of the staff pages (port 0: any free one), or off." },
  webUrl: {
    schema: z.url({ protocol: /^https?$/, error: "must be http:// or https:// and a name" }),
    fallback: null,
    summary: "Address under which people reach the staff pages, where a proxy stands before them.",
  },
  health: {
    schema: web,
    fallback: "127.0.0.1:9464",
    summary: "Address of /live, /ready and /metrics, or off. Holds no personal data; keep it on this machine or the inner network.",
  },
  canary: {
    schema: z.string().regex(/^(?:off|(?:[01]\d|2[0-3]):[0-5]\d)$/, "must be off or a time of day, as in 06:00"),
    fallback: "off",
    summary: "When each day a made-up application is sent through the real mailbox, to prove that it comes back with its receipt; or off.",
  },
  handoverTo: {
    schema: z.email("must be an address"),
    fallback: null,
    summary: "Address of the staff who are told by mail when a case needs them; nobody where not set.",
  },
  handoverContents: {
    schema: z.enum(["full", "short"]),
    fallback: "full",
    summary: "full: the points with values and quotes; short: only that there is a case, for addresses that many read.",
  },
  exportFolder: {
    schema: path,
    fallback: null,
    summary: "Folder into which the package of each complete case is written; only on request where not set.",
  },
  oidcIssuer: {
    schema: z.url("must be a URL"),
    fallback: null,
    summary: "OpenID Connect provider where staff log in; without it, one-time links on this machine.",
  },
  oidcClientId: { schema: z.string().min(1), fallback: null, summary: "Client id at the login provider." },
  oidcClientSecret: { schema: z.string().min(1), fallback: null, summary: "Client secret at the login provider.", secret: true },
  oidcScope: { schema: z.string().min(1), fallback: "openid profile", summary: "Scope asked for at login." },
  oidcRoleClaim: { schema: z.string().min(1), fallback: "roles", summary: "Claim that holds a person's roles or groups." },
  oidcReaders: { schema: z.string(), fallback: "Mottak.Reader", summary: "Values of the claim, parted by commas, that let a person read." },
  oidcHandlers: { schema: z.string(), fallback: "Mottak.Handler", summary: "Values that let a person handle cases." },
  oidcOperators: { schema: z.string(), fallback: "Mottak.Operator", summary: "Values that let a person operate." },
  mailboxUrl: {
    schema: mailboxUrl,
    fallback: "folder:{data}/inbox",
    summary: "The mailbox: folder:PATH, imaps://HOST or imap://HOST (upgraded to TLS, or refused).",
  },
  mailboxUser: { schema: z.string().min(1), fallback: null, summary: "User name at the mailbox." },
  mailboxPassword: { schema: z.string().min(1), fallback: null, summary: "Password at the mailbox, where it has no OAuth2.", secret: true },
  mailboxPollSeconds: { schema: whole(1, 3600), fallback: "60", summary: "Seconds between looks into the mailbox, beside the server's own notices." },
  mailboxTls: { schema: z.enum(["verify", "none"]), fallback: "verify", summary: "verify, or none for a server on this machine without TLS." },
  mailboxCaFile: { schema: path, fallback: null, summary: "PEM file with the authority that signed the servers' certificates." },
  filing: {
    schema: z.enum(["default", "none", "keywords", "folders"]),
    fallback: "default",
    summary: "What is done to a message when it is finished; default is folders on IMAP and none on a folder.",
  },
  filingFolder: { schema: z.string().min(1).max(100), fallback: "Mottak", summary: "Folder under which finished messages are filed." },
  sendUrl: {
    schema: sendUrl,
    fallback: "folder:{data}/outbox",
    summary: "Where replies go: folder:PATH, smtps://HOST or smtp://HOST (upgraded to TLS, or refused).",
  },
  sendUser: { schema: z.string().min(1), fallback: null, summary: "User name at the sending server; the mailbox's where not set." },
  sendPassword: { schema: z.string().min(1), fallback: null, summary: "Password at the sending server; the mailbox's where not set.", secret: true },
  sendFrom: { schema: z.email("must be an address"), fallback: null, summary: "Address that replies come from; the agency's first where not set." },
  sendTls: { schema: z.enum(["verify", "none"]), fallback: "verify", summary: "verify, or none for a server on this machine without TLS." },
  sendAttempts: { schema: whole(1, 100), fallback: "12", summary: "How often a reply is tried before it is given to a person." },
  sendPerMinute: {
    schema: whole(1, 100_000),
    fallback: null,
    summary: "Replies in a minute; 25 at Microsoft 365, which allows 30, and no limit elsewhere, where not set.",
  },
  sentCopy: {
    schema: z.enum(["append", "server"]),
    fallback: "append",
    summary: "Who puts the copy into the Sent folder: Mottak, or the server itself (Microsoft 365).",
  },
  sentFolder: { schema: z.string().min(1), fallback: null, summary: "The Sent folder, where the server does not say which it is." },
  sentSettleSeconds: { schema: whole(0, 3600), fallback: "180", summary: "How long a doubtful reply waits before the Sent folder is asked." },
  onAmbiguous: {
    schema: z.enum(["default", "hold", "resend"]),
    fallback: "default",
    summary: "A reply that may or may not have gone out: hold it, or send the same bytes again; default is resend where the server files Sent.",
  },
  oauthTokenUrl: { schema: z.url("must be a URL"), fallback: null, summary: "Token endpoint; when set, mailbox and sending use OAuth2." },
  oauthClientId: { schema: z.string().min(1), fallback: null, summary: "Client id at the token endpoint." },
  oauthClientSecret: { schema: z.string().min(1), fallback: null, summary: "Client secret at the token endpoint.", secret: true },
  oauthSecretEnds: {
    schema: z.iso.date("must be a day, as in 2027-05-01"),
    fallback: null,
    summary: "Last day of the client secret, so that you are told in time.",
  },
  oauthRefreshToken: { schema: z.string().min(1), fallback: null, summary: "Refresh token, where the grant is a person's.", secret: true },
  oauthScope: { schema: z.string(), fallback: "https://outlook.office365.com/.default", summary: "Scope asked for." },
  databaseUrl: {
    schema: databaseUrl,
    fallback: "sqlite:{data}/mottak.db",
    summary: "The store: sqlite:PATH, or postgres://HOST/DATABASE for several workers.",
  },
  databasePassword: { schema: z.string().min(1), fallback: null, summary: "Password of the database.", secret: true },
  retention: {
    schema: z.enum(["off", "daily"]),
    fallback: "off",
    summary: "daily removes each day what is older than the terms below; off leaves it to `mottak retention`.",
  },
  retentionNeeds: {
    schema: z.enum(["archived", "exported", "nothing"]),
    fallback: "archived",
    summary: "What must be sure before a closed case is removed: the archive has it (`mottak archived`), a package was written, or nothing.",
  },
  retentionCaseDays: { schema: whole(0, 36_500), fallback: "90", summary: "Days that a case is kept after it was closed." },
  retentionOtherDays: { schema: whole(0, 36_500), fallback: "90", summary: "Days for messages without a case, which people answer themselves." },
  retentionAutomaticDays: { schema: whole(0, 36_500), fallback: "30", summary: "Days for mail by machines, and for our own notes to staff." },
  retentionParkedDays: { schema: whole(0, 36_500), fallback: "180", summary: "Days for messages that could not be processed." },
  retentionAuditDays: { schema: whole(30, 36_500), fallback: "730", summary: "Days for the trace of what staff saw and did." },
  workers: {
    schema: whole(1, 16),
    fallback: null,
    summary: "Messages read at the same time by this process; one for each core, four at most, where not set.",
  },
  attempts: { schema: whole(1, 20), fallback: "3", summary: "How often a message is tried before it is parked." },
  leaseSeconds: { schema: whole(2, 3600), fallback: "60", summary: "How long a worker owns what it has begun; after that another takes over." },
  stopSeconds: { schema: whole(1, 600), fallback: "20", summary: "How long a stop waits for the step at hand." },
  limitMessageMb: { schema: whole(1, 1000), fallback: "50", summary: "Messages above this many megabytes are parked." },
  limitMessageSeconds: { schema: whole(1, 3600), fallback: "120", summary: "Reading one message may take this long." },
  repliesPerHour: {
    schema: whole(1, 1_000_000),
    fallback: null,
    summary: "Replies in an hour before the rest waits for a person; 120 by SMTP and no limit into a folder, where not set.",
  },
  ownAddresses: { schema: z.string(), fallback: "", summary: "Further addresses of our own, parted by commas; mail from them is never answered." },
  authservId: {
    schema: z.string(),
    fallback: "",
    summary:
      "Name under which our own server writes Authentication-Results, or unnamed where it writes none (Exchange Online); nothing is concluded from others.",
  },
  logLevel: { schema: z.enum(["error", "warn", "info", "debug"]), fallback: "info", summary: "How much is logged." },
} as const satisfies Record<string, Definition>;

export type SettingKey = keyof typeof definitions;
export const settingKeys = Object.keys(definitions) as SettingKey[];

/** "mailboxUrl" as "MOTTAK_MAILBOX_URL". */
export const environmentName = (key: string): string => `MOTTAK_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
/** "mailboxUrl" as "mailbox-url", the flag without its dashes. */
export const flagName = (key: string): string => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
