/** The alerts and the board: every metric that they name is there, what they say is what the doctor says, and each alert fires in its world. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkWordsFolder, configFolder } from "#cli/root.ts";
import type { FindingCode } from "#core/checks/findings.ts";
import { type FailureCode, failures } from "#core/failure.ts";
import { openMetrics } from "#edges/observe/metrics.ts";
import { loadCheckWords } from "#edges/settings/check-words.ts";
import { temporaryFolder } from "#test/support/folder.ts";
import { describeWith, programs } from "#test/support/servers.ts";

const rules = join(configFolder, "ops", "alerts.yml");
const board = join(configFolder, "ops", "grafana-board.json");
const rulesText = readFileSync(rules, "utf8");

type Alert = {
  readonly name: string;
  readonly text: string;
  readonly description: string;
  readonly finding: string | null;
  readonly failure: string | null;
};
const alerts: Alert[] = rulesText
  .split(/\n {6}- alert: /)
  .slice(1)
  .map((text) => ({
    name: text.split("\n")[0] ?? "",
    text,
    description: JSON.parse(text.match(/description: (".*")/)?.[1] ?? '""') as string,
    finding: text.match(/finding: (\w+)/)?.[1] ?? null,
    failure: text.match(/failure: (\w+)/)?.[1] ?? null,
  }));

type Panel = { readonly title: string; readonly targets?: readonly { readonly expr: string }[] };
const panels = (JSON.parse(readFileSync(board, "utf8")) as { panels: Panel[] }).panels;
const queries = panels.flatMap(({ targets }) => (targets ?? []).map(({ expr }) => expr));

/** Suffixes that Prometheus makes itself of a histogram. */
const plain = (name: string): string => name.replace(/_(?:bucket|sum|count)$/, "");
const named = (text: string): string[] => [...new Set([...text.matchAll(/\bmottak_[a-z_]+/g)].map((match) => match[0]))];

describe("alerts and board", () => {
  const known = openMetrics().names();
  it("name only metrics that there are", () => {
    const all = [...named(rulesText), ...queries.flatMap(named)];
    expect(all.length).toBeGreaterThan(25);
    expect(all.filter((name) => !known.includes(name) && !known.includes(plain(name)))).toEqual([]);
  });
  it("leave no metric of ours unseen on the board", () => {
    const shown = queries.flatMap(named).map(plain);
    expect(known.filter((name) => name.startsWith("mottak_") && !shown.includes(name) && !shown.includes(`${name}`))).toEqual([]);
  });
  it("say the doctor's next step, word for word", () => {
    const words = loadCheckWords(checkWordsFolder, "en");
    expect(alerts.length).toBeGreaterThan(15);
    for (const { name, description, finding, failure } of alerts) {
      expect(description, name).not.toBe("");
      if (finding) expect(description, name).toBe(words.findings[finding as FindingCode].do);
      if (failure) expect(description, name).toBe(failures[failure as FailureCode].remedy);
    }
    expect(alerts.filter(({ finding, failure }) => !finding && !failure).map(({ name }) => name)).toEqual([
      "MottakCheckFails",
      "MottakRestarts",
      "MottakItemOftenCorrected",
    ]);
  });
});

/** Per alert: series that make it fire, and when it is looked at. */
const worlds: Readonly<Record<string, { readonly series: readonly (readonly [name: string, values: string])[]; readonly at: string }>> = {
  MottakDown: { series: [['up{job="mottak"}', "0x60"]], at: "10m" },
  MottakMailboxNotRead: { series: [["mottak_mailbox_last_poll_timestamp_seconds", "0x60"]], at: "30m" },
  MottakStoreDown: { series: [["mottak_store_up", "0x60"]], at: "10m" },
  MottakMailboxCheckFails: { series: [['mottak_check_state{check="mailbox"}', "2x60"]], at: "20m" },
  MottakSendingCheckFails: { series: [['mottak_check_state{check="sending"}', "2x60"]], at: "40m" },
  MottakCheckFails: { series: [['mottak_check_state{check="database"}', "2x60"]], at: "20m" },
  MottakBacklogOld: { series: [["mottak_backlog_age_seconds", "1000x60"]], at: "10m" },
  MottakOutboxOld: { series: [["mottak_outbox_age_seconds", "1000x60"]], at: "10m" },
  MottakReplyDoubtful: { series: [["mottak_outbox_doubtful_replies", "1x60"]], at: "5m" },
  MottakReplyFailed: { series: [["mottak_outbox_failed_replies", "1x60"]], at: "5m" },
  MottakParked: { series: [['mottak_parked_messages{code="message_broken"}', "1x120"]], at: "90m" },
  MottakSendingStopped: { series: [["mottak_sending_stopped", "1x300"]], at: "5h" },
  MottakCertificateEnds: { series: [['mottak_certificate_remaining_seconds{peer="mailbox"}', "86400x120"]], at: "90m" },
  MottakSecretEnds: { series: [["mottak_secret_remaining_seconds", "86400x120"]], at: "90m" },
  MottakDiskLow: { series: [["mottak_disk_free_bytes", "1000000000x60"]], at: "10m" },
  MottakCanaryLate: {
    series: [
      ["mottak_canary_enabled", "1x1800"],
      ["mottak_canary_last_proved_timestamp_seconds", "0x1800"],
    ],
    at: "27h",
  },
  MottakRestarts: { series: [["mottak_starts_total", "0+1x60"]], at: "50m" },
  MottakInternalFailure: { series: [['mottak_failures_total{event="store.trouble",code="internal"}', "0 0 1x60"]], at: "30m" },
  MottakItemOftenCorrected: {
    series: [
      ['mottak_items_total{item="8",status="missing"}', "0+1x1800"],
      ['mottak_corrections_total{item="8"}', "0+0.5x1800"],
    ],
    at: "29h",
  },
};

describeWith("promtool", "alerts by promtool", () => {
  const promtool = (...words: string[]) => execFileSync(programs.promtool ?? "", words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

  it("are rules", () => {
    expect(promtool("check", "rules", rules)).toContain(`${alerts.length} rules found`);
  });

  it("are silent when all is well", () => {
    const file = join(temporaryFolder(), "well.yml");
    writeFileSync(file, readFileSync("test/ops/alerts.yml", "utf8").replace("RULES", rules));
    expect(promtool("test", "rules", file)).toContain("SUCCESS");
  });

  it("fire, each in its own world, and there is a world for each", () => {
    expect(Object.keys(worlds).toSorted()).toEqual(alerts.map(({ name }) => name).toSorted());
    // promtool compares whole alerts; that there is one at all is asked of ALERTS.
    const tests = Object.entries(worlds).map(([name, { series, at }]) => ({
      interval: "1m",
      input_series: series.map(([one, values]) => ({ series: one, values })),
      promql_expr_test: [
        { expr: `count(ALERTS{alertname="${name}",alertstate="firing"})`, eval_time: at, exp_samples: [{ labels: "{}", value: 1 }] },
      ],
    }));
    const file = join(temporaryFolder(), "worlds.yml");
    // JSON is YAML.
    writeFileSync(file, JSON.stringify({ rule_files: [rules], evaluation_interval: "5m", tests }));
    expect(promtool("test", "rules", file)).toContain("SUCCESS");
  });

  it("and the board's queries are PromQL", () => {
    const file = join(temporaryFolder(), "board.yml");
    const made = queries.map(
      (expr, index) => `      - record: "board:query:${index}"\n        expr: ${JSON.stringify(expr.replaceAll("$__rate_interval", "5m"))}`,
    );
    writeFileSync(file, `groups:\n  - name: board\n    rules:\n${made.join("\n")}\n`);
    expect(promtool("check", "rules", file)).toContain(`${queries.length} rules found`);
  });
});
