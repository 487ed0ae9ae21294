/** Links to file stores that stand in place of an attachment (OneDrive, SharePoint, Dropbox, Google Drive ...). */
import { type Document, unreadableDocument } from "#core/document.ts";

const stores: readonly (readonly [string, RegExp])[] = [
  ["OneDrive", /^(?:[\w-]+\.)?(?:1drv\.ms|onedrive\.live\.com)$|^[\w-]+-my\.sharepoint\.com$/],
  ["SharePoint", /^[\w-]+\.sharepoint\.com$/],
  ["Dropbox", /^(?:[\w-]+\.)*(?:dropbox\.com|db\.tt)$/],
  ["Google Drive", /^(?:drive|docs)\.google\.com$/],
  ["Box", /^(?:[\w-]+\.)?(?:app\.)?box\.com$/],
  ["iCloud", /^(?:www\.)?icloud\.com$/],
  ["WeTransfer", /^(?:[\w-]+\.)?(?:wetransfer\.com|we\.tl)$/],
  ["FileSender", /^filesender\d?\.[\w.-]+$/],
  ["Nextcloud", /^(?:nextcloud|owncloud|sky)\.[\w.-]+$/],
];

/** Parts of an address that point to one file or a shared folder, not to a store's front page or to someone's help article. */
const isShared = (url: URL): boolean =>
  /\/(?::[a-z]:|s\/|scl\/|sh\/|file\/|folders?\/|open|personal\/|sites\/|document\/|spreadsheets\/|presentation\/|iclouddrive\/|downloads?\/)|[?&](?:id|resid|s|token|share)=/i.test(
    url.pathname + url.search,
  ) ||
  (/^(1drv\.ms|we\.tl|db\.tt)$/.test(url.hostname) && url.pathname.length > 1);

/** Links wrapped by Outlook's and Google's link guards, unwrapped. */
const unwrapped = (link: string): string => {
  try {
    const url = new URL(link);
    if (/(^|\.)safelinks\.protection\.outlook\.com$/.test(url.hostname)) return url.searchParams.get("url") ?? link;
    if (/^www\.google\.[a-z.]+$/.test(url.hostname) && url.pathname === "/url") return url.searchParams.get("q") ?? link;
    return link;
  } catch {
    return link;
  }
};

/** Name of the file store that a link points to; null for all other links. */
export const fileStoreOf = (link: string): string | null => {
  try {
    const url = new URL(unwrapped(link));
    if (!/^https?:$/.test(url.protocol)) return null;
    const host = url.hostname.toLowerCase();
    const store = stores.find(([, pattern]) => pattern.test(host));
    return store && isShared(url) ? store[0] : null;
  } catch {
    return null;
  }
};

/** A document of state `link` for each different link to a file store; `detail` names the store. The link itself is its name's last part at most. */
export const linkDocuments = (links: readonly string[]): Document[] => {
  const found = new Map<string, string>();
  for (const link of links) {
    const store = fileStoreOf(link);
    if (store) found.set(unwrapped(link), store);
  }
  return [...found].map(([link, store]) => ({ ...unreadableDocument(nameOf(link, store), "text/uri-list", "link", store), links: [link] }));
};

/** A file name in the address, else the store's name. */
const nameOf = (link: string, store: string): string => {
  const last = decodeSafely(new URL(link).pathname.split("/").at(-1) ?? "");
  return /\.[a-z]{3,4}$/i.test(last) ? last : store;
};

const decodeSafely = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
