/**
 * Is the sender who the From line says? Read from the Authentication-Results header (RFC 8601) that our own mail server
 * wrote: the topmost one that carries the configured authserv-id. Everything below it may be forged by the sender.
 */
import { domainOf, domainsAlign } from "./address.ts";
import type { Message } from "./message.ts";

export type Authentication =
  /** DMARC passed for the From domain, or SPF or DKIM passed for a domain that aligns with it. */
  | "verified"
  /** Our server says that DMARC failed for the From domain. */
  | "failed"
  /** No header by our server, or nothing in it that speaks for the From domain. */
  | "unverified"
  /** No authserv-id is configured: nothing is concluded. */
  | "unconfigured";

/**
 * `authservId` is the name under which our own server writes the header; "" for servers that write none (Exchange Online
 * writes the results at once); null when nobody has configured it. Two From lines verify nobody.
 */
export const authenticationOf = (message: Message, authservId: string | null): Authentication => {
  if (authservId === null) return "unconfigured";
  const headers = (message.headers["authentication-results"] ?? []).map(parse);
  // Without a name only its place tells our server's own header: it stands on top of all that came with the mail.
  const header = (authservId === "" ? headers.slice(0, 1) : headers).find((one) => one.id === authservId.trim().toLowerCase());
  const from = message.from ? domainOf(message.from.address) : "";
  if (!header || !from || (message.headers["from"]?.length ?? 1) > 1) return "unverified";
  const dmarc = header.results.filter((one) => one.method === "dmarc" && speaksFor(one.properties["header.from"], from));
  if (dmarc.some((one) => one.result === "pass")) return "verified";
  if (dmarc.some((one) => one.result === "fail")) return "failed";
  return header.results.some((one) => one.result === "pass" && signers(one).some((domain) => domainsAlign(domain, from))) ? "verified" : "unverified";
};

type Result = { readonly method: string; readonly result: string; readonly properties: Readonly<Record<string, string>> };

/** A DMARC result without a domain speaks for the From line; one with a domain only for that domain. */
const speaksFor = (domain: string | undefined, from: string): boolean => domain === undefined || domainsAlign(domain, from);

/** Domains for which an SPF or DKIM result passed. */
const signers = ({ method, properties }: Result): string[] => {
  if (method === "dkim") return [properties["header.d"], properties["header.i"]].flatMap((one) => (one ? [domainOf(one)] : []));
  if (method === "spf") return properties["smtp.mailfrom"] ? [domainOf(properties["smtp.mailfrom"])] : [];
  return [];
};

/** The name under which a server wrote an Authentication-Results header; "" where it wrote none. */
export const authservIdOf = (header: string): string => parse(header).id;

const parse = (header: string): { id: string; results: Result[] } => {
  const parts = withoutComments(header)
    .split(";")
    .map((one) => one.trim());
  const first = parts[0] ?? "";
  const named = first !== "" && !first.includes("=");
  return {
    id: named ? (first.split(/\s+/)[0] ?? "").toLowerCase() : "",
    results: (named ? parts.slice(1) : parts).flatMap((part) => resultOf(part)),
  };
};

const resultOf = (part: string): Result[] => {
  const pairs = part.split(/\s+/).flatMap((token) => {
    const at = token.indexOf("=");
    return at > 0
      ? [
          [
            token.slice(0, at).toLowerCase(),
            token
              .slice(at + 1)
              .replace(/^"|"$/g, "")
              .toLowerCase(),
          ] as const,
        ]
      : [];
  });
  const [verdict, ...rest] = pairs;
  return verdict ? [{ method: verdict[0].split("/")[0] ?? "", result: verdict[1], properties: Object.fromEntries(rest) }] : [];
};

/** Comments in parentheses may nest and may hold text that looks like results; quoted strings may hold parentheses. */
const withoutComments = (text: string): string => {
  let depth = 0;
  let quoted = false;
  let kept = "";
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (character === "\\") {
      if (depth === 0) kept += text[at + 1] ?? "";
      at += 1;
      continue;
    }
    if (character === '"' && depth === 0) quoted = !quoted;
    else if (!quoted && character === "(") depth += 1;
    if (depth === 0) kept += quoted && character === ";" ? " " : character;
    if (!quoted && character === ")" && depth > 0) depth -= 1;
  }
  return kept;
};
