/** The guide in docs/operating.md, followed to the letter: sample settings, a Dovecot mailbox, login at an OpenID Connect provider, shadow mode; then broken. */
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root } from "#cli/root.ts";
import { type Dovecot, PASSWORD, startDovecot, USER } from "#test/support/dovecot.ts";
import { temporaryFolder } from "#test/support/folder.ts";
import { waitFor } from "#test/support/running.ts";
import { describeWith } from "#test/support/servers.ts";
import { type Sink, startSink } from "#test/support/sink.ts";
import { freePort } from "#test/support/unprivileged.ts";
import { applicationMail } from "#test/support/worker.ts";

const sample = (name: string) => readFileSync(join(root, "config", "operation", "samples", name), "utf8");
const main = join(root, "src", "cli", "main.ts");

describeWith(
  "dovecot",
  "from nothing to shadow mode",
  () => {
    let server: Dovecot;
    let sink: Sink;
    let login: Server;
    let environment: Record<string, string>;
    let secrets: string;
    let child: ChildProcess;
    let address: string;

    /** One of our commands under the settings of the guide; it does not block this process, whose servers it talks to. */
    const mottak = (words: readonly string[], more: Record<string, string> = {}) =>
      new Promise<{ status: number | null; stdout: string }>((resolve) => {
        const run = spawn(process.execPath, [main, ...words], { env: { PATH: process.env["PATH"] ?? "", ...environment, ...more } });
        let stdout = "";
        run.stdout.on("data", (chunk: Buffer) => {
          stdout += chunk.toString();
        });
        run.once("close", (status) => resolve({ status, stdout }));
      });

    beforeAll(async () => {
      server = await startDovecot();
      sink = await startSink({ auth: ({ password }) => password === PASSWORD });
      const { default: Provider } = await import("oidc-provider");
      login = createServer();
      await new Promise<void>((resolve) => login.listen(0, "127.0.0.1", () => resolve()));
      const issuer = `http://127.0.0.1:${(login.address() as AddressInfo).port}`;
      const redirect = "https://mottak.etat.example/logg-inn/svar";
      const provider = new Provider(issuer, {
        clients: [
          {
            client_id: "mottak",
            client_secret: "hemmelig",
            redirect_uris: [redirect],
            grant_types: ["authorization_code"],
            response_types: ["code"],
          },
        ],
      });
      login.on("request", provider.callback());
      secrets = temporaryFolder();
      writeFileSync(join(secrets, "secrets_mailbox"), PASSWORD);
      writeFileSync(join(secrets, "secrets_login"), "hemmelig");
      const ca = join(secrets, "ca.pem");
      writeFileSync(ca, server.ca);
      chmodSync(secrets, 0o700);
      const data = join(temporaryFolder(), "mottak");
      mkdirSync(data);
      address = `127.0.0.1:${await freePort()}`;
      environment = {
        ...(parseEnv(`${sample("dovecot.env")}\n${sample("staff-login.env")}`) as Record<string, string>),
        CREDENTIALS_DIRECTORY: secrets,
        MOTTAK_DATA: data,
        // What the reader of the guide puts in place of the sample's names.
        MOTTAK_MAILBOX_URL: `imaps://localhost:${server.tlsPort}/INBOX`,
        MOTTAK_MAILBOX_USER: USER,
        MOTTAK_MAILBOX_CA_FILE: ca,
        MOTTAK_SEND_URL: `smtp://127.0.0.1:${sink.port}`,
        MOTTAK_SEND_TLS: "none",
        MOTTAK_SEND_FROM: USER,
        MOTTAK_OIDC_ISSUER: issuer,
        MOTTAK_WEB: address,
        MOTTAK_HEALTH: "off",
        MOTTAK_AUTHSERV_ID: "",
      };
    }, 60_000);
    afterAll(async () => {
      child?.kill("SIGKILL");
      login.close();
      login.closeAllConnections();
      await sink.close();
      await server.stop();
    });

    type Checked = { state: string; checks: { id?: string; name?: string; state: string }[] };
    const doctor = async (more: Record<string, string> = {}): Promise<{ status: number | null; failed: string; whole: Checked }> => {
      const { status, stdout } = await mottak(["doctor", "--json"], more);
      const whole = JSON.parse(stdout) as Checked;
      return { status, failed: JSON.stringify(whole.checks.filter((one) => one.state === "fail")), whole };
    };

    it("doctor finds nothing wrong, the worker runs, reads, and sends nothing", async () => {
      const first = await doctor();
      expect(first.failed).toBe("[]");
      expect(first.status).toBe(0);
      let said = "";
      child = spawn(process.execPath, [main, "start"], {
        env: { PATH: process.env["PATH"] ?? "", ...environment },
        stdio: ["ignore", "pipe", "pipe"],
      });
      for (const stream of [child.stdout, child.stderr])
        stream?.on("data", (chunk: Buffer) => {
          said += chunk.toString();
        });
      await waitFor(
        () => said.includes("Ctrl-C"),
        40_000,
        () => said,
      );
      expect(said).toContain("mode shadow");
      server.deliver(applicationMail());
      await waitFor(
        () => said.includes("mode_shadow"),
        40_000,
        () => said,
      );
      expect(sink.mails).toEqual([]);
      expect(server.doveadm("search", "-u", USER, "mailbox", "INBOX", "UNSEEN").trim().split("\n")).toHaveLength(1);
      const report = await mottak(["report", "--since", "2026-01-01"]);
      expect(report).toMatchObject({ status: 0, stdout: expect.stringContaining("1 replies would have been sent") });
    });

    it("staff are sent to the login provider, and get in no other way", async () => {
      // The name under which the proxy asks; fetch would not let the test say it.
      const { request } = await import("node:http");
      const get = (path: string, host = "mottak.etat.example") =>
        new Promise<{ status: number | undefined; to: string | undefined }>((resolve, reject) => {
          request({ host: "127.0.0.1", port: Number(address.split(":")[1]), path, headers: { host } }, (answer) => {
            answer.resume();
            resolve({ status: answer.statusCode, to: answer.headers.location });
          })
            .once("error", reject)
            .end();
        });
      expect((await get("/")).status).toBe(401);
      expect((await get("/", "evil.example")).status).toBe(421);
      const sent = await get("/logg-inn");
      expect(sent.status).toBe(303);
      expect(sent.to).toContain(environment["MOTTAK_OIDC_ISSUER"]);
      expect(sent.to).toContain(encodeURIComponent("https://mottak.etat.example/logg-inn/svar"));
      expect((await get("/inn?kode=abc")).status).toBe(401);
    });

    it("doctor names the password, the certificate, the disk, the database and the mailbox when each is broken", async () => {
      const wrong = join(secrets, "secrets_wrong");
      writeFileSync(wrong, "feil");
      const broken = join(temporaryFolder(), "broken.db");
      writeFileSync(broken, "this is no database, but long enough to be taken for one by its size alone ".repeat(80));
      const file = join(temporaryFolder(), "file");
      writeFileSync(file, "");
      const faults: [string, Record<string, string>, RegExp][] = [
        ["password", { MOTTAK_MAILBOX_PASSWORD_FILE: wrong }, /mailbox/i],
        ["certificate", { MOTTAK_MAILBOX_CA_FILE: "" }, /certificate/i],
        ["disk", { MOTTAK_DATA: join(file, "data") }, /data/i],
        ["database", { MOTTAK_DATABASE_URL: `sqlite:${broken}` }, /database/i],
        ["mailbox", { MOTTAK_MAILBOX_URL: "imaps://localhost:1/INBOX" }, /mailbox/i],
      ];
      await Promise.all(
        faults.map(async ([what, more, expected]) => {
          const { status, failed } = await doctor(more);
          expect(status, `${what}: ${failed}`).toBe(1);
          expect(failed, what).toMatch(expected);
        }),
      );
    });
  },
  { timeout: 180_000 },
);
