/** A Dovecot of its own in a temporary folder: IMAP plain and TLS on loopback, passwords and OAuth2 tokens. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHmac, randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { certificate } from "./certificate.ts";
import { programs } from "./servers.ts";
import { freePort, giveToServer, serverUser } from "./unprivileged.ts";

export const USER = "statistikk@udi.no";
export const PASSWORD = "hemmelig";

/** As it is, as Exchange Online announces itself, with next to nothing, or with rights (RFC 4314) in files named dovecot-acl. */
export type Profile = "dovecot" | "exchange" | "bare" | "acl";

export type Dovecot = {
  readonly port: number;
  readonly tlsPort: number;
  readonly ca: string;
  readonly folder: string;
  /** A token that the server accepts for so many seconds from now. */
  token(user?: string, seconds?: number): string;
  /** Writes a message straight into the folder, as delivery does. */
  deliver(raw: string | Uint8Array, user?: string): void;
  doveadm(...words: string[]): string;
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
};

/** Capabilities as Exchange Online announces them: no special folders, no keywords worth the name. */
const exchange = "imap_capability = IMAP4 IMAP4rev1 SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+";
const bare = "imap_capability = IMAP4rev1 LITERAL+";

let delivered = 0;

export const startDovecot = async (profile: Profile = "dovecot", days = 2): Promise<Dovecot> => {
  const folder = giveToServer(mkdtempSync(join(tmpdir(), "mottak-imap-")));
  chmodSync(folder, 0o755);
  for (const part of ["run", "state", "mail", "keys", "keys/default", "keys/default/HS256"]) {
    mkdirSync(join(folder, part));
    giveToServer(join(folder, part));
  }
  const secret = randomBytes(32);
  const { key, cert } = certificate(days);
  const port = await freePort();
  const tlsPort = await freePort();
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    giveToServer(join(folder, name));
  };
  write("key.pem", key);
  write("cert.pem", cert);
  write("keys/default/HS256/default", secret.toString("base64"));
  write("passwd", `${USER}:{PLAIN}${PASSWORD}\nother@udi.no:{PLAIN}${PASSWORD}\n`);
  write("oauth2.conf", `introspection_mode = local\nlocal_validation_key_dict = fs:posix:prefix=${folder}/keys/\nusername_attribute = email\n`);
  write("dovecot.conf", configuration(folder, port, tlsPort, profile));
  let child: ChildProcess;
  const run = async () => {
    child = spawn(programs.dovecot ?? "", ["-F", "-c", join(folder, "dovecot.conf")], {
      ...serverUser.spawnOptions,
      detached: true,
      stdio: "ignore",
      env: { PATH: "/usr/sbin:/usr/bin:/bin", HOME: folder },
    });
    for (let tries = 0; tries < 300; tries += 1) {
      if (await greets(port)) return;
      await sleep(20);
    }
    throw new Error(`Dovecot did not start: ${readFileSync(join(folder, "dovecot.log"), "utf8").slice(-2_000)}`);
  };
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    process.kill(-(child.pid as number), "SIGKILL");
    await gone;
  };
  await run();
  return {
    port,
    tlsPort,
    ca: cert,
    folder,
    token: (user = USER, seconds = 3600) => {
      const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
      const now = Math.floor(Date.now() / 1000);
      const head = `${part({ alg: "HS256", typ: "JWT" })}.${part({ sub: user, email: user, iat: now - 10, exp: now + seconds })}`;
      return `${head}.${createHmac("sha256", secret).update(head).digest("base64url")}`;
    },
    deliver: (raw, user = USER) => {
      const inbox = join(folder, "mail", user);
      for (const part of ["", "tmp", "new", "cur"]) {
        mkdirSync(join(inbox, part), { recursive: true });
        giveToServer(join(inbox, part));
      }
      delivered += 1;
      const name = `${Date.now()}.M${delivered}P${process.pid}.test`;
      writeFileSync(join(inbox, "tmp", name), raw);
      giveToServer(join(inbox, "tmp", name));
      renameSync(join(inbox, "tmp", name), join(inbox, "new", name));
    },
    doveadm: (...words) =>
      execFileSync("/usr/bin/doveadm", ["-c", join(folder, "dovecot.conf"), ...words], {
        ...serverUser.spawnOptions,
        env: { PATH: "/usr/sbin:/usr/bin:/bin" },
      }).toString(),
    kill,
    restart: run,
    stop: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const greets = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const done = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("error", () => done(false));
    socket.once("data", (data) => done(data.toString().startsWith("* OK")));
    socket.setTimeout(1_000, () => done(false));
  });

const configuration = (folder: string, port: number, tlsPort: number, profile: string): string => `
protocols = imap
listen = 127.0.0.1
base_dir = ${folder}/run
state_dir = ${folder}/state
default_internal_user = ${serverUser.name}
default_internal_group = ${serverUser.group}
default_login_user = ${serverUser.name}
log_path = ${folder}/dovecot.log
info_log_path = ${folder}/dovecot.log
ssl = yes
ssl_cert = <${folder}/cert.pem
ssl_key = <${folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
mail_max_userip_connections = 200
mail_fsync = never
mail_location = maildir:${folder}/mail/%u
mail_attachment_detection_options =
first_valid_uid = 1
${profile === "exchange" ? exchange : profile === "bare" ? bare : ""}
${profile === "acl" ? "mail_plugins = acl\nprotocol imap {\n  mail_plugins = acl imap_acl\n}\nplugin {\n  acl = vfile\n}" : ""}
passdb {
  driver = passwd-file
  mechanisms = plain login
  args = ${folder}/passwd
}
passdb {
  driver = oauth2
  mechanisms = xoauth2
  args = ${folder}/oauth2.conf
}
userdb {
  driver = static
  args = uid=${serverUser.uid} gid=${serverUser.gid} home=${folder}/mail/%u allow_all_users=yes
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox ${profile === "exchange" ? '"Sendte elementer"' : "Sent"} {
    ${profile === "exchange" ? "" : "special_use = \\Sent"}
    auto = create
  }
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service imap-login {
  chroot =
  service_count = 0
  process_min_avail = 1
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${tlsPort}
    ssl = yes
  }
}
service imap {
  process_limit = 512
}
`;
