/** The closed list of what a check can find: how bad it is, and which values its words need. The words are data (config/operation). */

export type Severity = "ok" | "warn" | "fail";

export const findings = {
  settings_ok: { severity: "ok", slots: ["count", "changed"] },
  settings_wrong: { severity: "fail", slots: [] },
  catalogue_ok: { severity: "ok", slots: ["agency", "items", "version"] },
  catalogue_wrong: { severity: "fail", slots: [] },
  model_missing: { severity: "warn", slots: [] },
  data_ok: { severity: "ok", slots: ["folder", "free"] },
  data_unwritable: { severity: "fail", slots: ["folder"] },
  data_open: { severity: "warn", slots: ["folder"] },
  disk_low: { severity: "warn", slots: ["free"] },
  disk_full: { severity: "fail", slots: ["free"] },
  database_ok: { severity: "ok", slots: ["engine", "version", "schema", "size"] },
  database_absent: { severity: "ok", slots: ["place"] },
  database_older: { severity: "warn", slots: ["schema"] },
  database_newer: { severity: "fail", slots: [] },
  database_unavailable: { severity: "fail", slots: [] },
  database_broken: { severity: "fail", slots: [] },
  integrity_ok: { severity: "ok", slots: [] },
  integrity_postgres: { severity: "ok", slots: ["checksums"] },
  clock_ok: { severity: "ok", slots: ["seconds", "source"] },
  clock_off: { severity: "warn", slots: ["seconds", "source"] },
  clock_wrong: { severity: "fail", slots: ["seconds", "source"] },
  clock_alone: { severity: "ok", slots: [] },
  certificate_ok: { severity: "ok", slots: ["host", "protocol", "days"] },
  certificate_soon: { severity: "warn", slots: ["host", "days"] },
  certificate_expired: { severity: "fail", slots: ["host"] },
  certificate_untrusted: { severity: "fail", slots: ["host"] },
  connection_plain: { severity: "warn", slots: ["host"] },
  mailbox_ok: { severity: "ok", slots: ["place", "count"] },
  mailbox_absent: { severity: "ok", slots: ["place"] },
  mailbox_login: { severity: "fail", slots: ["place"] },
  mailbox_missing: { severity: "fail", slots: ["place"] },
  mailbox_unavailable: { severity: "fail", slots: ["place"] },
  mailbox_read_only: { severity: "fail", slots: ["place"] },
  mailbox_no_keywords: { severity: "fail", slots: ["place"] },
  mailbox_no_folders: { severity: "fail", slots: ["folder"] },
  mailbox_no_sent: { severity: "fail", slots: [] },
  mailbox_no_idle: { severity: "ok", slots: ["seconds"] },
  sending_ok: { severity: "ok", slots: ["place", "address"] },
  sending_folder_ok: { severity: "ok", slots: ["place"] },
  sending_folder_unwritable: { severity: "fail", slots: ["place"] },
  sending_login: { severity: "fail", slots: ["place"] },
  sending_unavailable: { severity: "fail", slots: ["place"] },
  sending_sender_refused: { severity: "fail", slots: ["address", "status"] },
  sending_test_sent: { severity: "ok", slots: ["address"] },
  sending_test_refused: { severity: "fail", slots: ["address"] },
  token_ok: { severity: "ok", slots: [] },
  token_refused: { severity: "fail", slots: [] },
  token_unavailable: { severity: "fail", slots: [] },
  secret_ok: { severity: "ok", slots: ["days"] },
  secret_soon: { severity: "warn", slots: ["days"] },
  secret_expired: { severity: "fail", slots: [] },
  secret_unknown: { severity: "ok", slots: [] },
  authserv_ok: { severity: "ok", slots: ["id", "count", "of"] },
  authserv_unset: { severity: "warn", slots: ["id", "count", "of"] },
  authserv_other: { severity: "fail", slots: ["id", "seen"] },
  authserv_absent: { severity: "fail", slots: ["id", "of"] },
  authserv_silent: { severity: "ok", slots: ["of"] },
  authserv_unknown: { severity: "ok", slots: [] },
  reading_ok: { severity: "ok", slots: ["formats"] },
  reading_failed: { severity: "fail", slots: ["formats"] },
  login_off: { severity: "ok", slots: [] },
  login_links: { severity: "ok", slots: [] },
  login_ok: { severity: "ok", slots: ["issuer"] },
  login_unavailable: { severity: "fail", slots: ["issuer"] },
  poll_ok: { severity: "ok", slots: ["minutes"] },
  poll_never: { severity: "warn", slots: [] },
  poll_late: { severity: "fail", slots: ["minutes"] },
  backlog_old: { severity: "warn", slots: ["count", "minutes"] },
  outbox_old: { severity: "warn", slots: ["count", "minutes"] },
  outbox_doubtful: { severity: "warn", slots: ["count"] },
  outbox_failed: { severity: "warn", slots: ["count"] },
  parked: { severity: "warn", slots: ["count"] },
  sending_stopped: { severity: "warn", slots: [] },
  canary_off: { severity: "ok", slots: [] },
  canary_ok: { severity: "ok", slots: ["hours", "seconds"] },
  canary_waiting: { severity: "ok", slots: [] },
  canary_late: { severity: "fail", slots: ["hours"] },
  canary_wrong: { severity: "fail", slots: [] },
  check_timeout: { severity: "fail", slots: ["seconds"] },
  check_failed: { severity: "fail", slots: [] },
} as const satisfies Record<string, { readonly severity: Severity; readonly slots: readonly string[] }>;

export type FindingCode = keyof typeof findings;
export const findingCodes = Object.keys(findings) as FindingCode[];

/** One thing that a check found. `detail` is technical, in English, and holds nothing that a sender wrote. */
export type Finding = {
  readonly code: FindingCode;
  readonly values: Readonly<Record<string, string | number>>;
  readonly detail: string | null;
};

type Slots<C extends FindingCode> = (typeof findings)[C]["slots"][number];

/** A finding with exactly the values that its words need. */
export const found = <C extends FindingCode>(
  code: C,
  values: Readonly<Record<Slots<C>, string | number>>,
  detail: string | null = null,
): Finding => ({
  code,
  values,
  detail,
});

/** How grave a finding is, by its code. */
export const severityOf = ({ code }: Finding): Severity => findings[code].severity;
