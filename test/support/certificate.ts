/** A self-signed certificate for loopback, made once a process. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

type Pair = { readonly key: string; readonly cert: string };
const made = new Map<number, Pair>();

const NAMES = "subjectAltName=DNS:localhost,IP:127.0.0.1";

/** Valid for so many days from now; below zero, one that has expired. */
export const certificate = (days = 2): Pair => {
  const before = made.get(days);
  if (before) return before;
  const folder = mkdtempSync(join(tmpdir(), "mottak-cert-"));
  const [key, request, names, cert] = ["key.pem", "request.pem", "names", "cert.pem"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
    string,
  ];
  writeFileSync(names, NAMES);
  const openssl = (...words: string[]) => execFileSync("openssl", words, { stdio: "ignore" });
  openssl(
    "req",
    "-new",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-keyout",
    key,
    "-out",
    request,
    "-subj",
    "/CN=localhost",
  );
  // Unlike `req -x509`, this takes a negative number of days.
  openssl("x509", "-req", "-in", request, "-signkey", key, "-days", String(days), "-extfile", names, "-out", cert);
  const pair = { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  rmSync(folder, { recursive: true, force: true });
  made.set(days, pair);
  return pair;
};
