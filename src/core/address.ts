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
 * An unknown one lets strangers pass for colleagues, so the big ones are known under every country, and those of the north by name.
 */
const openProviders = new Set(
  "gmail.com googlemail.com outlook.com hotmail.com hotmail.no live.com live.no msn.com yahoo.com yahoo.no icloud.com me.com mac.com online.no broadpark.no getmail.no proton.me protonmail.com pm.me gmx.com gmx.de gmx.net aol.com mail.com yandex.com zoho.com fastmail.com web.de hey.com tutanota.com ymail.com rocketmail.com mailbox.org posteo.de tuta.com duck.com runbox.com runbox.no lyse.net altibox.no frisurf.no c2i.net start.no telia.com bredband.net spray.se passagen.se sol.dk jubii.dk mail.dk stofanet.dk youmail.dk luukku.com suomi24.fi kolumbus.fi t-online.de freenet.de orange.fr wanadoo.fr free.fr laposte.net libero.it wp.pl onet.pl o2.pl interia.pl seznam.cz mail.ru bk.ru inbox.ru list.ru rambler.ru ukr.net qq.com 163.com 126.com naver.com".split(
    " ",
  ),
);

/** Providers with a domain for each country: hotmail.se, yahoo.co.uk. */
const openEverywhere = /^(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|gmx|yandex|icloud|proton|aol)\.(?:com?\.)?[a-z]{2,3}$/;

const isOpenProvider = (domain: string): boolean => openProviders.has(domain) || openEverywhere.test(domain);

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
  return !isOpenProvider(a) && !isOpenProvider(b) && domainsAlign(a, b);
};

/** True when the address is one of ours, with or without a "+tag". */
export const isOneOf = (address: string, addresses: readonly string[]): boolean => addresses.some((own) => plainAddress(own) === withoutTag(address));

/** Addresses as compared, without doubles, in the order given. */
export const plainAddresses = (addresses: readonly (Address | null)[]): string[] => [
  ...new Set(addresses.flatMap((one) => (one?.address.includes("@") ? [plainAddress(one.address)] : []))),
];
