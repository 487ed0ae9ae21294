/** Comparing mail addresses: same address, same organisation, our own mailbox. */
import type { Address } from "./message.ts";

/** An address as it is compared: lower case, without spaces around it. */
export const plainAddress = (address: string): string => address.trim().toLowerCase();

/** The part after the last @, lower case; "" where there is none. */
export const domainOf = (address: string): string => plainAddress(address).split("@").at(-1) ?? "";

/** The part before the last @, lower case, without a "+tag". */
export const localPartOf = (address: string): string => (plainAddress(address).split("@").slice(0, -1).join("@").split("+")[0] ?? "").trim();

/** An address without its "+tag": statistics+test@agency is delivered to statistics@agency. */
export const withoutTag = (address: string): string => `${localPartOf(address)}@${domainOf(address)}`;

/**
 * Mail providers where everybody can have an address: the same domain says nothing about belonging together.
 * Only for telling colleagues; an unknown provider costs a look by a person, no more.
 */
const openProviders = new Set(
  "gmail.com googlemail.com outlook.com hotmail.com hotmail.no live.com live.no msn.com yahoo.com yahoo.no icloud.com me.com mac.com online.no broadpark.no getmail.no proton.me protonmail.com pm.me gmx.com gmx.de gmx.net aol.com mail.com yandex.com zoho.com fastmail.com web.de hey.com tutanota.com".split(
    " ",
  ),
);

/** Domains under which strangers have names of their own; the domain itself aligns with nobody. */
const sharedSuffixes = new Set("kommune.no fylkeskommune.no co.uk ac.uk gov.uk org.uk com.au edu.au ac.at ac.za co.za ac.jp".split(" "));

/**
 * True when one domain is the other or lies beneath it (relaxed alignment, RFC 7489 section 3.1), without a list of all
 * public suffixes: a domain of one label, or a known shared suffix, aligns with nobody.
 */
export const domainsAlign = (one: string, other: string): boolean => {
  const [a, b] = [one.trim().toLowerCase(), other.trim().toLowerCase()];
  const [shorter, longer] = a.length <= b.length ? [a, b] : [b, a];
  if (!shorter.includes(".") || sharedSuffixes.has(shorter)) return false;
  return shorter === longer || longer.endsWith(`.${shorter}`);
};

/** True when two addresses belong to the same organisation as far as their domains tell. */
export const sameOrganisation = (one: string, other: string): boolean => {
  const [a, b] = [domainOf(one), domainOf(other)];
  return !openProviders.has(a) && !openProviders.has(b) && domainsAlign(a, b);
};

/** True when the address is one of ours, with or without a "+tag". */
export const isOneOf = (address: string, addresses: readonly string[]): boolean => addresses.some((own) => plainAddress(own) === withoutTag(address));

/** Addresses as compared, without doubles, in the order given. */
export const plainAddresses = (addresses: readonly (Address | null)[]): string[] => [
  ...new Set(addresses.flatMap((one) => (one?.address.includes("@") ? [plainAddress(one.address)] : []))),
];
