/** Style sheets and their icons, served by this program: nothing comes from other hosts, and no `data:` address is needed. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export type Asset = { readonly body: string; readonly mediaType: string };
export type Assets = { readonly files: ReadonlyMap<string, Asset> /** Path of the one style sheet, with its hash. */; readonly style: string };

const sources = ["@digdir/designsystemet-css/theme", "@digdir/designsystemet-css"];
const ours = ["frame", "list", "case", "document", "operation"];

/** Puts theme, components and our own sheet into one file and takes the icons out of their data addresses. */
export const loadAssets = (): Assets => {
  const files = new Map<string, Asset>();
  const sheets = [
    ...sources.map((name) => fileURLToPath(import.meta.resolve(name))),
    ...ours.map((name) => fileURLToPath(new URL(`./style/${name}.css`, import.meta.url))),
  ];
  const joined = sheets.map((file) => readFileSync(file, "utf8")).join("\n");
  const body = joined.replace(/url\("data:image\/svg\+xml;charset=utf-8,([^"]+)"\)/g, (_, encoded: string) => {
    const icon = decodeURIComponent(encoded);
    const path = `/assets/${hashOf(icon)}.svg`;
    files.set(path, { body: icon, mediaType: "image/svg+xml" });
    return `url("${path}")`;
  });
  const style = `/assets/${hashOf(body)}.css`;
  files.set(style, { body, mediaType: "text/css; charset=utf-8" });
  files.set("/assets/icon.svg", { body: icon, mediaType: "image/svg+xml" });
  return { files, style };
};

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#0062ba"/><path d="M7 10h18v12H7z" fill="none" stroke="#fff" stroke-width="2.4"/><path d="m7 11 9 7 9-7" fill="none" stroke="#fff" stroke-width="2.4"/></svg>`;
