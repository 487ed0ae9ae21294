/** Files of senders, given only as downloads: never shown by the browser, never guessed at, never run. */
import { filePolicy, type HttpContext } from "./http.ts";

/** A download under its own name; the plain name is for browsers that do not know the other (RFC 6266). */
export const fileAnswer = (context: HttpContext, name: string, bytes: Uint8Array, mediaType = "application/octet-stream"): Response => {
  const base = name.split(/[/\\]/).at(-1) ?? "file";
  const plain = base.replace(/[^\x20-\x7e]|["\\%;]/g, "_").slice(0, 150) || "file";
  const full = encodeURIComponent(base.slice(0, 150)).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return context.body(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) as unknown as ArrayBuffer, 200, {
    "content-type": mediaType,
    "content-disposition": `attachment; filename="${plain}"; filename*=UTF-8''${full}`,
    "content-security-policy": filePolicy,
    "x-content-type-options": "nosniff",
  });
};
