/** What is to be said of the other end of a connection: TLS, days of the certificate, and why one is refused. */
import { type Finding, found } from "#core/checks/findings.ts";
import type { Failure } from "#core/failure.ts";
import type { PeerFacts } from "../ports.ts";
import { daysUntil } from "./check.ts";

/** Long enough to have a certificate renewed in an office. */
const SOON_DAYS = 21;

export const connectionFindings = ({ host, protocol, certificateEnds, local }: PeerFacts, now: number): Finding[] => {
  if (protocol === null) return local ? [] : [found("connection_plain", { host })];
  if (certificateEnds === null) return [];
  const days = daysUntil(certificateEnds, now);
  return [days < SOON_DAYS ? found("certificate_soon", { host, days }) : found("certificate_ok", { host, protocol, days })];
};

/** The finding where a certificate is the cause of a failure; null where it is not. */
export const certificateFinding = (failure: Failure, host: string): Finding | null => {
  const codes: string[] = [failure.message];
  for (let cause: unknown = failure.cause; cause instanceof Error; cause = cause.cause)
    codes.push((cause as { code?: string }).code ?? "", cause.message);
  const text = codes.join(" ");
  if (/CERT_HAS_EXPIRED|certificate has expired/.test(text)) return found("certificate_expired", { host }, failure.message);
  return /CERT_|SELF_SIGNED|self-signed|UNABLE_TO_VERIFY|ALTNAME|altnames|certificate is not trusted/.test(text)
    ? found("certificate_untrusted", { host }, failure.message)
    : null;
};
